//! Finding words in everything that is written of a project, and replacing them all as one edit.

use std::ops::Range;

use super::check::count_of;
use super::columns;
use super::edit::{Edit, TextField};
use super::project::Project;

/// A text of a shot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    Field(TextField),
    /// In one of the project's own columns.
    Column(String),
}

/// Where words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The places of its scene and its shot; the project's style has none.
    pub shot: Option<(usize, usize, Written)>,
    /// How often in this text.
    pub count: usize,
}

/// All places of some words in a text, in bytes, none over another. Without `exact_case` capitals do not matter.
#[must_use]
pub fn places(text: &str, words: &str, exact_case: bool) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while at < text.len() && !words.is_empty() {
        if let Some(length) = matched(&text[at..], words, exact_case) {
            places.push(at..at + length);
            at += length;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    places
}

/// How many bytes at the start of a text are these words.
pub(super) fn matched(text: &str, words: &str, exact_case: bool) -> Option<usize> {
    if exact_case {
        return text.starts_with(words).then_some(words.len());
    }
    let mut rest = text.chars();
    for wanted in words.chars() {
        let found = rest.next()?;
        if !is_the_same(found, wanted) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

/// Whether two letters are the same but for capitals. Most are plain ones, for which no table is needed.
fn is_the_same(a: char, b: char) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(&b);
    }
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// Every text of the project that holds the words: its style, then shot by shot prompt, dialogue, notes and the
/// project's own columns.
#[must_use]
pub fn all(project: &Project, words: &str, exact_case: bool) -> Vec<Found> {
    let mut found = Vec::new();
    let mut look = |text: &str, shot| {
        let count = places(text, words, exact_case).len();
        if count > 0 {
            found.push(Found { shot, count });
        }
    };
    look(&project.style, None);
    for (scene_at, scene) in project.scenes.iter().enumerate() {
        for (shot_at, shot) in scene.shots.iter().enumerate() {
            for field in TextField::WITH_MENTIONS {
                look(field.of(shot), Some((scene_at, shot_at, Written::Field(field))));
            }
            for column in &project.columns {
                look(shot.column(column), Some((scene_at, shot_at, Written::Column(column.clone()))));
            }
        }
    }
    found
}

/// The words replaced wherever they stand, as one edit; and how often that is. Nothing where they stand nowhere.
#[must_use]
pub fn replace_all(project: &Project, words: &str, with: &str, exact_case: bool) -> Option<(Edit, usize)> {
    let found = all(project, words, exact_case);
    let count: usize = found.iter().map(|found| found.count).sum();
    let edits = found.iter().map(|found| match &found.shot {
        None => Edit::SetStyle { style: replaced(&project.style, words, with, exact_case) },
        Some((scene, shot, field)) => {
            let shot = &project.scenes[*scene].shots[*shot];
            let new = |text: &str| replaced(text, words, with, exact_case);
            match field {
                Written::Field(field) => {
                    Edit::SetText { shot: shot.id.clone(), field: *field, text: new(field.of(shot)) }
                }
                Written::Column(column) => columns::set(&shot.id, column, &new(shot.column(column))),
            }
        }
    });
    let label = format!("Replace \u{201c}{}\u{201d} in {}", short(words), count_of(found.len(), "text"));
    (count > 0).then(|| (Edit::Batch { label, edits: edits.collect() }, count))
}

fn replaced(text: &str, words: &str, with: &str, exact_case: bool) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for place in places(text, words, exact_case) {
        out.push_str(&text[copied..place.start]);
        out.push_str(with);
        copied = place.end;
    }
    out.push_str(&text[copied..]);
    out
}

/// As much of the words as a menu has room for.
fn short(words: &str) -> String {
    const MOST: usize = 24;
    if words.chars().count() <= MOST {
        return words.to_owned();
    }
    words.chars().take(MOST).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::testing::{World, any_name, any_project, any_text};

    #[test]
    fn capitals_matter_only_when_they_are_asked_for() {
        assert_eq!(places("Rain, RAIN, train", "rain", false), [0..4, 6..10, 13..17]);
        assert_eq!(places("Rain, RAIN, train", "rain", true).first(), Some(&(13..17)));
        assert_eq!(places("ÉTÉ été", "été", false), [0..5, 6..11]);
        assert_eq!(places("aaa", "aa", true).last(), Some(&(0..2)));
        assert_eq!(places("aaa", "", false), Vec::<Range<usize>>::new());
        assert_eq!(places("İstanbul", "stan", false).len(), 1);
    }

    #[test]
    fn one_edit_replaces_in_style_prompts_dialogue_notes_and_columns_of_all_scenes() {
        let mut world = World::new(&[4, 4]).prompt(0, "Rain on rain.").prompt(1, "Sun.");
        world.project.style = "Soft rain".to_owned();
        world.shot(1).notes = "no RAIN".to_owned();
        world.shot(1).name = "rain".to_owned();
        world.project.columns = vec!["Sound".to_owned()];
        world.shot(0).columns.insert("Sound".to_owned(), "Rain".to_owned());
        let before = world.project.clone();
        let (edit, count) = replace_all(&world.project, "rain", "snow", false).unwrap();
        assert_eq!((count, edit.label(&world.project).as_str()), (5, "Replace “rain” in 4 texts"));
        let undo = edit.apply(&mut world.project).unwrap();
        assert_eq!(world.project.style, "Soft snow");
        assert_eq!(world.project.scenes[0].shots[0].prompt, "snow on snow.");
        assert_eq!(world.project.scenes[0].shots[1].notes, "no snow");
        assert_eq!(world.project.scenes[0].shots[0].column("Sound"), "snow");
        assert_eq!(world.project.scenes[0].shots[1].name, "rain", "names are not texts");
        undo.apply(&mut world.project).unwrap();
        assert_eq!(world.project, before);
        assert!(replace_all(&before, "hail", "snow", false).is_none());
    }

    proptest! {
        #[test]
        fn replacing_words_by_themselves_changes_nothing(project in any_project(), words in any_name()) {
            if let Some((edit, count)) = replace_all(&project, &words, &words, true) {
                let mut after = project.clone();
                edit.apply(&mut after).unwrap();
                prop_assert_eq!(&after, &project);
                prop_assert!(count > 0);
            }
        }

        #[test]
        fn places_are_in_order_and_hold_the_words(text in any_text(), words in any_name()) {
            let found = places(&text, &words, true);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(found.iter().all(|place| text[place.clone()] == *words));
            prop_assert_eq!(found.len(), if words.is_empty() { 0 } else { text.matches(words.as_str()).count() });
            let _ = places(&text, &words, false);
        }
    }
}
