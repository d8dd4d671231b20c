//! Starting the window: where its project comes from, what the window system offers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::picker::SystemPicker;
use super::{App, PointerWhileDragging, Setup};
use crate::media::io_error::words;
use crate::store::key::SystemKeyring;
use crate::store::{Paths, StoreError, example};
use crate::takes::Runtime;

/// Why no window came up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Project(#[from] StoreError),
    #[error(
        "no window could be opened ({0}); the editor needs X11 or Wayland and OpenGL, \
         the commands check, price, request and generate work without"
    )]
    Window(String),
}

/// Opens the editor on a project, or on the example at the first start, and runs until it is closed.
///
/// # Errors
/// When the project cannot be opened, or there is no display.
pub fn run(project: Option<PathBuf>) -> Result<(), StartError> {
    let paths = Paths::find()?;
    let project = match project {
        Some(project) => project,
        None => first_project(&paths)?,
    };
    let runtime = Runtime::start().map_err(|error| StoreError::Background(words(&error)))?;
    // A broken project is told here, before any window: the words then stand where it was started.
    crate::store::keeper::open(crate::store::ProjectFolder::at(&project)?)?;
    let mut options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default()
            .with_title("Storyreel")
            .with_app_id("storyreel")
            .with_inner_size([1440.0, 900.0])
            // At 150 % a screen of 1366 x 768 has no more than 910 x 512 points.
            .with_min_inner_size(super::looks::LEAST_WINDOW)
            .with_drag_and_drop(true)
            .with_icon(icon()),
        persistence_path: Some(paths.data().join("window.ron")),
        ..Default::default()
    };
    prefer_x11(&mut options);
    let mut failed = None;
    let outcome = eframe::run_native(
        "Storyreel",
        options,
        Box::new(|creation| {
            let setup = Setup {
                project,
                paths,
                picker: Box::new(SystemPicker::on(&runtime)),
                keys: Arc::new(SystemKeyring),
                pointer: pointer(creation),
                runtime,
            };
            match App::new(&creation.egui_ctx, setup) {
                Ok(app) => Ok(Box::new(app)),
                Err(error) => {
                    let sentence = error.to_string();
                    failed = Some(error);
                    Err(sentence.into())
                }
            }
        }),
    );
    if let Some(error) = failed {
        return Err(error.into());
    }
    outcome.map_err(|error| StartError::Window(error.to_string()))
}

/// The project opened last, if it is still there; the example otherwise.
fn first_project(paths: &Paths) -> Result<PathBuf, StoreError> {
    paths.ensure()?;
    let (settings, _) = crate::store::Settings::load(&paths.settings_file());
    match settings.recent_projects.first() {
        Some(last) if is_there(last, ANSWER_WITHIN) => Ok(last.clone()),
        _ => example::ensure(paths),
    }
}

/// A disk that has not answered by then is one that is not there now.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Whether a folder holds a project, as far as its disk tells in time: a share that is gone may never answer, and the
/// window would never come up.
fn is_there(folder: &Path, within: Duration) -> bool {
    let file = folder.join("project.json");
    let (answer, answered) = std::sync::mpsc::channel();
    let ask = move || {
        // Who asked may have given up.
        let _ = answer.send(file.is_file());
    };
    // Where no thread is to be had nothing is answered.
    let _ = std::thread::Builder::new().name("last project".to_owned()).spawn(ask);
    answered.recv_timeout(within).unwrap_or_else(|_| {
        tracing::warn!("{} does not answer, so the example is opened", folder.display());
        false
    })
}

fn icon() -> egui::IconData {
    let bytes = include_bytes!("../../assets/icon/storyreel.png");
    match crate::media::picture::decode_own(bytes) {
        Ok(pixels) => egui::IconData { rgba: pixels.rgba, width: pixels.width, height: pixels.height },
        Err(_) => egui::IconData::default(),
    }
}

/// winit has no file drop on Wayland: where both are offered, XWayland is taken.
#[cfg(target_os = "linux")]
fn prefer_x11(options: &mut eframe::NativeOptions) {
    let has_display = std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty());
    if has_display {
        options.event_loop_builder = Some(Box::new(|builder| {
            use winit::platform::x11::EventLoopBuilderExtX11 as _;
            builder.with_x11();
        }));
    }
}

#[cfg(not(target_os = "linux"))]
fn prefer_x11(_options: &mut eframe::NativeOptions) {}

#[cfg(target_os = "linux")]
fn pointer(creation: &eframe::CreationContext<'_>) -> PointerWhileDragging {
    let Some(pointer) = x11::Pointer::new(creation) else { return PointerWhileDragging::Unknown };
    pointer.bring_into_sight();
    PointerWhileDragging::X11(Box::new(pointer))
}

#[cfg(not(target_os = "linux"))]
fn pointer(_creation: &eframe::CreationContext<'_>) -> PointerWhileDragging {
    PointerWhileDragging::Unknown
}

/// Asking the X server for the pointer.
#[cfg(target_os = "linux")]
pub mod x11 {
    use egui::{Pos2, Rect, pos2, vec2};
    use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use x11rb::connection::Connection as _;
    use x11rb::protocol::randr::ConnectionExt as _;
    use x11rb::protocol::xproto::{ConfigureWindowAux, ConnectionExt as _};
    use x11rb::rust_connection::RustConnection;

    /// How far from a monitor's corner a window is put, in pixels.
    const MARGIN: i32 = 40;
    /// So much of a window's upper edge must be on a monitor, in pixels, to be taken hold of.
    const HOLD: f32 = 120.0;

    /// Whether a window can be seen and taken hold of; any place is fine where no monitor is known.
    fn is_in_sight(window: Rect, monitors: &[Rect]) -> bool {
        let upper_edge = Rect::from_min_size(window.min, vec2(window.width(), 1.0));
        let held = |monitor: &Rect| monitor.intersect(upper_edge);
        monitors.is_empty()
            || monitors.iter().map(held).any(|held| held.is_positive() && held.width() >= HOLD.min(window.width()))
    }

    /// A connection of its own to the server that shows the window.
    pub struct Pointer {
        connection: RustConnection,
        window: u32,
    }

    impl Pointer {
        /// Nothing, where the window is not X11's.
        #[must_use]
        pub fn new(creation: &eframe::CreationContext<'_>) -> Option<Self> {
            let window = match creation.window_handle().ok()?.as_raw() {
                RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok()?,
                RawWindowHandle::Xcb(handle) => handle.window.get(),
                _ => return None,
            };
            let (connection, _) = x11rb::connect(None).ok()?;
            Some(Self { connection, window })
        }

        /// Moves a window onto a monitor that was left on one which is not there any more: neither the toolkit nor every
        /// window manager does.
        pub fn bring_into_sight(&self) {
            let Some((window, monitors)) = self.places() else { return };
            if is_in_sight(window, &monitors) {
                return;
            }
            let Some(first) = monitors.first() else { return };
            #[expect(clippy::cast_possible_truncation, reason = "whole pixels of a screen")]
            let at = |pixels: f32| pixels as i32 + MARGIN;
            let place = ConfigureWindowAux::new().x(at(first.min.x)).y(at(first.min.y));
            let moved = self.connection.configure_window(self.window, &place).map(|_| ());
            if let Err(error) = moved.and_then(|()| self.connection.flush()) {
                tracing::warn!("the window may be out of sight: {error}");
            }
        }

        /// The window and all monitors, the primary one first, in pixels of the whole screen.
        fn places(&self) -> Option<(Rect, Vec<Rect>)> {
            let connection = &self.connection;
            let size = connection.get_geometry(self.window).ok()?.reply().ok()?;
            let corner = connection.translate_coordinates(self.window, size.root, 0, 0).ok()?.reply().ok()?;
            let rect = |x: i16, y: i16, width: u16, height: u16| {
                Rect::from_min_size(pos2(x.into(), y.into()), vec2(width.into(), height.into()))
            };
            let mut monitors = connection.randr_get_monitors(size.root, true).ok()?.reply().ok()?.monitors;
            monitors.sort_by_key(|monitor| !monitor.primary);
            let monitors = monitors.iter().map(|at| rect(at.x, at.y, at.width, at.height));
            Some((rect(corner.dst_x, corner.dst_y, size.width, size.height), monitors.collect()))
        }

        /// Where the pointer is in the window, in points.
        pub fn place(&self, pixels_per_point: f32) -> Option<Pos2> {
            let reply = self.connection.query_pointer(self.window).ok()?.reply().ok()?;
            reply.same_screen.then(|| {
                let at = pos2(f32::from(reply.win_x), f32::from(reply.win_y));
                at / pixels_per_point
            })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_window_on_a_monitor_that_is_gone_is_out_of_sight() {
            let rect = |x, y, width, height| Rect::from_min_size(pos2(x, y), vec2(width, height));
            let one = [rect(0.0, 0.0, 1366.0, 768.0)];
            let two = [one[0], rect(1366.0, 0.0, 1920.0, 1080.0)];
            let window = rect(1500.0, 100.0, 1440.0, 900.0);
            assert!(is_in_sight(window, &two) && !is_in_sight(window, &one));
            assert!(is_in_sight(window, &[]));
            for there in
                [rect(0.0, 0.0, 1366.0, 768.0), rect(-800.0, 20.0, 1024.0, 640.0), rect(1200.0, 700.0, 1024.0, 640.0)]
            {
                assert!(is_in_sight(there, &one), "{there:?}");
            }
            for gone in
                [rect(200.0, -900.0, 1440.0, 900.0), rect(1300.0, 100.0, 1024.0, 640.0), rect(0.0, 768.0, 100.0, 100.0)]
            {
                assert!(!is_in_sight(gone, &one), "{gone:?}");
            }
        }
    }
}
