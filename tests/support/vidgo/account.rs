//! The customer's credits, and every charge ever made. Amounts are hundredths of a credit inside.

use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};

/// What was taken for one task.
#[derive(Clone, Debug)]
pub struct Charge {
    pub task_id: String,
    /// Whole credits; what is beyond them stands in `hundredths`.
    pub credits: u64,
    pub hundredths: u64,
    /// The submitted body.
    pub body: Value,
    pub at: SystemTime,
    /// Given back because the task failed.
    pub refunded: bool,
}

/// What becomes of the money for a task that has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refunds {
    /// Given back as the documents promise.
    Prompt,
    /// Given back so long after the failure.
    Late(Duration),
    Never,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub hundredths: u64,
    pub refunds: Refunds,
    /// Another sum than the price is taken, in hundredths.
    pub takes: Option<u64>,
    pub charges: Vec<Charge>,
    /// Charges that are still to be made, and when.
    late_charges: Vec<(Instant, Charge)>,
    late_refunds: Vec<(Instant, String)>,
}

impl Account {
    pub fn with(credits: u64) -> Self {
        Self {
            hundredths: credits * 100,
            refunds: Refunds::Prompt,
            takes: None,
            charges: Vec::new(),
            late_charges: Vec::new(),
            late_refunds: Vec::new(),
        }
    }

    /// Takes the price, now or after a while, or tells how many credits are missing.
    pub fn charge(&mut self, task_id: &str, credits: u64, body: Value, late: Option<Duration>) -> Result<(), u64> {
        let hundredths = self.takes.unwrap_or(credits * 100);
        if self.hundredths < hundredths {
            return Err((hundredths - self.hundredths).div_ceil(100));
        }
        let task_id = task_id.to_owned();
        let charge =
            Charge { task_id, credits: hundredths / 100, hundredths, body, at: SystemTime::now(), refunded: false };
        match late {
            None => self.take(charge),
            Some(late) => self.late_charges.push((Instant::now() + late, charge)),
        }
        Ok(())
    }

    fn take(&mut self, charge: Charge) {
        self.hundredths = self.hundredths.saturating_sub(charge.hundredths);
        self.charges.push(charge);
    }

    /// A task has failed: gives back what it cost, as it gives back.
    pub fn refund(&mut self, task_id: &str) {
        match self.refunds {
            Refunds::Prompt => self.give_back(task_id),
            Refunds::Late(after) => self.late_refunds.push((Instant::now() + after, task_id.to_owned())),
            Refunds::Never => {}
        }
    }

    pub fn give_back(&mut self, task_id: &str) {
        if let Some(charge) = self.charges.iter_mut().find(|charge| charge.task_id == task_id && !charge.refunded) {
            charge.refunded = true;
            self.hundredths += charge.hundredths;
        }
    }

    /// Makes what is due by now.
    pub fn catch_up(&mut self) {
        let now = Instant::now();
        for at in (0..self.late_charges.len()).rev() {
            if self.late_charges[at].0 <= now {
                let (_, charge) = self.late_charges.remove(at);
                self.take(charge);
            }
        }
        for at in (0..self.late_refunds.len()).rev() {
            if self.late_refunds[at].0 <= now {
                let (_, task) = self.late_refunds.remove(at);
                self.give_back(&task);
            }
        }
    }

    /// What a task has cost by now, as a status tells it: 0 once it was given back.
    pub fn amount_of(&self, task_id: &str) -> Value {
        let charge = self.charges.iter().find(|charge| charge.task_id == task_id);
        charge.map_or(Value::Null, |charge| number(if charge.refunded { 0 } else { charge.hundredths }))
    }
}

/// Credits as the service writes them: whole where they are.
pub fn number(hundredths: u64) -> Value {
    if hundredths.is_multiple_of(100) {
        return json!(hundredths / 100);
    }
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.parse::<f64>().map_or(Value::Null, |number| json!(number))
}

/// Credits for a request (docs/service.md: prices). Multi-shot is always billed with audio.
pub fn price(is_pro: bool, sound: bool, multi_shots: bool, seconds: u64) -> u64 {
    let a_second = match (is_pro, sound || multi_shots) {
        (false, false) => 27,
        (false, true) | (true, false) => 39,
        (true, true) => 49,
    };
    a_second * seconds
}
