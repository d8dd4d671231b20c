//! What providers demand and charge: as shipped with the program, single values replaced by a file of the user's. Every
//! command and the window get their limits and prices here, by `load` or `find`, and hand them on.

use std::path::Path;
use std::sync::LazyLock;

use toml::{Table, Value};

use super::disk;
use super::paths::Paths;
use crate::story::Rules;

const SHIPPED: &str = include_str!("../../assets/providers/vidgo.toml");
/// Values that older versions went by and this one does not, with the names that lead to them.
const RETIRED: [[&str; 2]; 2] = [["limits", "shot_seconds_advised"], ["timing", "give_up_s"]];
/// In bytes: a file of some hundred numbers.
const SIZE_MAX: u64 = 1_000_000;

static VIDGO: LazyLock<Rules> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the text is part of the program, and a test reads it")]
    Rules::from_toml(SHIPPED).expect("the shipped rules are whole")
});

/// The rules of Vidgo for Kling 3.0, as shipped.
#[must_use]
pub fn shipped() -> Rules {
    VIDGO.clone()
}

/// The rules of Vidgo as they count for this user, wherever the data folder is.
#[must_use]
pub fn find() -> (Rules, Vec<String>) {
    // Without a data folder there is no file of the user's either.
    Paths::find().map_or_else(|_| (shipped(), Vec::new()), |paths| load(&paths))
}

/// The rules of Vidgo, with the values that `providers/vidgo.toml` in the data folder replaces. Never fails: a value
/// that cannot be used is named in the notes, each a sentence, and the shipped one counts.
#[must_use]
pub fn load(paths: &Paths) -> (Rules, Vec<String>) {
    let file = paths.provider_file("vidgo");
    let bytes = match disk::read(&file, SIZE_MAX, "read the provider's rules") {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (shipped(), Vec::new()),
        Err(error) => return (shipped(), vec![format!("{error}, so the shipped prices and limits count")]),
    };
    overridden(&String::from_utf8_lossy(&bytes), &file)
}

fn overridden(text: &str, file: &Path) -> (Rules, Vec<String>) {
    let place = file.display();
    let theirs: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let why = error.message();
            return (shipped(), vec![format!("{place} cannot be read, so the shipped prices and limits count: {why}")]);
        }
    };
    let Ok(ours) = SHIPPED.parse::<Table>() else { return (shipped(), Vec::new()) };
    let mut all = ours.clone();
    let (retired, values): (Vec<_>, Vec<_>) = leaves(&theirs).into_iter().partition(|(path, _)| is_retired(path));
    let mut notes: Vec<String> = retired_note(&retired, file).into_iter().collect();
    for (path, value) in &values {
        put(&mut all, path, value.clone());
    }
    if let Ok(rules) = Rules::from_table(all) {
        return (rules, notes);
    }
    // Something in it is wrong: each value is tried alone, so that the others count.
    let mut merged = ours;
    for (path, value) in values {
        let mut tried = merged.clone();
        put(&mut tried, &path, value);
        match Rules::from_table(tried.clone()) {
            Ok(_) => merged = tried,
            Err(error) => {
                let (name, why) = (path.join("."), error.message().to_owned());
                notes.push(format!("\"{name}\" in {place} cannot be used, so the shipped value counts: {why}"));
            }
        }
    }
    (Rules::from_table(merged).unwrap_or_else(|_| shipped()), notes)
}

fn is_retired(path: &[String]) -> bool {
    RETIRED.iter().any(|retired| path == retired)
}

/// What is told of all retired values together.
fn retired_note(retired: &[(Vec<String>, Value)], file: &Path) -> Option<String> {
    let names: Vec<String> = retired.iter().map(|(path, _)| format!("\"{}\"", path.join("."))).collect();
    let (last, before) = names.split_last()?;
    let verb = if before.is_empty() { "is" } else { "are" };
    let all = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
    Some(format!("{all} in {} {verb} not used any more; everything else there counts", file.display()))
}

/// Every value of a table with the names that lead to it.
fn leaves(table: &Table) -> Vec<(Vec<String>, Value)> {
    let mut all = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(inner) => {
                all.extend(leaves(inner).into_iter().map(|(mut path, value)| {
                    path.insert(0, name.clone());
                    (path, value)
                }));
            }
            value => all.push((vec![name.clone()], value.clone())),
        }
    }
    all
}

/// Puts every value of a table into another one, by the names that lead to it.
pub(super) fn put_leaves(into: &mut Table, table: &Table) {
    for (path, value) in leaves(table) {
        put(into, &path, value);
    }
}

fn put(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            table.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = table.entry(name.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Credits, Seconds};

    fn with(text: &str) -> (Rules, Vec<String>) {
        overridden(text, Path::new("vidgo.toml"))
    }

    #[test]
    fn the_shipped_rules_are_whole() {
        let rules = shipped();
        assert_eq!(rules.service.name, "Vidgo");
        assert_eq!(rules.limits.scene_seconds_max, Seconds(15));
    }

    #[test]
    fn a_file_replaces_single_values_prices_and_limits_too() {
        let (rules, notes) =
            with("[prices]\nstandard = { audio = 40 }\n[limits]\nshots_max = 8\n[timing]\npoll_s = [0.5]");
        assert_eq!(notes, Vec::<String>::new());
        assert_eq!(
            (rules.prices.standard.audio, rules.prices.standard.silent),
            (Credits::whole(40), Credits::whole(27))
        );
        assert_eq!((rules.limits.shots_max, rules.timing.poll_s.after(7).as_millis()), (8, 500));
    }

    #[test]
    fn values_of_older_versions_are_passed_over_with_one_note_and_the_others_count() {
        let (rules, notes) = with(
            "[limits]\nshot_seconds_advised = 9\nshots_max = 8\n[timing]\ngive_up_s = 60\npoll_s = [1]\n[switches]\nlast_frame_in_multi_shot = true",
        );
        let told = "\"limits.shot_seconds_advised\" and \"timing.give_up_s\" in vidgo.toml are not used any more; everything else there counts";
        assert_eq!(notes, [told]);
        assert_eq!((rules.limits.shots_max, rules.timing.poll_s.after(0).as_secs()), (8, 1));
        assert_eq!((rules.switches.last_frame_in_multi_shot, rules.limits.shot_seconds_max), (true, Seconds(12)));
        let (rules, notes) = with("[timing]\ngive_up_s = 60\npoll_s = 3\nlong_s = 8");
        assert_eq!((notes.len(), rules.timing.long_s.0.as_secs()), (2, 8), "{notes:?}");
        assert!(notes[0].contains(" is not used any more"), "{notes:?}");
    }

    #[test]
    fn values_that_only_fit_together_are_taken_together() {
        let (rules, notes) = with("[limits]\nscene_seconds_min = 20\nscene_seconds_max = 30");
        assert_eq!((notes.len(), rules.limits.scene_seconds_min), (0, Seconds(20)));
    }

    #[test]
    fn a_wrong_value_is_named_and_the_others_count() {
        let (rules, notes) =
            with("surprise = 1\n[limits]\nshots_max = \"six\"\nprompt_max = 99\n[timing]\nlong_s = -1");
        assert_eq!((rules.limits.shots_max, rules.limits.prompt_max), (6, 99));
        assert_eq!(notes.len(), 3, "{notes:?}");
        for name in ["\"surprise\"", "\"limits.shots_max\"", "\"timing.long_s\""] {
            assert!(notes.iter().any(|note| note.starts_with(name)), "{name} in {notes:?}");
        }
        let (rules, notes) = with("not toml at all [");
        assert_eq!((rules, notes.len()), (shipped(), 1));
        let (rules, notes) = with("limits = 3");
        assert_eq!((rules, notes.len()), (shipped(), 1));
    }

    #[test]
    fn without_a_file_the_shipped_ones_count() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        assert_eq!(load(&paths), (shipped(), Vec::new()));
        let file = paths.provider_file("vidgo");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "[limits]\nshots_max = 8").unwrap();
        assert_eq!(load(&paths).0.limits.shots_max, 8);
    }
}
