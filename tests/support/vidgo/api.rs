//! The calls of the API, processed as the contract has them.

use serde_json::{Value, json};

use super::faults::{Endpoint, Fault};
use super::moments::Moment;
use super::reply::Reply;
use super::serve::Request;
use super::{Inner, account, multipart, path, strict, upload};

pub fn process(inner: &Inner, request: &Request, fault: Option<&Fault>) -> Reply {
    if request.head.path.starts_with("/api/") && request.head.header("authorization") != Some(&inner.bearer()) {
        return Reply::error(401, "invalid API key", "authentication_error");
    }
    let Some(endpoint) = request.endpoint else { return Reply::error(404, "nothing is here", "not_found") };
    let wanted = if matches!(endpoint, Endpoint::Submit | Endpoint::Upload) { "POST" } else { "GET" };
    if request.head.method != wanted {
        return Reply::error(405, &format!("this is asked by {wanted}"), "method_not_allowed");
    }
    match endpoint {
        Endpoint::Submit => submit(inner, request, fault),
        Endpoint::Status => status(inner, &request.head.path, fault),
        Endpoint::Upload => uploaded(inner, request),
        _ => balance(inner),
    }
}

fn submit(inner: &Inner, request: &Request, fault: Option<&Fault>) -> Reply {
    let refused = |message: &str| Reply::error(400, message, "invalid_request_error");
    let kind = request.head.header("content-type").unwrap_or_default();
    if kind.split(';').next() != Some("application/json") {
        return Reply::error(415, &format!("Content-Type is {kind}, not application/json"), "invalid_request_error");
    }
    let body: Value = match serde_json::from_slice(&request.body) {
        Ok(body) => body,
        Err(error) => return refused(&format!("the body is no JSON: {error}")),
    };
    let files = inner.files_address();
    let mut state = inner.state();
    let credits = match strict::check(&body, &|address| state.uploads.picture(address, &files)) {
        Ok(credits) => credits,
        Err(message) => return refused(&message),
    };
    let id = new_id(fault);
    if let Err(missing) = state.account.charge(&id, credits, body, late(fault)) {
        return Reply::error(402, &format!("insufficient credits: {missing} are missing"), "insufficient_credits");
    }
    let created = upload::without_zone(jiff::Timestamp::now());
    let created = created.split('.').next().unwrap_or_default();
    let life = state.next_life();
    state.tasks.begin(&id, life, created);
    drop(state);
    inner.changed();
    inner.moments.say(Moment::SubmitCharged);
    Reply::json(200, &json!({"code": 200, "data": {"task_id": id, "status": "not_started", "created_time": created}}))
}

/// How long after the request the charge is made.
fn late(fault: Option<&Fault>) -> Option<std::time::Duration> {
    match fault {
        Some(Fault::BreakAndChargeLater(late)) => Some(*late),
        _ => None,
    }
}

/// Opaque, and found nowhere else, unless another is ordered.
fn new_id(fault: Option<&Fault>) -> String {
    let id = uuid::Uuid::new_v4();
    match fault {
        // Within what a double holds exactly, as a service written in JavaScript would have it.
        Some(Fault::NumberTaskId) => (id.as_u128() % 9_000_000_000_000_000 + 1).to_string(),
        Some(Fault::OddTaskId(id)) => id.clone(),
        _ => id.simple().to_string()[..16].to_ascii_uppercase(),
    }
}

fn status(inner: &Inner, path: &str, fault: Option<&Fault>) -> Reply {
    let id = path::task(path);
    let said = inner.state().tasks.answer(&id, &inner.files_address(), fault);
    inner.settle();
    match said {
        Some(mut said) => {
            let state = inner.state();
            if state.tells_charges {
                said["data"]["credits_amount"] = state.account.amount_of(&id);
            }
            drop(state);
            Reply::json(200, &said)
        }
        None => Reply::error(404, &format!("no task is called {id}"), "not_found"),
    }
}

fn balance(inner: &Inner) -> Reply {
    inner.settle();
    let credits = account::number(inner.state().account.hundredths);
    Reply::json(200, &json!({"code": 200, "data": {"email": "someone@example.org", "credits_amount": credits}}))
}

fn uploaded(inner: &Inner, request: &Request) -> Reply {
    let detail = |status: u16, text: &str| Reply::json(status, &json!({"detail": text}));
    let kind = request.head.header("content-type").unwrap_or_default();
    let form = match multipart::read(kind, &request.body) {
        Ok(form) => form,
        Err(message) => return Reply::json(422, &json!({"detail": [{"msg": message}]})),
    };
    let taken =
        inner.state().uploads.take(form.file.unwrap_or_default(), form.file_name.as_deref(), &inner.files_address());
    inner.changed();
    match taken {
        Ok(said) => Reply::json(200, &said),
        Err((status, message)) => detail(status, &message),
    }
}
