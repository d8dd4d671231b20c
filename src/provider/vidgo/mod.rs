//! Vidgo: Kling 3.0 over the network, paid by the second. What is asked of it, how it is asked, what its answers mean.

mod address;
mod callback;
mod client;
mod download;
mod failed;
mod gate;
mod http;
pub mod plain;
mod public;
pub mod reply;
pub mod request;
mod upload;

#[cfg(test)]
mod plain_schema_tests;
#[cfg(test)]
mod plain_tests;
#[cfg(test)]
mod reply_tests;
#[cfg(test)]
mod request_tests;
#[cfg(test)]
mod schema_tests;

pub use address::{AddressError, Base};
pub use callback::{callback_fault, called_task};
pub use client::Vidgo;
pub use failed::failure;
pub use http::HttpError;
pub use upload::{CachedUpload, NoUploadCache, UploadCache};

/// As it stands in a take's record and in the ledger.
pub const ID: &str = "vidgo";
/// The model that is asked for, by its name in the catalogue.
pub const MODEL: &str = "kling-3.0";
