//! How the window looks: the colours that people or the system wish, motion, and how large everything is.

use egui::Context;

use super::App;
use crate::store::settings::{SCALES, Theme};
use crate::ui::command::Command;
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

    /// A command about looks; tells whether it was one.
    pub(super) fn looks_command(&mut self, ctx: &Context, command: Command, now: f64) -> bool {
        let scaled = |factor: f32| (ctx.zoom_factor() * factor).clamp(*SCALES.start(), *SCALES.end());
        match command {
            Command::ThemeSystem => self.settings.theme = Theme::System,
            Command::ThemeDark => self.settings.theme = Theme::Dark,
            Command::ThemeLight => self.settings.theme = Theme::Light,
            Command::SwitchMotion => {
                self.settings.reduced_motion = !self.settings.reduced_motion;
                let text = if self.settings.reduced_motion { "Motion is off" } else { "Motion is on" };
                self.view.notify(NoticeKind::Done, text, now);
            }
            Command::HidePrices => {
                self.settings.hide_prices = !self.settings.hide_prices;
                let text = if self.settings.hide_prices {
                    "Prices, balance and spending are hidden; whatever spends still says how much"
                } else {
                    "Prices, balance and spending are shown"
                };
                self.view.notify(NoticeKind::Done, text, now);
            }
            Command::ShowOverlay(overlay) => {
                let shown = self.settings.overlays.shown_mut(overlay);
                *shown = !*shown;
            }
            Command::ShowGuide(guide) => {
                let shown = self.settings.guides.shown_mut(guide);
                *shown = !*shown;
            }
            Command::PlayOneScene => self.settings.play_one_scene = !self.settings.play_one_scene,
            Command::ZoomIn if scaled(1.1) > most_scale(ctx) => {
                self.view.notify(NoticeKind::Note, "In a larger window everything can be larger", now);
                self.settings.scale = Some(most_scale(ctx));
            }
            Command::ZoomIn => self.settings.scale = Some(scaled(1.1)),
            Command::ZoomOut => self.settings.scale = Some(scaled(1.0 / 1.1)),
            Command::ZoomReset => self.settings.scale = None,
            _ => return false,
        }
        self.wear_looks(ctx);
        self.wear_scale(ctx);
        self.keep_settings();
        true
    }
}
