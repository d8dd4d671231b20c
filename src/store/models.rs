//! The models that there are: those shipped with the program, single values replaced and whole models added by files of the
//! user's in `models` in the data folder.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use toml::Table;

use super::disk;
use super::paths::Paths;
use super::rules::put_leaves;
use crate::story::model::{Condition, Model, ModelId, Per, PriceRow, Source};
use crate::story::{Rules, Tier};

/// The order is that of the catalogue.
const SHIPPED: [&str; 14] = [
    include_str!("../../assets/models/vidgo/kling-3.0.toml"),
    include_str!("../../assets/models/vidgo/kling-2.6.toml"),
    include_str!("../../assets/models/vidgo/kling-2.5-turbo-pro.toml"),
    include_str!("../../assets/models/vidgo/veo-3.1.toml"),
    include_str!("../../assets/models/vidgo/veo-3.1-official.toml"),
    include_str!("../../assets/models/vidgo/wan-2.6.toml"),
    include_str!("../../assets/models/vidgo/seedance-1.5-pro.toml"),
    include_str!("../../assets/models/vidgo/seedance-2.0.toml"),
    include_str!("../../assets/models/vidgo/seedance-2.0-fast.toml"),
    include_str!("../../assets/models/vidgo/seedance-2.5.toml"),
    include_str!("../../assets/models/vidgo/sora-2.toml"),
    include_str!("../../assets/models/vidgo/sora-2-pro.toml"),
    include_str!("../../assets/models/vidgo/sora-2-official.toml"),
    include_str!("../../assets/models/vidgo/sora-2-pro-official.toml"),
];
/// The services that there are: a file can name no other, so that a key goes nowhere else.
const SERVICES: [&str; 1] = ["vidgo"];
/// In bytes: a file of some hundred lines.
const SIZE_MAX: u64 = 1_000_000;
/// So many files of the user's are read.
const FILES_MAX: usize = 1000;

/// Every model that there is, and sentences about what could not be used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    pub models: Vec<Model>,
    pub notes: Vec<String>,
}

impl Catalogue {
    /// The models as they count for this user. What Kling 3.0 costs and takes is what the rules say.
    #[must_use]
    pub fn load(paths: Option<&Paths>, rules: &Rules) -> Self {
        let mut catalogue = Self { models: Vec::new(), notes: Vec::new() };
        let mut tables: Vec<(Table, Option<PathBuf>)> = Vec::new();
        tables.extend(SHIPPED.iter().filter_map(|text| Some((text.parse().ok()?, None))));
        for file in paths.map(|paths| files_in(&paths.models(), &mut catalogue.notes)).unwrap_or_default() {
            catalogue.add(&mut tables, file);
        }
        for (table, file) in tables {
            match model_of(table) {
                Ok(model) => catalogue.models.push(with_rules(model, rules)),
                Err(why) => {
                    let place = file.map_or_else(|| "a shipped model".to_owned(), |file| file.display().to_string());
                    catalogue.notes.push(format!("{place} cannot be used as a model: {why}"));
                }
            }
        }
        catalogue
    }

    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id.0 == id)
    }

    /// A file of the user's: a new model, or other values for one that there is.
    fn add(&mut self, tables: &mut Vec<(Table, Option<PathBuf>)>, file: PathBuf) {
        let read = disk::read(&file, SIZE_MAX, "read a model").map_err(|error| error.to_string());
        let table: Table = match read.and_then(|bytes| {
            let place = file.display();
            let text = String::from_utf8_lossy(&bytes);
            text.parse().map_err(|error: toml::de::Error| format!("{place} cannot be read: {}", error.message()))
        }) {
            Ok(table) => table,
            Err(why) => return self.notes.push(why),
        };
        let id = table.get("id").and_then(|id| id.as_str()).unwrap_or_default();
        let known = tables.iter_mut().find(|(known, _)| known.get("id").and_then(|id| id.as_str()) == Some(id));
        match known {
            Some((known, place)) => {
                let mut merged = known.clone();
                // Lists stay whole: the lines of a price list belong together.
                put_leaves(&mut merged, &table);
                match model_of(merged.clone()) {
                    Ok(_) => (*known, *place) = (merged, Some(file)),
                    Err(why) => {
                        self.notes
                            .push(format!("{} cannot be used, so \"{id}\" stays as it is: {why}", file.display()));
                    }
                }
            }
            None => tables.push((table, Some(file))),
        }
    }
}

/// The TOML files of a folder by their names, or none where it is not there.
fn files_in(folder: &Path, notes: &mut Vec<String>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            notes.push(format!("{} cannot be looked into: {}", folder.display(), error.kind()));
            return Vec::new();
        }
    };
    let is_model = |path: &PathBuf| path.extension() == Some(OsStr::new("toml"));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_model).collect();
    files.sort();
    if files.len() > FILES_MAX {
        let more = files.len() - FILES_MAX;
        notes.push(format!("{} holds {more} models more than {FILES_MAX}; those are not read", folder.display()));
        files.truncate(FILES_MAX);
    }
    files
}

fn model_of(table: Table) -> Result<Model, String> {
    let model: Model = table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())?;
    if !SERVICES.contains(&model.service.as_str()) {
        return Err(format!("\"{}\" is no service that Storyreel knows", model.service));
    }
    model.fault().map_or(Ok(model), Err)
}

/// Kling 3.0's prices and limits have an owner already.
fn with_rules(mut model: Model, rules: &Rules) -> Model {
    if model.id == ModelId("kling-3.0".to_owned()) {
        model.prompt_max = Some(rules.limits.prompt_max);
        model.seconds = crate::story::model::Lengths::Range {
            min: rules.limits.scene_seconds_min,
            max: rules.limits.scene_seconds_max,
        };
        model.prices = [(Tier::Standard, "standard"), (Tier::Pro, "pro")]
            .into_iter()
            .flat_map(|(tier, option)| {
                [false, true].map(|sound| PriceRow {
                    when: Condition {
                        choices: [("quality".to_owned(), vec![option.to_owned()])].into(),
                        sound: Some(sound),
                        ..Condition::default()
                    },
                    per: Per::Second,
                    credits: rules.prices.rate(tier, sound),
                    source: Source::Page,
                })
            })
            .collect();
    }
    model
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::rules::shipped;
    use crate::story::{Credits, Seconds};

    fn with(files: &[(&str, &str)]) -> Catalogue {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        fs::create_dir_all(paths.models()).unwrap();
        for (name, text) in files {
            fs::write(paths.models().join(name), text).unwrap();
        }
        Catalogue::load(Some(&paths), &shipped())
    }

    const NEW: &str = r#"
        id = "kling-4.0"
        name = "Kling 4.0"
        service = "vidgo"
        seconds = [5, 20]
        shots = "single"
        sound = "always"
        [[ways]]
        kind = "text"
        sends_as = "kling-4.0"
        ratios = ["16:9"]
        [[prices]]
        per = "second"
        credits = 8.48
        source = "user"
        [wire]
        shape = "plain"
        seconds = "duration"
        ratio = "aspect_ratio"
    "#;

    #[test]
    fn every_shipped_model_is_whole_and_has_an_id_of_its_own() {
        let catalogue = Catalogue::load(None, &shipped());
        assert_eq!((catalogue.models.len(), catalogue.notes), (SHIPPED.len(), Vec::<String>::new()));
        let mut ids: Vec<_> = catalogue.models.iter().map(|model| &model.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), SHIPPED.len());
    }

    #[test]
    fn a_file_adds_a_model_or_changes_values_of_one() {
        let catalogue = with(&[
            ("kling4.toml", NEW),
            (
                "cheaper.toml",
                "id = \"kling-2.5-turbo-pro\"\nprompt_max = 700\n[[prices]]\nper = \"take\"\ncredits = 40\nsource = \"user\"",
            ),
            ("notes.txt", "not read"),
        ]);
        assert_eq!(catalogue.notes, Vec::<String>::new());
        let new = catalogue.get("kling-4.0").unwrap();
        assert_eq!((new.seconds.longest(), new.prices[0].credits), (Seconds(20), Credits::hundredths(848)));
        let changed = catalogue.get("kling-2.5-turbo-pro").unwrap();
        assert_eq!(
            (changed.prompt_max, changed.prices.len(), changed.name.as_str()),
            (Some(700), 1, "Kling 2.5 Turbo Pro")
        );
    }

    #[test]
    fn what_is_no_model_is_told_and_the_others_count() {
        let catalogue = with(&[
            ("a.toml", "not toml at all ["),
            ("b.toml", &NEW.replace("service = \"vidgo\"", "service = \"elsewhere\"")),
            ("c.toml", &NEW.replace("seconds = [5, 20]", "seconds = [20, 5]")),
            ("d.toml", &NEW.replace("name =", "surprise =")),
            ("e.toml", "id = \"kling-2.6\"\nshots = \"often\""),
            (
                "f.toml",
                &NEW.replace("per = \"second\"", "when = { choices = { quality = [\"best\"] } }\nper = \"second\""),
            ),
        ]);
        assert_eq!((catalogue.models.len(), catalogue.notes.len()), (SHIPPED.len(), 6), "{:?}", catalogue.notes);
        for says in ["cannot be read", "no service that", "not rising", "surprise", "stays as it is", "no choice of it"]
        {
            assert!(catalogue.notes.iter().any(|note| note.contains(says)), "{says} in {:?}", catalogue.notes);
        }
    }

    #[test]
    fn what_kling_3_costs_is_what_the_rules_say() {
        let mut rules = shipped();
        rules.prices.pro.audio = Credits::whole(77);
        let catalogue = Catalogue::load(None, &rules);
        let rows = &catalogue.get("kling-3.0").unwrap().prices;
        assert_eq!(rows.iter().map(|row| row.credits).collect::<Vec<_>>(), [27, 39, 39, 77].map(Credits::whole));
    }
}
