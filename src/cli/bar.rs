//! Work that takes long, with a bar on a terminal and without a word elsewhere.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Does the work; `told` says meanwhile what is being done and how much of it, from 0 to 1.
pub fn with_bar<T>(told: impl Fn() -> (String, f32) + Send, work: impl FnOnce() -> T) -> T {
    let bar = ProgressBar::new(1000).with_message(told().0);
    match ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %  {eta}") {
        Ok(style) => bar.set_style(style),
        Err(error) => tracing::error!("the bar's looks are broken: {error}"),
    }
    let (ended, wait) = channel::<()>();
    let done = std::thread::scope(|scope| {
        let shown = &bar;
        scope.spawn(move || {
            while wait.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
                let (what, share) = told();
                shown.set_message(what);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
                shown.set_position((share * 1000.0) as u64);
            }
        });
        let done = work();
        drop(ended);
        done
    });
    bar.finish_and_clear();
    done
}
