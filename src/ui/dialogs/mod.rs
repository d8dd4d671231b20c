//! What opens over the window: sheets that ask, and sheets that tell.

mod choices;
mod clean;
mod columns;
pub(in crate::ui) mod confirm;
mod copy;
mod crop;
mod deliver;
mod delivered;
mod drop;
mod element;
mod estimate_choices;
mod export;
mod find;
mod held;
mod help;
mod import;
mod models;
mod moves;
mod outside;
mod palette;
mod path;
mod pick;
mod quit;
mod renumber;
mod replace;
mod settings;
mod spending;
mod spread;
mod text;
mod use_as;
mod versions;
mod which_scene;

use egui::{Frame, Id, Modal, Ui};

pub use columns::ColumnsSheet;
pub use confirm::ConfirmSheet;
pub use copy::CopySheet;
pub use crop::CropSheet;
pub use deliver::DeliverSheet;
pub use drop::DropOnSheet;
pub use element::ElementSheet;
pub use export::ExportSheet;
pub use find::FindSheet;
pub use models::ModelsSheet;
pub use moves::MoveSheet;
pub use palette::PaletteSheet;
pub use path::PathSheet;
pub use quit::QuitSheet;
pub use renumber::RenumberSheet;
pub use replace::ReplaceSheet;
pub use settings::SettingsSheet;
pub use spending::SpendingSheet;
pub use spread::SpreadSheet;
pub use text::{TextPurpose, TextSheet};
pub use versions::VersionsSheet;
pub use which_scene::{SceneFor, WhichSceneSheet};

use super::Stage;
use super::say::Say;
use super::theme::size;
use super::widgets::{hint, look};
use crate::deliver::package::Package;
use crate::deliver::shot_list::Import;
use crate::desk::{ChangedOutside, Held, Incoming};
use crate::store::Unused;

/// What is open over the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Confirm(ConfirmSheet),
    Element(ElementSheet),
    Crop(CropSheet),
    Move(MoveSheet),
    Columns(ColumnsSheet),
    Find(FindSheet),
    Text(TextSheet),
    Path(PathSheet),
    Settings(SettingsSheet),
    Spending(SpendingSheet),
    Models(Box<ModelsSheet>),
    Versions(Box<VersionsSheet>),
    /// Pictures that nothing uses, once they are known.
    Clean(Option<Vec<Unused>>),
    Quit(QuitSheet),
    Replace(ReplaceSheet),
    /// Someone else changed the project's file.
    Outside(ChangedOutside),
    /// Someone else has the project open.
    Held(Held),
    /// The project may be a copy of one in another folder.
    Copy(CopySheet),
    /// Files were dropped where no place is known.
    UseAs(Vec<Incoming>),
    /// Several pictures that may become panels in more ways than one.
    Spread(SpreadSheet),
    Export(Box<ExportSheet>),
    Deliver(Box<DeliverSheet>),
    /// What a delivery holds and lacks.
    Delivered(Box<Package>),
    /// What a shot list that was read would change.
    Import(Box<Import>),
    Palette(PaletteSheet),
    WhichScene(WhichSceneSheet),
    Renumber(RenumberSheet),
    Shortcuts,
    About,
}

/// Whether a sheet stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stay {
    Open,
    Close,
}

/// The sheet that is open, if one is.
pub(super) fn dialogs_ui(ui: &Ui, stage: &mut Stage<'_>) {
    let Some(mut dialog) = stage.view.dialog.take() else { return };
    // What lies behind the sheet takes no files.
    stage.view.targets.clear();
    let look = look(ui);
    let frame = Frame::window(ui.style()).fill(look.raised);
    let mut modal = Modal::new(Id::unique("dialog")).frame(frame).backdrop_color(look.scrim);
    let window = ui.ctx().content_rect();
    if let Dialog::Confirm(sheet) = &dialog
        && let Some(lower_end) = sheet.lower_end(window)
    {
        // What grows in it grows upward: no button moves from under the pointer.
        let from_below = egui::vec2(0.0, lower_end - window.bottom());
        modal = modal.area(Modal::default_area(Id::unique("dialog")).anchor(egui::Align2::CENTER_BOTTOM, from_below));
    }
    let response = modal.show(ui.ctx(), |ui| {
        ui.set_width(match dialog {
            Dialog::Export(_) | Dialog::Shortcuts | Dialog::Models(_) => {
                size::EXPORT.min(ui.ctx().content_rect().width() - 80.0)
            }
            Dialog::Deliver(_) => size::DELIVER.min(ui.ctx().content_rect().width() - 80.0),
            Dialog::Delivered(_)
            | Dialog::Import(_)
            | Dialog::Versions(_)
            | Dialog::Crop(_)
            | Dialog::Move(_)
            | Dialog::Copy(_) => size::WIDE_DIALOG,
            Dialog::Confirm(ref sheet) => sheet.width(),
            _ => size::DIALOG,
        });
        match &mut dialog {
            Dialog::Confirm(sheet) => sheet.ui(ui, stage),
            Dialog::Element(sheet) => sheet.ui(ui, stage),
            Dialog::Crop(sheet) => sheet.ui(ui, stage),
            Dialog::Move(sheet) => sheet.ui(ui, stage),
            Dialog::Columns(sheet) => sheet.ui(ui, stage),
            Dialog::Find(sheet) => sheet.ui(ui, stage),
            Dialog::Text(sheet) => sheet.ui(ui, stage),
            Dialog::Path(sheet) => sheet.ui(ui, stage),
            Dialog::Settings(sheet) => sheet.ui(ui, stage),
            Dialog::Spending(sheet) => sheet.ui(ui, stage),
            Dialog::Models(sheet) => sheet.ui(ui, stage),
            Dialog::Clean(found) => clean::clean_ui(ui, stage, found.as_deref()),
            Dialog::Versions(sheet) => sheet.ui(ui, stage),
            Dialog::Quit(sheet) => sheet.ui(ui, stage),
            Dialog::Replace(sheet) => sheet.ui(ui, stage),
            Dialog::Held(held) => held::held_ui(ui, stage, held),
            Dialog::Copy(sheet) => sheet.ui(ui, stage),
            Dialog::Outside(outside) => outside::outside_ui(ui, stage, outside),
            Dialog::UseAs(files) => use_as::use_as_ui(ui, stage, files),
            Dialog::Spread(sheet) => sheet.ui(ui, stage),
            Dialog::Export(sheet) => sheet.ui(ui, stage),
            Dialog::Deliver(sheet) => sheet.ui(ui, stage),
            Dialog::Delivered(package) => delivered::delivered_ui(ui, stage, package),
            Dialog::Import(import) => import::import_ui(ui, stage, import),
            Dialog::Palette(sheet) => sheet.ui(ui, stage),
            Dialog::WhichScene(sheet) => sheet.ui(ui, stage),
            Dialog::Renumber(sheet) => sheet.ui(ui, stage),
            Dialog::Shortcuts => help::shortcuts_ui(ui, stage),
            Dialog::About => help::about_ui(ui),
        }
    });
    if let Dialog::Confirm(sheet) = &mut dialog {
        sheet.was_shown(response.response.rect, window, stage.view);
    }
    // It is centred by the size that it had: where that was another one, it moves to its place at once.
    let size_id = Id::unique("dialog size");
    let size = response.response.rect.size();
    if ui.data(|data| data.get_temp::<egui::Vec2>(size_id)) != Some(size) {
        ui.data_mut(|data| data.insert_temp(size_id, size));
        ui.ctx().request_repaint();
    }
    let open = response.inner == Stay::Open && !response.should_close();
    // What was said in the sheet may have opened another one.
    if open && stage.view.dialog.is_none() {
        stage.view.dialog = Some(dialog);
    } else if let Dialog::Export(sheet) = dialog {
        stage.textures.clear_proof();
        stage.say(Say::RememberExport(Box::new(sheet.remembered())));
    } else if let Dialog::Deliver(sheet) = dialog {
        stage.say(Say::RememberExport(Box::new(sheet.remembered())));
    } else if stage.view.dialog.is_none() {
        // It was laid aside while something was asked for it.
        stage.view.dialog = stage.view.laid_aside.take();
    }
}
