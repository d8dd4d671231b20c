//! The title page: logo, title, and what the boards are of.

use super::sheet::{blank, date};
use super::{Boards, Laid, PictureFrom, style};
use crate::deliver::boards::cell::fitted;
use crate::media::page::{Item, set, set_on_one_line};
use crate::story::Seconds;
use crate::story::animatic::Rect;
use crate::story::check::count_of;

/// Lays the title page out; a title that is longer than a page goes on.
pub fn title(boards: &Boards<'_>, laid: &mut Laid) {
    let choices = boards.choices;
    let mut page = blank(choices);
    let left = style::MARGIN * 1.5;
    let width = page.width - 2.0 * left;
    let bottom = page.height - style::BOTTOM;
    let from_right = boards.run_from_right();
    if let Some(logo) = boards.logo {
        let picture = laid.picture(PictureFrom::Logo(logo.path.clone()));
        let (logo_width, logo_height) = style::TITLE_LOGO;
        let place = Rect { x: left, y: style::TOP, width: logo_width, height: logo_height };
        let fitted = fitted(place, logo.ratio());
        let x = if from_right { page.width - left - fitted.width } else { left };
        let dest = Rect { x, y: style::TOP, ..fitted };
        page.items.push(Item::Picture { picture, dest });
    }
    let facts = facts(boards);
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    let facts_height = facts.len() as f32 * style::FACT.line_height;
    let name = if boards.project.name.trim().is_empty() { "Storyboard" } else { boards.project.name.trim() };
    let from = page.height * 0.40;
    let mut lines = set(name, style::TITLE, width * 0.8);
    let height =
        |lines: &[std::sync::Arc<crate::media::page::SetLine>]| lines.iter().map(|line| line.height).sum::<f32>();
    if from + height(&lines) + 60.0 + facts_height > bottom {
        lines = set(name, style::LONG_TITLE, width);
    }
    let mut y = from;
    let what = set_on_one_line("Storyboard", style::SUBTITLE, width);
    page.text_from(from_right, left, y - style::SUBTITLE.line_height - 8.0, &what, style::GREY);
    for line in lines {
        if y + line.height > bottom {
            laid.pages.push(std::mem::replace(&mut page, blank(choices)));
            y = style::TOP;
        }
        page.text_from(from_right, left, y, &line, style::INK);
        y += line.height;
    }
    y += 30.0;
    for (label, value) in facts {
        let value = set(&value, style::FACT, width - 80.0);
        page.text_from(from_right, left, y, &set_on_one_line(label, style::FACT, 76.0), style::GREY);
        for line in value {
            if y + line.height > bottom {
                laid.pages.push(std::mem::replace(&mut page, blank(choices)));
                y = style::TOP;
            }
            page.text_from(from_right, left + 80.0, y, &line, style::INK);
            y += line.height;
        }
    }
    laid.pages.push(page);
}

fn facts(boards: &Boards<'_>) -> Vec<(&'static str, String)> {
    let choices = boards.choices;
    let mut facts = Vec::new();
    for (label, value) in [("Client", &choices.client), ("Version", &choices.version)] {
        if !value.trim().is_empty() {
            facts.push((label, value.trim().to_owned()));
        }
    }
    facts.push(("Date", date(choices, boards.today)));
    let scenes: Vec<_> = boards.scope.clone().scenes(boards.project).map(|(_, scene)| scene).collect();
    let shots = scenes.iter().map(|scene| scene.shots.len()).sum();
    let mut length = format!("{}, {}", count_of(scenes.len(), "scene"), count_of(shots, "shot"));
    if choices.seconds {
        let seconds: Seconds = scenes.iter().map(|scene| scene.seconds()).sum();
        length = format!("{length}, {seconds}");
    }
    facts.push(("Length", length));
    facts.extend(boards.changes.map(|changes| ("Changes", changes.summary())));
    facts
}
