//! From the queue to an answer: pictures uploaded, the request on record, sent once, its answer on record.

use std::path::Path;

use super::leave::UnderWay;
use super::{Driver, Next, PaidNews};
use crate::provider::vidgo::request;
use crate::provider::{Accepted, PrepareError, Prepared, SubmitError, TaskStatus};
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
        let tell = |share: f32| (self.inner.tell)(PaidNews::Progress(self.take.clone(), share));
        let prepared = tokio::select! {
            biased;
            // Cancelled, most likely: the row says.
            () = self.bell.notified() => return Ok(Next::Look),
            prepared = provider.prepare(&row.order, &folder, &tell) => prepared,
        };
        let mut prepared = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return self.not_prepared(error).await,
        };
        if let (Some(body), Some(address)) = (&mut prepared.body, self.inner.connect.callback(&row.webhook_token)) {
            request::set_callback(body, &address);
        }
        prepared.idempotency_key = Some(row.idempotency_key.clone());
        // Asked beside it: what it says decides nothing, and a slow answer costs no take.
        let balance = provider.balance().await.ok().flatten();
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
            Ok(()) => {}
            Err(NotSubmitted::Held(_)) => return Ok(Next::Rest),
            Err(NotSubmitted::Gone(_)) => return Ok(Next::Look),
        }
        self.inner.stops.pass(StopPoint::BeforePost).await;
        let answer = self.post(provider, prepared).await;
        self.inner.stops.pass(StopPoint::Answered).await;
        self.record(&row, answer, under_way).await
    }

    /// The one request. It runs to its end even if this task is dropped meanwhile.
    async fn post(
        &self,
        provider: std::sync::Arc<dyn crate::provider::Provider>,
        prepared: Prepared,
    ) -> Result<Accepted, SubmitError> {
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
                match report.status {
                    // Its end came with the answer; the service is not asked after it any more.
                    TaskStatus::Failed(why) => {
                        self.go_to(TakeState::Failed, Some(why.words)).await?;
                        self.balance_beside(&row.base).await?;
                        Next::Rest
                    }
                    _ => Next::Look,
                }
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
                drop(under_way);
                self.inner.stops.pass(StopPoint::Recorded).await;
                self.balance_beside(&row.base).await?;
                return Ok(Next::Rest);
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
            PrepareError::Unreachable(why) => {
                self.put_back(Some(Hold::Network), format!("{} ({why})", Hold::Network.sentence())).await?;
            }
        }
        Ok(Next::Rest)
    }

    /// Asks what the account holds and puts it down beside the take.
    pub(super) async fn balance_beside(&self, base: &str) -> Result<(), LedgerError> {
        let Ok(provider) = self.inner.connect.connect(base) else { return Ok(()) };
        let Ok(Some(balance)) = provider.balance().await else { return Ok(()) };
        (self.inner.tell)(PaidNews::Balance(base.to_owned(), balance.credits));
        self.change(move |ledger, take| ledger.balance_after(take, balance.credits)).await.map(drop)
    }

    /// Tells the row as it stands.
    async fn show(&self) -> Result<(), LedgerError> {
        let row = self.ledger(crate::takes::ledger::Ledger::get).await?;
        (self.inner.tell)(PaidNews::Changed(Box::new(row)));
        Ok(())
    }

    /// The project's folder, where it was opened last, as long as it is that project.
    pub(super) async fn project_folder(&self, row: &LedgerTake) -> Result<Result<ProjectFolder, String>, LedgerError> {
        let project = row.project.clone();
        self.ledger(move |ledger, _| {
            let Some(folder) = ledger.folder_of(&project)? else {
                return Ok(Err("the project's folder is not known; open the project".to_owned()));
            };
            Ok(open_as(&folder, &project))
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
