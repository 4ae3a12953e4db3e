//! Short tables, so that a clerk finds keys.

use super::{Ended, Failed, book, messages, print};
use soviec_core::model::{Day, Role, UnitId, by_given_name, by_unit_name};
use soviec_server::{
    Office,
    office::import::{Known, KnownOfficer, KnownUnit, kind_word},
};

#[derive(clap::Subcommand)]
pub(super) enum UnitCommand {
    #[command(about = messages::UNIT_LIST)]
    List(book::Data),
}

pub(super) fn run(command: &UnitCommand) -> Result<Ended, Failed> {
    let UnitCommand::List(data) = command;
    let known = Known::read(book::open(&data.data)?.log())?;
    let mut rows = vec![messages::UNIT_HEAD.map(str::to_owned)];
    for (depth, unit) in in_order(&known) {
        let above = unit.entry.reports_to.and_then(|id| known.units.get(&id));
        rows.push([
            unit_word(unit),
            kind_word(unit.entry.kind).to_owned(),
            format!("{}{}", "  ".repeat(depth), unit.entry.name),
            above.map(unit_word).unwrap_or_default(),
            term(unit.entry.from, unit.entry.until),
        ]);
    }
    print::table(&rows)?;
    Ok(Ended::Done)
}

/// The units of the office with their plans.
pub(super) fn plans(office: &Office) -> Result<Ended, Failed> {
    let mut known = Known::read(office.log())?;
    known.plans.sort_by_key(|plan| std::cmp::Reverse((plan.entry.year, plan.entry.issued)));
    let mut rows = vec![messages::PLAN_HEAD.map(str::to_owned)];
    rows.extend(known.plans.iter().map(|plan| {
        [
            plan.alias.clone().unwrap_or_else(|| plan.id.to_string()),
            plan.entry.year.to_string(),
            plan.entry.number.clone(),
            plan.entry.issued.long(),
            plan.tasks.to_string(),
            plan.entry.title.clone(),
        ]
    }));
    print::table(&rows)?;
    Ok(Ended::Done)
}

/// The officers by given name, with their units.
pub(super) fn officers(office: &Office) -> Result<Ended, Failed> {
    let known = Known::read(office.log())?;
    let mut officers: Vec<&KnownOfficer> = known.officers.values().collect();
    officers.sort_by(|a, b| by_given_name(&a.entry.name, &b.entry.name));
    let mut rows = vec![messages::OFFICER_HEAD.map(str::to_owned)];
    rows.extend(officers.iter().map(|officer| {
        let role = |role: &soviec_server::office::import::KnownRole| {
            let unit = known.units.get(&role.unit).map(unit_word);
            format!("{}:{}", unit.unwrap_or_else(|| role.unit.to_string()), role_word(role.role))
        };
        let roles: Vec<String> = officer.roles.iter().map(role).collect();
        [
            officer.alias.clone().unwrap_or_else(|| officer.id.to_string()),
            officer.entry.name.clone(),
            officer.entry.title.clone().unwrap_or_default(),
            roles.join(" "),
        ]
    }));
    print::table(&rows)?;
    Ok(Ended::Done)
}

fn unit_word(unit: &KnownUnit) -> String {
    unit.alias.clone().unwrap_or_else(|| unit.id.to_string())
}

/// The word of a role in files and commands.
fn role_word(role: Role) -> &'static str {
    match role {
        Role::Read => "read",
        Role::Write => "write",
    }
}

fn term(from: Option<Day>, until: Option<Day>) -> String {
    match (from, until) {
        (None, None) => String::new(),
        (from, until) => {
            let day = |day: Option<Day>| day.map(Day::long).unwrap_or_default();
            format!("{}–{}", day(from), day(until))
        }
    }
}

/// Every unit under the one above it, with its depth; then those that no line leads to.
fn in_order(known: &Known) -> Vec<(usize, &KnownUnit)> {
    let mut order: Vec<(usize, &KnownUnit)> = Vec::new();
    let mut waiting: Vec<(usize, &KnownUnit)> =
        below(known, None).into_iter().rev().map(|unit| (0, unit)).collect();
    while let Some((depth, unit)) = waiting.pop() {
        order.push((depth, unit));
        let below = below(known, Some(unit.id));
        waiting.extend(below.into_iter().rev().map(|unit| (depth + 1, unit)));
    }
    let listed: std::collections::BTreeSet<UnitId> = order.iter().map(|(_, u)| u.id).collect();
    let lost = known.units.values().filter(|unit| !listed.contains(&unit.id));
    order.extend(lost.map(|unit| (0, unit)));
    order
}

fn below(known: &Known, above: Option<UnitId>) -> Vec<&KnownUnit> {
    let mut units: Vec<_> =
        known.units.values().filter(|unit| unit.entry.reports_to == above).collect();
    units.sort_by(|a, b| {
        a.entry.kind.cmp(&b.entry.kind).then_with(|| by_unit_name(&a.entry.name, &b.entry.name))
    });
    units
}
