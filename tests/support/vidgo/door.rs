//! A listening address that can be shut and opened again, with a thread for each connection.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

/// A thousand connections may knock at once.
const BACKLOG: i32 = 4096;
/// Address space of a connection's thread; only what it touches is memory.
const STACK: usize = 1024 * 1024;
/// Until what failed for want of files or the port is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(5);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Open,
    Shut,
    Gone,
}

struct Stand {
    wish: Wish,
    is_open: bool,
}

/// A connection that is served.
struct Served {
    stream: Arc<TcpStream>,
    is_idle: Arc<AtomicBool>,
}

struct Shared {
    address: SocketAddr,
    stand: Mutex<Stand>,
    told: Condvar,
    served: Mutex<HashMap<u64, Served>>,
}

/// Whether a connection waits for a next request; an idle one is closed when the door shuts.
pub struct Idle {
    shared: Arc<Shared>,
    is_idle: Arc<AtomicBool>,
}

impl Idle {
    /// It waits for a request from now on. False when it must not, because the door is shut.
    pub fn begin(&self) -> bool {
        // In this order: who shuts says so first and looks for idle connections then.
        self.is_idle.store(true, Ordering::SeqCst);
        lock(&self.shared.stand).wish == Wish::Open
    }

    /// A request has begun.
    pub fn end(&self) {
        self.is_idle.store(false, Ordering::SeqCst);
    }
}

/// Shuts for good when dropped.
pub struct Door {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Door {
    /// Listens at a free port of 127.0.0.1 and hands each connection over, in a thread of its own.
    pub fn open(serve: impl Fn(Arc<TcpStream>, Idle) + Send + Sync + 'static) -> io::Result<Self> {
        // Bound and never listening: the port stays ours while the door is shut.
        let guard = bound(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = guard.local_addr()?.as_socket().ok_or(io::ErrorKind::AddrNotAvailable)?;
        let first = listening(address)?;
        let shared = Arc::new(Shared {
            address,
            stand: Mutex::new(Stand { wish: Wish::Open, is_open: true }),
            told: Condvar::new(),
            served: Mutex::default(),
        });
        let (inside, serve) = (Arc::clone(&shared), Arc::new(serve));
        let thread = thread::Builder::new().name("vidgo door".to_owned()).spawn(move || {
            let _guard = guard;
            inside.run(first, &serve);
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    pub fn port(&self) -> u16 {
        self.shared.address.port()
    }

    /// Refuses connections until opened again, and closes those that are idle. Returns when it is so.
    pub fn shut(&self) {
        self.shared.turn(Wish::Shut);
        for served in lock(&self.shared.served).values().filter(|served| served.is_idle.load(Ordering::SeqCst)) {
            let _ = served.stream.shutdown(Shutdown::Both);
        }
    }

    /// Takes connections again. Returns when it is so.
    pub fn open_again(&self) {
        self.shared.turn(Wish::Open);
    }

    /// Connections that are open.
    pub fn connections(&self) -> usize {
        lock(&self.shared.served).len()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.shared.turn(Wish::Gone);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        for served in lock(&self.shared.served).values() {
            let _ = served.stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bound(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

fn listening(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = bound(address)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

impl Shared {
    /// Asks the thread that listens for something and waits until it is so.
    fn turn(&self, wish: Wish) {
        let mut stand = lock(&self.stand);
        if stand.wish == Wish::Gone {
            return;
        }
        stand.wish = wish;
        if stand.is_open && wish != Wish::Open {
            // Wakes it; refused if another connection woke it first.
            let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        }
        self.told.notify_all();
        while stand.wish == wish && stand.is_open != (wish == Wish::Open) {
            stand = self.told.wait(stand).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn run<F: Fn(Arc<TcpStream>, Idle) + Send + Sync + 'static>(self: &Arc<Self>, first: TcpListener, serve: &Arc<F>) {
        let mut listener = first;
        let mut last = 0;
        loop {
            let accepted = listener.accept();
            if lock(&self.stand).wish != Wish::Open {
                // Whoever came in between is refused too.
                drop((listener, accepted));
                let Some(again) = self.stay_shut() else { return };
                listener = again;
                continue;
            }
            match accepted {
                Ok((stream, _)) => {
                    last += 1;
                    self.serve(last, stream, serve);
                }
                // Out of files, most likely: some connection will end.
                Err(_) => thread::sleep(TRY_AGAIN),
            }
        }
    }

    /// Says that it is shut, and waits until it shall be open: then listens anew. None when it is shut for good.
    fn stay_shut(&self) -> Option<TcpListener> {
        let mut stand = lock(&self.stand);
        stand.is_open = false;
        self.told.notify_all();
        loop {
            match stand.wish {
                Wish::Gone => return None,
                Wish::Shut => stand = self.told.wait(stand).unwrap_or_else(PoisonError::into_inner),
                Wish::Open => {
                    if let Ok(listener) = listening(self.address) {
                        stand.is_open = true;
                        self.told.notify_all();
                        return Some(listener);
                    }
                    stand = self.told.wait_timeout(stand, TRY_AGAIN).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    fn serve<F: Fn(Arc<TcpStream>, Idle) + Send + Sync + 'static>(
        self: &Arc<Self>,
        id: u64,
        stream: TcpStream,
        serve: &Arc<F>,
    ) {
        let _ = stream.set_nodelay(true);
        let (stream, is_idle) = (Arc::new(stream), Arc::new(AtomicBool::new(false)));
        lock(&self.served).insert(id, Served { stream: Arc::clone(&stream), is_idle: Arc::clone(&is_idle) });
        let (inside, serve) = (Arc::clone(self), Arc::clone(serve));
        let work = move || {
            let _leaving = Leaving { shared: &inside, id };
            serve(stream, Idle { shared: Arc::clone(&inside), is_idle });
        };
        if thread::Builder::new().stack_size(STACK).spawn(work).is_err() {
            lock(&self.served).remove(&id);
        }
    }
}

/// Takes a connection off the list, also when its thread panics.
struct Leaving<'a> {
    shared: &'a Shared,
    id: u64,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        lock(&self.shared.served).remove(&self.id);
    }
}
