//! Shots through the system's clipboard: copied and cut as text, and pasted here or in another window.

use std::collections::HashMap;
use std::path::Path;

use egui::{Context, Event};

use super::App;
use crate::desk::PastedClip;
use crate::store::new_id;
use crate::story::check::count_of;
use crate::story::clip::Clip;
use crate::story::{Edit, MediaPath, timing};
use crate::ui::view::{NoticeKind, Pick};

impl App {
    /// Puts the selected shots into the clipboard; tells whether there were any.
    pub(super) fn copy_shots(&mut self, ctx: &Context) -> Option<usize> {
        let scene = self.view.scene_index(&self.desk)?;
        let picked = self.view.selection(&self.desk);
        let folder = self.desk.folder().root().display().to_string();
        let clip = Clip::of(self.desk.project(), scene, &picked, &folder)?;
        ctx.copy_text(clip.text());
        Some(picked.len())
    }

    pub(super) fn tell_copied(&mut self, count: usize, now: f64) {
        let text = format!("Copied {}: paste here or in another project", count_of(count, "shot"));
        self.view.notify(NoticeKind::Done, text, now);
    }

    /// The selected shots go into the clipboard and out of the scene.
    pub(super) fn cut_shots(&mut self, ctx: &Context, now: f64) {
        let Some((scene, index)) = self.view.shot_index(&self.desk) else { return };
        if self.copy_shots(ctx).is_none() {
            return;
        }
        let picked = self.view.selection(&self.desk);
        let scene = self.desk.project().scenes[scene].clone();
        if let Some(next) = timing::successor(scene.shots.len(), index, &picked) {
            self.view.pick(&self.desk, &scene.shots[next].id, Pick::Only);
        }
        if let Some(Edit::Batch { label, edits }) = timing::delete(&scene, &picked) {
            self.edit(Edit::Batch { label: label.replacen("Delete", "Cut", 1), edits }, None, now);
        }
    }

    /// Takes pasted shots out of the pass's events: they are shots even where a text has the keyboard, for nobody wants
    /// their text in a prompt.
    pub(super) fn take_pasted_shots(&mut self, ctx: &Context) {
        let mut clips = Vec::new();
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Paste(text) = event else { return true };
                let clip = Clip::read(text);
                let is_other = clip.is_none();
                clips.extend(clip);
                is_other
            });
        });
        let now = ctx.input(|input| input.time);
        for clip in clips {
            match clip {
                Ok(clip) => self.paste_shots(clip, now),
                Err(error) => self.view.notify(NoticeKind::Problem, error.to_string(), now),
            }
        }
    }

    fn paste_shots(&mut self, clip: Clip, now: f64) {
        if self.refuses(now) {
            return;
        }
        let Some(scene) = self.view.scene_index(&self.desk) else { return };
        // After all that are selected.
        let at = self.view.selection(&self.desk).last().map_or(0, |last| last + 1);
        let pictures = clip.pictures(self.desk.project());
        let is_from_here = clip.from.project == self.desk.project().id.as_str()
            && Path::new(&clip.from.folder) == self.desk.folder().root();
        let scene = self.desk.project().scenes[scene].id.clone();
        if pictures.is_empty() || is_from_here {
            let media = pictures.into_iter().map(|path| (path.clone(), path)).collect();
            self.put_shots(&PastedClip { clip, media, scene, at }, now);
        } else {
            self.desk.bring_clip(clip, pictures, scene, at, self.paths.settings_file());
        }
    }

    /// Shots whose pictures are in the project become part of it.
    pub(super) fn put_shots(&mut self, pasted: &PastedClip, now: f64) {
        let PastedClip { clip, media, scene, at } = pasted;
        let project = self.desk.project();
        let elements = project.elements.len();
        let Some(scene) = project.scene_index(scene) else {
            self.view.notify(NoticeKind::Problem, "The shots were not pasted: their scene is gone", now);
            return;
        };
        let media: &HashMap<MediaPath, MediaPath> = media;
        let Some(edit) = clip.paste(project, scene, *at, media, &self.desk.rules().limits, &mut new_id) else { return };
        self.edit(edit, None, now);
        let more = self.desk.project().elements.len().saturating_sub(elements);
        let with = if more == 0 { String::new() } else { format!(", and {} they name", count_of(more, "element")) };
        self.view.notify(NoticeKind::Done, format!("Pasted {}{with}", count_of(clip.shots.len(), "shot")), now);
    }
}
