//! What the page of one unit shows.

use rusqlite::Connection;

use super::{
    apart::waiting,
    area::plan_line,
    console, flags,
    fold::{FoldError, replaced},
    heard::{Heard, rank},
    names::Names,
    paths::{history_path, table_path, unit_path},
    rows::Rows,
    view::{
        Crumb, Declaration, Href, ItemLine, NoteLine, Reason, RoundLine, Sent, Share, TaskLine,
        TickLine, UnitRow, UnitView, Villages,
    },
};
use crate::auth::clerk::Clerks;
use soviec_core::{
    fold::{Register, Status, session_words},
    model::{
        Day, DocumentId, ItemId, Note, RegisterKey, Session, StatusAct, Tick, UnitId, UnitKind,
        by_unit_name,
    },
    store::tables::{self, ItemRow, TaskRow},
};

/// The page of a unit; none if there is no such unit.
///
/// # Errors
///
/// [`FoldError`] when the tables cannot be read.
pub fn unit_view(
    db: &Connection,
    heard: &Heard<'_>,
    clerks: &Clerks,
    id: UnitId,
) -> Result<Option<UnitView>, FoldError> {
    let Some(unit) = tables::unit(db, id)? else { return Ok(None) };
    let all = Rows::new(db, heard)?;
    let names = Names::new(db, clerks);
    let own = if unit.kind == UnitKind::Commune { all.commune_row(&unit)? } else { all.row(&unit) };
    let (phones, officers) = all.phones.of(id);
    let book = match &all.plan {
        Some(plan) => tables::book_of(db, id, plan.year)?,
        None => None,
    };
    let tasks = match book {
        Some(book) => {
            Book { db, names: &names, unit: id, book, as_of: heard.as_of.day() }.tasks()?
        }
        None => Vec::new(),
    };
    Ok(Some(UnitView {
        as_of: heard.as_of.local(),
        today: heard.as_of.day(),
        office_name: office_name(db, heard)?,
        plan_line: plan_line(all.plan.as_ref()),
        crumbs: crumbs(db, heard.office, unit.reports_to)?,
        own,
        phones: u32::try_from(phones).unwrap_or(u32::MAX),
        waiting: waiting(db, Some(id), None)?,
        replaced: replaced::count(db, Some(id))?,
        flags: book.map(|book| flags::of_document(db, book)).transpose()?.unwrap_or_default(),
        officers: names.sorted(officers)?,
        tasks,
        villages: villages(&all, id)?,
    }))
}

/// The name of the office whose console it is.
pub(super) fn office_name(db: &Connection, heard: &Heard<'_>) -> Result<String, FoldError> {
    Ok(tables::unit(db, heard.office)?.map(|office| office.name).unwrap_or_default())
}

/// The area, then the units between the office and `above`, that one included.
pub(super) fn crumbs(
    db: &Connection,
    office: UnitId,
    above: Option<UnitId>,
) -> Result<Vec<Crumb>, FoldError> {
    let mut crumbs = Vec::new();
    let mut next = above;
    // Three levels exist; a unit that is its own ancestor must not turn the page for ever.
    while let Some(id) = next.filter(|id| *id != office && crumbs.len() < 4) {
        let Some(unit) = tables::unit(db, id)? else { break };
        crumbs.push(Crumb { name: Some(unit.name), href: Href::local(&unit_path(id)) });
        next = unit.reports_to;
    }
    crumbs.push(Crumb { name: None, href: Href::local(console::AREA_PATH) });
    crumbs.reverse();
    Ok(crumbs)
}

/// The villages of a unit, the longest silence first.
fn villages(all: &Rows<'_>, unit: UnitId) -> Result<Option<Villages>, FoldError> {
    let below = all.below(unit, UnitKind::Village)?;
    if below.is_empty() {
        return Ok(None);
    }
    let mut rows: Vec<UnitRow> = below.iter().map(|village| all.row(village)).collect();
    rows.sort_by(|a, b| silence(b).cmp(&silence(a)).then_with(|| by_unit_name(&a.name, &b.name)));
    let word = console::unit_words(true).rows;
    Ok(Some(Villages { word, rows, table: Href::local(&table_path(unit)) }))
}

fn silence(row: &UnitRow) -> Option<(u8, u32)> {
    match row.sent {
        Sent::Missing(reason) => Some(rank(reason)),
        Sent::Partial { .. } => Some(rank(Reason::NoPhone)),
        Sent::Complete => None,
    }
}

/// The book of the unit.
struct Book<'a> {
    db: &'a Connection,
    names: &'a Names<'a>,
    unit: UnitId,
    book: DocumentId,
    as_of: Day,
}

impl Book<'_> {
    fn tasks(&self) -> Result<Vec<TaskLine>, FoldError> {
        let rows = tables::book_rows(self.db, self.book, self.as_of)?;
        rows.into_iter().map(|row| self.task(row)).collect()
    }

    fn task(&self, row: TaskRow) -> Result<TaskLine, FoldError> {
        let key = RegisterKey::new(row.task, "status");
        let status = tables::register(self.db, self.book, &key)?;
        let checklist = tables::item_rows(self.db, self.book, row.task)?;
        Ok(TaskLine {
            status: row.status,
            days_left: days_left(&row, self.as_of),
            declared: self.declared(&status, row.open)?,
            review: row.review.clone(),
            newer: row.newer,
            history: self.history(&status, &key),
            items: Share { done: row.items_done, of: row.items },
            open: u32::from(row.open) + row.items_open,
            checklist: checklist.into_iter().map(|i| self.item(i)).collect::<Result<_, _>>()?,
            notes: self.notes(&row)?,
            number: row.number,
            title: row.title,
            wording: row.wording,
            last_day: row.last_day,
            local: row.local,
        })
    }

    /// What is shown of the status; of an open register every value.
    fn declared(&self, status: &Register, open: bool) -> Result<Vec<Declaration>, FoldError> {
        let shown = if open { status.values.len() } else { 1 };
        let acts = status.claims().take(shown);
        let acts = acts.filter_map(|value| value.act::<StatusAct>().ok().zip(Some(value.officer)));
        acts.map(|(act, officer)| {
            let by = self.names.of(officer.unwrap_or(act.by))?;
            Ok(Declaration { status: act.status, on: act.on, result: act.result, by })
        })
        .collect()
    }

    fn item(&self, row: ItemRow) -> Result<ItemLine, FoldError> {
        let key = RegisterKey::new(row.item, "tick");
        let tick = tables::register(self.db, self.book, &key)?;
        // Of equal ticks every name is shown; another meaning only while nobody has chosen.
        let first = tick.claims().next().map(|value| value.meaning);
        let acts = tick.claims().filter(|value| row.open || Some(value.meaning) == first);
        let acts = acts.filter_map(|value| value.act::<Tick>().ok().zip(Some(value.officer)));
        let ticks = acts.map(|(act, officer)| {
            let by = self.names.of(officer.unwrap_or(act.by))?;
            Ok(TickLine { done: act.done, on: act.on, by })
        });
        let (done, open, title) = (row.done, row.open, row.title);
        let ticks = ticks.collect::<Result<_, FoldError>>()?;
        let rounds = self.rounds(row.item)?;
        Ok(ItemLine { title, done, open, ticks, history: self.history(&tick, &key), rounds })
    }

    fn rounds(&self, item: ItemId) -> Result<Vec<RoundLine>, FoldError> {
        let mut rounds = Vec::new();
        for key in tables::keys_of(self.db, self.book, &format!("{item}.session."))? {
            let register = tables::register(self.db, self.book, &key)?;
            let Some(Ok(session)) = register.act::<Session>() else { continue };
            let (words, by) = (session_words(&session), self.names.of(session.by)?);
            rounds.push(RoundLine {
                words,
                on: session.on,
                by,
                history: self.history(&register, &key),
            });
        }
        rounds.sort_by_key(|round| std::cmp::Reverse(round.on));
        Ok(rounds)
    }

    fn notes(&self, row: &TaskRow) -> Result<Vec<NoteLine>, FoldError> {
        if row.notes == 0 {
            return Ok(Vec::new());
        }
        let mut notes = Vec::new();
        for key in tables::keys_of(self.db, self.book, &format!("{}.note.", row.task))? {
            for shown in tables::register(self.db, self.book, &key)?.values {
                let Ok(Note { by, on, text }) = shown.act() else { continue };
                notes.push(NoteLine { text, on, by: self.names.of(by)? });
            }
        }
        notes.sort_by_key(|note| std::cmp::Reverse(note.on));
        Ok(notes)
    }

    fn history(&self, register: &Register, key: &RegisterKey) -> Option<Href> {
        let written = !register.values.is_empty();
        written.then(|| Href::local(&history_path(self.unit, key)))?
    }
}

/// Days to the last one, while something is still due.
pub(super) fn days_left(row: &TaskRow, as_of: Day) -> Option<i64> {
    let due = matches!(row.status, Status::Overdue | Status::InProgress | Status::NotStarted);
    row.last_day.filter(|_| due).map(|last| last.days_since(as_of))
}
