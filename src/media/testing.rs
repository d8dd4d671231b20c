//! What several tests of this room need: orders, drawn panels, ffmpeg where it is there, a measure of likeness.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::collections::HashMap;
use std::process::Command;
use std::sync::{Arc, Mutex};

use super::picture::{Decoded, Pixels};
use super::raster::PictureSource;
use crate::story::order::{Order, OrderPicture, OrderShot};
use crate::story::picture::{ContentHash, MediaPath, PictureFormat, PictureInfo};
use crate::story::project::{Aspect, Tier};
use crate::story::units::Seconds;
use crate::story::{ProjectId, SceneId};

pub fn shot(name: &str, seconds: u32) -> OrderShot {
    OrderShot {
        name: name.into(),
        seconds: Seconds(seconds),
        sent_text: String::new(),
        prompt: "Wide, dusk. @mara crosses the wet quay towards the last ferry, lamps go on one by one".into(),
        dialogue: String::new(),
        notes: String::new(),
        panel: None,
        camera_move: None,
    }
}

pub fn order(aspect: Aspect, shots: Vec<OrderShot>) -> Order {
    Order {
        project: ProjectId::new("p"),
        project_name: String::new(),
        scene: SceneId::new("s"),
        scene_name: String::new(),
        shot: None,
        tier: Tier::Standard,
        aspect,
        sound: true,
        multi_shot: true,
        shots,
        first_frame: None,
        last_frame: None,
        start: None,
        elements: Vec::new(),
    }
}

/// A picture's place in an order; `Panels` draws it when asked.
pub fn panel(name: &str, width: u32, height: u32) -> OrderPicture {
    OrderPicture {
        path: MediaPath::new(format!("media/{name}.png")).unwrap(),
        info: Some(PictureInfo {
            content: ContentHash::from_digest(&[width.to_be_bytes(), height.to_be_bytes()].concat()),
            format: PictureFormat::Png,
            width,
            height,
            bytes: 1,
        }),
        area: None,
    }
}

/// Draws every panel it is asked for: a soft sky with grain, a dark shore, lamps, a few hard lines.
#[derive(Default)]
pub struct Panels(Mutex<HashMap<ContentHash, Arc<Decoded>>>);

impl PictureSource for Panels {
    fn pixels(&self, _: &MediaPath, content: &ContentHash) -> Option<Arc<Decoded>> {
        let side = |from: usize| u32::from_str_radix(&content.as_str()[from..from + 8], 16).unwrap();
        let mut drawn = self.0.lock().unwrap();
        Some(drawn.entry(content.clone()).or_insert_with(|| Arc::new(drawing(side(0), side(8)).into())).clone())
    }
}

pub fn drawing(width: u32, height: u32) -> Pixels {
    let mut pixels = Pixels::new(width, height);
    let mut seed = 1_u32;
    for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (index as u32 % width, index as u32 / width);
        let (across, down) = (x as f32 / width as f32, y as f32 / height as f32);
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 24) as f32 / 255.0 * 6.0 - 3.0;
        let mut color = [70.0 + 120.0 * down, 60.0 + 70.0 * down, 110.0 - 20.0 * down + 20.0 * across];
        let shore = 0.68 + 0.03 * (across * 25.0).sin();
        if down > shore {
            color = [24.0, 22.0, 34.0 + 30.0 * (down - shore)];
        }
        let lamp = ((across * 9.0).fract() - 0.5).hypot((down - 0.6) * 6.0);
        if lamp < 0.09 {
            color = [250.0, 214.0, 150.0];
        }
        if x % (width / 8).max(1) == 5 && down > 0.45 || (x + y) % (width / 5).max(1) < 2 && down > 0.8 {
            color = [8.0, 8.0, 12.0];
        }
        for channel in 0..3 {
            pixel[channel] = (color[channel] + grain).clamp(0.0, 255.0) as u8;
        }
        pixel[3] = 255;
    }
    pixels
}

/// How alike two pictures are, in decibels; alpha is left out.
pub fn psnr(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    let pixels = a.chunks_exact(4).zip(b.chunks_exact(4));
    let sum: u64 = pixels.map(|(a, b)| (0..3).map(|c| u64::from(a[c].abs_diff(b[c])).pow(2)).sum::<u64>()).sum();
    let mean = sum as f64 / (a.len() as f64 * 0.75);
    if mean == 0.0 { 99.0 } else { 10.0 * (255.0 * 255.0 / mean).log10() }
}

/// For a test that reads films back by another's program: `tests/all.sh` installs it.
pub fn needs_ffmpeg() {
    for name in ["ffmpeg", "ffprobe"] {
        let answers = Command::new(name).arg("-version").output().is_ok_and(|output| output.status.success());
        assert!(answers, "{name} must be installed for this test");
    }
}
