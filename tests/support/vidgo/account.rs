//! The customer's credits, and every charge ever made.

use std::time::SystemTime;

use serde_json::Value;

/// What was taken for one task.
#[derive(Clone, Debug)]
pub struct Charge {
    pub task_id: String,
    pub credits: u64,
    /// The submitted body.
    pub body: Value,
    pub at: SystemTime,
    /// Given back because the task failed.
    pub refunded: bool,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub credits: u64,
    /// Whether a failed task is given back, as the documents promise.
    pub refunds: bool,
    pub charges: Vec<Charge>,
}

impl Account {
    pub fn with(credits: u64) -> Self {
        Self { credits, refunds: true, charges: Vec::new() }
    }

    /// Takes the price, or tells how many credits are missing.
    pub fn charge(&mut self, task_id: &str, credits: u64, body: Value) -> Result<(), u64> {
        self.credits = self.credits.checked_sub(credits).ok_or_else(|| credits - self.credits)?;
        let task_id = task_id.to_owned();
        self.charges.push(Charge { task_id, credits, body, at: SystemTime::now(), refunded: false });
        Ok(())
    }

    /// A task has failed: gives back what it cost.
    pub fn refund(&mut self, task_id: &str) {
        let charge = self.charges.iter_mut().find(|charge| charge.task_id == task_id);
        if let Some(charge) = charge.filter(|_| self.refunds) {
            charge.refunded = true;
            self.credits += charge.credits;
        }
    }
}

/// Credits for a request (vidgo-contract: prices). Multi-shot is always billed with audio.
pub fn price(is_pro: bool, sound: bool, multi_shots: bool, seconds: u64) -> u64 {
    let a_second = match (is_pro, sound || multi_shots) {
        (false, false) => 27,
        (false, true) | (true, false) => 39,
        (true, true) => 49,
    };
    a_second * seconds
}
