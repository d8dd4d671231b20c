//! A take's way, with a provider that does as it is told: every ending, exactly once.

use std::fs;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::scripted::{Scripted, Step, finished};
use super::*;
use crate::provider::{Failure, StatusError, TaskStatus};
use crate::store::example;
use crate::story::{Pictures, Project};

struct Stage {
    _keep: tempfile::TempDir,
    folder: ProjectFolder,
    order: Order,
    runner: Runner,
}

impl Stage {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let project: Project = example::project().unwrap();
        let folder = ProjectFolder::create(&keep.path().join("a.storyreel"), &project).unwrap();
        let order = Order::resolve(&project, 0, &Pictures::default()).unwrap();
        Self { _keep: keep, folder, order, runner: Runner::new().unwrap() }
    }

    fn take(&self, provider: &Arc<Scripted>) -> TakeOrder {
        TakeOrder {
            order: self.order.clone(),
            folder: self.folder.clone(),
            provider: provider.clone(),
            made: "2026-01-01T10:00:00Z".parse().unwrap(),
        }
    }

    fn start(&self, provider: &Arc<Scripted>) -> (TakeHandle, mpsc::Receiver<TakeEvent>) {
        let (sender, events) = mpsc::channel();
        (self.runner.start(self.take(provider), move |event| drop(sender.send(event))), events)
    }

    /// All events of a take: the channel closes when nothing more can come.
    fn events(&self, provider: Scripted) -> Vec<TakeEvent> {
        let events = self.start(&Arc::new(provider)).1;
        let events: Vec<_> = std::iter::from_fn(|| next(&events)).collect();
        assert_eq!(events.iter().filter(|event| event.is_final()).count(), 1, "{events:?}");
        assert!(events.last().unwrap().is_final());
        events
    }

    fn last(&self, provider: Scripted) -> TakeEvent {
        self.events(provider).pop().unwrap()
    }

    /// What lies in the takes folder, hidden things too.
    fn left(&self) -> usize {
        fs::read_dir(self.folder.root().join("takes")).unwrap().count()
    }
}

fn next(events: &mpsc::Receiver<TakeEvent>) -> Option<TakeEvent> {
    match events.recv_timeout(Duration::from_secs(20)) {
        Ok(event) => Some(event),
        Err(mpsc::RecvTimeoutError::Disconnected) => None,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("nothing comes any more"),
    }
}

fn statuses(
    all: &[Result<TaskStatus, StatusError>],
) -> std::sync::Mutex<std::collections::VecDeque<Result<TaskStatus, StatusError>>> {
    std::sync::Mutex::new(all.iter().cloned().collect())
}

#[test]
fn a_take_is_made_and_kept() {
    use TakeEvent::{Preparing, Running};
    let stage = Stage::new();
    let events = stage.events(Scripted::default());
    let TakeEvent::Saved(record) = events.last().unwrap() else { panic!("{events:?}") };
    let shares: Vec<_> = events[..events.len() - 1].to_vec();
    // Only changes are told, within 0 to 1, whatever the provider says.
    assert_eq!(shares, [Preparing(0.0), Preparing(0.5), Running(0.0), Running(0.5), Running(0.0), Running(1.0)]);
    assert_eq!(record.provider, "scripted");
    assert_eq!(record.made.to_string(), "2026-01-01T10:00:00Z");
    assert_eq!(record.order, stage.order);
    assert!(record.credits.is_zero());
    let takes = stage.folder.takes();
    assert_eq!((takes.all, takes.notes), (vec![record.as_ref().clone()], vec![]));
    assert_eq!(fs::read(stage.folder.video_of(record).unwrap()).unwrap(), b"film");
    assert_eq!(stage.left(), 1);
}

#[test]
fn what_fails_says_so_and_leaves_nothing() {
    let stage = Stage::new();
    let usual = Scripted::default;
    let why = |event| match event {
        TakeEvent::Failed(why) => why,
        other => panic!("{other:?}"),
    };
    let no_prepare = Scripted { prepare: Step::Fails("no picture"), ..usual() };
    assert_eq!(why(stage.last(no_prepare)), "no picture");
    assert_eq!(why(stage.last(Scripted { submit: Step::Fails("refused"), ..usual() })), "refused");
    let failed = statuses(&[Ok(TaskStatus::Failed(Failure::other("content policy")))]);
    assert_eq!(why(stage.last(Scripted { statuses: failed, ..usual() })), "content policy");
    let unknown = statuses(&[Err(StatusError::Unknown)]);
    assert_eq!(why(stage.last(Scripted { statuses: unknown, ..usual() })), "no such task");
    let empty = statuses(&[Ok(TaskStatus::Finished(vec![]))]);
    assert!(why(stage.last(Scripted { statuses: empty, ..usual() })).contains("no file"));
    let fetches = std::sync::Mutex::new([const { Step::Fails("expired") }; 3].into());
    assert_eq!(why(stage.last(Scripted { fetches, ..usual() })), "expired");
    for (prepare, submit) in [(Step::Panics, Step::Fine), (Step::Fine, Step::Panics)] {
        let why = why(stage.last(Scripted { prepare, submit, ..usual() }));
        assert_eq!(why, "the take was lost by a fault of the program; try again (scripted)");
    }
    let fetches = std::sync::Mutex::new([Step::Panics].into());
    assert!(why(stage.last(Scripted { fetches, ..usual() })).contains("scripted"));
    assert_eq!(
        stage.last(Scripted { statuses: statuses(&[Ok(TaskStatus::Cancelled)]), ..usual() }),
        TakeEvent::Cancelled
    );
    assert_eq!(stage.left(), 0);

    fs::remove_dir_all(stage.folder.root()).unwrap();
    fs::write(stage.folder.root(), "not a folder any more").unwrap();
    let why = why(stage.last(usual()));
    assert!(why.starts_with("the project's folder is not at "), "{why}");
}

#[test]
fn a_file_that_does_not_come_is_asked_for_again() {
    let stage = Stage::new();
    let fetches = std::sync::Mutex::new([Step::Fails("expired"), Step::Fails("expired")].into());
    let last = stage.last(Scripted { fetches, ..Scripted::default() });
    assert!(matches!(last, TakeEvent::Saved(_)), "{last:?}");
    assert_eq!(stage.left(), 1);
}

#[test]
fn cancelling_stops_what_can_be_stopped() {
    let stage = Stage::new();
    let cancelled = |provider: Scripted, seen: TakeEvent| {
        let provider = Arc::new(provider);
        let (handle, events) = stage.start(&provider);
        while next(&events).unwrap() != seen {}
        handle.cancel();
        let last = std::iter::from_fn(|| next(&events)).last().unwrap();
        (last, provider)
    };
    // Before it is sent: it never is.
    let (last, provider) =
        cancelled(Scripted { prepare: Step::Hangs, ..Scripted::default() }, TakeEvent::Preparing(0.5));
    assert_eq!(last, TakeEvent::Cancelled);
    assert_eq!(provider.submitted.load(Ordering::SeqCst), 0);
    // Afterwards, where the provider can.
    let running = || statuses(&[Ok(TaskStatus::Running(Some(0.25)))]);
    let (last, provider) = cancelled(Scripted { statuses: running(), ..Scripted::default() }, TakeEvent::Running(0.25));
    assert_eq!(last, TakeEvent::Cancelled);
    assert_eq!(provider.cancelled.load(Ordering::SeqCst), 1);
    assert_eq!(stage.left(), 0);
    // Where it cannot, it is followed to its end, and asked once.
    let mut slow = vec![Ok(TaskStatus::Running(Some(0.25))); 50];
    slow.push(Ok(finished()));
    let provider = Scripted { statuses: statuses(&slow), can_cancel: false, ..Scripted::default() };
    let (last, provider) = cancelled(provider, TakeEvent::Running(0.25));
    assert!(matches!(last, TakeEvent::Saved(_)), "{last:?}");
    assert_eq!(provider.cancelled.load(Ordering::SeqCst), 1);
}

#[test]
fn a_submission_under_way_is_never_dropped_by_cancelling() {
    let stage = Stage::new();
    let provider = Arc::new(Scripted { submit: Step::Hangs, ..Scripted::default() });
    let (handle, events) = stage.start(&provider);
    while provider.submitted.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    handle.cancel();
    let quiet =
        std::iter::from_fn(|| events.recv_timeout(Duration::from_millis(100)).ok()).all(|event| !event.is_final());
    assert!(quiet);
}

#[test]
fn a_runner_that_goes_ends_everything_soon() {
    for (free, prepare, submit) in [
        (true, Step::Hangs, Step::Fine),
        (true, Step::Fine, Step::Fine),
        (true, Step::Fine, Step::Hangs),
        (false, Step::Hangs, Step::Fine),
        (false, Step::Fine, Step::Fine),
    ] {
        let Stage { _keep, folder, order, runner } = Stage::new();
        let endless = statuses(&[Ok(TaskStatus::Running(Some(0.5)))]);
        let provider = Arc::new(Scripted { free, prepare, submit, statuses: endless, ..Scripted::default() });
        let (sender, events) = mpsc::channel();
        let take = TakeOrder { order, folder, provider: provider.clone(), made: Timestamp::UNIX_EPOCH };
        let handle = runner.start(take, move |event| drop(sender.send(event)));
        while !matches!(next(&events).unwrap(), TakeEvent::Preparing(0.5)) {}
        let before = Instant::now();
        drop(runner);
        assert!(before.elapsed() < Duration::from_secs(3));
        let last: Vec<_> = std::iter::from_fn(|| next(&events)).filter(TakeEvent::is_final).collect();
        assert_eq!(last, [TakeEvent::Cancelled]);
        if !free {
            assert_eq!(provider.cancelled.load(Ordering::SeqCst), 0, "what was sent elsewhere goes on there");
        }
        handle.cancel();
    }
}

#[test]
fn a_listener_that_panics_hurts_nobody_else() {
    let stage = Stage::new();
    stage.runner.start(stage.take(&Arc::new(Scripted::default())), |_| panic!("scripted listener"));
    assert!(matches!(stage.last(Scripted::default()), TakeEvent::Saved(_)));
}

#[test]
fn waiting_gives_the_take_or_the_reason() {
    let stage = Stage::new();
    let mut seen = Vec::new();
    let record =
        stage.runner.wait(stage.take(&Arc::new(Scripted::default())), |event| seen.push(event.clone())).unwrap();
    assert_eq!(seen.last(), Some(&TakeEvent::Saved(Box::new(record))));
    let failing = Arc::new(Scripted { submit: Step::Fails("refused"), ..Scripted::default() });
    let error = stage.runner.wait(stage.take(&failing), |_| {}).unwrap_err();
    assert_eq!(error, TakeError::Failed("refused".to_owned()));
}
