//! Webhooks: a task by POST to a listener on loopback, true or made up.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

/// The service gives a listener this long.
const PATIENCE: Duration = Duration::from_secs(10);

/// What somebody else might post.
#[derive(Clone, Debug)]
pub enum Lie {
    /// This task has this status, whatever it has in truth.
    Status {
        task_id: String,
        status: String,
    },
    /// A task that nobody has.
    UnknownTask,
    /// So many bytes.
    Huge(usize),
    NoJson,
}

impl Lie {
    /// Posts it to a listener on loopback; the status it answers.
    pub fn post(&self, url: &str) -> io::Result<u16> {
        post(url, &self.body())
    }

    pub fn body(&self) -> Vec<u8> {
        match self {
            Self::Status { task_id, status } => said(task_id, status).to_string().into_bytes(),
            Self::UnknownTask => said("0000NOBODYHASIT0", "finished").to_string().into_bytes(),
            Self::Huge(length) => {
                let mut body = br#"{"task_id":""#.to_vec();
                body.resize((*length).max(body.len()), b'A');
                body
            }
            Self::NoJson => b"\xff\xfe<xml/>".to_vec(),
        }
    }
}

fn said(task_id: &str, status: &str) -> Value {
    json!({"task_id": task_id, "status": status, "created_time": "2026-02-15T07:43:14",
        "files": [{"file_url": "http://127.0.0.1:9/never.mp4", "file_type": "video"}], "error_message": null})
}

/// A status reply as a webhook's call has it: the task alone, without its progress.
pub fn flat(reply: &Value) -> Value {
    let mut task = reply["data"].clone();
    if let Some(task) = task.as_object_mut() {
        task.remove("progress");
    }
    task
}

/// Posts a body to an address like `http://127.0.0.1:PORT/path`; the status of the reply.
pub fn post(url: &str, body: &[u8]) -> io::Result<u16> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("{url}: {what}"));
    let rest = url.strip_prefix("http://").ok_or_else(|| wrong("not http"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    // A listener may refuse a huge body before it is read: its reply is what counts.
    let sent = stream.write_all(body);
    let mut reply = Vec::new();
    let mut piece = [0_u8; 4096];
    while !reply.windows(2).any(|pair| pair == b"\r\n") {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            sent?;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        reply.extend_from_slice(&piece[..read]);
    }
    let line = String::from_utf8_lossy(&reply);
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(|| wrong("the reply is no HTTP"))
}
