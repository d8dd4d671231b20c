//! Whether a file is an MP4 from its first byte to its last, told by its boxes alone: what a download is held against.

use std::io::{self, Read, Seek, SeekFrom};

use crate::media::io_error::words;

/// Why a file is no whole MP4: the part of a sentence that follows its name.
#[derive(Debug, thiserror::Error)]
pub enum NotWhole {
    #[error("is no MP4 video")]
    NoMovie,
    #[error("is cut short")]
    CutShort,
    #[error("cannot be read ({})", words(.0))]
    Disk(#[from] io::Error),
}

/// The most boxes that a file of takes has at its top.
const BOXES_MAX: usize = 100_000;

/// Looks at the boxes at the top of a file: it begins with `ftyp`, has a `moov`, and its last box ends with it.
///
/// # Errors
/// When it is something else, or ends too soon.
pub fn check_whole(file: &mut (impl Read + Seek)) -> Result<(), NotWhole> {
    let length = file.seek(SeekFrom::End(0))?;
    let (mut at, mut has_moov) = (0_u64, false);
    for _ in 0..BOXES_MAX {
        if at == length {
            return if has_moov { Ok(()) } else { Err(NotWhole::NoMovie) };
        }
        let mut head = [0_u8; 16];
        let there = usize::try_from((length - at).min(16)).unwrap_or(16);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head[..there])?;
        if there < 8 {
            return Err(if at == 0 { NotWhole::NoMovie } else { NotWhole::CutShort });
        }
        let [a, b, c, d, name @ ..] = head;
        let name: [u8; 4] = [name[0], name[1], name[2], name[3]];
        if at == 0 && &name != b"ftyp" {
            return Err(NotWhole::NoMovie);
        }
        has_moov |= &name == b"moov";
        let size = match u32::from_be_bytes([a, b, c, d]) {
            0 => length - at,
            1 if there == 16 => {
                let [.., s, t, u, v, w, x, y, z] = head;
                u64::from_be_bytes([s, t, u, v, w, x, y, z])
            }
            size => u64::from(size),
        };
        if size < 8 {
            return Err(NotWhole::NoMovie);
        }
        at = at.checked_add(size).filter(|end| *end <= length).ok_or(NotWhole::CutShort)?;
    }
    Err(NotWhole::NoMovie)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn part(name: &[u8; 4], payload: usize) -> Vec<u8> {
        let size = u32::try_from(8 + payload).unwrap();
        [&size.to_be_bytes()[..], name, &vec![7; payload]].concat()
    }

    fn movie() -> Vec<u8> {
        [part(b"ftyp", 12), part(b"moov", 300), part(b"mdat", 1000)].concat()
    }

    fn told(bytes: &[u8]) -> String {
        check_whole(&mut Cursor::new(bytes)).map_or_else(|error| error.to_string(), |()| "whole".to_owned())
    }

    #[test]
    fn a_whole_movie_and_what_is_none() {
        assert_eq!(told(&movie()), "whole");
        let mut large = [part(b"ftyp", 4), part(b"moov", 4)].concat();
        large.extend([0, 0, 0, 1]);
        large.extend(b"mdat");
        large.extend(20_u64.to_be_bytes());
        large.extend([0; 4]);
        assert_eq!(told(&large), "whole");
        let mut open = movie();
        open[12 + 8 + 300 + 8..][..4].copy_from_slice(&[0; 4]);
        assert_eq!(told(&open), "whole", "a last box may be open");
        assert_eq!(told(b"<!doctype html><title>Gone</title>"), "is no MP4 video");
        assert_eq!(told(b""), "is no MP4 video");
        assert_eq!(told(&part(b"ftyp", 12)), "is no MP4 video");
        assert_eq!(told(&[part(b"ftyp", 12), vec![0, 0, 0, 3, b'm', b'o', b'o', b'v']].concat()), "is no MP4 video");
    }

    proptest! {
        #[test]
        fn no_shorter_one_is_whole(cut in 0usize..1336) {
            let movie = movie();
            let cut = cut.min(movie.len() - 1);
            // Only between two boxes does a part look like a movie, and then one without its pictures.
            prop_assume!(cut != 20 + 308);
            prop_assert_ne!(told(&movie[..cut]), "whole");
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = told(&bytes);
            let _ = told(&[part(b"ftyp", 4), bytes].concat());
        }
    }
}
