//! What is wrong or doubtful in a file, and where.

use std::cell::RefCell;

use super::{Source, span::WrittenDate};
use soviec_core::model::{Day, Wanted as WantedForm};

/// A place in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The letter in the line.
    pub column: usize,
}

/// What a doubt stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The file is not written.
    Error,
    /// The file is written once a person has accepted it.
    Warning,
}

/// Something that a person has to look at. Its words are in the messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where it stands.
    pub place: Place,
    /// What it stops.
    pub weight: Weight,
    /// What it is.
    pub what: What,
}

/// What is wrong or doubtful. Fields are named as they stand in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Not TOML; the parser's own words.
    Syntax(String),
    /// A field that the form does not have.
    UnknownField(String),
    /// A field that must be there.
    Missing(&'static str),
    /// A value of another type than the field takes.
    Type(&'static str, Wanted),
    /// A text of nothing but blanks.
    Empty(&'static str),
    /// A text longer than that many bytes.
    TooLong(&'static str, usize),
    /// A text that begins with a mark without a letter.
    LoneMark(&'static str),
    /// Control characters or invisible marks were left out of the text.
    Hidden(&'static str),
    /// The text holds what looks like a telephone or identity number.
    Personal(&'static str),
    /// A key with other signs than letters, digits, `.`, `-`, `_` and `/`.
    KeyForm(String),
    /// Not 26 Crockford characters.
    IdForm(String),
    /// Neither a key nor an id where one is needed.
    NoKey,
    /// The key or id stands in another place already.
    Duplicate(String, Place),
    /// The number stands at another task already.
    DuplicateNumber(String, Place),
    /// The key belongs to another id already: what is written would be doubled.
    OtherIdentity(String, String),
    /// Not a day in the form `YYYY-MM-DD`.
    DayForm(String),
    /// A day that the calendar does not have; kept, never repaired.
    Impossible(String),
    /// A span that is no year, quarter, month or two of them.
    SpanForm(String),
    /// A part of a normal form that is not understood, and what it should be.
    NormalForm(String, WantedForm),
    /// The normal form says something else than the key beside it, in its own normal form.
    Disagree(String, String),
    /// An event with a bracket that is not closed, or line ends.
    EventForm(String),
    /// The event of a deadline that waits for none.
    NoEvent,
    /// The last day cannot be computed: it lies beyond the calendar.
    BeyondCalendar,
    /// Neither `literal` nor `usual`.
    ReadingForm(String),
    /// Neither `none`, `next_working` nor `previous_working`.
    RollForm(String),
    /// The end lies before the beginning.
    Backwards,
    /// Another year than 1900 to 9999.
    YearForm,
    /// The last permitted day lies outside the plan's year.
    OutsideYear(Day, u16),
    /// The wording says *thường xuyên* and the deadline is a day.
    OngoingWithDate,
    /// The wording names another day than the deadline.
    OtherDay(WrittenDate, Day),
    /// A wording without a deadline that the product can compute with.
    NoNormalForm,
    /// A deadline without the paper's own words.
    NoWording,
    /// More than one deadline at a task.
    TwoDeadlines,
    /// Neither `agency`, `commune`, `commune-police` nor `village`.
    KindForm(String),
    /// Neither `read` nor `write`.
    RoleForm(String),
    /// Not `unit:KEY`, `kind:KIND` or `set:KEY`.
    SelectorForm(String),
    /// No unit has the key.
    UnknownUnit(String),
    /// No officer has the key.
    UnknownOfficer(String),
    /// No group has the key.
    UnknownGroup(String),
    /// No set has the key.
    UnknownSet(String),
    /// A unit that reports to itself, over others or not.
    OwnAncestor(String),
    /// No officer of the office could sign what is written.
    NoClerk,
    /// No unit leads the task.
    NoLead(String),
    /// A set without units.
    EmptySet(String),
}

/// The type that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A text in quotes.
    Text,
    /// A list of texts.
    Texts,
    /// A day, bare or in quotes.
    Day,
    /// A whole number.
    Number,
    /// `true`.
    True,
    /// A table.
    Table,
    /// Tables, each under its own `[[…]]`.
    Tables,
}

/// Collects doubts while a file is read.
pub(super) struct Doubts<'s> {
    source: &'s Source,
    found: RefCell<Vec<Doubt>>,
}

impl<'s> Doubts<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self { source, found: RefCell::default() }
    }

    pub(super) fn source(&self) -> &'s Source {
        self.source
    }

    pub(super) fn error(&self, at: usize, what: What) {
        self.add(at, Weight::Error, what);
    }

    pub(super) fn warn(&self, at: usize, what: What) {
        self.add(at, Weight::Warning, what);
    }

    fn add(&self, at: usize, weight: Weight, what: What) {
        let doubt = Doubt { place: self.source.place(at), weight, what };
        let mut found = self.found.borrow_mut();
        if !found.contains(&doubt) {
            found.push(doubt);
        }
    }

    /// What was found, in the order of the file.
    pub(super) fn finish(self) -> Vec<Doubt> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|doubt| (doubt.place, doubt.weight));
        found
    }
}
