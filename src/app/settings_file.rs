//! The settings' file, written by a thread of its own: the window never waits for the disk. What is chosen last is what
//! lies there, and nothing is lost when the program ends.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::App;
use crate::desk::Wake;
use crate::desk::work::Worker;
use crate::store::Settings;
use crate::ui::view::NoticeKind;

enum Job {
    Save(Box<Settings>),
    /// Tell when everything before lies on the disk, or why it does not.
    Finish(Sender<Result<(), String>>),
}

/// The writer.
pub(super) struct SettingsFile {
    writer: Worker<Job>,
    /// What the disk refused.
    faults: Receiver<String>,
}

impl SettingsFile {
    /// For a file that these settings were read from.
    pub(super) fn new(file: PathBuf, read: Settings, wake: Wake) -> Self {
        let (fault, faults) = channel();
        let writer = Worker::start_or_none("settings", move |jobs| write_all(&file, read, jobs, &fault, &wake));
        Self { writer, faults }
    }

    /// Hands over what is to lie in the file.
    pub(super) fn save(&self, settings: &Settings) {
        self.writer.send(Job::Save(Box::new(settings.clone())));
    }

    /// Waits until everything that was handed over lies on the disk: before the program ends.
    ///
    /// # Errors
    /// A sentence, when the disk refuses.
    pub(super) fn finish(&self) -> Result<(), String> {
        self.finishing()()
    }

    /// The same, to be waited for elsewhere.
    pub(super) fn finishing(&self) -> impl FnOnce() -> Result<(), String> + Send + use<> {
        let (answer, answered) = channel();
        self.writer.send(Job::Finish(answer));
        move || {
            let stopped = |_| Err("The settings were not saved: their writer has stopped".to_owned());
            answered.recv().unwrap_or_else(stopped)
        }
    }
}

fn write_all(file: &std::path::Path, read: Settings, jobs: &Receiver<Job>, fault: &Sender<String>, wake: &Wake) {
    let mut written = read;
    // What the disk refused is tried again with the next change, and at the end.
    let mut refused: Option<String> = None;
    while let Ok(job) = jobs.recv() {
        let mut waiting = vec![job];
        waiting.extend(jobs.try_iter());
        let mut newest = None;
        let mut answers = Vec::new();
        for job in waiting {
            match job {
                // Of what came meanwhile only the last counts.
                Job::Save(settings) => newest = Some(settings),
                Job::Finish(answer) => answers.push(answer),
            }
        }
        let is_new = newest.is_some();
        if let Some(settings) = newest {
            written.choose(&settings);
        }
        if is_new || (refused.is_some() && !answers.is_empty()) {
            refused = written.save(file).err().map(|error| error.to_string());
            if let Some(sentence) = refused.clone().filter(|_| answers.is_empty()) {
                // Who would be told may have gone.
                let _ = fault.send(sentence);
                wake();
            }
        }
        for answer in answers {
            let _ = answer.send(refused.clone().map_or(Ok(()), Err));
        }
    }
    if refused.is_some()
        && let Err(error) = written.save(file)
    {
        tracing::error!("{error}");
    }
}

impl App {
    /// Writes down what was chosen, in the background.
    pub(super) fn keep_settings(&self) {
        self.settings_file.save(&self.settings);
    }

    /// Tells what the disk refused.
    pub(super) fn tell_of_settings(&mut self, now: f64) {
        while let Ok(sentence) = self.settings_file.faults.try_recv() {
            self.view.notify(NoticeKind::Problem, sentence, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::store::settings::Theme;

    fn writer(file: &Path) -> (SettingsFile, Settings) {
        let (settings, _) = Settings::load(file);
        (SettingsFile::new(file.to_owned(), settings.clone(), Arc::new(|| {})), settings)
    }

    #[test]
    fn the_last_of_many_changes_lies_in_the_file_when_the_writer_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        fs::write(&file, r#"{"later": [1, 2], "theme": "dark"}"#).unwrap();
        let (writer, mut settings) = writer(&file);
        for n in 0..200 {
            settings.ask_above = Some(n);
            settings.add_recent(Path::new(&format!("/p/{n}")));
            writer.save(&settings);
        }
        drop(writer);
        let (again, notes) = Settings::load(&file);
        assert_eq!((again.ask_above, again.recent_projects), (Some(199), settings.recent_projects.clone()));
        assert_eq!((again.theme, notes.len()), (Theme::Dark, 0));
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(value["later"], serde_json::json!([1, 2]), "what is not known stays");
    }

    #[test]
    fn a_broken_file_is_kept_beside_once_however_often_one_saves() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        fs::write(&file, "{ broken").unwrap();
        let (writer, mut settings) = writer(&file);
        for n in 0..20 {
            settings.ask_above = Some(n);
            writer.save(&settings);
            writer.finish().unwrap();
        }
        assert_eq!(Settings::load(&file).0.ask_above, Some(19));
        let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 2, "{beside:?}");
    }

    #[test]
    fn what_the_disk_refuses_is_told_and_tried_again_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        let (writer, mut settings) = writer(&file);
        // Where the file should go lies a folder that is not empty.
        fs::create_dir_all(file.join("in the way")).unwrap();
        settings.theme = Theme::Light;
        writer.save(&settings);
        assert!(writer.finish().unwrap_err().contains("save the settings"));
        fs::remove_dir_all(&file).unwrap();
        drop(writer);
        assert_eq!(Settings::load(&file).0.theme, Theme::Light);
    }
}
