//! Videos on the file host, right and wrong.

use std::io::ErrorKind;

use crate::client::{Answer, Client, get, single, status, submit};
use crate::vidgo::{End, Endpoint, Fault, Life, Server};

/// A server with a finished task, and the address of its video.
fn finished() -> (Server, String) {
    let server = Server::start();
    server.set_life(Life::of(&[], End::Finished));
    let task = submit(&server, &single()).unwrap().task_id();
    let said = status(&server, &task).unwrap().json();
    let address = said["data"]["files"][0]["file_url"].as_str().unwrap().to_owned();
    (server, address)
}

fn with(fault: Fault) -> (Server, std::io::Result<Answer>) {
    let (server, address) = finished();
    server.fault(Endpoint::File, fault);
    let answer = get(&address);
    (server, answer)
}

#[test]
fn the_video_is_a_real_one_and_can_be_another() {
    let (server, address) = finished();
    let answer = get(&address).unwrap();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("video/mp4")));
    assert_eq!(&answer.body[4..8], b"ftyp");
    assert_eq!(answer.body, server.video());
    server.set_video(b"another".to_vec());
    assert_eq!(get(&address).unwrap().body, b"another");
    assert_eq!(get(&address.replace("s=1", "s=2")).unwrap().status, 403);
    assert_eq!(get(&address.replace(".mp4?s=1", ".mp4")).unwrap().status, 404);
    assert_eq!(get(&format!("{}/files/NOSUCHTASK.mp4?s=1", server.other_host())).unwrap().status, 404);
    assert_eq!(get(&address.replace("127.0.0.1", "localhost")).unwrap().status, 200);
}

#[test]
fn no_video_before_the_end() {
    let server = Server::start();
    let task = submit(&server, &single()).unwrap().task_id();
    assert_eq!(get(&format!("{}/files/{task}.mp4?s=1", server.other_host())).unwrap().status, 404);
}

#[test]
fn an_address_expires_on_command() {
    let (server, address) = finished();
    let task = server.tasks()[0].clone();
    server.expire_address(&task, 403);
    assert_eq!(get(&address).unwrap().status, 403);
    let fresh = status(&server, &task).unwrap().json()["data"]["files"][0]["file_url"].as_str().unwrap().to_owned();
    assert_eq!(get(&fresh).unwrap().status, 200);
    assert_eq!(get(&address).unwrap().status, 403, "the old one stays expired");
}

#[test]
fn wrong_lengths() {
    let (server, answer) = with(Fault::LengthTooLong);
    let answer = answer.unwrap();
    assert!(!answer.is_whole);
    assert_eq!(answer.body, server.video());

    let (server, address) = finished();
    server.fault(Endpoint::File, Fault::LengthTooShort);
    let at = address.match_indices('/').nth(2).unwrap().0;
    let mut client = Client::connect(&address[..at]).unwrap();
    client.send("GET", &address[at..], &[], b"").unwrap();
    let answer = client.read().unwrap();
    assert_eq!(answer.body.len(), server.video().len() / 2);
    assert_eq!([answer.body, client.rest()].concat(), server.video(), "more comes than was announced");

    let (_, answer) = with(Fault::ZeroBytes);
    let answer = answer.unwrap();
    assert_eq!((answer.status, answer.is_whole, answer.body.len()), (200, true, 0));
}

#[test]
fn pages_instead_of_a_video() {
    for (says_video, kind) in [(false, "text/html; charset=utf-8"), (true, "video/mp4")] {
        let answer = with(Fault::WebPage { says_video }).1.unwrap();
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)));
        assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
    }
    let (_, answer) = with(Fault::status(500));
    assert_eq!(answer.unwrap().status, 500);
}

#[test]
fn a_redirect_to_the_hosts_other_name() {
    let (server, answer) = with(Fault::RedirectHost { charge: false });
    let answer = answer.unwrap();
    assert_eq!(answer.status, 302);
    let to = answer.header("location").unwrap();
    assert!(to.starts_with(&server.other_host_by_name()));
    assert_eq!(get(to).unwrap().body, server.video());
}

#[test]
fn in_chunks() {
    let (server, answer) = with(Fault::Chunked);
    let answer = answer.unwrap();
    assert_eq!(answer.header("transfer-encoding"), Some("chunked"));
    assert_eq!(unchunked(&answer.body), server.video());
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut video = Vec::new();
    loop {
        let end = body.windows(2).position(|pair| pair == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return video;
        }
        video.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 2 + length + 2..];
    }
}

#[test]
fn one_that_never_ends() {
    let (server, address) = finished();
    server.fault(Endpoint::File, Fault::Endless);
    let at = address.match_indices('/').nth(2).unwrap().0;
    let mut client = Client::connect(&address[..at]).unwrap();
    client.send("GET", &address[at..], &[], b"").unwrap();
    let mut come = 0;
    let mut piece = vec![0_u8; 64 * 1024];
    while come < 20_000_000 {
        come += std::io::Read::read(&mut client.stream, &mut piece).unwrap();
    }
    drop(client);
    server.until("it is over", |server| server.connections() == 0);
}

#[test]
fn a_download_breaks() {
    let video = Server::start().video().len();
    let answer = with(Fault::BreakInReply { charge: true, percent: 50 }).1.unwrap();
    assert!(!answer.is_whole && answer.body.len() > video / 3 && answer.body.len() < video);
    assert_eq!(with(Fault::BreakAfterBody { charge: true }).1.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    assert_eq!(with(Fault::Reset { charge: true }).1.unwrap_err().kind(), ErrorKind::ConnectionReset);
}
