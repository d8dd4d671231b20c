//! `storyreel price`: what each scene would cost, and all of them.

use serde::Serialize;

use super::opened::{Asked, Opened, heading};
use super::{CliError, Exit, say};
use crate::story::Credits;
use crate::story::price::{Known, Price, of_scene, total};

#[derive(Serialize)]
struct Report {
    scenes: Vec<ScenePrice>,
    /// Nothing where one of the prices is not known.
    credits: Option<Credits>,
    /// Exact.
    usd: Option<String>,
}

#[derive(Serialize)]
struct ScenePrice {
    /// Counted from 1.
    scene: usize,
    seconds: u32,
    /// Nothing where the price is not known.
    credits: Option<Credits>,
    /// Exact.
    usd: Option<String>,
}

pub fn run(asked: &Asked, json: bool) -> Result<Exit, CliError> {
    let opened = Opened::at(asked)?;
    let prices: Vec<Price> = opened.project.scenes.iter().map(|scene| of_scene(scene, &opened.rules)).collect();
    let (credits, usd) = total(prices.iter().copied(), &opened.rules);
    let is_known = prices.iter().all(|price| price.is_known());
    if json {
        let scenes = prices.iter().enumerate().map(|(index, price)| ScenePrice {
            scene: index + 1,
            seconds: opened.project.scenes[index].seconds().0,
            credits: price.is_known().then_some(price.credits),
            usd: price.is_known().then(|| price.usd.exact()),
        });
        let scenes = scenes.collect();
        say::json(&Report { scenes, credits: is_known.then_some(credits), usd: is_known.then(|| usd.exact()) })?;
    } else {
        let told = |price: Price| match price.known {
            Known::Confirmed => opened.rules.prices.amount(price.credits),
            Known::Unconfirmed => format!("{}, unconfirmed", opened.rules.prices.amount(price.credits)),
            Known::Not => "no price known".to_owned(),
        };
        let mut lines: Vec<String> = prices
            .iter()
            .zip(&opened.project.scenes)
            .enumerate()
            .map(|(index, (price, scene))| {
                let heading = heading(index, scene);
                format!("{heading}: {}, {}", told(*price), price.seconds)
            })
            .collect();
        let all = if is_known { opened.rules.prices.amount(credits) } else { "not known".to_owned() };
        lines.push(format!("All: {all}, {}", opened.project.seconds()));
        say::result(&lines.join("\n"))?;
    }
    Ok(Exit::Fine)
}
