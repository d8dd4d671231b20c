//! Starting the window: where its project comes from, what the window system offers.

use std::path::PathBuf;
use std::sync::Arc;

use super::picker::SystemPicker;
use super::{App, PointerWhileDragging, Setup};
use crate::store::key::SystemKeyring;
use crate::store::{Paths, StoreError, example};

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
    // A broken project is told here, before any window: the words then stand where it was started.
    crate::store::keeper::open(crate::store::ProjectFolder::at(&project)?)?;
    let mut options = eframe::NativeOptions {
        renderer: eframe::Renderer::Glow,
        viewport: egui::ViewportBuilder::default()
            .with_title("Storyreel")
            .with_app_id("storyreel")
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([1024.0, 640.0])
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
                picker: Box::new(SystemPicker),
                keys: Arc::new(SystemKeyring),
                pointer: pointer(creation),
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
    let last = settings.recent_projects.first().filter(|path| path.join("project.json").is_file());
    match last {
        Some(last) => Ok(last.clone()),
        None => example::ensure(paths),
    }
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
    x11::Pointer::new(creation)
        .map_or(PointerWhileDragging::Unknown, |pointer| PointerWhileDragging::X11(Box::new(pointer)))
}

#[cfg(not(target_os = "linux"))]
fn pointer(_creation: &eframe::CreationContext<'_>) -> PointerWhileDragging {
    PointerWhileDragging::Unknown
}

/// Asking the X server for the pointer.
#[cfg(target_os = "linux")]
pub mod x11 {
    use egui::{Pos2, pos2};
    use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use x11rb::protocol::xproto::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;

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

        /// Where the pointer is in the window, in points.
        pub fn place(&self, pixels_per_point: f32) -> Option<Pos2> {
            let reply = self.connection.query_pointer(self.window).ok()?.reply().ok()?;
            reply.same_screen.then(|| {
                let at = pos2(f32::from(reply.win_x), f32::from(reply.win_y));
                at / pixels_per_point
            })
        }
    }
}
