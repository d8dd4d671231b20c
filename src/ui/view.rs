//! What is looked at: which scene and shot, where the playhead stands, what is open. Nothing of this is saved or undone.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Pos2;

use super::command::KeyView;
pub use super::notices::{About, Notice, NoticeKind};
pub use super::player::{Marks, Player, Playing, Source};
use super::say::{Target, Wanted};
use super::timeline::Drag;
use super::typing::{self, Typing};
use crate::desk::{Desk, Quote};
use crate::story::history::Gesture;
use crate::story::vocabulary::Vocabulary;
use crate::story::{FrameNumber, FrameSlot, SceneId, ShotId, TakeId, timing};

/// The state of the window that is not the project's.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that is open or not")]
pub struct View {
    pub scene: SceneId,
    /// The current shot: what the inspector shows.
    pub shot: ShotId,
    /// All shots that are selected, the current one among them; empty while it is alone.
    pub picked: BTreeSet<ShotId>,
    /// Where a range that is selected with Shift begins.
    pub pick_from: ShotId,
    /// The scene that the list was last scrolled to.
    pub scene_in_view: SceneId,
    pub tab: Tab,
    pub player: Player,
    pub dialog: Option<super::dialogs::Dialog>,
    /// Comes back when the dialog over it is closed.
    pub laid_aside: Option<super::dialogs::Dialog>,
    /// Whether the left panel is open; unset, the window's width decides.
    pub left_open: Option<bool>,
    pub right_open: Option<bool>,
    pub drag: Option<Drag>,
    /// While shots are dragged: where each scene of the list lay last, and the one that they would go to.
    pub scene_rows: Vec<(egui::Rect, SceneId)>,
    pub carried_to: Option<SceneId>,
    pub wall: super::wall::Wall,
    /// Files are being dragged over the window; where, if that is known.
    pub hovered: Option<Hovered>,
    pub notices: Vec<Notice>,
    /// Another project is on its way in.
    pub busy: Option<Busy>,
    /// Where each drop target lies in this frame.
    pub targets: Vec<(egui::Rect, Target)>,
    pub full_screen: bool,
    /// Give the prompt the keyboard in the next frame.
    pub focus_prompt: bool,
    /// Give the project's style the keyboard in the next frame.
    pub focus_style: bool,
    /// Give the current shot's clip the keyboard in the next frame.
    pub focus_clip: bool,
    /// What had the keyboard before a sheet was opened.
    pub focus_before_sheet: Option<egui::Id>,
    /// What gets it back in the next frame.
    pub focus_after_sheet: Option<egui::Id>,
    pub sheet_was_open: bool,
    /// Projects opened lately, newest first.
    pub recent: Vec<std::path::PathBuf>,
    /// Bring this place of the inspector into view in the next frame.
    pub show_problems: bool,
    pub typing: Option<Typing>,
    /// The halves of the last split.
    pub split: Option<Split>,
    /// Seconds that are being typed on the current shot's clip.
    pub length_field: Option<LengthField>,
    /// The first or last frame that the viewer shows in place of what plays.
    pub shown_frame: Option<ShownFrame>,
    /// What a hint teaches that was done last, and when, on egui's clock in seconds.
    pub practised: Option<(super::hints::Hint, f64)>,
    /// Words of the camera, offered beside prompts, and whether all of them are.
    pub vocabulary: Arc<Vocabulary>,
    pub vocabulary_open: bool,
    pub(super) said_words: super::inspector::SaidWords,
    /// What the confirmation shows, once it is worked out.
    pub offer: Option<Offer>,
    /// A question that is open in a take's card.
    pub asked: Option<(TakeId, Asked)>,
    /// Whether takes that were hidden are listed.
    pub show_hidden: bool,
    /// How often older takes were asked for.
    pub older_takes: usize,
    /// Bring this take's card into view.
    pub reveal_take: Option<TakeId>,
    /// All messages about money are listed, not the newest alone.
    pub money_notices_open: bool,
    gestures: u64,
    pub(super) notice_count: u64,
    /// The message that tells the last undo or redo.
    pub(super) history_notice: u64,
    /// The project's revision that it told of.
    pub(super) history_revision: u64,
}

/// A shot that was split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    pub first: ShotId,
    pub second: ShotId,
    /// The project's revision right after it.
    pub revision: u64,
}

/// Seconds while they are typed on a clip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LengthField {
    pub shot: ShotId,
    pub text: String,
    /// The keyboard was given to it.
    pub was_focused: bool,
}

/// A frame in the viewer, until anything else is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFrame {
    pub slot: FrameSlot,
    pub scene: SceneId,
    /// What was looked at when it was shown: once that is something else, it goes.
    pub shot: ShotId,
    pub position: FrameNumber,
    pub source: Source,
}

/// How a shot is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Alone.
    Only,
    /// Beside what is selected; one that is selected already no more.
    Toggle,
    /// With all from where the last selection began.
    Range,
}

/// Which tab of the inspector is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Shot,
    Scene,
    Takes,
    History,
}

/// Files over the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Hovered {
    pub count: usize,
    pub at: Option<Pos2>,
}

/// What would be sent, as the project stood at a generation of the desk.
#[derive(Clone, Debug)]
pub struct Offer {
    pub wanted: Wanted,
    pub generation: u64,
    pub quote: Result<Arc<Quote>, String>,
}

/// What is asked once more before it is done with a take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Send what waits: it is spent then.
    SendNow,
    SendAgain,
    CloseAsLost,
    /// Close it as one that was not charged.
    NotCharged,
    GivenBack,
    TaskId(TaskField),
}

/// A task ID while it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskField {
    pub text: String,
    /// It has been open for longer than a frame: the keyboard was given to it.
    pub was_focused: bool,
    /// The service is asked whether it knows it.
    pub looking: bool,
    /// Why it is not believed.
    pub fault: Option<String>,
}

/// Work that the window waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct Busy {
    /// What is going on: "Opening Harbour chase…".
    pub sentence: Arc<str>,
    /// Since when, on egui's clock in seconds.
    pub since: f64,
    /// Whether it may be given up: it may wait for a disk that never answers.
    pub can_stop: bool,
}

impl View {
    /// The place of the selected scene. Something is always selected while the project has scenes.
    #[must_use]
    pub fn scene_index(&self, desk: &Desk) -> Option<usize> {
        let project = desk.project();
        project.scene_index(&self.scene).or(if project.scenes.is_empty() { None } else { Some(0) })
    }

    /// The places of the selected scene and shot.
    #[must_use]
    pub fn shot_index(&self, desk: &Desk) -> Option<(usize, usize)> {
        let scene = self.scene_index(desk)?;
        let shots = &desk.project().scenes[scene].shots;
        let shot = shots.iter().position(|shot| shot.id == self.shot);
        shot.or(if shots.is_empty() { None } else { Some(0) }).map(|shot| (scene, shot))
    }

    /// The places of all selected shots in the selected scene, in order.
    #[must_use]
    pub fn selection(&self, desk: &Desk) -> Vec<usize> {
        let Some((scene, current)) = self.shot_index(desk) else { return Vec::new() };
        let shots = desk.project().scenes[scene].shots.iter().enumerate();
        shots.filter(|(at, shot)| *at == current || self.picked.contains(&shot.id)).map(|(at, _)| at).collect()
    }

    #[must_use]
    pub fn is_picked(&self, shot: &ShotId) -> bool {
        self.shot == *shot || self.picked.contains(shot)
    }

    /// Selects a shot of the selected scene.
    pub fn pick(&mut self, desk: &Desk, shot: &ShotId, how: Pick) {
        let Some(scene) = self.scene_index(desk) else { return };
        let shots = &desk.project().scenes[scene].shots;
        match how {
            Pick::Only => {
                self.picked.clear();
                self.pick_from = shot.clone();
                self.shot = shot.clone();
            }
            Pick::Toggle => {
                self.picked.insert(self.shot.clone());
                self.pick_from = shot.clone();
                if self.picked.len() > 1 && self.picked.remove(shot) {
                    if self.shot == *shot {
                        self.shot = self.picked.first().cloned().unwrap_or_default();
                    }
                } else {
                    self.picked.insert(shot.clone());
                    self.shot = shot.clone();
                }
            }
            Pick::Range => {
                let place = |id: &ShotId| shots.iter().position(|shot| shot.id == *id);
                let (Some(from), Some(to)) = (place(&self.pick_from).or(place(&self.shot)), place(shot)) else {
                    return;
                };
                let ids = shots[from.min(to)..=from.max(to)].iter().map(|shot| shot.id.clone());
                self.picked = ids.collect();
                self.shot = shot.clone();
            }
        }
    }

    /// Selects these shots, the first as the current one.
    pub fn pick_all(&mut self, shots: Vec<ShotId>) {
        let Some(first) = shots.first() else { return };
        self.shot = first.clone();
        self.pick_from = first.clone();
        self.picked = if shots.len() > 1 { shots.into_iter().collect() } else { BTreeSet::new() };
    }

    /// While the scene is looked at live, the shot under the playhead is the current one, unless several are selected.
    pub fn follow_shot(&mut self, desk: &Desk) {
        if self.player.source != Source::Live || !self.picked.is_empty() || self.drag.is_some() {
            return;
        }
        let Some(scene) = self.scene_index(desk) else { return };
        let scene = &desk.project().scenes[scene];
        if let Some((at, _)) = timing::at_frame(scene, self.player.position)
            && self.shot != scene.shots[at].id
        {
            self.shot = scene.shots[at].id.clone();
        }
    }

    /// Makes what is selected something that is there: after an edit or an undo the old one may be gone.
    pub fn settle(&mut self, desk: &Desk) {
        if self.history_notice != 0 && self.history_revision != desk.revision() {
            self.forget_undo_notice();
        }
        if let Some(at) = self.scene_index(desk) {
            let scene = &desk.project().scenes[at];
            if scene.id != self.scene {
                self.scene = scene.id.clone();
            }
        }
        if let Some((scene, shot)) = self.shot_index(desk) {
            let shot = &desk.project().scenes[scene].shots[shot];
            if shot.id != self.shot {
                self.shot = shot.id.clone();
            }
        }
        if !self.picked.is_empty() {
            let shots = self.scene_index(desk).map(|scene| &desk.project().scenes[scene].shots);
            self.picked.retain(|id| shots.is_some_and(|shots| shots.iter().any(|shot| shot.id == *id)));
            if self.picked.len() < 2 || !self.picked.contains(&self.shot) {
                self.picked.clear();
            }
        }
        if let Source::Take(id) = &self.player.source
            && desk.take(id).is_none()
        {
            self.player = Player { looping: self.player.looping, ..Player::default() };
        }
        if self.length_field.as_ref().is_some_and(|field| field.shot != self.shot) {
            self.length_field = None;
        }
        let length = self.length(desk);
        self.player.position = self.player.position.min(FrameNumber(length.0.saturating_sub(1)));
        self.settle_frame();
    }

    /// Once another thing is looked at, a frame gives the viewer back.
    fn settle_frame(&mut self) {
        if self.shown_frame.as_ref().is_some_and(|shown| !self.keeps_frame(shown)) {
            self.shown_frame = None;
        }
    }

    /// How long what the viewer shows is.
    #[must_use]
    pub fn length(&self, desk: &Desk) -> FrameNumber {
        match &self.player.source {
            Source::Live => {
                self.scene_index(desk).map_or(FrameNumber(0), |scene| desk.project().scenes[scene].seconds().frames())
            }
            Source::Take(id) => desk.take(id).map_or(FrameNumber(0), |take| take.seconds.frames()),
        }
    }

    /// The places of the shots that a join is about: the selected ones, or the two halves of the last split while nothing
    /// was changed since.
    #[must_use]
    pub fn to_join(&self, desk: &Desk) -> Vec<usize> {
        let picked = self.selection(desk);
        let (Some(split), Some(scene)) = (&self.split, self.scene_index(desk)) else { return picked };
        let shots = &desk.project().scenes[scene].shots;
        let place = |id: &ShotId| shots.iter().position(|shot| shot.id == *id);
        match (place(&split.first), place(&split.second)) {
            (Some(first), Some(second)) if split.revision == desk.revision() && picked == [second] => {
                vec![first, second]
            }
            _ => picked,
        }
    }

    /// Whether the wall is what is seen.
    #[must_use]
    pub fn is_on_wall(&self) -> bool {
        self.wall.open && !self.full_screen
    }

    /// The view whose keys count.
    #[must_use]
    pub fn key_view(&self) -> KeyView {
        if self.is_on_wall() { KeyView::Wall } else { KeyView::Board }
    }

    /// Whether something gets the keyboard in the next frame.
    #[must_use]
    pub fn will_focus(&self) -> bool {
        self.focus_prompt
            || self.focus_style
            || self.focus_clip
            || self.wall.focus
            || self.focus_after_sheet.is_some()
            || self.length_field.as_ref().is_some_and(|field| !field.was_focused)
            || (self.sheet_was_open && self.dialog.is_none())
    }

    /// Shows a frame of the scene in the viewer, or what plays again.
    pub fn show_frame(&mut self, slot: FrameSlot) {
        self.player.playing = None;
        let shown = ShownFrame {
            slot,
            scene: self.scene.clone(),
            shot: self.shot.clone(),
            position: self.player.position,
            source: self.player.source.clone(),
        };
        self.shown_frame = if self.shown_frame.as_ref() == Some(&shown) { None } else { Some(shown) };
    }

    /// Whether what was looked at when a frame was shown still is.
    fn keeps_frame(&self, shown: &ShownFrame) -> bool {
        shown.scene == self.scene
            && shown.shot == self.shot
            && shown.position == self.player.position
            && shown.source == self.player.source
            && self.player.playing.is_none()
            && !self.wall.open
    }

    /// A fresh view, with the panels as they were.
    #[must_use]
    pub fn for_another_project(&self) -> Self {
        Self {
            left_open: self.left_open,
            right_open: self.right_open,
            vocabulary: self.vocabulary.clone(),
            vocabulary_open: self.vocabulary_open,
            ..Self::default()
        }
    }

    /// Whether the window waits for another project, and says so.
    #[must_use]
    pub fn is_waiting(&self, now: f64) -> bool {
        self.busy.as_ref().is_some_and(|busy| now - busy.since >= super::theme::motion::UNNOTICED)
    }

    /// A gesture that nothing else has.
    pub fn new_gesture(&mut self) -> Gesture {
        self.gestures += 1;
        Gesture(self.gestures)
    }

    /// The gesture that an action on a thing belongs to when it may come again and again, as a key that is held.
    pub fn repeated_gesture(&mut self, thing: egui::Id, now: f64) -> Gesture {
        self.step_of(thing, now, false)
    }

    /// The gesture that what is done now in a field belongs to: a run of typing is one step of undo.
    pub fn typing_gesture(&mut self, field: egui::Id, ui: &egui::Ui) -> Gesture {
        let (now, composes) = ui.input(|input| (input.time, typing::composes(&input.events)));
        self.step_of(field, now, composes)
    }

    fn step_of(&mut self, field: egui::Id, now: f64, composes: bool) -> Gesture {
        if let Some(gesture) = self.typing.as_mut().and_then(|typing| typing.goes_on(field, now, composes)) {
            return gesture;
        }
        let gesture = self.new_gesture();
        self.typing = Some(Typing::new(field, gesture, now, composes));
        gesture
    }
}
