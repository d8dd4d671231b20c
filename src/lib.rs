//! Storyreel, a desktop storyboard editor: the whole program as a library.
//! Each room imports only the rooms below it; `tests/house/rooms.rs` holds that.

pub mod app;
pub mod cli;
pub mod deliver;
pub mod desk;
pub mod media;
pub mod provider;
pub mod store;
pub mod story;
pub mod takes;
pub mod ui;
