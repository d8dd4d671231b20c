//! What stands between a scene and a paid request, each as a problem with its code, place, sentence and ways out
//! (docs/service.md: checks). The animatic is held up by none of this.

mod codes;
mod control;
mod elements;
mod fix;
mod index;
mod pictures;
mod time;

pub use fix::Fix;
pub use index::Checker;

use super::framing::Framed;
use super::id::ElementId;
use super::picture::Pictures;
use super::project::{FrameSlot, Project, Scene};
use super::rules::Rules;

/// How much a problem weighs. Only an error stands in the way of a paid request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    /// As the command line writes it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where in its scene a problem stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Scene,
    /// Counted from 0.
    Shot(usize),
    Frame(FrameSlot),
    Element(ElementId),
}

impl Place {
    /// The shot it is in, counted from 0.
    #[must_use]
    pub fn shot(&self) -> Option<usize> {
        match self {
            Self::Shot(index) => Some(*index),
            _ => None,
        }
    }
}

/// Something in the way of a good take, or worth knowing before it is paid for.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// As in docs/service.md's table of checks: `over-budget`.
    pub code: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// One sentence without a full stop.
    pub message: String,
    /// The ways out that take one click, the likeliest first.
    pub fixes: Vec<Fix>,
}

/// What a check looks at.
struct Context<'a> {
    project: &'a Project,
    scene_index: usize,
    scene: &'a Scene,
    pictures: &'a Pictures,
    rules: &'a Rules,
    /// The scene's shots as they are sent.
    sent: Vec<String>,
    /// Which of the project's elements a shot names, by their places, in order.
    mentioned: Vec<usize>,
    index: &'a index::Index<'a>,
}

impl<'a> Context<'a> {
    fn framed(&self, slot: FrameSlot) -> Option<Framed<'a>> {
        self.project.framed(self.scene_index, slot, self.pictures)
    }

    /// Whether it begins with a picture, though that may not be there yet.
    fn has_start(&self) -> bool {
        self.scene.first_frame.is_some() || self.scene.starts_from.is_some()
    }

    fn is_mentioned(&self, element_index: usize) -> bool {
        self.mentioned.binary_search(&element_index).is_ok()
    }
}

/// Everything worth knowing about a scene before it is paid for: errors first, then warnings, then notes,
/// each in the order of the timeline. Who looks at several scenes asks one `Checker`.
#[must_use]
pub fn check_scene(project: &Project, scene_index: usize, pictures: &Pictures, rules: &Rules) -> Vec<Problem> {
    Checker::new(project, pictures, rules).scene(scene_index)
}

/// Errors first, each kind in the order of the timeline.
fn order_of(problem: &Problem) -> (Severity, usize) {
    (problem.severity, problem.place.shot().map_or(0, |shot| shot + 1))
}

/// How many errors stand among problems.
#[must_use]
pub fn errors(problems: &[Problem]) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Error).count()
}

/// Why a scene cannot be generated, short enough for a button; `None` when it can.
#[must_use]
pub fn blocked_label(problems: &[Problem], scene: &Scene, rules: &Rules) -> Option<String> {
    let count = errors(problems);
    let limits = &rules.limits;
    let first = problems.iter().find(|problem| problem.severity == Severity::Error)?;
    let used = scene.seconds();
    Some(match (count, first.code) {
        (1, "over-budget") => {
            format!("{} over {}", used.minus(limits.scene_seconds_max), limits.scene_seconds_max.0)
        }
        (1, "under-minimum") => {
            format!("{} under {}", limits.scene_seconds_min.minus(used), limits.scene_seconds_min.0)
        }
        (1, "no-shots") => "Add a shot to generate".to_owned(),
        _ => format!("Fix {count} to generate"),
    })
}

/// What people call so many of a thing: `1 shot`, `2 shots`.
pub(crate) fn count_of(count: usize, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}

fn problem(code: &'static str, severity: Severity, place: Place, message: String, fixes: Vec<Fix>) -> Problem {
    Problem { code, severity, place, message, fixes }
}

#[cfg(test)]
mod tests;
