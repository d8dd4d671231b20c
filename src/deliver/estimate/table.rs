//! The estimate as CSV.

use super::{Credits, Estimate, Spent};
use crate::deliver::settings::Separator;
use crate::deliver::shot_list::table;

/// The estimate as CSV: a line for each scene and tier, then the sums, with the very amounts of the printed estimate.
/// The head names their currency.
#[must_use]
pub fn csv(estimate: &Estimate, separator: Separator) -> Vec<u8> {
    let money = &estimate.money;
    let number = |text: String| separator.number(text);
    let (credits, has_spent) = (money.shows_credits(), estimate.spent.is_some());
    let code = money.code().to_lowercase();
    let mut header: Vec<String> = ["scene", "name", "seconds", "tier", "takes"].map(str::to_owned).into();
    if credits {
        header.extend(["credits_each".to_owned(), "credits".to_owned()]);
    }
    header.push(format!("amount_{code}"));
    if has_spent {
        header.extend(credits.then(|| "spent_credits".to_owned()));
        header.push(format!("spent_{code}"));
    }
    let spent_cells = |spent: Option<Spent>| {
        let mut cells = Vec::new();
        if has_spent {
            if credits {
                cells.push(spent.map(|spent| number(spent.credits.plain())).unwrap_or_default());
            }
            cells.push(spent.map(|spent| number(money.number(spent.amount))).unwrap_or_default());
        }
        cells
    };
    let mut rows = Vec::new();
    for line in &estimate.lines {
        let mut row = vec![
            (line.scene + 1).to_string(),
            line.title.clone(),
            line.seconds.0.to_string(),
            line.tier.label().to_owned(),
            line.takes.to_string(),
        ];
        if credits {
            row.extend([number(line.each.plain()), number(line.credits.plain())]);
        }
        row.push(number(money.number(line.amount)));
        row.extend(spent_cells(line.spent));
        rows.push(row);
    }
    for (at, sum) in estimate.sums.iter().enumerate() {
        let tier = sum.tier.map_or_else(String::new, |tier| tier.label().to_owned());
        let mut row = vec![sum.kind.code().to_owned(), sum.label.clone(), String::new(), tier, String::new()];
        if credits {
            row.extend([String::new(), number(sum.credits.map(Credits::plain).unwrap_or_default())]);
        }
        row.push(number(money.number(sum.amount)));
        // What was spent is told once: with the last sum.
        row.extend(spent_cells(estimate.spent.filter(|_| at + 1 == estimate.sums.len())));
        rows.push(row);
    }
    table(&header, &rows, separator)
}
