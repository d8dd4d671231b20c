//! Making takes: the window and the command line start them through the same two functions.

use std::sync::Arc;

use crate::provider::animatic::Animatic;
use crate::store::folder::ProjectFolder;
use crate::story::order::NoTime;
use crate::story::{Order, Pictures, Project};
use crate::takes::{Runner, TakeEvent, TakeHandle, TakeOrder};

/// A scene resolved for making, as it stands.
///
/// # Errors
/// When the scene lasts 0 s.
pub fn resolve(project: &Project, scene_index: usize, pictures: &Pictures) -> Result<Order, NoTime> {
    Order::resolve(project, scene_index, pictures)
}

/// Starts rendering an order as an animatic, kept among the project's takes.
pub fn animatic(
    runner: &Runner,
    order: Order,
    folder: &ProjectFolder,
    events: impl Fn(TakeEvent) + Send + Sync + 'static,
) -> TakeHandle {
    let made = jiff::Timestamp::now();
    runner.start(TakeOrder { order, folder: folder.clone(), provider: Arc::new(Animatic::new()), made }, events)
}
