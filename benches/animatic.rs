//! How fast animatics are rendered, beside ffmpeg making the same slow moves from the same pictures with libx264 veryfast
//! on the same cores. Figures are told, nothing is asserted: `cargo bench --bench animatic`.

#![allow(clippy::pedantic, reason = "figures for people, in floating point")]

use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use storyreel::media::animatic::{RenderWatch, render_animatic};
use storyreel::media::picture::Decoded;
use storyreel::media::picture::{self, Pixels};
use storyreel::media::raster::{PictureSource, Rasteriser, load_fonts};
use storyreel::store::example;
use storyreel::story::animatic::{Layer, View, frame_at};
use storyreel::story::{ContentHash, FrameNumber, MediaPath, Order, PictureState, Pictures, units::Seconds};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Others may work on the machine: each film is made so many times and the best time counts.
const RUNS: usize = 3;

struct Loaded(HashMap<ContentHash, Arc<Decoded>>);

impl PictureSource for Loaded {
    fn pixels(&self, _: &MediaPath, content: &ContentHash) -> Option<Arc<Decoded>> {
        self.0.get(content).cloned()
    }
}

fn main() -> Outcome<()> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/example");
    let project = example::project()?;
    let mut pictures = Pictures::default();
    let mut loaded = HashMap::new();
    for path in project.picture_paths() {
        let (info, pixels) = picture::read(&std::fs::read(example.join(path.as_str()))?)?;
        loaded.insert(info.content.clone(), Arc::new(pixels.into_pixels().into()));
        pictures.set(path.clone(), PictureState::Ready(info));
    }
    let source = Loaded(loaded);
    let order = Order::resolve(&project, 0, &pictures)?;
    let mut long = order.clone();
    long.shots.truncate(1);
    long.shots[0].seconds = Seconds(15);
    load_fonts();

    let folder = tempfile::tempdir()?;
    for (name, order) in [("the example", &order), ("one shot of 15 s", &long)] {
        compare(name, order, &source, &example, folder.path())?;
    }
    Ok(())
}

fn compare(name: &str, order: &Order, source: &Loaded, example: &Path, folder: &Path) -> Outcome<()> {
    let frames = order.frames().0;
    let painting = painting(order, source);
    let ours_file = folder.join("ours.mp4");
    let theirs_file = folder.join("theirs.mp4");
    let arguments = ffmpeg_arguments(order, example)?;
    let (mut ours, mut theirs) = (Best::default(), Best::default());
    for _ in 0..RUNS {
        ours.take(|| render_animatic(order, source, &ours_file, &RenderWatch::new()).map(|_| ()).map_err(Into::into))?;
        theirs.take(|| run_ffmpeg(&arguments, &theirs_file))?;
    }
    println!("{name}: {frames} frames, {} threads", std::thread::available_parallelism()?);
    println!("  painting alone, one thread: {:.2} ms a frame", painting * 1e3);
    ours.tell("storyreel", frames, &ours_file)?;
    if !theirs_file.exists() {
        println!("  ffmpeg is not there to compare with");
        return Ok(());
    }
    theirs.tell("ffmpeg", frames, &theirs_file)?;
    println!(
        "  storyreel is {:.2} times as fast by the clock, {:.2} by processor time",
        theirs.clock / ours.clock,
        theirs.processor / ours.processor
    );
    Ok(())
}

/// Seconds to paint a frame, without converting and encoding it.
fn painting(order: &Order, source: &Loaded) -> f64 {
    let mut rasteriser = Rasteriser::new();
    let mut pixels = Pixels::default();
    let frames = order.frames().0;
    let start = Instant::now();
    for frame in 0..frames {
        rasteriser.paint_into(&frame_at(order, FrameNumber(frame)), source, &mut pixels);
    }
    start.elapsed().as_secs_f64() / frames as f64
}

/// The least time of several runs, by the clock and of all processors.
struct Best {
    clock: f64,
    processor: f64,
}

impl Default for Best {
    fn default() -> Self {
        Self { clock: f64::MAX, processor: f64::MAX }
    }
}

impl Best {
    fn take(&mut self, work: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
        let (start, used) = (Instant::now(), processor_seconds());
        work()?;
        self.clock = self.clock.min(start.elapsed().as_secs_f64());
        self.processor = self.processor.min(processor_seconds() - used);
        Ok(())
    }

    fn tell(&self, name: &str, frames: u64, file: &Path) -> Outcome<()> {
        let frames = frames as f64;
        let megabytes = std::fs::metadata(file)?.len() as f64 / 1e6;
        let (clock, processor) = (frames / self.clock, frames / self.processor);
        println!("  {name:10} {clock:6.1} frames/s, {processor:6.1} frames a processor second, {megabytes:.2} MB");
        Ok(())
    }
}

/// Processor time of this process and of the children it waited for (Linux; elsewhere 0).
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    // The kernel tells hundredths of a second: user and system, own and children's.
    fields.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn run_ffmpeg(arguments: &[String], out: &Path) -> Outcome<()> {
    match Command::new("ffmpeg").args(["-v", "error", "-y"]).args(arguments).arg(out).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("ffmpeg: {status}").into()),
        Err(_) => Ok(()),
    }
}

/// The same pictures, the same views from the first frame of each shot to its last; without captions.
fn ffmpeg_arguments(order: &Order, example: &Path) -> Outcome<Vec<String>> {
    let mut arguments = Vec::new();
    let mut filters = String::new();
    let mut start = 0;
    for (number, shot) in order.shots.iter().enumerate() {
        let length = shot.seconds.frames().0;
        let (path, from) = view(order, start).ok_or("a shot without a picture")?;
        let (_, to) = view(order, start + length - 1).ok_or("a shot without a picture")?;
        arguments.extend(["-i".to_owned(), PathBuf::from(example).join(path.as_str()).display().to_string()]);
        let last = (length - 1).max(1);
        let along = |from: f32, to: f32| format!("({from}+({})*on/{last})", to - from);
        let (x, y, width) = (along(from.x, to.x), along(from.y, to.y), along(from.width, to.width));
        filters.push_str(&format!(
            "[{number}]zoompan=z='1/{width}':x='iw*{x}':y='ih*{y}':d={length}:s=1280x720:fps=24[v{number}];"
        ));
        start += length;
    }
    (0..order.shots.len()).for_each(|number| filters.push_str(&format!("[v{number}]")));
    filters.push_str(&format!("concat=n={}[v]", order.shots.len()));
    let encoder = "-map [v] -c:v libx264 -preset veryfast -pix_fmt yuv420p -r 24";
    arguments.extend(["-filter_complex".to_owned(), filters]);
    arguments.extend(encoder.split(' ').map(str::to_owned));
    Ok(arguments)
}

fn view(order: &Order, frame: u64) -> Option<(MediaPath, View)> {
    frame_at(order, FrameNumber(frame)).layers.into_iter().find_map(|layer| match layer {
        Layer::Picture { path, view, .. } => Some((path, view)),
        _ => None,
    })
}
