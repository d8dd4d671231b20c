//! A table that was out: sorted, without its zeros, with other names, back in a project whose scenes have moved. Every
//! text comes to the picture it was written for, or it is told that it does not.

use proptest::prelude::*;

use super::tests::{any_named_project, edits, import, imported, limits, two_scenes};
use super::*;
use crate::deliver::settings::Separator;
use crate::story::testing::{path, scene};
use crate::story::{Edit, SceneId, ShotId};

/// A file's cells, the header first.
type Cells = Vec<Vec<String>>;

fn cells(file: &[u8]) -> Cells {
    let text = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn file(cells: &Cells) -> Vec<u8> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for line in cells {
        writer.write_record(line).unwrap();
    }
    writer.into_inner().unwrap()
}

/// As a spreadsheet saves it: whatever it may take for a value is another text afterwards.
fn through_a_spreadsheet(cells: &mut Cells) {
    for cell in cells.iter_mut().skip(1).flatten() {
        if spreadsheet::loses_zeros_only(cell) {
            *cell = spreadsheet::without_zeros(cell).to_owned();
        } else if spreadsheet::may_change(cell) {
            *cell = "46024".to_owned();
        }
    }
}

const SCENE: usize = 0;
const NAME: usize = 2;
const PROMPT: usize = 4;

/// Which shot a line is: its last cell, behind the project's own columns.
fn id_of(line: &[String]) -> IdCell {
    IdCell::read(line.last().unwrap()).unwrap()
}

fn shot_of(line: &[String]) -> ShotId {
    id_of(line).shot
}

/// Of every shot: its picture, so that one can be told from another.
fn with_panels(mut project: Project) -> Project {
    for (at, scene) in project.scenes.iter_mut().enumerate() {
        for (place, shot) in scene.shots.iter_mut().enumerate() {
            shot.panel = Some(path(&format!("media/{at}-{place}.png")));
        }
    }
    project
}

/// Scenes and shots change places, as they do while a table is out.
fn moved(mut project: Project, moves: &[(usize, usize, usize)]) -> Project {
    for (scene, shot, to) in moves {
        let count = project.scenes.len();
        if count == 0 {
            break;
        }
        project.scenes.swap(scene % count, to % count);
        if !project.scenes[scene % count].shots.is_empty() {
            let from = &mut project.scenes[scene % count].shots;
            let shot = from.remove(shot % from.len());
            project.scenes[to % count].shots.insert(0, shot);
        }
    }
    project
}

fn shuffled(cells: &mut Cells, keys: &[u32]) {
    let header = cells.remove(0);
    let mut keyed: Vec<(u32, Vec<String>)> = keys.iter().copied().cycle().zip(cells.drain(..)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    cells.push(header);
    cells.extend(keyed.into_iter().map(|(_, line)| line));
}

fn any_moves() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((0_usize..8, 0_usize..8, 0_usize..8), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_its_ids_every_line_finds_its_shot(
        project in any_named_project(),
        keys in prop::collection::vec(any::<u32>(), 1..30),
        shot_names in prop::collection::vec(any::<bool>(), 30),
        scene_names in prop::collection::vec(any::<bool>(), 30),
        moves in any_moves(),
    ) {
        let project = with_panels(project);
        let mut table = cells(&csv(&project, Scope::Project, Separator::Comma));
        through_a_spreadsheet(&mut table);
        let mut wanted = moved(project.clone(), &moves);
        let before = wanted.clone();
        for (scene, _) in project.scenes.iter().zip(&scene_names).filter(|(_, named)| **named) {
            let name = format!("Scene called {}", scene.id);
            for line in table.iter_mut().skip(1).filter(|line| id_of(line).scene == scene.id) {
                line[SCENE].clone_from(&name);
            }
            let is_in_table = !scene.shots.is_empty();
            let scene = wanted.scenes.iter_mut().find(|wanted| wanted.id == scene.id && is_in_table);
            if let Some(scene) = scene {
                scene.name = name;
            }
        }
        for (at, line) in table.iter_mut().enumerate().skip(1) {
            line[PROMPT] = format!("Prompt {at}");
            let id = shot_of(line);
            let shot = wanted.scenes.iter_mut().flat_map(|scene| &mut scene.shots).find(|shot| shot.id == id).unwrap();
            shot.prompt.clone_from(&line[PROMPT]);
            if shot_names[at % shot_names.len()] {
                line[NAME] = format!("Name {at}");
                shot.name.clone_from(&line[NAME]);
            }
        }
        shuffled(&mut table, &keys);
        let import = import(&before, &file(&table));
        let mut after = before.clone();
        import.edit.apply(&mut after).unwrap();
        // A shot that was moved in the project is in a renamed scene's line still: the line does not move it back.
        for (after, wanted) in after.scenes.iter().zip(&wanted.scenes) {
            prop_assert_eq!(&after.name, &wanted.name, "{:?}", import.changes);
            prop_assert_eq!(&after.shots, &wanted.shots, "{:?}", import.changes);
        }
        prop_assert_eq!(after, wanted);
    }

    #[test]
    fn without_ids_no_text_comes_to_another_picture(
        lengths in prop::collection::vec(1_usize..5, 1..5),
        titled in prop::collection::vec(any::<bool>(), 5),
        step in prop::sample::select(vec![1_usize, 10]),
        keys in prop::collection::vec(any::<u32>(), 1..20),
        moves in any_moves(),
        numbers in any::<bool>(),
    ) {
        let mut project = Project::default();
        let mut count = 0;
        for (at, length) in lengths.iter().enumerate() {
            let mut scene = scene(&vec![2; *length]);
            scene.id = SceneId::new(format!("scene-{at}"));
            scene.name = if titled[at] { format!("0{at}") } else { String::new() };
            for shot in &mut scene.shots {
                count += 1;
                shot.id = ShotId::new(format!("shot-{count}"));
                shot.name = format!("{:03}", count * step);
            }
            project.scenes.push(scene);
        }
        let project = with_panels(project);
        let mut table = cells(&csv(&project, Scope::Project, Separator::Comma));
        through_a_spreadsheet(&mut table);
        for line in table.iter_mut().skip(1) {
            line[PROMPT] = format!("For {}", shot_of(line));
        }
        for line in &mut table {
            line.pop();
            if !numbers {
                line.remove(1);
            }
        }
        shuffled(&mut table, &keys);
        let before = moved(project, &moves);
        let import = import(&before, &file(&table));
        let mut after = before.clone();
        import.edit.apply(&mut after).unwrap();
        for shot in before.scenes.iter().flat_map(|scene| &scene.shots) {
            let (_, _, now) = after.find_shot(&shot.id).expect("no shot is lost");
            prop_assert_eq!(&now.panel, &shot.panel);
            prop_assert!(now.prompt == shot.prompt || now.prompt == format!("For {}", shot.id), "{} on {}", now.prompt, shot.id);
        }
    }
}

#[test]
fn a_name_that_lost_its_zeros_is_the_same_name() {
    let mut project = two_scenes();
    project.scenes[0].shots[0].name = "010".to_owned();
    project.scenes[0].shots[1].name = "020".to_owned();
    let (after, import) = imported(&project, "scene,name,prompt\nRooftop,20,Second\nRooftop,10,First\n");
    let prompts: Vec<&str> = after.scenes[0].shots.iter().map(|shot| shot.prompt.as_str()).collect();
    assert_eq!(prompts, ["First", "Second"], "{:?}", import.changes);
    assert_eq!(after.scenes[0].shots[0].name, "010");
    assert_eq!(after.scenes.len(), 2);
}

#[test]
fn lines_that_may_mean_several_shots_are_left_out_and_told() {
    let mut project = two_scenes();
    project.scenes[0].shots[0].name = "020".to_owned();
    project.scenes[0].shots[1].name = "20".to_owned();
    // Each name means its own shot, and the place tells two of one name apart.
    let (after, _) = imported(&project, "scene,name,prompt\nRooftop,20,Bare\n");
    assert_eq!(after.scenes[0].shots[1].prompt, "Bare");
    project.scenes[0].shots[1].name = "020".to_owned();
    let (after, _) = imported(&project, "scene,shot,name,prompt\nRooftop,2,20,Second\n");
    assert_eq!(after.scenes[0].shots[1].prompt, "Second");
    let import = import(&project, b"scene,name,prompt\nRooftop,20,Which\n");
    assert_eq!(edits(&import), 0);
    assert_eq!(
        import.notes[0],
        "Line 2 is called 20, as 2 shots of Rooftop are: left out, as nobody knows which is which"
    );
}

#[test]
fn a_scene_without_a_name_is_known_by_its_shots_after_a_move() {
    let mut project = two_scenes();
    project.scenes[0].name = String::new();
    project.scenes[1].shots[0].name = "0201".to_owned();
    let list = "scene,name,prompt\nScene 1,0101,One\nScene 1,0102,Two\nScene 2,0201,Three\n";
    project.scenes.swap(0, 1);
    let (after, import) = imported(&project, list);
    assert_eq!(after.scenes[1].shots[0].prompt, "One", "{:?}", import.changes);
    assert_eq!((after.scenes[1].shots[1].prompt.as_str(), after.scenes[0].shots[0].prompt.as_str()), ("Two", "Three"));
    assert_eq!(import.notes[0], "\"Scene 1\" has the shots of Scene 2 and is taken for it");
}

#[test]
fn what_a_person_does_in_the_table_is_done_in_the_project() {
    let project = with_panels(two_scenes());
    let table = || cells(&csv(&project, Scope::Project, Separator::Comma));
    let changes = |table: &Cells| {
        let file = file(table);
        let (after, import) = imported(&project, std::str::from_utf8(&file).unwrap());
        (after, import.changes, import.notes)
    };

    // A shot goes to another scene, with its picture.
    let mut moves = table();
    moves[2][SCENE] = "Scene 2".to_owned();
    let (after, told, _) = changes(&moves);
    assert_eq!(told, ["Rooftop, 0102 moves to Scene 2"]);
    assert_eq!(after.scenes[1].shots.iter().map(|shot| shot.name.as_str()).collect::<Vec<_>>(), ["0102", "0101"]);
    assert_eq!(after.scenes[1].shots[0].panel, project.scenes[0].shots[1].panel);

    // Half of a scene gets a name of its own.
    moves[2][SCENE] = "Stairs".to_owned();
    let (after, told, _) = changes(&moves);
    assert_eq!(told, ["New scene \"Stairs\"", "Rooftop, 0102 moves to Stairs"]);
    assert_eq!(after.scenes[1].name, "Stairs");

    // Two scenes change their names with each other.
    let mut swapped = table();
    swapped[1][SCENE] = "Scene two".to_owned();
    swapped[2][SCENE] = "Scene two".to_owned();
    swapped[3][SCENE] = "Rooftop".to_owned();
    let (after, told, _) = changes(&swapped);
    assert_eq!(told, ["Rooftop is renamed \"Scene two\"", "Scene 2 is renamed \"Rooftop\""]);
    assert_eq!(after.scenes[0].shots, project.scenes[0].shots);

    // A line is copied and worked on: a new shot, and the old one stays as it is.
    let mut copied = table();
    let mut copy = copied[1].clone();
    copy[PROMPT] = "Another".to_owned();
    copied.insert(1, copy);
    let (after, told, notes) = changes(&copied);
    assert_eq!(told, ["Rooftop, 0050: new shot, 4 s, \"Another\""]);
    assert_eq!(after.scenes[0].shots.len(), 3);
    assert_eq!(notes[0], "Line 2 has the id of line 3: that line is the shot, the copy is new");

    // A shot that was deleted meanwhile is told.
    let mut without = project.clone();
    let gone = Edit::RemoveShot { shot: without.scenes[0].shots[0].id.clone() };
    gone.apply(&mut without).unwrap();
    let import = import(&without, &file(&table()));
    assert_eq!(import.changes, ["Rooftop, 0101: new shot, 4 s, \"Shot 1.\""]);
    assert_eq!(import.notes, ["Line 2: its shot is not in the project, so it comes in as a new one"]);
}

#[test]
fn names_that_spreadsheets_make_dates_survive() {
    let mut project = two_scenes();
    project.scenes[0].name = "3/4".to_owned();
    project.scenes[0].shots[0].name = "1-2".to_owned();
    project.scenes[0].shots[1].name = "1E5".to_owned();
    project.scenes[0].shots[0].prompt = "50%".to_owned();
    project.scenes[0].shots[0].notes = "007".to_owned();
    let mut table = cells(&csv(&project, Scope::Project, Separator::Comma));
    through_a_spreadsheet(&mut table);
    assert_eq!(edits(&import(&project, &file(&table))), 0);
    // A table that went out bare: what became a date is no other name, and is told.
    table[1][NAME] = "02-Jan".to_owned();
    let import = import(&project, &file(&table));
    assert_eq!(edits(&import), 0);
    assert_eq!(import.notes, ["Line 2: \"02-Jan\" is what a spreadsheet makes of \"1-2\", so the name stays"]);
}

#[test]
fn copied_rows_are_a_table_with_the_line_of_names_or_with_ids() {
    assert!(read_pasted("Wide. Dusk over the roofs").is_none());
    assert!(read_pasted("a\tb\nc\td\n").is_none());
    let pasted = read_pasted("Name\tSeconds\tDialogue\n010A\t3 Sek.\t\"Run!\" she said\n").unwrap().unwrap();
    assert_eq!(pasted.rows[0].dialogue.as_deref(), Some("\"Run!\" she said"));
    let project = two_scenes();
    let table = cells(&csv(&project, Scope::Project, Separator::Comma));
    let line = table[2].join("\t").replace("Shot 2.", "Nearer");
    let table = read_pasted(&line).unwrap().unwrap();
    let plan = plan(&project, &table, &limits(), &mut || "new".to_owned()).unwrap();
    assert_eq!(plan.changes, ["Rooftop, 0102: prompt \"Shot 2.\" becomes \"Nearer\""]);
}
