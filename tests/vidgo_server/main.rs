//! Proves the test server itself, by a client of plain sockets: what it takes, what it refuses, and how it breaks.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod broken;
mod charges;
mod client;
mod follow;
mod moments;
mod money;
mod strict;
mod uploads;
mod videos;
mod wrong;

#[path = "../support/vidgo/mod.rs"]
mod vidgo;
