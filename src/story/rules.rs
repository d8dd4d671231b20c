//! A provider's limits, prices and switches, as data: read from `assets/providers/*.toml`, never written in code.

use serde::Deserialize;

use super::project::Tier;
use super::units::{Credits, Seconds, Usd};

/// Everything a provider demands and charges.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub service: Service,
    pub models: Models,
    pub limits: Limits,
    pub prices: Prices,
    pub switches: Switches,
}

/// Who makes the video.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// As users know it: "Vidgo".
    pub name: String,
    /// The model family as users know it: "Kling 3.0".
    pub model: String,
    /// Where requests go.
    pub base_url: String,
}

/// The model names that requests carry.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    pub standard: String,
    pub pro: String,
}

impl Models {
    #[must_use]
    pub fn of(&self, tier: Tier) -> &str {
        match tier {
            Tier::Standard => &self.standard,
            Tier::Pro => &self.pro,
        }
    }
}

/// What a request may hold. Lengths of text are in Unicode scalar values.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub scene_seconds_min: Seconds,
    pub scene_seconds_max: Seconds,
    pub shot_seconds_min: Seconds,
    /// Above this a shot of a multi-shot scene is warned of.
    pub shot_seconds_advised: Seconds,
    pub shots_max: usize,
    /// Above this many the number of shots is warned of.
    pub shots_advised: usize,
    pub prompt_max: usize,
    /// Above this a prompt is past Kling's own limit.
    pub prompt_kling: usize,
    /// Above this a prompt is longer than advised.
    pub prompt_advised: usize,
    /// What a known `@name` counts.
    pub mention_counts: usize,
    pub elements_max: usize,
    pub element_name_max: usize,
    pub element_description_max: usize,
    pub element_pictures_min: usize,
    pub element_pictures_max: usize,
    /// In pixels.
    pub picture_side_min: u32,
    /// The longer side divided by the shorter.
    pub picture_ratio_max: f64,
}

/// What a second costs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// Millionths of a US dollar for one credit.
    pub credit_usd_micros: u64,
    pub standard: TierPrices,
    pub pro: TierPrices,
}

/// Credits a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierPrices {
    pub silent: Credits,
    pub audio: Credits,
}

impl Prices {
    /// Credits a second.
    #[must_use]
    pub fn rate(&self, tier: Tier, sound: bool) -> Credits {
        let prices = match tier {
            Tier::Standard => self.standard,
            Tier::Pro => self.pro,
        };
        if sound { prices.audio } else { prices.silent }
    }

    #[must_use]
    pub fn usd(&self, credits: Credits) -> Usd {
        Usd::from_micros(u128::from(credits.0) * u128::from(self.credit_usd_micros))
    }
}

/// What differs between what is documented and what may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
    /// Whether a last frame is sent in multi-shot, with a warning; otherwise it is an error there.
    pub last_frame_in_multi_shot: bool,
}

impl Rules {
    /// # Errors
    /// When the text is no such file; the error names the line and what is wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// The rules as shipped, for tests of this room.
#[cfg(test)]
pub(crate) fn shipped() -> Rules {
    Rules::from_toml(include_str!("../../assets/providers/vidgo.toml")).unwrap()
}
