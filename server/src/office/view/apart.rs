//! What is not in its book for everyone: held, refused, and what the office decided about it.

use chrono::NaiveDateTime;

use super::{Href, PhoneMark, Value};
use soviec_core::protocol::ChangeState;

/// How much waits for the office, by what it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Held edits.
    pub held: u32,
    /// Refused edits.
    pub refused: u32,
    /// Edits that wait for a held one, and go where it goes.
    pub parked: u32,
}

impl Waiting {
    /// How many decisions are asked for.
    pub fn decisions(self) -> u32 {
        self.held.saturating_add(self.refused)
    }
}

/// Which of the three lists a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// Held edits.
    #[default]
    Held,
    /// Refused edits.
    Refused,
    /// Those about which the office decided, and those that ended without a decision.
    Done,
}

impl Which {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Held, Self::Refused, Self::Done];

    /// Its value in the query of a page.
    pub fn key(self) -> &'static str {
        match self {
            Self::Held => "giu",
            Self::Refused => "khong-nhan",
            Self::Done => "da-quyet-dinh",
        }
    }
}

/// A part of one of the lists.
#[derive(Clone)]
pub struct ApartView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// Which list.
    pub which: Which,
    /// How many stand in the lists, of what the page is limited to.
    pub waiting: Waiting,
    /// What the page is limited to.
    pub only: Option<Limit>,
    /// The edits: the oldest first of those that wait, the last decided first of the others.
    pub rows: Vec<ApartLine>,
    /// Which part this is, from 1.
    pub part: u32,
    /// How many parts there are, as far as they were counted.
    pub parts: u32,
}

/// A page that shows what one unit's book or one phone has.
#[derive(Clone)]
pub struct Limit {
    /// The unit's name or the phone's mark.
    pub name: String,
    /// The unit's page or the phone's row.
    pub href: Option<Href>,
    /// The query that keeps the limit.
    pub query: String,
}

/// One edit that is not in its book for everyone.
#[derive(Clone)]
pub struct ApartLine {
    /// Its own page, where the office decides.
    pub href: Option<Href>,
    /// What became of it.
    pub state: ChangeState,
    /// Why it is held or refused.
    pub why: Why,
    /// The book that it was written into; none when the office does not know that document.
    pub book: Option<BookName>,
    /// What it says, one line for each register; fewer than it writes on a list.
    pub puts: Vec<PutLine>,
    /// How many registers it writes.
    pub writes: usize,
    /// Its bytes, which are all that can be said when they cannot be read.
    pub size: usize,
    /// Who wrote it, when the directory knows.
    pub by: Option<String>,
    /// The phone that sent it; none for the office itself.
    pub phone: Option<PhoneMark>,
    /// The phone's own number of the edit.
    pub client_seq: Option<u64>,
    /// When its author's clock said it was written, in UTC+7.
    pub said: Option<NaiveDateTime>,
    /// The author's clock was ahead of the office's.
    pub ahead: bool,
    /// When the office received it, in UTC+7.
    pub received: NaiveDateTime,
    /// Edits that wait for this one.
    pub parked: u32,
    /// What the office decided.
    pub decided: Option<DecidedLine>,
}

/// Why an edit is not in its book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The phone had no right to write there, or has it no longer.
    NoRight,
    /// It names an officer who does not use the phone.
    OtherOfficer,
    /// The edit below it waits for the office.
    Below,
    /// Refused, with the code of the log.
    Refused(u16),
    /// Nothing keeps it out any more.
    Settled,
}

/// The name of a book: that of its unit.
#[derive(Clone)]
pub struct BookName {
    /// The unit.
    pub name: String,
    /// The commune of a village.
    pub above: Option<String>,
    /// The unit's page.
    pub href: Option<Href>,
}

/// What a register is about.
#[derive(Clone, Default)]
pub struct Subject {
    /// The number of the task in the plan; empty for a unit's own.
    pub number: String,
    /// The title of the task; none when no plan and no book here has it.
    pub task: Option<String>,
    /// The title of the item.
    pub item: Option<String>,
}

/// One register that an edit writes.
#[derive(Clone)]
pub struct PutLine {
    /// What it is about.
    pub subject: Subject,
    /// What the edit says there.
    pub value: Value,
    /// What is shown there now; with several values each.
    pub now: Vec<NowLine>,
    /// The history of the register, when it has a page.
    pub history: Option<Href>,
}

/// What stands in a register at present.
#[derive(Clone)]
pub struct NowLine {
    /// The value.
    pub value: Value,
    /// Who wrote it.
    pub by: Option<String>,
}

/// A decision of the office.
#[derive(Clone)]
pub struct DecidedLine {
    /// The clerk.
    pub by: Option<String>,
    /// When, in UTC+7.
    pub at: NaiveDateTime,
    /// The clerk's words.
    pub reason: String,
    /// What the edit became by it.
    pub state: ChangeState,
    /// The book that it was moved into.
    pub target: Option<String>,
}

/// The page of one edit, where the office decides.
#[derive(Clone)]
pub struct EntryView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// The edit, with what stands in its registers now.
    pub line: ApartLine,
    /// Edits that wait for it, the first of them.
    pub below: Vec<ApartLine>,
    /// The edit that a parked one waits for.
    pub parent: Option<Href>,
    /// The books that a held edit can be moved into, by commune.
    pub books: Vec<BookChoice>,
    /// What the clerk had typed, when a decision did not come about.
    pub draft: Draft,
    /// Why it did not.
    pub problem: Option<Problem>,
}

/// Books of one commune and its villages.
#[derive(Clone)]
pub struct BookChoice {
    /// The commune.
    pub name: String,
    /// Each book: the value of the choice, and the unit's name.
    pub books: Vec<(String, String)>,
}

/// What a clerk typed into the form of a decision.
#[derive(Clone, Default)]
pub struct Draft {
    /// The words.
    pub reason: String,
    /// The chosen book.
    pub target: String,
}

/// Why a decision did not come about. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Another clerk, or another window, was first.
    Decided,
    /// The decision needs words.
    NoReason,
    /// The words are too long.
    LongReason,
    /// No book was chosen, or none that there is.
    NoTarget,
    /// The edit would be refused again, with that code.
    Refused(u16),
    /// The decision is not one that this edit can have.
    NotPossible,
    /// The office has no such document.
    NoBook,
    /// The phone that sent it is not its author's, so nobody writes it in his name.
    Stranger,
    /// The value stands in its register already.
    Stands,
}
