//! The look as tokens: colours, sizes, type, and how egui's own widgets wear them.
//! No colour and no measure of that kind stands anywhere else.

mod dark;
mod fonts;
mod light;
#[cfg(test)]
mod tests;

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, vec2};

pub use fonts::{ICONS, ICONS_FILLED, MEDIUM, SEMIBOLD, install_fonts};

/// Every colour of the interface.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens {
    pub is_dark: bool,
    /// The deepest ground: the stage, wells, fields.
    pub ground: Color32,
    /// Panels.
    pub panel: Color32,
    /// Cards and popups.
    pub raised: Color32,
    /// Buttons, and what is selected in a list.
    pub control: Color32,
    /// What is chosen among several that stand side by side on the ground.
    pub chosen: Color32,
    /// A button under the pointer.
    pub control_hover: Color32,
    pub line: Color32,
    pub text: Color32,
    pub dim: Color32,
    pub faint: Color32,
    /// Spending money, and nothing else.
    pub spend: Color32,
    pub spend_hover: Color32,
    pub on_spend: Color32,
    /// A price written on a panel or a card.
    pub price: Color32,
    pub warn: Color32,
    pub ok: Color32,
    pub bad: Color32,
    pub info: Color32,
    /// Behind a known name in a prompt.
    pub info_wash: Color32,
    /// Behind an unknown name in a prompt.
    pub bad_wash: Color32,
    /// Behind words that are selected, whatever is behind them otherwise.
    pub selection: Color32,
    /// What is selected on the timeline, the playhead, focus.
    pub strong: Color32,
    /// Behind words on a picture.
    pub scrim: Color32,
    pub scrim_clear: Color32,
    /// Behind a caption on a picture.
    pub caption: Color32,
    /// Over what a drop would change.
    pub veil: Color32,
    /// On a place that can take a drop.
    pub drop_wash: Color32,
    /// Words and marks on the scrim, in every theme.
    pub on_picture: Color32,
    /// A known name in words on a picture.
    pub info_on_picture: Color32,
    /// An unknown name in words on a picture.
    pub bad_on_picture: Color32,
    pub grip: Color32,
    pub hatch: Color32,
    pub over_wash: Color32,
    pub over_hatch: Color32,
    pub shadow: Color32,
}

impl Tokens {
    #[must_use]
    pub fn dark() -> Self {
        dark::tokens()
    }

    #[must_use]
    pub fn light() -> Self {
        light::tokens()
    }
}

/// The tokens in force.
#[must_use]
pub fn tokens(ctx: &egui::Context) -> std::sync::Arc<Tokens> {
    ctx.data(|data| data.get_temp::<std::sync::Arc<Tokens>>(egui::Id::NULL))
        .unwrap_or_else(|| std::sync::Arc::new(Tokens::dark()))
}

/// How much of a guide's colour shows on a picture.
pub const GUIDE_SHARE: f32 = 0.45;
/// The same of a guide that stands while a film plays.
pub const GUIDE_LINE_SHARE: f32 = 0.7;

/// Measures in points.
pub mod size {
    pub const MENU_BAR: f32 = 30.0;
    /// Between the lines of a menu.
    pub const MENU_GAP: f32 = 2.0;
    pub const TOP_BAR: f32 = 46.0;
    pub const FOOTER: f32 = 26.0;
    pub const LEFT: f32 = 224.0;
    pub const RIGHT: f32 = 340.0;
    /// The right panel where room is short.
    pub const RIGHT_NARROW: f32 = 300.0;
    pub const TIMELINE: f32 = 262.0;
    /// The timeline where height is short.
    pub const TIMELINE_LOW: f32 = 190.0;
    /// Below this width the left panel folds away unless it is asked for.
    pub const FOLD_LEFT_BELOW: f32 = 1180.0;
    pub const NARROW_BELOW: f32 = 1280.0;
    /// Windows scaled up have so little room: the top bar has short words there.
    pub const SHORT_BELOW: f32 = 980.0;
    /// The top bar has what is needed most there.
    pub const SHORTER_BELOW: f32 = 860.0;
    /// The list of where an element is used.
    pub const USES: f32 = 132.0;
    pub const LOW_BELOW: f32 = 760.0;
    pub const TRACK: f32 = 150.0;
    pub const TRACK_LOW: f32 = 106.0;
    pub const SLOT: f32 = 94.0;
    pub const RULER: f32 = 19.0;
    pub const GAP: f32 = 8.0;
    pub const SMALL_GAP: f32 = 4.0;
    /// The reach of the handle at a clip's edge.
    pub const HANDLE: f32 = 10.0;
    pub const PROMPT_ROWS: usize = 6;
    pub const DIALOG: f32 = 440.0;
    pub const WIDE_DIALOG: f32 = 640.0;
    /// The picture in the sheet of a frame.
    pub const CROP_HEIGHT: f32 = 400.0;
    /// Beside a panel's picture from this width on there is room for two lines of words beside its buttons.
    pub const PANEL_WORDS_FROM: f32 = 236.0;
    /// The head of an arrow on a picture.
    pub const ARROW_HEAD: f32 = 12.0;
    /// The menu of what the viewer shows on its picture.
    pub const SHOWN_MENU: f32 = 200.0;
    pub const VERSIONS: f32 = 360.0;
    pub const VERSION_LIST: f32 = 220.0;
    /// Between columns of figures.
    pub const COLUMN_GAP: f32 = 30.0;
    /// The list of commands that were found.
    pub const PALETTE: f32 = 360.0;
    /// The export's sheet, and its choices at the left.
    pub const EXPORT: f32 = 1040.0;
    pub const EXPORT_CHOICES: f32 = 356.0;
    /// The sheet of a delivery, and its list of scenes.
    pub const DELIVER: f32 = 820.0;
    pub const DELIVER_SCENES: f32 = 330.0;
    /// Everything that it offers is in view at this height.
    pub const DELIVER_HIGHEST: f32 = 540.0;
    /// What it needs beside its two columns.
    pub const DELIVER_AROUND: f32 = 280.0;
    /// What a sheet needs beside the part that scrolls, and the least that this part has.
    pub const DIALOG_AROUND: f32 = 210.0;
    pub const DIALOG_LEAST: f32 = 160.0;
    /// Room beside what scrolls.
    pub const SCROLL_BAR: f32 = 8.0;
    /// A row of figures in a sheet.
    pub const ROW: f32 = 17.0;
    /// A bar of progress in a card.
    pub const PROGRESS: f32 = 6.0;
    /// A field for an amount.
    pub const AMOUNT: f32 = 70.0;
    /// The name of a column of the project's own, beside its field.
    pub const COLUMN_NAME: f32 = 62.0;
    /// Of a button that says for a while that it looks.
    pub const LOOK_FOR_IT: f32 = 96.0;
    /// Of a message in the corner.
    pub const NOTICE: f32 = 360.0;
    /// Of the button that spends in its sheet, whatever it says.
    pub const SPEND_SLOT: f32 = 156.0;
    /// Of a button that says for a while that it asks.
    pub const CHECK_BALANCE: f32 = 150.0;
    /// Between buttons of a row that may go on in the next line.
    pub const BUTTON_GAP: f32 = 7.0;
    pub const BUTTON_HEIGHT: f32 = 30.0;
    /// A line of a list of figures.
    pub const LINE: f32 = 18.0;
    /// Panels' scroll bars lie in their margin, beside what is scrolled.
    pub const SCROLL_BAR_OUTSIDE: f32 = 9.0;
    /// A panel from this height on has room for notes beside the fields.
    pub const PROBLEMS_STAND_FROM: f32 = 400.0;
    pub const ICON_BUTTON: f32 = 26.0;
    pub const RADIUS: u8 = 7;
    pub const SMALL_RADIUS: u8 = 5;
    pub const CARD_RADIUS: u8 = 8;
    pub const DIALOG_RADIUS: u8 = 12;
    pub const SCENE_THUMB: egui::Vec2 = egui::vec2(56.0, 32.0);
    pub const ELEMENT_THUMB: egui::Vec2 = egui::vec2(32.0, 32.0);
    pub const ELEMENT_PICTURE: f32 = 84.0;
    /// A panel of the wall at its usual size, its height.
    pub const WALL_PANEL: f32 = 110.0;
    pub const WALL_GAP: f32 = 8.0;
    pub const WALL_MARGIN: f32 = 14.0;
    /// Where a scene's panels begin, beside its name and facts, and the height that these need.
    pub const WALL_FACTS: f32 = 196.0;
    pub const WALL_FACTS_HEIGHT: f32 = 56.0;
    /// Panels of the wall from this size on have room for a line of the prompt.
    pub const WALL_CAPTION_FROM: f32 = 104.0;
    /// Below a panel of the wall: its code and seconds alone, or a line of its prompt too.
    pub const WALL_LINE: f32 = 20.0;
    pub const WALL_TWO_LINES: f32 = 37.0;
    pub const WALL_ZOOM_TEXT: f32 = 38.0;
    /// What is in the hand over the wall.
    pub const WALL_GHOST: egui::Vec2 = egui::vec2(128.0, 72.0);
    /// How near to an end the wall goes along with what is dragged, and how fast, in points a second.
    pub const SCROLL_EDGE: f32 = 60.0;
    pub const SCROLL_EDGE_SPEED: f32 = 900.0;
    pub const SUGGESTION_THUMB: f32 = 24.0;
}

/// Sizes of type in points.
pub mod type_size {
    pub const SMALL: f32 = 11.5;
    pub const MENU: f32 = 12.5;
    pub const BODY: f32 = 13.0;
    pub const PRICE: f32 = 16.0;
    pub const HEADING: f32 = 17.0;
    pub const ICON: f32 = 16.0;
    pub const ICON_LARGE: f32 = 20.0;
}

/// How large the wall's panels may be, as a factor.
pub const WALL_ZOOM: std::ops::RangeInclusive<f32> = 0.4..=3.0;

/// How long things move, in seconds.
pub mod motion {
    /// None moves longer than that.
    pub const LONGEST: f32 = 0.15;
    pub const USUAL: f32 = 0.09;
    /// What is over within this time needs no telling.
    pub const UNNOTICED: f64 = 0.2;
}

/// Small type, for what stands beside.
#[must_use]
pub fn small() -> FontId {
    FontId::new(type_size::SMALL, FontFamily::Proportional)
}

#[must_use]
pub fn body() -> FontId {
    FontId::new(type_size::BODY, FontFamily::Proportional)
}

/// Body type in the heavier weight.
#[must_use]
pub fn strong() -> FontId {
    FontId::new(type_size::BODY, FontFamily::Name(SEMIBOLD.into()))
}

#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

#[must_use]
pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

#[must_use]
pub fn icon_filled(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS_FILLED.into()))
}

/// Dresses egui in the tokens; without motion what moves is where it goes at once.
pub fn apply(ctx: &egui::Context, tokens: Tokens, reduced_motion: bool) {
    ctx.set_theme(if tokens.is_dark { egui::Theme::Dark } else { egui::Theme::Light });
    let tokens = std::sync::Arc::new(tokens);
    ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, tokens.clone()));
    ctx.all_styles_mut(|style| {
        dress(style, &tokens);
        if reduced_motion {
            style.animation_time = 0.0;
            style.scroll_animation = egui::style::ScrollAnimation::none();
        }
    });
}

fn dress(style: &mut egui::Style, tokens: &Tokens) {
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, body()),
        (TextStyle::Button, body()),
        (TextStyle::Heading, semibold(type_size::HEADING)),
        (TextStyle::Monospace, FontId::new(type_size::MENU, FontFamily::Monospace)),
    ]
    .into();
    style.animation_time = motion::USUAL;
    style.scroll_animation = egui::style::ScrollAnimation::duration(motion::LONGEST);
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.url_in_tooltip = true;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(size::GAP, 6.0);
    spacing.button_padding = vec2(12.0, 5.0);
    spacing.interact_size = vec2(28.0, size::ICON_BUTTON);
    spacing.menu_margin = Margin::same(5);
    spacing.window_margin = Margin::same(18);
    spacing.menu_width = 220.0;
    spacing.tooltip_width = 320.0;
    spacing.icon_width = 15.0;

    let visuals = &mut style.visuals;
    *visuals = if tokens.is_dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(tokens.dim);
    visuals.panel_fill = tokens.panel;
    visuals.window_fill = tokens.raised;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(size::DIALOG_RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(size::CARD_RADIUS);
    let shadow = Shadow { offset: [0, 10], blur: 30, spread: 0, color: tokens.shadow };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.extreme_bg_color = tokens.ground;
    visuals.text_edit_bg_color = Some(tokens.ground);
    visuals.faint_bg_color = tokens.raised;
    visuals.code_bg_color = tokens.ground;
    visuals.hyperlink_color = tokens.info;
    visuals.warn_fg_color = tokens.warn;
    visuals.error_fg_color = tokens.bad;
    visuals.selection.bg_fill = tokens.selection;
    visuals.selection.stroke = Stroke::new(1.0, tokens.strong);
    visuals.text_cursor.stroke = Stroke::new(1.5, tokens.text);
    visuals.disabled_alpha = 0.45;

    let radius = CornerRadius::same(size::RADIUS);
    let widget = |widget: &mut egui::style::WidgetVisuals, fill: Color32, stroke: Color32, text: Color32| {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, stroke);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    };
    let widgets = &mut visuals.widgets;
    widget(&mut widgets.noninteractive, tokens.panel, tokens.line, tokens.text);
    widget(&mut widgets.inactive, tokens.control, Color32::TRANSPARENT, tokens.text);
    widget(&mut widgets.hovered, tokens.control_hover, Color32::TRANSPARENT, tokens.text);
    widget(&mut widgets.active, tokens.control_hover, tokens.dim, tokens.text);
    widget(&mut widgets.open, tokens.control, Color32::TRANSPARENT, tokens.text);
}
