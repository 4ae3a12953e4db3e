//! What the office says of declared statuses: rows beside the rows of books.

use rusqlite::{Connection, Row, params};

use super::Touched;
use super::registers::register;
use super::value::{fixed, parsed, wrong_form};
use crate::model::{
    Day, DocumentId, DocumentName, OfficerId, Owner, RegisterKey, ReviewAct, TaskId,
};

/// How a declared status stands at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Nothing is declared that an office confirms: nothing at all, *chưa* or *đang thực hiện*,
    /// or two values.
    Nothing,
    /// *Chờ xác nhận*: what is shown was not judged.
    Waiting,
    /// *Đã xác nhận*.
    Confirmed,
    /// *Trả lại*.
    Returned,
    /// Two clerks said different things of it.
    Disputed,
}

impl ReviewState {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::Nothing, Self::Waiting, Self::Confirmed, Self::Returned, Self::Disputed];

    /// The number in rows and queries.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// What the office says of a declared status.
#[derive(Clone, PartialEq, Eq)]
pub struct Review {
    /// How it stands.
    pub state: ReviewState,
    /// The clerk and his day, once somebody has judged what is shown.
    pub said: Option<(OfficerId, Day)>,
    /// The clerk's name, where the directory has it.
    pub clerk_name: Option<String>,
    /// His words.
    pub comment: Option<String>,
}

/// Without the clerk's words.
impl std::fmt::Debug for Review {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Review({:?}, {:?})", self.state, self.said)
    }
}

/// Whether the office gave the declared status of a task back.
pub fn is_returned(db: &Connection, book: DocumentId, task: TaskId) -> rusqlite::Result<bool> {
    db.prepare_cached(&format!(
        "SELECT 1 FROM task_rows r JOIN review_rows v ON v.book = r.book AND v.task = r.task
         WHERE r.book = ?1 AND r.task = ?2 AND {STATE} = {}",
        ReviewState::Returned.number()
    ))?
    .exists(params![book.as_slice(), task.as_slice()])
}

/// The number of the state: of the row `r` of a book and the row `v` of its review.
pub(super) const STATE: &str = "CASE
    WHEN r.open OR r.declared IS NULL OR r.declared < 2 THEN 0
    WHEN v.edit IS NULL OR instr(r.edits, v.edit) = 0 THEN 1
    WHEN v.open THEN 4 WHEN v.outcome = 1 THEN 2 ELSE 3 END";

/// The review in five columns from `first` on: state, comment, clerk, day, the clerk's name.
pub(super) fn review_of(row: &Row<'_>, first: usize) -> rusqlite::Result<Review> {
    let number: u8 = row.get(first)?;
    let state = ReviewState::ALL.into_iter().find(|state| state.number() == number);
    let state = state.ok_or_else(|| wrong_form(first))?;
    if matches!(state, ReviewState::Nothing | ReviewState::Waiting) {
        return Ok(Review { state, said: None, clerk_name: None, comment: None });
    }
    let day: Option<Day> = parsed(row, first + 3)?;
    let said = (OfficerId(fixed(row, first + 2)?), day.ok_or_else(|| wrong_form(first + 3))?);
    Ok(Review {
        state,
        said: Some(said),
        clerk_name: row.get(first + 4)?,
        comment: row.get(first + 1)?,
    })
}

/// Notes which row a register of a review is about.
pub(super) fn touch(
    review: &DocumentName,
    key: &RegisterKey,
    touched: &mut Touched,
) -> rusqlite::Result<()> {
    if let (Ok(Owner(task)), "verdict", Some(book)) = (key.owner(), key.field(), review.reviewed())
    {
        touched.reviews.insert((review.id(), book.id(), TaskId(task)));
        touched.rows.insert((book.id(), TaskId(task)));
    }
    Ok(())
}

/// Folds the touched rows anew.
pub(super) fn settle(db: &Connection, touched: &Touched) -> rusqlite::Result<()> {
    for (review, book, task) in &touched.reviews {
        let shown = register(db, *review, &RegisterKey::new(*task, "verdict"))?;
        let place = params![book.as_slice(), task.as_slice()];
        // What a newer office wrote is none that this version can read.
        match shown.act::<ReviewAct>() {
            Some(Ok(act)) => write(db, *book, *task, &act, shown.is_open())?,
            _ => drop(
                db.prepare_cached("DELETE FROM review_rows WHERE book = ?1 AND task = ?2")?
                    .execute(place)?,
            ),
        }
    }
    Ok(())
}

fn write(
    db: &Connection,
    book: DocumentId,
    task: TaskId,
    act: &ReviewAct,
    open: bool,
) -> rusqlite::Result<()> {
    let ReviewAct { by, on, edit, outcome, comment } = act;
    db.prepare_cached(
        "INSERT OR REPLACE INTO review_rows
             (book, task, edit, outcome, open, comment, clerk, said_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        book.as_slice(),
        task.as_slice(),
        edit.as_slice(),
        outcome.number(),
        open,
        comment,
        by.as_slice(),
        on.to_string()
    ])
    .map(drop)
}
