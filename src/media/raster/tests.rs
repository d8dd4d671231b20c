//! What is painted, to the pixel where it matters.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use super::*;
use crate::story::animatic::{Align, Backdrop, Label, View, Weight};

const SIZE: Size = Size { width: 320, height: 180 };
const WHOLE: View = Rect { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };

struct One(Option<Arc<Decoded>>);

impl PictureSource for One {
    fn pixels(&self, _: &MediaPath, _: &ContentHash) -> Option<Arc<Decoded>> {
        self.0.clone()
    }
}

fn picture(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> One {
    let mut pixels = Pixels::new(width, height);
    for (index, pixel) in pixels.rgba.chunks_exact_mut(4).enumerate() {
        pixel.copy_from_slice(&color(index as u32 % width, index as u32 / width));
    }
    One(Some(Arc::new(pixels.into())))
}

fn showing(view: View, dest: Rect) -> FrameLayers {
    FrameLayers {
        size: SIZE,
        layers: vec![
            Layer::Fill(Rgba(10, 20, 30, 255)),
            Layer::Picture {
                path: MediaPath::new("media/a.png").unwrap(),
                content: ContentHash::from_digest(b"a"),
                view,
                dest,
            },
        ],
    }
}

fn frame(layers: Vec<Layer>) -> FrameLayers {
    FrameLayers { size: SIZE, layers }
}

fn label(text: &str, max_lines: usize, max_width: f32) -> Label {
    Label {
        text: text.into(),
        keeps_breaks: false,
        x: 10.0,
        y: 10.0,
        align: Align::TopLeft,
        max_width,
        max_lines,
        font_size: 20.0,
        line_height: 26.0,
        weight: Weight::Regular,
        color: Rgba(255, 255, 255, 255),
        backdrop: None,
    }
}

fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
    pixels.rgba.as_chunks::<4>().0[(y * pixels.width + x) as usize]
}

/// The columns and rows that are not black.
fn ink(pixels: &Pixels) -> Option<(u32, u32, u32, u32)> {
    let mut found: Option<(u32, u32, u32, u32)> = None;
    for y in 0..pixels.height {
        for x in 0..pixels.width {
            if at(pixels, x, y)[..3] != [0, 0, 0] {
                let (l, t, r, b) = found.unwrap_or((x, y, x, y));
                found = Some((l.min(x), t.min(y), r.max(x), b.max(y)));
            }
        }
    }
    found
}

fn labelled(label: Label) -> Pixels {
    Rasteriser::new().paint(&frame(vec![Layer::Fill(Rgba(0, 0, 0, 255)), Layer::Label(label)]), &One(None))
}

#[test]
fn the_same_layers_give_the_same_bytes() {
    let source = picture(500, 300, |x, y| [(x * 7) as u8, (y * 5) as u8, (x ^ y) as u8, 255]);
    let dest = Rect { x: 20.0, y: 0.0, width: 280.0, height: 180.0 };
    let mut layers = showing(Rect { x: 0.031, y: 0.04, width: 0.937, height: 0.93 }, dest);
    layers.layers.push(Layer::Label(label("Mara runs, 走る, تجري 🏃", 2, 200.0)));
    let mut first = Rasteriser::new();
    let once = first.paint(&layers, &source);
    assert_eq!(once, first.paint(&layers, &source));
    assert_eq!(once, first.clone().paint(&layers, &One(None)), "a clone shares what is kept");
    let mut dirty = Pixels { width: 3, height: 3, rgba: vec![77; 9999] };
    Rasteriser::new().paint_into(&layers, &source, &mut dirty);
    assert_eq!(once, dirty);
    assert!(once.is_opaque());
}

#[test]
fn beside_a_letterboxed_picture_stands_the_ground() {
    let source = picture(40, 40, |_, _| [200, 100, 50, 255]);
    let out = Rasteriser::new().paint(&showing(WHOLE, Rect { x: 70.0, y: 0.0, width: 180.0, height: 180.0 }), &source);
    for y in [0, 90, 179] {
        assert_eq!(at(&out, 69, y), [10, 20, 30, 255]);
        assert_eq!(at(&out, 70, y), [200, 100, 50, 255]);
        assert_eq!(at(&out, 249, y), [200, 100, 50, 255]);
        assert_eq!(at(&out, 250, y), [10, 20, 30, 255]);
    }
}

#[test]
fn a_see_through_picture_lies_over_the_ground() {
    let source = picture(40, 40, |_, _| [200, 100, 50, 128]);
    let out = Rasteriser::new().paint(&showing(WHOLE, Rect { x: 0.0, y: 0.0, width: 320.0, height: 180.0 }), &source);
    let pixel = at(&out, 160, 90);
    assert!(pixel[0].abs_diff(105) <= 1 && pixel[1].abs_diff(60) <= 1 && pixel[2].abs_diff(40) <= 1, "{pixel:?}");
    assert!(out.is_opaque());
}

#[test]
fn a_flat_picture_stays_flat_wherever_the_view_is() {
    let source = picture(640, 360, |_, _| [201, 103, 57, 255]);
    let mut rasteriser = Rasteriser::new();
    for step in 0..30_u8 {
        let width = 1.0 - 0.08 * f32::from(step) / 29.0;
        let view = Rect { x: (1.0 - width) / 2.0, y: (1.0 - width) / 3.0, width, height: width };
        let out = rasteriser.paint(&showing(view, Rect { x: 0.0, y: 0.0, width: 320.0, height: 180.0 }), &source);
        assert!(out.rgba.chunks_exact(4).all(|pixel| pixel == [201, 103, 57, 255]), "step {step}");
    }
}

/// The middle of what is bright in one row, to a fraction of a pixel.
fn middle(out: &Pixels, y: u32) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for x in 0..out.width {
        let value = f64::from(at(out, x, y)[0]);
        sum += value * (f64::from(x) + 0.5);
        weight += value;
    }
    sum / weight
}

#[test]
fn a_slow_move_is_even_to_a_fraction_of_a_pixel() {
    // A bright bar that drifts by about a twentieth of a pixel from frame to frame.
    let source = picture(640, 360, |x, _| if (318..322).contains(&x) { [255, 255, 255, 255] } else { [0, 0, 0, 255] });
    let mut rasteriser = Rasteriser::new();
    let mut sharpness = Vec::new();
    let mut places = Vec::new();
    for step in 0..60_u8 {
        let x = 0.08 * f32::from(step) / 480.0;
        let view = Rect { x, y: 0.04, width: 0.92, height: 0.92 };
        let out = rasteriser.paint(&showing(view, Rect { x: 0.0, y: 0.0, width: 320.0, height: 180.0 }), &source);
        places.push(middle(&out, 90));
        sharpness.push((0..320).map(|x| at(&out, x, 90)[0]).max().unwrap());
    }
    let expected = 0.08 / 480.0 / 0.92 * 320.0;
    for pair in places.windows(2) {
        assert!((pair[0] - pair[1] - expected).abs() < 0.02, "{pair:?}, expected a step of {expected}");
    }
    let (least, most) = (sharpness.iter().min().unwrap(), sharpness.iter().max().unwrap());
    assert!(most - least <= 40, "the bar's brightness pulses between {least} and {most}");
}

#[test]
fn a_picture_that_is_not_there_is_named_and_not_remembered() {
    let layers = showing(WHOLE, Rect { x: 0.0, y: 0.0, width: 320.0, height: 180.0 });
    let mut rasteriser = Rasteriser::new();
    rasteriser.paint(&layers, &One(None));
    assert_eq!(rasteriser.missing().map(MediaPath::as_str), Some("media/a.png"));
    let out = rasteriser.paint(&layers, &picture(4, 4, |_, _| [9, 9, 9, 255]));
    assert_eq!(rasteriser.missing(), None);
    assert_eq!(at(&out, 5, 5), [9, 9, 9, 255]);
}

#[test]
fn a_view_that_is_nonsense_paints_something_and_does_not_panic() {
    let source = picture(40, 40, |_, _| [200, 100, 50, 255]);
    for value in [f32::NAN, f32::INFINITY, -5.0, 0.0, 1e9] {
        let odd = Rect { x: value, y: 0.0, width: value, height: 1.0 };
        Rasteriser::new().paint(&showing(odd, Rect { x: 0.0, y: 0.0, width: 320.0, height: 180.0 }), &source);
        Rasteriser::new().paint(&showing(WHOLE, odd), &source);
        let mut text = label("text", 2, value);
        text.x = value;
        labelled(text.clone());
        text.max_width = 100.0;
        text.font_size = value.clamp(-5.0, 500.0);
        labelled(text);
        let block = Layer::Block { rect: odd, color: Rgba(1, 2, 3, 200), radius: value };
        let shade = Layer::Shade { rect: odd, top: Rgba(1, 2, 3, 200), bottom: Rgba(1, 2, 3, 200) };
        Rasteriser::new().paint(&frame(vec![block, shade]), &source);
    }
    Rasteriser::new().paint(&FrameLayers { size: Size { width: 0, height: 0 }, layers: vec![] }, &source);
}

#[test]
fn a_long_text_is_cut_with_an_ellipsis_inside_its_width() {
    let text = "A long caption that cannot possibly fit into the two lines it was given, however hard it tries to";
    let cut = ink(&labelled(label(text, 2, 200.0))).unwrap();
    assert!(cut.2 <= 212 && cut.3 <= 10 + 2 * 26 + 4, "{cut:?}");
    let one = ink(&labelled(label(text, 1, 200.0))).unwrap();
    assert!(one.3 < 38, "{one:?}");
    // The three dots stand low at the end of the line: nothing but them is in the last few columns.
    let out = labelled(label(text, 1, 200.0));
    let high = (one.2.saturating_sub(8)..=one.2).filter(|x| (10..24).any(|y| at(&out, *x, y)[0] > 60)).count();
    assert_eq!(high, 0, "the line ends in dots");
    // What fits is left alone.
    let short = ink(&labelled(label("Short", 2, 200.0))).unwrap();
    assert!(short.2 < 80 && short.3 < 38);
    assert!(ink(&labelled(label("  \n ", 2, 200.0))).is_none());
    // A hostile length is no trouble.
    assert!(ink(&labelled(label(&"word ".repeat(300_000), 2, 200.0))).is_some());
    assert!(ink(&labelled(label(&"w".repeat(300_000), 2, 200.0))).is_some());
}

#[test]
fn blocks_stand_where_their_corner_is_named() {
    let mut text = label("Two words here", 2, 90.0);
    text.backdrop = Some(Backdrop { color: Rgba(0, 60, 0, 255), radius: 4.0, pad_x: 8.0, pad_y: 5.0 });
    for (align, x, y) in [
        (Align::TopLeft, 20.0, 30.0),
        (Align::TopRight, 300.0, 30.0),
        (Align::BottomLeft, 20.0, 170.0),
        (Align::BottomCenter, 160.0, 170.0),
    ] {
        text.align = align;
        (text.x, text.y) = (x, y);
        let (left, top, right, bottom) = ink(&labelled(text.clone())).unwrap();
        let (left, top, right, bottom) = (left as f32, top as f32, right as f32 + 1.0, bottom as f32 + 1.0);
        assert!((bottom - top - (2.0 * 26.0 + 10.0)).abs() <= 1.0, "{align:?} {top} {bottom}");
        assert!(right - left <= 90.0 + 16.0 + 1.0);
        match align {
            Align::TopLeft => assert!((left - x).abs() <= 1.0 && (top - y).abs() <= 1.0),
            Align::TopRight => assert!((right - x).abs() <= 1.0 && (top - y).abs() <= 1.0),
            Align::BottomLeft => assert!((left - x).abs() <= 1.0 && (bottom - y).abs() <= 1.0),
            Align::BottomCenter => {
                assert!((f32::midpoint(left, right) - x).abs() <= 1.0 && (bottom - y).abs() <= 1.0);
            }
        }
    }
}

#[test]
fn a_time_code_is_as_wide_at_every_moment() {
    let width = |code: &str| ink(&labelled(label(code, 1, 200.0))).map(|ink| ink.0).unwrap();
    let mut code = label("00:00:00", 1, 200.0);
    code.align = Align::TopRight;
    code.x = 300.0;
    let mut lefts = Vec::new();
    for text in ["00:00:00", "00:01:11", "00:11:11", "00:14:23", "08:48:08"] {
        let mut code = code.clone();
        code.text = text.into();
        code.backdrop = Some(Backdrop { color: Rgba(0, 60, 0, 255), radius: 0.0, pad_x: 8.0, pad_y: 5.0 });
        lefts.push(ink(&labelled(code)).unwrap().0);
    }
    assert!(lefts.windows(2).all(|pair| pair[0] == pair[1]), "{lefts:?}");
    assert!(width("1") >= 10);
}

#[test]
fn words_from_the_right_begin_at_the_right_margin() {
    // Two lines; the second is shorter and must begin where the first does. Which way a text runs depends on no font.
    let text = "هذا نص طويل بما يكفي لكي ينكسر على سطرين اثنين";
    let begin = |out: &Pixels, rows: std::ops::Range<u32>| {
        (0..SIZE.width).rev().find(|x| rows.clone().any(|y| at(out, *x, y)[0] > 60)).unwrap()
    };
    let out = labelled(label(text, 2, 220.0));
    let (first, second) = (begin(&out, 10..36), begin(&out, 36..62));
    assert!(first.abs_diff(second) < 12, "{first} {second}");
    let short = begin(&labelled(label("שלום", 2, 220.0)), 10..36);
    assert!((220..=232).contains(&short), "it begins at the margin, 10 + 220, not at {short}");

    // In a corner it stays there.
    let mut cornered = label("שלום", 1, 220.0);
    cornered.backdrop = Some(Backdrop { color: Rgba(0, 60, 0, 255), radius: 0.0, pad_x: 8.0, pad_y: 5.0 });
    assert_eq!(ink(&labelled(cornered)).unwrap().0, 10);
}

#[test]
fn a_symbol_that_no_font_has_is_left_out_and_a_letter_is_not() {
    let plain = labelled(label("Mara runs", 2, 200.0));
    // Of private use, at the very end of all characters.
    assert_eq!(labelled(label("Mara \u{10fff0} runs \u{10fff1}\u{10fff2}", 2, 200.0)), plain);
    assert!(ink(&labelled(label("\u{10fff0}", 2, 200.0))).is_none());
    // A script of three thousand years ago: whether a font has it or not, something shows.
    assert!(ink(&labelled(label("𐤀𐤁𐤂", 2, 200.0))).is_some());
}

#[test]
fn an_emoji_has_its_colours_or_is_left_out() {
    let out = labelled(label("Mara 🏃 runs", 2, 200.0));
    let is_colour = |pixel: &[u8]| pixel[0].abs_diff(pixel[2]) > 40;
    let coloured = out.rgba.chunks_exact(4).any(is_colour);
    assert!(coloured || out == labelled(label("Mara runs", 2, 200.0)));
}

#[test]
fn a_word_without_end_is_broken_and_stays_inside() {
    for text in
        ["Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "走れ走れ走れ走れ走れ走れ走れ走れ走れ走れ"]
    {
        let inked = ink(&labelled(label(text, 3, 150.0))).unwrap();
        assert!(inked.0 >= 9 && inked.2 <= 162, "{inked:?}");
        assert!(inked.3 > 36, "it goes on in another line: {inked:?}");
    }
}

#[test]
fn a_block_covers_wholly_however_far_its_edges_lie() {
    for far in [400.0, 8192.0, 1e12, f32::MAX, f32::INFINITY] {
        let block = |x: f32| Layer::Block {
            rect: Rect { x, y: 0.0, width: far, height: far },
            color: Rgba(255, 255, 255, 255),
            radius: 0.0,
        };
        let layers = vec![Layer::Fill(Rgba(0, 0, 0, 255)), block(10.5)];
        let out = Rasteriser::new().paint(&FrameLayers { size: SIZE, layers }, &One(None));
        let found = [at(&out, 9, 90), at(&out, 10, 90), at(&out, 11, 90), at(&out, 319, 179)];
        assert_eq!(found.map(|pixel| pixel[0]), [0, 128, 255, 255], "{far}");
    }
}

#[test]
fn a_caption_is_shown_whole_in_its_lines_on_every_shape() {
    use crate::story::animatic::{Written, size_of};
    use crate::story::caption::{CaptionText, Captions};
    let texts = [
        "WE MUST AWAKEN THE WHOLE WORLD, MOMMA WAMWAM, AND WE MUST SWIM NOW",
        "We should have left before the harbour lights went out, Mara said, and nobody answered her",
        "MARA: 雨の港を走る。灯りがひとつずつ消えていく、もう誰もいない。走れ走れ走れ走れ走れ走れ走れ走れ",
        "Широкий фjорд, шум моря и жжение в щеках; мы шли долго и молча до самого маяка",
        "חיכיתי לך שעה שלמה ליד הנמל, ואת לא באת; עכשיו כבר מאוחר מדי לחזור אל העיר",
        "1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 12345",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    ];
    for aspect in crate::story::Aspect::ALL {
        let size = size_of(aspect);
        for text in texts {
            for caption in Captions::new(text, CaptionText::Dialogue, 2_400, 24).all {
                let written = Written { caption: caption.lines.clone(), ..Written::default() };
                let layers = written.layers(size);
                let [Layer::Label(label)] = layers.as_slice() else { panic!("{layers:?}") };
                let set = super::typesetter::set(label);
                assert_eq!(set.lines.len(), caption.lines.len(), "{aspect} {caption:?}");
                assert!(set.width <= label.max_width, "{aspect} {caption:?}");
            }
        }
    }
}
