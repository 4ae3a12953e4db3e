//! What the page at a glance shows, put together from the office's tables and from what was
//! last heard of each phone.

use rusqlite::Connection;

use super::{
    console,
    fold::{FoldError, replaced},
    heard::Heard,
    rows::Rows,
    view::{AreaView, Commune, Filter, Gap, Href, Level, UnitRow},
};
use soviec_core::{
    model::{UnitId, UnitKind, by_unit_name},
    store::tables::{self, PlanRow},
};

/// The area by communes, or one commune by villages; none if there is no such commune.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn area_view(
    db: &Connection,
    heard: &Heard<'_>,
    commune: Option<UnitId>,
    filter: Filter,
) -> Result<Option<AreaView>, FoldError> {
    let all = Rows::new(db, heard)?;
    let Some((level, mut rows, gaps)) = units(&all, heard.office, commune)? else {
        return Ok(None);
    };
    rows.sort_by(|a, b| {
        b.counts.overdue.cmp(&a.counts.overdue).then_with(|| by_unit_name(&a.name, &b.name))
    });
    let office = tables::unit(db, heard.office)?;
    Ok(Some(AreaView {
        as_of: heard.as_of.local(),
        office_name: office.map(|office| office.name).unwrap_or_default(),
        area_name: console::area_name(),
        plan_line: plan_line(all.plan.as_ref()),
        words: console::unit_words(commune.is_some()),
        level,
        rows,
        replaced: replaced::count(db, None)?,
        gaps,
        filter,
    }))
}

/// The plan in its own words; empty without one.
pub(super) fn plan_line(plan: Option<&PlanRow>) -> String {
    plan.map(|plan| console::plan_line(&plan.number, plan.issued)).unwrap_or_default()
}

type Units = (Level, Vec<UnitRow>, Vec<Gap>);

fn units(
    all: &Rows<'_>,
    office: UnitId,
    commune: Option<UnitId>,
) -> Result<Option<Units>, FoldError> {
    let communes = all.below(office, UnitKind::Commune)?;
    let Some(id) = commune else {
        let rows = communes.iter().map(|unit| all.commune_row(unit));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        return Ok(Some((Level::Area, rows, all.gaps(office, UnitKind::Commune)?)));
    };
    let Some(unit) = communes.iter().find(|unit| unit.unit == id) else { return Ok(None) };
    let own = all.commune_row(unit)?;
    let villages = all.below(id, UnitKind::Village)?;
    let rows = villages.iter().map(|village| all.row(village)).collect();
    let area = Href::local(console::AREA_PATH);
    let gaps = all.gaps(id, UnitKind::Village)?;
    Ok(Some((Level::Commune(Box::new(Commune { own, area })), rows, gaps)))
}
