//! Projects on disk: the project's folder and file, its pictures and takes, and the user's own settings and paths.
//! It knows how things are kept, not what they mean.

mod clean;
pub mod destination;
pub mod disk;
mod error;
pub mod example;
mod export_file;
pub mod folder;
mod inside;
mod journal;
pub mod keeper;
pub mod key;
pub mod keys_file;
pub mod lock;
mod media;
mod missing;
pub mod models;
pub mod new_folder;
pub mod paths;
mod place;
pub mod project_file;
#[cfg(test)]
mod refused_tests;
pub mod rules;
mod save_as;
pub mod settings;
mod sweep;
pub mod take_end;
pub mod takes;
mod thumb_cache;
pub mod versions;
pub mod vocabulary_file;
pub mod working_copy;

pub use clean::Unused;
pub use disk::DiskError;
pub use error::StoreError;
pub use folder::{Opened, ProjectFolder};
pub use keeper::Keeper;
pub use paths::Paths;
pub use project_file::FileError;
pub use save_as::IfThere;
pub use settings::Settings;
pub use takes::{TakeDraft, TakeRecord, Takes};
pub use thumb_cache::ThumbCache;

/// A new id that nothing else has: 32 hexadecimal digits.
#[must_use]
pub fn new_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}
