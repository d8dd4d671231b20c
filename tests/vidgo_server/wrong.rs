//! Answers that are wrong: statuses, codes, ids, JSON, and statuses that lie.

use std::time::Duration;

use serde_json::json;

use crate::client::{call, get, picture, single, status, submit, upload};
use crate::vidgo::{End, Endpoint, Fault, Life, Server};

#[test]
fn any_status_charged_and_not() {
    for code in [302, 400, 401, 402, 403, 404, 408, 413, 415, 422, 429, 500, 502, 503] {
        for (fault, charges) in [(Fault::status(code), 0), (Fault::status(code).charging(), 1)] {
            let server = Server::start();
            server.fault(Endpoint::Submit, fault);
            let answer = submit(&server, &single()).unwrap();
            assert_eq!((answer.status, answer.is_whole), (code, true));
            assert_eq!(answer.json()["code"], code);
            assert_eq!(server.charges().len(), charges, "{code}");
            assert_eq!(submit(&server, &single()).unwrap().status, 200);
        }
    }
}

#[test]
fn a_status_with_a_body_and_headers_of_ones_own() {
    let server = Server::start();
    server.fault(Endpoint::Balance, Fault::retry_after(7));
    let answer = call(&server, "GET", "/api/user/balance", "", b"").unwrap();
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    server.fault(Endpoint::Balance, Fault::status(503).with_body("<html>").with_header("X-A", "b"));
    let answer = call(&server, "GET", "/api/user/balance", "", b"").unwrap();
    assert_eq!((answer.status, &*answer.body, answer.header("x-a")), (503, &b"<html>"[..], Some("b")));
}

#[test]
fn a_redirect_leads_to_the_other_host() {
    let server = Server::start();
    for (charge, charges) in [(false, 0), (true, 1)] {
        server.fault(Endpoint::Submit, Fault::RedirectHost { charge });
        let answer = submit(&server, &single()).unwrap();
        let to = format!("{}/api/generate/submit", server.other_host_by_name());
        assert_eq!((answer.status, answer.header("location")), (302, Some(&*to)));
        assert_eq!(server.charges().len(), charges);
        get(&to).unwrap();
        assert_eq!(server.requests().pop().unwrap().path, "/api/generate/submit");
    }
}

#[test]
fn right_answers_that_look_odd() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::Created);
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((answer.status, answer.task_id()), (201, server.tasks()[0].clone()));

    server.fault(Endpoint::Submit, Fault::StringCode);
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((&answer.json()["code"], answer.task_id()), (&json!("200"), server.tasks()[1].clone()));

    server.fault(Endpoint::Submit, Fault::ExtraFields);
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((answer.json()["data"]["queue"].is_object(), answer.task_id()), (true, server.tasks()[2].clone()));

    server.fault(Endpoint::Submit, Fault::NumberTaskId);
    let answer = submit(&server, &single()).unwrap().json();
    let number = answer["data"]["task_id"].as_u64().unwrap();
    assert_eq!(number.to_string(), server.tasks()[3]);
    let said = status(&server, &number.to_string()).unwrap().json();
    assert_eq!(said["data"]["status"], "not_started", "the number is a good id");
    assert_eq!(server.charges().len(), 4);
}

#[test]
fn right_answers_under_another_status_or_code() {
    let server = Server::start();
    for (status, code) in [(200, None), (201, Some(201)), (202, None), (500, Some(200))] {
        server.fault(Endpoint::Submit, Fault::Answer { status, code });
        let answer = submit(&server, &single()).unwrap();
        assert_eq!((answer.status, answer.json().get("code")), (status, code.map(|code| json!(code)).as_ref()));
        assert_eq!(Some(answer.task_id()), server.tasks().pop(), "the task is accepted all the same");
    }
    server.fault(Endpoint::Submit, Fault::Drip(Duration::from_micros(10)));
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((answer.is_whole, answer.task_id()), (true, server.tasks()[4].clone()));
    assert_eq!(server.charges().len(), 5);
}

#[test]
fn an_id_that_is_no_plain_word_is_good_where_it_is_encoded() {
    let server = Server::start();
    server.set_life(Life::of(&[], End::Finished));
    for (id, encoded) in [
        ("../../user/balance", "..%2F..%2Fuser%2Fbalance"),
        ("a b?c#d", "a%20b%3Fc%23d"),
        ("%2e%zé", "%252e%25z%C3%A9"),
        ("50%", "50%"),
    ] {
        server.fault(Endpoint::Submit, Fault::OddTaskId(id.to_owned()));
        assert_eq!(submit(&server, &single()).unwrap().task_id(), id);
        let said = status(&server, encoded).unwrap().json();
        assert_eq!(said["data"]["task_id"], id);
        assert_eq!(get(said["data"]["files"][0]["file_url"].as_str().unwrap()).unwrap().body, server.video());
    }
}

#[test]
fn videos_at_odd_addresses() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    server.fault(Endpoint::Status, Fault::ForeignAddress("file:///etc/hostname".to_owned()));
    server.fault(Endpoint::Status, Fault::CoverFirst);
    let files = [(); 6].map(|()| status(&server, &task).unwrap().json()["data"]["files"].clone());
    assert!(files[..3].iter().all(|files| *files == json!([])));
    assert_eq!(files[3][0]["file_url"], "file:///etc/hostname");
    assert_eq!((&files[4][0]["file_type"], &files[4][1]["file_type"]), (&json!("image"), &json!("video")));
    assert_eq!((files[5].as_array().unwrap().len(), &files[5][0]), (1, &files[4][1]));
}

#[test]
fn answers_without_an_id() {
    for (charge, charges) in [(false, 0), (true, 1)] {
        let server = Server::start();
        server.fault(Endpoint::Submit, Fault::NoTaskId { charge });
        let said = submit(&server, &single()).unwrap().json();
        assert_eq!((&said["code"], said["data"].get("task_id")), (&json!(200), None));
        assert_eq!(server.charges().len(), charges);

        server.fault(Endpoint::Submit, Fault::EmptyTaskId { charge });
        assert_eq!(submit(&server, &single()).unwrap().json()["data"]["task_id"], "");
        assert_eq!(server.charges().len(), charges * 2);

        server.fault(Endpoint::Submit, Fault::MalformedJson { charge });
        let answer = submit(&server, &single()).unwrap();
        assert!(answer.is_whole && serde_json::from_slice::<serde_json::Value>(&answer.body).is_err());
        assert_eq!((answer.status, server.charges().len()), (200, charges * 3));

        for code in [400, 402, 429, 500] {
            let before = server.charges().len();
            server.fault(Endpoint::Submit, Fault::BodyCode { code, charge });
            let answer = submit(&server, &single()).unwrap();
            assert_eq!((answer.status, &answer.json()["code"]), (200, &json!(code)));
            assert_eq!(server.charges().len(), before + charges);
        }
    }
}

#[test]
fn a_reply_of_50_mb_is_whole_and_has_the_id_at_its_end() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::HugeReply { charge: true });
    let answer = submit(&server, &single()).unwrap();
    assert!(answer.is_whole && answer.body.len() > 50 * 1024 * 1024);
    assert_eq!(answer.task_id(), server.tasks()[0]);
}

#[test]
fn a_refusal_stays_one() {
    let server = Server::start();
    for fault in [Fault::Created, Fault::StringCode, Fault::NoTaskId { charge: true }] {
        server.fault(Endpoint::Submit, fault);
        assert_eq!(submit(&server, &json!({})).unwrap().status, 400);
    }
    assert_eq!(server.charges().len(), 0);
}

#[test]
fn statuses_that_lie() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    // The last two wait until there is progress to go back from, and until it is finished.
    for fault in [
        Fault::UnknownStatus("dreaming".to_owned()),
        Fault::ProgressAsText,
        Fault::ProgressBack,
        Fault::NoFiles,
        Fault::ExpiredAddress(403),
        Fault::ExpiredAddress(404),
    ] {
        server.fault(Endpoint::Status, fault);
    }
    let ask = || status(&server, &task).unwrap().json()["data"].clone();
    assert_eq!(ask()["status"], "dreaming");
    assert_eq!(ask()["progress"], "40%");
    assert_eq!(ask()["progress"], 80, "a text is no progress to go back from");
    assert_eq!((&ask()["files"], server.faults_left(Endpoint::Status)), (&json!([]), 3));
    let mut files = Vec::new();
    for _ in 0..3 {
        files.push(ask()["files"][0]["file_url"].as_str().unwrap().to_owned());
    }
    let statuses: Vec<u16> = files.iter().map(|file| get(file).unwrap().status).collect();
    assert_eq!(statuses, [403, 404, 200]);

    let task = submit(&server, &single()).unwrap().task_id();
    let ask = || status(&server, &task).unwrap().json()["data"]["progress"].clone();
    assert_eq!([ask(), ask(), ask(), ask()], [0, 40, 20, 100], "the one that was waiting");
}

#[test]
fn odd_answers_of_the_other_calls() {
    let server = Server::start();
    server.set_life(Life::endless());
    let task = submit(&server, &single()).unwrap().task_id();
    for fault in [Fault::Created, Fault::MalformedJson { charge: true }, Fault::StringCode, Fault::ExtraFields] {
        for endpoint in [Endpoint::Status, Endpoint::Balance, Endpoint::Upload] {
            server.fault(endpoint, fault.clone());
        }
        let answers = [
            status(&server, &task).unwrap(),
            call(&server, "GET", "/api/user/balance", "", b"").unwrap(),
            upload(&server, &picture(300, 300)).unwrap(),
        ];
        for answer in answers {
            let said = serde_json::from_slice::<serde_json::Value>(&answer.body);
            match &fault {
                Fault::Created => assert_eq!(answer.status, 201),
                Fault::MalformedJson { .. } => assert!(said.is_err()),
                Fault::StringCode => assert_eq!(said.unwrap()["code"], "200"),
                _ => assert!(said.unwrap()["trace_id"].is_string()),
            }
        }
    }
}

#[test]
#[should_panic(expected = "can't happen at")]
fn a_fault_that_makes_no_sense_is_a_mistake_of_the_test() {
    Server::start().fault(Endpoint::Balance, Fault::Endless);
}
