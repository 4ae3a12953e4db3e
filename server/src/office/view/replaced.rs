//! Values of officers that are not shown any more.

use chrono::NaiveDateTime;

use super::{BookName, Href, Limit, NowLine, PhoneMark, Subject, Value};

/// A part of the list of replaced values.
#[derive(Clone)]
pub struct ReplacedView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// What the page is limited to.
    pub only: Option<Limit>,
    /// How many there are.
    pub total: u32,
    /// Those of this part.
    pub rows: Vec<ReplacedLine>,
    /// Which part this is, from 1.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
}

/// A value that another one took the place of, and that its officer has not accepted.
#[derive(Clone)]
pub struct ReplacedLine {
    /// The book.
    pub book: Option<BookName>,
    /// What the register is about.
    pub subject: Subject,
    /// The value.
    pub mine: Value,
    /// Its officer, when the directory knows.
    pub by: Option<String>,
    /// The phone that sent it.
    pub phone: Option<PhoneMark>,
    /// When the office received it, in UTC+7.
    pub received: Option<NaiveDateTime>,
    /// What is shown now.
    pub now: Vec<NowLine>,
    /// The history of the register, when it has a page.
    pub history: Option<Href>,
}
