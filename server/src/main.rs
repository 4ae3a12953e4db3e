//! The relay's command.

mod command;

use std::{
    io::{self, Write},
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use soviec_server::{Config, Environment, Office, office::pages::Console, serve};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

/// The relay and office console of Sổ Việc.
#[derive(Parser)]
#[command(name = "soviec", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve phones and the console from a data directory.
    Serve(ServeArguments),
    /// Add, list and remove the clerks who may sign in to the console.
    Clerk(command::clerk::ClerkArguments),
    /// Show the whole path: an office over 23 communes, three phones offline, one relay.
    #[cfg(feature = "demo")]
    Demo(DemoArguments),
}

#[cfg(feature = "demo")]
#[derive(clap::Args)]
struct DemoArguments {
    /// End after the story; the exit code tells whether everything agreed.
    #[arg(long)]
    once: bool,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Let only the first N communes have worked before the story: quicker, and the page emptier.
    #[arg(long, value_name = "N")]
    communes: Option<usize>,
}

#[derive(clap::Args)]
struct ServeArguments {
    /// The data directory; it is made when it does not exist.
    #[arg(long, env = "SOVIEC_DATA")]
    data: PathBuf,
    /// Where to listen.
    #[arg(long, env = "SOVIEC_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    log_to_stderr();
    // A wrong command line has already ended the process with code 2.
    let outcome = match Cli::parse().command {
        Command::Serve(arguments) => run(&arguments),
        Command::Clerk(arguments) => command::clerk::run(&arguments),
        #[cfg(feature = "demo")]
        Command::Demo(arguments) => demo(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // When even the error stream is gone, the exit code still says it.
            let _ = writeln!(io::stderr(), "soviec: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Ids, counts and errors; never a body, a name or a secret. `SOVIEC_LOG` takes targets and
/// levels, for example `soviec_server=debug`.
fn log_to_stderr() {
    let asked = std::env::var("SOVIEC_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let targets = asked.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    tracing_subscriber::registry().with(lines).with(targets).init();
}

fn run(arguments: &ServeArguments) -> Result<(), Failed> {
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

#[cfg(feature = "demo")]
fn demo(arguments: &DemoArguments) -> Result<(), Failed> {
    use soviec_server::demo::{Options, run};
    let DemoArguments { once, listen, communes } = *arguments;
    let options = Options { listen, once, communes };
    let ended = async {
        // Without signals the demo still ends with its terminal.
        let _ = asked_to_end().await;
    };
    Ok(run(&options, &mut io::stdout(), |_| {}, ended)?)
}

#[cfg(unix)]
async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        pressed = tokio::signal::ctrl_c() => pressed,
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
