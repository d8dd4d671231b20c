//! The inbox: everything that the background brings comes through here, and asks for one look.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::bring::Target;
use super::changing::ChangedOutside;
use super::clip::{BroughtClip, PastedClip};
use super::drawing::DrawingMessage;
use super::export::{Exported, Preview};
use super::screen::Showing;
use super::versions::ReadVersion;
use crate::deliver::Delivered;
use crate::deliver::package::Package;
use crate::deliver::shot_list::Import;
use crate::media::picture::Pixels;
use crate::store::Unused;
use crate::store::keeper::Outside;
use crate::store::takes::TakeRecord;
use crate::store::versions::Versions;
use crate::story::compose::NamedPicture;
use crate::story::{FrameNumber, MediaPath, PictureInfo, PictureState, SceneId};
use crate::takes::TakeEvent;

/// Called from any thread when something has come.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the background brings.
pub(super) enum Message {
    /// The desk has nothing to do with it itself.
    Event(Event),
    Looked(MediaPath, PictureState),
    /// Nothing, when the picture does not decode.
    Thumb(MediaPath, Option<Pixels>),
    /// Nothing, when the picture does not decode.
    Large {
        path: MediaPath,
        side: u32,
        pixels: Option<Pixels>,
    },
    Screen {
        showing: Showing,
        frame: FrameNumber,
        pixels: Result<Arc<Pixels>, String>,
    },
    Brought {
        target: Target,
        pictures: Vec<(NamedPicture, PictureInfo)>,
        /// Sentences: why one was not taken, or may look different.
        troubles: Vec<String>,
    },
    /// Shots that were pasted, and their pictures.
    Pasted(Box<BroughtClip>),
    Saved {
        revision: u64,
    },
    NotSaved(String),
    /// Someone else has changed `project.json`.
    Outside(Box<Outside>),
    /// The writer knows which of the two files goes on.
    OutsideAnswered,
    /// A take that has come into the project's folder, or why it cannot be read.
    TakeKept(Result<Box<TakeRecord>, String>),
    Take(SceneId, TakeEvent),
    Exported(Exported),
    /// Missing pictures that are there again, of so many.
    Found {
        found: Vec<MediaPath>,
        of: usize,
    },
    Drawing(DrawingMessage),
}

/// What those who show the desk must know.
pub enum Event {
    Thumb(MediaPath, Pixels),
    /// A picture at most so many pixels wide and high.
    Large {
        path: MediaPath,
        side: u32,
        pixels: Pixels,
    },
    Screen {
        showing: Showing,
        frame: FrameNumber,
        pixels: Arc<Pixels>,
    },
    TakeReady(Box<TakeRecord>),
    /// A paid take lies in the project.
    TakeKept(Box<TakeRecord>),
    RenderStopped,
    /// Files were made for others.
    Exported(Delivered),
    /// Why nothing was made, as a sentence.
    NotExported(String),
    /// Nothing was made, for these files are there already: whether they may be replaced is to be asked.
    WouldReplace(Vec<PathBuf>),
    /// Several things were made together, and what could not be is told in it.
    Delivered(Box<Package>),
    /// Why nothing was delivered, as a sentence.
    NotDelivered(String),
    /// A page of a document as it will be.
    Proof(Preview),
    /// What a shot list that was read would change.
    ShotList(Box<Import>),
    /// A logo that lies in the project now.
    Logo(MediaPath),
    /// Shots from another project, their pictures copied into this one.
    Pasted(Box<PastedClip>),
    /// A picture for the clipboard.
    Copied(Pixels),
    /// Someone else has changed the project's file: which of the two goes on is to be asked.
    ChangedOutside(ChangedOutside),
    /// Nobody else has the project open any more.
    Free,
    /// Pictures that nothing uses.
    Unused(Vec<Unused>),
    /// What versions of the project there are.
    Versions(Versions),
    /// What one of them holds.
    Version(ReadVersion),
    /// A working copy lies ready to be drawn on.
    Draw(PathBuf),
    /// A sentence.
    Done(String),
    /// A sentence.
    Trouble(String),
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

/// Where messages arrive.
pub(super) struct Inbox {
    sender: MessageSender,
    receiver: Receiver<Message>,
}

impl Inbox {
    pub(super) fn new(wake: Wake) -> Self {
        let (sender, receiver) = channel();
        Self { sender: MessageSender { sender, wake }, receiver }
    }

    pub(super) fn sender(&self) -> MessageSender {
        self.sender.clone()
    }

    pub(super) fn next(&self) -> Option<Message> {
        self.receiver.try_recv().ok()
    }

    #[cfg(test)]
    pub(super) fn wait(&self) -> Message {
        self.receiver.recv().unwrap()
    }
}

/// Sends messages and asks for a look.
#[derive(Clone)]
pub(super) struct MessageSender {
    sender: Sender<Message>,
    wake: Wake,
}

impl MessageSender {
    pub(super) fn send(&self, message: impl Into<Message>) {
        // Nobody listens any more once the desk is gone; then there is nobody to tell.
        if self.sender.send(message.into()).is_ok() {
            (self.wake)();
        }
    }
}
