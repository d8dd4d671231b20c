//! Prompts: empty, long, and with names that nothing bears.

use super::Place::{Scene, Shot};
use super::Severity::{Error, Warning};
use super::{Case, World, run, silent, told};
use crate::story::testing::element;

/// A prompt of the first of two shots.
fn prompt(text: &str) -> World {
    World::new(&[4, 4]).element(element("mara")).first_frame().prompt(0, text)
}

/// A prompt that counts so many: the mention counts 37.
fn with_mention(count: usize) -> World {
    prompt(&format!("@mara{}", "é".repeat(count - 37)))
}

fn dialogue(prompt_text: &str, dialogue: &str) -> World {
    let mut world = prompt(prompt_text);
    dialogue.clone_into(&mut world.shot(0).dialogue);
    world
}

fn styled(style: &str, text: &str) -> World {
    let mut world = prompt(text);
    style.clone_into(&mut world.project.style);
    world
}

/// Two shots with these codes.
fn coded(first: &str, second: &str) -> World {
    let mut world = prompt("x");
    first.clone_into(&mut world.shot(0).name);
    second.clone_into(&mut world.shot(1).name);
    world
}

pub(super) fn cases() -> Vec<Case> {
    let x = |count: usize| "x".repeat(count);
    vec![
        told("one code twice", coded("010A", "010a "), "double-code", Warning, Shot(1), &["Give it a free code"]),
        silent("two codes", coded("010A", "010B"), "double-code"),
        silent("no codes", coded("", " "), "double-code"),
        told("nothing", prompt(""), "prompt-empty", Error, Shot(0), &[]),
        told("white space", prompt(" \n\t\u{3000}"), "prompt-empty", Error, Shot(0), &[]),
        told("dialogue alone", dialogue("", "Run!"), "prompt-empty", Error, Shot(0), &[]),
        silent("a letter", prompt(" x "), "prompt-empty"),
        told("501", prompt(&x(501)), "prompt-long", Warning, Shot(0), &[]),
        silent("500", prompt(&x(500)), "prompt-long"),
        told("501 with a mention", with_mention(501), "prompt-long", Warning, Shot(0), &[]),
        silent("500 with a mention", with_mention(500), "prompt-long"),
        told("512", prompt(&x(512)), "prompt-long", Warning, Shot(0), &[]),
        silent("513, which is past Kling", prompt(&x(513)), "prompt-long"),
        told("501 with the dialogue and its quotes", dialogue(&x(490), &x(8)), "prompt-long", Warning, Shot(0), &[]),
        silent("500 with the dialogue and its quotes", dialogue(&x(490), &x(7)), "prompt-long"),
        silent(
            "notes are not counted",
            {
                let mut world = prompt(&x(500));
                world.shot(0).notes = x(5000);
                world
            },
            "prompt-long",
        ),
        silent("an unknown name counts its length", prompt(&format!("@zzz{}", " ".repeat(496))), "prompt-long"),
        told("501 with the style", styled(&x(250), &x(250)), "prompt-long", Warning, Shot(0), &[]),
        silent("500 with the style", styled(&x(250), &x(249)), "prompt-long"),
        told("a style is no prompt", styled("Ink.", " "), "prompt-empty", Error, Shot(0), &[]),
        told(
            "near a name in the style",
            styled("@marra", "x"),
            "unknown-element",
            Error,
            Scene,
            &["Use @mara", "New element"],
        ),
        told("513", prompt(&x(513)), "prompt-past-kling", Warning, Shot(0), &[]),
        silent("512", prompt(&x(512)), "prompt-past-kling"),
        told("513 with a mention", with_mention(513), "prompt-past-kling", Warning, Shot(0), &[]),
        silent("512 with a mention", with_mention(512), "prompt-past-kling"),
        told("2500", prompt(&x(2500)), "prompt-past-kling", Warning, Shot(0), &[]),
        told("2501", prompt(&x(2501)), "prompt-too-long", Error, Shot(0), &[]),
        silent("2500", prompt(&x(2500)), "prompt-too-long"),
        told("2501 with a mention", with_mention(2501), "prompt-too-long", Error, Shot(0), &[]),
        silent("2500 with a mention", with_mention(2500), "prompt-too-long"),
        silent("2501, which is an error already", prompt(&x(2501)), "prompt-past-kling"),
        silent("2500 letters of four bytes", prompt(&"𝄞".repeat(2500)), "prompt-too-long"),
        told("20 words in a line", dialogue("x", &["word"; 20].join(" ")), "dialogue-long", Warning, Shot(0), &[]),
        silent(
            "19 words in each of two lines",
            dialogue("x", &[["word"; 19].join(" "), ["word"; 19].join(" ")].join("\n")),
            "dialogue-long",
        ),
        told("near a name", prompt("@marra"), "unknown-element", Error, Shot(0), &["Use @mara", "New element"]),
        told("near none", prompt("@zzz"), "unknown-element", Error, Shot(0), &["New element"]),
        told("told once a shot", prompt("@zzz @zzz"), "unknown-element", Error, Shot(0), &["New element"]),
        told("case matters", prompt("@Mara"), "unknown-element", Error, Shot(0), &["Use @mara", "New element"]),
        told("only a low line", prompt("@__"), "unknown-element", Error, Shot(0), &["New element"]),
        told("21 letters", prompt(&format!("@{}", x(21))), "unknown-element", Error, Shot(0), &[]),
        told("20 letters", prompt(&format!("@{}", x(20))), "unknown-element", Error, Shot(0), &["New element"]),
        told(
            "in the dialogue",
            dialogue("Wide.", "\"@marra, run\""),
            "unknown-element",
            Error,
            Shot(0),
            &["Use @mara", "New element"],
        ),
        told(
            "a name that no mention can bear is not offered",
            prompt("@maro").element(element("maro!")),
            "unknown-element",
            Error,
            Shot(0),
            &["Use @mara", "New element"],
        ),
        told("NUL", prompt("Wide.\0"), "control-characters", Warning, Shot(0), &["Remove them everywhere"]),
        told("ESC", prompt("\u{1b}[2J"), "control-characters", Warning, Shot(0), &["Remove them everywhere"]),
        told("C1", prompt("Wide.\u{9b}"), "control-characters", Warning, Shot(0), &["Remove them everywhere"]),
        told(
            "a line separator",
            prompt("a\u{2028}b"),
            "control-characters",
            Warning,
            Shot(0),
            &["Remove them everywhere"],
        ),
        told(
            "turned round",
            dialogue("x", "\u{202e}nur"),
            "control-characters",
            Warning,
            Shot(0),
            &["Remove them everywhere"],
        ),
        told("left open", prompt("\u{2067}שלום"), "control-characters", Warning, Shot(0), &["Remove them everywhere"]),
        told(
            "in the style",
            styled("Ink.\u{feff}", "x"),
            "control-characters",
            Warning,
            Scene,
            &["Remove them everywhere"],
        ),
        told("nothing else", prompt("\0\u{202e}"), "prompt-empty", Error, Shot(0), &[]),
        silent(
            "tab, newline, joiners and marks",
            prompt("\tمی\u{200c}خواهم\n👩\u{200d}🚀\u{200e}\u{200f}"),
            "control-characters",
        ),
        silent("closed", prompt("\u{2067}שלום\u{2069}"), "control-characters"),
        silent(
            "in the notes, which are not sent",
            {
                let mut world = prompt("x");
                world.shot(0).notes = "\0".to_owned();
                world
            },
            "control-characters",
        ),
        silent("known", prompt("@mara"), "unknown-element"),
        silent("an address", prompt("me@zzz"), "unknown-element"),
        silent(
            "in the notes",
            {
                let mut world = prompt("Wide.");
                world.shot(0).notes = "@zzz".to_owned();
                world
            },
            "unknown-element",
        ),
    ]
}

#[test]
fn table() {
    run(cases());
}

#[test]
fn control_characters_are_named() {
    let mut world = prompt("Wide.\0 @mara");
    world.project.elements[0].description = "A \u{202e}coat".to_owned();
    let problems = world.check();
    let told: Vec<&str> =
        problems.iter().filter(|p| p.code == "control-characters").map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "The description of @mara has characters that nobody sees and that are sent: RLO (U+202E)",
            "Shot 1 has characters that nobody sees and that are sent: NUL (U+0000)",
        ]
    );
}

#[test]
fn each_unknown_name_is_told_by_itself() {
    let told: Vec<_> = prompt("@zzz @yyy")
        .check()
        .into_iter()
        .filter(|problem| problem.code == "unknown-element")
        .map(|problem| problem.message)
        .collect();
    assert_eq!(told, ["No element is named @zzz", "No element is named @yyy"]);
}
