//! `soviec clerk`: the office's named clerks.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    path::PathBuf,
};

use clap::{Args, Subcommand};
use soviec_server::{
    CLERKS, Environment,
    auth::clerk::{Added, Clerks},
    link_path,
};

/// What goes wrong, in one line.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The clerks who may sign in to the console. Safe beside a running server.
#[derive(Args)]
pub(crate) struct ClerkArguments {
    /// The data directory of the office.
    #[arg(long, env = "SOVIEC_DATA", global = true, default_value = ".")]
    data: PathBuf,
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Add a clerk, or give one a new password. The password is read from the terminal without
    /// showing it, or as one line from the standard input.
    Add {
        /// What the clerk types to sign in: a-z, 0-9, '.', '-' and '_'.
        name: String,
        /// The name that pages show, for example "Phạm Thu Hường".
        #[arg(long)]
        shown: Option<String>,
        /// Ask for no password; print a link that signs in once, within 15 minutes.
        #[arg(long)]
        link: bool,
    },
    /// List the clerks: the sign-in name, a tab, the name that pages show.
    List,
    /// Remove a clerk. Every session of that clerk ends at once.
    Remove {
        /// The sign-in name.
        name: String,
    },
}

/// Does what the command line asks for.
///
/// # Errors
///
/// One line; then nothing was changed.
pub(crate) fn run(arguments: &ClerkArguments) -> Result<(), Failed> {
    let clerks = open(&arguments.data)?;
    match &arguments.act {
        Act::Add { name, shown, link: false } => {
            let password = password()?;
            // The password first: a clerk who could not be given one is not added.
            clerks.check_password(&password)?;
            let added = clerks.add(name, shown.as_deref())?;
            clerks.set_password(name, &password)?;
            say(&match added {
                Added::New => format!("{name} can sign in."),
                Added::Back => format!("{name} is back and can sign in."),
                Added::There => format!("{name} has a new password; older sessions have ended."),
            })
        }
        Act::Add { name, shown, link: true } => {
            clerks.add(name, shown.as_deref())?;
            let link = link_path(&clerks.link(name)?);
            say(&format!("Behind the console's address, once, within 15 minutes:\n{link}"))
        }
        Act::List => list(&clerks),
        Act::Remove { name } => {
            clerks.remove(name)?;
            say(&format!("{name} is removed; every session has ended."))
        }
    }
}

/// Only beside an office: a mistyped directory must not become a new table.
fn open(data: &std::path::Path) -> Result<Clerks, Failed> {
    if !data.join("log.db").exists() {
        return Err(
            format!("{} holds no office; name its folder with --data", data.display()).into()
        );
    }
    Ok(Clerks::open(&data.join(CLERKS), Environment::default())?)
}

fn list(clerks: &Clerks) -> Result<(), Failed> {
    for clerk in clerks.list()? {
        say(&format!("{}\t{}", clerk.name, clerk.shown))?;
    }
    Ok(())
}

/// Twice from a terminal, so that a slip of the finger locks nobody out.
fn password() -> Result<String, Failed> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("Password: ")?;
    let again = rpassword::prompt_password("Once more: ")?;
    if first == again {
        Ok(first)
    } else {
        Err("the two passwords differ; nothing is changed".into())
    }
}

fn say(line: &str) -> Result<(), Failed> {
    Ok(writeln!(io::stdout(), "{line}")?)
}
