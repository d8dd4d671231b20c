//! Boards as those who read them see them: as many panels to a page as were asked for, pages that are full, pictures of one
//! size, texts by their pictures.

use proptest::prelude::*;

use super::grid::Room;
use super::tests::laid;
use super::*;
use crate::deliver::settings::{Paper, PerPage};
use crate::media::page::Item;
use crate::story::animatic::Rect;
use crate::story::testing::{path, ready, scene};
use crate::story::{Aspect, MediaPath, SceneId, ShotId};

/// Shots of a scene each, in this shape, every one with a panel that fills it, and with a prompt.
fn project(shots: &[usize], aspects: &[Aspect], prompt: &dyn Fn(usize) -> String) -> Project {
    let mut number = 0;
    let scenes = shots.iter().enumerate().map(|(at, count)| {
        let mut scene = scene(&vec![2; *count]);
        scene.id = SceneId::new(format!("scene-{at}"));
        scene.name = format!("Place {at}");
        scene.aspect = aspects[at % aspects.len()];
        for shot in &mut scene.shots {
            shot.id = ShotId::new(format!("shot-{number}"));
            shot.name = format!("S{number:03}");
            shot.prompt = prompt(number);
            shot.panel = Some(panel(scene.aspect));
            number += 1;
        }
        scene
    });
    Project { name: "Harbour chase".to_owned(), scenes: scenes.collect(), ..Project::default() }
}

fn panel(aspect: Aspect) -> MediaPath {
    path(&format!("media/{}.png", aspect.label().replace(':', "-")))
}

fn pictures() -> Pictures {
    let mut pictures = Pictures::default();
    for aspect in Aspect::ALL {
        let (wide, high) = aspect.sides();
        let side = |n: u64| u32::try_from(n * 80).unwrap();
        pictures.set(panel(aspect), ready(side(wide), side(high)));
    }
    pictures
}

fn every_sheet() -> Vec<Choices> {
    let mut all = Vec::new();
    for per_page in PerPage::ALL {
        for portrait in [false, true] {
            for paper in Paper::ALL {
                let choices =
                    Choices { prompt: true, title_page: false, paper, portrait, per_page, ..Choices::default() };
                all.push(choices);
            }
        }
    }
    all
}

/// What a sheet is, for a message.
fn called(choices: &Choices) -> String {
    let way = if choices.portrait { "portrait" } else { "landscape" };
    format!("{} to a page on {} {way}", choices.per_page.count(), choices.paper.label())
}

fn is_name(text: &str) -> bool {
    text.len() == 4 && text.starts_with('S') && text[1..].bytes().all(|byte| byte.is_ascii_digit())
}

/// The shots that begin on a page, in order.
fn shots_on(page: &Page) -> Vec<String> {
    page.plain_text().lines().filter(|line| is_name(line)).map(str::to_owned).collect()
}

/// Places in which a text goes on.
fn continued_on(page: &Page) -> usize {
    page.plain_text().lines().filter(|line| line.strip_suffix(", continued").is_some_and(is_name)).count()
}

fn pictures_on(page: &Page) -> Vec<Rect> {
    let picture = |item: &Item| match item {
        Item::Picture { dest, .. } => Some(*dest),
        _ => None,
    };
    page.items.iter().filter_map(picture).collect()
}

/// Lines of text whose words begin so: left, top, right, bottom.
fn lines_of(page: &Page, is_meant: &dyn Fn(&str) -> bool) -> Vec<[f32; 4]> {
    let line = |item: &Item| match item {
        Item::Text { x, y, line, .. } if is_meant(line.plain()) => {
            Some([*x, *y - line.baseline, *x + line.width, *y - line.baseline + line.height])
        }
        _ => None,
    };
    page.items.iter().filter_map(line).collect()
}

fn words(count: usize) -> String {
    const WORDS: [&str; 7] = ["rain", "falls", "upon", "the", "narrow", "tin", "roofs"];
    (0..count).map(|at| WORDS[at % WORDS.len()]).collect::<Vec<_>>().join(" ")
}

/// The pages that scenes of one shape need where every page has the rows that were asked for.
fn pages_needed(shots: &[usize], choices: &Choices, aspect: Aspect) -> usize {
    let height = style::sheet(choices).1 - style::TOP - style::BOTTOM - plan::Planner::AGAIN;
    let room = Room::new(choices, aspect.ratio(), height);
    assert_eq!(room.columns * room.rows, usize::from(choices.per_page.count()), "{}", called(choices));
    rows_needed(shots, room.columns).div_ceil(room.rows)
}

/// The rows that scenes need where whole scenes share one.
fn rows_needed(shots: &[usize], columns: usize) -> usize {
    let (mut rows, mut free) = (0, 0);
    for count in shots {
        if *count <= free {
            free -= count;
        } else {
            rows += count.div_ceil(columns);
            // What follows the last of several rows stands below it.
            free = if *count < columns { columns - count } else { 0 };
        }
    }
    rows
}

#[test]
fn short_scenes_share_pages_and_every_page_is_full() {
    let shots = [5, 3, 6, 2, 4, 1, 6, 3, 1, 1, 1, 2];
    for texts in [0, 30] {
        for aspect in Aspect::ALL {
            for choices in every_sheet().into_iter().filter(|choices| choices.paper == Paper::A4) {
                let project = project(&shots, &[aspect], &|at| words(texts * (at % 3) / 2));
                let pages = laid(&project, &choices, &pictures()).pages;
                let needed = pages_needed(&shots, &choices, aspect);
                assert_eq!(pages.len(), needed, "{aspect}, {}, {texts} words", called(&choices));
            }
        }
    }
}

#[test]
fn pictures_of_a_page_are_of_one_size_and_most_pages_are_alike() {
    let shots = [5, 3, 6, 2, 4, 1, 6, 3];
    for aspect in Aspect::ALL {
        for choices in every_sheet() {
            // One shot in twelve has a text that needs more room than the others.
            let project = project(&shots, &[aspect], &|at| words(if at == 11 { 70 } else { 12 }));
            let pages = laid(&project, &choices, &pictures()).pages;
            let mut sizes: Vec<i32> = Vec::new();
            for page in &pages {
                let pictures = pictures_on(page);
                #[expect(clippy::cast_possible_truncation, reason = "points of a page")]
                let width = |rect: &Rect| rect.width.round() as i32;
                let first = width(&pictures[0]);
                assert!(pictures.iter().all(|rect| width(rect) == first), "{aspect}, {}", called(&choices));
                sizes.push(first);
            }
            let most = sizes.iter().map(|size| sizes.iter().filter(|other| *other == size).count()).max().unwrap();
            let others = pages.len() - most;
            assert!(others <= 1 + pages.len() / 4, "{sizes:?} with {aspect}, {}", called(&choices));
        }
    }
}

#[test]
fn one_long_prompt_takes_places_of_its_own_and_leaves_the_others_theirs() {
    for aspect in Aspect::ALL {
        for choices in every_sheet() {
            let project = project(&[24], &[aspect], &|at| words(if at == 1 { 400 } else { 3 }));
            let pages = laid(&project, &choices, &pictures()).pages;
            let count = usize::from(choices.per_page.count());
            for (at, page) in pages.iter().enumerate() {
                let (shots, continued) = (shots_on(page).len(), continued_on(page));
                let is_last = at + 1 == pages.len();
                assert!(
                    shots + continued == count || is_last,
                    "page {at} has {shots} and {continued}, {}",
                    called(&choices)
                );
                assert!(shots > 0 || count == 1, "page {at} has no picture, {}", called(&choices));
            }
            let places: usize = pages.iter().map(|page| shots_on(page).len() + continued_on(page)).sum();
            assert!(places <= 24 + 5, "{} places for the text, {}", places - 24, called(&choices));
        }
    }
}

#[test]
fn a_scene_of_another_shape_shares_its_page() {
    let aspects = [Aspect::Wide, Aspect::Tall];
    let pages = |per_page: PerPage, shots: &[usize]| {
        let choices = Choices { prompt: true, title_page: false, per_page, ..Choices::default() };
        let pages = laid(&project(shots, &aspects, &|_| words(9)), &choices, &pictures()).pages;
        pages.iter().map(|page| shots_on(page).len()).collect::<Vec<_>>()
    };
    // Both stand in three columns.
    assert_eq!(pages(PerPage::Six, &[2, 3, 3, 2]), [5, 5]);
    assert_eq!(pages(PerPage::Six, &[2, 5]), [5, 2]);
    // Four that are tall stand side by side; two of them find room below others all the same.
    assert_eq!(pages(PerPage::Four, &[2, 2]), [4]);
    assert_eq!(pages(PerPage::Four, &[2, 3]), [2, 3], "what does not fit as a whole begins a page of its own");
}

#[test]
fn a_text_that_runs_from_the_right_stands_by_its_picture() {
    let text = "רחוב רטוב בלילה, @mara רצה לאורך הרציף והמנורות נכבות אחת אחרי השנייה מאחורי @mara";
    for aspect in Aspect::ALL {
        for choices in every_sheet() {
            let project = project(&[6], &[aspect], &|_| text.to_owned());
            for page in laid(&project, &choices, &pictures()).pages {
                let pictures = pictures_on(&page);
                let parted = lines_of(&page, &|words| words.trim_end().ends_with('@') || words.starts_with("mara"));
                assert!(parted.is_empty(), "a mention is parted, {}", called(&choices));
                for line in lines_of(&page, &|words| words.chars().any(|c| ('א'..='ת').contains(&c))) {
                    let near = |picture: &&Rect| {
                        let is_below =
                            line[1] >= picture.y + picture.height && (line[2] - picture.x - picture.width).abs() < 1.0;
                        let is_beside = line[1] < picture.y + picture.height
                            && (picture.x - line[2] - style::BESIDE_PICTURE).abs() < 1.0;
                        is_below || is_beside
                    };
                    assert!(
                        pictures.iter().any(|picture| near(&picture)),
                        "{line:?} by {pictures:?}, {}",
                        called(&choices)
                    );
                }
            }
        }
    }
}

#[test]
fn shots_that_are_read_from_the_right_follow_each_other_from_there() {
    for aspect in Aspect::ALL {
        for choices in every_sheet() {
            let mut project =
                project(&[4, 5], &[aspect], &|at| if at < 4 { "רחוב רטוב".into() } else { "Wet".into() });
            (project.scenes[0].name, project.scenes[1].name) = ("לילה".into(), "Night".into());
            let pages = laid(&project, &choices, &pictures()).pages;
            let right = pages[0].width - style::MARGIN;
            let ends = |page: &Page, from: fn([f32; 4]) -> f32, words: &str| {
                lines_of(page, &|line| line == words).first().map(|line| from(*line))
            };
            let told = pages[0].plain_text();
            let heading = ends(&pages[0], |line| line[2], "1   לילה");
            assert!(heading.is_some_and(|at| (at - right).abs() < 0.1), "{told:?}");
            assert!((ends(&pages[0], |line| line[0], "4 shots · 8 s").unwrap() - style::MARGIN).abs() < 0.1);
            let night = pages.iter().find_map(|page| ends(page, |line| line[0], "2   Night")).unwrap();
            assert!((night - style::MARGIN).abs() < 0.1);
            let first = pictures_on(&pages[0])[0];
            assert!((first.x + first.width - right).abs() < 0.1, "{}", called(&choices));
            for page in &pages {
                let places = lines_of(page, &|words| is_name(words));
                let names = shots_on(page);
                for (pair, name) in places.windows(2).zip(names.windows(2)) {
                    let is_one_row = (pair[0][1] - pair[1][1]).abs() < 0.1;
                    let from_right = name[1].as_str() < "S004";
                    let is_one_scene = from_right || name[0].as_str() >= "S004";
                    if is_one_row && is_one_scene {
                        assert_eq!(pair[1][0] < pair[0][0], from_right, "{name:?}, {}", called(&choices));
                    }
                }
            }
        }
    }
}

fn any_sheet() -> impl Strategy<Value = Choices> {
    prop::sample::select(every_sheet())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_shot_stands_once_in_order_with_all_its_words_and_no_page_is_empty(
        shots in prop::collection::vec(0_usize..7, 1..7),
        aspects in prop::collection::vec(prop::sample::select(Aspect::ALL.to_vec()), 1..3),
        lengths in prop::collection::vec(prop_oneof![6 => 0_usize..40, 1 => 40_usize..400], 1..12),
        choices in any_sheet(),
    ) {
        let length = |at: usize| lengths[at % lengths.len()];
        let prompt = |at: usize| (0..length(at)).map(|n| format!("w{at}x{n}")).collect::<Vec<_>>().join(" ");
        let project = project(&shots, &aspects, &prompt);
        let pages = laid(&project, &choices, &pictures()).pages;
        let total: usize = shots.iter().sum();
        let names: Vec<String> = pages.iter().flat_map(shots_on).collect();
        let expected: Vec<String> = (0..total).map(|at| format!("S{at:03}")).collect();
        prop_assert_eq!(names, expected);
        let all: String = pages.iter().map(Page::plain_text).collect::<Vec<_>>().join("\n");
        let mut seen: Vec<&str> = all.split_whitespace().filter(|word| word.starts_with('w')).collect();
        seen.sort_by_key(|word| {
            let (shot, n) = word[1..].split_once('x').unwrap();
            (shot.parse::<usize>().unwrap(), n.parse::<usize>().unwrap())
        });
        let wanted: Vec<String> =
            (0..total).flat_map(|at| (0..length(at)).map(move |n| format!("w{at}x{n}"))).collect();
        prop_assert_eq!(seen, wanted);
        let most = usize::from(choices.per_page.count());
        for page in &pages {
            let (shots, continued) = (shots_on(page).len(), continued_on(page));
            prop_assert!(shots <= most && shots + continued <= most, "{} and {} on a page", shots, continued);
            prop_assert!(shots + continued > 0 || total == 0 || page.plain_text().contains("0 shots"));
            let bottom = page.height - style::BOTTOM + 0.5;
            let lowest = pictures_on(page).iter().map(|rect| rect.y + rect.height).fold(0.0, f32::max);
            prop_assert!(lowest <= bottom, "a picture ends at {lowest}");
            for line in lines_of(page, &|words| words.starts_with('w')) {
                prop_assert!(line[3] <= bottom && line[2] <= page.width - style::MARGIN + 0.5, "{:?}", line);
                let hit = pictures_on(page).into_iter().find(|rect| {
                    line[0] < rect.x + rect.width - 0.5 && line[2] > rect.x + 0.5
                        && line[1] < rect.y + rect.height - 0.5 && line[3] > rect.y + 0.5
                });
                prop_assert!(hit.is_none(), "{:?} lies over {:?}", line, hit);
            }
        }
    }
}
