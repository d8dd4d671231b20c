//! What a balance proves of several takes at once, and when there is more than one answer and it proves nothing.

use proptest::prelude::*;

use super::*;
use crate::provider::TaskId;
use crate::takes::ledger::tests::Stage;

/// Takes of these prices under way together, each over with this state, the first request having left at a balance of 6,000.
fn over(stage: &Stage, takes: &[(u64, TakeState)]) -> Vec<TakeId> {
    let ids: Vec<TakeId> = takes.iter().map(|(price, _)| stage.confirmed(*price)).collect();
    let mut balance = 6000;
    for (id, (price, _)) in ids.iter().zip(takes) {
        stage.ledger.step(id, TakeState::Uploading, None).unwrap();
        stage.submit_with(id, *price, balance);
        stage.ledger.accepted(id, &TaskId(format!("task of {id}"))).unwrap();
        balance -= price;
    }
    for (id, (_, end)) in ids.iter().zip(takes) {
        if *end == TakeState::Ready {
            stage.ledger.step(id, TakeState::Downloading, None).unwrap();
        }
        stage.ledger.step(id, *end, None).unwrap();
    }
    ids
}

fn weighed(stage: &Stage, ids: &[TakeId], balance: u64) {
    let sent = ids.iter().cloned().collect();
    stage.ledger.weigh_together(&ids[0], Credits::whole(balance), &sent).unwrap();
}

fn spent(stage: &Stage, ids: &[TakeId]) -> Vec<(u64, u64)> {
    let whole = |credits: Credits| credits.as_hundredths() / 100;
    let rows = ids.iter().map(|id| stage.ledger.get(id).unwrap().amounts());
    rows.map(|amounts| (whole(amounts.spent()), whole(amounts.unsure()))).collect()
}

use TakeState::{Failed, Ready};

#[test]
fn two_that_failed_count_until_the_balance_proves_that_both_came_back_or_none() {
    let stage = Stage::new();
    let ids = over(&stage, &[(507, Failed), (507, Failed)]);
    assert_eq!(spent(&stage, &ids), [(507, 507), (507, 507)], "nobody knows yet");
    weighed(&stage, &ids, 5493);
    assert_eq!(spent(&stage, &ids), [(507, 507), (507, 507)], "one of them, and nobody knows which");
    weighed(&stage, &ids, 4986);
    assert_eq!(spent(&stage, &ids), [(507, 0), (507, 0)], "none came back");
    weighed(&stage, &ids, 6000);
    assert_eq!(spent(&stage, &ids), [(0, 0), (0, 0)], "both did, later");
    assert!(ids.iter().all(|id| !stage.ledger.get(id).unwrap().awaits_refund()));
}

#[test]
fn more_than_the_price_of_several_is_put_down_in_parts_whose_sum_is_true() {
    let stage = Stage::new();
    let ids = over(&stage, &[(507, Ready), (507, Ready), (507, Ready)]);
    weighed(&stage, &ids, 6000 - 3 * 507 - 100);
    assert_eq!(
        spent(&stage, &ids).iter().map(|(spent, _)| spent).sum::<u64>(),
        3 * 507 + 99,
        "hundredths are left over"
    );
    let sum: Credits = ids.iter().map(|id| stage.ledger.get(id).unwrap().amounts().spent()).sum();
    assert_eq!(sum, Credits::whole(3 * 507 + 100));
    let stage = Stage::new();
    let ids = over(&stage, &[(507, Ready), (507, Ready)]);
    weighed(&stage, &ids, 5000);
    assert!(ids.iter().all(|id| stage.ledger.get(id).unwrap().charged.is_none()), "credits were bought meanwhile");
}

#[test]
fn one_that_is_still_under_way_or_of_another_run_stands_in_the_way() {
    let stage = Stage::new();
    let ids = over(&stage, &[(507, Failed), (507, Failed)]);
    let other = stage.confirmed(135);
    stage.ledger.step(&other, TakeState::Uploading, None).unwrap();
    stage.submit_with(&other, 135, 4986);
    let all: HashSet<TakeId> = ids.iter().chain([&other]).cloned().collect();
    stage.ledger.weigh_together(&ids[0], Credits::whole(4986), &all).unwrap();
    assert_eq!(spent(&stage, &ids), [(507, 507), (507, 507)]);
    stage.ledger.accepted(&other, &TaskId("other".to_owned())).unwrap();
    stage.ledger.step(&other, Ready, None).unwrap_err();
    stage.ledger.step(&other, TakeState::Downloading, None).unwrap();
    stage.ledger.step(&other, Ready, None).unwrap();
    let here: HashSet<TakeId> = ids.iter().cloned().collect();
    stage.ledger.weigh_together(&ids[0], Credits::whole(4986 - 135), &here).unwrap();
    assert_eq!(spent(&stage, &ids), [(507, 507), (507, 507)], "that of another run");
    stage.ledger.weigh_together(&ids[0], Credits::whole(4986 - 135), &all).unwrap();
    assert_eq!(spent(&stage, &ids), [(507, 0), (507, 0)]);
    assert_eq!(stage.ledger.get(&other).unwrap().charged, Some(Credits::whole(135)));
}

#[test]
fn the_user_may_say_that_it_was_given_back() {
    let stage = Stage::new();
    let ids = over(&stage, &[(507, Failed), (507, Failed)]);
    let row = stage.ledger.given_back(&ids[0]).unwrap();
    assert_eq!((row.amounts().spent(), row.refunded), (Credits::ZERO, Some(Credits::whole(507))));
    assert!(!row.awaits_refund() && stage.ledger.given_back(&ids[0]).is_err());
    let notes: Vec<_> = stage.ledger.changes(&ids[0]).unwrap().into_iter().filter_map(|change| change.note).collect();
    assert!(notes.iter().any(|note| note == "you said that it was given back"), "{notes:?}");
    let ready = over(&stage, &[(135, Ready)]);
    assert!(stage.ledger.given_back(&ready[0]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever came back of it: what is known afterwards is true, and what counts as spent is never less than what was.
    #[test]
    fn what_is_proven_is_true_and_never_too_little(
        takes in prop::collection::vec((prop::sample::select(vec![135_u64, 195, 507]), any::<bool>(), any::<bool>()), 1..5),
    ) {
        let stage = Stage::new();
        let ends: Vec<_> = takes.iter().map(|(price, fails, _)| (*price, if *fails { Failed } else { Ready })).collect();
        let ids = over(&stage, &ends);
        let stays: Vec<u64> =
            takes.iter().map(|(price, fails, comes_back)| if *fails && *comes_back { 0 } else { *price }).collect();
        weighed(&stage, &ids, 6000 - stays.iter().sum::<u64>());
        for (id, stays) in ids.iter().zip(&stays) {
            let row = stage.ledger.get(id).unwrap();
            prop_assert!(row.amounts().spent() >= Credits::whole(*stays));
            if row.charged.is_some() {
                prop_assert_eq!(row.amounts().spent(), Credits::whole(*stays));
            }
        }
    }
}
