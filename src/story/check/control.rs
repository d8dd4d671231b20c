//! Control characters in what is sent: a service may obey them, break a prompt at them or refuse it.

use super::fix::Fix;
use super::{Context, Place, Problem, Severity, problem};
use crate::story::control::named;

pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let mut look = |place: Place, whose: &str, texts: &[&str]| {
        if let Some(names) = named(texts) {
            let message = format!("{whose} has characters that nobody sees and that are sent: {names}");
            problems.push(problem("control-characters", Severity::Warning, place, message, vec![Fix::CleanTexts]));
        }
    };
    for (index, shot) in context.scene.shots.iter().enumerate() {
        look(Place::Shot(index), &format!("Shot {}", index + 1), &[&shot.prompt, &shot.dialogue]);
    }
    if !context.scene.shots.is_empty() {
        look(Place::Scene, "The project's style", &[&context.project.style]);
    }
    for &at in &context.mentioned {
        let element = &context.project.elements[at];
        let whose = format!("The description of @{}", element.name);
        look(Place::Element(element.id.clone()), &whose, &[&element.description]);
    }
}
