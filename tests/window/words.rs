//! The window by its accessible names: what is written over the whole project, scenes as wholes, and the looks.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use crate::support::Editor;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::story::{Aspect, Crop, Order, Project};
use storyreel::ui::theme::{Tokens, tokens};

const STYLE: &str = "Style of the project, sent before every prompt";

fn editor() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    editor
}

fn project(editor: &Editor) -> &Project {
    editor.harness.state().desk().project()
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

/// As a screen reader does, which needs no place in view.
fn press_chip(editor: &mut Editor, name: &str) {
    editor.harness.get_by_label(name).click_accesskit();
    editor.harness.run_ok();
}

fn undo_label(editor: &Editor) -> Option<&str> {
    editor.harness.state().desk().history().undo_label()
}

#[test]
fn the_style_is_typed_once_counted_with_every_prompt_and_saved() {
    let mut editor = editor();
    let shot = &project(&editor).scenes[0].shots[0];
    let before = project(&editor).sent_text(shot);
    editor.harness.get_by_label(STYLE).focus();
    editor.harness.run_ok();
    editor.harness.get_by_label(STYLE).type_text("Ink wash, 16 mm.");
    editor.harness.run_ok();
    let shot = &project(&editor).scenes[0].shots[0];
    assert_eq!(project(&editor).sent_text(shot), format!("Ink wash, 16 mm. {before}"));
    assert_eq!(undo_label(&editor), Some("Edit style"));
    editor.saved();
    assert_eq!(editor.on_disk()["style"], "Ink wash, 16 mm.");

    // A name that nothing bears is told, wherever it is written.
    editor.harness.get_by_label(STYLE).type_text(" @zzzz");
    editor.harness.run_ok();
    assert!(editor.has("No element is named @zzzz, which the style names"));
}

#[test]
fn the_style_completes_and_colours_names_as_the_prompt_does() {
    let mut editor = editor();
    let type_text = |editor: &mut Editor, text: &str| {
        editor.harness.get_by_label(STYLE).focus();
        editor.harness.run_ok();
        editor.harness.get_by_label(STYLE).type_text(text);
        editor.harness.run_ok();
    };
    type_text(&mut editor, "Ink wash around @insp");
    assert!(editor.has("New element “insp”"), "a new one is offered last");
    press(&mut editor, Modifiers::NONE, Key::Tab);
    assert_eq!(project(&editor).style, "Ink wash around @inspector ");
    assert!(editor.harness.get_by_label(STYLE).is_focused(), "one types on");
    type_text(&mut editor, "and @gull");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(project(&editor).style, "Ink wash around @inspector and @gull ");
    assert_eq!(project(&editor).elements.last().map(|element| element.name.as_str()), Some("gull"));

    // What is named and what nobody is called differ in colour.
    let colours = |editor: &mut Editor, style: &str| {
        let all = editor.harness.get_by_label(STYLE);
        all.focus();
        editor.harness.run_ok();
        press(editor, Modifiers::COMMAND, Key::A);
        editor.harness.get_by_label(STYLE).type_text(style);
        editor.harness.run_ok();
        press(editor, Modifiers::NONE, Key::Escape);
        press(editor, Modifiers::NONE, Key::Escape);
        editor.harness.get_by_label(STYLE).scroll_to_me();
        editor.harness.run_ok();
        let part = editor.part(editor.harness.get_by_label(STYLE).rect());
        let more = |one: usize, other: usize| {
            part.pixels().filter(move |pixel| pixel.0[one] > pixel.0[other].saturating_add(40))
        };
        // What is known is blue, what is not red.
        (more(2, 0).count(), more(0, 2).count())
    };
    let (known, unknown) = (colours(&mut editor, "Ink @gull."), colours(&mut editor, "Ink @gulp."));
    assert!(known.0 > known.1, "{known:?}");
    assert!(unknown.1 > unknown.0, "{unknown:?}");
}

#[test]
fn the_dialogue_completes_names_which_make_elements_go_along() {
    let mut editor = editor();
    let dialogue = |editor: &Editor| project(editor).scenes[0].shots[0].dialogue.clone();
    let field = "Dialogue, spoken in the take";
    editor.harness.get_by_label(field).focus();
    editor.harness.run_ok();
    editor.harness.get_by_label(field).type_text("Run, @insp");
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Tab);
    assert_eq!(dialogue(&editor), "Run, @inspector ");
    assert!(editor.harness.get_by_label(field).is_focused(), "one types on");
    // Enter begins a new line, as ever.
    editor.harness.get_by_label(field).type_text("he is here!");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(dialogue(&editor), "Run, @inspector he is here!\n");
    let desk = editor.harness.state().desk();
    let order = Order::resolve(desk.project(), 0, desk.pictures()).unwrap();
    assert!(order.elements.iter().any(|element| element.name == "inspector"));
}

#[test]
fn where_an_element_is_used_is_a_list_of_whole_lines() {
    let mut editor = Editor::scenes(12, false, 1440.0, 900.0);
    editor.settle();
    press(&mut editor, Modifiers::COMMAND, Key::K);
    editor.harness.get_by_label("Find a command").type_text("@mara");
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::Enter);
    editor.picture("element-uses");
    let name = editor.harness.get_by_label("Element name").rect();
    let uses: Vec<_> = editor.harness.get_all_by_label_contains("Part 1, shot ").map(|use_of| use_of.rect()).collect();
    assert!(uses.len() > 1);
    for rect in &uses {
        assert!(rect.height() < 40.0 && name.x_range().expand(1.0).contains(rect.right()), "{rect:?} in {name:?}");
    }
}

#[test]
fn nothing_of_the_top_bar_lies_over_another_however_large_the_window_is_scaled() {
    for width in [1280.0, 1279.0, 1024.0, 979.0, 900.0, 859.0, 720.0] {
        let mut editor = Editor::example(width, 640.0);
        editor.settle();
        let names =
            ["Undo", "Standard", "Pro", "16:9", "9:16", "1:1", "Audio on", "Render", "$2.54", "Generate · $2.54"];
        let bar: Vec<_> = editor
            .harness
            .root()
            .children_recursive()
            .filter_map(|node| Some((node.accesskit_node().label()?, node)))
            .filter(|(label, _)| names.iter().any(|name| label.starts_with(name)))
            .map(|(label, node)| (label, node.rect()))
            .filter(|(_, rect)| rect.center().y > 30.0 && rect.center().y < 76.0)
            .collect();
        assert!(bar.len() >= 7, "{bar:?}");
        for (at, (name, rect)) in bar.iter().enumerate() {
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{name} in {width}");
            for (other, beside) in &bar[at + 1..] {
                let apart = rect.right() <= beside.left() + 0.5 || beside.right() <= rect.left() + 0.5;
                assert!(apart, "{name} {rect:?} and {other} {beside:?} in {width}");
            }
        }
    }
}

#[test]
fn a_small_screen_at_150_per_cent_shows_everything_and_a_smaller_one_makes_it_smaller() {
    // What 1366 x 768 leaves at 150 %.
    let mut editor = Editor::example(910.0, 480.0);
    editor.settle();
    assert!((editor.harness.ctx.zoom_factor() - 1.0).abs() < f32::EPSILON);
    let screen = editor.harness.ctx.content_rect();
    let generate = editor.harness.get_by_label("Generate · $2.54").rect();
    assert!(screen.contains_rect(generate), "{generate:?} of {screen:?}");
    // What it leaves at 200 %.
    let mut editor = Editor::example(683.0, 360.0);
    editor.settle();
    let zoom = editor.harness.ctx.zoom_factor();
    assert!((0.8..0.99).contains(&zoom), "{zoom}");
}

#[test]
fn words_are_found_and_replaced_in_all_scenes_and_undone_at_once() {
    let mut editor = editor();
    let before = project(&editor).clone();
    let texts = |project: &Project| {
        let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
        shots.map(|shot| shot.prompt.to_lowercase().matches("the ").count()).sum::<usize>()
    };
    assert!(texts(&before) > 1, "the example has enough of them");
    press(&mut editor, Modifiers::COMMAND, Key::F);
    editor.harness.get_by_label("Find").type_text("zzzz");
    editor.harness.run_ok();
    assert!(editor.has("Found nowhere"));
    editor.click("Cancel");

    press(&mut editor, Modifiers::COMMAND, Key::F);
    editor.harness.get_by_label("Find").type_text("the ");
    editor.harness.run_ok();
    editor.harness.get_by_label("Replace with").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Replace with").type_text("a ");
    editor.harness.run_ok();
    let found = storyreel::story::find::all(&before, "the ", false);
    let count: usize = found.iter().map(|found| found.count).sum();
    editor.click("Replace all");
    assert_eq!(texts(project(&editor)), 0);
    assert!(editor.has(&format!("Replaced {count} times in {} texts", found.len())));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(*project(&editor), before);
}

#[test]
fn a_pasted_numbered_list_becomes_shots_as_one_change() {
    let mut editor = editor();
    let before = project(&editor).clone();
    let list = "1. Wide of the quay\n2. @mara turns\n3. Close on her hands\n";
    editor.harness.event(Event::Paste(list.to_owned()));
    editor.harness.run_ok();
    assert_eq!(undo_label(&editor), Some("Add 3 shots from a list"));
    let prompts: Vec<&str> = project(&editor)
        .scenes
        .iter()
        .flat_map(|scene| &scene.shots)
        .map(|shot| shot.prompt.as_str())
        .filter(|prompt| list.contains(prompt))
        .collect();
    assert_eq!(prompts, ["Wide of the quay", "@mara turns", "Close on her hands"]);
    assert!(project(&editor).scenes.iter().all(|scene| scene.shots.len() <= 6));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(*project(&editor), before);

    // In a text that holds words already it is text.
    editor.harness.get_by_label_contains("Prompt of shot").focus();
    editor.harness.run_ok();
    editor.harness.event(Event::Paste(list.to_owned()));
    editor.harness.run_ok();
    let shots = |project: &Project| project.scenes.iter().map(|scene| scene.shots.len()).sum::<usize>();
    assert_eq!(shots(project(&editor)), shots(&before));
    assert_ne!(*project(&editor), before);
}

#[test]
fn scenes_are_copied_also_upright_and_moved_by_the_keyboard() {
    let mut editor = editor();
    let before = project(&editor).clone();
    press(&mut editor, Modifiers::ALT, Key::D);
    assert_eq!(project(&editor).scenes.len(), before.scenes.len() + 1);
    let (first, copy) = (&project(&editor).scenes[0], &project(&editor).scenes[1]);
    assert_eq!(copy.first_frame, first.first_frame);
    let prompts = |scene: &storyreel::story::Scene| -> Vec<String> {
        scene.shots.iter().map(|shot| shot.prompt.clone()).collect()
    };
    assert_eq!(prompts(copy), prompts(first));
    let id = copy.id.clone();
    assert_eq!(editor.harness.state().view().scene, id, "the copy is what is looked at");
    press(&mut editor, Modifiers::ALT, Key::PageUp);
    assert_eq!(project(&editor).scenes[0].id, id);
    press(&mut editor, Modifiers::ALT, Key::PageDown);
    assert_eq!(project(&editor).scenes[1].id, id);
    for _ in 0..3 {
        press(&mut editor, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(*project(&editor), before);

    editor.harness.get_by_role_and_label(Role::Button, "Scene").click();
    editor.harness.run_ok();
    editor.click("Duplicate scene as 9:16");
    assert_eq!(undo_label(&editor), Some("Duplicate scene 1 as 9:16"));
    let (first, copy) = (&project(&editor).scenes[0], &project(&editor).scenes[1]);
    assert_eq!((copy.aspect, copy.first_crop), (Aspect::Tall, Some(Crop::CENTRE)));
    assert_eq!(copy.first_frame, first.first_frame, "its frame comes along, cut to the ratio");
}

#[test]
fn colours_motion_and_scale_are_chosen_and_kept() {
    let mut editor = editor();
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::dark());
    // The system's wish is followed while nothing else is chosen.
    editor.harness.input_mut().system_theme = Some(egui::Theme::Light);
    editor.harness.run_steps(3);
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::light());
    editor.click("View");
    editor.click("Dark colours");
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::dark());
    editor.click("View");
    assert_eq!(is_chosen(&editor, "Dark colours"), Some(true));
    assert_eq!(is_chosen(&editor, "Light colours"), Some(false));
    editor.picture("view-menu");
    editor.click("Light colours");
    editor.click("View");
    editor.click("Motion: on");
    assert!(editor.has("Motion is off"));
    editor.click("View");
    assert!(editor.harness.query_by_label("Motion: off").is_some());
    press(&mut editor, Modifiers::NONE, Key::Escape);
    editor.harness.input_mut().system_theme = Some(egui::Theme::Dark);
    editor.harness.run_steps(3);
    editor.picture("light");
    let editor = editor.restart();
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::light(), "what is chosen is kept");
    assert!(editor.harness.ctx.global_style().animation_time < f32::EPSILON);
}

#[test]
fn a_menu_that_is_longer_than_the_window_scrolls() {
    let mut editor = Editor::example(1024.0, 640.0);
    editor.settle();
    editor.click("View");
    editor.picture("view-menu-low");
    assert!(editor.harness.get_by_label_contains("Play or pause").rect().bottom() < 640.0);
    editor.harness.get_by_label("Motion: on").scroll_to_me();
    editor.harness.run_ok();
    assert!(editor.harness.get_by_label("Motion: on").rect().bottom() < 640.0);
    editor.click("Motion: on");
    assert!(editor.has("Motion is off"));
}

/// Long enough that what comes next is no part of what was before.
fn pause(editor: &mut Editor) {
    editor.harness.run_steps(12);
}

#[test]
fn hints_go_once_they_are_learnt_and_come_again_when_asked() {
    const ALL: &str =
        "Drag an edge to trim · drag a shot to reorder · drop pictures anywhere here · Enter edits the prompt";
    let mut editor = editor();
    assert!(editor.has(ALL));
    // A run of one key counts once.
    for _ in 0..4 {
        editor.harness.key_press(Key::CloseBracket);
        editor.harness.step();
    }
    editor.harness.run_ok();
    assert!(editor.has(ALL));
    for _ in 0..2 {
        pause(&mut editor);
        press(&mut editor, Modifiers::NONE, Key::OpenBracket);
    }
    assert!(!editor.has("Drag an edge to trim"));
    assert!(editor.has("Drag a shot to reorder · drop pictures"));
    assert!(editor.has("Shift-drag trades time with the neighbour"));

    // By the hand as well.
    for _ in 0..3 {
        pause(&mut editor);
        let place = |editor: &Editor, shot: &str| editor.harness.get_by_label_contains(shot).rect().center();
        let (from, to) = (place(&editor, "Shot 1, "), place(&editor, "Shot 2, ") + egui::vec2(40.0, 0.0));
        editor.harness.drag_at(from);
        editor.harness.run_steps(2);
        editor.harness.hover_at(to);
        editor.harness.run_steps(2);
        editor.harness.drop_at(to);
        editor.harness.run_steps(3);
    }
    assert!(!editor.has("to reorder"));

    let next = "Enter next shot";
    assert!(editor.has(next));
    for _ in 0..3 {
        pause(&mut editor);
        press(&mut editor, Modifiers::COMMAND, Key::Enter);
    }
    assert!(!editor.has(next));

    let mut editor = editor.restart();
    assert!(!editor.has("Drag an edge to trim"), "that is remembered");
    assert!(editor.has("Drop pictures anywhere here"));
    assert!(!editor.has(next));
    editor.click("Help");
    editor.click("Show all hints again");
    assert!(editor.has(ALL));
    assert!(editor.has(next));
}

fn is_chosen(editor: &Editor, name: &str) -> Option<bool> {
    let node = editor.harness.get_by_label(name);
    node.accesskit_node().toggled().map(|toggled| toggled == egui::accesskit::Toggled::True)
}

#[test]
fn the_settings_show_and_change_colours_and_motion_at_once() {
    let mut editor = editor();
    press(&mut editor, Modifiers::COMMAND, Key::Comma);
    assert_eq!(
        ["System", "Dark", "Light"].map(|name| is_chosen(&editor, name)),
        [Some(true), Some(false), Some(false)]
    );
    assert_eq!(is_chosen(&editor, "Motion: on"), Some(true));
    press_chip(&mut editor, "Light");
    press_chip(&mut editor, "Motion: off");
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::light());
    assert!(editor.harness.ctx.global_style().animation_time < f32::EPSILON);
    assert_eq!(["System", "Light"].map(|name| is_chosen(&editor, name)), [Some(false), Some(true)]);
    assert_eq!(["Motion: on", "Motion: off"].map(|name| is_chosen(&editor, name)), [Some(false), Some(true)]);
    editor.picture("settings-looks");
    press_chip(&mut editor, "Motion: on");
    assert!(editor.harness.ctx.global_style().animation_time > 0.0);
    editor.click("Cancel");
    let editor = editor.restart();
    assert_eq!(*tokens(&editor.harness.ctx), Tokens::light(), "it was kept at once");
}

#[test]
fn a_scale_that_cannot_be_is_named_at_the_start() {
    let editor = editor();
    std::fs::write(editor.data().join("settings.json"), r#"{"scale": 7}"#).unwrap();
    let editor = editor.restart();
    assert!(editor.has("the setting \"scale\" cannot be 7"));
    assert!((editor.harness.ctx.zoom_factor() - 1.0).abs() < f32::EPSILON);
}

#[test]
fn what_is_found_in_the_style_leads_to_its_field() {
    let mut editor = editor();
    editor.harness.get_by_label(STYLE).focus();
    editor.harness.run_ok();
    editor.harness.get_by_label(STYLE).type_text("Ink wash");
    editor.harness.run_ok();
    editor.harness.get_by_role_and_label(Role::Tab, "Scene").click();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::COMMAND, Key::F);
    editor.harness.get_by_label("Find").type_text("ink wash");
    editor.harness.run_ok();
    editor.click("Style of the project");
    editor.harness.run_ok();
    assert!(editor.harness.get_by_label(STYLE).is_focused());
    editor.harness.get_by_label(STYLE).type_text(", soft");
    editor.harness.run_ok();
    assert_eq!(project(&editor).style, "Ink wash, soft");
}

#[test]
fn a_list_pasted_into_an_empty_prompt_makes_shots_as_on_the_timeline() {
    let mut editor = editor();
    press(&mut editor, Modifiers::ALT, Key::PageDown);
    editor.click_like("+ Shot");
    let before = project(&editor).clone();
    let list = "1. Wide of the quay\n2. @mara turns\n";
    let paste = |editor: &mut Editor| {
        editor.harness.event(Event::Paste(list.to_owned()));
        editor.harness.run_ok();
        let prompts = |scene: &storyreel::story::Scene| {
            scene.shots.iter().map(|shot| (shot.prompt.clone(), shot.seconds)).collect::<Vec<_>>()
        };
        project(editor).scenes.iter().map(prompts).collect::<Vec<_>>()
    };
    assert!(editor.harness.ctx.memory(egui::Memory::focused).is_none() || !editor.harness.ctx.text_edit_focused());
    let on_the_timeline = paste(&mut editor);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(*project(&editor), before);
    let empty = before.scenes[0].shots.iter().position(|shot| shot.prompt.is_empty()).unwrap();
    editor.click_like(&format!("Shot {}, ", empty + 1));
    editor.harness.get_by_label_contains("Prompt of shot").focus();
    editor.harness.run_ok();
    assert!(editor.harness.ctx.text_edit_focused());
    assert_eq!(paste(&mut editor), on_the_timeline);
    assert_eq!(undo_label(&editor), Some("Add 2 shots from a list"));
}

#[test]
fn presenting_fills_the_screen_plays_from_the_start_and_shows_no_price() {
    let mut editor = editor();
    assert!(editor.has("$"));
    press(&mut editor, Modifiers::NONE, Key::F5);
    editor.harness.run_steps(2);
    assert!(editor.harness.state().view().full_screen);
    assert!(editor.harness.state().view().player.playing.is_some());
    assert!(!editor.has("$"));
    assert!(!editor.has("credits"));
}

#[test]
fn words_of_the_camera_are_chips_that_read_the_text() {
    let mut editor = editor();
    let prompt = |editor: &Editor| project(editor).scenes[0].shots[0].prompt.clone();
    let before = prompt(&editor);
    assert!(editor.harness.query_by_label("slow push in").is_some(), "what the text says shows");
    assert!(editor.harness.query_by_label("85 mm").is_none());
    press_chip(&mut editor, "Words…");
    press_chip(&mut editor, "85 mm");
    assert_eq!(prompt(&editor), format!("{before} 85 mm"));
    press_chip(&mut editor, "slow push in");
    assert!(!prompt(&editor).contains("slow push in"));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    press_chip(&mut editor, "85 mm");
    assert_eq!(prompt(&editor), before);
}

#[test]
fn a_scene_that_is_dragged_onto_another_takes_its_place() {
    let mut editor = editor();
    press(&mut editor, Modifiers::ALT, Key::D);
    let ids =
        |editor: &Editor| -> Vec<String> { project(editor).scenes.iter().map(|scene| scene.id.to_string()).collect() };
    let before = ids(&editor);
    let place = |editor: &Editor, row: &str| editor.harness.get_by_label_contains(row).rect().center();
    let (from, to) = (place(&editor, "Scene 2 "), place(&editor, "Scene 1 "));
    editor.harness.drag_at(from);
    editor.harness.run_steps(2);
    editor.harness.hover_at(to);
    editor.harness.run_steps(2);
    editor.harness.drop_at(to);
    editor.harness.run_steps(3);
    let mut moved = before.clone();
    moved.swap(0, 1);
    assert_eq!(ids(&editor), moved);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(ids(&editor), before);
}

#[test]
fn an_empty_project_invites_and_the_invitation_goes_with_the_first_shot() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("Blank.storyreel");
    storyreel::desk::begin::new_project(&path).unwrap();
    let mut editor = Editor::open(data, path, 1440.0, 900.0, 1.0);
    editor.settle();
    assert!(editor.has("Look at the example"));
    let at = |name: &str| editor.harness.get_by_label(name).rect();
    assert!(at("Play").top() >= at("Animatic, live: play or pause").bottom(), "the controls stand below the screen");
    editor.click("Write the first shot");
    assert_eq!(project(&editor).scenes[0].shots.len(), 1);
    assert!(!editor.has("Look at the example"));
    assert!(editor.harness.get_by_label("Prompt of shot 1").is_focused(), "it is written at once");
    editor.harness.get_by_label("Prompt of shot 1").type_text("Swans in a storm");
    editor.harness.run_ok();
    assert_eq!(project(&editor).scenes[0].shots[0].prompt, "Swans in a storm");
}

#[test]
fn keys_that_come_in_one_slow_frame_are_taken_one_after_the_other() {
    let mut editor = editor();
    editor.settle();
    editor.harness.get_by_label("Prompt of shot 1").focus();
    editor.harness.run_ok();
    let before = project(&editor).scenes[0].clone();
    let key = |key: Key, modifiers: Modifiers| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    let up =
        |key: Key| Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE };
    let typed = |named: Key, text: &str| vec![key(named, Modifiers::NONE), Event::Text(text.to_owned()), up(named)];
    let escape = vec![key(Key::Escape, Modifiers::NONE), up(Key::Escape)];
    // S splits and 5 sets the seconds, but not where they are typed.
    let events = [typed(Key::S, "s"), typed(Key::Num5, "5"), escape.clone(), typed(Key::Num2, "2")].concat();
    editor.harness.input_mut().events.extend(events);
    editor.harness.run_ok();
    let after = project(&editor).scenes[0].clone();
    assert_eq!(after.shots.len(), before.shots.len(), "nothing was split");
    assert_eq!(after.shots[0].prompt, format!("{}s5", before.shots[0].prompt));
    assert_eq!(after.shots[0].seconds.0, 2, "after Escape a digit sets the seconds");

    // So does what comes in the frames right after a key that opens something.
    press(&mut editor, Modifiers::NONE, Key::Escape);
    editor.harness.input_mut().events.push(key(Key::Enter, Modifiers::NONE));
    editor.harness.step();
    editor.harness.input_mut().events.extend([vec![up(Key::Enter)], typed(Key::S, "s")].concat());
    editor.harness.step();
    editor.harness.run_ok();
    assert_eq!(project(&editor).scenes[0].shots.len(), before.shots.len(), "nothing was split");
    assert_eq!(project(&editor).scenes[0].shots[0].prompt, format!("{}s5s", before.shots[0].prompt));

    // Into the prompt of the next shot and on: what follows the key is typed there.
    let on = vec![key(Key::Enter, Modifiers::COMMAND), up(Key::Enter)];
    editor.harness.input_mut().events.extend([on, typed(Key::N, "n"), typed(Key::D, "d")].concat());
    editor.harness.run_ok();
    let last = project(&editor).scenes[0].clone();
    assert_eq!(last.shots.len(), before.shots.len());
    assert_eq!(last.shots[1].prompt, format!("{}nd", before.shots[1].prompt));
}
