//! How fast boards become a PDF: 100 scenes of six panels, as a ratio to decoding the same pictures once on as many
//! threads; and how much memory it takes as pages grow. Figures are told, nothing is asserted: `cargo bench --bench boards`.

#![allow(clippy::pedantic, reason = "figures for people, in floating point")]

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;
use storyreel::deliver::{Kind, Request, Scope, Settings, Source, Watch, deliver};
use storyreel::media::picture;
use storyreel::store::destination::Replace;
use storyreel::store::{ProjectFolder, Takes, example, rules};
use storyreel::story::{MediaPath, PictureState, Pictures, Project, Scene, SceneId, Seconds, Shot, ShotId};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Others may work on the machine: each is done so many times and the best time counts.
const RUNS: usize = 3;

fn main() -> Outcome<()> {
    let place = tempfile::tempdir()?;
    println!("{} threads", std::thread::available_parallelism()?);
    for scenes in [10, 100] {
        let source = source(&place.path().join(format!("{scenes}.storyreel")), scenes)?;
        let out = place.path().join("boards.pdf");
        let settings = Settings::default();
        let request = Request {
            kind: Kind::BoardsPdf,
            scope: Scope::Project,
            settings,
            range: (None, None),
            out,
            replace: Replace::Anything,
        };
        let decoding = best(|| decode_all(&source))?;
        let making = best(|| deliver(&source, &request, &Watch::new()).map(|_| ()).map_err(Into::into))?;
        let size = std::fs::metadata(&request.out)?.len() as f64 / 1e6;
        println!(
            "{scenes} scenes of 6 panels: {making:.2} s, {:.2} times decoding the same pictures ({decoding:.2} s), \
             {size:.1} MB, most memory so far {} MB",
            making / decoding,
            most_memory().unwrap_or(0)
        );
    }
    Ok(())
}

fn best(mut work: impl FnMut() -> Outcome<()>) -> Outcome<f64> {
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let begun = Instant::now();
        work()?;
        best = best.min(begun.elapsed().as_secs_f64());
    }
    Ok(best)
}

fn decode_all(source: &Source) -> Outcome<()> {
    let paths: Vec<&MediaPath> = source.project.picture_paths().collect();
    let decoded = paths.par_iter().filter(|path| {
        let bytes = source.folder.read_picture(path).unwrap_or_default();
        picture::decode(&bytes).is_ok()
    });
    assert_eq!(decoded.count(), paths.len());
    Ok(())
}

/// A project of so many scenes, each of six shots with a panel of its own and the example's texts.
fn source(place: &Path, scenes: usize) -> Outcome<Source> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/example");
    let model = example::project()?;
    let mut project = Project { name: "Boards".to_owned(), ..Project::default() };
    let mut pictures = Pictures::default();
    std::fs::create_dir_all(place.join("media"))?;
    for at in 0..scenes {
        let mut scene = Scene { id: SceneId::new(format!("scene-{at}")), ..Scene::default() };
        for number in 0..6 {
            let like = &model.scenes[0].shots[(at + number) % model.scenes[0].shots.len()];
            let panel = like.panel.as_ref().ok_or("the example has panels")?;
            let path = MediaPath::new(format!("media/{at}-{number}.png"))?;
            let bytes = std::fs::read(assets.join(panel.as_str()))?;
            std::fs::write(place.join(path.as_str()), &bytes)?;
            pictures.set(path.clone(), PictureState::Ready(picture::inspect(&bytes)?));
            let id = ShotId::new(format!("shot-{at}-{number}"));
            scene.shots.push(Shot { id, seconds: Seconds(2), panel: Some(path), ..like.clone() });
        }
        project.scenes.push(scene);
    }
    std::fs::write(place.join("project.json"), r#"{"format":"storyreel/1","scenes":[]}"#)?;
    let folder = ProjectFolder::open(place)?.folder;
    let today = jiff::civil::date(2026, 11, 24);
    Ok(Source { project, folder, pictures, takes: Takes::default(), rules: rules::shipped(), today })
}

/// In MB, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok().map(|kb| kb / 1024)
}
