//! The sheet that spends and the cards of takes: what they offer, what they say, and that nothing moves under the pointer.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use storyreel::app::App;
use storyreel::story::Tier;
use storyreel::takes::ledger::{Hold, TakeState};

use crate::kit::{charged, connected, offer, press, shows, spend, until_kept, until_shown, until_state};
use crate::support::Editor;
use crate::vidgo::{End, Endpoint, Fault, Life, Server};

fn place(editor: &Editor, name: &str) -> egui::Rect {
    editor.harness.get_by_label(name).rect()
}

#[test]
fn after_the_key_was_refused_the_key_is_offered_and_nothing_is_spent() {
    let server = Server::start();
    let mut editor = connected(&server);
    server.always(Endpoint::Submit, Fault::status(401));
    spend(&mut editor);
    until_shown(&mut editor, "The API key is missing or was not taken");
    until_shown(&mut editor, "Change the key of Take 1");
    assert!(editor.harness.query_by_label_contains("Send now").is_none());
    editor.click("Generate · $2.54");
    until_shown(&mut editor, "change the key in the settings");
    assert!(editor.harness.query_by_label_contains("Spend $").is_none());
    editor.click("Change the key…");
    server.clear_faults();
    assert!(editor.harness.get_by_label("API key").is_focused(), "the key is typed at once");
    editor.harness.get_by_label("API key").type_text(server.key());
    editor.harness.run_ok();
    editor.click("Use and test");
    until_shown(&mut editor, "It works, the account holds");
    editor.click("Save");
    // With another key it may be sent, and that is asked about like any spending.
    until_shown(&mut editor, "Send now, $2.54: Take 1");
    editor.click("Send now, $2.54: Take 1");
    until_shown(&mut editor, "Sending it spends 507 credits · $2.54");
    editor.click("Spend $2.54");
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507]);
}

#[test]
fn the_other_tier_is_of_this_order_alone() {
    let server = Server::start();
    let mut editor = connected(&server);
    let tier = |editor: &Editor| editor.harness.state().desk().project().scenes[0].tier;
    let steps = |editor: &Editor| editor.harness.state().desk().history().revision();
    let before = steps(&editor);
    offer(&mut editor);
    editor.click("Pro instead, $3.19");
    until_shown(&mut editor, "Spend $3.19");
    assert!(editor.has("Kling 3.0 Pro through Vidgo · the scene stays Standard"));
    assert!(editor.has("637 credits · $3.19"));
    editor.click("Standard instead, $2.54");
    until_shown(&mut editor, "Spend $2.54");
    editor.click("Pro instead, $3.19");
    until_shown(&mut editor, "Spend $3.19");
    editor.click("Spend $3.19");
    until_kept(&mut editor, 1);
    assert_eq!((charged(&server), tier(&editor), steps(&editor)), (vec![637], Tier::Standard, before));
    assert_eq!(server.charges()[0].body["model"], "kling-3.0/pro");
    assert!(editor.has("Take 1 · Pro"));
}

#[test]
fn the_very_same_is_called_what_it_is_before_another_one_is_made() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::NotConfirmed);
    spend(&mut editor);
    until_shown(&mut editor, "The very same was sent and is not confirmed: it may be running and charged already");
    assert!(!editor.has("being made already"));
    assert_eq!(server.count(Endpoint::Submit), 1);
    editor.click("Make another, $2.54");
    until_kept(&mut editor, 1);
    assert_eq!(charged(&server), [507, 507]);
}

#[test]
fn no_button_of_the_sheet_moves_while_words_come_and_go() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    offer(&mut editor);
    editor.harness.run_steps(3);
    let (cancel, spend) = (place(&editor, "Cancel"), place(&editor, "Spend $2.54"));
    editor.click("Spend $2.54");
    until_shown(&mut editor, "The very same is being made already");
    editor.harness.run_steps(3);
    assert_eq!(place(&editor, "Cancel"), cancel);
    assert!(!place(&editor, "Make another, $2.54").intersects(spend), "a second click on the same spot does nothing");
    // Other figures, another way out: the same places.
    server.set_credits(100);
    editor.click("Cancel");
    editor.click("Generate · $2.54");
    until_shown(&mut editor, "credits · $2.04 too few");
    editor.harness.run_steps(3);
    let (cancel, way) = (place(&editor, "Cancel"), place(&editor, "Get credits"));
    server.set_credits(1_000);
    editor.click("Check balance again");
    until_shown(&mut editor, "Spend $2.54");
    editor.harness.run_steps(3);
    assert_eq!((place(&editor, "Cancel"), place(&editor, "Spend $2.54")), (cancel, way));
}

#[test]
fn no_button_of_a_card_moves_while_it_is_being_made() {
    let server = Server::start();
    server.set_life(Life::endless());
    let mut editor = connected(&server);
    spend(&mut editor);
    until_state(&mut editor, TakeState::Running);
    until_shown(&mut editor, "Generating, 50%");
    server.always(Endpoint::Status, Fault::status(503));
    until_shown(&mut editor, "503");
    editor.harness.run_steps(3);
    let hide = place(&editor, "Hide of Take 1");
    server.clear_faults();
    editor.until("it goes on", |harness| !shows(harness, "503"));
    editor.harness.run_steps(3);
    assert_eq!(place(&editor, "Hide of Take 1"), hide);
}

#[test]
fn a_new_take_is_in_view_after_it_was_paid_for() {
    let server = Server::start();
    server.set_life(Life::of(&[], End::Finished));
    let mut editor = connected(&server);
    offer(&mut editor);
    editor.harness.get_by_role_and_label(Role::RadioButton, "4").click();
    editor.harness.run_ok();
    until_shown(&mut editor, "Spend $10.14");
    editor.click("Spend $10.14");
    until_kept(&mut editor, 4);
    // Far down the list.
    editor.harness.get_by_label("Hide of Take 1").scroll_to_me();
    editor.harness.run_ok();
    let heading = place(&editor, "Take 4 · Standard");
    assert!(heading.bottom() < place_of_tabs(&editor), "the list was scrolled: {heading}");
    press(&mut editor, Role::Tab, "Shot");
    spend(&mut editor);
    until_shown(&mut editor, "Take 5 · Standard");
    editor.harness.run_steps(20);
    let heading = place(&editor, "Take 5 · Standard");
    assert!(heading.top() > place_of_tabs(&editor) && heading.bottom() < 600.0, "{heading}");
}

fn place_of_tabs(editor: &Editor) -> f32 {
    editor.harness.get_by_role_and_label(Role::Tab, "Shot").rect().bottom()
}

#[test]
fn a_new_cap_is_typed_at_once() {
    let server = Server::start();
    let mut editor = connected(&server);
    editor.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Comma);
    editor.harness.run_ok();
    editor.harness.get_by_label("Project cap, in dollars").focus();
    editor.harness.run_ok();
    editor.harness.get_by_label("Project cap, in dollars").type_text("2");
    editor.harness.run_ok();
    assert!(editor.has("That is 400 credits · $2.00"));
    editor.click("Save");
    editor.click("Generate · $2.54");
    until_shown(&mut editor, "This would be 107 credits · $0.54 over the project's cap of 400 credits · $2.00");
    assert!(editor.has("$0.54 over the cap of $2.00"));
    editor.click("Raise the cap…");
    let field = editor.harness.get_by_role_and_label(Role::TextInput, "New cap in dollars");
    assert!(field.is_focused());
    editor.harness.key_press(egui::Key::Enter);
    editor.harness.run_ok();
    until_shown(&mut editor, "Spend $2.54");
}

#[test]
fn messages_about_money_are_one_and_go_when_they_are_untrue() {
    let server = Server::start();
    for _ in 0..3 {
        server.fault(Endpoint::Submit, Fault::BreakAfterBody { charge: true });
    }
    let mut editor = connected(&server);
    offer(&mut editor);
    editor.harness.get_by_role_and_label(Role::RadioButton, "3").click();
    editor.harness.run_ok();
    until_shown(&mut editor, "Spend $7.61");
    editor.click("Spend $7.61");
    until_shown(&mut editor, "and 2 more about money");
    let count = |editor: &Editor| editor.harness.query_all_by_label("Close this message").count();
    assert_eq!(count(&editor), 1);
    editor.click("and 2 more about money");
    assert_eq!(count(&editor), 3);
    editor.click("Show the newest alone");
    // Found by its task, a take needs nobody any more.
    for (take, task) in [("Take 1", 0), ("Take 2", 1), ("Take 3", 2)] {
        let task = server.tasks()[task].clone();
        let way = format!("Enter its task ID: {take}");
        editor.harness.get_by_label(&way).scroll_to_me();
        editor.harness.run_ok();
        editor.click(&way);
        editor.harness.get_by_label("Task ID").type_text(&task);
        editor.harness.run_ok();
        let unsure = |harness: &Harness<'_, App>| {
            let takes = harness.state().account().unwrap().takes();
            takes.iter().filter(|take| take.state == TakeState::NotConfirmed).count()
        };
        let before = unsure(&editor.harness);
        editor.harness.key_press(egui::Key::Enter);
        editor.until("it is followed", |harness| unsure(harness) < before);
    }
    until_kept(&mut editor, 3);
    editor.until("no message", |harness| !shows(harness, "more about money") && !shows(harness, ": not confirmed"));
}

#[test]
fn several_takes_that_wait_for_credits_are_sent_one_by_one_after_a_top_up() {
    let server = Server::start();
    let mut editor = connected(&server);
    offer(&mut editor);
    editor.harness.get_by_role_and_label(Role::RadioButton, "3").click();
    editor.harness.run_ok();
    until_shown(&mut editor, "Spend $7.61");
    server.set_credits(600);
    editor.click("Spend $7.61");
    editor.until("one is made and two wait", |harness| {
        let takes = harness.state().account().unwrap().takes();
        takes.iter().filter(|take| take.hold == Some(Hold::Credits)).count() == 2
            && takes.iter().any(|take| take.state == TakeState::Ready)
    });
    until_shown(&mut editor, "2 takes wait for you");
    server.set_credits(5_000);
    for kept in 1..=2 {
        // Its card grows when a take comes, and moves what is below from under the pointer.
        until_kept(&mut editor, kept);
        editor.settle();
        let waits = editor.harness.query_all_by_label_contains("Send now, $2.54: Take").next().unwrap();
        waits.scroll_to_me();
        editor.settle();
        let waits = editor.harness.query_all_by_label_contains("Send now, $2.54: Take").next().unwrap();
        waits.click();
        editor.harness.run_ok();
        until_shown(&mut editor, "Sending it spends 507 credits");
        editor.settle();
        let spend = editor.harness.get_by_label("Spend $2.54").rect();
        let timeline = editor.harness.get_by_label_contains("First frame:").rect();
        assert!(spend.bottom() < timeline.top(), "what opens in a card comes into view: {spend} {timeline}");
        editor.until("it may be spent", |harness| {
            harness.query_by_label("Spend $2.54").is_some_and(|button| !button.accesskit_node().is_disabled())
        });
        editor.click("Spend $2.54");
    }
    until_kept(&mut editor, 3);
    assert_eq!(charged(&server), [507, 507, 507]);
    assert!(!editor.has("wait for you"));
}
