//! `storyreel price`: what each scene would cost, and all of them.

use serde::Serialize;

use super::opened::{Asked, Opened, heading};
use super::{CliError, Exit, say};
use crate::story::Credits;
use crate::story::price::{Price, of_scene, total};

#[derive(Serialize)]
struct Report {
    scenes: Vec<ScenePrice>,
    credits: Credits,
    /// Exact.
    usd: String,
}

#[derive(Serialize)]
struct ScenePrice {
    /// Counted from 1.
    scene: usize,
    seconds: u32,
    credits: Credits,
    /// Exact.
    usd: String,
}

pub fn run(asked: &Asked, json: bool) -> Result<Exit, CliError> {
    let opened = Opened::at(asked)?;
    let prices: Vec<Price> = opened.project.scenes.iter().map(|scene| of_scene(scene, &opened.rules)).collect();
    let (credits, usd) = total(prices.iter().copied(), &opened.rules);
    if json {
        let scenes = prices.iter().enumerate().map(|(index, price)| ScenePrice {
            scene: index + 1,
            seconds: price.seconds.0,
            credits: price.credits,
            usd: price.usd.exact(),
        });
        say::json(&Report { scenes: scenes.collect(), credits, usd: usd.exact() })?;
    } else {
        let mut lines: Vec<String> = prices
            .iter()
            .zip(&opened.project.scenes)
            .enumerate()
            .map(|(index, (price, scene))| {
                let heading = heading(index, scene);
                format!("{heading}: {}, {}", opened.rules.prices.amount(price.credits), price.seconds)
            })
            .collect();
        lines.push(format!("All: {}, {}", opened.rules.prices.amount(credits), opened.project.seconds()));
        say::result(&lines.join("\n"))?;
    }
    Ok(Exit::Fine)
}
