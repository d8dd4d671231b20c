//! Codes that two shots have. It is told at the later one, and never stands in the way of a paid request.

use super::{Context, Fix, Place, Problem, Severity, problem};
use crate::story::label::number;
use crate::story::list::and_more;

/// So many are told one by one; the others are counted.
const CODES_MAX: usize = 10;

pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let doubles = context.index.doubles_in(context.scene_index);
    for (at, (scene, earlier)) in doubles.iter().take(CODES_MAX) {
        let Some(shot) = context.scene.shots.get(*at) else { continue };
        let of = if *scene == context.scene_index { String::new() } else { format!(" of scene {}", number(*scene)) };
        let message =
            format!("Shot {} has the code {}, as shot {}{of} has", number(*at), shot.name.trim(), number(*earlier));
        let fixes = vec![Fix::FreeCode(shot.id.clone())];
        problems.push(problem("double-code", Severity::Warning, Place::Shot(*at), message, fixes));
    }
    if let Some(left) = doubles.len().checked_sub(CODES_MAX).filter(|left| *left > 0) {
        let message = format!("{} shots have the code of another one", and_more(left));
        problems.push(problem("double-code", Severity::Warning, Place::Scene, message, Vec::new()));
    }
}
