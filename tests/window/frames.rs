//! What a scene begins and ends with, in the window by accessible names: cuts out of pictures of another ratio, and the
//! last frame of another scene's take.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

use std::fs;
use std::path::Path;

use crate::support::{Editor, picture_file};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;
use storyreel::media::decode;
use storyreel::media::film::FilmReader;
use storyreel::store::{ProjectFolder, TakeRecord};
use storyreel::story::{Area, Aspect, Credits, Crop, Order, Pictures, Scene, TakeId};

fn scene(editor: &Editor, index: usize) -> &Scene {
    &editor.harness.state().desk().project().scenes[index]
}

fn undo_label(editor: &Editor) -> Option<&str> {
    editor.harness.state().desk().history().undo_label()
}

fn tab(editor: &mut Editor, name: &str) {
    editor.harness.get_by_role_and_label(Role::Tab, name).click();
    editor.harness.run_ok();
}

fn press(editor: &mut Editor, modifiers: Modifiers, key: Key) {
    editor.harness.key_press_modifiers(modifiers, key);
    editor.harness.run_ok();
}

/// The example with a first frame of 3:2, which falls onto its place.
fn with_odd_frame() -> Editor {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let before = scene(&editor, 0).first_frame.clone();
    let at = editor.harness.get_by_label_contains("First frame: ").rect().center();
    let file = picture_file(editor.data(), "odd.png", 900, 600);
    editor.drop_files(at, &[file]);
    editor.until("the frame", |harness| harness.state().desk().project().scenes[0].first_frame != before);
    editor.settle();
    editor
}

/// What of the first frame would be sent.
fn sent(editor: &Editor) -> Option<Area> {
    order(editor, 0).first_frame.unwrap().area
}

fn order(editor: &Editor, scene: usize) -> Order {
    let desk = editor.harness.state().desk();
    Order::resolve(desk.project(), scene, desk.pictures()).unwrap()
}

#[test]
fn a_frame_of_another_ratio_is_cut_to_the_scenes_and_the_cut_moves_by_pointer_and_keys() {
    let mut editor = with_odd_frame();
    assert_eq!((scene(&editor, 0).aspect, scene(&editor, 0).first_crop), (Aspect::Wide, Some(Crop::CENTRE)));
    assert!(editor.has("First frame: set and cropped"));
    assert_eq!(sent(&editor), Some(Area { x: 0, y: 47, width: 900, height: 506 }));

    tab(&mut editor, "Scene");
    assert!(editor.has("900 x 506") && editor.has("cropped to 16:9"));
    editor.click("Crop first frame");
    let cut = || "What is cut out";
    editor.harness.get_by_label(cut()).focus();
    editor.harness.run_ok();
    for _ in 0..3 {
        press(&mut editor, Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(scene(&editor, 0).first_crop, Some(Crop { x: 500, y: 530, zoom: 100 }));
    press(&mut editor, Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(scene(&editor, 0).first_crop, Some(Crop { x: 500, y: 430, zoom: 100 }));
    assert_eq!(undo_label(&editor), Some("Crop first frame"));

    // By the pointer, far beyond the edge: it stops there, and is one step.
    let from = editor.harness.get_by_label(cut()).rect().center();
    editor.harness.drag_at(from);
    editor.harness.step();
    for by in [10.0, 80.0, 300.0] {
        editor.harness.hover_at(from + vec2(0.0, by));
        editor.harness.step();
    }
    editor.harness.drop_at(from + vec2(0.0, 300.0));
    editor.harness.run_ok();
    assert_eq!(scene(&editor, 0).first_crop, Some(Crop { x: 500, y: 1000, zoom: 100 }));
    assert_eq!(sent(&editor), Some(Area { x: 0, y: 94, width: 900, height: 506 }));
    editor.click("Done");
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(scene(&editor, 0).first_crop, Some(Crop { x: 500, y: 430, zoom: 100 }), "the drag is one step");
    editor.click("Crop first frame");

    // Closer, by the slider's keys.
    editor.harness.get_by_role_and_label(Role::Slider, "Zoom").focus();
    editor.harness.run_ok();
    press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    assert!(scene(&editor, 0).first_crop.unwrap().zoom > 100);
    let closer = sent(&editor).unwrap();
    assert!(closer.width < 900, "{closer:?}");

    // To the middle, as close as it is.
    let zoom = scene(&editor, 0).first_crop.unwrap().zoom;
    editor.click("Centre");
    assert_eq!(scene(&editor, 0).first_crop, Some(Crop { zoom, ..Crop::CENTRE }));

    editor.click("Keep whole");
    assert_eq!((scene(&editor, 0).first_crop, sent(&editor)), (None, None));
    editor.click("Done");
    assert!(!editor.has(cut()));
    assert!(editor.has("comes out 1.50:1"), "the ratio that comes out is told");

    // Another ratio cuts again; the file stays as it is all along.
    editor.harness.get_by_label("9:16").click();
    editor.harness.run_ok();
    assert_eq!(scene(&editor, 0).aspect, Aspect::Tall);
    assert_eq!(sent(&editor), Some(Area { x: 281, y: 0, width: 338, height: 600 }));
    let path = scene(&editor, 0).first_frame.clone().unwrap();
    assert_eq!(fs::read(editor.project.join(path.as_str())).unwrap(), fs::read(editor.data().join("odd.png")).unwrap());
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!((scene(&editor, 0).aspect, scene(&editor, 0).first_crop), (Aspect::Wide, None));
    editor.saved();
    assert_eq!(editor.on_disk()["scenes"][0].get("first_crop"), None);
}

/// A paid take of the first scene, as it lies in a project's folder.
fn paid_take(project: &Path, id: &str, second: i64) -> TakeId {
    let folder = ProjectFolder::at(project).unwrap();
    let opened = storyreel::store::keeper::open(folder.clone()).unwrap();
    let order = Order::resolve(opened.keeper.project(), 0, &Pictures::default()).unwrap();
    let take = TakeId::new(id);
    let draft = folder.begin_take(&take).unwrap();
    fs::copy(film(), draft.video()).unwrap();
    let made = Timestamp::from_second(second).unwrap();
    draft.finish(&TakeRecord::new(take.clone(), "vidgo", made, Credits::whole(7), order)).unwrap();
    take
}

fn film() -> std::path::PathBuf {
    let takes = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/project-1/takes");
    fs::read_dir(takes).unwrap().next().unwrap().unwrap().path().join("video.mp4")
}

#[test]
fn the_sheet_of_a_cut_changes_nothing_by_itself_and_the_wheel_brings_it_closer_in_one_step() {
    let mut editor = with_odd_frame();
    tab(&mut editor, "Scene");
    editor.click("Crop first frame");
    let steps = |editor: &Editor| editor.harness.state().desk().history().done();
    let before = steps(&editor);
    editor.harness.get_by_role_and_label(Role::Slider, "Zoom").focus();
    editor.harness.run_ok();
    for _ in 0..33 {
        press(&mut editor, Modifiers::NONE, Key::ArrowRight);
    }
    let zoomed = scene(&editor, 0).first_crop.unwrap();
    assert!(!zoomed.zoom.is_multiple_of(5), "{zoomed:?}");
    editor.click("Done");
    let closed = steps(&editor);
    assert!(closed > before);
    editor.click("Crop first frame");
    editor.harness.run_steps(5);
    assert_eq!((steps(&editor), scene(&editor, 0).first_crop), (closed, Some(zoomed)), "it is only looked at");

    let middle = editor.harness.get_by_label("What is cut out").rect().center();
    editor.harness.hover_at(middle);
    editor.harness.run_ok();
    let (phase, source) = (egui::TouchPhase::Move, egui::MouseWheelSource::Wheel);
    let (unit, modifiers) = (egui::MouseWheelUnit::Line, Modifiers::NONE);
    editor.harness.event(egui::Event::MouseWheel { unit, delta: vec2(0.0, 1.0), phase, source, modifiers });
    let mut seen = vec![zoomed.zoom];
    for _ in 0..60 {
        editor.harness.step();
        seen.push(scene(&editor, 0).first_crop.unwrap().zoom);
    }
    assert!(seen.is_sorted() && seen.last() > seen.first(), "{seen:?}");
    assert_eq!(steps(&editor), closed + 1, "{seen:?}");
}

#[test]
fn a_scene_starts_from_any_other_scene_that_is_chosen_by_its_name() {
    let mut editor = Editor::scenes(4, false, 1440.0, 900.0);
    editor.settle();
    tab(&mut editor, "Scene");
    editor.click("Remove first frame");
    assert!(!editor.has("Start from the last frame of"), "there is none before the first");
    editor.click("Start from another scene…");
    assert!(editor.harness.query_by_role_and_label(Role::ListBoxOption, "1 Part 1").is_none(), "not from itself");
    assert!(editor.has("3 Part 3"));
    editor.harness.get_by_label("Scene's name or number").type_text("part 3");
    editor.harness.run_ok();
    editor.picture("start-from");
    press(&mut editor, Modifiers::NONE, Key::Enter);
    assert_eq!(scene(&editor, 0).starts_from, Some(scene(&editor, 2).id.clone()));
    assert_eq!(undo_label(&editor), Some("Start from scene 3"));
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert_eq!(scene(&editor, 0).starts_from, None);
}

#[test]
fn a_scene_starts_from_the_last_frame_of_the_take_that_stands_for_the_one_before() {
    let mut editor = Editor::scenes(2, false, 1440.0, 900.0);
    editor.settle();
    editor.click_like("Scene 2 Part 2");
    tab(&mut editor, "Scene");
    editor.click("Remove first frame");
    editor.click("Start from the last frame of Part 1");
    assert_eq!(undo_label(&editor), Some("Start from scene 1"));
    assert_eq!(scene(&editor, 1).starts_from, Some(scene(&editor, 0).id.clone()));
    assert!(editor.has("First frame: The last frame of Part 1, which has no finished take yet"));
    assert!(editor.has("It starts from the last frame of Part 1, which has no finished take yet"), "as a problem");
    assert!(editor.has("scene 1 has no finished take yet"), "in the inspector");
    editor.saved();

    // Two takes come; the newest stands for the scene.
    let [old, new] = [("old", 1), ("new", 2)].map(|(id, second)| paid_take(&editor.project, id, second));
    let mut editor = editor.restart();
    editor.click_like("Scene 2 Part 2");
    let end = |take: &TakeId| format!("takes/{take}/last-frame.png");
    let first = |editor: &Editor| {
        let frame = order(editor, 1).first_frame.filter(|frame| frame.info.is_some());
        frame.map(|frame| frame.path.to_string())
    };
    editor.until("the last frame", |harness| {
        let desk = harness.state().desk();
        let project = desk.project();
        project
            .framed(1, storyreel::story::FrameSlot::First, desk.pictures())
            .is_some_and(|framed| desk.pictures().info(framed.path).is_some())
    });
    assert_eq!(first(&editor), Some(end(&new)));
    editor.settle();
    assert!(editor.has("First frame: The last frame of Part 1, show it"));
    assert!(!editor.has("has no finished take yet"));
    let kept = decode(&fs::read(editor.project.join(end(&new))).unwrap()).unwrap();
    let mut reader = FilmReader::open(film()).unwrap();
    let last = reader.info().frames - 1;
    assert_eq!(*kept, *reader.frame(last).unwrap());
    assert!(!editor.project.join(end(&old)).exists(), "only what is needed is made");

    // Another choice of take is followed.
    editor.click_like("Scene 1 Part 1");
    tab(&mut editor, "Takes (2)");
    editor.click("Choose of Take 1");
    assert_eq!(scene(&editor, 0).chosen_take, Some(old.clone()));
    editor.click_like("Scene 2 Part 2");
    editor.until("the other last frame", |harness| {
        let desk = harness.state().desk();
        Order::resolve(desk.project(), 1, desk.pictures()).unwrap().first_frame.unwrap().info.is_some()
    });
    assert_eq!(first(&editor), Some(end(&old)));
    editor.settle();

    // A picture of its own ends it, and undo brings it back.
    let at = editor.harness.get_by_label_contains("First frame: ").rect().center();
    let file = picture_file(editor.data(), "own.png", 640, 360);
    editor.drop_files(at, &[file]);
    editor.until("its own frame", |harness| harness.state().desk().project().scenes[1].first_frame.is_some());
    assert_eq!(scene(&editor, 1).starts_from, None);
    press(&mut editor, Modifiers::COMMAND, Key::Z);
    assert!(scene(&editor, 1).starts_from.is_some() && scene(&editor, 1).first_frame.is_none());
    assert_eq!(first(&editor), Some(end(&old)));
}

#[test]
fn of_many_takes_the_newest_are_listed_and_older_ones_when_asked_for() {
    let mut editor = Editor::example(1440.0, 900.0);
    editor.settle();
    let folder = ProjectFolder::at(&editor.project).unwrap();
    let desk = editor.harness.state().desk();
    let order = Order::resolve(desk.project(), 0, desk.pictures()).unwrap();
    for n in 0..120_i64 {
        let take = TakeId::new(format!("{n:032x}"));
        let draft = folder.begin_take(&take).unwrap();
        fs::write(draft.video(), b"no film").unwrap();
        let made = Timestamp::from_second(1_700_000_000 + n).unwrap();
        draft.finish(&TakeRecord::new(take, "animatic", made, Credits::whole(0), order.clone())).unwrap();
    }
    let mut editor = editor.restart();
    editor.settle();
    editor.click_like("Takes (120)");
    let listed = |editor: &Editor| editor.harness.query_all_by_label_contains("Play rendered animatic").count();
    // It stands below all cards, out of view.
    let older = |editor: &mut Editor, name: &str| {
        editor.harness.get_by_label(name).click_accesskit();
        editor.harness.run_ok();
    };
    assert_eq!(listed(&editor), 50);
    assert!(editor.has("Play rendered animatic 120") && !editor.has("Play rendered animatic 70"));
    older(&mut editor, "Show older takes (70 more)");
    assert_eq!(listed(&editor), 100);
    older(&mut editor, "Show older takes (20 more)");
    assert_eq!(listed(&editor), 120);
    assert!(!editor.has("Show older takes"));
}
