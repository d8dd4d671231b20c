//! The estimate as CSV.

use super::{Credits, Estimate};
use crate::deliver::settings::Estimate as Choices;
use crate::deliver::shot_list::table;

/// The estimate as CSV: a line for each scene and tier, then the sums. Amounts carry the markup and stand in the currency
/// that the head names.
#[must_use]
pub fn csv(estimate: &Estimate, choices: &Choices) -> Vec<u8> {
    let money = &estimate.money;
    let mut header = vec!["scene", "name", "seconds", "tier", "takes"];
    if choices.show_credits {
        header.extend(["credits_each", "credits"]);
    }
    let mut header: Vec<String> = header.into_iter().map(str::to_owned).collect();
    header.push(format!("amount_{}", money.currency.to_lowercase()));
    if estimate.spent.is_some() {
        header.push("spent_credits".to_owned());
    }
    let mut lines = Vec::new();
    let mut add = |head: [String; 5], each: Option<Credits>, credits: Credits, spent: Option<Credits>| {
        let mut line = Vec::from(head);
        if choices.show_credits {
            line.push(each.map(Credits::plain).unwrap_or_default());
            line.push(credits.plain());
        }
        line.push(money.full_plain_number(credits));
        if estimate.spent.is_some() {
            line.push(spent.map(Credits::plain).unwrap_or_default());
        }
        lines.push(line);
    };
    let mut told = None;
    for line in &estimate.lines {
        let head = [
            (line.scene + 1).to_string(),
            line.title.clone(),
            line.seconds.0.to_string(),
            line.tier.label().to_owned(),
            line.takes.to_string(),
        ];
        // A scene in both tiers was paid for once.
        let spent = (told != Some(line.scene)).then_some(line.spent);
        told = Some(line.scene);
        add(head, Some(line.each), line.credits, spent);
    }
    for (at, total) in estimate.totals.iter().enumerate() {
        let tier = total.tier.map_or_else(String::new, |tier| tier.label().to_owned());
        let spent = estimate.spent.filter(|_| at == 0).map(|spent| spent.credits);
        let head = ["total".to_owned(), String::new(), String::new(), tier, String::new()];
        add(head, None, total.credits, spent);
    }
    table(&header, &lines)
}
