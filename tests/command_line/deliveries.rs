//! Films and pictures that leave a project, read by other programs: streams passed through untouched, sound that stays,
//! captions that a parser reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use subtp::srt::SubRip;

use super::kit::{Place, files, text};

fn tool(name: &str, args: &[&str]) -> String {
    let output = Command::new(name).args(args).output();
    let output = output.unwrap_or_else(|error| panic!("these tests need {name} ({error}); tests/all.sh installs it"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name} {args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The streams of a film as ffprobe tells them, the frames counted.
fn streams(film: &Path) -> Vec<Value> {
    let told = tool("ffprobe", &["-v", "error", "-count_frames", "-show_streams", "-of", "json", text(film)]);
    serde_json::from_str::<Value>(&told).unwrap()["streams"].as_array().unwrap().clone()
}

/// The contents of a stream's packets, in order.
fn packets(film: &Path, stream: &str) -> Vec<String> {
    let args = ["-v", "error", "-select_streams", stream, "-show_packets", "-show_data_hash", "md5", "-of", "json"];
    let told = tool("ffprobe", &[&args[..], &[text(film)]].concat());
    let packets = serde_json::from_str::<Value>(&told).unwrap()["packets"].clone();
    packets.as_array().unwrap().iter().map(|packet| packet["data_hash"].as_str().unwrap().to_owned()).collect()
}

fn decodes(film: &Path) {
    tool("ffmpeg", &["-v", "warning", "-xerror", "-err_detect", "explode", "-i", text(film), "-f", "null", "-"]);
}

fn project() -> Value {
    json!({"format": "storyreel/1", "name": "Harbour", "id": "p", "scenes": [
        {"id": "one", "name": "Quay", "shots": [
            {"id": "a", "name": "010A", "prompt": "Secret prompt", "dialogue": "Wait!\n\nFor --> me", "seconds": 1, "panel": "media/a.png"},
            {"id": "b", "name": "010B", "prompt": "B", "notes": "Crane up", "seconds": 1},
            {"id": "c", "name": "010C", "prompt": "C", "dialogue": "走吧", "seconds": 1},
        ]},
        {"id": "two", "aspect": "1:1", "shots": [{"id": "d", "name": "020A", "prompt": "D", "dialogue": "Go", "seconds": 1}]},
    ]})
}

/// A project whose first scene has a take that was paid for: three seconds with sound, its size that of no animatic.
fn with_paid_take(place: &Place, name: &str) -> (PathBuf, PathBuf) {
    let folder = place.project(name, &project());
    let ran = place.ends(0, &["generate", text(&folder), "--scene", "1", "--with", "animatic"]);
    let video = PathBuf::from(ran.out.trim_end());
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=960x540:rate=24:duration=3"])
        .args(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=3"])
        .args(["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-movflags", "+faststart"])
        .arg(&video)
        .output();
    assert!(made.expect("these tests need ffmpeg").status.success());
    let record = video.with_file_name("take.json");
    let mut take: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    take["provider"] = json!("vidgo");
    take["credits"] = json!(117);
    fs::write(&record, take.to_string()).unwrap();
    (folder, video)
}

fn export(place: &Place, folder: &Path, more: &[&str]) -> (Vec<PathBuf>, String) {
    let ran = place.ends(0, &[&["export", text(folder), "--replace"], more].concat());
    (ran.out.lines().map(|line| place.path(line)).collect(), ran.err)
}

#[test]
fn a_single_take_is_passed_through_untouched() {
    let place = Place::new();
    let (folder, video) = with_paid_take(&place, "pass");
    let args = ["--as", "mp4", "--out", "film.mp4", "--scene", "1"];
    let (made, said) = export(&place, &folder, &args);
    assert_eq!((made.as_slice(), said.as_str()), ([place.path("film.mp4")].as_slice(), ""));
    for stream in ["v", "a"] {
        assert_eq!(packets(&made[0], stream), packets(&video, stream));
    }
    assert_eq!(fs::read(&made[0]).unwrap(), fs::read(&video).unwrap());
    let beside: Vec<_> = fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(beside.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{beside:?}");
}

#[test]
fn a_take_with_captions_keeps_its_sound_packet_by_packet() {
    let place = Place::new();
    let (folder, video) = with_paid_take(&place, "captions");
    let args =
        ["--as", "mp4", "--out", "film.mp4", "--scene", "1", "--captions", "burned", "--shot-names", "--time-code"];
    let (made, said) = export(&place, &folder, &args);
    assert_eq!(said, "");
    let film = streams(&made[0]);
    assert_eq!(film.len(), 2);
    assert_eq!((&film[0]["codec_name"], &film[0]["nb_read_frames"]), (&json!("h264"), &json!("72")));
    assert_eq!(
        (&film[0]["width"], &film[0]["height"], &film[0]["r_frame_rate"]),
        (&json!(960), &json!(540), &json!("24/1"))
    );
    assert_eq!(film[1]["codec_name"], "aac");
    assert_eq!(packets(&made[0], "a"), packets(&video, "a"));
    assert_eq!(film[1]["start_time"], streams(&video)[1]["start_time"]);
    assert_ne!(packets(&made[0], "v"), packets(&video, "v"));
    decodes(&made[0]);

    let range = ["--as", "mp4", "--out", "part.mp4", "--scene", "1", "--from", "1", "--to", "2.5"];
    let (made, _) = export(&place, &folder, &range);
    let part = streams(&made[0]);
    assert_eq!((&part[0]["nb_read_frames"], &part[0]["duration"]), (&json!("36"), &json!("1.500000")));
    let length: f64 = part[1]["duration"].as_str().unwrap().parse().unwrap();
    assert!((1.45..1.6).contains(&length), "{length}");
    let all = packets(&video, "a");
    let some = packets(&made[0], "a");
    assert!(all.windows(some.len()).any(|window| window == some), "a part of the sound, untouched");
    decodes(&made[0]);
    let ran = place.ends(1, &["export", text(&folder), "--as", "mp4", "--out", "other.mp4", "--from", "9"]);
    assert!(ran.err.contains("the film lasts 00:04.0"), "{}", ran.err);
}

#[test]
fn a_film_of_several_parts_has_the_first_ones_size_and_says_that_its_sound_is_missing() {
    let place = Place::new();
    let (folder, _) = with_paid_take(&place, "parts");
    let (made, said) = export(&place, &folder, &["--as", "mp4", "--out", "film.mp4", "--captions", "srt"]);
    assert_eq!(said.trim_end(), "The film has several parts, so their sound is left out for now");
    assert_eq!(made, [place.path("film.mp4"), place.path("film.srt")]);
    let film = streams(&made[0]);
    assert_eq!(film.len(), 1);
    assert_eq!(
        (&film[0]["width"], &film[0]["height"], &film[0]["nb_read_frames"]),
        (&json!(960), &json!(540), &json!("96"))
    );
    decodes(&made[0]);

    let captions = SubRip::parse(&fs::read_to_string(&made[1]).unwrap()).unwrap().subtitles;
    let told: Vec<_> = captions
        .iter()
        .map(|caption| (caption.sequence, caption.start.to_string(), caption.end.to_string(), caption.text.clone()))
        .collect();
    let line = |n: u32, from: &str, to: &str, words: &[&str]| {
        (n, from.to_owned(), to.to_owned(), words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        told,
        [
            line(1, "00:00:00,000", "00:00:01,000", &["Wait!", "For → me"]),
            line(2, "00:00:02,000", "00:00:03,000", &["走吧"]),
            line(3, "00:00:03,000", "00:00:04,000", &["Go"]),
        ]
    );
    let (made, _) =
        export(&place, &folder, &["--as", "srt", "--out", "notes.srt", "--caption-text", "notes", "--from", "0.5"]);
    let captions = SubRip::parse(&fs::read_to_string(&made[0]).unwrap()).unwrap().subtitles;
    assert_eq!((captions.len(), captions[0].start.to_string()), (1, "00:00:00,500".to_owned()));
}

#[test]
fn scenes_without_a_take_are_shown_as_their_animatic() {
    let place = Place::new();
    let folder = place.project("animatic", &project());
    let before = files(&folder);
    let (made, said) = export(&place, &folder, &["--as", "mp4", "--out", "film.mp4"]);
    assert_eq!(said, "");
    let film = streams(&made[0]);
    assert_eq!(
        (&film[0]["width"], &film[0]["height"], &film[0]["nb_read_frames"]),
        (&json!(1280), &json!(720), &json!("96"))
    );
    decodes(&made[0]);
    let (made, _) = export(&place, &folder, &["--as", "gif", "--out", "film.gif", "--scene", "2"]);
    let gif = streams(&made[0]);
    assert_eq!(
        (&gif[0]["codec_name"], &gif[0]["width"], &gif[0]["nb_read_frames"]),
        (&json!("gif"), &json!(480), &json!("10"))
    );
    let (made, _) = export(&place, &folder, &["--as", "sheet", "--out", "sheet.png", "--columns", "2"]);
    let sheet = image::open(&made[0]).unwrap();
    assert!(sheet.width() > 600 && sheet.height() > 400, "{}x{}", sheet.width(), sheet.height());
    assert_eq!(files(&folder), before, "an export leaves the project as it is");
    fs::write(place.path("film.mp4"), "an old film").unwrap();
    fs::write(folder.join("media/a.png"), "no picture any more").unwrap();
    export(&place, &folder, &["--as", "mp4", "--out", "film.mp4", "--scene", "1", "--to", "0.5"]);
    assert_eq!(streams(&place.path("film.mp4"))[0]["nb_read_frames"], "12");
}
