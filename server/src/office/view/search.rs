//! What a search over the office's books found.

use chrono::NaiveDateTime;

use super::{BookName, Href};

/// A part of the hits, or why there are none.
#[derive(Clone)]
pub struct SearchView {
    /// The moment of the view, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is.
    pub office_name: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub problem: Option<SearchProblem>,
    /// The hits of this part, the best first.
    pub hits: Vec<HitLine>,
    /// Which part this is, from 1.
    pub part: u32,
    /// The part before this one.
    pub before: Option<Href>,
    /// The part after it, if there is one.
    pub after: Option<Href>,
}

/// Why nothing can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchProblem {
    /// No letter and no digit.
    Empty,
    /// Longer than a query may be.
    TooLong,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitOf {
    /// The title of a task, or its number.
    Task,
    /// The title of an item.
    Item,
    /// A note.
    Note,
}

/// One hit.
#[derive(Clone)]
pub struct HitLine {
    /// What was found.
    pub of: HitOf,
    /// The text in parts; those that answer the query are marked.
    pub parts: Vec<(String, bool)>,
    /// Number and title of the task, where the text is not its title.
    pub task: Option<String>,
    /// The book.
    pub book: Option<BookName>,
    /// Books of other units show it as well.
    pub elsewhere: bool,
}
