//! `soviec demo`: the whole path on one screen.

use std::{io, net::SocketAddr};

use super::{Failed, serve::End};

#[derive(clap::Args)]
pub(super) struct Arguments {
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

pub(super) fn run(arguments: &Arguments) -> Result<(), Failed> {
    use soviec_server::demo::{Options, run};
    let Arguments { once, listen, communes } = *arguments;
    let options = Options { listen, once, communes };
    let ended = async {
        // Without signals the demo still ends with its terminal.
        if let Ok(end) = End::listen() {
            let _ = end.asked_for().await;
        }
    };
    Ok(run(&options, &mut io::stdout(), |_| {}, ended)?)
}
