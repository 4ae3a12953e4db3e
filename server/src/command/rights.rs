//! `soviec officer role|move|suspend|revoke`: what an officer may do from now on. The directory
//! says it, and his phones hear it as rows of the log.

use super::{Ended, Failed, book, messages, plan, print};
use soviec_core::model::{OfficerId, Role, UnitId};
use soviec_server::{
    Office,
    office::import::{Known, KnownOfficer, end_role, write_role},
    office::rights,
};

#[derive(clap::Args)]
pub(super) struct Give {
    #[command(flatten)]
    data: book::Data,
    #[arg(value_name = "OFFICER", help = messages::OFFICER_WORD)]
    officer: String,
    #[arg(long, value_name = "KEY|ID", help = messages::UNIT_WORD)]
    unit: String,
    #[arg(long, value_enum, help = messages::ROLE_NEW)]
    role: RoleWord,
}

#[derive(clap::Args)]
pub(super) struct Move {
    #[command(flatten)]
    data: book::Data,
    #[arg(value_name = "OFFICER", help = messages::OFFICER_WORD)]
    officer: String,
    #[arg(long, value_name = "KEY|ID", help = messages::UNIT_WORD)]
    to: String,
}

#[derive(clap::Args)]
pub(super) struct Stop {
    #[command(flatten)]
    data: book::Data,
    #[arg(value_name = "OFFICER", help = messages::OFFICER_WORD)]
    officer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RoleWord {
    Read,
    Write,
    None,
}

/// An opened office, the officer that is meant, and the clerk who says so.
struct Case {
    office: Office,
    officer: KnownOfficer,
    clerk: OfficerId,
}

impl Case {
    fn open(data: &book::Data, word: &str) -> Result<(Self, Known), Failed> {
        let office = book::open(&data.data)?;
        let known = Known::read(office.log())?;
        let officer = book::officer(&known, word)?.clone();
        let clerk = plan::clerk(&known, None)?;
        Ok((Self { office, officer, clerk }, known))
    }

    /// His present roles, as the directory says them after a change.
    fn roles(&self) -> Result<Vec<(UnitId, Role)>, Failed> {
        let today = self.office.now().day();
        let known = Known::read(self.office.log())?;
        let his = known.officer(&self.officer.id.to_string()).map(|o| o.roles.clone());
        let present = his.into_iter().flatten().filter(|role| {
            role.from.is_none_or(|from| from <= today) && role.until.is_none_or(|to| today <= to)
        });
        Ok(present.map(|role| (role.unit, role.role)).collect())
    }

    /// Tells his phones, and the clerk how many rights changed.
    fn tell(&self, narrowed: impl Fn(Role) -> rights::Role) -> Result<Ended, Failed> {
        let roles: Vec<_> =
            self.roles()?.into_iter().map(|(unit, role)| (unit, narrowed(role))).collect();
        let changed = self.office.set_rights(self.officer.id, &roles, self.clerk)?;
        print::line(messages::rights_changed(&self.officer.entry.name, changed))?;
        Ok(Ended::Done)
    }
}

pub(super) fn give(arguments: &Give) -> Result<Ended, Failed> {
    let (case, known) = Case::open(&arguments.data, &arguments.officer)?;
    let unit = book::unit(&known, &arguments.unit)?.id;
    match arguments.role {
        RoleWord::None => end_role(&case.office, &case.officer, unit, case.clerk)?,
        RoleWord::Read => write_role(&case.office, &case.officer, unit, Role::Read, case.clerk)?,
        RoleWord::Write => write_role(&case.office, &case.officer, unit, Role::Write, case.clerk)?,
    }
    case.tell(rights::Role::from)
}

pub(super) fn transfer(arguments: &Move) -> Result<Ended, Failed> {
    let (case, known) = Case::open(&arguments.data, &arguments.officer)?;
    let to = book::unit(&known, &arguments.to)?.id;
    for role in case.officer.roles.iter().filter(|role| role.unit != to) {
        end_role(&case.office, &case.officer, role.unit, case.clerk)?;
    }
    write_role(&case.office, &case.officer, to, Role::Write, case.clerk)?;
    case.tell(rights::Role::from)
}

/// Reading goes on; what he writes all the same is held. `role` gives it back.
pub(super) fn suspend(arguments: &Stop) -> Result<Ended, Failed> {
    let (case, _) = Case::open(&arguments.data, &arguments.officer)?;
    case.tell(|_| rights::Role::Read)
}

/// No more rows for his phones; what they have written still comes, and is held.
pub(super) fn revoke(arguments: &Stop) -> Result<Ended, Failed> {
    let (case, _) = Case::open(&arguments.data, &arguments.officer)?;
    case.tell(|_| rights::Role::None)
}
