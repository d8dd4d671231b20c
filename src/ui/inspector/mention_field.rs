//! A text whose `@names` are coloured as it is typed, and completed from the elements: the prompt, the dialogue, and the
//! project's style.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::text_edit::TextEditOutput;
use egui::{
    CompletionPopup, CornerRadius, Galley, Image, IntoAtoms as _, Margin, Response, Stroke, Suggestion, TextBuffer,
    TextEdit, Ui, Vec2,
};

use crate::story::Edit;
use crate::story::check::count_of;
use crate::story::mention::{is_name_char, mentions};
use crate::ui::Stage;
use crate::ui::fields::{MARGIN, field_frame};
use crate::ui::say::Say;
use crate::ui::theme::{self, Tokens, size};
use crate::ui::widgets::{cover_uv, look};

/// Around the text of a tall field.
const TALL_MARGIN: Margin = Margin::symmetric(11, 9);

/// What is particular of one such text.
pub(super) struct MentionField<'a> {
    pub id: egui::Id,
    /// What screen readers call it.
    pub name: &'a str,
    /// What stands in it while it is empty.
    pub inviting: &'a str,
    /// Of one line alone, or of at least so many.
    pub rows: Option<usize>,
}

/// The field. What is typed in it is said as the edit that `edit` makes of it, and so is an element that it names first.
pub(super) fn mention_field_ui(
    ui: &mut Ui,
    stage: &mut Stage<'_>,
    field: &MentionField<'_>,
    text: &str,
    edit: impl FnOnce(String) -> Edit,
) -> Response {
    let look = look(ui);
    let names: Vec<String> = stage.desk.project().elements.iter().map(|element| element.name.clone()).collect();
    let mut text = text.to_owned();
    let (many_lines, is_tall) = (field.rows.is_some(), field.rows.is_some_and(|rows| rows > 1));
    let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, width: f32| {
        laid_out(ui, buffer.as_str(), many_lines.then_some(width), is_tall, &names, &look)
    };
    let margin = if is_tall { TALL_MARGIN } else { MARGIN };
    let text_edit = match field.rows {
        Some(rows) => TextEdit::multiline(&mut text).desired_rows(rows),
        None => TextEdit::singleline(&mut text),
    };
    let text_edit = text_edit
        .hint_text(field.inviting)
        .desired_width(f32::INFINITY)
        .frame(field_frame(ui, field.id, margin))
        .layouter(&mut layouter);
    let mut wish = None;
    let output = CompletionPopup::new(field.id)
        .word_boundary(|c| !is_name_char(c) && c != '@')
        .align(egui::RectAlign::BOTTOM_START)
        .show(ui, text_edit, |query| suggestions(stage, query.word, &mut wish));
    keep_caret_in_view(ui, field.id, &output.text_edit);
    let response = output.text_edit.response.response.clone().accessible_name(field.name);
    let accepted = output.accepted;
    if response.changed() || accepted.is_some() {
        let gesture = stage.view.typing_gesture(field.id, ui);
        stage.say(Say::Edit(edit(text), Some(gesture)));
    }
    if let (Some(accepted), Some(wish)) = (accepted, wish)
        && accepted.insert.trim_end() == format!("@{wish}")
    {
        stage.say(Say::NewElement { wish, open: false });
    }
    response
}

/// A caret that is kept in view.
#[derive(Clone, Copy)]
struct Followed {
    /// Where its text stood in the last frame.
    top: f32,
    /// For how many frames it has stood there.
    still: u8,
    /// For how many frames more it is followed, whatever happens.
    left: u8,
}

/// The text scrolls to its caret by itself, but what was typed may leave it less room: problems are told below, the field
/// grows. Once all of it stands still the caret is looked for again.
fn keep_caret_in_view(ui: &Ui, id: egui::Id, output: &TextEditOutput) {
    const FRAMES: u8 = 60;
    // A scroll that was asked for moves the text two frames later.
    const STILL: u8 = 2;
    let key = id.with("followed caret");
    let top = output.galley_pos.y;
    let followed = if output.response.changed() {
        Some(Followed { top, still: 0, left: FRAMES })
    } else {
        ui.data(|data| data.get_temp::<Followed>(key)).map(|followed| {
            let still = if followed.top == top { followed.still + 1 } else { 0 };
            Followed { top, still, left: followed.left.saturating_sub(1) }
        })
    };
    let Some(mut followed) = followed else { return };
    let Some(caret) = output.cursor_range.filter(|_| followed.left > 0) else {
        ui.data_mut(|data| data.remove::<Followed>(key));
        return;
    };
    if followed.still >= STILL {
        let place = output.galley.pos_from_cursor(caret.primary).translate(output.galley_pos.to_vec2());
        if ui.clip_rect().y_range().contains(place.bottom()) && ui.clip_rect().y_range().contains(place.top()) {
            ui.data_mut(|data| data.remove::<Followed>(key));
            return;
        }
        ui.scroll_to_rect(place, None);
        followed.still = 0;
    }
    ui.data_mut(|data| data.insert_temp(key, followed));
    ui.ctx().request_repaint();
}

/// The elements whose names begin as typed; last, a new one with the typed name.
fn suggestions(stage: &mut Stage<'_>, word: &str, wish: &mut Option<String>) -> Vec<Suggestion> {
    let Some(typed) = word.strip_prefix('@') else { return Vec::new() };
    let (desk, textures) = (stage.desk, &mut *stage.textures);
    let elements = &desk.project().elements;
    let lower = typed.to_lowercase();
    if elements.iter().any(|element| element.name == typed) {
        return Vec::new();
    }
    let uses = &desk.digest().uses;
    let mut suggestions: Vec<Suggestion> = elements
        .iter()
        .enumerate()
        .filter(|(_, element)| element.name.to_lowercase().contains(&lower))
        .map(|(at, element)| {
            let uses = count_of(uses.get(at).copied().unwrap_or(0), "use");
            let facts = format!("{} · {uses}", count_of(element.images.len(), "picture"));
            let name = format!("@{}", element.name);
            let picture = element.images.first().and_then(|path| textures.thumb(desk, path));
            let content = match picture {
                Some(texture) => {
                    let side = Vec2::splat(size::SUGGESTION_THUMB);
                    let picture = Image::new((texture.id(), side)).uv(cover_uv(texture.size_vec2(), side));
                    (picture.corner_radius(CornerRadius::same(4)).fit_to_exact_size(side), name).into_atoms()
                }
                None => name.into_atoms(),
            };
            Suggestion::new(format!("@{} ", element.name)).content(content).description(facts)
        })
        .collect();
    let most = desk.rules().limits.element_name_max;
    if !typed.is_empty() && typed.len() <= most {
        *wish = Some(typed.to_owned());
        suggestions.push(Suggestion::new(format!("@{typed} ")).content(format!("+ New element “{typed}”")));
    }
    suggestions
}

/// The text with its mentions coloured: known ones calm, unknown ones underlined too. Without a width it is one line; in a
/// tall field its lines stand further apart.
fn laid_out(ui: &Ui, text: &str, width: Option<f32>, tall: bool, names: &[String], look: &Tokens) -> Arc<Galley> {
    let font = theme::body();
    let line_height = tall.then_some(font.size * 1.52);
    let plain = TextFormat { font_id: font, color: look.text, line_height, ..Default::default() };
    let mut job = LayoutJob::default();
    let mut copied = 0;
    for mention in mentions(text) {
        job.append(&text[copied..mention.range.start], 0.0, plain.clone());
        let known = names.iter().any(|name| name == mention.name);
        let format = if known {
            TextFormat { color: look.info, background: look.info_wash, ..plain.clone() }
        } else {
            let underline = Stroke::new(1.0, look.bad);
            TextFormat { color: look.bad, background: look.bad_wash, underline, ..plain.clone() }
        };
        job.append(&text[mention.range.clone()], 0.0, format);
        copied = mention.range.end;
    }
    job.append(&text[copied..], 0.0, plain);
    job.wrap.max_width = width.unwrap_or(f32::INFINITY);
    job.break_on_newline = width.is_some();
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}
