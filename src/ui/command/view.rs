//! Commands of one subject: how the window looks.

use egui::Key;
use strum::EnumIter;

use super::Spec;

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum ViewCommand {
    FullScreen,
    Present,
    Wall,
    LeftPanel,
    RightPanel,
    HidePrices,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    SwitchMotion,
}

impl ViewCommand {
    pub(super) const fn spec(self) -> Spec {
        match self {
            Self::FullScreen => Spec::new("full-screen", "Full screen").key(Key::F11),
            Self::Present => Spec::new("present", "Present").key(Key::F5),
            Self::Wall => Spec::new("wall", "Wall of all panels").key(Key::W),
            Self::LeftPanel => Spec::new("toggle-left-panel", "Scenes and elements").ctrl(Key::B).board_only(),
            Self::RightPanel => Spec::new("toggle-right-panel", "Inspector").ctrl(Key::I).board_only(),
            Self::HidePrices => Spec::new("hide-prices", "Hide prices").key(Key::H),
            Self::ZoomIn => Spec::new("zoom-in", "Larger interface").ctrl(Key::Plus).repeats(),
            Self::ZoomOut => Spec::new("zoom-out", "Smaller interface").ctrl(Key::Minus).repeats(),
            Self::ZoomReset => Spec::new("zoom-reset", "Interface at 100%").ctrl(Key::Num0),
            Self::ThemeSystem => Spec::new("theme-system", "Colours as the system wishes"),
            Self::ThemeDark => Spec::new("theme-dark", "Dark colours"),
            Self::ThemeLight => Spec::new("theme-light", "Light colours"),
            Self::SwitchMotion => Spec::new("switch-motion", "Switch motion"),
        }
    }
}
