//! The few things that are done to the system's files, each of them once. Tests make every one of them fail, and play
//! what a power cut leaves of them.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::Path;
#[cfg(test)]
use std::path::PathBuf;

#[cfg(test)]
pub mod faults;

/// A file that is open for writing.
#[derive(Debug)]
pub struct Written {
    file: File,
    #[cfg(test)]
    path: PathBuf,
}

/// Makes an empty file that its owner alone may read; one that is there stays as it is.
pub fn create_private(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Create(path.to_owned()))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Says who may read, write and enter what is there, where it is not so already.
#[cfg(unix)]
pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if fs::metadata(path)?.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode))
}

impl Written {
    /// A file that was not there.
    pub fn create_new(path: &Path) -> io::Result<Self> {
        #[cfg(test)]
        faults::before(&faults::Deed::Create(path.to_owned()))?;
        Ok(Self::with(OpenOptions::new().write(true).create_new(true).open(path)?, path))
    }

    /// A file that is there or is made; writing begins at its start.
    pub fn open_or_create(path: &Path) -> io::Result<Self> {
        #[cfg(test)]
        faults::before(&faults::Deed::Create(path.to_owned()))?;
        Ok(Self::with(OpenOptions::new().write(true).create(true).truncate(false).open(path)?, path))
    }

    /// A file that is there; writing begins at its start.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self::with(OpenOptions::new().write(true).open(path)?, path))
    }

    /// A file that is there; whatever is written comes to its end.
    pub fn open_end(path: &Path) -> io::Result<Self> {
        Ok(Self::with(OpenOptions::new().append(true).open(path)?, path))
    }

    #[cfg_attr(not(test), expect(unused_variables, reason = "only tests ask which file it is"))]
    fn with(file: File, path: &Path) -> Self {
        Self {
            file,
            #[cfg(test)]
            path: path.to_owned(),
        }
    }

    pub fn set_length(&self, length: u64) -> io::Result<()> {
        #[cfg(test)]
        faults::before(&faults::Deed::Cut(self.path.clone(), length))?;
        self.file.set_len(length)
    }

    pub fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        #[cfg(test)]
        faults::before(&faults::Deed::Other)?;
        self.file.set_permissions(permissions)
    }

    /// Makes its content last.
    pub fn sync(&self) -> io::Result<()> {
        #[cfg(test)]
        faults::before(&faults::Deed::Sync(self.path.clone()))?;
        self.file.sync_all()
    }

    pub fn as_file(&self) -> &File {
        &self.file
    }

    pub fn into_file(self) -> File {
        self.file
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        #[cfg(test)]
        let bytes = {
            let length = faults::short(bytes.len());
            let written = &bytes[..length];
            if let Err(error) = faults::before(&faults::Deed::Write(self.path.clone(), written.to_vec())) {
                // A disk may take a part before it says that it is full.
                let _ = self.file.write(&bytes[..length / 2]);
                return Err(error);
            }
            written
        };
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Rename(from.to_owned(), to.to_owned()))?;
    fs::rename(from, to)
}

/// A second name for the same bytes, which no file may have yet.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Other)?;
    fs::hard_link(from, to)
}

/// Moves a file to a name that nothing has.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Rename(from.to_owned(), to.to_owned()))?;
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some disks have no second name for a file: then there is a moment between looking and moving.
        Err(_) => match to.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, to),
        },
    }
}

pub fn remove_file(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Remove(path.to_owned()))?;
    fs::remove_file(path)
}

pub fn create_dir(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Folder(path.to_owned()))?;
    fs::create_dir(path)
}

pub fn create_dir_all(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Folder(path.to_owned()))?;
    fs::create_dir_all(path)
}

pub fn remove_dir(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Other)?;
    fs::remove_dir(path)
}

pub fn remove_dir_all(path: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::Other)?;
    fs::remove_dir_all(path)
}

/// Makes the names in a folder last.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(test)]
    faults::before(&faults::Deed::SyncFolder(folder.to_owned()))?;
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network disks cannot; their names last as well as they can make them.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
pub fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
