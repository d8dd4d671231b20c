//! The life of tasks as statuses tell it, many at once, and what is recorded of it all.

use std::time::Duration;

use serde_json::json;

use crate::client::{Client, bearer, get, single, status, submit};
use crate::vidgo::{End, Endpoint, Host, Life, Server};

#[test]
fn a_task_goes_its_way() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    assert!(task.len() >= 16, "{task} can't be guessed");
    let mut told = Vec::new();
    for _ in 0..5 {
        let said = status(&server, &task).unwrap().json();
        assert_eq!((&said["code"], &said["data"]["task_id"]), (&json!(200), &json!(task)));
        told.push((said["data"]["status"].clone(), said["data"]["progress"].clone(), said["data"]["files"].clone()));
    }
    let file = json!([{"file_url": format!("{}/files/{task}.mp4?s=1", server.other_host()), "file_type": "video"}]);
    assert_eq!(
        told,
        [
            (json!("not_started"), json!(0), json!([])),
            (json!("running"), json!(40), json!([])),
            (json!("running"), json!(80), json!([])),
            (json!("finished"), json!(100), file.clone()),
            (json!("finished"), json!(100), file),
        ]
    );
}

#[test]
fn a_life_of_ones_own_and_by_time() {
    let server = Server::start();
    server.set_life(Life::endless());
    server.next_life(Life::of(&[("queued", 0)], End::Finished));
    let [first, second] = [(); 2].map(|()| submit(&server, &single()).unwrap().task_id());
    let word = |task: &str| status(&server, task).unwrap().json()["data"]["status"].clone();
    assert_eq!([word(&first), word(&first)], ["queued", "finished"]);
    assert_eq!([word(&second), word(&second), word(&second)], ["running", "running", "running"]);
    server.task_life(&second, Life::of(&[], End::Failed("no".to_owned())));
    assert_eq!(word(&second), "failed");
    server.lose(&first);
    assert_eq!(status(&server, &first).unwrap().status, 404);

    server.next_life(Life::of(&[("running", 1), ("running", 2)], End::Finished).every(Duration::from_millis(2)));
    let third = submit(&server, &single()).unwrap().task_id();
    server.until("the end", |server| server.status_of(&third).unwrap()["data"]["status"] == "finished");
}

/// Four requests under way on each of 250 connections, three times over.
#[test]
fn a_thousand_tasks_at_once() {
    let server = Server::start();
    let mut client = Client::connect(&server.address()).unwrap();
    let tasks: Vec<String> = (0..1000)
        .map(|_| {
            let headers = [("Authorization", &*bearer()), ("Content-Type", "application/json")];
            client.send("POST", "/api/generate/submit", &headers, single().to_string().as_bytes()).unwrap();
            client.read().unwrap().task_id()
        })
        .collect();
    let mut clients: Vec<Client> = (0..250).map(|_| Client::connect(&server.address()).unwrap()).collect();
    for progress in [0, 40, 80, 100] {
        for (client, tasks) in clients.iter_mut().zip(tasks.chunks(4)) {
            for task in tasks {
                let path = format!("/api/generate/status/{task}");
                client.send("GET", &path, &[("Authorization", &bearer())], b"").unwrap();
            }
        }
        for (client, tasks) in clients.iter_mut().zip(tasks.chunks(4)) {
            for task in tasks {
                let said = client.read().unwrap().json();
                assert_eq!((&said["data"]["task_id"], &said["data"]["progress"]), (&json!(task), &json!(progress)));
            }
        }
    }
    assert_eq!((server.charges().len(), server.count(Endpoint::Status)), (1000, 4000));
    assert_eq!(server.account().credits, 1_000_000 - 135_000);
    server.forget_requests();
    assert_eq!(server.count(Endpoint::Status), 0);
    drop((client, clients));
    server.until("no connection", |server| server.connections() == 0);
}

#[test]
fn all_is_recorded_and_the_key_in_a_wrong_place_is_told() {
    let server = Server::start();
    let body = single();
    let task = submit(&server, &body).unwrap().task_id();
    let seen = server.requests().pop().unwrap();
    assert_eq!((seen.host, seen.endpoint, &*seen.method), (Host::Api, Some(Endpoint::Submit), "POST"));
    assert_eq!(seen.body.as_deref(), Some(body.to_string().as_bytes()));
    assert_eq!(seen.body_len, body.to_string().len());
    assert_eq!(seen.header("authorization"), Some(&*bearer()));
    assert!(seen.has_key);
    get(&format!("{}/files/{task}.mp4?s=1", server.other_host())).unwrap();
    assert!(!server.requests().pop().unwrap().has_key);
    assert_eq!(server.leaks().len(), 0);

    let key = server.key().to_owned();
    let authorization = bearer();
    let in_path = format!("/files/a.mp4?key={key}");
    for (address, path, headers, body) in [
        (server.address(), "/elsewhere", vec![("Authorization", &*authorization)], ""),
        (server.address(), "/api/user/balance", vec![("X-Key", &*key)], ""),
        (server.address(), "/api/user/balance", vec![("Authorization", &*authorization)], &*key),
        (server.other_host(), "/files/a.mp4", vec![("Authorization", &*authorization)], ""),
        (server.other_host_by_name(), "/files/a.mp4", vec![("Authorization", "Bearer another")], ""),
        (server.other_host(), &*in_path, vec![], ""),
    ] {
        let before = server.leaks().len();
        let mut client = Client::connect(&address).unwrap();
        client.send("GET", path, &headers, body.as_bytes()).unwrap();
        client.read().unwrap();
        assert_eq!(server.leaks().len(), before + 1, "{address}{path}");
    }
}

#[test]
fn another_key() {
    let server = Server::with_key("another-key");
    assert_eq!(submit(&server, &single()).unwrap().status, 401);
    assert!(!server.requests()[0].has_key);
}
