//! Writing through the pen, and counting what came of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ImportError, Known, KnownOfficer, Left, OfficeFile, Outcome, PlanParts, Source, Thing,
    doubt::Doubts,
    ids,
    office_parts::OfficeParts,
    stored::{Against, Stored},
};
use crate::{Office, office::pen::Pen};
use soviec_core::model::{
    AliasEntry, DocumentKind, DocumentName, GroupEntry, ItemEntry, Moment, OfficerId, RegisterKey,
    Role, RoleEntry, SetEntry, TaskEntry, UnitId, encode,
};

/// One thing with its registers, its own register first.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) thing: Thing,
    pub(super) puts: Vec<(RegisterKey, Vec<u8>)>,
}

/// In whose name something is written.
struct Hand<'a> {
    pen: &'a Pen,
    clerk: OfficerId,
    now: Moment,
}

impl Hand<'_> {
    /// Writes what differs from what stands.
    fn write(
        &self,
        name: &DocumentName,
        stored: &Stored,
        parts: &[Part],
    ) -> Result<(), ImportError> {
        let differs =
            |(key, act): &&(RegisterKey, Vec<u8>)| stored.against(key, act) != Against::Same;
        let puts = parts.iter().flat_map(|part| &part.puts);
        let puts: Vec<_> = puts.filter(differs).cloned().collect();
        if !puts.is_empty() {
            self.pen.write(name, &puts, self.clerk, self.now)?;
        }
        Ok(())
    }
}

/// Counts what writing the parts over `stored` does.
fn count<'p>(outcome: &mut Outcome, stored: &Stored, parts: impl Iterator<Item = &'p Part>) {
    for part in parts {
        let tally = outcome.tallies.entry(part.thing).or_default();
        let against = part.puts.iter().map(|(key, act)| stored.against(key, act));
        let against: Vec<_> = against.collect();
        match against.first() {
            Some(Against::New) => tally.added += 1,
            _ if against.iter().all(|one| *one == Against::Same) => tally.unchanged += 1,
            _ => tally.changed += 1,
        }
    }
}

/// Writes an office file: the office's directory and one for each commune.
///
/// What is written already is not written again. A unit that moved is written in its old
/// directory too, so that no reader keeps the old edge. What the file no longer names stays.
///
/// # Errors
///
/// [`ImportError::Doubts`] when a key belongs to another id; nothing is written then. After any
/// other error the next run writes the rest.
pub fn write_office(
    office: &Office,
    file: &OfficeFile,
    source: &Source,
) -> Result<Outcome, ImportError> {
    let known = Known::read(office.log())?;
    let doubts = Doubts::new(source);
    let resolved = OfficeParts::new(file, office.tenant(), &known, &doubts);
    let parts = resolved.parts();
    let found = doubts.finish();
    if !found.is_empty() {
        return Err(ImportError::Doubts(found));
    }
    let directories = directories(office, &parts)?;
    let mut outcome = Outcome::default();
    let hand = Hand { pen: office.pen(), clerk: resolved.clerk(), now: office.now() };
    for (name, stored) in &directories {
        let here = |(home, part): &&(UnitId, Part)| {
            *home == name.unit || part.puts.first().is_some_and(|(key, _)| stored.has(key))
        };
        let sheet: Vec<Part> = parts.iter().filter(here).map(|(_, part)| part.clone()).collect();
        let home = parts.iter().filter(|(home, _)| *home == name.unit).map(|(_, part)| part);
        count(&mut outcome, stored, home);
        hand.write(name, stored, &sheet)?;
    }
    let written = parts.iter().map(|(_, part)| part);
    outcome.left = left(directories.values(), written, &known);
    Ok(outcome)
}

/// Every directory that is written or was; the office's first where it is new, because the
/// others name it.
fn directories(
    office: &Office,
    parts: &[(UnitId, Part)],
) -> Result<BTreeMap<DocumentName, Stored>, ImportError> {
    let there = office.log().read(|view| view.names())?;
    let there = there.into_iter().filter(|name| name.kind == DocumentKind::Directory);
    let homes = parts.iter().map(|(home, _)| DocumentName::directory(office.tenant(), *home));
    let all: BTreeSet<DocumentName> = there.chain(homes).collect();
    all.into_iter().map(|name| Ok((name, Stored::read(office.log(), &name)?))).collect()
}

/// What stands in the documents and in no part.
fn left<'a>(
    stored: impl Iterator<Item = &'a Stored>,
    parts: impl Iterator<Item = &'a Part>,
    known: &Known,
) -> Vec<Left> {
    let written: BTreeSet<&RegisterKey> =
        parts.filter_map(|part| Some(&part.puts.first()?.0)).collect();
    let mut left = BTreeSet::new();
    for document in stored {
        for key in document.keys().filter(|key| !written.contains(key)) {
            if let Some(thing) = Thing::of_field(key.field()) {
                left.insert(Left { thing, name: name_of(document, key, known) });
            }
        }
    }
    left.into_iter().collect()
}

/// How a clerk knows a thing: by its alias, its number, its title, else by its id.
fn name_of(stored: &Stored, key: &RegisterKey, known: &Known) -> String {
    let alias = RegisterKey::new(key.owner_text(), "alias");
    let alias = stored.act::<AliasEntry>(&alias).map(|entry| entry.alias);
    let own = match key.field() {
        "set" => stored.act::<SetEntry>(key).map(|entry| entry.name),
        "group" => stored.act::<GroupEntry>(key).map(|entry| entry.number),
        "task" => stored.act::<TaskEntry>(key).map(|entry| entry.number),
        "item" => stored.act::<ItemEntry>(key).map(|entry| entry.title),
        _ => None,
    };
    let name = alias.or(own).unwrap_or_else(|| key.owner_text().to_owned());
    match stored.act::<RoleEntry>(key).filter(|_| key.field() == "role") {
        Some(role) => {
            let unit = known.units.get(&role.unit).and_then(|unit| unit.alias.clone());
            format!("{name} → {}", unit.unwrap_or_else(|| role.unit.to_string()))
        }
        None => name,
    }
}

/// Issues a plan, or changes it to what the file says now.
///
/// # Errors
///
/// [`ImportError`]; nothing is written then.
pub fn write_plan(office: &Office, plan: &PlanParts) -> Result<Outcome, ImportError> {
    let mut outcome = Outcome::default();
    count(&mut outcome, &plan.stored, plan.parts.iter());
    let hand = Hand { pen: office.pen(), clerk: plan.by, now: office.now() };
    hand.write(&plan.name, &plan.stored, &plan.parts)?;
    let known = Known::default();
    outcome.left = left(std::iter::once(&plan.stored), plan.parts.iter(), &known);
    Ok(outcome)
}

/// Notes in the directory what an officer may do in a unit from now on; a term stays as it is.
///
/// # Errors
///
/// [`ImportError`]; nothing is written then.
pub fn write_role(
    office: &Office,
    officer: &KnownOfficer,
    unit: UnitId,
    role: Role,
    clerk: OfficerId,
) -> Result<(), ImportError> {
    let term = officer.roles.iter().find(|known| known.unit == unit);
    // A term that is over begins anew.
    let today = office.now().day();
    let (from, until) = term
        .filter(|known| known.until.is_none_or(|until| today <= until))
        .map_or((None, None), |known| (known.from, known.until));
    put_role(office, officer, RoleEntry { by: clerk, unit, role, from, until })
}

/// Notes in the directory that an officer's role in a unit ended yesterday.
///
/// # Errors
///
/// [`ImportError`]; nothing is written then.
pub fn end_role(
    office: &Office,
    officer: &KnownOfficer,
    unit: UnitId,
    clerk: OfficerId,
) -> Result<(), ImportError> {
    let Some(known) = officer.roles.iter().find(|known| known.unit == unit) else {
        return Ok(());
    };
    let (role, from, until) = (known.role, known.from, office.now().day().before(1));
    put_role(office, officer, RoleEntry { by: clerk, unit, role, from, until })
}

fn put_role(office: &Office, officer: &KnownOfficer, entry: RoleEntry) -> Result<(), ImportError> {
    let (clerk, unit) = (entry.by, entry.unit);
    let key = RegisterKey::entry(officer.id, "role", ids::role(officer.id, unit));
    let parts = [Part { thing: Thing::Role, puts: vec![(key, encode(&entry))] }];
    let stored = Stored::read(office.log(), &officer.directory)?;
    Hand { pen: office.pen(), clerk, now: office.now() }.write(&officer.directory, &stored, &parts)
}
