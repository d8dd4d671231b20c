//! The law: whatever the network and the service do, and wherever the program dies, each confirmed take is charged at most
//! once, and every charge shows in the ledger as a take or as not confirmed. And the key goes nowhere else.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops here")]

mod batch;
mod engine;
mod films;
mod kit;
mod life;
mod money;
mod offline;
mod pictures;
mod program;
mod time;
#[path = "../support/vidgo/mod.rs"]
mod vidgo;
