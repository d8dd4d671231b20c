//! Before money is spent: what would be sent, what it would cost, and what stands in the way. Window and command line
//! show and confirm the very same.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::{Account, KeyState};
use crate::desk::Desk;
use crate::desk::telling::capital;
use crate::provider::OrderHash;
use crate::provider::pictures::uploaded_content;
use crate::provider::vidgo::{Base, request};
use crate::story::alone::{self, Start};
use crate::story::check::{self, check_scene};
use crate::story::order::OrderPicture;
use crate::story::price;
use crate::story::rules::Prices;
use crate::story::start_order::waits;
use crate::story::{Credits, Order, Pictures, Project, ProjectId, Rules, SceneId, ShotId, Tier, Usd};
use crate::takes::ledger::{Ledger, LedgerTake, NewTake, Standing};

/// What is to be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A scene, in its own tier unless another one is named.
    Scene { scene: SceneId, tier: Option<Tier> },
    /// Several scenes under one confirmation.
    Scenes(Vec<SceneId>),
    /// One shot alone, as a single-shot request.
    Shot {
        scene: SceneId,
        shot: ShotId,
        frame: ShotFrame,
        /// Instead of the scene's.
        tier: Option<Tier>,
    },
}

impl Wanted {
    /// A scene as it stands.
    #[must_use]
    pub fn scene(scene: SceneId) -> Self {
        Self::Scene { scene, tier: None }
    }

    /// The same in this tier, which leaves the scene as it is.
    #[must_use]
    pub fn in_tier(mut self, other: Option<Tier>) -> Self {
        match &mut self {
            Self::Scene { tier, .. } | Self::Shot { tier, .. } => *tier = other,
            Self::Scenes(_) => {}
        }
        self
    }

    /// The tier that was asked for instead of the scene's.
    #[must_use]
    pub fn other_tier(&self) -> Option<Tier> {
        match self {
            Self::Scene { tier, .. } | Self::Shot { tier, .. } => *tier,
            Self::Scenes(_) => None,
        }
    }
}

/// What a shot that is sent alone begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShotFrame {
    #[default]
    None,
    /// Its panel.
    Panel,
    /// The scene's first frame.
    SceneFirst,
}

/// One request of a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteItem {
    pub order: Order,
    pub hash: OrderHash,
    pub price: price::Price,
    /// The exact request, local pictures as `file:media/…` in place of their future addresses.
    pub request: Value,
    /// The item of this quote whose take it waits for: it begins with that one's last frame.
    pub waits_for: Option<usize>,
}

/// What a quote goes by.
pub(super) struct Terms {
    pub rules: Arc<Rules>,
    pub base: Base,
    pub ledger: Ledger,
}

/// What would be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    pub project: ProjectId,
    pub project_name: String,
    pub base: String,
    pub items: Vec<QuoteItem>,
    /// One take of each.
    pub credits: Credits,
    /// Pictures that are sent, each once, and how many of them lie at the service already.
    pub pictures: usize,
    pub uploaded: usize,
    /// Of the take that is sent again by it.
    pub(super) idempotency_key: Option<String>,
}

/// Why nothing can be sent now, worst first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is none.
    NoKey,
    /// The service does not take the one that is set, in its words.
    KeyRefused(String),
    /// What the account is short of.
    Balance {
        has: Credits,
        missing: Credits,
    },
    Cap {
        would_be: Credits,
        cap: Credits,
    },
}

impl Obstacle {
    /// What it is and what to do, as a sentence.
    #[must_use]
    pub fn sentence(&self, prices: &Prices) -> String {
        match self {
            Self::NoKey => "Storyreel has no API key yet; add it in the settings to generate".to_owned(),
            Self::KeyRefused(why) => format!("{}; change the key in the settings to generate", capital(why)),
            Self::Balance { has, missing } => {
                let (has, missing) = (prices.amount(*has), prices.amount(*missing));
                format!("The account holds {has}: {missing} too few; buy some or shorten the scene")
            }
            Self::Cap { would_be, cap } => {
                let (over, cap) = (prices.amount(would_be.minus(*cap)), prices.amount(*cap));
                format!("This would be {over} over the project's cap of {cap}; raise the cap first")
            }
        }
    }
}

impl Quote {
    /// What a project's scenes or a shot would be sent as.
    ///
    /// # Errors
    /// A sentence, when there is nothing to send or an error stands in the way.
    pub fn of(project: &Project, pictures: &Pictures, account: &Account, wanted: &Wanted) -> Result<Self, String> {
        Self::by(project, pictures, &account.terms(), wanted)
    }

    /// The same, wherever it is worked out.
    pub(super) fn by(project: &Project, pictures: &Pictures, terms: &Terms, wanted: &Wanted) -> Result<Self, String> {
        let Terms { rules, base, ledger } = terms;
        let mut items = Vec::new();
        let other = wanted.other_tier().map(|tier| in_tier(project, wanted, tier));
        let project = other.as_ref().unwrap_or(project);
        match wanted {
            Wanted::Scene { scene, .. } => items.push(scene_item(project, pictures, rules, scene)?),
            Wanted::Scenes(scenes) => {
                let waits = waits(project, scenes).map_err(|circle| circle.to_string())?;
                for (scene, waits_for) in scenes.iter().zip(waits) {
                    let mut item = scene_item(project, pictures, rules, scene)?;
                    if waits_for.is_some() {
                        item.request = request_with_later_start(&item.order, rules)?;
                    }
                    items.push(QuoteItem { waits_for, ..item });
                }
            }
            Wanted::Shot { scene, shot, frame, .. } => {
                items.push(shot_item(project, pictures, rules, scene, shot, *frame)?);
            }
        }
        if items.is_empty() {
            return Err("There is nothing to generate".to_owned());
        }
        let base = base.as_str().to_owned();
        let mut contents: Vec<_> = Vec::new();
        for item in &items {
            for picture in request::pictures(&item.order, rules) {
                if let Some(content) = uploaded_content(picture, &rules.limits)
                    && !contents.contains(&content)
                {
                    contents.push(content);
                }
            }
        }
        let fresh = jiff::SignedDuration::try_from(rules.timing.upload_fresh_s.0).unwrap_or_default();
        let until = jiff::Timestamp::now().checked_add(fresh).unwrap_or(jiff::Timestamp::MAX);
        let uploaded = ledger.uploaded_until(&base, &contents, until);
        Ok(Self {
            project: project.id.clone(),
            project_name: project.name.clone(),
            base,
            credits: items.iter().map(|item| item.price.credits).sum(),
            pictures: contents.len(),
            uploaded,
            idempotency_key: None,
            items,
        })
    }

    /// The same once more, of a take whose fate is unknown.
    pub(super) fn again(take: &LedgerTake, rules: &Rules) -> Self {
        let order = take.order.clone();
        let price = price::of(order.seconds(), order.tier, order.sound, rules);
        let request = take.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        Self {
            project: take.project.clone(),
            project_name: order.project_name.clone(),
            base: take.base.clone(),
            credits: price.credits,
            pictures: 0,
            uploaded: 0,
            idempotency_key: Some(take.idempotency_key.clone()),
            items: vec![QuoteItem { order, hash: take.hash.clone(), price, request, waits_for: None }],
        }
    }

    /// What so many takes of each cost.
    #[must_use]
    pub fn total(&self, takes_each: u32, rules: &Rules) -> (Credits, Usd) {
        let credits = self.credits.times(u64::from(takes_each));
        (credits, rules.prices.usd(credits))
    }

    /// Ordered from a folder, where that is known. What waits for another one waits for the last take of it.
    pub(super) fn new_takes(&self, takes_each: u32, folder: Option<&Path>) -> Vec<NewTake> {
        let each = takes_each as usize;
        let take = |item: &QuoteItem| NewTake {
            base: self.base.clone(),
            order: item.order.clone(),
            hash: item.hash.clone(),
            price: item.price.credits,
            folder: folder.map(Path::to_owned),
            idempotency_key: self.idempotency_key.clone(),
            waits_for: item.waits_for.map(|other| (other * each + each).saturating_sub(1)),
        };
        self.items.iter().flat_map(|item| (0..takes_each).map(move |_| take(item))).collect()
    }

    /// What one of its requests waits for, as a sentence: "Scene 3 waits for scene 2's take".
    #[must_use]
    pub fn waits(&self, item: &QuoteItem, project: &Project) -> Option<String> {
        let number = |item: &QuoteItem| project.scene_index(&item.order.scene).map(|at| at + 1);
        let other = self.items.get(item.waits_for?)?;
        Some(format!("Scene {} waits for scene {}'s take", number(item)?, number(other)?))
    }

    /// What stands in the way of so many takes of each, as far as is known.
    #[must_use]
    pub fn obstacle(&self, takes_each: u32, account: &Account) -> Option<Obstacle> {
        self.obstacle_within(takes_each, account, self.standing(account))
    }

    /// The same, with what is known of how the project stands to its cap.
    #[must_use]
    pub fn obstacle_within(&self, takes_each: u32, account: &Account, standing: Option<Standing>) -> Option<Obstacle> {
        if let Some(obstacle) = key_obstacle(account) {
            return Some(obstacle);
        }
        let (credits, _) = self.total(takes_each, account.rules());
        if let Some(standing) = standing
            && let Some(cap) = standing.cap.filter(|_| !standing.allows(credits))
        {
            return Some(Obstacle::Cap { would_be: standing.counted().plus(credits), cap });
        }
        balance_obstacle(account, credits)
    }

    /// What stands in the way of sending a take that was confirmed and waits, as far as is known.
    #[must_use]
    pub fn obstacle_of(take: &LedgerTake, account: &Account) -> Option<Obstacle> {
        let standing = account.standing_of(&take.project);
        if let Some(obstacle) = key_obstacle(account) {
            return Some(obstacle);
        }
        if let Some(cap) = standing.cap.filter(|_| !standing.allows_sending(take.price)) {
            return Some(Obstacle::Cap { would_be: standing.spent.plus(take.price), cap });
        }
        balance_obstacle(account, take.price)
    }

    /// How the project stands to its cap.
    #[must_use]
    pub fn standing(&self, account: &Account) -> Option<Standing> {
        account.ledger().standing(&self.project).ok()
    }
}

fn key_obstacle(account: &Account) -> Option<Obstacle> {
    if !matches!(account.key_state(), KeyState::Known { .. }) {
        return Some(Obstacle::NoKey);
    }
    account.key_refused().map(|why| Obstacle::KeyRefused(why.to_owned()))
}

fn balance_obstacle(account: &Account, credits: Credits) -> Option<Obstacle> {
    let (has, _) = account.balance()?;
    let missing = credits.minus(has);
    (!missing.is_zero()).then_some(Obstacle::Balance { has, missing })
}

impl Desk {
    /// What would be sent for what is wanted of this project.
    ///
    /// # Errors
    /// A sentence, when there is nothing to send or an error stands in the way.
    pub fn quote(&self, account: &Account, wanted: &Wanted) -> Result<Quote, String> {
        Quote::of(self.project(), self.pictures(), account, wanted)
    }
}

/// The project with the scene that is wanted in another tier: for this order alone.
fn in_tier(project: &Project, wanted: &Wanted, tier: Tier) -> Project {
    let mut project = project.clone();
    if let Wanted::Scene { scene, .. } | Wanted::Shot { scene, .. } = wanted
        && let Some(at) = project.scene_index(scene)
    {
        project.scenes[at].tier = tier;
    }
    project
}

fn scene_item(project: &Project, pictures: &Pictures, rules: &Rules, scene: &SceneId) -> Result<QuoteItem, String> {
    let index = project.scene_index(scene).ok_or("This scene is not in the project any more")?;
    checked(project, pictures, rules, index)?;
    let order = Order::resolve(project, index, pictures).map_err(|error| error.to_string())?;
    item(order, rules)
}

fn shot_item(
    project: &Project,
    pictures: &Pictures,
    rules: &Rules,
    scene: &SceneId,
    shot: &ShotId,
    frame: ShotFrame,
) -> Result<QuoteItem, String> {
    let gone = || "This shot is not in the project any more".to_owned();
    let index = project.scene_index(scene).ok_or_else(gone)?;
    let at = project.scenes[index].shots.iter().position(|other| other.id == *shot).ok_or_else(gone)?;
    let start = start_of(project, index, at, frame);
    let single = alone::alone(project, index, at, start, pictures, &rules.limits).ok_or_else(gone)?;
    checked(&single, pictures, rules, index)?;
    let order = Order::resolve_alone(&single, index, pictures).map_err(|error| error.to_string())?;
    item(order, rules)
}

fn start_of(project: &Project, scene: usize, shot: usize, frame: ShotFrame) -> Start {
    let panel = || project.scenes.get(scene)?.shots.get(shot)?.panel.clone();
    match frame {
        ShotFrame::None => Start::Nothing,
        ShotFrame::Panel => panel().map_or(Start::Nothing, Start::Picture),
        ShotFrame::SceneFirst => Start::Scene,
    }
}

fn checked(project: &Project, pictures: &Pictures, rules: &Rules, index: usize) -> Result<(), String> {
    let problems = check_scene(project, index, pictures, rules);
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == check::Severity::Error).collect();
    match errors.first() {
        None => Ok(()),
        Some(first) => {
            let name = project.scenes[index].title(index);
            let more = if errors.len() > 1 { format!(" (and {} more)", errors.len() - 1) } else { String::new() };
            Err(format!("{name}: {}{more}", first.message))
        }
    }
}

/// The request of a scene whose first frame is there only later.
fn request_with_later_start(order: &Order, rules: &Rules) -> Result<Value, String> {
    let from = order.start.as_ref().map_or("another scene", |start| &start.scene_name);
    let local = |picture: &OrderPicture| {
        if Some(picture) == order.first_frame.as_ref() {
            format!("the last frame of the take of {from}, once it is ready")
        } else {
            format!("file:{}", picture.path)
        }
    };
    request::body(order, rules, local).map_err(|error| error.to_string())
}

fn item(order: Order, rules: &Rules) -> Result<QuoteItem, String> {
    let order = order.without_moves();
    let local = |picture: &OrderPicture| format!("file:{}", picture.path);
    let request = request::body(&order, rules, local).map_err(|error| error.to_string())?;
    let hash = request::hash(&order, rules).ok_or("A picture has not been looked at yet; try again in a moment")?;
    let price = price::of(order.seconds(), order.tier, order.sound, rules);
    Ok(QuoteItem { order, hash, price, request, waits_for: None })
}
