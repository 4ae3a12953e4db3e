//! `soviec serve`: the relay and the console on the network.

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
};

use super::Failed;
use soviec_server::{Config, Environment, Office, office::pages::Console, serve};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The data directory; it is made when it does not exist.
    #[arg(long, env = "SOVIEC_DATA")]
    data: PathBuf,
    /// Where to listen.
    #[arg(long, env = "SOVIEC_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let office = Office::open(&arguments.data, Config::default(), Environment::default())?;
    let listener = TcpListener::bind(arguments.listen)
        .map_err(|error| format!("cannot listen on {}: {error}", arguments.listen))?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let running = {
            let office = Arc::new(office);
            let console = Arc::new(Console::new(Arc::clone(&office)));
            serve(office, console, listener)
        }?;
        writeln!(io::stdout(), "soviec serves http://{}", running.address)?;
        asked_to_end().await?;
        running.stop().await;
        Ok(())
    })
}

/// Returns when the process is asked to end.
#[cfg(unix)]
pub(super) async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

/// Returns when the process is asked to end.
#[cfg(not(unix))]
pub(super) async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
