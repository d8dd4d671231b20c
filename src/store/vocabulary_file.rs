//! The words of the camera: those that come with the program, and those that a user's file adds.

use super::disk;
use super::paths::Paths;
use crate::story::vocabulary::Vocabulary;

const SHIPPED: &str = include_str!("../../assets/vocabulary.toml");
/// In bytes: some hundred words.
const SIZE_MAX: u64 = 1_000_000;

/// All words. Never fails: a file that cannot be used is told in a sentence, and the shipped words are there.
#[must_use]
pub fn load(paths: &Paths) -> (Vocabulary, Option<String>) {
    let shipped: Vocabulary = toml::from_str(SHIPPED).unwrap_or_default();
    let file = paths.vocabulary_file();
    let bytes = match disk::read(&file, SIZE_MAX, "read the vocabulary") {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (shipped, None),
        Err(error) => return (shipped, Some(format!("{error}, so only the shipped words are there"))),
    };
    let text = String::from_utf8_lossy(&bytes);
    match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(theirs) => (shipped.with(theirs), None),
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
        assert_eq!(shipped.clone().with(shipped.clone()), shipped, "no word is there twice");

        std::fs::write(paths.vocabulary_file(), "[[groups]]\nname = \"Lens\"\nwords = [\"fisheye\"]").unwrap();
        let (more, note) = load(&paths);
        assert_eq!((note, more.words().count()), (None, shipped.words().count() + 1));

        std::fs::write(paths.vocabulary_file(), "[[groups]\n").unwrap();
        let (same, note) = load(&paths);
        assert_eq!(same, shipped);
        assert!(note.unwrap().contains("vocabulary.toml cannot be used"));
    }
}
