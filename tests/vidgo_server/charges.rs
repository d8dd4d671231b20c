//! The server's own ways with money: late charges and refunds, other sums, statuses that say what was taken.

use std::time::Duration;

use serde_json::json;

use crate::client::{call, single, status, submit};
use crate::vidgo::{Endpoint, Fault, Life, Refunds, Server};

#[test]
fn a_charge_comes_after_the_break() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakAndChargeLater(Duration::from_millis(100)));
    assert!(submit(&server, &single()).is_err());
    assert_eq!(server.tasks().len(), 1, "it is made");
    server.until("the charge", |server| server.charges().len() == 1);
    assert_eq!(server.account().credits, 1_000_000 - 135);
}

#[test]
fn refunds_are_late_or_never_come() {
    let server = Server::start();
    server.set_life(Life::failing("no"));
    server.refund(Refunds::Late(Duration::from_millis(100)));
    let task = submit(&server, &single()).unwrap().task_id();
    for _ in 0..4 {
        status(&server, &task).unwrap();
    }
    server.until("the refund", |server| server.charges()[0].refunded);
    assert_eq!(server.account().credits, 1_000_000);
}

#[test]
fn another_sum_is_taken_and_told() {
    let server = Server::start();
    server.take_for_each(Some(40_050));
    server.tell_charges(true);
    server.set_life(Life::failing("no"));
    let task = submit(&server, &single()).unwrap().task_id();
    let amount = || status(&server, &task).unwrap().json()["data"]["credits_amount"].clone();
    assert_eq!(amount(), json!(400.5));
    let held = call(&server, "GET", "/api/user/balance", "", b"").unwrap().json();
    assert_eq!(held["data"]["credits_amount"], json!(999_599.5));
    for _ in 0..3 {
        amount();
    }
    assert_eq!((amount(), server.hundredths()), (json!(0), 100_000_000));
}
