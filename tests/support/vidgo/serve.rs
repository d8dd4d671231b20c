//! One connection: requests one after the other, each with the fault that is due for it.

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use super::door::Idle;
use super::faults::{Endpoint, Fault};
use super::http::{Conn, Head};
use super::moments::Moment;
use super::record::{Host, Seen};
use super::reply::{Reply, part};
use super::{Inner, api, files, wrong};

/// Whether the connection lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    GoOn,
    /// Closed after a whole reply.
    Close,
    /// Closed without one.
    Broken,
}

/// A request that was read whole.
pub struct Request {
    pub host: Host,
    pub endpoint: Option<Endpoint>,
    pub head: Head,
    pub body: Vec<u8>,
}

pub fn serve(inner: &Arc<Inner>, host: Host, stream: Arc<TcpStream>, idle: &Idle) {
    let mut conn = Conn::new(stream);
    if host == Host::Api
        && let Some(fault) = inner.fault(Endpoint::Connection, "")
    {
        assert_eq!(fault, Fault::CloseAtOnce);
        return;
    }
    while idle.begin() {
        let Ok((method, path)) = conn.line() else { return };
        idle.end();
        match exchange(inner, host, &mut conn, &method, &path) {
            Ok(Then::GoOn) => {}
            Ok(Then::Close | Then::Broken) => return,
            Err(error) => {
                if error.kind() == io::ErrorKind::InvalidData {
                    let _ = conn.send(&Reply::error(400, &error.to_string(), "bad_request").bytes());
                }
                return;
            }
        }
    }
}

/// What a first line asks for.
fn route(host: Host, path: &str) -> Option<Endpoint> {
    match host {
        Host::Files => path.starts_with("/files/").then_some(Endpoint::File),
        Host::Api if path == "/api/generate/submit" => Some(Endpoint::Submit),
        Host::Api if path.starts_with("/api/generate/status/") => Some(Endpoint::Status),
        Host::Api if path == "/api/user/balance" => Some(Endpoint::Balance),
        Host::Api if path == "/api/common/upload/stream" => Some(Endpoint::Upload),
        Host::Api => None,
    }
}

fn exchange(inner: &Arc<Inner>, host: Host, conn: &mut Conn, method: &str, path: &str) -> io::Result<Then> {
    let at = Instant::now();
    let endpoint = route(host, path);
    let is_submit = endpoint == Some(Endpoint::Submit) && method == "POST";
    if is_submit {
        inner.moments.say(Moment::SubmitConnected);
    }
    let fault = endpoint.and_then(|endpoint| inner.fault(endpoint, path));
    let head = conn.head()?;
    let mut body = Vec::new();
    let see = |body: &[u8]| inner.see(Seen::new(host, endpoint, &head, body, at, &inner.key));
    if fault == Some(Fault::CloseUnread) {
        see(&body);
        conn.reset();
        return Ok(Then::Broken);
    }
    if is_submit {
        inner.moments.say(Moment::SubmitHeadersRead);
    }
    if let Some(Fault::BreakBeforeBody { charge } | Fault::BreakInBody { charge, .. }) = fault {
        let percent = if let Some(Fault::BreakInBody { percent, .. }) = fault { percent } else { 0 };
        let come = conn.part(&head, percent);
        if !charge || come.is_err() {
            see(&body);
            return Ok(Then::Broken);
        }
        conn.end_sending();
    }
    let read = conn.body(&head, &mut body);
    see(&body);
    read?;
    let request = Request { host, endpoint, head, body };
    if let Some(moment) = read_moment(endpoint) {
        inner.moments.say(moment);
    }
    let then = answer(inner, conn, &request, fault)?;
    if then != Then::Broken
        && let Some(moment) = replied_moment(endpoint)
    {
        inner.moments.say(moment);
    }
    Ok(then)
}

fn read_moment(endpoint: Option<Endpoint>) -> Option<Moment> {
    match endpoint? {
        Endpoint::Submit => Some(Moment::SubmitBodyRead),
        Endpoint::Upload => Some(Moment::UploadRead),
        Endpoint::Status => Some(Moment::StatusAsked),
        Endpoint::File => Some(Moment::FileAsked),
        Endpoint::Balance => Some(Moment::BalanceAsked),
        Endpoint::Connection => None,
    }
}

fn replied_moment(endpoint: Option<Endpoint>) -> Option<Moment> {
    match endpoint? {
        Endpoint::Submit => Some(Moment::SubmitReplied),
        Endpoint::Upload => Some(Moment::UploadReplied),
        Endpoint::Status => Some(Moment::StatusReplied),
        // `FileSent` is said where a file is sent whole.
        Endpoint::File | Endpoint::Balance | Endpoint::Connection => None,
    }
}

/// Processes a request and replies, as its fault has it.
fn answer(inner: &Arc<Inner>, conn: &mut Conn, request: &Request, fault: Option<Fault>) -> io::Result<Then> {
    let then = if request.head.is_last() { Then::Close } else { Then::GoOn };
    match fault {
        Some(
            Fault::BreakBeforeBody { charge } | Fault::BreakInBody { charge, .. } | Fault::BreakAfterBody { charge },
        ) => {
            process_if(charge, inner, request);
            Ok(Then::Broken)
        }
        Some(fault @ Fault::BreakAndChargeLater(_)) => {
            process(inner, request, Some(&fault));
            Ok(Then::Broken)
        }
        Some(Fault::Reset { charge }) => {
            process_if(charge, inner, request);
            conn.reset();
            Ok(Then::Broken)
        }
        Some(Fault::Hang { charge }) => {
            process_if(charge, inner, request);
            conn.wait_for_close();
            Ok(Then::Broken)
        }
        Some(Fault::BreakInReply { charge, percent }) => {
            let reply = process_if(charge, inner, request);
            let bytes = reply.unwrap_or_else(|| Reply::error(503, "overloaded", "overloaded")).bytes();
            // Never the whole: that would be no broken reply.
            let length = part(bytes.len(), percent).min(bytes.len().saturating_sub(1));
            conn.send(&bytes[..length])?;
            Ok(Then::Broken)
        }
        Some(Fault::Status { status, body, headers, charge }) => {
            process_if(charge, inner, request);
            let mut reply = Reply::new(status, "application/json", body.into_bytes());
            reply.headers.extend(headers);
            conn.send(&reply.bytes())?;
            Ok(then)
        }
        Some(Fault::RedirectHost { charge }) => {
            let to = format!("{}{}", inner.files_by_name(), request.head.path);
            process_if(charge, inner, request);
            let reply = Reply::new(302, "text/plain", Vec::new());
            conn.send(&Reply { headers: vec![("Location".to_owned(), to)], ..reply }.bytes())?;
            Ok(then)
        }
        Some(Fault::DelayReply(time)) if request.endpoint != Some(Endpoint::File) => {
            let reply = process(inner, request, None);
            thread::sleep(time);
            conn.send(&reply.bytes())?;
            Ok(then)
        }
        Some(Fault::DelayBefore(time) | Fault::DelayReply(time)) => {
            thread::sleep(time);
            usual(inner, conn, request, then)
        }
        Some(Fault::RefuseNext(time)) => {
            inner.refuse_for(time);
            usual(inner, conn, request, Then::Close)
        }
        fault if request.endpoint == Some(Endpoint::File) => {
            files::send(inner, conn, &request.head, fault.as_ref(), then)
        }
        Some(fault) => {
            let reply = wrong::processes(&fault).then(|| process(inner, request, Some(&fault)));
            wrong::send(conn, &fault, reply)?;
            Ok(then)
        }
        None => usual(inner, conn, request, then),
    }
}

fn usual(inner: &Arc<Inner>, conn: &Conn, request: &Request, then: Then) -> io::Result<Then> {
    if request.endpoint == Some(Endpoint::File) {
        return files::send(inner, conn, &request.head, None, then);
    }
    conn.send(&process(inner, request, None).bytes())?;
    Ok(then)
}

fn process_if(charge: bool, inner: &Inner, request: &Request) -> Option<Reply> {
    charge.then(|| process(inner, request, None))
}

fn process(inner: &Inner, request: &Request, fault: Option<&Fault>) -> Reply {
    match request.host {
        Host::Api => api::process(inner, request, fault),
        Host::Files => files::reply(inner, &request.head),
    }
}
