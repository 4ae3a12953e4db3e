//! The normal form of a deadline: what a wording says, in a form that can be computed with.

use super::{DeadlineKind, Every, Plain, Roll, Settings, Span, Start};
use crate::model::Day;

/// A deadline in normal form. Its text is read and written without loss: one text, one form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Normal {
    /// `NONE`: the plan gives no date; words of urgency are none.
    None,
    /// A last day, in one stage or two, and what goes with it.
    Dated(Dated),
    /// `FROM 2023-03`, `FROM 2023-Q1 ONGOING`: it has a beginning and is judged per period.
    From(Start, Option<Ongoing>),
    /// `ONGOING`: never finished, judged per period.
    Ongoing(Ongoing),
    /// `EVENT(…)`, `EVENT(…) + ONGOING`: the clock starts when a person records the event.
    Event(Event, Option<Ongoing>),
    /// `REF(…)`: another document holds the date.
    Ref(Plain),
    /// `EVERY …`, joined by `; `: due once in every period; with `+ ADHOC` on demand as well.
    Every(Repeating, bool),
    /// `PERIODIC(unspecified)`: comes back, and nobody says when; with `+ ADHOC` on demand as well.
    Periodic(bool),
    /// `ADHOC`: on demand.
    Adhoc,
}

/// `IN 2023-02; then IN 2023-Q1`, `IN 2023-Q1 + ONGOING 2023+`, `IN 2023-Q2; EVENT(…)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dated {
    /// The first stage, mostly the only one.
    pub first: Stage,
    /// The second stage.
    pub then: Option<Stage>,
    /// It stays open afterwards and is judged per period.
    pub ongoing: Option<Ongoing>,
    /// The event that it waits for all the same.
    pub event: Option<Event>,
}

/// One stage with a last day of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stage {
    /// *Chậm nhất ngày*: that day still counts.
    By(Day),
    /// *Trước ngày*: by its letters the day before it is the last.
    Before(Day),
    /// *Trong tháng, trong quý*: due on the last day of the span.
    In(Span),
    /// *Thời gian thực hiện*: done during the span. Followed by *thường xuyên* it has no last day.
    During(Span),
    /// `INVALID(2023-11-31)`: a day that the calendar does not have; kept, asked about, and never
    /// repaired.
    Invalid(Edge, Plain),
}

/// The word before an impossible day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// None.
    Bare,
    /// `BY INVALID(…)`.
    By,
    /// `BEFORE INVALID(…)`.
    Before,
}

/// *Thường xuyên*.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ongoing {
    /// `ONGOING`.
    Always,
    /// `ONGOING 2023+`: in that year and those after it.
    Since(u16),
    /// `ONGOING(school year)`: in the time that the words name.
    While(Plain),
}

/// An event, and how many days may pass after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Event {
    /// What is waited for.
    pub what: Plain,
    /// How long it may take from then on; without it no day follows from the event.
    pub within: Option<Count>,
}

/// A number of days; the first day, that of the event, is not counted (Civil Code 2015, art. 147).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count {
    days: u16,
    working: bool,
}

impl Count {
    /// The most days that are counted.
    pub const MOST: u16 = 999;

    /// From 1 to [`Self::MOST`] days, all or working days alone.
    pub fn new(days: u16, working: bool) -> Option<Self> {
        (1..=Self::MOST).contains(&days).then_some(Self { days, working })
    }

    /// How many.
    pub fn days(self) -> u16 {
        self.days
    }

    /// Working days alone are counted.
    pub fn working(self) -> bool {
        self.working
    }
}

/// One or more of [`Every`], the shortest period first, no length twice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repeating(Vec<Every>);

impl Repeating {
    /// None when there are none of them, or they stand in another order.
    pub fn new(all: Vec<Every>) -> Option<Self> {
        let ascending = all.windows(2).all(|two| two[0].length() < two[1].length());
        (!all.is_empty() && ascending).then_some(Self(all))
    }

    /// All of them.
    pub fn all(&self) -> &[Every] {
        &self.0
    }
}

impl From<Stage> for Normal {
    fn from(first: Stage) -> Self {
        Self::Dated(Dated { first, then: None, ongoing: None, event: None })
    }
}

impl Normal {
    /// How a task with it is judged in time.
    pub fn kind(&self) -> DeadlineKind {
        match self {
            Self::None | Self::Ref(_) => DeadlineKind::None,
            Self::Dated(dated) => dated.kind(),
            Self::Event(..) => DeadlineKind::Event,
            Self::From(..)
            | Self::Ongoing(_)
            | Self::Every(..)
            | Self::Periodic(_)
            | Self::Adhoc => DeadlineKind::Ongoing,
        }
    }

    /// The impossible days that it keeps.
    pub fn invalid(&self) -> impl Iterator<Item = &Plain> {
        let stages = match self {
            Self::Dated(dated) => [Some(&dated.first), dated.then.as_ref()],
            _ => [None, None],
        };
        stages.into_iter().flatten().filter_map(|stage| match stage {
            Stage::Invalid(_, text) => Some(text),
            _ => None,
        })
    }

    /// Whether days off can decide its last day.
    pub(super) fn asks_for_days_off(&self, settings: Settings) -> bool {
        let event = match self {
            Self::Dated(Dated { event, .. }) => event.as_ref(),
            Self::Event(event, _) => Some(event),
            _ => None,
        };
        let counts = event.and_then(|event| event.within).is_some_and(Count::working);
        counts || settings.roll != Roll::None
    }
}

impl Dated {
    fn kind(&self) -> DeadlineKind {
        match (&self.ongoing, self.then.as_ref().unwrap_or(&self.first)) {
            (Some(_), _) => DeadlineKind::Ongoing,
            (None, Stage::Invalid(..)) => DeadlineKind::None,
            (None, _) => DeadlineKind::Dated,
        }
    }
}
