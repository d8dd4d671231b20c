//! The report of a fault of the program: where it happened and how it came there, without a word of the user's.

use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::panic::{Location, PanicHookInfo};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use storyreel::store::{Paths, StoreError, disk};

/// A fault that comes with every frame must not fill the disk.
const REPORTS_MAX: usize = 5;

/// From here on a panic says one line that names its report.
pub fn install() {
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|asked| asked != "0") {
            before(panic);
        }
        if WRITTEN.fetch_add(1, Ordering::Relaxed) < REPORTS_MAX {
            eprintln!("{}", told(panic, Paths::find().map(|paths| paths.data().join("reports"))));
        }
    }));
}

/// Writes the report and tells in a line where it is.
fn told(panic: &PanicHookInfo<'_>, folder: Result<PathBuf, StoreError>) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), place_of);
    let written = folder.and_then(|folder| {
        let now = jiff::Timestamp::now();
        let file = folder.join(format!("fault-{}-{}.txt", now.as_millisecond(), std::process::id()));
        let what = "write the report";
        disk::create_dir_all(&folder, what)?;
        disk::write_atomically(&file, text(&place, now).as_bytes(), what)?;
        Ok(file)
    });
    match written {
        Ok(file) => {
            format!("Storyreel met a fault of its own at {place}; a report without your texts is at {}", file.display())
        }
        Err(error) => format!("Storyreel met a fault of its own at {place}; {error}"),
    }
}

fn place_of(location: &Location<'_>) -> String {
    // The path as the program was built; only its end says something.
    let file = location.file().replace('\\', "/");
    let file = file.rsplit_once("/src/").map_or(file.as_str(), |(_, end)| end);
    format!("{file}:{}", location.line())
}

/// What a panic says may hold the user's words: it is left out.
fn text(place: &str, now: jiff::Timestamp) -> String {
    let thread = std::thread::current();
    let mut text = String::new();
    let lines = [
        ("program", format!("storyreel {}", env!("CARGO_PKG_VERSION"))),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        ("when", now.to_string()),
        ("thread", thread.name().unwrap_or("without a name").to_owned()),
        ("place", place.to_owned()),
    ];
    for (name, value) in lines {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    }
    let _ = writeln!(text, "\n{}", Backtrace::force_capture());
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_panic_is_told_in_a_line_and_its_report_has_nothing_of_what_it_said() {
        let folder = tempfile::tempdir().unwrap();
        let (to, lines) = (folder.path().join("reports"), Arc::new(Mutex::new(Vec::new())));
        let before = std::panic::take_hook();
        let heard = lines.clone();
        std::panic::set_hook(Box::new(move |panic| heard.lock().unwrap().push(told(panic, Ok(to.clone())))));
        let caught = std::panic::catch_unwind(|| panic!("a secret prompt"));
        std::panic::set_hook(before);
        assert!(caught.is_err());

        let lines = lines.lock().unwrap();
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.lines().count(), 1);
        let report = line.split(" is at ").nth(1).unwrap();
        let text = fs::read_to_string(report).unwrap();
        assert!(text.contains("report.rs:") && text.contains(env!("CARGO_PKG_VERSION")), "{text}");
        assert!(!text.contains("secret") && !line.contains("secret"), "{text}");
    }

    #[test]
    fn where_no_report_can_be_written_the_line_says_so() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let blocked = folder.path().join("file/reports");
        let lines = Arc::new(Mutex::new(String::new()));
        let before = std::panic::take_hook();
        let heard = lines.clone();
        std::panic::set_hook(Box::new(move |panic| *heard.lock().unwrap() = told(panic, Ok(blocked.clone()))));
        let caught = std::panic::catch_unwind(|| panic!("a secret prompt"));
        std::panic::set_hook(before);
        assert!(caught.is_err());
        let line = lines.lock().unwrap();
        assert!(line.contains("could not write the report"), "{line}");
    }
}
