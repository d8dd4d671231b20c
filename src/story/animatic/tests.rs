//! What an animatic shows when.

use super::*;
use crate::story::picture::{ContentHash, MediaPath, PictureFormat, PictureInfo};
use crate::story::project::Tier;
use crate::story::units::Seconds;
use crate::story::{ProjectId, SceneId};

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

#[test]
fn an_order_without_time_shows_the_ground() {
    let frame = frame_at(&order(Vec::new()), FrameNumber(0));
    assert_eq!(frame.layers, vec![Layer::Fill(style::GROUND)]);
}
