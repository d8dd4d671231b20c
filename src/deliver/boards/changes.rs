//! What changed since an earlier version, as boards mark it: a tag on the panel, and below it in words what is otherwise.
//! What boards do not show they do not tell either.

use std::sync::Arc;

use super::style;
use crate::deliver::settings::Boards as Choices;
use crate::media::page::{Page, SetLine, set, set_on_one_line};
use crate::story::animatic::Rect;
use crate::story::marks::{Counts, Mark, Marks, Part};
use crate::story::{Project, Scene, Shot};

/// Around the word of a tag, and from the edges of its picture.
const TAG_SIDE: f32 = 4.0;
const TAG_FROM_EDGE: f32 = 4.0;

/// What changed since a version.
#[derive(Clone, Debug)]
pub struct Changes {
    /// What the version is called: `“Sent to client”`.
    called: String,
    marks: Marks,
    counts: Counts,
}

impl Changes {
    /// What `new` has otherwise than a version, of what boards of it show.
    #[must_use]
    pub fn since(called: String, old: &Project, new: &Project, choices: &Choices) -> Self {
        let marks = Marks::between(old, new);
        let counts = marks.counts(old, new, &|part| is_shown(choices, part));
        Self { called, marks, counts }
    }

    /// In the foot of every page.
    pub fn told(&self) -> String {
        format!("Changes since {}", self.called)
    }

    /// How many shots of each kind there are.
    pub fn summary(&self) -> String {
        let Counts { new, changed, moved, deleted } = self.counts;
        let kinds = [(new, "new"), (changed, "changed"), (moved, "moved"), (deleted, "deleted")];
        let kinds: Vec<String> =
            kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
        let kinds = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
        format!("Since {}: {kinds}", self.called)
    }

    /// The word on a shot's panel.
    pub fn tag(&self, choices: &Choices, shot: &Shot) -> Option<&'static str> {
        let mark = self.marks.of(&shot.id)?;
        let is_changed = mark.parts.iter().any(|(part, _)| is_shown(choices, part));
        match (mark.is_new, &mark.moved, is_changed) {
            (true, _, _) => Some("NEW"),
            (_, Some(_), true) => Some("MOVED, CHANGED"),
            (_, Some(_), false) => Some("MOVED"),
            (_, None, true) => Some("CHANGED"),
            (_, None, false) => None,
        }
    }

    /// In words what a shot has otherwise; nothing for one that is new or the same.
    pub fn words(&self, choices: &Choices, shot: &Shot) -> Option<String> {
        let Mark { moved, parts, .. } = self.marks.of(&shot.id)?;
        let moved = moved.iter().map(|from| format!("moved {from}"));
        let parts = parts.iter().filter(|(part, _)| is_shown(choices, part));
        let told: Vec<String> = moved.chain(parts.map(|(part, how)| format!("{}: {how}", part.label()))).collect();
        (!told.is_empty()).then(|| crate::deliver::words::capital(&told.join("; ")))
    }

    /// Below a scene's heading: what is gone from it, and the scenes that stood before it.
    pub fn gone(&self, project: &Project, scene: &Scene, width: f32) -> Vec<Arc<SetLine>> {
        let is_last = project.scenes.last().is_some_and(|last| last.id == scene.id);
        let after = if is_last { self.marks.gone_before(None) } else { &[] };
        let scenes: Vec<&str> =
            self.marks.gone_before(Some(&scene.id)).iter().chain(after).map(String::as_str).collect();
        let shots: Vec<&str> = self.marks.gone_from(&scene.id).iter().map(String::as_str).collect();
        let mut lines = Vec::new();
        for (what, names) in [("Deleted scenes", scenes), ("Deleted shots", shots)] {
            if !names.is_empty() {
                lines.extend(set(&format!("{what}: {}", names.join(", ")), style::GONE, width));
            }
        }
        lines
    }
}

fn is_shown(choices: &Choices, part: &Part) -> bool {
    match part {
        Part::Name | Part::Panel => true,
        Part::Seconds => choices.seconds,
        Part::Prompt => choices.prompt,
        Part::Dialogue => choices.dialogue,
        Part::Notes => choices.notes,
        Part::Move => choices.moves,
        Part::Column(name) => choices.columns.contains(name),
    }
}

/// Paints a tag in the upper right corner of a picture's place.
pub fn tag(page: &mut Page, place: Rect, word: &str) {
    let line = set_on_one_line(word, style::TAG, place.width - 2.0 * (TAG_FROM_EDGE + TAG_SIDE));
    let width = line.width + 2.0 * TAG_SIDE;
    let x = place.x + place.width - TAG_FROM_EDGE - width;
    let y = place.y + TAG_FROM_EDGE;
    page.block(Rect { x, y, width, height: line.height }, style::CHANGED, 2.0);
    page.text(x + TAG_SIDE, y, &line, style::PAPER);
}
