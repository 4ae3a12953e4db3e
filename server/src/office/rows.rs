//! The rows of units: figures from the tables, phones from what was heard.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{
    fold::FoldError,
    heard::{Heard, Phones, rank},
    paths::unit_path,
    view::{Counts, Gap, Href, Sent, Share, UnitKey, UnitRow},
};
use soviec_core::{
    fold::Status,
    model::{UnitId, UnitKind, by_unit_name},
    store::tables::{self, PlanRow, UnitFigures},
};

/// Makes rows of units.
pub(super) struct Rows<'a> {
    pub(super) db: &'a Connection,
    pub(super) plan: Option<PlanRow>,
    figures: BTreeMap<UnitId, UnitFigures>,
    pub(super) phones: Phones,
}

impl<'a> Rows<'a> {
    /// Reads what all rows need.
    pub(super) fn new(db: &'a Connection, heard: &Heard<'_>) -> Result<Self, FoldError> {
        let plan = tables::plans(db)?.into_iter().next();
        let figures = match &plan {
            Some(plan) => tables::unit_figures(db, plan.year, heard.as_of.day())?,
            None => BTreeMap::new(),
        };
        Ok(Self { db, plan, figures, phones: Phones::new(heard) })
    }

    pub(super) fn below(
        &self,
        unit: UnitId,
        kind: UnitKind,
    ) -> Result<Vec<tables::UnitRow>, FoldError> {
        let below = tables::units_below(self.db, unit)?;
        Ok(below.into_iter().filter(|unit| unit.kind == kind).collect())
    }

    /// A unit by its own figures and its own phones.
    pub(super) fn row(&self, unit: &tables::UnitRow) -> UnitRow {
        let none = UnitFigures::default();
        let figures = self.figures.get(&unit.unit).unwrap_or(&none);
        UnitRow {
            id: UnitKey(unit.unit.to_string()),
            name: unit.name.clone(),
            href: Href::local(&unit_path(unit.unit)),
            counts: Counts {
                on_time: figures.count(Status::DoneOnTime),
                in_progress: figures.count(Status::InProgress),
                late: figures.count(Status::DoneLate),
                overdue: figures.count(Status::Overdue),
                not_started: figures.count(Status::NotStarted),
            },
            ongoing: Share { done: figures.count(Status::OngoingEffective), of: figures.ongoing },
            waiting_event: figures.count(Status::WaitingEvent),
            open_values: figures.open,
            items: Share { done: figures.items_done, of: figures.items },
            sent: self.phones.missing(unit.unit).map_or(Sent::Complete, Sent::Missing),
            last_contact: self.phones.last(unit.unit).map(|last| last.local()),
        }
    }

    /// A commune: its own tasks; items, open values and phones of its villages as well.
    pub(super) fn commune_row(&self, unit: &tables::UnitRow) -> Result<UnitRow, FoldError> {
        let mut row = self.row(unit);
        let villages = self.below(unit.unit, UnitKind::Village)?;
        for village in villages.iter().map(|village| self.row(village)) {
            row.items = row.items + village.items;
            row.open_values += village.open_values;
            row.last_contact = row.last_contact.max(village.last_contact);
        }
        row.sent = self.sent(unit.unit, &villages);
        Ok(row)
    }

    fn sent(&self, commune: UnitId, villages: &[tables::UnitRow]) -> Sent {
        let missing = villages.iter().filter(|v| self.phones.missing(v.unit).is_some()).count();
        match (self.phones.missing(commune), missing) {
            (None, 0) => Sent::Complete,
            (Some(reason), 0) => Sent::Missing(reason),
            _ => Sent::Partial {
                complete: u32::try_from(villages.len() - missing).unwrap_or(u32::MAX),
                of: u32::try_from(villages.len()).unwrap_or(u32::MAX),
            },
        }
    }

    /// The units below `above` that have not sent everything, the longest silence first.
    pub(super) fn gaps(&self, above: UnitId, kind: UnitKind) -> Result<Vec<Gap>, FoldError> {
        let mut gaps = Vec::new();
        for unit in self.below(above, kind)? {
            let mut all = vec![unit.unit];
            all.extend(self.below(unit.unit, UnitKind::Village)?.iter().map(|v| v.unit));
            let Some(reason) = self.phones.worst(&all) else { continue };
            let href = Href::local(&unit_path(unit.unit));
            gaps.push(Gap { unit: UnitKey(unit.unit.to_string()), name: unit.name, href, reason });
        }
        gaps.sort_by(|a, b| {
            rank(b.reason).cmp(&rank(a.reason)).then_with(|| by_unit_name(&a.name, &b.name))
        });
        Ok(gaps)
    }
}
