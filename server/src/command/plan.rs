//! `soviec plan`: check, issue, list.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::{Ended, Failed, book, lists, messages, print};
use soviec_core::model::OfficerId;
use soviec_server::{
    Office,
    office::import::{
        Context, Doubt, Known, PlanFile, PlanParts, Source, Weight, check_plan, write_plan,
    },
};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    #[command(about = messages::PLAN_CHECK, long_about = messages::PLAN_CHECK_LONG)]
    Check(Check),
    #[command(about = messages::PLAN_IMPORT, long_about = messages::PLAN_IMPORT_LONG)]
    Import(Import),
    #[command(about = messages::PLAN_LIST)]
    List(book::Data),
}

#[derive(clap::Args)]
pub(super) struct Check {
    #[arg(value_name = "FILE", help = messages::PLAN_FILE)]
    file: PathBuf,
    #[arg(long, env = "SOVIEC_DATA", value_name = "DIR", help = messages::CHECK_DATA)]
    data: Option<PathBuf>,
}

#[derive(clap::Args)]
pub(super) struct Import {
    #[arg(value_name = "FILE", help = messages::PLAN_FILE)]
    file: PathBuf,
    #[command(flatten)]
    data: book::Data,
    #[arg(long, help = messages::ACCEPT_DOUBTS)]
    accept_doubts: bool,
    #[arg(long, value_name = "KEY|ID", help = messages::CLERK)]
    clerk: Option<String>,
}

pub(super) fn run(command: &Command) -> Result<Ended, Failed> {
    match command {
        Command::Check(check) => self::check(check),
        Command::Import(import) => self::import(import),
        Command::List(data) => lists::plans(&book::open(&data.data)?),
    }
}

fn check(arguments: &Check) -> Result<Ended, Failed> {
    let source = book::source(&arguments.file)?;
    let office = arguments.data.as_deref().map(book::open).transpose()?;
    let (_, doubts) = match &office {
        Some(office) => checked(&source, office, None)?,
        None => check_plan(PlanFile::read(&source), None)?,
    };
    print::doubts(&mut io::stdout(), &source, &doubts)?;
    print::line(summary(&doubts))?;
    if office.is_none() {
        print::line(messages::UNITS_NOT_CHECKED)?;
    }
    Ok(if doubts.is_empty() { Ended::Done } else { Ended::Doubtful })
}

fn import(arguments: &Import) -> Result<Ended, Failed> {
    let source = book::source(&arguments.file)?;
    let office = book::open(&arguments.data.data)?;
    let (plan, doubts) = checked(&source, &office, arguments.clerk.as_deref())?;
    let mut errors = io::stderr();
    print::doubts(&mut errors, &source, &doubts)?;
    if !doubts.is_empty() {
        writeln!(errors, "{}", summary(&doubts))?;
    }
    let Some(plan) = plan else { return refused(messages::NOTHING_WRITTEN) };
    if !doubts.is_empty() && !arguments.accept_doubts {
        return refused(messages::NOT_ACCEPTED);
    }
    print::outcome(&write_plan(&office, &plan)?)?;
    Ok(Ended::Done)
}

fn refused(why: &str) -> Result<Ended, Failed> {
    print::line(why)?;
    Ok(Ended::Doubtful)
}

fn checked(
    source: &Source,
    office: &Office,
    clerk: Option<&str>,
) -> Result<(Option<PlanParts>, Vec<Doubt>), Failed> {
    let known = Known::read(office.log())?;
    let clerk = self::clerk(&known, clerk)?;
    let context = Context { log: office.log(), known: &known, clerk };
    Ok(check_plan(PlanFile::read(source), Some(&context))?)
}

/// The officer who is named, else the one in whose name the office's own entry stands.
pub(super) fn clerk(known: &Known, named: Option<&str>) -> Result<OfficerId, Failed> {
    match named {
        Some(word) => book::officer(known, word).map(|officer| officer.id),
        None => {
            let office = known.office().ok_or(messages::NO_OFFICE)?;
            Ok(office.entry.by)
        }
    }
}

fn summary(doubts: &[Doubt]) -> String {
    let errors = doubts.iter().filter(|doubt| doubt.weight == Weight::Error).count();
    messages::doubts(errors, doubts.len() - errors)
}
