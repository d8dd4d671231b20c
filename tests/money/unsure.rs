//! Takes of which nobody knows whether they were charged, takes that wait for the user, and restarts.

use egui_kittest::kittest::Queryable as _;
use storyreel::takes::ledger::TakeState;

use crate::kit::{charged, connected, offer, shows, spend, until_kept, until_shown, until_state};
use crate::support::Editor;
use crate::vidgo::{Endpoint, Fault, Life, Server};

#[test]
fn a_take_that_is_not_confirmed_is_never_sent_again_and_found_by_its_task() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::NotConfirmed);
    until_shown(&mut editor, "The balance has fallen by 507 credits since, so it is probably running");
    assert!(editor.has("1 take not confirmed in scene 1"));
    for way in [
        "Check balance again",
        "Enter its task ID",
        "Copy details for support",
        "Close as lost",
        "Send again, may be charged twice",
    ] {
        assert!(editor.harness.query_by_label(&format!("{way}: Take 1")).is_some(), "{way}");
    }
    editor.click("Copy details for support: Take 1");
    editor.until("the details are copied", |harness| shows(harness, "The details are copied"));

    editor.click("Enter its task ID: Take 1");
    assert!(editor.harness.get_by_label("Task ID").is_focused(), "it has the keyboard when it opens");
    editor.harness.get_by_label("Task ID").type_text("WRONG");
    editor.harness.run_ok();
    editor.click("Look for it");
    until_shown(&mut editor, "The service knows no task \"WRONG\"");
    assert_eq!(server.count(Endpoint::Submit), 1);

    // What was typed is still there, and so is the keyboard: only its letters are wrong.
    let field = editor.harness.get_by_label("Task ID");
    assert!(field.is_focused() && field.value().as_deref() == Some("WRONG"));
    let task = server.tasks()[0].clone();
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    editor.harness.get_by_label("Task ID").type_text(&task);
    editor.harness.run_ok();
    assert!(!editor.has("The service knows no task"));
    editor.click("Look for it");
    until_kept(&mut editor, 1);
    assert_eq!((server.count(Endpoint::Submit), charged(&server)), (1, vec![507]));
}

#[test]
fn sending_again_and_giving_up_are_asked_once_more() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::status(503));
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::NotConfirmed);
    until_shown(&mut editor, "The balance has not fallen since, so it was probably not charged");
    editor.click("Send again, may be charged twice: Take 1");
    assert!(editor.has("charged a second time, 507 credits · $2.54"));
    editor.click("No, leave it");
    assert_eq!(server.count(Endpoint::Submit), 1);
    editor.click("Send again, may be charged twice: Take 1");
    editor.click("Send again, $2.54");
    until_kept(&mut editor, 1);
    assert_eq!((server.count(Endpoint::Submit), charged(&server)), (2, vec![507]));
    let sent = server.requests_for(Endpoint::Submit);
    let keys: Vec<_> = sent.iter().map(|sent| sent.header("Idempotency-Key").unwrap()).collect();
    assert_eq!(keys[0], keys[1], "a service that knows the key charges once");
    let states: Vec<_> = editor.harness.state().account().unwrap().takes().iter().map(|take| take.state).collect();
    assert_eq!(states, [TakeState::Ready, TakeState::Lost]);
    // What was given up counts as spent: nobody knows better.
    assert!(editor.has("$5.07"));
}

#[test]
fn takes_go_on_after_a_restart() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    let mut editor = editor.restart();
    until_state(&mut editor, TakeState::Running);
    server.task_life(&server.tasks()[0], Life::finishing());
    until_kept(&mut editor, 1);
    assert_eq!((server.count(Endpoint::Submit), charged(&server)), (1, vec![507]));
}

#[test]
fn what_was_only_queued_asks_again_after_a_restart() {
    let server = Server::start();
    server.always(Endpoint::Upload, Fault::Hang { charge: false });
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Uploading);
    let mut editor = editor.restart();
    until_state(&mut editor, TakeState::Queued);
    server.clear_faults();
    until_shown(&mut editor, "1 take waits for you in scene 1");
    let sent = 0;
    assert_eq!(server.count(Endpoint::Submit), sent);
    editor.click("Show");
    until_shown(&mut editor, "Storyreel was closed before it was sent, so nothing was spent");
    editor.click("Send now, $2.54: Take 1");
    assert!(editor.has("Sending it spends 507 credits · $2.54"));
    assert!(shows(&editor.harness, "Balance after") && server.count(Endpoint::Submit) == sent);
    until_shown(&mut editor, "Spend $2.54");
    editor.click("Spend $2.54");
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507]);
}

#[test]
fn too_few_credits_pause_the_queue_until_the_user_says_so() {
    let server = Server::start();
    let mut editor = connected(&server);
    offer(&mut editor);
    editor.until("the balance", |harness| !harness.state().account().unwrap().is_asking_balance());
    server.set_credits(100);
    editor.click("Spend $2.54");
    until_shown(&mut editor, "There are not enough credits, so nothing was spent");
    assert!(editor.has("1 take waits for you in scene 1"));
    let sent = 1;
    assert_eq!((server.count(Endpoint::Submit), charged(&server).len()), (sent, 0));
    until_shown(&mut editor, "The account holds 100 credits · $0.50: 407 credits · $2.04 too few");
    server.set_credits(1_000);
    editor.click("Check balance again: Take 1");
    until_shown(&mut editor, "The account holds 1,000 credits · $5.00 now, enough for it");
    assert!(editor.harness.query_by_label("Get credits for Take 1").is_some());
    editor.click("Send now, $2.54: Take 1");
    assert!(editor.has("Sending it spends 507 credits · $2.54"));
    assert!(shows(&editor.harness, "Balance after") && server.count(Endpoint::Submit) == sent);
    until_shown(&mut editor, "Spend $2.54");
    editor.click("Spend $2.54");
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507]);
}

#[test]
fn what_was_not_charged_is_closed_as_that_and_counts_nothing() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: false });
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::NotConfirmed);
    until_shown(&mut editor, "The balance has not fallen since, so it was probably not charged");
    let counted = |editor: &Editor| {
        let app = editor.harness.state();
        app.account().unwrap().standing_of(&app.desk().project().id).counted().to_string()
    };
    assert_eq!(counted(&editor), "507 credits", "nobody knows, so it counts");
    editor.click("It was not charged: Take 1");
    assert!(editor.has("Closed as not charged, it counts nothing"));
    editor.click("No, leave it");
    editor.click("It was not charged: Take 1");
    editor.click("It was not charged");
    until_state(&mut editor, TakeState::Failed);
    until_shown(&mut editor, "You said that it was not charged; the account held 1,000,000 credits before it");
    assert_eq!(counted(&editor), "0 credits");
    assert!(editor.has("Closed, not charged") && !editor.has("failed"), "nothing has failed");

    // It may come to light after all.
    editor.click("Enter its task ID: Take 1");
    editor.harness.get_by_label("Task ID").type_text("WRONG");
    editor.harness.run_ok();
    editor.click("Look for it");
    until_shown(&mut editor, "The service knows no task \"WRONG\"");
    assert_eq!(server.count(Endpoint::Submit), 1);
}

#[test]
fn a_closed_take_is_asked_after_again() {
    let server = Server::start();
    server.set_life(Life::failing("Internal error"));
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Failed);
    editor.click("Ask again: Take 1");
    until_shown(&mut editor, "The service still says that it failed");
    assert!(editor.harness.query_by_label("Enter its task ID: Take 1").is_none(), "it has one");
    server.task_life(&server.tasks()[0], Life::finishing());
    editor.click("Ask again: Take 1");
    until_kept(&mut editor, 1);
    assert_eq!(server.count(Endpoint::Submit), 1);
}
