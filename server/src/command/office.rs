//! `soviec office`: the office's units and people.

use std::{io, path::PathBuf};

use super::{Ended, Failed, book, messages, print};
use soviec_server::office::import::{ImportError, OfficeFile, write_office};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    #[command(about = messages::OFFICE_INIT, long_about = messages::OFFICE_INIT_LONG)]
    Init(Init),
}

#[derive(clap::Args)]
pub(super) struct Init {
    #[arg(value_name = "FILE", help = messages::OFFICE_FILE)]
    file: PathBuf,
    #[command(flatten)]
    data: book::Data,
}

pub(super) fn run(command: &Command) -> Result<Ended, Failed> {
    let Command::Init(init) = command;
    let source = book::source(&init.file)?;
    let (file, doubts) = OfficeFile::read(&source);
    print::doubts(&mut io::stderr(), &source, &doubts)?;
    let Some(file) = file else { return nothing_written() };
    let office = book::open_or_make(&init.data.data, file.tenant)?;
    match write_office(&office, &file, &source) {
        Ok(outcome) => {
            print::line(messages::tenant(office.tenant()))?;
            print::line(messages::fingerprint(&office.fingerprint()))?;
            print::outcome(&outcome)?;
            Ok(Ended::Done)
        }
        Err(ImportError::Doubts(doubts)) => {
            print::doubts(&mut io::stderr(), &source, &doubts)?;
            nothing_written()
        }
        Err(error) => Err(error.into()),
    }
}

fn nothing_written() -> Result<Ended, Failed> {
    print::line(messages::NOTHING_WRITTEN)?;
    Ok(Ended::Doubtful)
}
