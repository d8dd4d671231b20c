//! Frames, and every picture that would be sent.

use super::{Context, Fix, Place, Problem, Severity, count_of, problem};
use crate::story::compose;
use crate::story::framing::{Crop, Framed, Link};
use crate::story::label::number;
use crate::story::picture::PictureState;
use crate::story::project::FrameSlot;

pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    frames(context, problems);
    start(context, problems);
    for slot in [FrameSlot::First, FrameSlot::Last] {
        if let Some(framed) =
            context.framed(slot).filter(|_| context.rules.sends_frame(slot, context.scene.is_multi_shot()))
        {
            let fixes = vec![Fix::CropFrame { slot, aspect: context.scene.aspect }];
            picture(context, &framed, &format!("The {}", slot.label()), &Place::Frame(slot), fixes, problems);
        }
    }
    for &at in &context.mentioned {
        let element = &context.project.elements[at];
        for (number, path) in element.images.iter().enumerate() {
            let whose = format!("Picture {} of @{}", number + 1, element.name);
            let whole = Framed { path, crop: None };
            picture(context, &whole, &whose, &Place::Element(element.id.clone()), Vec::new(), problems);
        }
    }
    panels(context, problems);
}

fn frames(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (scene, service) = (context.scene, &context.rules.service);
    if scene.last_frame.is_none() {
        return;
    }
    let place = Place::Frame(FrameSlot::Last);
    if !context.has_start() {
        let message = "A last frame cannot be sent without a first one".to_owned();
        let fixes = vec![Fix::LastFrameAsFirst, Fix::DropLastFrame];
        problems.push(problem("last-frame-alone", Severity::Error, place, message, fixes));
    } else if scene.is_multi_shot() {
        let (severity, message) = if context.rules.switches.last_frame_in_multi_shot {
            let name = &service.name;
            let message =
                format!("{name}'s documents take no last frame with several shots: it is sent, and may be refused");
            (Severity::Warning, message)
        } else {
            (Severity::Error, "With several shots only a first frame is taken, no last one".to_owned())
        };
        let fixes = vec![Fix::DropLastFrame, Fix::MakeOneShot];
        problems.push(problem("last-frame-multi-shot", severity, place, message, fixes));
    }
}

/// The scene that it starts from.
fn start(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (project, at) = (context.project, context.scene_index);
    let place = Place::Frame(FrameSlot::First);
    let name = |scene: usize| project.scenes[scene].title(scene);
    let previous = compose::start_from_previous(project, at).and(at.checked_sub(1));
    let from_previous = previous.map(|before| Fix::StartFromPrevious { before: number(before) });
    match project.link(at, context.pictures) {
        None => {}
        Some(Link::Gone) => {
            let message = "The scene that it starts from is not in the project any more".to_owned();
            let fixes = from_previous.into_iter().chain([Fix::StartByItself]).collect();
            problems.push(problem("start-gone", Severity::Error, place, message, fixes));
        }
        Some(Link::NoTake { scene }) if context.index.waits_for_itself(at) => {
            let message = format!(
                "It starts from the last frame of {}, which waits for this scene's own: one of them must start by itself",
                name(scene)
            );
            problems.push(problem("start-circle", Severity::Error, place, message, vec![Fix::StartByItself]));
        }
        Some(Link::NoTake { scene }) => {
            let message = format!("It starts from the last frame of {}, which has no finished take yet", name(scene));
            problems.push(problem("start-no-take", Severity::Error, place, message, vec![Fix::StartByItself]));
        }
        Some(Link::Frame { scene, .. }) => {
            if let (Some(before), Some(fix)) = (previous, from_previous) {
                let message = format!("It starts from {}, and the scene before it is {}", name(scene), name(before));
                problems.push(problem("start-not-previous", Severity::Note, place, message, vec![fix]));
            }
        }
    }
}

fn picture(
    context: &Context<'_>,
    framed: &Framed<'_>,
    whose: &str,
    place: &Place,
    crop: Vec<Fix>,
    problems: &mut Vec<Problem>,
) {
    let limits = &context.rules.limits;
    let path = framed.path;
    let (code, message, fixes) = match context.pictures.get(path) {
        None => return,
        Some(PictureState::Missing) => {
            ("picture-missing", format!("{whose} is missing: {path} is not there"), Vec::new())
        }
        Some(PictureState::Unreadable(reason)) => {
            ("picture-unreadable", format!("{whose}, {path}, {reason}"), Vec::new())
        }
        Some(PictureState::Ready(info)) => {
            let area = framed.area(info, context.scene.aspect);
            let (width, height) = area.map_or((info.width, info.height), |area| (area.width, area.height));
            let (short, long) = (width.min(height), width.max(height));
            let size = format!("{}{width} x {height} pixels", if area.is_some() { "only " } else { "" });
            let whose = if area.is_some() { format!("{whose} as it is cropped") } else { whose.to_owned() };
            if short < limits.picture_side_min {
                let least = limits.picture_side_min;
                ("picture-shape", format!("{whose} has {size}, each side needs at least {least}"), Vec::new())
            } else if f64::from(long) > f64::from(short) * limits.picture_ratio_max {
                let most = limits.picture_ratio_max;
                let cut = Crop::CENTRE.area((info.width, info.height), context.scene.aspect);
                let helps = cut.width.min(cut.height) >= limits.picture_side_min;
                let fixes = crop.into_iter().filter(|_| helps).collect();
                ("picture-shape", format!("{whose} has {size}, one side may be at most {most} times the other"), fixes)
            } else {
                return;
            }
        }
    };
    problems.push(problem(code, Severity::Error, place.clone(), message, fixes));
}

fn panels(context: &Context<'_>, problems: &mut Vec<Problem>) {
    let scene = context.scene;
    let panels: Vec<usize> = (0..scene.shots.len()).filter(|&at| scene.shots[at].panel.is_some()).collect();
    let Some(&first) = panels.first() else { return };
    let message = match panels.len() {
        1 => "1 panel stays here, only frames are sent".to_owned(),
        more => format!("{} stay here, only frames are sent", count_of(more, "panel")),
    };
    let is_frame_already = scene.first_frame.is_some() && scene.first_frame == scene.shots[first].panel;
    let fixes = if is_frame_already { Vec::new() } else { vec![Fix::PanelAsFirstFrame { shot: first }] };
    problems.push(problem("panels-not-sent", Severity::Note, Place::Scene, message, fixes));
}
