//! A scene resolved for making: texts, seconds and pictures by content, cut loose from the project,
//! so that what is made stays what was asked for whatever is edited meanwhile.

use serde::{Deserialize, Serialize};

use super::id::{ProjectId, SceneId};
use super::mention::mentions;
use super::picture::{ContentHash, MediaPath, PictureInfo, Pictures};
use super::project::{Aspect, Project, Scene, Tier};
use super::units::{FrameNumber, Seconds};

/// Everything a provider needs to know to make one take of a scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub project: ProjectId,
    pub project_name: String,
    pub scene: SceneId,
    pub scene_name: String,
    pub tier: Tier,
    pub aspect: Aspect,
    /// Whether the take has sound.
    pub sound: bool,
    pub multi_shot: bool,
    pub shots: Vec<OrderShot>,
    pub first_frame: Option<OrderPicture>,
    pub last_frame: Option<OrderPicture>,
    /// Only those that a prompt or a dialogue names, in the project's order.
    pub elements: Vec<OrderElement>,
}

/// A shot of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShot {
    pub name: String,
    pub seconds: Seconds,
    /// Prompt and quoted dialogue, as they are sent.
    pub sent_text: String,
    pub prompt: String,
    pub notes: String,
    /// Only for what is made on this machine.
    pub panel: Option<OrderPicture>,
}

/// An element that a text of the order names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderElement {
    pub name: String,
    pub description: String,
    pub pictures: Vec<OrderPicture>,
}

/// A picture of an order: where it lies in the project and, where it decodes, what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPicture {
    pub path: MediaPath,
    pub info: Option<PictureInfo>,
}

impl OrderPicture {
    fn new(path: &MediaPath, pictures: &Pictures) -> Self {
        Self { path: path.clone(), info: pictures.info(path).cloned() }
    }

    #[must_use]
    pub fn content(&self) -> Option<&ContentHash> {
        self.info.as_ref().map(|info| &info.content)
    }
}

/// Why a scene gives no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scene has no time yet; give a shot at least 1 s")]
pub struct NoTime;

impl Order {
    /// Resolves a scene as it stands. Any scene with time gives an order: whether a provider takes it is told by `check`.
    ///
    /// # Errors
    /// When the scene lasts 0 s.
    pub fn resolve(project: &Project, scene_index: usize, pictures: &Pictures) -> Result<Self, NoTime> {
        let scene = project.scenes.get(scene_index).ok_or(NoTime)?;
        if scene.seconds() == Seconds::ZERO {
            return Err(NoTime);
        }
        let picture = |path: &MediaPath| OrderPicture::new(path, pictures);
        Ok(Self {
            project: project.id.clone(),
            project_name: project.name.clone(),
            scene: scene.id.clone(),
            scene_name: scene.title(scene_index),
            tier: scene.tier,
            aspect: scene.aspect,
            sound: scene.sound(),
            multi_shot: scene.is_multi_shot(),
            shots: scene
                .shots
                .iter()
                .map(|shot| OrderShot {
                    name: shot.name.clone(),
                    seconds: shot.seconds,
                    sent_text: shot.sent_text(),
                    prompt: shot.prompt.clone(),
                    notes: shot.notes.clone(),
                    panel: shot.panel.as_ref().map(picture),
                })
                .collect(),
            first_frame: scene.first_frame.as_ref().map(picture),
            last_frame: scene.last_frame.as_ref().map(picture),
            elements: mentioned_elements(project, scene)
                .map(|element| OrderElement {
                    name: element.name.clone(),
                    description: element.description.clone(),
                    pictures: element.images.iter().map(picture).collect(),
                })
                .collect(),
        })
    }

    /// How long the take will be.
    #[must_use]
    pub fn seconds(&self) -> Seconds {
        self.shots.iter().map(|shot| shot.seconds).sum()
    }

    /// How many frames its animatic has.
    #[must_use]
    pub fn frames(&self) -> FrameNumber {
        self.seconds().frames()
    }
}

/// The elements that a scene's sent texts name, in the project's order.
pub fn mentioned_elements<'a>(
    project: &'a Project,
    scene: &'a Scene,
) -> impl Iterator<Item = &'a super::project::Element> {
    let texts: Vec<String> = scene.shots.iter().map(super::project::Shot::sent_text).collect();
    project
        .elements
        .iter()
        .filter(move |element| texts.iter().any(|text| mentions(text).any(|mention| mention.name == element.name)))
}
