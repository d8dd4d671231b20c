//! Hints that teach a gesture or a key. Each goes away once that was done a few times; the settings remember how often.

use egui::Context;

use super::command::{Command, ShotCommand};
use super::keymap;
use crate::store::Settings;

/// Something that a hint teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    Trim,
    Reorder,
    Drop,
    EditPrompt,
    Roll,
    Split,
    NextShot,
}

/// Who has done it that often knows it.
pub const ENOUGH: u32 = 3;

/// How many hints stand below the timeline at once.
const SHOWN: usize = 4;

/// Those of the timeline, the first to be learnt first.
const OF_TIMELINE: [Hint; 6] = [Hint::Trim, Hint::Reorder, Hint::Drop, Hint::EditPrompt, Hint::Roll, Hint::Split];

impl Hint {
    pub const ALL: [Self; 7] =
        [Self::Trim, Self::Reorder, Self::Drop, Self::EditPrompt, Self::Roll, Self::Split, Self::NextShot];

    /// As the settings' file names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trim => "trim",
            Self::Reorder => "reorder",
            Self::Drop => "drop",
            Self::EditPrompt => "edit_prompt",
            Self::Roll => "roll",
            Self::Split => "split",
            Self::NextShot => "next_shot",
        }
    }

    /// What a command teaches, if it is one of those. Keys teach what they do as well as the hand does.
    #[must_use]
    pub fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Shot(ShotCommand::Shorter | ShotCommand::Longer) => Self::Trim,
            Command::Shot(ShotCommand::MoveEarlier | ShotCommand::MoveLater) => Self::Reorder,
            Command::Shot(ShotCommand::EditPrompt) => Self::EditPrompt,
            Command::Shot(ShotCommand::RollEarlier | ShotCommand::RollLater) => Self::Roll,
            Command::Shot(ShotCommand::Split) => Self::Split,
            Command::Shot(ShotCommand::NextOrNew) => Self::NextShot,
            _ => return None,
        })
    }

    /// The hint itself; nothing where its command has no key.
    fn text(self, ctx: &Context) -> Option<String> {
        let with_key = |command: Command, does: &str| {
            command.shortcut(ctx).map(|key| format!("{} {does}", keymap::shown(ctx, &key)))
        };
        match self {
            Self::Trim => Some("Drag an edge to trim".to_owned()),
            Self::Reorder => Some("drag a shot to reorder".to_owned()),
            Self::Drop => Some("drop pictures anywhere here".to_owned()),
            Self::EditPrompt => with_key(Command::Shot(ShotCommand::EditPrompt), "edits the prompt"),
            Self::Roll => Some("Shift-drag trades time with the neighbour".to_owned()),
            Self::Split => with_key(Command::Shot(ShotCommand::Split), "splits at the playhead"),
            Self::NextShot => with_key(Command::Shot(ShotCommand::NextOrNew), "next shot"),
        }
    }
}

/// Whether someone knows it well enough.
#[must_use]
pub fn is_learnt(settings: &Settings, hint: Hint) -> bool {
    settings.learnt.get(hint.name()).is_some_and(|times| *times >= ENOUGH)
}

/// A hint, unless it is learnt.
#[must_use]
pub fn of(ctx: &Context, settings: &Settings, hint: Hint) -> Option<String> {
    if is_learnt(settings, hint) { None } else { hint.text(ctx) }
}

/// The hints below the timeline, as one line; nothing when all are learnt.
#[must_use]
pub fn of_timeline(ctx: &Context, settings: &Settings) -> Option<String> {
    let texts: Vec<String> = OF_TIMELINE.iter().filter_map(|hint| of(ctx, settings, *hint)).take(SHOWN).collect();
    let line = texts.join(" · ");
    let first = line.chars().next()?;
    Some(first.to_uppercase().chain(line.chars().skip(1)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_makes_room_for_the_next_hint() {
        let ctx = Context::default();
        let mut settings = Settings::default();
        let before = of_timeline(&ctx, &settings).unwrap();
        assert!(before.starts_with("Drag an edge to trim · drag a shot to reorder · "), "{before}");
        settings.learnt.insert("trim".to_owned(), ENOUGH - 1);
        assert_eq!(of_timeline(&ctx, &settings).unwrap(), before);
        settings.learnt.insert("trim".to_owned(), ENOUGH);
        let after = of_timeline(&ctx, &settings).unwrap();
        assert!(after.starts_with("Drag a shot to reorder · "), "{after}");
        assert!(after.ends_with(" · Shift-drag trades time with the neighbour"), "{after}");
        for hint in Hint::ALL {
            settings.learnt.insert(hint.name().to_owned(), ENOUGH);
            assert_eq!(of(&ctx, &settings, hint), None);
        }
        assert_eq!(of_timeline(&ctx, &settings), None);
    }

    #[test]
    fn every_hint_has_a_name_of_its_own() {
        let names: std::collections::HashSet<_> = Hint::ALL.iter().map(|hint| hint.name()).collect();
        assert_eq!(names.len(), Hint::ALL.len());
    }
}
