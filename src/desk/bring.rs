//! Pictures on their way in: looked at, copied into the project, and put where they were dropped.

use std::path::PathBuf;
use std::sync::Arc;

use super::Desk;
use super::news::{Event, News, NewsSender};
use crate::media::picture;
use crate::store::folder::ProjectFolder;
use crate::store::{disk, new_id};
use crate::story::{Edit, ElementId, FrameSlot, MediaPath, PictureInfo, SceneId, compose};

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

/// Where pictures go.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Frame(SceneId, FrameSlot),
    /// Panels from a place of a scene on, counted from 0; past its end new shots are made.
    Panels(SceneId, usize),
    /// After the pictures an element has.
    Element(ElementId),
    /// In the place of one picture of an element.
    ElementPicture(ElementId, usize),
}

/// Looks at pictures and copies them into the project, in the background.
pub(super) fn start(folder: Arc<ProjectFolder>, incoming: Vec<Incoming>, target: Target, news: NewsSender) {
    rayon::spawn(move || {
        let mut pictures = Vec::new();
        let mut troubles = Vec::new();
        for picture in incoming {
            match bring_one(&folder, picture) {
                Ok((path, info, note)) => {
                    pictures.push((path, info));
                    troubles.extend(note);
                }
                Err(sentence) => troubles.push(sentence),
            }
        }
        news.send(News::Brought { target, pictures, troubles });
    });
}

/// Copies one picture into the project. The last is a sentence about its colours, where they may look different.
fn bring_one(folder: &ProjectFolder, incoming: Incoming) -> Result<(MediaPath, PictureInfo, Option<String>), String> {
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
    Ok((path, info, note))
}

impl Desk {
    /// Puts pictures that are in the project where they belong, as one change.
    pub(super) fn put(&mut self, target: &Target, pictures: &[MediaPath]) -> Vec<Event> {
        let Some(first) = pictures.first() else { return Vec::new() };
        let mut events = Vec::new();
        let (edit, placed) = match target {
            Target::Frame(scene, slot) => {
                let Some(scene) = self.project.scene(scene) else { return Vec::new() };
                (compose::set_frame(scene, *slot, Some(first.clone()), &self.pictures), 1)
            }
            Target::Panels(scene, from) => {
                let Some(index) = self.project.scene_index(scene) else { return Vec::new() };
                let limits = &self.rules.limits;
                match compose::fill_panels(&self.project, index, *from, pictures, limits, &mut new_id) {
                    Some(filled) => filled,
                    None => {
                        let most = limits.shots_max;
                        return vec![Event::Trouble(format!(
                            "A scene takes {most} shots, so there is no place for it"
                        ))];
                    }
                }
            }
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

    fn element_pictures(&self, id: &ElementId, target: &Target, pictures: &[MediaPath]) -> Option<(Edit, usize)> {
        let most = self.rules.limits.element_pictures_max;
        let mut images = self.project.element(id)?.images.clone();
        let mut placed = 0;
        let mut rest = pictures.iter();
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
