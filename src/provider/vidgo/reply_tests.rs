//! Every row of the contract's table "What each answer means for a paid request", and answers that no table has.

use std::time::Duration;

use proptest::prelude::*;

use super::reply::*;
use crate::provider::{Failure, FailureKind, StatusError, SubmitError, TaskId, TaskReport, TaskStatus, UploadError};
use crate::story::Credits;

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, retry_after: None, body: body.as_bytes().to_vec() }
}

fn kind(reply: &Reply) -> &'static str {
    match submitted(reply) {
        Ok(_) => "accepted",
        Err(SubmitError::NotSent(_)) => "not sent",
        Err(SubmitError::Busy { .. }) => "busy",
        Err(SubmitError::Refused(_)) => "refused",
        Err(SubmitError::Key(_)) => "key",
        Err(SubmitError::Credits(_)) => "credits",
        Err(SubmitError::NotConfirmed(_)) => "not confirmed",
    }
}

#[test]
fn submissions_as_the_contract_has_them() {
    let accepted = r#"{"code": 200, "data": {"task_id": "1ATIV2OJO3CVSVCV", "status": "not_started"}}"#;
    let no_task = r#"{"code": 200, "data": {"status": "not_started"}}"#;
    let error = |code: u16| format!(r#"{{"code": {code}, "error": {{"message": "why", "type": "t"}}}}"#);
    for (status, body, means) in [
        (200, accepted.to_owned(), "accepted"),
        (201, accepted.to_owned(), "accepted"),
        (202, r#"{"data": {"task_id": "x"}}"#.to_owned(), "accepted"),
        (200, r#"{"code": "201", "data": {"task_id": 77}}"#.to_owned(), "accepted"),
        (200, r#"{"task_id": "x"}"#.to_owned(), "accepted"),
        (200, no_task.to_owned(), "not confirmed"),
        (200, r#"{"code": 200, "data": {"task_id": " "}}"#.to_owned(), "not confirmed"),
        (200, r#"{"code": 200, "data": {"task_id": ".."}}"#.to_owned(), "not confirmed"),
        (200, String::new(), "not confirmed"),
        (200, "<html>".to_owned(), "not confirmed"),
        (204, String::new(), "not confirmed"),
        (200, error(500), "not confirmed"),
        (200, error(403), "refused"),
        (200, error(404), "refused"),
        (200, error(415), "refused"),
        (200, error(408), "not confirmed"),
        (201, error(403), "not confirmed"),
        (201, error(402), "not confirmed"),
        (200, error(400), "refused"),
        (200, error(422), "refused"),
        (200, error(401), "key"),
        (200, error(402), "credits"),
        (200, error(429), "busy"),
        (200, r#"{"code": 402, "data": {"task_id": "x"}}"#.to_owned(), "not confirmed"),
        (200, r#"{"code": 500, "data": {"task_id": "x"}}"#.to_owned(), "not confirmed"),
        (302, String::new(), "not confirmed"),
        (400, error(400), "refused"),
        (400, "bad".to_owned(), "refused"),
        (400, error(500), "not confirmed"),
        (400, accepted.to_owned(), "not confirmed"),
        (401, error(401), "key"),
        (403, String::new(), "refused"),
        (403, error(403), "refused"),
        (403, error(401), "not confirmed"),
        (402, error(402), "credits"),
        (402, r#"{"task_id": "x"}"#.to_owned(), "not confirmed"),
        (404, error(404), "refused"),
        (404, "<html>".to_owned(), "refused"),
        (404, accepted.to_owned(), "not confirmed"),
        (408, error(408), "not confirmed"),
        (409, error(409), "not confirmed"),
        (413, String::new(), "refused"),
        (415, String::new(), "refused"),
        (422, r#"{"detail": [{"msg": "duration"}]}"#.to_owned(), "refused"),
        (429, String::new(), "busy"),
        (429, error(500), "not confirmed"),
        (500, error(500), "not confirmed"),
        (503, String::new(), "not confirmed"),
        (100, String::new(), "not confirmed"),
    ] {
        assert_eq!(kind(&reply(status, &body)), means, "{status} {body}");
    }
}

/// What a submission is answered with, as far as it was accepted.
fn accepted(body: &str) -> TaskReport {
    submitted(&reply(200, body)).unwrap().report
}

#[test]
fn an_accepted_submission_may_be_running_or_have_failed_already() {
    let data = |inner: &str| format!(r#"{{"code": 200, "data": {{"task_id": "T", {inner}}}}}"#);
    assert_eq!(accepted(&data(r#""status": "running""#)).status, TaskStatus::Running(None));
    assert_eq!(accepted(&data(r#""status": "Pending""#)).status, TaskStatus::Waiting);
    assert_eq!(accepted(&data(r#""created_time": "2026-02-15T07:43:14""#)).status, TaskStatus::Waiting);
    assert_eq!(accepted(r#"{"task_id": "T", "status": "queued"}"#).status, TaskStatus::Waiting);
    let failed = accepted(&data(r#""status": "failed", "error_message": "no", "credits_amount": 0"#));
    assert_eq!(failed, TaskReport { status: TaskStatus::Failed(Failure::other("no")), charged: Some(Credits::ZERO) });
}

#[test]
fn a_model_that_is_not_offered_any_more_is_said_so_and_403_is_no_wrong_key() {
    let why = |http: u16, body: &str| match submitted(&reply(http, body)) {
        Err(SubmitError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    let gone = "the service does not offer this model any more: ";
    let error =
        |code: u16, words: &str| format!(r#"{{"code": {code}, "error": {{"message": "{words}", "type": "t"}}}}"#);
    assert_eq!(why(404, &error(404, "Resource not found")), format!("{gone}Resource not found"));
    assert_eq!(
        why(400, &error(400, "Model kling-3.0/pro is not supported")),
        format!("{gone}Model kling-3.0/pro is not supported")
    );
    assert_eq!(why(200, &error(404, "no such model")), format!("{gone}no such model"));
    assert_eq!(why(400, &error(400, "duration is 2")), "duration is 2");
    assert_eq!(why(403, &error(403, "not for this account")), "not for this account");
    assert_eq!(why(404, "<html>"), "nothing takes requests at this address: <html>");
}

#[test]
fn a_busy_service_says_how_long() {
    let asked = Reply { status: 429, retry_after: Some(Duration::from_secs(7)), body: Vec::new() };
    let Err(SubmitError::Busy { retry_after, .. }) = submitted(&asked) else { panic!("{asked:?}") };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
}

#[test]
fn the_services_own_words_are_found_in_every_shape() {
    for (body, words) in [
        (r#"{"code": 400, "error": {"message": "too\nlong", "type": "t"}}"#, "too long"),
        (r#"{"error": "plain"}"#, "plain"),
        (r#"{"detail": "one"}"#, "one"),
        (r#"{"detail": [{"msg": "a"}, {"msg": "b"}]}"#, "a; b"),
        (r#"{"data": {"error_message": "policy"}}"#, "policy"),
        (r#"{"msg": "hm"}"#, "hm"),
        ("not json", "not json"),
        ("", "HTTP 400 without a word"),
    ] {
        assert_eq!(reply(400, body).message(), words);
    }
    let hostile = r#"{"error": "\u001b[2Jno \u202egnorw\u2028prompt\ufeff\u0000"}"#;
    assert_eq!(reply(400, hostile).message(), "[2Jno gnorw prompt");
    let long = reply(400, &"x ".repeat(5000)).message();
    assert!(long.chars().count() <= 401 && long.ends_with('…'));
}

/// What a question after task T is answered with.
fn ask(http: u16, body: &str) -> Result<TaskReport, StatusError> {
    status(&reply(http, body), &TaskId("T".to_owned()))
}

/// The same for a good answer about it.
fn told(inner: &str) -> TaskStatus {
    ask(200, &format!(r#"{{"code": 200, "data": {{"task_id": "T", {inner}}}}}"#)).unwrap().status
}

#[test]
fn statuses() {
    for (word, means) in [
        ("not_started", TaskStatus::Waiting),
        ("pending", TaskStatus::Waiting),
        ("QUEUED", TaskStatus::Waiting),
        ("running", TaskStatus::Running(None)),
        ("Processing", TaskStatus::Running(None)),
        ("finished", TaskStatus::Finished(Vec::new())),
        (" Success ", TaskStatus::Finished(Vec::new())),
        ("Failed", TaskStatus::Failed(Failure::other("the service gave no reason"))),
        ("cancelled", TaskStatus::Cancelled),
        ("Canceled", TaskStatus::Cancelled),
        ("resting", TaskStatus::Other("resting".to_owned())),
    ] {
        assert_eq!(told(&format!(r#""status": "{word}""#)), means, "{word}");
    }
    assert_eq!(told(r#""status": "running", "progress": 45"#), TaskStatus::Running(Some(0.45)));
    assert_eq!(told(r#""status": "running", "progress": "45%""#), TaskStatus::Running(Some(0.45)));
    assert_eq!(told(r#""status": "running", "progress": null"#), TaskStatus::Running(None));
    assert_eq!(told(r#""status": "running", "progress": 900"#), TaskStatus::Running(Some(1.0)));
    assert_eq!(ask(404, ""), Err(StatusError::Unknown));
    assert_eq!(ask(200, r#"{"code": 404}"#), Err(StatusError::Unknown));
    assert_eq!(ask(404, r#"{"detail": "Task not found"}"#), Err(StatusError::Unknown));
    assert!(matches!(ask(401, ""), Err(StatusError::Key(_))));
    assert!(matches!(ask(429, ""), Err(StatusError::Busy(None))));
    for nothing in [(500, ""), (200, ""), (200, r#"{"code": 200}"#), (200, r#"{"code": 500}"#), (302, ""), (403, "")] {
        assert!(matches!(ask(nothing.0, nothing.1), Err(StatusError::Unreachable(_))), "{nothing:?}");
    }
    let other = r#"{"data": {"task_id": "U", "status": "failed"}}"#;
    assert!(matches!(ask(200, other), Err(StatusError::Unreachable(_))), "another task's end is not ours");
    // The shape of a webhook's call, should a status ever have it.
    assert_eq!(ask(200, r#"{"task_id": "T", "status": "running"}"#).unwrap().status, TaskStatus::Running(None));
}

#[test]
fn a_failed_task_may_speak_in_any_of_four_fields() {
    let policy = |words: &str| TaskStatus::Failed(Failure { words: words.to_owned(), kind: FailureKind::Policy });
    for field in ["error_message", "message", "task_error", "error"] {
        let plain = format!(r#""status": "failed", "{field}": "content policy""#);
        assert_eq!(told(&plain), policy("content policy"), "{field}");
        let empty = format!(r#""status": "failed", "error_message": null, "{field}": "content policy""#);
        assert_eq!(told(&empty), policy("content policy"), "{field}");
        let beside = format!(r#"{{"code": 200, "data": {{"status": "failed"}}, "{field}": "content policy"}}"#);
        assert_eq!(ask(200, &beside).unwrap().status, policy("content policy"), "{field}");
    }
    let object = r#""status": "failed", "task_error": {"code": 9, "message": "Server exception"}"#;
    assert_eq!(
        told(object),
        TaskStatus::Failed(Failure { words: "Server exception".to_owned(), kind: FailureKind::Opaque })
    );
    let passing = told(r#""status": "failed", "error_message": "Internal error, please try again later""#);
    assert!(matches!(passing, TaskStatus::Failed(Failure { kind: FailureKind::Passing, .. })), "{passing:?}");
}

#[test]
fn the_video_is_taken_whatever_lies_beside_it() {
    let found = |files: &str| match told(&format!(r#""status": "finished", "files": {files}"#)) {
        TaskStatus::Finished(files) => files.into_iter().map(|file| file.address).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let files = r#"[{"file_url": "https://a/p.jpg", "file_type": "image"}, {"file_url": "https://a/v.mp4",
        "file_type": "video"}, {"file_type": "video"}, 7, {"file_url": " ", "file_type": "video"}]"#;
    assert_eq!(found(files), ["https://a/v.mp4"]);
    let untold = r#"[{"file_url": "https://a/last.png?x=.mp4"}, {"file_url": "https://a/1"}, {"file_url": "https://a/v", "file_type": "VIDEO/mp4"}]"#;
    assert_eq!(found(untold), ["https://a/v", "https://a/1"]);
    assert_eq!(found(r#"[{"file_url": "https://a/p", "file_type": "last_frame"}]"#), Vec::<String>::new());
    assert_eq!(found(r#"[{"file_url": "https://a/v", "file_type": "mp4"}]"#), ["https://a/v"]);
    for none in ["[]", "null", "{}", r#"[{"file_url": "https://a/s.mp3", "file_type": "audio"}]"#] {
        assert_eq!(found(none), Vec::<String>::new(), "{none}");
    }
}

#[test]
fn what_was_charged_is_told_by_the_reply_or_not_at_all() {
    let charged = |amount: &str| {
        let body = format!(r#"{{"data": {{"task_id": "T", "status": "running", "credits_amount": {amount}}}}}"#);
        ask(200, &body).unwrap().charged
    };
    assert_eq!(charged("135"), Some(Credits::whole(135)));
    assert_eq!(charged("\"135\""), Some(Credits::whole(135)));
    assert_eq!(charged("400.5"), Some(Credits::hundredths(40_050)));
    assert_eq!(charged("\"8.48\""), Some(Credits::hundredths(848)));
    assert_eq!(charged("0"), Some(Credits::ZERO));
    for unknown in ["null", "-1", "\"\"", "\"many\"", "[]"] {
        assert_eq!(charged(unknown), None, "{unknown}");
    }
    assert_eq!(ask(200, r#"{"data": {"status": "running"}}"#).unwrap().charged, None);
}

#[test]
fn balances_and_uploads() {
    let credits = |body: &str| balance(&reply(200, body)).map(|balance| balance.credits.as_hundredths());
    assert_eq!(credits(r#"{"code": 200, "data": {"email": "a@b", "credits_amount": 4120}}"#), Ok(412_000));
    assert_eq!(credits(r#"{"data": {"credits_amount": "4120.95"}}"#), Ok(412_095));
    assert_eq!(credits(r#"{"data": {"credits_amount": -3}}"#), Ok(0));
    assert!(credits(r#"{"data": {}}"#).is_err() && credits("").is_err());
    assert!(matches!(balance(&reply(200, r#"{"code": 401}"#)), Err(StatusError::Key(_))));

    let body = r#"{"success": true, "code": 200, "data": {"file_url": "https://s/a.png",
        "expires_at": "2026-01-01T13:09:04.731057"}}"#;
    let up = uploaded(&reply(200, body)).unwrap();
    assert_eq!(
        (up.address.as_str(), up.expires.unwrap().to_string().as_str()),
        ("https://s/a.png", "2026-01-01T13:09:04.731057Z")
    );
    let zoned = r#"{"data": {"download_url": "https://s/a.png", "expires_at": "2026-01-01T13:09:04+01:00"}}"#;
    assert_eq!(uploaded(&reply(200, zoned)).unwrap().expires.unwrap().to_string(), "2026-01-01T12:09:04Z");
    assert!(matches!(uploaded(&reply(429, "")), Err(UploadError::Busy(None))));
    assert!(matches!(uploaded(&reply(403, "")), Err(UploadError::Refused(_))), "not a wrong key");
    assert!(matches!(balance(&reply(403, "")), Err(StatusError::Unreachable(_))), "not a wrong key");
    assert!(matches!(uploaded(&reply(415, r#"{"detail": "no"}"#)), Err(UploadError::Refused(why)) if why == "no"));
    assert!(matches!(uploaded(&reply(200, "{}")), Err(UploadError::Unreachable(_))));
}

proptest! {
    /// Only a 2xx with a task and a fitting code is an acceptance; nothing panics.
    #[test]
    fn nothing_else_is_ever_accepted(http in 100u16..600, code in prop::option::of(0u64..600), task in prop::option::of("[ -~]{0,8}"), noise in "\\PC{0,40}") {
        let mut body = serde_json::json!({"noise": noise, "data": {}});
        if let Some(code) = code { body["code"] = code.into(); }
        if let Some(task) = &task { body["data"]["task_id"] = task.clone().into(); }
        let fits = (200..300).contains(&http) && code.is_none_or(|code| code == 200 || code == 201)
            && task.as_ref().is_some_and(|task| !matches!(task.trim(), "" | "." | ".."));
        let said = submitted(&reply(http, &body.to_string()));
        prop_assert_eq!(said.is_ok(), fits);
        // The name of a task is theirs: not a space of it is ours to take away.
        if let Ok(accepted) = said { prop_assert_eq!(Some(accepted.task.0), task); }
    }

    #[test]
    fn no_bytes_panic(http in 0u16..1000, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let reply = Reply { status: http, retry_after: None, body: bytes };
        let _ = (submitted(&reply), status(&reply, &TaskId("T".to_owned())), balance(&reply), uploaded(&reply), reply.message());
    }
}
