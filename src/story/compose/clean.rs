//! Taking control characters out of everything that is written of a project.

use crate::story::check::count_of;
use crate::story::control::{cleaned, cleaned_line};
use crate::story::edit::{Edit, TextField};
use crate::story::project::Project;

/// All texts without control characters, as one edit. `None` where there are none.
#[must_use]
pub fn clean_texts(project: &Project) -> Option<Edit> {
    let mut edits = Vec::new();
    edits.extend(cleaned_line(&project.name).map(|name| Edit::RenameProject { name }));
    edits.extend(cleaned(&project.style).map(|style| Edit::SetStyle { style }));
    for element in &project.elements {
        let description = cleaned(&element.description);
        let edit = |description| Edit::SetElementDescription { element: element.id.clone(), description };
        edits.extend(description.map(edit));
    }
    for scene in &project.scenes {
        edits.extend(cleaned_line(&scene.name).map(|name| Edit::RenameScene { scene: scene.id.clone(), name }));
        for shot in &scene.shots {
            let name = cleaned_line(&shot.name).map(|name| (TextField::Name, name));
            let texts = TextField::WITH_MENTIONS.into_iter();
            let texts = texts.filter_map(|field| Some((field, cleaned(field.of(shot))?)));
            let edit = |(field, text)| Edit::SetText { shot: shot.id.clone(), field, text };
            edits.extend(name.into_iter().chain(texts).map(edit));
        }
    }
    let label = format!("Remove control characters from {}", count_of(edits.len(), "text"));
    (!edits.is_empty()).then_some(Edit::Batch { label, edits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::{World, any_project, element};
    use proptest::prelude::*;

    #[test]
    fn every_text_is_cleaned_at_once() {
        let mut world = World::new(&[4, 4]).element(element("mara")).prompt(0, "@mara\0 runs\u{2028}off");
        world.project.name = "Har\u{202e}bour\n".to_owned();
        world.project.style = "\u{feff}Ink.".to_owned();
        world.project.elements[0].description = "A coat\u{7}".to_owned();
        world.project.scenes[0].name = "Pier\r".to_owned();
        let shot = world.shot(1);
        (shot.name, shot.dialogue, shot.notes) = ("0\u{85}1".into(), "\u{202a}Run!".into(), "می\u{200c}خواهم".into());
        let before = world.project.clone();
        let edit = clean_texts(&world.project).unwrap();
        assert_eq!(edit.label(&world.project), "Remove control characters from 7 texts");
        let undo = edit.apply(&mut world.project).unwrap();
        let (project, shots) = (&world.project, &world.project.scenes[0].shots);
        assert_eq!((project.name.as_str(), project.style.as_str()), ("Harbour ", "Ink."));
        assert_eq!((project.elements[0].description.as_str(), project.scenes[0].name.as_str()), ("A coat", "Pier "));
        assert_eq!(shots[0].prompt, "@mara runs\noff");
        assert_eq!((shots[1].name.as_str(), shots[1].dialogue.as_str()), ("0 1", "Run!"));
        assert_eq!(shots[1].notes, before.scenes[0].shots[1].notes);
        assert_eq!(clean_texts(project), None);
        undo.apply(&mut world.project).unwrap();
        assert_eq!(world.project, before);
    }

    proptest! {
        #[test]
        fn once_is_enough_and_can_be_undone(project in any_project()) {
            let mut clean = project.clone();
            if let Some(edit) = clean_texts(&project) {
                let undo = edit.apply(&mut clean).unwrap();
                prop_assert_eq!(clean_texts(&clean), None);
                undo.apply(&mut clean).unwrap();
                prop_assert_eq!(clean, project);
            }
        }
    }
}
