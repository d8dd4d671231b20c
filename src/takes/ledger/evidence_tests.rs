//! What a balance proves, and when it proves nothing.

use super::*;
use crate::provider::TaskId;
use crate::takes::ledger::tests::Stage;

fn submitted(stage: &Stage, price: u64, before: u64) -> TakeId {
    let take = stage.confirmed(price);
    stage.ledger.step(&take, TakeState::Uploading, None).unwrap();
    stage.submit_with(&take, price, before);
    take
}

fn known(stage: &Stage, take: &TakeId) -> (Option<u64>, Option<u64>) {
    let row = stage.ledger.get(take).unwrap();
    (row.charged.map(Credits::as_hundredths), row.refunded.map(Credits::as_hundredths))
}

#[test]
fn a_fall_is_a_charge_and_its_return_a_refund_while_nothing_else_is_under_way() {
    let stage = Stage::new();
    let take = submitted(&stage, 135, 1000);
    stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    let asked = |hundredths| stage.ledger.balance_asked(&take, Credits::hundredths(hundredths), true).unwrap();
    asked(100_000);
    assert_eq!(known(&stage, &take), (None, None), "it may be charged later");
    asked(120_000);
    assert_eq!(known(&stage, &take), (None, None), "somebody bought credits");
    asked(59_950);
    assert_eq!(known(&stage, &take), (Some(40_050), None));
    stage.ledger.step(&take, TakeState::Failed, Some("no")).unwrap();
    assert!(stage.ledger.get(&take).unwrap().awaits_refund());
    asked(59_950);
    assert_eq!(known(&stage, &take), (Some(40_050), None), "not back yet");
    asked(80_000);
    assert_eq!(known(&stage, &take), (Some(40_050), Some(20_050)), "a part of it");
    asked(100_000);
    assert_eq!(known(&stage, &take), (Some(40_050), Some(40_050)));
    assert!(!stage.ledger.get(&take).unwrap().awaits_refund());
}

#[test]
fn with_others_under_way_it_proves_nothing() {
    // One that was there before, one that came and went, one whose refund may come.
    for other_ends in [None, Some(TakeState::Ready), Some(TakeState::Failed)] {
        let stage = Stage::new();
        let take = submitted(&stage, 135, 1000);
        let other = submitted(&stage, 200, 1000);
        stage.ledger.accepted(&other, &TaskId("O".to_owned())).unwrap();
        stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
        if let Some(end) = other_ends {
            stage.ledger.step(&other, TakeState::Downloading, None).unwrap();
            stage.ledger.step(&other, end, None).unwrap();
        }
        let row = stage.ledger.balance_asked(&take, Credits::whole(800), true).unwrap();
        assert_eq!((row.charged, row.others_in_flight), (None, 1), "{other_ends:?}");
    }
    // One that had ended before, with its money in order, is none.
    let stage = Stage::new();
    let other = submitted(&stage, 200, 1000);
    stage.ledger.accepted(&other, &TaskId("O".to_owned())).unwrap();
    stage.ledger.step(&other, TakeState::Downloading, None).unwrap();
    stage.ledger.step(&other, TakeState::Ready, None).unwrap();
    let take = submitted(&stage, 135, 800);
    stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    let row = stage.ledger.balance_asked(&take, Credits::whole(665), true).unwrap();
    assert_eq!((row.charged, row.others_in_flight), (Some(Credits::whole(135)), 0));
}

#[test]
fn a_balance_of_another_day_proves_no_charge() {
    let stage = Stage::new();
    let take = submitted(&stage, 135, 1000);
    stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    let row = stage.ledger.balance_asked(&take, Credits::whole(865), false).unwrap();
    assert_eq!(row.charged, None);
}

#[test]
fn the_services_own_word_wins() {
    let stage = Stage::new();
    let take = submitted(&stage, 135, 1000);
    stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    stage.ledger.balance_asked(&take, Credits::whole(800), true).unwrap();
    assert_eq!(known(&stage, &take), (Some(20_000), None));
    let row = stage.ledger.service_charged(&take, Credits::whole(135), false).unwrap();
    assert_eq!((row.charged, row.charge_source), (Some(Credits::whole(135)), Some(ChargeSource::Reply)));
    stage.ledger.step(&take, TakeState::Failed, None).unwrap();
    stage.ledger.service_charged(&take, Credits::whole(135), true).unwrap();
    assert_eq!(known(&stage, &take), (Some(13_500), None));
    stage.ledger.service_charged(&take, Credits::ZERO, true).unwrap();
    assert_eq!(known(&stage, &take), (Some(13_500), Some(13_500)));
    // Nothing was known before: nothing has stayed.
    let other = submitted(&stage, 135, 1000);
    stage.ledger.accepted(&other, &TaskId("O".to_owned())).unwrap();
    stage.ledger.step(&other, TakeState::Failed, None).unwrap();
    stage.ledger.service_charged(&other, Credits::ZERO, true).unwrap();
    assert_eq!(known(&stage, &other), (Some(0), None));
    assert!(!stage.ledger.get(&other).unwrap().awaits_refund());
}

#[test]
fn the_users_word_counts_nothing_and_says_on_what_it_stands() {
    let stage = Stage::new();
    let take = submitted(&stage, 135, 1000);
    stage.ledger.step(&take, TakeState::NotConfirmed, Some("broken off")).unwrap();
    stage.ledger.balance_asked(&take, Credits::whole(1000), true).unwrap();
    let row = stage.ledger.not_charged(&take).unwrap();
    assert_eq!((row.state, row.amounts().spent()), (TakeState::Failed, Credits::ZERO));
    assert_eq!(
        row.message.as_deref(),
        Some(
            "you said that it was not charged; the account held 1,000 credits before it and 1,000 credits after it, and nothing else in this ledger may have moved it"
        )
    );
    assert!(stage.ledger.not_charged(&take).is_err());
    // The service knows it after all, and says what it took: that counts.
    stage.ledger.accepted(&take, &TaskId("T".to_owned())).unwrap();
    stage.ledger.service_charged(&take, Credits::whole(135), false).unwrap();
    assert_eq!(stage.ledger.get(&take).unwrap().amounts().spent(), Credits::whole(135));
}
