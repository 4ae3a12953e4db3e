//! The office on a real socket.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use soviec_server::{Office, Running, office::pages::Console, serve};
use tokio::runtime::Runtime;

/// A relay that listens on a free port of this machine until it is dropped.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Runtime,
    running: Option<Running>,
}

impl Served {
    /// Puts an office on the network.
    pub fn start(office: &Arc<Office>) -> Self {
        let runtime = Runtime::new().expect("the runtime starts");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let console = Arc::new(Console::new(Arc::clone(office)));
        let office = Arc::clone(office);
        let running = runtime.block_on(async { serve(office, console, listener) });
        let running = running.expect("the listener can be used");
        Self { address: running.address, runtime, running: Some(running) }
    }

    /// The address as phones know it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }
}
