//! A film that is here, put into its project: found by the project's id in the folder it was last opened in.

use std::path::Path;

use super::PaidNews;
use super::drive::{Driver, Next};
use crate::provider::vidgo;
use crate::store::{ProjectFolder, TakeRecord, disk};
use crate::takes::ledger::{LedgerError, LedgerTake};
use crate::takes::stop_point::StopPoint;

impl Driver {
    /// What cannot be put there now is kept beside the ledger, and tried again when the project is opened.
    pub(super) async fn keep(&self, row: LedgerTake) -> Result<Next, LedgerError> {
        let folder = match self.project_folder(&row).await? {
            Ok(folder) => folder,
            Err(why) => return self.not_kept(why).await,
        };
        let film = self.inner.ledger.film_of(&self.take);
        let record = record_of(&row);
        let place = folder.root().to_owned();
        let put = self.ledger(move |_, _| Ok(put_into(&folder, &record, &film))).await?;
        if let Err(why) = put {
            return self.not_kept(why).await;
        }
        self.inner.stops.pass(StopPoint::InProject).await;
        let row = self
            .ledger(move |ledger, take| {
                let row = ledger.kept(take, None)?;
                super::once::clear(ledger, &row, &place);
                Ok(row)
            })
            .await?;
        (self.inner.tell)(PaidNews::Changed(Box::new(row.clone())));
        (self.inner.tell)(PaidNews::Kept(Box::new(row)));
        Ok(Next::Rest)
    }

    async fn not_kept(&self, why: String) -> Result<Next, LedgerError> {
        self.change(move |ledger, take| ledger.kept(take, Some(&format!("it is not in the project yet: {why}"))))
            .await?;
        Ok(Next::Rest)
    }
}

/// What stands beside the film in the project.
#[must_use]
pub fn record_of(row: &LedgerTake) -> TakeRecord {
    let mut record = TakeRecord::new(row.id.clone(), vidgo::ID, row.confirmed_at, row.price, row.order.clone());
    record.shot.clone_from(&row.shot);
    record.task = row.task.as_ref().map(|task| task.0.clone());
    record.hash = Some(row.hash.0.clone());
    record.submitted = row.submitted_at;
    record.finished = row.ended_at;
    record.request = row.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    if let Some(request) = record.request.as_mut().and_then(serde_json::Value::as_object_mut) {
        // Where it was to call holds a secret of this user's.
        request.remove("callback_url");
    }
    record
}

fn put_into(folder: &ProjectFolder, record: &TakeRecord, film: &Path) -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    if folder.has_take(&record.id) {
        // The program ended between this and the record of it.
        return Ok(());
    }
    let draft = folder.begin_take(&record.id).map_err(|error| told(&error))?;
    disk::link_or_copy(film, &draft.video(), "keep the take").map_err(|error| told(&error))?;
    match draft.finish(record) {
        // Another program has put it there at the same moment.
        Err(_) if folder.has_take(&record.id) => Ok(()),
        finished => finished.map_err(|error| told(&error)),
    }
}
