//! `storyreel export`: what leaves a project, made as the window makes it, its choices as flags.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::opened::{Asked, Opened};
use super::{CliError, Exit, replacing, say};
use crate::deliver::decimal::{Decimal, NoDecimal};
use crate::deliver::settings::{CaptionText, Captions, FixedItem, Paper, PerPage, Settings, Tiers};
use crate::deliver::{DeliverError, Kind, Request, Scope, Source, Watch, deliver, outlook};
use crate::store::destination::STANDARD_OUTPUT;

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
    /// The font for what the program's own typeface lacks: a family of this computer, or a font file
    #[arg(long, value_name = "FAMILY|FILE")]
    font: Option<String>,
    #[command(flatten)]
    boards: BoardArgs,
    #[command(flatten)]
    estimate: EstimateArgs,
    #[command(flatten)]
    film: FilmArgs,
    /// Of a contact sheet: panels side by side, 1 to 12
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=12))]
    columns: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// The boards: panels with their texts
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
            What::Md => Self::ShotListMarkdown,
            What::Sheet => Self::ContactSheet,
        }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a tick that people set by itself")]
#[derive(Debug, Args)]
#[command(next_help_heading = "For documents")]
struct BoardArgs {
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
    /// Leave the seconds out
    #[arg(long)]
    no_seconds: bool,
    /// Leave the title page out
    #[arg(long)]
    no_title_page: bool,
    /// Leave the page numbers out
    #[arg(long)]
    no_page_numbers: bool,
    /// A picture for the head of the pages
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Who it is for
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// Which version it is, like v3
    #[arg(long = "document-version", value_name = "TEXT")]
    version: Option<String>,
    /// The date, as it is to stand there [default: today]
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,
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

fn per_page(text: &str) -> Result<PerPage, String> {
    let count: u8 = text.parse().map_err(|_| format!("{text} is no number of panels"))?;
    PerPage::try_from(count)
}

impl BoardArgs {
    fn put_into(&self, settings: &mut Settings) {
        let boards = &mut settings.boards;
        boards.per_page = self.per_page.unwrap_or(boards.per_page);
        boards.paper = self.paper.map_or(boards.paper, |paper| match paper {
            PaperArg::A4 => Paper::A4,
            PaperArg::Letter => Paper::Letter,
        });
        boards.portrait = self.portrait;
        if let Some(show) = &self.show {
            boards.prompt = show.contains(&Show::Prompt);
            boards.dialogue = show.contains(&Show::Dialogue);
            boards.notes = show.contains(&Show::Notes);
            boards.elements = show.contains(&Show::Elements);
            boards.cost = show.contains(&Show::Cost);
        }
        boards.seconds = !self.no_seconds;
        boards.title_page = !self.no_title_page;
        boards.page_numbers = !self.no_page_numbers;
        // A path that is typed is one from here, not from the project's folder.
        boards.logo = self.logo.as_ref().map(|logo| std::path::absolute(logo).unwrap_or_else(|_| logo.clone()));
        let text = |told: &Option<String>| told.clone().unwrap_or_default();
        boards.client = text(&self.client);
        boards.version = text(&self.version);
        boards.date = text(&self.date);
    }
}

#[derive(Debug, Args)]
#[command(next_help_heading = "For estimates")]
struct EstimateArgs {
    /// Takes of each scene
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    takes: Option<u32>,
    /// In which tier
    #[arg(long, value_enum)]
    tier: Option<TierArg>,
    /// On top of the provider's price, in per cent
    #[arg(long, value_name = "PERCENT")]
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
    #[arg(long, value_name = "RATE", requires = "currency")]
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
    #[arg(long, value_name = "PERCENT")]
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
struct FilmArgs {
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

impl FilmArgs {
    fn put_into(&self, settings: &mut Settings) {
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
        film.shot_names = self.shot_names;
        film.time_code = self.time_code;
    }
}

impl ExportArgs {
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        self.boards.put_into(&mut settings);
        self.estimate.put_into(&mut settings);
        self.film.put_into(&mut settings);
        settings.font = self.font.clone().unwrap_or_default();
        settings.sheet.columns = self.columns.unwrap_or(settings.sheet.columns);
        settings
    }
}

impl EstimateArgs {
    fn put_into(&self, settings: &mut Settings) {
        let estimate = &mut settings.estimate;
        estimate.takes = self.takes.unwrap_or(estimate.takes);
        estimate.tiers = self.tier.map_or(estimate.tiers, |tier| match tier {
            TierArg::AsSet => Tiers::AsSet,
            TierArg::Standard => Tiers::Standard,
            TierArg::Pro => Tiers::Pro,
            TierArg::Both => Tiers::Both,
        });
        estimate.markup = self.markup.unwrap_or(estimate.markup);
        estimate.show_markup = self.show_markup;
        estimate.show_credits = !self.no_credits;
        estimate.currency = self.currency.clone().unwrap_or_else(|| estimate.currency.clone());
        estimate.rate = self.rate.unwrap_or(estimate.rate);
        estimate.spent = self.spent;
        let text = |told: &Option<String>| told.clone().unwrap_or_default();
        estimate.number = text(&self.number);
        estimate.valid_until = text(&self.valid_until);
        estimate.tax = self.tax.unwrap_or_default();
        estimate.tax_name = text(&self.tax_name);
        estimate.items.clone_from(&self.items);
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
    let request = Request {
        kind: args.what.into(),
        scope,
        settings: args.settings(),
        range: (args.film.from, args.film.to),
        out: args.out.clone(),
        replace: replacing(args.replace),
    };
    let pictures = opened.pictures();
    let takes = opened.folder.takes();
    for note in &takes.notes {
        say::sentence(note);
    }
    let today = jiff::Zoned::now().date();
    let Opened { folder, project, rules, .. } = opened;
    let source = Source { project, folder, pictures, takes, rules, today };
    let refused = |error| match error {
        DeliverError::Destination(error) => error.into(),
        DeliverError::Estimate(error) => CliError::Unusable(error.to_string()),
        DeliverError::Font(why) => CliError::Unusable(format!("{why}, with --font")),
        error => CliError::Blocked(error.to_string()),
    };
    // What is known before is told before: it may be reason enough to stop.
    let expected = outlook(&source, &request).map_err(refused)?.notes;
    for note in &expected {
        say::sentence(note);
    }
    let delivered = watched(&source, &request).map_err(refused)?;
    for note in delivered.notes.iter().filter(|note| !expected.contains(note)) {
        say::sentence(note);
    }
    // What was printed to standard output is the result itself.
    for file in delivered.files.iter().filter(|file| *file != Path::new(STANDARD_OUTPUT)) {
        say::result(&file.display().to_string())?;
    }
    Ok(Exit::Fine)
}

/// A file's ending says what is in it, so that is what is made. A name without one may hold anything.
fn fits_its_ending(args: &ExportArgs) -> Result<(), CliError> {
    let Some(ending) = args.out.extension().map(|ending| ending.to_string_lossy().to_lowercase()) else {
        return Ok(());
    };
    let fits = Kind::from(args.what).extension();
    if ending == fits {
        return Ok(());
    }
    let value = |what: &What| what.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let makes: Vec<String> = What::value_variants()
        .iter()
        .filter(|what| Kind::from(**what).extension() == ending)
        .map(|what| format!("--as {}", value(what)))
        .collect();
    let other = if makes.is_empty() {
        let mut endings: Vec<&str> = What::value_variants().iter().map(|what| Kind::from(*what).extension()).collect();
        endings.sort_unstable();
        endings.dedup();
        format!("what Storyreel makes ends in .{}", endings.join(", ."))
    } else {
        format!("a .{ending} is made by {}", makes.join(" or "))
    };
    let name = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Err(CliError::Unusable(format!(
        "{name}: --as {} makes a .{fits}, so --out has to end so; {other}",
        value(&args.what)
    )))
}

/// Does the work with a bar on a terminal and without a word elsewhere.
fn watched(source: &Source, request: &Request) -> Result<crate::deliver::Delivered, DeliverError> {
    let watch = Arc::new(Watch::new());
    let bar = ProgressBar::new(1000).with_message(request.kind.label());
    match ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %  {eta}") {
        Ok(style) => bar.set_style(style),
        Err(error) => tracing::error!("the bar's looks are broken: {error}"),
    }
    let (ended, wait) = std::sync::mpsc::channel::<()>();
    let (told, shown) = (watch.clone(), bar.clone());
    let ticker = std::thread::spawn(move || {
        while wait.recv_timeout(Duration::from_millis(200)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
            shown.set_position((told.share() * 1000.0) as u64);
        }
    });
    let delivered = deliver(source, request, &watch);
    drop(ended);
    // It only paints.
    let _ = ticker.join();
    bar.finish_and_clear();
    delivered
}
