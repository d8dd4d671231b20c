//! What was told: each message with what can be done about it, when it goes, and what it takes the place of.

use std::sync::Arc;

use crate::desk::Desk;
use crate::story::TakeId;
use crate::story::list::shortened;
use crate::ui::view::View;

/// Something that was told and stays until it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: u64,
    pub kind: NoticeKind,
    pub text: Arc<str>,
    pub action: Option<(String, crate::ui::say::Say)>,
    /// When it goes by itself, on egui's clock in seconds; unset, it stays until it is closed or done.
    pub until: Option<f64>,
    /// Whether it goes by itself some time after somebody was there to read it.
    pub fades: bool,
    /// Set, it goes once what it is about stands otherwise.
    pub about: Option<About>,
}

/// What a message about money is about. At one time there is one of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Take(TakeId),
    /// Takes of earlier runs that need the user.
    Waiting,
    /// What the account holds is not known.
    Balance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Done,
    /// Why something was not done that is nobody's fault.
    Note,
    Problem,
}

impl View {
    /// Tells something. Good news goes by itself after a while.
    pub fn notify(&mut self, kind: NoticeKind, text: impl Into<Arc<str>>, now: f64) {
        self.notify_with(kind, text, None, now);
    }

    /// Tells what may be any number of sentences: the first ones, and how many more there are.
    pub fn notify_all(&mut self, kind: NoticeKind, sentences: &[String], now: f64) {
        // One less than notices stand at a time.
        const MOST: usize = 3;
        for sentence in shortened(sentences, MOST) {
            self.notify(kind, sentence, now);
        }
    }

    /// Tells something, with a way to go on from there.
    pub fn notify_with(
        &mut self,
        kind: NoticeKind,
        text: impl Into<Arc<str>>,
        action: Option<(String, crate::ui::say::Say)>,
        now: f64,
    ) {
        self.push_notice(kind, text.into(), action, None, now);
    }

    /// Tells something about money, in the place of what was told of the same thing before. It goes once that is untrue.
    pub fn notify_about(
        &mut self,
        about: About,
        kind: NoticeKind,
        text: impl Into<Arc<str>>,
        action: Option<(String, crate::ui::say::Say)>,
        now: f64,
    ) {
        self.forget_notice(&about);
        self.push_notice(kind, text.into(), action, Some(about), now);
    }

    /// Somebody is there: what was told and need not be answered goes a while from now.
    pub(super) fn notices_are_read(&mut self, now: f64) {
        const READING: f64 = 20.0;
        for notice in self.notices.iter_mut().filter(|notice| notice.fades && notice.until.is_none()) {
            notice.until = Some(now + READING);
        }
    }

    /// Closes the newest message, one about money last. Tells whether there was one.
    pub fn close_notice(&mut self) -> bool {
        let newest = self.notices.iter().rposition(|notice| notice.about.is_none());
        let Some(at) = newest.or(self.notices.len().checked_sub(1)) else { return false };
        self.notices.remove(at);
        true
    }

    /// What was told of this is not true any more.
    pub fn forget_notice(&mut self, about: &About) {
        self.notices.retain(|notice| notice.about.as_ref() != Some(about));
    }

    fn push_notice(
        &mut self,
        kind: NoticeKind,
        text: Arc<str>,
        action: Option<(String, crate::ui::say::Say)>,
        about: Option<About>,
        now: f64,
    ) {
        const MOST: usize = 4;
        self.notices.retain(|notice| notice.text != text || notice.about != about);
        self.notice_count += 1;
        let until = match kind {
            NoticeKind::Done | NoticeKind::Note => Some(now + 8.0),
            NoticeKind::Problem => None,
        };
        // What asks for something, and what is about money, waits for it.
        let fades = kind == NoticeKind::Problem && action.is_none() && about.is_none();
        self.notices.push(Notice { id: self.notice_count, kind, text, action, until, fades, about });
        // Those about money are folded into one where they are shown.
        let mut others = self.notices.iter().enumerate().filter(|(_, notice)| notice.about.is_none());
        if let Some((oldest, _)) = others.next()
            && others.count() >= MOST
        {
            self.notices.remove(oldest);
        }
    }

    /// Tells what was undone or redone, in the place of what was told of it before. It goes once the project has
    /// changed again: what it offers would be about something else then.
    pub fn notify_undo(&mut self, text: String, action: (String, crate::ui::say::Say), desk: &Desk, now: f64) {
        self.forget_undo_notice();
        self.notify_with(NoticeKind::Done, text, Some(action), now);
        self.history_notice = self.notice_count;
        self.history_revision = desk.revision();
    }

    pub(in crate::ui) fn forget_undo_notice(&mut self) {
        let last = std::mem::take(&mut self.history_notice);
        self.notices.retain(|notice| notice.id != last);
    }
}
