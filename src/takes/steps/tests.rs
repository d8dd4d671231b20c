//! The steps with a record that only notes what is asked of it: what comes on record, in which order, and whose word counts.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Mutex;

use super::*;
use crate::provider::{Failure, StatusError, TaskId, TaskStatus};
use crate::takes::Runtime;
use crate::takes::scripted::{Scripted, finished};

struct Noting {
    provider: Arc<Scripted>,
    pace: Pace,
    notes: Mutex<Vec<String>>,
    film: PathBuf,
    changed: watch::Sender<u64>,
}

impl Noting {
    fn note(&self, note: impl Into<String>) {
        self.notes.lock().unwrap().push(note.into());
    }
}

#[async_trait]
impl Record for Noting {
    type Fault = Infallible;

    fn provider(&self) -> Result<Arc<dyn Provider>, String> {
        Ok(self.provider.clone())
    }

    fn pace(&self) -> Pace {
        self.pace.clone()
    }

    fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn is_connected_again(&self) {
        self.note("connected again");
    }

    fn tell_slow(&self, why: Option<String>) {
        self.note(why.map_or_else(|| "goes on".to_owned(), |why| format!("slow: {why}")));
    }

    fn tell_preparing(&self, share: f32) {
        self.note(format!("prepares {share}"));
    }

    async fn woken(&self) {
        std::future::pending::<()>().await;
    }

    async fn answered(&mut self, _: &TaskReport) -> Result<(), Infallible> {
        self.note("answer");
        Ok(())
    }

    async fn waits(&mut self) -> Result<(), Infallible> {
        self.note("waits");
        Ok(())
    }

    async fn runs(&mut self, share: Option<f32>) -> Result<(), Infallible> {
        self.note(format!("runs {share:?}"));
        Ok(())
    }

    async fn is_made(&mut self) -> Result<(), Infallible> {
        self.note("made");
        Ok(())
    }

    async fn place(&mut self) -> Result<Place, Infallible> {
        self.note("place");
        Ok(Place::To(self.film.clone()))
    }

    async fn has_come(&mut self) -> Result<Result<(), FetchError>, Infallible> {
        assert!(self.film.is_file());
        self.note("come");
        Ok(Ok(()))
    }

    async fn came_in_vain(&mut self, _: &str) -> Result<u32, Infallible> {
        self.note("in vain");
        Ok(1)
    }

    async fn film_waits(&mut self, _: &str) -> Result<(), Infallible> {
        self.note("film waits");
        Ok(())
    }

    fn age(&self) -> Duration {
        Duration::ZERO
    }

    async fn wait(&mut self, wait: Duration, _: Option<&mut watch::Receiver<u64>>) -> Result<Then, Infallible> {
        tokio::time::sleep(wait).await;
        Ok(Then::GoOn)
    }
}

type Answers = Vec<Result<TaskStatus, StatusError>>;

/// What came of following a task that is answered so, and what was noted.
fn followed(pace: Pace, answers: Answers) -> (End, Vec<String>) {
    let keep = tempfile::tempdir().unwrap();
    let provider = Scripted { statuses: Mutex::new(VecDeque::from(answers)), ..Scripted::default() };
    let mut record = Noting {
        provider: Arc::new(provider),
        pace,
        notes: Mutex::default(),
        film: keep.path().join("film"),
        changed: watch::Sender::new(0),
    };
    let Ok(end) = Runtime::start().unwrap().block_on(follow(&mut record, &TaskId("task".to_owned())));
    (end, record.notes.into_inner().unwrap())
}

fn service() -> Pace {
    Pace::Service(Box::new(crate::story::rules::shipped().timing))
}

#[test]
fn each_answer_is_on_record_before_what_follows_from_it() {
    for pace in [Pace::Here, service()] {
        let answers = vec![Ok(TaskStatus::Waiting), Ok(TaskStatus::Running(Some(0.5))), Ok(finished())];
        let (end, notes) = followed(pace, answers);
        let expected = ["answer", "waits", "answer", "runs Some(0.5)", "answer", "made", "place", "come"];
        assert_eq!((end, notes), (End::Here, expected.map(str::to_owned).to_vec()));
    }
}

#[test]
fn one_answer_ends_a_take_of_this_machine_and_none_of_a_service() {
    let failed = || Ok(TaskStatus::Failed(Failure::other("content policy")));
    let (end, notes) = followed(Pace::Here, vec![failed()]);
    assert_eq!((end, notes.len()), (End::Failed("content policy".to_owned()), 1));
    let (end, notes) = followed(service(), vec![failed(), Ok(TaskStatus::Running(None)), failed(), failed()]);
    assert_eq!(end, End::Failed("content policy".to_owned()));
    assert_eq!(notes.iter().filter(|note| note.as_str() == "answer").count(), 4);
    assert_eq!(followed(Pace::Here, vec![Ok(TaskStatus::Cancelled)]).0, End::Cancelled);
    assert_eq!(followed(service(), vec![Ok(TaskStatus::Cancelled), Ok(finished())]).0, End::Here);
    assert_eq!(followed(Pace::Here, vec![Err(StatusError::Unknown)]).0, End::Unknown);
    let (end, notes) = followed(service(), vec![Err(StatusError::Unknown), Ok(finished())]);
    assert_eq!(end, End::Here);
    assert_eq!(notes[0], "slow: the service does not know it at the moment");
}
