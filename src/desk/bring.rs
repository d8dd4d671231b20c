//! Pictures on their way in: looked at, copied into the project, and put where they were dropped.

use std::path::PathBuf;
use std::sync::Arc;

use super::Desk;
use super::inbox::{Event, Message};
use crate::media::picture;
use crate::store::folder::ProjectFolder;
use crate::store::{disk, new_id};
use crate::story::compose::{self, NamedPicture, Onto, PlacedPanels};
use crate::story::{Edit, ElementId, FrameSlot, MediaPath, PictureInfo, Project, Rules, SceneId};

/// A picture file larger than this is not read.
pub(super) const LARGEST_FILE: u64 = 512 * 1024 * 1024;

/// A picture on its way in.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    File(PathBuf),
    /// A picture file's bytes, and what to call it when something is wrong with it.
    Bytes {
        name: String,
        bytes: Arc<[u8]>,
    },
    /// Pixels without a file, as a clipboard has them: RGBA, 8 bits each.
    Pixels {
        name: String,
        width: u32,
        height: u32,
        rgba: Arc<[u8]>,
    },
}

impl Incoming {
    /// The file's name; empty for what came without a file.
    #[must_use]
    pub fn file_name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            Self::Bytes { .. } | Self::Pixels { .. } => String::new(),
        }
    }
}

/// Where pictures go.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Frame(SceneId, FrameSlot),
    /// Panels from a place of a scene on, counted from 0; past its end new shots are made. Several replace no panel.
    Panels(SceneId, usize),
    /// As `Panels`, and what several pictures may do there was chosen.
    PanelsOnto(SceneId, usize, Onto),
    /// After the pictures an element has.
    Element(ElementId),
    /// In the place of one picture of an element.
    ElementPicture(ElementId, usize),
}

/// Looks at pictures and copies them into the project. `keep` is handed each picture while it is decoded.
pub(super) fn bring(
    folder: &ProjectFolder,
    incoming: Vec<Incoming>,
    target: Target,
    keep: &impl Fn(&PictureInfo, &picture::Pixels),
) -> Message {
    let mut pictures = Vec::new();
    let mut troubles = Vec::new();
    for picture in incoming {
        let name = picture.file_name();
        match bring_one(folder, picture, keep) {
            Ok((path, info, note)) => {
                pictures.push((NamedPicture { name, path }, info));
                troubles.extend(note);
            }
            Err(sentence) => troubles.push(sentence),
        }
    }
    Message::Brought { target, pictures, troubles }
}

/// Copies one picture into the project. The last is a sentence about its colours, where they may look different.
fn bring_one(
    folder: &ProjectFolder,
    incoming: Incoming,
    keep: &impl Fn(&PictureInfo, &picture::Pixels),
) -> Result<(MediaPath, PictureInfo, Option<String>), String> {
    let (name, bytes): (String, Arc<[u8]>) = match incoming {
        Incoming::File(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            let bytes = disk::read(&path, LARGEST_FILE, &format!("read {name}")).map_err(|error| error.to_string())?;
            (name, bytes.into())
        }
        Incoming::Bytes { name, bytes } => (name, bytes),
        Incoming::Pixels { name, width, height, rgba } => {
            let pixels = picture::Pixels { width, height, rgba: rgba.to_vec() };
            let bytes = picture::encode_png(&pixels).map_err(|error| format!("{name} {error}"))?;
            (name, bytes.into())
        }
    };
    let (info, decoded) = picture::read(&bytes).map_err(|error| format!("{name} {error}"))?;
    let note = decoded.profile_note().map(|note| format!("{name} {note}"));
    let path = folder.import_picture(&bytes, &info).map_err(|error| error.to_string())?;
    keep(&info, &decoded);
    Ok((path, info, note))
}

impl Desk {
    /// Puts pictures that are in the project where they belong, as one change.
    pub(super) fn put(&mut self, target: &Target, pictures: &[NamedPicture]) -> Vec<Event> {
        let Some(first) = pictures.first().map(|picture| &picture.path) else { return Vec::new() };
        let mut events = Vec::new();
        let (edit, placed) = match target {
            Target::Frame(scene, slot) => {
                let Some(scene) = self.project.scene(scene) else { return Vec::new() };
                (compose::set_frame(scene, *slot, Some(first.clone()), &self.pictures), 1)
            }
            Target::Panels(scene, from) => return self.put_panels(scene, *from, pictures, Onto::Free),
            Target::PanelsOnto(scene, from, onto) => return self.put_panels(scene, *from, pictures, *onto),
            Target::Element(element) | Target::ElementPicture(element, _) => {
                match self.element_pictures(element, target, pictures) {
                    Some(put) => put,
                    None => return Vec::new(),
                }
            }
        };
        if placed < pictures.len() {
            let left = pictures.len() - placed;
            let (picture, was) = if left == 1 { ("picture", "was") } else { ("pictures", "were") };
            events.push(Event::Trouble(format!("{left} {picture} found no place and {was} left out")));
        }
        if let Err(error) = self.edit(edit, None) {
            events.push(Event::Trouble(format!("The picture found no place: {error}")));
        }
        events
    }

    fn put_panels(&mut self, scene: &SceneId, from: usize, pictures: &[NamedPicture], onto: Onto) -> Vec<Event> {
        let Some(index) = self.project.scene_index(scene) else { return Vec::new() };
        let limits = &self.rules.limits;
        let placed = compose::place_panels(&self.project, index, from, pictures, onto, limits, &mut new_id);
        let Some(placed) = placed else { return Vec::new() };
        let told = (pictures.len() > 1).then(|| format!("{} pictures: {}", pictures.len(), placed.about()));
        match self.edit(placed.edit, None) {
            Ok(()) => told.map(Event::Done).into_iter().collect(),
            Err(error) => vec![Event::Trouble(format!("The pictures found no place: {error}"))],
        }
    }

    fn element_pictures(&self, id: &ElementId, target: &Target, pictures: &[NamedPicture]) -> Option<(Edit, usize)> {
        let most = self.rules.limits.element_pictures_max;
        let mut images = self.project.element(id)?.images.clone();
        let mut placed = 0;
        let mut rest = pictures.iter().map(|picture| &picture.path);
        if let Target::ElementPicture(_, at) = target
            && let Some(place) = images.get_mut(*at)
            && let Some(picture) = rest.next()
        {
            *place = picture.clone();
            placed += 1;
        }
        for picture in rest {
            if images.len() >= most {
                break;
            }
            // The same picture twice shows nothing new.
            if !images.contains(picture) {
                images.push(picture.clone());
            }
            placed += 1;
        }
        Some((Edit::SetElementImages { element: id.clone(), images }, placed))
    }
}

/// What each choice makes of several pictures that are to become panels from a place of a scene on, as far as their names
/// tell before they are read. Of choices that come to the same, the first alone.
#[must_use]
pub fn panel_choices(
    project: &Project,
    scene: &SceneId,
    from: usize,
    pictures: &[Incoming],
    rules: &Rules,
) -> Vec<(Onto, PlacedPanels)> {
    let Some(index) = project.scene_index(scene) else { return Vec::new() };
    let not_read = |(at, picture): (usize, &Incoming)| {
        let path = MediaPath::new(format!("media/not read yet {at}")).ok()?;
        Some(NamedPicture { name: picture.file_name(), path })
    };
    let pictures: Vec<NamedPicture> = pictures.iter().enumerate().filter_map(not_read).collect();
    let mut choices: Vec<(Onto, PlacedPanels)> = Vec::new();
    for onto in [Onto::Free, Onto::FreeOnward, Onto::Replace] {
        let (limits, mut number) = (&rules.limits, 0);
        // None of these ids stays.
        let mut new_id = || {
            number += 1;
            format!("not made {number}")
        };
        let placed = compose::place_panels(project, index, from, &pictures, onto, limits, &mut new_id);
        if let Some(placed) = placed
            && !choices.iter().any(|(_, other)| other.edit == placed.edit)
            // Where no shot behind is free, going on there would be new shots at the project's end.
            && (onto != Onto::FreeOnward || choices.iter().all(|(_, other)| other.on_shots < placed.on_shots))
        {
            choices.push((onto, placed));
        }
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{World, scene};

    #[test]
    fn going_on_in_the_next_scenes_is_offered_where_one_of_them_has_a_free_panel() {
        let pictures = ["x.png", "y.png", "z.png"].map(|name| Incoming::File(name.into()));
        for (free_behind, offered) in
            [(true, vec![Onto::Free, Onto::FreeOnward, Onto::Replace]), (false, vec![Onto::Free, Onto::Replace])]
        {
            let mut world = World::new(&[3]).panel(0);
            let mut second = scene(&[3]);
            second.id = SceneId::new("second");
            second.shots[0].id = crate::story::ShotId::new("second shot");
            second.shots[0].panel = world.project.scenes[0].shots[0].panel.clone().filter(|_| !free_behind);
            world.project.scenes.push(second);
            let first = world.project.scenes[0].id.clone();
            let choices = panel_choices(&world.project, &first, 0, &pictures, &world.rules);
            assert_eq!(choices.into_iter().map(|(onto, _)| onto).collect::<Vec<_>>(), offered);
        }
    }
}
