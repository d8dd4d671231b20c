//! An accepted task as the ledger knows it: followed until its end is on record, and taken up again where the user knows more.

use std::sync::Arc;

use super::drive::{Driver, Next};
use super::record::OnRecord;
use super::{Inner, PaidError};
use crate::provider::{StatusError, TaskId, TaskStatus};
use crate::story::TakeId;
use crate::takes::ledger::{LedgerError, LedgerTake, TakeState};
use crate::takes::steps::{self, End};
use crate::takes::stop_point::StopPoint;

impl Driver {
    /// Follows a task; what came of it is on record before anything else happens.
    pub(super) async fn follow(&self, row: LedgerTake) -> Result<Next, LedgerError> {
        let Some(task) = row.task.clone() else {
            return Err(LedgerError::Damaged(format!("take {} is {} without a task", row.id, row.state)));
        };
        let base = row.base.clone();
        match steps::follow(&mut OnRecord { driver: self, row }, &task).await? {
            End::Here => {
                self.go_to(TakeState::Ready, None).await?;
                self.balance_beside(&base).await?;
                self.inner.stops.pass(StopPoint::Ready).await;
                Ok(Next::Look)
            }
            End::Left(why) => {
                self.change(move |ledger, take| ledger.film_waits(take, Some(&why))).await?;
                Ok(Next::Rest)
            }
            End::Failed(why) => {
                self.go_to(TakeState::Failed, Some(why)).await?;
                // What has become of its money is looked for.
                Ok(Next::Look)
            }
            End::Cancelled => {
                self.go_to(TakeState::Failed, Some("it was cancelled at the service".to_owned())).await?;
                Ok(Next::Look)
            }
            End::Unknown => {
                let why = "the service knows nothing of it any more".to_owned();
                self.go_to(TakeState::Lost, Some(why)).await?;
                Ok(Next::Rest)
            }
            End::Over => Ok(Next::Look),
        }
    }
}

impl Inner {
    /// Believes what a take is called whose fate is not known, once the service says that it knows the task.
    pub(super) async fn believe_task(self: Arc<Self>, take: TakeId, task: TaskId) -> Result<LedgerTake, PaidError> {
        let row = self.row(&take).await?;
        if !row.may_have_a_task() {
            return Err(LedgerError::Otherwise(row.state).into());
        }
        let answer = self.asked_after(&row, &task).await?;
        let (base, called) = (row.base.clone(), task.clone());
        if self.on_ledger(move |ledger| ledger.with_task(&base, &called)).await?.is_some_and(|other| other.id != take) {
            return Err(PaidError::NoConnection(format!("task {} is that of another take already", task.0)));
        }
        if row.state == TakeState::Failed
            && let TaskStatus::Failed(why) = answer
        {
            return Err(PaidError::StillFailed(why.words));
        }
        let of = take.clone();
        let row = self.told(self.on_ledger(move |ledger| ledger.accepted(&of, &task)).await)?;
        self.drive(&take);
        Ok(row)
    }

    /// The user wants a closed take asked after again: when the service knows it, it goes on.
    pub(super) async fn asks_again(self: Arc<Self>, take: TakeId) -> Result<LedgerTake, PaidError> {
        let row = self.row(&take).await?;
        match (row.state, row.task) {
            (TakeState::Failed | TakeState::Lost, Some(task)) => self.believe_task(take, task).await,
            (state, _) if state.is_followed() => {
                self.drive(&take);
                Ok(self.row(&take).await?)
            }
            (state, _) => Err(LedgerError::Otherwise(state).into()),
        }
    }

    /// The user wants a film that does not come fetched again, now.
    pub(super) fn fetch_again(self: &Arc<Self>, take: &TakeId) -> Result<LedgerTake, PaidError> {
        let row = self.told(self.ledger.fetch_again(take, self.owner.id()))?;
        self.drive(take);
        Ok(row)
    }

    async fn row(&self, take: &TakeId) -> Result<LedgerTake, LedgerError> {
        let take = take.clone();
        self.on_ledger(move |ledger| ledger.get(&take)).await
    }

    async fn asked_after(&self, row: &LedgerTake, task: &TaskId) -> Result<TaskStatus, PaidError> {
        let provider = self.connect.connect(&row.base).map_err(PaidError::NoConnection)?;
        match provider.status(task).await {
            Ok(report) => Ok(report.status),
            Err(StatusError::Unknown) => Err(PaidError::NoTask(task.0.clone())),
            Err(error) => Err(PaidError::NotAsked(error)),
        }
    }

    pub(super) async fn nudged(self: Arc<Self>, take: TakeId, task: Option<TaskId>) {
        let Ok(row) = self.row(&take).await else { return };
        match (row.state, task) {
            (TakeState::NotConfirmed, Some(task)) => {
                // What cannot be confirmed changes nothing.
                if let Err(error) = self.believe_task(take, task).await {
                    tracing::info!("a webhook's word was not confirmed: {error}");
                }
            }
            (state, _) if state.is_followed() => self.drive(&take),
            _ => {}
        }
    }
}
