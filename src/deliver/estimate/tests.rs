//! Sums are exact to the credit, and money is what a client works out by hand.

use proptest::prelude::*;

use super::*;
use crate::story::rules::shipped;
use crate::story::testing::{any_project, scene};

fn project() -> Project {
    let mut first = scene(&[4, 5]);
    first.name = "Rooftop".to_owned();
    let mut second = scene(&[5]);
    second.id = crate::story::SceneId::new("second");
    second.tier = Tier::Pro;
    Project { scenes: vec![first, second], ..Project::default() }
}

fn of(choices: &Choices) -> Estimate {
    estimate(&project(), Scope::Project, &[], choices, &shipped())
}

#[test]
fn scenes_times_takes_times_tier() {
    let told = of(&Choices { takes: 3, ..Choices::default() });
    let credits: Vec<_> = told.lines.iter().map(|line| (line.tier, line.each, line.credits)).collect();
    assert_eq!(
        credits,
        [
            (Tier::Standard, Credits::whole(351), Credits::whole(1053)),
            (Tier::Pro, Credits::whole(195), Credits::whole(585))
        ]
    );
    assert_eq!(told.totals, [Total { tier: None, credits: Credits::whole(1638) }]);
    assert_eq!(
        (told.money.full(Credits::whole(1638)), told.money.full(Credits::whole(1053))),
        ("$8.19".into(), "$5.27".into())
    );
    let both = of(&Choices { tiers: Tiers::Both, ..Choices::default() });
    assert_eq!(both.lines.len(), 4);
    let totals: Vec<_> = both.totals.iter().map(|total| (total.tier, total.credits)).collect();
    assert_eq!(
        totals,
        [(Some(Tier::Standard), Credits::whole(351 + 135)), (Some(Tier::Pro), Credits::whole(441 + 195))]
    );
    let one = estimate(&project(), Scope::Scene(1), &[], &Choices::default(), &shipped());
    assert_eq!((one.lines.len(), one.totals[0].credits), (1, Credits::whole(195)));
}

#[test]
fn markup_and_rate_are_worked_out_exactly_and_rounded_once() {
    let choices = Choices {
        markup: "15".parse().unwrap(),
        rate: "0.92".parse().unwrap(),
        currency: "eur".to_owned(),
        ..Choices::default()
    };
    let money = of(&choices).money;
    // 1000 credits are $5.00: 4.60 and 15 % of it.
    assert_eq!(money.plain(Credits::whole(1000)), "€4.60");
    assert_eq!(
        (money.markup(Credits::whole(1000)), money.full(Credits::whole(1000))),
        ("€0.69".into(), "€5.29".into())
    );
    assert_eq!(money.full(Credits::whole(1_000_000_000)), "€5,290,000.00");
    let yen = Choices { currency: "JPY".into(), rate: "150.5".parse().unwrap(), ..Choices::default() };
    assert_eq!(of(&yen).money.full(Credits::whole(1000)), "JPY 753");
    let francs = Choices { currency: " chf ".into(), ..Choices::default() };
    assert_eq!(of(&francs).money.full(Credits::whole(135)), "CHF 0.68");
    let huge = Choices { rate: "999999999999".parse().unwrap(), markup: "999999999999".parse().unwrap(), ..yen };
    assert!(!of(&huge).money.full(Credits::whole(u64::MAX)).is_empty());
}

#[test]
fn a_table_for_spreadsheets() {
    let choices = Choices { takes: 2, ..Choices::default() };
    let text = String::from_utf8(csv(&of(&choices), &choices)).unwrap();
    assert_eq!(
        text,
        "scene,name,seconds,tier,takes,credits_each,credits,amount_usd\r\n\
         1,Rooftop,9,Standard,2,351,702,3.51\r\n\
         2,Scene 2,5,Pro,2,195,390,1.95\r\n\
         total,,,,,,1092,5.46\r\n"
    );
    let choices = Choices { show_credits: false, spent: true, tiers: Tiers::Both, ..Choices::default() };
    let text = String::from_utf8(csv(&of(&choices), &choices)).unwrap();
    assert!(text.starts_with("scene,name,seconds,tier,takes,amount_usd,spent_credits\r\n"), "{text}");
    assert!(text.ends_with("total,,,Standard,,2.43,0\r\ntotal,,,Pro,,3.18,\r\n"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn totals_are_the_sums_of_their_lines(project in any_project(), takes in 0_u32..100) {
        for tiers in Tiers::ALL {
            let choices = Choices { takes, tiers, ..Choices::default() };
            let told = estimate(&project, Scope::Project, &[], &choices, &shipped());
            let lines: u128 = told.lines.iter().map(|line| u128::from(line.credits.as_hundredths())).sum();
            let totals: u128 = told.totals.iter().map(|total| u128::from(total.credits.as_hundredths())).sum();
            prop_assert_eq!(lines, totals);
        }
    }
}
