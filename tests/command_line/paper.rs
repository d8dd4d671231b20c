//! An ink drawing on a ground that shows through stands on white paper wherever it is seen or goes: a pixel of each.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use image::{Rgba, RgbaImage};
use serde_json::json;
use storyreel::desk::{Desk, Event, Showing};
use storyreel::media::Pixels;
use storyreel::store::Paths;
use storyreel::story::Guides;
use storyreel::story::animatic::Overlays;
use storyreel::story::{FrameNumber, MediaPath};

use crate::kit::{Place, one_scene, text};

/// A red frame to be found by, nothing in it, a black disc in its middle.
fn drawing() -> RgbaImage {
    RgbaImage::from_fn(640, 360, |x, y| {
        let is_frame = !(100..540).contains(&x) || !(60..300).contains(&y);
        let is_disc = x.abs_diff(320).pow(2) + y.abs_diff(180).pow(2) < 2500;
        match (is_frame, is_disc) {
            (true, _) => Rgba([230, 0, 0, 255]),
            (_, true) => Rgba([0, 0, 0, 255]),
            // Black that is not there: what a program stores that empties a layer.
            _ => Rgba([0, 0, 0, 0]),
        }
    })
}

/// A project whose only panel is the drawing.
fn project(place: &Place) -> PathBuf {
    let shots = json!([{"prompt": "Ink", "seconds": 3, "panel": "media/ink.png"}]);
    let folder = place.project("ink", &one_scene(&shots));
    drawing().save(folder.join("media/ink.png")).unwrap();
    folder
}

/// Finds the red frame and looks beside the disc and into it.
#[track_caller]
fn stands_on_white(image: &RgbaImage, what: &str) {
    let is_red = |pixel: &Rgba<u8>| pixel[0] > 180 && pixel[1] < 70 && pixel[2] < 70;
    let red: Vec<(u32, u32)> =
        image.enumerate_pixels().filter(|(.., pixel)| is_red(pixel)).map(|(x, y, _)| (x, y)).collect();
    let ends = |of: fn(&(u32, u32)) -> u32| (red.iter().map(of).min().unwrap(), red.iter().map(of).max().unwrap());
    assert!(red.len() > 100, "{what}: the drawing is not there");
    let ((left, right), (top, bottom)) = (ends(|at| at.0), ends(|at| at.1));
    let at = |across: u32, down: u32| {
        image.get_pixel(left + (right - left) * across / 100, top + (bottom - top) * down / 100).0
    };
    // Compressed pictures of a film keep white and black within a step or two.
    for place in [(32, 50), (68, 50), (50, 26), (50, 74)] {
        let [red, green, blue, alpha] = at(place.0, place.1);
        assert!(
            red >= 252 && green >= 252 && blue >= 252 && alpha == 255,
            "{what} at {place:?}: {:?}",
            at(place.0, place.1)
        );
    }
    let [red, green, blue, _] = at(50, 50);
    assert!(red <= 4 && green <= 4 && blue <= 4, "{what} in the disc: {:?}", at(50, 50));
}

fn run(name: &str, args: &[&str]) {
    let output =
        Command::new(name).args(args).output().unwrap_or_else(|error| panic!("these tests need {name}: {error}"));
    assert!(output.status.success(), "{name} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The first frame of a film.
fn frame(film: &Path, out: &Path) -> RgbaImage {
    run("ffmpeg", &["-v", "error", "-y", "-i", text(film), "-frames:v", "1", text(out)]);
    image::open(out).unwrap().to_rgba8()
}

/// A page of a document, counted from 1.
fn page(pdf: &Path, page: &str, out: &Path) -> RgbaImage {
    let stem = out.with_extension("");
    run("pdftoppm", &["-r", "60", "-f", page, "-l", page, "-singlefile", "-png", text(pdf), text(&stem)]);
    image::open(out).unwrap().to_rgba8()
}

#[test]
fn in_everything_that_leaves() {
    let place = Place::new();
    let folder = project(&place);
    let export = |what: &str, out: &str, more: &[&str]| {
        place.ends(0, &[&["export", text(&folder), "--as", what, "--out", out], more].concat());
        place.path(out)
    };
    let shot = place.path("seen.png");
    let boards = export("pdf", "boards.pdf", &["--no-title-page", "--per-page", "1"]);
    stands_on_white(&page(&boards, "1", &shot), "boards");
    let logo = folder.join("media/ink.png");
    let title = export("pdf", "title.pdf", &["--logo", text(&logo)]);
    stands_on_white(&page(&title, "1", &shot), "logo");
    let sheet = export("sheet", "sheet.png", &[]);
    stands_on_white(&image::open(sheet).unwrap().to_rgba8(), "contact sheet");
    let film = export("mp4", "film.mp4", &[]);
    stands_on_white(&frame(&film, &shot), "film");
    let gif = export("gif", "film.gif", &[]);
    stands_on_white(&frame(&gif, &shot), "GIF");
    place.ends(
        0,
        &["generate", text(&folder), "--scene", "1", "--with", "animatic", "--out", text(&place.path("animatic.mp4"))],
    );
    stands_on_white(&frame(&place.path("animatic.mp4"), &shot), "animatic");
}

#[test]
fn on_the_screen() {
    let place = Place::new();
    let folder = project(&place);
    let (mut desk, _) = Desk::open(&folder, &Paths::at(&place.data()), Arc::new(|| ())).unwrap();
    let ink = MediaPath::new("media/ink.png").unwrap();
    let mut seen: Vec<(&str, Pixels)> = Vec::new();
    let begun = Instant::now();
    let mut wait = |desk: &mut Desk, count: usize| {
        while seen.len() < count {
            assert!(begun.elapsed() < Duration::from_mins(5), "it never came");
            for event in desk.drain() {
                match event {
                    Event::Thumb(_, pixels) => seen.push(("thumbnail", pixels)),
                    Event::Large { pixels, .. } => seen.push(("large picture", pixels)),
                    Event::Screen { pixels, .. } => seen.push(("viewer", pixels.as_ref().clone())),
                    Event::Copied(pixels) => seen.push(("copy", pixels)),
                    _ => {}
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    desk.want_thumb(&ink);
    wait(&mut desk, 1);
    while desk.is_loading() {
        desk.drain();
        std::thread::sleep(Duration::from_millis(2));
    }
    desk.want_large(&ink, 768);
    desk.copy_picture(ink);
    let scene = desk.project().scenes[0].id.clone();
    let order = desk.order(&scene).unwrap();
    desk.want_screen(Showing::Live(order, Overlays::default(), Guides::default()), FrameNumber(0));
    wait(&mut desk, 4);
    for (what, pixels) in seen {
        stands_on_white(&RgbaImage::from_raw(pixels.width, pixels.height, pixels.rgba).unwrap(), what);
    }
}
