//! How the window looks: the colours that people or the system wish, motion, and how large everything is.

use egui::{Context, ViewportCommand};

use super::App;
use crate::store::settings::{SCALES, Theme};
use crate::story::animatic::Overlay;
use crate::story::guides::Guide;
use crate::ui::command::ViewCommand;
use crate::ui::left_is_open;
use crate::ui::theme::{self, Tokens};
use crate::ui::view::NoticeKind;

/// What decides the looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Looks {
    dark: bool,
    reduced_motion: bool,
}

/// The editor needs so many points to show everything that is needed.
const ROOM: egui::Vec2 = egui::vec2(700.0, 430.0);

/// How much larger one step makes everything.
const ZOOM_STEP: f32 = 1.1;

/// Where the window has less room than that, everything is made smaller, but not smaller than this: text stays readable.
const LEAST_SCALE: f32 = 0.8;

/// The smallest window, in points: what is needed just fits at the least scale.
pub(super) const LEAST_WINDOW: egui::Vec2 = egui::vec2(ROOM.x * LEAST_SCALE, ROOM.y * LEAST_SCALE);

/// How large everything may be in a window of this size.
fn most_scale(ctx: &Context) -> f32 {
    let window = ctx.content_rect().size() * ctx.zoom_factor();
    (window.x / ROOM.x).min(window.y / ROOM.y).clamp(LEAST_SCALE, *SCALES.end())
}

impl App {
    /// Dresses the window anew where the wish of people or of the system is another one.
    pub(super) fn wear_looks(&mut self, ctx: &Context) {
        let dark = match self.settings.theme {
            Theme::Dark => true,
            Theme::Light => false,
            // Where the system tells no wish it is dark: pictures are judged on dark grounds.
            Theme::System => ctx.system_theme() != Some(egui::Theme::Light),
        };
        let looks = Looks { dark, reduced_motion: self.settings.reduced_motion };
        if self.worn == Some(looks) {
            return;
        }
        self.worn = Some(looks);
        theme::apply(ctx, if dark { Tokens::dark() } else { Tokens::light() }, looks.reduced_motion);
        ctx.request_repaint();
    }

    /// As large as people wish and as the window has room for.
    pub(super) fn wear_scale(&self, ctx: &Context) {
        let wished = self.settings.scale.filter(|scale| SCALES.contains(scale)).unwrap_or(1.0);
        let scale = wished.min(most_scale(ctx));
        if (ctx.zoom_factor() - scale).abs() > 0.001 {
            ctx.set_zoom_factor(scale);
            ctx.request_repaint();
        }
    }

    pub(super) fn view_command(&mut self, ctx: &Context, command: ViewCommand, now: f64) {
        match command {
            ViewCommand::FullScreen => {
                self.view.full_screen = !self.view.full_screen;
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(self.view.full_screen));
            }
            ViewCommand::Present => self.present(ctx, now),
            ViewCommand::Wall => self.switch_wall(),
            ViewCommand::LeftPanel => {
                let width = ctx.content_rect().width();
                self.view.left_open = Some(!left_is_open(&self.view, width));
            }
            ViewCommand::RightPanel => self.view.right_open = Some(!self.view.right_open.unwrap_or(true)),
            ViewCommand::HidePrices => {
                self.settings.hide_prices = !self.settings.hide_prices;
                let text = if self.settings.hide_prices {
                    "Prices, balance and spending are hidden; whatever spends still says how much"
                } else {
                    "Prices, balance and spending are shown"
                };
                self.view.notify(NoticeKind::Done, text, now);
                self.keep_settings();
            }
            ViewCommand::ZoomIn => {
                let (wished, most) = (scaled(ctx, ZOOM_STEP), most_scale(ctx));
                if wished > most {
                    self.view.notify(NoticeKind::Note, "In a larger window everything can be larger", now);
                }
                self.set_scale(ctx, Some(wished.min(most)));
            }
            ViewCommand::ZoomOut => self.set_scale(ctx, Some(scaled(ctx, 1.0 / ZOOM_STEP))),
            ViewCommand::ZoomReset => self.set_scale(ctx, None),
            ViewCommand::ThemeSystem => self.set_theme(ctx, Theme::System),
            ViewCommand::ThemeDark => self.set_theme(ctx, Theme::Dark),
            ViewCommand::ThemeLight => self.set_theme(ctx, Theme::Light),
            ViewCommand::SwitchMotion => {
                self.settings.reduced_motion = !self.settings.reduced_motion;
                let text = if self.settings.reduced_motion { "Motion is off" } else { "Motion is on" };
                self.view.notify(NoticeKind::Done, text, now);
                self.wear_looks(ctx);
                self.keep_settings();
            }
        }
    }

    fn set_theme(&mut self, ctx: &Context, theme: Theme) {
        self.settings.theme = theme;
        self.wear_looks(ctx);
        self.keep_settings();
    }

    fn set_scale(&mut self, ctx: &Context, scale: Option<f32>) {
        self.settings.scale = scale;
        self.wear_scale(ctx);
        self.keep_settings();
    }

    /// What is written on the live animatic, on or off.
    pub(super) fn switch_overlay(&mut self, overlay: Overlay) {
        let shown = self.settings.overlays.shown_mut(overlay);
        *shown = !*shown;
        self.keep_settings();
    }

    /// What is laid over the viewer's picture, on or off.
    pub(super) fn switch_guide(&mut self, guide: Guide) {
        let shown = self.settings.guides.shown_mut(guide);
        *shown = !*shown;
        self.keep_settings();
    }
}

/// The interface's scale, so many times as large.
fn scaled(ctx: &Context, factor: f32) -> f32 {
    (ctx.zoom_factor() * factor).clamp(*SCALES.start(), *SCALES.end())
}
