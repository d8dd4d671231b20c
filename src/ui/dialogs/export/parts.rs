//! Parts of the export sheet: a choice among versions, what a kind is, notes.

use egui::{Frame, Margin, RichText, ScrollArea, Ui};

use crate::deliver::Kind;
use crate::store::versions::Versions;
use crate::story::FrameNumber;
use crate::ui::dialogs::versions::in_a_list;
use crate::ui::textures::ProofShown;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, look};
use crate::ui::{Stage, icons};

/// A choice among versions.
pub(super) fn which_ui(ui: &mut Ui, name: &str, none: &str, versions: &Versions, chosen: &mut Option<String>) {
    let now = jiff::Zoned::now();
    let label = |file: &Option<String>| {
        let found = versions.all.iter().find(|version| Some(&version.file) == file.as_ref());
        found.map_or_else(|| none.to_owned(), |version| in_a_list(version, &now))
    };
    let told = label(chosen);
    let combo = egui::ComboBox::from_id_salt(name).selected_text(&told).width(ui.available_width()).truncate();
    let shown = combo.show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, none);
        for version in &versions.all {
            ui.selectable_value(chosen, Some(version.file.clone()), in_a_list(version, &now));
        }
    });
    shown.response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name);
        info.current_text_value = Some(told.clone());
        info
    });
}

/// What a kind is, where there are no pages to look at.
pub(super) fn about_ui(ui: &mut Ui, stage: &Stage<'_>, kind: Kind) {
    let text = match kind {
        Kind::Mp4 => {
            "Each scene's chosen take, else its animatic, one after another. A single take without anything on it is \
             copied as it is; with captions it keeps its sound. A film of several parts has none for now."
        }
        Kind::Gif => "The film for a chat: at most 480 pixels wide, ten frames a second, without sound.",
        Kind::Srt => "The captions as an SRT file, for players and editors.",
        Kind::EstimateCsv => "The estimate as a table for spreadsheets, its amounts in the chosen currency.",
        Kind::ShotListCsv => {
            "Every shot as a line of a table. Change it in a spreadsheet and bring it back with \"Import a shot list\"."
        }
        Kind::ShotListXlsx => {
            "Every shot as a line of an Excel workbook, its texts as they are. Change it there and bring it back with \
             \"Import a shot list\"."
        }
        Kind::ShotListMarkdown => "A table of shots for each scene, for documents and wikis.",
        Kind::ContactSheet => "All panels on one picture, each with its shot's name.",
        Kind::BoardsPdf | Kind::EstimatePdf => "",
    };
    let look = look(ui);
    Frame::new().inner_margin(Margin::same(14)).show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(text).color(look.dim)).wrap());
        let Some(proof) = stage.textures.proof(kind) else { return };
        ui.add_space(size::GAP);
        for fact in &proof.facts {
            ui.label(fact);
        }
        if let ProofShown::Trouble(sentence) = &proof.shown {
            widgets::state_line(ui, icons::ERROR, sentence, look.bad);
        }
        notes_ui(ui, &proof.notes);
        if !proof.text.is_empty() {
            ui.add_space(size::GAP);
            Frame::new().fill(look.ground).corner_radius(size::CARD_RADIUS).inner_margin(Margin::same(12)).show(
                ui,
                |ui| {
                    ScrollArea::both().id_salt(("text", kind)).auto_shrink([false, false]).show(ui, |ui| {
                        let text = RichText::new(&proof.text).font(theme::small()).color(look.dim);
                        ui.add(egui::Label::new(text).extend());
                    });
                },
            );
        }
    });
}

/// What people should know before, each a sentence.
pub(super) fn notes_ui(ui: &mut Ui, notes: &[String]) {
    let warn = look(ui).warn;
    for note in notes {
        ui.add(egui::Label::new(RichText::new(note).font(theme::small()).color(warn)).wrap());
    }
}

/// A mark as a field has it.
pub(super) fn in_seconds(mark: FrameNumber) -> String {
    let text = format!("{:.3}", mark.time());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
