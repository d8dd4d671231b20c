//! A provider's limits, prices and switches, as data: read from `assets/providers/*.toml`, never written in code.

use std::time::Duration;

use serde::Deserialize;
use serde::de::Error as _;

use super::credits::Credits;
use super::mention::is_name_char;
use super::project::{FrameSlot, Tier};
use super::units::{Seconds, Usd};

/// Everything a provider demands and charges.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub service: Service,
    pub models: Models,
    pub limits: Limits,
    pub prices: Prices,
    pub switches: Switches,
    pub timing: Timing,
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
    /// The page where keys and credits are to be had.
    pub account_page: String,
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
    /// Of a shot in multi-shot; one shot alone may fill the scene.
    pub shot_seconds_max: Seconds,
    /// A longer take of one shot may cut by itself.
    pub single_shot_steady: Seconds,
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
    /// From this many words on a spoken line is warned of.
    pub dialogue_words_advised: usize,
    pub elements_max: usize,
    /// As people write it: without the prefix that is put before it when it is sent.
    pub element_name_max: usize,
    pub element_description_max: usize,
    pub element_pictures_min: usize,
    pub element_pictures_max: usize,
    /// In pixels.
    pub picture_side_min: u32,
    /// The longer side divided by the shorter.
    pub picture_ratio_max: f64,
    /// In bytes; a larger picture is made smaller before it is uploaded.
    pub picture_bytes_max: u64,
}

impl Limits {
    /// The first number that no request could be made by, as a sentence.
    fn fault(&self) -> Option<&'static str> {
        const HOUR: Seconds = Seconds(3600);
        let faults = [
            (self.scene_seconds_max > HOUR, "scene_seconds_max is more than an hour"),
            (self.scene_seconds_min > self.scene_seconds_max, "scene_seconds_min is more than scene_seconds_max"),
            (self.shot_seconds_min > self.scene_seconds_max, "shot_seconds_min is more than scene_seconds_max"),
            (self.shot_seconds_min > self.shot_seconds_max, "shot_seconds_min is more than shot_seconds_max"),
            (self.shots_max == 0, "shots_max is 0"),
            (self.element_name_max == 0, "element_name_max is 0"),
            (self.element_pictures_min > self.element_pictures_max, "element_pictures_min is more than the max"),
            // Written so that a number that is none is a fault too.
            (self.picture_ratio_max.is_nan() || self.picture_ratio_max < 1.0, "picture_ratio_max is less than 1"),
            (self.picture_bytes_max < 10_000, "picture_bytes_max is less than 10,000"),
        ];
        faults.into_iter().find_map(|(is_fault, sentence)| is_fault.then_some(sentence))
    }
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
        // Rounded half up where a hundredth of a credit is no whole millionth of a dollar.
        Usd::from_micros((u128::from(credits.as_hundredths()) * u128::from(self.credit_usd_micros) + 50) / 100)
    }
}

/// What differs between what is documented and what may work.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
    /// Whether a last frame is sent in multi-shot, with a warning; otherwise it is an error there.
    pub last_frame_in_multi_shot: bool,
    /// What a request without pictures says of them.
    pub text_only_image_urls: TextOnlyImages,
    /// Put before every element's name that is sent, in prompts too.
    pub element_name_prefix: String,
}

/// What a request without pictures says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextOnlyImages {
    /// Nothing: the field is left out.
    Omit,
    /// That there are none: an empty list.
    Empty,
}

impl Switches {
    fn fault(&self, limits: &Limits) -> Option<&'static str> {
        let prefix = &self.element_name_prefix;
        if !prefix.chars().all(is_name_char) {
            return Some("element_name_prefix holds something else than letters a to z, digits and _");
        }
        (prefix.len() >= limits.element_name_max).then_some("element_name_prefix leaves no room for a name")
    }
}

/// Every wait, in seconds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Between two questions after one take.
    pub poll_s: Waits,
    /// From here on a take is told to take long.
    pub long_s: Wait,
    pub long_poll_s: Wait,
    /// So long "no such task" is not believed.
    pub unknown_s: Wait,
    /// How long the service keeps what it has made. It is told, and nothing is done by it.
    pub results_kept_s: Wait,
    /// While there is no connection: until it is tried again.
    pub offline_s: Waits,
    /// After a request that is not confirmed: between two questions after the balance, before anything is said of it.
    pub unconfirmed_s: Waits,
    /// After a failure: until the refund is looked for again.
    pub refund_s: Waits,
    /// After a refusal that proves that nothing was accepted.
    pub retry_s: Waits,
    pub connect_s: Wait,
    pub submit_s: Wait,
    pub status_s: Wait,
    pub upload_s: Wait,
    /// Without a byte of a download coming.
    pub download_s: Wait,
    pub uploads_per_minute: u32,
    /// How long an uploaded picture is kept, where the reply does not say.
    pub upload_kept_s: Wait,
    /// With less left a picture is uploaded again.
    pub upload_fresh_s: Wait,
}

impl Timing {
    fn fault(&self) -> Option<&'static str> {
        (self.uploads_per_minute == 0).then_some("uploads_per_minute is 0")
    }
}

/// A length of waiting, read from seconds; at most ten years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "f64")]
pub struct Wait(pub Duration);

impl TryFrom<f64> for Wait {
    type Error = &'static str;

    fn try_from(seconds: f64) -> Result<Self, Self::Error> {
        const TEN_YEARS: f64 = 315_360_000.0;
        if (0.0..=TEN_YEARS).contains(&seconds) {
            Ok(Self(Duration::from_secs_f64(seconds)))
        } else {
            Err("a wait is 0 to 315,360,000 seconds")
        }
    }
}

/// Waits one after the other; the last counts from then on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Wait>")]
pub struct Waits(Vec<Wait>);

impl TryFrom<Vec<Wait>> for Waits {
    type Error = &'static str;

    fn try_from(waits: Vec<Wait>) -> Result<Self, Self::Error> {
        if waits.is_empty() { Err("a list of waits has at least one") } else { Ok(Self(waits)) }
    }
}

impl Waits {
    /// How many there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is one at least")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The wait after so many that have been, counted from 0.
    #[must_use]
    pub fn after(&self, count: u32) -> Duration {
        let at = usize::try_from(count).unwrap_or(usize::MAX).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(Duration::ZERO, |wait| wait.0)
    }
}

impl Rules {
    /// # Errors
    /// When the text is no such file or a number of it makes no sense; the error says which and why.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str::<Self>(text)?.sensible()
    }

    /// # Errors
    /// When a value is missing, unknown, of another kind or makes no sense; the error says which and why.
    pub fn from_table(table: toml::Table) -> Result<Self, toml::de::Error> {
        table.try_into::<Self>()?.sensible()
    }

    fn sensible(mut self) -> Result<Self, toml::de::Error> {
        let fault = self.limits.fault().or_else(|| self.timing.fault()).or_else(|| self.switches.fault(&self.limits));
        if let Some(fault) = fault {
            return Err(toml::de::Error::custom(fault));
        }
        // What is counted is what is sent.
        self.limits.element_name_max -= self.switches.element_name_prefix.len();
        Ok(self)
    }

    /// Whether a frame that is given goes into a request.
    #[must_use]
    pub fn sends_frame(&self, slot: FrameSlot, multi_shot: bool) -> bool {
        slot == FrameSlot::First || !multi_shot || self.switches.last_frame_in_multi_shot
    }
}

/// The rules as shipped, for tests of this room.
#[cfg(test)]
pub(crate) fn shipped() -> Rules {
    Rules::from_toml(include_str!("../../assets/providers/vidgo.toml")).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../assets/providers/vidgo.toml");

    #[test]
    fn a_changed_number_is_read() {
        let rules = Rules::from_toml(&SHIPPED.replace("shots_max = 6", "shots_max = 8")).unwrap();
        assert_eq!(rules.limits.shots_max, 8);
    }

    #[test]
    fn a_prefix_takes_its_room_from_the_names() {
        let prefixed = SHIPPED.replace("element_name_prefix = \"\"", "element_name_prefix = \"element_\"");
        let rules = Rules::from_toml(&prefixed).unwrap();
        assert_eq!((shipped().limits.element_name_max, rules.limits.element_name_max), (20, 12));
    }

    #[test]
    fn numbers_that_make_no_sense_and_unknown_lines_are_told() {
        for (line, wrong, says) in [
            ("scene_seconds_max = 15", "scene_seconds_max = 4000000000", "more than an hour"),
            ("scene_seconds_min = 3", "scene_seconds_min = 16", "scene_seconds_min"),
            ("picture_ratio_max = 2.5", "picture_ratio_max = nan", "picture_ratio_max"),
            ("shots_max = 6", "shots_max = -6", "shots_max"),
            ("shots_max = 6", "shot_max = 6", "shot_max"),
            ("poll_s = [5, 10, 15]", "poll_s = []", "at least one"),
            ("long_s = 900", "long_s = -1", "a wait is"),
            ("long_s = 900", "long_s = nan", "a wait is"),
            ("uploads_per_minute = 5", "uploads_per_minute = 0", "uploads_per_minute"),
            ("shot_seconds_max = 12", "shot_seconds_max = 0", "shot_seconds_max"),
            ("text_only_image_urls = \"omit\"", "text_only_image_urls = \"none\"", "none"),
            ("element_name_prefix = \"\"", "element_name_prefix = \"an element \"", "element_name_prefix"),
            ("element_name_prefix = \"\"", "element_name_prefix = \"element_of_this_scene_\"", "no room"),
        ] {
            let error = Rules::from_toml(&SHIPPED.replace(line, wrong)).unwrap_err().to_string();
            assert!(error.contains(says), "{wrong}: {error}");
        }
    }
}
