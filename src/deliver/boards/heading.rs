//! What stands above a scene's shots: its number and name, and what it is of.

use std::sync::Arc;

use super::{Boards, style};
use crate::deliver::words::numbered;
use crate::media::page::{SetLine, set, set_on_one_line};
use crate::story::check::count_of;
use crate::story::{Scene, price};

/// A scene's heading, set in type.
#[derive(Clone)]
pub struct Heading {
    pub title: String,
    pub lines: Vec<Arc<SetLine>>,
    /// At the other end of the first line.
    pub facts: Option<Arc<SetLine>>,
    /// Below the title, where there is no room beside it.
    pub facts_below: Vec<Arc<SetLine>>,
    /// What was deleted since a version, where boards are to tell that.
    pub gone: Vec<Arc<SetLine>>,
}

impl Heading {
    /// Over the width of a page.
    pub fn new(boards: &Boards<'_>, at: usize, scene: &Scene, from_right: bool) -> Self {
        let width = style::sheet(boards.choices).0 - 2.0 * style::MARGIN;
        let title = title(at, scene, from_right);
        let facts = set_on_one_line(&facts(boards, scene), style::SCENE_FACT, width * 0.6);
        let lines = set(&title, style::SCENE, width - facts.width - style::GUTTER);
        let gone = gone(boards, scene, width);
        Self { title, lines, facts: Some(facts), facts_below: Vec::new(), gone }
    }

    /// Over the columns of its own shots, beside headings of other scenes.
    pub fn beside_others(boards: &Boards<'_>, at: usize, scene: &Scene, from_right: bool, width: f32) -> Self {
        let title = title(at, scene, from_right);
        let lines = set(&title, style::SCENE, width);
        let facts_below = set(&facts(boards, scene), style::SCENE_FACT_TIGHT, width);
        Self { title, lines, facts: None, facts_below, gone: gone(boards, scene, width) }
    }

    pub fn height(&self) -> f32 {
        let lines = self.lines.iter().chain(&self.facts_below).chain(&self.gone);
        lines.map(|line| line.height).sum::<f32>() + style::BELOW_HEADING
    }
}

fn title(at: usize, scene: &Scene, from_right: bool) -> String {
    let (name, number) = (scene.name.trim(), at + 1);
    if name.is_empty() { format!("Scene {number}") } else { numbered(number, name, from_right) }
}

fn gone(boards: &Boards<'_>, scene: &Scene, width: f32) -> Vec<Arc<SetLine>> {
    boards.changes.map_or_else(Vec::new, |changes| changes.gone(boards.project, scene, width))
}

/// What a scene is of.
fn facts(boards: &Boards<'_>, scene: &Scene) -> String {
    let choices = boards.choices;
    let mut facts = vec![count_of(scene.shots.len(), "shot")];
    if choices.seconds {
        facts.push(scene.seconds().to_string());
    }
    if let Some(money) = boards.money {
        let credits = price::of_scene(scene, boards.rules).credits;
        let amount = money.shown(money.line(credits));
        let markup = money.markup_beside().map_or_else(String::new, |markup| format!(" + {markup} %"));
        let cost = format!("{amount}{markup} a take");
        facts.push(if money.shows_credits() { format!("{cost}, {credits}") } else { cost });
    }
    facts.join(" · ")
}
