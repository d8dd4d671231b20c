//! Columns of a project's own beside the texts that every shot has: sound, supers, camera, legal. The project has their
//! names in order, each shot what stands in them, by name. They are for people and never sent.

use std::collections::BTreeMap;

use super::edit::{Edit, EditError, insert, move_within, unreachable_kind};
use super::id::ShotId;
use super::project::{Project, Shot};

/// What stands in a shot's columns, by their names. A text whose column is gone from the project stays, and shows again
/// when a column of that name is added.
pub type ColumnTexts = BTreeMap<String, String>;

/// Names that studios use, offered for the next column.
pub const USUAL: [&str; 6] = ["Sound", "Supers", "Camera", "Legal", "Music", "VFX"];

/// A name has at most so many letters: it stands over a field and in a table's first line.
pub const NAME_MAX: usize = 40;

impl Project {
    /// The place of the column of exactly this name.
    #[must_use]
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The column that people mean by a name, whatever its capitals and the spaces round it.
    #[must_use]
    pub fn column_called(&self, name: &str) -> Option<&str> {
        let wanted = name.trim().to_lowercase();
        self.columns.iter().map(String::as_str).find(|column| column.trim().to_lowercase() == wanted)
    }

    /// Why a name cannot be a column's: a sentence. `own` is the column that is renamed, if one is.
    ///
    /// # Errors
    /// When it is empty, too long, or another column's.
    pub fn check_column_name(&self, name: &str, own: Option<&str>) -> Result<(), String> {
        let name = name.trim();
        if name.is_empty() {
            return Err("A column needs a name".to_owned());
        }
        if name.chars().count() > NAME_MAX || name.contains(['\n', '\r']) {
            return Err(format!("A column's name is one line of at most {NAME_MAX} letters"));
        }
        match self.column_called(name) {
            Some(other) if Some(other) != own => Err(format!("There is a column \"{other}\" already")),
            _ => Ok(()),
        }
    }

    /// The names of `USUAL` that are no columns yet.
    pub fn columns_to_offer(&self) -> impl Iterator<Item = &'static str> + '_ {
        USUAL.into_iter().filter(|name| self.column_called(name).is_none())
    }

    /// How many shots have a text in a column.
    #[must_use]
    pub fn shots_with_column(&self, name: &str) -> usize {
        self.shots_in_order().filter(|shot| !shot.column(name).trim().is_empty()).count()
    }

    fn shots_in_order(&self) -> impl Iterator<Item = &Shot> {
        self.scenes.iter().flat_map(|scene| &scene.shots)
    }
}

impl Shot {
    /// What stands in a column; nothing is an empty text.
    #[must_use]
    pub fn column(&self, name: &str) -> &str {
        self.columns.get(name).map_or("", String::as_str)
    }
}

/// Sets what stands in a column of a shot; an empty text takes it away.
#[must_use]
pub fn set(shot: &ShotId, column: &str, text: &str) -> Edit {
    let text = (!text.is_empty()).then(|| text.to_owned());
    Edit::SetColumn { shot: shot.clone(), column: column.to_owned(), text }
}

/// A new column behind the others.
#[must_use]
pub fn add(project: &Project, name: &str) -> Edit {
    Edit::AddColumn { at: project.columns.len(), name: name.trim().to_owned() }
}

/// A column taken away with what stands in it, as one change.
#[must_use]
pub fn delete(project: &Project, name: &str) -> Edit {
    let filled = project.shots_in_order().filter(|shot| shot.columns.contains_key(name));
    let mut edits: Vec<Edit> =
        filled.map(|shot| Edit::SetColumn { shot: shot.id.clone(), column: name.to_owned(), text: None }).collect();
    edits.push(Edit::RemoveColumn { name: name.to_owned() });
    Edit::Batch { label: format!("Delete column \"{name}\""), edits }
}

/// Makes a change of the columns. Gives the edit that undoes it.
///
/// # Errors
/// When what it names is not there, or a name is taken; then nothing is changed.
pub(super) fn apply(edit: &Edit, project: &mut Project) -> Result<Edit, EditError> {
    Ok(match edit {
        Edit::AddColumn { at, name } => {
            if project.column_index(name).is_some() {
                return Err(EditError::Double(name.clone()));
            }
            insert(&mut project.columns, *at, name.clone())?;
            Edit::RemoveColumn { name: name.clone() }
        }
        Edit::RemoveColumn { name } => {
            let at = place(project, name)?;
            Edit::AddColumn { at, name: project.columns.remove(at) }
        }
        Edit::MoveColumn { name, to } => {
            let from = place(project, name)?;
            move_within(&mut project.columns, from, *to)?;
            Edit::MoveColumn { name: name.clone(), to: from }
        }
        Edit::RenameColumn { name, to } => rename(project, name, to)?,
        other => unreachable_kind(other),
    })
}

/// Renames a column wherever it is named.
fn rename(project: &mut Project, name: &str, to: &str) -> Result<Edit, EditError> {
    let at = place(project, name)?;
    let inverse = Edit::RenameColumn { name: to.to_owned(), to: name.to_owned() };
    if name == to {
        return Ok(inverse);
    }
    // Texts of the new name would be mixed with those that are renamed, and no undo could part them.
    let is_taken =
        project.column_index(to).is_some() || project.shots_in_order().any(|shot| shot.columns.contains_key(to));
    if is_taken {
        return Err(EditError::Double(to.to_owned()));
    }
    to.clone_into(&mut project.columns[at]);
    for shot in project.scenes.iter_mut().flat_map(|scene| &mut scene.shots) {
        if let Some(text) = shot.columns.remove(name) {
            shot.columns.insert(to.to_owned(), text);
        }
    }
    Ok(inverse)
}

/// Where a column stands.
fn place(project: &Project, name: &str) -> Result<usize, EditError> {
    project.column_index(name).ok_or_else(|| EditError::NoColumn(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::testing::World;

    fn world() -> Project {
        let mut project = World::new(&[4, 5]).project;
        project.columns = vec!["Sound".to_owned(), "Legal".to_owned()];
        project.scenes[0].shots[0].columns.insert("Sound".to_owned(), "Rain on tin".to_owned());
        project
    }

    fn done(project: &Project, edit: &Edit) -> Project {
        let mut after = project.clone();
        let undo = edit.apply(&mut after).unwrap();
        let mut back = after.clone();
        undo.apply(&mut back).unwrap();
        assert_eq!(&back, project, "one undo takes it back");
        after
    }

    #[test]
    fn a_column_comes_is_filled_renamed_moved_and_goes() {
        let project = world();
        let after = done(&project, &add(&project, " Camera "));
        assert_eq!(after.columns, ["Sound", "Legal", "Camera"]);
        let shot = &project.scenes[0].shots[1].id;
        let after = done(&after, &set(shot, "Camera", "Crane up"));
        assert_eq!(after.scenes[0].shots[1].column("Camera"), "Crane up");
        assert_eq!(done(&after, &set(shot, "Camera", "")).scenes, project.scenes);
        let renamed = done(&after, &Edit::RenameColumn { name: "Sound".into(), to: "SFX".into() });
        assert_eq!((renamed.columns[0].as_str(), renamed.scenes[0].shots[0].column("SFX")), ("SFX", "Rain on tin"));
        let moved = done(&after, &Edit::MoveColumn { name: "Camera".into(), to: 0 });
        assert_eq!(moved.columns, ["Camera", "Sound", "Legal"]);
        let gone = done(&after, &delete(&after, "Sound"));
        assert_eq!((gone.columns, gone.scenes[0].shots[0].columns.len()), (vec!["Legal".into(), "Camera".into()], 0));
    }

    #[test]
    fn a_name_is_one_columns_alone() {
        let mut project = world();
        for (name, own, fits) in [
            ("Camera", None, true),
            (" sound ", None, false),
            ("SOUND", Some("Sound"), true),
            ("Legal", Some("Sound"), false),
            ("  ", None, false),
            ("a\nb", None, false),
        ] {
            assert_eq!(project.check_column_name(name, own).is_ok(), fits, "{name}");
        }
        assert!(project.check_column_name(&"a".repeat(NAME_MAX + 1), None).is_err());
        assert_eq!(project.columns_to_offer().collect::<Vec<_>>(), ["Supers", "Camera", "Music", "VFX"]);
        let before = project.clone();
        for (name, to) in [("Sound", "Legal"), ("Camera", "X")] {
            Edit::RenameColumn { name: name.into(), to: to.into() }.apply(&mut project).unwrap_err();
        }
        Edit::AddColumn { at: 0, name: "Sound".into() }.apply(&mut project).unwrap_err();
        // A text that its column left behind is not mixed with another column's.
        project.scenes[0].shots[1].columns.insert("Old".to_owned(), "x".to_owned());
        Edit::RenameColumn { name: "Sound".into(), to: "Old".into() }.apply(&mut project).unwrap_err();
        project.scenes[0].shots[1].columns.clear();
        assert_eq!(project, before);
    }

    #[test]
    fn a_file_without_columns_reads_and_writes_as_before() {
        let shot: Shot = serde_json::from_str(r#"{"prompt": "Wide.", "seconds": 4}"#).unwrap();
        assert!(shot.columns.is_empty());
        assert!(!serde_json::to_string(&shot).unwrap().contains("columns"));
        let text = r#"{"scenes": [{"shots": [{"prompt": "", "seconds": 1, "columns": {"Sound": "Rain"}}]}], "columns": ["Sound"]}"#;
        let project: Project = serde_json::from_str(text).unwrap();
        assert_eq!((project.columns.len(), project.scenes[0].shots[0].column("Sound")), (1, "Rain"));
        let again: Project = serde_json::from_str(&serde_json::to_string(&project).unwrap()).unwrap();
        assert_eq!(again, project);
    }
}
