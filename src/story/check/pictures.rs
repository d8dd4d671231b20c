//! Frames, and every picture that would be sent.

use super::{Context, Fix, Place, Problem, Severity, count_of, problem};
use crate::story::picture::{MediaPath, PictureState};
use crate::story::project::FrameSlot;

pub(super) fn check(context: &Context<'_>, problems: &mut Vec<Problem>) {
    frames(context, problems);
    for slot in [FrameSlot::First, FrameSlot::Last] {
        let path = context.scene.frame(slot).filter(|_| context.rules.sends_frame(slot, context.scene.is_multi_shot()));
        if let Some(path) = path {
            picture(context, path, &format!("The {}", slot.label()), &Place::Frame(slot), problems);
        }
    }
    for &at in &context.mentioned {
        let element = &context.project.elements[at];
        for (number, path) in element.images.iter().enumerate() {
            let whose = format!("Picture {} of @{}", number + 1, element.name);
            picture(context, path, &whose, &Place::Element(element.id.clone()), problems);
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
    if scene.first_frame.is_none() {
        let message = "A last frame cannot be sent without a first one".to_owned();
        problems.push(problem("last-frame-alone", Severity::Error, place, message, vec![Fix::LastFrameAsFirst]));
    } else if scene.is_multi_shot() {
        let message = if context.rules.switches.last_frame_in_multi_shot {
            format!(
                "{} shows a last frame in multi-shot, Kling's own documents take none: it is sent and may be ignored",
                service.name
            )
        } else {
            "A last frame is not sent in multi-shot".to_owned()
        };
        let fixes = vec![Fix::DropLastFrame];
        problems.push(problem("last-frame-multi-shot", Severity::Warning, place, message, fixes));
    }
}

fn picture(context: &Context<'_>, path: &MediaPath, whose: &str, place: &Place, problems: &mut Vec<Problem>) {
    let limits = &context.rules.limits;
    let (code, message) = match context.pictures.get(path) {
        None => return,
        Some(PictureState::Missing) => ("picture-missing", format!("{whose} is missing: {path} is not there")),
        Some(PictureState::Unreadable(reason)) => ("picture-unreadable", format!("{whose}, {path}, {reason}")),
        Some(PictureState::Ready(info)) => {
            let (short, long) = (info.width.min(info.height), info.width.max(info.height));
            let size = format!("{} x {} pixels", info.width, info.height);
            if short < limits.picture_side_min {
                let least = limits.picture_side_min;
                ("picture-shape", format!("{whose} has {size}, each side needs at least {least}"))
            } else if f64::from(long) > f64::from(short) * limits.picture_ratio_max {
                let most = limits.picture_ratio_max;
                ("picture-shape", format!("{whose} has {size}, one side may be at most {most} times the other"))
            } else {
                return;
            }
        }
    };
    problems.push(problem(code, Severity::Error, place.clone(), message, Vec::new()));
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
