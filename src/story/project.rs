//! The storyboard itself: project, scenes, shots, elements, as they stand in `project.json`.
//! Fields that this version does not know are kept and written back.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::code::Codes;
use super::columns::ColumnTexts;
use super::framing::Crop;
use super::id::{ElementId, ProjectId, SceneId, ShotId, TakeId};
use super::label::number;
use super::picture::MediaPath;
use super::shot_move::ShotMove;
use super::speech;
use super::units::Seconds;

/// Fields of the file that this version has no name for.
pub type Extra = Map<String, Value>;

/// Everything one storyboard holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Project {
    #[serde(default)]
    pub id: ProjectId,
    #[serde(default)]
    pub name: String,
    /// Sent before every shot's prompt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub style: String,
    /// Columns of its own beside the shots' texts, like Sound or Supers, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default)]
    pub elements: Vec<Element>,
    pub scenes: Vec<Scene>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// A person, thing or place that prompts name as `@name`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Element {
    #[serde(default)]
    pub id: ElementId,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// In order; the first is the front. While in work any number; a paid request wants 2 to 4.
    #[serde(default)]
    pub images: Vec<MediaPath>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// What is made in one request: up to 15 seconds in up to six shots.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    #[serde(default)]
    pub id: SceneId,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub tier: Tier,
    #[serde(default)]
    pub aspect: Aspect,
    /// What the user chose; in multi-shot the take has sound whatever this says (`Scene::sound`).
    #[serde(default)]
    pub audio: bool,
    #[serde(default)]
    pub first_frame: Option<MediaPath>,
    #[serde(default)]
    pub last_frame: Option<MediaPath>,
    /// Which part of the first frame is sent; unset, all of it, and the take comes out in its ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_crop: Option<Crop>,
    /// Which part of the last frame is sent; unset, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_crop: Option<Crop>,
    /// Its first frame is the last one of this scene's take, whichever take that is, instead of a picture of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_from: Option<SceneId>,
    #[serde(default)]
    pub shots: Vec<Shot>,
    /// The take chosen by people; unset, the newest ready paid one counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_take: Option<TakeId>,
    #[serde(flatten)]
    pub extra: Extra,
}

/// One shot of a scene.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    #[serde(default)]
    pub id: ShotId,
    /// Its code, like `020A`; it stays when shots change places (`story::code`).
    #[serde(default)]
    pub name: String,
    pub prompt: String,
    pub seconds: Seconds,
    /// Spoken in the take: sent after the prompt, in quotation marks.
    #[serde(default)]
    pub dialogue: String,
    /// For people; never sent.
    #[serde(default)]
    pub notes: String,
    /// Its drawing, for the animatic and documents; never sent.
    #[serde(default)]
    pub panel: Option<MediaPath>,
    /// Drawn on its panel; unset, the animatic follows the prompt's words of the camera. Never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera_move: Option<ShotMove>,
    /// What stands in the project's own columns; for people, never sent.
    #[serde(default, skip_serializing_if = "ColumnTexts::is_empty")]
    pub columns: ColumnTexts,
    #[serde(flatten)]
    pub extra: Extra,
}

/// The quality that is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    #[default]
    Standard,
    Pro,
}

impl Tier {
    /// As files and the catalogue of models have it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Pro => "pro",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Pro => "Pro",
        }
    }

    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Standard => Self::Pro,
            Self::Pro => Self::Standard,
        }
    }
}

/// The shape of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Aspect {
    #[default]
    #[serde(rename = "16:9")]
    Wide,
    #[serde(rename = "9:16")]
    Tall,
    #[serde(rename = "1:1")]
    Square,
}

impl Aspect {
    pub const ALL: [Self; 3] = [Self::Wide, Self::Tall, Self::Square];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Wide => "16:9",
            Self::Tall => "9:16",
            Self::Square => "1:1",
        }
    }

    /// Width divided by height.
    #[must_use]
    pub fn ratio(self) -> f32 {
        match self {
            Self::Wide => 16.0 / 9.0,
            Self::Tall => 9.0 / 16.0,
            Self::Square => 1.0,
        }
    }

    /// Width to height, in whole numbers.
    #[must_use]
    pub fn sides(self) -> (u64, u64) {
        match self {
            Self::Wide => (16, 9),
            Self::Tall => (9, 16),
            Self::Square => (1, 1),
        }
    }

    /// Whether a picture of this size (in pixels) has this ratio, as far as anyone sees it.
    #[must_use]
    pub fn is_of(self, width: u32, height: u32) -> bool {
        let ratio = f64::from(width.max(1)) / f64::from(height.max(1));
        (ratio / f64::from(self.ratio()) - 1.0).abs() < 0.02
    }

    /// The one that a picture of this size (in pixels) has, if it has one of them.
    #[must_use]
    pub fn of(width: u32, height: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.is_of(width, height))
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The two pictures that are sent and bind the take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FrameSlot {
    First,
    Last,
}

impl FrameSlot {
    pub const ALL: [Self; 2] = [Self::First, Self::Last];

    /// In the middle of a sentence.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "first frame",
            Self::Last => "last frame",
        }
    }
}

impl Scene {
    /// Two or more shots make one multi-shot request (docs/service.md: input).
    #[must_use]
    pub fn is_multi_shot(&self) -> bool {
        self.shots.len() >= 2
    }

    /// Whether the take will have sound: as chosen, but always in multi-shot (docs/service.md: prices).
    #[must_use]
    pub fn sound(&self) -> bool {
        self.audio || self.is_multi_shot()
    }

    #[must_use]
    pub fn seconds(&self) -> Seconds {
        self.shots.iter().map(|shot| shot.seconds).sum()
    }

    #[must_use]
    pub fn frame(&self, slot: FrameSlot) -> Option<&MediaPath> {
        match slot {
            FrameSlot::First => self.first_frame.as_ref(),
            FrameSlot::Last => self.last_frame.as_ref(),
        }
    }

    /// Whether a picture is sent with it, its own or another scene's.
    #[must_use]
    pub fn has_frame(&self) -> bool {
        self.first_frame.is_some() || self.last_frame.is_some() || self.starts_from.is_some()
    }

    #[must_use]
    pub fn crop(&self, slot: FrameSlot) -> Option<Crop> {
        match slot {
            FrameSlot::First => self.first_crop,
            FrameSlot::Last => self.last_crop,
        }
    }

    #[must_use]
    pub fn shot_index(&self, id: &ShotId) -> Option<usize> {
        self.shots.iter().position(|shot| shot.id == *id)
    }

    /// When the shot at this place begins.
    #[must_use]
    pub fn start_of(&self, index: usize) -> Seconds {
        self.shots.iter().take(index).map(|shot| shot.seconds).sum()
    }

    /// Its name, or its number for a scene that has none.
    #[must_use]
    pub fn title(&self, index: usize) -> String {
        if self.name.trim().is_empty() { format!("Scene {}", number(index)) } else { self.name.clone() }
    }

    /// Its number with its name, `2 Rooftop`, or `Scene 2` for a scene that has none.
    #[must_use]
    pub fn numbered(&self, index: usize) -> String {
        let title = self.title(index);
        if tells_number(&title, index + 1) { title } else { format!("{} {title}", number(index)) }
    }
}

/// Whether a scene's title tells its number by itself: `Scene 4`, `4. Rooftop`.
#[must_use]
pub fn tells_number(title: &str, number: usize) -> bool {
    let title = title.trim().to_lowercase();
    let title = title.strip_prefix("scene ").unwrap_or(&title);
    let rest = title.strip_prefix(&number.to_string());
    rest.is_some_and(|rest| rest.chars().next().is_none_or(|c| c.is_whitespace() || ".:)-–—".contains(c)))
}

impl Shot {
    /// Prompt and quoted dialogue. What is sent begins with the project's style: `Project::sent_text`.
    #[must_use]
    pub fn own_text(&self) -> String {
        let spoken = speech::as_sent(&self.dialogue);
        if spoken.is_empty() { self.prompt.clone() } else { format!("{} {spoken}", self.prompt.trim_end()) }
    }
}

impl Project {
    /// Style, prompt and quoted dialogue of a shot, joined by spaces: exactly what is sent and counted.
    #[must_use]
    pub fn sent_text(&self, shot: &Shot) -> String {
        let (style, own) = (self.style.trim(), shot.own_text());
        if style.is_empty() { own } else { format!("{style} {}", own.trim_start()) }
    }

    #[must_use]
    pub fn scene_index(&self, id: &SceneId) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.id == *id)
    }

    #[must_use]
    pub fn scene(&self, id: &SceneId) -> Option<&Scene> {
        self.scenes.iter().find(|scene| scene.id == *id)
    }

    /// A shot by its id: the place of its scene, its place in it, and itself.
    #[must_use]
    pub fn find_shot(&self, id: &ShotId) -> Option<(usize, usize, &Shot)> {
        self.scenes.iter().enumerate().find_map(|(scene_index, scene)| {
            let shot_index = scene.shot_index(id)?;
            Some((scene_index, shot_index, &scene.shots[shot_index]))
        })
    }

    #[must_use]
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        self.elements.iter().find(|element| element.id == *id)
    }

    #[must_use]
    pub fn element_named(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name == name)
    }

    /// The length of all scenes together.
    #[must_use]
    pub fn seconds(&self) -> Seconds {
        self.scenes.iter().map(Scene::seconds).sum()
    }

    /// Every picture path the project names, in order, with repeats.
    pub fn picture_paths(&self) -> impl Iterator<Item = &MediaPath> {
        let elements = self.elements.iter().flat_map(|element| &element.images);
        let scenes = self.scenes.iter().flat_map(|scene| {
            let frames = scene.first_frame.iter().chain(&scene.last_frame);
            frames.chain(scene.shots.iter().filter_map(|shot| shot.panel.as_ref()))
        });
        elements.chain(scenes)
    }

    /// Gives an id to whatever has none or another's, and a name to shots without one. Tells how many it gave.
    pub fn complete(&mut self, new_id: &mut dyn FnMut() -> String) -> usize {
        let mut given = 0;
        let mut seen = HashSet::new();
        let mut fresh = |id: &str| -> Option<String> {
            if !id.is_empty() && seen.insert(id.to_owned()) {
                return None;
            }
            given += 1;
            let id = new_id();
            seen.insert(id.clone());
            Some(id)
        };
        if let Some(id) = fresh(self.id.as_str()) {
            self.id = ProjectId::new(id);
        }
        for element in &mut self.elements {
            if let Some(id) = fresh(element.id.as_str()) {
                element.id = ElementId::new(id);
            }
        }
        for scene in &mut self.scenes {
            if let Some(id) = fresh(scene.id.as_str()) {
                scene.id = SceneId::new(id);
            }
            for shot in &mut scene.shots {
                if let Some(id) = fresh(shot.id.as_str()) {
                    shot.id = ShotId::new(id);
                }
            }
        }
        let mut codes = Codes::of(self);
        for scene_index in 0..self.scenes.len() {
            given += codes.complete_scene(self, scene_index);
        }
        given
    }
}

#[cfg(test)]
#[path = "project_tests.rs"]
mod tests;
