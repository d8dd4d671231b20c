//! What can be known of a delivery before it is made: its pages, how long a film is, and what people should know of it.

use super::boards::Laid;
use super::film::{self, Plan};
use super::job::{DeliverError, Kind, Request, Source, estimate_table, pages, shot_table};
use super::settings::{Captions, Separator};
use super::{contact_sheet, shot_list, version};
use crate::media::raster::{choose_font, uncovered};

/// Lines of a text that are looked at before, and letters of each.
const LINES_MAX: usize = 80;
const LINE_MAX: usize = 160;

/// A delivery as it will be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// Of what has pages.
    pub laid: Option<Laid>,
    /// The beginning of what is text.
    pub text: String,
    /// What it will be, each a short line.
    pub facts: Vec<String>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// Looks at what is wanted, without making it.
///
/// # Errors
/// When it cannot be made.
pub fn outlook(source: &Source, request: &Request) -> Result<Outlook, DeliverError> {
    let (source, request) = version::resolved(source, request)?;
    let (source, request) = (source.as_ref(), request.as_ref());
    choose_font(&request.settings.font).map_err(DeliverError::Font)?;
    let mut outlook = Outlook::default();
    match request.kind {
        Kind::BoardsPdf | Kind::EstimatePdf => {
            let laid = pages(source, request)?;
            outlook.notes.extend(unwritable(&written_on(&laid)));
            outlook.laid = Some(laid);
        }
        Kind::ContactSheet => {
            let laid = contact_sheet::layout(source, request);
            outlook.notes.extend(unwritable(&written_on(&laid)));
            outlook.laid = Some(laid);
        }
        Kind::Mp4 | Kind::Gif | Kind::Srt => {
            let plan = Plan::new(source, request)?;
            let choices = &request.settings.film;
            outlook.facts = plan.facts(request.kind);
            let has_captions = match request.kind {
                Kind::Mp4 => choices.captions != Captions::None,
                Kind::Gif => choices.captions == Captions::Burned,
                _ => true,
            };
            if has_captions {
                outlook.notes.extend(plan.caption_notes());
                outlook.text = beginning(&film::captions_as_text(&plan));
            }
            if request.kind != Kind::Srt {
                outlook.notes.extend(unwritable(&plan.words_on_it(choices)));
            }
        }
        Kind::EstimateCsv => outlook.text = beginning(&String::from_utf8_lossy(&estimate_table(source, request)?)),
        Kind::ShotListCsv => outlook.text = beginning(&String::from_utf8_lossy(&shot_table(source, request))),
        // Its cells are those of the table, and what an old choice parts them with says nothing of it.
        Kind::ShotListXlsx => {
            let table = shot_list::csv(&source.project, request.scope.clone(), Separator::Comma);
            outlook.text = beginning(&String::from_utf8_lossy(&table));
        }
        Kind::ShotListMarkdown => {
            outlook.text = beginning(&shot_list::markdown(&source.project, request.scope.clone()));
        }
    }
    Ok(outlook)
}

/// As much of a text as one looks at before.
fn beginning(text: &str) -> String {
    let text = text.trim_start_matches('\u{FEFF}');
    text.lines()
        .take(LINES_MAX)
        .map(|line| line.chars().take(LINE_MAX).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

fn written_on(laid: &Laid) -> Vec<String> {
    laid.pages.iter().map(crate::media::page::Page::plain_text).collect()
}

/// A sentence about what no font can write of some texts.
fn unwritable(texts: &[String]) -> Option<String> {
    let missing = uncovered(texts.iter().map(String::as_str));
    let (last, others) = missing.split_last()?;
    let what = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    Some(format!(
        "No font of this computer can write {what}: those signs are boxes or missing; choose a font that can, or install one"
    ))
}
