//! Who has a project open: one program at a time writes into its folder. The lock is the system's own, so that a program
//! that died holds nothing; what is written into it says who it was, also to another machine that shares the folder.

use serde::{Deserialize, Serialize};

use super::disk::{self, DiskError, SharedLock};
use super::error::StoreError;
use super::folder::ProjectFolder;

/// What the file is called in its folder.
const NAME: &str = ".lock";
/// In bytes: what is longer was not written by us.
const SIZE_MAX: u64 = 4_096;

/// Who has a project open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The machine's name.
    pub host: String,
    /// The program's number there.
    pub program: u32,
    pub since: jiff::Timestamp,
}

impl Holder {
    fn me() -> Self {
        Self { host: host(), program: std::process::id(), since: jiff::Timestamp::now() }
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.host == host()
    }

    /// "since 12:30", with the day and the machine where they are others.
    #[must_use]
    pub fn told(&self) -> String {
        let (since, now) = (self.since.to_zoned(jiff::tz::TimeZone::system()), jiff::Zoned::now());
        let today = since.date() == now.date();
        let since = since.strftime(if today { "%H:%M" } else { "%H:%M on %-d %B" });
        if self.is_here() { format!("since {since}") } else { format!("on {} since {since}", self.host) }
    }
}

fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// A project that is open here and nowhere else, as long as this lives.
#[derive(Debug)]
pub struct Lock {
    file: SharedLock,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What stays in it is known to be stale, as the lock itself goes with the program.
        let _ = self.file.replace(b"");
    }
}

/// Whether a project can be had.
#[derive(Debug)]
pub enum Locked {
    Ours(Lock),
    /// A program on this machine has it, who knows which.
    Taken(Option<Holder>),
    /// A program on another machine has had it, and nothing tells whether it still has.
    Elsewhere(Holder),
}

impl ProjectFolder {
    /// Has the project for this program alone, if nobody else has it. With `anyway` what another machine says is not
    /// heeded.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn lock(&self, anyway: bool) -> Result<Locked, StoreError> {
        let what = format!("open {} for this window alone", self.name());
        let path = self.real().join(NAME);
        let holder = || {
            let bytes = disk::read(&path, SIZE_MAX, &what).ok()?;
            serde_json::from_slice::<Holder>(&bytes).ok()
        };
        let Some(mut file) = SharedLock::take(&path, &what)? else { return Ok(Locked::Taken(holder())) };
        match holder() {
            Some(holder) if !holder.is_here() && !anyway => return Ok(Locked::Elsewhere(holder)),
            _ => {}
        }
        let told = serde_json::to_vec(&Holder::me()).map_err(|error| DiskError::new(&what, &path, error.into()))?;
        file.replace(&told).map_err(|error| DiskError::new(&what, &path, error))?;
        Ok(Locked::Ours(Lock { file }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Project;

    fn project() -> (tempfile::TempDir, ProjectFolder) {
        let base = tempfile::tempdir().unwrap();
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &Project::default()).unwrap();
        (base, folder)
    }

    #[test]
    fn one_has_it_and_the_other_hears_who() {
        let (_base, folder) = project();
        let Locked::Ours(lock) = folder.lock(false).unwrap() else { panic!("nobody had it") };
        let Locked::Taken(Some(holder)) = folder.lock(false).unwrap() else { panic!("it is taken") };
        assert_eq!((holder.program, holder.is_here()), (std::process::id(), true));
        assert!(holder.told().starts_with("since "), "{}", holder.told());
        assert!(matches!(folder.lock(true).unwrap(), Locked::Taken(_)), "a living lock is never broken");
        drop(lock);
        assert!(matches!(folder.lock(false).unwrap(), Locked::Ours(_)));
    }

    #[test]
    fn what_a_dead_program_left_here_is_nothing_and_another_machine_is_asked_about() {
        let (_base, folder) = project();
        let file = folder.root().join(NAME);
        let left = |host: &str| Holder { host: host.to_owned(), program: 1, since: jiff::Timestamp::UNIX_EPOCH };
        std::fs::write(&file, serde_json::to_vec(&left(&host())).unwrap()).unwrap();
        assert!(matches!(folder.lock(false).unwrap(), Locked::Ours(_)));

        std::fs::write(&file, serde_json::to_vec(&left("cutting-room")).unwrap()).unwrap();
        let Locked::Elsewhere(holder) = folder.lock(false).unwrap() else { panic!("it may be open there") };
        assert!(holder.told().starts_with("on cutting-room since "), "{}", holder.told());
        assert!(matches!(folder.lock(true).unwrap(), Locked::Ours(_)));

        std::fs::write(&file, "no holder").unwrap();
        assert!(matches!(folder.lock(false).unwrap(), Locked::Ours(_)));
    }
}
