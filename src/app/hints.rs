//! What was done that a hint teaches is counted, until it is known.

use super::App;
use crate::ui::hints::{self, Hint};
use crate::ui::view::NoticeKind;

/// What is done again within this time is one run of it, in seconds.
const RUN: f64 = 2.0;

impl App {
    /// Something that a hint teaches was done.
    pub(super) fn practised(&mut self, hint: Hint, now: f64) {
        let last = self.view.practised.replace((hint, now));
        if last.is_some_and(|(before, at)| before == hint && now - at < RUN) || hints::is_learnt(&self.settings, hint) {
            return;
        }
        *self.settings.learnt.entry(hint.name().to_owned()).or_default() += 1;
        self.keep_settings();
    }

    /// All hints show again.
    pub(super) fn show_hints(&mut self, now: f64) {
        for hint in Hint::ALL {
            self.settings.learnt.remove(hint.name());
        }
        self.keep_settings();
        self.view.notify(NoticeKind::Done, "All hints show again", now);
    }
}
