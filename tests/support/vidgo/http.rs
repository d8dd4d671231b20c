//! HTTP/1.1 on a raw connection: requests read in pieces, replies written in pieces, and all ways to break in between.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

use super::reply::part;

const HEAD_MAX: usize = 64 * 1024;
const HEADERS_MAX: usize = 64;
const BODY_MAX: usize = 64 * 1024 * 1024;

/// A request's first line and headers.
#[derive(Clone, Debug)]
pub struct Head {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    /// HTTP/1.0, which has no lasting connections.
    is_old: bool,
}

impl Head {
    /// A header's value, its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the client wants no further request on this connection.
    pub fn is_last(&self) -> bool {
        self.is_old || self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }

    fn length(&self) -> io::Result<usize> {
        let length = self.header("content-length").map_or(Ok(0), str::parse::<usize>).map_err(|_| bad("its length"))?;
        if length > BODY_MAX { Err(bad("its length")) } else { Ok(length) }
    }

    fn is_chunked(&self) -> bool {
        self.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
    }
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not HTTP: {what}"))
}

/// One connection and what has come on it unread.
pub struct Conn {
    stream: Arc<TcpStream>,
    come: Vec<u8>,
}

impl Conn {
    pub fn new(stream: Arc<TcpStream>) -> Self {
        Self { stream, come: Vec::new() }
    }

    /// Waits for more; an error once the other side is gone.
    fn fill(&mut self) -> io::Result<()> {
        let mut piece = [0_u8; 16 * 1024];
        let read = (&*self.stream).read(&mut piece)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.come.extend_from_slice(&piece[..read]);
        Ok(())
    }

    fn find(&self, end: &[u8]) -> Option<usize> {
        self.come.windows(end.len()).position(|window| window == end)
    }

    /// The method and path of the next request, as soon as they have come; nothing is taken off the connection.
    pub fn line(&mut self) -> io::Result<(String, String)> {
        loop {
            if let Some(end) = self.find(b"\r\n") {
                let line = String::from_utf8_lossy(&self.come[..end]).into_owned();
                let mut words = line.split(' ').map(str::to_owned);
                return Ok((words.next().unwrap_or_default(), words.next().unwrap_or_default()));
            }
            if self.come.len() > HEAD_MAX {
                return Err(bad("its first line"));
            }
            self.fill()?;
        }
    }

    /// The next request's headers, taken off the connection.
    pub fn head(&mut self) -> io::Result<Head> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
            let mut request = httparse::Request::new(&mut headers);
            if let httparse::Status::Complete(length) =
                request.parse(&self.come).map_err(|error| bad(&error.to_string()))?
            {
                let text = |header: &httparse::Header| {
                    (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned())
                };
                let head = Head {
                    method: request.method.unwrap_or_default().to_owned(),
                    path: request.path.unwrap_or_default().to_owned(),
                    headers: request.headers.iter().map(text).collect(),
                    is_old: request.version == Some(0),
                };
                self.come.drain(..length);
                return if head.header("host").is_some() { Ok(head) } else { Err(bad("no Host")) };
            }
            if self.come.len() > HEAD_MAX {
                return Err(bad("its headers"));
            }
            self.fill()?;
        }
    }

    /// Waits until this part of the body has come, and leaves it unread.
    pub fn part(&mut self, head: &Head, percent: u8) -> io::Result<()> {
        let wanted = if head.is_chunked() { usize::from(percent) } else { part(head.length()?, percent) };
        while self.come.len() < wanted {
            self.fill()?;
        }
        Ok(())
    }

    /// The whole body into `out`, which holds what had come when it fails.
    pub fn body(&mut self, head: &Head, out: &mut Vec<u8>) -> io::Result<()> {
        if head.is_chunked() {
            return self.chunks(out);
        }
        self.exactly(head.length()?, out)
    }

    fn exactly(&mut self, length: usize, out: &mut Vec<u8>) -> io::Result<()> {
        let mut missing = length;
        loop {
            let here = missing.min(self.come.len());
            out.extend(self.come.drain(..here));
            missing -= here;
            if missing == 0 {
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn chunks(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        loop {
            match httparse::parse_chunk_size(&self.come).map_err(|_| bad("a chunk"))? {
                httparse::Status::Partial => self.fill()?,
                httparse::Status::Complete((begin, length)) => {
                    self.come.drain(..begin);
                    let length = usize::try_from(length).map_err(|_| bad("a chunk"))?;
                    if out.len() + length > BODY_MAX {
                        return Err(bad("its length"));
                    }
                    self.exactly(length, out)?;
                    let mut end = Vec::new();
                    self.exactly(2, &mut end)?;
                    if end != b"\r\n" {
                        return Err(bad("the end of a chunk"));
                    }
                    if length == 0 {
                        return Ok(());
                    }
                }
            }
        }
    }

    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        (&*self.stream).write_all(bytes)
    }

    /// Says that nothing more is sent; what comes is still read.
    pub fn end_sending(&self) {
        // It may be closed already, which is as good.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// The connection will be reset, not closed in order, when it is dropped.
    pub fn reset(&self) {
        let _ = socket2::SockRef::from(&*self.stream).set_linger(Some(std::time::Duration::ZERO));
    }

    /// Until the other side leaves or the server stops.
    pub fn wait_for_close(&mut self) {
        while self.fill().is_ok() {
            self.come.clear();
        }
    }
}
