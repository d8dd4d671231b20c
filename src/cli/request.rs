//! `storyreel request`: the exact body that would ask for a scene, local pictures in place of their future addresses.

use super::opened::{Asked, Opened, line};
use super::{CliError, Exit, say};
use crate::desk::make;
use crate::provider::vidgo::request::body;
use crate::story::check::{Severity, errors};

pub fn run(asked: &Asked, scene: usize) -> Result<Exit, CliError> {
    let opened = Opened::at(asked)?;
    let scene = opened.scene(scene)?;
    print(&opened, scene)
}

/// The body of a scene, counted from 0, as the project has it.
pub fn print(opened: &Opened, scene: usize) -> Result<Exit, CliError> {
    let pictures = opened.pictures();
    let problems = opened.checker(&pictures).scene(scene);
    for problem in problems.iter().filter(|problem| problem.severity != Severity::Note) {
        say::sentence(&line(problem));
    }
    if errors(&problems) > 0 {
        return Ok(Exit::Blocked);
    }
    let order =
        make::resolve(&opened.project, scene, &pictures).map_err(|error| CliError::Blocked(error.to_string()))?;
    let body = body(&order, &opened.rules, |picture| format!("file:{}", picture.path))
        .map_err(|error| CliError::Blocked(error.to_string()))?;
    say::json(&body)?;
    Ok(Exit::Fine)
}
