//! One element: its name, description, pictures, and where it is used.

use egui::{
    Align, Align2, Button, CornerRadius, Key, Layout, Modifiers, RichText, Sense, TextEdit, Ui, Vec2, WidgetInfo, vec2,
};

use super::Stay;
use crate::story::check::{Place, count_of};
use crate::story::mention::{is_name_char, mentions};
use crate::story::{Edit, Element, ElementId, MediaPath};
use crate::ui::Stage;
use crate::ui::fields::{MARGIN, field_frame, line_field, mark_all};
use crate::ui::icons;
use crate::ui::say::{Say, Target};
use crate::ui::theme::{self, size, type_size};
use crate::ui::widgets::{self, dashed_rect, focus_ring, hint, look, section};

/// The sheet of one element. The name is a draft until it is whole: prompts follow it.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementSheet {
    element: ElementId,
    /// What is being typed; nothing while the name is as it stands.
    name: Option<String>,
    /// The name is to get the keyboard, with all of it marked.
    is_fresh: bool,
}

impl ElementSheet {
    #[must_use]
    pub fn new(element: ElementId) -> Self {
        Self { element, name: None, is_fresh: false }
    }

    /// The sheet of an element that was made just now: its name is marked, to be typed over.
    #[must_use]
    pub fn of_new(element: ElementId) -> Self {
        Self { element, name: None, is_fresh: true }
    }

    pub(super) fn element(&self) -> &ElementId {
        &self.element
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>) -> Stay {
        let Some(element) = stage.desk.project().element(&self.element).cloned() else { return Stay::Close };
        ui.label(RichText::new(format!("@{}", element.name)).font(theme::semibold(type_size::HEADING)));
        self.name_ui(ui, stage, &element);
        description_ui(ui, stage, &element);
        pictures_ui(ui, stage, &element);
        problems_ui(ui, stage, &element);
        uses_ui(ui, stage, &element);
        ui.add_space(4.0);
        let mut stay = Stay::Open;
        ui.horizontal(|ui| {
            if widgets::button(ui, "Delete element").clicked() {
                stage.say(Say::Edit(Edit::RemoveElement { element: element.id.clone() }, None));
                stay = Stay::Close;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::button(ui, "Done").clicked() {
                    stay = Stay::Close;
                }
            });
        });
        stay
    }

    fn name_ui(&mut self, ui: &mut Ui, stage: &mut Stage<'_>, element: &Element) {
        let look = look(ui);
        let most = stage.desk.rules().limits.element_name_max;
        let mut name = self.name.clone().unwrap_or_else(|| element.name.clone());
        let id = ui.scope_id().with("element name");
        let field = line_field(ui, id, &mut name).hint_text("Name, as prompts write it after @");
        let response = ui.add(field).accessible_name("Element name");
        if std::mem::take(&mut self.is_fresh) {
            response.request_focus();
            mark_all(ui, id, &name);
        }
        if response.changed() {
            self.name = Some(name.trim_start_matches('@').to_owned());
        }
        let fault = self.name.as_ref().and_then(|name| fault_of(name, element, stage, most));
        if let Some(fault) = &fault {
            widgets::state_line(ui, icons::ERROR, fault, look.bad);
        } else if self.name.as_ref().is_some_and(|name| *name != element.name) {
            hint(ui, "Enter renames it here and in every prompt");
        }
        if response.lost_focus()
            && let Some(name) = self.name.take()
            && fault.is_none()
            && name != element.name
        {
            stage.say(Say::Edit(Edit::RenameElement { element: element.id.clone(), name }, None));
        }
    }
}

/// Why an element cannot be called that.
fn fault_of(name: &str, element: &Element, stage: &Stage<'_>, most: usize) -> Option<String> {
    if name.is_empty() {
        return Some("A name is needed; the old one stays".to_owned());
    }
    if !name.chars().all(is_name_char) {
        return Some("Only letters a to z, digits and _".to_owned());
    }
    if name.len() > most {
        return Some(format!("{most} characters at most"));
    }
    let taken = stage.desk.project().elements.iter().any(|other| other.id != element.id && other.name == name);
    taken.then(|| format!("@{name} is another element already"))
}

fn description_ui(ui: &mut Ui, stage: &mut Stage<'_>, element: &Element) {
    let most = stage.desk.rules().limits.element_description_max;
    let id = ui.scope_id().with("element description");
    let mut description = element.description.clone();
    let field = TextEdit::multiline(&mut description)
        .id(id)
        .hint_text("Description: who or what it is")
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .frame(field_frame(ui, id, MARGIN));
    let response = ui.add(field).accessible_name("Element description");
    if response.changed() {
        let gesture = stage.view.typing_gesture(id, ui);
        let edit = Edit::SetElementDescription { element: element.id.clone(), description };
        stage.say(Say::Edit(edit, Some(gesture)));
    }
    hint(ui, format!("{} of {most} characters", element.description.chars().count()));
}

fn pictures_ui(ui: &mut Ui, stage: &mut Stage<'_>, element: &Element) {
    let limits = &stage.desk.rules().limits;
    let (least, most) = (limits.element_pictures_min, limits.element_pictures_max);
    section(ui, "Pictures", |ui| hint(ui, format!("{least} to {most}, the first is the front")));
    ui.horizontal_top(|ui| {
        for (at, path) in element.images.iter().enumerate() {
            picture_ui(ui, stage, element, at, path);
        }
        if element.images.len() < most {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::ELEMENT_PICTURE), Sense::click());
            let look = look(ui);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, "Add a picture of the element"));
            dashed_rect(ui, rect, if response.hovered() { look.dim } else { look.line }, 1.0);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::PLUS, theme::icon(18.0), look.faint);
            if response.has_focus() {
                focus_ring(ui, rect.shrink(3.0), size::RADIUS);
            }
            let target = Target::Element(element.id.clone());
            stage.target(rect, target.clone());
            stage.drop_veil(ui, rect, "Add");
            if response.clicked() {
                stage.say(Say::ChoosePictures(target));
            }
        }
    });
}

fn picture_ui(ui: &mut Ui, stage: &mut Stage<'_>, element: &Element, at: usize, path: &MediaPath) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::ELEMENT_PICTURE), Sense::hover());
        let response = ui.interact(rect, picture_id(element, at), Sense::click_and_drag());
        let name = format!("Picture {} of @{}, choose another", at + 1, element.name);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
        crate::ui::left::thumb_ui(ui, stage, Some(path), rect);
        if stage.desk.pictures().get(path).is_some() && stage.desk.pictures().info(path).is_none() {
            let bad = look(ui).bad;
            ui.painter().rect_filled(rect, CornerRadius::same(4), look(ui).scrim);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::WARNING, theme::icon(18.0), bad);
        }
        if response.has_focus() {
            focus_ring(ui, rect.shrink(3.0), size::RADIUS);
        }
        let target = Target::ElementPicture(element.id.clone(), at);
        stage.target(rect, target.clone());
        stage.drop_veil(ui, rect, "Replace");
        if response.clicked() {
            stage.say(Say::ChoosePictures(target));
        }
        if let Some(edit) = dragged(ui, &response, element, at).or_else(|| moved_by_keys(ui, &response, element, at)) {
            stage.say(Say::Edit(edit, None));
        }
        response.on_hover_text("Click to choose another, drag to reorder; with the keyboard here, Alt and the arrows");
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let number = at + 1;
            let mut edit = None;
            let small = |ui: &mut Ui, icon: &str, name: String, enabled: bool| {
                widgets::icon_button_sized(ui, icon, &name, type_size::BODY, enabled).clicked()
            };
            if small(ui, icons::CARET_LEFT, format!("Move picture {number} to the front"), at > 0) {
                edit = moved(element, at, at.saturating_sub(1));
            }
            if small(ui, icons::CARET_RIGHT, format!("Move picture {number} back"), at + 1 < element.images.len()) {
                edit = moved(element, at, at + 1);
            }
            if small(ui, icons::TRASH, format!("Remove picture {number}"), true) {
                let mut images = element.images.clone();
                images.remove(at);
                edit = Some(Edit::SetElementImages { element: element.id.clone(), images });
            }
            stage.says.extend(edit.map(|edit| Say::Edit(edit, None)));
        });
    });
}

/// The widget of a picture, by its place: the keyboard can be on it.
fn picture_id(element: &Element, at: usize) -> egui::Id {
    egui::Id::unique("picture of element").with((element.id.as_str(), at))
}

/// A picture moved to another place; the first one is the front.
fn moved(element: &Element, from: usize, to: usize) -> Option<Edit> {
    let mut images = element.images.clone();
    if from == to || from >= images.len() || to >= images.len() {
        return None;
    }
    let picture = images.remove(from);
    images.insert(to, picture);
    let label = if to == 0 {
        format!("Make picture {} the front of @{}", from + 1, element.name)
    } else {
        format!("Move picture {} of @{}", from + 1, element.name)
    };
    Some(Edit::Batch { label, edits: vec![Edit::SetElementImages { element: element.id.clone(), images }] })
}

/// The picture under the hand: of which element, and which.
struct Taken(ElementId, usize);

/// A picture dragged onto another takes its place; a line shows where it comes to stand.
fn dragged(ui: &Ui, response: &egui::Response, element: &Element, at: usize) -> Option<Edit> {
    response.dnd_set_drag_payload(Taken(element.id.clone(), at));
    if response.dragged() {
        let look = look(ui);
        dashed_rect(ui, response.rect, look.strong, 2.0);
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }
    let over = response.dnd_hover_payload::<Taken>().or_else(|| response.dnd_release_payload())?;
    let Taken(of, from) = &*over;
    if *of != element.id || *from == at {
        return None;
    }
    let x = if *from > at { response.rect.left() - 3.0 } else { response.rect.right() + 3.0 };
    ui.painter().vline(x, response.rect.y_range(), egui::Stroke::new(2.0, look(ui).strong));
    let released = ui.input(|input| input.pointer.any_released());
    if released { moved(element, *from, at) } else { None }
}

/// With the keyboard on a picture the arrows go along the pictures, and with Alt they take it along.
fn moved_by_keys(ui: &Ui, response: &egui::Response, element: &Element, at: usize) -> Option<Edit> {
    if !response.has_focus() {
        return None;
    }
    // The arrows lead along the pictures, not away from them.
    let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let (takes_along, to) = ui.input_mut(|input| {
        let mut to = None;
        let mut takes_along = false;
        for modifiers in [Modifiers::ALT, Modifiers::NONE] {
            for (key, there) in [(Key::ArrowLeft, at.checked_sub(1)), (Key::ArrowRight, Some(at + 1))] {
                if input.consume_key(modifiers, key) {
                    to = there;
                    takes_along = modifiers.alt;
                }
            }
        }
        (takes_along, to)
    });
    let to = to.filter(|to| *to < element.images.len())?;
    ui.memory_mut(|memory| memory.request_focus(picture_id(element, to)));
    if takes_along { moved(element, at, to) } else { None }
}

fn problems_ui(ui: &mut Ui, stage: &Stage<'_>, element: &Element) {
    let look = look(ui);
    let mut told: Vec<&str> = Vec::new();
    for problem in stage.desk.digest().scenes.iter().flat_map(|scene| &scene.problems) {
        if problem.place == Place::Element(element.id.clone()) && !told.contains(&problem.message.as_str()) {
            told.push(&problem.message);
            widgets::state_line(ui, icons::ERROR, &problem.message, look.bad);
        }
    }
}

/// Where it is used: a click leads to the shot.
fn uses_ui(ui: &mut Ui, stage: &mut Stage<'_>, element: &Element) {
    let mut uses = Vec::new();
    for (scene_index, scene) in stage.desk.project().scenes.iter().enumerate() {
        for (shot_index, shot) in scene.shots.iter().enumerate() {
            let text = stage.desk.project().sent_text(shot);
            if mentions(&text).any(|mention| mention.name == element.name) {
                let name = format!("{}, shot {}", scene.numbered(scene_index), shot_index + 1);
                uses.push((name, scene.id.clone(), shot.id.clone()));
            }
        }
    }
    section(ui, "Where it is used", |ui| hint(ui, count_of(uses.len(), "use")));
    if uses.is_empty() {
        hint(ui, format!("Write @{} in a prompt", element.name));
    }
    egui::ScrollArea::vertical().max_height(size::USES).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for (name, scene, shot) in uses {
            let width = ui.available_width() - size::SCROLL_BAR_OUTSIDE;
            let button = Button::selectable(false, name).truncate().min_size(vec2(width, size::ICON_BUTTON));
            if ui.add(button).clicked() {
                stage.say(Say::SelectScene(scene));
                stage.say(Say::SelectShot(shot));
            }
        }
    });
}
