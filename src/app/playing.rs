//! Playing at true time: where the playhead is by the clock, and which frame is wanted for it.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::App;
use crate::desk::Showing;
use crate::media::picture::Pixels;
use crate::story::units::FRAME_RATE;
use crate::story::{FrameNumber, Order};
use crate::ui::view::Source;

/// What was asked for last, so that it is asked for once.
#[derive(Default)]
pub(super) struct ScreenWish {
    asked: Option<(Showing, FrameNumber)>,
    /// What the screen shows now.
    shown: Option<(Showing, FrameNumber)>,
}

impl App {
    /// Moves the playhead on by the clock.
    pub(super) fn play(&mut self, ctx: &Context, now: f64) {
        let Some((since, from)) = self.view.player.playing else { return };
        let length = self.view.length(&self.desk);
        if length.0 == 0 {
            self.view.player.playing = None;
            return;
        }
        let gone = FrameNumber::at_time((now - since).max(0.0));
        let at = from.0 + gone.0;
        if at < length.0 {
            self.view.player.position = FrameNumber(at);
        } else if self.view.player.looping {
            self.view.player.position = FrameNumber(0);
            self.view.player.playing = Some((now, FrameNumber(0)));
        } else {
            self.view.player.position = FrameNumber(length.0 - 1);
            self.view.player.playing = None;
            return;
        }
        self.follow_shot();
        // Wake when the next frame is due, not before.
        let next = FrameNumber(gone.0 + 1).time() - (now - since);
        let frame = 1.0 / f64::from(FRAME_RATE);
        ctx.request_repaint_after(Duration::from_secs_f64(next.clamp(0.001, frame)));
    }

    /// While the scene plays live, the shot under the playhead is the selected one.
    pub(super) fn follow_shot(&mut self) {
        if self.view.player.source != Source::Live {
            return;
        }
        let Some(scene) = self.view.scene_index(&self.desk) else { return };
        let mut start = 0;
        for shot in &self.desk.project().scenes[scene].shots {
            start += shot.seconds.frames().0;
            if self.view.player.position.0 < start {
                if self.view.shot != shot.id && self.view.drag.is_none() {
                    self.view.shot = shot.id.clone();
                }
                return;
            }
        }
    }

    /// Asks for the frame under the playhead, if it was not asked for already.
    pub(super) fn wish_for_screen(&mut self, _ctx: &Context) {
        let Some(showing) = self.showing() else {
            self.screen = ScreenWish::default();
            self.textures.clear_screen();
            return;
        };
        let position = self.view.player.position;
        let wanted = Some((showing.clone(), position));
        if self.screen.asked != wanted {
            self.screen.asked = wanted;
            self.desk.want_screen(showing, position);
        }
    }

    /// Whether everything that is in view has come: the viewer's frame, the pictures, another project.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.opening.is_none() && !self.desk.is_loading() && self.screen.asked == self.screen.shown
    }

    fn showing(&mut self) -> Option<Showing> {
        match self.view.player.source.clone() {
            Source::Live => {
                let order: Option<Arc<Order>> = self.desk.order(&self.view.scene);
                order.map(Showing::Live)
            }
            Source::Take(id) => {
                let take = self.desk.take(&id)?;
                self.desk.folder().video_of(take).ok().map(Showing::Film)
            }
        }
    }

    /// A frame has come. One of another take or scene than is looked at now comes too late.
    pub(super) fn put_screen(&mut self, ctx: &Context, showing: &Showing, frame: FrameNumber, pixels: &Arc<Pixels>) {
        let same_kind = match (&self.screen.asked, showing) {
            (Some((Showing::Live(asked), _)), Showing::Live(came)) => asked.scene == came.scene,
            (Some((asked, _)), came) => asked == came,
            (None, _) => false,
        };
        if same_kind {
            self.textures.put_screen(ctx, pixels);
            self.screen.shown = Some((showing.clone(), frame));
        }
    }
}
