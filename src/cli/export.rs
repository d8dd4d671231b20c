//! `storyreel export`: what leaves a project, made as the window makes it, its choices as flags.

mod asked;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use self::asked::{columns, fits_its_ending, version};
use super::bar::with_bar;
use super::opened::{Asked, Opened};
use super::{CliError, Exit, replacing, say};
use crate::deliver::decimal::{Decimal, NoDecimal};
use crate::deliver::settings::{CaptionText, Captions, FixedItem, Paper, PerPage, Separator, Settings, Tiers};
use crate::deliver::{DeliverError, Kind, Request, Scope, Source, Watch, deliver, outlook};
use crate::store::destination::STANDARD_OUTPUT;
use crate::story::Guides;

/// What is exported, and how.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    project: Asked,
    /// What to make
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    what: What,
    /// The file to make; - for standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace files that are there already
    #[arg(long)]
    replace: bool,
    /// Only this scene, counted from 1
    #[arg(long, value_name = "N")]
    scene: Option<usize>,
    /// Make it of a saved version instead of the project as it is now: its name, or its file in versions/
    #[arg(long = "version", value_name = "NAME")]
    of_version: Option<String>,
    /// The font for what the program's own typeface lacks: a family of this computer, or a font file
    #[arg(long, value_name = "FAMILY|FILE")]
    font: Option<String>,
    #[command(flatten)]
    boards: BoardArgs,
    #[command(flatten)]
    dated: DatedArgs,
    #[command(flatten)]
    estimate: EstimateArgs,
    #[command(flatten)]
    film: FilmArgs,
    /// Of tables as CSV: what stands between cells; with semicolons numbers have a decimal comma [default: comma]
    #[arg(long, value_enum, value_name = "MARK")]
    separator: Option<SeparatorArg>,
    #[command(flatten)]
    range: RangeArgs,
    /// Of a contact sheet: panels side by side, 1 to 12
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=12))]
    columns: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The boards: panels with their texts
    #[value(alias = "boards")]
    Pdf,
    /// The price of all takes
    Estimate,
    /// The price of all takes as a table
    EstimateCsv,
    /// The film: of each scene its take, else its animatic
    Mp4,
    /// The film's captions
    Srt,
    /// The film as a GIF for a chat
    Gif,
    /// The shot list as a table, to be worked on and brought back with `import`
    Csv,
    /// The shot list as an Excel workbook, brought back with `import` too
    Xlsx,
    /// The shot list as Markdown
    Md,
    /// All panels on one PNG picture
    Sheet,
}

impl From<What> for Kind {
    fn from(what: What) -> Self {
        match what {
            What::Pdf => Self::BoardsPdf,
            What::Estimate => Self::EstimatePdf,
            What::EstimateCsv => Self::EstimateCsv,
            What::Mp4 => Self::Mp4,
            What::Srt => Self::Srt,
            What::Gif => Self::Gif,
            What::Csv => Self::ShotListCsv,
            What::Xlsx => Self::ShotListXlsx,
            What::Md => Self::ShotListMarkdown,
            What::Sheet => Self::ContactSheet,
        }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a tick that people set by itself")]
#[derive(Debug, Args)]
#[command(next_help_heading = "For documents")]
pub(super) struct BoardArgs {
    /// Panels to a page: 1, 2, 4, 6 or 9
    #[arg(long, value_name = "N", value_parser = per_page)]
    per_page: Option<PerPage>,
    /// The sheet
    #[arg(long, value_enum)]
    paper: Option<PaperArg>,
    /// Upright pages instead of lying ones
    #[arg(long)]
    portrait: bool,
    /// The texts to show under panels: several, with commas between [default: dialogue,notes]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "TEXTS")]
    show: Option<Vec<Show>>,
    /// Guides to draw on the panels: several, with commas between
    #[arg(long, value_enum, value_delimiter = ',', value_name = "GUIDES")]
    guides: Vec<GuideArg>,
    /// Leave shots' own camera moves out
    #[arg(long)]
    no_moves: bool,
    /// Columns of the project's own to show too: several, with commas between
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    show_columns: Vec<String>,
    /// Mark what changed since a saved version: its name, or its file in versions/
    #[arg(long, value_name = "NAME")]
    since: Option<String>,
    /// Leave the seconds out
    #[arg(long)]
    no_seconds: bool,
    /// Leave the title page out
    #[arg(long)]
    no_title_page: bool,
    /// Leave the page numbers out
    #[arg(long)]
    no_page_numbers: bool,
    /// A picture for the head of the pages, an SVG too
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Who it is for
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "For documents")]
struct DatedArgs {
    /// Which version it is, like v3
    #[arg(long = "document-version", value_name = "TEXT")]
    version: Option<String>,
    /// The date, as it is to stand there [default: today]
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SeparatorArg {
    Comma,
    Semicolon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
}

/// What may stand under a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Show {
    Prompt,
    Dialogue,
    Notes,
    Elements,
    /// What a take of each scene costs
    Cost,
    /// No text at all
    None,
}

/// What may lie over a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum GuideArg {
    /// The largest frame of 2.39:1
    Scope,
    /// The areas that are safe for action and for titles
    Safe,
    /// Lines at the thirds
    Thirds,
}

fn per_page(text: &str) -> Result<PerPage, String> {
    let count: u8 = text.parse().map_err(|_| format!("{text} is no number of panels"))?;
    PerPage::try_from(count)
}

impl DatedArgs {
    fn put_into(&self, settings: &mut Settings) {
        put(&mut settings.boards.version, self.version.as_ref());
        put(&mut settings.boards.date, self.date.as_ref());
    }
}

/// What was said takes the place of what was there.
fn put<T: Clone>(there: &mut T, said: Option<&T>) {
    if let Some(said) = said {
        there.clone_from(said);
    }
}

impl BoardArgs {
    /// Puts what was said among choices; the others stay as they are.
    pub(super) fn put_into(&self, settings: &mut Settings) {
        let boards = &mut settings.boards;
        boards.per_page = self.per_page.unwrap_or(boards.per_page);
        boards.paper = self.paper.map_or(boards.paper, |paper| match paper {
            PaperArg::A4 => Paper::A4,
            PaperArg::Letter => Paper::Letter,
        });
        boards.portrait |= self.portrait;
        if let Some(show) = &self.show {
            boards.prompt = show.contains(&Show::Prompt);
            boards.dialogue = show.contains(&Show::Dialogue);
            boards.notes = show.contains(&Show::Notes);
            boards.elements = show.contains(&Show::Elements);
            boards.cost = show.contains(&Show::Cost);
        }
        boards.moves &= !self.no_moves;
        if !self.guides.is_empty() {
            let has = |guide| self.guides.contains(&guide);
            boards.guides =
                Guides { scope: has(GuideArg::Scope), safe: has(GuideArg::Safe), thirds: has(GuideArg::Thirds) };
        }
        boards.seconds &= !self.no_seconds;
        boards.title_page &= !self.no_title_page;
        boards.page_numbers &= !self.no_page_numbers;
        if let Some(logo) = &self.logo {
            // A path that is typed is one from here, not from the project's folder.
            boards.logo = Some(std::path::absolute(logo).unwrap_or_else(|_| logo.clone()));
        }
        put(&mut boards.client, self.client.as_ref());
    }
}

#[derive(Debug, Args)]
#[command(next_help_heading = "For estimates")]
pub(super) struct EstimateArgs {
    /// Takes of each scene
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    takes: Option<u32>,
    /// In which tier
    #[arg(long, value_enum)]
    tier: Option<TierArg>,
    /// On top of the provider's price, in per cent
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    markup: Option<Decimal>,
    /// Tell the markup as a line of its own instead of within every amount
    #[arg(long)]
    show_markup: bool,
    /// Leave credits out; beside amounts that hold a markup they are left out by themselves
    #[arg(long)]
    no_credits: bool,
    /// The client's currency, like EUR
    #[arg(long, value_name = "CODE", requires = "rate")]
    currency: Option<String>,
    /// What one US dollar is in it
    #[arg(long, value_name = "RATE", requires = "currency", allow_negative_numbers = true)]
    rate: Option<Decimal>,
    /// Tell what was spent so far
    #[arg(long)]
    spent: bool,
    /// The estimate's number, like 2026-117
    #[arg(long, value_name = "TEXT")]
    number: Option<String>,
    /// Until when it is valid, as it is to stand there
    #[arg(long, value_name = "TEXT")]
    valid_until: Option<String>,
    /// A tax on top of everything, in per cent
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    tax: Option<Decimal>,
    /// What the tax is called, like VAT
    #[arg(long, value_name = "TEXT", requires = "tax")]
    tax_name: Option<String>,
    /// Something of a fixed price in the client's currency, like Editing=480; may be said several times
    #[arg(long = "item", value_name = "NAME=AMOUNT", value_parser = fixed_item)]
    items: Vec<FixedItem>,
}

fn fixed_item(text: &str) -> Result<FixedItem, String> {
    let (name, amount) = text.rsplit_once('=').ok_or("write it like Editing=480")?;
    let amount = amount.parse().map_err(|error: NoDecimal| error.to_string())?;
    Ok(FixedItem { name: name.trim().to_owned(), amount })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TierArg {
    /// Each scene in its own
    AsSet,
    Standard,
    Pro,
    /// Each scene in both, with a sum for each
    Both,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "For films")]
pub(super) struct FilmArgs {
    /// Where captions go
    #[arg(long, value_enum)]
    captions: Option<CaptionsArg>,
    /// Which text is the caption
    #[arg(long, value_enum, value_name = "TEXT")]
    caption_text: Option<CaptionTextArg>,
    /// Each shot's name in the upper left corner
    #[arg(long)]
    shot_names: bool,
    /// The running time in the upper right corner
    #[arg(long)]
    time_code: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "For films")]
struct RangeArgs {
    /// Begin here, in seconds
    #[arg(long, value_name = "SECONDS")]
    from: Option<Decimal>,
    /// End here, in seconds
    #[arg(long, value_name = "SECONDS")]
    to: Option<Decimal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CaptionsArg {
    None,
    /// Into the picture
    Burned,
    /// Into an SRT file beside the film
    Srt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CaptionTextArg {
    Dialogue,
    Notes,
    Prompt,
}

impl BoardArgs {
    /// What is called by a name of the project's: columns, and the version to mark changes since.
    pub(super) fn put_named_into(&self, settings: &mut Settings, opened: &Opened) -> Result<(), CliError> {
        if !self.show_columns.is_empty() {
            settings.boards.columns = columns(&opened.project, &self.show_columns)?;
        }
        settings.boards.since = version(&opened.folder, self.since.as_deref())?;
        Ok(())
    }
}

impl FilmArgs {
    pub(super) fn wants_srt(&self) -> bool {
        self.captions == Some(CaptionsArg::Srt)
    }

    /// As of `BoardArgs`.
    pub(super) fn put_into(&self, settings: &mut Settings) {
        let film = &mut settings.film;
        film.captions = self.captions.map_or(film.captions, |captions| match captions {
            CaptionsArg::None => Captions::None,
            CaptionsArg::Burned => Captions::Burned,
            CaptionsArg::Srt => Captions::Srt,
        });
        film.caption_text = self.caption_text.map_or(film.caption_text, |text| match text {
            CaptionTextArg::Dialogue => CaptionText::Dialogue,
            CaptionTextArg::Notes => CaptionText::Notes,
            CaptionTextArg::Prompt => CaptionText::Prompt,
        });
        film.shot_names |= self.shot_names;
        film.time_code |= self.time_code;
    }
}

impl ExportArgs {
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        self.boards.put_into(&mut settings);
        self.dated.put_into(&mut settings);
        self.estimate.put_into(&mut settings);
        self.film.put_into(&mut settings);
        put(&mut settings.font, self.font.as_ref());
        if let Some(separator) = self.separator {
            settings.tables.separator = match separator {
                SeparatorArg::Comma => Separator::Comma,
                SeparatorArg::Semicolon => Separator::Semicolon,
            };
        }
        settings.sheet.columns = self.columns.unwrap_or(settings.sheet.columns);
        settings
    }
}

impl EstimateArgs {
    /// As of `BoardArgs`.
    pub(super) fn put_into(&self, settings: &mut Settings) {
        let estimate = &mut settings.estimate;
        estimate.takes = self.takes.unwrap_or(estimate.takes);
        estimate.tiers = self.tier.map_or(estimate.tiers, |tier| match tier {
            TierArg::AsSet => Tiers::AsSet,
            TierArg::Standard => Tiers::Standard,
            TierArg::Pro => Tiers::Pro,
            TierArg::Both => Tiers::Both,
        });
        estimate.markup = self.markup.unwrap_or(estimate.markup);
        estimate.show_markup |= self.show_markup;
        estimate.show_credits &= !self.no_credits;
        put(&mut estimate.currency, self.currency.as_ref());
        put(&mut estimate.rate, self.rate.as_ref());
        estimate.spent |= self.spent;
        put(&mut estimate.number, self.number.as_ref());
        put(&mut estimate.valid_until, self.valid_until.as_ref());
        put(&mut estimate.tax, self.tax.as_ref());
        put(&mut estimate.tax_name, self.tax_name.as_ref());
        if !self.items.is_empty() {
            estimate.items.clone_from(&self.items);
        }
    }
}

pub fn run(args: &ExportArgs) -> Result<Exit, CliError> {
    let opened = Opened::at(&args.project)?;
    // A file of the project itself is told as that, whatever it ends in.
    if !opened.folder.owns(&args.out) {
        fits_its_ending(args)?;
    }
    let scope = match args.scene {
        Some(number) => Scope::Scene(opened.scene(number)?),
        None => Scope::Project,
    };
    let mut settings = args.settings();
    args.boards.put_named_into(&mut settings, &opened)?;
    settings.version = version(&opened.folder, args.of_version.as_deref())?;
    let request = Request {
        kind: args.what.into(),
        scope,
        settings,
        range: (args.range.from, args.range.to),
        out: args.out.clone(),
        replace: replacing(args.replace),
    };
    let pictures = opened.pictures();
    let takes = opened.folder.takes();
    say::notes(&takes.notes);
    let today = jiff::Zoned::now().date();
    let Opened { folder, project, rules, .. } = opened;
    let source = Source { project, folder, pictures, takes, rules, today };
    let refused = |error| match error {
        DeliverError::Destination(error) => error.into(),
        DeliverError::Estimate(error) => CliError::Unusable(error.to_string()),
        DeliverError::Font(why) => CliError::Unusable(format!("{why}, with --font")),
        DeliverError::Version(why) => CliError::Unusable(why),
        error => CliError::Blocked(error.to_string()),
    };
    // What is known before is told before: it may be reason enough to stop.
    let expected = outlook(&source, &request).map_err(refused)?.notes;
    say::notes(&expected);
    let watch = Watch::new();
    let told = || (request.kind.label().to_owned(), watch.share());
    let delivered = with_bar(told, || deliver(&source, &request, &watch)).map_err(refused)?;
    say::notes(&delivered.notes.into_iter().filter(|note| !expected.contains(note)).collect::<Vec<_>>());
    // What was printed to standard output is the result itself.
    for file in delivered.files.iter().filter(|file| *file != Path::new(STANDARD_OUTPUT)) {
        say::result(&file.display().to_string())?;
    }
    Ok(Exit::Fine)
}
