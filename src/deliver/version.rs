//! Deliveries of an older version of the project: made from it as it stood then, with the pictures and takes it had.

use std::borrow::Cow;
use std::sync::Arc;

use super::Scope;
use super::boards::Changes;
use super::job::{DeliverError, Kind, Request, Source};
use crate::store::take_end::picture_state;
use crate::store::versions::Version;
use crate::story::{Project, SceneId};

/// What a request is made from and what it asks for, where it is about an older version; else both as they are.
///
/// # Errors
/// When the version cannot be used, or is asked for what is made of the project as it is now alone.
pub(super) fn resolved<'a>(
    source: &'a Source,
    request: &'a Request,
) -> Result<(Cow<'a, Source>, Cow<'a, Request>), DeliverError> {
    let Some(file) = &request.settings.version else { return Ok((Cow::Borrowed(source), Cow::Borrowed(request))) };
    if matches!(request.kind, Kind::Mp4 | Kind::Gif | Kind::Srt) {
        return Err(DeliverError::Version("a film is made of the project as it is now, not of a version".to_owned()));
    }
    let (version, project) = read(source, file)?;
    let mut of_then = Source { project, ..source.clone() };
    of_then.takes.all.retain(|take| take.made <= version.made);
    for path in of_then.project.picture_paths() {
        if of_then.pictures.get(path).is_none() {
            of_then.pictures.set(path.clone(), picture_state(&source.folder, path));
        }
    }
    let mut asked = Request { scope: scope(source, request, &of_then.project)?, ..request.clone() };
    asked.settings.version = None;
    let boards = &mut asked.settings.boards;
    if boards.version.trim().is_empty() {
        boards.version = version.name.unwrap_or_default();
    }
    Ok((Cow::Owned(of_then), Cow::Owned(asked)))
}

/// The same scenes in the version, wherever they stand there.
fn scope(source: &Source, request: &Request, then: &Project) -> Result<Scope, DeliverError> {
    let place = |id: &SceneId| {
        then.scene_index(id).ok_or_else(|| DeliverError::Version("the scene is not in that version".to_owned()))
    };
    let id = |at: usize| source.project.scenes.get(at).map(|scene| scene.id.clone()).unwrap_or_default();
    Ok(match &request.scope {
        Scope::Project => Scope::Project,
        Scope::Scene(at) => Scope::Scene(place(&id(*at))?),
        Scope::Scenes(all) => {
            let places = all.iter().map(|at| place(&id(*at))).collect::<Result<Vec<usize>, _>>()?;
            Scope::Scenes(Arc::from(places))
        }
    })
}

/// What changed since the version that boards are to be marked against, where they are.
pub(super) fn changes(source: &Source, request: &Request) -> Result<Option<Changes>, DeliverError> {
    let choices = &request.settings.boards;
    let Some(file) = &choices.since else { return Ok(None) };
    let (version, old) = read(source, file)?;
    let zone = jiff::tz::TimeZone::system();
    let made = version.made.to_zoned(zone).strftime("%-d %B %Y").to_string();
    let called = match &version.name {
        Some(name) => format!("\u{201c}{name}\u{201d} of {made}"),
        None => format!("the version of {made}"),
    };
    Ok(Some(Changes::since(called, &old, &source.project, choices)))
}

fn read(source: &Source, file: &str) -> Result<(Version, Project), DeliverError> {
    let failed = |why| DeliverError::Version(format!("this version cannot be used: {why}"));
    let (version, project) = source.folder.read_version_of(file).map_err(failed)?;
    // A copy under another id has versions from before.
    Ok((version, Project { id: source.project.id.clone(), ..project }))
}
