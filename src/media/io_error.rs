//! What the system refused, in plain words: the same everywhere, for people, without its numbers and without the names of
//! files that are on their way.

use std::io::{self, ErrorKind};

/// The reason as it stands in a sentence after a colon: `the disk is full; make room on it`. Words of our own stay.
#[must_use]
pub fn words(error: &io::Error) -> String {
    if let Some(inner) = error.get_ref() {
        // Libraries wrap the system's error in one that names their temporary file.
        if let Some(system) = inner.source().and_then(|source| source.downcast_ref::<io::Error>()) {
            return words(system);
        }
        if let Some(system) = inner.downcast_ref::<io::Error>() {
            return words(system);
        }
        let text = inner.to_string();
        if !text.contains(NUMBER) {
            return text;
        }
    }
    let words = match error.kind() {
        ErrorKind::StorageFull => "the disk is full; make room on it",
        ErrorKind::QuotaExceeded => "your share of the disk is used up; make room in it",
        ErrorKind::PermissionDenied => "there is no permission for it",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::NotFound => "it is not there",
        ErrorKind::NotADirectory => "a part of its path is no folder",
        ErrorKind::IsADirectory => "there is a folder of that name",
        ErrorKind::AlreadyExists => "there is something of that name already",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        ErrorKind::FileTooLarge => "the file is too large for this disk",
        ErrorKind::InvalidFilename => "the name is not allowed there",
        ErrorKind::UnexpectedEof => "it ends too soon",
        ErrorKind::BrokenPipe => "whoever reads it has gone",
        ErrorKind::StaleNetworkFileHandle => "the network's disk has gone; connect it again",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "another program uses it",
        ErrorKind::OutOfMemory => "there is not enough memory; close other programs",
        _ => {
            let text = error.to_string();
            return text.split(NUMBER).next().unwrap_or(&text).to_lowercase();
        }
    };
    words.to_owned()
}

/// What the system's number follows.
const NUMBER: &str = " (os error";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_the_system_is_told_without_its_number() {
        for number in 1..200 {
            let told = words(&io::Error::from_raw_os_error(number));
            assert!(!told.is_empty() && !told.contains("os error"), "{number}: {told}");
            assert!(!told.starts_with(char::is_uppercase), "{number}: {told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_full_disk_and_what_can_only_be_read_are_known_however_they_come() {
        for (number, told) in [
            (28, "the disk is full; make room on it"),
            (122, "your share of the disk is used up; make room in it"),
            (13, "there is no permission for it"),
            (1, "there is no permission for it"),
            (30, "the disk can only be read"),
        ] {
            let system = || io::Error::from_raw_os_error(number);
            assert_eq!(words(&system()), told);
            assert_eq!(words(&system().kind().into()), told);
            assert_eq!(words(&io::Error::other(system())), told);
            let named = io::Error::new(system().kind(), format!("{} at path \"/p/.film-x\"", system()));
            assert_eq!(words(&named), told);
        }
        assert_eq!(words(&io::Error::new(ErrorKind::PermissionDenied, "it is marked")), "it is marked");
    }

    #[cfg(unix)]
    #[test]
    fn a_librarys_temporary_file_is_not_named() {
        let error = tempfile::Builder::new().tempfile_in("/nothing/there").unwrap_err();
        assert!(error.to_string().contains("/nothing/there"), "{error}");
        assert_eq!(words(&error), "it is not there");
    }
}
