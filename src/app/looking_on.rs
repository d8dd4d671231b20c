//! A project that someone else has open is looked at here: what would change it is refused at once, with the ways on.

use super::App;
use crate::ui::say::{AboutFile, Act, Deed, PathPurpose, Say, VersionSay};
use crate::ui::view::NoticeKind;

impl App {
    /// Refuses what would change a project that someone else has open; tells whether it did.
    pub(super) fn refuses(&mut self, now: f64) -> bool {
        let Some(sentence) = self.desk.refusal() else { return false };
        let ways = ("Ways on…".to_owned(), Say::AboutFile(AboutFile::Held));
        self.view.notify_with(NoticeKind::Problem, sentence, Some(ways), now);
        true
    }

    /// The one who had it has closed it.
    pub(super) fn tell_it_is_free(&mut self, now: f64) {
        let text = format!("{} is not open elsewhere any more", self.desk.called());
        let take = ("Take over".to_owned(), Say::AboutFile(AboutFile::TakeOver));
        self.view.notify_with(NoticeKind::Done, text, Some(take), now);
    }

    /// Refuses what was said where it would, before anything is asked for it or copied.
    pub(super) fn refuses_to(&mut self, say: &Say, now: f64) -> bool {
        let changes = match say {
            Say::Command(command) => command.spec().changes,
            Say::Bring(..)
            | Say::ChoosePictures(_)
            | Say::NewElement { .. }
            | Say::CarryTo { .. }
            | Say::CarryToNew(_)
            | Say::Clean(_)
            | Say::GoToStep(_)
            | Say::Version(VersionSay::Keep(_) | VersionSay::Restore { .. })
            | Say::Deed(Deed::Offer(_) | Deed::Confirm { .. } | Deed::SendAgain(_) | Deed::Take(_, Act::GoOn)) => true,
            Say::PathGiven { purpose, .. } => {
                matches!(
                    purpose,
                    PathPurpose::Missing | PathPurpose::Pictures(_) | PathPurpose::ShotList | PathPurpose::Logo
                )
            }
            _ => false,
        };
        changes && self.refuses(now)
    }
}
