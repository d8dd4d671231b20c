//! Films of others: every frame is the one ffmpeg shows, and what cannot be read is said.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::media::testing::{needs_ffmpeg, psnr};

/// Makes a film with ffmpeg's test picture, on which every frame carries its number.
fn make(out: &Path, seconds: u32, size: &str, more: &[&str]) {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i"])
        .arg(format!("testsrc2=size={size}:rate=24:duration={seconds}"))
        .args(["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"])
        .args(["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"])
        .args(more)
        .arg(out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// All frames as ffmpeg shows them.
fn frames(film: &Path, width: u32, height: u32) -> Vec<Vec<u8>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(film)
        .args([
            "-vf",
            "scale=in_color_matrix=bt709:flags=accurate_rnd+full_chroma_int+neighbor",
            "-fps_mode",
            "passthrough",
        ])
        .args(["-pix_fmt", "rgba", "-f", "rawvideo", "-"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout.chunks_exact((width * height * 4) as usize).map(<[u8]>::to_vec).collect()
}

/// Every frame in order, and then jumps, against ffmpeg.
fn compare(path: &Path) -> FilmInfo {
    let mut film = FilmReader::open(path).unwrap();
    let info = film.info();
    let expected = frames(path, info.width, info.height);
    assert_eq!(info.frames, expected.len() as u64);
    let count = info.frames;
    let jumps = [count - 1, 0, count / 2, count / 2 - 1, count / 2 + 1, count / 3, count - 2, 5, 4, 3, 2, 1, 60, 20];
    for n in (0..count).chain(jumps.map(|n| n.min(count - 1))) {
        let frame = film.frame(n).unwrap_or_else(|error| panic!("frame {n}: {error}"));
        let likeness = psnr(&frame.rgba, &expected[n as usize]);
        assert!(likeness > 35.0, "frame {n}: {likeness} dB");
    }
    assert!(matches!(film.frame(count), Err(FilmError::NoFrame(_))));
    info
}

#[test]
fn frames_are_those_that_ffmpeg_shows() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let x264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];
    for more in [
        // Frames that refer to later ones, in pyramids, over a group longer than the order count's range.
        &["-bf", "3", "-b_strategy", "0"][..],
        &["-preset", "veryslow", "-bf", "8", "-refs", "8"],
        &["-bf", "2", "-g", "12", "-movflags", "+faststart"],
        &["-bf", "0", "-profile:v", "baseline"],
        // Groups that are not closed.
        &["-bf", "3", "-g", "24", "-x264-params", "open-gop=1"],
        // Composition offsets below 0 instead of an edit list.
        &["-bf", "3", "-movflags", "+negative_cts_offsets"],
        // An index in pieces.
        &["-bf", "3", "-g", "24", "-movflags", "+frag_keyframe+empty_moov+default_base_moof"],
        &["-bf", "2", "-g", "24", "-movflags", "+frag_keyframe"],
    ] {
        make(&path, 5, "320x180", &[&x264[..], more].concat());
        let info = compare(&path);
        assert_eq!((info.width, info.height, info.frames), (320, 180, 120), "{more:?}");
        assert!((info.fps - 24.0).abs() < 0.01 && (info.seconds - 5.0).abs() < 0.01, "{info:?}");
    }
}

#[test]
fn a_film_that_was_cut_without_encoding_shows_what_ffmpeg_shows() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let (whole, cut) = (folder.path().join("whole.mp4"), folder.path().join("cut.mp4"));
    make(&whole, 5, "320x180", &["-c:v", "libx264", "-bf", "3", "-g", "48"]);
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-ss", "1.3", "-i"])
        .arg(&whole)
        .args(["-t", "2", "-c", "copy"])
        .arg(&cut)
        .output()
        .unwrap();
    assert!(output.status.success());
    compare(&cut);
}

#[test]
fn odd_sizes_and_rates_are_read() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    make(&path, 3, "322x182", &["-c:v", "libx264", "-r", "30000/1001"]);
    let info = compare(&path);
    assert!((info.fps - 29.97).abs() < 0.01, "{info:?}");
    assert_eq!((info.width, info.height), (322, 182));
}

#[test]
fn what_cannot_be_played_is_named() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let refused = |more: &[&str]| {
        make(&path, 1, "320x180", more);
        FilmReader::open(&path).map(|film| film.info()).unwrap_err().to_string()
    };
    assert_eq!(refused(&["-c:v", "mpeg4"]), "the video is coded as MPEG-4 Part 2; only H.264 can be played");
    let error = refused(&["-c:v", "libx264", "-pix_fmt", "yuv422p"]);
    assert_eq!(error, "the video has other colours than 4:2:0, which cannot be played");
    let error = refused(&["-c:v", "libx264", "-pix_fmt", "yuv420p10le"]);
    assert_eq!(error, "the video has more than 8 bits a colour, which cannot be played");
    for (encoder, name) in [("libx265", "HEVC"), ("libsvtav1", "AV1"), ("libaom-av1", "AV1"), ("libvpx-vp9", "VP9")] {
        let output =
            Command::new("ffmpeg").args(["-v", "quiet", "-h"]).arg(format!("encoder={encoder}")).output().unwrap();
        if String::from_utf8_lossy(&output.stdout).contains("General capabilities") {
            let error = refused(&["-c:v", encoder, "-t", "0.2"]);
            assert_eq!(error, format!("the video is coded as {name}; only H.264 can be played"));
        }
    }
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"])
        .arg(&path)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(matches!(FilmReader::open(&path), Err(FilmError::NoVideo)));
}

#[test]
fn a_file_that_is_no_film_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    assert!(matches!(FilmReader::open(&path), Err(FilmError::Open(_))));
    for (bytes, sentence) in [
        (&b""[..], "the file is no MP4 video"),
        (b"not a film", "the file is no MP4 video"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "the file is no MP4 video"),
        (b"\0\0\0\x10ftypisom\0\0\0\0", "the video's index is damaged; copy or download it again"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(FilmReader::open(&path).map(|film| film.info()).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn a_film_cut_short_gives_its_frames_up_to_the_cut() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    make(&path, 5, "320x180", &["-c:v", "libx264", "-g", "24", "-movflags", "+faststart"]);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() * 6 / 10]).unwrap();
    let mut film = FilmReader::open(&path).unwrap();
    let frames = film.info().frames;
    assert!((24..120).contains(&frames), "{frames}");
    let good = (0..frames).filter(|n| film.frame(*n).is_ok()).count() as u64;
    assert!(good + 4 >= frames, "{good} of {frames}");
    std::fs::write(&path, &bytes[..bytes.len() / 100]).unwrap();
    assert!(matches!(FilmReader::open(&path), Err(FilmError::CutShort)));
}

#[test]
fn mangled_films_do_no_harm() {
    needs_ffmpeg();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    make(&path, 1, "160x96", &["-c:v", "libx264", "-bf", "2", "-g", "8", "-movflags", "+faststart"]);
    let bytes = std::fs::read(&path).unwrap();
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30);
    proptest!(ProptestConfig { cases: 60, ..ProptestConfig::default() }, |(changes in changes, cut in any::<prop::sample::Index>(), cuts in any::<bool>())| {
        let mut bytes = bytes.clone();
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(mut film) = FilmReader::open(&path) {
            for n in 0..film.info().frames.min(30) {
                let _ = film.frame(n);
            }
        }
    });
}
