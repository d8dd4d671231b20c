//! What the tests of this room share: small projects, pictures, ids, and random projects and changes.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers of test data"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::check::{self, Problem};
use super::columns::ColumnTexts;
use super::picture::{ContentHash, PictureFormat, PictureInfo, PictureState};
use super::project::Extra;
use super::rules::shipped;
use super::{
    Aspect, Crop, Element, ElementId, MediaPath, Pictures, Project, ProjectId, Rules, Scene, SceneId, Seconds, Shot,
    ShotId, ShotMove, Tier,
};

/// Ids that nothing else has: `new-1`, `new-2`, …
#[derive(Default)]
pub struct Ids(pub usize);

impl Ids {
    pub fn next(&mut self) -> String {
        self.0 += 1;
        format!("new-{}", self.0)
    }
}

pub fn path(path: &str) -> MediaPath {
    MediaPath::new(path).unwrap()
}

pub fn ready(width: u32, height: u32) -> PictureState {
    PictureState::Ready(PictureInfo {
        content: ContentHash::from_digest(&[7; 32]),
        format: PictureFormat::Png,
        width,
        height,
        bytes: 1,
    })
}

/// A shot called by its number, with a prompt.
pub fn shot(number: usize, seconds: u32) -> Shot {
    Shot {
        id: ShotId::new(format!("shot-{number}")),
        name: format!("010{number}"),
        prompt: format!("Shot {number}."),
        seconds: Seconds(seconds),
        ..Shot::default()
    }
}

/// An element with two pictures.
pub fn element(name: &str) -> Element {
    Element {
        id: ElementId::new(format!("element-{name}")),
        name: name.to_owned(),
        images: vec![path("media/front.png"), path("media/side.png")],
        ..Element::default()
    }
}

/// A scene of shots of these lengths.
pub fn scene(lengths: &[u32]) -> Scene {
    Scene {
        id: SceneId::new("scene"),
        shots: lengths.iter().enumerate().map(|(at, &seconds)| shot(at + 1, seconds)).collect(),
        ..Scene::default()
    }
}

/// What a check looks at, with room for a test to change any of it.
#[derive(Clone, Debug)]
pub struct World {
    pub project: Project,
    pub pictures: Pictures,
    pub rules: Rules,
}

impl World {
    /// One scene of shots of these lengths; the pictures of `element` are fine.
    pub fn new(lengths: &[u32]) -> Self {
        let project = Project { id: ProjectId::new("project"), scenes: vec![scene(lengths)], ..Project::default() };
        let mut pictures = Pictures::default();
        for name in ["media/front.png", "media/side.png", "media/first.png", "media/last.png", "media/panel.png"] {
            pictures.set(path(name), ready(1280, 720));
        }
        Self { project, pictures, rules: shipped() }
    }

    pub fn scene(&mut self) -> &mut Scene {
        &mut self.project.scenes[0]
    }

    pub fn shot(&mut self, index: usize) -> &mut Shot {
        &mut self.project.scenes[0].shots[index]
    }

    pub fn prompt(mut self, index: usize, prompt: &str) -> Self {
        prompt.clone_into(&mut self.shot(index).prompt);
        self
    }

    pub fn element(mut self, element: Element) -> Self {
        self.project.elements.push(element);
        self
    }

    pub fn first_frame(mut self) -> Self {
        self.scene().first_frame = Some(path("media/first.png"));
        self
    }

    pub fn last_frame(mut self) -> Self {
        self.scene().last_frame = Some(path("media/last.png"));
        self
    }

    pub fn panel(mut self, index: usize) -> Self {
        self.shot(index).panel = Some(path("media/panel.png"));
        self
    }

    pub fn picture(mut self, name: &str, state: PictureState) -> Self {
        self.pictures.set(path(name), state);
        self
    }

    pub fn check(&self) -> Vec<Problem> {
        check::check_scene(&self.project, 0, &self.pictures, &self.rules)
    }
}

/// Every id of a project.
pub fn ids(project: &Project) -> Vec<String> {
    let mut ids = vec![project.id.to_string()];
    ids.extend(project.elements.iter().map(|element| element.id.to_string()));
    for scene in &project.scenes {
        ids.push(scene.id.to_string());
        ids.extend(scene.shots.iter().map(|shot| shot.id.to_string()));
    }
    ids
}

/// Names, most of them such as elements may have.
pub fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec!["mara", "mar", "mara2", "bo", "red_case", "_", "A1"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["", "ma ra", "mära", "@bo", "a_name_of_21_letters__"]).prop_map(str::to_owned),
        1 => "[a-zA-Z0-9_]{1,20}",
        1 => any::<String>(),
    ]
}

/// Texts full of mentions and of what looks like mentions.
pub fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any_name().prop_map(|name| format!("@{name}")),
        2 => prop::sample::select(vec![" ", ", ", "\"", "@", "@@", "é", "走", "_", "\u{0}", "\n", "👩‍🚀", "Wide. "]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

pub fn any_seconds() -> impl Strategy<Value = Seconds> {
    prop_oneof![8 => 0_u32..18, 1 => any::<u32>(), 1 => Just(u32::MAX)].prop_map(Seconds)
}

pub fn any_picture() -> impl Strategy<Value = Option<MediaPath>> {
    prop::option::of((0_u8..4).prop_map(|n| path(&format!("media/{n}.png"))))
}

/// Mostly within its limits.
pub fn any_crop() -> impl Strategy<Value = Crop> {
    prop_oneof![
        6 => (0_u16..=1000, 0_u16..=1000, 100_u16..=400).prop_map(|(x, y, zoom)| Crop { x, y, zoom }),
        1 => (any::<u16>(), any::<u16>(), any::<u16>()).prop_map(|(x, y, zoom)| Crop { x, y, zoom }),
    ]
}

/// Mostly within its limits.
pub fn any_move() -> impl Strategy<Value = ShotMove> {
    (any_crop(), any_crop()).prop_map(|(start, end)| ShotMove { start, end })
}

fn any_extra() -> impl Strategy<Value = Extra> {
    prop_oneof![
        4 => Just(Extra::new()),
        1 => (any::<i64>(), any_text()).prop_map(|(n, text)| {
            let mut extra = Extra::new();
            extra.insert("x-unknown".to_owned(), serde_json::json!({"n": n, "text": [text, null, true]}));
            extra
        }),
    ]
}

/// Mostly such as a project has.
pub fn any_column() -> impl Strategy<Value = String> {
    prop_oneof![8 => prop::sample::select(vec!["Sound", "Supers", "Legal"]).prop_map(str::to_owned), 1 => any_text()]
}

fn any_column_texts() -> impl Strategy<Value = ColumnTexts> {
    prop_oneof![
        3 => Just(ColumnTexts::new()),
        1 => prop::collection::btree_map(any_column(), any_text(), 0..3),
    ]
}

pub fn any_shot() -> impl Strategy<Value = Shot> {
    let texts = (any_text(), any_text(), any_text(), any_column_texts());
    let looks = (any_picture(), prop::option::weighted(0.3, any_move()));
    (texts, any_seconds(), looks, any_extra()).prop_map(
        |((prompt, dialogue, notes, columns), seconds, (panel, camera_move), extra)| Shot {
            prompt,
            seconds,
            dialogue,
            notes,
            panel,
            camera_move,
            columns,
            extra,
            ..Shot::default()
        },
    )
}

pub fn any_scene() -> impl Strategy<Value = Scene> {
    let looks = (any::<bool>(), prop::sample::select(Aspect::ALL.to_vec()), any::<bool>());
    let frames = (any_picture(), any_picture(), prop::option::of(any_crop()), prop::option::of(any_crop()));
    // `complete` calls scenes so: now and then one that is there.
    let start = prop::option::weighted(0.3, (1_usize..30).prop_map(|n| SceneId::new(format!("id-{n}"))));
    (prop::collection::vec(any_shot(), 0..8), looks, frames, start, any_extra()).prop_map(
        |(shots, (pro, aspect, audio), (first_frame, last_frame, first_crop, last_crop), starts_from, extra)| Scene {
            shots,
            tier: if pro { Tier::Pro } else { Tier::Standard },
            aspect,
            audio,
            first_frame,
            last_frame,
            first_crop,
            last_crop,
            starts_from,
            extra,
            ..Scene::default()
        },
    )
}

pub fn any_element() -> impl Strategy<Value = Element> {
    let images = prop::collection::vec(any_picture(), 0..6);
    (any_name(), any_text(), images, any_extra()).prop_map(|(name, description, images, extra)| Element {
        name,
        description,
        images: images.into_iter().flatten().collect(),
        extra,
        ..Element::default()
    })
}

/// A small project with every id in place.
pub fn any_project() -> impl Strategy<Value = Project> {
    let elements = prop::collection::vec(any_element(), 0..5);
    let texts = (any_text(), prop_oneof![2 => Just(String::new()), 1 => any_text()]);
    let columns = prop_oneof![2 => Just(BTreeSet::new()), 1 => prop::collection::btree_set(any_column(), 0..3)];
    (texts, columns, elements, prop::collection::vec(any_scene(), 0..4), any_extra()).prop_map(
        |((name, style), columns, elements, scenes, extra)| {
            let columns = columns.into_iter().collect();
            let mut project = Project { name, style, columns, elements, scenes, extra, ..Project::default() };
            let mut n = 0;
            project.complete(&mut || {
                n += 1;
                format!("id-{n}")
            });
            project
        },
    )
}

/// What was found where pictures should be: anything.
pub fn any_pictures() -> impl Strategy<Value = Pictures> {
    let side = || prop_oneof![Just(0), Just(299), Just(300), Just(750), Just(751), any::<u32>()];
    let state = prop_oneof![
        3 => (side(), side()).prop_map(|(width, height)| Some(ready(width, height))),
        1 => Just(Some(PictureState::Missing)),
        1 => any::<String>().prop_map(|why| Some(PictureState::Unreadable(why))),
        1 => Just(None),
    ];
    let ends = prop::collection::btree_map((1_usize..30).prop_map(|n| SceneId::new(format!("id-{n}"))), 0_u8..4, 0..6);
    (prop::collection::vec(state, 4), ends).prop_map(|(states, ends)| {
        let mut pictures = Pictures::default();
        let lies = |n: u8| path(&format!("media/{n}.png"));
        pictures.set_ends(ends.into_iter().map(|(scene, n)| (scene, lies(n))).collect());
        for (n, state) in states.into_iter().enumerate() {
            if let Some(state) = state {
                pictures.set(path(&format!("media/{n}.png")), state);
            }
        }
        pictures
    })
}
