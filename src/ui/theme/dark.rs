//! The dark theme's colours.
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
        is_dark: true,
        ground: rgb(0x0E_0F11),
        panel: rgb(0x15_171A),
        raised: rgb(0x1C_1F23),
        control: rgb(0x27_2B31),
        chosen: rgb(0x27_2B31),
        control_hover: rgb(0x32_373E),
        line: rgb(0x2C_3138),
        text: rgb(0xEC_EAE5),
        dim: rgb(0xA6_ACB5),
        faint: rgb(0x8E_959F),
        spend: rgb(0xF2_A33A),
        spend_hover: rgb(0xF7_B55B),
        on_spend: rgb(0x1B_1205),
        price: rgb(0xF2_A33A),
        warn: rgb(0xE9_CF5B),
        ok: rgb(0x62_B883),
        bad: rgb(0xEA_6F69),
        info: rgb(0x6A_A5DC),
        info_wash: clear(0x6A_A5DC, 0x22),
        bad_wash: clear(0xEA_6F69, 0x22),
        selection: rgb(0x1A_2F45),
        strong: rgb(0xFF_FFFF),
        scrim: clear(0, 0xBB),
        scrim_clear: clear(0, 0),
        caption: clear(0, 0xCC),
        veil: clear(0, 0xAA),
        drop_wash: clear(0xFF_FFFF, 0x14),
        on_picture: rgb(0xEC_EAE5),
        info_on_picture: rgb(0x7F_B4E6),
        bad_on_picture: rgb(0xF5_8A84),
        grip: clear(0xFF_FFFF, 0x88),
        hatch: rgb(0x1B_1E22),
        over_wash: clear(0xEA_6F69, 0x33),
        over_hatch: clear(0xEA_6F69, 0x88),
        shadow: clear(0, 0x88),
    }
}
