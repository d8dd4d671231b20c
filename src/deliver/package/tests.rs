//! A delivery is whole or tells what it lacks, replaces nothing, and leaves nothing when it is stopped.

use std::collections::HashSet;
use std::fs;

use proptest::prelude::*;

use super::*;
use crate::deliver::settings::Package as Choices;
use crate::store::{ProjectFolder, Takes};
use crate::story::rules::shipped;
use crate::story::testing::{any_project, path, ready, scene};
use crate::story::{Aspect, Pictures};

struct Place {
    folder: tempfile::TempDir,
    source: Source,
}

/// A project of these scenes beside a folder for deliveries.
fn place(scenes: Vec<crate::story::Scene>) -> Place {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("out")).unwrap();
    let project = Project { name: "Harbour chase".to_owned(), scenes, ..Project::default() };
    let source = Source {
        folder: ProjectFolder::create(&folder.path().join("a.storyreel"), &project).unwrap(),
        project,
        pictures: Pictures::default(),
        takes: Takes::default(),
        rules: shipped(),
        today: jiff::civil::date(2026, 11, 29),
    };
    Place { folder, source }
}

impl Place {
    fn request(&self, kinds: &[Kind]) -> PackageRequest {
        let mut choices = Choices::default();
        choices.only(kinds);
        let settings = Settings { package: choices, ..Settings::default() };
        PackageRequest { scope: Scope::Project, settings, into: self.folder.path().join("out") }
    }

    fn deliver(&self, request: &PackageRequest) -> Result<Package, PackageError> {
        deliver_package(&self.source, request, &PackageWatch::new(&self.source.project, request))
    }

    fn names(&self, below: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path().join("out").join(below)).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn of_ratio(aspect: Aspect, dialogue: &str) -> crate::story::Scene {
    let mut scene = scene(&[1]);
    scene.aspect = aspect;
    scene.shots[0].dialogue = dialogue.to_owned();
    scene
}

const PAPERS: [Kind; 4] = [Kind::BoardsPdf, Kind::EstimatePdf, Kind::EstimateCsv, Kind::ShotListCsv];

#[test]
fn each_ratio_has_a_film_and_captions_and_each_run_a_version() {
    let scenes = vec![of_ratio(Aspect::Wide, "Wait"), of_ratio(Aspect::Tall, ""), of_ratio(Aspect::Wide, "Go")];
    let place = place(scenes);
    let all = place.deliver(&place.request(&Choices::KINDS)).unwrap();
    assert_eq!(place.names(""), ["Harbour chase 2026-11-29 v1"]);
    let first = place.names("Harbour chase 2026-11-29 v1");
    assert_eq!(
        first,
        [
            "Harbour chase, boards, v1.pdf",
            "Harbour chase, estimate, v1.csv",
            "Harbour chase, estimate, v1.pdf",
            "Harbour chase, film, 16x9, v1.mp4",
            "Harbour chase, film, 16x9, v1.srt",
            "Harbour chase, film, 9x16, v1.mp4",
            "Harbour chase, shot list, v1.csv",
        ]
    );
    assert!(all.is_whole() && all.files().all(Path::is_file));
    assert_eq!(all.summary(), "Harbour chase 2026-11-29 v1 holds 7 files");
    let missing: Vec<_> = all.missing().collect();
    assert_eq!(missing, ["Captions 9:16: left out, no shot that is shown has dialogue"]);
    let facts = all.items.iter().filter_map(|item| match &item.outcome {
        Outcome::Made { facts, .. } if item.label.starts_with("Film") => Some(facts.join(" · ")),
        _ => None,
    });
    let facts: Vec<_> = facts.collect();
    assert_eq!(
        facts,
        [
            "Lasts 00:02.0 · 1280 × 720 pixels, 24 frames a second · All scenes as animatics",
            "Lasts 00:01.0 · 720 × 1280 pixels, 24 frames a second · An animatic",
        ]
    );

    // Some of them, the next day: the version goes on, and what was delivered stays.
    let marked = place.folder.path().join("out/Harbour chase 2026-11-29 v1/Harbour chase, boards, v1.pdf");
    fs::write(&marked, "marked up by the client").unwrap();
    let mut some = place.request(&PAPERS);
    some.scope = Scope::Scenes([1].into());
    let mut later = place.source.clone();
    later.today = jiff::civil::date(2026, 11, 30);
    let watch = PackageWatch::new(&later.project, &some);
    let second = deliver_package(&later, &some, &watch).unwrap();
    assert_eq!(second.folder, Some(place.folder.path().join("out/Harbour chase 2026-11-30 v2")));
    assert!(place.names("Harbour chase 2026-11-30 v2").contains(&"Harbour chase, boards, scene 2, v2.pdf".to_owned()));
    assert_eq!(fs::read(&marked).unwrap(), b"marked up by the client");
    assert_eq!(place.names("Harbour chase 2026-11-29 v1"), first);
}

#[test]
fn two_who_deliver_at_the_same_time_have_a_version_each() {
    let place = place(vec![of_ratio(Aspect::Wide, "Wait")]);
    let request = place.request(&PAPERS);
    let (first, second) = std::thread::scope(|scope| {
        let one = || place.deliver(&request).unwrap();
        let other = scope.spawn(one);
        (one(), other.join().unwrap())
    });
    let mut versions = place.names("");
    versions.sort();
    assert_eq!(versions, ["Harbour chase 2026-11-29 v1", "Harbour chase 2026-11-29 v2"]);
    assert_ne!(first.folder, second.folder);
    for package in [first, second] {
        let name =
            package.folder.as_ref().and_then(|folder| folder.file_name()).unwrap().to_string_lossy().into_owned();
        let version = name.rsplit(' ').next().unwrap();
        assert!(
            package.files().all(|file| file.is_file() && file.to_string_lossy().contains(&format!(", {version}.")))
        );
    }
}

#[test]
fn what_cannot_be_made_is_told_and_the_rest_is_made() {
    let mut quay = scene(&[1, 1, 1]);
    quay.name = "Quay".to_owned();
    quay.shots[1].panel = Some(path("media/broken.png"));
    quay.shots[2].panel = Some(path("media/gone.png"));
    let mut place = place(vec![scene(&[]), quay]);
    // Looked at, and taken away since: no film shows something else instead.
    place.source.pictures.set(path("media/gone.png"), ready(640, 360));
    let package = place.deliver(&place.request(&Choices::KINDS)).unwrap();
    assert!(!package.is_whole());
    let told: Vec<_> = package.missing().collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], "Captions: left out, no shot that is shown has dialogue");
    assert!(told[1].starts_with("Film: could not be made, "), "{told:?}");
    assert!(
        package.notes.contains(&"Scene 1: no shots yet".to_owned())
            && package
                .notes
                .contains(&"Scene 2 Quay: no panel for 0101; the panel of 0102 is missing or broken".to_owned()),
        "{:?}",
        package.notes
    );
    assert_eq!(place.names("Harbour chase 2026-11-29 v1").len(), 4);

    // Where nothing could be made there is no folder either.
    let nothing = place.deliver(&place.request(&[Kind::Srt, Kind::Mp4])).unwrap();
    assert_eq!((nothing.folder.as_deref(), nothing.is_whole()), (None, false));
    assert_eq!(place.names(""), ["Harbour chase 2026-11-29 v1"]);
}

#[test]
fn signs_that_no_font_has_are_told_once_with_what_they_are_in() {
    let mut odd = of_ratio(Aspect::Wide, "a\u{10FFF0}b");
    odd.name = "\u{10FFF0}".to_owned();
    odd.shots[0].panel = Some(path("media/a.png"));
    let mut place = place(vec![odd]);
    place.source.pictures.set(path("media/a.png"), ready(640, 360));
    let package = place.deliver(&place.request(&PAPERS)).unwrap();
    let [note] = package.notes.as_slice() else { panic!("{:?}", package.notes) };
    assert!(note.starts_with("Boards, Estimate: No font of this computer can write the sign \u{10FFF0}"), "{note}");
}

#[test]
fn what_would_be_wrong_in_all_of_it_is_refused_before_anything_is_made() {
    let place = place(vec![scene(&[1]), scene(&[])]);
    let refused = |change: fn(&mut PackageRequest)| {
        let mut request = place.request(&PAPERS);
        change(&mut request);
        place.deliver(&request).unwrap_err().to_string()
    };
    let told = refused(|request| request.scope = Scope::Scenes([].into()));
    assert_eq!(told, "no scene is chosen; choose at least one");
    let told = refused(|request| request.scope = Scope::Scene(1));
    assert_eq!(told, "there is nothing to export yet; add a shot first");
    let told = refused(|request| request.settings.package.only(&[]));
    assert_eq!(told, "nothing is chosen to be made of the scenes; choose at least one paper or film");
    let told = refused(|request| request.settings.estimate.currency = "EURO".to_owned());
    assert!(told.starts_with("\"EURO\" is no currency"), "{told}");
    let told = refused(|request| request.settings.boards.logo = Some("media/logo.png".into()));
    assert!(told.contains("logo.png"), "{told}");
    let told = refused(|request| request.into = request.into.join("nowhere"));
    assert!(told.starts_with("there is no folder "), "{told}");
    assert_eq!(place.names(""), [""; 0]);
}

#[test]
fn a_delivery_that_is_stopped_leaves_nothing() {
    let place = place(vec![scene(&[15]), scene(&[15])]);
    let request = place.request(&Choices::KINDS);
    let watch = PackageWatch::new(&place.source.project, &request);
    let stopped = std::thread::scope(|scope| {
        let work = scope.spawn(|| deliver_package(&place.source, &request, &watch));
        // The papers are there by then; the film takes long.
        while !(watch.label() == "Film" && watch.share() > 0.0) {
            std::thread::yield_now();
        }
        watch.cancel();
        work.join().unwrap()
    });
    assert!(matches!(stopped, Err(PackageError::Cancelled)), "{stopped:?}");
    assert_eq!(place.names(""), [""; 0]);
}

#[test]
fn its_papers_bear_its_version_and_its_day() {
    let place = place(vec![scene(&[1])]);
    let mut request = place.request(&[Kind::BoardsPdf]);
    request.settings.boards.version = "v7".to_owned();
    request.settings.boards.date = "1 May".to_owned();
    let made = request.request(&steps(&place.source.project, &request)[0], Path::new("boards.pdf"), "v1");
    assert_eq!((made.settings.boards.version.as_str(), made.settings.boards.date.as_str()), ("v1", ""));
}

proptest! {
    /// Every scene with shots is in one film, every name is a file of its own, and the share ends at all of it.
    #[test]
    fn a_delivery_holds_each_scene_once(project in any_project(), chosen in prop::collection::vec(any::<bool>(), 8)) {
        let places: Vec<usize> = (0..project.scenes.len()).filter(|at| chosen.get(*at).copied().unwrap_or(true)).collect();
        let mut choices = Choices::default();
        choices.only(&Choices::KINDS);
        let settings = Settings { package: choices, ..Settings::default() };
        let request =
            PackageRequest { scope: Scope::Scenes(places.clone().into()), settings, into: PathBuf::new() };
        let steps = steps(&project, &request);
        let films = steps.iter().filter(|step| step.kind == Kind::Mp4);
        let mut shown: Vec<usize> =
            films.flat_map(|step| step.scope.clone().scenes(&project).map(|(at, _)| at).collect::<Vec<_>>())
                .filter(|at| !project.scenes[*at].shots.is_empty())
                .collect();
        shown.sort_unstable();
        let wanted: Vec<usize> = places.into_iter().filter(|at| !project.scenes[*at].shots.is_empty()).collect();
        prop_assert_eq!(shown, wanted);
        let names: HashSet<String> =
            steps.iter().map(|step| step.file_name(&project, &request, "v1").to_lowercase()).collect();
        prop_assert_eq!(names.len(), steps.len());
        let watch = PackageWatch::new(&project, &request);
        prop_assert!(watch.share() <= 0.0);
        watch.begin(steps.len());
        prop_assert!(watch.share() >= 1.0);
    }
}
