//! What a storyboard is and what may be done to it: plain data in, plain data or a named error out.
//! No I/O, no clock, no threads: everything here is pure and total.

pub mod alone;
mod amount;
pub mod animatic;
pub mod budget;
pub mod camera;
pub mod caption;
pub mod check;
pub mod clip;
pub mod code;
pub mod columns;
pub mod compose;
pub mod control;
pub mod credits;
pub mod difference;
pub mod edit;
pub mod find;
pub mod framing;
pub mod guides;
pub mod history;
pub mod id;
mod label;
pub mod list;
pub mod marks;
pub mod mention;
pub mod model;
pub mod natural;
pub mod order;
pub mod picture;
pub mod price;
pub mod project;
#[cfg(test)]
mod properties;
pub mod rules;
pub mod shot_move;
pub mod speech;
pub mod start_order;
#[cfg(test)]
pub(crate) mod testing;
pub mod timing;
pub mod touched;
pub mod units;
pub mod vocabulary;
pub mod words;

pub use credits::Credits;
pub use edit::Edit;
pub use framing::{Area, Crop, Framed, Link};
pub use guides::Guides;
pub use history::History;
pub use id::{ElementId, ProjectId, SceneId, ShotId, TakeId};
pub use order::Order;
pub use picture::{ContentHash, MediaPath, PictureInfo, PictureState, Pictures};
pub use project::{Aspect, Element, FrameSlot, Project, Scene, Shot, Tier};
pub use rules::Rules;
pub use shot_move::ShotMove;
pub use units::{FrameNumber, Seconds, Usd};
