//! Pictures, thumbnails, the rasterising of animatic frames, video in and out: pixels and files, nothing of projects.

pub mod picture;
pub mod raster;

pub use picture::{PictureError, Pixels, decode, encode_png, fitted, inspect};
pub use raster::{PictureSource, Rasteriser};
