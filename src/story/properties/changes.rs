//! Random changes to a project: valid and invalid edits, batches of them, and what `compose` makes.

use proptest::prelude::*;

use crate::story::columns;
use crate::story::compose;
use crate::story::edit::{Edit, TextField};
use crate::story::rules::shipped;
use crate::story::testing::{
    Ids, any_column, any_element, any_name, any_picture, any_pictures, any_scene, any_seconds, any_shot, any_text,
};
use crate::story::{
    Aspect, Element, ElementId, FrameNumber, FrameSlot, MediaPath, Pictures, Project, Scene, SceneId, Seconds, Shot,
    ShotId, TakeId, Tier, code, find, list, timing,
};

/// What is drawn for one change; what it means depends on the project it comes to.
#[derive(Clone, Debug)]
pub struct Recipe {
    kind: usize,
    a: usize,
    b: usize,
    flag: bool,
    text: String,
    name: String,
    seconds: Seconds,
    picture: Option<MediaPath>,
    scene: Scene,
    shot: Shot,
    element: Element,
    column: String,
}

/// One thing a user does.
#[derive(Clone, Debug)]
pub enum Act {
    Edit(Recipe, Option<u64>),
    Batch(Vec<Recipe>, Option<u64>),
    Compose(Recipe, Pictures, Option<u64>),
    /// Two shots dragged together: where each is told to go, again and again in one gesture.
    Drag([usize; 2], Vec<[(usize, usize); 2]>),
    EndGesture,
    Undo,
    Redo,
}

fn any_place() -> impl Strategy<Value = usize> {
    prop_oneof![12 => 0_usize..9, 1 => Just(usize::MAX)]
}

pub fn any_recipe() -> impl Strategy<Value = Recipe> {
    let plain = (0_usize..64, any_place(), any_place(), prop::bool::weighted(0.1));
    let texts = (any_text(), any_name(), any_seconds(), any_picture());
    let things = (any_scene(), any_shot(), any_element(), any_column());
    (plain, texts, things).prop_map(
        |((kind, a, b, flag), (text, name, seconds, picture), (scene, shot, element, column))| Recipe {
            kind,
            a,
            b,
            flag,
            text,
            name,
            seconds,
            picture,
            scene,
            shot,
            element,
            column,
        },
    )
}

pub fn any_act() -> impl Strategy<Value = Act> {
    let gesture = || prop_oneof![1 => Just(None), 3 => (0_u64..2).prop_map(Some)];
    prop_oneof![
        8 => (any_recipe(), gesture()).prop_map(|(recipe, gesture)| Act::Edit(recipe, gesture)),
        4 => (prop::collection::vec(any_recipe(), 0..4), gesture()).prop_map(|(all, gesture)| Act::Batch(all, gesture)),
        5 => (any_recipe(), any_pictures(), gesture()).prop_map(|(recipe, all, gesture)| Act::Compose(recipe, all, gesture)),
        2 => ([0_usize..9, 0_usize..9], prop::collection::vec([(0_usize..4, 0_usize..5), (0_usize..4, 0_usize..5)], 1..4))
            .prop_map(|(shots, places)| Act::Drag(shots, places)),
        1 => Just(Act::EndGesture),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// One of these by number; past the last one that is not there.
fn pick<T: Clone>(all: impl Iterator<Item = T>, at: usize, missing: T) -> T {
    let all: Vec<T> = all.collect();
    all.get(at % (all.len() + usize::from(at > 7)).max(1)).cloned().unwrap_or(missing)
}

fn scene_id(project: &Project, at: usize) -> SceneId {
    pick(project.scenes.iter().map(|scene| scene.id.clone()), at, SceneId::new("gone-scene"))
}

fn shot_id(project: &Project, at: usize) -> ShotId {
    let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
    pick(shots.map(|shot| shot.id.clone()), at, ShotId::new("gone-shot"))
}

fn element_id(project: &Project, at: usize) -> ElementId {
    pick(project.elements.iter().map(|element| element.id.clone()), at, ElementId::new("gone-element"))
}

/// The edits of a drag, each as it is told while the pointer moves.
pub fn dragged(project: &Project, shots: [usize; 2], to: [(usize, usize); 2]) -> Edit {
    let moved = |at: usize| Edit::MoveShot {
        shot: shot_id(project, shots[at]),
        scene: scene_id(project, to[at].0),
        to: to[at].1,
    };
    Edit::Batch { label: "Move 2 shots".to_owned(), edits: vec![moved(0), moved(1)] }
}

impl Recipe {
    fn slot(&self) -> FrameSlot {
        if self.b.is_multiple_of(2) { FrameSlot::First } else { FrameSlot::Last }
    }

    /// A new id, or where the recipe says so one that may be taken.
    fn id(&self, taken: &str, ids: &mut Ids) -> String {
        if self.flag { taken.to_owned() } else { ids.next() }
    }

    pub fn edit(&self, project: &Project, ids: &mut Ids) -> Edit {
        let scene = || scene_id(project, self.a);
        let shot = || shot_id(project, self.a);
        let element = || element_id(project, self.a);
        let column = |at: usize| pick(project.columns.iter().cloned(), at, "Gone".to_owned());
        match self.kind % 33 {
            32 => Edit::AddColumn { at: self.b, name: self.column.clone() },
            28 => Edit::RemoveColumn { name: column(self.a) },
            29 => Edit::MoveColumn { name: column(self.a), to: self.b },
            30 => Edit::RenameColumn { name: column(self.a), to: self.column.clone() },
            31 => Edit::SetColumn {
                shot: shot(),
                column: if self.flag { self.column.clone() } else { column(self.b) },
                text: (!self.text.is_empty()).then(|| self.text.clone()),
            },
            25 => Edit::SetCrop { scene: scene(), slot: self.slot(), crop: self.scene.first_crop },
            27 => Edit::SetMove { shot: shot(), camera_move: self.shot.camera_move },
            26 => Edit::SetStart { scene: scene(), from: (!self.flag).then(|| scene_id(project, self.b)) },
            24 => {
                let mut other = project.clone();
                other.scenes.truncate(self.a);
                other.name.clone_from(&self.text);
                Edit::Replace { label: "Restore".to_owned(), project: Box::new(other) }
            }
            23 => Edit::SetStyle { style: self.text.clone() },
            0 => Edit::RenameProject { name: self.text.clone() },
            1 => {
                let mut scene = Scene { id: SceneId::new(self.id(scene().as_str(), ids)), ..self.scene.clone() };
                let double = shot();
                for (at, shot) in scene.shots.iter_mut().enumerate() {
                    // Now and then an id that is taken, or one twice in the scene itself.
                    let id = if self.kind == 34 && at < 2 { "twice".to_owned() } else { self.id(double.as_str(), ids) };
                    shot.id = ShotId::new(id);
                }
                Edit::AddScene { at: self.b, scene: Box::new(scene) }
            }
            2 => Edit::RemoveScene { scene: scene() },
            3 => Edit::MoveScene { scene: scene(), to: self.b },
            4 => Edit::RenameScene { scene: scene(), name: self.text.clone() },
            5 => Edit::SetTier { scene: scene(), tier: if self.flag { Tier::Pro } else { Tier::Standard } },
            6 => Edit::SetAspect { scene: scene(), aspect: Aspect::ALL[self.b % 3] },
            7 => Edit::SetAudio { scene: scene(), audio: self.flag },
            8 => Edit::SetFrame { scene: scene(), slot: self.slot(), picture: self.picture.clone() },
            9 => Edit::ChooseTake { scene: scene(), take: self.flag.then(|| TakeId::new(self.name.as_str())) },
            10 => {
                let id = ShotId::new(self.id(shot().as_str(), ids));
                let shot = Box::new(Shot { id, ..self.shot.clone() });
                Edit::AddShot { scene: scene(), at: self.b, shot }
            }
            11 => Edit::RemoveShot { shot: shot() },
            12 | 13 => Edit::MoveShot { shot: shot(), scene: scene_id(project, self.b), to: self.b / 2 },
            14 => Edit::SetSeconds { shot: shot(), seconds: self.seconds },
            15 => {
                let field = [TextField::Name, TextField::Prompt, TextField::Dialogue, TextField::Notes][self.b % 4];
                Edit::SetText { shot: shot(), field, text: self.text.clone() }
            }
            16 => Edit::SetPanel { shot: shot(), panel: self.picture.clone() },
            17 => {
                let id = ElementId::new(self.id(element().as_str(), ids));
                Edit::AddElement { at: self.b, element: Box::new(Element { id, ..self.element.clone() }) }
            }
            18 => Edit::RemoveElement { element: element() },
            19 => Edit::MoveElement { element: element(), to: self.b },
            20 => Edit::RenameElement { element: element(), name: self.name.clone() },
            21 => Edit::SetElementName { element: element(), name: self.name.clone() },
            _ if self.flag => Edit::SetElementDescription { element: element(), description: self.text.clone() },
            _ => Edit::SetElementImages { element: element(), images: self.element.images.clone() },
        }
    }

    pub fn composed(&self, project: &Project, pictures: &Pictures, ids: &mut Ids) -> Option<Edit> {
        let (limits, new_id) = (&shipped().limits, &mut || ids.next());
        let scene = project.scenes.get(self.a);
        let (picked, by) = ([self.b, self.b / 2], i64::from(self.seconds.0) - 8);
        match self.kind % 28 {
            26 => compose::move_to_new_scene(project, self.a, &picked, new_id),
            27 => Some(columns::delete(project, &pick(project.columns.iter().cloned(), self.a, "Gone".to_owned()))),
            25 => {
                let (only, scheme) = (self.flag.then_some(self.a), code::Scheme::ALL[self.b % 4]);
                code::renumber_edit(&code::renumber(project, only, scheme), only)
            }
            21 => Some(compose::set_aspect(scene?, Aspect::ALL[self.b % 3], pictures)),
            22 => compose::start_from(project, self.a, self.b),
            23 => Some(compose::start_by_itself(scene?)),
            24 => Some(compose::set_crop(scene?, self.slot(), self.scene.last_crop)),
            11 => timing::roll(scene?, self.b, by, limits),
            12 => {
                let frame = FrameNumber(self.seconds.frames().0 / 3);
                timing::split(project, self.a, frame, pictures, limits, new_id)
            }
            13 => timing::join(scene?, &picked),
            14 => timing::move_to(scene?, &picked, self.a),
            15 => timing::duplicate(project, self.a, &picked, new_id),
            0 => compose::add_shot(project, self.a, self.b, limits, None, new_id),
            1 => Some(compose::add_scene(project, self.a, new_id)),
            2 => compose::fit_to_budget(scene?, limits),
            3 => compose::stretch_to_minimum(scene?, limits),
            4 if self.flag => compose::move_to_next_scene(project, self.a, &picked, new_id),
            4 => compose::move_to_next_scene(project, self.a, &(self.b..9).collect::<Vec<_>>(), new_id),
            5 => Some(compose::set_frame(scene?, self.slot(), self.picture.clone(), pictures)),
            6 => compose::last_frame_as_first(scene?, pictures),
            7 | 8 => {
                // Some are called as shots are.
                let name = |at: usize| format!("0{}0{}.png", at + 1, self.name);
                let images = self.element.images.iter().enumerate();
                let pictures: Vec<_> =
                    images.map(|(at, path)| compose::NamedPicture { name: name(at), path: path.clone() }).collect();
                let onto = [compose::Onto::Free, compose::Onto::FreeOnward, compose::Onto::Replace][self.kind % 3];
                let placed = compose::place_panels(project, self.a, self.b, &pictures, onto, limits, new_id)?;
                assert_eq!(placed.on_shots + placed.new_shots, pictures.len(), "none is left out");
                assert!(placed.replaced == 0 || onto == compose::Onto::Replace || pictures.len() == 1);
                Some(placed.edit)
            }
            9 => Some(compose::new_element(project, &self.text, limits, new_id)),
            16 => compose::duplicate_scene(project, self.a, self.flag.then_some(Aspect::ALL[self.b % 3]), new_id),
            17 => compose::move_to_previous_scene(project, self.a, &picked[..1]),
            18 => find::replace_all(project, &self.name, &self.text, self.flag).map(|(edit, _)| edit),
            19 => list::shots(project, self.a, self.b, &[self.text.clone(), self.name.clone()], limits, new_id),
            20 => compose::move_shots(project, self.a, &picked, self.b / 2, self.a),
            _ => scene?.shots.first().map(|shot| compose::use_name(project, shot, &self.name, "bo")),
        }
    }
}
