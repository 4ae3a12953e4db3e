//! `soviec backup` and `soviec restore`: taking the office's data away and putting it back.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
};

use super::{Ended, Failed, book, messages, print};
use soviec_server::{
    Environment,
    backup::{self, BackupError, Progress},
};

#[derive(clap::Args)]
pub(super) struct Backup {
    #[command(flatten)]
    data: book::Data,
    #[arg(long, value_name = "DIR", help = messages::BACKUP_TO)]
    to: PathBuf,
}

#[derive(clap::Args)]
pub(super) struct Restore {
    #[arg(long, value_name = "DIR", help = messages::RESTORE_FROM)]
    from: PathBuf,
    #[command(flatten)]
    data: book::Data,
}

pub(super) fn take(arguments: &Backup) -> Result<Ended, Failed> {
    let Backup { data, to } = arguments;
    let taken = backup::backup(&data.data, to, &Environment::default(), &mut tell);
    let manifest = taken.map_err(|error| said(&error))?;
    end_of_progress();
    let bytes = manifest.files.iter().map(|file| file.bytes).sum();
    print::line(messages::backup_taken(to, manifest.seq, bytes))?;
    print::line(messages::KEYS_APART)?;
    Ok(Ended::Done)
}

pub(super) fn put_back(arguments: &Restore) -> Result<Ended, Failed> {
    let Restore { from, data } = arguments;
    let restored = backup::restore(from, &data.data, &Environment::default(), &mut tell);
    let restored = restored.map_err(|error| said(&error))?;
    end_of_progress();
    print::line(messages::restored(&data.data, restored.seq, restored.taken))?;
    print::line(messages::PHONES_WAIT)?;
    Ok(Ended::Done)
}

/// One line each on a terminal that is watched; rows of the chain only there.
fn tell(progress: Progress) {
    let watched = io::stderr().is_terminal();
    // Progress that nobody can see is none of the work.
    let _ = match progress {
        Progress::Row(row) if watched => write!(io::stderr(), "\r{}", messages::rows_checked(row)),
        Progress::Row(_) => Ok(()),
        Progress::Copied(name, bytes) => {
            writeln!(io::stderr(), "{}", messages::file_copied(&name, bytes))
        }
        Progress::Restoring => writeln!(io::stderr(), "{}", messages::PROVING),
    };
}

fn end_of_progress() {
    if io::stderr().is_terminal() {
        let _ = writeln!(io::stderr());
    }
}

fn said(error: &BackupError) -> Failed {
    match error {
        BackupError::NoOffice(dir) => messages::no_book(dir),
        BackupError::Taken(path) => messages::is_there(path),
        BackupError::NoBackup(path, why) => messages::no_backup(path, why),
        BackupError::Damaged(path) => messages::backup_damaged(path),
        BackupError::OtherLog { found, said } => messages::other_log(*found, *said),
        BackupError::NoKey(path) => messages::no_key(path),
        BackupError::Unusable(why) => messages::keys_do_not_fit(why),
        other => messages::backup_failed(other),
    }
    .into()
}
