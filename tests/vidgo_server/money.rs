//! What is charged, and what is given back.

use std::time::Duration;

use serde_json::json;

use crate::client::{balance, multi, single, status, submit, with_elements};
use crate::vidgo::{End, Life, Server};

#[test]
fn each_price() {
    let server = Server::start();
    let mut body = single();
    for (model, sound, seconds, credits) in
        [("standard", false, 5, 135), ("standard", true, 5, 195), ("pro", false, 3, 117), ("pro", true, 15, 735)]
    {
        body["model"] = json!(format!("kling-3.0/{model}"));
        body["input"]["sound"] = json!(sound);
        body["input"]["duration"] = json!(seconds);
        let before = server.account().credits;
        let task = submit(&server, &body).unwrap().task_id();
        let charge = server.charges().pop().unwrap();
        assert_eq!((charge.task_id, charge.credits, charge.body), (task, credits, body.clone()));
        assert_eq!(balance(&server), before - credits);
    }
    submit(&server, &multi()).unwrap();
    assert_eq!(server.charges().pop().unwrap().credits, 735);
    submit(&server, &with_elements(&server)).unwrap();
    assert_eq!(server.charges().pop().unwrap().credits, 195);
}

#[test]
fn short_of_credits() {
    let server = Server::start();
    server.set_credits(134);
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((answer.status, &answer.json()["code"]), (402, &json!(402)));
    assert!(answer.message().contains("1 are missing"));
    assert_eq!((server.charges().len(), server.tasks().len(), balance(&server)), (0, 0, 134));
    server.set_credits(135);
    assert_eq!(submit(&server, &single()).unwrap().status, 200);
    assert_eq!(balance(&server), 0);
}

#[test]
fn a_failed_task_is_given_back_once() {
    let server = Server::start();
    server.set_credits(1000);
    server.next_life(Life::failing("content policy"));
    let task = submit(&server, &single()).unwrap().task_id();
    assert_eq!(balance(&server), 865);
    for _ in 0..4 {
        status(&server, &task).unwrap();
    }
    let answer = status(&server, &task).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["data"]["status"], "failed");
    assert_eq!(answer.json()["data"]["error_message"], "content policy");
    assert_eq!(balance(&server), 1000);
    assert!(server.charges()[0].refunded);
}

#[test]
fn the_balance_knows_of_a_failure_first() {
    let server = Server::start();
    server.set_credits(1000);
    server.set_life(Life::of(&[], End::Failed("x".to_owned())));
    submit(&server, &single()).unwrap();
    assert_eq!([balance(&server), balance(&server)], [1000, 1000]);
}

#[test]
fn a_failed_task_is_given_back_unasked_or_never() {
    let server = Server::start();
    server.set_credits(1000);
    server.set_life(Life::failing("x").every(Duration::from_millis(1)));
    submit(&server, &single()).unwrap();
    server.until("the refund", |server| server.account().credits == 1000);

    server.set_refunds(false);
    let task = submit(&server, &single()).unwrap().task_id();
    server.until("the failure", |server| server.status_of(&task).unwrap()["data"]["status"] == "failed");
    assert_eq!(balance(&server), 865);
    assert!(!server.charges()[1].refunded);
}
