//! What panels say should happen. One place, `app`, handles it.

use std::path::PathBuf;

use super::command::Command;
use super::hints::Hint;
pub use super::view::Pick;
use crate::deliver::package::{Package, PackageRequest};
use crate::deliver::{Kind, Request, Settings};
pub use crate::desk::{Act, Incoming, Target, Wanted};
use crate::store::destination::Replace;
use crate::store::key::ApiKey;
use crate::story::check::Fix;
use crate::story::history::Gesture;
use crate::story::{Credits, Edit, ElementId, FrameSlot, MediaPath, Project, SceneId, Seconds, ShotId, TakeId};
pub use crate::takes::ledger::Same;

/// Something a panel wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Say {
    Command(Command),
    /// A change, alone or as a part of a gesture.
    Edit(Edit, Option<Gesture>),
    /// What pictures are drawn with from now on; nothing for what the system opens them with.
    UseDrawingProgram(Option<String>),
    /// Close the newest message.
    CloseNotice,
    /// Something was done that a hint teaches.
    Practised(Hint),
    /// Carry out a way out of a problem of a scene, and show what it was about.
    Fix {
        scene: SceneId,
        fix: Fix,
    },
    /// Undo or redo until so many steps of the history are done.
    GoToStep(usize),
    SelectScene(SceneId),
    /// A shot alone.
    SelectShot(ShotId),
    /// Shots of any scene, the first as the current one.
    SelectIn(SceneId, Vec<ShotId>),
    /// Shots of any scene to the end of another one.
    CarryTo {
        scene: SceneId,
        shots: Vec<ShotId>,
    },
    /// Shots of the selected scene to a new one behind it.
    CarryToNew(Vec<ShotId>),
    /// A shot of any scene, in the editor.
    OpenShot(SceneId, ShotId),
    /// A shot beside others, or with all up to it.
    Pick(ShotId, Pick),
    /// A new element with this name, or the nearest free one.
    NewElement {
        wish: String,
        open: bool,
    },
    OpenElement(ElementId),
    /// Pictures to be put somewhere.
    Bring(Vec<Incoming>, Target),
    /// Show a frame of the current scene in the viewer, or what plays again where it is shown.
    ShowFrame(FrameSlot),
    /// Ask for picture files for a place.
    ChoosePictures(Target),
    /// A path was typed or chosen for something.
    PathGiven {
        purpose: PathPurpose,
        path: PathBuf,
        /// What may be replaced: the system's own dialogs ask about the file that is chosen in them.
        replace: Replace,
    },
    PlayTake(TakeId),
    ShowLive,
    /// New shots are this long where there is room; nothing for their share of the free time.
    NewShotsLast(Option<Seconds>),
    /// The other project is not waited for any longer.
    StopOpening,
    ShowInFolder(PathBuf),
    /// Everything is chosen but the file.
    Export(Box<Request>),
    /// Everything is chosen, the file too.
    ExportTo(Box<Request>),
    /// Everything is chosen that is to be delivered together.
    Deliver(Box<PackageRequest>),
    /// Show once more what was chosen to be delivered together.
    ChooseDelivery(Box<PackageRequest>),
    /// Show what a delivery holds and lacks.
    ShowDelivery(Box<Package>),
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
    /// The system's file dialog does not come: the path is typed.
    TypePath,
    /// The project's file was changed by someone else.
    AboutFile(AboutFile),
    /// A version of the project.
    Version(VersionSay),
    /// Delete pictures that nothing uses.
    Clean(Vec<MediaPath>),
    /// Something about money.
    Deed(Deed),
}

/// What is wanted of the project's versions.
#[derive(Clone, Debug, PartialEq)]
pub enum VersionSay {
    /// See what one of them holds.
    Read(String),
    /// Keep the project as it is now under a name.
    Keep(String),
    /// Put one back.
    Restore {
        /// As people know it, in a sentence.
        called: String,
        project: Box<Project>,
    },
}

/// What is to become of a project's file that someone else changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutFile {
    /// Show what differs.
    Ask,
    /// It goes on.
    Take,
    /// What is open goes on.
    Overrule,
    /// Who has the project open, and the ways on.
    Held,
    /// The project is opened once more, to be changed here where nobody else has it any more.
    TakeOver,
    /// The project is written here, whatever another machine says about having it open.
    OpenAnyway,
    /// It is the project that lay in another folder before.
    Moved,
    /// It is a copy of the project in another folder, and goes its own way.
    OwnWay,
    Later,
}

/// What is wanted of paid takes, the key and the account.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Show what would be sent and what it costs.
    Offer(Wanted),
    /// Spend: send so many takes of each of what the confirmation shows.
    Confirm {
        wanted: Wanted,
        takes: u32,
        same: Same,
    },
    Take(TakeId, Act),
    /// What the service calls a take that was not confirmed.
    EnterTask(TakeId, String),
    /// With a take, what the account holds is put down beside it.
    CheckBalance(Option<TakeId>),
    /// The same, though nobody has asked for it.
    AskBalance,
    /// The user knows that it may be charged twice.
    SendAgain(TakeId),
    CopyDetails(TakeId),
    OpenInPlayer(TakeId),
    ShowTakeInFolder(TakeId),
    /// Bring the takes of a scene into view.
    /// A scene's takes, and the one of them that is meant.
    ShowTakes(SceneId, Option<TakeId>),
    /// Use a key for the address that is set, keep it, and ask what the account holds.
    SetKey(ApiKey),
    ForgetKey,
    /// Ask the keyring once more for a key that it did not give.
    AskKeyring,
    /// Open the page where keys and credits are to be had.
    GetCredits,
    /// The most that this project may cost; nothing for no cap.
    SetCap(Option<Credits>),
    Apply(MoneySettings),
    Settings,
    /// Ask where the table of what was spent shall lie.
    SaveSpending,
    /// Leave although takes are on their way.
    Quit,
}

/// The settings that concern the service. Empty texts are the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneySettings {
    pub vidgo_url: Option<String>,
    pub callback_url: Option<String>,
    /// In credits.
    pub ask_above: Option<u64>,
}

/// What a path is wanted for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathPurpose {
    NewProject,
    OpenProject,
    /// The folder to look for missing pictures in.
    Missing,
    SaveAs,
    Pictures(Target),
    Export(Kind),
    ShotList,
    Logo,
    /// The folder that deliveries are made in.
    Deliveries,
    /// The table of what was spent.
    Spending,
}
