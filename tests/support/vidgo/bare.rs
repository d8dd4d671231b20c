//! What a picture file tells beside its picture: where and by whom it was taken, with what, small pictures, second ones.

/// Each part that is not needed to see the picture, by its name. Needed are the chunks that PNG calls critical
/// and the transparency, and the tables, frames and scans of JPEG.
pub fn told_beside(bytes: &[u8]) -> Vec<String> {
    if bytes.starts_with(&[0xFF, 0xD8]) { in_jpeg(bytes) } else { in_png(bytes) }
}

fn in_png(bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let kind = String::from_utf8_lossy(&head[4..]).into_owned();
        if !["IHDR", "PLTE", "IDAT", "IEND", "tRNS"].contains(&kind.as_str()) {
            told.push(kind.clone());
        }
        at += 12 + u32::from_be_bytes(head[..4].try_into().unwrap()) as usize;
        if kind == "IEND" {
            break;
        }
    }
    if at != bytes.len() {
        told.push("something after its end".to_owned());
    }
    told
}

fn in_jpeg(bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    let mut at = 2;
    while let Some(&[0xFF, kind]) = bytes.get(at..at + 2) {
        if kind == 0xD9 {
            at += 2;
            break;
        }
        let Some(length) = bytes.get(at + 2..at + 4) else { break };
        let end = at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        let content = bytes.get(at + 4..end).unwrap_or_default();
        let is_needed = match kind {
            // Without a small picture in it; how colours are coded.
            0xE0 => content.starts_with(b"JFIF\0") && content.len() == 14 && content.ends_with(&[0, 0]),
            0xEE => content.starts_with(b"Adobe") && content.len() == 12,
            _ => matches!(kind, 0xC0..=0xCF | 0xDA..=0xDD),
        };
        if !is_needed {
            told.push(format!("segment {kind:X}"));
        }
        at = end;
        if kind == 0xDA {
            while bytes.get(at..at + 2).is_some_and(|pair| pair[0] != 0xFF || matches!(pair[1], 0 | 0xD0..=0xD7)) {
                at += 1;
            }
        }
    }
    if at != bytes.len() {
        told.push("something after its end".to_owned());
    }
    told
}
