//! What the office should look at, though nothing was refused for it.

use super::PhoneMark;

/// One thing to look at.
#[derive(Clone)]
pub struct FlagLine {
    /// What is odd, and how much of it.
    pub odd: Odd,
    /// The phone, where the page is not about it.
    pub phone: Option<PhoneMark>,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// A phone's clock was ahead by so many milliseconds when something was written.
    ClockAhead(u64),
    /// Something was so many milliseconds old when it arrived.
    LongAgo(u64),
    /// A book has so many bytes.
    LargeDocument(u64),
    /// So many actors write in a book.
    ManyActors(u64),
}
