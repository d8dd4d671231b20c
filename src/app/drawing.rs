//! Pictures handed to a drawing program.

use std::path::Path;

use super::App;
use crate::desk::Drawn;
use crate::ui::view::NoticeKind;

impl App {
    pub(super) fn draw(&mut self, drawn: Drawn) {
        self.desk.draw(drawn, &self.paths.drawing());
    }

    /// What is saved of it comes back no more.
    pub(super) fn stop_drawing(&mut self, drawn: &Drawn, now: f64) {
        self.desk.stop_drawing(drawn);
        let text = "What is saved in the drawing program does not come back here any more";
        self.view.notify(NoticeKind::Done, text, now);
    }

    /// A working copy lies ready: the program that draws opens it.
    pub(super) fn open_drawing(&mut self, file: &Path, now: f64) {
        match self.picker.draw(file, self.settings.drawing_program.as_deref()) {
            Ok(()) => {
                self.view.notify(NoticeKind::Done, "Save the picture there, and it comes back here each time", now);
            }
            Err(error) => {
                tracing::info!("no program opens the drawing: {error}");
                let program = self.settings.drawing_program.as_deref().unwrap_or("No program");
                let lies = file.display();
                let text = format!("{program} opened nothing: open {lies} yourself, each save of it comes back here");
                self.view.notify(NoticeKind::Problem, text, now);
            }
        }
    }

    /// Another program draws from now on; nothing for the system's own.
    pub(super) fn use_drawing_program(&mut self, program: Option<String>) {
        self.settings.drawing_program = program;
        self.keep_settings();
    }
}
