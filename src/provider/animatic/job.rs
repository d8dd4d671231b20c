//! One animatic being rendered in a thread of its own, into a hidden file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::{io, thread};

use super::source::FolderPictures;
use crate::media::animatic::{RenderWatch, render_animatic};
use crate::store::disk;
use crate::story::Order;

/// Renders an order to a file, or says in a sentence why not.
pub type Render = fn(&Order, &FolderPictures, &Path, &RenderWatch) -> Result<(), String>;

/// Renders for real.
pub fn render(order: &Order, source: &FolderPictures, out: &Path, watch: &RenderWatch) -> Result<(), String> {
    render_animatic(order, source, out, watch).map(|_| ()).map_err(|error| error.to_string())
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Finished,
    Failed(String),
    Cancelled,
}

/// A job, running or ended. Its file goes with it, unless it was moved away.
#[derive(Debug)]
pub struct Job {
    watch: RenderWatch,
    frames: u64,
    scratch: PathBuf,
    end: OnceLock<End>,
}

impl Job {
    /// # Errors
    /// When the system gives no thread.
    pub fn start(order: Order, source: FolderPictures, scratch: PathBuf, render: Render) -> io::Result<Arc<Self>> {
        let job =
            Arc::new(Self { watch: RenderWatch::default(), frames: order.frames().0, scratch, end: OnceLock::new() });
        let of_thread = job.clone();
        thread::Builder::new().name("animatic".to_owned()).spawn(move || {
            let end = of_thread.run(|| render(&order, &source, &of_thread.scratch, &of_thread.watch));
            if end != End::Finished {
                of_thread.remove_scratch();
            }
            // Only this thread sets it, and once.
            let _ = of_thread.end.set(end);
        })?;
        Ok(job)
    }

    fn run(&self, render: impl FnOnce() -> Result<(), String>) -> End {
        let rendered = catch_unwind(AssertUnwindSafe(render));
        match rendered {
            _ if self.watch.is_cancelled() => End::Cancelled,
            Ok(Ok(())) => End::Finished,
            Ok(Err(why)) => End::Failed(why),
            Err(_) => End::Failed("the animatic could not be painted, by a fault of the program".to_owned()),
        }
    }

    /// The share of frames that are done, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share for showing")]
    pub fn progress(&self) -> f32 {
        (self.watch.done() as f32 / self.frames.max(1) as f32).min(1.0)
    }

    /// `None` while it runs.
    pub fn end(&self) -> Option<End> {
        self.end.get().cloned()
    }

    pub fn cancel(&self) {
        self.watch.cancel();
    }

    /// Where the finished film lies.
    pub fn scratch(&self) -> &Path {
        &self.scratch
    }

    fn remove_scratch(&self) {
        // A hidden file that stays is all that can come of it.
        let _ = disk::remove_file(&self.scratch, "clean up");
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.remove_scratch();
    }
}
