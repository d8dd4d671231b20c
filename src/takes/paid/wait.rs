//! A confirmed take that begins with the last frame of another one of its batch: it waits until that one is in the project,
//! is given its frame, and goes its way like any other. Where that one never comes, the user decides.

use std::time::Duration;

use super::drive::{Driver, Next};
use crate::provider::vidgo::request;
use crate::store::ProjectFolder;
use crate::store::take_end::{end_of, picture_state};
use crate::story::{Order, PictureState, TakeId};
use crate::takes::ledger::{Hold, LedgerError, LedgerTake, TakeState};

/// Another program may have the other take in its hands: it is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(5);

impl Driver {
    /// Waits for another take, or goes on without waiting any more.
    pub(super) async fn wait_for(&self, row: LedgerTake, other: TakeId) -> Result<Next, LedgerError> {
        let mut steps = self.inner.steps.subscribe();
        let other = self.ledger(move |ledger, _| ledger.get(&other)).await?;
        match other.state {
            TakeState::Ready if other.in_project => self.begin_with_end_of(row, other).await,
            TakeState::Failed | TakeState::Cancelled | TakeState::Lost => {
                self.put_back(Some(Hold::Start), missing(&row)).await?;
                Ok(Next::Rest)
            }
            _ => {
                tokio::select! {
                    () = self.bell.notified() => {}
                    _ = steps.changed() => {}
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                }
                Ok(Next::Look)
            }
        }
    }

    /// Its first frame is the other one's last: what it is known by is worked out anew, and on record before it is sent.
    async fn begin_with_end_of(&self, row: LedgerTake, other: LedgerTake) -> Result<Next, LedgerError> {
        let rules = self.inner.rules();
        let folder = self.project_folder(&other).await?;
        let mut order = row.order.clone();
        let resolved = self
            .ledger(move |_, _| {
                Ok(folder.and_then(|folder| {
                    start_with_end_of(&mut order, &folder, &other.id)?;
                    let hash = request::hash(&order, &rules).ok_or("a picture of it has not been looked at yet")?;
                    Ok((order, hash))
                }))
            })
            .await?;
        match resolved {
            Ok((order, hash)) => {
                self.change(move |ledger, take| ledger.starts(take, &order, &hash)).await?;
                Ok(Next::Look)
            }
            Err(why) => {
                let from = row.starts_from();
                let why = format!("the take of {from} came, but {why}; cancel it and choose a first frame");
                self.put_back(Some(Hold::Start), why).await?;
                Ok(Next::Rest)
            }
        }
    }
}

fn start_with_end_of(order: &mut Order, folder: &ProjectFolder, take: &TakeId) -> Result<(), String> {
    let path = end_of(take).ok_or("its id is no name")?;
    match picture_state(folder, &path) {
        PictureState::Ready(info) => {
            order.start_with(path, info);
            Ok(())
        }
        PictureState::Missing => Err("its last frame is not there".to_owned()),
        PictureState::Unreadable(why) => Err(format!("its last frame {why}")),
    }
}

/// Why it is held, and what sending it all the same means.
fn missing(row: &LedgerTake) -> String {
    let anyway = if row.order.first_frame.is_some() {
        "sent now, it begins with the frame that is there"
    } else {
        "sent now, it begins without a first frame"
    };
    format!("{}; {anyway}", row.waited_in_vain())
}
