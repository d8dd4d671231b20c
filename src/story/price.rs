//! What a scene would cost, in whole credits (docs/service.md: prices).

use super::credits::Credits;
use super::project::{Scene, Tier};
use super::rules::Rules;
use super::units::{Seconds, Usd};

/// The price of one take of a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub seconds: Seconds,
    /// Credits a second.
    pub rate: Credits,
    pub credits: Credits,
    pub usd: Usd,
}

/// What one take of the scene costs as it stands.
#[must_use]
pub fn of_scene(scene: &Scene, rules: &Rules) -> Price {
    of(scene.seconds(), scene.tier, scene.sound(), rules)
}

/// What one take of the scene would cost in the other tier.
#[must_use]
pub fn of_scene_in(scene: &Scene, tier: Tier, rules: &Rules) -> Price {
    of(scene.seconds(), tier, scene.sound(), rules)
}

/// What so many seconds cost.
#[must_use]
pub fn of(seconds: Seconds, tier: Tier, sound: bool, rules: &Rules) -> Price {
    let rate = rules.prices.rate(tier, sound);
    let credits = rate.for_seconds(seconds);
    Price { seconds, rate, credits, usd: rules.prices.usd(credits) }
}

/// The sum of several prices.
pub fn total(prices: impl IntoIterator<Item = Price>, rules: &Rules) -> (Credits, Usd) {
    let credits = prices.into_iter().map(|price| price.credits).sum();
    (credits, rules.prices.usd(credits))
}

/// The credits that an amount of dollars buys, as people write it: `40`, `$2.50`, `1,000`. Nothing where it is no such
/// amount; parts of a credit are left out.
#[must_use]
pub fn credits_for(dollars: &str, rules: &Rules) -> Option<Credits> {
    const DECIMALS: usize = 6;
    let text = dollars.trim().trim_start_matches('$').trim().replace(',', "");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || part.len() > DECIMALS || !is_number(whole) || !is_number(part) {
        return None;
    }
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u128 = format!("{part:0<DECIMALS$}").parse().ok()?;
    let micros = whole.checked_mul(1_000_000)?.checked_add(part)?;
    u64::try_from(micros.checked_div(u128::from(rules.prices.credit_usd_micros))?).ok().map(Credits::whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::project::Shot;
    use crate::story::rules::shipped;

    #[test]
    fn the_contracts_prices() {
        let rules = shipped();
        for (seconds, tier, sound, credits, usd) in [
            (5, Tier::Standard, false, 135, "0.675"),
            (5, Tier::Standard, true, 195, "0.975"),
            (5, Tier::Pro, false, 195, "0.975"),
            (5, Tier::Pro, true, 245, "1.225"),
            (15, Tier::Standard, true, 585, "2.925"),
            (15, Tier::Pro, true, 735, "3.675"),
            (13, Tier::Standard, true, 507, "2.535"),
            (0, Tier::Pro, true, 0, "0.000"),
        ] {
            let price = of(Seconds(seconds), tier, sound, &rules);
            assert_eq!(price.credits, Credits::whole(credits));
            assert_eq!(price.usd.exact(), usd);
        }
    }

    #[test]
    fn rates_stand_as_the_contract_has_them() {
        let rules = shipped();
        let rate = |tier, sound| of(Seconds(1), tier, sound, &rules).rate.as_hundredths() / 100;
        assert_eq!([rate(Tier::Standard, false), rate(Tier::Standard, true)], [27, 39]);
        assert_eq!([rate(Tier::Pro, false), rate(Tier::Pro, true)], [39, 49]);
        for seconds in 0..=15 {
            assert_eq!(of(Seconds(seconds), Tier::Pro, true, &rules).credits, Credits::whole(49 * u64::from(seconds)));
        }
    }

    #[test]
    fn a_project_costs_the_sum_of_its_scenes() {
        let rules = shipped();
        let scene = |seconds| of(Seconds(seconds), Tier::Standard, true, &rules);
        assert_eq!(
            total([scene(13), scene(15)], &rules),
            (Credits::whole(1092), rules.prices.usd(Credits::whole(1092)))
        );
        assert_eq!(total([], &rules).1.exact(), "0.000");
        let huge = of(Seconds(u32::MAX), Tier::Pro, true, &rules);
        assert_eq!(total([huge, huge], &rules).0, Credits::whole(2 * 49 * u64::from(u32::MAX)));
    }

    #[test]
    fn dollars_buy_whole_credits() {
        let rules = shipped();
        let credits = |text| credits_for(text, &rules).map(|credits| credits.as_hundredths() / 100);
        for (text, bought) in
            [("40", 8_000), (" $2.535 ", 507), ("0.014", 2), (".5", 100), ("1,000", 200_000), ("0", 0)]
        {
            assert_eq!(credits(text), Some(bought), "{text}");
        }
        let endless = "9".repeat(60);
        for text in ["", "$", ".", "-1", "1e3", "forty", "0.0000001", "1.2.3", &endless] {
            assert_eq!(credits(text), None, "{text}");
        }
    }

    #[test]
    fn multi_shot_is_billed_with_audio() {
        let rules = shipped();
        let shot = Shot { seconds: Seconds(4), ..Shot::default() };
        let mut scene = Scene { shots: vec![shot.clone()], ..Scene::default() };
        assert_eq!(of_scene(&scene, &rules).credits, Credits::whole(4 * 27));
        scene.shots.push(shot);
        assert_eq!(of_scene(&scene, &rules).credits, Credits::whole(8 * 39));
        assert_eq!(of_scene_in(&scene, Tier::Pro, &rules).credits, Credits::whole(8 * 49));
    }
}
