//! A scene resolved for making: texts, seconds and pictures by content, cut loose from the project,
//! so that what is made stays what was asked for whatever is edited meanwhile.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::framing::{Area, Crop, Framed};
use super::id::{ProjectId, SceneId, ShotId};
use super::mention::mentions;
use super::picture::{ContentHash, MediaPath, PictureInfo, Pictures};
use super::project::{Aspect, FrameSlot, Project, Scene, Tier};
use super::shot_move::ShotMove;
use super::speech;
use super::units::{FrameNumber, Seconds};

/// Everything a provider needs to know to make one take of a scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub project: ProjectId,
    pub project_name: String,
    pub scene: SceneId,
    pub scene_name: String,
    /// Set when one shot of the scene is made alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shot: Option<ShotId>,
    pub tier: Tier,
    pub aspect: Aspect,
    /// Whether the take has sound.
    pub sound: bool,
    pub multi_shot: bool,
    pub shots: Vec<OrderShot>,
    pub first_frame: Option<OrderPicture>,
    pub last_frame: Option<OrderPicture>,
    /// The scene whose take's last frame is the first frame, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<OrderStart>,
    /// Only those that a prompt or a dialogue names, in the project's order.
    pub elements: Vec<OrderElement>,
}

/// The scene that an ordered scene starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStart {
    pub scene: SceneId,
    pub scene_name: String,
    /// What is cut out of its last frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crop: Option<Crop>,
}

/// A shot of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderShot {
    pub name: String,
    pub seconds: Seconds,
    /// Style, prompt and quoted dialogue, as they are sent.
    pub sent_text: String,
    pub prompt: String,
    /// As it is written, for captions. Takes of earlier versions have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dialogue: String,
    pub notes: String,
    /// Only for what is made on this machine.
    pub panel: Option<OrderPicture>,
    /// The shot's own move, drawn on its panel. Only for what is made on this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub camera_move: Option<ShotMove>,
}

impl OrderShot {
    /// What it is known by: the text as the first versions sent it, which put a dialogue's own quotation marks into others.
    /// Only these marks changed since: a film that was paid for is not asked for again on their account.
    #[must_use]
    pub fn known_text(&self) -> Cow<'_, str> {
        let (now, first) = (speech::as_sent(&self.dialogue), speech::as_first_sent(&self.dialogue));
        match self.sent_text.strip_suffix(&now) {
            Some(before) if now != first => Cow::Owned(format!("{before}{first}")),
            _ => Cow::Borrowed(&self.sent_text),
        }
    }
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
    /// The part of it that is sent and shown; all of it where none is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
}

impl OrderPicture {
    fn new(path: &MediaPath, pictures: &Pictures) -> Self {
        Self { path: path.clone(), info: pictures.info(path).cloned(), area: None }
    }

    fn framed(framed: &Framed<'_>, aspect: Aspect, pictures: &Pictures) -> Self {
        let picture = Self::new(framed.path, pictures);
        let area = picture.info.as_ref().and_then(|info| framed.area(info, aspect));
        Self { area, ..picture }
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
        let frame = |slot| {
            let framed = project.framed(scene_index, slot, pictures)?;
            Some(OrderPicture::framed(&framed, scene.aspect, pictures))
        };
        Ok(Self {
            project: project.id.clone(),
            project_name: project.name.clone(),
            scene: scene.id.clone(),
            scene_name: scene.title(scene_index),
            shot: None,
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
                    sent_text: project.sent_text(shot),
                    prompt: shot.prompt.clone(),
                    dialogue: shot.dialogue.clone(),
                    notes: shot.notes.clone(),
                    panel: shot.panel.as_ref().map(picture),
                    camera_move: shot.camera_move.map(ShotMove::within_limits),
                })
                .collect(),
            first_frame: frame(FrameSlot::First),
            last_frame: frame(FrameSlot::Last),
            start: scene.starts_from.as_ref().and_then(|from| {
                let from = project.scene_index(from)?;
                Some(OrderStart {
                    scene: project.scenes[from].id.clone(),
                    scene_name: project.scenes[from].title(from),
                    crop: scene.crop(FrameSlot::First),
                })
            }),
            elements: mentioned_elements(project, scene)
                .map(|element| OrderElement {
                    name: element.name.clone(),
                    description: element.description.clone(),
                    pictures: element.images.iter().map(picture).collect(),
                })
                .collect(),
        })
    }

    /// From here on its first frame is this picture, cut as the scene's first frame is: the last frame of the take that
    /// it waited for.
    pub fn start_with(&mut self, path: MediaPath, info: PictureInfo) {
        let crop = self.start.as_ref().and_then(|start| start.crop);
        let area = Framed { path: &path, crop }.area(&info, self.aspect);
        self.first_frame = Some(OrderPicture { path, info: Some(info), area });
    }

    /// Without what concerns its animatic alone, which no paid take is told of.
    #[must_use]
    pub fn without_moves(mut self) -> Self {
        for shot in &mut self.shots {
            shot.camera_move = None;
        }
        self
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
    let texts: Vec<String> = scene.shots.iter().map(|shot| project.sent_text(shot)).collect();
    project
        .elements
        .iter()
        .filter(move |element| texts.iter().any(|text| mentions(text).any(|mention| mention.name == element.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::picture::PictureState;
    use crate::story::testing::{World, element, path};

    fn order(world: &World) -> Order {
        Order::resolve(&world.project, 0, &world.pictures).unwrap()
    }

    fn names(order: &Order) -> Vec<&str> {
        order.elements.iter().map(|element| element.name.as_str()).collect()
    }

    #[test]
    fn only_elements_that_a_sent_text_names_go_along_in_the_projects_order() {
        let world = ["mara", "inspector", "red_case", "tower"]
            .into_iter()
            .fold(World::new(&[4, 4]), |world, name| world.element(element(name)));
        let mut world = world.prompt(0, "@red_case falls, me@tower").prompt(1, "Wide.");
        world.shot(1).notes = "@inspector".to_owned();
        assert_eq!(names(&order(&world)), ["red_case"]);
        world.shot(1).dialogue = "\"@mara!\" she said".to_owned();
        assert_eq!(names(&order(&world)), ["mara", "red_case"]);
        assert_eq!(order(&world).elements[0].pictures.len(), 2);
    }

    #[test]
    fn texts_are_what_is_sent_and_panels_and_notes_stay_beside_them() {
        let mut world = World::new(&[4, 4]).panel(1).prompt(0, "Wide. ").prompt(1, "Close. ");
        world.shot(1).dialogue = " She said \"run\" ".to_owned();
        world.shot(1).notes = "handheld".to_owned();
        let order = order(&world);
        let sent: Vec<_> = order.shots.iter().map(|shot| shot.sent_text.as_str()).collect();
        assert_eq!(sent, ["Wide. ", "Close. \"She said 'run'\""]);
        assert_eq!(order.shots[1].prompt, "Close. ");
        assert_eq!(order.shots[1].notes, "handheld");
        assert_eq!(order.shots[1].panel.as_ref().map(|panel| panel.path.as_str()), Some("media/panel.png"));
        assert_eq!((order.multi_shot, order.sound, order.seconds()), (true, true, Seconds(8)));
        assert_eq!(order.frames(), FrameNumber(192));
    }

    #[test]
    fn the_style_is_sent_with_every_shot_and_its_names_go_along() {
        let mut world = World::new(&[4, 4]).element(element("mara"));
        world.project.style = "Ink, @mara in red.".to_owned();
        let order = order(&world);
        let sent: Vec<_> = order.shots.iter().map(|shot| shot.sent_text.as_str()).collect();
        assert_eq!(sent, ["Ink, @mara in red. Shot 1.", "Ink, @mara in red. Shot 2."]);
        assert_eq!(names(&order), ["mara"]);
        assert_eq!(order.shots[0].prompt, "Shot 1.", "captions keep to the prompt");
    }

    #[test]
    fn an_order_does_not_hang_on_the_project() {
        let mut world = World::new(&[4]).first_frame();
        let before = order(&world);
        world.shot(0).prompt = "Other.".to_owned();
        world.scene().first_frame = None;
        assert_ne!(order(&world), before);
        assert_eq!(before.shots[0].prompt, "Shot 1.");
        assert!(before.first_frame.and_then(|frame| frame.info).is_some());
    }

    #[test]
    fn a_picture_that_is_not_there_has_its_path_alone() {
        let world = World::new(&[4]).first_frame().last_frame().picture("media/first.png", PictureState::Missing);
        let order = order(&world);
        assert_eq!(order.first_frame, Some(OrderPicture { path: path("media/first.png"), info: None, area: None }));
        assert!(order.last_frame.is_some_and(|frame| frame.content().is_some()));
    }

    #[test]
    fn a_scene_gives_an_order_as_soon_as_it_has_time_whatever_a_check_tells() {
        let resolve = |world: &World| Order::resolve(&world.project, 0, &world.pictures).map(|order| order.seconds());
        assert_eq!(resolve(&World::new(&[])), Err(NoTime));
        assert_eq!(resolve(&World::new(&[0, 0])), Err(NoTime));
        assert_eq!(resolve(&World::new(&[0, 1]).prompt(0, "@zzz")), Ok(Seconds(1)));
        assert_eq!(resolve(&World::new(&[9; 9])), Ok(Seconds(81)));
        assert_eq!(order(&World::new(&[1])).scene_name, "Scene 1");
    }
}
