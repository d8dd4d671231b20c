//! The house itself, by the library alone: its rooms, its documents, files of every format, a writer killed at random.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod crash;
mod docs;
mod formats;
mod paths;
mod rooms;
