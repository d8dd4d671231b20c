//! The light theme's colours.
#![expect(clippy::disallowed_methods, reason = "this is the theme file")]

use egui::Color32;

use super::Tokens;

pub(super) fn tokens() -> Tokens {
    let rgb = |hex: u32| {
        let [_, r, g, b] = hex.to_be_bytes();
        Color32::from_rgb(r, g, b)
    };
    let clear = |hex: u32, alpha: u8| {
        let [_, r, g, b] = hex.to_be_bytes();
        Color32::from_rgba_unmultiplied(r, g, b, alpha)
    };
    Tokens {
        is_dark: false,
        ground: rgb(0xE7_E5DF),
        panel: rgb(0xF3_F1EC),
        raised: rgb(0xFC_FBF8),
        control: rgb(0xE2_DFD8),
        chosen: rgb(0xFC_FBF8),
        control_hover: rgb(0xD8_D4CB),
        line: rgb(0xCB_C7BE),
        text: rgb(0x1B_1D20),
        dim: rgb(0x45_494F),
        faint: rgb(0x56_595F),
        spend: rgb(0xE8_952A),
        spend_hover: rgb(0xF0_A645),
        on_spend: rgb(0x1B_1205),
        price: rgb(0x7A_4600),
        warn: rgb(0x6B_5200),
        ok: rgb(0x1F_5E37),
        bad: rgb(0xA3_241E),
        info: rgb(0x1B_558C),
        info_wash: clear(0x1B_558C, 0x18),
        bad_wash: clear(0xA3_241E, 0x18),
        selection: rgb(0xB9_CDE0),
        strong: rgb(0x11_1316),
        scrim: clear(0, 0xBB),
        scrim_clear: clear(0, 0),
        caption: clear(0, 0xCC),
        veil: clear(0, 0xAA),
        drop_wash: clear(0xFF_FFFF, 0x22),
        on_picture: rgb(0xEC_EAE5),
        info_on_picture: rgb(0x7F_B4E6),
        bad_on_picture: rgb(0xF5_8A84),
        grip: clear(0xFF_FFFF, 0xAA),
        hatch: rgb(0xDA_D7D0),
        over_wash: clear(0xA3_241E, 0x2A),
        over_hatch: clear(0xA3_241E, 0x77),
        shadow: clear(0, 0x33),
    }
}
