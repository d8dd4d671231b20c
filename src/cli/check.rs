//! `storyreel check`: what stands between scenes and a paid request, the pictures on the disk looked at too.

use serde::Serialize;

use super::opened::{Asked, Opened, heading, line};
use super::{CliError, Exit, say};
use crate::story::check::{Problem, errors};

#[derive(Serialize)]
struct Report {
    scenes: Vec<SceneReport>,
}

#[derive(Serialize)]
struct SceneReport {
    /// Counted from 1.
    scene: usize,
    problems: Vec<ProblemReport>,
}

#[derive(Serialize)]
struct ProblemReport {
    severity: &'static str,
    code: &'static str,
    /// Counted from 1.
    shot: Option<usize>,
    message: String,
}

pub fn run(asked: &Asked, scene: Option<usize>, json: bool) -> Result<Exit, CliError> {
    let opened = Opened::at(asked)?;
    let asked = match scene {
        Some(number) => vec![opened.scene(number)?],
        None => (0..opened.project.scenes.len()).collect(),
    };
    let pictures = opened.pictures();
    let checker = opened.checker(&pictures);
    let found: Vec<(usize, Vec<Problem>)> = asked.into_iter().map(|scene| (scene, checker.scene(scene))).collect();
    let blocked = found.iter().any(|(_, problems)| errors(problems) > 0);
    if json {
        say::json(&report(found))?;
    } else {
        say::result(&text(&opened, &found))?;
    }
    Ok(if blocked { Exit::Blocked } else { Exit::Fine })
}

fn report(found: Vec<(usize, Vec<Problem>)>) -> Report {
    let scenes = found.into_iter().map(|(scene, problems)| SceneReport {
        scene: scene + 1,
        problems: problems
            .into_iter()
            .map(|problem| ProblemReport {
                severity: problem.severity.code(),
                code: problem.code,
                shot: problem.place.shot().map(|shot| shot + 1),
                message: problem.message,
            })
            .collect(),
    });
    Report { scenes: scenes.collect() }
}

fn text(opened: &Opened, found: &[(usize, Vec<Problem>)]) -> String {
    let mut lines = Vec::new();
    for (index, problems) in found {
        let heading = heading(*index, &opened.project.scenes[*index]);
        if problems.is_empty() {
            lines.push(format!("{heading}: nothing to say"));
        } else {
            lines.push(heading);
        }
        lines.extend(problems.iter().map(|problem| format!("  {}", line(problem))));
    }
    if lines.is_empty() {
        lines.push("The project has no scenes".to_owned());
    }
    lines.join("\n")
}
