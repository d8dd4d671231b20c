//! What leaves a project for other people and comes back from them: shot lists, estimates, boards, films.
//! It gives whole files or none; it knows neither window nor takes in the making.

pub mod boards;
pub mod chosen;
pub mod contact_sheet;
pub mod decimal;
pub mod estimate;
pub mod film;
mod job;
pub mod name;
mod outlook;
pub mod package;
pub mod settings;
pub mod shot_list;
mod version;
mod words;

pub use job::{DeliverError, Delivered, Kind, Request, Source, Watch, deliver, pages};
pub use outlook::{Outlook, outlook};
pub use settings::Settings;

use std::sync::Arc;

use crate::story::{Project, Scene};

/// Which part of a project is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    #[default]
    Project,
    /// A scene by its place, counted from 0.
    Scene(usize),
    /// Several scenes by their places, counted from 0, in the project's order.
    Scenes(Arc<[usize]>),
}

impl Scope {
    /// The scenes that are meant, each with its place, counted from 0.
    pub fn scenes(self, project: &Project) -> impl Iterator<Item = (usize, &Scene)> {
        let meant = move |at: usize| match &self {
            Self::Project => true,
            Self::Scene(scene) => *scene == at,
            Self::Scenes(scenes) => scenes.contains(&at),
        };
        project.scenes.iter().enumerate().filter(move |(at, _)| meant(*at))
    }
}
