//! What the documents say of the code, and the code of the documents, is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|other| other == ending) {
            found.push(path);
        }
    }
}

fn all(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join(folder), ending, &mut found);
    assert!(!found.is_empty());
    found
}

/// The headings of a document in small letters.
fn headings(document: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_lowercase).collect()
}

/// The headings that a text cites: `docs/service.md: replies, answers`.
fn cited(text: &str, document: &str) -> Vec<String> {
    let mut cited = Vec::new();
    for part in text.split(&format!("{document}: ")).skip(1) {
        let end = part.find(|c: char| !(c.is_ascii_lowercase() || c == ',' || c == ' ')).unwrap_or(part.len());
        // What comes after the first name counts as long as it is a heading's only word.
        cited.extend(part[..end].split(", ").take_while(|word| !word.contains(' ')).map(|word| word.trim().to_owned()));
    }
    cited
}

#[test]
fn citations_are_read_as_they_stand() {
    let text = "(docs/a.md: replies, answers). And docs/a.md: input, behind the switch; docs/b.md: other";
    assert_eq!(cited(text, "docs/a.md"), ["replies", "answers", "input"]);
}

#[test]
fn every_heading_that_the_code_cites_is_there() {
    let headings = headings("docs/service.md");
    let mut found = 0;
    for path in all("src", "rs").into_iter().chain(all("tests/support", "rs")) {
        for heading in cited(&fs::read_to_string(&path).unwrap(), "docs/service.md") {
            assert!(headings.contains(&heading), "{}: docs/service.md has no heading \"{heading}\"", path.display());
            found += 1;
        }
    }
    assert!(found > 10, "{found}");
}

/// The words between the marks that hold for code.
fn in_code_marks(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn the_table_of_checks_holds_every_code_of_the_program_and_no_other() {
    let text = fs::read_to_string(root().join("docs/service.md")).unwrap();
    let table = text.split("## Checks").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let told: BTreeSet<String> =
        rows.flat_map(|line| in_code_marks(line.split('|').nth(1).unwrap())).map(str::to_owned).collect();
    let mut codes = BTreeSet::new();
    for path in all("src/story/check", "rs") {
        if path.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        let code = fs::read_to_string(&path).unwrap();
        let program = code.split("\nmod tests {").next().unwrap();
        // A code is a text of small letters and hyphens alone, and has one at least.
        let texts = program.split('"').skip(1).step_by(2);
        codes.extend(
            texts
                .filter(|text| text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
                .map(str::to_owned),
        );
    }
    assert_eq!(told, codes);
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let documents =
        ["README.md", "CONTRIBUTING.md", "docs/service.md", "docs/rooms.md", "docs/manual.md", "docs/models.md"];
    let tops = ["src/", "tests/", "docs/", "assets/", "benches/"];
    let rooms = ["app/", "cli/", "ui/", "desk/", "takes/", "deliver/", "provider/", "store/", "media/", "story/"];
    let mut found = 0;
    for document in documents {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for name in text.lines().flat_map(in_code_marks).filter(|name| !name.contains([' ', '<', '{', '*'])) {
            let path = if tops.iter().any(|top| name.starts_with(top)) {
                root().join(name)
            } else if rooms.iter().any(|room| name.starts_with(room)) {
                root().join("src").join(name)
            } else {
                continue;
            };
            assert!(path.exists(), "{document} names {name}, which is not there");
            found += 1;
        }
    }
    assert!(found > 10, "{found}");
}

/// The blocks of code in a language that a document shows.
fn blocks<'a>(document: &'a str, language: &str) -> Vec<&'a str> {
    let begin = format!("```{language}\n");
    document.split(begin.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_example_of_a_model_works_as_it_is_told() {
    use storyreel::store::models::Catalogue;
    use storyreel::store::{Paths, rules};

    let text = fs::read_to_string(root().join("docs/models.md")).unwrap();
    let [example] = blocks(&text, "toml")[..] else { panic!("one whole example") };
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::at(folder.path());
    fs::create_dir_all(paths.models()).unwrap();
    fs::write(paths.models().join("example.toml"), example).unwrap();
    let catalogue = Catalogue::load(Some(&paths), &rules::shipped());
    assert_eq!(catalogue.notes, Vec::<String>::new());
    let model = catalogue.get("example-1").unwrap();
    // Every field that a model can have stands in it, but those that most have no use for.
    let fields = fs::read_to_string(root().join("src/story/model/mod.rs")).unwrap();
    let model_fields = fields.split("pub struct Model {").nth(1).unwrap().split("\n}").next().unwrap();
    for line in model_fields.lines().filter_map(|line| line.trim().strip_prefix("pub ")) {
        let field = line.split(':').next().unwrap();
        let is_shown = example.contains(&format!("{field} =")) || example.contains(&format!("[{field}]"));
        assert!(is_shown || ["elements", "seed", "warning"].contains(&field), "docs/models.md does not show {field}");
    }
    assert_eq!((model.choices.len(), model.ways.len(), model.prices.len()), (2, 2, 3));
}
