//! A drop belongs to what is on top: every sheet there is, from the list of sheets itself.

use std::path::Path;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::app::{NoPicker, Setup};
use crate::deliver::package::Package;
use crate::deliver::{Kind, shot_list};
use crate::desk::{ChangedOutside, Held, Wanted};
use crate::store::key::MemoryKeys;
use crate::store::{Paths, example};
use crate::story::{Edit, FrameSlot};
use crate::takes::ledger::Elsewhere;
use crate::ui::dialogs::{
    ColumnsSheet, ConfirmSheet, CopySheet, CropSheet, DeliverSheet, ElementSheet, ExportSheet, FindSheet, ModelsSheet,
    MoveSheet, PaletteSheet, PathSheet, QuitSheet, RenumberSheet, ReplaceSheet, SceneFor, SettingsSheet, SpendingSheet,
    SpreadSheet, TextPurpose, TextSheet, WhichSceneSheet,
};
use crate::ui::say::{AboutFile, MoneySettings, PathPurpose};

struct Window {
    harness: Harness<'static, App>,
    data: tempfile::TempDir,
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Window {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let project = data.path().join("Harbour chase.storyreel");
        example::write_to(&project).unwrap();
        let setup = Setup {
            project,
            paths: Paths::at(data.path()),
            picker: Box::new(NoPicker),
            keys: Arc::new(MemoryKeys::default()),
            pointer: PointerWhileDragging::Told,
            runtime: crate::takes::Runtime::start().unwrap(),
        };
        let mut harness = Harness::builder()
            .with_size([1440.0, 900.0])
            .with_max_steps(64)
            .build_eframe(|creation| App::new(&creation.egui_ctx, setup).unwrap());
        harness.run_ok();
        Self { harness, data }
    }

    fn picture(&self, name: &str) -> PathBuf {
        let path = self.data.path().join(name);
        image::RgbImage::from_pixel(640, 360, image::Rgb([9, 80, 70])).save(&path).unwrap();
        path
    }

    /// Lets a file fall at a place, with the frames in which it was over the window before.
    fn drop_at(&mut self, at: Pos2, path: &Path) {
        self.harness.hover_at(at);
        self.harness.step();
        let hovered = egui::HoveredFile { path: Some(path.to_owned()), mime: String::new() };
        self.harness.input_mut().hovered_files = vec![hovered];
        self.harness.run_steps(2);
        let input = self.harness.input_mut();
        input.hovered_files.clear();
        input.dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.harness.run_steps(3);
    }

    fn says(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// Until what was dropped has been looked at and put in its place.
    fn until(&mut self, holds: impl Fn(&App) -> bool) {
        let begun = std::time::Instant::now();
        while !holds(self.harness.state()) {
            assert!(begun.elapsed() < Duration::from_mins(5), "waited in vain");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
    }
}

/// One of each sheet.
fn sheets(app: &App) -> Vec<Dialog> {
    let project = app.desk.project();
    let (scene, shot) = (project.scenes[0].id.clone(), project.scenes[0].shots[0].id.clone());
    let path = PathBuf::from("/tmp/elsewhere.storyreel");
    let edit = Edit::RenameProject { name: "Another".to_owned() };
    let two = ["a.png", "b.png"].map(|name| Incoming::File(PathBuf::from(name)));
    let later = || Box::new(Say::AboutFile(AboutFile::Later));
    vec![
        Dialog::Confirm(ConfirmSheet::new(Wanted::scene(scene.clone()))),
        Dialog::Element(ElementSheet::new(project.elements[0].id.clone())),
        Dialog::Crop(CropSheet::new(scene.clone(), FrameSlot::First)),
        Dialog::Move(MoveSheet::new(shot.clone())),
        Dialog::Columns(ColumnsSheet::default()),
        Dialog::Find(FindSheet::default()),
        Dialog::Text(TextSheet::new(TextPurpose::RenameProject, "Harbour".to_owned())),
        Dialog::Path(PathSheet::new(PathPurpose::OpenProject, String::new())),
        Dialog::Settings(SettingsSheet::new(MoneySettings::default(), None, None)),
        Dialog::Spending(SpendingSheet::default()),
        Dialog::Models(Box::new(ModelsSheet {
            scene: "Rooftop".to_owned(),
            facts: "5 shots, 13 s".to_owned(),
            of_scene: Vec::new(),
            of_all: Vec::new(),
            shows_all: false,
        })),
        Dialog::Versions(Box::default()),
        Dialog::Clean(None),
        Dialog::Quit(QuitSheet { takes: 1 }),
        Dialog::Replace(ReplaceSheet { files: vec![path.clone()], replace: later(), elsewhere: later() }),
        Dialog::Outside(ChangedOutside { told: Ok(vec!["A shot more".to_owned()]) }),
        Dialog::Held(Held { holder: None, elsewhere: true }),
        Dialog::Copy(CopySheet { elsewhere: Elsewhere { original: path.clone(), is_there: true }, here: path.clone() }),
        Dialog::UseAs(vec![Incoming::File(path)]),
        Dialog::Spread(SpreadSheet::new(&app.desk, &two, &scene, 0).unwrap()),
        Dialog::Export(Box::new(ExportSheet::new(Kind::BoardsPdf, &app.desk, &app.view))),
        Dialog::Deliver(Box::new(DeliverSheet::new(&app.desk))),
        Dialog::Delivered(Box::new(Package { folder: None, items: Vec::new(), notes: Vec::new() })),
        Dialog::Import(Box::new(shot_list::Import { edit, changes: Vec::new(), notes: Vec::new() })),
        Dialog::Palette(PaletteSheet::default()),
        Dialog::WhichScene(WhichSceneSheet::new(scene.clone(), SceneFor::Shots(vec![shot]))),
        Dialog::Renumber(RenumberSheet::new(app.desk.project(), scene)),
        Dialog::Shortcuts,
        Dialog::About,
    ]
}

/// What a sheet's variant is called in the list of sheets.
fn name_of(dialog: &Dialog) -> String {
    let text = format!("{dialog:?}");
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

#[test]
fn no_sheet_is_forgotten_here() {
    let source = include_str!("../ui/dialogs/mod.rs");
    let list = source.split("pub enum Dialog {").nth(1).unwrap().split("\n}").next().unwrap();
    let names: Vec<&str> = list
        .lines()
        .filter(|line| !line.trim_start().starts_with("///"))
        .filter_map(|line| line.trim().split(['(', ',']).next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(names.len() > 20, "{names:?}");
    let window = Window::new();
    let here: Vec<String> = sheets(window.harness.state()).iter().map(name_of).collect();
    assert_eq!(here, names);
}

#[test]
fn what_falls_while_a_sheet_is_open_never_goes_to_what_it_hides() {
    let mut window = Window::new();
    let picture = window.picture("dropped.png");
    let list = window.data.path().join("list.csv");
    std::fs::write(&list, "scene,shot,prompt\n1,1,Rain\n").unwrap();
    let other = window.data.path().join("Other.storyreel");
    example::write_to(&other).unwrap();
    // Places where panels, frames and elements lie behind the sheets.
    let behind: Vec<Pos2> = window.harness.state().view.targets.iter().map(|(rect, _)| rect.center()).collect();
    assert!(behind.len() > 8, "{behind:?}");
    let before = window.harness.state().desk.project().clone();
    let root = window.harness.state().desk.folder().root().to_owned();
    for dialog in sheets(window.harness.state()) {
        let name = name_of(&dialog);
        for (place, file) in behind.iter().zip([&picture, &list, &other].into_iter().cycle()) {
            let on = dialog.drop_on_it();
            if matches!(on, DropOnSheet::Pictures(_)) && *file == picture {
                continue;
            }
            let app = window.harness.state_mut();
            app.view.dialog = Some(dialog.clone());
            app.view.notices.clear();
            window.harness.run_steps(2);
            if window.harness.state().view.dialog.is_none() {
                // It closes by itself here: there is nothing that it could hide.
                continue;
            }
            window.drop_at(*place, file);
            let app = window.harness.state();
            assert_eq!(app.view.dialog.as_ref().map(name_of), Some(name.clone()), "it is open as before");
            assert!(app.opening.is_none() && app.desk.folder().root() == root, "{name}: no other project comes");
            assert_eq!(app.desk.project(), &before, "{name}: the project is as it was");
            match on {
                DropOnSheet::Path => {
                    let Some(Dialog::Path(sheet)) = &app.view.dialog else { panic!("{name}") };
                    assert!(format!("{sheet:?}").contains(&file.display().to_string()), "{sheet:?}");
                }
                DropOnSheet::Nothing(called) => {
                    assert!(window.says(&format!("Nothing was taken: close {called} first")), "{name}");
                }
                DropOnSheet::Pictures(_) => assert!(window.says("Nothing was taken: pictures alone"), "{name}"),
            }
        }
    }
    window.harness.state_mut().view.dialog = None;
    window.harness.run_steps(2);
    window.drop_at(behind[0], &picture);
    window.until(|app| app.desk.project() != &before);
}

#[test]
fn what_was_typed_in_the_settings_stays_there() {
    let mut window = Window::new();
    let other = window.data.path().join("Other.storyreel");
    example::write_to(&other).unwrap();
    let dialog = Dialog::Settings(SettingsSheet::new(MoneySettings::default(), Some("12".to_owned()), None));
    window.harness.state_mut().view.dialog = Some(dialog);
    window.harness.run_ok();
    let before = window.harness.state().view.dialog.clone();
    window.drop_at(egui::pos2(700.0, 400.0), &other);
    assert_eq!(window.harness.state().view.dialog, before);
}

#[test]
fn an_element_takes_pictures_wherever_they_fall_over_its_sheet() {
    let mut window = Window::new();
    let (picture, another) = (window.picture("front.png"), window.picture("side.png"));
    image::RgbImage::from_pixel(640, 360, image::Rgb([200, 80, 70])).save(&another).unwrap();
    let element = window.harness.state().desk.project().elements[0].clone();
    let images = |app: &App| app.desk.project().element(&element.id).unwrap().images.clone();
    let before = window.harness.state().desk.project().scenes.clone();
    window.harness.state_mut().view.dialog = Some(Dialog::Element(ElementSheet::new(element.id.clone())));
    window.harness.run_ok();
    let clip = window.harness.get_by_label_contains("Shot 2, ").rect().center();
    window.drop_at(clip, &picture);
    window.until(|app| images(app).len() == element.images.len() + 1);
    let tile = window.harness.get_by_label_contains("Picture 1 of @").rect().center();
    window.drop_at(tile, &another);
    window.until(|app| images(app)[0] != element.images[0]);
    assert_eq!(images(window.harness.state()).len(), element.images.len() + 1, "it took the place of the first");
    assert_eq!(window.harness.state().desk.project().scenes, before);
    assert!(window.harness.state().view.dialog.is_some());
}

#[test]
fn pictures_fall_into_the_sheet_that_asks_for_their_path() {
    let mut window = Window::new();
    let picture = window.picture("frame.png");
    let scene = window.harness.state().desk.project().scenes[0].clone();
    let target = Target::Frame(scene.id.clone(), FrameSlot::Last);
    window.harness.state_mut().view.dialog =
        Some(Dialog::Path(PathSheet::new(PathPurpose::Pictures(target), String::new())));
    window.harness.run_ok();
    let clip = window.harness.get_by_label_contains("Shot 2, ").rect().center();
    window.drop_at(clip, &picture);
    let last = scene.last_frame.clone();
    window.until(|app| app.desk.project().scenes[0].last_frame != last);
    assert_eq!(window.harness.state().desk.project().scenes[0].shots, scene.shots);
    assert_eq!(window.harness.state().view.dialog, None);
}

#[test]
fn a_menu_a_file_dialog_and_the_full_screen_are_not_dropped_through() {
    let mut window = Window::new();
    let picture = window.picture("dropped.png");
    let before = window.harness.state().desk.project().clone();
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, "File").click();
    window.harness.run_ok();
    let item = window.harness.get_by_label_contains("Save as").rect().center();
    window.drop_at(item, &picture);
    assert!(window.says("a menu or a message lies over that place"));
    window.harness.key_press(egui::Key::Escape);
    window.harness.run_ok();

    let clip = window.harness.get_by_label_contains("Shot 2, ").rect().center();
    let app = window.harness.state_mut();
    let (never, asked) = poll_promise::Promise::new();
    app.picking = Some(crate::app::picker::Picking::waiting(PathPurpose::ShotList, asked));
    window.drop_at(clip, &picture);
    assert!(window.says("answer the file dialog first"));
    never.send(crate::app::Answer::Cancelled);
    window.harness.run_steps(2);

    window.harness.state_mut().view.full_screen = true;
    window.harness.run_steps(2);
    window.drop_at(clip, &picture);
    assert!(window.says("leave the full screen first"));
    assert_eq!(window.harness.state().view.dialog, None, "no question waits behind it");
    assert_eq!(window.harness.state().desk.project(), &before);
}
