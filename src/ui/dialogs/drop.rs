//! What becomes of files that are dropped while a sheet is open: they belong to the sheet, never to what it hides.

use std::path::PathBuf;

use super::Dialog;
use crate::desk::{Incoming, Target};
use crate::ui::say::Say;

/// What a sheet does with files that are dropped on the window while it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DropOnSheet {
    /// Pictures go to this place, unless they fall on a place of the sheet itself.
    Pictures(Target),
    /// The file's path goes into the sheet's field.
    Path,
    /// Nothing; this is what the sheet is called in a sentence.
    Nothing(&'static str),
}

impl Dialog {
    /// What it does with files that are dropped while it is open.
    #[must_use]
    pub fn drop_on_it(&self) -> DropOnSheet {
        DropOnSheet::Nothing(match self {
            Self::Element(sheet) => return DropOnSheet::Pictures(Target::Element(sheet.element().clone())),
            Self::Path(_) => return DropOnSheet::Path,
            Self::Confirm(_) => "the confirmation",
            Self::Crop(_) => "the crop",
            Self::Move(_) => "the camera move",
            Self::Columns(_) => "the columns",
            Self::Models(_) => "the models",
            Self::Deliver(_) => "the delivery",
            Self::Delivered(_) => "what was delivered",
            Self::Renumber(_) => "the numbering",
            Self::Find(_) => "find and replace",
            Self::Text(_) => "the name",
            Self::Settings(_) => "the settings",
            Self::Spending(_) => "the spending",
            Self::Versions(_) => "the versions",
            Self::Clean(_) => "the cleaning",
            Self::Export(_) => "the export",
            Self::Import(_) => "the import",
            Self::Palette(_) => "the command search",
            Self::WhichScene(_) => "the choice of a scene",
            Self::Shortcuts => "the keyboard shortcuts",
            Self::About => "the page about Storyreel",
            Self::Quit(_)
            | Self::Replace(_)
            | Self::Outside(_)
            | Self::Held(_)
            | Self::Copy(_)
            | Self::UseAs(_)
            | Self::Spread(_) => "the open question",
        })
    }

    /// Files fell while a path was asked for: the path of one goes into the field, and pictures go where they are wanted.
    /// Gives whether the sheet is done with, or a sentence when it cannot use them.
    ///
    /// # Errors
    /// When it is another sheet or there are more files than it asks for.
    pub fn take_paths(&mut self, paths: &[PathBuf], says: &mut Vec<Say>) -> Result<bool, &'static str> {
        let Self::Path(sheet) = self else { return Err("Nothing was taken") };
        match (sheet.wanted_pictures(), paths) {
            (Some(target), paths) => {
                let pictures = paths.iter().cloned().map(Incoming::File).collect();
                says.push(Say::Bring(pictures, target));
                Ok(true)
            }
            (None, [path]) => {
                sheet.fill(path);
                Ok(false)
            }
            _ => Err("Nothing was taken: one path is asked for here, drop one file"),
        }
    }
}
