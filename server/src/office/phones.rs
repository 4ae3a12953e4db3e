//! What the page of phones shows.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{
    apart::by_device,
    flags,
    fold::FoldError,
    heard::{Heard, missing},
    history::phone_mark,
    names::Names,
    paths::unit_path,
    unit::office_name,
    view::{FlagLine, Href, Need, PhoneLine, PhoneTotals, PhoneUnit, PhonesView, Reason, Waiting},
};
use crate::{
    auth::{DeviceRecord, clerk::Clerks},
    relay::Contact,
};
use soviec_core::{
    model::{DeviceId, Moment, UnitId, UnitKind, by_unit_name, compare},
    store::tables,
};

/// Phones of one part of the list: more would make the page heavier than 100 kB.
const PART: usize = 120;
/// A clock that is so far out is said to be wrong.
const DRIFT: u64 = 10 * 60_000;
/// A certificate that ends within so many days is renewed now.
const SOON: i64 = 30;

/// A part of the list of phones, from 1; a part that does not exist is the last one.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn phones_view(
    db: &Connection,
    heard: &Heard<'_>,
    clerks: &Clerks,
    part: u32,
) -> Result<PhonesView, FoldError> {
    let names = Names::new(db, clerks);
    let list =
        List { db, heard, names: &names, apart: by_device(db)?, flags: flags::by_device(db)? };
    let mut rows = heard
        .devices
        .iter()
        .map(|device| list.line(device))
        .collect::<Result<Vec<PhoneLine>, _>>()?;
    rows.sort_by(|a, b| {
        let since = |line: &PhoneLine| line.last.filter(|_| line.need != Need::Fine);
        (a.need, since(a))
            .cmp(&(b.need, since(b)))
            .then_with(|| compare(place(a), place(b)))
            .then_with(|| a.mark.cmp(&b.mark))
    });
    let totals = totals(&rows);
    let parts = rows.len().div_ceil(PART).max(1);
    let part = usize::try_from(part).unwrap_or(parts).clamp(1, parts);
    Ok(PhonesView {
        as_of: heard.as_of.local(),
        office_name: office_name(db, heard)?,
        totals,
        rows: rows.into_iter().skip((part - 1) * PART).take(PART).collect(),
        part: u32::try_from(part).unwrap_or(u32::MAX),
        parts: u32::try_from(parts).unwrap_or(u32::MAX),
    })
}

/// The commune of a phone, or else its unit.
fn place(line: &PhoneLine) -> &str {
    line.unit.as_ref().map_or("", |unit| unit.above.as_ref().unwrap_or(&unit.name))
}

fn totals(rows: &[PhoneLine]) -> PhoneTotals {
    let count = |fits: fn(&PhoneLine) -> bool| {
        u32::try_from(rows.iter().filter(|row| fits(row)).count()).unwrap_or(u32::MAX)
    };
    PhoneTotals {
        all: count(|_| true),
        complete: count(|row| row.waiting == Some(0)),
        silent: count(|row| row.waiting.is_none()),
        waiting: count(|row| row.waiting.is_some_and(|edits| edits > 0)),
    }
}

struct List<'a> {
    db: &'a Connection,
    heard: &'a Heard<'a>,
    names: &'a Names<'a>,
    apart: BTreeMap<DeviceId, Waiting>,
    flags: BTreeMap<DeviceId, Vec<FlagLine>>,
}

impl List<'_> {
    fn line(&self, device: &DeviceRecord) -> Result<PhoneLine, FoldError> {
        let contacts = self.heard.contacts;
        let contact = contacts.iter().find(|contact| contact.device == device.device);
        let reason = missing(contact, self.heard.as_of);
        let unknown = matches!(reason, Some(Reason::Never | Reason::SilentDays(_)));
        Ok(PhoneLine {
            mark: phone_mark(device.device).mark,
            officers: self.names.sorted(device.certificate.officers.iter().copied())?,
            unit: self.unit(&device.certificate.units)?,
            need: need(device, contact, reason, self.heard.as_of),
            last: contact.map(|contact| contact.last.local()),
            waiting: contact.filter(|_| !unknown).map(|contact| contact.waiting),
            apart: self
                .apart
                .get(&device.device)
                .map(|waiting| (*waiting, format!("may={}", device.device))),
            flags: self.flags.get(&device.device).cloned().unwrap_or_default(),
            drift_ms: contact.map(|contact| contact.drift_ms),
            app: contact.map(|contact| contact.app.clone()),
            valid_to: device.certificate.not_after.day(),
        })
    }

    /// The unit that a phone works for: a commune before its villages, and how many others.
    fn unit(&self, ids: &[UnitId]) -> Result<Option<PhoneUnit>, FoldError> {
        let units = ids.iter().map(|id| tables::unit(self.db, *id));
        let mut units: Vec<_> =
            units.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect();
        units.sort_by(|a, b| {
            let village = |unit: &tables::UnitRow| unit.kind == UnitKind::Village;
            village(a).cmp(&village(b)).then_with(|| by_unit_name(&a.name, &b.name))
        });
        let others = u32::try_from(units.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let Some(first) = units.into_iter().next() else { return Ok(None) };
        let above = match first.reports_to.filter(|_| first.kind == UnitKind::Village) {
            Some(above) => tables::unit(self.db, above)?.map(|unit| unit.name),
            None => None,
        };
        let href = Href::local(&unit_path(first.unit));
        Ok(Some(PhoneUnit { name: first.name, href, above, others }))
    }
}

fn need(
    device: &DeviceRecord,
    contact: Option<&Contact>,
    reason: Option<Reason>,
    as_of: Moment,
) -> Need {
    let left = device.certificate.not_after.day().days_since(as_of.day());
    match reason {
        Some(Reason::Never) => Need::Never,
        Some(Reason::SilentDays(_)) => Need::Silent,
        _ if device.certificate.not_after <= as_of => Need::Expired,
        Some(_) => Need::Waiting,
        None if contact.is_some_and(|contact| contact.drift_ms.unsigned_abs() > DRIFT) => {
            Need::Drift
        }
        None if left <= SOON => Need::EndsSoon,
        None => Need::Fine,
    }
}
