//! The icons used, by their place in the Phosphor typefaces.

pub const UNDO: &str = "\u{e08a}";
pub const REDO: &str = "\u{e08c}";
pub const PLAY: &str = "\u{e3d0}";
pub const PAUSE: &str = "\u{e39e}";
pub const GO_START: &str = "\u{e5a4}";
pub const GO_END: &str = "\u{e5a6}";
pub const STEP_BACK: &str = "\u{e132}";
pub const STEP_FORWARD: &str = "\u{e130}";
pub const CARET_LEFT: &str = "\u{e138}";
pub const CARET_RIGHT: &str = "\u{e13a}";
pub const PLUS: &str = "\u{e3d4}";
pub const MINUS: &str = "\u{e32a}";
pub const CLOSE: &str = "\u{e4f6}";
pub const ERROR: &str = "\u{e4f8}";
pub const WARNING: &str = "\u{e4e0}";
pub const NOTE: &str = "\u{e2ce}";
pub const CHECK: &str = "\u{e184}";
pub const LOOP: &str = "\u{e3f6}";
pub const FULL_SCREEN: &str = "\u{e1d0}";
pub const LEAVE_FULL_SCREEN: &str = "\u{e1ce}";
pub const PICTURE: &str = "\u{e2ca}";
pub const LOCK: &str = "\u{e308}";
pub const TRASH: &str = "\u{e4a6}";
pub const SIDEBAR: &str = "\u{ec24}";
pub const CLOCK: &str = "\u{e19a}";
pub const WAIT: &str = "\u{e2b2}";
