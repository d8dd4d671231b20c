//! From the queue to an answer: pictures uploaded, the request on record, sent once, its answer on record.

use std::path::Path;

use super::PaidNews;
use super::drive::{Driver, Next};
use super::leave::UnderWay;
use super::record::OnRecord;
use crate::provider::vidgo::request;
use crate::provider::{Accepted, PrepareError, Prepared, Provider, SubmitError, TaskStatus};
use crate::store::ProjectFolder;
use crate::story::price;
use crate::takes::ledger::{Hold, LedgerError, LedgerTake, NotSubmitted, SubmitTerms, TakeState};
use crate::takes::steps::{Ready, jittered, prepare};
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
        let record = OnRecord { driver: self, row };
        let (mut prepared, balance) = match prepare(&record, provider.as_ref(), &record.row.order, &folder).await {
            Ready::Yes(prepared, balance) => (*prepared, balance),
            Ready::No(error) => return self.not_prepared(error).await,
            // Cancelled, most likely: the row says.
            Ready::Woken => return Ok(Next::Look),
        };
        let row = record.row;
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

    /// The one request. It runs to its end even if this task is dropped meanwhile.
    async fn post(&self, provider: std::sync::Arc<dyn Provider>, prepared: Prepared) -> Result<Accepted, SubmitError> {
        let posting = self.inner.group.spawn(async move { provider.submit(&prepared).await });
        match posting.await {
            Ok(Some(answer)) => answer,
            // The engine has closed. This task is dropped with it, most likely; the next start then says the same.
            Ok(None) => Err(SubmitError::NotConfirmed("the program was closed before its answer came".to_owned())),
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
        jittered(self.inner.rules().timing.retry_s.after(posts))
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
            // `prepare` waits for these.
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

fn open_as(folder: &Path, project: &crate::story::ProjectId) -> Result<ProjectFolder, String> {
    let opened = ProjectFolder::open(folder).map_err(|error| error.to_string())?;
    if opened.project.id == *project {
        Ok(opened.folder)
    } else {
        Err(format!("in {} there is another project by now; open this one from where it is", folder.display()))
    }
}
