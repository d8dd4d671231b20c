//! Pictures, thumbnails, the rasterising of animatic frames, video in and out: pixels and files, nothing of projects.

pub mod animatic;
pub mod film;
pub mod io_error;
mod mp4;
pub mod page;
pub mod picture;
pub mod raster;
#[cfg(test)]
mod testing;

pub use animatic::{RenderWatch, Rendered, render_animatic};
pub use film::{FilmError, FilmInfo, FilmReader};
pub use mp4::{NotWhole, check_whole};
pub use picture::{Decoded, ForUpload, PictureError, Pixels, decode, encode_png, fitted, for_upload, inspect};
pub use raster::{PictureSource, Rasteriser};
