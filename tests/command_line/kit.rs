//! A folder of its own for each test, projects written by hand in it, and the real program run on them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A place of its own.
pub struct Place {
    folder: tempfile::TempDir,
}

/// What a run of the program left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program with its data in this place and no display.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_storyreel"));
        command.args(args).current_dir(self.folder.path()).env("STORYREEL_DATA_DIR", self.data());
        for name in ["RUST_LOG", "RUST_BACKTRACE", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::from(self.program(args).output().unwrap())
    }

    /// Runs, expects this exit code, and gives what was printed.
    pub fn ends(&self, code: i32, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, code, "{args:?} printed {} and said {}", ran.out, ran.err);
        ran
    }

    /// Runs, expects this exit code, and reads the JSON on standard output.
    pub fn json(&self, code: i32, args: &[&str]) -> Value {
        let ran = self.ends(code, args);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{args:?}: {error} in {}", ran.out))
    }

    /// A project folder with this file, and a few pictures in `media/`.
    pub fn project(&self, name: &str, project: &Value) -> PathBuf {
        self.project_text(name, &project.to_string())
    }

    pub fn project_text(&self, name: &str, text: &str) -> PathBuf {
        let folder = self.path(&format!("{name}.storyreel"));
        fs::create_dir_all(folder.join("media")).unwrap();
        fs::write(folder.join("project.json"), text).unwrap();
        for (name, width, height) in [("a", 640, 360), ("b", 300, 300), ("tall", 360, 640), ("small", 299, 500)] {
            picture(&folder.join("media").join(format!("{name}.png")), width, height);
        }
        folder
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A picture with something to see in it.
pub fn picture(path: &Path, width: u32, height: u32) {
    let part = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([part(x, width), part(y, height), 90]))
        .save(path)
        .unwrap();
}

/// A project of one scene with these shots.
pub fn one_scene(shots: &Value) -> Value {
    json!({"format": "storyreel/1", "scenes": [{"name": "Rooftop", "shots": shots}]})
}

pub fn shot(prompt: &str, seconds: u32) -> Value {
    json!({"prompt": prompt, "seconds": seconds})
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every file below a folder with its content.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap_or_default());
        }
    }
    all
}
