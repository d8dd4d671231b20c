//! Connections that are refused, broken at any byte, delayed or left hanging, charged or not.

use std::io::{ErrorKind, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::client::{Client, bearer, call, single, status, submit};
use crate::vidgo::{Endpoint, Fault, Moment, Server};

/// A submit that breaks like this leaves so many charges, and the next one is taken.
#[track_caller]
fn breaks(fault: &Fault, charges: usize) {
    let server = Server::start();
    server.fault(Endpoint::Submit, fault.clone());
    assert_eq!(server.faults_left(Endpoint::Submit), 1);
    let result = submit(&server, &single());
    assert!(result.as_ref().map_or(true, |answer| !answer.is_whole), "{fault:?}: {result:?}");
    server.until("the charge", |server| server.connections() == 0);
    assert_eq!((server.charges().len(), server.tasks().len()), (charges, charges), "{fault:?}");
    assert_eq!(server.faults_left(Endpoint::Submit), 0);
    assert_eq!(submit(&server, &single()).unwrap().status, 200);
}

#[test]
fn a_submit_breaks_charged_and_not() {
    for (charge, charges) in [(false, 0), (true, 1)] {
        breaks(&Fault::BreakBeforeBody { charge }, charges);
        breaks(&Fault::BreakInBody { charge, percent: 0 }, charges);
        breaks(&Fault::BreakInBody { charge, percent: 50 }, charges);
        breaks(&Fault::BreakInBody { charge, percent: 100 }, charges);
        breaks(&Fault::BreakAfterBody { charge }, charges);
        breaks(&Fault::Reset { charge }, charges);
        for percent in [0, 10, 50, 90, 100] {
            breaks(&Fault::BreakInReply { charge, percent }, charges);
        }
    }
    breaks(&Fault::CloseUnread, 0);
}

#[test]
fn a_reply_breaks_at_the_ordered_place() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakInReply { charge: true, percent: 90 });
    let answer = submit(&server, &single()).unwrap();
    assert_eq!((answer.status, answer.is_whole), (200, false));
    let task = &server.tasks()[0];
    assert!(String::from_utf8_lossy(&answer.body).contains(task), "the id came, the end did not");

    server.fault(Endpoint::Submit, Fault::BreakInReply { charge: true, percent: 10 });
    assert_eq!(submit(&server, &single()).unwrap_err().kind(), ErrorKind::UnexpectedEof);
}

#[test]
fn a_body_is_charged_that_came_after_the_break() {
    let server = Server::start();
    server.fault(Endpoint::Submit, Fault::BreakBeforeBody { charge: true });
    let mut client = Client::connect(&server.address()).unwrap();
    let body = single().to_string();
    let head = format!(
        "POST /api/generate/submit HTTP/1.1\r\nHost: a\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n",
        bearer(),
        body.len()
    );
    client.stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(client.read().unwrap_err().kind(), ErrorKind::UnexpectedEof, "closed before the body");
    assert_eq!(server.charges().len(), 0);
    client.stream.write_all(body.as_bytes()).unwrap();
    server.until("the charge", |server| server.charges().len() == 1);
}

#[test]
fn a_reset_is_a_reset() {
    let server = Server::start();
    for fault in [Fault::Reset { charge: true }, Fault::CloseUnread] {
        server.fault(Endpoint::Submit, fault);
        assert_eq!(submit(&server, &single()).unwrap_err().kind(), ErrorKind::ConnectionReset);
    }
}

#[test]
fn a_connection_is_closed_before_a_byte_is_read() {
    let server = Server::start();
    server.fault(Endpoint::Connection, Fault::CloseAtOnce);
    assert!(Client::connect(&server.address()).unwrap().fill().is_err());
    assert_eq!(server.requests().len(), 0);
    assert_eq!(submit(&server, &single()).unwrap().status, 200);
}

#[test]
fn a_server_that_is_down_refuses_and_comes_back_at_the_same_address() {
    let server = Server::start();
    let mut idle = Client::connect(&server.address()).unwrap();
    idle.send("GET", "/api/user/balance", &[("Authorization", &bearer())], b"").unwrap();
    assert!(idle.read().unwrap().is_whole);
    for _ in 0..3 {
        server.go_down();
        server.go_down();
        for _ in 0..5 {
            assert_eq!(submit(&server, &single()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
        }
        assert!(idle.fill().is_err(), "an idle connection is closed");
        server.come_up();
        assert_eq!(submit(&server, &single()).unwrap().status, 200);
    }
    server.go_down();
    drop(server);
}

#[test]
fn a_request_under_way_is_answered_by_a_server_that_goes_down() {
    let server = Arc::new(Server::start());
    let weak = Arc::downgrade(&server);
    server.moments(move |moment| {
        if let Some(server) = weak.upgrade().filter(|_| moment == Moment::BalanceAsked) {
            server.go_down();
        }
    });
    let mut client = Client::connect(&server.address()).unwrap();
    client.send("GET", "/api/user/balance", &[("Authorization", &bearer())], b"").unwrap();
    assert!(client.read().unwrap().is_whole);
    assert!(client.fill().is_err(), "it does not wait for a next one");
    assert_eq!(submit(&server, &single()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}

#[test]
fn the_next_is_refused() {
    let server = Server::start();
    server.fault(Endpoint::Balance, Fault::RefuseNext(Duration::from_millis(300)));
    let answer = call(&server, "GET", "/api/user/balance", "", b"").unwrap();
    assert!(answer.is_whole, "this one is answered");
    assert_eq!(submit(&server, &single()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    server.until("it is up again", |server| submit(server, &single()).is_ok());
}

#[test]
fn a_delay_before_and_after() {
    let server = Server::start();
    let time = Duration::from_millis(100);
    for fault in [Fault::DelayBefore(time), Fault::DelayReply(time)] {
        let charged_first = matches!(fault, Fault::DelayReply(_));
        server.fault(Endpoint::Submit, fault.clone());
        let begun = Instant::now();
        let before = server.charges().len();
        let mut client = Client::connect(&server.address()).unwrap();
        let headers = [("Authorization", &*bearer()), ("Content-Type", "application/json")];
        client.send("POST", "/api/generate/submit", &headers, single().to_string().as_bytes()).unwrap();
        if charged_first {
            server.until("the charge", |server| server.charges().len() == before + 1);
        }
        let answer = client.read().unwrap();
        assert!(begun.elapsed() >= time);
        assert_eq!(answer.task_id(), server.charges().pop().unwrap().task_id);
    }
}

#[test]
fn a_hang_lasts_until_the_client_leaves() {
    for (charge, charges) in [(false, 0), (true, 1)] {
        let server = Server::start();
        server.fault(Endpoint::Submit, Fault::Hang { charge });
        let mut client = Client::connect(&server.address()).unwrap();
        let headers = [("Authorization", &*bearer()), ("Content-Type", "application/json")];
        client.send("POST", "/api/generate/submit", &headers, single().to_string().as_bytes()).unwrap();
        server.until("it is read", |server| server.count(Endpoint::Submit) == 1);
        client.stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let error = client.read().unwrap_err().kind();
        assert!(matches!(error, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error:?}");
        drop(client);
        server.until("it is over", |server| server.connections() == 0);
        assert_eq!(server.charges().len(), charges);
    }
}

#[test]
fn a_hang_ends_with_the_server() {
    let server = Server::start();
    server.fault(Endpoint::Balance, Fault::Hang { charge: false });
    let mut client = Client::connect(&server.address()).unwrap();
    client.send("GET", "/api/user/balance", &[], b"").unwrap();
    server.until("it is read", |server| server.count(Endpoint::Balance) == 1);
    drop(server);
    assert!(client.read().is_err());
}

#[test]
fn always_goes_on_until_it_is_cleared() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    server.always(Endpoint::Status, Fault::status(503));
    server.fault(Endpoint::Status, Fault::status(500));
    let statuses = [(); 3].map(|()| status(&server, &task).unwrap().status);
    assert_eq!(statuses, [500, 503, 503]);
    server.clear_faults();
    assert_eq!(status(&server, &task).unwrap().json()["data"]["status"], "not_started", "nothing was advanced");
}

#[test]
fn a_connection_carries_many_requests_whole_or_in_chunks() {
    let server = Server::start();
    let mut client = Client::connect(&server.address()).unwrap();
    let body = single().to_string();
    let head = format!(
        "POST /api/generate/submit HTTP/1.1\r\nHost: a\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        bearer()
    );
    for length in [1, 7, 1000] {
        client.stream.write_all(head.as_bytes()).unwrap();
        for chunk in body.as_bytes().chunks(length) {
            client.stream.write_all(&[format!("{:X}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()).unwrap();
        }
        client.stream.write_all(b"0\r\n\r\n").unwrap();
        assert_eq!(client.read().unwrap().status, 200);
    }
    client.send("GET", "/api/user/balance", &[("Authorization", &bearer()), ("Connection", "close")], b"").unwrap();
    assert_eq!(client.read().unwrap().status, 200);
    assert!(client.rest().is_empty(), "closed as was asked");
    assert_eq!(server.requests_for(Endpoint::Submit)[1].body_len, body.len());
}

#[test]
fn what_is_no_http_is_refused() {
    let server = Server::start();
    for text in ["GET / HTTP/1.1\r\nno header\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/9\r\nHost: a\r\n\r\n"] {
        let mut client = Client::connect(&server.address()).unwrap();
        client.stream.write_all(text.as_bytes()).unwrap();
        assert_eq!(client.read().unwrap().status, 400, "{text}");
    }
}
