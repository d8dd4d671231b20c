//! The file host: videos, sent rightly or wrongly, and the pictures that were uploaded.

use std::io;
use std::sync::Arc;

use super::Inner;
use super::faults::Fault;
use super::http::{Conn, Head};
use super::moments::Moment;
use super::reply::{Reply, part};
use super::serve::Then;

const PAGE: &[u8] = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>";

/// The whole reply to a request at the file host.
pub fn reply(inner: &Inner, head: &Head) -> Reply {
    if head.method != "GET" {
        return Reply::error(405, "files are asked by GET", "method_not_allowed");
    }
    let state = inner.state();
    if let Some((bytes, kind)) = state.uploads.read(&head.path) {
        return Reply::new(200, kind, bytes);
    }
    match state.tasks.video(&head.path) {
        Ok(()) => video(&state.video, head, state.ranges),
        Err(status) => Reply::new(status, "application/xml", b"<Error><Code>AccessDenied</Code></Error>".to_vec()),
    }
}

/// The whole video, or the rest that is asked for if it is still the same.
fn video(video: &[u8], head: &Head, ranges: bool) -> Reply {
    if !ranges {
        return Reply::new(200, "video/mp4", video.to_vec());
    }
    let etag = format!("\"{:x}-{:x}\"", video.len(), crc32fast::hash(video));
    let with = |status: u16, bytes: &[u8], more: Option<(&str, String)>| {
        let mut reply = Reply::new(status, "video/mp4", bytes.to_vec());
        reply.headers.push(("ETag".to_owned(), etag.clone()));
        reply.headers.extend(more.map(|(name, value)| (name.to_owned(), value)));
        reply
    };
    let from = head.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let from = from.filter(|_: &usize| head.header("if-range").is_none_or(|known| known == etag));
    match from {
        None => with(200, video, None),
        Some(from) if from < video.len() => {
            let range = format!("bytes {from}-{}/{}", video.len() - 1, video.len());
            with(206, &video[from..], Some(("Content-Range", range)))
        }
        Some(_) => with(416, b"", Some(("Content-Range", format!("bytes */{}", video.len())))),
    }
}

/// Sends a video, or what the fault makes of it; the moments are said on the way.
pub fn send(inner: &Arc<Inner>, conn: &Conn, head: &Head, fault: Option<&Fault>, then: Then) -> io::Result<Then> {
    let right = reply(inner, head);
    if !matches!(right.status, 200 | 206) {
        conn.send(&right.bytes())?;
        return Ok(then);
    }
    let length = right.body.len();
    let then = match fault {
        Some(Fault::LengthTooLong) => {
            conn.send(&right.head(Some(length + 1000)))?;
            halves(inner, conn, &right.body)?;
            Then::Close
        }
        Some(Fault::LengthTooShort) => {
            conn.send(&right.head(Some(length / 2)))?;
            halves(inner, conn, &right.body)?;
            Then::Close
        }
        Some(Fault::WebPage { says_video }) => {
            let kind = if *says_video { "video/mp4" } else { "text/html; charset=utf-8" };
            conn.send(&Reply::new(200, kind, PAGE.to_vec()).bytes())?;
            then
        }
        Some(Fault::Endless) => {
            conn.send(&right.head(None))?;
            halves(inner, conn, &right.body)?;
            let piece = vec![0_u8; 64 * 1024];
            loop {
                conn.send(&piece)?;
            }
        }
        Some(Fault::ZeroBytes) => {
            conn.send(&right.head(Some(0)))?;
            then
        }
        Some(Fault::Chunked) => {
            let mut chunked = right.clone();
            chunked.headers.push(("Transfer-Encoding".to_owned(), "chunked".to_owned()));
            conn.send(&chunked.head(None))?;
            for chunk in right.body.chunks(1000) {
                conn.send(&[format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat())?;
            }
            conn.send(b"0\r\n\r\n")?;
            then
        }
        _ => {
            conn.send(&right.head(Some(length)))?;
            halves(inner, conn, &right.body)?;
            then
        }
    };
    inner.moments.say(Moment::FileSent);
    Ok(then)
}

fn halves(inner: &Inner, conn: &Conn, bytes: &[u8]) -> io::Result<()> {
    let (first, second) = bytes.split_at(part(bytes.len(), 50));
    conn.send(first)?;
    inner.moments.say(Moment::FileHalf);
    conn.send(second)
}
