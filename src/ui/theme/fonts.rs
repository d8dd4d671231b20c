//! The bundled typefaces: Inter for words, Phosphor for icons. Other scripts and emoji come from the system.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family of half-bold words.
pub const SEMIBOLD: &str = "semibold";
/// The family of medium words.
pub const MEDIUM: &str = "medium";
/// The family of line icons.
pub const ICONS: &str = "icons";
/// The family of filled icons.
pub const ICONS_FILLED: &str = "icons-filled";

/// Makes the bundled typefaces egui's own, in front of those it brings.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf"));
    add("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.otf"));
    add("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"));
    add("phosphor", include_bytes!("../../../assets/fonts/Phosphor.ttf"));
    add("phosphor-fill", include_bytes!("../../../assets/fonts/Phosphor-Fill.ttf"));
    let rest = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let chain = |first: &str| {
        // Icons may stand in the middle of words.
        let mut chain = vec![first.to_owned(), "phosphor".to_owned()];
        chain.extend(rest.iter().cloned());
        chain
    };
    fonts.families.insert(FontFamily::Proportional, chain("inter"));
    fonts.families.insert(FontFamily::Name(MEDIUM.into()), chain("inter-medium"));
    fonts.families.insert(FontFamily::Name(SEMIBOLD.into()), chain("inter-semibold"));
    fonts.families.insert(FontFamily::Name(ICONS.into()), chain("phosphor"));
    fonts.families.insert(FontFamily::Name(ICONS_FILLED.into()), chain("phosphor-fill"));
    ctx.set_fonts(fonts);
}
