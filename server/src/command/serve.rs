//! `soviec serve`: the relay and the console on the network.

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
};

use super::{Failed, settings::Settings};
use soviec_server::{Environment, Office, office::pages::Console, serve};

/// Where `--dev` keeps its sample office when no directory is named.
#[cfg(feature = "demo")]
const DEV_DATA: &str = "soviec-dev";

/// Where `soviec serve` finds its settings; the help text stands at the subcommand.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The data directory; it is made when it does not exist.
    #[arg(long, env = "SOVIEC_DATA")]
    data: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080].
    #[arg(long, env = "SOVIEC_LISTEN")]
    listen: Option<SocketAddr>,
    /// A configuration file.
    #[arg(long, env = "SOVIEC_CONFIG")]
    config: Option<PathBuf>,
    /// Listen on an address that other machines reach: a proxy in front ends TLS.
    #[arg(long)]
    behind_proxy: bool,
    /// Fill an empty directory with a sample commune and print codes for phones to enrol with.
    #[cfg(feature = "demo")]
    #[arg(long)]
    dev: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    let file = arguments.config.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
    let listen = arguments.listen.or(file.listen).unwrap_or(([127, 0, 0, 1], 8080).into());
    if !(listen.ip().is_loopback() || arguments.behind_proxy || file.behind_proxy) {
        return Err(format!("{listen} is reached by other machines over plain HTTP: put a proxy with TLS in front and say --behind-proxy").into());
    }
    let data = arguments.data.clone().or(file.data.clone()).or(arguments.dev_data());
    let Some(data) = data else { no_data() };
    let office = Arc::new(Office::open(&data, file.config(), Environment::default())?);
    let listener =
        TcpListener::bind(listen).map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let console = Arc::new(Console::new(Arc::clone(&office)));
        let ended = End::listen()?;
        let running = serve(Arc::clone(&office), console, listener)?;
        writeln!(io::stdout(), "soviec serves http://{}", running.address)?;
        arguments.tell_dev(&office, running.address)?;
        ended.asked_for().await?;
        running.stop().await;
        Ok(())
    })
}

/// As clap says it of an argument that is always needed.
fn no_data() -> ! {
    let said = "no data directory: name one with --data, SOVIEC_DATA or a configuration file\n";
    clap::Error::raw(clap::error::ErrorKind::MissingRequiredArgument, said).exit()
}

#[cfg(feature = "demo")]
impl Arguments {
    fn dev_data(&self) -> Option<PathBuf> {
        self.dev.then(|| std::env::temp_dir().join(DEV_DATA))
    }

    /// What an app team needs: the office's fingerprint, and codes.
    fn tell_dev(&self, office: &Office, address: SocketAddr) -> Result<(), Failed> {
        use soviec_server::demo::dev;
        if !self.dev {
            return Ok(());
        }
        let mut out = io::stdout();
        writeln!(out, "office fingerprint: {}", office.fingerprint())?;
        for phone in dev::prepare(office)? {
            writeln!(out, "enrolment code {}  ({}, {})", phone.code, phone.officer, phone.unit)?;
        }
        let link = dev::sign_in_link(office)?;
        writeln!(out, "console, for one sign-in: http://{address}{link}")?;
        Ok(())
    }
}

#[cfg(not(feature = "demo"))]
impl Arguments {
    fn dev_data(&self) -> Option<PathBuf> {
        None
    }

    fn tell_dev(&self, _: &Office, _: SocketAddr) -> Result<(), Failed> {
        Ok(())
    }
}

/// Waits until the process is asked to end. It listens from the moment it is made, so that a
/// signal right after the first line is not lost.
pub(super) struct End {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl End {
    /// Must be called inside a Tokio runtime.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        Ok(Self { terminate: signal(terminate)?, interrupt: signal(interrupt)? })
    }

    /// Returns when the process is asked to end.
    #[cfg(unix)]
    pub(super) async fn asked_for(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
        Ok(())
    }

    /// Must be called inside a Tokio runtime.
    #[cfg(not(unix))]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Returns when the process is asked to end.
    #[cfg(not(unix))]
    pub(super) async fn asked_for(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
