//! Where a program that makes paid takes may die: tests stop it at each of these points and look at what is left.
//! Without the feature `stop-points` nothing of it is in the program.

/// A moment between two things that last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StopPoint {
    /// The user's confirmation is on record.
    Confirmed,
    /// Pictures are about to be uploaded.
    Uploading,
    /// The request is about to be put on record.
    BeforeRecord,
    /// The request is on record and about to leave.
    BeforePost,
    /// The answer is here and not on record.
    Answered,
    /// What the answer meant is on record.
    Recorded,
    /// The service says that it is made, and nothing of it is here.
    Made,
    /// The film is here under a hidden name.
    Downloaded,
    /// The film is here under its name, which is not on record.
    Renamed,
    /// It is on record as ready, and in no project.
    Ready,
    /// It lies in the project, which is not on record.
    InProject,
}

impl StopPoint {
    pub const ALL: [Self; 11] = [
        Self::Confirmed,
        Self::Uploading,
        Self::BeforeRecord,
        Self::BeforePost,
        Self::Answered,
        Self::Recorded,
        Self::Made,
        Self::Downloaded,
        Self::Renamed,
        Self::Ready,
        Self::InProject,
    ];
}

/// Stops a program at a point, in tests.
#[cfg(feature = "stop-points")]
#[derive(Clone, Debug, Default)]
pub struct Stops(Option<std::sync::Arc<Armed>>);

#[cfg(feature = "stop-points")]
#[derive(Debug)]
struct Armed {
    at: StopPoint,
    /// How often it is passed before.
    passes: std::sync::atomic::AtomicU32,
    reached: tokio::sync::watch::Sender<bool>,
    dies: bool,
}

#[cfg(feature = "stop-points")]
impl Stops {
    /// Stays still at a point for ever, the first time it comes there after so many passes. `reached` of it tells.
    #[must_use]
    pub fn still_at(at: StopPoint, passes: u32) -> Self {
        Self::armed(at, passes, false)
    }

    /// Ends the whole program there, without a word to anybody; as the environment says: `Answered:1`.
    #[must_use]
    pub fn from_environment() -> Self {
        let Ok(text) = std::env::var("STORYREEL_STOP_AT") else { return Self::default() };
        let (name, passes) = text.split_once(':').unwrap_or((&text, "0"));
        let at = StopPoint::ALL.into_iter().find(|point| format!("{point:?}") == name);
        at.map_or_else(Self::default, |at| Self::armed(at, passes.parse().unwrap_or(0), true))
    }

    fn armed(at: StopPoint, passes: u32, dies: bool) -> Self {
        let reached = tokio::sync::watch::Sender::new(false);
        Self(Some(std::sync::Arc::new(Armed { at, passes: passes.into(), reached, dies })))
    }

    /// Whether it stands still by now.
    #[must_use]
    pub fn reached(&self) -> bool {
        self.0.as_ref().is_some_and(|armed| *armed.reached.borrow())
    }

    /// Whether it stands still, as if it were dead: then nobody waits for it.
    pub(super) fn stands_still(&self) -> bool {
        self.reached()
    }

    pub(super) async fn pass(&self, point: StopPoint) {
        use std::sync::atomic::Ordering;
        let Some(armed) = &self.0 else { return };
        if armed.at != point {
            return;
        }
        let passed = armed.passes.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if passed.is_ok() {
            return;
        }
        if armed.dies {
            std::process::abort();
        }
        armed.reached.send_replace(true);
        std::future::pending::<()>().await;
    }
}

/// Stops nothing.
#[cfg(not(feature = "stop-points"))]
#[derive(Clone, Debug, Default)]
pub struct Stops;

#[cfg(not(feature = "stop-points"))]
impl Stops {
    #[must_use]
    pub fn from_environment() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "the same as with the feature")]
    pub(super) fn stands_still(&self) -> bool {
        false
    }

    #[expect(clippy::unused_async, reason = "the same as with the feature")]
    pub(super) async fn pass(&self, _point: StopPoint) {}
}
