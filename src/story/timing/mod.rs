//! Time as a material: what hands do on a timeline, each as one named change. Lengths stay whole seconds, and no gesture
//! makes one shorter than the least. Rolls, slides, splits, joins and even shares keep the scene's length.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::code::with_codes;
use super::columns;
use super::compose::NewId;
use super::edit::{Edit, TextField};
use super::id::ShotId;
use super::label::number;
use super::picture::Pictures;
use super::project::{Project, Scene, Shot};
use super::rules::Limits;
use super::shot_move::ShotMove;
use super::units::{FRAME_RATE, FrameNumber, Seconds};

/// These shots, by place, to one length.
#[must_use]
pub fn set_seconds(scene: &Scene, shots: &[usize], seconds: Seconds, limits: &Limits) -> Option<Edit> {
    let seconds = seconds.max(limits.shot_seconds_min);
    let label = match known(scene, shots).as_slice() {
        [] => return None,
        [only] => format!("Set shot {} to {seconds}", number(*only)),
        more => format!("Set {} shots to {seconds}", more.len()),
    };
    Some(lengths(scene, shots, label, |_| seconds))
}

/// A ripple trim: these shots longer or shorter by so many seconds, and what follows moves along.
#[must_use]
pub fn trim(scene: &Scene, shots: &[usize], by: i32, limits: &Limits) -> Option<Edit> {
    let label = about("Trim", &known(scene, shots))?;
    Some(lengths(scene, shots, label, |seconds| trimmed(seconds, by, limits)))
}

/// A length as a trim leaves it; by nothing it stays, whatever it is.
fn trimmed(seconds: Seconds, by: i32, limits: &Limits) -> Seconds {
    let now = Seconds(seconds.0.saturating_add_signed(by)).max(limits.shot_seconds_min);
    if by == 0 { seconds } else { now }
}

/// The shot that takes the place of those that go from a scene of so many, seen from one of them: the next that stays, or
/// the one before. `None` where none stays.
#[must_use]
pub fn successor(count: usize, from: usize, gone: &[usize]) -> Option<usize> {
    let stays = |at: &usize| !gone.contains(at);
    (from..count).find(stays).or_else(|| (0..from.min(count)).rev().find(stays))
}

/// By how many seconds these shots are to be trimmed, all by the same, so that the shot at a place ends at this time of
/// the scene. `None` where no whole second does it.
#[must_use]
pub fn trim_to(scene: &Scene, shots: &[usize], at: usize, end: Seconds, limits: &Limits) -> Option<i32> {
    let before = scene.shots.get(..=at)?;
    let picked: Vec<usize> = known(scene, shots).into_iter().filter(|shot| *shot <= at).collect();
    let longest = picked.iter().map(|&shot| before[shot].seconds.0).max()?;
    let end_at = |by: i32| -> u64 {
        let lengths = before.iter().enumerate().map(|(at, shot)| {
            let is_picked = picked.binary_search(&at).is_ok();
            if is_picked { trimmed(shot.seconds, by, limits) } else { shot.seconds }
        });
        lengths.map(|seconds| u64::from(seconds.0)).sum()
    };
    // The end never goes back while the trim grows: the largest trim that is not too much.
    let (mut low, mut high) = (i32::try_from(longest).map_or(i32::MIN, |most| -most), i32::try_from(end.0).ok()?);
    if end_at(low) > u64::from(end.0) {
        return None;
    }
    while low < high {
        // Rounded up, in numbers that do not overflow.
        let middle = i32::try_from((i64::from(low) + i64::from(high) + 1).div_euclid(2)).ok()?;
        if end_at(middle) <= u64::from(end.0) { low = middle } else { high = middle - 1 }
    }
    (end_at(low) == u64::from(end.0)).then_some(low)
}

/// The edge between a shot and the next one moves by so many seconds, as far as both stay long enough: the one takes what
/// the other gives.
#[must_use]
pub fn roll(scene: &Scene, shot: usize, by: i64, limits: &Limits) -> Option<Edit> {
    let label = format!("Roll the edge of shots {} and {}", number(shot), number(number(shot)));
    Some(Edit::Batch { label, edits: give(scene, shot, number(shot), by, limits)? })
}

/// A shot slides between its neighbours by so many seconds, as far as both stay long enough; its own length stays.
#[must_use]
pub fn slide(scene: &Scene, shot: usize, by: i64, limits: &Limits) -> Option<Edit> {
    let label = format!("Slide shot {}", number(shot));
    Some(Edit::Batch { label, edits: give(scene, shot.checked_sub(1)?, number(shot), by, limits)? })
}

/// One shot gets seconds of another, or gives them where `by` is negative. It always names both, so that the parts of one
/// drag become one step.
fn give(scene: &Scene, to: usize, from: usize, by: i64, limits: &Limits) -> Option<Vec<Edit>> {
    let (to, from) = (scene.shots.get(to)?, scene.shots.get(from)?);
    let spare = |shot: &Shot, other: &Shot| {
        let room = Seconds(u32::MAX).minus(other.seconds);
        i64::from(shot.seconds.minus(limits.shot_seconds_min).min(room).0)
    };
    let by = by.clamp(-spare(to, from), spare(from, to));
    let moved = |shot: &Shot, by: i64| {
        let seconds = u32::try_from(i64::from(shot.seconds.0) + by).map_or(shot.seconds, Seconds);
        Edit::SetSeconds { shot: shot.id.clone(), seconds }
    };
    Some(vec![moved(to, by), moved(from, -by)])
}

/// These shots' seconds shared evenly among them, the first ones taking what is left over; a single one means all of the
/// scene. All of a scene that is over the budget are brought into it. `None` where there is not the least length for each.
#[must_use]
pub fn distribute(scene: &Scene, shots: &[usize], limits: &Limits) -> Option<Edit> {
    let mut shots = known(scene, shots);
    if shots.len() < 2 {
        shots = (0..scene.shots.len()).collect();
    }
    let count = u64::try_from(shots.len()).ok().filter(|count| *count > 1)?;
    let mut total: u64 = shots.iter().map(|&at| u64::from(scene.shots[at].seconds.0)).sum();
    let most = u64::from(limits.scene_seconds_max.0);
    if shots.len() == scene.shots.len() && most / count >= u64::from(limits.shot_seconds_min.0) {
        total = total.min(most);
    }
    let share = u32::try_from(total / count).ok().filter(|share| *share >= limits.shot_seconds_min.0)?;
    let mut left = total % count;
    let edits = shots.iter().map(|&at| {
        let more = u32::from(left > 0);
        left = left.saturating_sub(1);
        Edit::SetSeconds { shot: scene.shots[at].id.clone(), seconds: Seconds(share.saturating_add(more)) }
    });
    Some(Edit::Batch { label: "Distribute evenly".to_owned(), edits: edits.collect() })
}

/// The shot at this frame in two, at the nearest second that leaves both long enough. The second has the same prompt, notes
/// and panel, and goes on with the shot's own move; what is spoken stays with the first, else it would be spoken twice.
#[must_use]
pub fn split(
    project: &Project,
    scene_index: usize,
    frame: FrameNumber,
    pictures: &Pictures,
    limits: &Limits,
    new_id: NewId<'_>,
) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let (at, within) = at_frame(scene, frame)?;
    let shot = &scene.shots[at];
    let least = limits.shot_seconds_min.max(Seconds(1));
    let most = shot.seconds.minus(least);
    if most < least {
        return None;
    }
    let rate = u64::from(FRAME_RATE);
    let nearest = u32::try_from((within.0 + rate / 2) / rate).unwrap_or(u32::MAX);
    let first = Seconds(nearest).max(least).min(most);
    let moves = shot.camera_move.map(|own| own_move_in_two(own, scene, shot, first, pictures));
    let second = Shot {
        id: ShotId::new(new_id()),
        camera_move: moves.map(|(_, second)| second),
        name: String::new(),
        seconds: shot.seconds.minus(first),
        dialogue: String::new(),
        ..shot.clone()
    };
    let mut edits = vec![
        Edit::SetSeconds { shot: shot.id.clone(), seconds: first },
        Edit::AddShot { scene: scene.id.clone(), at: number(at), shot: Box::new(second) },
    ];
    edits.extend(moves.map(|(first, _)| Edit::SetMove { shot: shot.id.clone(), camera_move: Some(first) }));
    Some(with_codes(project, Edit::Batch { label: format!("Split shot {}", number(at)), edits }))
}

/// What each part of a shot's move does, the first of them lasting so long. A panel that cannot be looked at is taken to have
/// the scene's ratio.
fn own_move_in_two(
    own: ShotMove,
    scene: &Scene,
    shot: &Shot,
    first: Seconds,
    pictures: &Pictures,
) -> (ShotMove, ShotMove) {
    /// In pixels for a side of 1: fine enough for thousandths of a frame's way.
    const FINE: u32 = 1000;
    let info = shot.panel.as_ref().and_then(|panel| pictures.info(panel));
    let [across, down] = <[u64; 2]>::from(scene.aspect.sides()).map(|side| u32::try_from(side).unwrap_or(1) * FINE);
    let size = info.map_or((across, down), |info| (info.width, info.height));
    #[expect(clippy::cast_precision_loss, reason = "seconds of a shot")]
    let progress = first.0 as f32 / shot.seconds.0.max(1) as f32;
    own.within_limits().cut_at(size, scene.aspect, progress)
}

/// The shot that shows at a frame, and how far into it that is.
#[must_use]
pub fn at_frame(scene: &Scene, frame: FrameNumber) -> Option<(usize, FrameNumber)> {
    let mut start = 0_u64;
    for (at, shot) in scene.shots.iter().enumerate() {
        let end = start.saturating_add(shot.seconds.frames().0);
        if frame.0 < end {
            return Some((at, FrameNumber(frame.0 - start)));
        }
        start = end;
    }
    None
}

/// Shots that stand side by side made one, a single one joined with the next. It lasts as long as all did, says what all
/// said, and shows the first panel there is. `None` where others stand between them.
#[must_use]
pub fn join(scene: &Scene, shots: &[usize]) -> Option<Edit> {
    let mut shots = known(scene, shots);
    if let [only] = shots[..] {
        shots = known(scene, &[only, only.saturating_add(1)]);
    }
    let side_by_side = shots.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let (Some(&at), true) = (shots.first(), side_by_side && shots.len() > 1) else { return None };
    let joined: Vec<&Shot> = shots.iter().map(|&at| &scene.shots[at]).collect();
    let first = joined[0];
    let mut edits =
        vec![Edit::SetSeconds { shot: first.id.clone(), seconds: joined.iter().map(|shot| shot.seconds).sum() }];
    for (field, between) in [(TextField::Prompt, " "), (TextField::Dialogue, " "), (TextField::Notes, "\n")] {
        let text = joined_text(&joined, |shot| field.of(shot), between);
        if text != *field.of(first) {
            edits.push(Edit::SetText { shot: first.id.clone(), field, text });
        }
    }
    let names: BTreeSet<&String> = joined.iter().flat_map(|shot| shot.columns.keys()).collect();
    for name in names {
        let text = joined_text(&joined, |shot| shot.column(name), "\n");
        if text != first.column(name) {
            edits.push(columns::set(&first.id, name, &text));
        }
    }
    if let Some(seen) = joined.iter().find(|shot| shot.panel.is_some()).filter(|seen| seen.id != first.id) {
        edits.push(Edit::SetPanel { shot: first.id.clone(), panel: seen.panel.clone() });
        // It was drawn on that panel.
        edits.push(Edit::SetMove { shot: first.id.clone(), camera_move: seen.camera_move });
    } else if let Some(whole) = move_of_all(&joined).filter(|whole| Some(*whole) != first.camera_move) {
        edits.push(Edit::SetMove { shot: first.id.clone(), camera_move: Some(whole) });
    }
    edits.extend(joined[1..].iter().map(|shot| Edit::RemoveShot { shot: shot.id.clone() }));
    let label = format!("Join shots {} to {}", number(at), at + joined.len());
    Some(Edit::Batch { label, edits })
}

/// The move of shots over one panel, each going on where the one before ended: the parts of a split become what was split.
fn move_of_all(shots: &[&Shot]) -> Option<ShotMove> {
    let (first, rest) = shots.split_first()?;
    rest.iter()
        .filter(|shot| shot.panel == first.panel)
        .try_fold(first.camera_move?, |all, shot| all.and_then(shot.camera_move?))
}

/// What the shots say, each thing once where it follows itself: the halves of a split become what was split.
fn joined_text<'a>(shots: &[&'a Shot], text_of: impl Fn(&'a Shot) -> &'a str, between: &str) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for shot in shots {
        let text = text_of(shot);
        if !text.trim().is_empty() && texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    match texts.as_slice() {
        [] => text_of(shots[0]).to_owned(),
        [only] => (*only).to_owned(),
        more => more.iter().map(|text| text.trim()).collect::<Vec<_>>().join(between),
    }
}

/// Copies of these shots, after the last of them.
#[must_use]
pub fn duplicate(project: &Project, scene_index: usize, shots: &[usize], new_id: NewId<'_>) -> Option<Edit> {
    let scene = project.scenes.get(scene_index)?;
    let shots = known(scene, shots);
    let label = about("Duplicate", &shots)?;
    let after = number(*shots.last()?);
    let copies = shots.iter().enumerate().map(|(offset, &at)| {
        let copy = Shot { id: ShotId::new(new_id()), name: String::new(), ..scene.shots[at].clone() };
        Edit::AddShot { scene: scene.id.clone(), at: after + offset, shot: Box::new(copy) }
    });
    let edits = copies.collect();
    Some(with_codes(project, Edit::Batch { label, edits }))
}

/// A ripple delete: these shots go and what follows closes up.
#[must_use]
pub fn delete(scene: &Scene, shots: &[usize]) -> Option<Edit> {
    let shots = known(scene, shots);
    let label = about("Delete", &shots)?;
    let edits = shots.iter().map(|&at| Edit::RemoveShot { shot: scene.shots[at].id.clone() }).collect();
    Some(Edit::Batch { label, edits })
}

/// These shots brought together at a place, which is counted without them.
#[must_use]
pub fn move_to(scene: &Scene, shots: &[usize], to: usize) -> Option<Edit> {
    let shots = known(scene, shots);
    let label = about("Move", &shots)?;
    let mut order: Vec<usize> = (0..scene.shots.len()).collect();
    let mut wanted: Vec<usize> = order.iter().copied().filter(|at| !shots.contains(at)).collect();
    let before = wanted.get(to).copied();
    let to = to.min(wanted.len());
    wanted.splice(to..to, shots.iter().copied());
    let mut edits = Vec::new();
    // Only the moved ones move, one after the other to before the same one that stays, or to the end.
    for at in shots {
        if order == wanted {
            break;
        }
        let from = order.iter().position(|other| *other == at)?;
        order.remove(from);
        let place = before.and_then(|before| order.iter().position(|other| *other == before)).unwrap_or(order.len());
        order.insert(place, at);
        if place != from {
            edits.push(Edit::MoveShot { shot: scene.shots[at].id.clone(), scene: scene.id.clone(), to: place });
        }
    }
    Some(Edit::Batch { label, edits })
}

/// These shots one place earlier or later, together. `None` where they stand at that end already.
#[must_use]
pub fn move_on(scene: &Scene, shots: &[usize], later: bool) -> Option<Edit> {
    let shots = known(scene, shots);
    let (first, last) = (*shots.first()?, *shots.last()?);
    let to =
        if later { (last + 1 < scene.shots.len()).then(|| last + 2 - shots.len())? } else { first.checked_sub(1)? };
    move_to(scene, &shots, to)
}

/// Those of these places that are in the scene, in order and once each.
pub(super) fn known(scene: &Scene, shots: &[usize]) -> Vec<usize> {
    let mut known: Vec<usize> = shots.iter().copied().filter(|&at| at < scene.shots.len()).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// What is done, to which shots: "Delete shot 3", "Delete 2 shots".
fn about(verb: &str, shots: &[usize]) -> Option<String> {
    match shots {
        [] => None,
        [only] => Some(format!("{verb} shot {}", number(*only))),
        more => Some(format!("{verb} {} shots", more.len())),
    }
}

fn lengths(scene: &Scene, shots: &[usize], label: String, length: impl Fn(Seconds) -> Seconds) -> Edit {
    let edits = known(scene, shots).into_iter().map(|at| {
        let shot = &scene.shots[at];
        Edit::SetSeconds { shot: shot.id.clone(), seconds: length(shot.seconds) }
    });
    Edit::Batch { label, edits: edits.collect() }
}
