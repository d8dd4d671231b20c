//! Right answers made wrong: the faults that are in a reply's JSON.

use std::io;
use std::thread;

use serde_json::{Value, json};

use super::faults::Fault;
use super::http::Conn;
use super::reply::{Reply, part};

const HUGE: usize = 50 * 1024 * 1024;

/// Whether the request is processed before this is replied.
pub fn processes(fault: &Fault) -> bool {
    match fault {
        Fault::MalformedJson { charge }
        | Fault::HugeReply { charge }
        | Fault::BodyCode { charge, .. }
        | Fault::NoTaskId { charge }
        | Fault::EmptyTaskId { charge } => *charge,
        _ => true,
    }
}

/// Sends the answer, made wrong. What was not processed has none of its own: it gets one without a task.
pub fn send(conn: &Conn, fault: &Fault, reply: Option<Reply>) -> io::Result<()> {
    let nothing = json!({"code": 200, "data": {"status": "not_started", "created_time": "2026-02-15T07:43:14"}});
    let reply = reply.unwrap_or_else(|| Reply::json(200, &nothing));
    if reply.status != 200 {
        // A refusal is a refusal, whatever was ordered.
        return conn.send(&reply.bytes());
    }
    let mut said: Value = serde_json::from_slice(&reply.body).unwrap_or(nothing);
    match fault {
        Fault::Created => return conn.send(&Reply { status: 201, ..reply }.bytes()),
        Fault::Answer { status, code } => {
            match code {
                Some(code) => said["code"] = json!(code),
                None => drop(said.as_object_mut().map(|said| said.remove("code"))),
            }
            return conn.send(&Reply::json(*status, &said).bytes());
        }
        Fault::Drip(pause) => {
            for byte in reply.bytes() {
                thread::sleep(*pause);
                conn.send(&[byte])?;
            }
            return Ok(());
        }
        Fault::MalformedJson { .. } => {
            let text = said.to_string();
            let text = &text[..part(text.len(), 60)];
            return conn.send(&Reply::new(200, "application/json", text.into()).bytes());
        }
        Fault::HugeReply { .. } => return huge(conn, &said),
        Fault::BodyCode { code, .. } => {
            said = json!({"code": code, "error": {"message": format!("code {code} was ordered"), "type": "ordered"}});
        }
        Fault::StringCode => said["code"] = json!("200"),
        Fault::ExtraFields => {
            said["trace_id"] = json!("7f3a");
            said["data"]["queue"] = json!({"position": 3, "lanes": ["a", "b"]});
            said["data"]["eta_seconds"] = json!(42.5);
        }
        Fault::NoTaskId { .. } => {
            if let Some(data) = said["data"].as_object_mut() {
                data.remove("task_id");
            }
        }
        Fault::EmptyTaskId { .. } => said["data"]["task_id"] = json!(""),
        Fault::NumberTaskId => {
            let number = said["data"]["task_id"].as_str().and_then(|id| id.parse::<u64>().ok());
            said["data"]["task_id"] = json!(number);
        }
        // Those of a status are made where the task is read.
        _ => {}
    }
    conn.send(&Reply::json(200, &said).bytes())
}

/// The answer behind 50 MB, written in pieces.
fn huge(conn: &Conn, said: &Value) -> io::Result<()> {
    let (begin, end) = (br#"{"padding":""#, format!(r#"",{}"#, &said.to_string()[1..]));
    let reply = Reply::new(200, "application/json", Vec::new());
    conn.send(&reply.head(Some(begin.len() + HUGE + end.len())))?;
    conn.send(begin)?;
    let piece = vec![b'x'; 1024 * 1024];
    for _ in 0..HUGE / piece.len() {
        conn.send(&piece)?;
    }
    conn.send(end.as_bytes())
}
