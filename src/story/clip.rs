//! Shots as they lie in the clipboard: a readable text in JSON with a version, which another window of the program takes in.
//! It comes from anywhere, so nothing in it is trusted: it is bounded, and names no file but pictures of a project.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::code::with_codes;
use super::compose::NewId;
use super::edit::Edit;
use super::id::{ElementId, ShotId};
use super::mention::{is_name_char, mentions};
use super::picture::MediaPath;
use super::project::{Element, Project, Shot};
use super::rules::Limits;
use super::timing;
use super::units::Seconds;

/// The version that is written. One that is not known is refused.
pub const VERSION: u32 = 1;

/// A longer text is not read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

/// More shots are not taken in at once.
const MOST_SHOTS: usize = 500;

/// No shot lasts longer than this: nobody cut one like that.
const LONGEST_SHOT: Seconds = Seconds(3600);

/// Shots that were copied, with what they need to be the same elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clip {
    #[serde(rename = "storyreel_shots")]
    version: u32,
    /// The project that they were copied from.
    pub from: Origin,
    pub shots: Vec<Shot>,
    /// The elements that the shots name.
    #[serde(default)]
    pub elements: Vec<Element>,
}

/// Where shots were copied from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The project's id.
    pub project: String,
    /// Its folder: its pictures lie there.
    #[serde(default)]
    pub folder: String,
}

/// Why a text that holds shots is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    #[error("The shots were not pasted: they are more than 4 MB of text")]
    TooLong,
    #[error("The shots were not pasted: the text is damaged, copy them again")]
    Damaged,
    #[error("The shots were not pasted: a newer version of Storyreel copied them")]
    Newer,
    #[error("The shots were not pasted: there are more than {MOST_SHOTS}, copy fewer at once")]
    TooMany,
    #[error("There are no shots in what was pasted")]
    Empty,
}

/// The version alone: it is looked at before anything else.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "storyreel_shots")]
    version: u32,
}

impl Clip {
    /// These shots of a scene, by place.
    #[must_use]
    pub fn of(project: &Project, scene: usize, shots: &[usize], folder: &str) -> Option<Self> {
        let scene = project.scenes.get(scene)?;
        let shots: Vec<Shot> = timing::known(scene, shots).into_iter().map(|at| scene.shots[at].clone()).collect();
        if shots.is_empty() {
            return None;
        }
        let texts: Vec<String> = shots.iter().map(|shot| format!("{} {}", shot.prompt, shot.dialogue)).collect();
        let named: HashSet<&str> = texts.iter().flat_map(|text| mentions(text)).map(|mention| mention.name).collect();
        let elements = project.elements.iter().filter(|element| named.contains(element.name.as_str()));
        Some(Self {
            version: VERSION,
            from: Origin { project: project.id.to_string(), folder: folder.to_owned() },
            elements: elements.cloned().collect(),
            shots,
        })
    }

    /// As it goes into the clipboard.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The shots of a pasted text; nothing where it is some other text.
    ///
    /// # Errors
    /// When it is meant to hold shots and cannot be taken.
    pub fn read(text: &str) -> Option<Result<Self, ClipError>> {
        let text = text.trim();
        let head: String = text.chars().take(60).filter(|c| !c.is_whitespace()).collect();
        head.starts_with("{\"storyreel_shots\":").then(|| Self::parse(text))
    }

    fn parse(text: &str) -> Result<Self, ClipError> {
        if text.len() > LONGEST {
            return Err(ClipError::TooLong);
        }
        let head: Head = serde_json::from_str(text).map_err(|_| ClipError::Damaged)?;
        if head.version > VERSION {
            return Err(ClipError::Newer);
        }
        let mut clip: Self = serde_json::from_str(text).map_err(|_| ClipError::Damaged)?;
        if clip.shots.is_empty() {
            return Err(ClipError::Empty);
        }
        if clip.shots.len() > MOST_SHOTS {
            return Err(ClipError::TooMany);
        }
        for shot in &mut clip.shots {
            shot.seconds = shot.seconds.max(Seconds(1)).min(LONGEST_SHOT);
        }
        // What has a name that no prompt can write is nothing that a prompt names.
        clip.elements.retain(|element| !element.name.is_empty() && element.name.chars().all(is_name_char));
        clip.elements.truncate(MOST_SHOTS);
        Ok(clip)
    }

    /// The elements that a project lacks and the shots name.
    fn missing_elements<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(|element| project.element_named(&element.name).is_none())
    }

    /// The pictures that pasting it into a project needs, each once.
    #[must_use]
    pub fn pictures(&self, project: &Project) -> Vec<MediaPath> {
        let panels = self.shots.iter().filter_map(|shot| shot.panel.clone());
        let images = self.missing_elements(project).flat_map(|element| element.images.iter().cloned());
        let mut seen = HashSet::new();
        panels.chain(images).filter(|path| seen.insert(path.clone())).collect()
    }

    /// The shots put into a scene from a place on, with new ids, as one change; the elements that they name and the project
    /// lacks come along. `media` tells what each picture is called in this project; one that is not in it is left out.
    #[must_use]
    pub fn paste(
        &self,
        project: &Project,
        scene_index: usize,
        at: usize,
        media: &HashMap<MediaPath, MediaPath>,
        limits: &Limits,
        new_id: NewId<'_>,
    ) -> Option<Edit> {
        let scene = project.scenes.get(scene_index)?;
        let at = at.min(scene.shots.len());
        let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
        let mut taken: HashSet<String> = shots.map(|shot| shot.name.clone()).collect();
        let mut edits = Vec::new();
        for (offset, element) in self.missing_elements(project).enumerate() {
            if element.name.len() > limits.element_name_max {
                continue;
            }
            let images = element.images.iter().filter_map(|path| media.get(path).cloned()).collect();
            let element = Element { id: ElementId::new(new_id()), images, ..element.clone() };
            edits.push(Edit::AddElement { at: project.elements.len() + offset, element: Box::new(element) });
        }
        for (offset, shot) in self.shots.iter().enumerate() {
            // One that another shot of the project has gets a free one.
            let is_taken = !taken.insert(shot.name.clone());
            let name = if is_taken { String::new() } else { shot.name.clone() };
            let panel = shot.panel.as_ref().and_then(|path| media.get(path).cloned());
            let seconds = shot.seconds.max(limits.shot_seconds_min);
            let pasted = Shot { id: ShotId::new(new_id()), name, panel, seconds, ..shot.clone() };
            edits.push(Edit::AddShot { scene: scene.id.clone(), at: at + offset, shot: Box::new(pasted) });
        }
        let label =
            if self.shots.len() == 1 { "Paste shot".to_owned() } else { format!("Paste {} shots", self.shots.len()) };
        Some(with_codes(project, Edit::Batch { label, edits }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::rules::shipped;
    use crate::story::testing::{Ids, element, path, shot};
    use crate::story::{ProjectId, Scene, SceneId};

    fn project() -> Project {
        let shots = (1..=4).map(|number| Shot {
            panel: Some(path(&format!("media/{number}.png"))),
            prompt: format!("@anna runs, {number}."),
            dialogue: "Come on, @boat!".to_owned(),
            ..shot(number, 3)
        });
        let scene = Scene { id: SceneId::new("scene"), shots: shots.collect(), ..Scene::default() };
        let elements = ["anna", "boat", "crow"].map(element).to_vec();
        Project { id: ProjectId::new("project"), scenes: vec![scene], elements, ..Project::default() }
    }

    fn apply(project: &Project, edit: &Edit) -> Project {
        let mut after = project.clone();
        edit.apply(&mut after).unwrap();
        after
    }

    fn paste(clip: &Clip, project: &Project, media: &HashMap<MediaPath, MediaPath>) -> Project {
        let mut ids = Ids::default();
        let limits = shipped().limits;
        apply(project, &clip.paste(project, 0, 1, media, &limits, &mut || ids.next()).unwrap())
    }

    #[test]
    fn what_was_copied_is_pasted_the_same_but_for_its_id_and_name() {
        let project = project();
        let clip = Clip::of(&project, 0, &[3, 1], "/films/a.storyreel").unwrap();
        let read = Clip::read(&clip.text()).unwrap().unwrap();
        assert_eq!(read, clip);
        assert_eq!(clip.from.folder, "/films/a.storyreel");
        let media = clip.pictures(&project).into_iter().map(|path| (path.clone(), path)).collect();
        let after = paste(&read, &project, &media);
        let (before, now) = (&project.scenes[0].shots, &after.scenes[0].shots);
        assert_eq!(now.len(), before.len() + 2);
        for (pasted, copied) in [(&now[1], &before[1]), (&now[2], &before[3])] {
            assert!(pasted.id != copied.id && pasted.name != copied.name);
            assert_eq!(Shot { id: copied.id.clone(), name: copied.name.clone(), ..pasted.clone() }, *copied);
        }
        assert_eq!(after.elements, project.elements, "they are there already");
    }

    #[test]
    fn another_project_gets_the_pictures_it_has_and_the_elements_it_lacks() {
        let project = project();
        let all: Vec<usize> = (0..project.scenes[0].shots.len()).collect();
        let clip = Clip::of(&project, 0, &all, "/films/a.storyreel").unwrap();
        let scene = Scene { id: SceneId::new("s"), ..Scene::default() };
        let other = Project { scenes: vec![scene], ..Project::default() };
        let wanted = clip.pictures(&other);
        let one = MediaPath::new("media/own.png").unwrap();
        let media = HashMap::from([(wanted[0].clone(), one.clone())]);
        let after = paste(&clip, &other, &media);
        let panels: Vec<_> = after.scenes[0].shots.iter().filter_map(|shot| shot.panel.clone()).collect();
        assert!(panels.iter().all(|panel| *panel == one) && !panels.is_empty(), "{panels:?}");
        let names = |project: &Project| -> Vec<String> {
            let mut names: Vec<_> = project.elements.iter().map(|element| element.name.clone()).collect();
            names.sort();
            names
        };
        let mut named: Vec<String> = clip.elements.iter().map(|element| element.name.clone()).collect();
        named.sort();
        assert_eq!(names(&after), named);
        assert_eq!(named, ["anna", "boat"], "those alone that the shots name");
    }

    #[test]
    fn other_texts_are_none_of_its_business_and_a_hostile_one_is_refused() {
        for text in ["", "1. Rain\n2. Wind", "{}", "{\"shots\": []}", "scene,shot\n1,1", "\u{feff}{\"storyreel_shots"] {
            assert_eq!(Clip::read(text), None, "{text}");
        }
        let clip = Clip::of(&project(), 0, &[0], "/films/a.storyreel").unwrap();
        let text = clip.text();
        let changed = |from: &str, to: &str| {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            Clip::read(&changed).unwrap()
        };
        assert_eq!(changed("\"storyreel_shots\": 1", "\"storyreel_shots\": 2"), Err(ClipError::Newer));
        assert_eq!(changed("\"media/", "\"../../media/"), Err(ClipError::Damaged), "no path leads out");
        assert_eq!(changed("\"media/", "\"/etc/"), Err(ClipError::Damaged));
        let seconds = format!("\"seconds\": {}", clip.shots[0].seconds.0);
        assert_eq!(changed(&seconds, "\"seconds\": -1"), Err(ClipError::Damaged));
        assert_eq!(changed(&seconds, "\"seconds\": 4294967295").unwrap().shots[0].seconds, LONGEST_SHOT);
        assert_eq!(Clip::read(&text[..text.len() / 2]).unwrap(), Err(ClipError::Damaged));
        let none = r#"{"storyreel_shots": 1, "from": {"project": "x"}, "shots": []}"#;
        assert_eq!(Clip::read(none).unwrap(), Err(ClipError::Empty));
        let deep = format!(r#"{{"storyreel_shots": 1, "a": {}"#, "[".repeat(100_000));
        assert_eq!(Clip::read(&deep).unwrap(), Err(ClipError::Damaged));
        let long = format!(r#"{{"storyreel_shots": 1, "a": "{}"}}"#, "x".repeat(LONGEST));
        assert_eq!(Clip::read(&long).unwrap(), Err(ClipError::TooLong));
        let many = Clip { shots: vec![clip.shots[0].clone(); MOST_SHOTS + 1], ..clip };
        assert_eq!(Clip::read(&many.text()).unwrap(), Err(ClipError::TooMany));
    }
}
