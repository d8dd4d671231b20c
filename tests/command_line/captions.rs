//! Captions as they leave: the SRT file by a parser, the burned ones by the film's own frames, the animatic's likewise.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use subtp::srt::SubRip;

use super::kit::{Place, text};

fn export(place: &Place, folder: &Path, more: &[&str]) -> (Vec<PathBuf>, String) {
    let ran = place.ends(0, &[&["export", text(folder)], more].concat());
    (ran.out.lines().map(|line| place.path(line)).collect(), ran.err)
}

/// Words, and the seconds from and to which they are read.
fn captions(file: &Path) -> Vec<(f64, f64, Vec<String>)> {
    let seconds = |time: String| {
        let parts: Vec<f64> = time.split([':', ',']).map(|part| part.parse().unwrap()).collect();
        parts[0] * 3600.0 + parts[1] * 60.0 + parts[2] + parts[3] / 1000.0
    };
    let read = SubRip::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let all = read.subtitles.into_iter();
    all.map(|caption| (seconds(caption.start.to_string()), seconds(caption.end.to_string()), caption.text)).collect()
}

/// The place of the captions at the foot of a film's frame, as ffmpeg decodes it.
fn foot(film: &Path, seconds: f64) -> image::GrayImage {
    let at = format!("{seconds:.3}");
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i", text(film), "-ss", &at, "-frames:v", "1", "-vf", "crop=iw:ih/5:0:ih*4/5"])
        .args(["-f", "image2pipe", "-c:v", "png", "-"])
        .output()
        .expect("these tests need ffmpeg; tests/all.sh installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    image::load_from_memory(&output.stdout).unwrap().to_luma8()
}

/// How many pixels differ by more than what encoding does.
fn difference(a: &image::GrayImage, b: &image::GrayImage) -> usize {
    std::iter::zip(a.pixels(), b.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 60).count()
}

const LONG: &str = "No. I told you not to come here. The tide takes the road at nine, and nobody has ever walked back \
                    over it in the dark. Give me the red case, and I will show you the way along the wall.";

fn project() -> Value {
    json!({"format": "storyreel/1", "name": "Harbour", "id": "p", "scenes": [{"id": "one", "name": "Quay", "shots": [
        {"id": "a", "name": "010A", "prompt": "Wide", "dialogue": format!("MARA: \"Wait!\"\nJON: {LONG}"),
         "notes": "The client hates this one", "seconds": 10},
        {"id": "b", "name": "010B", "prompt": "Close", "notes": "Crane up", "seconds": 2},
    ]}]})
}

#[test]
fn speakers_are_parted_and_a_long_speech_goes_on_in_the_file_and_in_the_picture() {
    let place = Place::new();
    let folder = place.project("captions", &project());
    let (made, said) = export(&place, &folder, &["--as", "srt", "--out", "film.srt"]);
    assert_eq!(said, "");
    let told = captions(&made[0]);
    assert_eq!(told[0].2, ["MARA: Wait!"]);
    assert!(told[1].2[0].starts_with("JON: No."), "{told:?}");
    assert!(told.iter().all(|(from, to, lines)| to - from > 0.99 && lines.len() <= 2), "{told:?}");
    assert!(told.windows(2).all(|pair| (pair[0].1 - pair[1].0).abs() < 1e-9));
    assert!((told.last().unwrap().1 - 10.0).abs() < 1e-9, "they end with their shot");
    let whole: Vec<String> = told.iter().flat_map(|caption| caption.2.clone()).collect();
    assert_eq!(whole.join(" "), format!("MARA: Wait! JON: {LONG}"));

    // Film and animatic show each caption as long as the file tells.
    let (made, said) = export(&place, &folder, &["--as", "mp4", "--out", "film.mp4", "--captions", "burned"]);
    assert_eq!(said, "");
    let ran = place.ends(0, &["generate", text(&folder), "--scene", "1", "--with", "animatic"]);
    for film in [made[0].clone(), PathBuf::from(ran.out.trim_end())] {
        let bare = foot(&film, 11.0);
        let mut before: Option<image::GrayImage> = None;
        for (from, to, lines) in &told {
            let (first, last) = (foot(&film, from + 0.06), foot(&film, to - 0.10));
            assert!(difference(&first, &bare) > 400, "{lines:?} is seen");
            assert_eq!(difference(&first, &last), 0, "{lines:?} stays as long as it is told to");
            if let Some(before) = before {
                assert!(difference(&before, &first) > 400, "{lines:?} is another one");
            }
            before = Some(last);
        }
    }
}

#[test]
fn what_is_cut_and_what_is_missing_is_told() {
    let place = Place::new();
    let mut project = project();
    project["scenes"][0]["shots"][0]["seconds"] = json!(1);
    let folder = place.project("cut", &project);
    for (kind, more) in [("srt", &[][..]), ("mp4", &["--captions", "burned"]), ("gif", &["--captions", "burned"])] {
        let file = format!("cut.{kind}");
        let args = [&["--as", kind, "--out", &file], more].concat();
        let (_, said) = export(&place, &folder, &args);
        assert!(said.contains("Shot 010A is too short for its captions: they are cut by"), "{kind}: {said}");
    }
    let (_, said) = export(&place, &folder, &["--as", "mp4", "--out", "bare.mp4"]);
    assert_eq!(said, "", "there are no captions on it");

    project["scenes"][0]["shots"][0]["dialogue"] = json!(" ");
    let folder = place.project("none", &project);
    let (made, said) = export(&place, &folder, &["--as", "srt", "--out", "none.srt"]);
    assert_eq!(said.trim_end(), "There are no captions: no shot that is shown has dialogue");
    assert_eq!(fs::read_to_string(&made[0]).unwrap(), "");
    let (made, said) = export(&place, &folder, &["--as", "srt", "--out", "notes.srt", "--caption-text", "notes"]);
    assert_eq!((said.as_str(), captions(&made[0]).len()), ("", 2), "notes only when asked for");
}
