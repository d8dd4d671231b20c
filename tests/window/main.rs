//! The window by its accessible names, as one program: each more would link everything once more. Beside it lies what tries
//! the built program in a real window, `run.sh`.

mod commands;
mod drawing;
mod export;
mod frames;
mod hands;
mod keyboard;
mod looks;
mod opening;
mod prompts_and_pictures;
mod saving;
mod thumbnails;
mod walk;
mod wall;
mod words;

#[path = "../support/mod.rs"]
mod support;
