//! The ways out of problems: each says what it is called and becomes one edit that can be undone.

use crate::story::code::Codes;
use crate::story::compose::{self, NewId};
use crate::story::edit::{Edit, TextField};
use crate::story::framing::Crop;
use crate::story::id::{ElementId, ShotId};
use crate::story::label::number;
use crate::story::picture::Pictures;
use crate::story::project::{Aspect, FrameSlot, Project};
use crate::story::rules::Rules;
use crate::story::timing;
use crate::story::units::{FrameNumber, Seconds};

/// A way out of a problem of a scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Fix {
    AddShot,
    /// Brings the scene to the budget, proportions kept.
    FitToBudget(Seconds),
    /// Brings the scene to the least a request may last.
    StretchToMinimum(Seconds),
    /// Moves the shots from this place on (counted from 0) to the next scene.
    MoveOn {
        from: usize,
        count: usize,
    },
    SetSeconds {
        shot: ShotId,
        seconds: Seconds,
    },
    /// Gives a shot a code that no other has.
    FreeCode(ShotId),
    /// Two shots in place of one, each half as long.
    SplitShot(ShotId),
    /// All shots of the scene as a single one.
    MakeOneShot,
    UseName {
        shot: ShotId,
        from: String,
        to: String,
    },
    NewElement(String),
    RenameElement {
        element: ElementId,
        name: String,
    },
    /// Keeps only as many pictures as a request takes.
    KeepPictures {
        element: ElementId,
        count: usize,
    },
    LastFrameAsFirst,
    /// Takes the last frame away.
    DropLastFrame,
    /// Makes a shot's panel the scene's first frame; the shot is counted from 0.
    PanelAsFirstFrame {
        shot: usize,
    },
    /// Cuts the scene's ratio out of a frame.
    CropFrame {
        slot: FrameSlot,
        aspect: Aspect,
    },
    /// Starts from the last frame of the scene before, told by its number.
    StartFromPrevious {
        before: usize,
    },
    /// Starts from no other scene.
    StartByItself,
    /// Takes the control characters out of all texts of the project.
    CleanTexts,
}

impl Fix {
    /// What the button says.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::AddShot => "Add a shot".to_owned(),
            Self::FitToBudget(seconds) => format!("Fit to {seconds}"),
            Self::StretchToMinimum(seconds) => format!("Stretch to {seconds}"),
            Self::MoveOn { from, count: 1 } => format!("Move shot {} to the next scene", number(*from)),
            Self::MoveOn { from, count } => {
                format!("Move shots {} to {} to the next scene", number(*from), from.saturating_add(*count))
            }
            Self::SetSeconds { seconds, .. } => format!("Make it {seconds}"),
            Self::FreeCode(_) => "Give it a free code".to_owned(),
            Self::SplitShot(_) => "Split it in two".to_owned(),
            Self::MakeOneShot => "Make it one shot".to_owned(),
            Self::UseName { to, .. } => format!("Use @{to}"),
            Self::NewElement(_) => "New element".to_owned(),
            Self::RenameElement { name, .. } => format!("Rename to @{name}"),
            Self::KeepPictures { count, .. } => format!("Keep the first {count}"),
            Self::LastFrameAsFirst => "Use it as first frame".to_owned(),
            Self::DropLastFrame => "Leave it out".to_owned(),
            Self::PanelAsFirstFrame { shot } => format!("Use panel {} as first frame", number(*shot)),
            Self::CropFrame { aspect, .. } => format!("Crop it to {aspect}"),
            Self::StartFromPrevious { before } => format!("Start from scene {before}"),
            Self::StartByItself => "Start without it".to_owned(),
            Self::CleanTexts => "Remove them everywhere".to_owned(),
        }
    }

    /// The edit that carries it out on a scene. `None` when the project has moved on and it does not fit any more.
    #[must_use]
    pub fn edit(
        &self,
        project: &Project,
        scene_index: usize,
        pictures: &Pictures,
        rules: &Rules,
        new_id: NewId<'_>,
    ) -> Option<Edit> {
        let scene = project.scenes.get(scene_index)?;
        let limits = &rules.limits;
        match self {
            Self::AddShot => compose::add_shot(project, scene_index, scene.shots.len(), limits, None, new_id),
            Self::FitToBudget(_) => compose::fit_to_budget(scene, limits),
            Self::StretchToMinimum(_) => compose::stretch_to_minimum(scene, limits),
            Self::MoveOn { from, .. } => {
                let rest: Vec<usize> = (*from..scene.shots.len()).collect();
                compose::move_to_next_scene(project, scene_index, &rest, new_id)
            }
            Self::SetSeconds { shot, seconds } => Some(Edit::SetSeconds { shot: shot.clone(), seconds: *seconds }),
            Self::SplitShot(shot) => {
                let at = scene.shot_index(shot)?;
                let half = scene.shots.get(at)?.seconds.frames().0 / 2;
                let middle = FrameNumber(scene.start_of(at).frames().0.saturating_add(half));
                timing::split(project, scene_index, middle, pictures, limits, new_id)
            }
            Self::FreeCode(shot) => {
                let at = scene.shot_index(shot)?;
                let text = Codes::of(project).give(project, scene_index, at, 1).pop()?;
                Some(Edit::SetText { shot: shot.clone(), field: TextField::Name, text })
            }
            Self::MakeOneShot => timing::join(scene, &(0..scene.shots.len()).collect::<Vec<_>>()),
            Self::UseName { shot, from, to } => {
                let shot = scene.shots.get(scene.shot_index(shot)?)?;
                Some(compose::use_name(project, shot, from, to))
            }
            Self::NewElement(name) => Some(compose::new_element(project, name, limits, new_id)),
            Self::RenameElement { element, name } => {
                Some(Edit::RenameElement { element: element.clone(), name: name.clone() })
            }
            Self::KeepPictures { element, count } => {
                let images = project.element(element)?.images.iter().take(*count).cloned().collect();
                Some(Edit::SetElementImages { element: element.clone(), images })
            }
            Self::LastFrameAsFirst => compose::last_frame_as_first(scene, pictures),
            Self::DropLastFrame => Some(compose::set_frame(scene, FrameSlot::Last, None, pictures)),
            Self::PanelAsFirstFrame { shot } => {
                let panel = scene.shots.get(*shot)?.panel.clone()?;
                Some(compose::set_frame(scene, FrameSlot::First, Some(panel), pictures))
            }
            Self::CropFrame { slot, .. } => Some(compose::set_crop(scene, *slot, Some(Crop::CENTRE))),
            Self::StartFromPrevious { .. } => compose::start_from_previous(project, scene_index),
            Self::StartByItself => Some(compose::start_by_itself(scene)),
            Self::CleanTexts => compose::clean_texts(project),
        }
    }
}
