//! The estimate's choices in the export sheet: what is counted, in which money, and what stands beside the scenes.

use egui::Ui;

use super::choices::field_ui;
use crate::deliver::decimal::Decimal;
use crate::deliver::settings::{Estimate, FixedItem, Tiers};
use crate::ui::fields::small_field;
use crate::ui::icons;
use crate::ui::theme::size;
use crate::ui::widgets::{self, hint, section, segmented};

/// More fixed items than these belong into the studio's own books.
const ITEMS_MAX: usize = 12;

/// Numbers as they are being typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TypedNumbers {
    markup: String,
    rate: String,
    tax: String,
    /// Name and amount of each fixed item.
    items: Vec<(String, String)>,
}

impl TypedNumbers {
    pub(super) fn new(estimate: &Estimate) -> Self {
        let items = estimate.items.iter().map(|item| (item.name.clone(), item.amount.to_string()));
        Self {
            markup: estimate.markup.to_string(),
            rate: estimate.rate.to_string(),
            tax: estimate.tax.to_string(),
            items: items.collect(),
        }
    }

    /// Puts what was typed among the choices.
    ///
    /// # Errors
    /// A sentence, when something is no number.
    pub(super) fn put_into(&self, estimate: &mut Estimate) -> Result<(), String> {
        let number = |what: &str, text: &str| -> Result<Decimal, String> {
            let text = text.trim();
            if text.is_empty() {
                Ok(Decimal::default())
            } else {
                text.parse().map_err(|error| format!("{what} {error}"))
            }
        };
        estimate.markup = number("The markup", &self.markup)?;
        estimate.rate = number("The rate", &self.rate)?;
        estimate.tax = number("The tax", &self.tax)?;
        // A line that nothing was typed into is none.
        let typed = self.items.iter().filter(|(name, amount)| !name.trim().is_empty() || !amount.trim().is_empty());
        let item = |(name, amount): &(String, String)| {
            let what =
                if name.trim().is_empty() { "The fixed item".to_owned() } else { format!("\"{}\"", name.trim()) };
            Ok(FixedItem { name: name.trim().to_owned(), amount: number(&what, amount)? })
        };
        estimate.items = typed.map(item).collect::<Result<_, String>>()?;
        Ok(())
    }
}

pub(super) fn estimate_ui(ui: &mut Ui, estimate: &mut Estimate, typed: &mut TypedNumbers, page_numbers: &mut bool) {
    section(ui, "Takes of each scene", |_| ());
    ui.add(egui::DragValue::new(&mut estimate.takes).range(1..=100)).accessible_name("Takes of each scene");
    section(ui, "Tier", |_| ());
    let tiers = Tiers::ALL.map(|tiers| (tiers, tiers.label().to_owned(), String::new()));
    estimate.tiers = segmented(ui, estimate.tiers, &tiers).unwrap_or(estimate.tiers);
    money_ui(ui, estimate, typed);
    let has_markup = typed.markup.parse::<Decimal>().is_ok_and(|markup| markup > Decimal::default());
    let hides = has_markup && !estimate.show_markup;
    ui.horizontal(|ui| {
        if hides {
            let mut none = false;
            ui.add_enabled_ui(false, |ui| widgets::tick(ui, &mut none, "Credits"));
            hint(ui, "They would tell the markup");
        } else {
            widgets::tick(ui, &mut estimate.show_credits, "Credits");
        }
    });
    widgets::tick(ui, &mut estimate.spent, "What was spent so far");
    widgets::tick(ui, page_numbers, "Page numbers");
    ui.columns(2, |columns| {
        field_ui(&mut columns[0], "Tax in per cent", &mut typed.tax);
        field_ui(&mut columns[1], "Called, like VAT", &mut estimate.tax_name);
    });
    section(ui, "Fixed items", |_| ());
    let mut gone = None;
    for (at, (name, amount)) in typed.items.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let (name_id, amount_id) = (ui.scope_id().with(("item", at)), ui.scope_id().with(("amount", at)));
            let width =
                (ui.available_width() - size::AMOUNT - size::ICON_BUTTON - 2.0 * ui.spacing().item_spacing.x).max(60.0);
            ui.add(small_field(ui, name_id, name).desired_width(width).hint_text("What for").char_limit(80))
                .accessible_name(format!("Item {}", at + 1));
            ui.add(small_field(ui, amount_id, amount).desired_width(size::AMOUNT).hint_text("Amount").char_limit(20))
                .accessible_name(format!("Amount of item {}", at + 1));
            if widgets::icon_button(ui, icons::CLOSE, &format!("Remove item {}", at + 1)).clicked() {
                gone = Some(at);
            }
        });
    }
    if let Some(at) = gone {
        typed.items.remove(at);
    }
    if typed.items.len() < ITEMS_MAX && widgets::outline_button(ui, "Add a fixed item", true).clicked() {
        typed.items.push((String::new(), String::new()));
    }
    section(ui, "On the estimate", |_| ());
    field_ui(ui, "Number", &mut estimate.number);
    field_ui(ui, "Valid until", &mut estimate.valid_until);
}

/// In which money prices are told, and with what on top.
pub(super) fn money_ui(ui: &mut Ui, estimate: &mut Estimate, typed: &mut TypedNumbers) {
    section(ui, "Money", |_| ());
    ui.columns(2, |columns| {
        field_ui(&mut columns[0], "Currency", &mut estimate.currency);
        field_ui(&mut columns[1], "One US dollar is", &mut typed.rate);
    });
    field_ui(ui, "Markup in per cent", &mut typed.markup);
    widgets::tick(ui, &mut estimate.show_markup, "Markup on a line of its own");
}
