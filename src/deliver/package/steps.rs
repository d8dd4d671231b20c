//! What a delivery is made of: each paper once, and a film for each ratio, since no screen shows two of them well.

use super::PackageRequest;
use crate::deliver::job::Kind;
use crate::deliver::{Scope, name};
use crate::story::{Aspect, Project};

/// One thing that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: Kind,
    pub scope: Scope,
    /// Of a film, or its captions, that is one of several.
    pub aspect: Option<Aspect>,
}

impl Step {
    /// As people call it: `Film 9:16`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.aspect {
            Some(aspect) => format!("{} {aspect}", self.kind.label()),
            None => self.kind.label().to_owned(),
        }
    }

    /// What its file is called.
    pub(super) fn file_name(&self, project: &Project, request: &PackageRequest, version: &str) -> String {
        let scenes = name::scenes(project, &request.scope);
        let ratio = self.aspect.map(|aspect| aspect.label().replace(':', "x"));
        let part: Vec<String> = [Some(scenes), ratio].into_iter().flatten().filter(|part| !part.is_empty()).collect();
        name::named(project, self.kind, &part.join(", "), version)
    }

    /// How long it takes beside the others, roughly.
    pub(super) fn weight(&self, project: &Project) -> u64 {
        let of = |scene: &crate::story::Scene| match self.kind {
            Kind::Mp4 => 12 * u64::from(scene.seconds().0),
            Kind::BoardsPdf => 2 * scene.shots.len() as u64,
            _ => 1,
        };
        self.scope.clone().scenes(project).map(|(_, scene)| of(scene)).sum::<u64>().max(1)
    }
}

/// Everything that a delivery makes, in its order.
#[must_use]
pub fn steps(project: &Project, request: &PackageRequest) -> Vec<Step> {
    let films = ratios(project, &request.scope);
    let of = |kind: Kind| match kind {
        Kind::Mp4 | Kind::Srt if films.len() > 1 => {
            films.iter().map(|(aspect, scope)| Step { kind, scope: scope.clone(), aspect: Some(*aspect) }).collect()
        }
        _ => vec![Step { kind, scope: request.scope.clone(), aspect: None }],
    };
    request.settings.package.kinds().flat_map(of).collect()
}

/// The ratios of scenes that have shots, each with its scenes, in the project's order.
fn ratios(project: &Project, scope: &Scope) -> Vec<(Aspect, Scope)> {
    let mut films: Vec<(Aspect, Vec<usize>)> = Vec::new();
    for (at, scene) in scope.clone().scenes(project).filter(|(_, scene)| !scene.shots.is_empty()) {
        match films.iter_mut().find(|(aspect, _)| *aspect == scene.aspect) {
            Some((_, scenes)) => scenes.push(at),
            None => films.push((scene.aspect, vec![at])),
        }
    }
    films.into_iter().map(|(aspect, scenes)| (aspect, Scope::Scenes(scenes.into()))).collect()
}
