//! Commands of one subject: the playhead and the range.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// The playhead and the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum PlayCommand {
    PlayPause,
    Backward,
    Pause,
    Forward,
    StepBack,
    StepForward,
    GoToStart,
    GoToEnd,
    MarkIn,
    MarkOut,
    MarkShots,
    ClearMarks,
    Loop,
    OneScene,
}

impl PlayCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::PlayPause => Spec::new("play-pause", "Play or pause").key(Key::Space).board_only(),
            Self::Backward => Spec::new("play-backward", "Play backward, again for faster").key(Key::J).board_only(),
            Self::Pause => Spec::new("pause", "Pause").key(Key::K).board_only(),
            Self::Forward => Spec::new("play-forward", "Play forward, again for faster").key(Key::L).board_only(),
            Self::StepBack => Spec::new("step-back", "One frame back").key(Key::ArrowLeft).repeats().board_only(),
            Self::StepForward => {
                Spec::new("step-forward", "One frame forward").key(Key::ArrowRight).repeats().board_only()
            }
            Self::GoToStart => {
                Spec::new("go-to-start", "To the start, or the shot before").key(Key::Home).repeats().board_only()
            }
            Self::GoToEnd => {
                Spec::new("go-to-end", "To the next shot, or the end").key(Key::End).repeats().board_only()
            }
            Self::MarkIn => Spec::new("mark-in", "Range begins here").key(Key::I).board_only(),
            Self::MarkOut => Spec::new("mark-out", "Range ends here").key(Key::O).board_only(),
            Self::MarkShots => Spec::new("mark-shots", "Range around the selected shots").key(Key::X).board_only(),
            Self::ClearMarks => Spec::new("clear-marks", "Forget the range").shift(Key::X).board_only(),
            Self::Loop => Spec::new("loop", "Loop").ctrl(Key::L).board_only(),
            Self::OneScene => Spec::new("play-one-scene", "Play one scene alone").ctrl_shift(Key::L),
        }
    }
}
