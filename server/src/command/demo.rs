//! `soviec demo`: the whole path on one screen.

use std::{io, net::SocketAddr};

use super::{Failed, serve::asked_to_end};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// End after the story; the exit code tells whether everything agreed.
    #[arg(long)]
    once: bool,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    use soviec_server::demo::{Options, run};
    let options = Options { listen: arguments.listen, once: arguments.once };
    let ended = async {
        // Without signals the demo still ends with its terminal.
        let _ = asked_to_end().await;
    };
    Ok(run(&options, &mut io::stdout(), |_| {}, ended)?)
}
