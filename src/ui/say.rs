//! What panels say should happen. One place, `app`, handles it.

use std::path::PathBuf;

use super::command::Command;
use crate::deliver::{Kind, Request, Settings};
pub use crate::desk::{Incoming, Target};
use crate::story::check::Fix;
use crate::story::history::Gesture;
use crate::story::{Edit, ElementId, SceneId, ShotId, TakeId};

/// Something a panel wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    Command(Command),
    /// A change, alone or as a part of a gesture.
    Edit(Edit, Option<Gesture>),
    /// Carry out a way out of a problem of a scene, and show what it was about.
    Fix {
        scene: SceneId,
        fix: Fix,
    },
    SelectScene(SceneId),
    SelectShot(ShotId),
    /// A new element with this name, or the nearest free one.
    NewElement {
        wish: String,
        open: bool,
    },
    OpenElement(ElementId),
    /// Pictures to be put somewhere.
    Bring(Vec<Incoming>, Target),
    /// Ask for picture files for a place.
    ChoosePictures(Target),
    /// A path was typed or chosen for something.
    PathGiven {
        purpose: PathPurpose,
        path: PathBuf,
    },
    PlayTake(TakeId),
    ShowLive,
    ShowInFolder(PathBuf),
    /// Everything is chosen but the file.
    Export(Box<Request>),
    /// Choices to be remembered with the project.
    RememberExport(Box<Settings>),
    /// Show a page of a document as it will be, so many pixels wide.
    Proof {
        request: Box<Request>,
        page: usize,
        width: u32,
    },
    /// Ask for a path for something.
    ChoosePath(PathPurpose),
}

/// What a path is wanted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathPurpose {
    NewProject,
    OpenProject,
    SaveAs,
    Pictures(Target),
    Export(Kind),
    ShotList,
    Logo,
}
