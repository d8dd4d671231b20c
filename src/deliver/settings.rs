//! What people choose for what leaves the project. Each project remembers it, in a file of its own beside `project.json`.

mod package;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use self::package::Package;
use super::decimal::Decimal;
use crate::store::{ProjectFolder, StoreError};
pub use crate::story::caption::CaptionText;
use crate::story::project::Extra;
use crate::story::{Guides, Tier};

/// All choices. A file that lacks some has the usual ones for them; what this version does not know stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub boards: Boards,
    pub estimate: Estimate,
    pub film: Film,
    pub sheet: Sheet,
    pub tables: Tables,
    pub package: Package,
    /// The file of the version that is meant; nothing for the project as it is now. It is asked each time anew.
    #[serde(skip)]
    pub version: Option<String>,
    /// For what the program's own typeface lacks: a family of the computer, or a font file. Empty: whatever is there.
    pub font: String,
    #[serde(flatten)]
    pub extra: Extra,
}

impl Settings {
    /// What a project remembers; the usual choices where it remembers none. A file that cannot be used is told.
    #[must_use]
    pub fn load(folder: &ProjectFolder) -> (Self, Option<String>) {
        let told =
            |why: String| format!("What was chosen for exports cannot be used, so the usual choices count: {why}");
        match folder.read_export_choices() {
            Ok(None) => (Self::default(), None),
            Ok(Some(bytes)) => match serde_json::from_slice(&bytes) {
                Ok(settings) => (settings, None),
                Err(error) => (Self::default(), Some(told(format!("export.json is broken ({error})")))),
            },
            Err(error) => (Self::default(), Some(told(error.to_string()))),
        }
    }

    /// Lets the project remember them. A file that cannot be used is kept aside.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self, folder: &ProjectFolder) -> Result<(), StoreError> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        match folder.read_export_choices() {
            Ok(Some(old)) if old == bytes => return Ok(()),
            Ok(Some(old)) if serde_json::from_slice::<Self>(&old).is_err() => folder.set_export_choices_aside()?,
            _ => {}
        }
        folder.write_export_choices(&bytes)
    }
}

/// The boards' choices, and what all documents share: paper and head.
#[expect(clippy::struct_excessive_bools, reason = "each is a tick that people set by itself")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Boards {
    pub paper: Paper,
    pub portrait: bool,
    pub per_page: PerPage,
    pub title_page: bool,
    pub page_numbers: bool,
    pub client: String,
    /// As people count versions: `v3`.
    pub version: String,
    /// Empty: the day it is made.
    pub date: String,
    /// A picture file: relative to the project's folder, or anywhere.
    pub logo: Option<PathBuf>,
    pub seconds: bool,
    pub prompt: bool,
    pub dialogue: bool,
    pub notes: bool,
    pub elements: bool,
    /// Which of the project's own columns, by name.
    pub columns: Vec<String>,
    /// What one take of each scene costs.
    pub cost: bool,
    /// Shots' own camera moves, as frames and arrows on their panels.
    pub moves: bool,
    /// Guides on the panels.
    pub guides: Guides,
    /// The file of the version since which changes are marked; it is asked each time anew.
    #[serde(skip)]
    pub since: Option<String>,
}

impl Default for Boards {
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            portrait: false,
            per_page: PerPage::Six,
            title_page: true,
            page_numbers: true,
            client: String::new(),
            version: String::new(),
            date: String::new(),
            logo: None,
            seconds: true,
            // What a client is not meant to see is shown only when it is asked for.
            prompt: false,
            dialogue: true,
            notes: true,
            elements: false,
            columns: Vec::new(),
            cost: false,
            moves: true,
            guides: Guides::default(),
            since: None,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    pub const ALL: [Self; 2] = [Self::A4, Self::Letter];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "Letter",
        }
    }

    /// Width and height of the upright sheet, in points of 1/72 inch.
    #[must_use]
    pub fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// How many panels a page has room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum PerPage {
    One,
    Two,
    Four,
    #[default]
    Six,
    Nine,
}

impl PerPage {
    pub const ALL: [Self; 5] = [Self::One, Self::Two, Self::Four, Self::Six, Self::Nine];

    #[must_use]
    pub fn count(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Six => 6,
            Self::Nine => 9,
        }
    }
}

impl TryFrom<u8> for PerPage {
    type Error = String;

    fn try_from(count: u8) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|per_page| per_page.count() == count);
        found.ok_or_else(|| format!("{count} to a page is not offered; choose 1, 2, 4, 6 or 9"))
    }
}

impl From<PerPage> for u8 {
    fn from(per_page: PerPage) -> Self {
        per_page.count()
    }
}

/// The estimate's choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Estimate {
    /// Takes of each scene.
    pub takes: u32,
    pub tiers: Tiers,
    /// In per cent, on top of what the provider charges.
    pub markup: Decimal,
    /// Whether the markup is a line of its own; else it is in every amount.
    pub show_markup: bool,
    pub show_credits: bool,
    /// Three letters: `EUR`.
    pub currency: String,
    /// What one US dollar is in it.
    pub rate: Decimal,
    /// What was spent so far.
    pub spent: bool,
    /// As the studio counts its estimates: `2026-117`.
    pub number: String,
    /// A date as it is to stand there; empty: none.
    pub valid_until: String,
    /// In per cent, on top of everything else; 0: not told.
    pub tax: Decimal,
    /// What the tax is called: `VAT`. Empty: `Tax`.
    pub tax_name: String,
    /// What has a fixed price beside the scenes, in the client's currency.
    pub items: Vec<FixedItem>,
}

/// Something of a fixed price: editing, music, a director's day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixedItem {
    pub name: String,
    pub amount: Decimal,
}

impl Estimate {
    /// Whether credits may stand on paper: never beside amounts that hold a markup, which they would tell.
    #[must_use]
    pub fn shows_credits(&self) -> bool {
        self.show_credits && !self.hides_markup()
    }

    /// Whether a markup is within every amount, and no line tells it.
    #[must_use]
    pub fn hides_markup(&self) -> bool {
        !self.show_markup && self.markup > Decimal::default()
    }
}

impl Default for Estimate {
    fn default() -> Self {
        Self {
            takes: 1,
            tiers: Tiers::AsSet,
            markup: Decimal::default(),
            show_markup: false,
            show_credits: true,
            currency: "USD".to_owned(),
            rate: Decimal::whole(1),
            spent: false,
            number: String::new(),
            valid_until: String::new(),
            tax: Decimal::default(),
            tax_name: String::new(),
            items: Vec::new(),
        }
    }
}

/// Which tiers are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tiers {
    /// Each scene in its own.
    #[default]
    AsSet,
    Standard,
    Pro,
    /// Each scene in both, with a sum for each.
    Both,
}

impl Tiers {
    pub const ALL: [Self; 4] = [Self::AsSet, Self::Standard, Self::Pro, Self::Both];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::AsSet => "As set",
            Self::Standard => "Standard",
            Self::Pro => "Pro",
            Self::Both => "Both",
        }
    }

    /// The columns of a scene that is set to `own`.
    #[must_use]
    pub fn of(self, own: Tier) -> &'static [Tier] {
        match (self, own) {
            (Self::Both, _) => &[Tier::Standard, Tier::Pro],
            (Self::Standard, _) | (Self::AsSet, Tier::Standard) => &[Tier::Standard],
            (Self::Pro, _) | (Self::AsSet, Tier::Pro) => &[Tier::Pro],
        }
    }
}

/// The film's choices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Film {
    pub captions: Captions,
    pub caption_text: CaptionText,
    /// Each shot's name in the upper left corner.
    pub shot_names: bool,
    /// The running time in the upper right corner.
    pub time_code: bool,
}

/// Where captions go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Captions {
    #[default]
    None,
    /// Into the picture.
    Burned,
    /// Into an SRT file beside the film.
    Srt,
}

impl Captions {
    pub const ALL: [Self; 3] = [Self::None, Self::Burned, Self::Srt];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Burned => "Burned in",
            Self::Srt => "SRT file",
        }
    }
}

/// The contact sheet's choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// Panels side by side, 1 to 12.
    pub columns: u32,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { columns: 4 }
    }
}

/// The choices of tables as CSV.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tables {
    pub separator: Separator,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    #[default]
    Comma,
    /// As spreadsheets want it where numbers have a comma: those that are no whole ones are written with one then.
    Semicolon,
}

impl Separator {
    pub const ALL: [Self; 2] = [Self::Comma, Self::Semicolon];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Comma => "Commas",
            Self::Semicolon => "Semicolons",
        }
    }

    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }

    /// A number, written with a point, as it stands in such a table.
    #[must_use]
    pub fn number(self, number: String) -> String {
        match self {
            Self::Comma => number,
            Self::Semicolon => number.replace('.', ","),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Project;

    #[test]
    fn a_project_remembers_its_choices_and_what_it_does_not_know() {
        let place = tempfile::tempdir().unwrap();
        let folder = ProjectFolder::create(&place.path().join("a.storyreel"), &Project::default()).unwrap();
        assert_eq!(Settings::load(&folder), (Settings::default(), None));
        let file = folder.root().join("export.json");
        let text = r#"{"boards": {"per_page": 9, "client": "Acme"}, "estimate": {"markup": "12.5"}, "later": [1]}"#;
        std::fs::write(&file, text).unwrap();
        let (mut settings, note) = Settings::load(&folder);
        assert_eq!((settings.boards.per_page, note), (PerPage::Nine, None));
        assert_eq!(settings.estimate.markup, "12.5".parse().unwrap());
        settings.film.captions = Captions::Srt;
        settings.save(&folder).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        assert_eq!((&value["later"], &value["film"]["captions"]), (&serde_json::json!([1]), &serde_json::json!("srt")));
        assert_eq!(Settings::load(&folder).0, settings);
    }

    #[test]
    fn a_broken_file_is_told_and_kept_aside() {
        let place = tempfile::tempdir().unwrap();
        let folder = ProjectFolder::create(&place.path().join("a.storyreel"), &Project::default()).unwrap();
        std::fs::write(folder.root().join("export.json"), r#"{"boards": {"per_page": 5}}"#).unwrap();
        let (settings, note) = Settings::load(&folder);
        assert_eq!(settings, Settings::default());
        assert!(note.unwrap().contains("5 to a page is not offered"));
        settings.save(&folder).unwrap();
        assert!(folder.root().join("export.json.broken").exists());
        assert_eq!(Settings::load(&folder).1, None);
    }
}
