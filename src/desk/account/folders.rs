//! Which folder a project lies in: takes are put there, and a folder that may be a copy is told of.

use std::path::Path;

use super::background::News;
use super::{Account, AccountEvent};
use crate::story::{Project, ProjectId};

impl Account {
    /// A project is open: its takes are put there. Where it is known to lie in another folder, that comes as an event.
    pub fn project_opened(&self, project: &Project, folder: &Path) {
        let (id, name, folder) = (project.id.clone(), project.name.clone(), folder.to_owned());
        self.in_background(move |account| {
            match account.paid.project_opened(&id, &name, &folder) {
                Ok(None) => {}
                Ok(Some(elsewhere)) => {
                    let project = id.clone();
                    account.send(News::Event(AccountEvent::Elsewhere { project, folder, elsewhere }));
                }
                Err(error) => account.send(News::trouble(&error)),
            }
            account.tell_cap(id);
        });
    }

    /// A project is only looked at: nothing is remembered of it.
    pub fn project_looked_at(&self, project: &Project) {
        let id = project.id.clone();
        self.in_background(move |account| account.tell_cap(id));
    }

    /// A project was moved to this folder: its takes come here from now on.
    pub fn project_moved(&self, project: &Project, folder: &Path) {
        let (id, name, folder) = (project.id.clone(), project.name.clone(), folder.to_owned());
        self.in_background(move |account| {
            account.send(match account.paid.project_moved(&id, &name, &folder) {
                Ok(()) => News::done("The project goes on here, and its takes come here"),
                Err(error) => News::trouble(&error),
            });
        });
    }

    /// A project is a copy that goes its own way and has an id of its own now; spending and cap begin with it.
    pub fn project_went_its_own_way(&self, original: &ProjectId, copy: &Project, folder: &Path) {
        let (original, folder) = (original.clone(), folder.to_owned());
        let (id, name) = (copy.id.clone(), copy.name.clone());
        self.in_background(move |account| {
            account.send(match account.paid.project_went_its_own_way(&original, &id, &name, &folder) {
                Ok(()) => News::done("This is a project of its own now; what was spent stays with the original"),
                Err(error) => News::trouble(&error),
            });
            account.tell_cap(id);
        });
    }
}
