//! Starts the editor, or does the same work without a window.

fn main() {
    let project = std::env::args_os().nth(1).map(std::path::PathBuf::from);
    if let Err(error) = storyreel::app::run(project) {
        eprintln!("{error}");
        std::process::exit(2);
    }
}
