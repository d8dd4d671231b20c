//! A client of plain sockets that hides nothing, and bodies for it to send.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::vidgo::{KEY, Server};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// As much came as was announced, and no more.
    pub is_whole: bool,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The task that was accepted.
    pub fn task_id(&self) -> String {
        self.json()["data"]["task_id"].as_str().unwrap().to_owned()
    }

    /// What is said of an error.
    pub fn message(&self) -> String {
        let said = self.json();
        said["error"]["message"].as_str().or(said["detail"].as_str()).unwrap_or_default().to_owned()
    }
}

/// A connection that may carry several requests.
pub struct Client {
    pub stream: TcpStream,
    come: Vec<u8>,
}

impl Client {
    /// Connects to an address like `http://127.0.0.1:PORT`.
    pub fn connect(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address.strip_prefix("http://").unwrap())?;
        Ok(Self { stream, come: Vec::new() })
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
        let host = self.stream.peer_addr()?;
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&[name, ": ", value, "\r\n"].concat());
        }
        text += "\r\n";
        self.stream.write_all(&[text.as_bytes(), body].concat())
    }

    /// An error is a connection that ended before the end of the headers.
    pub fn read(&mut self) -> io::Result<Answer> {
        let end = loop {
            if let Some(end) = self.come.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            self.fill()?;
        };
        let head = String::from_utf8(self.come.drain(..end).collect()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut answer = Answer { status, headers, body: Vec::new(), is_whole: false };
        let length = answer.header("content-length").map(|length| length.parse::<usize>().unwrap());
        match length {
            Some(length) => {
                while self.come.len() < length && self.fill().is_ok() {}
                answer.is_whole = self.come.len() >= length;
                let here = length.min(self.come.len());
                answer.body = self.come.drain(..here).collect();
            }
            None => {
                while self.fill().is_ok() {}
                answer.body = std::mem::take(&mut self.come);
            }
        }
        Ok(answer)
    }

    /// What comes after an answer, until the other side ends.
    pub fn rest(&mut self) -> Vec<u8> {
        while self.fill().is_ok() {}
        std::mem::take(&mut self.come)
    }

    pub fn fill(&mut self) -> io::Result<()> {
        let mut piece = vec![0_u8; 64 * 1024];
        let read = self.stream.read(&mut piece)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.come.extend_from_slice(&piece[..read]);
        Ok(())
    }
}

pub fn bearer() -> String {
    format!("Bearer {KEY}")
}

/// One call of the API on a connection of its own.
pub fn call(server: &Server, method: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<Answer> {
    let mut client = Client::connect(&server.address())?;
    client.send(method, path, &[("Authorization", &bearer()), ("Content-Type", kind)], body)?;
    client.read()
}

pub fn submit(server: &Server, body: &Value) -> io::Result<Answer> {
    call(server, "POST", "/api/generate/submit", "application/json", body.to_string().as_bytes())
}

pub fn status(server: &Server, task_id: &str) -> io::Result<Answer> {
    call(server, "GET", &format!("/api/generate/status/{task_id}"), "text/plain", b"")
}

pub fn balance(server: &Server) -> u64 {
    let answer = call(server, "GET", "/api/user/balance", "text/plain", b"").unwrap();
    answer.json()["data"]["credits_amount"].as_u64().unwrap()
}

/// A file of the file host, by its whole address, without the key.
pub fn get(address: &str) -> io::Result<Answer> {
    let at = address.match_indices('/').nth(2).unwrap().0;
    let mut client = Client::connect(&address[..at])?;
    client.send("GET", &address[at..], &[("Connection", "close")], b"")?;
    client.read()
}

/// An upload's body of these parts: name, file name, content.
pub fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--limit--\r\n");
    body
}

pub fn upload_form(server: &Server, body: &[u8]) -> io::Result<Answer> {
    call(server, "POST", "/api/common/upload/stream", "multipart/form-data; boundary=limit", body)
}

pub fn upload(server: &Server, picture: &[u8]) -> io::Result<Answer> {
    upload_form(server, &form(&[("file", Some("a.png"), picture)]))
}

/// The address of a picture that is uploaded for a request.
pub fn uploaded(server: &Server) -> String {
    let answer = upload(server, &picture(640, 360)).unwrap();
    answer.json()["data"]["file_url"].as_str().unwrap().to_owned()
}

/// A real PNG.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A single shot of 5 s, Standard and silent: 135 credits.
pub fn single() -> Value {
    json!({"model": "kling-3.0/standard", "input": {
        "multi_shots": false, "sound": false, "duration": 5, "prompt": "A harbour at dawn", "aspect_ratio": "16:9"}})
}

/// Two shots of 15 s together, Pro: 735 credits.
pub fn multi() -> Value {
    json!({"model": "kling-3.0/pro", "input": {
        "multi_shots": true, "sound": true, "duration": 15, "aspect_ratio": "9:16",
        "multi_prompt": [{"prompt": "She runs", "duration": 7}, {"prompt": "She stops", "duration": 8}]}})
}

/// A single shot with a frame and two elements: 195 credits.
pub fn with_elements(server: &Server) -> Value {
    let element = |name: &str| json!({"name": name, "description": "", "element_input_urls": [uploaded(server), uploaded(server)]});
    json!({"model": "kling-3.0/standard", "input": {
        "multi_shots": false, "sound": true, "duration": 5, "prompt": "@Mara opens @case.", "image_urls": [uploaded(server)],
        "kling_elements": [element("Mara"), element("case")]}})
}
