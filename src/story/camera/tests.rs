//! Which words of a prompt move the camera, and which do not.

use proptest::prelude::*;

use super::*;
use crate::story::testing::any_text;
use crate::story::vocabulary::{Group, Vocabulary};

/// The part of the file that is offered beside prompts.
#[derive(Deserialize)]
struct Groups {
    groups: Vec<Group>,
}

fn told(prompt: &str) -> String {
    let CameraMove { way, pace } = written(prompt);
    match way {
        Way::Still => "still".to_owned(),
        _ => format!("{way:?} {pace:?}").to_lowercase(),
    }
}

#[test]
fn the_camera_does_what_the_prompt_says() {
    for (prompt, expected) in [
        ("Wide, slow push in. Dusk over the harbour roofs.", "in slow"),
        ("Close-up at ground level, 24 mm, locked off. Boots burst through a puddle, left to right.", "still"),
        ("Low angle, 35 mm, track right with the jump.", "right even"),
        ("Over the shoulder of @inspector, slow drift right. He stops.", "right slow"),
        ("PAN LEFT across the roofs", "left even"),
        ("Close-up with a slow push-in on her face", "in slow"),
        ("Wide shot slow push in", "in slow"),
        ("35mm tracking left alongside @mara", "left even"),
        ("Medium shot, panning right to follow the tram", "right even"),
        ("The camera slowly pulls back to show the empty hall.", "out slow"),
        ("She waits as the camera tilts up to the clock.", "up even"),
        ("We push in very slowly", "in slow"),
        ("Whip pan left to the door", "left fast"),
        ("Whip pan to the left", "left fast"),
        ("Quick zoom out.", "out fast"),
        ("Crane up, night.", "up even"),
        ("Camera: tilt down", "down even"),
        ("Pan from left to right over the quay", "right even"),
        ("A slow pan over the quay", "right slow"),
        ("The slow push in the hallway never ends", "in slow"),
        ("Handheld, she runs", "sway even"),
        ("Handheld close-up of @mara", "sway even"),
        ("Orbit @mara slowly", "sway even"),
        ("Pulls back over the roofs", "out even"),
        ("No cuts and a slow push in", "in slow"),
        ("No zoom, just a slow pull back", "out slow"),
        ("Static, then pan left", "still"),
        ("Pan over the quay", "right even"),
        ("Tilt up the tower", "up even"),
        ("Pan left, then push in", "left even"),
    ] {
        assert_eq!(told(prompt), expected, "{prompt}");
    }
}

#[test]
fn what_people_do_is_no_move_of_the_camera() {
    for prompt in [
        "",
        "The man pushes in his chair.",
        "The man gets up, pushes in his chair.",
        "Push in the door, hard.",
        "They push in from the left.",
        "Pull back the curtain, wait.",
        "He pulls out a knife",
        "@mara runs at the camera and pulls back her hood",
        "She looks into the lens and moves closer",
        "She tilts up her chin, drifts left and is gone",
        "Soldiers move in. Panic.",
        "Radio static, rain. Static crackles.",
        "The pan left on the stove burns",
        "His hand held high",
        "The moon in its orbit",
        "He says \"push in, pan left\" and waits",
        "She says “Camera pans left” aloud",
        "She stands up and pulls out",
        "No camera movement",
        "No push in or pan left",
        "Never pans left",
        "Without zooming in, we see her",
        "Don’t push in",
        "The camera does not pull back",
        "Static camera. The slow drift right of a boat",
        "Camera holds, waves pull back",
    ] {
        assert_eq!(told(prompt), "still", "{prompt}");
    }
}

#[test]
fn every_word_of_movement_that_is_offered_is_understood() {
    let text = include_str!("../../../assets/vocabulary.toml");
    let Groups { groups } = toml::from_str(text).unwrap();
    let offered = Vocabulary { groups };
    let movement = offered.groups.iter().find(|group| group.name == "Movement").unwrap();
    for word in &movement.words {
        let knows = |prompt: &str| told(prompt) != "still" || word.contains("static");
        assert!(knows(word) && knows(&format!("Wide shot, {word}, dusk")), "{word} moves nothing");
    }
    for group in offered.groups.iter().filter(|group| group.name != "Movement") {
        group.words.iter().for_each(|word| assert_eq!(told(word), "still", "{word} moves the camera"));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in any_text()) {
        prop_assert_eq!(written(&text), written(&text.clone()));
    }

    #[test]
    fn what_is_said_afterwards_changes_nothing(text in any_text()) {
        prop_assert_eq!(told(&format!("Wide, slow push in. {text}")), "in slow");
    }
}
