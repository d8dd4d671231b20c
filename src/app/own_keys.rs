//! The user's own keys: taken from their file at the start, and again when the window gets the keyboard back.

use egui::Context;
use poll_promise::Promise;

use super::App;
use super::background::in_background;
use crate::media::io_error::words;
use crate::store::keys_file;
use crate::ui::keymap::{self, Keymap};
use crate::ui::view::NoticeKind;

/// What is told where the reading itself went wrong.
const FAULT: &str = "The keys were not read: the program made a mistake, and the keys stay as they are";

/// What is known of the file.
#[derive(Default)]
pub(super) struct OwnKeys {
    /// As it was read last; nothing where there is no file.
    text: Option<String>,
    reading: Option<Reading>,
    had_focus: bool,
}

struct Reading {
    work: Promise<Result<Option<String>, String>>,
    /// Open the file for its user once it is there.
    open: bool,
}

impl App {
    /// Reads the file at the start, before the first key is pressed.
    pub(super) fn load_own_keys(&mut self, ctx: &Context) {
        match keys_file::read(&self.paths.keys_file()) {
            Ok(text) => self.use_own_keys(ctx, text, 0.0),
            Err(error) => self.view.notify(NoticeKind::Problem, error.to_string(), 0.0),
        }
        self.own_keys.had_focus = true;
    }

    /// Makes the file where there is none, and opens it.
    pub(super) fn change_keys(&mut self, now: f64) {
        self.read_own_keys(true, now);
    }

    fn read_own_keys(&mut self, open: bool, now: f64) {
        let file = self.paths.keys_file();
        let work = in_background(self.wake.clone(), FAULT, move || {
            if open {
                keys_file::ensure(&file, &Keymap::template()).map_err(|error| error.to_string())?;
            }
            keys_file::read(&file).map_err(|error| error.to_string())
        });
        match work {
            Ok(work) => self.own_keys.reading = Some(Reading { work, open }),
            Err(error) => {
                let text = format!("The keys were not read: no thread for it ({})", words(&error));
                self.view.notify(NoticeKind::Problem, text, now);
            }
        }
    }

    /// Looks at the file again when people come back to the window, and takes in what was read.
    pub(super) fn watch_own_keys(&mut self, ctx: &Context, now: f64) {
        let has_focus = ctx.input(|input| input.focused);
        let came_back = has_focus && !self.own_keys.had_focus;
        self.own_keys.had_focus = has_focus;
        if came_back && self.own_keys.reading.is_none() {
            self.read_own_keys(false, now);
        }
        let Some(Reading { work, open }) = self.own_keys.reading.take() else { return };
        match work.try_take() {
            Err(work) => self.own_keys.reading = Some(Reading { work, open }),
            Ok(Err(sentence)) => self.view.notify(NoticeKind::Problem, sentence, now),
            Ok(Ok(text)) => {
                if text != self.own_keys.text {
                    self.use_own_keys(ctx, text, now);
                }
                if open {
                    let file = self.paths.keys_file();
                    let lies = format!("Your keys lie in {}", file.display());
                    if let Err(error) = self.picker.open(&file) {
                        // Where no program opens it, its path helps.
                        tracing::info!("no program opens the file of keys: {error}");
                    }
                    self.view.notify(NoticeKind::Done, lies, now);
                }
            }
        }
    }

    fn use_own_keys(&mut self, ctx: &Context, text: Option<String>, now: f64) {
        let (keymap, notes) = text.as_deref().map_or_else(Default::default, Keymap::read);
        keymap::install(ctx, keymap);
        self.view.notify_all(NoticeKind::Problem, &notes, now);
        self.own_keys.text = text;
    }
}
