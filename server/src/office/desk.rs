//! What the pages of held and refused edits show.

use rusqlite::Connection;

use super::{
    apart::{Apart, Question, Reading, waiting},
    fold::{FoldError, Open},
    heard::Heard,
    history::{is_ahead, phone_mark},
    names::Names,
    paths::entry_path,
    replaced::limit,
    said::said,
    subject::{book_name, book_of, history_of, now as now_in, subject},
    unit::office_name,
    view::{
        ApartLine, ApartView, BookChoice, BookName, DecidedLine, Draft, EntryView, Href, Limit,
        Problem, PutLine, Value, Which, Why,
    },
};
use crate::log::View;
use soviec_core::{
    change,
    model::{
        ChangeHash, DeviceId, DocumentId, DocumentName, Moment, RegisterKey, TenantId, UnitId,
        UnitKind, by_unit_name,
    },
    protocol::ChangeState,
    store::tables,
};

/// Edits of one part of a list.
const PART: usize = 25;
/// Registers of one edit on a list.
const FEW: usize = 3;
/// Registers and waiting edits on the page of one edit.
const MANY: usize = 30;

/// What a list is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ApartAsked {
    pub(super) which: Which,
    pub(super) unit: Option<UnitId>,
    pub(super) device: Option<DeviceId>,
    pub(super) part: u32,
}

/// Where everything is looked up.
pub(super) struct Desk<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) names: &'a Names<'a>,
    pub(super) heard: &'a Heard<'a>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        db: &'a Connection,
        log: &'a View<'a>,
        names: &'a Names<'a>,
        heard: &'a Heard<'a>,
    ) -> Self {
        Self { reading: Reading { db, log }, names, heard }
    }

    fn db(&self) -> &'a Connection {
        self.reading.db
    }

    /// A part of a list; a part that does not exist is the last one.
    pub(super) fn list(&self, asked: &ApartAsked) -> Result<ApartView, FoldError> {
        let kind = match asked.which {
            Which::Held => Some(Open::Held),
            Which::Refused => Some(Open::Refused),
            Which::Done => None,
        };
        let question = Question { kind, unit: asked.unit, device: asked.device };
        let all = usize::try_from(self.reading.count(&question)?).unwrap_or(usize::MAX);
        let parts = all.div_ceil(PART).max(1);
        let part = usize::try_from(asked.part).unwrap_or(parts).clamp(1, parts);
        let rows = self.reading.list(&question, PART, (part - 1) * PART)?;
        let rows = rows.iter().map(|apart| self.line(apart, FEW, false));
        Ok(ApartView {
            as_of: self.heard.as_of.local(),
            office_name: office_name(self.db(), self.heard)?,
            which: asked.which,
            waiting: waiting(self.db(), asked.unit, asked.device)?,
            only: self.limit(asked)?,
            rows: rows.collect::<Result<_, _>>()?,
            part: u32::try_from(part).unwrap_or(u32::MAX),
            parts: u32::try_from(parts).unwrap_or(u32::MAX),
        })
    }

    fn limit(&self, asked: &ApartAsked) -> Result<Option<Limit>, FoldError> {
        if let Some(unit) = asked.unit {
            return limit(self.db(), unit).map(Some);
        }
        let Some(device) = asked.device else { return Ok(None) };
        let phone = phone_mark(device);
        Ok(Some(Limit { name: phone.mark, href: phone.href, query: format!("may={device}") }))
    }

    /// The page of one edit; none when it never was the office's matter.
    pub(super) fn entry(
        &self,
        document: DocumentId,
        change: ChangeHash,
        draft: Draft,
        problem: Option<Problem>,
    ) -> Result<Option<EntryView>, FoldError> {
        let Some(apart) = self.reading.one(document, change)? else { return Ok(None) };
        let most = u32::try_from(MANY).unwrap_or(u32::MAX);
        let below = self.reading.below(document, change, most)?;
        let below = below.iter().map(|apart| self.line(apart, FEW, false));
        let held = apart.state == ChangeState::Held;
        let parent = apart.parent.and_then(|parent| Href::local(&entry_path(document, parent)));
        Ok(Some(EntryView {
            as_of: self.heard.as_of.local(),
            office_name: office_name(self.db(), self.heard)?,
            line: self.line(&apart, MANY, true)?,
            below: below.collect::<Result<_, _>>()?,
            parent,
            books: if held { self.choices(document)? } else { Vec::new() },
            draft,
            problem,
        }))
    }

    /// `now`: with what stands in the registers at present.
    fn line(&self, apart: &Apart, most: usize, now: bool) -> Result<ApartLine, FoldError> {
        let unit = book_of(self.db(), apart.document)?.map(|(unit, _)| unit);
        let puts = apart.said.iter().take(most);
        let puts = puts.map(|(key, value)| self.put(apart, unit, key, value.as_ref(), now));
        let (document, change) = (apart.document, apart.change);
        let by = apart.officer.map(|officer| self.names.of(officer)).transpose()?.flatten();
        Ok(ApartLine {
            href: Href::local(&entry_path(document, change)),
            state: apart.state,
            why: self.why(apart),
            book: unit.map(|unit| book_name(self.db(), unit)).transpose()?.flatten(),
            puts: puts.collect::<Result<_, _>>()?,
            writes: apart.said.len(),
            size: apart.size,
            by,
            phone: apart.device.map(phone_mark),
            client_seq: apart.client_seq,
            said: apart.made.map(Moment::local),
            ahead: apart.made.is_some_and(|made| is_ahead(made, apart.received)),
            received: apart.received.local(),
            parked: match apart.state {
                ChangeState::Held => self.reading.parked(document, change)?,
                _ => 0,
            },
            decided: self.decided(apart)?,
        })
    }

    fn why(&self, apart: &Apart) -> Why {
        match apart.state {
            ChangeState::Held if self.is_of_other_officer(apart) => Why::OtherOfficer,
            ChangeState::Held => Why::NoRight,
            ChangeState::Parked => Why::Below,
            ChangeState::Refused(code) => Why::Refused(code),
            _ => Why::Settled,
        }
    }

    fn is_of_other_officer(&self, apart: &Apart) -> bool {
        let devices = self.heard.devices;
        let device = devices.iter().find(|device| Some(device.device) == apart.device);
        let own = |device: &crate::auth::DeviceRecord| {
            apart.officer.is_none_or(|by| device.certificate.officers.contains(&by))
        };
        device.is_some_and(|device| !own(device))
    }

    fn put(
        &self,
        apart: &Apart,
        unit: Option<UnitId>,
        key: &RegisterKey,
        value: Option<&change::Value>,
        now: bool,
    ) -> Result<PutLine, FoldError> {
        let now =
            if now { now_in(self.db(), self.names, apart.document, key)? } else { Vec::new() };
        Ok(PutLine {
            subject: subject(self.db(), apart.document, key)?,
            value: value.map_or(Value::Unknown, |value| said(key, value)),
            // A register in which nothing was ever stored has no page.
            history: unit.filter(|_| !now.is_empty()).and_then(|unit| history_of(unit, key)),
            now,
        })
    }

    fn decided(&self, apart: &Apart) -> Result<Option<DecidedLine>, FoldError> {
        let Some(decided) = &apart.decided else { return Ok(None) };
        let by = decided.clerk.map(|clerk| self.names.of(clerk)).transpose()?.flatten();
        let target = match &decided.target {
            Some(target) => book_name(self.db(), target.unit)?.map(full_name),
            None => None,
        };
        let (at, reason) = (decided.at.local(), decided.reason.clone());
        Ok(Some(DecidedLine { by, at, reason, state: decided.state, target }))
    }

    /// Every other book of the same year, the villages under their commune.
    fn choices(&self, document: DocumentId) -> Result<Vec<BookChoice>, FoldError> {
        let mut units = tables::units(self.db())?;
        units.sort_by(|a, b| by_unit_name(&a.name, &b.name));
        let own = book_of(self.db(), document)?.map(|(unit, _)| unit);
        let choice = |unit: &tables::UnitRow| (unit.unit.to_string(), unit.name.clone());
        let of = |above: &tables::UnitRow| {
            let belongs = |unit: &&tables::UnitRow| {
                let village = unit.kind == UnitKind::Village;
                unit.unit == above.unit || (village && unit.reports_to == Some(above.unit))
            };
            // A commune stands before its villages.
            let mut books: Vec<_> = units.iter().filter(belongs).collect();
            books.sort_by_key(|unit| unit.unit != above.unit);
            books.into_iter().filter(|unit| Some(unit.unit) != own).map(choice).collect()
        };
        let communes = units.iter().filter(|unit| unit.kind == UnitKind::Commune);
        Ok(communes.map(|c| BookChoice { name: c.name.clone(), books: of(c) }).collect())
    }
}

/// "Thôn Đông Hạ, Xã Minh Quang".
fn full_name(book: BookName) -> String {
    match book.above {
        Some(above) => format!("{}, {above}", book.name),
        None => book.name,
    }
}

/// The book of a chosen unit, for the year of the book that an edit was written into.
pub(super) fn target(
    db: &Connection,
    document: DocumentId,
    chosen: &str,
    tenant: TenantId,
) -> Result<Option<DocumentName>, FoldError> {
    let Ok(unit) = chosen.parse::<UnitId>() else { return Ok(None) };
    let year = match book_of(db, document)? {
        Some((_, year)) => Some(year),
        None => tables::plans(db)?.first().map(|plan| plan.year),
    };
    let Some(year) = year else { return Ok(None) };
    let there = tables::book_of(db, unit, year)?;
    Ok(there.map(|_| DocumentName::work_book(tenant, unit, year)))
}
