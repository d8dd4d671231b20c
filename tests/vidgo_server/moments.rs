//! The moments at which a test may act, webhooks, and the random scripts.

use std::cell::Cell;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use proptest::prelude::*;

use crate::client::{Client, balance, bearer, get, picture, single, status, submit, upload};
use crate::vidgo::faults::{any_script, any_script_that_hangs};
use crate::vidgo::{End, Endpoint, Fault, Lie, Life, Moment, Server};

#[test]
fn every_moment_in_its_order() {
    let server = Server::start();
    let said = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&said);
    server.moments(move |moment| heard.lock().unwrap().push(moment));
    server.set_life(Life::of(&[], End::Finished));
    // A moment after a reply may still be to come when the client has it.
    let until = |count| server.until("the moment", |_| said.lock().unwrap().len() == count);
    upload(&server, &picture(300, 300)).unwrap();
    until(2);
    let task = submit(&server, &single()).unwrap().task_id();
    until(7);
    let said_of = status(&server, &task).unwrap().json();
    until(9);
    get(said_of["data"]["files"][0]["file_url"].as_str().unwrap()).unwrap();
    until(12);
    balance(&server);
    until(13);
    let mut said = said.lock().unwrap().clone();
    assert_eq!(
        said,
        [
            Moment::UploadRead,
            Moment::UploadReplied,
            Moment::SubmitConnected,
            Moment::SubmitHeadersRead,
            Moment::SubmitBodyRead,
            Moment::SubmitCharged,
            Moment::SubmitReplied,
            Moment::StatusAsked,
            Moment::StatusReplied,
            Moment::FileAsked,
            Moment::FileHalf,
            Moment::FileSent,
            Moment::BalanceAsked,
        ]
    );
    said.sort_by_key(|moment| Moment::ALL.iter().position(|other| other == moment));
    assert_eq!(said, Moment::ALL, "none is left out");
}

#[test]
fn a_broken_reply_is_none() {
    for fault in [Fault::BreakAfterBody { charge: true }, Fault::BreakInReply { charge: true, percent: 100 }] {
        let server = Server::start();
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        server.moments(move |moment| heard.lock().unwrap().push(moment));
        server.fault(Endpoint::Submit, fault);
        let _ = submit(&server, &single());
        server.until("it is over", |server| server.connections() == 0);
        assert_eq!(said.lock().unwrap().last(), Some(&Moment::SubmitCharged));
    }
}

/// The server stands still while the test's function runs, and that function may ask it anything.
#[test]
fn a_moment_holds_the_exchange() {
    let server = Arc::new(Server::start());
    let (weak, at) = (Arc::downgrade(&server), Arc::new(Mutex::new(Vec::new())));
    let kept = Arc::clone(&at);
    server.moments(move |moment| {
        if let Some(server) = weak.upgrade() {
            kept.lock().unwrap().push((moment, server.charges().len()));
        }
    });
    submit(&server, &single()).unwrap();
    let at = at.lock().unwrap();
    assert!(at.contains(&(Moment::SubmitBodyRead, 0)) && at.contains(&(Moment::SubmitCharged, 1)));
}

/// At `SubmitCharged` the client leaves: the charge stays, and the next client is served.
#[test]
fn a_client_may_leave_at_a_moment() {
    let server = Server::start();
    let client = Arc::new(Mutex::new(None::<Client>));
    let leaves = Arc::clone(&client);
    server.moments(move |moment| {
        if moment == Moment::SubmitCharged {
            drop(leaves.lock().unwrap().take());
        }
    });
    let mut held = client.lock().unwrap();
    let mut connected = Client::connect(&server.address()).unwrap();
    let headers = [("Authorization", &*bearer()), ("Content-Type", "application/json")];
    connected.send("POST", "/api/generate/submit", &headers, single().to_string().as_bytes()).unwrap();
    *held = Some(connected);
    drop(held);
    server.until("it is over", |server| server.charges().len() == 1 && server.connections() == 0);
    server.no_moments();
    assert_eq!(submit(&server, &single()).unwrap().status, 200);
}

/// One POST that is taken with 204; its body.
fn listener() -> (String, thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/hook/abc", listener.local_addr().unwrap());
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut come, mut piece) = (Vec::new(), [0_u8; 4096]);
        loop {
            let read = stream.read(&mut piece).unwrap();
            come.extend_from_slice(&piece[..read]);
            let text = String::from_utf8_lossy(&come).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.split("Content-Length: ").nth(1).unwrap().lines().next().unwrap();
                if body.len() >= length.parse().unwrap() {
                    assert!(head.starts_with("POST /hook/abc HTTP/1.1\r\n"), "{head}");
                    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
                    return body.as_bytes().to_vec();
                }
            }
        }
    });
    (address, thread)
}

#[test]
fn webhooks_say_the_status_or_lie() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    let (address, heard) = listener();
    assert_eq!(server.webhook(&task, &address).unwrap(), 204);
    let said: serde_json::Value = serde_json::from_slice(&heard.join().unwrap()).unwrap();
    let status = server.status_of(&task).unwrap();
    assert_eq!((&said["task_id"], &said["status"]), (&status["data"]["task_id"], &status["data"]["status"]));
    assert!(said["data"].is_null() && said["progress"].is_null(), "it is flat: {said}");
    let (address, heard) = listener();
    assert_eq!(server.wrapped_webhook(&task, &address).unwrap(), 204);
    let said: serde_json::Value = serde_json::from_slice(&heard.join().unwrap()).unwrap();
    assert_eq!(said, status);

    for lie in
        [Lie::Status { task_id: task.clone(), status: "failed".to_owned() }, Lie::UnknownTask, Lie::Huge(100_000)]
    {
        let (address, heard) = listener();
        assert_eq!(lie.post(&address).unwrap(), 204);
        let body = heard.join().unwrap();
        assert_eq!(body, lie.body());
        assert!(!matches!(lie, Lie::Huge(length) if body.len() != length));
    }
    assert!(server.webhook("NOSUCHTASK", &address).is_err());
}

/// The faults that a script may order without an end of their own.
fn hangs(fault: &Fault) -> bool {
    matches!(fault, Fault::Hang { .. } | Fault::Endless)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is ordered: each submit is charged at most once, the server lives, and it answers in the end.
    #[test]
    fn no_script_breaks_the_server(script in any_script()) {
        let server = Server::start();
        for (endpoint, fault) in &script {
            prop_assert!(!hangs(fault));
            server.fault(*endpoint, fault.clone());
        }
        let submits = Cell::new(0);
        let submitted = || {
            submits.set(submits.get() + 1);
            submit(&server, &single())
        };
        while server.faults_left(Endpoint::Submit) + server.faults_left(Endpoint::Connection) > 0 {
            let _ = submitted();
        }
        server.until("an answer", |_| submitted().is_ok_and(|answer| answer.status == 200));
        server.until("no connection", |server| server.connections() == 0);
        let asked = server.count(Endpoint::Submit);
        prop_assert!(server.charges().len() <= asked && asked <= submits.get());
        prop_assert!(server.charges().iter().all(|charge| charge.credits == 135));
    }

    #[test]
    fn scripts_that_hang_can_be_ordered(script in any_script_that_hangs()) {
        let server = Server::start();
        for (endpoint, fault) in script {
            server.fault(endpoint, fault);
        }
        prop_assert!(Endpoint::ALL.iter().map(|endpoint| server.faults_left(*endpoint)).sum::<usize>() <= 10);
    }
}
