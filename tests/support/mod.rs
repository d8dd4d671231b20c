//! What the window's tests share: an editor on a copy of the example in a folder of its own, driven by accessible names.
#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that cannot go on stops here")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use storyreel::app::{App, NoPicker, Picker, PointerWhileDragging, Setup};
use storyreel::store::key::MemoryKeys;
use storyreel::store::{Paths, example};
use storyreel::story::{MediaPath, Project, Scene, SceneId, Seconds, Shot, ShotId};
use storyreel::takes::Runtime;

/// Work in the background gets this long before a test gives up; it never decides anything else.
const PATIENCE: Duration = Duration::from_mins(5);

/// Small pictures that one test made serve the others: most of the time went into making the same ones again. How they are
/// made and kept is tested elsewhere.
fn shared_thumbs() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("thumbs")
}

/// Copies files that a folder has not yet; nothing is wrong where that fails.
fn lend(from: &Path, to: &Path) {
    let Ok(entries) = from.read_dir() else { return };
    let _ = std::fs::create_dir_all(to);
    for entry in entries.flatten() {
        let place = to.join(entry.file_name());
        if !place.exists() {
            // Other tests look here meanwhile: it is there whole or not at all.
            let beside = to.join(format!(".{}", uuid::Uuid::new_v4()));
            if std::fs::copy(entry.path(), &beside).is_ok() {
                let _ = std::fs::rename(&beside, place);
            }
        }
    }
}

/// An editor in a test.
pub struct Editor {
    pub harness: Harness<'static, App>,
    pub project: PathBuf,
    pub keys: Arc<MemoryKeys>,
    data: tempfile::TempDir,
}

impl Editor {
    /// Opens a copy of the example in a window of this size.
    pub fn example(width: f32, height: f32) -> Self {
        Self::example_at_scale(width, height, 1.0)
    }

    pub fn example_at_scale(width: f32, height: f32, scale: f32) -> Self {
        let data = tempfile::tempdir().unwrap();
        let project = data.path().join("Harbour chase.storyreel");
        example::write_to(&project).unwrap();
        Self::open(data, project, width, height, scale)
    }

    /// A project of so many scenes with 6 shots of 2 s each, called "Scene 1" and so on. Each panel is a file of its own
    /// where that is asked for, as in a real project.
    pub fn scenes(count: usize, own_files: bool, width: f32, height: f32) -> Self {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("Large.storyreel");
        let folder = example::write_to(&path).unwrap();
        let example = example::project().unwrap();
        let mut project =
            Project { name: "Large".to_owned(), elements: example.elements.clone(), ..Project::default() };
        let model = &example.scenes[0];
        for scene in 0..count {
            let mut shots = Vec::new();
            for shot in 0..6 {
                let from = &model.shots[shot % model.shots.len()];
                let mut panel = from.panel.clone().unwrap();
                if own_files {
                    let own = MediaPath::new(format!("media/panel-{scene}-{shot}.png")).unwrap();
                    std::fs::copy(path.join(panel.as_str()), path.join(own.as_str())).unwrap();
                    panel = own;
                }
                shots.push(Shot {
                    id: ShotId::new(format!("s{scene}-{shot}")),
                    name: String::new(),
                    seconds: Seconds(2),
                    panel: Some(panel),
                    ..from.clone()
                });
            }
            let id = SceneId::new(format!("scene{scene}"));
            project.scenes.push(Scene { id, name: format!("Part {}", scene + 1), shots, ..model.clone() });
        }
        folder.save(&project).unwrap();
        Self::open(data, path, width, height, 1.0)
    }

    /// A copy of the example where the system offers these dialogs and tells the pointer's place like this.
    pub fn example_with(picker: impl Picker + 'static, pointer: PointerWhileDragging) -> Self {
        let data = tempfile::tempdir().unwrap();
        let project = data.path().join("Harbour chase.storyreel");
        example::write_to(&project).unwrap();
        let keys: Arc<MemoryKeys> = Arc::default();
        let paths = Paths::at(data.path());
        let runtime = Runtime::start().unwrap();
        let setup = Setup { project, paths, picker: Box::new(picker), keys: keys.clone(), pointer, runtime };
        Self::start(data, setup, keys, 1440.0, 900.0, 1.0)
    }

    /// Opens a project that lies in a temporary folder.
    pub fn open(data: tempfile::TempDir, project: PathBuf, width: f32, height: f32, scale: f32) -> Self {
        Self::open_with_keys(data, project, Arc::default(), width, height, scale)
    }

    /// The same with what a keyring holds.
    pub fn open_with_keys(
        data: tempfile::TempDir,
        project: PathBuf,
        keys: Arc<MemoryKeys>,
        width: f32,
        height: f32,
        scale: f32,
    ) -> Self {
        let setup = Setup {
            project,
            paths: Paths::at(data.path()),
            picker: Box::new(NoPicker),
            keys: keys.clone(),
            pointer: PointerWhileDragging::Told,
            runtime: Runtime::start().unwrap(),
        };
        Self::start(data, setup, keys, width, height, scale)
    }

    fn start(
        data: tempfile::TempDir,
        setup: Setup,
        keys: Arc<MemoryKeys>,
        width: f32,
        height: f32,
        scale: f32,
    ) -> Self {
        lend(&shared_thumbs(), &setup.paths.thumbs());
        let project = setup.project.clone();
        let mut harness = Harness::builder()
            .with_size([width, height])
            .with_pixels_per_point(scale)
            .with_max_steps(64)
            .build_eframe(|creation| App::new(&creation.egui_ctx, setup).unwrap());
        harness.run_ok();
        Self { harness, project, keys, data }
    }

    /// Ends the program and starts it again on the same data.
    pub fn restart(self) -> Self {
        let Self { harness, project, keys, data } = self;
        let size = harness.ctx.content_rect().size();
        drop(harness);
        Self::open_with_keys(data, project, keys, size.x, size.y, 1.0)
    }

    /// Ends the program; its data stays as long as what is given.
    pub fn close(self) -> tempfile::TempDir {
        drop(self.harness);
        self.data
    }

    /// The user's data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Steps until something holds; leaves a picture behind when it never does.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Harness<'static, App>) -> bool) {
        let begun = Instant::now();
        while !holds(&self.harness) {
            if begun.elapsed() > PATIENCE {
                let picture = self.picture(&format!("timeout-{}", what.replace(' ', "-")));
                panic!("waited in vain for: {what}; see {}", picture.display());
            }
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.harness.run_ok();
    }

    /// Until everything that is in view has come and is painted.
    pub fn settle(&mut self) {
        self.harness.step();
        self.until("everything in view", |harness| harness.state().is_settled());
        lend(&Paths::at(self.data.path()).thumbs(), &shared_thumbs());
    }

    /// Until all that was changed lies on the disk, in `project.json` too.
    pub fn saved(&mut self) {
        self.until("saved", |harness| harness.state().desk().is_saved());
        self.harness.state().desk().save_now().wait().unwrap();
    }

    /// Clicks what is named.
    #[track_caller]
    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run_ok();
    }

    /// Clicks what begins with a name.
    #[track_caller]
    pub fn click_like(&mut self, part: &str) {
        self.harness.get_by_label_contains(part).click();
        self.harness.run_ok();
    }

    #[track_caller]
    pub fn has(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// Drags files over the window, to a point of it.
    pub fn hover_files(&mut self, at: egui::Pos2, files: &[PathBuf]) {
        self.harness.hover_at(at);
        self.harness.step();
        let hovered = files.iter().map(|path| egui::HoveredFile { path: Some(path.clone()), mime: String::new() });
        self.harness.input_mut().hovered_files = hovered.collect();
        self.harness.run_steps(2);
    }

    /// Lets files fall at a point of the window.
    pub fn drop_files(&mut self, at: egui::Pos2, files: &[PathBuf]) {
        self.hover_files(at, files);
        let input = self.harness.input_mut();
        input.hovered_files.clear();
        for path in files {
            input.dropped_files.push(Arc::new(File(path.clone())));
        }
        self.harness.run_steps(2);
    }

    /// The project as it lies on the disk.
    pub fn on_disk(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(self.project.join("project.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// A part of the window as a picture.
    pub fn part(&mut self, rect: egui::Rect) -> image::RgbaImage {
        let whole = self.harness.render().unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole points inside the window")]
        let pixels = |points: f32| (points * self.harness.ctx.pixels_per_point()).round() as u32;
        let (x, y, width, height) = (rect.left(), rect.top(), rect.width(), rect.height());
        image::imageops::crop_imm(&whole, pixels(x), pixels(y), pixels(width), pixels(height)).to_image()
    }

    /// The window as a picture among the build's files.
    pub fn picture(&mut self, name: &str) -> PathBuf {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        match self.harness.render() {
            Ok(image) => image.save(&path).unwrap(),
            Err(error) => eprintln!("no picture: {error}"),
        }
        path
    }
}

#[derive(Debug)]
struct File(PathBuf);

impl egui::DroppedFile for File {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A picture file of one colour.
pub fn picture_file(folder: &Path, name: &str, width: u32, height: u32) -> PathBuf {
    let path = folder.join(name);
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([u8::try_from(x % 256).unwrap_or(0), u8::try_from(y % 256).unwrap_or(0), 90])
    });
    image.save(&path).unwrap();
    path
}
