//! The small widgets that panels are made of. Each has a name that people and screen readers share.

use std::sync::Arc;

use egui::{
    Align2, Button, Color32, CornerRadius, FontId, Frame, Galley, Margin, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetText, pos2, vec2,
};

use super::Stage;
use super::command::Command;
use super::focus::focus_mark;
use super::icons;
use super::say::Say;
use super::theme::{self, Tokens, size, tokens, type_size};

/// The tokens in force.
pub fn look(ui: &Ui) -> Arc<Tokens> {
    tokens(ui.ctx())
}

/// Faint small text, for what stands beside.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    let color = look(ui).faint;
    ui.label(RichText::new(text).font(theme::small()).color(color))
}

/// Dim text.
pub fn dim(ui: &mut Ui, text: impl Into<String>) -> Response {
    let color = look(ui).dim;
    ui.label(RichText::new(text).color(color))
}

/// Text in the heavier weight.
pub fn strong_text(text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::strong())
}

/// The small heading of a part of a panel, with something at its right end.
pub fn section<R>(ui: &mut Ui, title: &str, right: impl FnOnce(&mut Ui) -> R) -> R {
    let color = look(ui).dim;
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).font(theme::semibold(type_size::SMALL)).color(color));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), right).inner
    })
    .inner
}

/// A quiet button with an icon alone. Its name is also its tooltip.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    icon_button_sized(ui, icon, name, type_size::ICON, true)
}

/// The same, in a size, enabled or not.
pub fn icon_button_sized(ui: &mut Ui, icon: &str, name: &str, icon_size: f32, enabled: bool) -> Response {
    let text = RichText::new(icon).font(theme::icon(icon_size));
    let button = Button::new(text).frame_when_inactive(false).min_size(Vec2::splat(size::ICON_BUTTON));
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(3.0, 2.0);
        ui.add_enabled(enabled, button)
    });
    let response = response.inner.on_hover_text(name).on_disabled_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response
}

/// Paints something wider than the room it takes: its ends reach as far beyond on either side, as a button's margin does
/// where its word or icon shall stand in line with what is above and below. `width` is the room that it takes.
pub fn overhanging<R>(ui: &mut Ui, width: f32, beyond: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::ICON_BUTTON), Sense::hover());
    let place = rect.expand2(vec2(beyond, 0.0));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    contents(&mut ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout)))
}

/// A quiet button for a command: its icon, its name and key as tooltip.
pub fn command_button(ui: &mut Ui, icon: &str, command: Command, enabled: bool) -> Response {
    command_button_sized(ui, icon, command, type_size::ICON, enabled)
}

/// The same, in a size.
pub fn command_button_sized(ui: &mut Ui, icon: &str, command: Command, icon_size: f32, enabled: bool) -> Response {
    let name = command.text().trim_end_matches('…');
    let text = RichText::new(icon).font(theme::icon(icon_size));
    let button = Button::new(text).frame_when_inactive(false).min_size(Vec2::splat(size::ICON_BUTTON));
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(3.0, 2.0);
        ui.add_enabled(enabled, button)
    });
    let tooltip = command.tooltip(ui.ctx());
    let response = response.inner.on_hover_text(tooltip.clone()).on_disabled_hover_text(tooltip);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response
}

/// The usual button.
pub fn button(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(plain_button(text))
}

/// The usual button, to be added by hand.
pub fn plain_button<'a>(text: impl Into<String>) -> Button<'a> {
    Button::new(text.into()).min_size(vec2(0.0, size::BUTTON_HEIGHT))
}

/// A button with a thin line around it, for what stands beside figures.
pub fn outline_button(ui: &mut Ui, text: impl Into<String>, enabled: bool) -> Response {
    let look = look(ui);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(11.0, 3.0);
        let button = Button::new(text.into()).fill(look.panel).stroke(Stroke::new(1.0, look.line));
        let response = ui.add_enabled(enabled, button);
        focus_mark(ui, &response);
        response
    })
    .inner
}

/// A tick with its words. Its box has a line around it: on a sheet, a box that is not ticked would hardly be seen without.
pub fn tick(ui: &mut Ui, on: &mut bool, text: impl Into<String>) -> Response {
    boxed(ui, |ui| ui.checkbox(on, text.into()))
}

/// One of several that stand below each other, with a line around its ring.
pub fn radio<T: PartialEq>(ui: &mut Ui, current: &mut T, value: T, text: &str) -> Response {
    boxed(ui, |ui| ui.radio_value(current, value, text))
}

fn boxed(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> Response) -> Response {
    let line = Stroke::new(1.0, look(ui).faint);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.noninteractive, &mut widgets.inactive, &mut widgets.hovered] {
            state.bg_stroke = line;
        }
        contents(ui)
    })
    .inner
}

/// Buttons beside each other that go on in the next line where room is short.
pub fn button_row<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(size::BUTTON_GAP);
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
        contents(ui)
    })
    .inner
}

/// The part of a sheet that scrolls where the window is low. A sheet would else stay as low as it was before it had this
/// to show.
pub fn sheet_body<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (ui.ctx().content_rect().height() - size::DIALOG_AROUND).max(size::DIALOG_LEAST);
    ui.spacing_mut().scroll.floating_allocated_width = size::SCROLL_BAR;
    let area = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]);
    area.show(ui, contents).inner
}

/// The line of buttons that ends a sheet, from the right.
pub fn sheet_buttons<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    // Within a row it is as high as its buttons; alone it would take all height that is left.
    ui.horizontal(|ui| ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), contents).inner).inner
}

/// A small button of a row in a card.
pub fn card_button(ui: &mut Ui, text: &str) -> Response {
    let look = look(ui);
    let response = ui.add(Button::new(text).fill(look.panel).stroke(Stroke::new(1.0, look.line)));
    focus_mark(ui, &response);
    response
}

/// The one button that spends.
pub fn spend_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    let look = look(ui);
    let text = RichText::new(text.into()).font(theme::strong()).color(look.on_spend);
    ui.scope(|ui| {
        ui.visuals_mut().widgets.hovered.weak_bg_fill = look.spend_hover;
        ui.spacing_mut().button_padding = vec2(16.0, 6.0);
        ui.add(Button::new(text).fill(look.spend).min_size(vec2(0.0, size::BUTTON_HEIGHT)))
    })
    .inner
}

/// The same in a row of small ones, with a name for screen readers.
pub fn small_spend_button(ui: &mut Ui, text: &str, name: String) -> Response {
    let look = look(ui);
    let text = RichText::new(text).font(theme::strong()).color(look.on_spend);
    ui.add(Button::new(text).fill(look.spend)).accessible_name(name)
}

/// Where the spending button stands while something is in the way: it says what, and leads there.
pub fn blocked_button(ui: &mut Ui, text: impl Into<String>) -> Response {
    let look = look(ui);
    let text = RichText::new(text.into()).font(theme::strong()).color(look.dim);
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(16.0, 6.0);
        ui.add(Button::new(text).min_size(vec2(0.0, size::BUTTON_HEIGHT)))
    })
    .inner
}

/// A word that does something, in a line of text.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let color = look(ui).info;
    let response = ui.add(egui::Label::new(RichText::new(text).color(color)).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    if response.hovered() || response.has_focus() {
        let y = response.rect.bottom() - 1.0;
        ui.painter().hline(response.rect.x_range(), y, Stroke::new(1.0, color));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The way to end that a picture is followed in a drawing program.
pub fn stop_following_ui(ui: &mut Ui, stage: &mut Stage<'_>, stop: Command) {
    if link(ui, "Stop following").on_hover_text(stop.text()).clicked() {
        stage.say(Say::Command(stop));
    }
}

/// One of several, all in view. Gives the one that was clicked.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String, String)]) -> Option<T> {
    if !ui.layout().prefer_right_to_left() {
        return segments(ui, current, choices);
    }
    // In a row that grows from the right they still stand, and are reached by Tab, from the left: in a place of their own.
    let font = egui::TextStyle::Button.resolve(ui.style());
    let text_width = |text: &String| {
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.clone(), font.clone(), Color32::PLACEHOLDER).size().x)
    };
    let width: f32 = choices.iter().map(|(_, text, _)| text_width(text) + 2.0 * SEGMENT_PADDING.x).sum();
    let place = vec2(width + 2.0 * f32::from(SEGMENTS_MARGIN), ui.spacing().interact_size.y);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(place, layout, |ui| segments(ui, current, choices)).inner
}

const SEGMENT_PADDING: Vec2 = vec2(11.0, 3.0);
const SEGMENTS_MARGIN: i8 = 2;

fn segments<T: Copy + PartialEq>(ui: &mut Ui, current: T, choices: &[(T, String, String)]) -> Option<T> {
    let look = look(ui);
    let mut chosen = None;
    let margin = Margin::same(SEGMENTS_MARGIN);
    Frame::new().fill(look.ground).corner_radius(CornerRadius::same(size::RADIUS)).inner_margin(margin).show(
        ui,
        |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.spacing_mut().button_padding = SEGMENT_PADDING;
                for (value, text, tooltip) in choices {
                    let on = *value == current;
                    let color = if on { look.text } else { look.dim };
                    let button = Button::selectable(on, RichText::new(text).color(color))
                        .corner_radius(CornerRadius::same(size::SMALL_RADIUS));
                    let response = ui
                        .scope(|ui| {
                            ui.visuals_mut().selection.bg_fill = look.chosen;
                            ui.visuals_mut().selection.stroke = Stroke::new(1.0, look.text);
                            ui.add(button)
                        })
                        .inner;
                    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, text));
                    let clicked = response.clicked();
                    if !tooltip.is_empty() {
                        response.on_hover_text(tooltip);
                    }
                    if clicked && !on {
                        chosen = Some(*value);
                    }
                }
            });
        },
    );
    chosen
}

/// Makes a widget an option of a list for screen readers: egui says of what is selected that it is toggled.
pub fn list_option(response: &Response, enabled: bool, selected: bool, name: &str) {
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, enabled, selected, name));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_selected(selected);
    });
}

/// The bars of scroll areas in it have room of their own and show that there is more.
pub fn standing_scroll_bars(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    scroll.floating_allocated_width = size::SCROLL_BAR_OUTSIDE;
    scroll.dormant_handle_opacity = scroll.active_handle_opacity;
}

/// What is in it is a list for screen readers.
pub fn list<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let list = egui::UiBuilder::new().accessibility_role(Role::ListBox).accessibility_label(name);
    ui.scope_builder(list, contents).inner
}

/// A number between two buttons. Gives by how much it shall change.
pub fn stepper(ui: &mut Ui, text: &str, name: &str, can_shrink: bool) -> i32 {
    let look = look(ui);
    let mut step = 0;
    // Two buttons, the number, and the frame's line at either end.
    let room = vec2(52.0 + 2.0 * size::ICON_BUTTON + 2.0, size::ICON_BUTTON + 2.0);
    ui.allocate_ui_with_layout(room, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        step = stepper_row(ui, &look, text, name, can_shrink);
    });
    step
}

fn stepper_row(ui: &mut Ui, look: &Tokens, text: &str, name: &str, can_shrink: bool) -> i32 {
    let mut step = 0;
    Frame::new()
        .fill(look.ground)
        .stroke(Stroke::new(1.0, look.line))
        .corner_radius(CornerRadius::same(size::RADIUS))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.horizontal(|ui| {
                let less = format!("{name}: 1 s shorter");
                if icon_button_sized(ui, icons::MINUS, &less, type_size::BODY, can_shrink).clicked() {
                    step = -1;
                }
                let (rect, response) = ui.allocate_exact_size(vec2(52.0, size::ICON_BUTTON), Sense::hover());
                ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, theme::body(), look.text);
                ui.painter().vline(rect.left(), rect.y_range(), Stroke::new(1.0, look.line));
                ui.painter().vline(rect.right(), rect.y_range(), Stroke::new(1.0, look.line));
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
                let more = format!("{name}: 1 s longer");
                if icon_button_sized(ui, icons::PLUS, &more, type_size::BODY, true).clicked() {
                    step = 1;
                }
            });
        });
    step
}

/// A card for something that was found.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let look = look(ui);
    Frame::new()
        .fill(look.raised)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
        .inner
}

/// A name left and a value right, as one line.
pub fn key_value(ui: &mut Ui, key: &str, value: impl Into<WidgetText>) {
    let dim = look(ui).dim;
    ui.horizontal(|ui| {
        ui.set_height(size::LINE);
        ui.label(RichText::new(key).color(dim));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add(egui::Label::new(value).truncate());
        });
    });
}

/// Lays out one line that is cut with "…" where it is too long.
pub fn one_line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.replace('\n', " "), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A line of icon and small text, in one colour: a state, never by colour alone.
pub fn state_line(ui: &mut Ui, icon: &str, text: &str, color: Color32) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::SMALL_GAP;
        ui.add(egui::Label::new(RichText::new(icon).font(theme::icon(type_size::BODY)).color(color)));
        ui.label(RichText::new(text).font(theme::small()).color(color))
    })
    .inner
}

/// A line of dashes around a place that waits for something.
pub fn dashed_rect(ui: &Ui, rect: Rect, color: Color32, width: f32) {
    let rect = rect.shrink(width / 2.0);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(width, color), 5.0, 4.0));
}

/// Diagonal lines over a place, inside it.
pub fn hatched_rect(ui: &Ui, rect: Rect, color: Color32) {
    const PERIOD: f32 = 14.0;
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        painter.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], Stroke::new(5.0, color));
        x += PERIOD;
    }
}

/// A shade from one colour above to another below.
pub fn shaded_rect(ui: &Ui, rect: Rect, top: Color32, bottom: Color32) {
    let mut mesh = egui::Mesh::default();
    for (point, color) in
        [(rect.left_top(), top), (rect.right_top(), top), (rect.right_bottom(), bottom), (rect.left_bottom(), bottom)]
    {
        mesh.colored_vertex(point, color);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    ui.painter().add(mesh);
}

/// The ring around what has the keyboard.
pub fn focus_ring(ui: &Ui, rect: Rect, radius: u8) {
    let color = look(ui).info;
    let stroke = Stroke::new(2.0, color);
    ui.painter().rect_stroke(rect.expand(2.0), CornerRadius::same(radius), stroke, StrokeKind::Outside);
}

/// The part of a texture that fills a place of another shape, its middle kept.
pub fn cover_uv(texture: Vec2, place: Vec2) -> Rect {
    let full = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    if texture.x <= 0.0 || texture.y <= 0.0 || place.x <= 0.0 || place.y <= 0.0 {
        return full;
    }
    let (have, want) = (texture.x / texture.y, place.x / place.y);
    let share = if have > want { vec2(want / have, 1.0) } else { vec2(1.0, have / want) };
    Rect::from_center_size(full.center(), share)
}

/// Where a texture lies whole in the middle of a place; it fills one that has its shape as far as anyone sees.
pub fn contained(texture: Vec2, place: Rect) -> Rect {
    if texture.x <= 0.0 || texture.y <= 0.0 || place.width() <= 0.0 || place.height() <= 0.0 {
        return place;
    }
    let (have, want) = (texture.x / texture.y, place.width() / place.height());
    if (have / want - 1.0).abs() < 0.02 {
        return place;
    }
    let scale = (place.width() / texture.x).min(place.height() / texture.y);
    Rect::from_center_size(place.center(), texture * scale)
}

/// While something is dragged, what scrolls goes along where the pointer is near its upper or lower end.
pub fn scroll_at_edges(ui: &Ui) {
    let seen = ui.clip_rect();
    let Some(pointer) = ui.ctx().pointer_latest_pos().filter(|pointer| seen.x_range().contains(pointer.x)) else {
        return;
    };
    let reach = size::SCROLL_EDGE.min(seen.height() / 4.0);
    let above = (seen.top() + reach - pointer.y).clamp(0.0, reach);
    let below = (pointer.y - seen.bottom() + reach).clamp(0.0, reach);
    if above > 0.0 || below > 0.0 {
        let speed = (above - below) / reach * size::SCROLL_EDGE_SPEED;
        let by = speed * ui.input(|input| input.stable_dt).min(0.1);
        ui.scroll_with_delta_animation(vec2(0.0, by), egui::style::ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}
