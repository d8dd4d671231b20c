//! Boards lose no text, keep to their sheet, and are the same each time.

use proptest::prelude::*;

use super::*;
use crate::deliver::settings::{Estimate, Paper, PerPage};
use crate::media::page::Item;
use crate::story::rules::shipped;
use crate::story::testing::{any_pictures, any_project, element, path, ready, scene};
use crate::story::{Crop, Guides, ShotMove};

pub(super) fn laid(project: &Project, choices: &Choices, pictures: &Pictures) -> Laid {
    layout(&Boards {
        project,
        scope: Scope::Project,
        choices,
        pictures,
        rules: &shipped(),
        money: money(choices).as_ref(),
        takes: &[],
        logo: None,
        changes: None,
        today: jiff::civil::date(2026, 11, 24),
    })
}

fn money(choices: &Choices) -> Option<Money> {
    choices.cost.then(|| Money::new(&Estimate::default(), &shipped()).unwrap())
}

#[test]
fn what_a_scene_costs_is_told_as_the_estimate_tells_it() {
    let raised = Estimate {
        markup: "15".parse().unwrap(),
        currency: "EUR".into(),
        rate: "0.92".parse().unwrap(),
        ..Estimate::default()
    };
    let told = |estimate: &Estimate| {
        let (project, choices) = (project(), Choices { cost: true, ..Choices::default() });
        text_of(&layout(&Boards {
            project: &project,
            scope: Scope::Project,
            choices: &choices,
            pictures: &pictures(),
            rules: &shipped(),
            money: Some(&Money::new(estimate, &shipped()).unwrap()),
            takes: &[],
            logo: None,
            changes: None,
            today: jiff::civil::date(2026, 11, 24),
        }))
    };
    // 585 credits are $2.925, €2.691, and €3.095 with the markup.
    let hidden = told(&raised);
    assert!(hidden.contains("€3.09 a take") && !hidden.contains("credits") && !hidden.contains('$'), "{hidden}");
    let beside = told(&Estimate { show_markup: true, ..raised });
    assert!(beside.contains("€2.69 + 15 % a take, 585 credits"), "{beside}");
}

/// Letters and digits alone, which is what a reader would miss.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn text_of(laid: &Laid) -> String {
    laid.pages.iter().map(Page::plain_text).collect::<Vec<_>>().join("\n")
}

fn everything() -> Choices {
    Choices { prompt: true, elements: true, ..Choices::default() }
}

fn project() -> Project {
    let mut first = scene(&[4, 5, 3, 3]);
    first.name = "Rooftop".to_owned();
    first.shots[0].prompt = "@mara runs".to_owned();
    first.shots[0].dialogue = "Wait for me".to_owned();
    first.shots[1].notes = "Crane up".to_owned();
    first.shots[2].panel = Some(path("media/panel.png"));
    Project {
        name: "Harbour chase".to_owned(),
        scenes: vec![first],
        elements: vec![element("mara")],
        ..Project::default()
    }
}

fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    pictures.set(path("media/panel.png"), ready(1280, 720));
    pictures
}

fn panels(page: &Page) -> usize {
    let name = |line: &str| line.len() == 4 && line.starts_with("010");
    // A place without a picture has its name in it too.
    let names: std::collections::HashSet<String> =
        page.plain_text().lines().filter(|line| name(line)).map(str::to_owned).collect();
    names.len()
}

#[test]
fn boards_show_what_is_ticked_and_nothing_else() {
    let shown = text_of(&laid(&project(), &Choices::default(), &pictures()));
    for text in [
        "Harbour chase",
        "1 scene, 4 shots, 15 s",
        "24 November 2026",
        "“Wait for me”",
        "Crane up",
        "0103",
        "3 s",
        "2 / 2",
    ] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
    for text in ["runs", "With mara", "credits", "$"] {
        assert!(!shown.contains(text), "{text} in {shown}");
    }
    let choices =
        Choices { cost: true, client: "Acme".into(), version: "v3".into(), date: "May".into(), ..everything() };
    let shown = text_of(&laid(&project(), &choices, &pictures()));
    for text in ["@mara runs", "With mara", "$2.93 a take, 585 credits", "Acme · v3 · May"] {
        assert!(shown.contains(text), "{text} in {shown}");
    }
    let bare = Choices {
        title_page: false,
        page_numbers: false,
        seconds: false,
        dialogue: false,
        notes: false,
        ..Choices::default()
    };
    let shown = text_of(&laid(&project(), &bare, &pictures()));
    assert!(!shown.lines().any(|line| line.ends_with(" s")), "{shown}");
    for text in ["Wait", "Crane", "1 / 1", "Storyboard"] {
        assert!(!shown.contains(text), "{text} in {shown}");
    }
}

#[test]
fn as_many_panels_stand_on_a_page_as_were_asked_for() {
    let mut project = project();
    project.scenes[0].shots = (1..=9).map(|number| crate::story::testing::shot(number, 1)).collect();
    for per_page in PerPage::ALL {
        for portrait in [false, true] {
            for aspect in crate::story::Aspect::ALL {
                project.scenes[0].aspect = aspect;
                let choices = Choices { portrait, per_page, title_page: false, ..Choices::default() };
                let pages = laid(&project, &choices, &pictures()).pages;
                let count = usize::from(per_page.count());
                let panels: Vec<usize> = pages.iter().map(panels).collect();
                let mut expected = vec![count; 9 / count];
                expected.extend(Some(9 % count).filter(|rest| *rest > 0));
                assert_eq!(panels, expected, "{per_page:?} {portrait} {aspect}");
            }
        }
    }
}

#[test]
fn a_scenes_further_pages_say_whose_shots_they_show_and_numbers_stand_first_in_any_script() {
    let mut project = project();
    project.scenes[0].shots = (1..=9).map(|number| crate::story::testing::shot(number, 1)).collect();
    project.scenes.push(Scene { name: "שלום Street".to_owned(), ..scene(&[4]) });
    let choices = Choices { per_page: PerPage::Four, title_page: false, ..Choices::default() };
    let pages = laid(&project, &choices, &pictures()).pages;
    let says = |page: &Page, words: &str| page.plain_text().lines().any(|line| line == words);
    let again: Vec<bool> = pages.iter().map(|page| says(page, "1 Rooftop, continued")).collect();
    assert_eq!(again, [false, true, true]);
    let heading = pages[2].items.iter().find_map(|item| match item {
        Item::Text { x, line, .. } if line.plain().contains("Street") => Some((*x, line.right_to_left)),
        _ => None,
    });
    assert_eq!(heading, Some((style::MARGIN, false)));
}

#[test]
fn a_long_text_goes_on_with_the_next_page_and_keeps_its_size() {
    let mut project = project();
    let words: Vec<String> = (0..420).map(|n| format!("word{n}")).collect();
    project.scenes[0].shots[1].prompt = words.join(" ");
    for per_page in PerPage::ALL {
        for portrait in [false, true] {
            let choices = Choices { portrait, per_page, ..everything() };
            let laid = laid(&project, &choices, &pictures());
            let shown = letters(&text_of(&laid).replace("0102, continued", ""));
            assert!(per_page == PerPage::One || text_of(&laid).contains("0102, continued"), "{per_page:?}");
            let inside = |item: &Item| match item {
                Item::Text { line, .. } => {
                    line.text.starts_with("word0") && line.size < style::shot_type(per_page).text.size
                }
                _ => false,
            };
            assert!(!laid.pages.iter().flat_map(|page| &page.items).any(inside));
            let mut from = 0;
            for word in &words {
                let found = shown[from..].find(word.as_str());
                assert!(found.is_some(), "{word} is lost with {per_page:?}");
                from += found.unwrap();
            }
        }
    }
}

#[test]
fn a_shot_without_a_panel_shows_its_takes_frame() {
    let project = project();
    let take = TakeFrames { take: TakeId::new("take"), frames: [10, 20, 30, 40].map(FrameNumber).to_vec() };
    let laid = layout(&Boards {
        project: &project,
        scope: Scope::Scene(0),
        choices: &Choices::default(),
        pictures: &pictures(),
        rules: &shipped(),
        money: None,
        takes: &[Some(take)],
        logo: None,
        changes: None,
        today: jiff::civil::date(2026, 11, 24),
    });
    let frame = |n| PictureFrom::Frame(TakeId::new("take"), FrameNumber(n));
    assert_eq!(laid.pictures, [frame(10), frame(20), PictureFrom::Media(path("media/panel.png")), frame(40)]);
    assert_eq!(laid.chapters.len(), 1);
}

#[test]
fn a_shots_own_move_is_drawn_on_its_panel_and_guides_where_they_are_chosen() {
    let mut project = project();
    let (start, end) = (Crop { x: 0, y: 500, zoom: 200 }, Crop { x: 1000, y: 500, zoom: 200 });
    for shot in &mut project.scenes[0].shots {
        // One of them alone has a panel.
        shot.camera_move = Some(ShotMove { start, end });
    }
    let choices = Choices { title_page: false, ..Choices::default() };
    let page_of = |choices: &Choices| laid(&project, choices, &pictures()).pages[0].clone();
    let polygons = |page: &Page| -> Vec<Vec<(f32, f32)>> {
        let points = |item: &Item| if let Item::Polygon { points, .. } = item { Some(points.clone()) } else { None };
        page.items.iter().filter_map(points).collect()
    };
    let drawn = page_of(&choices);
    let picture =
        drawn.items.iter().find_map(|item| if let Item::Picture { dest, .. } = item { Some(*dest) } else { None });
    let picture = picture.unwrap();
    // An arrow of two lines and two heads: from the middle of the left frame to that of the right one.
    let arrow = polygons(&drawn);
    assert_eq!(arrow.len(), 4);
    let tip = arrow.iter().flatten().copied().fold((0.0, 0.0), |a: (f32, f32), b| if b.0 > a.0 { b } else { a });
    assert!((tip.0 - (picture.x + picture.width * 0.75)).abs() < 1.0, "{tip:?} in {picture:?}");
    assert!((tip.1 - (picture.y + picture.height / 2.0)).abs() < 1.0);
    let letters = |page: &Page| page.plain_text().lines().filter(|line| ["S", "E"].contains(line)).count();
    assert_eq!(letters(&drawn), 2);

    let without = page_of(&Choices { moves: false, ..choices.clone() });
    assert_eq!((polygons(&without).len(), letters(&without)), (0, 0));
    let blocks = |page: &Page| page.items.iter().filter(|item| matches!(item, Item::Block { .. })).count();
    let guides = Guides { scope: true, safe: true, thirds: true };
    let guided = page_of(&Choices { moves: false, guides, ..choices });
    // On every panel: two bands, three frames of eight lines; four lines that are drawn twice.
    assert_eq!((blocks(&guided) - blocks(&without), polygons(&guided).len()), (4 * (2 + 3 * 8), 4 * 8));
}

fn any_choices() -> impl Strategy<Value = Choices> {
    let pages = (prop::sample::select(PerPage::ALL.to_vec()), any::<bool>(), prop::sample::select(Paper::ALL.to_vec()));
    (pages, any::<[bool; 6]>(), any::<[bool; 4]>()).prop_map(
        |(
            (per_page, portrait, paper),
            [prompt, dialogue, notes, elements, seconds, title_page],
            [moves, scope, safe, thirds],
        )| Choices {
            moves,
            guides: Guides { scope, safe, thirds },
            paper,
            portrait,
            per_page,
            title_page,
            seconds,
            prompt,
            dialogue,
            notes,
            elements,
            ..Choices::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_lost_and_nothing_leaves_its_sheet(project in any_project(), choices in any_choices(), pictures in any_pictures()) {
        let laid = laid(&project, &choices, &pictures);
        prop_assert_eq!(&laid, &super::tests::laid(&project, &choices, &pictures));
        let shown = letters(&text_of(&laid));
        for shot in project.scenes.iter().flat_map(|scene| &scene.shots) {
            for (ticked, text) in [(choices.prompt, &shot.prompt), (choices.dialogue, &shot.dialogue), (choices.notes, &shot.notes)] {
                if ticked {
                    prop_assert!(shown.contains(&letters(text)), "{:?} is not whole", text);
                }
            }
        }
        for page in &laid.pages {
            prop_assert!(page.width > 0.0 && page.height > 0.0);
            for item in &page.items {
                let (left, top, right, bottom) = match item {
                    Item::Text { x, y, line, .. } => (*x, *y - line.baseline, *x + line.width, *y),
                    Item::Picture { dest: rect, .. } | Item::Block { rect, .. } => (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height),
                    Item::Polygon { points, .. } => points.iter().fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |(l, t, r, b), (x, y)| {
                        (l.min(*x), t.min(*y), r.max(*x), b.max(*y))
                    }),
                };
                prop_assert!(left >= 0.0 && top >= 0.0 && right <= page.width && bottom <= page.height, "{:?}", item);
            }
        }
    }
}
