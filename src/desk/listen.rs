//! The ear for the service's calls: a small server on this machine alone. What a call says is not believed: it only names
//! a take, by a token that nobody can guess, and that take is then asked after.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

use crate::provider::vidgo::called_task;
use crate::takes::{Group, Runtime};

/// In bytes: a status reply is some hundred.
const BODY_MAX: usize = 1_000_000;
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// Connections at one time.
const CONNECTIONS_MAX: usize = 64;
/// How long it may need to stop.
const ENDS_WITHIN: Duration = Duration::from_millis(200);

/// Somebody called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The last part of the path.
    pub token: String,
    /// The task that the call speaks of.
    pub task: Option<String>,
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Ear {
    address: SocketAddr,
    calls: Receiver<Call>,
    group: Arc<Group>,
    _runtime: Runtime,
}

impl Ear {
    /// Listens on a port of this machine; 0 is any that is free.
    ///
    /// # Errors
    /// When the port is taken or not allowed.
    pub fn open(port: u16, runtime: &Runtime) -> io::Result<Self> {
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        let address = listener.local_addr()?;
        let (sender, calls) = channel();
        let group = Arc::new(runtime.group());
        group.spawn(serve(listener, sender, group.clone()));
        Ok(Self { address, calls, group, _runtime: runtime.clone() })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next call that has come.
    #[must_use]
    pub fn next(&self) -> Option<Call> {
        self.calls.try_recv().ok()
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.group.close(ENDS_WITHIN);
    }
}

async fn serve(listener: TcpListener, calls: Sender<Call>, group: Arc<Group>) {
    let places = Arc::new(tokio::sync::Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: later there are some again.
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        let calls = calls.clone();
        group.spawn(async move {
            let answer = service_fn(move |request| answer(request, calls.clone()));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS_WITHIN)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), answer);
            // A caller that breaks off calls again.
            let _ = tokio::time::timeout(HEADERS_WITHIN * 3, connection).await;
            drop(place);
        });
    }
}

/// The same answer whether there is such a take or not: nobody learns anything by trying.
async fn answer(request: Request<Incoming>, calls: Sender<Call>) -> Result<Response<Empty<Bytes>>, Infallible> {
    let status = if request.method() == Method::POST {
        let token = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        match Limited::new(request.into_body(), BODY_MAX).collect().await {
            Ok(body) => {
                let task = called_task(&body.to_bytes()).map(|task| task.0);
                // Nobody listens any more only when the program ends.
                let _ = calls.send(Call { token, task });
                StatusCode::OK
            }
            Err(_) => StatusCode::PAYLOAD_TOO_LARGE,
        }
    } else {
        StatusCode::METHOD_NOT_ALLOWED
    };
    let mut response = Response::new(Empty::new());
    *response.status_mut() = status;
    Ok(response)
}
