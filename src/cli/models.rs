//! `storyreel models`, and `--model` of other commands: what there is, and what a scene would be on it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::opened::{Asked, Opened, heading, rules};
use super::{CliError, Exit, say};
use crate::desk::make;
use crate::provider::vidgo::plain;
use crate::store::Paths;
use crate::store::models::Catalogue;
use crate::story::model::{Cost, Lengths, Model, Per, Plan, PriceRow, Wire};
use crate::story::order::OrderPicture;
use crate::story::{Credits, Rules, Tier};

/// Another model than the scene's own.
#[derive(Debug, Default, clap::Args)]
pub struct OnModel {
    /// As it would be on this model, see `storyreel models`
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// With --model: what is chosen on it, such as quality=pro
    #[arg(long = "set", value_name = "CHOICE=OPTION", requires = "model", value_parser = choice)]
    pub set: Vec<(String, String)>,
}

fn choice(text: &str) -> Result<(String, String), String> {
    let (choice, option) = text.split_once('=').ok_or("it is CHOICE=OPTION, such as quality=pro")?;
    Ok((choice.trim().to_owned(), option.trim().to_owned()))
}

/// A model with what was chosen on it.
struct Chosen {
    pub model: Model,
    pub choices: BTreeMap<String, String>,
}

impl Chosen {
    /// The tier that Kling 3.0 was chosen in.
    fn tier(&self) -> Option<Tier> {
        let is_pro = self.choices.get("quality").is_some_and(|option| option == "pro");
        matches!(self.model.wire, Wire::ShotList {}).then_some(if is_pro { Tier::Pro } else { Tier::Standard })
    }
}

fn catalogue(rules: &Rules) -> Catalogue {
    let catalogue = Catalogue::load(Paths::find().ok().as_ref(), rules);
    for note in &catalogue.notes {
        say::sentence(note);
    }
    catalogue
}

impl OnModel {
    /// The model that is asked for, if one is.
    ///
    /// # Errors
    /// When there is no such model, or no such choice on it.
    fn chosen(&self, rules: &Rules) -> Result<Option<Chosen>, CliError> {
        let Some(id) = &self.model else { return Ok(None) };
        let catalogue = catalogue(rules);
        let Some(model) = catalogue.get(id).cloned() else {
            let ids: Vec<&str> = catalogue.models.iter().map(|model| model.id.0.as_str()).collect();
            return Err(CliError::Unusable(format!("There is no model \"{id}\"; there are {}", ids.join(", "))));
        };
        let set = self.set.iter().cloned().collect();
        let choices = model.chosen(&set).map_err(|error| CliError::Unusable(error.to_string()))?;
        Ok(Some(Chosen { model, choices }))
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    name: &'a str,
    makes: &'static str,
    /// The shortest and the longest, or each, in seconds.
    lengths: Value,
    choices: Value,
    /// What a request may begin with.
    sends: Value,
    prices: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'a str>,
}

fn listed(model: &Model) -> Listed<'_> {
    let lengths = match &model.seconds {
        Lengths::Range { min, max } => json!({ "min": min, "max": max }),
        Lengths::OneOf(all) => json!(all),
    };
    let choices = model.choices.iter().map(|choice| {
        let options: Vec<&str> = choice.options.iter().map(|option| option.id.as_str()).collect();
        json!({ "id": choice.id, "options": options, "default": choice.default_option().map(|option| &option.id) })
    });
    let sends = model.ways.iter().map(|way| json!({ "kind": way.kind, "as": way.sends_as, "ratios": way.ratios }));
    Listed {
        id: &model.id.0,
        name: &model.name,
        makes: "video",
        lengths,
        choices: choices.collect(),
        sends: sends.collect(),
        prices: model.prices.iter().map(price).collect(),
        warning: model.warning.as_deref(),
    }
}

fn price(row: &PriceRow) -> Value {
    let mut price = json!({ "credits": row.credits, "per": row.per, "source": row.source });
    let mut put =
        |name: &str, value: Value| drop(price.as_object_mut().map(|price| price.insert(name.to_owned(), value)));
    for (choice, options) in &row.when.choices {
        put(choice, json!(options));
    }
    if let Some(sound) = row.when.sound {
        put("sound", json!(sound));
    }
    if !row.when.seconds.is_empty() {
        put("seconds", json!(row.when.seconds));
    }
    price
}

/// Lists every model.
pub fn list(as_json: bool) -> Result<Exit, CliError> {
    let rules = rules();
    let catalogue = catalogue(&rules);
    if as_json {
        say::json(&json!({ "models": catalogue.models.iter().map(listed).collect::<Vec<_>>() }))?;
        return Ok(Exit::Fine);
    }
    let mut lines: Vec<String> = catalogue.models.iter().map(line).collect();
    let credit = rules.prices.usd(Credits::whole(1)).exact();
    lines.push(format!("A credit is ${credit}; an unconfirmed price is that of a service of the same house"));
    say::result(&lines.join("\n"))?;
    Ok(Exit::Fine)
}

fn line(model: &Model) -> String {
    let choices = model.chosen(&BTreeMap::new()).unwrap_or_default();
    let warning = model.warning.as_ref().map_or_else(String::new, |warning| format!("; {warning}"));
    format!("{}: {}, {}, {}{warning}", model.id, model.title(&choices), model.facts(&choices), prices(model))
}

/// The least and the most that it costs, for people.
fn prices(model: &Model) -> String {
    let told = |per: Per, unit: &str| {
        let all = || model.prices.iter().filter(|row| row.per == per).map(|row| row.credits);
        let (least, most) = (all().min()?, all().max()?);
        let credits = if least == most { least.plain() } else { format!("{} to {}", least.plain(), most.plain()) };
        Some(format!("{credits} credits a {unit}"))
    };
    let all: Vec<String> = [told(Per::Second, "second"), told(Per::Take, "take")].into_iter().flatten().collect();
    if all.is_empty() {
        return "no price known".to_owned();
    }
    let unconfirmed = model.prices.iter().any(|row| !row.source.is_confirmed());
    format!("{}{}", all.join(", "), if unconfirmed { ", unconfirmed" } else { "" })
}

#[derive(Serialize)]
struct Report {
    model: String,
    scenes: Vec<SceneReport>,
    /// Nothing where a price is not known.
    credits: Option<Credits>,
    usd: Option<String>,
}

#[derive(Serialize)]
struct SceneReport {
    /// Counted from 1.
    scene: usize,
    seconds: u32,
    credits: Option<Credits>,
    /// Exact.
    usd: Option<String>,
    /// Whether the price is what the service itself says, or the user.
    confirmed: bool,
    requests: usize,
    /// What is made, of all requests.
    made_seconds: u32,
    loses: Vec<String>,
    faults: Vec<FaultReport>,
}

#[derive(Serialize)]
struct FaultReport {
    code: &'static str,
    /// Counted from 1.
    shot: Option<usize>,
    message: String,
}

fn plans(opened: &Opened, chosen: &Chosen, scenes: &[usize]) -> Result<Vec<(usize, Plan)>, CliError> {
    let pictures = opened.pictures();
    let mut plans = Vec::new();
    for &scene in scenes {
        let order = make::resolve(&opened.project, scene, &pictures).map_err(|error| {
            CliError::Blocked(format!("{}: {error}", heading(scene, &opened.project.scenes[scene])))
        })?;
        plans.push((scene, chosen.model.plan(&order, &chosen.choices)));
    }
    Ok(plans)
}

fn report(opened: &Opened, scene: usize, plan: &Plan) -> SceneReport {
    let credits = plan.cost.credits();
    SceneReport {
        scene: scene + 1,
        seconds: opened.project.scenes[scene].seconds().0,
        credits,
        usd: credits.map(|credits| opened.rules.prices.usd(credits).exact()),
        confirmed: matches!(plan.cost, Cost::Known { is_confirmed: true, .. }),
        requests: plan.parts.len(),
        made_seconds: plan.parts.iter().map(|part| part.setting.seconds.0).sum(),
        loses: plan.losses.clone(),
        faults: plan
            .faults
            .iter()
            .map(|fault| FaultReport {
                code: fault.code,
                shot: fault.shot.map(|shot| shot + 1),
                message: fault.message.clone(),
            })
            .collect(),
    }
}

/// What the scenes would cost on another model, and lose.
pub fn price_on(asked: &Asked, on: &OnModel, as_json: bool) -> Result<Option<Exit>, CliError> {
    if on.model.is_none() {
        return Ok(None);
    }
    let opened = Opened::at(asked)?;
    let Some(chosen) = on.chosen(&opened.rules)? else { return Ok(None) };
    let all: Vec<usize> = (0..opened.project.scenes.len()).collect();
    let plans = plans(&opened, &chosen, &all)?;
    let total = plans.iter().map(|(_, plan)| plan.cost).reduce(Cost::plus).and_then(Cost::credits);
    let title = chosen.model.title(&chosen.choices);
    if as_json {
        let scenes = plans.iter().map(|(scene, plan)| report(&opened, *scene, plan)).collect();
        let usd = total.map(|credits| opened.rules.prices.usd(credits).exact());
        say::json(&Report { model: chosen.model.id.0.clone(), scenes, credits: total, usd })?;
    } else {
        let amount = |cost: Cost| match cost {
            Cost::Known { credits, is_confirmed } => {
                let told = opened.rules.prices.amount(credits);
                if is_confirmed { told } else { format!("{told}, unconfirmed") }
            }
            Cost::Unknown => "no price known".to_owned(),
        };
        let mut lines = vec![format!("On {title}, {}", chosen.model.facts(&chosen.choices))];
        for (scene, plan) in &plans {
            let heading = heading(*scene, &opened.project.scenes[*scene]);
            lines.push(format!("{heading}: {}. {}", amount(plan.cost), plan.how(&chosen.model)));
            if !plan.losses.is_empty() {
                lines.push(format!("  loses: {}", plan.losses.join(", ")));
            }
            lines.extend(plan.faults.iter().map(|fault| format!("  error: {}", fault.message)));
        }
        if let Some(warning) = &chosen.model.warning {
            lines.push(format!("{title}: {warning}"));
        }
        let all = plans.iter().map(|(_, plan)| plan.cost).reduce(Cost::plus).unwrap_or(Cost::Unknown);
        lines.push(format!("All: {}", amount(all)));
        say::result(&lines.join("\n"))?;
    }
    Ok(Some(Exit::Fine))
}

/// What stands in the way of scenes on another model; exit code 1 when something does.
pub fn check_on(asked: &Asked, on: &OnModel, scene: Option<usize>, as_json: bool) -> Result<Option<Exit>, CliError> {
    if on.model.is_none() {
        return Ok(None);
    }
    let opened = Opened::at(asked)?;
    // What Kling 3.0 takes is told by the usual checks.
    let Some(chosen) = on.chosen(&opened.rules)?.filter(|chosen| chosen.tier().is_none()) else { return Ok(None) };
    let scenes = match scene {
        Some(number) => vec![opened.scene(number)?],
        None => (0..opened.project.scenes.len()).collect(),
    };
    let plans = plans(&opened, &chosen, &scenes)?;
    if as_json {
        let scenes = plans.iter().map(|(scene, plan)| {
            let problems = report(&opened, *scene, plan).faults.into_iter().map(|fault| {
                json!({ "severity": "error", "code": fault.code, "shot": fault.shot, "message": fault.message })
            });
            json!({ "scene": scene + 1, "problems": problems.collect::<Vec<_>>() })
        });
        say::json(&json!({ "scenes": scenes.collect::<Vec<_>>() }))?;
    } else {
        let mut lines = Vec::new();
        for (scene, plan) in &plans {
            let heading = heading(*scene, &opened.project.scenes[*scene]);
            let nothing = if plan.faults.is_empty() { ": nothing in the way" } else { "" };
            lines.push(format!("{heading}{nothing}"));
            lines.extend(plan.faults.iter().map(|fault| format!("  error: {}", fault.message)));
        }
        say::result(&lines.join("\n"))?;
    }
    let blocked = plans.iter().any(|(_, plan)| !plan.faults.is_empty());
    Ok(Some(if blocked { Exit::Blocked } else { Exit::Fine }))
}

/// The exact body that would ask for a scene on another model; a list where it takes several requests.
pub fn request_on(asked: &Asked, on: &OnModel, scene: usize) -> Result<Option<Exit>, CliError> {
    if on.model.is_none() {
        return Ok(None);
    }
    let mut opened = Opened::at(asked)?;
    let Some(chosen) = on.chosen(&opened.rules)? else { return Ok(None) };
    let scene = opened.scene(scene)?;
    if let Some(tier) = chosen.tier() {
        opened.project.scenes[scene].tier = tier;
        return super::request::print(&opened, scene).map(Some);
    }
    let plan = plans(&opened, &chosen, &[scene])?.remove(0).1;
    for fault in &plan.faults {
        say::sentence(&format!("error: {}", fault.message));
    }
    if !plan.faults.is_empty() {
        return Ok(Some(Exit::Blocked));
    }
    let address = |picture: &OrderPicture| format!("file:{}", picture.path);
    let bodies: Vec<Value> = plan.parts.iter().filter_map(|part| plain::body(&chosen.model, part, address)).collect();
    match bodies.as_slice() {
        [one] => say::json(one)?,
        several => say::json(&several)?,
    }
    Ok(Some(Exit::Fine))
}
