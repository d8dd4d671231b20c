//! Playing at true time: where the playhead is by the clock, and which frame is wanted for it.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::App;
use crate::desk::Showing;
use crate::media::picture::Pixels;
use crate::story::units::FRAME_RATE;
use crate::story::{FrameNumber, Order, SceneId};
use crate::ui::command::PlayCommand;
use crate::ui::view::{Marks, Playing, Source};

/// What was asked for last, so that it is asked for once.
#[derive(Default)]
pub(super) struct ScreenWish {
    asked: Option<(Showing, FrameNumber)>,
    /// What the screen shows now.
    shown: Option<(Showing, FrameNumber)>,
}

impl App {
    /// The shot under the playhead becomes the current one, but under no hand that types: the text would be another one.
    fn follow(&mut self, ctx: &Context) {
        self.is_behind = ctx.text_edit_focused() || self.view.focus_prompt;
        if !self.is_behind {
            self.view.follow_shot(&self.desk);
        }
    }

    /// Out of the text, what the playhead has come to meanwhile becomes the current shot.
    pub(super) fn catch_up(&mut self, ctx: &Context) {
        if self.is_behind {
            self.follow(ctx);
        }
    }

    /// Moves the playhead on by the clock, within the marks.
    pub(super) fn play(&mut self, ctx: &Context, now: f64) {
        let Some(Playing { since, from, rate }) = self.view.player.playing else { return };
        let length = self.view.length(&self.desk);
        if length.0 == 0 || rate == 0 {
            self.view.player.playing = None;
            return;
        }
        let player = &mut self.view.player;
        let range = player.range(length);
        let speed = f64::from(rate.unsigned_abs());
        let gone = FrameNumber::at_time((now - since).max(0.0) * speed);
        let (first, last) = (range.start, FrameNumber(range.end.0.saturating_sub(1)));
        let forward = rate > 0;
        let at = if forward { from.0.checked_add(gone.0) } else { from.0.checked_sub(gone.0) };
        let end = if forward { last } else { first };
        let past = at.is_none_or(|at| if forward { at > last.0 } else { at < first.0 });
        if let Some(at) = at.filter(|_| !past) {
            player.position = FrameNumber(at);
        } else if let Some(scene) = self.plays_on_with(ctx, forward) {
            self.begin_scene(&scene);
            let length = self.view.length(&self.desk);
            let from = if forward { FrameNumber(0) } else { FrameNumber(length.0.saturating_sub(1)) };
            self.view.player.position = from;
            self.view.player.playing = Some(Playing { since: now, from, rate });
            ctx.request_repaint();
        } else if self.view.player.looping {
            let player = &mut self.view.player;
            let again = if forward { first } else { last };
            player.position = again;
            player.playing = Some(Playing { since: now, from: again, rate });
        } else {
            self.view.player.position = end;
            self.view.player.playing = None;
            self.follow(ctx);
            return;
        }
        self.follow(ctx);
        // Wake when the next frame is due, not before.
        let next = FrameNumber(gone.0 + 1).time() / speed - (now - since);
        let frame = 1.0 / f64::from(FRAME_RATE);
        ctx.request_repaint_after(Duration::from_secs_f64(next.clamp(0.001, frame)));
    }

    /// The scene that plays when this one is over, if it goes on: the next that has time, and in a loop the first behind
    /// the last. A range that is marked plays alone, and so does a scene in whose texts somebody types.
    fn plays_on_with(&self, ctx: &Context, forward: bool) -> Option<SceneId> {
        if self.settings.play_one_scene || self.view.player.marks != Marks::default() || ctx.text_edit_focused() {
            return None;
        }
        let scenes = &self.desk.project().scenes;
        let current = self.view.scene_index(&self.desk)?;
        let has_time = |at: &usize| scenes[*at].seconds().0 > 0;
        let (mut before, mut after) = (0..current, current + 1..scenes.len());
        let looping = self.view.player.looping;
        let next = if forward {
            after.find(has_time).or_else(|| before.find(has_time).filter(|_| looping))
        } else {
            before.rev().find(has_time).or_else(|| after.rev().find(has_time).filter(|_| looping))
        };
        next.map(|at| scenes[at].id.clone())
    }

    /// Goes to another scene as this one is looked at: live, or as the take that stands for it.
    pub(super) fn begin_scene(&mut self, scene: &SceneId) {
        let live = self.view.player.source == Source::Live;
        self.select_scene(scene);
        let project = self.desk.project();
        let take = project.scene(scene).and_then(|scene| self.desk.take_for(scene)).filter(|_| !live);
        if let Some(take) = take {
            self.view.player.source = Source::Take(take.id.clone());
        }
    }

    /// What plays and where its range is.
    pub(super) fn play_command(&mut self, command: PlayCommand, now: f64) {
        let position = self.view.player.position;
        match command {
            PlayCommand::PlayPause if self.view.player.playing.is_some() => self.view.player.playing = None,
            PlayCommand::PlayPause => self.play_at(1, now),
            PlayCommand::Forward | PlayCommand::Backward => {
                let way = if command == PlayCommand::Forward { 1 } else { -1 };
                let rate = self.view.player.playing.map_or(0, |playing| playing.rate);
                self.play_at(faster(rate, way), now);
            }
            PlayCommand::Pause => self.view.player.playing = None,
            PlayCommand::StepBack => self.step(|position, _| position.saturating_sub(1)),
            PlayCommand::StepForward => self.step(|position, last| (position + 1).min(last)),
            PlayCommand::GoToStart => self.jump(false),
            PlayCommand::GoToEnd => self.jump(true),
            PlayCommand::MarkIn => self.view.player.mark(Marks { from: Some(position), to: None }),
            PlayCommand::MarkOut => self.view.player.mark(Marks { from: None, to: Some(FrameNumber(position.0 + 1)) }),
            PlayCommand::MarkShots => {
                let (Some(scene), shots) = (self.view.scene_index(&self.desk), self.view.selection(&self.desk)) else {
                    return;
                };
                let scene = &self.desk.project().scenes[scene];
                if let (Some(first), Some(last)) = (shots.first(), shots.last()) {
                    let (from, to) = (scene.start_of(*first).frames(), scene.start_of(last + 1).frames());
                    self.view.player.mark(Marks { from: Some(from), to: Some(to) });
                }
            }
            PlayCommand::ClearMarks => self.view.player.marks = Marks::default(),
            PlayCommand::Loop => self.view.player.looping = !self.view.player.looping,
            PlayCommand::OneScene => {
                self.settings.play_one_scene = !self.settings.play_one_scene;
                self.keep_settings();
            }
        }
    }

    /// Plays from where the playhead is; from the other end where nothing is left to play that way.
    fn play_at(&mut self, rate: i32, now: f64) {
        let length = self.view.length(&self.desk);
        let player = &mut self.view.player;
        let range = player.range(length);
        let last = FrameNumber(range.end.0.saturating_sub(1));
        let position = player.position;
        let from = if rate > 0 && (position < range.start || position >= last) {
            range.start
        } else if rate < 0 && (position <= range.start || position > last) {
            last
        } else {
            position
        };
        player.position = from;
        player.playing = Some(Playing { since: now, from, rate });
    }

    fn step(&mut self, to: impl Fn(u64, u64) -> u64) {
        let last = self.view.length(&self.desk).0.saturating_sub(1);
        self.view.player.playing = None;
        self.view.player.position = FrameNumber(to(self.view.player.position.0, last));
        self.view.follow_shot(&self.desk);
    }

    /// To the start of the shot, or of the one before; or to that of the next, or the end.
    fn jump(&mut self, forward: bool) {
        let starts: Vec<u64> = match &self.view.player.source {
            Source::Live => {
                let Some(scene) = self.view.scene_index(&self.desk) else { return };
                let scene = &self.desk.project().scenes[scene];
                (0..scene.shots.len()).map(|shot| scene.start_of(shot).frames().0).collect()
            }
            Source::Take(id) => {
                let Some(take) = self.desk.take(id) else { return };
                let mut starts = vec![0];
                let mut end = 0;
                for shot in &take.order.shots {
                    end += shot.seconds.frames().0;
                    starts.push(end);
                }
                starts
            }
        };
        self.step(|position, last| {
            if forward {
                starts.iter().copied().find(|start| *start > position).unwrap_or(last).min(last)
            } else {
                starts.iter().copied().rev().find(|start| *start < position).unwrap_or(0)
            }
        });
    }

    /// Asks for the frame under the playhead, if it was not asked for already.
    pub(super) fn wish_for_screen(&mut self, _ctx: &Context) {
        if self.view.is_on_wall() {
            // Nothing of it would be seen.
            return;
        }
        let Some(showing) = self.showing() else {
            self.screen = ScreenWish::default();
            self.textures.clear_screen();
            return;
        };
        let position = self.trimmed_end().unwrap_or(self.view.player.position);
        let wanted = Some((showing.clone(), position));
        if self.screen.asked != wanted {
            self.screen.asked = wanted;
            self.desk.want_screen(showing, position);
        }
    }

    /// While an edge is dragged: the last frame of the shot that ends there, which is what is being decided.
    fn trimmed_end(&self) -> Option<FrameNumber> {
        let index = self.view.drag.as_ref()?.edge_of()?;
        if self.view.player.source != Source::Live || self.view.player.playing.is_some() {
            return None;
        }
        let scene = self.desk.project().scenes.get(self.view.scene_index(&self.desk)?)?;
        let end = scene.start_of(index + 1).frames().0;
        Some(FrameNumber(end.saturating_sub(1)))
    }

    /// Whether everything that is in view has come: the viewer's frame, the pictures, another project.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let pictures = !self.desk.is_loading() && !self.textures.is_waiting();
        self.opening.is_none() && pictures && self.screen.asked == self.screen.shown
    }

    fn showing(&mut self) -> Option<Showing> {
        match self.view.player.source.clone() {
            Source::Live => {
                let order: Option<Arc<Order>> = self.desk.order(&self.view.scene);
                order.map(|order| Showing::Live(order, self.settings.overlays, self.settings.guides))
            }
            Source::Take(id) => {
                let take = self.desk.take(&id)?;
                take.film().ok().map(Showing::Film)
            }
        }
    }

    /// A frame has come. One of another take or scene than is looked at now comes too late.
    pub(super) fn put_screen(&mut self, ctx: &Context, showing: &Showing, frame: FrameNumber, pixels: &Arc<Pixels>) {
        let same_kind = match (&self.screen.asked, showing) {
            (Some((Showing::Live(asked, ..), _)), Showing::Live(came, ..)) => asked.scene == came.scene,
            (Some((asked, _)), came) => asked == came,
            (None, _) => false,
        };
        if same_kind {
            self.textures.put_screen(ctx, pixels);
            self.screen.shown = Some((showing.clone(), frame));
        }
    }
}

/// The next speed in a direction: twice as fast each time, up to eight; against the direction it turns at true speed.
fn faster(rate: i32, way: i32) -> i32 {
    const MOST: i32 = 8;
    if rate.signum() == way { (rate * 2).clamp(-MOST, MOST) } else { way }
}
