//! How a change names itself for people, in menus and the history: "Trim shot 3".

use super::edit::{Edit, TextField};
use super::id::{ElementId, SceneId, ShotId};
use super::project::{FrameSlot, Project};

impl Edit {
    /// What this change is called, looked at before it is made.
    #[must_use]
    pub fn label(&self, project: &Project) -> String {
        match self {
            Self::RenameProject { .. } => "Rename project".to_owned(),
            Self::SetStyle { .. } => "Edit style".to_owned(),
            Self::AddScene { at, .. } => format!("Add scene {}", number(*at)),
            Self::RemoveScene { scene } => format!("Delete {}", scene_name(project, scene)),
            Self::MoveScene { scene, .. } => format!("Move {}", scene_name(project, scene)),
            Self::RenameScene { scene, .. } => format!("Rename {}", scene_name(project, scene)),
            Self::SetTier { tier, .. } => format!("Switch to {}", tier.label()),
            Self::SetAspect { aspect, .. } => format!("Switch to {aspect}"),
            Self::SetAudio { audio, .. } => if *audio { "Turn audio on" } else { "Turn audio off" }.to_owned(),
            Self::SetFrame { slot, picture, .. } => {
                let verb = if picture.is_some() { "Set" } else { "Remove" };
                format!("{verb} {}", slot.label())
            }
            Self::SetCrop { slot, crop, .. } => {
                format!("{} {}", if crop.is_some() { "Crop" } else { "Keep whole" }, slot.label())
            }
            Self::SetStart { from: Some(from), .. } => format!("Start from {}", scene_name(project, from)),
            Self::SetStart { from: None, .. } => "Start from no other scene".to_owned(),
            Self::ChooseTake { take, .. } => if take.is_some() { "Choose take" } else { "Choose no take" }.to_owned(),
            Self::AddShot { at, .. } => format!("Add shot {}", number(*at)),
            Self::RemoveShot { shot } => format!("Delete {}", shot_name(project, shot)),
            Self::MoveShot { shot, .. } => format!("Move {}", shot_name(project, shot)),
            Self::SetSeconds { shot, .. } => format!("Trim {}", shot_name(project, shot)),
            Self::SetText { shot, field, .. } => {
                let shot = shot_name(project, shot);
                match field {
                    TextField::Name => format!("Rename {shot}"),
                    TextField::Prompt => format!("Edit prompt of {shot}"),
                    TextField::Dialogue => format!("Edit dialogue of {shot}"),
                    TextField::Notes => format!("Edit notes of {shot}"),
                }
            }
            Self::SetPanel { shot, panel } => {
                let verb = if panel.is_some() { "Set" } else { "Remove" };
                format!("{verb} panel of {}", shot_name(project, shot))
            }
            Self::SetMove { shot, camera_move } => {
                let verb = if camera_move.is_some() { "Draw" } else { "Clear" };
                format!("{verb} move of {}", shot_name(project, shot))
            }
            Self::SetColumn { shot, column, .. } => format!("Edit {column} of {}", shot_name(project, shot)),
            Self::AddColumn { name, .. } => format!("Add column \"{name}\""),
            Self::RemoveColumn { name } => format!("Delete column \"{name}\""),
            Self::MoveColumn { name, .. } => format!("Move column \"{name}\""),
            Self::RenameColumn { name, to } => format!("Rename column \"{name}\" to \"{to}\""),
            Self::AddElement { element, .. } => format!("Add @{}", element.name),
            Self::RemoveElement { element } => format!("Delete {}", element_name(project, element)),
            Self::MoveElement { element, .. } => format!("Move {}", element_name(project, element)),
            Self::RenameElement { element, name } => format!("Rename {} to @{name}", element_name(project, element)),
            Self::SetElementName { name, .. } => format!("Rename element to @{name}"),
            Self::SetElementDescription { element, .. } => format!("Describe {}", element_name(project, element)),
            Self::SetElementImages { element, .. } => format!("Change pictures of {}", element_name(project, element)),
            Self::Replace { label, .. } => label.clone(),
            Self::Batch { label, edits } => match edits.as_slice() {
                [only] if label.is_empty() => only.label(project),
                _ if label.is_empty() => format!("{} changes", edits.len()),
                _ => label.clone(),
            },
        }
    }

    /// Whether both set one and the same thing, so that the later value alone counts.
    #[must_use]
    pub fn sets_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::RenameProject { .. }, Self::RenameProject { .. })
            | (Self::SetStyle { .. }, Self::SetStyle { .. }) => true,
            (Self::RenameScene { scene: a, .. }, Self::RenameScene { scene: b, .. })
            | (Self::SetTier { scene: a, .. }, Self::SetTier { scene: b, .. })
            | (Self::SetAspect { scene: a, .. }, Self::SetAspect { scene: b, .. })
            | (Self::SetAudio { scene: a, .. }, Self::SetAudio { scene: b, .. })
            | (Self::MoveScene { scene: a, .. }, Self::MoveScene { scene: b, .. })
            | (Self::SetStart { scene: a, .. }, Self::SetStart { scene: b, .. })
            | (Self::ChooseTake { scene: a, .. }, Self::ChooseTake { scene: b, .. }) => a == b,
            (Self::SetFrame { scene: a, slot: s, .. }, Self::SetFrame { scene: b, slot: t, .. })
            | (Self::SetCrop { scene: a, slot: s, .. }, Self::SetCrop { scene: b, slot: t, .. }) => a == b && s == t,
            (Self::SetSeconds { shot: a, .. }, Self::SetSeconds { shot: b, .. })
            | (Self::SetPanel { shot: a, .. }, Self::SetPanel { shot: b, .. })
            | (Self::SetMove { shot: a, .. }, Self::SetMove { shot: b, .. })
            | (Self::MoveShot { shot: a, .. }, Self::MoveShot { shot: b, .. }) => a == b,
            (Self::SetText { shot: a, field: f, .. }, Self::SetText { shot: b, field: g, .. }) => a == b && f == g,
            (Self::SetColumn { shot: a, column: c, .. }, Self::SetColumn { shot: b, column: d, .. }) => {
                a == b && c == d
            }
            (Self::MoveColumn { name: a, .. }, Self::MoveColumn { name: b, .. }) => a == b,
            (Self::MoveElement { element: a, .. }, Self::MoveElement { element: b, .. })
            | (Self::SetElementName { element: a, .. }, Self::SetElementName { element: b, .. })
            | (Self::SetElementDescription { element: a, .. }, Self::SetElementDescription { element: b, .. })
            | (Self::SetElementImages { element: a, .. }, Self::SetElementImages { element: b, .. }) => a == b,
            // A gesture over several things at once says all of them each time.
            (Self::Batch { edits: a, .. }, Self::Batch { edits: b, .. }) => {
                let same = |(a, b): (&Self, &Self)| a.sets_the_same_as(b) && !a.moves();
                !a.is_empty() && a.len() == b.len() && a.iter().zip(b).all(same)
            }
            _ => false,
        }
    }

    /// Whether it moves something: where that comes to stand depends on what was moved before it.
    fn moves(&self) -> bool {
        match self {
            Self::MoveScene { .. } | Self::MoveShot { .. } | Self::MoveElement { .. } | Self::MoveColumn { .. } => true,
            Self::Batch { edits, .. } => edits.iter().any(Self::moves),
            _ => false,
        }
    }
}

/// A place counted from 0 as people count it.
pub(super) fn number(at: usize) -> usize {
    at.saturating_add(1)
}

fn scene_name(project: &Project, id: &SceneId) -> String {
    project.scene_index(id).map_or_else(|| "scene".to_owned(), |at| format!("scene {}", number(at)))
}

fn shot_name(project: &Project, id: &ShotId) -> String {
    project.find_shot(id).map_or_else(|| "shot".to_owned(), |(_, at, _)| format!("shot {}", number(at)))
}

fn element_name(project: &Project, id: &ElementId) -> String {
    project.element(id).map_or_else(|| "element".to_owned(), |element| format!("@{}", element.name))
}

impl FrameSlot {
    /// At the start of a sentence or alone.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::First => "First frame",
            Self::Last => "Last frame",
        }
    }
}
