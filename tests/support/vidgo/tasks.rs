//! What becomes of a task after it was accepted: a script of statuses, then its end.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::faults::Fault;
use super::path;

/// One thing a status says before the end.
#[derive(Clone, Debug)]
pub struct Step {
    pub status: String,
    /// Normally a whole number of percent.
    pub progress: Value,
}

#[derive(Clone, Debug)]
pub enum End {
    /// With one video.
    Finished,
    /// With this reason.
    Failed(String),
    /// The last step is said for ever.
    Never,
}

#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// A step further with each status that is answered.
    EachAsk,
    /// A step further each time this has passed, asked or not.
    Every(Duration),
}

/// A task's whole life.
#[derive(Clone, Debug)]
pub struct Life {
    pub steps: Vec<Step>,
    pub end: End,
    pub pace: Pace,
}

impl Life {
    /// Not started, running at 40 and 80, then finished.
    pub fn finishing() -> Self {
        Self::of(&[("not_started", 0), ("running", 40), ("running", 80)], End::Finished)
    }

    /// Not started, running at 40, then failed.
    pub fn failing(reason: &str) -> Self {
        Self::of(&[("not_started", 0), ("running", 40)], End::Failed(reason.to_owned()))
    }

    /// Running at 50 until the test says otherwise.
    pub fn endless() -> Self {
        Self::of(&[("running", 50)], End::Never)
    }

    pub fn of(steps: &[(&str, u64)], end: End) -> Self {
        let step = |&(status, progress): &(&str, u64)| Step { status: status.to_owned(), progress: json!(progress) };
        Self { steps: steps.iter().map(step).collect(), end, pace: Pace::EachAsk }
    }

    #[must_use]
    pub fn every(mut self, time: Duration) -> Self {
        self.pace = Pace::Every(time);
        self
    }
}

struct Task {
    life: Life,
    begun: Instant,
    created: String,
    answered: usize,
    /// The most progress that was told.
    told: u64,
    /// The number of the video's address of today.
    address: u32,
    /// Addresses that are refused, and how.
    refused: HashMap<u32, u16>,
    /// A failure has been paid back.
    settled: bool,
}

impl Task {
    fn at(&self) -> usize {
        match self.life.pace {
            Pace::EachAsk => self.answered,
            Pace::Every(time) => {
                usize::try_from(self.begun.elapsed().as_nanos() / time.as_nanos().max(1)).unwrap_or(usize::MAX)
            }
        }
    }

    /// What it says now, or its end.
    fn now(&self) -> Result<&Step, &End> {
        match (&self.life.end, self.life.steps.get(self.at())) {
            (_, Some(step)) => Ok(step),
            (End::Never, None) => self.life.steps.last().ok_or(&self.life.end),
            (end, None) => Err(end),
        }
    }
}

/// All tasks ever accepted.
#[derive(Default)]
pub struct Tasks {
    all: HashMap<String, Task>,
    order: Vec<String>,
    /// Those that the service says it knows nothing of.
    lost: HashSet<String>,
}

impl Tasks {
    pub fn begin(&mut self, id: &str, life: Life, created: &str) {
        let (begun, created) = (Instant::now(), created.to_owned());
        let refused = HashMap::new();
        let task = Task { life, begun, created, answered: 0, told: 0, address: 1, refused, settled: false };
        self.all.insert(id.to_owned(), task);
        self.order.push(id.to_owned());
    }

    /// The ids, first accepted first.
    pub fn ids(&self) -> Vec<String> {
        self.order.clone()
    }

    pub fn lose(&mut self, id: &str) {
        self.lost.insert(id.to_owned());
    }

    pub fn find(&mut self, id: &str) {
        self.lost.remove(id);
    }

    /// From now on this is what becomes of it, from the first step on.
    pub fn set_life(&mut self, id: &str, life: Life) {
        if let Some(task) = self.all.get_mut(id) {
            (task.life, task.answered, task.begun) = (life, 0, Instant::now());
        }
    }

    /// The reply to a status. An answer advances the task.
    pub fn answer(&mut self, id: &str, files: &str, fault: Option<&Fault>) -> Option<Value> {
        if self.lost.contains(id) {
            return None;
        }
        if let Some(task) = self.all.get_mut(id)
            && task.refused.contains_key(&task.address)
        {
            task.address += 1;
        }
        if let Some(Fault::ExpiredAddress(status)) = fault {
            self.refuse_address(id, *status);
        }
        let mut said = self.said(id, files)?;
        let task = self.all.get_mut(id)?;
        let data = &mut said["data"];
        match fault {
            Some(Fault::UnknownStatus(word)) => data["status"] = json!(word),
            Some(Fault::ProgressBack) => data["progress"] = json!(task.told / 2),
            Some(Fault::ProgressAsText) => data["progress"] = json!(format!("{}%", data["progress"])),
            Some(Fault::NoFiles) => data["files"] = json!([]),
            Some(Fault::ForeignAddress(address)) => data["files"][0]["file_url"] = json!(address),
            Some(Fault::CoverFirst) => {
                let cover = json!({"file_url": format!("{files}/temp/cover.jpg"), "file_type": "image"});
                data["files"] = json!([cover, data["files"][0]]);
            }
            _ => {}
        }
        task.told = task.told.max(data["progress"].as_u64().unwrap_or(0));
        task.answered += 1;
        Some(said)
    }

    /// The status as it is, nothing advanced; `files` is the file host's address.
    pub fn said(&self, id: &str, files: &str) -> Option<Value> {
        let task = self.all.get(id)?;
        let (status, progress, reason) = match task.now() {
            Ok(step) => (step.status.as_str(), step.progress.clone(), Value::Null),
            Err(End::Failed(reason)) => ("failed", json!(0), json!(reason)),
            Err(End::Finished | End::Never) => ("finished", json!(100), Value::Null),
        };
        let address = format!("{files}/files/{}.mp4?s={}", path::encode(id), task.address);
        let videos =
            if status == "finished" { json!([{"file_url": address, "file_type": "video"}]) } else { json!([]) };
        let data = json!({"task_id": id, "status": status, "files": videos, "created_time": task.created,
            "progress": progress, "error_message": reason});
        Some(json!({"code": 200, "data": data}))
    }

    /// Whether a fault would show in the next answer.
    pub fn can_show(&self, id: &str, fault: &Fault) -> bool {
        let Some(task) = self.all.get(id) else { return true };
        let is_finished = matches!(task.now(), Err(End::Finished));
        match fault {
            Fault::NoFiles | Fault::ExpiredAddress(_) | Fault::ForeignAddress(_) | Fault::CoverFirst => is_finished,
            Fault::ProgressBack => task.told > 0 && task.now().is_ok(),
            _ => true,
        }
    }

    /// Refuses the video's address of today with this status; the next status has a fresh one.
    pub fn refuse_address(&mut self, id: &str, status: u16) {
        if let Some(task) = self.all.get_mut(id) {
            task.refused.insert(task.address, status);
        }
    }

    /// Whether the video of a path like `/files/ID.mp4?s=1` is there, else the status it is refused with.
    pub fn video(&self, path: &str) -> Result<(), u16> {
        let (id, address) = path
            .strip_prefix("/files/")
            .and_then(|rest| rest.split_once(".mp4?s="))
            .and_then(|(id, address)| Some((path::decode(id), address.parse::<u32>().ok()?)))
            .ok_or(404_u16)?;
        let task = self.all.get(&id).filter(|task| matches!(task.now(), Err(End::Finished))).ok_or(404_u16)?;
        let is_one = (1..=task.address).contains(&address);
        task.refused.get(&address).map_or(if is_one { Ok(()) } else { Err(403) }, |status| Err(*status))
    }

    /// Those that have failed since this was asked last.
    pub fn newly_failed(&mut self) -> Vec<String> {
        let failed = |task: &Task| !task.settled && matches!(task.now(), Err(End::Failed(_)));
        let ids: Vec<String> = self.all.iter().filter(|(_, task)| failed(task)).map(|(id, _)| id.clone()).collect();
        for id in &ids {
            if let Some(task) = self.all.get_mut(id) {
                task.settled = true;
            }
        }
        ids
    }
}
