//! The desk's side of paid takes: which contents are made, and takes that have come into the project's folder.

use std::collections::HashMap;

use super::Desk;
use super::account::SceneHashes;
use super::inbox::{Event, Message};
use crate::provider::vidgo;
use crate::store::{TakeRecord, Takes};
use crate::story::{Rules, SceneId, TakeId};

/// Which contents of scenes are made: what the account knows, and what lies in the project, which may have come from
/// another machine.
#[must_use]
#[expect(clippy::implicit_hasher, reason = "as the account gives them")]
pub fn paid_contents(known: HashMap<SceneId, SceneHashes>, takes: &Takes) -> HashMap<SceneId, SceneHashes> {
    let mut all = known;
    let whole = takes.all.iter().filter(|take| take.provider == vidgo::ID && take.shot.is_none());
    for (take, hash) in whole.filter_map(|take| Some((take, take.hash.clone()?))) {
        all.entry(take.scene.clone()).or_default().ready.insert(hash);
    }
    all
}

impl Desk {
    /// From here on these prices and limits count.
    pub fn set_rules(&mut self, rules: &std::sync::Arc<Rules>) {
        if self.rules != *rules {
            self.rules = rules.clone();
            self.refresh();
        }
    }

    /// Takes over what the account knows of this project's takes: with it a scene is generated, changed or neither.
    pub fn set_paid(&mut self, paid: HashMap<SceneId, SceneHashes>) {
        if self.paid != paid {
            self.paid = paid;
            self.refresh();
        }
    }

    pub(super) fn all_paid(&self) -> HashMap<SceneId, SceneHashes> {
        paid_contents(self.paid.clone(), &self.takes)
    }

    /// A take lies in the project's folder now: it is read, in the background, and then among the takes.
    pub fn take_kept(&self, take: &TakeId) {
        let (folder, sender, take) = (self.folder.clone(), self.inbox.sender(), take.clone());
        let started = std::thread::Builder::new().name("take".to_owned()).spawn(move || {
            let read = folder.take(&take).map(Box::new);
            sender.send(Message::TakeKept(read.map_err(|why| format!("The take {take} cannot be shown: {why}"))));
        });
        if let Err(error) = started {
            tracing::error!("no thread for a take: {error}");
        }
    }

    pub(super) fn kept_take_came(&mut self, read: Result<Box<TakeRecord>, String>, events: &mut Vec<Event>) {
        match read {
            Ok(take) => {
                self.takes.add((*take).clone());
                self.look_at_new_pictures();
                self.refresh();
                events.push(Event::TakeKept(take));
            }
            Err(sentence) => events.push(Event::Trouble(sentence)),
        }
    }
}
