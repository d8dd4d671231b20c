//! Files over the window, and files that fell or were pasted. Where the pointer is meanwhile, winit does not tell
//! on X11: the X server is asked. Where the place stays unknown, the user is asked what the files become.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Event, Pos2};

use super::App;
use super::picker::SHOT_LISTS;
use crate::desk::{Incoming, Target};
use crate::store::destination::Replace;
use crate::ui::dialogs::{Dialog, DropOnSheet};
use crate::ui::drops::target_at;
use crate::ui::hints::Hint;
use crate::ui::is_in_empty_prompt;
use crate::ui::say::Say;
use crate::ui::view::{Hovered, NoticeKind};

/// How the pointer's place is known while files are dragged.
pub enum PointerWhileDragging {
    /// The window system tells the program as always.
    Told,
    /// The X server is asked.
    #[cfg(target_os = "linux")]
    X11(Box<super::start::x11::Pointer>),
    /// It cannot be known.
    Unknown,
}

impl PointerWhileDragging {
    fn place(&mut self, ctx: &Context) -> Option<Pos2> {
        match self {
            Self::Told => ctx.pointer_latest_pos(),
            #[cfg(target_os = "linux")]
            Self::X11(pointer) => pointer.place(ctx.pixels_per_point()),
            Self::Unknown => None,
        }
    }
}

impl App {
    /// Follows files that are dragged over the window.
    pub(super) fn look_for_dragged_files(&mut self, ctx: &Context) {
        let count = ctx.input(|input| input.raw.hovered_files.len());
        if count == 0 {
            // When they fall, the last known place counts; it is used up in `take_dropped`.
            if ctx.input(|input| input.raw.dropped_files.is_empty()) {
                self.view.hovered = None;
            }
            return;
        }
        let at = self.pointer.place(ctx);
        self.view.hovered = Some(Hovered { count, at });
        // While files are over it, the window hears of no pointer: it looks again by itself.
        ctx.request_repaint_after(Duration::from_millis(30));
    }

    /// Puts files that fell where they fell.
    pub(super) fn take_dropped(&mut self, ctx: &Context, says: &mut Vec<Say>) {
        let dropped = ctx.input_mut(|input| std::mem::take(&mut input.raw.dropped_files));
        if dropped.is_empty() {
            return;
        }
        let last = self.view.hovered.take().and_then(|hovered| hovered.at);
        let now = ctx.input(|input| input.time);
        let at = self.pointer.place(ctx).or(last);
        if let Some(why) = self.cannot_take(ctx, at) {
            self.view.notify(NoticeKind::Problem, format!("Nothing was taken: {why}"), now);
            return;
        }
        let files: Vec<Incoming> = dropped.iter().map(|file| Incoming::File(file.path().to_owned())).collect();
        if let Some(on) = self.view.dialog.as_ref().map(Dialog::drop_on_it) {
            self.drop_on_sheet(on, files, at, says, now);
            return;
        }
        // A project folder that is dropped is opened.
        if let [Incoming::File(path)] = files.as_slice()
            && is_project(path)
        {
            let purpose = crate::ui::say::PathPurpose::OpenProject;
            says.push(Say::PathGiven { purpose, path: path.clone(), replace: Replace::Nothing });
            return;
        }
        // A table is a shot list wherever it falls; what fell with it is taken as always.
        let (lists, files): (Vec<Incoming>, Vec<Incoming>) = files.into_iter().partition(is_table);
        self.take_dropped_lists(lists, says, now);
        if files.is_empty() {
            return;
        }
        match at.and_then(|at| target_at(&self.view, at)) {
            Some(target) => {
                says.push(Say::Bring(files, target));
                says.push(Say::Practised(Hint::Drop));
            }
            None => self.view.dialog = Some(Dialog::UseAs(files)),
        }
    }

    /// Why nothing that falls is taken now, wherever it falls; the end of a sentence.
    fn cannot_take(&self, ctx: &Context, at: Option<Pos2>) -> Option<&'static str> {
        if self.view.busy.is_some() {
            // They would come into a project that is about to go out of sight.
            return Some("drop the files again once the other project is open");
        }
        if self.view.full_screen {
            return Some("leave the full screen first, then drop the files again");
        }
        if self.picking.is_some() {
            return Some("answer the file dialog first, then drop the files again");
        }
        // A menu or a message may lie over the place that the files would go to.
        let covers = |layer: egui::LayerId| layer.order != egui::Order::Background;
        let is_covered = self.view.dialog.is_none() && at.and_then(|at| ctx.layer_id_at(at)).is_some_and(covers);
        is_covered.then_some("a menu or a message lies over that place, drop the files beside it")
    }

    /// Files fell while a sheet is open: they are the sheet's, or nobody's.
    fn drop_on_sheet(
        &mut self,
        on: DropOnSheet,
        files: Vec<Incoming>,
        at: Option<Pos2>,
        says: &mut Vec<Say>,
        now: f64,
    ) {
        let refused = match on {
            DropOnSheet::Nothing(called) => {
                format!("Nothing was taken: close {called} first, then drop the files again")
            }
            DropOnSheet::Pictures(_) if files.iter().any(|file| is_table(file) || is_project_file(file)) => {
                "Nothing was taken: pictures alone are taken here, close this first for anything else".to_owned()
            }
            DropOnSheet::Pictures(target) => {
                says.push(Say::Bring(files, at.and_then(|at| target_at(&self.view, at)).unwrap_or(target)));
                return;
            }
            DropOnSheet::Path => {
                let paths = files.into_iter().filter_map(|file| match file {
                    Incoming::File(path) => Some(path),
                    Incoming::Bytes { .. } | Incoming::Pixels { .. } => None,
                });
                let paths: Vec<PathBuf> = paths.collect();
                match self.view.dialog.as_mut().map(|dialog| dialog.take_paths(&paths, says)) {
                    Some(Ok(true)) => {
                        self.view.dialog = self.view.laid_aside.take();
                        return;
                    }
                    Some(Err(why)) => why.to_owned(),
                    Some(Ok(false)) | None => return,
                }
            }
        };
        self.view.notify(NoticeKind::Problem, refused, now);
    }

    fn take_dropped_lists(&mut self, lists: Vec<Incoming>, says: &mut Vec<Say>, now: f64) {
        let mut lists = lists.into_iter();
        let Some(Incoming::File(path)) = lists.next() else { return };
        if lists.next().is_some() {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            let text = format!("One shot list comes in at a time: {name} is read, drop the others after it");
            self.view.notify(NoticeKind::Problem, text, now);
        }
        says.push(Say::PathGiven { purpose: crate::ui::say::PathPurpose::ShotList, path, replace: Replace::Nothing });
    }

    /// Pasted pictures become the selected shot's panel; pasted paths are brought like dropped files, a numbered list
    /// becomes shots, and rows of a spreadsheet are read as a shot list. What is pasted into a text stays text; only a list or rows in an empty prompt are taken there, too.
    pub(super) fn take_pasted(&mut self, ctx: &Context) {
        if self.view.dialog.is_some() {
            return;
        }
        self.take_pasted_shots(ctx);
        let focused = ctx.memory(egui::Memory::focused);
        let typing = focused.is_some() && ctx.text_edit_focused();
        let takes_lists = !typing || is_in_empty_prompt(&self.desk, &self.view, focused);
        let mut brought: Vec<Incoming> = Vec::new();
        let mut lists: Vec<String> = Vec::new();
        let mut rows: Option<String> = None;
        let mut unnamed = false;
        ctx.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::PasteImage(image) => {
                    brought.push(pixels_of(image));
                    false
                }
                Event::Paste(text) if takes_lists && crate::deliver::shot_list::is_table(text) => {
                    rows = Some(text.clone());
                    false
                }
                Event::Paste(text) if takes_lists && crate::story::list::items(text).is_some() => {
                    lists.push(text.clone());
                    false
                }
                // Cells nobody has named: which is the prompt and which the dialogue is not guessed.
                Event::Paste(text) if !typing && text.contains('\t') && text.lines().count() > 1 => {
                    unnamed = true;
                    false
                }
                Event::Paste(text) if !typing => {
                    let files = files_in(text);
                    let taken = !files.is_empty();
                    brought.extend(files.into_iter().map(Incoming::File));
                    !taken
                }
                _ => true,
            });
        });
        let now = ctx.input(|input| input.time);
        if unnamed {
            let text = "The pasted rows name no columns: copy the line above them too, with names like scene, shot, name, prompt";
            self.view.notify(NoticeKind::Problem, text, now);
        }
        if let Some(rows) = rows.filter(|_| !self.refuses(now)) {
            self.desk.read_pasted_rows(rows);
        }
        for text in lists {
            self.take_list(&text, now);
        }
        if brought.is_empty() {
            return;
        }
        let Some(scene) = self.view.scene_index(&self.desk) else { return };
        let shot = self.view.shot_index(&self.desk).map_or(0, |(_, shot)| shot);
        let scene = self.desk.project().scenes[scene].id.clone();
        self.says.push(Say::Bring(brought, Target::Panels(scene, shot)));
        self.says.push(Say::Practised(Hint::Drop));
    }
}

fn is_project(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension == "storyreel")
        || path.file_name().is_some_and(|name| name == "project.json")
}

fn is_project_file(file: &Incoming) -> bool {
    matches!(file, Incoming::File(path) if is_project(path))
}

/// A file that a shot list comes in.
fn is_table(file: &Incoming) -> bool {
    let Incoming::File(path) = file else { return false };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| SHOT_LISTS.contains(&ending.as_str()))
}

fn pixels_of(image: &egui::ColorImage) -> Incoming {
    let rgba: Vec<u8> = image.pixels.iter().flat_map(egui::Color32::to_srgba_unmultiplied).collect();
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    Incoming::Pixels {
        name: "The pasted picture".to_owned(),
        width: side(image.size[0]),
        height: side(image.size[1]),
        rgba: Arc::from(rgba),
    }
}

/// The files that a pasted text names, when every line of it names one.
fn files_in(text: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let path = line.strip_prefix("file://").map_or_else(|| line.to_owned(), unescaped);
        if !std::path::Path::new(&path).is_absolute() {
            return Vec::new();
        }
        files.push(PathBuf::from(path));
    }
    files
}

/// `%20` and the like as what they stand for.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
#[path = "drag_files_tests.rs"]
mod drop_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_paths_are_files_only_when_all_are() {
        assert_eq!(files_in("/a/b.png\nfile:///c%20d.png\n"), [PathBuf::from("/a/b.png"), PathBuf::from("/c d.png")]);
        assert!(files_in("Wide. Dusk over the roofs").is_empty());
        assert!(files_in("/a/b.png\nand words").is_empty());
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%zz%e9"), "%zz\u{fffd}");
    }
}
