//! A scene on another model than the first: what that one takes, told by its name and from its data.

use super::{Context, Fix, Place, Problem, Severity, problem};
use crate::story::model::{Choices, Condition, Cost, Fault, Model, ModelChoice, Shots};
use crate::story::order::Order;
use crate::story::project::Aspect;
use crate::story::units::Seconds;

/// Whether the scene's model is known; told where it is not.
pub(super) fn known<'a>(context: &Context<'a>, problems: &mut Vec<Problem>) -> Option<&'a Model> {
    let model = context.rules.model(&context.scene.model);
    if model.is_none() {
        let message =
            format!("No model \"{}\" is known here; it may be one of a file that is gone", context.scene.model);
        problems.push(problem("model-unknown", Severity::Error, Place::Scene, message, vec![back(context)]));
    }
    model
}

/// To the model that every scene has at first.
fn back(context: &Context<'_>) -> Fix {
    let on = ModelChoice::default();
    Fix::UseModel { title: context.rules.service.model.clone(), on }
}

pub(super) fn check(context: &Context<'_>, model: &Model, problems: &mut Vec<Problem>) {
    let scene = context.scene;
    let title = context.rules.title(&scene.on());
    if scene.shots.is_empty() {
        let message = "The scene has no shots".to_owned();
        problems.push(problem("no-shots", Severity::Error, Place::Scene, message, vec![Fix::AddShot]));
        return;
    }
    let strange: Vec<String> = model.strange(&scene.choices).collect();
    if !strange.is_empty() {
        let message = format!("{} has no {}: what is usual counts instead", model.name, strange.join(", "));
        let on = ModelChoice { model: model.id.clone(), choices: model.settled(&scene.choices) };
        let fix = Fix::UseModel { title: title.clone(), on };
        problems.push(problem("model-choice", Severity::Warning, Place::Scene, message, vec![fix]));
    }
    if let Some(why) = &model.warning {
        problems.push(problem("model-warning", Severity::Warning, Place::Scene, format!("{title}: {why}"), Vec::new()));
    }
    for (index, shot) in scene.shots.iter().enumerate().filter(|(_, shot)| shot.seconds == Seconds::ZERO) {
        let message = format!("Shot {} lasts {}, the least is {}", index + 1, shot.seconds, Seconds(1));
        let fix = Fix::SetSeconds { shot: shot.id.clone(), seconds: Seconds(1) };
        problems.push(problem("shot-too-short", Severity::Error, Place::Shot(index), message, vec![fix]));
    }
    let count = scene.shots.len();
    if count > 1 && model.shots != Shots::List {
        let message = format!("{} is made of one shot here so far, and the scene has {count}", model.name);
        let fixes = vec![back(context), Fix::MoveOn { from: 1, count: count - 1 }, Fix::MakeOneShot];
        problems.push(problem("model-shots", Severity::Error, Place::Scene, message, fixes));
        return;
    }
    let Ok(order) = Order::resolve(context.project, context.scene_index, context.pictures) else { return };
    let choices = model.settled(&scene.choices);
    let plan = model.plan(&order, &choices);
    // A prompt of nothing is told already, by what people see in it.
    for fault in plan.faults.iter().filter(|fault| fault.code != "prompt-empty") {
        let place = fault.shot.map_or(Place::Scene, Place::Shot);
        let fixes = fixes(context, model, &choices, fault);
        problems.push(problem(fault.code, Severity::Error, place, fault.message.clone(), fixes));
    }
    match plan.cost {
        Cost::Unknown if plan.faults.is_empty() => {
            let message = format!("What {title} costs is not known: put its price into a file of the model");
            problems.push(problem("price-unknown", Severity::Error, Place::Scene, message, vec![back(context)]));
        }
        Cost::Known { is_confirmed: false, .. } => {
            let message = format!("The price of {title} is that of a service of the same house, not confirmed yet");
            problems.push(problem("price-unconfirmed", Severity::Note, Place::Scene, message, Vec::new()));
        }
        _ => {}
    }
    if !plan.losses.is_empty() {
        let message = format!("On {title}: {}", plan.losses.join(", "));
        problems.push(problem("model-loses", Severity::Note, Place::Scene, message, Vec::new()));
    }
    let made: Seconds = plan.parts.iter().map(|part| part.setting.seconds).sum();
    if plan.faults.is_empty() && made > scene.seconds() {
        let message = format!("{} makes {made}, {} more than planned", model.name, made.minus(scene.seconds()));
        problems.push(problem("model-longer", Severity::Note, Place::Scene, message, Vec::new()));
    }
}

/// The ways out of what a model does not take; another model is always one.
fn fixes(context: &Context<'_>, model: &Model, choices: &Choices, fault: &Fault) -> Vec<Fix> {
    let scene = context.scene;
    let mut fixes = Vec::new();
    match fault.code {
        "model-length" => {
            let longest = model.seconds.longest();
            if let [only] = scene.shots.as_slice() {
                fixes.push(Fix::SetSeconds { shot: only.id.clone(), seconds: longest });
            }
        }
        "model-frames" => {
            let panel = scene.shots.iter().position(|shot| shot.panel.is_some());
            fixes.extend(panel.filter(|_| !context.has_start()).map(|shot| Fix::PanelAsFirstFrame { shot }));
        }
        "model-ratio" => {
            let offers = |aspect: &Aspect| model.ways.iter().any(|way| way.ratios.iter().any(|r| r == aspect.label()));
            fixes.extend(Aspect::ALL.into_iter().filter(offers).map(Fix::UseAspect));
        }
        "model-rule" => {
            let must = fault.rule.and_then(|rule| model.rules.get(rule)).map(|rule| &rule.must);
            fixes.extend(must.into_iter().flat_map(|must| to_meet(context, model, choices, must)));
        }
        _ => {}
    }
    fixes.push(back(context));
    fixes
}

/// What makes a condition hold, where one change does.
fn to_meet(context: &Context<'_>, model: &Model, choices: &Choices, must: &Condition) -> Vec<Fix> {
    let scene = context.scene;
    let mut fixes = Vec::new();
    if let Some(sound) = must.sound {
        fixes.push(Fix::UseSound(sound));
    }
    if must.last_frame == Some(false) {
        fixes.push(Fix::DropLastFrame);
    }
    for (id, options) in &must.choices {
        let choice = model.choices.iter().find(|choice| choice.id == *id);
        let first = options.iter().find_map(|option| choice?.option(option));
        if let (Some(choice), Some(option)) = (choice, first) {
            let mut chosen = choices.clone();
            chosen.insert(choice.id.clone(), option.id.clone());
            let on = ModelChoice { model: model.id.clone(), choices: chosen };
            fixes.push(Fix::UseModel { title: format!("{} {}", choice.label.to_lowercase(), option.label), on });
        }
    }
    if let ([only], Some(seconds)) = (scene.shots.as_slice(), must.seconds.first()) {
        fixes.push(Fix::SetSeconds { shot: only.id.clone(), seconds: *seconds });
    }
    fixes
}
