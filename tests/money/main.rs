//! The window's way with money by its accessible names, against a server that speaks the contract and misbehaves on command:
//! confirm to play, caps, a short balance, what is not confirmed, restarts, refusals.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod batch;
mod copies;
mod keys;
mod kit;
mod sheet;
#[path = "../support/mod.rs"]
mod support;
mod unsure;
#[path = "../support/vidgo/mod.rs"]
mod vidgo;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use serde_json::json;
use storyreel::desk::Made;
use storyreel::store::key::{KeyStore as _, MemoryKeys};
use storyreel::story::Credits;
use storyreel::takes::ledger::TakeState;

use kit::{charged, connected, offer, open, press, shows, spend, until_kept, until_shown, until_state, with_project};
use support::Editor;
use vidgo::{Endpoint, Fault, Life, Server};

/// From the confirmation to the film in the viewer, with every figure on the way.
#[test]
fn confirmed_generated_and_played() {
    let server = Server::start();
    let mut editor = connected(&server);
    assert!(editor.has("Vidgo connected"));
    assert!(editor.has("Balance 1,000,000 credits · $5,000.00"));
    assert!(editor.has("Spent"));

    offer(&mut editor);
    for part in [
        "5, multi-shot, 13 s",
        "on, always in multi-shot",
        "16:9, from the first frame",
        "7 to upload",
        "5 panels",
        "39 credits · $0.20 a second",
        "507 credits · $2.54",
        "999,493 credits · $4,997.47",
        "$2.54, no cap",
        "5 panels are not sent",
        "storage for 72 hours",
        "Pro instead, $3.19",
    ] {
        assert!(editor.has(part), "{part}");
    }
    // The keyboard rests on Cancel: Enter spends nothing.
    editor.harness.key_press(Key::Enter);
    editor.harness.run_ok();
    assert!(!editor.has("Spend $2.54"), "Enter closed the sheet");
    assert_eq!(server.count(Endpoint::Submit), 0);

    spend(&mut editor);
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507]);
    assert!(server.leaks().is_empty());
    until_shown(&mut editor, "Balance 999,493 credits · $4,997.47");
    assert!(editor.has("Take 1 · Standard"));
    assert!(editor.has("Balance 1,000,000 before, 999,493 after"));
    assert_eq!(editor.harness.state().desk().digest().scenes[0].made, Made::Generated);
    assert!(editor.has("Scene 1 Rooftop, 5 shots · 13 s · $2.54, take 1"));

    editor.click("Play it");
    editor.harness.run_steps(3);
    assert!(editor.harness.state().view().player.playing.is_some());
    assert!(editor.has("in the viewer"));

    // The next time nothing is told of the storage any more, and no picture is uploaded again.
    let settings = std::fs::read_to_string(editor.data().join("settings.json")).unwrap();
    assert!(settings.contains("\"storage_told\": true") && !settings.contains(server.key()), "{settings}");
    offer(&mut editor);
    assert!(!editor.has("storage for"));
    assert!(editor.has("7 already there"));
}

#[test]
fn a_changed_scene_says_so_and_one_confirmation_sends_all_that_changed() {
    let server = Server::start();
    let mut editor = with_project(&server, |project| {
        let mut second = project["scenes"][0].clone();
        let scene = second.as_object_mut().unwrap();
        scene.remove("id");
        scene.insert("name".to_owned(), json!("Stairwell"));
        for shot in scene["shots"].as_array_mut().unwrap() {
            shot.as_object_mut().unwrap().remove("id");
        }
        project["scenes"].as_array_mut().unwrap().push(second);
    });
    spend(&mut editor);
    until_kept(&mut editor, 1);
    assert_eq!(
        editor.harness.state().desk().digest().to_generate.0,
        Credits::whole(507),
        "only the other scene is still to pay for"
    );

    editor.click_like("Shot 2, 010B");
    press(&mut editor, Role::Tab, "Shot");
    editor.harness.get_by_label("Prompt of shot 2").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Prompt of shot 2").type_text("Rain. ");
    editor.harness.run_ok();
    assert!(editor.has("changed since its take"));

    press(&mut editor, Role::Button, "Scene");
    editor.click("Generate all that changed…");
    until_shown(&mut editor, "Spend $5.07");
    for part in [
        "Generate 2 scenes",
        "1 Rooftop",
        "changed, Standard, 13 s · $2.54",
        "new, Standard, 13 s · $2.54",
        "1,014 credits · $5.07",
    ] {
        assert!(editor.has(part), "{part}");
    }
    editor.click("Spend $5.07");
    until_kept(&mut editor, 2);
    editor.until("all charged", |_| charged(&server).len() == 3);
    editor.until("all generated", |harness| harness.state().desk().digest().to_generate.0.is_zero());
    assert_eq!(charged(&server), [507, 507, 507]);
}

#[test]
fn a_shot_alone_is_sent_and_priced_as_three_seconds() {
    let server = Server::start();
    let mut editor = connected(&server);
    editor.click_like("Shot 2, 010B");
    press(&mut editor, Role::Button, "Shot");
    editor.click("Generate this shot alone…");
    until_shown(&mut editor, "1, single-shot, 2 s, sent and priced as 3 s");
    assert!(editor.has("Generate shot 2 alone, 010B"));
    until_shown(&mut editor, "117 credits · $0.59");
    editor.click("Spend $0.59");
    until_kept(&mut editor, 1);
    assert!(editor.has("Take 1 of 010B alone"));
    let body = &server.charges()[0].body;
    assert_eq!((&body["input"]["duration"], &body["input"]["multi_shots"]), (&json!(3), &json!(false)));
    assert_eq!(body["input"]["image_urls"].as_array().unwrap().len(), 1, "its panel is the first frame");
    // A shot alone does not make its scene generated.
    assert_eq!(editor.harness.state().desk().digest().scenes[0].made, Made::Never);
}

#[test]
fn over_the_cap_nothing_is_sent_until_it_is_raised() {
    let server = Server::start();
    let mut editor = connected(&server);
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Comma);
    editor.harness.run_ok();
    editor.harness.get_by_label("Project cap, in dollars").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Project cap, in dollars").type_text("2");
    editor.harness.run_ok();
    editor.click("Save");
    assert!(editor.has("$0.00 of $2.00"));

    editor.click("Generate · $2.54");
    until_shown(&mut editor, "over the project's cap of 400 credits · $2.00");
    assert!(!editor.has("Spend $2.54"));
    editor.click("Raise the cap…");
    editor.click("Set the cap");
    until_shown(&mut editor, "Spend $2.54");
    assert!(editor.has("$2.54 of $3.00"));
    assert_eq!(server.count(Endpoint::Submit), 0);
    editor.click("Spend $2.54");
    until_kept(&mut editor, 1);
    assert!(editor.has("$2.54 of $3.00"));
}

#[test]
fn short_of_balance_nothing_is_sent() {
    let server = Server::start();
    server.set_credits(100);
    let mut editor = connected(&server);
    editor.click("Generate · $2.54");
    until_shown(&mut editor, "The account holds 100 credits · $0.50: 407 credits · $2.04 too few");
    assert!(!editor.has("Spend $2.54"));
    server.set_credits(507);
    editor.click("Check balance again");
    until_shown(&mut editor, "Spend $2.54");
    assert!(editor.has("0 credits · $0.00"));
    assert_eq!(server.count(Endpoint::Submit), 0);
}

#[test]
fn what_costs_more_than_one_wants_unasked_is_asked_once_more_in_the_same_sheet() {
    let server = Server::start();
    let mut editor = connected(&server);
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Comma);
    editor.harness.run_ok();
    editor.harness.get_by_label("Ask above, in credits").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Ask above, in credits").type_text("500");
    editor.harness.run_ok();
    editor.click("Save");
    spend(&mut editor);
    assert!(editor.has("This costs 507 credits · $2.54, and you want to be asked above 500 credits · $2.50"));
    assert!(editor.harness.query_by_label("Spend $2.54").is_none(), "the button is not where it was");
    assert_eq!(server.count(Endpoint::Submit), 0);
    editor.click("Spend $2.54 all the same");
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507]);
}

#[test]
fn the_very_same_is_asked_about_while_it_is_being_made() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    until_shown(&mut editor, "1 take generating in scene 1, 50%");
    spend(&mut editor);
    until_shown(&mut editor, "The very same is being made already");
    assert_eq!(charged(&server), [507]);
    editor.click("Make another, $2.54");
    editor.until("a second one", |_| charged(&server).len() == 2);
    until_shown(&mut editor, "2 takes generating");
    // After it is sent it can only be put out of sight; it is followed all the same.
    until_state(&mut editor, TakeState::Running);
    editor.click("Hide of Take 2");
    until_shown(&mut editor, "Show 1 hidden take");
    for task in server.tasks() {
        server.task_life(&task, Life::finishing());
    }
    until_kept(&mut editor, 2);
}

#[test]
fn a_failure_tells_the_services_words_and_costs_nothing() {
    let server = Server::start();
    server.set_life(Life::failing("content policy"));
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Failed);
    until_shown(&mut editor, "Vidgo: content policy");
    assert!(editor.has("Credits are taken when it is sent and given back when it fails"));
    until_shown(&mut editor, "refunded 507 credits · $2.54");
    until_shown(&mut editor, "Balance 1,000,000 before, 1,000,000 after");
    assert!(charged(&server).is_empty());
    editor.click("Generate again of Take 1");
    until_shown(&mut editor, "Spend $2.54");
}

#[test]
fn the_key_is_pasted_tested_and_forgotten_and_never_shown() {
    let server = Server::start();
    let mut editor = open(&server, MemoryKeys::default(), |_| {});
    until_shown(&mut editor, "No key yet");
    editor.click("No key yet");
    assert!(editor.has(&format!("No key yet for {}", server.address())));
    let field = |editor: &mut Editor, text: &str| {
        editor.harness.get_by_label("API key").focus();
        editor.harness.run_ok();
        editor.harness.get_by_label("API key").type_text(text);
        editor.harness.run_ok();
        editor.click("Use and test");
    };
    field(&mut editor, "wrong-key-0123456789");
    until_shown(&mut editor, "The key was not taken: invalid API key");
    field(&mut editor, server.key());
    until_shown(&mut editor, "It works, the account holds 1,000,000 credits · $5,000.00");
    assert!(!shows(&editor.harness, server.key()), "the key stands nowhere");
    assert!(editor.has("Kept in this system's keyring"));
    editor.click("Forget");
    until_shown(&mut editor, "No key yet for");
    assert!(editor.keys.get(&server.address()).unwrap().is_none());
}

#[test]
fn leaving_with_takes_on_their_way_is_asked_about_once() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    close(&mut editor);
    assert!(editor.has("1 take is on the way"));
    assert!(editor.has("Vidgo keeps finished takes for 24 hours"));
    editor.click("Stay");
    assert!(!editor.has("24 hours"));
    close(&mut editor);
    assert!(!editor.has("24 hours"), "it is said once in a run");
}

/// The wish to close the window; tells whether it was granted.
fn close(editor: &mut Editor) -> bool {
    let viewport = editor.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    editor.harness.step();
    let granted = !said(editor, &egui::ViewportCommand::CancelClose);
    let viewport = editor.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.clear();
    editor.harness.run_ok();
    granted
}

/// Whether the last frame told the window to do something.
fn said(editor: &Editor, command: &egui::ViewportCommand) -> bool {
    editor.harness.output().viewport_output.values().any(|output| output.commands.contains(command))
}

#[test]
fn the_window_waits_for_the_answer_to_a_request_that_has_just_left() {
    let server = Server::start();
    server.set_life(Life::endless());
    server.fault(Endpoint::Submit, Fault::DelayReply(std::time::Duration::from_secs(3)));
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Submitting);
    assert!(!close(&mut editor));
    assert!(editor.has("1 take is on the way"));
    editor.click("Stay");
    assert!(!close(&mut editor), "the answer is not here yet");
    assert!(editor.has("closes as soon as its answer is on record"));
    editor.until("its closing", |harness| {
        let close = egui::ViewportCommand::Close;
        harness.output().viewport_output.values().any(|output| output.commands.contains(&close))
    });
    assert!(close(&mut editor));
    let take = &editor.harness.state().account().unwrap().takes()[0];
    assert!(take.task.is_some() && take.state != TakeState::NotConfirmed);
}

#[test]
fn spending_is_listed_by_month_and_saved_as_a_table() {
    let server = Server::start();
    let mut editor = connected(&server);
    spend(&mut editor);
    until_kept(&mut editor, 1);
    editor.click("File");
    editor.click("Spending…");
    assert!(editor.has("Harbour chase"));
    assert!(editor.harness.query_all_by_label("$2.54").count() >= 2);
    editor.click("Save as CSV…");
    let file = editor.data().join("table.csv");
    editor.harness.get_by_label("Path of the CSV file").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Path of the CSV file").type_text(&file.display().to_string());
    editor.harness.run_ok();
    editor.click("Save");
    until_shown(&mut editor, "The spending lies in");
    let table = std::fs::read_to_string(file).unwrap();
    assert!(
        table.lines().nth(1).unwrap().contains(",standard,13,ready,507,507,,507,2.535,1000000,999493,0,"),
        "{table}"
    );
}

/// Without a ledger nothing can be sent, and everything free works on.
#[test]
fn a_ledger_that_cannot_be_opened_stops_spending_alone() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("ledger"), "in the way").unwrap();
    let project = data.path().join("Harbour chase.storyreel");
    storyreel::store::example::write_to(&project).unwrap();
    let mut editor = Editor::open(data, project, 1440.0, 900.0, 1.0);
    editor.settle();
    assert!(editor.harness.state().account().is_none());
    assert!(editor.has("Generating is off, everything else works"));
    editor.click("Generate · $2.54");
    assert!(!editor.has("Kling 3.0 Standard through Vidgo"));
    // The file is gone: the next attempt opens a ledger.
    std::fs::remove_file(editor.data().join("ledger")).unwrap();
    editor.click("Generate · $2.54");
    assert!(editor.has("Kling 3.0 Standard through Vidgo"));
}

/// What people choose is an edit like any other; a take that is hidden is in the list no more.
#[test]
fn takes_are_chosen_and_hidden() {
    let server = Server::start();
    let mut editor = connected(&server);
    spend(&mut editor);
    until_kept(&mut editor, 1);
    let chosen = |editor: &Editor| editor.harness.state().desk().project().scenes[0].chosen_take.clone();
    editor.click("Choose of Take 1");
    let take = editor.harness.state().account().unwrap().takes()[0].id.clone();
    assert_eq!(chosen(&editor), Some(take));
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    editor.harness.run_ok();
    assert_eq!(chosen(&editor), None);
    editor.click("Hide of Take 1");
    until_shown(&mut editor, "Show 1 hidden take");
    assert!(!editor.has("Take 1 · Standard"));
    editor.click("Show 1 hidden take");
    editor.click("Show again of Take 1");
    editor.until("no hidden take", |harness| !shows(harness, "hidden take"));
    assert!(editor.has("Take 1 · Standard"));
}
