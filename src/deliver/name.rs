//! What a file that leaves a project is called: the project, what it is, of which scenes, in which version. Two scenes, or
//! two versions, never suggest the same name.

use super::{Kind, Scope};
use crate::story::Project;

/// In bytes, so that the whole name is below what disks take (255).
const PART_MAX: usize = 70;
/// More scenes than these are counted instead of named.
const NAMED_SCENES: usize = 6;
/// What no file may be called on Windows, whatever its ending.
const RESERVED: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// The suggested name: `Harbour chase, boards, scene 2 Rooftop, v3.pdf`.
#[must_use]
pub fn file_name(project: &Project, kind: Kind, scope: &Scope, version: &str) -> String {
    named(project, kind, &scenes(project, scope), version)
}

/// The same of scenes that are named otherwise: `Harbour chase, film, 9x16, v3.mp4`.
#[must_use]
pub fn named(project: &Project, kind: Kind, part: &str, version: &str) -> String {
    let parts = [project_name(project), what(kind).to_owned(), safe(part), safe(version)];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.{}", told.join(", "), kind.extension())
}

/// The project's name as a part of a file's name.
#[must_use]
pub fn project_name(project: &Project) -> String {
    let name = safe(&project.name);
    if name.is_empty() { "Untitled".to_owned() } else { name }
}

fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::BoardsPdf => "boards",
        Kind::EstimatePdf | Kind::EstimateCsv => "estimate",
        // Players look for captions under the film's name.
        Kind::Mp4 | Kind::Srt | Kind::Gif => "film",
        Kind::ShotListCsv | Kind::ShotListXlsx | Kind::ShotListMarkdown => "shot list",
        Kind::ContactSheet => "contact sheet",
    }
}

/// The scenes as a part of a name: `scene 2 Rooftop`, `scenes 1 3`; nothing for all of them.
#[must_use]
pub fn scenes(project: &Project, scope: &Scope) -> String {
    let one = |at: usize| {
        let name = project.scenes.get(at).map_or("", |scene| scene.name.trim());
        format!("scene {} {name}", at + 1).trim_end().to_owned()
    };
    match scope {
        Scope::Project => String::new(),
        Scope::Scene(at) => one(*at),
        Scope::Scenes(places) => match &**places {
            [at] => one(*at),
            all if all.len() == project.scenes.len() => String::new(),
            some if some.len() <= NAMED_SCENES => {
                let numbers: Vec<String> = some.iter().map(|at| (at + 1).to_string()).collect();
                format!("scenes {}", numbers.join(" "))
            }
            many => format!("{} scenes", many.len()),
        },
    }
}

/// The folder of a delivery: `Harbour chase 2026-11-29 v2`.
#[must_use]
pub fn folder(project: &Project, day: jiff::civil::Date, version: u64) -> String {
    format!("{} {day} v{version}", project_name(project))
}

/// The version of a delivery's folder of any day, by its name.
#[must_use]
pub fn folder_version(project: &Project, name: &str) -> Option<u64> {
    let rest = name.strip_prefix(&project_name(project))?.strip_prefix(' ')?;
    let (day, version) = rest.split_once(" v")?;
    day.parse::<jiff::civil::Date>().ok()?;
    version.parse().ok()
}

/// A text as a part of a file's name that every system takes.
#[must_use]
pub fn safe(text: &str) -> String {
    let is_bad = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let seen = text.chars().filter(|c| !turns(*c));
    let text: String = seen.map(|c| if is_bad(c) { '-' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = text.len().min(PART_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    // A name that begins with a dot is hidden, one with a dash is an option to other programs; Windows drops dots and spaces
    // at the end.
    let text = text[..end].trim_start_matches(['.', ' ', '~', '-']).trim_end_matches(['.', ' ']);
    if RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(text)) {
        format!("{text}_")
    } else {
        text.to_owned()
    }
}

/// Signs that turn the direction of what follows, unseen: a name with one would be read otherwise than it is.
fn turns(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The version after this one: `v3` becomes `v4`, a text without a number stays.
#[must_use]
pub fn next_version(version: &str) -> String {
    let version = version.trim();
    let digits = version.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, number) = version.split_at(version.len() - digits);
    match number.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(next) => format!("{name}{next:0digits$}"),
        None => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::scene;

    #[test]
    fn names_say_project_thing_scene_and_version() {
        let mut rooftop = scene(&[4]);
        rooftop.name = "Roof: top/left".to_owned();
        let project =
            Project { name: "Harbour \"chase\"".into(), scenes: vec![scene(&[1]), rooftop], ..Project::default() };
        let name = |kind, scope: Scope, version| file_name(&project, kind, &scope, version);
        assert_eq!(name(Kind::BoardsPdf, Scope::Project, ""), "Harbour -chase-, boards.pdf");
        assert_eq!(name(Kind::Mp4, Scope::Scene(1), "v3"), "Harbour -chase-, film, scene 2 Roof- top-left, v3.mp4");
        assert_eq!(name(Kind::Mp4, Scope::Scenes([0, 1].into()), "v3"), "Harbour -chase-, film, v3.mp4");
        assert_eq!(name(Kind::EstimateCsv, Scope::Scenes([0].into()), ".."), "Harbour -chase-, estimate, scene 1.csv");
        assert_ne!(name(Kind::Gif, Scope::Scene(0), "v3"), name(Kind::Gif, Scope::Scene(1), "v3"));
        assert_eq!(file_name(&Project::default(), Kind::Srt, &Scope::Project, ""), "Untitled, film.srt");
    }

    #[test]
    fn every_name_is_one_that_disks_take() {
        let long = "長".repeat(300);
        let mut named = scene(&[4]);
        named.name.clone_from(&long);
        let project = Project { name: long.clone(), scenes: vec![named], ..Project::default() };
        let name = file_name(&project, Kind::ContactSheet, &Scope::Scene(0), &long);
        assert!(name.len() < 255 && std::path::Path::new(&name).extension().is_some_and(|it| it == "png"), "{name}");
        assert_eq!((safe("con"), safe(" .hidden. "), safe("a\n\tb")), ("con_".into(), "hidden".into(), "a--b".into()));
        assert_eq!((safe("../-rf"), safe("a\u{202E}4pm.exe\u{2069}")), ("rf".into(), "a4pm.exe".into()));
    }

    #[test]
    fn a_deliverys_folder_tells_project_day_and_version() {
        let project = Project { name: "Harbour: chase".into(), ..Project::default() };
        let name = folder(&project, jiff::civil::date(2026, 11, 29), 12);
        assert_eq!(name, "Harbour- chase 2026-11-29 v12");
        assert_eq!(folder_version(&project, &name), Some(12));
        assert_eq!(folder_version(&project, "Harbour- chase 2025-01-02 v3"), Some(3));
        for other in
            ["Harbour- chase v3", "Harbour- chase 2026-11-29", "Other 2026-11-29 v3", "Harbour- chase 2026-13-29 v3"]
        {
            assert_eq!(folder_version(&project, other), None, "{other}");
        }
    }

    #[test]
    fn versions_count_on() {
        for (version, next) in [("v3", "v4"), ("v09", "v10"), ("12", "13"), ("final", "final"), ("", ""), ("é9", "é10")]
        {
            assert_eq!(next_version(version), next);
        }
    }
}
