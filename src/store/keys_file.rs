//! The file of the user's own keys: read where it is, and made where someone wants to change it.

use std::io::ErrorKind;
use std::path::Path;

use super::disk::{self, DiskError};

/// In bytes: a few lines for each command.
const SIZE_MAX: u64 = 1_000_000;

/// The file's text; nothing where there is none.
pub fn read(file: &Path) -> Result<Option<String>, DiskError> {
    let what = "read the keys";
    match disk::read(file, SIZE_MAX, what) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.trim_start_matches('\u{feff}').to_owned())),
            Err(_) => Err(DiskError::new(what, file, std::io::Error::new(ErrorKind::InvalidData, "it is no text"))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the file with this text where there is none.
pub fn ensure(file: &Path, text: &str) -> Result<(), DiskError> {
    let what = "make the file of keys";
    if file.exists() {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        disk::create_dir_all(folder, what)?;
    }
    disk::write_atomically(file, text.as_bytes(), what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data").join("keys.toml");
        assert_eq!(read(&file).unwrap(), None);
        ensure(&file, "a").unwrap();
        ensure(&file, "b").unwrap();
        assert_eq!(read(&file).unwrap().as_deref(), Some("a"));
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        assert!(read(&file).is_err());
    }
}
