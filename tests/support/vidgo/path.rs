//! Ids in paths: opaque, so percent-encoded wherever they are not plain.

use std::fmt::Write as _;

/// The task that a status is asked of, by its path.
pub fn task(path: &str) -> String {
    decode(path.strip_prefix("/api/generate/status/").unwrap_or_default())
}

/// As it stands in an address.
pub fn encode(id: &str) -> String {
    id.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// What an encoded id stands for; a `%` without two digits stands for itself.
pub fn decode(text: &str) -> String {
    let mut bytes = text.bytes().peekable();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
