//! A project's folder `NAME.storyreel/`: making, opening and saving it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::inside::{self, Spot};
use super::place::place_folder;
use super::project_file::FileError;
use super::{export_file, journal, media, new_id, project_file, versions};
use crate::story::{MediaPath, Project};

/// The ending of a project folder's name, without the dot.
pub const EXTENSION: &str = "storyreel";
/// Where pictures lie in it.
pub const MEDIA: &str = "media";
/// Where takes lie in it.
pub const TAKES: &str = "takes";

/// What a project's folder keeps for itself beside hidden files; whatever else lies there is the user's.
const OWN: [&str; 6] = [project_file::NAME, journal::NAME, export_file::NAME, MEDIA, TAKES, versions::VERSIONS];

/// A folder that holds a project. It says where things lie and keeps nothing of what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFolder {
    root: PathBuf,
    /// The root with all links followed.
    real: PathBuf,
}

/// A project as it was found on disk.
#[derive(Clone, Debug)]
pub struct Opened {
    pub folder: ProjectFolder,
    pub project: Project,
    /// What people should know of it, each a sentence.
    pub notes: Vec<String>,
    /// Whether ids or names were missing and have been made: then it differs from its file.
    pub completed: bool,
}

impl ProjectFolder {
    /// Makes a new project's folder with `media/`, `takes/` and its file, all at once or not at all.
    ///
    /// # Errors
    /// When there is something at the path already (an empty folder is fine), or the disk refuses.
    pub fn create(path: &Path, project: &Project) -> Result<Self, StoreError> {
        let what = saving(&project.name);
        place_folder(path, false, &what, |hidden| fill(hidden, project, &what))?;
        Self::at(path)
    }

    /// A project's folder that is there, by the path of the folder or of its `project.json`. Nothing of it is read.
    ///
    /// # Errors
    /// When there is no project.
    pub fn at(path: &Path) -> Result<Self, StoreError> {
        let none = || StoreError::NoProject(path.to_owned());
        let root = if path.file_name() == Some(OsStr::new(project_file::NAME)) && !path.is_dir() {
            match path.parent() {
                Some(above) if !above.as_os_str().is_empty() => above,
                _ => Path::new("."),
            }
        } else {
            path
        };
        if root.join(project_file::NAME).symlink_metadata().is_err() {
            return Err(none());
        }
        let what = "find the project";
        let root = std::path::absolute(root).map_err(|error| DiskError::new(what, root, error))?;
        let real = root.canonicalize().map_err(|error| DiskError::new(what, &root, error))?;
        Ok(Self { root, real })
    }

    /// Opens a project by the path of its folder or of its `project.json`. Nothing is written.
    ///
    /// # Errors
    /// When there is no project, its file is broken, of a newer format or too large, or a media path or the file itself
    /// leads out of the folder by a link. Missing pictures are only noted.
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        let folder = Self::at(path)?;
        let bytes = folder.read_file()?.ok_or_else(|| StoreError::NoProject(path.to_owned()))?;
        let (project, completed) = folder.parse(&bytes)?;
        let notes = media::check_all(&folder, &project)?.into_iter().collect();
        Ok(Opened { folder, project, notes, completed })
    }

    /// The bytes of its `project.json`, or nothing where there is none any more.
    pub(super) fn read_file(&self) -> Result<Option<Vec<u8>>, StoreError> {
        match disk::read(&self.real_file()?, project_file::SIZE_MAX, &format!("open {}", self.name())) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            read => Ok(Some(read?)),
        }
    }

    /// The project that a `project.json` of this folder holds, and whether ids or a name had to be made for it.
    pub(super) fn parse(&self, bytes: &[u8]) -> Result<(Project, bool), FileError> {
        let mut project = project_file::parse(bytes, &self.file())?;
        let mut completed = project.complete(&mut new_id) > 0;
        if project.name.trim().is_empty() {
            project.name = self.name();
            completed = true;
        }
        Ok((project, completed))
    }

    /// Replaces the project's file by the project as it stands now, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses, the file is marked read-only, or it is a link that leads out; the old file is then as it was.
    pub fn save(&self, project: &Project) -> Result<(), StoreError> {
        let bytes = project_file::write(project)?;
        Ok(disk::write_atomically(&self.real_file()?, &bytes, &saving(&project.name))?)
    }

    /// Whether both are one folder, by whatever links.
    #[must_use]
    pub fn is_the_same_as(&self, other: &Self) -> bool {
        self.real == other.real
    }

    /// The folder, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of its `project.json`.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.root.join(project_file::NAME)
    }

    /// What the folder is called, without `.storyreel`.
    #[must_use]
    pub fn name(&self) -> String {
        let of = |path: &Path| {
            let name =
                if path.extension() == Some(OsStr::new(EXTENSION)) { path.file_stem() } else { path.file_name() };
            name.map(|name| name.to_string_lossy().into_owned())
        };
        of(&self.root).or_else(|| of(&self.real)).unwrap_or_else(|| "Untitled".to_owned())
    }

    /// Whether a path leads to one of the project's own files or into one of its own folders, there already or not, by
    /// whatever links: nothing that is made from a project may take such a place.
    #[must_use]
    pub fn owns(&self, path: &Path) -> bool {
        let Ok(path) = std::path::absolute(path) else { return false };
        // The file itself may be a link, and so may a folder above it.
        let followed = path.canonicalize().ok();
        let in_folder = path.ancestors().skip(1).find_map(|above| {
            let rest = path.strip_prefix(above).ok()?;
            Some(above.canonicalize().ok()?.join(rest))
        });
        [followed, in_folder].into_iter().flatten().any(|path| {
            let first = path.strip_prefix(&self.real).ok().and_then(|inside| inside.components().next());
            // Some disks take "Media" for "media".
            let name = first.map(|first| first.as_os_str().to_string_lossy().to_lowercase());
            name.is_some_and(|name| name.starts_with('.') || OWN.contains(&name.as_str()))
        })
    }

    /// The folder with all links followed.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// Where the file really lies: a link within the folder is followed, so that saving does not break it.
    pub(super) fn real_file(&self) -> Result<PathBuf, StoreError> {
        let what = "find the project's file";
        match inside::look(&self.real, Path::new(project_file::NAME))
            .map_err(|e| DiskError::new(what, &self.file(), e))?
        {
            Spot::There(path) => Ok(path),
            Spot::Missing => Ok(self.real.join(project_file::NAME)),
            Spot::Outside => Err(StoreError::LeadsOut { what: project_file::NAME.to_owned() }),
        }
    }

    /// Whether the folder is still where it was when the project was opened: it may have been moved meanwhile, or its disk
    /// may be gone.
    ///
    /// # Errors
    /// When it is not. Nothing may be made at its old place then: what was moved could not be put back.
    pub fn must_be_there(&self) -> Result<(), StoreError> {
        if self.real.is_dir() { Ok(()) } else { Err(StoreError::FolderGone(self.root.clone())) }
    }

    /// One of the project's own folders, made where it is missing.
    pub(super) fn subfolder(&self, name: &str, what: &str) -> Result<PathBuf, StoreError> {
        let path = self.real.join(name);
        self.must_be_there()?;
        match inside::look(&self.real, Path::new(name)).map_err(|error| DiskError::new(what, &path, error))? {
            Spot::There(path) => Ok(path),
            Spot::Missing => {
                disk::create_dir_all(&path, what)?;
                Ok(path)
            }
            Spot::Outside => Err(StoreError::LeadsOut { what: format!("the project's folder \"{name}\"") }),
        }
    }
}

/// The path with the ending of a project folder, given where it is missing.
#[must_use]
pub fn with_extension(path: &Path) -> PathBuf {
    if path.extension() == Some(OsStr::new(EXTENSION)) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(EXTENSION);
    path.with_file_name(name)
}

/// What is being tried, for an error's sentence.
pub fn saving(name: &str) -> String {
    format!("save {}", if name.trim().is_empty() { "the project" } else { name.trim() })
}

/// Fills an empty folder with a project that has no pictures yet.
pub fn fill(folder: &Path, project: &Project, what: &str) -> Result<(), StoreError> {
    disk::create_dir(&folder.join(MEDIA), what)?;
    disk::create_dir(&folder.join(TAKES), what)?;
    let bytes = project_file::write(project)?;
    Ok(disk::write_atomically(&folder.join(project_file::NAME), &bytes, what)?)
}

/// Every media path of a project with its place in the file, as errors name it.
pub fn media_places(project: &Project) -> impl Iterator<Item = (String, &MediaPath)> {
    let elements = project.elements.iter().enumerate().flat_map(|(e, element)| {
        let images = element.images.iter().enumerate();
        images.map(move |(i, path)| (format!("elements[{e}].images[{i}]"), path))
    });
    let scenes = project.scenes.iter().enumerate().flat_map(|(s, scene)| {
        let first = scene.first_frame.iter().map(move |path| (format!("scenes[{s}].first_frame"), path));
        let last = scene.last_frame.iter().map(move |path| (format!("scenes[{s}].last_frame"), path));
        let panels = scene.shots.iter().enumerate().filter_map(move |(n, shot)| {
            shot.panel.as_ref().map(|path| (format!("scenes[{s}].shots[{n}].panel"), path))
        });
        first.chain(last).chain(panels)
    });
    elements.chain(scenes)
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
