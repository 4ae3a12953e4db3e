//! `soviec officer`: a phone for an officer, and who there is.

use super::{Ended, Failed, book, enrolment::Slip, lists, messages, plan, print, rights};
use soviec_core::model::Role;
use soviec_server::{
    Office,
    auth::NewDevice,
    office::import::{Known, KnownOfficer, KnownUnit, write_role},
};

#[derive(clap::Subcommand)]
pub(super) enum Command {
    #[command(about = messages::OFFICER_ADD, long_about = messages::OFFICER_ADD_LONG)]
    Add(Add),
    #[command(about = messages::OFFICER_LIST)]
    List(book::Data),
    #[command(about = messages::OFFICER_ROLE)]
    Role(rights::Give),
    #[command(about = messages::OFFICER_MOVE)]
    Move(rights::Move),
    #[command(about = messages::OFFICER_SUSPEND)]
    Suspend(rights::Stop),
    #[command(about = messages::OFFICER_REVOKE)]
    Revoke(rights::Stop),
}

#[derive(clap::Args)]
pub(super) struct Add {
    #[command(flatten)]
    data: book::Data,
    #[arg(long, value_name = "KEY|ID", help = messages::UNIT_WORD)]
    unit: String,
    #[arg(long, value_name = "KEY|ID", help = messages::OFFICER_WORD)]
    officer: String,
    #[arg(long, value_enum, help = messages::ROLE)]
    role: Option<RoleWord>,
    #[arg(long, value_name = "URL", help = messages::ADDRESS, value_parser = address)]
    address: Option<String>,
    #[arg(long, value_name = "TEXT", help = messages::DEVICE_NOTE)]
    device_note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RoleWord {
    Read,
    Write,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Read => Self::Read,
            RoleWord::Write => Self::Write,
        }
    }
}

/// An address that a phone can use.
fn address(text: &str) -> Result<String, &'static str> {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    match rest {
        Some(host) if !host.is_empty() && !text.contains(char::is_whitespace) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err(messages::ADDRESS_FORM),
    }
}

pub(super) fn run(command: &Command) -> Result<Ended, Failed> {
    match command {
        Command::Add(add) => self::add(add),
        Command::List(data) => lists::officers(&book::open(&data.data)?),
        Command::Role(give) => rights::give(give),
        Command::Move(to) => rights::transfer(to),
        Command::Suspend(stop) => rights::suspend(stop),
        Command::Revoke(stop) => rights::revoke(stop),
    }
}

fn add(arguments: &Add) -> Result<Ended, Failed> {
    let office = book::open(&arguments.data.data)?;
    let known = Known::read(office.log())?;
    let unit = book::unit(&known, &arguments.unit)?;
    let officer = book::officer(&known, &arguments.officer)?;
    let Some(role) = role(arguments, &office, &known, unit, officer)? else {
        print::line(messages::no_role(&arguments.officer, &arguments.unit))?;
        return Ok(Ended::Doubtful);
    };
    let grants = office.grants_for(unit.id, role.into())?;
    let new = NewDevice { officers: vec![officer.id], units: vec![unit.id], grants };
    let now = office.now();
    let code = office.auth().add_code(&new, now)?;
    let slip = Slip {
        officer: &officer.entry.name,
        unit: &unit.entry.name,
        role,
        note: arguments.device_note.as_deref(),
        address: arguments.address.as_deref(),
        fingerprint: &office.fingerprint(),
        code: &code,
        made: now,
    };
    slip.print()?;
    Ok(Ended::Done)
}

/// The role that is asked for, which the directory then says too; else the directory's own.
fn role(
    arguments: &Add,
    office: &Office,
    known: &Known,
    unit: &KnownUnit,
    officer: &KnownOfficer,
) -> Result<Option<Role>, Failed> {
    let Some(asked) = arguments.role.map(Role::from) else {
        return Ok(officer.roles.iter().find(|role| role.unit == unit.id).map(|role| role.role));
    };
    write_role(office, officer, unit.id, asked, plan::clerk(known, None)?)?;
    Ok(Some(asked))
}
