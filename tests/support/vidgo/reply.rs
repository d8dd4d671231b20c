//! A reply of HTTP/1.1 before it is written.

/// So many percent of a length.
pub fn part(length: usize, percent: u8) -> usize {
    length * usize::from(percent.min(100)) / 100
}

/// A reply before it is written.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string().into_bytes())
    }

    pub fn new(status: u16, kind: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("Content-Type".to_owned(), kind.to_owned())], body }
    }

    /// An error in the contract's form.
    pub fn error(status: u16, message: &str, kind: &str) -> Self {
        let error = serde_json::json!({"message": message, "type": kind});
        Self::json(status, &serde_json::json!({"code": status, "error": error}))
    }

    /// The first line and headers, with this length if one is told.
    pub fn head(&self, length: Option<usize>) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            text.push_str(&[name, ": ", value, "\r\n"].concat());
        }
        if let Some(length) = length {
            text.push_str(&["Content-Length: ", &length.to_string(), "\r\n"].concat());
        }
        text += "\r\n";
        text.into_bytes()
    }

    pub fn bytes(&self) -> Vec<u8> {
        [self.head(Some(self.body.len())), self.body.clone()].concat()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Said",
    }
}
