//! Asking the system for files. Where it has no dialog, or a test stands in for it, a path is typed instead.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use poll_promise::Promise;

use super::App;
use crate::deliver::name;
use crate::desk::Incoming;
use crate::store::destination::Replace;
use crate::takes::{Group, Runtime};
use crate::ui::dialogs::{Dialog, PathSheet};
use crate::ui::say::{PathPurpose, Say};
use crate::ui::view::NoticeKind;

/// No person closes a dialog faster: an answer within this time means that there was none.
const NO_DIALOG_WITHIN: Duration = Duration::from_millis(300);

/// A dialog that has not come after so many seconds may never come: its portal is broken, most likely.
const COMES_WITHIN: f64 = 4.0;

const NO_DIALOG_YET: &str = "The system was asked for its file dialog, which has not come yet";

/// The endings of picture files, as dialogs filter by them.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"];
const LOGOS: [&str; 9] = ["svg", "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"];

/// The endings of files that shot lists come in.
pub(super) const SHOT_LISTS: [&str; 5] = ["csv", "xlsx", "tsv", "tab", "txt"];

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Paths(Vec<PathBuf>),
    Cancelled,
    /// There is no dialog: the path is typed.
    NoDialog,
}

/// Asks for paths.
pub trait Picker {
    /// Begins to ask.
    fn pick(&self, purpose: &PathPurpose, start: PathBuf, name: &str) -> Promise<Answer>;

    /// Opens a file or folder with the program that this system has for it.
    ///
    /// # Errors
    /// When there is none.
    fn open(&self, path: &Path) -> std::io::Result<()> {
        open::that_detached(path)
    }

    /// Opens a page of the web in the system's browser.
    ///
    /// # Errors
    /// When there is none, or it is no page of the web.
    fn open_page(&self, address: &str) -> std::io::Result<()> {
        if !address.starts_with("https://") {
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        open::that_detached(address)
    }

    /// Opens a picture to be drawn on, with this program or what the system has for pictures.
    ///
    /// # Errors
    /// When there is none.
    fn draw(&self, path: &Path, program: Option<&str>) -> std::io::Result<()> {
        match program {
            Some(program) => open::with_detached(path, program),
            None => self.open(path),
        }
    }
}

/// The system's own dialogs.
pub struct SystemPicker {
    group: Group,
    _runtime: Runtime,
}

impl Picker for SystemPicker {
    fn pick(&self, purpose: &PathPurpose, start: PathBuf, name: &str) -> Promise<Answer> {
        let dialog = rfd::AsyncFileDialog::new().set_directory(start);
        let one = |handle: Option<rfd::FileHandle>| handle.map(|file| file.path().to_owned()).into_iter().collect();
        match purpose {
            PathPurpose::NewProject => {
                let asked = dialog.set_title("New project").set_file_name(format!("{name}.storyreel")).save_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::SaveAs => {
                let asked = dialog.set_title("Save as").set_file_name(format!("{name}.storyreel")).save_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Spending => {
                let asked = dialog.set_title("Save the table").set_file_name(format!("{name}.csv")).save_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Deliveries => {
                let asked = dialog.set_title("Where to deliver").pick_folder();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Missing => {
                let asked = dialog.set_title("Where to look for missing pictures").pick_folder();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::OpenProject => {
                let asked = dialog.set_title("Open project").pick_folder();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Export(kind) => {
                let ending = kind.extension();
                let asked = dialog.set_title("Export").set_file_name(name).add_filter(kind.label(), &[ending]);
                let asked = asked.save_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::ShotList => {
                let asked = dialog.set_title("Import a shot list").add_filter("Shot lists", &SHOT_LISTS);
                let asked = asked.pick_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Logo => {
                let asked = dialog.set_title("Choose a logo").add_filter("Pictures", &LOGOS).pick_file();
                self.ask(async move { one(asked.await) })
            }
            PathPurpose::Pictures(_) => {
                let asked = dialog.set_title("Choose pictures").add_filter("Pictures", &PICTURES).pick_files();
                self.ask(
                    async move { asked.await.unwrap_or_default().iter().map(|file| file.path().to_owned()).collect() },
                )
            }
        }
    }
}

impl SystemPicker {
    /// Dialogs that are waited for on this runtime.
    #[must_use]
    pub fn on(runtime: &Runtime) -> Self {
        Self { group: runtime.group(), _runtime: runtime.clone() }
    }

    /// Waits for a dialog's answer.
    fn ask(&self, asked: impl Future<Output = Vec<PathBuf>> + Send + 'static) -> Promise<Answer> {
        let (sender, promise) = Promise::new();
        let asker = Asker(Some(sender));
        self.group.spawn(async move {
            let begun = Instant::now();
            let paths = asked.await;
            asker.answer(if !paths.is_empty() {
                Answer::Paths(paths)
            } else if begun.elapsed() < NO_DIALOG_WITHIN {
                Answer::NoDialog
            } else {
                Answer::Cancelled
            });
        });
        promise
    }
}

/// Answers in any case: a promise of which nothing comes is a fault to those who wait for it.
struct Asker(Option<poll_promise::Sender<Answer>>);

impl Asker {
    fn answer(mut self, answer: Answer) {
        if let Some(sender) = self.0.take() {
            sender.send(answer);
        }
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        if let Some(sender) = self.0.take() {
            sender.send(Answer::Cancelled);
        }
    }
}

/// Says at once that there is no dialog: paths are typed.
pub struct NoPicker;

impl Picker for NoPicker {
    fn pick(&self, _purpose: &PathPurpose, _start: PathBuf, _name: &str) -> Promise<Answer> {
        Promise::from_ready(Answer::NoDialog)
    }

    fn open(&self, _path: &Path) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    fn open_page(&self, _address: &str) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    fn draw(&self, path: &Path, _program: Option<&str>) -> std::io::Result<()> {
        self.open(path)
    }
}

/// A question that is open.
pub(super) struct Picking {
    purpose: PathPurpose,
    answer: Promise<Answer>,
    /// On egui's clock in seconds, once a frame has passed.
    since: Option<f64>,
    /// That a path can be typed was told.
    told: bool,
}

#[cfg(test)]
impl Picking {
    /// A question that is open.
    pub(super) fn waiting(purpose: PathPurpose, answer: Promise<Answer>) -> Self {
        Self { purpose, answer, since: None, told: false }
    }
}

impl App {
    /// Asks for a path or for picture files.
    pub(super) fn ask_for_path(&mut self, purpose: PathPurpose) {
        let start = self.desk.folder().root().parent().map_or_else(|| self.paths.projects(), ToOwned::to_owned);
        let name = self.suggested_name(&purpose);
        let asked = self.picker.pick(&purpose, start, &name);
        let answer = match asked.try_take() {
            Ok(answer) => Promise::from_ready(answer),
            Err(asked) => {
                // The window sleeps until the answer wakes it.
                let wake = self.wake.clone();
                Promise::spawn_thread("the dialog's answer", move || {
                    let answer = asked.block_and_take();
                    wake();
                    answer
                })
            }
        };
        self.picking = Some(Picking { purpose, answer, since: None, told: false });
    }

    fn suggested_name(&self, purpose: &PathPurpose) -> String {
        match purpose {
            PathPurpose::SaveAs => format!("{} copy", name::project_name(self.desk.project())),
            PathPurpose::Export(kind) => {
                let project = self.desk.project();
                let request = self.export_wish.as_ref();
                let scope = request.map(|request| request.scope.clone()).unwrap_or_default();
                let version = request.map_or("", |request| &request.settings.boards.version);
                name::file_name(project, *kind, &scope, version)
            }
            PathPurpose::Spending => "storyreel spending".to_owned(),
            _ => "Untitled".to_owned(),
        }
    }

    /// What stands in the field where a path is typed.
    fn typed_at_first(&self, purpose: &PathPurpose) -> String {
        let folder = self.desk.folder().root().parent();
        match (purpose, folder) {
            (PathPurpose::Deliveries, _) => {
                self.view.laid_aside.as_ref().map_or_else(String::new, |dialog| match dialog {
                    Dialog::Deliver(sheet) => sheet.into.clone(),
                    _ => String::new(),
                })
            }
            (PathPurpose::Export(_), Some(folder)) => folder.join(self.suggested_name(purpose)).display().to_string(),
            _ => String::new(),
        }
    }

    /// Takes an answer, if one has come.
    pub(super) fn take_picked(&mut self) {
        let Some(picking) = self.picking.take() else { return };
        let answer = picking.answer.try_take();
        if picking.told && answer.is_ok() {
            self.view.notices.retain(|notice| *notice.text != *NO_DIALOG_YET);
        }
        match answer {
            Err(answer) => self.picking = Some(Picking { answer, ..picking }),
            Ok(Answer::Cancelled) => {}
            Ok(Answer::NoDialog) => {
                self.view.laid_aside = self.view.dialog.take();
                let text = self.typed_at_first(&picking.purpose);
                self.view.dialog = Some(Dialog::Path(PathSheet::new(picking.purpose, text)));
            }
            Ok(Answer::Paths(paths)) => match picking.purpose {
                PathPurpose::Pictures(target) => {
                    self.says.push(Say::Bring(paths.into_iter().map(Incoming::File).collect(), target));
                }
                purpose => {
                    if let Some(path) = paths.into_iter().next() {
                        let replace = Replace::These(vec![path.clone()]);
                        self.says.push(Say::PathGiven { purpose, path, replace });
                    }
                }
            },
        }
    }

    /// A dialog that does not come must not be waited for: after a while the path may be typed.
    pub(super) fn offer_typing(&mut self, ctx: &egui::Context, now: f64) {
        let Some(picking) = &mut self.picking else { return };
        let waited = now - *picking.since.get_or_insert(now);
        if picking.told {
            return;
        }
        if waited < COMES_WITHIN {
            ctx.request_repaint_after(Duration::from_secs_f64(COMES_WITHIN - waited));
            return;
        }
        picking.told = true;
        let action = Some(("Type the path".to_owned(), Say::TypePath));
        self.view.notify_with(NoticeKind::Problem, NO_DIALOG_YET, action, now);
    }

    /// The path is typed instead of chosen in a dialog that does not come.
    pub(super) fn type_path(&mut self) {
        if let Some(picking) = self.picking.take() {
            self.picking = Some(Picking { answer: Promise::from_ready(Answer::NoDialog), ..picking });
            self.take_picked();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_answers_also_when_nobody_waits_for_it_any_more() {
        let runtime = Runtime::start().unwrap();
        let picker = SystemPicker::on(&runtime);
        let paths = vec![PathBuf::from("a.png")];
        let chosen = paths.clone();
        assert_eq!(picker.ask(async move { chosen }).block_and_take(), Answer::Paths(paths));
        let open = picker.ask(std::future::pending());
        drop(picker);
        assert_eq!(open.block_and_take(), Answer::Cancelled);
    }
}
