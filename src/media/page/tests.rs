//! Text on pages: every letter of it, in lines that fit; the painted page shows what the printed one does.

use super::*;
use crate::story::animatic::Weight;

const BODY: Style = Style { size: 10.0, line_height: 14.0, weight: Weight::Regular };
const INK: Rgba = Rgba(0, 0, 0, 255);

struct Red;

impl PagePictures for Red {
    fn pixels(&self, picture: usize, width: u32, height: u32) -> Option<Arc<Pixels>> {
        let mut pixels = Pixels::new(width.min(40), height.min(40));
        pixels.rgba.as_chunks_mut::<4>().0.fill([255, 0, 0, 255]);
        (picture == 0).then(|| Arc::new(pixels))
    }
}

fn page() -> Page {
    let mut page = Page { width: 200.0, height: 100.0, items: Vec::new() };
    page.block(Rect { x: 0.0, y: 0.0, width: 50.0, height: 100.0 }, Rgba(0, 0, 255, 255), 0.0);
    page.items.push(Item::Picture { picture: 0, dest: Rect { x: 100.0, y: 20.0, width: 40.0, height: 40.0 } });
    page.items.push(Item::Picture { picture: 1, dest: Rect { x: 150.0, y: 20.0, width: 40.0, height: 40.0 } });
    page.text(60.0, 70.0, &set_on_one_line("Hamburg", BODY, 100.0), INK);
    page
}

#[test]
fn texts_are_set_in_lines_that_fit_and_lose_nothing() {
    for text in [
        "Wide. Dusk over the wet quay.",
        "走過濕漉漉的碼頭走過濕漉漉的碼頭",
        "Très déjà vu à l'œil nu",
        "unbreakableunbreakableunbreakable",
        "שלום עולם שלום",
        "שלום see unbreakableunbreakable",
        "Mara says שלום שלוםשלוםשלוםשלום",
        "@𐫫𑛀🎞ᝮ𐖳𝈀@mara@mara@mara2",
    ] {
        let lines = set(text, BODY, 60.0);
        assert!(lines.len() > 1, "{text}");
        assert!(lines.iter().all(|line| line.width <= 60.5), "{text}");
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let shown: String = lines.iter().map(|line| line.plain()).collect();
        assert_eq!(bare(&shown), bare(text));
    }
    assert_eq!(set("a\n\nb\r\nc", BODY, 60.0).len(), 4);
    assert!(set("שלום", BODY, 60.0)[0].right_to_left);
    let cut = set_on_one_line("Dusk over the\nwet quay", BODY, 40.0);
    assert!(cut.width <= 40.5 && cut.width > 20.0);
}

#[test]
fn a_painted_page_shows_what_is_on_it() {
    let pixels = paint(&page(), 2.0, &Red);
    assert_eq!((pixels.width, pixels.height), (400, 200));
    let at = |x: usize, y: usize| pixels.rgba.as_chunks::<4>().0[y * 400 + x];
    assert_eq!(at(10, 10), [0, 0, 255, 255]);
    assert_eq!(at(240, 80), [255, 0, 0, 255]);
    assert_eq!(at(340, 80), [255, 255, 255, 255]);
    let dark = |from: usize, to: usize| (140..168).any(|y| (from..to).any(|x| at(x, y)[0] < 100));
    assert!(dark(120, 220) && !dark(230, 400));
}

#[test]
fn a_shape_is_filled_up_to_its_edges_whichever_way_round_its_corners_are_told() {
    for turn in [false, true] {
        let mut page = Page { width: 100.0, height: 100.0, items: Vec::new() };
        let mut points = vec![(10.0, 10.0), (90.0, 10.0), (10.0, 90.0)];
        if turn {
            points.reverse();
        }
        page.polygon(points, Rgba(0, 0, 0, 255));
        let pixels = paint(&page, 1.0, &Red);
        let at = |x: usize, y: usize| pixels.rgba.as_chunks::<4>().0[y * 100 + x][0];
        assert_eq!([at(12, 12), at(40, 40), at(60, 60), at(5, 40), at(12, 86)], [0, 0, 255, 255, 0]);
        // A pixel that the slope crosses is half covered.
        assert!((100..160).contains(&at(49, 50)), "{}", at(49, 50));
    }
}

#[test]
fn a_document_is_written_or_stopped() {
    let head = PdfHead { title: "A".into(), date: Some((2026, 11, 24)) };
    let chapters = [Chapter { title: "One".into(), page: 0 }, Chapter { title: "Gone".into(), page: 9 }];
    let bytes = pdf(&[page(), page()], &head, &chapters, &Red, &|_| true).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(matches!(pdf(&[page()], &head, &[], &Red, &|_| false), Err(PdfError::Stopped)));
}

#[test]
fn signs_that_a_line_break_parts_are_told_once() {
    // No font has them, so each sign stands alone, and a mark may be parted from what it stands on.
    let text = "𞻰େ𑎎2𛅐\u{11d3a}𑌵";
    for width in 10..120_u8 {
        let lines = set(text, Style { size: 8.5, line_height: 12.0, ..BODY }, f32::from(width));
        let shown: String = lines.iter().map(|line| line.plain()).collect();
        assert_eq!(shown, text, "at {width}");
    }
}
