//! What is said of a text that is no normal form.

/// So much of a part that is not understood is repeated, in characters.
const SHOWN: usize = 60;

/// A text that is no normal form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{part}\" is not understood: {wanted}")]
pub struct NormalError {
    /// The part that is not understood, at most 60 characters of it.
    pub part: String,
    /// What is expected there.
    pub wanted: Wanted,
}

impl NormalError {
    pub(super) fn new(part: &str, wanted: Wanted) -> Self {
        Self { part: part.chars().take(SHOWN).collect(), wanted }
    }
}

/// What a part of a normal form should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wanted {
    /// The beginning of a form.
    #[error(
        "BY, BEFORE, IN, DURING, FROM, ONGOING, EVENT, REF, EVERY, PERIODIC, ADHOC, INVALID or \
         NONE is expected"
    )]
    Form,
    /// A day.
    #[error("a day is expected: 2023-04-30")]
    Day,
    /// A day that the calendar has.
    #[error("the calendar has no such day; write INVALID(…) around it")]
    PossibleDay,
    /// A day that the calendar does not have.
    #[error("the calendar has this day, so it is not invalid")]
    ImpossibleDay,
    /// A span.
    #[error("a span is expected: 2023, 2023-H1, 2023-Q2, 2023-03 or 2023-03..2023-04")]
    Span,
    /// A day or a period.
    #[error("a day or a period is expected: 2023-04-01, 2023-04, 2023-Q2 or 2023")]
    Start,
    /// What is ongoing.
    #[error("ONGOING, ONGOING 2023+ or ONGOING(…) is expected")]
    Ongoing,
    /// Words in brackets.
    #[error("words in brackets are expected, without blanks at their ends")]
    Words,
    /// A count of days.
    #[error("a count is expected: 10 days or 10 working days, at most 999")]
    Count,
    /// A repetition.
    #[error(
        "EVERY month BEFORE day 15, EVERY quarter BEFORE day 15 of its last month, \
         EVERY half-year BEFORE 06-15, EVERY year BEFORE 12-15 or EVERY month (no day) is expected"
    )]
    Every,
    /// Repetitions in their order.
    #[error("the shortest period comes first, and none comes twice")]
    Order,
    /// The end.
    #[error("nothing more is expected here")]
    End,
}
