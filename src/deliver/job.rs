//! One thing leaves the project: what it is made from, what is wanted, and the work itself, the same for window and
//! command line. Under the final name stands a whole file or the one that was there before.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::boards::{self, BoardPictures, Boards, Laid, Logo};
use super::decimal::Decimal;
use super::estimate::{EstimateError, Money};
use super::outlook::{Outlook, outlook};
use super::settings::{Captions, Settings};
use super::shot_list::WorkbookError;
use super::{Scope, chosen, contact_sheet, estimate, film, shot_list, version};
use crate::media::page::{PdfError, PdfHead, pdf};
use crate::media::{FilmError, PictureError, RenderWatch, encode_png};
use crate::store::destination::{Destination, DestinationError, Replace, Writing};
use crate::store::{DiskError, ProjectFolder, StoreError, Takes};
use crate::story::{Pictures, Project, Rules};

/// What a delivery is made from: the project as it stood when it was asked for.
#[derive(Clone, Debug)]
pub struct Source {
    pub project: Project,
    pub folder: ProjectFolder,
    pub pictures: Pictures,
    pub takes: Takes,
    pub rules: Rules,
    /// For what is dated.
    pub today: jiff::civil::Date,
}

/// What can leave a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    BoardsPdf,
    EstimatePdf,
    EstimateCsv,
    /// The film.
    Mp4,
    /// Its captions alone.
    Srt,
    Gif,
    ShotListCsv,
    ShotListXlsx,
    ShotListMarkdown,
    ContactSheet,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::BoardsPdf,
        Self::EstimatePdf,
        Self::EstimateCsv,
        Self::Mp4,
        Self::Srt,
        Self::Gif,
        Self::ShotListCsv,
        Self::ShotListXlsx,
        Self::ShotListMarkdown,
        Self::ContactSheet,
    ];

    /// As people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::BoardsPdf => "Boards",
            Self::EstimatePdf => "Estimate",
            Self::EstimateCsv => "Estimate as a table",
            Self::Mp4 => "Film",
            Self::Srt => "Captions",
            Self::Gif => "Film as GIF",
            Self::ShotListCsv => "Shot list as a table",
            Self::ShotListXlsx => "Shot list as a workbook",
            Self::ShotListMarkdown => "Shot list as text",
            Self::ContactSheet => "Contact sheet",
        }
    }

    /// The ending of its file's name, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::BoardsPdf | Self::EstimatePdf => "pdf",
            Self::EstimateCsv | Self::ShotListCsv => "csv",
            Self::ShotListXlsx => "xlsx",
            Self::Mp4 => "mp4",
            Self::Srt => "srt",
            Self::Gif => "gif",
            Self::ShotListMarkdown => "md",
            Self::ContactSheet => "png",
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub kind: Kind,
    pub scope: Scope,
    pub settings: Settings,
    /// Of a film, in seconds: from where and to where; else from its start, to its end.
    pub range: (Option<Decimal>, Option<Decimal>),
    /// The file to be made.
    pub out: PathBuf,
    /// Which files that are there already may be replaced.
    pub replace: Replace,
}

impl Request {
    /// Every file that it makes: the one that is wanted, then those beside it.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = vec![self.out.clone()];
        if self.kind == Kind::Mp4 && self.settings.film.captions == Captions::Srt {
            files.push(self.out.with_extension("srt"));
        }
        files
    }

    /// Asks before anything is made whether what was chosen can be right; the same in window and command line.
    ///
    /// # Errors
    /// A sentence of what cannot.
    pub fn check(&self, project: &Project, rules: &Rules) -> Result<(), EstimateError> {
        match self.kind {
            Kind::EstimatePdf | Kind::EstimateCsv => {
                let choices = &self.settings.estimate;
                estimate::estimate(project, self.scope.clone(), &[], choices, rules).map(|_| ())
            }
            Kind::BoardsPdf => priced(self, rules).map(|_| ()),
            Kind::Mp4
            | Kind::Srt
            | Kind::Gif
            | Kind::ShotListCsv
            | Kind::ShotListXlsx
            | Kind::ShotListMarkdown
            | Kind::ContactSheet => Ok(()),
        }
    }
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// The file that was asked for, and those beside it.
    pub files: Vec<PathBuf>,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Destination(#[from] DestinationError),
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    #[error("{0}")]
    Version(String),
    #[error("the logo cannot be used: {0}; choose another picture")]
    Logo(String),
    #[error("{0}")]
    Pdf(String),
    #[error(transparent)]
    Film(FilmError),
    #[error("the film lasts {length}, and nothing of it lies between the times that were asked for")]
    Range { length: String },
    #[error("{0}")]
    Font(String),
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    #[error("the GIF could not be made ({0})")]
    Gif(String),
    #[error("the contact sheet could not be made: it {0}")]
    Sheet(PictureError),
    #[error("there is nothing to export yet; add a shot first")]
    Nothing,
    #[error("the export was stopped, nothing was changed")]
    Cancelled,
}

impl From<FilmError> for DeliverError {
    fn from(error: FilmError) -> Self {
        match error {
            FilmError::Cancelled => Self::Cancelled,
            other => Self::Film(other),
        }
    }
}

/// The work as those see it who wait for it and may stop it.
#[derive(Debug, Default)]
pub struct Watch {
    /// In ten-thousandths.
    share: AtomicU32,
    film: RenderWatch,
    /// How many frames the film has; 0 while there is none in work.
    frames: AtomicU64,
}

impl Watch {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much is done, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share for showing")]
    pub fn share(&self) -> f32 {
        let frames = self.frames.load(Ordering::Relaxed);
        if frames > 0 {
            return (self.film.done() as f32 / frames as f32).min(1.0);
        }
        self.share.load(Ordering::Relaxed) as f32 / 10_000.0
    }

    /// Asks it to stop; it does soon, and leaves nothing behind.
    pub fn cancel(&self) {
        self.film.cancel();
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.film.is_cancelled()
    }

    /// A film of so many frames begins, and tells its share by itself.
    pub(super) fn begin_film(&self, frames: u64) {
        self.frames.store(frames, Ordering::Relaxed);
    }

    pub(super) fn film(&self) -> &RenderWatch {
        &self.film
    }

    /// Tells how much is done, and whether to go on.
    ///
    /// # Errors
    /// `Cancelled` when it was asked to stop.
    pub(super) fn tell(&self, done: u64, of: u64) -> Result<(), DeliverError> {
        let share = done.saturating_mul(10_000) / of.max(1);
        self.share.store(u32::try_from(share.min(10_000)).unwrap_or(10_000), Ordering::Relaxed);
        if self.is_cancelled() { Err(DeliverError::Cancelled) } else { Ok(()) }
    }
}

/// Makes what is wanted.
///
/// # Errors
/// When it cannot be made or put there, or was stopped; then nothing is changed.
pub fn deliver(source: &Source, request: &Request, watch: &Watch) -> Result<Delivered, DeliverError> {
    let (source, request) = version::resolved(source, request)?;
    let (source, request) = (source.as_ref(), request.as_ref());
    let places = places(source, request)?;
    if request.scope.clone().scenes(&source.project).all(|(_, scene)| scene.shots.is_empty()) {
        return Err(DeliverError::Nothing);
    }
    request.check(&source.project, &source.rules)?;
    watch.tell(0, 1)?;
    let Outlook { laid, notes, .. } = outlook(source, request)?;
    let mut delivered = match request.kind {
        Kind::ShotListCsv => written(&places, request, &shot_table(source, request)),
        Kind::ShotListXlsx => written(&places, request, &shot_list::workbook(&source.project, request.scope.clone())?),
        Kind::ShotListMarkdown => {
            written(&places, request, shot_list::markdown(&source.project, request.scope.clone()).as_bytes())
        }
        Kind::EstimateCsv => written(&places, request, &estimate_table(source, request)?),
        Kind::EstimatePdf | Kind::BoardsPdf => document(source, request, &laid.unwrap_or_default(), &places, watch),
        Kind::Mp4 => film::mp4(source, request, &places, watch),
        Kind::Srt => written(&places, request, film::srt(source, request)?.as_bytes()),
        Kind::Gif => written(&places, request, &film::gif(source, request, watch)?),
        Kind::ContactSheet => {
            let pixels = contact_sheet::paint(source, request, watch)?;
            written(&places, request, &encode_png(&pixels).map_err(DeliverError::Sheet)?)
        }
    }?;
    watch.tell(1, 1)?;
    delivered.notes.extend(notes);
    Ok(delivered)
}

pub(super) fn estimate_table(source: &Source, request: &Request) -> Result<Vec<u8>, DeliverError> {
    Ok(estimate::csv(&estimated(source, request)?, request.settings.tables.separator))
}

pub(super) fn shot_table(source: &Source, request: &Request) -> Vec<u8> {
    shot_list::csv(&source.project, request.scope.clone(), request.settings.tables.separator)
}

fn estimated(source: &Source, request: &Request) -> Result<estimate::Estimate, EstimateError> {
    let choices = &request.settings.estimate;
    estimate::estimate(&source.project, request.scope.clone(), &source.takes.all, choices, &source.rules)
}

/// Lays a document out: the very pages that are printed and shown before.
///
/// # Errors
/// When the logo or a version cannot be used.
pub fn pages(source: &Source, request: &Request) -> Result<Laid, DeliverError> {
    let settings = &request.settings;
    let logo = settings.boards.logo.as_ref().map(|path| Logo::look(&source.folder, path)).transpose()?;
    Ok(match request.kind {
        Kind::EstimatePdf => {
            let estimate = estimated(source, request)?;
            estimate::pages(&source.project, &estimate, settings, logo.as_ref(), source.today)
        }
        _ => boards::layout(&Boards {
            changes: version::changes(source, request)?.as_ref(),
            money: priced(request, &source.rules)?.as_ref(),
            project: &source.project,
            scope: request.scope.clone(),
            choices: &settings.boards,
            pictures: &source.pictures,
            rules: &source.rules,
            takes: &chosen::frames(&source.project, &source.takes),
            logo: logo.as_ref(),
            today: source.today,
        }),
    })
}

/// How prices are told, where boards are to tell them: as the estimate does.
fn priced(request: &Request, rules: &Rules) -> Result<Option<Money>, EstimateError> {
    request.settings.boards.cost.then(|| Money::new(&request.settings.estimate, rules)).transpose()
}

fn document(
    source: &Source,
    request: &Request,
    laid: &Laid,
    places: &[Destination],
    watch: &Watch,
) -> Result<Delivered, DeliverError> {
    let pictures = BoardPictures::new(&laid.pictures, &source.folder, &source.takes);
    let today = source.today;
    let number = |n: i8| u8::try_from(n).unwrap_or(1);
    let date = u16::try_from(today.year()).ok().map(|year| (year, number(today.month()), number(today.day())));
    let head = PdfHead { title: source.project.name.clone(), date };
    let go_on = |done: usize| watch.tell(done as u64, laid.pages.len() as u64 + 1).is_ok();
    let bytes = pdf(&laid.pages, &head, &laid.chapters, &pictures, &go_on).map_err(|error| match error {
        PdfError::Stopped => DeliverError::Cancelled,
        other => DeliverError::Pdf(other.to_string()),
    })?;
    written(places, request, &bytes)
}

fn written(places: &[Destination], request: &Request, bytes: &[u8]) -> Result<Delivered, DeliverError> {
    for place in places.iter().take(1) {
        place.write(bytes)?;
    }
    Ok(Delivered { files: request.files(), notes: Vec::new() })
}

/// Decides about every file that would be written, before the work begins.
fn places(source: &Source, request: &Request) -> Result<Vec<Destination>, DeliverError> {
    let files = request.files();
    // A film is written back and forth; what is beside it is not.
    let writing = |at: usize| match request.kind {
        Kind::Mp4 if at == 0 => Writing::BackAndForth,
        _ => Writing::Straight,
    };
    let wanted: Vec<_> = files.iter().enumerate().map(|(at, file)| (file.as_path(), writing(at))).collect();
    Ok(Destination::all(&wanted, Some(&source.folder), &request.replace)?)
}
