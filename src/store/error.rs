//! What can go wrong with a project on disk, each as one sentence that says what to do.

use std::path::PathBuf;

use super::disk::DiskError;
use super::project_file::FileError;
use crate::story::MediaPath;

/// Why a project could not be opened, saved or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("there is no project at {}; choose a folder that holds a project.json", .0.display())]
    NoProject(PathBuf),
    #[error(
        "the project's folder is not at {} any more; put it back, or open the project where it lies now", .0.display()
    )]
    FolderGone(PathBuf),
    #[error("there is something at {} already; choose another name", .0.display())]
    Taken(PathBuf),
    #[error("there is a project at {} already; replace it or choose another name", .0.display())]
    ProjectThere(PathBuf),
    #[error("{} lies inside the project itself or around it; choose a place apart from it", .0.display())]
    IntoItself(PathBuf),
    #[error("{what} is a link that leads out of the project folder; put the file itself there")]
    LeadsOut {
        /// As people find it: `scenes[0].first_frame "media/a.png"`.
        what: String,
    },
    #[error("\"{0}\" is not in the project folder any more; put it back or choose another picture")]
    Missing(MediaPath),
    #[error("the project has grown past {} MB and would not open again; take something out of it", .0 / 1_000_000)]
    TooLarge(u64),
    #[error("there are too many other files named like \"{0}\" in the project's media folder; remove some")]
    NoFreeName(MediaPath),
    #[error("no folder for Storyreel's data is known on this machine; set STORYREEL_DATA_DIR to one")]
    NoDataFolder,
    #[error("the program could not start its work in the background ({0}); close other programs and try again")]
    Background(String),
    #[error("the take {0} cannot be kept: its name is not one of letters, digits, - and _")]
    TakeId(String),
}
