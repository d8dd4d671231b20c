//! Sums are exact to the credit, and money is what a client works out by hand.

use proptest::prelude::*;

use super::*;
use crate::deliver::settings::{FixedItem, Separator};
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
    estimate(&project(), Scope::Project, &[], choices, &shipped()).unwrap()
}

/// The sums as they are printed.
fn sums(told: &Estimate) -> Vec<(String, String)> {
    told.sums.iter().map(|sum| (sum.label.clone(), told.money.shown(sum.amount))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(label, amount)| ((*label).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn scenes_times_takes_times_tier() {
    let told = of(&Choices { takes: 3, ..Choices::default() });
    let credits: Vec<_> = told.lines.iter().map(|line| (line.tier, line.each, line.credits)).collect();
    assert_eq!(
        credits,
        [
            (Tier::Standard, Credits::whole(351), Credits::whole(1053)),
            (Tier::Pro, Credits::whole(195), Credits::whole(585)),
        ]
    );
    // 5.265 and 2.925: each line is rounded, and the total is what a client adds up.
    let amounts: Vec<_> = told.lines.iter().map(|line| told.money.shown(line.amount)).collect();
    assert_eq!(amounts, ["$5.27", "$2.93"]);
    assert_eq!((sums(&told), told.sums[0].credits), (pairs(&[("Total", "$8.20")]), Some(Credits::whole(1638))));
    let both = of(&Choices { tiers: Tiers::Both, ..Choices::default() });
    assert_eq!(both.lines.len(), 4);
    let totals: Vec<_> = both.sums.iter().map(|sum| (sum.tier, sum.credits)).collect();
    let expected =
        [(Some(Tier::Standard), Some(Credits::whole(351 + 135))), (Some(Tier::Pro), Some(Credits::whole(441 + 195)))];
    assert_eq!(totals, expected);
    let one = estimate(&project(), Scope::Scene(1), &[], &Choices::default(), &shipped()).unwrap();
    assert_eq!((one.lines.len(), one.sums[0].credits), (1, Some(Credits::whole(195))));
    let some = Scope::Scenes([1_usize].into());
    assert_eq!(estimate(&project(), some, &[], &Choices::default(), &shipped()).unwrap(), one);
}

#[test]
fn columns_follow_each_other_from_where_the_names_are_read_and_figures_stand_below_each_other() {
    for (name, from_right) in [("גגות הנמל", true), ("Rooftop", false)] {
        let mut project = project();
        project.name = name.to_owned();
        for scene in &mut project.scenes {
            scene.name = name.to_owned();
        }
        let told = estimate(&project, Scope::Project, &[], &Choices::default(), &shipped()).unwrap();
        let settings = crate::deliver::Settings::default();
        let pages = pages(&project, &told, &settings, None, jiff::civil::date(2026, 11, 24)).pages;
        let ends = |words: &str| -> Vec<(f32, f32)> {
            let lines = pages[0].items.iter().filter_map(|item| match item {
                crate::media::page::Item::Text { x, line, .. } if line.plain().contains(words) => {
                    Some((*x, x + line.width))
                }
                _ => None,
            });
            lines.collect()
        };
        let (scene, takes, amount) = (ends("Scene")[0], ends("Takes")[0], ends("Amount")[0]);
        assert_eq!(scene.0 > takes.0, from_right);
        assert_eq!(takes.0 > amount.0, from_right);
        let figures = ends("$");
        assert_eq!(figures.len(), 3, "two scenes and their total");
        assert!(figures.iter().all(|figure| (figure.1 - amount.1).abs() < 0.1), "{figures:?}");
        let edge = if from_right { pages[0].width - 48.0 } else { 48.0 };
        let names = ends(name);
        let stands = |ends: &(f32, f32)| (if from_right { ends.1 } else { ends.0 } - edge).abs() < 0.1;
        assert!(names.len() >= 3 && names.iter().all(stands), "{names:?}");
    }
}

#[test]
fn what_adds_up_to_a_total_stands_with_it_on_one_page() {
    let items = [FixedItem { name: "Editing".into(), amount: "480".parse().unwrap() }];
    let choices = Choices {
        tiers: Tiers::Both,
        show_markup: true,
        markup: "15".parse().unwrap(),
        tax: "19".parse().unwrap(),
        items: items.into(),
        ..Choices::default()
    };
    for count in 1..24 {
        let project = Project { scenes: (0..count).map(|_| scene(&[4])).collect(), ..Project::default() };
        let told = estimate(&project, Scope::Project, &[], &choices, &shipped()).unwrap();
        let settings = crate::deliver::Settings::default();
        let pages = pages(&project, &told, &settings, None, jiff::civil::date(2026, 11, 24)).pages;
        for tier in ["Standard", "Pro"] {
            let on = |words: String| pages.iter().position(|page| page.plain_text().lines().any(|line| line == words));
            let parts = ["Subtotal", "Total before Tax", "Total"].map(|what| on(format!("{what} {tier}")).unwrap());
            assert!(parts.iter().all(|page| *page == parts[0]), "{parts:?} with {count} scenes");
        }
    }
}

#[test]
fn the_lines_of_the_issue_add_up_to_their_total() {
    // 2.925 + 2.94 + 2.535 + 2.205: as rounded lines they come to 10.62, as an exact sum to 10.61.
    let scenes = [(15, Tier::Standard, true), (12, Tier::Pro, true), (13, Tier::Standard, true), (9, Tier::Pro, true)];
    let scenes = scenes.into_iter().enumerate().map(|(at, (seconds, tier, audio))| {
        let mut scene = scene(&[seconds]);
        scene.id = crate::story::SceneId::new(format!("scene-{at}"));
        (scene.tier, scene.audio) = (tier, audio);
        scene
    });
    let project = Project { scenes: scenes.collect(), ..Project::default() };
    let told = estimate(&project, Scope::Project, &[], &Choices::default(), &shipped()).unwrap();
    let amounts: Vec<_> = told.lines.iter().map(|line| told.money.shown(line.amount)).collect();
    assert_eq!(amounts, ["$2.93", "$2.94", "$2.54", "$2.21"]);
    assert_eq!(sums(&told), pairs(&[("Total", "$10.62")]));
}

fn in_currency(code: &str, rate: &str) -> Choices {
    Choices { currency: code.to_owned(), rate: rate.parse().unwrap(), ..Choices::default() }
}

#[test]
fn markup_and_rate_are_worked_out_exactly_and_rounded_once() {
    let choices = Choices { markup: "15".parse().unwrap(), ..in_currency("eur", "0.92") };
    let money = |choices: &Choices| Money::new(choices, &shipped()).unwrap();
    let told = |choices: &Choices, credits| money(choices).shown(money(choices).line(Credits::whole(credits)));
    // 1000 credits are $5.00: 4.60 and 15 % of it.
    assert_eq!((told(&choices, 1000), told(&choices, 1_000_000_000)), ("€5.29".into(), "€5,290,000.00".into()));
    let beside = Choices { show_markup: true, ..choices };
    assert_eq!(told(&beside, 1000), "€4.60");
    assert_eq!(told(&in_currency("JPY", "150.5"), 1000), "JPY 753");
    assert_eq!(told(&in_currency(" chf ", "0.91"), 135), "CHF 0.61");
    assert_eq!(told(&in_currency("KWD", "0.30712"), 1000), "KWD 1.536");
    assert_eq!(told(&in_currency("KRW", "1465"), 135), "KRW 989");
    let most = "999999999999";
    let huge = Choices { markup: most.parse().unwrap(), ..in_currency("JPY", most) };
    assert!(!told(&huge, u64::MAX).is_empty());
}

#[test]
fn what_cannot_be_right_is_refused_in_plain_words() {
    let said =
        |choices: &Choices| estimate(&project(), Scope::Project, &[], choices, &shipped()).unwrap_err().to_string();
    for (code, rate, words) in [
        ("EURO xyz", "0.92", "\"EURO xyz\" is no currency; write its three letters, like EUR"),
        ("XAU", "0.92", "\"XAU\" is no currency; write its three letters, like EUR"),
        ("HRK", "7", "HRK is no longer paid with; write EUR"),
        ("EUR", "0", "the rate is 0; write what one US dollar is in EUR"),
        ("EUR", "1", "the rate is still 1; write what one US dollar is in EUR"),
        ("", "0", "the rate is 0; write what one US dollar is in USD"),
        (
            "usd",
            "0.92",
            "one US dollar is one US dollar; write 1 as the rate, or the currency that 0.92 is the rate of",
        ),
    ] {
        assert_eq!(said(&in_currency(code, rate)), words);
    }
    assert_eq!(
        said(&Choices { takes: 0, ..Choices::default() }),
        "0 takes of each scene cost nothing; write 1 or more"
    );
    let item = |name: &str, amount: &str| Choices {
        items: vec![FixedItem { name: name.into(), amount: amount.parse().unwrap() }],
        ..in_currency("JPY", "150")
    };
    assert!(said(&item("Music", "0.5")).starts_with("\"Music\" costs 0.5, and JPY is not paid in parts that small"));
    assert_eq!(said(&item(" ", "5")), "a fixed item of 5 has no name; write what it is for");
    assert!(
        estimate(&project(), Scope::Project, &[], &in_currency("BMD", "1"), &shipped()).is_ok(),
        "one dollar by law"
    );
}

#[test]
fn credits_never_stand_beside_amounts_that_hold_a_markup() {
    let raised = Choices { markup: "15".parse().unwrap(), spent: true, ..Choices::default() };
    assert!(!of(&raised).money.shows_credits());
    let text = String::from_utf8(csv(&of(&raised), Separator::Comma)).unwrap();
    assert!(text.starts_with("scene,name,seconds,tier,takes,amount_usd,spent_usd\r\n"), "{text}");
    assert!(!text.contains("351") && !text.contains("credits"), "{text}");
    let told = Choices { show_markup: true, ..raised };
    assert!(of(&told).money.shows_credits(), "the markup is told by itself");
}

#[test]
fn fixed_items_and_tax_follow_the_scenes() {
    let item = |name: &str, amount: &str| FixedItem { name: name.to_owned(), amount: amount.parse().unwrap() };
    let choices = Choices {
        markup: "15".parse().unwrap(),
        show_markup: true,
        tax: "19".parse().unwrap(),
        tax_name: "VAT".to_owned(),
        items: vec![item("Editing", "480"), item("Music", "120.5")],
        ..in_currency("EUR", "0.92")
    };
    let expected = [
        ("Subtotal", "€2.51"),
        ("Markup 15 %", "€0.38"),
        ("Editing", "€480.00"),
        ("Music", "€120.50"),
        ("Total before VAT", "€603.39"),
        ("VAT 19 %", "€114.64"),
        ("Total", "€718.03"),
    ];
    assert_eq!(sums(&of(&choices)), pairs(&expected));
    let text = String::from_utf8(csv(&of(&choices), Separator::Comma)).unwrap();
    assert!(text.contains("\r\nitem,Music,,,,,,120.50\r\nnet,Total before VAT,,,,,,603.39\r\n"), "{text}");
}

#[test]
fn a_table_for_spreadsheets() {
    let choices = Choices { takes: 2, ..Choices::default() };
    let text = String::from_utf8(csv(&of(&choices), Separator::Comma)).unwrap();
    assert_eq!(
        text,
        "scene,name,seconds,tier,takes,credits_each,credits,amount_usd\r\n\
         1,Rooftop,9,Standard,2,351,702,3.51\r\n\
         2,Scene 2,5,Pro,2,195,390,1.95\r\n\
         total,Total,,,,,1092,5.46\r\n"
    );
    let choices = Choices { show_credits: false, spent: true, tiers: Tiers::Both, ..Choices::default() };
    let text = String::from_utf8(csv(&of(&choices), Separator::Comma)).unwrap();
    assert!(text.starts_with("scene,name,seconds,tier,takes,amount_usd,spent_usd\r\n"), "{text}");
    let totals = "total,Total Standard,,Standard,,2.44,\r\ntotal,Total Pro,,Pro,,3.19,0.00\r\n";
    assert!(text.ends_with(totals), "{text}");
}

/// An amount as it is printed, read back as a client would: digits and the point, in the smallest unit.
fn read_back(printed: &str, decimals: usize) -> u128 {
    let number: String = printed.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    assert_eq!(part.len(), decimals, "{printed}");
    format!("{whole}{part}").parse().unwrap()
}

fn any_choices() -> impl Strategy<Value = (Choices, usize)> {
    let currency = prop::sample::select(vec![("USD", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3)]);
    let percent = || prop_oneof![Just(0_u32), 1_u32..40_000];
    let item = ("[A-Z][a-z]{2,8}", 0_u32..100_000);
    let ticks = (any::<bool>(), any::<bool>(), any::<bool>(), prop::sample::select(Tiers::ALL.to_vec()));
    let numbers = (1_u32..30, percent(), percent(), 2_u32..2_000_000_000);
    (currency, numbers, ticks, prop::collection::vec(item, 0..3)).prop_map(
        |((code, decimals), (takes, markup, tax, rate), (show_markup, show_credits, spent, tiers), items)| {
            let thousandths = |n: u32| format!("{}.{:03}", n / 1000, n % 1000).parse().unwrap();
            let rate =
                if code == "USD" { "1".to_owned() } else { format!("{}.{:06}", rate / 1_000_000, rate % 1_000_000) };
            let items = items.into_iter().map(|(name, amount)| FixedItem { name, amount: Decimal::whole(amount) });
            let choices = Choices {
                takes,
                tiers,
                markup: thousandths(markup),
                show_markup,
                show_credits,
                tax: thousandths(tax),
                spent,
                items: items.collect(),
                ..in_currency(code, if rate == "1.000000" { "1.1" } else { &rate })
            };
            (choices, decimals)
        },
    )
}

/// Adds the printed lines up as whoever reads them does, and expects every sum that is printed.
fn adds_up(rows: &[(SumKind, u128)], scenes: u128, groups: usize) {
    let (mut part, mut seen) = (0_u128, 0);
    let mut net = None;
    for (kind, amount) in rows {
        match kind {
            SumKind::Subtotal => {
                part = *amount;
                seen += amount;
            }
            SumKind::Markup | SumKind::Item | SumKind::Tax => part += amount,
            SumKind::Net => {
                if part > 0 || net.is_some() {
                    assert_eq!(part, *amount);
                } else {
                    seen += amount;
                }
                (part, net) = (*amount, Some(*amount));
            }
            SumKind::Total => {
                if rows.iter().any(|(kind, _)| matches!(kind, SumKind::Subtotal | SumKind::Net)) {
                    assert_eq!(part, *amount);
                } else {
                    seen += amount;
                }
                (part, net) = (0, None);
            }
        }
    }
    assert_eq!(seen, scenes, "the lines of {groups} groups");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn whoever_adds_the_printed_lines_up_comes_to_the_printed_sums(
        project in any_project(),
        (choices, decimals) in any_choices(),
    ) {
        let told = estimate(&project, Scope::Project, &[], &choices, &shipped()).unwrap();
        let printed = |amount| told.money.shown(amount);
        let scenes: u128 = told.lines.iter().map(|line| read_back(&printed(line.amount), decimals)).sum();
        let rows: Vec<_> = told.sums.iter().map(|sum| (sum.kind, read_back(&printed(sum.amount), decimals))).collect();
        adds_up(&rows, scenes, 1);

        // The table for spreadsheets has the very same amounts in the very same order.
        let table = csv(&told, Separator::Comma);
        let mut reader = csv::Reader::from_reader(table.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&table));
        let column = reader.headers().unwrap().iter().position(|name| name.starts_with("amount_")).unwrap();
        let cells: Vec<u128> =
            reader.records().map(|row| read_back(row.unwrap().get(column).unwrap(), decimals)).collect();
        let all = told.lines.iter().map(|line| line.amount).chain(told.sums.iter().map(|sum| sum.amount));
        let all: Vec<u128> = all.map(|amount| read_back(&printed(amount), decimals)).collect();
        prop_assert_eq!(cells, all);
    }
}
