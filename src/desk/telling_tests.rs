//! What people are told of takes.

use super::*;
use crate::provider::OrderHash;
use crate::store::new_id;
use crate::story::testing::World;
use crate::story::{Order, TakeId};
use crate::takes::ledger::CHARGE_LOOKS;
use crate::takes::ledger::TakeKind;

fn row(state: TakeState) -> LedgerTake {
    let world = World::new(&[4, 5]);
    let order = Order::resolve(&world.project, 0, &world.pictures).unwrap();
    LedgerTake {
        id: TakeId::new(new_id()),
        batch: new_id(),
        project: order.project.clone(),
        scene: order.scene.clone(),
        shot: None,
        service: "vidgo".to_owned(),
        base: "https://api.vidgo.ai".to_owned(),
        model: "kling-3.0".to_owned(),
        kind: TakeKind::Video,
        chain: None,
        chain_place: 0,
        waits_for: None,
        folder: None,
        hash: OrderHash("cafe".to_owned()),
        order,
        price: Credits::whole(507),
        charged: None,
        refunded: None,
        charge_source: None,
        refund_looked: 0,
        state,
        hold: None,
        hidden: false,
        owner: None,
        body: Some(r#"{"model":"m","callback_url":"https://me.example/secret-token","input":{}}"#.to_owned()),
        task: None,
        idempotency_key: new_id(),
        webhook_token: "secret-token".to_owned(),
        message: None,
        in_project: false,
        requests_sent: 1,
        confirmed_at: jiff::Timestamp::UNIX_EPOCH,
        submitted_at: Some(jiff::Timestamp::UNIX_EPOCH),
        ended_at: None,
        balance_before: None,
        balance_after: None,
        others_in_flight: 0,
    }
}

#[test]
fn the_balance_is_told_and_proves_nothing_when_others_run() {
    let mut row = row(TakeState::NotConfirmed);
    row.message = Some("the connection broke after the request left".to_owned());
    let told = |row: &LedgerTake| reason(row).unwrap();
    row.refund_looked = CHARGE_LOOKS;
    assert_eq!(told(&row), "The connection broke after the request left. Whether the balance has fallen is not known");
    let mut with = |before, after, others| {
        (row.balance_before, row.balance_after, row.others_in_flight) =
            (Some(Credits::whole(before)), Some(Credits::whole(after)), others);
        told(&row).split_once(". ").unwrap().1.to_owned()
    };
    assert_eq!(with(4120, 3613, 0), "The balance has fallen by 507 credits since, so it is probably running");
    assert_eq!(with(4120, 4120, 0), "The balance has not fallen since, so it was probably not charged");
    assert_eq!(with(4120, 5000, 0), "The balance has risen by 880 credits since, so it proves nothing");
    assert!(with(4120, 4000, 0).ends_with("this take costs 507 credits, so it proves nothing"));
    assert!(with(4120, 3613, 2).ends_with("but 2 other takes may have moved it too, so it proves nothing"));
}

#[test]
fn failures_say_what_was_spent_and_keep_the_raw_words() {
    let mut row = row(TakeState::Failed);
    row.message = Some("the service refused it, nothing was spent: bad prompt".to_owned());
    assert_eq!(raw_reason(&row), Some("bad prompt"));
    assert!(reason(&row).unwrap().starts_with("The service did not take it, so nothing was spent"));
    row.task = Some(crate::provider::TaskId("t".to_owned()));
    row.message = Some("content policy".to_owned());
    assert_eq!(raw_reason(&row), Some("content policy"));
    assert_eq!(advice(&row, &[]), Some("Change the words or the picture before it is sent again"));
    row.message = Some("Server exception".to_owned());
    assert_eq!(advice(&row, &[row.clone()]), Some("Again as it is may work"));
    let before = LedgerTake { id: crate::story::TakeId::new("before"), ..row.clone() };
    assert_eq!(
        advice(&row, &[row.clone(), before]),
        Some("Change the words or the picture before it is sent again"),
        "twice the same"
    );
    row.message = Some("the picture is gone".to_owned());
    assert_eq!(advice(&row, &[]), None);
    assert!(reason(&row).unwrap().contains("given back when it fails"));
    row.requests_sent = 0;
    row.task = None;
    assert!(reason(&row).unwrap().starts_with("It was not sent"));
}

#[test]
fn what_a_take_cost_is_told_as_it_is_known() {
    let prices = crate::store::rules::shipped().prices;
    let told = |row: &LedgerTake| cost(row, &prices);
    let (whole, half) = (Credits::whole, Credits::hundredths(40_050));
    let mut ready = row(TakeState::Ready);
    ready.price = whole(135);
    assert_eq!(told(&ready), ("135 credits · $0.68".to_owned(), Tone::Quiet));
    ready.charged = Some(half);
    assert_eq!(told(&ready).0, "400.5 credits · $2.00 were taken for 135 credits · $0.68");
    ready.refunded = Some(whole(100));
    assert!(told(&ready).0.ends_with("100 credits · $0.50 of it refunded"));
    let mut failed = row(TakeState::Failed);
    assert_eq!(told(&failed).0, "not charged", "the service never took it");
    failed.task = Some(crate::provider::TaskId("t".to_owned()));
    failed.price = whole(507);
    let unknown = "507 credits · $2.54 count as spent: whether they were refunded is not known";
    assert_eq!(told(&failed), (unknown.to_owned(), Tone::Warning));
    (failed.balance_before, failed.balance_after) = (Some(whole(4_120)), Some(whole(3_613)));
    assert_eq!(told(&failed), ("507 credits · $2.54 not refunded yet".to_owned(), Tone::Warning));
    failed.balance_after = Some(whole(4_120));
    assert_eq!(told(&failed).0, "not charged, or refunded by now");
    failed.balance_after = Some(whole(4_000));
    assert_eq!(told(&failed), (unknown.to_owned(), Tone::Warning), "another sum is missing than it costs");
    failed.balance_after = Some(whole(9_000));
    assert_eq!(told(&failed), (unknown.to_owned(), Tone::Warning), "credits were bought since");
    failed.charged = Some(whole(507));
    assert_eq!(told(&failed), (unknown.to_owned(), Tone::Warning), "a refund is not seen in it");
    failed.balance_after = Some(whole(3_613));
    assert_eq!(told(&failed).0, "507 credits · $2.54 not refunded yet");
    failed.refund_looked = crate::takes::ledger::REFUND_LOOKS;
    assert_eq!(told(&failed).0, "507 credits · $2.54 not refunded yet; look into your account");
    failed.refund_looked = 0;
    failed.refunded = Some(whole(507));
    assert_eq!(told(&failed), ("refunded 507 credits · $2.54".to_owned(), Tone::Good));
    failed.refunded = Some(whole(500));
    failed.balance_after = Some(whole(4_113));
    assert!(told(&failed).0.ends_with("7 credits · $0.04 not refunded yet"));
}

#[test]
fn nothing_is_said_of_an_unconfirmed_charge_before_the_balance_was_asked_for_a_while() {
    let mut row = row(TakeState::NotConfirmed);
    (row.balance_before, row.balance_after) = (Some(Credits::whole(1000)), Some(Credits::whole(1000)));
    row.refund_looked = 1;
    assert!(reason(&row).unwrap().contains("asks for the balance for a minute"));
    assert!(!can_send_again(&row) && !can_say_not_charged(&row));
    row.refund_looked = CHARGE_LOOKS;
    assert!(reason(&row).unwrap().ends_with("so it was probably not charged"));
    assert!(can_send_again(&row) && can_say_not_charged(&row));
}

#[test]
fn held_takes_say_what_they_wait_for() {
    let mut row = row(TakeState::Queued);
    assert_eq!((reason(&row), state(&row, None)), (None, ("Queued".to_owned(), Tone::Quiet)));
    row.hold = Some(Hold::Credits);
    assert_eq!(state(&row, None), ("Waits for you".to_owned(), Tone::Warning));
    assert_eq!(reason(&row).as_deref(), Some(Hold::Credits.sentence()));
    assert!(can_go_on(&row));
    row.hold = Some(Hold::Price);
    assert!(!can_go_on(&row));
}

#[test]
fn times_are_spelled_for_people() {
    let spelled = |seconds| spelled(Duration::from_secs(seconds));
    assert_eq!(
        [0, 59, 60, 80, 725, 3600, 7500].map(spelled),
        ["0 s", "59 s", "1 min", "1 min 20 s", "12 min", "1 h", "2 h 5 min"]
    );
    let mut row = row(TakeState::Running);
    let now = jiff::Timestamp::from_second(80).unwrap();
    assert_eq!(time(&row, now, None).as_deref(), Some("1 min 20 s so far"));
    let usual = time(&row, now, Some(Duration::from_mins(2)));
    assert_eq!(usual.as_deref(), Some("1 min 20 s so far, usually about 2 min"));
    assert_eq!(state(&row, Some(0.62)).0, "Generating, 62%");
    row.state = TakeState::Ready;
    assert_eq!(time(&row, now, None), None);
}

#[test]
fn details_hold_the_request_and_no_secret() {
    let row = row(TakeState::NotConfirmed);
    let changes =
        [Change { at: jiff::Timestamp::UNIX_EPOCH, state: TakeState::Submitting, note: Some("why".to_owned()) }];
    let text = details(&row, &changes);
    assert!(text.contains("1970-01-01T00:00:00Z  submitting, why") && text.contains("\"model\": \"m\""), "{text}");
    assert!(!text.contains("secret-token"), "{text}");
}

#[test]
fn what_the_user_closed_as_not_charged_has_not_failed() {
    let mut row = row(TakeState::Failed);
    assert_eq!(state(&row, None), ("Failed".to_owned(), Tone::Bad));
    row.charge_source = Some(ChargeSource::User);
    assert_eq!(state(&row, None), ("Closed, not charged".to_owned(), Tone::Quiet));
}
