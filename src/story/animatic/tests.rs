//! What an animatic shows when.

use super::*;
use crate::story::picture::{ContentHash, MediaPath, PictureFormat, PictureInfo};
use crate::story::project::Tier;
use crate::story::units::Seconds;
use crate::story::{Crop, ProjectId, SceneId, ShotMove};

fn picture(path: &str, width: u32, height: u32) -> OrderPicture {
    OrderPicture {
        path: MediaPath::new(path).unwrap(),
        info: Some(PictureInfo {
            content: ContentHash::from_digest(path.as_bytes()),
            format: PictureFormat::Png,
            width,
            height,
            bytes: 1,
        }),
        area: None,
    }
}

fn shot(name: &str, seconds: u32) -> OrderShot {
    OrderShot {
        name: name.into(),
        seconds: Seconds(seconds),
        sent_text: String::new(),
        prompt: "@mara runs".into(),
        dialogue: String::new(),
        notes: String::new(),
        panel: None,
        camera_move: None,
    }
}

fn order(shots: Vec<OrderShot>) -> Order {
    Order {
        project: ProjectId::new("p"),
        project_name: String::new(),
        scene: SceneId::new("s"),
        scene_name: String::new(),
        shot: None,
        tier: Tier::Standard,
        aspect: Aspect::Wide,
        sound: true,
        multi_shot: true,
        shots,
        first_frame: None,
        last_frame: None,
        start: None,
        elements: Vec::new(),
    }
}

fn texts(frame: &FrameLayers) -> Vec<&str> {
    frame
        .layers
        .iter()
        .filter_map(|layer| match layer {
            Layer::Label(label) => Some(label.text.as_str()),
            _ => None,
        })
        .collect()
}

fn picture_path(frame: &FrameLayers) -> Option<&str> {
    frame.layers.iter().find_map(|layer| match layer {
        Layer::Picture { path, .. } => Some(path.as_str()),
        _ => None,
    })
}

#[test]
fn every_frame_belongs_to_its_shot() {
    let order = order(vec![shot("010A", 1), shot("010B", 0), shot("010C", 2)]);
    for (frame, name) in [(0, "010A"), (23, "010A"), (24, "010C"), (71, "010C"), (72, "010C"), (999, "010C")] {
        assert!(texts(&frame_at(&order, FrameNumber(frame))).contains(&name), "frame {frame}");
    }
    assert!(texts(&frame_at(&order, FrameNumber(999))).contains(&"00:02:23"));
}

#[test]
fn a_shot_shows_its_panel_else_the_first_frame_else_a_slate() {
    let mut order = order(vec![shot("010A", 1), shot("010B", 1)]);
    assert_eq!(picture_path(&frame_at(&order, FrameNumber(0))), None);
    assert!(texts(&frame_at(&order, FrameNumber(0))).contains(&"mara runs"));
    order.first_frame = Some(picture("media/first.png", 1280, 720));
    order.shots[1].panel = Some(picture("media/panel.png", 1280, 720));
    assert_eq!(picture_path(&frame_at(&order, FrameNumber(0))), Some("media/first.png"));
    assert_eq!(picture_path(&frame_at(&order, FrameNumber(24))), Some("media/panel.png"));
    order.shots[1].panel.as_mut().unwrap().info = None;
    assert_eq!(picture_path(&frame_at(&order, FrameNumber(24))), Some("media/first.png"));
}

#[test]
fn what_is_said_is_the_caption_speaker_by_speaker_and_notes_never_are() {
    let mut order = order(vec![shot("010A", 4)]);
    order.shots[0].notes = "Client hates this one".into();
    order.shots[0].dialogue = "MARA: Wait for @jon!\nJON: \"No.\"".into();
    for first_frame in [None, Some(picture("media/first.png", 1280, 720))] {
        order.first_frame = first_frame;
        let shown = |frame| texts(&frame_at(&order, FrameNumber(frame))).join("|");
        assert!(shown(0).contains("MARA: Wait for jon!") && !shown(0).contains("JON"), "{}", shown(0));
        assert!(shown(95).contains("JON: No.") && !shown(95).contains("MARA"), "{}", shown(95));
        assert!(!shown(0).contains("Client") && !shown(95).contains("Client"));
    }
    order.shots[0].dialogue.clear();
    assert_eq!(texts(&frame_at(&order, FrameNumber(0))), ["010A", "00:00:00"], "a prompt is no caption either");
}

fn view(frame: &FrameLayers) -> (View, Rect) {
    let mut views = frame.layers.iter().filter_map(|layer| match layer {
        Layer::Picture { view, dest, .. } => Some((*view, *dest)),
        _ => None,
    });
    views.next_back().unwrap()
}

#[test]
fn a_picture_moves_as_its_prompt_says_and_holds_still_where_it_says_nothing() {
    let mut order = order((0..8).map(|n| shot(&format!("010{n}"), 2)).collect());
    order.first_frame = Some(picture("media/first.png", 1280, 720));
    let seen = |order: &Order, shot: u64, frame: u64| view(&frame_at(order, FrameNumber(shot * 48 + frame))).0;
    for shot in 0..8 {
        assert_eq!(seen(&order, shot, 0), seen(&order, shot, 47), "shot {shot} drifts");
        assert_eq!(seen(&order, shot, 0).width, 1.0);
    }
    for (shot, prompt) in ["Wide, slow push in.", "Pan left.", "Tilt up", "Locked off, pan left"].iter().enumerate() {
        order.shots[shot].prompt = (*prompt).to_owned();
    }
    assert!(seen(&order, 0, 47).width < seen(&order, 0, 0).width);
    assert!(seen(&order, 1, 47).x < seen(&order, 1, 24).x && seen(&order, 1, 24).x < seen(&order, 1, 0).x);
    assert!(seen(&order, 2, 47).y < seen(&order, 2, 0).y);
    assert_eq!(seen(&order, 3, 0), seen(&order, 3, 47), "the first word counts");
    // Cutting it otherwise moves nothing: no move hangs on the shot's number.
    order.shots.remove(0);
    assert!(seen(&order, 0, 47).x < seen(&order, 0, 0).x);
}

#[test]
fn a_shots_own_move_counts_before_its_words_and_on_its_panel_alone() {
    let mut order = order(vec![shot("010A", 2)]);
    order.shots[0].prompt = "Locked off".to_owned();
    order.first_frame = Some(picture("media/first.png", 1280, 720));
    order.shots[0].panel = Some(picture("media/panel.png", 1000, 1000));
    let still = frame_at(&order, FrameNumber(0));
    assert_eq!(view(&still), view(&frame_at(&order, FrameNumber(47))));
    assert_eq!(view(&still).1.width, 720.0, "all of it, between bars");
    let (start, end) = (Crop { x: 0, y: 0, zoom: 100 }, Crop { x: 1000, y: 1000, zoom: 200 });
    order.shots[0].camera_move = Some(ShotMove { start, end });
    let [(from, dest), (to, _)] = [0, 47].map(|frame| view(&frame_at(&order, FrameNumber(frame))));
    assert_eq!(dest, Rect { x: 0.0, y: 0.0, width: 1280.0, height: 720.0 });
    assert_eq!((from.x, from.y, from.width), (0.0, 0.0, 1.0));
    assert!((to.x - 0.5).abs() < 0.002 && (to.width - 0.5).abs() < 0.002 && to.height < 0.3, "{to:?}");
    order.shots[0].panel = None;
    assert_eq!(view(&frame_at(&order, FrameNumber(0))).0.width, 1.0, "it was drawn on the panel, not on this");
    assert_eq!(view(&frame_at(&order, FrameNumber(47))).0.width, 1.0);
}

#[test]
fn overlays_can_be_left_out_one_by_one() {
    let mut order = order(vec![shot("010A", 2)]);
    order.first_frame = Some(picture("media/first.png", 1280, 720));
    order.shots[0].dialogue = "Wait!".into();
    let shown = |code, time, caption| {
        let frame = frame_with(&order, FrameNumber(3), Overlays { code, time, caption }, Guides::default());
        texts(&frame).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(shown(true, true, true), ["Wait!", "010A", "00:00:03"]);
    assert_eq!(shown(true, false, false), ["010A"]);
    assert_eq!(shown(false, true, false), ["00:00:03"]);
    assert_eq!(shown(false, false, true), ["Wait!"]);
    assert_eq!(shown(false, false, false), Vec::<String>::new());
    assert_eq!(
        frame_at(&order, FrameNumber(3)),
        frame_with(&order, FrameNumber(3), Overlays::default(), Guides::default())
    );
}

#[test]
fn what_is_written_stands_within_the_frame_that_is_composed_for() {
    let mut order = order(vec![shot("010A", 2)]);
    order.shots[0].dialogue = "Wait!".into();
    order.first_frame = Some(picture("media/first.png", 1280, 720));
    let scope = Guides { scope: true, ..Guides::default() };
    let frame = frame_with(&order, FrameNumber(3), Overlays::default(), scope);
    let part = scope.composed(frame.size.rect());
    assert!(part.y > 80.0);
    let labels = frame.layers.iter().filter_map(|layer| match layer {
        Layer::Label(label) => Some(label.y),
        _ => None,
    });
    let heights: Vec<f32> = labels.collect();
    assert_eq!(heights.len(), 3);
    assert!(heights.iter().all(|y| *y > part.y && *y < part.y + part.height), "{heights:?} in {part:?}");
}

#[test]
fn an_order_without_time_shows_the_ground() {
    let frame = frame_at(&order(Vec::new()), FrameNumber(0));
    assert_eq!(frame.layers, vec![Layer::Fill(style::GROUND)]);
}
