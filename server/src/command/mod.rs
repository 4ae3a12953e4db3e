//! The subcommands: what an operator starts, and what a clerk does in a terminal.
//!
//! Exit codes of a clerk's command: 0 done; 1 the file or what was asked is doubtful, nothing is
//! written; 2 a wrong command line, or the command could not do its work.

mod backup;
mod book;
mod change;
mod clerk;
#[cfg(feature = "demo")]
mod demo;
mod enrolment;
mod lists;
mod messages;
mod office;
mod officer;
mod plan;
mod print;
mod result;
mod rights;
mod serve;
mod settings;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// Why a command ended; one line.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The relay and office console of Sổ Việc.
#[derive(Parser)]
#[command(name = "soviec", version, about = messages::ABOUT)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve phones and the console from a data directory.
    ///
    /// Settings come from the command line, then from the environment (SOVIEC_DATA,
    /// SOVIEC_LISTEN, SOVIEC_CONFIG; SOVIEC_LOG for what is logged, like
    /// "soviec_server=debug"), then from the configuration file, then from the defaults.
    ///
    /// The file is TOML. Its keys: data (a folder), listen ("127.0.0.1:8080"), behind_proxy
    /// (true or false), certificate_days (how long a phone's certificate is valid, 730),
    /// lease_days (days without contact after which a phone only writes, 14).
    ///
    /// The server speaks plain HTTP and therefore listens on this machine only. Behind a proxy
    /// that ends TLS, say so with --behind-proxy. /healthz answers while the log can be read,
    /// /readyz once the pages are up to date. SIGTERM and SIGINT let running requests finish.
    Serve(serve::Arguments),
    /// Show the whole path: an office over 23 communes, three phones offline, one relay.
    #[cfg(feature = "demo")]
    Demo(demo::Arguments),
    #[command(about = messages::OFFICE, subcommand)]
    Office(office::Command),
    #[command(about = messages::PLAN, subcommand)]
    Plan(plan::Command),
    #[command(about = messages::OFFICER, subcommand)]
    Officer(officer::Command),
    #[command(about = messages::UNIT, subcommand)]
    Unit(lists::UnitCommand),
    #[command(about = messages::CHANGE, subcommand)]
    Change(change::Command),
    #[command(about = messages::RESULT, subcommand)]
    Result(result::Command),
    /// Add, list and remove the clerks who may sign in to the console.
    Clerk(clerk::ClerkArguments),
    #[command(about = messages::BACKUP, long_about = messages::BACKUP_LONG)]
    Backup(backup::Backup),
    #[command(about = messages::RESTORE, long_about = messages::RESTORE_LONG)]
    Restore(backup::Restore),
}

/// Runs what the command line asks for.
pub(crate) fn run() -> ExitCode {
    // A wrong command line has already ended the process with code 2.
    match Cli::parse().command {
        Command::Serve(arguments) => operated(serve::run(&arguments)),
        #[cfg(feature = "demo")]
        Command::Demo(arguments) => operated(demo::run(&arguments)),
        Command::Office(command) => clerical(office::run(&command)),
        Command::Plan(command) => clerical(plan::run(&command)),
        Command::Officer(command) => clerical(officer::run(&command)),
        Command::Unit(command) => clerical(lists::run(&command)),
        Command::Change(command) => clerical(change::run(&command)),
        Command::Result(command) => clerical(result::run(&command)),
        Command::Clerk(arguments) => operated(clerk::run(&arguments)),
        Command::Backup(arguments) => clerical(backup::take(&arguments)),
        Command::Restore(arguments) => clerical(backup::put_back(&arguments)),
    }
}

fn operated(outcome: Result<(), Failed>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&*error);
            ExitCode::FAILURE
        }
    }
}

/// How a clerk's command ended when it could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Done,
    Doubtful,
}

fn clerical(outcome: Result<Ended, Failed>) -> ExitCode {
    match outcome {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Doubtful) => ExitCode::from(1),
        Err(error) => {
            say(&*error);
            ExitCode::from(2)
        }
    }
}

fn say(error: &dyn std::error::Error) {
    // When even the error stream is gone, the exit code still says it.
    let _ = writeln!(io::stderr(), "soviec: {error}");
}
