//! The window by its accessible names, as one program: each more would link everything once more. Beside it lies what tries
//! the built program in a real window, `run.sh`.

mod clipboard;
mod columns;
mod commands;
mod composing;
mod deliver;
mod drawing;
mod export;
mod frames;
mod hands;
mod keyboard;
mod looks;
mod models;
mod moves;
mod numbers;
mod opening;
mod playing;
mod prompts_and_pictures;
mod saving;
mod shot_keys;
mod thumbnails;
mod typing;
mod walk;
mod wall;
mod words;

#[path = "../support/mod.rs"]
mod support;
