//! Misbehaviour on command: what the server can do wrong, and the queue of what it will do wrong next.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

pub use super::scripts::{any_script, any_script_that_hangs};

/// What a request is for; a fault is ordered for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Any connection to the API's host, before a byte of it is read.
    Connection,
    Submit,
    Status,
    Balance,
    Upload,
    /// A video on the file host.
    File,
}

impl Endpoint {
    pub const ALL: [Self; 6] = [Self::Connection, Self::Submit, Self::Status, Self::Balance, Self::Upload, Self::File];
}

/// One thing done wrong. `charge` tells whether the request is processed all the same: a submit is charged and its task
/// runs, an upload is kept, a status advances. `percent` is how much of the whole goes through first, 0 to 100.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// For `Endpoint::Connection`: accepted and closed at once, nothing read.
    CloseAtOnce,
    /// Reset as soon as it is known what is asked; nothing of it is processed.
    CloseUnread,
    /// Answered as usual; then the API's host refuses connections for this long, and idle ones are closed.
    RefuseNext(Duration),
    /// Closed for sending after the headers. Charged: the body is read and processed all the same.
    BreakBeforeBody { charge: bool },
    /// The same with a part of the body come in.
    BreakInBody { charge: bool, percent: u8 },
    /// All is read; closed with no reply.
    BreakAfterBody { charge: bool },
    /// Submit: all is read and taken; closed with no reply, and charged so much later.
    BreakAndChargeLater(Duration),
    /// All is read; reset with no reply.
    Reset { charge: bool },
    /// A part of the reply, then closed. Not charged: it is a part of a 503.
    BreakInReply { charge: bool, percent: u8 },
    /// Waits, then processes and replies as usual.
    DelayBefore(Duration),
    /// Processes, waits, then replies as usual.
    DelayReply(Duration),
    /// No reply until the other side leaves.
    Hang { charge: bool },
    /// This answer instead of the right one.
    Status { status: u16, body: String, headers: Vec<(String, String)>, charge: bool },
    /// 302 to the same path on the file host, by its other name.
    RedirectHost { charge: bool },
    /// A right answer, but 201; the body's code stays 200.
    Created,
    /// A right answer, task and all, under this HTTP status and with this code in the body, or none.
    Answer { status: u16, code: Option<u16> },
    /// A right answer, byte by byte with this pause before each.
    Drip(Duration),
    /// 200 with JSON that stops in the middle.
    MalformedJson { charge: bool },
    /// 200 with the right answer after 50 MB of something else, in one JSON object.
    HugeReply { charge: bool },
    /// 200 whose body has this code and an error.
    BodyCode { code: u16, charge: bool },
    /// A right answer whose code is a text.
    StringCode,
    /// A right answer with fields that nobody documented.
    ExtraFields,
    /// Submit: 200 without a task id.
    NoTaskId { charge: bool },
    /// Submit: an empty task id.
    EmptyTaskId { charge: bool },
    /// Submit: the id is a number, and good.
    NumberTaskId,
    /// Submit: this is the id, whatever it looks like, and good.
    OddTaskId(String),
    /// Status: a word that no document has.
    UnknownStatus(String),
    /// Status: less progress than was told before. Waits for a status that can show it.
    ProgressBack,
    /// Status: progress as a text.
    ProgressAsText,
    /// Status: finished with no file. Waits for a finished one.
    NoFiles,
    /// Status: finished with an address that the file host refuses with this status; the next status has a fresh one.
    /// Waits for a finished one.
    ExpiredAddress(u16),
    /// Status: finished with this address for its video. Waits for a finished one; the next has the right address.
    ForeignAddress(String),
    /// Status: finished with a picture before the video. Waits for a finished one.
    CoverFirst,
    /// File: the announced length is more than what comes.
    LengthTooLong,
    /// File: the announced length is less than what comes.
    LengthTooShort,
    /// File: a web page, as such or under the name of a video.
    WebPage { says_video: bool },
    /// File: begins as the video and never ends.
    Endless,
    /// File: nothing, with status 200.
    ZeroBytes,
    /// File: the right bytes in chunks, without a length.
    Chunked,
}

impl Fault {
    /// An answer with this status and an error in the contract's form; not charged.
    pub fn status(status: u16) -> Self {
        let body =
            format!(r#"{{"code":{status},"error":{{"message":"status {status} was ordered","type":"ordered"}}}}"#);
        Self::Status { status, body, headers: Vec::new(), charge: false }
    }

    /// 429 with how long to wait.
    pub fn retry_after(seconds: u32) -> Self {
        Self::status(429).with_header("Retry-After", &seconds.to_string())
    }

    /// The same answer with another body.
    #[must_use]
    pub fn with_body(mut self, text: &str) -> Self {
        if let Self::Status { body, .. } = &mut self {
            text.clone_into(body);
        }
        self
    }

    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Status { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// The same, but the request was processed and charged.
    #[must_use]
    pub fn charging(mut self) -> Self {
        match &mut self {
            Self::Status { charge, .. }
            | Self::BreakBeforeBody { charge }
            | Self::BreakInBody { charge, .. }
            | Self::BreakAfterBody { charge }
            | Self::Reset { charge }
            | Self::BreakInReply { charge, .. }
            | Self::Hang { charge }
            | Self::RedirectHost { charge }
            | Self::MalformedJson { charge }
            | Self::HugeReply { charge }
            | Self::BodyCode { charge, .. }
            | Self::NoTaskId { charge }
            | Self::EmptyTaskId { charge } => *charge = true,
            _ => {}
        }
        self
    }

    /// Whether it can happen there at all.
    pub fn suits(&self, endpoint: Endpoint) -> bool {
        match self {
            Self::CloseAtOnce => endpoint == Endpoint::Connection,
            Self::NoTaskId { .. }
            | Self::EmptyTaskId { .. }
            | Self::NumberTaskId
            | Self::OddTaskId(_)
            | Self::BreakAndChargeLater(_) => endpoint == Endpoint::Submit,
            Self::UnknownStatus(_)
            | Self::ProgressBack
            | Self::ProgressAsText
            | Self::NoFiles
            | Self::ForeignAddress(_)
            | Self::CoverFirst
            | Self::ExpiredAddress(_) => endpoint == Endpoint::Status,
            Self::LengthTooLong
            | Self::LengthTooShort
            | Self::WebPage { .. }
            | Self::Endless
            | Self::ZeroBytes
            | Self::Chunked => endpoint == Endpoint::File,
            Self::Created
            | Self::Answer { .. }
            | Self::Drip(_)
            | Self::MalformedJson { .. }
            | Self::HugeReply { .. }
            | Self::BodyCode { .. }
            | Self::StringCode
            | Self::ExtraFields => !matches!(endpoint, Endpoint::File | Endpoint::Connection),
            _ => endpoint != Endpoint::Connection,
        }
    }
}

/// What will go wrong, for each kind of request in order.
#[derive(Default)]
pub struct Faults {
    queues: HashMap<Endpoint, VecDeque<Fault>>,
    always: HashMap<Endpoint, Fault>,
}

impl Faults {
    pub fn push(&mut self, endpoint: Endpoint, fault: Fault) {
        assert!(fault.suits(endpoint), "{fault:?} can't happen at {endpoint:?}");
        self.queues.entry(endpoint).or_default().push_back(fault);
    }

    pub fn always(&mut self, endpoint: Endpoint, fault: Fault) {
        assert!(fault.suits(endpoint), "{fault:?} can't happen at {endpoint:?}");
        self.always.insert(endpoint, fault);
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The first that is due for an endpoint and can show now.
    pub fn take(&mut self, endpoint: Endpoint, can_show: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let queue = self.queues.entry(endpoint).or_default();
        let due = queue.iter().position(&can_show).and_then(|at| queue.remove(at));
        due.or_else(|| self.always.get(&endpoint).filter(|fault| can_show(fault)).cloned())
    }

    /// How many are still to come, those of `always` not counted.
    pub fn left(&self, endpoint: Endpoint) -> usize {
        self.queues.get(&endpoint).map_or(0, VecDeque::len)
    }
}
