//! A rendered animatic: exactly as long and as large as asked for, plays everywhere, shows what was painted, or is not there.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::*;
use crate::media::Decoded;
use crate::media::film::FilmReader;
use crate::media::testing::{self, Panels, order, psnr, shot};
use crate::story::project::Aspect;
use crate::story::{Crop, ShotMove};

fn rendered(order: &Order, out: &Path) -> Rendered {
    render_animatic(order, &Panels::default(), out, &RenderWatch::new()).unwrap()
}

#[test]
fn what_is_rendered_is_what_was_painted() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("film.mp4");
    let mut order = order(Aspect::Wide, vec![shot("010A", 3), shot("010B", 1), shot("010C", 1)]);
    order.shots[0].panel = Some(testing::panel("wide", 1600, 900));
    order.shots[1].panel = Some(testing::panel("tall", 600, 900));
    let watch = RenderWatch::new();
    let source = Panels::default();
    let done = render_animatic(&order, &source, &out, &watch).unwrap();
    assert_eq!((done.frames, watch.done()), (120, 120));
    assert_eq!(done.bytes, std::fs::metadata(&out).unwrap().len());
    let mut film = FilmReader::open(&out).unwrap();
    let info = film.info();
    assert_eq!((info.width, info.height, info.frames), (1280, 720, 120));
    assert!((info.fps - 24.0).abs() < 1e-9 && (info.seconds - 5.0).abs() < 1e-9);
    let mut rasteriser = Rasteriser::new();
    for n in [0, 35, 36, 71, 72, 80, 95, 96, 119] {
        let painted = rasteriser.paint(&frame_at(&order, FrameNumber(n)), &source);
        let quality = psnr(&painted.rgba, &film.frame(n).unwrap().rgba);
        assert!(quality > 36.0, "frame {n}: {quality} dB");
    }
    // The folder holds the film and nothing that was left behind.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_still_picture_is_painted_once_and_every_frame_is_as_if_it_were_painted_anew() {
    let mut order = order(Aspect::Wide, vec![shot("010A", 2), shot("010B", 1), shot("010C", 1)]);
    order.shots[0].panel = Some(testing::panel("wide", 1600, 900));
    order.shots[0].dialogue = "MARA: Wait!\nJON: No.".to_owned();
    order.shots[1].panel = order.shots[0].panel.clone();
    order.shots[1].prompt = "Slow push in".to_owned();
    let source = Panels::default();
    let frames = AnimaticFrames { order: &order, source: &source, rasteriser: Rasteriser::new() };
    let (mut painter, mut pixels, mut anew) = (frames.painter(), Pixels::default(), Rasteriser::new());
    let mut whole = Vec::new();
    for frame in 0..96 {
        let changed = painter.paint(frame, &mut pixels).unwrap();
        let expected = anew.paint(&frame_at(&order, FrameNumber(frame)), &source);
        assert!(pixels.rgba == expected.rgba, "frame {frame}");
        match changed {
            Changed::All => whole.push(frame),
            // The time goes on; captions change now and then.
            Changed::Rows(rows) => {
                let count: u32 = rows.iter().map(|rows| rows.end - rows.start).sum();
                let most = if frame < 72 { 230 } else { 400 };
                assert!(count < most, "frame {frame}: {rows:?}");
            }
            Changed::Nothing => panic!("the time stands still at frame {frame}"),
        }
    }
    let expected: Vec<u64> = std::iter::once(0).chain(49..73).collect();
    assert_eq!(whole, expected, "the still shot once, the moving one as soon as it moves, the slate once");
}

/// Frames of a film as another program reads them, small and grey, without the words above.
fn grey_frames(film: &Path) -> Vec<Vec<u8>> {
    let filter = "scale=320:180,crop=320:130:0:50,format=gray";
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(film)
        .args(["-vf", filter, "-f", "rawvideo", "-"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.chunks_exact(320 * 130).map(<[u8]>::to_vec).collect()
}

/// By how many pixels a picture stands further right than another, as far as they are alike so.
fn further_right(before: &[u8], after: &[u8]) -> i32 {
    let unlike = |by: i32| {
        let rows = before.chunks_exact(320).zip(after.chunks_exact(320));
        let of_row = |(before, after): (&[u8], &[u8])| {
            let pairs = (60..260).map(|x: i32| (before[x as usize], after[(x + by) as usize]));
            pairs.map(|(a, b)| u64::from(a.abs_diff(b))).sum::<u64>()
        };
        rows.map(of_row).sum::<u64>()
    };
    (-50..=50).min_by_key(|by| unlike(*by)).unwrap()
}

#[test]
fn a_still_shot_stands_and_a_pan_goes_the_way_that_is_written() {
    testing::needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("film.mp4");
    let mut order = order(Aspect::Wide, vec![shot("010A", 2), shot("010B", 2), shot("010C", 2), shot("010D", 2)]);
    for (at, prompt) in ["Wide, locked off", "Wide, pan left", "Wide, pan right", "Wide"].into_iter().enumerate() {
        order.shots[at].panel = Some(testing::panel("wide", 1600, 900));
        order.shots[at].prompt = prompt.to_owned();
    }
    let centre = Crop { y: 500, x: 500, zoom: 125 };
    order.shots[3].camera_move = Some(ShotMove { start: Crop { x: 700, ..centre }, end: Crop { x: 300, ..centre } });
    rendered(&order, &out);
    let frames = grey_frames(&out);
    assert_eq!(frames.len(), 192, "the encoder gets every frame");
    for frame in &frames[1..48] {
        let apart: u64 = frame.iter().zip(&frames[0]).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(apart < frame.len() as u64, "the still shot moves");
    }
    let [left, right, own] = [48, 96, 144].map(|first| further_right(&frames[first], &frames[first + 47]));
    // A tenth of the picture goes by in a view of nine tenths; of its own move, two fifths of a fifth in four fifths.
    assert!((33..=38).contains(&left) && (-38..=-33).contains(&right), "{left} {right}");
    assert!((30..=34).contains(&own), "{own}");
}

#[test]
fn two_renderings_are_the_same_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut order = order(Aspect::Square, vec![shot("010A", 2), shot("010B", 1)]);
    order.first_frame = Some(testing::panel("first", 640, 640));
    let (a, b) = (folder.path().join("a.mp4"), folder.path().join("b.mp4"));
    rendered(&order, &a);
    rendered(&order, &b);
    assert!(std::fs::read(a).unwrap() == std::fs::read(b).unwrap());
}

#[test]
fn every_player_reads_it() {
    testing::needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    for (aspect, width, height) in [(Aspect::Wide, 1280, 720), (Aspect::Tall, 720, 1280), (Aspect::Square, 960, 960)] {
        let mut order = order(aspect, vec![shot("010A", 1), shot("010B", 2)]);
        order.shots[0].panel = Some(testing::panel("wide", 800, 450));
        let out = folder.path().join("film.mp4");
        rendered(&order, &out);
        let told = probe(&out);
        for expected in [
            "codec_name=h264",
            "profile=High",
            "pix_fmt=yuv420p",
            "color_range=tv",
            "color_space=bt709",
            "color_primaries=bt709",
            "color_transfer=bt709",
            "r_frame_rate=24/1",
            "avg_frame_rate=24/1",
            "duration=3.000000",
            "nb_frames=72",
            "nb_read_frames=72",
            &format!("width={width}"),
            &format!("height={height}"),
        ] {
            assert!(told.lines().any(|line| line == expected), "{expected} is not in\n{told}");
        }
        let decoded = Command::new("ffmpeg")
            .args(["-v", "warning", "-xerror", "-i"])
            .arg(&out)
            .args(["-f", "null", "-"])
            .output()
            .unwrap();
        assert!(decoded.status.success() && decoded.stderr.is_empty(), "{}", String::from_utf8_lossy(&decoded.stderr));
    }
}

fn probe(film: &Path) -> String {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-count_frames", "-show_streams", "-show_format"])
        .arg(film)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_cancelled_or_fails_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("film.mp4");
    std::fs::write(&out, "an earlier film").unwrap();
    let long = order(Aspect::Wide, vec![shot("010A", 3600)]);
    let watch = RenderWatch::new();
    std::thread::scope(|scope| {
        let render = scope.spawn(|| render_animatic(&long, &Panels::default(), &out, &watch));
        while watch.done() < 3 && !render.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        watch.cancel();
        assert!(matches!(render.join().unwrap(), Err(FilmError::Cancelled)));
    });
    assert!(watch.done() >= 3);
    let mut lacking = order(Aspect::Wide, vec![shot("010A", 1)]);
    lacking.shots[0].panel = Some(testing::panel("gone", 64, 64));
    let error = render_animatic(&lacking, &Nothing, &out, &RenderWatch::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the picture \"media/gone.png\" can no longer be read; put it back or choose another one"
    );
    let nowhere = folder.path().join("no/such/folder/film.mp4");
    assert!(matches!(
        render_animatic(&lacking, &Panels::default(), &nowhere, &RenderWatch::new()),
        Err(FilmError::Write { .. })
    ));
    assert!(matches!(
        render_animatic(&order(Aspect::Wide, vec![]), &Nothing, &out, &RenderWatch::new()),
        Err(FilmError::NoTime)
    ));
    let endless = order(Aspect::Wide, vec![shot("010A", u32::MAX)]);
    assert!(matches!(render_animatic(&endless, &Nothing, &out, &RenderWatch::new()), Err(FilmError::TooMuchTime)));
    let left: Vec<PathBuf> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, std::slice::from_ref(&out));
    assert_eq!(std::fs::read(&out).unwrap(), b"an earlier film");
}

struct Nothing;

impl PictureSource for Nothing {
    fn pixels(&self, _: &crate::story::MediaPath, _: &crate::story::ContentHash) -> Option<Arc<Decoded>> {
        None
    }
}
