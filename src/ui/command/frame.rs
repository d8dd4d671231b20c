//! Commands of one subject: the selected scene's first or last frame.

use strum::EnumIter;

use super::Spec;
use crate::story::FrameSlot;

/// The selected scene's first or last frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum FrameCommand {
    Choose,
    Crop,
    Draw,
    StopDraw,
    Remove,
}

impl FrameCommand {
    pub(super) const fn spec(self, slot: FrameSlot) -> Spec {
        match (self, slot) {
            (Self::Choose, FrameSlot::First) => Spec::new("choose-frame-first", "Choose first frame…").changes(),
            (Self::Choose, FrameSlot::Last) => Spec::new("choose-frame-last", "Choose last frame…").changes(),
            (Self::Crop, FrameSlot::First) => Spec::new("crop-frame-first", "Crop first frame…").changes(),
            (Self::Crop, FrameSlot::Last) => Spec::new("crop-frame-last", "Crop last frame…").changes(),
            (Self::Draw, FrameSlot::First) => {
                Spec::new("draw-frame-first", "Open first frame in my drawing program").changes()
            }
            (Self::Draw, FrameSlot::Last) => {
                Spec::new("draw-frame-last", "Open last frame in my drawing program").changes()
            }
            (Self::StopDraw, FrameSlot::First) => {
                Spec::new("stop-draw-frame-first", "Stop following first frame's drawing")
            }
            (Self::StopDraw, FrameSlot::Last) => {
                Spec::new("stop-draw-frame-last", "Stop following last frame's drawing")
            }
            (Self::Remove, FrameSlot::First) => Spec::new("remove-frame-first", "Remove first frame").changes(),
            (Self::Remove, FrameSlot::Last) => Spec::new("remove-frame-last", "Remove last frame").changes(),
        }
    }
}
