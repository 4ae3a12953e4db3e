//! Hits: what the index found, as a screen shows it.

use std::ops::Range;

use rusqlite::{Connection, Row, params};

use super::super::value::{fixed, wrong_form};
use super::super::{Window, catalogue};
use super::follow::act;
use super::index::{ITEM, NOTE, TASK, expression};
use crate::model::{DocumentId, EntryId, ItemId, Note, Query, Rank, RegisterKey, TaskId, UnitId};

/// Where to look.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In every book that is shown here.
    #[default]
    All,
    /// In the books of one unit.
    Unit(UnitId),
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitKind {
    /// The title of a task, or its number.
    Task,
    /// The title of an item of its checklist.
    Item(ItemId),
    /// A note about it.
    Note(EntryId),
}

/// One text that answers a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// A book that shows the task; of several the first, by unit and year.
    pub book: DocumentId,
    /// The unit whose book it is.
    pub unit: UnitId,
    /// A plan's text is found once: other books of the scope show it as well.
    pub elsewhere: bool,
    /// The task, which a screen opens.
    pub task: TaskId,
    /// Its number in the plan; empty for a task of the unit's own.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What was found.
    pub kind: HitKind,
    /// The text: the title again, the item's title or the whole note.
    pub text: String,
    /// What to highlight in `text`: ranges of bytes, in order, on the borders of characters. Empty
    /// where only the number answers.
    pub ranges: Vec<Range<usize>>,
    /// How well it answers.
    pub rank: Rank,
}

/// A text of the index that is not yet looked at.
struct Candidate {
    kind: u8,
    /// None for a plan's text.
    book: Option<DocumentId>,
    task: TaskId,
    id: [u8; 16],
}

/// Texts in which every word of the query begins a word: the best rank first, then tasks, items and
/// notes, these from the latest. Windows of one query neither share a hit nor miss one.
pub fn search(
    db: &Connection,
    query: &Query,
    scope: Scope,
    window: Window,
) -> rusqlite::Result<Vec<Hit>> {
    let (mut hits, mut before) = (Vec::new(), window.offset);
    for rank in Rank::ALL {
        let mut found = db.prepare_cached(CANDIDATES)?;
        let mut rows = found.query([expression(query, rank)])?;
        while hits.len() < window.limit as usize {
            let Some(row) = rows.next()? else { break };
            let candidate = candidate(row)?;
            let Some(place) = candidate.shown(db, scope)? else { continue };
            match before.checked_sub(1) {
                Some(fewer) => before = fewer,
                None => hits.extend(candidate.hit(db, query, rank, place)?),
            }
        }
    }
    Ok(hits)
}

const CANDIDATES: &str = "SELECT t.kind, t.book, t.task, t.id
     FROM search_words w CROSS JOIN search_texts t ON t.place = w.rowid
     WHERE search_words MATCH ?1 ORDER BY w.rowid";

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let book: Vec<u8> = row.get(1)?;
    let book = match book.len() {
        0 => None,
        _ => Some(DocumentId(book.try_into().map_err(|_| wrong_form(1))?)),
    };
    Ok(Candidate { kind: row.get(0)?, book, task: TaskId(fixed(row, 2)?), id: fixed(row, 3)? })
}

/// The first book that shows a text, its unit, and whether another one does.
struct Place {
    book: DocumentId,
    unit: UnitId,
    elsewhere: bool,
}

impl Candidate {
    fn shown(&self, db: &Connection, scope: Scope) -> rusqlite::Result<Option<Place>> {
        let (id, book) = (self.id.as_slice(), self.book.as_ref().map(DocumentId::as_slice));
        let (rows, which) = match (self.kind, book) {
            (ITEM, _) => ("item_rows r ON r.item = ?3", id),
            (TASK, Some(book)) => ("task_rows r ON r.book = ?3 AND r.title IS NOT NULL", book),
            (_, Some(book)) => ("task_rows r ON r.book = ?3", book),
            (_, None) => ("task_rows r ON r.task = ?3 AND r.title IS NULL", id),
        };
        let sql = format!(
            "SELECT b.document, b.unit FROM books b JOIN {rows} AND r.book = b.document
             WHERE r.task = ?1 AND (?2 IS NULL OR b.unit = ?2) ORDER BY b.unit, b.year LIMIT 2"
        );
        let unit = match &scope {
            Scope::All => None,
            Scope::Unit(unit) => Some(unit.as_slice()),
        };
        let mut found = db.prepare_cached(&sql)?;
        let mut rows = found.query(params![self.task.as_slice(), unit, which])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (book, unit) = (DocumentId(fixed(row, 0)?), UnitId(fixed(row, 1)?));
        Ok(Some(Place { book, unit, elsewhere: rows.next()?.is_some() }))
    }

    fn hit(
        &self,
        db: &Connection,
        query: &Query,
        rank: Rank,
        place: Place,
    ) -> rusqlite::Result<Option<Hit>> {
        let Place { book, unit, elsewhere } = place;
        let own = catalogue::own_title(db, book, self.task)?;
        let (number, title) = match own {
            Some(title) => (String::new(), title),
            None => catalogue::task(db, self.task)?.unwrap_or_default(),
        };
        let Some((kind, text)) = self.said(db, &title)? else { return Ok(None) };
        let (task, ranges) = (self.task, query.ranges(&text));
        Ok(Some(Hit { book, unit, elsewhere, task, number, title, kind, text, ranges, rank }))
    }

    fn said(&self, db: &Connection, title: &str) -> rusqlite::Result<Option<(HitKind, String)>> {
        Ok(match (self.kind, self.book) {
            (TASK, _) => Some((HitKind::Task, title.to_owned())),
            (ITEM, _) => catalogue::item(db, ItemId(self.id))?
                .map(|(_, title)| (HitKind::Item(ItemId(self.id)), title)),
            (NOTE, Some(book)) => {
                let entry = EntryId(self.id);
                let key = RegisterKey::entry(self.task, "note", entry);
                act::<Note>(db, book, &key)?.map(|note| (HitKind::Note(entry), note.text))
            }
            _ => None,
        })
    }
}
