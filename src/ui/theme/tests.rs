//! What both themes keep: every word can be read on every ground that it stands on.

use egui::Color32;

use super::{Tokens, motion};

/// Relative luminance (WCAG 2): red, green and blue made linear and weighed as eyes do.
fn luminance(color: Color32) -> f32 {
    let linear = egui::Rgba::from(color);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Text and ground with their names, each pair that is painted somewhere.
fn pairs(t: &Tokens) -> Vec<(String, Color32, Color32)> {
    let grounds =
        [("ground", t.ground), ("panel", t.panel), ("raised", t.raised), ("control", t.control), ("chosen", t.chosen)];
    let texts = [
        ("text", t.text),
        ("dim", t.dim),
        ("faint", t.faint),
        ("warn", t.warn),
        ("ok", t.ok),
        ("bad", t.bad),
        ("info", t.info),
        ("strong", t.strong),
        ("price", t.price),
    ];
    let mut pairs = Vec::new();
    for (ground, under) in grounds {
        pairs.extend(texts.iter().map(|(text, over)| (format!("{text} on {ground}"), *over, under)));
    }
    for (text, over) in &texts[..2] {
        pairs.push((format!("{text} on a button under the pointer"), *over, t.control_hover));
    }
    pairs.push(("spend".to_owned(), t.on_spend, t.spend));
    pairs.push(("spend under the pointer".to_owned(), t.on_spend, t.spend_hover));
    pairs.push(("a known name".to_owned(), t.info, t.ground.blend(t.info_wash)));
    pairs.push(("an unknown name".to_owned(), t.bad, t.ground.blend(t.bad_wash)));
    let selected =
        [("words", t.text), ("selected words", t.strong), ("a known name", t.info), ("an unknown name", t.bad)];
    pairs.extend(selected.map(|(text, over)| (format!("{text} on the selection"), over, t.selection)));
    // The palest picture is the worst ground for words on it.
    for (what, cover) in [("scrim", t.scrim), ("caption", t.caption)] {
        let ground = Color32::WHITE.blend(cover);
        for (text, over) in [("words", t.on_picture), ("a name", t.info_on_picture), ("a wrong name", t.bad_on_picture)]
        {
            if what == "caption" || text == "words" {
                pairs.push((format!("{text} on the {what} of a picture"), over, ground));
            }
        }
    }
    pairs
}

#[test]
fn words_stand_out_from_what_is_under_them() {
    for tokens in [Tokens::dark(), Tokens::light()] {
        for (what, text, ground) in pairs(&tokens) {
            let contrast = contrast(text, ground);
            let theme = if tokens.is_dark { "dark" } else { "light" };
            assert!(contrast >= 4.5, "{what} has {contrast:.2} to 1 in the {theme} theme");
        }
    }
}

#[test]
fn what_is_selected_can_be_told_from_what_is_not() {
    for tokens in [Tokens::dark(), Tokens::light()] {
        assert_eq!(tokens.selection.a(), u8::MAX, "nothing behind it changes the contrast");
        assert!(contrast(tokens.selection, tokens.ground) >= 1.25);
    }
}

#[test]
fn contrast_is_measured_as_the_standard_says() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    assert!((contrast(Color32::WHITE, Color32::WHITE) - 1.0).abs() < 0.01);
}

#[test]
fn motion_is_short_and_can_be_off() {
    const { assert!(motion::USUAL <= motion::LONGEST) };
    for (reduced, longest) in [(false, motion::LONGEST), (true, 0.0)] {
        let ctx = egui::Context::default();
        super::apply(&ctx, Tokens::light(), reduced);
        let style = ctx.global_style();
        assert!(style.animation_time <= longest);
        assert!(style.scroll_animation.duration.max <= longest);
    }
}
