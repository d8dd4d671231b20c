//! A shot list that comes back as it went out changes nothing; one that was worked on changes just that.

use proptest::prelude::*;

use super::*;
use crate::deliver::settings::Separator;
use crate::story::rules::Limits;
use crate::story::testing::{Ids, any_name, any_project, any_seconds, any_text, element, scene};
use crate::story::{Edit, Scene, SceneId};

pub(super) fn limits() -> Limits {
    crate::story::rules::shipped().limits
}

pub(super) fn import(project: &Project, file: &[u8]) -> Import {
    plan(project, &read(file).unwrap(), &limits(), &mut || Ids(ids()).next()).unwrap()
}

/// A number that grows from call to call, so that ids differ.
fn ids() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(super) fn imported(project: &Project, file: &str) -> (Project, Import) {
    let import = import(project, file.as_bytes());
    let mut after = project.clone();
    let undo = import.edit.apply(&mut after).unwrap();
    let mut back = after.clone();
    undo.apply(&mut back).unwrap();
    assert_eq!(&back, project, "one undo takes all of it back");
    (after, import)
}

pub(super) fn edits(import: &Import) -> usize {
    match &import.edit {
        Edit::Batch { edits, .. } => edits.len(),
        other => panic!("{other:?}"),
    }
}

pub(super) fn two_scenes() -> Project {
    let mut first = scene(&[4, 5]);
    first.name = "Rooftop".to_owned();
    let mut second = scene(&[3]);
    second.id = SceneId::new("second");
    second.shots[0].id = crate::story::ShotId::new("other");
    Project { name: "Harbour".to_owned(), scenes: vec![first, second], ..Project::default() }
}

/// The lines of each scene: name, seconds, prompt.
fn shots(project: &Project) -> Vec<Vec<(String, u32, String)>> {
    let line = |shot: &Shot| (shot.name.clone(), shot.seconds.0, shot.prompt.clone());
    project.scenes.iter().map(|scene| scene.shots.iter().map(line).collect()).collect()
}

#[test]
fn a_shot_list_is_a_table_that_spreadsheets_read() {
    let mut project = two_scenes();
    project.elements.push(element("mara"));
    project.scenes[0].shots[0].prompt = "@mara runs, \"fast\"".to_owned();
    project.scenes[0].shots[1].notes = "=1+1\nsecond line".to_owned();
    let text = String::from_utf8(csv(&project, Scope::Project, Separator::Comma)).unwrap();
    assert_eq!(
        text,
        "scene,shot,name,seconds,prompt,dialogue,notes,elements,id\r\n\
         Rooftop,1,0101,4,\"'@mara runs, \"\"fast\"\"\",,,mara,shot:scene/shot%2D1/343314f47a5e9ed3\r\n\
         Rooftop,2,0102,5,Shot 2.,,\"'=1+1\nsecond line\",,shot:scene/shot%2D2/343314f4e357cf69\r\n\
         Scene 2,1,0101,3,Shot 1.,,,,shot:second/other/985555447a5e9ed3\r\n"
    );
    let one = String::from_utf8(csv(&project, Scope::Scene(1), Separator::Comma)).unwrap();
    assert_eq!(one.lines().count(), 2);
    project.scenes[0].shots[0].prompt = "Déjà vu".to_owned();
    assert!(csv(&project, Scope::Project, Separator::Comma).starts_with("\u{feff}scene".as_bytes()));
}

#[test]
fn a_projects_own_columns_go_out_and_come_back() {
    let mut project = two_scenes();
    project.columns = ["Sound", "Legal", "Comment"].map(str::to_owned).into();
    project.scenes[0].shots[0].columns.insert("Sound".to_owned(), "=Rain, loud".to_owned());
    project.scenes[0].shots[1].columns.insert("Legal".to_owned(), "Two\nlines".to_owned());
    let text = String::from_utf8(csv(&project, Scope::Project, Separator::Comma)).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], "scene,shot,name,seconds,prompt,dialogue,notes,elements,Sound,Legal,Comment (column),id");
    assert!(lines[1].contains(",,,,\"'=Rain, loud\",,,shot:"), "{text}");
    let (same, unchanged) = imported(&project, &text);
    assert_eq!((&same, edits(&unchanged), unchanged.notes.len()), (&project, 0, 0));

    let worked_on = text.replace("'=Rain, loud", "Thunder").replace("Sound", "SOUND").replace("Two\nlines", "");
    let (after, import) = imported(&project, &worked_on);
    assert_eq!(
        import.changes,
        [
            "Rooftop, 0101: Sound \"=Rain, loud\" becomes \"Thunder\"",
            "Rooftop, 0102: Legal \"Two lines\" becomes nothing"
        ]
    );
    assert_eq!((after.scenes[0].shots[0].column("Sound"), after.scenes[0].shots[1].columns.len()), ("Thunder", 0));
    let (after, _) = imported(&project, "name,prompt,sound,Comment (column)\nnew,Wide.,Wind,Ask them\n");
    let new = after.scenes.iter().flat_map(|scene| &scene.shots).find(|shot| shot.name == "new").unwrap();
    assert_eq!((new.column("Sound"), new.column("Comment"), new.columns.len()), ("Wind", "Ask them", 2));
    // A row that was copied without the line of names.
    let row = "Rooftop\t1\t0101\t4\tShot 1.\t\t\t\tHail\t\t\t";
    let id = lines[1].rsplit(',').next().unwrap();
    let table = read_pasted(&format!("{row}{id}\n")).unwrap().unwrap();
    let import = plan(&project, &table, &limits(), &mut || "id".to_owned()).unwrap();
    assert_eq!(import.changes, ["Rooftop, 0101: Sound \"=Rain, loud\" becomes \"Hail\""]);

    let text = markdown(&project, Scope::Scene(0));
    assert!(text.contains("| Elements | Sound | Legal | Comment |\n|---|--:|---|---|---|---|---|---|---|\n"), "{text}");
    assert!(text.contains("|  |  |  | =Rain, loud |  |  |\n"), "{text}");
}

#[test]
fn markdown_has_a_table_for_each_scene_and_takes_no_mark_for_its_own() {
    let mut project = two_scenes();
    project.scenes[0].shots[0].prompt = "A | b\n*c* <d>".to_owned();
    project.scenes.push(Scene::default());
    let text = markdown(&project, Scope::Project);
    assert!(text.starts_with("# Harbour\n\n## Scene 1 · Rooftop\n\n9 s, Standard, 16:9\n"), "{text}");
    assert!(text.contains("| 0101 | 4 | A \\| b<br>\\*c\\* &lt;d> |  |  |  |\n"), "{text}");
    assert!(text.ends_with("## Scene 3\n\n0 s, Standard, 16:9\n\nNo shots yet\n"), "{text}");
}

#[test]
fn what_was_changed_in_the_table_changes_in_the_project_and_is_told() {
    let project = two_scenes();
    let (after, import) = imported(
        &project,
        "Scene;Name;Duration;Prompt;Camera\r\nrooftop ;0102;6 s;Shot 2.;A\r\nScene 2;0101;2,5;\"New; text\";B\r\n",
    );
    assert_eq!(shots(&after)[0][1], ("0102".to_owned(), 6, "Shot 2.".to_owned()));
    assert_eq!(shots(&after)[1][0], ("0101".to_owned(), 3, "New; text".to_owned()));
    assert_eq!(
        import.changes,
        ["Rooftop, 0102: 5 s becomes 6 s", "Scene 2, 0101: prompt \"Shot 1.\" becomes \"New; text\""]
    );
    assert_eq!(
        import.notes,
        [
            "The column \"Camera\" is not known and is left out",
            "Line 3: 2,5 becomes 3 s, as shots last whole seconds",
            "1 shot of Rooftop is not in the file and stays as before"
        ]
    );
}

#[test]
fn new_lines_make_shots_where_they_stand() {
    let project = two_scenes();
    let (after, import) = imported(
        &project,
        "scene,shot,name,seconds,prompt\nRooftop,,0100,1,First\nRooftop,1,,,Shot 1.\n,,,2,Between\nRooftop,2,,,Shot 2.\n",
    );
    let names: Vec<_> = shots(&after)[0].iter().map(|(name, seconds, _)| (name.clone(), *seconds)).collect();
    let expected = [("0100", 1), ("0101", 4), ("0101A", 2), ("0102", 5)];
    assert_eq!(names, expected.map(|(name, seconds)| (name.to_owned(), seconds)));
    assert_eq!(edits(&import), 2);
    assert_eq!(import.changes[0], "Rooftop, 0100: new shot, 1 s, \"First\"");
}

#[test]
fn scenes_that_do_not_fit_a_request_go_on_in_scenes_of_their_own() {
    let mut project = two_scenes();
    project.scenes[0].tier = crate::story::Tier::Pro;
    let file = "scene,name,seconds,prompt\n\
        Rooftop,0101,4,Shot 1.\nRooftop,0102,5,Shot 2.\nRooftop,c,6,C\nRooftop,d,1,D\nRooftop,e,20,E\n\
        Market,1,2,x\nMarket,2,2,x\nMarket,3,2,x\nMarket,4,2,x\nMarket,5,2,x\nMarket,6,2,x\nMarket,7,2,x\n";
    let (after, import) = imported(&project, file);
    let parts: Vec<(String, Vec<String>)> = after
        .scenes
        .iter()
        .map(|scene| (scene.name.clone(), scene.shots.iter().map(|shot| shot.name.clone()).collect()))
        .collect();
    let expected: [(&str, &[&str]); 6] = [
        ("Rooftop", &["0101", "0102", "c"]),
        ("Rooftop, part 2", &["d"]),
        ("Rooftop, part 3", &["e"]),
        ("Market", &["1", "2", "3", "4", "5", "6"]),
        ("Market, part 2", &["7"]),
        ("", &["0101"]),
    ];
    let expected = expected.map(|(name, shots)| (name.to_owned(), shots.iter().map(|s| (*s).to_owned()).collect()));
    assert_eq!(parts, expected);
    assert_eq!(after.scenes[1].tier, crate::story::Tier::Pro, "a part is made as its scene is");
    assert!(
        import
            .changes
            .contains(&"Rooftop takes 6 shots and 15 s: d on goes to the new scene \"Rooftop, part 2\"".to_owned()),
        "{:?}",
        import.changes
    );
    assert!(import.notes.iter().any(|note| note.contains("Rooftop, part 3 lasts 20 s now")), "{:?}", import.notes);
    let (again, import) = imported(&after, file);
    assert_eq!((again, edits(&import)), (after, 0), "the same file once more changes nothing");
}

#[test]
fn a_new_project_takes_the_first_scene_of_a_file_for_its_own() {
    let blank = Scene { id: SceneId::new("blank"), ..Scene::default() };
    let project = Project { scenes: vec![blank], ..Project::default() };
    let (after, _) = imported(&project, "scene,prompt\nPier,Wide.\n,Close.\nBoat,\n");
    assert_eq!(after.scenes.iter().map(|scene| scene.name.as_str()).collect::<Vec<_>>(), ["Pier", "Boat"]);
    assert_eq!(shots(&after)[0][1], ("010B".to_owned(), 3, "Close.".to_owned()));
    let (after, _) = imported(&project, "scene,prompt\n1,Wide.\n2,Close.\n");
    assert_eq!(after.scenes.iter().map(|scene| scene.name.as_str()).collect::<Vec<_>>(), ["", ""]);
    let none = Project::default();
    let (after, _) = imported(&none, "prompt\nWide.\n");
    assert_eq!(shots(&after)[0].len(), 1);
}

#[test]
fn files_of_every_spreadsheet_are_read() {
    let rows = |file: &[u8]| read(file).unwrap().rows;
    let plain = rows("scene,name,prompt\n1,a,\"x, \"\"y\"\"\nz\"\n".as_bytes());
    assert_eq!(plain[0].prompt.as_deref(), Some("x, \"y\"\nz"));
    let forms = [
        "\u{feff}scene,name,prompt\r\n1,a,\"x, \"\"y\"\"\r\nz\"\r\n",
        "sep=;\nscene;name;prompt\n1;a;\"x, \"\"y\"\"\nz\"\n",
        "\n\nScene\tShot name\tDescription\n1\ta\t\"x, \"\"y\"\"\nz\"\n\t\t\n",
    ];
    for form in forms {
        let read = rows(form.as_bytes());
        assert_eq!((&read[0].prompt, &read[0].name), (&plain[0].prompt, &plain[0].name), "{form}");
    }
    let wide: Vec<u8> = "\u{feff}name\tprompt\n走\té\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&wide)[0].name, "走");
    let old = read(b"name;prompt\r\na;\xE9t\xE9 \x96 \x80\r\n").unwrap();
    assert_eq!(old.rows[0].prompt.as_deref(), Some("été – €"));
    assert!(old.notes[0].contains("Windows-1252"), "{:?}", old.notes);
    let rate = rows(b"name;Duration (25 fps)\na;00:00:03:24\nb;00:00:03:00\n");
    assert_eq!((rate[0].seconds, rate[1].seconds), (Some(Seconds(4)), Some(Seconds(3))));
    let lengths = rows(b"name,seconds\na,4 s\nb,0:05\nc,1:00\nd,\ne,7.0\n");
    let lengths: Vec<_> = lengths.iter().map(|row| row.seconds.map(|seconds| seconds.0)).collect();
    assert_eq!(lengths, [Some(4), Some(5), Some(60), None, Some(7)]);
    assert_eq!(rows(b"name,prompt\na,'=x\nb,'Tis\n")[0].prompt.as_deref(), Some("=x"));
    assert_eq!(rows(b"name,prompt\na,'=x\nb,'Tis\n")[1].prompt.as_deref(), Some("'Tis"));
}

#[test]
fn what_is_no_shot_list_is_refused_in_a_sentence() {
    let refused = |file: &[u8]| read(file).unwrap_err().to_string();
    assert!(refused(b"").contains("names no columns"));
    assert!(refused(b"1,2,3\n4,5,6\n").contains("names no columns"));
    assert!(refused(b"scene,elements\n1,mara\n").contains("names no columns"));
    assert!(refused(b"name,prompt\na,\x81\xE9\n").contains("no text"));
    assert!(refused(b"\xEF\xBB\xBFname,prompt\na,\xE9t\xE9\n").contains("encoding"));
    assert!(refused(b"prompt,action\na,b\n").contains("\"prompt\" is named twice"));
    assert_eq!(
        refused(b"name,prompt\na,b\nb,\"open\nc,d\n"),
        "a quotation mark is opened and never closed; look at line 3 of the file"
    );
    for bad in ["soon", "-1", "1e99", "nan", "4294967296"] {
        let text = refused(format!("name,seconds\na,1\nb,{bad}\n").as_bytes());
        assert_eq!(text, format!("line 3: the length \"{bad}\" is no number of seconds"));
    }
    assert_eq!(refused(b"name,seconds\na,0\n"), "line 2: a shot cannot last \"0\"; 1 s is the least");
    assert!(refused(b"name,tc\na,00:00:01:24\n").starts_with("line 2: \"00:00:01:24\" has no such frame at 24"));
    let wide = format!("name{}", ",x".repeat(1_000_000));
    assert!(refused(wide.as_bytes()).contains("more than 20000 columns"));
    let many = format!("name\n{}", "a\n".repeat(5001));
    assert!(refused(many.as_bytes()).contains("bring them in by parts"));
}

/// A project whose scenes and shots have names, some of them the same, some odd.
pub(super) fn any_named_project() -> impl Strategy<Value = Project> {
    let names = prop::collection::vec(any_odd(), 40);
    (any_project(), names).prop_map(|(mut project, names)| {
        let mut names = names.into_iter().cycle();
        for scene in &mut project.scenes {
            scene.name = names.next().unwrap_or_default();
            for shot in &mut scene.shots {
                shot.name = names.next().unwrap_or_default();
            }
        }
        project
    })
}

fn any_odd() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any_name(),
        2 => prop::sample::select(vec!["", " ", "2", "Scene 1", "Scene 2", "A", "a", " A", "'", "=A", "-", "\r\n", "A (1)"])
            .prop_map(str::to_owned),
        1 => any_text(),
    ]
}

/// The file with another mark between its cells, as other spreadsheets write it.
fn with_delimiter(file: &[u8], delimiter: u8) -> Vec<u8> {
    let text = file.strip_prefix("\u{feff}".as_bytes()).unwrap_or(file);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_went_out_and_comes_back_changes_nothing(project in any_named_project()) {
        let file = csv(&project, Scope::Project, Separator::Comma);
        for file in [with_delimiter(&file, b';'), with_delimiter(&file, b'\t'), file] {
            let import = import(&project, &file);
            prop_assert_eq!(edits(&import), 0, "{:?} from {:?}", import.changes, String::from_utf8_lossy(&file));
            prop_assert!(import.changes.is_empty() && import.notes.is_empty(), "{:?}", import.notes);
        }
        for scene in 0..project.scenes.len() {
            let import = import(&project, &csv(&project, Scope::Scene(scene), Separator::Comma));
            prop_assert_eq!(edits(&import), 0);
        }
    }

    #[test]
    fn what_is_written_into_the_table_comes_back_to_its_letter(
        project in any_named_project(),
        texts in prop::collection::vec((any_odd(), any_text(), any_text(), any_seconds().prop_map(|s| s.max(Seconds(1)))), 1..40),
    ) {
        let mut edited = project.clone();
        let shots = edited.scenes.iter_mut().flat_map(|scene| &mut scene.shots);
        for (shot, (prompt, dialogue, notes, seconds)) in shots.zip(&texts) {
            shot.prompt = with_plain_line_ends(prompt);
            shot.dialogue = with_plain_line_ends(dialogue);
            shot.notes = with_plain_line_ends(notes);
            shot.seconds = *seconds;
        }
        let import = import(&project, &csv(&edited, Scope::Project, Separator::Comma));
        let mut after = project.clone();
        let undo = import.edit.apply(&mut after).unwrap();
        let told = |project: &Project| -> Vec<Shot> { project.scenes.iter().flat_map(|scene| scene.shots.clone()).collect() };
        for (after, edited) in told(&after).iter().zip(told(&edited)) {
            let plain = |text: &str| with_plain_line_ends(text);
            prop_assert_eq!((plain(&after.prompt), plain(&after.dialogue)), (plain(&edited.prompt), plain(&edited.dialogue)));
            prop_assert_eq!((plain(&after.notes), after.seconds), (plain(&edited.notes), edited.seconds));
        }
        undo.apply(&mut after).unwrap();
        prop_assert_eq!(after, project);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), text in any_text()) {
        let _ = read(&bytes);
        if let Ok(table) = read(format!("scene,name,prompt\n{text}").as_bytes()) {
            let project = two_scenes();
            let mut after = project.clone();
            let import = plan(&project, &table, &limits(), &mut || Ids(ids()).next()).unwrap();
            import.edit.apply(&mut after).unwrap();
        }
    }
}
