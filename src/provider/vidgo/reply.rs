//! What an answer means (docs/service.md: replies, answers). Pure: a status, a body in,
//! a meaning out. Whatever is not proved to be a refusal may have been charged.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::failed;
use crate::provider::{
    Accepted, Balance, ResultFile, StatusError, SubmitError, TaskId, TaskReport, TaskStatus, UploadError,
};
use crate::story::Credits;
use crate::story::control::cleaned;

/// How much of a raw message is kept, in characters.
const MESSAGE_MAX: usize = 400;
/// An id longer than this is no id.
const ID_MAX: usize = 512;

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// The Retry-After header, where it is in seconds.
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The service's own words, as far as there are any.
    #[must_use]
    pub fn message(&self) -> String {
        let words = self.json().as_ref().and_then(words);
        let words = words.unwrap_or_else(|| String::from_utf8_lossy(&self.body).into_owned());
        let words = tidy(&words);
        if words.is_empty() { format!("HTTP {} without a word", self.status) } else { words }
    }

    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// One line of bounded length, without anything that a terminal obeys or that turns the words around it.
fn tidy(text: &str) -> String {
    let text = cleaned(text).map_or(Cow::Borrowed(text), Cow::Owned);
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if out.chars().count() > MESSAGE_MAX {
            return out.chars().take(MESSAGE_MAX).chain(std::iter::once('…')).collect();
        }
    }
    out
}

/// An error's words: `error.message`, `error`, `detail`, `detail[].msg`, `msg` or `message`.
fn words(json: &Value) -> Option<String> {
    text_in(&json["error"])
        .or_else(|| text(&json["detail"]))
        .or_else(|| {
            let all: Vec<String> = json["detail"].as_array()?.iter().filter_map(|part| text(&part["msg"])).collect();
            (!all.is_empty()).then(|| all.join("; "))
        })
        .or_else(|| text(&json["data"]["error_message"]))
        .or_else(|| text(&json["message"]))
        .or_else(|| text(&json["msg"]))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// A text, or the `message` of an object.
fn text_in(value: &Value) -> Option<String> {
    text(&value["message"]).or_else(|| text(value))
}

/// What a reply says of a task: in `data`, or flat as in a webhook's call.
fn task_of(json: &Value) -> &Value {
    if json["data"].is_object() { &json["data"] } else { json }
}

/// Why a task failed, in the service's words: some put them into another field than the documented one.
fn failure_words(task: &Value) -> Option<String> {
    text(&task["error_message"])
        .or_else(|| text_in(&task["task_error"]))
        .or_else(|| text_in(&task["error"]))
        .or_else(|| text(&task["message"]))
}

/// The body's own code; some write numbers as texts.
fn code(json: &Value) -> Option<u64> {
    json["code"].as_u64().or_else(|| json["code"].as_str()?.trim().parse().ok())
}

/// The id exactly as it was given, spaces and all: another text would name another task. One that no address can hold
/// (a single or double dot) is none.
pub(super) fn task_id(json: &Value) -> Option<TaskId> {
    [&json["data"]["task_id"], &json["task_id"]].into_iter().find_map(|id| {
        let text = id.as_str().map(str::to_owned).or_else(|| id.as_u64().map(|id| id.to_string()))?;
        let usable = !matches!(text.trim(), "" | "." | "..") && text.len() <= ID_MAX;
        let usable = usable && !text.chars().any(char::is_control);
        usable.then_some(TaskId(text))
    })
}

/// What the answer to a submission means.
///
/// # Errors
/// Everything but an acceptance; only what is proved to be refused says so.
pub fn submitted(reply: &Reply) -> Result<Accepted, SubmitError> {
    let json = reply.json();
    let status = reply.status;
    let body_code = json.as_ref().and_then(code);
    let task = json.as_ref().and_then(task_id);
    let not_confirmed = |why: &str| Err(SubmitError::NotConfirmed(why.to_owned()));
    let refusal = if reply.is_success() {
        match (&json, body_code, task) {
            (None, _, _) => return not_confirmed("the answer could not be read"),
            (Some(json), None | Some(200 | 201), Some(task)) => {
                return Ok(Accepted { task, report: report(json).unwrap_or_else(|| TaskStatus::Waiting.into()) });
            }
            (_, None | Some(200 | 201), None) => return not_confirmed("the answer names no task"),
            // A code in the body of a 200 is that error.
            (_, Some(code @ 400..), None) if status == 200 => code,
            (_, Some(code), _) => {
                return not_confirmed(&format!("the answer says {code}: {}", reply.message()));
            }
        }
    } else {
        // A refusal that speaks of a task, or of another code, proves nothing.
        if task.is_some() || body_code.is_some_and(|code| code != u64::from(status)) {
            return not_confirmed(&format!("the answer contradicts itself (HTTP {status}): {}", reply.message()));
        }
        u64::from(status)
    };
    let words = reply.message();
    Err(match refusal {
        429 => SubmitError::Busy { why: words, retry_after: reply.retry_after },
        404 if json.is_none() => SubmitError::Refused(format!("nothing takes requests at this address: {words}")),
        400 | 404 if failed::is_about_model(refusal, &words) => {
            SubmitError::Refused(format!("the service does not offer this model any more: {words}"))
        }
        400 | 403 | 404 | 413 | 415 | 422 => SubmitError::Refused(words),
        401 => SubmitError::Key(words),
        402 => SubmitError::Credits(words),
        other => SubmitError::NotConfirmed(format!("the service answered with HTTP {other}: {words}")),
    })
}

/// What the answer to a question after a task means.
///
/// # Errors
/// When it says nothing of the task, or that there is none.
pub fn status(reply: &Reply, asked: &TaskId) -> Result<TaskReport, StatusError> {
    let json = reply.json();
    let unreachable = |why: String| Err(StatusError::Unreachable(why));
    let code = json.as_ref().and_then(code).unwrap_or(u64::from(reply.status));
    let told = if reply.is_success() && !(200..300).contains(&code) { code } else { u64::from(reply.status) };
    match told {
        404 => return Err(StatusError::Unknown),
        401 => return Err(StatusError::Key(reply.message())),
        429 => return Err(StatusError::Busy(reply.retry_after)),
        200..300 => {}
        // Not a wrong key: it says nothing of the task, which is asked after again.
        403 => return unreachable(format!("the service does not show it to this account: {}", reply.message())),
        other => return unreachable(format!("the service answered with {other}: {}", reply.message())),
    }
    let Some(json) = json else { return unreachable("the answer could not be read".to_owned()) };
    if task_id(&json).is_some_and(|id| id != *asked) {
        return unreachable("the answer is about another task".to_owned());
    }
    report(&json).map_or_else(|| unreachable("the answer names no status".to_owned()), Ok)
}

/// What a reply says of its task; nothing where it names no status.
fn report(json: &Value) -> Option<TaskReport> {
    let task = task_of(json);
    let word = task["status"].as_str()?.trim();
    let status = match word.to_lowercase().as_str() {
        "not_started" | "pending" | "queued" => TaskStatus::Waiting,
        "running" | "processing" => TaskStatus::Running(progress(&task["progress"])),
        "finished" | "success" => TaskStatus::Finished(videos(&task["files"])),
        "failed" => {
            let words = failure_words(task).or_else(|| failure_words(json));
            TaskStatus::Failed(failed::failure(words.map(|words| tidy(&words))))
        }
        "cancelled" | "canceled" => TaskStatus::Cancelled,
        _ => TaskStatus::Other(tidy(word)),
    };
    Some(TaskReport { status, charged: charged(&task["credits_amount"]) })
}

/// What was taken for a task, where a reply says it: a number, or null where it is not known.
fn charged(value: &Value) -> Option<Credits> {
    Credits::from_number(number(value).filter(|credits| *credits >= 0.0)?)
}

/// A number, which some write as a text.
fn number(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    number.is_finite().then_some(number)
}

/// From percent to a share of 1.
fn progress(value: &Value) -> Option<f32> {
    let percent = value.as_f64().or_else(|| value.as_str()?.trim().trim_end_matches('%').parse().ok())?;
    #[expect(clippy::cast_possible_truncation, reason = "a share for showing")]
    let share = (percent / 100.0).clamp(0.0, 1.0) as f32;
    share.is_finite().then_some(share)
}

/// The files that may be the video that was ordered, those that are called one first. A last frame, a cover or a sound
/// beside it is none.
fn videos(value: &Value) -> Vec<ResultFile> {
    let named = value.as_array().into_iter().flatten().filter_map(|file| {
        let address = file["file_url"].as_str()?.trim();
        let kind = file["file_type"].as_str().unwrap_or_default().to_lowercase();
        let is_video = kind.contains("video") || VIDEO_ENDINGS.iter().any(|ending| kind.contains(ending));
        // What a file is called that says nothing of what it is, is left to its address.
        let unknown = || !NO_VIDEOS.iter().any(|other| kind.contains(other)) && !ends_otherwise(address);
        (!address.is_empty() && (is_video || unknown())).then(|| (is_video, ResultFile { address: address.to_owned() }))
    });
    let (videos, unknown): (Vec<_>, Vec<_>) = named.partition(|(is_video, _)| *is_video);
    videos.into_iter().chain(unknown).map(|(_, file)| file).collect()
}

const VIDEO_ENDINGS: [&str; 3] = ["mp4", "mov", "webm"];
/// Words in a `file_type` that is no video's.
const NO_VIDEOS: [&str; 8] = ["image", "picture", "photo", "cover", "frame", "thumb", "audio", "text"];
const OTHER_ENDINGS: [&str; 8] = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp3", ".wav", ".json"];

/// Whether an address ends as a file that is no video does.
fn ends_otherwise(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    OTHER_ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// What the answer to a question after the balance means.
///
/// # Errors
/// When it tells no balance.
pub fn balance(reply: &Reply) -> Result<Balance, StatusError> {
    let json = reply.json();
    let code = json.as_ref().and_then(code).filter(|_| reply.is_success()).unwrap_or(u64::from(reply.status));
    match (code, json) {
        (401, _) => Err(StatusError::Key(reply.message())),
        (429, _) => Err(StatusError::Busy(reply.retry_after)),
        (200..300, Some(json)) => match number(&json["data"]["credits_amount"]).and_then(Credits::from_number) {
            Some(credits) => Ok(Balance { credits }),
            None => Err(StatusError::Unreachable("the answer names no balance".to_owned())),
        },
        (200..300, None) => Err(StatusError::Unreachable("the answer could not be read".to_owned())),
        (other, _) => Err(StatusError::Unreachable(format!("the service answered with {other}: {}", reply.message()))),
    }
}

/// An uploaded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    pub address: String,
    /// Where the answer does not say, nothing.
    pub expires: Option<Timestamp>,
}

/// What the answer to an upload means. Uploads cost nothing.
///
/// # Errors
/// When there is no address in it.
pub fn uploaded(reply: &Reply) -> Result<Uploaded, UploadError> {
    let json = reply.json();
    let code = json.as_ref().and_then(code).filter(|_| reply.is_success()).unwrap_or(u64::from(reply.status));
    match code {
        401 => return Err(UploadError::Key(reply.message())),
        429 => return Err(UploadError::Busy(reply.retry_after)),
        400 | 403 | 413 | 415 | 422 => return Err(UploadError::Refused(reply.message())),
        200..300 => {}
        other => {
            return Err(UploadError::Unreachable(format!("the service answered with {other}: {}", reply.message())));
        }
    }
    let Some(json) = json else { return Err(UploadError::Unreachable("the answer could not be read".to_owned())) };
    let data = &json["data"];
    let address = [&data["file_url"], &data["download_url"]].into_iter().find_map(|url| url.as_str());
    match address.filter(|address| !address.is_empty()) {
        Some(address) => Ok(Uploaded { address: address.to_owned(), expires: time(&data["expires_at"]) }),
        None => Err(UploadError::Unreachable("the answer names no address".to_owned())),
    }
}

/// A time with a zone, or without one and then in UTC (docs/service.md: replies).
fn time(value: &Value) -> Option<Timestamp> {
    let text = value.as_str()?.trim();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp()))
}
