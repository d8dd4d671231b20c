//! An editor connected to a server of its own, and what the walks wait for.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use serde_json::{Value, json};
use storyreel::app::App;
use storyreel::store::example;
use storyreel::store::key::{ApiKey, KeyStore as _, MemoryKeys};
use storyreel::takes::ledger::TakeState;

use crate::support::Editor;
use crate::vidgo::Server;

/// Nothing waits longer than a test likes to; what is waited for is decided by events alone.
const FAST: &str = "[timing]
poll_s = [0.02]
retry_s = [0.02]
offline_s = [0.02]
unconfirmed_s = [0.02]
refund_s = [0.05]
uploads_per_minute = 1000
";

/// An editor on the example, connected to a server of its own.
pub fn connected(server: &Server) -> Editor {
    with_project(server, |_| {})
}

/// The same, with the project's file changed before it is opened.
pub fn with_project(server: &Server, change: impl FnOnce(&mut Value)) -> Editor {
    let keys = MemoryKeys::default();
    keys.set(&server.address(), &ApiKey::new(server.key()).unwrap()).unwrap();
    let mut editor = open(server, keys, change);
    editor.until("the balance", |harness| harness.state().account().unwrap().balance().is_some());
    editor.settle();
    editor
}

pub fn open(server: &Server, keys: MemoryKeys, change: impl FnOnce(&mut Value)) -> Editor {
    let data = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = data.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("providers/vidgo.toml", FAST);
    write("settings.json", &json!({"vidgo_url": server.address()}).to_string());
    let project = data.path().join("Harbour chase.storyreel");
    example::write_to(&project).unwrap();
    let file = project.join("project.json");
    let mut json: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    change(&mut json);
    std::fs::write(&file, json.to_string()).unwrap();
    Editor::open_with_keys(data, project, Arc::new(keys), 1440.0, 900.0, 1.0)
}

pub fn shows(harness: &Harness<'static, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

#[track_caller]
pub fn until_shown(editor: &mut Editor, part: &str) {
    editor.until(part, |harness| shows(harness, part));
}

/// Clicks what has a name that something of another kind has too: a menu and a tab.
#[track_caller]
pub fn press(editor: &mut Editor, role: Role, name: &str) {
    editor.harness.get_by_role_and_label(role, name).click();
    editor.harness.run_ok();
}

/// Opens the confirmation of the scene and waits until it may be spent.
#[track_caller]
pub fn offer(editor: &mut Editor) {
    editor.click("Generate · $2.54");
    until_shown(editor, "Spend $2.54");
}

#[track_caller]
pub fn spend(editor: &mut Editor) {
    offer(editor);
    editor.click("Spend $2.54");
}

/// Waits until the newest paid take is in a state.
#[track_caller]
pub fn until_state(editor: &mut Editor, state: TakeState) {
    editor.until(state.code(), |harness| {
        harness.state().account().unwrap().takes().first().is_some_and(|take| take.state == state)
    });
}

/// Waits until there are so many takes of the first scene in the project.
#[track_caller]
pub fn until_kept(editor: &mut Editor, count: usize) {
    editor.until("takes in the project", |harness| {
        let desk = harness.state().desk();
        desk.takes_of(&desk.project().scenes[0].id).count() == count
    });
}

pub fn charged(server: &Server) -> Vec<u64> {
    server.charges().iter().filter(|charge| !charge.refunded).map(|charge| charge.credits).collect()
}
