//! What was last heard of each phone, and what is missing of each unit.

use std::collections::{BTreeMap, BTreeSet};

use super::view::Reason;
use crate::{auth::DeviceRecord, relay::Contact};
use soviec_core::model::{DeviceId, Moment, OfficerId, UnitId};

/// Days without contact after which a phone counts as silent.
pub(super) const SILENT_DAYS: i64 = 5;

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

/// Which phones work for which unit, and what is missing of them.
#[derive(Default)]
pub(super) struct Phones {
    reasons: BTreeMap<UnitId, Vec<(DeviceId, Option<Reason>)>>,
    last: BTreeMap<UnitId, Moment>,
    officers: BTreeMap<UnitId, BTreeSet<OfficerId>>,
}

impl Phones {
    pub(super) fn new(heard: &Heard<'_>) -> Self {
        let contacts: BTreeMap<_, _> = heard.contacts.iter().map(|c| (c.device, c)).collect();
        let mut phones = Self::default();
        for device in heard.devices {
            let contact = contacts.get(&device.device).copied();
            let reason = missing(contact, heard.as_of);
            for unit in &device.certificate.units {
                phones.reasons.entry(*unit).or_default().push((device.device, reason));
                phones.officers.entry(*unit).or_default().extend(&device.certificate.officers);
                if let Some(contact) = contact {
                    let last = phones.last.entry(*unit).or_insert(contact.last);
                    *last = contact.last.max(*last);
                }
            }
        }
        phones
    }

    /// Why a unit has not sent everything; none if it has.
    pub(super) fn missing(&self, unit: UnitId) -> Option<Reason> {
        match self.reasons.get(&unit) {
            None => Some(Reason::NoPhone),
            Some(phones) => phones.iter().filter_map(|(_, reason)| *reason).reduce(worse),
        }
    }

    /// When a phone of the unit was last heard of.
    pub(super) fn last(&self, unit: UnitId) -> Option<Moment> {
        self.last.get(&unit).copied()
    }

    /// How many phones work for the unit, and the officers who may use them.
    pub(super) fn of(&self, unit: UnitId) -> (usize, impl Iterator<Item = OfficerId>) {
        let officers = self.officers.get(&unit).into_iter().flatten().copied();
        (self.reasons.get(&unit).map_or(0, Vec::len), officers)
    }

    /// The worst reason over several units; edits that wait are added up over their phones.
    pub(super) fn worst(&self, units: &[UnitId]) -> Option<Reason> {
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

pub(super) fn missing(contact: Option<&Contact>, as_of: Moment) -> Option<Reason> {
    let Some(contact) = contact else { return Some(Reason::Never) };
    let days = as_of.day().days_since(contact.last.day());
    if days > SILENT_DAYS {
        return Some(Reason::SilentDays(u32::try_from(days).unwrap_or(u32::MAX)));
    }
    let waiting = u32::try_from(contact.waiting).unwrap_or(u32::MAX);
    (waiting > 0).then_some(Reason::Waiting(waiting))
}

/// Never heard of, then the longest silence, then the most that waits, then without a phone.
pub(super) fn rank(reason: Reason) -> (u8, u32) {
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
