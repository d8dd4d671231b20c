//! From the queue to an answer: pictures uploaded, the request on record, sent once, its answer on record.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::PaidNews;
use super::drive::{Driver, Next};
use super::follow::Outage;
use super::leave::UnderWay;
use crate::provider::vidgo::request;
use crate::provider::{
    Accepted, Balance, PrepareError, Prepared, Preparing, Provider, StatusError, SubmitError, TaskStatus,
};
use crate::store::ProjectFolder;
use crate::story::price;
use crate::takes::ledger::{Hold, LedgerError, LedgerTake, NotSubmitted, SubmitTerms, TakeState};
use crate::takes::stop_point::StopPoint;

impl Driver {
    pub(super) async fn send(&self, row: LedgerTake) -> Result<Next, LedgerError> {
        let Ok(provider) = self.inner.connect.connect(&row.base) else {
            self.put_back(Some(Hold::Key), Hold::Key.sentence().to_owned()).await?;
            return Ok(Next::Rest);
        };
        if row.state == TakeState::Queued {
            self.go_to(TakeState::Uploading, None).await?;
        }
        self.inner.stops.pass(StopPoint::Uploading).await;
        let folder = match self.project_folder(&row).await? {
            Ok(folder) => folder,
            Err(why) => {
                self.go_to(TakeState::Failed, Some(format!("nothing was sent: {why}"))).await?;
                return Ok(Next::Rest);
            }
        };
        let (mut prepared, balance) = match self.ready(&row, provider.as_ref(), &folder).await? {
            Ok(ready) => ready,
            Err(next) => return Ok(next),
        };
        if let (Some(body), Some(address)) = (&mut prepared.body, self.inner.connect.callback(&row.webhook_token)) {
            request::set_callback(body, &address);
        }
        prepared.idempotency_key = Some(row.idempotency_key.clone());
        if let Some(balance) = balance {
            (self.inner.tell)(PaidNews::Balance(row.base.clone(), balance.credits));
        }
        self.inner.stops.pass(StopPoint::BeforeRecord).await;
        // The program is being closed: what was not sent asks again at its next start.
        let Some(under_way) = self.inner.leaving.begin() else { return Ok(Next::Rest) };
        let rules = self.inner.rules();
        let price_now = price::of(row.order.seconds(), row.order.tier, row.order.sound, &rules).credits;
        let body = prepared.body.as_ref().map(ToString::to_string).unwrap_or_default();
        let owner = self.inner.owner.id().to_owned();
        let allowed = self
            .ledger(move |ledger, take| {
                let balance = balance.map(|balance| balance.credits);
                ledger.begin_submit(take, &SubmitTerms { owner: &owner, body: &body, price_now, balance })
            })
            .await?;
        self.show().await?;
        match allowed {
            Ok(()) => drop(self.inner.sent().insert(self.take.clone())),
            Err(NotSubmitted::Held(_)) => return Ok(Next::Rest),
            Err(NotSubmitted::Gone(_)) => return Ok(Next::Look),
        }
        self.inner.stops.pass(StopPoint::BeforePost).await;
        let answer = self.post(provider, prepared).await;
        self.inner.stops.pass(StopPoint::Answered).await;
        self.record(&row, answer, under_way).await
    }

    /// Prepares the order and asks the balance beside it, as long as it takes until there is a connection: nothing has to
    /// be done by the user for that. What the balance says decides nothing, and a slow answer costs no take.
    async fn ready(
        &self,
        row: &LedgerTake,
        provider: &dyn Provider,
        folder: &ProjectFolder,
    ) -> Result<Result<(Prepared, Option<Balance>), Next>, LedgerError> {
        let slow = |why: Option<String>| (self.inner.tell)(PaidNews::Slow(self.take.clone(), why));
        let waits_for: Mutex<Option<String>> = Mutex::default();
        let a_minute = self.inner.rules().timing.uploads_per_minute;
        let tell = |at: Preparing| {
            (self.inner.tell)(PaidNews::Progress(self.take.clone(), at.share));
            let words = at.waits.map(|(pictures, wait)| upload_words(pictures, wait, a_minute));
            let mut told = waits_for.lock().unwrap_or_else(PoisonError::into_inner);
            if *told != words {
                told.clone_from(&words);
                slow(words);
            }
        };
        let mut changed = self.inner.changed.subscribe();
        let mut outage: Option<Outage> = None;
        loop {
            let timing = self.inner.rules().timing.clone();
            let prepared = tokio::select! {
                biased;
                // Cancelled, most likely: the row says.
                () = self.bell.notified() => return Ok(Err(Next::Look)),
                prepared = provider.prepare(&row.order, folder, &tell) => prepared,
            };
            let (why, waits) = match prepared {
                Ok(prepared) => match provider.balance().await {
                    Err(StatusError::Offline(why)) => (why, &timing.offline_s),
                    asked => {
                        if outage.is_some() {
                            slow(None);
                            // What else waits for a connection need not find it out for itself.
                            self.inner.changed.send_modify(|n| *n = n.wrapping_add(1));
                        }
                        return Ok(Ok((prepared, asked.ok().flatten())));
                    }
                },
                Err(PrepareError::Offline(why)) => (why, &timing.offline_s),
                Err(PrepareError::Unreachable(why)) => (why, &timing.retry_s),
                Err(error) => return self.not_prepared(error).await.map(Err),
            };
            let outage = outage.get_or_insert_with(Outage::begin);
            let words = Some(outage.words(&why));
            // Told once, not at each try.
            let is_news =
                std::mem::replace(&mut *waits_for.lock().unwrap_or_else(PoisonError::into_inner), words.clone())
                    != words;
            if is_news {
                slow(words);
            }
            let wait = super::follow::jittered(waits.after(outage.tried));
            outage.tried = outage.tried.saturating_add(1);
            tokio::select! {
                () = self.bell.notified() => return Ok(Err(Next::Look)),
                () = tokio::time::sleep(wait) => {}
                _ = changed.changed() => {}
            }
        }
    }

    /// The one request. It runs to its end even if this task is dropped meanwhile.
    async fn post(&self, provider: std::sync::Arc<dyn Provider>, prepared: Prepared) -> Result<Accepted, SubmitError> {
        let posting = self.inner.handle.spawn(async move { provider.submit(&prepared).await });
        match posting.await {
            Ok(answer) => answer,
            Err(error) => Err(SubmitError::NotConfirmed(format!("a fault of the program ({error})"))),
        }
    }

    /// What an answer means is on record before anything else happens.
    async fn record(
        &self,
        row: &LedgerTake,
        answer: Result<Accepted, SubmitError>,
        under_way: UnderWay<'_>,
    ) -> Result<Next, LedgerError> {
        let next = match answer {
            Ok(Accepted { task, report }) => {
                self.change(move |ledger, take| ledger.accepted(take, &task)).await?;
                let has_failed = match report.status {
                    // Its end came with the answer; the service is not asked after it any more.
                    TaskStatus::Failed(why) => {
                        self.go_to(TakeState::Failed, Some(why.words)).await?;
                        true
                    }
                    _ => false,
                };
                drop(under_way);
                self.inner.stops.pass(StopPoint::Recorded).await;
                self.cost_told(row, report.charged, has_failed).await?;
                if !has_failed {
                    // Credits are taken at once: what the balance shows now, it shows of this take.
                    self.balance_beside(&row.base).await?;
                }
                return Ok(Next::Look);
            }
            Err(SubmitError::Busy { why, retry_after }) => {
                let wait = retry_after.unwrap_or_else(|| self.retry_wait(row.requests_sent));
                return self.wait_and_send_again(why, wait, under_way).await;
            }
            Err(SubmitError::NotSent(why)) => {
                return self.wait_and_send_again(why, self.retry_wait(row.requests_sent), under_way).await;
            }
            Err(SubmitError::Refused(why)) => {
                let why = format!("the service refused it, nothing was spent: {why}");
                self.go_to(TakeState::Failed, Some(why)).await?;
                Next::Rest
            }
            Err(SubmitError::Key(why)) => self.hold(row, Hold::Key, &why).await?,
            Err(SubmitError::Credits(why)) => self.hold(row, Hold::Credits, &why).await?,
            Err(SubmitError::NotConfirmed(why)) => {
                self.go_to(TakeState::NotConfirmed, Some(why)).await?;
                Next::Look
            }
        };
        self.inner.stops.pass(StopPoint::Recorded).await;
        Ok(next)
    }

    /// Longer each time, a little apart from others.
    fn retry_wait(&self, posts: u32) -> std::time::Duration {
        super::follow::jittered(self.inner.rules().timing.retry_s.after(posts))
    }

    /// A proven refusal: back into the queue in the same step that puts it down, and later once more through all checks.
    async fn wait_and_send_again(
        &self,
        why: String,
        wait: std::time::Duration,
        under_way: UnderWay<'_>,
    ) -> Result<Next, LedgerError> {
        self.put_back(None, why).await?;
        drop(under_way);
        self.inner.stops.pass(StopPoint::Recorded).await;
        (self.inner.tell)(PaidNews::Waits(self.take.clone(), wait));
        self.pause(wait).await;
        Ok(Next::Look)
    }

    /// The whole queue stands until the user says so.
    async fn hold(&self, row: &LedgerTake, hold: Hold, why: &str) -> Result<Next, LedgerError> {
        self.put_back(Some(hold), format!("{} ({why})", hold.sentence())).await?;
        let base = row.base.clone();
        let held = self.ledger(move |ledger, _| ledger.hold_queue(&base, hold)).await?;
        for row in held {
            (self.inner.tell)(PaidNews::Changed(Box::new(row)));
        }
        if hold == Hold::Credits {
            self.balance_beside(&row.base).await?;
        }
        Ok(Next::Rest)
    }

    async fn not_prepared(&self, error: PrepareError) -> Result<Next, LedgerError> {
        match error {
            PrepareError::Refused(why) => {
                self.go_to(TakeState::Failed, Some(format!("nothing was sent: {why}"))).await?;
            }
            PrepareError::Key(why) => {
                self.put_back(Some(Hold::Key), format!("{} ({why})", Hold::Key.sentence())).await?;
            }
            // `ready` waits for these.
            PrepareError::Offline(why) | PrepareError::Unreachable(why) => {
                self.put_back(Some(Hold::Network), format!("{} ({why})", Hold::Network.sentence())).await?;
            }
        }
        Ok(Next::Rest)
    }

    /// Tells the row as it stands.
    async fn show(&self) -> Result<(), LedgerError> {
        let row = self.ledger(crate::takes::ledger::Ledger::get).await?;
        (self.inner.tell)(PaidNews::Changed(Box::new(row)));
        Ok(())
    }

    /// The folder that a take was ordered from, as long as its project lies there.
    pub(super) async fn project_folder(&self, row: &LedgerTake) -> Result<Result<ProjectFolder, String>, LedgerError> {
        let row = row.clone();
        self.ledger(move |ledger, _| {
            let Some(folder) = super::once::ordered_from(ledger, &row)? else {
                return Ok(Err("the project's folder is not known; open the project".to_owned()));
            };
            Ok(open_as(&folder, &row.project))
        })
        .await
    }
}

/// `13 pictures to upload, about 2 minutes: the service takes 5 a minute`.
fn upload_words(pictures: usize, wait: Duration, a_minute: u32) -> String {
    let pictures = crate::story::check::count_of(pictures, "picture");
    let time = match wait.as_secs().div_ceil(60) {
        0 | 1 => "about a minute".to_owned(),
        minutes => format!("about {minutes} minutes"),
    };
    format!("{pictures} to upload, {time}: the service takes {a_minute} a minute")
}

fn open_as(folder: &Path, project: &crate::story::ProjectId) -> Result<ProjectFolder, String> {
    let opened = ProjectFolder::open(folder).map_err(|error| error.to_string())?;
    if opened.project.id == *project {
        Ok(opened.folder)
    } else {
        Err(format!("in {} there is another project by now; open this one from where it is", folder.display()))
    }
}
