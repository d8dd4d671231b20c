//! Shots and seconds: how many, how long, together and each.

use super::{Context, Fix, Place, Problem, Severity, problem};
use crate::story::budget::{self, Budget};
use crate::story::compose;

pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    number_of_shots(context, problems);
    if !context.scene.shots.is_empty() {
        length_of_scene(context, problems);
        length_of_shots(context, problems);
    }
}

fn number_of_shots(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (shots, limits) = (context.scene.shots.len(), &context.rules.limits);
    if shots == 0 {
        let message = "The scene has no shots".to_owned();
        problems.push(problem("no-shots", Severity::Error, Place::Scene, message, vec![Fix::AddShot]));
    } else if shots > limits.shots_max {
        let message = format!("{shots} shots, a request takes {} at most", limits.shots_max);
        let fix = Fix::MoveOn { from: limits.shots_max, count: shots - limits.shots_max };
        problems.push(problem("too-many-shots", Severity::Error, Place::Scene, message, vec![fix]));
    } else if shots > limits.shots_advised {
        let message =
            format!("{shots} shots are many for one take, {} or fewer hold together better", limits.shots_advised);
        problems.push(problem("many-shots", Severity::Warning, Place::Scene, message, Vec::new()));
    }
}

fn length_of_scene(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (scene, limits) = (context.scene, &context.rules.limits);
    let used = scene.seconds();
    if let Budget::Over(over) = budget::of(scene, limits) {
        let max = limits.scene_seconds_max;
        let mut fixes = Vec::new();
        if compose::fit_to_budget(scene, limits).is_some() {
            fixes.push(Fix::FitToBudget(max));
        }
        let from = budget::shots_within(scene, limits);
        if from > 0 {
            fixes.push(Fix::MoveOn { from, count: scene.shots.len() - from });
        }
        let message = format!("{used}, {over} over the {max} a take may last");
        problems.push(problem("over-budget", Severity::Error, Place::Scene, message, fixes));
    } else if used < limits.scene_seconds_min {
        let min = limits.scene_seconds_min;
        let message = format!("{used}, a take lasts at least {min}");
        // Many shots of no length have not room in it at 1 s each.
        let fits = compose::stretch_to_minimum(scene, limits).is_some();
        let fixes = if fits { vec![Fix::StretchToMinimum(min)] } else { Vec::new() };
        problems.push(problem("under-minimum", Severity::Error, Place::Scene, message, fixes));
    }
}

fn length_of_shots(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    for (index, shot) in context.scene.shots.iter().enumerate() {
        if shot.seconds < limits.shot_seconds_min {
            let seconds = limits.shot_seconds_min;
            let message = format!("Shot {} lasts {}, the least is {seconds}", index + 1, shot.seconds);
            let fix = Fix::SetSeconds { shot: shot.id.clone(), seconds };
            problems.push(problem("shot-too-short", Severity::Error, Place::Shot(index), message, vec![fix]));
        } else if context.scene.is_multi_shot() && shot.seconds > limits.shot_seconds_max {
            let most = limits.shot_seconds_max;
            let message = format!("Shot {} lasts {}, one of several lasts {most} at most", index + 1, shot.seconds);
            let mut fixes = vec![Fix::SetSeconds { shot: shot.id.clone(), seconds: most }];
            if context.scene.shots.len() < limits.shots_max {
                fixes.push(Fix::SplitShot(shot.id.clone()));
            }
            problems.push(problem("shot-too-long", Severity::Error, Place::Shot(index), message, fixes));
        }
    }
    if let [only] = context.scene.shots.as_slice()
        && only.seconds > limits.single_shot_steady
    {
        let message = "A take of one shot may cut by itself; with several shots you decide where".to_owned();
        let fixes = vec![Fix::SplitShot(only.id.clone())];
        problems.push(problem("single-shot-may-cut", Severity::Note, Place::Shot(0), message, fixes));
    }
}
