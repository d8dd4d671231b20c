//! Where the user's own things lie: the data folder and what is in it.

use std::env;
use std::path::{Path, PathBuf};

use super::disk::{self, DiskError};
use super::error::StoreError;

/// The environment variable that says where the data folder is.
pub const DATA_DIR: &str = "STORYREEL_DATA_DIR";

/// The data folder. It need not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    data: PathBuf,
}

impl Paths {
    /// The data folder of this user: `STORYREEL_DATA_DIR`, else where this system keeps such things.
    ///
    /// # Errors
    /// When neither is known.
    pub fn find() -> Result<Self, StoreError> {
        if let Some(data) = env::var_os(DATA_DIR).filter(|data| !data.is_empty()) {
            let data = PathBuf::from(data);
            let absolute = std::path::absolute(&data);
            return Ok(Self { data: absolute.map_err(|error| DiskError::new("find the data folder", &data, error))? });
        }
        let known = directories::ProjectDirs::from("", "", "Storyreel").ok_or(StoreError::NoDataFolder)?;
        Ok(Self::at(known.data_dir()))
    }

    /// A data folder by its path.
    #[must_use]
    pub fn at(data: &Path) -> Self {
        Self { data: data.to_owned() }
    }

    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Where projects lie unless people choose another place.
    #[must_use]
    pub fn projects(&self) -> PathBuf {
        self.data.join("projects")
    }

    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.data.join("settings.json")
    }

    /// The user's own keys.
    #[must_use]
    pub fn keys_file(&self) -> PathBuf {
        self.data.join("keys.toml")
    }

    /// Words of the camera that a user adds.
    #[must_use]
    pub fn vocabulary_file(&self) -> PathBuf {
        self.data.join("vocabulary.toml")
    }

    /// Where pictures lie that are being drawn on in another program.
    #[must_use]
    pub fn drawing(&self) -> PathBuf {
        self.data.join("drawing")
    }

    /// Where a user may replace single values of a provider's shipped rules.
    #[must_use]
    pub fn provider_file(&self, provider: &str) -> PathBuf {
        self.data.join("providers").join(format!("{provider}.toml"))
    }

    /// Where a user's own models lie, and single values for those that there are.
    #[must_use]
    pub fn models(&self) -> PathBuf {
        self.data.join("models")
    }

    /// Where the money ledger and what it has downloaded lie.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.data.join("ledger")
    }

    /// Where small pictures lie between openings; it may be deleted at any time.
    #[must_use]
    pub fn thumbs(&self) -> PathBuf {
        self.data.join("cache").join("pictures")
    }

    /// Makes the data folder where it is not there yet. Its owner alone may enter it.
    pub fn ensure(&self) -> Result<(), DiskError> {
        disk::private_folder(&self.data, "make the data folder")
    }
}
