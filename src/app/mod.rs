//! The window's application: a `logic` pass that drains the inbox and starts work, and a `ui` pass that paints.
//! What panels say is handled in one place, `handle`.

mod background;
mod clipboard;
mod closing;
mod command;
mod copies;
mod deliver;
mod drag_files;
mod drawing;
mod export;
mod handle;
mod hints;
mod keys;
mod looking_on;
mod looks;
mod models;
mod money;
mod opening;
mod outside;
mod own_keys;
mod picker;
mod playing;
mod replay;
mod scenes;
mod settings_file;
mod shots;
mod start;
mod take_outside;
mod undoing;
mod versions;

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use money::Money;

pub use drag_files::PointerWhileDragging;
pub use picker::{Answer, NoPicker, Picker};
pub use start::{StartError, run};

use crate::deliver::Request;
use crate::deliver::package::PackageRequest;
use crate::desk::{Account, Desk, Event, Wake};
use crate::store::key::KeyStore;
use crate::store::{Paths, Settings, StoreError};
use crate::takes::Runtime;
use crate::ui::say::{AboutFile, Say};
use crate::ui::textures::Textures;
use crate::ui::view::{NoticeKind, View};
use crate::ui::{self, Stage, theme};

/// The running editor.
pub struct App {
    desk: Desk,
    money: Money,
    view: View,
    textures: Textures,
    says: Vec<Say>,
    paths: Paths,
    settings: Settings,
    settings_file: settings_file::SettingsFile,
    picker: Box<dyn Picker>,
    picking: Option<picker::Picking>,
    opening: Option<opening::Opening>,
    pointer: PointerWhileDragging,
    screen: playing::ScreenWish,
    wake: Wake,
    runtime: Runtime,
    /// What is to be exported once it is known where to.
    export_wish: Option<Request>,
    /// What is being exported: it can be tried again at another place.
    exporting: Option<Request>,
    /// What is being delivered together, for the same.
    delivering: Option<PackageRequest>,
    closing: closing::Closing,
    own_keys: own_keys::OwnKeys,
    /// The looks that the window has now.
    worn: Option<looks::Looks>,
    /// Something was typed in when the window was painted last.
    was_typing: bool,
    /// The playhead has left the shot whose text is written: that is still the current one.
    is_behind: bool,
}

/// What the editor is started with.
pub struct Setup {
    pub project: PathBuf,
    pub paths: Paths,
    pub picker: Box<dyn Picker>,
    /// Where the API key is kept.
    pub keys: Arc<dyn KeyStore>,
    pub pointer: PointerWhileDragging,
    /// What everything in the background that waits for the network, or follows others, runs on.
    pub runtime: Runtime,
}

impl App {
    /// Opens the project and dresses the window.
    ///
    /// # Errors
    /// When the project cannot be opened; it is left as it is.
    pub fn new(ctx: &Context, setup: Setup) -> Result<Self, StoreError> {
        theme::install_fonts(ctx);
        // Ctrl+= and the like are commands of ours.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let wake: Wake = {
            let ctx = ctx.clone();
            Arc::new(move || ctx.request_repaint())
        };
        let (desk, notes) = Desk::open_on(&setup.runtime, &setup.project, &setup.paths, wake.clone(), false)?;
        let (settings, named) = Settings::load(&setup.paths.settings_file());
        let settings_file =
            settings_file::SettingsFile::new(setup.paths.settings_file(), settings.clone(), wake.clone());
        let mut app = Self {
            desk,
            money: Money::new(setup.keys),
            view: View::default(),
            textures: Textures::default(),
            says: Vec::new(),
            paths: setup.paths,
            settings,
            settings_file,
            picker: setup.picker,
            picking: None,
            opening: None,
            pointer: setup.pointer,
            screen: playing::ScreenWish::default(),
            wake,
            runtime: setup.runtime,
            export_wish: None,
            exporting: None,
            delivering: None,
            closing: closing::Closing::default(),
            own_keys: own_keys::OwnKeys::default(),
            worn: None,
            was_typing: false,
            is_behind: false,
        };
        ctx.add_plugin(replay::Replay::default());
        app.wear_looks(ctx);
        app.wear_scale(ctx);
        let (vocabulary, told) = crate::store::vocabulary_file::load(&app.paths);
        app.view.vocabulary = Arc::new(vocabulary);
        app.view.notify_all(NoticeKind::Problem, &notes, 0.0);
        app.view.notify_all(NoticeKind::Problem, &named, 0.0);
        if let Some(note) = told {
            app.view.notify(NoticeKind::Problem, note, 0.0);
        }
        app.load_own_keys(ctx);
        app.about_file(AboutFile::Ask, 0.0);
        app.tell_who_has_it();
        app.open_account(0.0);
        app.remember_project(false);
        app.view.settle(&app.desk);
        Ok(app)
    }

    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The account; nothing where the money ledger cannot be used.
    #[must_use]
    pub fn account(&self) -> Option<&Account> {
        self.money.account()
    }

    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Everything that does not paint: what has come is taken in, what is due is started.
    pub fn logic(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        for event in self.desk.drain() {
            self.take_in(ctx, event, now);
        }
        if self.textures.put_waiting(ctx) {
            ctx.request_repaint();
        }
        if ctx.input(|input| input.events.contains(&egui::Event::WindowFocused(true))) {
            self.desk.look_outside();
            self.desk.look_whether_free();
        }
        self.tell_of_settings(now);
        self.drain_account(ctx, now);
        self.take_opened(now);
        self.take_picked();
        self.watch_own_keys(ctx, now);
        self.wear_looks(ctx);
        self.wear_scale(ctx);
        self.look_for_dragged_files(ctx);
        self.play(ctx, now);
        self.catch_up(ctx);
        self.handle_closing(ctx, now);
    }

    /// Paints the window, and handles what was said in it.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        keys::collect(&ctx, &self.desk, &self.view, self.was_typing, &mut self.says);
        self.take_pasted(&ctx);
        let mut says = std::mem::take(&mut self.says);
        let sheet_before = self.view.dialog.as_ref().map(std::mem::discriminant);
        let dragged = self.view.drag.is_some();
        let mut stage = Stage {
            desk: &self.desk,
            account: self.money.account(),
            settings: &self.settings,
            view: &mut self.view,
            textures: &mut self.textures,
            says: &mut says,
        };
        ui::window_ui(ui, &mut stage);
        self.take_dropped(&ctx, &mut says);
        self.was_typing = ctx.text_edit_focused();
        let said_something = !says.is_empty();
        for say in says {
            self.handle(&ctx, say);
        }
        self.view.settle(&self.desk);
        if dragged && self.view.drag.is_none() {
            // During a drag the playhead stayed, as a place to snap to; now viewer and inspector show one shot again.
            self.go_to_shot();
        }
        if let Some(seconds) = self.textures.rests_in() {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(seconds));
        }
        self.wish_for_screen(&ctx);
        let sheet = self.view.dialog.as_ref().map(std::mem::discriminant);
        replay::Replay::after_pass(&ctx, sheet != sheet_before || self.view.will_focus());
        if said_something {
            // What was said changes what is seen: once more.
            ctx.request_repaint();
        }
    }

    fn take_in(&mut self, ctx: &Context, event: Event, now: f64) {
        match event {
            Event::Thumb(path, pixels) => self.textures.thumb_came(path, pixels),
            Event::Large { path, side, pixels } => self.textures.put_large(ctx, &path, side, &pixels),
            Event::Screen { showing, frame, pixels } => self.put_screen(ctx, &showing, frame, &pixels),
            Event::TakeReady(take) => {
                let text = format!("The animatic of {} is ready", take.order.scene_name);
                let action = Some(("Play it".to_owned(), Say::PlayTake(take.id.clone())));
                self.view.notify_with(NoticeKind::Done, text, action, now);
            }
            Event::Exported(delivered) => self.exported(&delivered, now),
            Event::WouldReplace(files) => self.would_replace(files),
            Event::Delivered(package) => self.delivered(package, now),
            Event::NotDelivered(sentence) => self.not_delivered(sentence, now),
            Event::NotExported(sentence) => self.not_exported(sentence, now),
            Event::Proof(proof) => self.textures.put_proof(ctx, &proof),
            Event::ShotList(import) => self.shot_list_read(*import, now),
            Event::Logo(path) => self.logo_came(&path),
            Event::Pasted(pasted) => self.put_shots(&pasted, now),
            Event::Copied(pixels) => {
                ctx.copy_image(crate::ui::textures::color_image(&pixels));
                self.view.notify(NoticeKind::Done, "The picture is in the clipboard", now);
            }
            Event::TakeKept(take) => self.take_came(&take, now),
            Event::Draw(file) => self.open_drawing(&file, now),
            Event::RenderStopped => self.view.notify(NoticeKind::Done, "Rendering was stopped, nothing was kept", now),
            Event::Free => self.tell_it_is_free(now),
            Event::Unused(unused) => self.unused_came(unused),
            Event::Versions(versions) => self.versions_came(versions),
            Event::Version(version) => self.version_came(version),
            Event::ChangedOutside(outside) => self.ask_about_file(outside),
            Event::Done(sentence) => self.view.notify(NoticeKind::Done, sentence, now),
            Event::Trouble(sentence) => self.view.notify(NoticeKind::Problem, sentence, now),
        }
    }

    /// What is open now; whether it was open before, and was moved meanwhile.
    fn remember_project(&mut self, moved: bool) {
        self.tell_account_of_project(moved);
        self.settings.add_recent(self.desk.folder().root());
        let here = self.desk.folder().root().to_owned();
        self.view.recent = self.settings.recent_projects.iter().filter(|path| **path != here).cloned().collect();
        self.keep_settings();
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if self.closing.abandons {
            tracing::error!("the disk did not answer: what was not saved is lost");
            // The threads that wait for the disk would be waited for.
            std::process::exit(1);
        }
        for finished in [self.desk.finish(), self.settings_file.finish()] {
            if let Err(sentence) = finished {
                tracing::error!("{sentence}");
            }
        }
    }

    fn persist_egui_memory(&self) -> bool {
        // Only the window's place and size are kept between runs.
        false
    }
}
