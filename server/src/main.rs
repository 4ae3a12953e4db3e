//! The relay's command.

mod command;

use std::process::ExitCode;

use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

fn main() -> ExitCode {
    log_to_stderr();
    command::run()
}

/// Ids, counts and errors; never a body, a name or a secret. `SOVIEC_LOG` takes targets and
/// levels, for example `soviec_server=debug`.
fn log_to_stderr() {
    let asked = std::env::var("SOVIEC_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let targets = asked.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines).with(targets).init();
}
