//! All shots of a scene or of the project numbered anew, in their order, by one of the usual schemes.

use super::Codes;
use super::parts::letters;
use crate::story::check::count_of;
use crate::story::edit::{Edit, TextField};
use crate::story::id::ShotId;
use crate::story::label::number;
use crate::story::project::Project;

/// How shots are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `010A`, `010B`, in the second scene `020A`.
    #[default]
    TensAndLetter,
    /// `1A`, `1B`, in the second scene `2A`.
    SceneAndLetter,
    /// `010`, `020`, `030`, through all scenes.
    Tens,
    /// `SC010_SH010`, `SC010_SH020`, in the second scene `SC020_SH010`.
    SceneAndShot,
}

impl Scheme {
    pub const ALL: [Self; 4] = [Self::TensAndLetter, Self::SceneAndLetter, Self::Tens, Self::SceneAndShot];

    /// Its first codes, for people to choose by.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::TensAndLetter => "010A, 010B, 020A",
            Self::SceneAndLetter => "1A, 1B, 2A",
            Self::Tens => "010, 020, 030",
            Self::SceneAndShot => "SC010_SH010, SC010_SH020",
        }
    }

    /// What it counts, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::TensAndLetter => "The scene in tens and a letter for each shot",
            Self::SceneAndLetter => "The scene's number and a letter for each shot",
            Self::Tens => "Shots in tens through all scenes",
            Self::SceneAndShot => "Scene and shot in tens",
        }
    }

    /// The code of the n-th shot of a scene, or for `Tens` the n-th of all, each counted from 0.
    fn code(self, scene_at: usize, n: usize) -> String {
        let tens = |place: usize| number(place).saturating_mul(10);
        match self {
            Self::TensAndLetter => format!("{:03}{}", tens(scene_at), letters(n)),
            Self::SceneAndLetter => format!("{}{}", number(scene_at), letters(n)),
            Self::Tens => format!("{:03}", tens(n)),
            Self::SceneAndShot => format!("SC{:03}_SH{:03}", tens(scene_at), tens(n)),
        }
    }
}

/// A shot and its code before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    pub shot: ShotId,
    /// The scene's place, counted from 0.
    pub scene_at: usize,
    pub from: String,
    pub to: String,
}

/// What renumbering makes of the shots of one scene, or of all. In one scene, codes that shots of others have are passed
/// over. Shots whose code stays are among them.
#[must_use]
pub fn renumber(project: &Project, only: Option<usize>, scheme: Scheme) -> Vec<Renamed> {
    let mut others = Codes::default();
    if let Some(only) = only {
        let scenes = project.scenes.iter().enumerate().filter(|(at, _)| *at != only);
        scenes.flat_map(|(_, scene)| &scene.shots).for_each(|shot| others.note(&shot.name));
    }
    let mut renamed = Vec::new();
    let mut n = 0;
    for (scene_at, scene) in project.scenes.iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at)) {
        if scheme != Scheme::Tens {
            n = 0;
        }
        for shot in &scene.shots {
            let to = loop {
                let code = scheme.code(scene_at, n);
                n += 1;
                if others.is_free(&code) {
                    break code;
                }
            };
            renamed.push(Renamed { shot: shot.id.clone(), scene_at, from: shot.name.clone(), to });
        }
    }
    renamed
}

/// The renumbering as one change. `None` where every shot has its code already.
#[must_use]
pub fn renumber_edit(renamed: &[Renamed], only: Option<usize>) -> Option<Edit> {
    let changed = renamed.iter().filter(|one| one.from != one.to);
    let edits: Vec<Edit> = changed
        .map(|one| Edit::SetText { shot: one.shot.clone(), field: TextField::Name, text: one.to.clone() })
        .collect();
    let shots = count_of(edits.len(), "shot");
    let label = match only {
        Some(scene) => format!("Renumber {shots} of scene {}", number(scene)),
        None => format!("Renumber {shots}"),
    };
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}
