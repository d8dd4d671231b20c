//! A project that someone else has open is looked at here: what would change it is refused at once, with the ways on.

use super::App;
use crate::ui::command::Command;
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
            Say::Command(command) => changes(*command),
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

/// Whether a command changes the project or what lies in its folder, as a take does. Looking, playing and exporting do not.
fn changes(command: Command) -> bool {
    matches!(
        command,
        Command::CleanUp
            | Command::FindMissing
            | Command::Undo
            | Command::Redo
            | Command::PastePicture
            | Command::CutShots
            | Command::TypeLength
            | Command::RenameProject
            | Command::Columns
            | Command::AddScene
            | Command::DuplicateScene
            | Command::DuplicateSceneWide
            | Command::DuplicateSceneTall
            | Command::DuplicateSceneSquare
            | Command::MoveSceneEarlier
            | Command::MoveSceneLater
            | Command::RenameScene
            | Command::DeleteScene
            | Command::SwitchTier
            | Command::SwitchAudio
            | Command::FitToBudget
            | Command::Distribute
            | Command::ChooseFrame(_)
            | Command::RemoveFrame(_)
            | Command::DrawFrame(_)
            | Command::CropFrame(_)
            | Command::StartFromPrevious
            | Command::StartFrom
            | Command::RenderAnimatic
            | Command::Generate
            | Command::GenerateChanged
            | Command::GenerateShot
            | Command::AddElement
            | Command::AddShot
            | Command::DuplicateShot
            | Command::SplitShot
            | Command::JoinShot
            | Command::DeleteShot
            | Command::Renumber
            | Command::Length(_)
            | Command::Shorter
            | Command::Longer
            | Command::RollEarlier
            | Command::RollLater
            | Command::SlideEarlier
            | Command::SlideLater
            | Command::MoveShotEarlier
            | Command::MoveShotLater
            | Command::MoveShotOn
            | Command::MoveShotBack
            | Command::MoveShotTo
            | Command::ChoosePanel
            | Command::RemovePanel
            | Command::DrawPanel
            | Command::ClearMove
            | Command::ImportShotList
    )
}
