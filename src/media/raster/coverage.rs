//! What can be written with the fonts of this computer, and the font that is chosen for what the program's own lacks.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cosmic_text::{FontSystem, fontdb};
use unicode_script::{Script, UnicodeScript as _};

use super::typesetter::with_type;
use crate::media::io_error::words;

/// The program's own typeface, which is always there.
pub const OWN: &str = "Inter";

/// What is known of characters so far.
#[derive(Default)]
struct Known {
    /// The family that is chosen for what the program's own typeface lacks.
    chosen: Option<Arc<str>>,
    /// Families of font files that were read.
    files: HashMap<PathBuf, Arc<str>>,
    /// Whether any font has a character.
    covered: HashMap<char, bool>,
}

static KNOWN: OnceLock<Mutex<Known>> = OnceLock::new();
static FAMILIES: OnceLock<Vec<String>> = OnceLock::new();

fn known() -> std::sync::MutexGuard<'static, Known> {
    KNOWN.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers which families there are, once the system's fonts are read.
pub(super) fn note_families(fonts: &fontdb::Database) {
    let names: BTreeSet<String> =
        fonts.faces().filter_map(|face| face.families.first()).map(|(name, _)| name.clone()).collect();
    FAMILIES.get_or_init(|| names.into_iter().collect());
}

/// The families of this computer, in alphabetical order; none until they are read.
pub fn font_families() -> &'static [String] {
    FAMILIES.get().map_or(&[], Vec::as_slice)
}

/// Chooses the font for what the program's own lacks: a family of this computer, a font file, or none where it is empty.
///
/// # Errors
/// A sentence, when there is no such family or the file is no font.
pub fn choose_font(choice: &str) -> Result<(), String> {
    let choice = choice.trim();
    let path = Path::new(choice);
    let chosen = if choice.is_empty() {
        None
    } else if is_font_file(path) {
        let known_family = known().files.get(path).cloned();
        Some(known_family.map_or_else(|| read_font(path), Ok)?)
    } else {
        let family = with_type(|fonts, _| family_called(fonts.db(), choice));
        Some(family.ok_or_else(|| {
            format!("there is no font called {choice} on this computer; say another one, or a font file (.ttf, .otf)")
        })?)
    };
    known().chosen = chosen;
    Ok(())
}

fn is_font_file(path: &Path) -> bool {
    let is = |ending: &str| path.extension().is_some_and(|has| has.eq_ignore_ascii_case(ending));
    ["ttf", "otf", "ttc", "otc"].into_iter().any(is)
}

fn family_called(fonts: &fontdb::Database, name: &str) -> Option<Arc<str>> {
    let mut families = fonts.faces().flat_map(|face| &face.families);
    families.find(|(family, _)| family.eq_ignore_ascii_case(name)).map(|(family, _)| Arc::from(family.as_str()))
}

fn read_font(path: &Path) -> Result<Arc<str>, String> {
    // A pipe would wait for its writer.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(format!("{} is no font; choose a file that is one", path.display()));
    }
    let read = || -> Result<Arc<str>, String> {
        with_type(|fonts, _| {
            let before: BTreeSet<fontdb::ID> = fonts.db().faces().map(|face| face.id).collect();
            fonts
                .db_mut()
                .load_font_file(path)
                .map_err(|error| format!("the font {} cannot be read ({})", path.display(), words(&error)))?;
            let new = fonts.db().faces().find(|face| !before.contains(&face.id));
            let family = new.and_then(|face| face.families.first()).map(|(name, _)| Arc::from(name.as_str()));
            family.ok_or_else(|| format!("{} is no font; choose a file that is one", path.display()))
        })
    };
    // A reader's own mistake with a font that is none must not take the program with it.
    let family: Arc<str> = catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(format!("{} is damaged; choose another font", path.display())))?;
    let mut known = known();
    known.covered.clear();
    known.files.insert(path.to_owned(), family.clone());
    Ok(family)
}

/// A family, its nearest weight, and where each stretch of a text begins with whether it is set in that family.
pub type InChosen = (Arc<str>, fontdb::Weight, Vec<(usize, bool)>);

/// Which stretches of a text are set in the chosen family: those that the program's own typeface lacks and it has. With
/// the family, and the weight of its that is nearest. `None`, where nothing is.
pub fn in_chosen(fonts: &mut FontSystem, text: &str, weight: fontdb::Weight) -> Option<InChosen> {
    let family = known().chosen.clone()?;
    if text.is_ascii() {
        return None;
    }
    let face = |fonts: &FontSystem, name: &str| {
        let query = fontdb::Query { families: &[fontdb::Family::Name(name)], weight, ..fontdb::Query::default() };
        fonts.db().query(&query)
    };
    let (own, other) = (face(fonts, OWN)?, face(fonts, &family)?);
    let other_weight = fonts.db().face(other)?.weight;
    let (own, other_font) = (fonts.get_font(own, weight)?, fonts.get_font(other, other_weight)?);
    let has = |font: &cosmic_text::Font, c: char| font.as_swash().charmap().map(c) != 0;
    let mut stretches: Vec<(usize, bool)> = Vec::new();
    for (at, c) in text.char_indices() {
        // What joins or is laid on a letter goes with it.
        let before = stretches.last().is_some_and(|(_, chosen)| *chosen);
        let chosen = if is_unseen(c) { before } else { !has(&own, c) && has(&other_font, c) };
        if stretches.last().is_none_or(|(_, last)| *last != chosen) {
            stretches.push((at, chosen));
        }
    }
    stretches.iter().any(|(_, chosen)| *chosen).then_some((family, other_weight, stretches))
}

/// What no font here can write of some texts, as people call it: scripts, emoji, single symbols.
pub fn uncovered<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let signs: BTreeSet<char> =
        texts.into_iter().flat_map(str::chars).filter(|c| !c.is_ascii() && !is_unseen(*c)).collect();
    let unknown: Vec<char> = signs.iter().copied().filter(|c| !known().covered.contains_key(c)).collect();
    if !unknown.is_empty() {
        let found = with_type(|fonts, _| covered(fonts, &unknown));
        known().covered.extend(found);
    }
    let known = known();
    let missing = signs.into_iter().filter(|c| known.covered.get(c) == Some(&false));
    let mut kinds: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for c in missing {
        kinds.entry(kind_of(c)).or_default().push(c);
    }
    kinds.into_keys().collect()
}

fn covered(fonts: &mut FontSystem, signs: &[char]) -> HashMap<char, bool> {
    let mut found: HashMap<char, bool> = signs.iter().map(|c| (*c, false)).collect();
    let faces: Vec<(fontdb::ID, fontdb::Weight)> = fonts.db().faces().map(|face| (face.id, face.weight)).collect();
    for (id, weight) in faces {
        if found.values().all(|has| *has) {
            break;
        }
        let Some(font) = fonts.get_font(id, weight) else { continue };
        let charmap = font.as_swash().charmap();
        for (c, has) in found.iter_mut().filter(|(_, has)| !**has) {
            *has = charmap.map(*c) != 0;
        }
    }
    found
}

/// Characters that show nothing by themselves: spaces, joiners, marks of direction, variants.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
}

fn kind_of(c: char) -> String {
    match c {
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => return "emoji".to_owned(),
        _ => {}
    }
    match c.script() {
        Script::Han => "Chinese characters".to_owned(),
        Script::Hiragana | Script::Katakana => "Japanese".to_owned(),
        Script::Hangul => "Korean".to_owned(),
        Script::Common | Script::Inherited | Script::Unknown => format!("the sign {c} (U+{:04X})", u32::from(c)),
        script => script.full_name().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_told_by_the_name_of_its_script() {
        assert_eq!(uncovered(["Mara runs — déjà vu, Стой, Σταμάτα", "\u{200F}\u{FE0F}\t"]), Vec::<String>::new());
        // Of private use, at the very end of all characters; and a script of long ago that few fonts have.
        assert_eq!(uncovered(["a\u{10FFF0}b"]), ["the sign \u{10FFF0} (U+10FFF0)"]);
        assert_eq!(
            [kind_of('🏃'), kind_of('走'), kind_of('ש'), kind_of('ใ')],
            ["emoji", "Chinese characters", "Hebrew", "Thai"]
        );
    }

    #[test]
    fn a_font_that_is_not_there_is_told() {
        assert!(choose_font("No Such Family").unwrap_err().contains("no font called No Such Family"));
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("a.ttf");
        assert!(choose_font(file.to_str().unwrap()).unwrap_err().contains("cannot be read"));
        std::fs::write(&file, "no font").unwrap();
        assert!(choose_font(file.to_str().unwrap()).unwrap_err().contains("is no font"));
        assert_eq!(choose_font("  "), Ok(()));
        assert_eq!(choose_font("inter"), Ok(()));
        assert_eq!(choose_font(""), Ok(()));
    }

    #[test]
    fn a_broken_font_file_is_told_and_type_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("many.ttc");
        // A collection that says it has four thousand million fonts: its reader stops short on that in a debug build.
        let mut bytes = b"ttcf\x00\x01\x00\x00\xff\xff\xff\xff".to_vec();
        bytes.resize(1_000, 0);
        std::fs::write(&file, bytes).unwrap();
        let why = choose_font(file.to_str().unwrap()).unwrap_err();
        assert!(why.contains("is no font") || why.contains("is damaged"), "{why}");
        assert!(uncovered(["Ωμέγα"]).is_empty());
        let pipe = folder.path().join("pipe.ttf");
        if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
            assert!(choose_font(pipe.to_str().unwrap()).unwrap_err().contains("is no font"));
        }
    }
}
