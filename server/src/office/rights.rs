//! Who may read and write what: grants that follow from units and roles, and their changes as
//! rows of the log.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::fold::FoldError;
use crate::{Office, auth::DeviceRecord, log::LogError};
use soviec_core::{
    model::{self, DocumentId, DocumentName, OfficerId, TenantId, UnitId, UnitKind},
    protocol::{Grant, Right, RowHeader, RowKind},
    store::tables::{self, UnitRow},
};

/// The longest reporting line: a circle in the directory must not hang anything.
const LONGEST_LINE: usize = 16;

/// What an officer does in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Reads and writes its books.
    Write,
    /// Reads its books; what he writes all the same is held.
    Read,
    /// Nothing: the phone keeps what it has written and gets no more rows.
    None,
}

impl From<model::Role> for Role {
    fn from(role: model::Role) -> Self {
        match role {
            model::Role::Read => Self::Read,
            model::Role::Write => Self::Write,
        }
    }
}

/// The grants of a phone that works for a unit: the directories and plans of everybody above
/// it, its own books of every year that has a plan, and, for a commune, its villages' books.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn grants_for(
    db: &Connection,
    tenant: TenantId,
    unit: UnitId,
    role: Role,
) -> Result<Vec<Grant>, FoldError> {
    if role == Role::None {
        return Ok(Vec::new());
    }
    let line = line(db, unit)?;
    let plans = tables::plans(db)?;
    let above = |issuer: UnitId| line.iter().any(|unit| unit.unit == issuer);
    let read = |document| Grant { document, write: false };
    // A directory is an office's with its communes, or a commune's with its villages.
    let scope = |unit: &&UnitRow| matches!(unit.kind, UnitKind::Office | UnitKind::Commune);
    let directories = line.iter().filter(scope);
    let directories = directories.map(|u| read(DocumentName::directory(tenant, u.unit)));
    let mut grants: Vec<Grant> = directories.collect();
    let issued = plans.iter().filter(|plan| above(plan.issuer));
    grants.extend(issued.map(|plan| read(DocumentName::plan(tenant, plan.issuer, plan.plan))));
    let mut years: Vec<u16> = plans.iter().map(|plan| plan.year).collect();
    years.dedup();
    for unit in books_of(db, &line)? {
        for year in &years {
            let book = DocumentName::work_book(tenant, unit, *year);
            grants.push(Grant { document: book, write: role == Role::Write });
            // What the office says of the book.
            grants.push(read(DocumentName::review(tenant, unit, *year)));
        }
    }
    Ok(grants)
}

/// The unit and everybody above it on the reporting line.
fn line(db: &Connection, unit: UnitId) -> Result<Vec<UnitRow>, FoldError> {
    let (mut line, mut next) = (Vec::new(), Some(unit));
    while let Some(unit) = next.filter(|_| line.len() < LONGEST_LINE) {
        let row = tables::unit(db, unit)?;
        next = row.as_ref().and_then(|row| row.reports_to);
        line.extend(row);
    }
    Ok(line)
}

/// A commune's police and team write in the books of its villages too.
fn books_of(db: &Connection, line: &[UnitRow]) -> Result<Vec<UnitId>, FoldError> {
    let Some(own) = line.first() else { return Ok(Vec::new()) };
    let mut units = vec![own.unit];
    if own.kind == UnitKind::Commune {
        let below = tables::units_below(db, own.unit)?;
        units.extend(below.iter().filter(|u| u.kind == UnitKind::Village).map(|u| u.unit));
    }
    Ok(units)
}

impl Office {
    /// The grants of a phone that works for a unit in a role.
    ///
    /// # Errors
    ///
    /// [`FoldError`] when the tables cannot be read.
    pub fn grants_for(&self, unit: UnitId, role: Role) -> Result<Vec<Grant>, FoldError> {
        self.views().read(self.log(), |db, _| grants_for(db, self.tenant(), unit, role))
    }

    /// Gives every phone of an officer the rights of his present units and roles, and takes all
    /// others, as one group of rows. Returns how many rights changed.
    ///
    /// # Errors
    ///
    /// [`FoldError`]; nothing is changed then.
    pub fn set_rights(
        &self,
        officer: OfficerId,
        roles: &[(UnitId, Role)],
        clerk: OfficerId,
    ) -> Result<usize, FoldError> {
        let mut wanted = Vec::new();
        for (unit, role) in roles {
            wanted.extend(self.grants_for(*unit, *role)?);
        }
        let devices = self.auth().devices()?;
        let his = devices.iter().filter(|d| d.certificate.officers.contains(&officer));
        let mut changed = 0;
        for device in his {
            changed += self.change(device, &wanted, clerk)?;
        }
        Ok(changed)
    }

    fn change(
        &self,
        device: &DeviceRecord,
        wanted: &[Grant],
        clerk: OfficerId,
    ) -> Result<usize, FoldError> {
        let now = self.now();
        self.log()
            .write(|group| {
                let present = self.relay().grants_of(group, device)?;
                let changes = differences(device, &present, wanted);
                for right in &changes {
                    group.add_name(&right.document)?;
                    let header = RowHeader {
                        device: Some(device.device),
                        clerk: Some(clerk),
                        ..RowHeader::new(RowKind::RIGHT, right.document.id(), now)
                    };
                    let payload = minicbor::to_vec(right).expect("a Vec takes every byte");
                    let seq = group.push(header, &payload)?;
                    group.add_right(right, seq)?;
                }
                Ok::<_, LogError>(changes.len())
            })
            .map_err(FoldError::from)
    }
}

/// What has to be given and taken, so that a phone has what is wanted.
fn differences(device: &DeviceRecord, present: &[Grant], wanted: &[Grant]) -> Vec<Right> {
    let by_id = |grants: &[Grant]| {
        let mut all: BTreeMap<DocumentId, Grant> = BTreeMap::new();
        for grant in grants {
            // Of two roles the one that allows more counts.
            let grant = Grant {
                write: grant.write || all.get(&grant.document.id()).is_some_and(|g| g.write),
                ..*grant
            };
            all.insert(grant.document.id(), grant);
        }
        all
    };
    let (present, wanted) = (by_id(present), by_id(wanted));
    let right = |grant: &Grant, read| Right {
        device: device.device,
        document: grant.document,
        read,
        write: read && grant.write,
    };
    let given = wanted.iter().filter(|(id, grant)| present.get(id) != Some(grant));
    let taken = present.iter().filter(|(id, _)| !wanted.contains_key(id));
    let given = given.map(|(_, grant)| right(grant, true));
    given.chain(taken.map(|(_, grant)| right(grant, false))).collect()
}
