//! Shots pasted from another project: their pictures are copied into this one, in the background.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Desk;
use super::inbox::Message;
use crate::media::picture;
use crate::store::{ProjectFolder, Settings};
use crate::story::check::count_of;
use crate::story::clip::Clip;
use crate::story::{MediaPath, PictureInfo, SceneId};

/// Shots on their way in, with all pictures that came along.
#[derive(Clone, Debug, PartialEq)]
pub struct PastedClip {
    pub clip: Clip,
    /// What each picture is called in this project.
    pub media: HashMap<MediaPath, MediaPath>,
    pub scene: SceneId,
    /// The place of the first one.
    pub at: usize,
}

/// What the background brings of it.
pub(super) struct BroughtClip {
    pub pasted: PastedClip,
    pub pictures: Vec<(MediaPath, PictureInfo)>,
    /// A sentence about pictures that were left out.
    pub trouble: Option<String>,
}

impl Desk {
    /// Copies these pictures of the project that a clip comes from into this one; the clip then comes as an event. The
    /// clipboard may name any folder, so pictures are read of projects alone that this user has opened lately, as the
    /// settings say.
    pub fn bring_clip(&self, clip: Clip, pictures: Vec<MediaPath>, scene: SceneId, at: usize, settings: PathBuf) {
        let folder = self.folder.clone();
        let pasted = PastedClip { clip, media: HashMap::new(), scene, at };
        self.disk.run("The shots were not pasted", move || {
            Some(Message::Pasted(Box::new(bring(&folder, pasted, &pictures, &settings))))
        });
    }
}

fn bring(folder: &ProjectFolder, mut pasted: PastedClip, wanted: &[MediaPath], settings: &Path) -> BroughtClip {
    let mut pictures = Vec::new();
    let mut trouble = None;
    match origin(Path::new(&pasted.clip.from.folder), settings) {
        Err(why) => {
            let left = count_of(wanted.len(), "picture");
            trouble = Some(format!("{left} of the pasted shots stayed behind: {why}"));
        }
        Ok(other) => {
            for path in wanted {
                match copy(&other, path, folder) {
                    Ok((here, info)) => {
                        pasted.media.insert(path.clone(), here.clone());
                        pictures.push((here, info));
                    }
                    Err(why) => trouble = Some(format!("A picture of the pasted shots stayed behind: {why}")),
                }
            }
        }
    }
    BroughtClip { pasted, pictures, trouble }
}

/// The project that the pictures are read from.
fn origin(from: &Path, settings: &Path) -> Result<ProjectFolder, String> {
    let (settings, _) = Settings::load(settings);
    if !settings.recent_projects.iter().any(|recent| recent == from) {
        return Err("the project they come from is none that was opened here lately".to_owned());
    }
    ProjectFolder::at(from).map_err(|error| error.to_string())
}

fn copy(from: &ProjectFolder, path: &MediaPath, to: &ProjectFolder) -> Result<(MediaPath, PictureInfo), String> {
    let bytes = from.read_picture(path).map_err(|error| error.to_string())?;
    let info = picture::inspect(&bytes).map_err(|error| format!("{path} {error}"))?;
    let here = to.import_picture(&bytes, &info).map_err(|error| error.to_string())?;
    Ok((here, info))
}
