//! The film as a GIF for a chat: small, ten frames a second, no sound.

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, RgbaImage};

use super::frames::FilmFrames;
use super::{Plan, seconds_of};
use crate::deliver::job::{DeliverError, Request, Source, Watch};
use crate::media::film::write::Frames as _;
use crate::media::picture::{Pixels, fitted};

/// The longest side in pixels.
const SIDE: u32 = 480;
/// Frames a second: a GIF counts in hundredths of one.
const RATE: u32 = 10;
/// From 1, the best colours, to 30, the fastest.
const SPEED: i32 = 10;

/// Makes the film as a GIF.
///
/// # Errors
/// When it cannot be painted, or was stopped.
pub fn gif(source: &Source, request: &Request, watch: &Watch) -> Result<Vec<u8>, DeliverError> {
    let plan = Plan::new(source, request)?;
    let frames = FilmFrames::new(source, &plan, &request.settings.film)?;
    let mut painter = frames.painter();
    let length = plan.range.1 - plan.range.0;
    let count = super::frame_at(seconds_of(length, plan.rate), RATE).max(1);
    let mut out = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut out, SPEED);
        let broken = |error: image::ImageError| DeliverError::Gif(error.to_string());
        encoder.set_repeat(Repeat::Infinite).map_err(broken)?;
        let mut pixels = Pixels::default();
        for n in 0..count {
            watch.tell(n, count)?;
            let frame = super::frame_at(seconds_of(n, RATE), plan.rate).min(length - 1);
            painter.paint(frame, &mut pixels)?;
            let small = fitted(&pixels, SIDE, SIDE);
            let Some(image) = RgbaImage::from_raw(small.width, small.height, small.rgba) else { continue };
            let delay = Delay::from_numer_denom_ms(1000, RATE);
            encoder.encode_frame(Frame::from_parts(image, 0, 0, delay)).map_err(broken)?;
        }
    }
    Ok(out)
}
