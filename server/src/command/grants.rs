//! What a phone of a unit may read and write.

use rusqlite::Connection;
use soviec_core::{
    model::{DocumentName, TenantId, UnitId, UnitKind},
    protocol::Grant,
    store::tables::{self, UnitRow},
};

/// Directories of the office and of the commune, every plan, and the books of the unit; for a
/// commune its villages' books too. Books are those of every year of a plan.
pub(super) fn grants_for(
    db: &Connection,
    tenant: TenantId,
    unit: UnitId,
) -> rusqlite::Result<Vec<Grant>> {
    let read = |document| Grant { document, write: false };
    let plans = tables::plans(db)?;
    let mut grants = Vec::new();
    let up = line_above(db, unit)?;
    if let Some(office) = up.iter().find(|above| above.kind == UnitKind::Office) {
        grants.push(read(DocumentName::directory(tenant, office.unit)));
        let all = plans.iter().map(|plan| DocumentName::plan(tenant, office.unit, plan.plan));
        grants.extend(all.map(read));
    }
    let commune = up.iter().find(|above| above.kind == UnitKind::Commune);
    grants.extend(commune.map(|own| read(DocumentName::directory(tenant, own.unit))));
    let below = match commune {
        Some(own) if own.unit == unit => tables::units_below(db, unit)?,
        _ => Vec::new(),
    };
    let own = std::iter::once(unit).chain(below.iter().map(|village| village.unit));
    let mut years: Vec<u16> = plans.iter().map(|plan| plan.year).collect();
    years.dedup();
    for unit in own {
        let book = |year: &u16| DocumentName::work_book(tenant, unit, *year);
        grants.extend(years.iter().map(|year| Grant { document: book(year), write: true }));
    }
    Ok(grants)
}

/// The unit and those above it, up to the office.
fn line_above(db: &Connection, unit: UnitId) -> rusqlite::Result<Vec<UnitRow>> {
    let mut line: Vec<UnitRow> = Vec::new();
    let mut next = Some(unit);
    while let Some(id) = next.filter(|id| !line.iter().any(|above| above.unit == *id)) {
        let Some(row) = tables::unit(db, id)? else { break };
        next = row.reports_to;
        line.push(row);
    }
    Ok(line)
}
