//! What stands on every page of a document: head and foot.

use super::style;
use super::{Laid, Logo, PictureFrom};
use crate::deliver::boards::cell::fitted;
use crate::deliver::settings::Boards as Choices;
use crate::media::page::{Item, Page, set_on_one_line};
use crate::story::animatic::Rect;

/// What the heads and feet of a document say.
#[derive(Clone, Debug)]
pub struct Running<'a> {
    pub title: &'a str,
    pub choices: &'a Choices,
    pub today: jiff::civil::Date,
    pub logo: Option<&'a Logo>,
    /// What the foot says besides.
    pub more: Option<String>,
    /// Whether the document is read from the right.
    pub from_right: bool,
}

/// The date as a document tells it.
pub fn date(choices: &Choices, today: jiff::civil::Date) -> String {
    let told = choices.date.trim();
    if told.is_empty() { today.strftime("%-d %B %Y").to_string() } else { told.to_owned() }
}

/// A new page without anything on it.
pub fn blank(choices: &Choices) -> Page {
    let (width, height) = style::sheet(choices);
    Page { width, height, items: Vec::new() }
}

/// Dresses the pages from one on, now that it is known how many there are.
pub fn dress(laid: &mut Laid, from: usize, running: &Running<'_>) {
    let logo = running.logo.map(|logo| (laid.picture(PictureFrom::Logo(logo.path.clone())), logo.ratio()));
    let count = laid.pages.len();
    let choices = running.choices;
    let facts: Vec<String> = [choices.client.trim(), choices.version.trim()]
        .iter()
        .filter(|fact| !fact.is_empty())
        .map(|fact| (*fact).to_owned())
        .chain([date(choices, running.today)])
        .chain(running.more.clone())
        .collect();
    for (at, page) in laid.pages.iter_mut().enumerate().skip(from) {
        let (width, height) = (page.width, page.height);
        let room = (width - 2.0 * style::MARGIN - style::HEAD_LOGO.0 - style::GUTTER).max(80.0);
        let title = set_on_one_line(running.title, style::HEAD_STRONG, room);
        page.text_from(running.from_right, style::MARGIN, style::HEAD, &title, style::INK);
        if let Some((picture, ratio)) = logo {
            let (logo_width, logo_height) = style::HEAD_LOGO;
            let middle = style::HEAD + title.height / 2.0;
            let place = Rect { x: 0.0, y: middle - logo_height / 2.0, width: logo_width, height: logo_height };
            let mut dest = fitted(place, ratio);
            dest.x = if running.from_right { style::MARGIN } else { width - style::MARGIN - dest.width };
            page.items.push(Item::Picture { picture, dest });
        }
        let top = height - style::FOOT - style::SMALL.line_height;
        let number = choices.page_numbers.then(|| format!("{} / {count}", at + 1));
        let number = number.map(|number| set_on_one_line(&number, style::SMALL, 200.0));
        if let Some(number) = &number {
            page.text_from(!running.from_right, style::MARGIN, top, number, style::GREY);
        }
        let room = width - 2.0 * style::MARGIN - number.map_or(0.0, |number| number.width + style::GUTTER);
        let facts = set_on_one_line(&facts.join("  ·  "), style::SMALL, room);
        page.text_from(running.from_right, style::MARGIN, top, &facts, style::GREY);
    }
}
