//! Every change to a project, as data: it can be kept, told to people, done, and undone exactly.
//! `apply` gives the edit that undoes it. Compound changes are built in `compose`.

mod places;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::columns;
use super::framing::Crop;
use super::id::{ElementId, SceneId, ShotId, TakeId};
use super::mention::renamed;
use super::picture::MediaPath;
use super::project::{Aspect, Element, FrameSlot, Project, Scene, Shot, Tier};
use super::shot_move::ShotMove;
use super::units::Seconds;
use places::{element_mut, element_place, replace, scene_mut, scene_place, shot_mut, shot_place};
pub(super) use places::{insert, move_within, unreachable_kind};

/// One change. Things are named by id, places counted from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    RenameProject {
        name: String,
    },
    /// What is sent before every shot's prompt.
    SetStyle {
        style: String,
    },

    AddScene {
        at: usize,
        scene: Box<Scene>,
    },
    RemoveScene {
        scene: SceneId,
    },
    MoveScene {
        scene: SceneId,
        to: usize,
    },
    RenameScene {
        scene: SceneId,
        name: String,
    },
    SetTier {
        scene: SceneId,
        tier: Tier,
    },
    SetAspect {
        scene: SceneId,
        aspect: Aspect,
    },
    SetAudio {
        scene: SceneId,
        audio: bool,
    },
    SetFrame {
        scene: SceneId,
        slot: FrameSlot,
        picture: Option<MediaPath>,
    },
    /// Which part of a frame is sent; nothing for all of it.
    SetCrop {
        scene: SceneId,
        slot: FrameSlot,
        crop: Option<Crop>,
    },
    /// The scene whose take's last frame is the first one of this scene; nothing for a picture of its own.
    SetStart {
        scene: SceneId,
        from: Option<SceneId>,
    },
    ChooseTake {
        scene: SceneId,
        take: Option<TakeId>,
    },

    AddShot {
        scene: SceneId,
        at: usize,
        shot: Box<Shot>,
    },
    RemoveShot {
        shot: ShotId,
    },
    /// To a place of a scene, its own or another; the place is counted without the shot.
    MoveShot {
        shot: ShotId,
        scene: SceneId,
        to: usize,
    },
    SetSeconds {
        shot: ShotId,
        seconds: Seconds,
    },
    SetText {
        shot: ShotId,
        field: TextField,
        text: String,
    },
    SetPanel {
        shot: ShotId,
        panel: Option<MediaPath>,
    },
    /// A shot's own move; nothing for what its prompt says.
    SetMove {
        shot: ShotId,
        camera_move: Option<ShotMove>,
    },
    /// What stands in one of the project's own columns; nothing takes it away.
    SetColumn {
        shot: ShotId,
        column: String,
        text: Option<String>,
    },

    /// A column of the project's own, empty.
    AddColumn {
        at: usize,
        name: String,
    },
    /// The column alone; what stands in it stays with the shots.
    RemoveColumn {
        name: String,
    },
    MoveColumn {
        name: String,
        to: usize,
    },
    /// What stands in it follows.
    RenameColumn {
        name: String,
        to: String,
    },

    AddElement {
        at: usize,
        element: Box<Element>,
    },
    RemoveElement {
        element: ElementId,
    },
    MoveElement {
        element: ElementId,
        to: usize,
    },
    /// Every text that names the element by its old name follows.
    RenameElement {
        element: ElementId,
        name: String,
    },
    /// The name alone; what undoes a rename.
    SetElementName {
        element: ElementId,
        name: String,
    },
    SetElementDescription {
        element: ElementId,
        description: String,
    },
    SetElementImages {
        element: ElementId,
        images: Vec<MediaPath>,
    },

    /// Everything at once: an earlier version, a file that was changed elsewhere.
    Replace {
        label: String,
        project: Box<Project>,
    },
    /// Several changes that are one for people.
    Batch {
        label: String,
        edits: Vec<Edit>,
    },
}

/// The texts of a shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextField {
    Name,
    Prompt,
    Dialogue,
    Notes,
}

/// Why a change could not be made; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("this scene is not in the project any more")]
    NoScene(SceneId),
    #[error("this shot is not in the project any more")]
    NoShot(ShotId),
    #[error("this element is not in the project any more")]
    NoElement(ElementId),
    #[error("the column \"{0}\" is not in the project any more")]
    NoColumn(String),
    #[error("place {0} is past the end")]
    NoPlace(usize),
    #[error("this is in the project already")]
    Double(String),
}

impl TextField {
    /// All that may hold mentions.
    pub const WITH_MENTIONS: [Self; 3] = [Self::Prompt, Self::Dialogue, Self::Notes];

    #[must_use]
    pub fn of(self, shot: &Shot) -> &String {
        match self {
            Self::Name => &shot.name,
            Self::Prompt => &shot.prompt,
            Self::Dialogue => &shot.dialogue,
            Self::Notes => &shot.notes,
        }
    }

    fn of_mut(self, shot: &mut Shot) -> &mut String {
        match self {
            Self::Name => &mut shot.name,
            Self::Prompt => &mut shot.prompt,
            Self::Dialogue => &mut shot.dialogue,
            Self::Notes => &mut shot.notes,
        }
    }
}

impl Edit {
    /// Makes the change and tells the one that undoes it.
    ///
    /// # Errors
    /// When what it names is not there (any more); then nothing is changed.
    pub fn apply(&self, project: &mut Project) -> Result<Edit, EditError> {
        match self {
            Self::RenameProject { name } => Ok(Self::RenameProject { name: replace(&mut project.name, name) }),
            Self::SetStyle { style } => Ok(Self::SetStyle { style: replace(&mut project.style, style) }),
            Self::AddScene { .. }
            | Self::RemoveScene { .. }
            | Self::MoveScene { .. }
            | Self::RenameScene { .. }
            | Self::SetTier { .. }
            | Self::SetAspect { .. }
            | Self::SetAudio { .. }
            | Self::SetFrame { .. }
            | Self::SetCrop { .. }
            | Self::SetStart { .. }
            | Self::ChooseTake { .. } => self.apply_to_scene(project),
            Self::AddShot { .. }
            | Self::RemoveShot { .. }
            | Self::MoveShot { .. }
            | Self::SetSeconds { .. }
            | Self::SetText { .. }
            | Self::SetPanel { .. }
            | Self::SetMove { .. }
            | Self::SetColumn { .. } => self.apply_to_shot(project),
            Self::AddColumn { .. }
            | Self::RemoveColumn { .. }
            | Self::MoveColumn { .. }
            | Self::RenameColumn { .. } => columns::apply(self, project),
            Self::AddElement { .. }
            | Self::RemoveElement { .. }
            | Self::MoveElement { .. }
            | Self::RenameElement { .. }
            | Self::SetElementName { .. }
            | Self::SetElementDescription { .. }
            | Self::SetElementImages { .. } => self.apply_to_element(project),
            Self::Replace { label, project: new } => {
                let old = std::mem::replace(project, (**new).clone());
                Ok(Self::Replace { label: label.clone(), project: Box::new(old) })
            }
            Self::Batch { label, edits } => apply_batch(project, label, edits),
        }
    }

    /// Whether making this edit, which gave that inverse, left everything as it was.
    #[must_use]
    pub fn changed_nothing(&self, inverse: &Self) -> bool {
        match (self, inverse) {
            (Self::Batch { edits, .. }, Self::Batch { edits: inverses, .. }) => {
                let pairs = edits.iter().zip(inverses.iter().rev());
                edits.len() == inverses.len() && pairs.into_iter().all(|(edit, inverse)| edit.changed_nothing(inverse))
            }
            _ => self == inverse,
        }
    }

    fn apply_to_scene(&self, project: &mut Project) -> Result<Edit, EditError> {
        Ok(match self {
            Self::AddScene { at, scene } => {
                let mut seen = HashSet::new();
                let doubled = |shot: &Shot| project.find_shot(&shot.id).is_some() || !seen.insert(shot.id.clone());
                if project.scene(&scene.id).is_some() || scene.shots.iter().any(doubled) {
                    return Err(EditError::Double(scene.id.to_string()));
                }
                insert(&mut project.scenes, *at, (**scene).clone())?;
                Self::RemoveScene { scene: scene.id.clone() }
            }
            Self::RemoveScene { scene } => {
                let at = scene_place(project, scene)?;
                Self::AddScene { at, scene: Box::new(project.scenes.remove(at)) }
            }
            Self::MoveScene { scene, to } => {
                let from = scene_place(project, scene)?;
                move_within(&mut project.scenes, from, *to)?;
                Self::MoveScene { scene: scene.clone(), to: from }
            }
            Self::RenameScene { scene, name } => {
                let old = replace(&mut scene_mut(project, scene)?.name, name);
                Self::RenameScene { scene: scene.clone(), name: old }
            }
            Self::SetTier { scene, tier } => {
                let old = replace(&mut scene_mut(project, scene)?.tier, tier);
                Self::SetTier { scene: scene.clone(), tier: old }
            }
            Self::SetAspect { scene, aspect } => {
                let old = replace(&mut scene_mut(project, scene)?.aspect, aspect);
                Self::SetAspect { scene: scene.clone(), aspect: old }
            }
            Self::SetAudio { scene, audio } => {
                let old = replace(&mut scene_mut(project, scene)?.audio, audio);
                Self::SetAudio { scene: scene.clone(), audio: old }
            }
            Self::SetFrame { scene, slot, picture } => {
                let found = scene_mut(project, scene)?;
                let place = match slot {
                    FrameSlot::First => &mut found.first_frame,
                    FrameSlot::Last => &mut found.last_frame,
                };
                Self::SetFrame { scene: scene.clone(), slot: *slot, picture: replace(place, picture) }
            }
            Self::SetCrop { scene, slot, crop } => {
                let found = scene_mut(project, scene)?;
                let place = match slot {
                    FrameSlot::First => &mut found.first_crop,
                    FrameSlot::Last => &mut found.last_crop,
                };
                Self::SetCrop { scene: scene.clone(), slot: *slot, crop: replace(place, crop) }
            }
            Self::SetStart { scene, from } => {
                let old = replace(&mut scene_mut(project, scene)?.starts_from, from);
                Self::SetStart { scene: scene.clone(), from: old }
            }
            Self::ChooseTake { scene, take } => {
                let old = replace(&mut scene_mut(project, scene)?.chosen_take, take);
                Self::ChooseTake { scene: scene.clone(), take: old }
            }
            other => unreachable_kind(other),
        })
    }

    fn apply_to_shot(&self, project: &mut Project) -> Result<Edit, EditError> {
        Ok(match self {
            Self::AddShot { scene, at, shot } => {
                if project.find_shot(&shot.id).is_some() {
                    return Err(EditError::Double(shot.id.to_string()));
                }
                insert(&mut scene_mut(project, scene)?.shots, *at, (**shot).clone())?;
                Self::RemoveShot { shot: shot.id.clone() }
            }
            Self::RemoveShot { shot } => {
                let (scene_at, at) = shot_place(project, shot)?;
                let scene = &mut project.scenes[scene_at];
                Self::AddShot { scene: scene.id.clone(), at, shot: Box::new(scene.shots.remove(at)) }
            }
            Self::MoveShot { shot, scene, to } => {
                let (from_scene, from) = shot_place(project, shot)?;
                let to_scene = scene_place(project, scene)?;
                let places = project.scenes[to_scene].shots.len() - usize::from(from_scene == to_scene);
                if *to > places {
                    return Err(EditError::NoPlace(*to));
                }
                let moved = project.scenes[from_scene].shots.remove(from);
                project.scenes[to_scene].shots.insert(*to, moved);
                Self::MoveShot { shot: shot.clone(), scene: project.scenes[from_scene].id.clone(), to: from }
            }
            Self::SetSeconds { shot, seconds } => {
                let old = replace(&mut shot_mut(project, shot)?.seconds, seconds);
                Self::SetSeconds { shot: shot.clone(), seconds: old }
            }
            Self::SetText { shot, field, text } => {
                let old = replace(field.of_mut(shot_mut(project, shot)?), text);
                Self::SetText { shot: shot.clone(), field: *field, text: old }
            }
            Self::SetPanel { shot, panel } => {
                let old = replace(&mut shot_mut(project, shot)?.panel, panel);
                Self::SetPanel { shot: shot.clone(), panel: old }
            }
            Self::SetMove { shot, camera_move } => {
                let old = replace(&mut shot_mut(project, shot)?.camera_move, camera_move);
                Self::SetMove { shot: shot.clone(), camera_move: old }
            }
            Self::SetColumn { shot, column, text } => {
                let texts = &mut shot_mut(project, shot)?.columns;
                let old = match text {
                    Some(text) => texts.insert(column.clone(), text.clone()),
                    None => texts.remove(column),
                };
                Self::SetColumn { shot: shot.clone(), column: column.clone(), text: old }
            }
            other => unreachable_kind(other),
        })
    }

    fn apply_to_element(&self, project: &mut Project) -> Result<Edit, EditError> {
        Ok(match self {
            Self::AddElement { at, element } => {
                if project.element(&element.id).is_some() {
                    return Err(EditError::Double(element.id.to_string()));
                }
                insert(&mut project.elements, *at, (**element).clone())?;
                Self::RemoveElement { element: element.id.clone() }
            }
            Self::RemoveElement { element } => {
                let at = element_place(project, element)?;
                Self::AddElement { at, element: Box::new(project.elements.remove(at)) }
            }
            Self::MoveElement { element, to } => {
                let from = element_place(project, element)?;
                move_within(&mut project.elements, from, *to)?;
                Self::MoveElement { element: element.clone(), to: from }
            }
            Self::RenameElement { element, name } => rename_element(project, element, name)?,
            Self::SetElementName { element, name } => {
                let old = replace(&mut element_mut(project, element)?.name, name);
                Self::SetElementName { element: element.clone(), name: old }
            }
            Self::SetElementDescription { element, description } => {
                let old = replace(&mut element_mut(project, element)?.description, description);
                Self::SetElementDescription { element: element.clone(), description: old }
            }
            Self::SetElementImages { element, images } => {
                let old = replace(&mut element_mut(project, element)?.images, images);
                Self::SetElementImages { element: element.clone(), images: old }
            }
            other => unreachable_kind(other),
        })
    }
}

fn apply_batch(project: &mut Project, label: &str, edits: &[Edit]) -> Result<Edit, EditError> {
    let mut undo: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match edit.apply(project) {
            Ok(inverse) => undo.push(inverse),
            Err(error) => {
                for inverse in undo.iter().rev() {
                    // Undoing what has just been done cannot fail: everything it names is there.
                    let undone = inverse.apply(project);
                    debug_assert!(undone.is_ok(), "{undone:?}");
                }
                return Err(error);
            }
        }
    }
    undo.reverse();
    Ok(Edit::Batch { label: label.to_owned(), edits: undo })
}

/// The inverse sets each text back by itself: a text may have named the new name before.
fn rename_element(project: &mut Project, id: &ElementId, name: &str) -> Result<Edit, EditError> {
    let old = element_mut(project, id)?.name.clone();
    if old == name {
        return Ok(Edit::RenameElement { element: id.clone(), name: old });
    }
    // Of two that are called the same the texts mean the first.
    let is_meant = project.element_named(&old).is_some_and(|element| element.id == *id);
    if !is_meant {
        let element = element_mut(project, id)?;
        return Ok(Edit::SetElementName { element: id.clone(), name: replace(&mut element.name, &name.to_owned()) });
    }
    name.clone_into(&mut element_mut(project, id)?.name);
    let mut undo = Vec::new();
    if let Some(new) = renamed(&project.style, &old, name) {
        undo.push(Edit::SetStyle { style: std::mem::replace(&mut project.style, new) });
    }
    for shot in project.scenes.iter_mut().flat_map(|scene| &mut scene.shots) {
        for field in TextField::WITH_MENTIONS {
            let text = field.of_mut(shot);
            if let Some(new) = renamed(text, &old, name) {
                let before = std::mem::replace(text, new);
                undo.push(Edit::SetText { shot: shot.id.clone(), field, text: before });
            }
        }
        for (column, text) in &mut shot.columns {
            if let Some(new) = renamed(text, &old, name) {
                let before = Some(std::mem::replace(text, new));
                undo.push(Edit::SetColumn { shot: shot.id.clone(), column: column.clone(), text: before });
            }
        }
    }
    undo.push(Edit::SetElementName { element: id.clone(), name: old });
    Ok(Edit::Batch { label: String::new(), edits: undo })
}
