//! A delivery as those see it who wait for it and may stop it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{PackageRequest, steps};
use crate::deliver::Watch;
use crate::story::Project;

/// How far a delivery is, over all that it makes.
#[derive(Debug)]
pub struct PackageWatch {
    parts: Vec<Part>,
    /// The part in work.
    at: AtomicUsize,
    cancelled: AtomicBool,
}

#[derive(Debug)]
struct Part {
    label: String,
    weight: u64,
    watch: Watch,
}

impl PackageWatch {
    #[must_use]
    pub fn new(project: &Project, request: &PackageRequest) -> Self {
        let steps = steps(project, request);
        let part = |step: super::Step| Part { label: step.label(), weight: step.weight(project), watch: Watch::new() };
        // What is asked for by place is always there.
        let nothing = Part { label: String::new(), weight: 0, watch: Watch::new() };
        let parts = steps.into_iter().map(part).chain([nothing]).collect();
        Self { parts, at: AtomicUsize::new(0), cancelled: AtomicBool::new(false) }
    }

    /// How much is done, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share for showing")]
    pub fn share(&self) -> f32 {
        let at = self.at.load(Ordering::Relaxed);
        let all: u64 = self.parts.iter().map(|part| part.weight).sum();
        let done: u64 = self.parts.iter().take(at).map(|part| part.weight).sum();
        let now = self.parts.get(at).map_or(0.0, |part| part.watch.share() * part.weight as f32);
        ((done as f32 + now) / all.max(1) as f32).min(1.0)
    }

    /// What is being made: `Film 9:16`.
    #[must_use]
    pub fn label(&self) -> &str {
        self.parts.get(self.at.load(Ordering::Relaxed)).map_or("", |part| part.label.as_str())
    }

    /// Asks it to stop; it does soon, and leaves nothing behind.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        for part in &self.parts {
            part.watch.cancel();
        }
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The part at a place begins.
    pub(super) fn begin(&self, at: usize) -> &Watch {
        let at = at.min(self.parts.len() - 1);
        self.at.store(at, Ordering::Relaxed);
        &self.parts[at].watch
    }
}
