//! The queue of input: what one pass sees, and what waits.

use egui::Modifiers;

use super::*;

fn key(key: Key, modifiers: Modifiers) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
}

fn up(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: Modifiers::NONE }
}

/// A letter as systems send it.
fn letter(text: &str) -> Vec<Event> {
    let name = Key::from_name(&text.to_uppercase()).unwrap();
    vec![key(name, Modifiers::NONE), Event::Text(text.to_owned()), up(name)]
}

fn word(text: &str) -> Vec<Event> {
    text.chars().flat_map(|c| letter(&c.to_string())).collect()
}

fn text_field() -> Place {
    Place { focused: Some(Id::unique("field")), is_text: true, has_popup: false }
}

fn nowhere() -> Place {
    Place { focused: None, is_text: false, has_popup: false }
}

/// The pieces that passes see of what one frame held, where the keyboard stays at one place.
fn pieces(came: Vec<Event>, place: Place) -> Vec<Vec<Event>> {
    let mut replay = Replay::default();
    let mut pieces = vec![replay.pass(came, place)];
    while !replay.queue.is_empty() {
        pieces.push(replay.pass(Vec::new(), place));
        assert!(pieces.len() < 100);
    }
    pieces
}

#[test]
fn text_passes_together_and_each_key_that_acts_alone() {
    let enter = || vec![key(Key::Enter, Modifiers::COMMAND), up(Key::Enter)];
    let came = [word("more"), enter(), word("two"), enter(), word("three")].concat();
    let expected = [word("more"), enter(), word("two"), enter(), word("three")];
    // What is released passes along with what is before it.
    assert_eq!(pieces(came.clone(), text_field()).concat(), came, "nothing is lost and nothing changes places");
    assert_eq!(pieces(came, text_field()), expected);
    for acts in [
        key(Key::Tab, Modifiers::NONE),
        key(Key::Escape, Modifiers::NONE),
        key(Key::F5, Modifiers::NONE),
        key(Key::Num3, Modifiers::ALT),
        key(Key::ArrowDown, Modifiers::NONE),
        Event::Paste("1. One".to_owned()),
    ] {
        let came = [word("a"), vec![acts.clone()], word("b")].concat();
        assert_eq!(pieces(came, text_field()), [word("a"), vec![acts], word("b")]);
    }
}

#[test]
fn the_same_key_twice_acts_twice_however_fast_it_was() {
    // Pressed, released and pressed again: the second press is one of its own.
    let escape = vec![key(Key::Escape, Modifiers::NONE), up(Key::Escape)];
    assert_eq!(pieces([escape.clone(), escape.clone()].concat(), nowhere()), [escape.clone(), escape]);
    // Held down it comes again and again, and does not pile up.
    let undo = key(Key::Z, Modifiers::COMMAND);
    let held = vec![undo.clone(), undo.clone(), undo];
    assert_eq!(pieces(held.clone(), nowhere()), [held]);
}

#[test]
fn outside_a_text_every_key_may_be_a_command() {
    let came = word("ns");
    assert_eq!(pieces(came, nowhere()), [letter("n"), letter("s")]);
    let alt = vec![key(Key::Num3, Modifiers::ALT), Event::Text("3".to_owned()), up(Key::Num3)];
    assert_eq!(pieces(alt.clone(), text_field()), [alt], "what a key writes passes with it");
}

#[test]
fn what_is_typed_waits_until_the_keyboard_has_come_to_its_place() {
    let mut replay = Replay::default();
    let enter = vec![key(Key::Enter, Modifiers::NONE)];
    assert_eq!(replay.pass([enter.clone(), word("ab")].concat(), nowhere()), enter);
    replay.is_turning = true;
    assert_eq!(replay.pass(Vec::new(), nowhere()), [], "a field is to get the keyboard");
    assert_eq!(replay.pass(word("c"), text_field()), [], "it has only just got it");
    assert_eq!(replay.pass(Vec::new(), text_field()), word("abc"));
    // What moves nothing is not held up by it.
    replay.is_turning = true;
    let moved = vec![Event::PointerMoved(egui::Pos2::ZERO)];
    assert_eq!(replay.pass(moved.clone(), nowhere()), moved);
}

#[test]
fn a_keyboard_that_never_comes_to_rest_holds_nothing_up_for_ever() {
    let mut replay = Replay::default();
    let mut passes = 0;
    replay.queue.extend(word("a"));
    loop {
        replay.is_turning = true;
        passes += 1;
        if !replay.pass(Vec::new(), nowhere()).is_empty() {
            break;
        }
        assert!(passes < 20);
    }
    assert!(replay.queue.is_empty());
    // It is not waited for again and again, also where nothing came for a while.
    replay.is_turning = true;
    assert_eq!(replay.pass(word("b"), nowhere()), word("b"));
    replay.is_turning = true;
    replay.rest(nowhere());
    replay.is_turning = true;
    assert_eq!(replay.pass(word("c"), nowhere()), word("c"));
    // Once it has come to rest, the next time counts anew.
    replay.rest(nowhere());
    replay.is_turning = true;
    assert_eq!(replay.pass(word("d"), nowhere()), []);
}

#[test]
fn clicks_act_where_they_were_made_and_drags_have_moved_before_they_end() {
    let at = |x: f32| Event::PointerMoved(egui::pos2(x, 0.0));
    let button = |x: f32, pressed| Event::PointerButton {
        pos: egui::pos2(x, 0.0),
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let came = vec![at(1.0), button(1.0, true), button(1.0, false), at(9.0), button(9.0, true), at(20.0), at(30.0)];
    let came = [came, vec![button(30.0, false)], word("a")].concat();
    let pieces = pieces(came, nowhere());
    assert_eq!(
        pieces,
        [
            vec![at(1.0), button(1.0, true)],
            vec![button(1.0, false)],
            vec![at(9.0), button(9.0, true)],
            vec![at(20.0), at(30.0)],
            vec![button(30.0, false)],
            word("a"),
        ]
    );
}

#[test]
fn the_modifiers_of_a_piece_are_those_it_was_pressed_with() {
    let (held, free) = (Event::ModifiersChanged(Modifiers::SHIFT), Event::ModifiersChanged(Modifiers::NONE));
    let press = |pressed| Event::PointerButton {
        pos: egui::Pos2::ZERO,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::SHIFT,
    };
    let came = vec![held.clone(), press(true), press(false), free.clone(), key(Key::Enter, Modifiers::NONE)];
    let expected =
        [vec![held.clone(), press(true)], vec![press(false)], vec![free.clone(), key(Key::Enter, Modifiers::NONE)]];
    assert_eq!(pieces(came, nowhere()), expected);
    // A capital within a text is no end of it.
    let capital = [vec![held], word("a"), vec![free], word("b")].concat();
    assert_eq!(pieces(capital.clone(), text_field()), [capital]);
}
