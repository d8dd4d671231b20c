//! "Generate all that changed" where one scene starts from another: it waits for that one's take, and goes on by itself.

use std::sync::OnceLock;

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::json;
use storyreel::desk::Made;
use storyreel::takes::TakeOrder;
use storyreel::takes::ledger::{LedgerTake, TakeState};

use crate::kit::{charged, press, until_kept, until_shown, with_project};
use crate::support::Editor;
use crate::vidgo::{Endpoint, Fault, Life, Server};

/// A film of the example's first scene, large enough for its last frame to be sent.
fn film() -> Vec<u8> {
    static FILM: OnceLock<Vec<u8>> = OnceLock::new();
    FILM.get_or_init(rendered).clone()
}

fn rendered() -> Vec<u8> {
    let base = tempfile::tempdir().unwrap();
    let folder = storyreel::store::example::write_to(&base.path().join("Film.storyreel")).unwrap();
    let mut opened = storyreel::store::ProjectFolder::open(folder.root()).unwrap();
    opened.project.scenes[0].shots.truncate(1);
    let pictures = storyreel::desk::look::look_at_pictures(&folder, &opened.project);
    let order = storyreel::story::Order::resolve(&opened.project, 0, &pictures).unwrap();
    let provider = std::sync::Arc::new(storyreel::provider::animatic::Animatic::new());
    let take = TakeOrder { order, folder: folder.clone(), provider, made: jiff::Timestamp::UNIX_EPOCH };
    let record = storyreel::takes::Runner::new().unwrap().wait(take, |_| {}).unwrap();
    std::fs::read(folder.video_of(&record).unwrap()).unwrap()
}

/// Two scenes, the second of which starts from the first; the first has a take and has changed since.
fn changed_chain(server: &Server) -> Editor {
    server.set_video(film());
    let mut editor = with_project(server, |project| {
        let scenes = project["scenes"].as_array_mut().unwrap();
        scenes[0]["id"] = "roof".into();
        scenes.push(json!({"name": "Stairwell", "audio": false, "starts_from": "roof",
            "shots": [{"name": "020A", "prompt": "Close.", "seconds": 3}]}));
    });
    crate::kit::spend(&mut editor);
    until_kept(&mut editor, 1);
    editor.settle();
    editor.click_like("Shot 2, 010B");
    editor.harness.key_press(egui::Key::CloseBracket);
    editor.harness.run_ok();
    editor
}

fn rows(editor: &Editor) -> Vec<LedgerTake> {
    editor.harness.state().account().unwrap().takes().to_vec()
}

/// The newest take of the second scene.
fn waiting(editor: &Editor) -> LedgerTake {
    rows(editor).into_iter().find(|row| row.order.scene_name == "Stairwell").unwrap()
}

fn generate_all(editor: &mut Editor) {
    press(editor, egui::accesskit::Role::Button, "Scene");
    editor.click("Generate all that changed…");
    until_shown(editor, "Scene 2 waits for scene 1's take");
    let spend = format!("Spend ${}", "3.14");
    until_shown(editor, &spend);
    editor.click(&spend);
    editor.until("both on record", |harness| harness.state().account().unwrap().takes().len() == 3);
}

#[test]
fn it_waits_in_the_sheet_and_on_record_and_is_sent_with_the_new_frame() {
    let server = Server::start();
    let mut editor = changed_chain(&server);
    server.next_life(Life::endless());
    generate_all(&mut editor);
    let row = waiting(&editor);
    assert!(row.waits_for.is_some() && row.state == TakeState::Queued && row.hold.is_none());
    let old = row.order.first_frame.clone();
    editor.click_like("Scene 2 Stairwell");
    editor.click_like("Takes (");
    until_shown(&mut editor, "It waits for the take of Rooftop, whose last frame it begins with");
    editor.until("the first one at the service", |_| charged(&server).len() == 2);
    assert_eq!(server.count(Endpoint::Submit), 2, "nothing of it has left");

    server.task_life(&server.tasks()[1], Life::finishing());
    editor.until("all charged", |_| charged(&server).len() == 3);
    editor.until("all generated", |harness| harness.state().desk().digest().to_generate.0.to_string() == "0 credits");
    let row = waiting(&editor);
    assert!(row.waits_for.is_none());
    assert_ne!(row.order.first_frame, old);
    assert_eq!(charged(&server).iter().sum::<u64>(), 507 + 546 + 81);
    // Nothing is left to generate as soon as all is under way; it is generated once the takes are there.
    editor.until("both are generated", |harness| {
        let made: Vec<_> = harness.state().desk().digest().scenes.iter().map(|scene| scene.made).collect();
        made == [Made::Generated, Made::Generated]
    });
}

/// Sends what waits, which is asked about like any spending.
fn send_now(editor: &mut Editor) {
    editor.click("Send now, $0.41: Take 1");
    editor.until("it may be spent", |harness| {
        harness.query_by_label("Spend $0.41").is_some_and(|button| !button.accesskit_node().is_disabled())
    });
    editor.click("Spend $0.41");
}

#[test]
fn after_a_failure_the_user_decides() {
    let server = Server::start();
    let mut editor = changed_chain(&server);
    server.next_life(Life::failing("content policy"));
    generate_all(&mut editor);
    editor.until("it is held", |harness| {
        harness.state().account().unwrap().takes().iter().any(|take| take.hold.is_some())
    });
    editor.click_like("Scene 2 Stairwell");
    editor.click_like("Takes (");
    until_shown(
        &mut editor,
        "It waited for the take of Rooftop, which did not come; sent now, it begins with the frame",
    );
    assert_eq!(server.count(Endpoint::Submit), 2);
    let old = waiting(&editor).order.first_frame;
    send_now(&mut editor);
    editor.until("sent", |_| server.count(Endpoint::Submit) == 3);
    editor.until("ready", |harness| {
        harness
            .state()
            .account()
            .unwrap()
            .takes()
            .iter()
            .any(|take| take.order.scene_name == "Stairwell" && take.state == TakeState::Ready)
    });
    assert_eq!(waiting(&editor).order.first_frame, old);
}

#[test]
fn after_a_restart_nothing_is_sent_before_the_user_says_so_and_it_still_waits() {
    let server = Server::start();
    let mut editor = changed_chain(&server);
    server.next_life(Life::endless());
    generate_all(&mut editor);
    editor.until("the first one at the service", |_| charged(&server).len() == 2);
    let mut editor = editor.restart();
    editor.until("held", |harness| harness.state().account().unwrap().takes().iter().any(|take| take.hold.is_some()));
    editor.click_like("Scene 2 Stairwell");
    editor.click_like("Takes (");
    until_shown(&mut editor, "Storyreel was closed before it was sent");
    send_now(&mut editor);
    editor.until("it waits again", |harness| {
        harness.state().account().unwrap().takes().iter().all(|take| take.hold.is_none())
    });
    assert_eq!(server.count(Endpoint::Submit), 2, "the other one is still being made");
    server.task_life(&server.tasks()[1], Life::finishing());
    editor.until("all charged", |_| charged(&server).len() == 3);
    editor.until("all generated", |harness| harness.state().desk().digest().to_generate.0.to_string() == "0 credits");
}

#[test]
fn it_counts_from_the_confirmation_on_and_may_be_taken_back() {
    let server = Server::start();
    let mut editor = changed_chain(&server);
    server.next_life(Life::endless());
    server.always(Endpoint::Upload, Fault::Hang { charge: false });
    generate_all(&mut editor);
    let counted = |editor: &Editor| {
        let app = editor.harness.state();
        app.account().unwrap().standing_of(&app.desk().project().id).counted().to_string()
    };
    assert_eq!(counted(&editor), "1,134 credits");
    editor.click_like("Scene 2 Stairwell");
    editor.click_like("Takes (");
    editor.click("Cancel of Take 1");
    editor.until("taken back", |harness| {
        harness.state().account().unwrap().takes().iter().any(|take| take.state == TakeState::Cancelled)
    });
    assert_eq!(counted(&editor), "1,053 credits");
}
