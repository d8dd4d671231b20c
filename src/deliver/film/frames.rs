//! The film's frames: of an animatic or a take, brought to the film's size, with what is to be read on them.

use super::{Content, Part, Plan};
use crate::deliver::job::{DeliverError, Source};
use crate::deliver::settings::{Captions, Film as Choices};
use crate::media::film::write::{FramePainter, Frames};
use crate::media::picture::{Pixels, letterboxed};
use crate::media::raster::{Canvas, Changed};
use crate::media::{FilmError, FilmReader, Rasteriser};
use crate::provider::animatic::FolderPictures;
use crate::story::FrameNumber;
use crate::story::animatic::{FrameLayers, Layer, Size, Written, picture_at};

/// Paints a film's frames; each thread has a painter of its own.
pub struct FilmFrames<'a> {
    plan: &'a Plan,
    choices: &'a Choices,
    size: Size,
    pictures: FolderPictures,
    rasteriser: Rasteriser,
}

impl<'a> FilmFrames<'a> {
    /// # Errors
    /// When the film has no part.
    pub fn new(source: &Source, plan: &'a Plan, choices: &'a Choices) -> Result<Self, DeliverError> {
        let size = plan.size().ok_or(DeliverError::Nothing)?;
        Ok(Self {
            plan,
            choices,
            size,
            pictures: FolderPictures::new(source.folder.clone()),
            rasteriser: Rasteriser::new(),
        })
    }

    fn written(&self, part: &Part, frame: u64) -> Written {
        let shot = part.shots.iter().rfind(|shot| shot.start <= frame);
        let mut written = Written::default();
        if let Some(shot) = shot {
            if self.choices.captions == Captions::Burned {
                written.caption = shot.captions.at(frame).map(|caption| caption.lines.clone()).unwrap_or_default();
            }
            if self.choices.shot_names {
                written.shot_name.clone_from(&shot.name);
            }
        }
        if self.choices.time_code {
            written.time_code = FrameNumber::at_time(super::seconds_of(frame, self.plan.rate)).time_code();
        }
        written
    }
}

impl Frames for FilmFrames<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn rate(&self) -> u32 {
        self.plan.rate
    }

    fn parts(&self) -> Vec<u64> {
        let (from, to) = self.plan.range;
        let cut = |part: &Part| (part.start + part.length).min(to).saturating_sub(part.start.max(from));
        self.plan.parts.iter().map(cut).collect()
    }

    fn painter(&self) -> Box<dyn FramePainter + '_> {
        let rasteriser = self.rasteriser.clone();
        Box::new(Painter {
            frames: self,
            rasteriser,
            canvas: Canvas::default(),
            scratch: Pixels::default(),
            film: None,
        })
    }
}

/// What a frame shows without words. Equal ones look alike.
#[derive(PartialEq)]
enum Shown {
    /// Layers, brought to the film's size.
    Layers(Vec<Layer>),
    /// A frame of the take of the part at a place.
    Take(usize, u64),
}

struct Painter<'a> {
    frames: &'a FilmFrames<'a>,
    rasteriser: Rasteriser,
    canvas: Canvas<Shown>,
    scratch: Pixels,
    /// The take that is open, by the place of its part.
    film: Option<(usize, FilmReader)>,
}

impl FramePainter for Painter<'_> {
    fn paint(&mut self, frame: u64, out: &mut Pixels) -> Result<Changed, FilmError> {
        let frames = self.frames;
        let frame = frames.plan.range.0 + frame;
        let at = frames.plan.part_at(frame).ok_or(FilmError::NoFrame(frame))?;
        let part = &frames.plan.parts[at];
        let time = super::seconds_of(frame - part.start, frames.plan.rate);
        let written = frames.written(part, frame).layers(frames.size);
        match &part.content {
            Content::Animatic(order) => self.animatic(&picture_at(order, FrameNumber::at_time(time)), &written, out),
            Content::Take(path) => {
                if self.film.as_ref().is_none_or(|(open, _)| *open != at) {
                    self.film = Some((at, FilmReader::open(path)?));
                }
                let Some((_, film)) = &mut self.film else { return Err(FilmError::NoFrame(frame)) };
                let info = film.info();
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
                let wanted = ((time * info.fps + 1e-6).floor() as u64).min(info.frames.saturating_sub(1));
                let (shown, Size { width, height }) = (Shown::Take(at, wanted), frames.size);
                self.canvas.show(shown, &written, &mut self.rasteriser, &frames.pictures, out, |_, out| {
                    letterboxed(film.frame(wanted)?.as_ref(), width, height, out);
                    Ok(())
                })
            }
        }
    }
}

impl Painter<'_> {
    /// Paints a frame of an animatic, brought to the film's size.
    fn animatic(&mut self, layers: &FrameLayers, written: &[Layer], out: &mut Pixels) -> Result<Changed, FilmError> {
        let FilmFrames { size, pictures, .. } = self.frames;
        let Self { canvas, rasteriser, scratch, .. } = self;
        let is_as_large = layers.size == *size;
        // What is to be brought to another size is painted whole, with all that is over it.
        let (base, over) = if is_as_large { layers.base_and_over() } else { (layers.layers.as_slice(), &[][..]) };
        let over = [over, written].concat();
        canvas.show(Shown::Layers(base.to_vec()), &over, rasteriser, pictures, out, |rasteriser, out| {
            let base = FrameLayers { size: layers.size, layers: base.to_vec() };
            if is_as_large {
                rasteriser.paint_into(&base, pictures, out);
            } else {
                rasteriser.paint_into(&base, pictures, scratch);
                letterboxed(scratch, size.width, size.height, out);
            }
            rasteriser.missing().map_or(Ok(()), |path| Err(FilmError::Picture(path.to_string())))
        })
    }
}
