//! A numbered list as people write it in a mail or a script, made into shots; and lists that could be endless, as people
//! read them.

use super::check::count_of;
use super::code::with_codes;
use super::compose::{NewId, NewShot, spread};
use super::edit::Edit;
use super::project::Project;
use super::rules::Limits;
use super::units::{Seconds, grouped};

/// The lines of a list of which so many are shown at most; one more says how many more there are. Where that is a single
/// one, it stands there itself.
pub fn shortened(lines: &[String], most: usize) -> impl Iterator<Item = String> {
    let left = lines.len().saturating_sub(most);
    let left = if left == 1 { 0 } else { left };
    let shown = if left > 0 { &lines[..most] } else { lines };
    shown.iter().cloned().chain((left > 0).then(|| and_more(left)))
}

/// What stands at the end of a list that goes on: "and 999,980 more".
#[must_use]
pub fn and_more(left: usize) -> String {
    format!("and {} more", grouped(left as u64))
}

/// The items of a numbered list, without their numbers. A line without a number goes on with the item above it.
/// Nothing where the text is no such list: it begins with a number and has two items at least.
#[must_use]
pub fn items(text: &str) -> Option<Vec<String>> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (item(line), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            (None, None) => return None,
        }
    }
    items.retain(|item| !item.trim().is_empty());
    (items.len() >= 2).then_some(items)
}

/// What stands behind a number with `.`, `)`, `:` or `-`.
fn item(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('(').trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.trim_start_matches('(').len() - rest.len();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let text = rest.strip_prefix(['.', ')', ':', '-', '\u{2013}', '\u{3001}', '\u{ff0e}'])?;
    // `1.5 km` and `16:9` are no items.
    (!text.starts_with(|c: char| c.is_ascii_digit())).then(|| text.trim_start())
}

/// A shot for each item from a place of a scene on, as long as the item says; what one request does not take goes on in new
/// scenes behind it.
#[must_use]
pub fn shots(
    project: &Project,
    scene_index: usize,
    at: usize,
    items: &[String],
    limits: &Limits,
    new_id: NewId<'_>,
) -> Option<Edit> {
    if items.is_empty() || scene_index >= project.scenes.len() {
        return None;
    }
    let shot = |item: &String| {
        let (prompt, seconds) = length(item);
        NewShot { prompt: prompt.to_owned(), seconds, panel: None }
    };
    let edits = spread(project, scene_index, at, items.iter().map(shot).collect(), limits, new_id);
    let label = format!("Add {} from a list", count_of(items.len(), "shot"));
    Some(with_codes(project, Edit::Batch { label, edits }))
}

/// An item without the length that it begins or ends with, and that length in whole seconds: `(3 s)`, `2s`, `[4 sec]`,
/// `- 5 seconds`. Half a second counts up, and the least is 1 s.
fn length(item: &str) -> (&str, Option<Seconds>) {
    length_at_end(item).or_else(|| length_at_start(item)).map_or((item, None), |(text, seconds)| (text, Some(seconds)))
}

const OPENING: [char; 2] = ['(', '['];
const CLOSING: [char; 2] = [')', ']'];

fn length_at_end(item: &str) -> Option<(&str, Seconds)> {
    let item = item.trim_end();
    let bare = item.strip_suffix(CLOSING).unwrap_or(item);
    let in_brackets = bare.len() < item.len();
    // The unit, then the number, from behind.
    let unit = UNITS.iter().find(|unit| ends_with(bare, unit))?;
    let before_unit = bare[..bare.len() - unit.len()].trim_end();
    let number_starts = before_unit.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').len();
    let seconds = seconds(&before_unit[number_starts..])?;
    let text = &before_unit[..number_starts];
    if in_brackets {
        let text = text.trim_end().strip_suffix(OPENING)?;
        return Some((text.trim_end(), seconds));
    }
    // `waits 3 seconds` tells a story; `2s`, or a dash or comma before, tells a length.
    let parted = text.trim_end().strip_suffix([',', ';', '-', ':', '\u{2013}', '\u{2014}', '|', '/']);
    // `the 80s` are no length.
    let is_plain = || unit.len() == 1 && text.ends_with(char::is_whitespace) && seconds.0 <= PLAIN_MAX;
    let text = parted.or_else(|| is_plain().then_some(text))?.trim_end();
    (!text.is_empty()).then_some((text, seconds))
}

fn length_at_start(item: &str) -> Option<(&str, Seconds)> {
    let item = item.trim_start();
    let bare = item.strip_prefix(OPENING).unwrap_or(item);
    let in_brackets = bare.len() < item.len();
    let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let seconds = seconds(&bare[..bare.len() - after_number.len()])?;
    let after_number = after_number.trim_start();
    let unit = UNITS.iter().find(|unit| starts_with(after_number, unit))?;
    let rest = &after_number[unit.len()..];
    let parting = [':', '-', ',', '\u{2013}', '\u{2014}', '|'];
    let text = if in_brackets {
        rest.strip_prefix(CLOSING)?.trim_start().trim_start_matches(parting)
    } else {
        rest.trim_start().strip_prefix(parting)?
    };
    Some((text.trim(), seconds))
}

/// A length without brackets or a mark before it is no longer than this, in seconds: as long as a scene.
const PLAIN_MAX: u32 = 15;
/// The longest first.
const UNITS: [&str; 6] = ["seconds", "second", "secs", "sec.", "sec", "s"];

fn ends_with(text: &str, unit: &str) -> bool {
    let start = text.len().checked_sub(unit.len()).and_then(|start| text.get(start..));
    start.is_some_and(|end| end.eq_ignore_ascii_case(unit))
}

fn starts_with(text: &str, unit: &str) -> bool {
    text.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit))
        && !text[unit.len()..].starts_with(char::is_alphanumeric)
}

/// `3`, `2.5`, `2,5`: up to 999 seconds, rounded.
fn seconds(number: &str) -> Option<Seconds> {
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    if !(1..=3).contains(&whole.len()) || part.is_empty() || !part.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let up = part.as_bytes().first().is_some_and(|tenths| *tenths >= b'5');
    Some(Seconds(whole.parse::<u32>().ok()? + u32::from(up)).max(Seconds(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{Ids, World, any_text};
    use proptest::prelude::*;

    #[test]
    fn an_endless_list_ends_with_how_many_more_there_are() {
        let lines: Vec<String> = (1..=1_000_000).map(|n| format!("Column {n}")).collect();
        let told: Vec<String> = shortened(&lines, 20).collect();
        assert_eq!((told.len(), told[19].as_str(), told[20].as_str()), (21, "Column 20", "and 999,980 more"));
        assert_eq!(shortened(&lines[..21], 20).collect::<Vec<_>>(), lines[..21]);
        assert_eq!(shortened(&lines[..22], 20).last().unwrap(), "and 2 more");
        assert_eq!(shortened(&[], 20).count(), 0);
    }

    #[test]
    fn a_numbered_list_is_one_and_other_texts_are_not() {
        let list = "1. Wide of the quay\n   at dawn\n\n2) @mara runs\n(3) Close: her hands\n";
        assert_eq!(items(list).unwrap(), ["Wide of the quay at dawn", "@mara runs", "Close: her hands"]);
        for none in [
            "",
            "Wide of the quay",
            "1. Only one",
            "A title\n1. a\n2. b",
            "16:9\n4:3",
            "1.5 km\n2.5 km",
            "2026-1\n2027-2",
        ] {
            assert_eq!(items(none), None, "{none:?}");
        }
        assert_eq!(items("1.\n2. a\n3. b").unwrap(), ["a", "b"]);
    }

    #[test]
    fn shots_share_the_free_time_and_go_on_in_new_scenes() {
        let mut world = World::new(&[5, 4]);
        let prompts: Vec<String> = (1..=12).map(|n| format!("Item {n}")).collect();
        let before = world.project.clone();
        let mut ids = Ids::default();
        let edit = shots(&world.project, 0, 1, &prompts, &world.rules.limits, &mut || ids.next()).unwrap();
        assert_eq!(edit.label(&world.project), "Add 12 shots from a list");
        let undo = edit.apply(&mut world.project).unwrap();
        let lengths: Vec<Vec<u32>> =
            world.project.scenes.iter().map(|scene| scene.shots.iter().map(|shot| shot.seconds.0).collect()).collect();
        assert_eq!(lengths, [vec![5, 1, 1, 1, 1, 4], vec![2; 6], vec![3, 3]]);
        assert_eq!(world.project.scenes[0].shots[1].prompt, "Item 1");
        assert_eq!(world.project.scenes[2].shots[1].prompt, "Item 12");
        let codes: std::collections::HashSet<&str> =
            world.project.scenes.iter().flat_map(|scene| &scene.shots).map(|shot| shot.name.as_str()).collect();
        assert_eq!(codes.len(), 14);
        undo.apply(&mut world.project).unwrap();
        assert_eq!(world.project, before);
    }

    #[test]
    fn lengths_are_read_where_they_are_told() {
        for (item, text, seconds) in [
            ("Wide of the quay (3 s)", "Wide of the quay", Some(3)),
            ("Wide of the quay [2s]", "Wide of the quay", Some(2)),
            ("@mara runs 2s", "@mara runs", Some(2)),
            ("@mara runs, 4 sec", "@mara runs", Some(4)),
            ("@mara runs \u{2013} 5 seconds", "@mara runs", Some(5)),
            ("(3 s) Her hands", "Her hands", Some(3)),
            ("2s: Her hands", "Her hands", Some(2)),
            ("Her hands (2.5 s)", "Her hands", Some(3)),
            ("Her hands (0 s)", "Her hands", Some(1)),
            // A story's own seconds stay its own.
            ("She waits 3 seconds", "She waits 3 seconds", None),
            ("2 seconds pass in silence", "2 seconds pass in silence", None),
            ("In the 1980s", "In the 1980s", None),
            ("Back in the 80s", "Back in the 80s", None),
            ("Take 2", "Take 2", None),
            ("She wears (red) boots", "She wears (red) boots", None),
            ("3s", "3s", None),
            ("Boots (s)", "Boots (s)", None),
        ] {
            assert_eq!(length(item), (text, seconds.map(Seconds)), "{item:?}");
        }
    }

    #[test]
    fn told_lengths_are_kept_and_go_on_where_they_have_the_time() {
        let mut world = World::new(&[5]);
        let items = ["a (6 s)", "b (5 s)", "c", "d (7 s)"].map(str::to_owned);
        let mut ids = Ids::default();
        let edit = shots(&world.project, 0, 1, &items, &world.rules.limits, &mut || ids.next()).unwrap();
        edit.apply(&mut world.project).unwrap();
        let shots = world
            .project
            .scenes
            .iter()
            .map(|scene| scene.shots.iter().map(|shot| (shot.prompt.as_str(), shot.seconds.0)).collect::<Vec<_>>());
        let expected = [vec![("Shot 1.", 5), ("a", 6)], vec![("b", 5), ("c", 3), ("d", 7)]];
        assert_eq!(shots.collect::<Vec<_>>(), expected);
    }

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    /// Lines as a list has them, and lines as it has not.
    fn any_line() -> impl Strategy<Value = String> {
        let number = prop_oneof![Just(String::new()), "[0-9]{1,4}", "\\(?[0-9]{1,3}"];
        let mark = prop_oneof![Just(""), Just("."), Just(")"), Just(": "), Just("-"), Just("\u{3001}"), Just(" ")];
        (number, mark, prop_oneof![any_text(), Just(String::new()), "\\PC{0,12}"])
            .prop_map(|(number, mark, text)| format!("{number}{mark}{text}"))
    }

    proptest! {
        #[test]
        fn any_text_at_all_is_a_list_or_none(text in any::<String>()) {
            if let Some(items) = items(&text) {
                prop_assert!(items.len() >= 2);
            }
        }

        #[test]
        fn any_item_has_a_length_or_none(text in any::<String>(), number in "[0-9.,]{0,4}", unit in "\\)?(s|sec|seconds)?\\)?") {
            for item in [format!("{text} ({number} {unit}"), format!("({number}{unit}) {text}")] {
                let (rest, seconds) = length(&item);
                prop_assert!(item.contains(rest) && seconds.is_none_or(|seconds| seconds >= Seconds(1)));
            }
        }

        #[test]
        fn no_word_behind_the_numbers_is_lost(lines in prop::collection::vec(any_line(), 0..8)) {
            let text = lines.join("\n");
            if let Some(items) = items(&text) {
                // The lines as they stand, each without its number where it has one.
                let told: Vec<&str> =
                    text.lines().map(str::trim).flat_map(|line| words(item(line).unwrap_or(line))).collect();
                prop_assert_eq!(items.iter().flat_map(|item| words(item)).collect::<Vec<_>>(), told);
                prop_assert!(items.iter().all(|item| !item.trim().is_empty()));
            }
        }

        #[test]
        fn what_is_numbered_comes_back_as_it_was(texts in prop::collection::vec("[a-z@]{1,6}( [a-z@0-9]{1,6}){0,4}", 2..20)) {
            let numbered: Vec<String> = texts.iter().enumerate().map(|(n, text)| format!("{}. {text}", n + 1)).collect();
            prop_assert_eq!(items(&numbered.join("\n")), Some(texts));
        }
    }
}
