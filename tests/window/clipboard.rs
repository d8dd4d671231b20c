//! Shots through the clipboard: copied, cut, and pasted here and in another window; and what comes in there by other ways.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use storyreel::story::{Project, Shot};

const CTRL: Modifiers = Modifiers::COMMAND;

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn project(editor: &Editor) -> Project {
    editor.harness.state().desk().project().clone()
}

fn shots(editor: &Editor) -> Vec<Shot> {
    project(editor).scenes[0].shots.clone()
}

fn undo_label(editor: &Editor) -> Option<String> {
    editor.harness.state().desk().history().undo_label().map(str::to_owned)
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

fn select(editor: &mut Editor, shot: usize, modifiers: Modifiers) {
    editor.harness.get_by_label_contains(&format!("Shot {shot}, ")).click_modifiers(modifiers);
    editor.harness.run_ok();
}

/// What a frame put into the clipboard, where it is text.
fn clipboard(editor: &mut Editor, event: Event) -> Option<String> {
    editor.harness.event(event);
    let mut text = None;
    for _ in 0..4 {
        editor.harness.step();
        for command in &editor.harness.output().platform_output.commands {
            if let egui::OutputCommand::CopyText(copied) = command {
                text = Some(copied.clone());
            }
        }
    }
    editor.harness.run_ok();
    text
}

fn paste(editor: &mut Editor, text: &str) {
    editor.harness.event(Event::Paste(text.to_owned()));
    editor.harness.run_ok();
}

/// The same but for ids and names, which are new.
fn same(one: &Shot, other: &Shot) -> bool {
    Shot { id: other.id.clone(), name: other.name.clone(), ..one.clone() } == *other
}

#[test]
fn shots_are_copied_cut_and_pasted() {
    let mut editor = editor();
    let before = shots(&editor);
    select(&mut editor, 2, Modifiers::NONE);
    select(&mut editor, 4, CTRL);
    let copied = clipboard(&mut editor, Event::Copy).unwrap();
    assert!(copied.starts_with("{\n  \"storyreel_shots\": 1,"), "readable, with its version: {copied}");
    assert!(copied.contains(&before[1].prompt) && editor.has("Copied 2 shots"));
    select(&mut editor, 5, Modifiers::NONE);
    paste(&mut editor, &copied);
    let now = shots(&editor);
    assert_eq!(now.len(), before.len() + 2);
    assert!(same(&now[5], &before[1]) && same(&now[6], &before[3]), "{now:?}");
    assert!(editor.has("Pasted 2 shots"));
    assert_eq!(undo_label(&editor).as_deref(), Some("Paste 2 shots"));
    press(&mut editor, CTRL, Key::Z);
    assert_eq!(shots(&editor), before, "one step");

    select(&mut editor, 3, Modifiers::NONE);
    let cut = clipboard(&mut editor, Event::Cut).unwrap();
    assert_eq!(shots(&editor).len(), before.len() - 1);
    assert_eq!(undo_label(&editor).as_deref(), Some("Cut shot 3"));
    select(&mut editor, 1, Modifiers::NONE);
    paste(&mut editor, &cut);
    assert_eq!(shots(&editor)[1].prompt, before[2].prompt);
    assert_eq!(shots(&editor)[1].name, before[2].name, "its name is free again");
}

#[test]
fn in_a_text_the_clipboard_is_the_texts_but_shots_are_never_typed_into_it() {
    let mut editor = editor();
    let before = shots(&editor);
    select(&mut editor, 2, Modifiers::NONE);
    let copied = clipboard(&mut editor, Event::Copy).unwrap();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    press(&mut editor, CTRL, Key::A);
    assert_eq!(clipboard(&mut editor, Event::Copy).as_deref(), Some(before[1].prompt.as_str()));
    paste(&mut editor, "Rain.");
    assert_eq!(shots(&editor)[1].prompt, "Rain.");
    paste(&mut editor, &copied);
    assert_eq!(shots(&editor).len(), before.len() + 1);
    assert!(shots(&editor).iter().all(|shot| !shot.prompt.contains("storyreel_shots")));
}

#[test]
fn another_project_gets_the_pictures_and_the_elements_too() {
    let mut one = editor();
    select(&mut one, 1, Modifiers::NONE);
    press(&mut one, CTRL, Key::A);
    let copied = clipboard(&mut one, Event::Copy).unwrap();
    let before = project(&one);
    let picture = |editor: &Editor, shot: &Shot| {
        std::fs::read(editor.project.join(shot.panel.as_ref().unwrap().as_str())).unwrap()
    };
    let pictures: Vec<_> = before.scenes[0].shots.iter().map(|shot| picture(&one, shot)).collect();

    // Another project, in another window with the same settings.
    let empty = |data: &std::path::Path| {
        let path = data.join("Other.storyreel");
        let scene = storyreel::story::Scene {
            id: storyreel::story::SceneId::new("other scene"),
            ..storyreel::story::Scene::default()
        };
        let other = Project {
            id: storyreel::story::ProjectId::new("other"),
            name: "Other".to_owned(),
            scenes: vec![scene],
            ..Project::default()
        };
        storyreel::store::ProjectFolder::create(&path, &other).unwrap();
        path
    };
    one.saved();
    let data = one.close();
    let path = empty(data.path());
    let mut other = Editor::open(data, path, 1440.0, 900.0, 1.0);
    paste(&mut other, &copied);
    other.until("the pasted shots", |harness| !harness.state().desk().project().scenes[0].shots.is_empty());
    let after = project(&other);
    assert_eq!(after.scenes[0].shots.len(), before.scenes[0].shots.len());
    for (shot, (copied, bytes)) in after.scenes[0].shots.iter().zip(before.scenes[0].shots.iter().zip(&pictures)) {
        assert_eq!((&shot.prompt, shot.seconds, &shot.dialogue), (&copied.prompt, copied.seconds, &copied.dialogue));
        assert_eq!(&picture(&other, shot), bytes, "the picture lies in the other project");
    }
    let named = |project: &Project| -> Vec<String> {
        let mut names: Vec<_> = project.elements.iter().map(|element| element.name.clone()).collect();
        names.sort();
        names
    };
    assert!(!after.elements.is_empty() && named(&before).starts_with(&named(&after)[..1]));
    assert!(other.has("elements they name") || other.has("element they name"));
    press(&mut other, CTRL, Key::Z);
    assert!(project(&other).scenes[0].shots.is_empty() && project(&other).elements.is_empty(), "one step");

    // A folder that was never opened here gives no pictures, whatever the clipboard says.
    let elsewhere = tempfile::tempdir().unwrap();
    let hidden = elsewhere.path().join("Hidden.storyreel");
    storyreel::store::example::write_to(&hidden).unwrap();
    let folder = copied.split("\"folder\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let hostile = copied.replace(&folder, &hidden.display().to_string());
    assert_ne!(hostile, copied);
    paste(&mut other, &hostile);
    other.until("the shots alone", |harness| !harness.state().desk().project().scenes[0].shots.is_empty());
    assert!(project(&other).scenes[0].shots.iter().all(|shot| shot.panel.is_none()));
    assert!(other.has("stayed behind: the project they come from is none that was opened here lately"));
}

#[test]
fn a_hostile_clipboard_is_refused_with_a_sentence_and_other_texts_are_what_they_were() {
    let mut editor = editor();
    let before = project(&editor);
    select(&mut editor, 1, Modifiers::NONE);
    let copied = clipboard(&mut editor, Event::Copy).unwrap();
    for (text, why) in [
        (copied.replace("\"media/", "\"../../"), "The shots were not pasted: the text is damaged"),
        (
            copied.replace("\"storyreel_shots\": 1", "\"storyreel_shots\": 7"),
            "a newer version of Storyreel copied them",
        ),
        (copied[..copied.len() - 40].to_owned(), "the text is damaged"),
    ] {
        paste(&mut editor, &text);
        assert!(editor.has(why), "{why}");
        assert_eq!(project(&editor), before);
    }
    paste(&mut editor, "1. Rain on the quay.\n2. The gate opens.");
    assert!(shots(&editor).len() > before.scenes[0].shots.len(), "a list is shots as ever");
    assert!(shots(&editor).iter().any(|shot| shot.prompt == "Rain on the quay."));
}
