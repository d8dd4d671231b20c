//! Versions of a project, `versions/<time>-<id>.json`: kept by hand under a name, and by themselves now and then; those
//! that nobody named grow fewer with age.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::disk::{self, DiskError};
use super::error::StoreError;
use super::folder::{ProjectFolder, saving};
use super::inside::{self, Spot};
use super::{new_id, project_file};
use crate::story::Project;

/// Where versions lie in the project's folder.
pub const VERSIONS: &str = "versions";

const FORMAT: &str = "storyreel-version/1";
const ENDING: &str = ".json";
/// One is kept by itself no sooner than this after the last.
pub const EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A version as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The file's name, which tells it from others.
    pub file: String,
    pub made: Timestamp,
    /// As people called it; nothing for one that was kept by itself.
    pub name: Option<String>,
    pub scenes: usize,
    pub shots: usize,
}

/// All versions of a project, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    pub all: Vec<Version>,
    /// What could not be read, each a sentence.
    pub notes: Vec<String>,
}

#[derive(Serialize)]
struct Written<'a> {
    format: &'static str,
    made: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    project: &'a Project,
}

#[derive(Deserialize)]
struct Read {
    format: String,
    made: Timestamp,
    #[serde(default)]
    name: Option<String>,
    project: Project,
}

impl Read {
    fn listed(&self, file: String) -> Version {
        Version {
            file,
            made: self.made,
            name: self.name.clone(),
            scenes: self.project.scenes.len(),
            shots: self.project.scenes.iter().map(|scene| scene.shots.len()).sum(),
        }
    }
}

impl ProjectFolder {
    /// Keeps a project as it stands now; without a name it may go again one day.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep_version(&self, project: &Project, name: Option<&str>, made: Timestamp) -> Result<(), StoreError> {
        let what = match name {
            Some(name) => format!("keep the version \"{name}\""),
            None => saving(&project.name),
        };
        let written = Written { format: FORMAT, made, name, project };
        let bytes =
            serde_json::to_vec(&written).map_err(|error| DiskError::new(&what, Path::new(VERSIONS), error.into()))?;
        let folder = self.subfolder(VERSIONS, &what)?;
        let time = made.strftime("%Y%m%dT%H%M%SZ").to_string();
        let file = format!("{time}-{}{ENDING}", &new_id()[..8]);
        Ok(disk::write_atomically(&folder.join(file), &bytes, &what)?)
    }

    /// Reads what versions there are. One that is broken is told and hinders nothing.
    #[must_use]
    pub fn versions(&self) -> Versions {
        let mut versions = Versions::default();
        for file in self.version_files() {
            match self.read_version(&file) {
                Ok(read) => versions.all.push(read.listed(file)),
                Err(why) => versions.notes.push(format!("the version in {VERSIONS}/{file} cannot be used: {why}")),
            }
        }
        versions.all.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| b.file.cmp(&a.file)));
        versions
    }

    /// The project as a version has it, every id in its place.
    ///
    /// # Errors
    /// Why it cannot be used, as a sentence.
    pub fn version(&self, file: &str) -> Result<Project, String> {
        self.read_version_of(file).map(|(_, project)| project)
    }

    /// The same, with what is listed of it.
    ///
    /// # Errors
    /// Why it cannot be used, as a sentence.
    pub fn read_version_of(&self, file: &str) -> Result<(Version, Project), String> {
        let read = self.read_version(file)?;
        let version = read.listed(file.to_owned());
        let mut project = read.project;
        project.complete(&mut new_id);
        Ok((version, project))
    }

    /// When the newest version was kept, by its file's name alone.
    #[must_use]
    pub fn newest_version(&self) -> Option<Timestamp> {
        self.version_files().iter().filter_map(|file| time_of(file)).max()
    }

    /// Removes versions without a name that are not needed any more. Gives how many went.
    pub fn thin_versions(&self, now: Timestamp) -> usize {
        let versions = self.versions();
        let unnamed: Vec<&Version> = versions.all.iter().filter(|version| version.name.is_none()).collect();
        let ages: Vec<SignedDuration> = unnamed.iter().map(|version| now.duration_since(version.made)).collect();
        let mut gone = 0;
        for (version, stays) in unnamed.iter().zip(staying(&ages)) {
            if !stays && let Ok(Spot::There(path)) = self.version_spot(&version.file) {
                match disk::remove_file(&path, "thin the versions") {
                    Ok(()) => gone += 1,
                    Err(error) => tracing::warn!("{error}"),
                }
            }
        }
        gone
    }

    fn version_spot(&self, file: &str) -> std::io::Result<Spot> {
        inside::look(self.real(), &Path::new(VERSIONS).join(file))
    }

    pub(super) fn version_files(&self) -> Vec<String> {
        let Ok(Spot::There(folder)) = inside::look(self.real(), Path::new(VERSIONS)) else { return Vec::new() };
        let Ok(entries) = folder.read_dir() else { return Vec::new() };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        names.filter(|name| name.ends_with(ENDING) && !name.starts_with('.')).collect()
    }

    fn read_version(&self, file: &str) -> Result<Read, String> {
        let path = match self.version_spot(file) {
            Ok(Spot::There(path)) if !file.contains(['/', '\\']) => path,
            Ok(Spot::Outside) => return Err("it is a link that leads out of the project folder".to_owned()),
            Ok(_) => return Err("it is not there any more".to_owned()),
            Err(error) => return Err(error.to_string()),
        };
        let bytes = disk::read(&path, project_file::SIZE_MAX, "read it").map_err(|error| error.to_string())?;
        let read: Read = serde_json::from_slice(&bytes).map_err(|error| format!("it is no version ({error})"))?;
        if read.format != FORMAT {
            return Err(format!("its format is \"{}\", and this Storyreel reads \"{FORMAT}\"", read.format));
        }
        Ok(read)
    }
}

fn time_of(file: &str) -> Option<Timestamp> {
    let time = file.get(..16)?;
    let parsed = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", time).ok()?;
    parsed.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Which versions stay, given their ages, the newest first: all of the last hour, one an hour of the last day, one a day
/// of the last thirty, one a week before that. The oldest of each stretch stays, so that what stays once goes on staying
/// until it comes into a longer stretch.
fn staying(ages: &[SignedDuration]) -> Vec<bool> {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    let stretch = |age: &SignedDuration| match age.as_secs() {
        ..HOUR => None,
        age @ HOUR..DAY => Some((0, age / HOUR)),
        age if age < 30 * DAY => Some((1, age / DAY)),
        age => Some((2, age / (7 * DAY))),
    };
    let stretches: Vec<_> = ages.iter().map(stretch).collect();
    let last_of = |at: usize| stretches[at].is_none() || stretches.get(at + 1) != Some(&stretches[at]);
    (0..ages.len()).map(last_of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::story::testing::World;

    fn project() -> (tempfile::TempDir, ProjectFolder, Project) {
        let base = tempfile::tempdir().unwrap();
        let project = World::new(&[4, 5, 6]).project;
        let folder = ProjectFolder::create(&base.path().join("a.storyreel"), &project).unwrap();
        (base, folder, project)
    }

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(500_000 + hour)
    }

    #[test]
    fn a_version_is_kept_and_comes_back_as_it_was() {
        let (_base, folder, mut project) = project();
        folder.keep_version(&project, None, at(0)).unwrap();
        let first = project.clone();
        project.scenes[0].shots.pop();
        folder.keep_version(&project, Some("Sent to client"), at(1)).unwrap();
        let versions = folder.versions();
        assert!(versions.notes.is_empty());
        let listed: Vec<_> = versions.all.iter().map(|version| (version.name.as_deref(), version.shots)).collect();
        assert_eq!(listed, [(Some("Sent to client"), 2), (None, 3)]);
        assert_eq!(folder.version(&versions.all[1].file).unwrap(), first);
        assert_eq!(folder.newest_version(), Some(at(1)));
    }

    #[test]
    fn a_broken_version_is_told_and_hinders_nothing() {
        let (_base, folder, project) = project();
        folder.keep_version(&project, Some("Sent to client"), at(0)).unwrap();
        let place = folder.root().join(VERSIONS);
        std::fs::write(place.join("broken.json"), "{").unwrap();
        std::fs::write(
            place.join("newer.json"),
            r#"{"format": "storyreel-version/2", "made": "2026-01-01T00:00:00Z", "project": {"scenes": []}}"#,
        )
        .unwrap();
        let versions = folder.versions();
        assert_eq!((versions.all.len(), versions.notes.len()), (1, 2));
        assert!(versions.notes.iter().any(|note| note.contains("storyreel-version/2")), "{:?}", versions.notes);
        assert!(folder.version("../project.json").is_err());
    }

    #[test]
    fn named_ones_stay_for_ever_and_others_grow_fewer() {
        let (_base, folder, project) = project();
        folder.keep_version(&project, Some("Sent to client"), at(-10_000)).unwrap();
        for hour in [-2_000, -1_999, -50, -49, -5, -4] {
            folder.keep_version(&project, None, at(hour)).unwrap();
        }
        let gone = folder.thin_versions(at(0));
        let left: Vec<_> = folder
            .versions()
            .all
            .iter()
            .map(|version| (at(0).duration_since(version.made).as_hours(), version.name.is_some()))
            .collect();
        assert_eq!((gone, left), (2, vec![(4, false), (5, false), (50, false), (2_000, false), (10_000, true)]));
        assert_eq!(folder.thin_versions(at(0)), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn thinning_keeps_the_newest_hour_and_the_oldest_and_is_done_at_once(mut minutes in prop::collection::vec(0_i64..200_000, 1..80)) {
            minutes.sort_unstable();
            let ages: Vec<_> = minutes.iter().map(|minutes| SignedDuration::from_mins(*minutes)).collect();
            let stays = staying(&ages);
            prop_assert!(*stays.last().unwrap());
            for (age, stays) in ages.iter().zip(&stays) {
                prop_assert!(*stays || age.as_secs() >= 3_600);
            }
            let left: Vec<_> = ages.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(age, _)| *age).collect();
            prop_assert!(staying(&left).iter().all(|stays| *stays));
        }
    }
}
