//! What the words of the palette find: commands that are called so, then scenes, elements and shots, then commands that only
//! have the letters somewhere.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use crate::story::check::count_of;
use crate::story::{ElementId, Project, SceneId, ShotId};
use crate::ui::command::{self, Command, HelpCommand, MENUS};

/// Of each kind of thing at most so many are shown.
const SCENES_MOST: usize = 12;
const ELEMENTS_MOST: usize = 8;
const SHOTS_MOST: usize = 30;

/// As much of a prompt as a line has room for.
const PROMPT_MOST: usize = 80;

/// Where a line leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Go {
    Command(Command),
    Scene(SceneId),
    Shot(SceneId, ShotId),
    Element(ElementId),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hit {
    pub go: Go,
    pub name: String,
    pub about: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    pub hits: Vec<Hit>,
    /// So many things are called so beside those.
    pub more: usize,
}

/// What these words find; for none all commands.
pub(super) fn search(query: &str, project: &Project) -> Found {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let commands = commands(query);
    if words.is_empty() {
        return Found { hits: commands.into_iter().map(hit_of).collect(), more: 0 };
    }
    let is_called_so = |command: &Command| rank(&words, &Entry::of(*command).text).is_some();
    let (mut called, with_letters): (Vec<_>, Vec<_>) = commands.into_iter().partition(is_called_so);
    // Those that are called exactly so before those that have the words somewhere.
    let phrase = words.join(" ");
    // What is about the selected shot before what is about its scene's frames: drawing means the panel in the hand.
    called.sort_by_key(|command| (!command.text().to_lowercase().contains(&phrase), is_of_a_frame(*command)));
    let mut found = Found { hits: called.into_iter().map(hit_of).collect(), more: 0 };
    found.add(scenes(&words, project), SCENES_MOST);
    found.add(elements(&words, project), ELEMENTS_MOST);
    found.add(shots(&words, project), SHOTS_MOST);
    found.hits.extend(with_letters.into_iter().map(hit_of));
    found
}

fn is_of_a_frame(command: Command) -> bool {
    matches!(command, Command::Frame(..))
}

impl Found {
    /// The nearest of these, those as near in the story's order.
    fn add(&mut self, mut hits: Vec<(usize, Hit)>, most: usize) {
        hits.sort_by_key(|(rank, _)| *rank);
        self.more += hits.len().saturating_sub(most);
        self.hits.extend(hits.into_iter().take(most).map(|(_, hit)| hit));
    }
}

fn scenes(words: &[String], project: &Project) -> Vec<(usize, Hit)> {
    let scene = |(at, scene): (usize, &crate::story::Scene)| {
        let name = scene_name(project, at);
        let about = format!("{} · {}", count_of(scene.shots.len(), "shot"), scene.seconds());
        Some((rank(words, &name)?, Hit { go: Go::Scene(scene.id.clone()), name, about }))
    };
    project.scenes.iter().enumerate().filter_map(scene).collect()
}

fn elements(words: &[String], project: &Project) -> Vec<(usize, Hit)> {
    let element = |element: &crate::story::Element| {
        let (name, rank) = near(words, format!("Element @{}", element.name), &element.description)?;
        let about = count_of(element.images.len(), "picture");
        Some((rank, Hit { go: Go::Element(element.id.clone()), name, about }))
    };
    project.elements.iter().filter_map(element).collect()
}

fn shots(words: &[String], project: &Project) -> Vec<(usize, Hit)> {
    let mut hits = Vec::new();
    for (at, scene) in project.scenes.iter().enumerate() {
        for (number, shot) in scene.shots.iter().enumerate() {
            let name = format!("Shot {} · {} · {}", number + 1, shot.name, scene_name(project, at));
            let Some((name, rank)) = near(words, name, &shot.prompt) else { continue };
            let prompt = shot.prompt.trim().replace('\n', " ");
            let mut about: String = prompt.chars().take(PROMPT_MOST).collect();
            if about.len() < prompt.len() {
                about.push('…');
            }
            hits.push((rank, Hit { go: Go::Shot(scene.id.clone(), shot.id.clone()), name, about }));
        }
    }
    hits
}

/// "Scene 3 · Rooftop", or "Scene 3" where it has no name.
fn scene_name(project: &Project, at: usize) -> String {
    let number = format!("Scene {}", at + 1);
    match project.scenes.get(at).map(|scene| scene.name.trim()) {
        Some(name) if !name.is_empty() => format!("{number} · {name}"),
        _ => number,
    }
}

/// A name with how near the words are to it; those that it has not may stand in a text beside.
fn near(words: &[String], name: String, text: &str) -> Option<(String, usize)> {
    // What is called so comes before what only says so.
    const IN_TEXT: usize = 1000;
    let rank = rank(words, &name).or_else(|| Some(IN_TEXT + rank(words, &format!("{name} {text}"))?))?;
    Some((name, rank))
}

/// How far a text is from having all these words: 0 where each is a word of it, more where they only begin one or stand
/// within one. Nothing where one stands nowhere.
fn rank(words: &[String], text: &str) -> Option<usize> {
    let text = text.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    words
        .iter()
        .map(|word| {
            let far = text.match_indices(word.as_str()).map(|(at, found)| {
                let (before, after) = (&text[..at], &text[at + found.len()..]);
                let begins = !before.chars().next_back().is_some_and(is_part);
                let ends = !after.chars().next().is_some_and(is_part);
                match (begins, ends) {
                    (true, true) => 0,
                    (true, false) => 1,
                    (false, _) => 3,
                }
            });
            far.min()
        })
        .sum()
}

fn hit_of(command: Command) -> Hit {
    let name = command.text().trim_end_matches('…').to_owned();
    Hit { go: Go::Command(command), name, about: menu_of(command).to_owned() }
}

fn menu_of(command: Command) -> &'static str {
    let is_in = |menu: &&command::Menu| menu.commands().any(|of_menu| of_menu == command);
    MENUS.iter().find(is_in).map_or("", |menu| menu.title)
}

/// The commands whose name or menu has these letters in this order, the nearest first; all of them for no letters.
fn commands(query: &str) -> Vec<Command> {
    if query.trim().is_empty() {
        return MENUS
            .iter()
            .flat_map(command::Menu::commands)
            .filter(|command| *command != Command::Help(HelpCommand::FindCommand))
            .collect();
    }
    let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let found = pattern.match_list(command::all().map(Entry::of), &mut matcher);
    found
        .into_iter()
        .map(|(entry, _)| entry.command)
        .filter(|command| *command != Command::Help(HelpCommand::FindCommand))
        .collect()
}

struct Entry {
    command: Command,
    text: String,
}

impl Entry {
    fn of(command: Command) -> Self {
        Self { command, text: format!("{} {}", command.text(), menu_of(command)) }
    }
}

impl AsRef<str> for Entry {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Element, Scene, Shot};
    use crate::ui::command::{EditCommand, ExportCommand, SceneCommand, ShotCommand};

    fn project() -> Project {
        let shot = |prompt: &str| Shot {
            id: ShotId::new(prompt),
            name: "010A".to_owned(),
            prompt: prompt.to_owned(),
            ..Shot::default()
        };
        let scene = |(at, name): (usize, &&str)| Scene {
            id: SceneId::new(format!("scene-{}", at + 1)),
            name: (*name).to_owned(),
            shots: vec![shot(&format!("Wide of {name}")), shot(&format!("The roof behind {name}"))],
            ..Scene::default()
        };
        let names = ["Harbour", "Rooftop", "", "Split level"];
        let element = Element { id: ElementId::new("m"), name: "mara".to_owned(), ..Element::default() };
        let scenes = names.iter().enumerate().map(scene).collect();
        Project { scenes, elements: vec![element], ..Project::default() }
    }

    fn names(query: &str) -> Vec<String> {
        search(query, &project()).hits.into_iter().map(|hit| hit.name).collect()
    }

    #[test]
    fn a_few_letters_find_a_command() {
        for (query, command) in [
            ("split", Command::Shot(ShotCommand::Split)),
            ("splplay", Command::Shot(ShotCommand::Split)),
            ("dist ev", Command::Scene(SceneCommand::Distribute)),
            ("EXPORT BOARDS", Command::Export(ExportCommand::Boards)),
            ("length 4", Command::Length(4)),
            ("undo", Command::Edit(EditCommand::Undo)),
            ("move to scene", Command::Shot(ShotCommand::MoveTo)),
            ("drawing program", Command::Shot(ShotCommand::DrawPanel)),
            ("drawing", Command::Shot(ShotCommand::DrawPanel)),
        ] {
            let found = search(query, &Project::default()).hits;
            let place = found.iter().position(|found| found.go == Go::Command(command));
            assert!(place.is_some_and(|place| place < 3), "{query}: {found:?}");
        }
        assert_eq!(search("split", &project()).hits[0].go, Go::Command(Command::Shot(ShotCommand::Split)));
        assert!(search("xyzzy", &project()).hits.is_empty());
        assert_eq!(
            search(" ", &project()).hits.len(),
            command::all().count() - 1,
            "nothing typed finds commands alone"
        );
    }

    #[test]
    fn things_are_found_by_name_and_number_and_text_behind_commands() {
        assert_eq!(names("rooftop")[..2], ["Scene 2 · Rooftop", "Shot 1 · 010A · Scene 2 · Rooftop"]);
        assert_eq!(names("mara")[0], "Element @mara");
        assert_eq!(names("behind harbour")[0], "Shot 2 · 010A · Scene 1 · Harbour");
        let found = names("split");
        assert_eq!(found[0], "Split at the playhead");
        assert!(found.contains(&"Scene 4 · Split level".to_owned()));
        let found = names("scene 3");
        let place = |name: &str| found.iter().position(|found| found == name).unwrap();
        assert!(place("Scene 3") < place("Shot 1 · 010A · Scene 3"), "{found:?}");
    }

    #[test]
    fn the_nearest_comes_first_and_no_kind_crowds_out_the_others() {
        let mut project = project();
        let many = (0..100).map(|n| Scene { id: SceneId::new(format!("s{n}")), ..project.scenes[n % 3].clone() });
        project.scenes = many.collect();
        let found = search("3", &project);
        let scenes = found.hits.iter().filter(|hit| matches!(hit.go, Go::Scene(_))).collect::<Vec<_>>();
        assert_eq!(scenes[0].name, "Scene 3");
        assert_eq!(scenes.len(), SCENES_MOST);
        let shots = found.hits.iter().filter(|hit| matches!(hit.go, Go::Shot(..))).count();
        assert!(shots <= SHOTS_MOST && found.more > 0);
    }
}
