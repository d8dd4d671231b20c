//! Vidgo: what is asked of it. The connection that asks it comes later.

pub mod request;

#[cfg(test)]
mod request_tests;
