//! The words of the camera: those that come with the program, and those that a user's file adds.

use serde::Deserialize;

use super::disk;
use super::paths::Paths;
use crate::story::check::count_of;
use crate::story::vocabulary::{Group, Vocabulary, WORD_CHARS_MAX, WORDS_MAX};

const SHIPPED: &str = include_str!("../../assets/vocabulary.toml");
/// In bytes: some hundred words.
const SIZE_MAX: u64 = 1_000_000;

/// The shipped file holds more than a user's may: which words move the animatic's camera, read in `story::camera`.
#[derive(Default, Deserialize)]
struct Shipped {
    groups: Vec<Group>,
}

fn built_in() -> Vocabulary {
    let Shipped { groups } = toml::from_str(SHIPPED).unwrap_or_default();
    Vocabulary { groups }
}

/// All words. Never fails: a file that cannot be used is told in a sentence, and the shipped words are there.
#[must_use]
pub fn load(paths: &Paths) -> (Vocabulary, Option<String>) {
    let shipped = built_in();
    let file = paths.vocabulary_file();
    let bytes = match disk::read(&file, SIZE_MAX, "read the vocabulary") {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (shipped, None),
        Err(error) => return (shipped, Some(format!("{error}, so only the shipped words are there"))),
    };
    let text = String::from_utf8_lossy(&bytes);
    match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(theirs) => {
            let (words, left_out) = shipped.with(theirs);
            let note = (left_out > 0).then(|| {
                let (place, those) = (file.display(), count_of(left_out, "word"));
                format!(
                    "{those} of {place} left out: {WORDS_MAX} words of at most {WORD_CHARS_MAX} characters are offered"
                )
            });
            (words, note)
        }
        Err(error) => {
            let why = error.message();
            (shipped, Some(format!("{} cannot be used, so only the shipped words are there: {why}", file.display())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_words_are_there_and_a_file_adds_to_them() {
        let data = tempfile::tempdir().unwrap();
        let paths = Paths::at(data.path());
        let (shipped, note) = load(&paths);
        assert_eq!(note, None);
        let names: Vec<_> = shipped.groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["Framing", "Angle", "Movement", "Lens", "Light"]);
        assert_eq!(shipped.clone().with(shipped.clone()), (shipped.clone(), 0), "no word is there twice");

        std::fs::write(paths.vocabulary_file(), "[[groups]]\nname = \"Lens\"\nwords = [\"fisheye\"]").unwrap();
        let (more, note) = load(&paths);
        assert_eq!((note, more.words().count()), (None, shipped.words().count() + 1));

        std::fs::write(paths.vocabulary_file(), "[[groups]\n").unwrap();
        let (same, note) = load(&paths);
        assert_eq!(same, shipped);
        assert!(note.unwrap().contains("vocabulary.toml cannot be used"));
    }

    #[test]
    fn more_words_and_longer_ones_than_are_offered_are_left_out_and_told() {
        let data = tempfile::tempdir().unwrap();
        let paths = Paths::at(data.path());
        let shipped = load(&paths).0.words().count();
        let many: Vec<String> = (0..60_000).map(|n| format!("\"word {n}\"")).collect();
        let text = format!("[[groups]]\nname = \"Many\"\nwords = [\"{}\", {}]", "x".repeat(81), many.join(", "));
        std::fs::write(paths.vocabulary_file(), text).unwrap();
        let (words, note) = load(&paths);
        assert_eq!(words.words().count(), WORDS_MAX);
        let left_out = 60_001 - (WORDS_MAX - shipped);
        assert!(note.unwrap().starts_with(&format!("{left_out} words of ")));

        let groups: Vec<String> =
            (0..20_000).map(|n| format!("[[groups]]\nname = \"G{n}\"\nwords = [\"w\"]\n")).collect();
        let groups = groups.concat();
        std::fs::write(paths.vocabulary_file(), groups).unwrap();
        let (words, note) = load(&paths);
        assert_eq!((words.words().count(), note.is_some()), (WORDS_MAX, true));
    }
}
