//! The user's settings, a JSON file that people may edit. A value that does not fit keeps its default and is told once;
//! the file is never wiped, and what this version does not know stays in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::disk::{self, DiskError};
use crate::story::animatic::Overlays;
use crate::story::{Guides, Seconds};

/// In bytes: settings are small.
const SIZE_MAX: u64 = 4_000_000;
/// How many recent projects are kept.
const RECENT_MAX: usize = 12;

/// How large the interface may be, as a factor.
pub const SCALES: std::ops::RangeInclusive<f32> = 0.75..=2.0;

/// Which colours the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system wishes.
    #[default]
    System,
    Dark,
    Light,
}

/// What people chose for themselves.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, in the file too")]
pub struct Settings {
    pub theme: Theme,
    /// Whether motion that only pleases is left out.
    pub reduced_motion: bool,
    /// How large the interface is, as a factor; unset, as the system wishes.
    pub scale: Option<f32>,
    /// Folders of projects, the last opened first.
    pub recent_projects: Vec<PathBuf>,
    /// Where Vidgo is, when it is not where the provider file says.
    pub vidgo_url: Option<String>,
    /// Where Vidgo shall call when a take has changed: a public https address that leads to `storyreel listen`.
    pub callback_url: Option<String>,
    /// Above this many credits a confirmation asks once more.
    pub ask_above: Option<u64>,
    /// Whether it was told that pictures and prompts go to Vidgo's storage.
    pub storage_told: bool,
    /// What pictures are drawn with, a program's name or path; unset, what the system opens them with.
    pub drawing_program: Option<String>,
    /// Whether prices, the balance and what was spent are out of sight, as when others look on.
    pub hide_prices: bool,
    /// How long new shots are where there is room; unset, their share of the free time.
    pub new_shot_seconds: Option<Seconds>,
    /// What is written on the live animatic in the viewer.
    pub overlays: Overlays,
    /// What is laid over the viewer's picture to compose by.
    pub guides: Guides,
    /// Playing ends with the scene; else it goes on with the next.
    pub play_one_scene: bool,
    /// How often what a hint teaches was done, by the hint's name.
    pub learnt: BTreeMap<String, u32>,
    /// As it was read, so that a save changes only what was changed here.
    read: AsRead,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct AsRead {
    fields: Map<String, Value>,
    /// Whether the file could not be read as settings; a save then keeps it beside.
    broken: bool,
}

impl Settings {
    /// Reads the settings. Never fails: what cannot be used is told in the notes, each a sentence, and the default counts.
    #[must_use]
    pub fn load(file: &Path) -> (Self, Vec<String>) {
        let mut notes = Vec::new();
        let read = read_fields(file).map_or_else(
            |why| {
                notes.push(format!("{} cannot be used, so the usual settings count: {why}", file.display()));
                AsRead { fields: Map::new(), broken: true }
            },
            |fields| AsRead { fields, broken: false },
        );
        let mut settings = Self::of(&read.fields, &mut |name, value| {
            let place = file.display();
            notes.push(format!("the setting \"{name}\" cannot be {value}, so the usual one counts ({place})"));
        });
        settings.read = read;
        (settings, notes)
    }

    /// Writes what was changed since they were read; everything else in the file stays as it is. A file that could not be
    /// read is kept beside, as `settings.json.broken`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&mut self, file: &Path) -> Result<(), DiskError> {
        let what = "save the settings";
        let mut fields = self.read.fields.clone();
        let before = Self::of(&fields, &mut |_, _| {});
        put(&mut fields, "theme", &before.theme, &self.theme);
        put(&mut fields, "reduced_motion", &before.reduced_motion, &self.reduced_motion);
        put(&mut fields, "scale", &before.scale, &self.scale);
        put(&mut fields, "recent_projects", &before.recent_projects, &self.recent_projects);
        put(&mut fields, "vidgo_url", &before.vidgo_url, &self.vidgo_url);
        put(&mut fields, "callback_url", &before.callback_url, &self.callback_url);
        put(&mut fields, "ask_above", &before.ask_above, &self.ask_above);
        put(&mut fields, "storage_told", &before.storage_told, &self.storage_told);
        put(&mut fields, "drawing_program", &before.drawing_program, &self.drawing_program);
        put(&mut fields, "hide_prices", &before.hide_prices, &self.hide_prices);
        put(&mut fields, "new_shot_seconds", &before.new_shot_seconds, &self.new_shot_seconds);
        put(&mut fields, "show_code", &before.overlays.code, &self.overlays.code);
        put(&mut fields, "show_time", &before.overlays.time, &self.overlays.time);
        put(&mut fields, "show_captions", &before.overlays.caption, &self.overlays.caption);
        put(&mut fields, "guide_scope", &before.guides.scope, &self.guides.scope);
        put(&mut fields, "guide_safe", &before.guides.safe, &self.guides.safe);
        put(&mut fields, "guide_thirds", &before.guides.thirds, &self.guides.thirds);
        put(&mut fields, "play_one_scene", &before.play_one_scene, &self.play_one_scene);
        put(&mut fields, "learnt", &before.learnt, &self.learnt);
        let mut bytes = serde_json::to_vec_pretty(&fields).map_err(|error| DiskError::new(what, file, error.into()))?;
        bytes.push(b'\n');
        if let Some(folder) = file.parent() {
            disk::create_dir_all(folder, what)?;
        }
        if self.read.broken && file.exists() {
            disk::rename(file, &broken_beside(file), what)?;
        }
        disk::write_atomically(file, &bytes, what)?;
        self.read = AsRead { fields, broken: false };
        Ok(())
    }

    /// Has what others have chosen; what the file holds besides stays as it is known here.
    pub fn choose(&mut self, chosen: &Self) {
        let read = std::mem::take(&mut self.read);
        *self = Self { read, ..chosen.clone() };
    }

    /// Puts a project first among the recent ones. A path that is no Unicode cannot be written down and is left out.
    pub fn add_recent(&mut self, folder: &Path) {
        self.forget_recent(folder);
        if folder.to_str().is_none() {
            return;
        }
        self.recent_projects.insert(0, folder.to_owned());
        self.recent_projects.truncate(RECENT_MAX);
    }

    /// Takes a project out of the recent ones.
    pub fn forget_recent(&mut self, folder: &Path) {
        self.recent_projects.retain(|known| known != folder);
    }

    fn of(fields: &Map<String, Value>, refused: &mut dyn FnMut(&str, &Value)) -> Self {
        let mut settings = Self::default();
        take(fields, "theme", &mut settings.theme, refused);
        take(fields, "reduced_motion", &mut settings.reduced_motion, refused);
        take(fields, "scale", &mut settings.scale, refused);
        if let Some(value) = fields.get("scale")
            && settings.scale.is_some_and(|scale| !SCALES.contains(&scale))
        {
            settings.scale = None;
            refused("scale", value);
        }
        take(fields, "recent_projects", &mut settings.recent_projects, refused);
        take(fields, "vidgo_url", &mut settings.vidgo_url, refused);
        take(fields, "callback_url", &mut settings.callback_url, refused);
        take(fields, "ask_above", &mut settings.ask_above, refused);
        take(fields, "storage_told", &mut settings.storage_told, refused);
        take(fields, "drawing_program", &mut settings.drawing_program, refused);
        take(fields, "hide_prices", &mut settings.hide_prices, refused);
        take(fields, "new_shot_seconds", &mut settings.new_shot_seconds, refused);
        if let Some(value) = fields.get("new_shot_seconds")
            && settings.new_shot_seconds == Some(Seconds::ZERO)
        {
            settings.new_shot_seconds = None;
            refused("new_shot_seconds", value);
        }
        take(fields, "show_code", &mut settings.overlays.code, refused);
        take(fields, "show_time", &mut settings.overlays.time, refused);
        take(fields, "show_captions", &mut settings.overlays.caption, refused);
        take(fields, "guide_scope", &mut settings.guides.scope, refused);
        take(fields, "guide_safe", &mut settings.guides.safe, refused);
        take(fields, "guide_thirds", &mut settings.guides.thirds, refused);
        take(fields, "play_one_scene", &mut settings.play_one_scene, refused);
        take(fields, "learnt", &mut settings.learnt, refused);
        settings
    }
}

/// The file's fields; a missing file has none.
fn read_fields(file: &Path) -> Result<Map<String, Value>, String> {
    let bytes = match disk::read(file, SIZE_MAX, "read the settings") {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Map::new()),
        Err(error) => return Err(error.to_string()),
    };
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// Takes a value over where it fits; hands one that does not to `refused`.
fn take<T: for<'a> Deserialize<'a>>(
    fields: &Map<String, Value>,
    name: &str,
    into: &mut T,
    refused: &mut dyn FnMut(&str, &Value),
) {
    let Some(value) = fields.get(name) else { return };
    match T::deserialize(value) {
        Ok(value) => *into = value,
        Err(_) => refused(name, value),
    }
}

/// Writes a value where it differs from what the file gave.
fn put<T: Serialize + PartialEq>(fields: &mut Map<String, Value>, name: &str, before: &T, now: &T) {
    if before != now
        && let Ok(value) = serde_json::to_value(now)
    {
        fields.insert(name.to_owned(), value);
    }
}

fn broken_beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".broken");
    let free = (1..100).map(|n| {
        let mut name = name.clone();
        if n > 1 {
            name.push(format!("-{n}"));
        }
        file.with_file_name(name)
    });
    free.into_iter().find(|path| !path.exists()).unwrap_or_else(|| disk::temporary_beside(file))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    proptest::proptest! {
        #[test]
        fn whatever_lies_there_is_told_and_never_wiped(
            places in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<u8>()), 0..5),
            cut in proptest::option::of(proptest::prelude::any::<proptest::sample::Index>()),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("settings.json");
            let mut bytes = br#"{"theme": "dark", "scale": 1.5, "ask_above": 500, "recent_projects": ["/a"], "later": [1, null]}"#.to_vec();
            for (place, byte) in places {
                let at = place.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            fs::write(&file, &bytes).unwrap();
            let (mut settings, notes) = Settings::load(&file);
            let is_whole = serde_json::from_slice::<Map<String, Value>>(&bytes).is_ok();
            proptest::prop_assert!(is_whole || !notes.is_empty(), "{:?}", String::from_utf8_lossy(&bytes));
            settings.add_recent(Path::new("/b"));
            settings.save(&file).unwrap();
            let kept = fs::read(folder.path().join("settings.json.broken")).ok();
            proptest::prop_assert!(is_whole || kept == Some(bytes));
            let (again, _) = Settings::load(&file);
            proptest::prop_assert_eq!(again.recent_projects.first(), Some(&PathBuf::from("/b")));
        }
    }

    #[test]
    fn a_missing_file_is_the_usual_settings() {
        let folder = tempfile::tempdir().unwrap();
        let (settings, notes) = Settings::load(&folder.path().join("none.json"));
        assert_eq!(settings, Settings::default());
        assert!(notes.is_empty());
    }

    #[test]
    fn wrong_values_are_told_and_stay_in_the_file_until_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        fs::write(&file, r#"{"later": [1, 2], "theme": "pink", "reduced_motion": true, "recent_projects": [7]}"#)
            .unwrap();
        let (mut settings, notes) = Settings::load(&file);
        assert_eq!((settings.theme, settings.reduced_motion), (Theme::System, true));
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].starts_with(r#"the setting "theme" cannot be "pink", so the usual one counts"#), "{notes:?}");

        settings.reduced_motion = false;
        settings.save(&file).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["theme"], "pink");
        assert_eq!(value["later"], serde_json::json!([1, 2]));
        assert_eq!(value["reduced_motion"], false);

        settings.theme = Theme::Dark;
        settings.save(&file).unwrap();
        let (again, notes) = Settings::load(&file);
        assert_eq!(again.theme, Theme::Dark);
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn a_scale_out_of_range_is_told_once_and_stays_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        for (text, scale) in [("0.75", Some(0.75)), ("2", Some(2.0)), ("0.5", None), ("2.01", None), ("1e99", None)] {
            fs::write(&file, format!(r#"{{"scale": {text}}}"#)).unwrap();
            let (mut settings, notes) = Settings::load(&file);
            assert_eq!((settings.scale, notes.len()), (scale, usize::from(scale.is_none())), "{notes:?}");
            if scale.is_none() {
                assert!(notes[0].starts_with(r#"the setting "scale" cannot be "#), "{notes:?}");
                let value = |file: &Path| serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap();
                let before = value(&file);
                settings.theme = Theme::Dark;
                settings.save(&file).unwrap();
                assert_eq!(value(&file)["scale"], before["scale"]);
            }
        }
    }

    #[test]
    fn what_is_seen_of_the_viewer_is_remembered_and_the_usual_stays_unwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        let (mut settings, _) = Settings::load(&file);
        assert!(settings.overlays.time && !settings.guides.scope && !settings.play_one_scene);
        settings.overlays.time = false;
        settings.guides.scope = true;
        settings.play_one_scene = true;
        settings.save(&file).unwrap();
        let value: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(value, serde_json::json!({"show_time": false, "guide_scope": true, "play_one_scene": true}));
        let (again, notes) = Settings::load(&file);
        assert_eq!((again.overlays, again.guides, notes.len()), (settings.overlays, settings.guides, 0));
    }

    #[test]
    fn a_broken_file_is_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        fs::write(&file, "{ broken").unwrap();
        let (mut settings, notes) = Settings::load(&file);
        assert_eq!(notes.len(), 1);
        assert_eq!(fs::read_to_string(&file).unwrap(), "{ broken");
        settings.theme = Theme::Light;
        settings.save(&file).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("settings.json.broken")).unwrap(), "{ broken");
        let (again, notes) = Settings::load(&file);
        assert_eq!((again.theme, notes.len()), (Theme::Light, 0));
    }

    #[test]
    fn recent_projects_are_few_and_the_last_is_first() {
        let mut settings = Settings::default();
        for n in 0..20 {
            settings.add_recent(Path::new(&format!("/p/{n}")));
        }
        settings.add_recent(Path::new("/p/15"));
        assert_eq!(settings.recent_projects.len(), RECENT_MAX);
        assert_eq!(settings.recent_projects[0], Path::new("/p/15"));
        assert_eq!(settings.recent_projects[1], Path::new("/p/19"));
        settings.forget_recent(Path::new("/p/15"));
        assert_eq!(settings.recent_projects[0], Path::new("/p/19"));
    }
}
