//! Names, ids and texts of a project.

use super::*;

#[test]
fn dialogue_follows_the_prompt_in_quotation_marks() {
    let shot =
        |prompt: &str, dialogue: &str| Shot { prompt: prompt.into(), dialogue: dialogue.into(), ..Shot::default() };
    assert_eq!(shot("Wide.", "").own_text(), "Wide.");
    assert_eq!(shot("Wide. ", " \n").own_text(), "Wide. ");
    assert_eq!(shot("Wide.", "“Run!”").own_text(), "Wide. \"Run!\"");
    assert_eq!(shot("Wide.", "She said \"run\"").own_text(), "Wide. \"She said 'run'\"");
}

#[test]
fn the_style_goes_before_every_prompt_and_an_empty_one_changes_nothing() {
    let shot = Shot { prompt: " Wide.".into(), dialogue: "Run!".into(), ..Shot::default() };
    let mut project = Project { style: " Ink wash, 16 mm \n".into(), ..Project::default() };
    assert_eq!(project.sent_text(&shot), "Ink wash, 16 mm Wide. \"Run!\"");
    project.style = " \n".into();
    assert_eq!(project.sent_text(&shot), " Wide. \"Run!\"");
    let older: Project = serde_json::from_str(r#"{"scenes":[]}"#).unwrap();
    assert!(!serde_json::to_string(&older).unwrap().contains("style"));
}

#[test]
fn a_picture_has_one_of_the_ratios_or_none() {
    assert_eq!(Aspect::of(1280, 720), Some(Aspect::Wide));
    assert_eq!(Aspect::of(720, 1281), Some(Aspect::Tall));
    assert_eq!(Aspect::of(1000, 1010), Some(Aspect::Square));
    assert_eq!((Aspect::of(1000, 900), Aspect::of(4, 3), Aspect::of(3000, 2000)), (None, None, None));
    assert_eq!(Aspect::of(0, 0), Some(Aspect::Square));
}

#[test]
fn shots_without_names_get_free_ones_however_many_there_are() {
    let shot = |name: &str| Shot { name: name.to_owned(), ..Shot::default() };
    let named = ["", "010C", "", " ", "010A", ""].map(shot).to_vec();
    let mut project = Project { scenes: vec![Scene { shots: named, ..Scene::default() }], ..Project::default() };
    project.complete(&mut || uuid());
    let names: Vec<&str> = project.scenes[0].shots.iter().map(|shot| shot.name.as_str()).collect();
    assert_eq!(names, ["010B", "010C", "010D", "010E", "010A", "010F"]);
    // In the square of their number this would take minutes, in its cube days.
    let shots = vec![Shot::default(); 100_000];
    let mut many = Project { scenes: vec![Scene { shots, ..Scene::default() }], ..Project::default() };
    many.complete(&mut || uuid());
    let names: HashSet<&str> = many.scenes[0].shots.iter().map(|shot| shot.name.as_str()).collect();
    assert_eq!(names.len(), 100_000);
}

/// An id that nothing has yet.
fn uuid() -> String {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("id {}", NEXT.fetch_add(1, Ordering::Relaxed))
}

#[test]
fn missing_and_double_ids_are_made() {
    let json = r#"{"scenes":[{"shots":[{"prompt":"a","seconds":1,"id":"x"},{"prompt":"b","seconds":2,"id":"x","name":"010A"}]},{"id":"x"}]}"#;
    let mut project: Project = serde_json::from_str(json).unwrap();
    let mut n = 0;
    project.complete(&mut || {
        n += 1;
        format!("new{n}")
    });
    assert_eq!(project.scenes[0].shots[0].id.as_str(), "x");
    assert_eq!(project.scenes[0].shots[0].name, "010B");
    assert_eq!(project.scenes[0].shots[1].name, "010A");
    let mut ids: Vec<_> = project.scenes.iter().map(|s| s.id.to_string()).collect();
    ids.extend(project.scenes[0].shots.iter().map(|s| s.id.to_string()));
    ids.push(project.id.to_string());
    let unique: HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    assert!(!ids.iter().any(String::is_empty));
}
