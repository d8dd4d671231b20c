//! What holds for any project and any sequence of changes.

mod changes;

use std::collections::HashSet;

use proptest::prelude::*;

use super::history::{Change, Gesture, History};
use super::mention::{is_name_char, mentions};
use super::testing::{Ids, any_element, any_name, any_picture, any_pictures, any_project, any_seconds, ids};
use super::touched::Touched;
use super::{Credits, Edit, FrameNumber, Order, Pictures, Project, Scene, Seconds, Shot, Usd};
use super::{animatic, budget, check, code, difference, price, rules::shipped};
use changes::{Act, any_act};

/// Enough cases for every run; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    // Its own number, where nobody asked for another.
    let cases = if asked.cases == 256 { 100 } else { asked.cases };
    ProptestConfig { cases, failure_persistence: None, ..asked }
}

fn all_ids_differ(project: &Project) -> bool {
    let all = ids(project);
    all.iter().collect::<HashSet<_>>().len() == all.len()
}

/// Makes an edit through the history; one that fails must change nothing.
fn make(project: &mut Project, history: &mut History, edit: Edit, gesture: Option<u64>) {
    let text = serde_json::to_string(&edit).unwrap();
    assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), edit, "an edit read back is the edit");
    assert!(!edit.label(project).is_empty() || matches!(edit, Edit::Batch { .. }));
    let (before, revision) = (project.clone(), history.revision());
    if let Err(error) = history.apply(project, edit, gesture.map(Gesture)) {
        assert_eq!(*project, before, "a failing edit changes nothing");
        assert!(!error.to_string().is_empty());
    }
    assert!(*project == before || history.revision() != revision, "a change has a revision of its own");
}

fn act(project: &mut Project, history: &mut History, ids: &mut Ids, act: &Act) {
    match act {
        Act::Edit(recipe, gesture) => {
            let edit = recipe.edit(project, ids);
            make(project, history, edit, *gesture);
        }
        Act::Batch(recipes, gesture) => {
            let edits: Vec<Edit> = recipes.iter().map(|recipe| recipe.edit(project, ids)).collect();
            make(project, history, Edit::Batch { label: String::new(), edits }, *gesture);
        }
        Act::Compose(recipe, pictures, gesture) => {
            if let Some(edit) = recipe.composed(project, pictures, ids) {
                make(project, history, edit, *gesture);
            }
        }
        Act::Drag(shots, places) => {
            let (before, drags) = (project.clone(), places.iter());
            for to in drags {
                let edit = changes::dragged(&before, *shots, *to);
                make(project, history, edit, Some(9));
            }
            history.end_gesture();
        }
        Act::EndGesture => _ = history.end_gesture(),
        Act::Undo => assert_eq!(history.undo_label().map(str::to_owned), history.undo(project)),
        Act::Redo => assert_eq!(history.redo_label().map(str::to_owned), history.redo(project)),
    }
    assert!(all_ids_differ(project), "after {act:?}: {project:#?}");
}

/// Whether an edit has codes in it that the program did not give.
fn brings_codes(edit: &Edit) -> bool {
    use super::edit::TextField;
    matches!(edit, Edit::AddShot { .. } | Edit::AddScene { .. } | Edit::SetText { field: TextField::Name, .. })
}

/// Takes everything back, however far the history goes.
fn undo_all(project: &mut Project, history: &mut History) {
    while history.undo_label().is_some() {
        assert!(history.undo(project).is_some());
    }
}

fn redo_all(project: &mut Project, history: &mut History) {
    while history.redo_label().is_some() {
        assert!(history.redo(project).is_some());
    }
}

/// What `act` did, as changes. Failing edits are told too, as they change nothing the second time either.
fn told(project: &mut Project, history: &mut History, ids: &mut Ids, one: &Act) -> Vec<Change> {
    let gesture = |gesture: &Option<u64>| gesture.map(Gesture);
    let made = |edit, of| Change::Made { edit, gesture: of };
    let changes = match one {
        Act::Edit(recipe, of) => vec![made(recipe.edit(project, ids), gesture(of))],
        Act::Batch(recipes, of) => {
            let edits = recipes.iter().map(|recipe| recipe.edit(project, ids)).collect();
            vec![made(Edit::Batch { label: String::new(), edits }, gesture(of))]
        }
        Act::Compose(recipe, pictures, of) => {
            recipe.composed(project, pictures, ids).map(|edit| made(edit, gesture(of))).into_iter().collect()
        }
        Act::Drag(shots, places) => {
            let drag = places.iter().map(|to| made(changes::dragged(project, *shots, *to), Some(Gesture(9))));
            drag.chain([Change::GestureEnded]).collect()
        }
        Act::EndGesture => vec![Change::GestureEnded],
        Act::Undo => vec![Change::Undone],
        Act::Redo => vec![Change::Redone],
    };
    for change in &changes {
        // What fails changes nothing, which the other property holds.
        let _ = history.take_in(project, change.clone());
    }
    changes
}

proptest! {
    #![proptest_config(config())]

    /// Codes that people write and shots that come with theirs are left out: all others are the program's.
    #[test]
    fn no_sequence_of_changes_gives_a_code_twice(first in any_project(), acts in prop::collection::vec(any_act(), 0..14)) {
        let (mut project, mut history, mut ids) = (first, History::default(), Ids::default());
        project.scenes.iter_mut().flat_map(|scene| &mut scene.shots).for_each(|shot| shot.name.clear());
        project.complete(&mut || ids.next());
        prop_assert!(code::doubles(&project).is_empty());
        for one in acts.iter().filter(|one| !matches!(one, Act::Batch(..))) {
            if let Act::Edit(recipe, _) = one
                && brings_codes(&recipe.edit(&project, &mut Ids::default()))
            {
                continue;
            }
            act(&mut project, &mut history, &mut ids, one);
            prop_assert!(code::doubles(&project).is_empty(), "after {:?}: {:#?}", one, project);
        }
        undo_all(&mut project, &mut history);
        redo_all(&mut project, &mut history);
        prop_assert!(code::doubles(&project).is_empty());
    }

    #[test]
    fn what_was_written_down_happens_again(
        first in any_project(),
        before in prop::collection::vec(any_act(), 0..8),
        after in prop::collection::vec(any_act(), 0..8),
    ) {
        let (mut project, mut history, mut new) = (first, History::default(), Ids::default());
        for one in &before {
            told(&mut project, &mut history, &mut new, one);
        }
        // All of it through text, as it lies on a disk.
        let past = serde_json::to_string(&history.past(usize::MAX)).unwrap();
        let mut again = History::with_past(serde_json::from_str(&past).unwrap());
        let mut copy: Project = serde_json::from_str(&serde_json::to_string(&project).unwrap()).unwrap();
        for one in &after {
            for change in told(&mut project, &mut history, &mut new, one) {
                let text = serde_json::to_string(&change).unwrap();
                let _ = again.take_in(&mut copy, serde_json::from_str(&text).unwrap());
            }
        }
        prop_assert_eq!(&copy, &project);
        prop_assert_eq!(again.past(usize::MAX), history.past(usize::MAX));
    }

    #[test]
    fn two_projects_that_differ_differ_in_words(first in any_project(), acts in prop::collection::vec(any_act(), 0..8)) {
        let (mut project, mut history, mut new) = (first.clone(), History::default(), Ids::default());
        for one in &acts {
            act(&mut project, &mut history, &mut new, one);
        }
        prop_assert_eq!(difference::differences(&first, &project).is_empty(), first == project);
        prop_assert_eq!(difference::differences(&project, &first).is_empty(), first == project);
    }

    #[test]
    fn any_changes_undone_give_the_first_project_back(first in any_project(), acts in prop::collection::vec(any_act(), 0..14)) {
        let (mut project, mut history, mut new) = (first.clone(), History::default(), Ids::default());
        for one in &acts {
            act(&mut project, &mut history, &mut new, one);
        }
        redo_all(&mut project, &mut history);
        let last = project.clone();
        undo_all(&mut project, &mut history);
        prop_assert_eq!(&project, &first);
        redo_all(&mut project, &mut history);
        prop_assert_eq!(&project, &last);
    }

    #[test]
    fn what_undo_and_redo_are_about_is_there(first in any_project(), acts in prop::collection::vec(any_act(), 0..14)) {
        let (mut project, mut history, mut new) = (first, History::default(), Ids::default());
        for one in &acts {
            act(&mut project, &mut history, &mut new, one);
        }
        loop {
            let before = project.clone();
            if history.undo(&mut project).is_none() {
                break;
            }
            tells_what_is_there(&history.touched(&project, false), &before, &project);
        }
        loop {
            let before = project.clone();
            if history.redo(&mut project).is_none() {
                break;
            }
            tells_what_is_there(&history.touched(&project, true), &before, &project);
        }
    }

    #[test]
    fn an_edits_inverse_undoes_it_and_its_own_inverse_makes_it_again(first in any_project(), recipe in changes::any_recipe()) {
        let mut project = first.clone();
        let edit = recipe.edit(&project, &mut Ids::default());
        if let Ok(undo) = edit.apply(&mut project) {
            let last = project.clone();
            let redo = undo.apply(&mut project).unwrap();
            prop_assert_eq!(&project, &first);
            redo.apply(&mut project).unwrap();
            prop_assert_eq!(&project, &last);
        }
    }

    #[test]
    fn a_mention_means_the_same_element_after_any_rename(mut project in any_project(), another in any_element(), which in any::<prop::sample::Index>(), wish in any_name()) {
        project.elements.push(another);
        project.complete(&mut || "another".to_owned());
        let element = which.get(&project.elements);
        let name = super::compose::free_element_name(&project, &wish, &shipped().limits);
        // A name that texts use already without an element comes to mean the renamed one; that is no mention of an element.
        let meant = |project: &Project| -> Vec<Option<String>> {
            let shots = project.scenes.iter().flat_map(|scene| &scene.shots);
            let texts = shots.flat_map(|shot| [shot.prompt.clone(), shot.dialogue.clone(), shot.notes.clone()]);
            let texts = texts.chain([project.style.clone()]);
            texts.flat_map(|text| {
                let names: Vec<_> = mentions(&text).map(|mention| project.element_named(mention.name).map(|e| e.id.to_string())).collect();
                names
            }).collect()
        };
        let before = meant(&project);
        let mut after = project.clone();
        Edit::RenameElement { element: element.id.clone(), name }.apply(&mut after).unwrap();
        let after = meant(&after);
        prop_assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(before.is_none() || before == after, "{:?} became {:?}", before, after);
        }
    }

    #[test]
    fn checks_prices_and_labels_take_any_project(project in any_project(), pictures in any_pictures()) {
        let rules = shipped();
        for (at, scene) in project.scenes.iter().enumerate() {
            let problems = check::check_scene(&project, at, &pictures, &rules);
            let blocked = check::blocked_label(&problems, scene, &rules);
            prop_assert_eq!(blocked.is_some(), check::errors(&problems) > 0);
            for problem in &problems {
                prop_assert!(!problem.message.is_empty());
                prop_assert!(problem.place.shot().is_none_or(|shot| shot < scene.shots.len()));
                for fix in &problem.fixes {
                    prop_assert!(!fix.label().is_empty());
                    let mut new = Ids::default();
                    let edit = fix.edit(&project, at, &pictures, &rules, &mut || new.next());
                    prop_assert!(edit.is_some_and(|edit| edit.apply(&mut project.clone()).is_ok()), "{:?}", fix);
                }
            }
            let price = price::of_scene(scene, &rules);
            prop_assert_eq!(price.credits, price.rate.times(u64::from(scene.seconds().0)));
            prop_assert!(!price.usd.in_cents().is_empty() && !scene.title(at).is_empty());
        }
    }

    #[test]
    fn every_frame_of_any_order_can_be_told(project in any_project(), pictures in any_pictures(), frame in prop_oneof![0_u64..800, any::<u64>()]) {
        for at in 0..=project.scenes.len() {
            let Ok(order) = Order::resolve(&project, at, &pictures) else {
                prop_assert!(project.scenes.get(at).is_none_or(|scene| scene.seconds() == Seconds::ZERO));
                continue;
            };
            let text = serde_json::to_string(&order).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Order>(&text).unwrap(), &order);
            for frame in [FrameNumber(frame), FrameNumber(order.frames().0 - 1)] {
                let shown = animatic::frame_at(&order, frame);
                prop_assert!(shown.layers.len() >= 3, "an order with time always shows something");
                let numbers = shown.layers.iter().flat_map(measures);
                prop_assert!(numbers.into_iter().all(f32::is_finite));
            }
        }
    }

    #[test]
    fn the_budget_takes_hostile_numbers(lengths in prop::collection::vec(any_seconds(), 0..40)) {
        let limits = shipped().limits;
        let shots = lengths.iter().map(|&seconds| Shot { seconds, ..Shot::default() }).collect();
        let scene = Scene { shots, ..Scene::default() };
        let exact: u64 = lengths.iter().map(|length| u64::from(length.0)).sum();
        prop_assert_eq!(u64::from(scene.seconds().0), exact.min(u64::from(u32::MAX)));
        match budget::of(&scene, &limits) {
            budget::Budget::Free(free) => prop_assert_eq!(exact + u64::from(free.0), 15),
            budget::Budget::Full => prop_assert_eq!(exact, 15),
            budget::Budget::Over(over) => prop_assert_eq!(u64::from(over.0), exact.min(u64::from(u32::MAX)) - 15),
        }
        let new = budget::new_shot_seconds(&scene, &limits, None);
        prop_assert!((1..=3).contains(&new.0));
        if let Some(fitted) = budget::fit(&lengths, limits.scene_seconds_max, limits.shot_seconds_min) {
            prop_assert_eq!(fitted.iter().map(|length| length.0).sum::<u32>(), 15);
        } else {
            prop_assert!(lengths.is_empty() || lengths.len() > 15);
        }
        let within = budget::shots_within(&scene, &limits);
        prop_assert!(scene.start_of(within).0 <= 15);
        prop_assert!(within == lengths.len() || scene.start_of(within + 1).0 > 15);
    }

    #[test]
    fn money_takes_hostile_numbers(credits in any::<u64>(), seconds in any::<u32>(), micros in any::<u128>()) {
        let _ = Credits::whole(credits).for_seconds(Seconds(seconds)).plus(Credits::whole(credits)).to_string();
        let mut rules = shipped();
        rules.prices.credit_usd_micros = credits;
        let usd = [rules.prices.usd(Credits::whole(u64::MAX)), Usd::from_micros(micros), Usd::from_micros(u128::MAX)];
        prop_assert!(usd.iter().all(|usd| usd.in_cents().starts_with('$') && usd.exact().contains('.')));
    }

    #[test]
    fn a_project_read_back_is_the_project(project in any_project()) {
        let text = serde_json::to_string(&project).unwrap();
        prop_assert_eq!(serde_json::from_str::<Project>(&text).unwrap(), project);
    }

    #[test]
    fn unknown_numbers_survive_being_read_and_written(number in prop::num::f64::NORMAL) {
        let text = format!("{{\"scenes\":[],\"x\":{}}}", serde_json::to_string(&number).unwrap());
        let project: Project = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(project.extra["x"].as_f64(), Some(number));
    }

    #[test]
    fn free_names_are_free_and_well_formed(project in any_project(), wish in any_name(), element in any_element(), picture in any_picture()) {
        let limits = shipped().limits;
        let name = super::compose::free_element_name(&project, &wish, &limits);
        prop_assert!(project.element_named(&name).is_none());
        prop_assert!(!name.is_empty() && name.len() <= limits.element_name_max && name.chars().all(is_name_char));
        let name = super::compose::clear_element_name(&project, &element, &limits);
        prop_assert!(!project.elements.iter().any(|other| other.name.contains(&name)));
        if let Some(path) = picture {
            prop_assert_eq!(super::MediaPath::new(path.as_str()), Ok(path));
        }
    }
}

/// Every id of it is in the project, once and in order; and where lengths or panels of shots changed, those shots are told.
fn tells_what_is_there(touched: &Touched, before: &Project, now: &Project) {
    let mut last = None;
    for one in &touched.scenes {
        let scene = now.scene_index(&one.scene);
        assert!(scene.is_some() && scene > last, "{touched:?}");
        last = scene;
        let scene = &now.scenes[scene.unwrap()];
        let places: Vec<usize> = one.shots.iter().map(|shot| scene.shot_index(shot).unwrap()).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{touched:?}");
    }
    // Where everything was exchanged nothing is told.
    if touched.scenes.is_empty() {
        return;
    }
    for scene in &now.scenes {
        // A scene that is told without shots is meant as a whole.
        let told = |shot: &Shot| {
            let one = touched.scenes.iter().find(|one| one.scene == scene.id);
            one.is_some_and(|one| one.shots.is_empty() || one.shots.contains(&shot.id))
        };
        for shot in &scene.shots {
            let was = before.find_shot(&shot.id);
            let changed = was.is_some_and(|(_, _, was)| (was.seconds, &was.panel) != (shot.seconds, &shot.panel));
            assert!(told(shot) || !changed, "{shot:?} is not among {touched:?}");
        }
    }
}

/// Every number of a layer's place and size.
fn measures(layer: &animatic::Layer) -> Vec<f32> {
    use animatic::Layer;
    let of = |rect: &animatic::Rect| vec![rect.x, rect.y, rect.width, rect.height];
    match layer {
        Layer::Fill(_) => Vec::new(),
        Layer::Block { rect, radius, .. } => [of(rect), vec![*radius]].concat(),
        Layer::Shade { rect, .. } => of(rect),
        Layer::Picture { view, dest, .. } => [of(view), of(dest)].concat(),
        Layer::Label(label) => vec![label.x, label.y, label.max_width, label.font_size, label.line_height],
    }
}

#[test]
fn an_empty_project_has_nothing_to_undo() {
    let (mut project, mut history) = (Project::default(), History::default());
    assert_eq!(history.undo(&mut project), None);
    assert_eq!(history.redo(&mut project), None);
    assert_eq!(Order::resolve(&project, 0, &Pictures::default()), Err(super::order::NoTime));
}
