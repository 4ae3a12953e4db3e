//! What the page at a glance shows, put together from the office's tables and from what was
//! last heard of each phone.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{
    console,
    fold::FoldError,
    view::{AreaView, Commune, Counts, Gap, Href, Level, Reason, Sent, Share, UnitKey, UnitRow},
};
use crate::{auth::DeviceRecord, relay::Contact};
use soviec_core::{
    fold::Status,
    model::{DeviceId, Moment, UnitId, UnitKind, compare},
    store::tables::{self, UnitFigures},
};

/// Days without contact after which a phone counts as silent.
const SILENT_DAYS: i64 = 5;

/// What is known beside the tables.
pub struct Heard<'a> {
    /// The office whose page it is.
    pub office: UnitId,
    /// Every enrolled phone.
    pub devices: &'a [DeviceRecord],
    /// What was last heard of each.
    pub contacts: &'a [Contact],
    /// The moment of the view.
    pub as_of: Moment,
}

/// The area by communes, or one commune by villages; none if there is no such commune.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn area_view(
    db: &Connection,
    heard: &Heard<'_>,
    commune: Option<UnitId>,
) -> Result<Option<AreaView>, FoldError> {
    let phones = Phones::new(heard);
    let plan = tables::plans(db)?.into_iter().next();
    let figures = match &plan {
        Some(plan) => tables::unit_figures(db, plan.year, heard.as_of.day())?,
        None => BTreeMap::new(),
    };
    let page = Page { db, figures: &figures, phones: &phones };
    let Some((level, mut rows, gaps)) = page.level(heard.office, commune)? else {
        return Ok(None);
    };
    rows.sort_by(|a, b| {
        b.counts.overdue.cmp(&a.counts.overdue).then_with(|| compare(&a.name, &b.name))
    });
    let office = tables::unit(db, heard.office)?;
    Ok(Some(AreaView {
        as_of: heard.as_of.local(),
        office_name: office.map(|office| office.name).unwrap_or_default(),
        area_name: console::area_name(),
        plan_line: plan.map(|p| console::plan_line(&p.number, p.issued)).unwrap_or_default(),
        words: console::unit_words(commune.is_some()),
        level,
        rows,
        gaps,
    }))
}

/// Which phones work for which unit, and what is missing of them.
struct Phones {
    reasons: BTreeMap<UnitId, Vec<(DeviceId, Option<Reason>)>>,
    last: BTreeMap<UnitId, Moment>,
}

impl Phones {
    fn new(heard: &Heard<'_>) -> Self {
        let contacts: BTreeMap<_, _> = heard.contacts.iter().map(|c| (c.device, c)).collect();
        let mut phones = Self { reasons: BTreeMap::new(), last: BTreeMap::new() };
        for device in heard.devices {
            let contact = contacts.get(&device.device).copied();
            let reason = missing(contact, heard.as_of);
            for unit in &device.certificate.units {
                phones.reasons.entry(*unit).or_default().push((device.device, reason));
                if let Some(contact) = contact {
                    let last = phones.last.entry(*unit).or_insert(contact.last);
                    *last = contact.last.max(*last);
                }
            }
        }
        phones
    }

    /// Why a unit has not sent everything; none if it has.
    fn missing(&self, unit: UnitId) -> Option<Reason> {
        match self.reasons.get(&unit) {
            None => Some(Reason::NoPhone),
            Some(phones) => phones.iter().filter_map(|(_, reason)| *reason).reduce(worse),
        }
    }

    /// The worst reason over several units; edits that wait are added up over their phones.
    fn worst(&self, units: &[UnitId]) -> Option<Reason> {
        let worst = units.iter().filter_map(|unit| self.missing(*unit)).reduce(worse)?;
        if !matches!(worst, Reason::Waiting(_)) {
            return Some(worst);
        }
        let all = units.iter().filter_map(|unit| self.reasons.get(unit)).flatten();
        let by_phone: BTreeMap<DeviceId, Option<Reason>> = all.copied().collect();
        let waiting = by_phone.values().map(|reason| match reason {
            Some(Reason::Waiting(edits)) => *edits,
            _ => 0,
        });
        Some(Reason::Waiting(waiting.sum()))
    }
}

fn missing(contact: Option<&Contact>, as_of: Moment) -> Option<Reason> {
    let Some(contact) = contact else { return Some(Reason::Never) };
    let days = as_of.day().days_since(contact.last.day());
    if days > SILENT_DAYS {
        return Some(Reason::SilentDays(u32::try_from(days).unwrap_or(u32::MAX)));
    }
    let waiting = u32::try_from(contact.waiting).unwrap_or(u32::MAX);
    (waiting > 0).then_some(Reason::Waiting(waiting))
}

/// Never heard of, then the longest silence, then the most that waits, then without a phone.
fn rank(reason: Reason) -> (u8, u32) {
    match reason {
        Reason::Never => (3, 0),
        Reason::SilentDays(days) => (2, days),
        Reason::Waiting(edits) => (1, edits),
        Reason::NoPhone => (0, 0),
    }
}

fn worse(a: Reason, b: Reason) -> Reason {
    if rank(b) > rank(a) { b } else { a }
}

struct Page<'a> {
    db: &'a Connection,
    figures: &'a BTreeMap<UnitId, UnitFigures>,
    phones: &'a Phones,
}

impl Page<'_> {
    fn level(
        &self,
        office: UnitId,
        commune: Option<UnitId>,
    ) -> Result<Option<(Level, Vec<UnitRow>, Vec<Gap>)>, FoldError> {
        let Some(id) = commune else {
            let rows = self.below(office, UnitKind::Commune)?;
            let rows =
                rows.iter().map(|unit| self.commune_row(unit)).collect::<Result<Vec<_>, _>>()?;
            let gaps = self.gaps(office, UnitKind::Commune)?;
            return Ok(Some((Level::Area, rows, gaps)));
        };
        let communes = self.below(office, UnitKind::Commune)?;
        let Some(unit) = communes.iter().find(|unit| unit.unit == id) else { return Ok(None) };
        let own = self.commune_row(unit)?;
        let villages = self.below(id, UnitKind::Village)?;
        let rows = villages.iter().map(|village| self.row(village)).collect();
        let area = Href::local(console::AREA_PATH);
        let gaps = self.gaps(id, UnitKind::Village)?;
        Ok(Some((Level::Commune(Box::new(Commune { own, area })), rows, gaps)))
    }

    fn below(&self, unit: UnitId, kind: UnitKind) -> Result<Vec<tables::UnitRow>, FoldError> {
        let below = tables::units_below(self.db, unit)?;
        Ok(below.into_iter().filter(|unit| unit.kind == kind).collect())
    }

    /// A unit by its own figures and its own phones.
    fn row(&self, unit: &tables::UnitRow) -> UnitRow {
        let none = UnitFigures::default();
        let figures = self.figures.get(&unit.unit).unwrap_or(&none);
        UnitRow {
            id: UnitKey(unit.unit.to_string()),
            name: unit.name.clone(),
            href: None,
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
            last_contact: self.phones.last.get(&unit.unit).map(|last| last.local()),
        }
    }

    /// A commune: its own tasks; items, open values and phones of its villages as well.
    fn commune_row(&self, unit: &tables::UnitRow) -> Result<UnitRow, FoldError> {
        let mut row = self.row(unit);
        let villages = self.below(unit.unit, UnitKind::Village)?;
        for village in villages.iter().map(|village| self.row(village)) {
            row.items = row.items + village.items;
            row.open_values += village.open_values;
            row.last_contact = row.last_contact.max(village.last_contact);
        }
        row.href = Href::local(&format!("{}?xa={}", console::AREA_PATH, unit.unit));
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
    fn gaps(&self, above: UnitId, kind: UnitKind) -> Result<Vec<Gap>, FoldError> {
        let mut gaps = Vec::new();
        for unit in self.below(above, kind)? {
            let mut all = vec![unit.unit];
            all.extend(self.below(unit.unit, UnitKind::Village)?.iter().map(|v| v.unit));
            let Some(reason) = self.phones.worst(&all) else { continue };
            let path = format!("{}?xa={}", console::AREA_PATH, unit.unit);
            let href = if kind == UnitKind::Commune { Href::local(&path) } else { None };
            gaps.push(Gap { unit: UnitKey(unit.unit.to_string()), name: unit.name, href, reason });
        }
        gaps.sort_by(|a, b| {
            rank(b.reason).cmp(&rank(a.reason)).then_with(|| compare(&a.name, &b.name))
        });
        Ok(gaps)
    }
}
