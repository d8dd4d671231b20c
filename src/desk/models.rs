//! What scenes would cost and lose on each model of the catalogue.

use std::collections::BTreeMap;

use crate::provider::vidgo;
use crate::store::models::Catalogue;
use crate::story::model::{Cost, Model, Plan};
use crate::story::{Order, Pictures, Project, Seconds};

/// Scenes on one model, in the choices that its name tells.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow {
    /// "Veo 3.1 Fast".
    pub title: String,
    /// "1080p · 4, 6 or 8 s".
    pub facts: String,
    /// How they would be made, as a sentence.
    pub how: String,
    /// What a take would not have, each in a few words.
    pub losses: Vec<String>,
    /// Why they cannot be asked for as they stand, each a sentence.
    pub faults: Vec<String>,
    /// Of one take of each.
    pub cost: Cost,
    /// Whether it is the model that the scenes have.
    pub in_use: bool,
    /// Why it may not be made any more, as the end of a sentence.
    pub warning: Option<String>,
}

/// The scenes, counted from 0, on every model: the one they have first, then by price, then those without a price.
#[must_use]
pub fn compare(project: &Project, pictures: &Pictures, catalogue: &Catalogue, scenes: &[usize]) -> Vec<ModelRow> {
    let orders: Vec<Order> = scenes.iter().filter_map(|&scene| Order::resolve(project, scene, pictures).ok()).collect();
    let mut rows: Vec<ModelRow> = catalogue
        .models
        .iter()
        .flat_map(|model| named_choices(model).into_iter().map(move |choices| (model, choices)))
        .filter_map(|(model, choices)| row(model, &choices, &orders))
        .collect();
    rows.sort_by_key(|row| (!row.in_use, row.cost.credits().is_none(), row.cost.credits()));
    rows
}

/// Every combination of the choices that the model's name tells, the others by their defaults.
fn named_choices(model: &Model) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![model.chosen(&BTreeMap::new()).unwrap_or_default()];
    for choice in model.choices.iter().filter(|choice| choice.field.is_none()) {
        let with = |chosen: &BTreeMap<String, String>, option: &str| {
            let mut chosen = chosen.clone();
            chosen.insert(choice.id.clone(), option.to_owned());
            chosen
        };
        all = all.iter().flat_map(|chosen| choice.options.iter().map(|option| with(chosen, &option.id))).collect();
    }
    all
}

fn row(model: &Model, choices: &BTreeMap<String, String>, orders: &[Order]) -> Option<ModelRow> {
    let plans: Vec<Plan> = orders.iter().map(|order| model.plan(order, choices)).collect();
    let how = match plans.as_slice() {
        [] => return None,
        [one] => one.how(model),
        several => {
            let parts = || several.iter().flat_map(|plan| &plan.parts);
            let made: Seconds = parts().map(|part| part.setting.seconds).sum();
            let planned: Seconds = parts().map(|part| part.planned).sum();
            let more = made.minus(planned);
            let more = if more > Seconds::ZERO { format!("; {more} more than planned") } else { String::new() };
            format!("{} requests for {} scenes{more}", parts().count(), several.len())
        }
    };
    let is_sent = |order: &Order| {
        model.id.0 == vidgo::MODEL && choices.get("quality").is_none_or(|quality| quality == order.tier.id())
    };
    let mut losses: Vec<String> = Vec::new();
    let mut faults: Vec<String> = Vec::new();
    for plan in &plans {
        losses.extend(plan.losses.iter().filter(|loss| !losses.contains(loss)).cloned().collect::<Vec<_>>());
        let new = plan.faults.iter().filter(|fault| !faults.contains(&fault.message));
        faults.extend(new.map(|fault| fault.message.clone()).collect::<Vec<_>>());
    }
    Some(ModelRow {
        title: model.title(choices),
        facts: model.facts(choices),
        how,
        losses,
        faults,
        cost: plans.iter().map(|plan| plan.cost).reduce(Cost::plus)?,
        in_use: orders.iter().all(is_sent),
        warning: model.warning.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{example, rules};
    use crate::story::Credits;

    #[test]
    fn the_example_on_every_model_its_own_first_then_by_price() {
        let folder = tempfile::tempdir().unwrap();
        let folder = example::write_to(&folder.path().join("a.storyreel")).unwrap();
        let mut project = crate::store::ProjectFolder::open(folder.root()).unwrap().project;
        let catalogue = Catalogue::load(None, &rules::shipped());
        let rows = compare(&project, &Pictures::default(), &catalogue, &[0]);
        let first = &rows[0];
        assert_eq!((first.title.as_str(), first.in_use), ("Kling 3.0 Standard", true));
        assert_eq!(first.cost, Cost::Known { credits: Credits::whole(507), is_confirmed: true });
        assert_eq!((first.losses.len(), first.faults.len()), (0, 0));
        let priced: Vec<_> = rows[1..].iter().map_while(|row| row.cost.credits()).collect();
        assert!(priced.is_sorted() && priced.len() > 10);
        assert!(rows[1 + priced.len()..].iter().all(|row| row.cost == Cost::Unknown));
        let titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
        for title in ["Kling 3.0 Pro", "Veo 3.1 Lite", "Veo 3.1 Official Quality", "Sora 2"] {
            assert_eq!(titles.iter().filter(|other| **other == title).count(), 1, "{title}");
        }
        let kling_2_6 = rows.iter().find(|row| row.title == "Kling 2.6").unwrap();
        assert_eq!(kling_2_6.cost.credits(), Some(Credits::whole(600)));

        // Both scenes together.
        let mut second = project.scenes[0].clone();
        second.tier = crate::story::Tier::Pro;
        project.scenes.push(second);
        let rows = compare(&project, &Pictures::default(), &catalogue, &[0, 1]);
        let kling_2_6 = rows.iter().find(|row| row.title == "Kling 2.6").unwrap();
        assert_eq!(kling_2_6.cost.credits(), Some(Credits::whole(1200)));
        assert_eq!(kling_2_6.how, "10 requests for 2 scenes; 24 s more than planned");
        assert!(rows.iter().all(|row| !row.in_use), "one has another quality than the other");
    }
}
