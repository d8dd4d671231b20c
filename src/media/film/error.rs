//! Why a film could not be read or written, each a sentence for the person who wanted it.

use std::io;
use std::path::PathBuf;

use crate::media::io_error::words;

/// Why a film could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    #[error("the video cannot be opened: {}", words(.0))]
    Open(io::Error),
    #[error("the file is no MP4 video")]
    NotMp4,
    #[error("the video is cut short and nothing of it can be played; copy or download it again")]
    CutShort,
    #[error("the video's index is damaged; copy or download it again")]
    Broken,
    #[error("the file has no moving picture in it")]
    NoVideo,
    #[error("the video is too long to be opened")]
    TooLong,
    #[error("the video is coded as {0}; only H.264 can be played")]
    Codec(String),
    #[error("the video {0}, which cannot be played")]
    Kind(&'static str),
    #[error("frame {0} of the video is damaged")]
    DamagedFrame(u64),
    #[error("the video has no frame {0}")]
    NoFrame(u64),
    #[error("the decoder does not start: {0}")]
    Decoder(String),

    #[error("the scene has no time yet; give a shot at least 1 s")]
    NoTime,
    #[error("a scene of more than 24 hours cannot be rendered; shorten it")]
    TooMuchTime,
    #[error("the picture \"{0}\" can no longer be read; put it back or choose another one")]
    Picture(String),
    #[error("could not write the film: {} ({})", words(error), folder.display())]
    Write { folder: PathBuf, error: io::Error },
    #[error("the film's frames cannot be encoded: {0}")]
    Encoder(String),
    #[error("rendering was cancelled")]
    Cancelled,
}
