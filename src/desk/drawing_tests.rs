//! A drawing program in a test: it writes into the working copy, in one go, in pieces, or by another file in its place.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::*;
use crate::desk::Wake;
use crate::media::picture::{Pixels, encode_png};
use crate::store::{Paths, example};

struct Test {
    desk: Desk,
    woken: Arc<AtomicUsize>,
    data: tempfile::TempDir,
}

impl Test {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let project = data.path().join("a.storyreel");
        example::write_to(&project).unwrap();
        let woken = Arc::new(AtomicUsize::new(0));
        let wake: Wake = {
            let woken = woken.clone();
            Arc::new(move || {
                woken.fetch_add(1, Ordering::SeqCst);
            })
        };
        let (desk, _) = Desk::open(&project, &Paths::at(data.path()), wake).unwrap();
        let mut test = Self { desk, woken, data };
        test.until(|desk, _| !desk.is_loading());
        test
    }

    /// All events until something holds.
    fn until(&mut self, holds: impl Fn(&Desk, &[Event]) -> bool) -> Vec<Event> {
        let begun = Instant::now();
        let mut events = Vec::new();
        loop {
            events.extend(self.desk.drain());
            if holds(&self.desk, &events) {
                return events;
            }
            assert!(begun.elapsed() < Duration::from_mins(2), "waited in vain");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn draw(&mut self, drawn: &Drawn) -> PathBuf {
        self.desk.draw(drawn.clone(), &self.data.path().join("drawing"));
        let events = self.until(|_, events| events.iter().any(|event| matches!(event, Event::Draw(_))));
        let file = events.into_iter().find_map(|event| if let Event::Draw(file) = event { Some(file) } else { None });
        file.unwrap()
    }

    /// Longer than it takes until a save that stands still is taken in.
    fn wait(&mut self) {
        std::thread::sleep(EVERY * 3);
        self.desk.drain();
    }

    fn panel(&self) -> MediaPath {
        shot(&self.desk).picture(self.desk.project()).unwrap().clone()
    }

    fn revision_of(&self) -> u64 {
        self.desk.revision()
    }
}

fn shot(desk: &Desk) -> Drawn {
    Drawn::Panel(desk.project().scenes[0].shots[2].id.clone())
}

fn png(shade: u8) -> Vec<u8> {
    let rgba = (0..96u32 * 54).flat_map(|at| [shade, u8::try_from(at % 251).unwrap(), 90, 255]).collect();
    encode_png(&Pixels { width: 96, height: 54, rgba }).unwrap()
}

#[test]
fn each_save_comes_back_as_a_new_file_and_a_step_that_can_be_undone() {
    let mut test = Test::new();
    let before = test.panel();
    let drawn = shot(&test.desk);
    let file = test.draw(&drawn);
    assert!(file.starts_with(test.data.path().join("drawing")));
    assert_eq!(fs::read(&file).unwrap(), test.desk.folder().read_picture(&before).unwrap());
    assert!(test.desk.is_drawn(&drawn));

    fs::write(&file, png(1)).unwrap();
    test.until(|desk, _| drawn.picture(desk.project()) != Some(&before));
    let first = test.panel();
    assert_eq!(test.desk.folder().read_picture(&first).unwrap(), png(1));
    assert_eq!(test.desk.history().undo_label(), Some("Redraw panel of shot 3"));
    assert!(test.desk.pictures().info(&first).is_some());

    // By another file in its place, as many programs save.
    let beside = file.with_extension("tmp");
    fs::write(&beside, png(2)).unwrap();
    fs::rename(&beside, &file).unwrap();
    test.until(|desk, _| drawn.picture(desk.project()) != Some(&first));
    assert_eq!(test.desk.folder().read_picture(&test.panel()).unwrap(), png(2));

    test.desk.undo();
    assert_eq!(test.panel(), first);
    test.desk.undo();
    assert_eq!(test.panel(), before);
    assert!(test.desk.folder().read_picture(&before).is_ok(), "what was there before stays");
}

#[test]
fn what_is_half_written_is_never_taken_in_and_nothing_wakes_while_nothing_is_saved() {
    let mut test = Test::new();
    let before = test.panel();
    let drawn = shot(&test.desk);
    let file = test.draw(&drawn);
    test.until(|desk, _| !desk.is_loading());
    let (woken, revision) = (test.woken.load(Ordering::SeqCst), test.revision_of());
    test.wait();
    let whole = png(3);
    for half in [0, 1, 40, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..half]).unwrap();
        test.wait();
        assert_eq!(test.panel(), before, "{half} bytes");
    }
    // The same picture saved again is no change.
    fs::write(&file, test.desk.folder().read_picture(&before).unwrap()).unwrap();
    test.wait();
    assert_eq!((test.woken.load(Ordering::SeqCst), test.revision_of()), (woken, revision));
    fs::remove_file(&file).unwrap();
    test.wait();
    fs::write(&file, &whole).unwrap();
    test.until(|desk, _| drawn.picture(desk.project()) != Some(&before));
    assert_eq!(test.desk.folder().read_picture(&test.panel()).unwrap(), whole);
}

#[test]
fn a_frame_comes_back_too_and_a_copy_that_is_out_is_used_again() {
    let mut test = Test::new();
    let scene = test.desk.project().scenes[0].id.clone();
    let drawn = Drawn::Frame(scene, FrameSlot::First);
    let before = drawn.picture(test.desk.project()).unwrap().clone();
    let file = test.draw(&drawn);
    assert_eq!(test.draw(&drawn), file);
    fs::write(&file, png(4)).unwrap();
    test.until(|desk, _| drawn.picture(desk.project()) != Some(&before));
    assert_eq!(test.desk.history().undo_label(), Some("Redraw first frame of scene 1"));
    assert_eq!(test.draw(&drawn), file, "the copy holds what is there");
    test.desk.undo();
    assert_ne!(test.draw(&drawn), file, "the copy holds something else now");
}

#[test]
fn what_is_gone_is_told_and_with_the_desk_it_ends() {
    let mut test = Test::new();
    let drawn = shot(&test.desk);
    let file = test.draw(&drawn);
    let Drawn::Panel(id) = &drawn else { unreachable!() };
    test.desk.edit(Edit::RemoveShot { shot: id.clone() }, None).unwrap();
    let revision = test.revision_of();
    fs::write(&file, png(5)).unwrap();
    let told = |event: &Event| matches!(event, Event::Trouble(text) if text.contains("not in the project any more"));
    test.until(|_, events| events.iter().any(told));
    assert_eq!(test.revision_of(), revision);
    assert!(!test.desk.is_drawn(&drawn));
    assert_eq!(fs::read(&file).unwrap(), png(5), "the drawing stays where it is");

    let Test { desk, data, .. } = test;
    let begun = Instant::now();
    drop(desk);
    assert!(begun.elapsed() < Duration::from_mins(1));
    let media = |data: &Path| fs::read_dir(data.join("a.storyreel/media")).unwrap().count();
    let count = media(data.path());
    fs::write(&file, png(6)).unwrap();
    std::thread::sleep(EVERY * 3);
    assert_eq!(media(data.path()), count);
}

#[test]
fn what_is_empty_is_drawn_on_blank_paper_in_the_scenes_ratio() {
    let mut test = Test::new();
    let (scene, drawn) = (test.desk.project().scenes[0].id.clone(), shot(&test.desk));
    let Drawn::Panel(id) = drawn.clone() else { unreachable!() };
    test.desk.edit(Edit::SetPanel { shot: id, panel: None }, None).unwrap();
    for (aspect, sides) in [(Aspect::Wide, (1920, 1080)), (Aspect::Tall, (1080, 1920)), (Aspect::Square, (1440, 1440))]
    {
        test.desk.edit(Edit::SetAspect { scene: scene.clone(), aspect }, None).unwrap();
        let file = test.draw(&drawn);
        let paper = image::open(&file).unwrap().to_rgba8();
        assert_eq!(paper.dimensions(), sides);
        assert!(paper.pixels().all(|pixel| pixel.0 == [255; 4]), "white, and nothing shows through it");
        test.desk.stop_drawing(&drawn);
    }
    // Until it is saved there is no picture; then there is one, and what was out holds it.
    let file = test.draw(&drawn);
    assert_eq!(test.draw(&drawn), file);
    let revision = test.revision_of();
    test.wait();
    assert_eq!((drawn.picture(test.desk.project()), test.revision_of()), (None, revision));
    fs::write(&file, png(7)).unwrap();
    test.until(|desk, _| drawn.picture(desk.project()).is_some());
    assert_eq!(test.desk.history().undo_label(), Some("Draw panel of shot 3"));
    assert_eq!(test.desk.folder().read_picture(&test.panel()).unwrap(), png(7));
    assert_eq!(test.draw(&drawn), file);
    fs::write(&file, png(8)).unwrap();
    test.until(|desk, _| desk.history().undo_label() == Some("Redraw panel of shot 3"));
    test.desk.undo();
    test.desk.undo();
    assert_eq!(drawn.picture(test.desk.project()), None);
}
