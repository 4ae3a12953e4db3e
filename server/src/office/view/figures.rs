//! The figures of a view and the one place where they are added up.

use std::ops::{Add, Index};

use super::{AreaView, Sent, UnitRow};

/// The state of a dated task at the moment of a view. The order is that of every bar and table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Declared done on or before the deadline.
    OnTime,
    /// Started, the deadline has not passed.
    InProgress,
    /// Done after the deadline.
    Late,
    /// Not done, the deadline has passed.
    Overdue,
    /// Not started, the deadline has not passed.
    NotStarted,
}

impl State {
    /// All states, in the order in which they stand on a page.
    pub const ALL: [Self; 5] =
        [Self::OnTime, Self::InProgress, Self::Late, Self::Overdue, Self::NotStarted];
}

/// Dated tasks by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks in `State::OnTime`.
    pub on_time: u32,
    /// Tasks in `State::InProgress`.
    pub in_progress: u32,
    /// Tasks in `State::Late`.
    pub late: u32,
    /// Tasks in `State::Overdue`.
    pub overdue: u32,
    /// Tasks in `State::NotStarted`.
    pub not_started: u32,
}

impl Counts {
    /// All dated tasks: each stands in exactly one of the five.
    pub fn total(&self) -> u32 {
        State::ALL.iter().fold(0, |sum, &state| sum.saturating_add(self[state]))
    }
}

impl Index<State> for Counts {
    type Output = u32;

    fn index(&self, state: State) -> &u32 {
        match state {
            State::OnTime => &self.on_time,
            State::InProgress => &self.in_progress,
            State::Late => &self.late,
            State::Overdue => &self.overdue,
            State::NotStarted => &self.not_started,
        }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            on_time: self.on_time.saturating_add(other.on_time),
            in_progress: self.in_progress.saturating_add(other.in_progress),
            late: self.late.saturating_add(other.late),
            overdue: self.overdue.saturating_add(other.overdue),
            not_started: self.not_started.saturating_add(other.not_started),
        }
    }
}

/// A part of a whole, kept as its two counts: shares are added up as counts, never as percents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub done: u32,
    /// The whole.
    pub of: u32,
}

impl Add for Share {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { done: self.done.saturating_add(other.done), of: self.of.saturating_add(other.of) }
    }
}

/// The sums over the rows of a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Dated tasks by state.
    pub counts: Counts,
    /// Ongoing tasks.
    pub ongoing: Share,
    /// Tasks that wait for an event.
    pub waiting_event: u32,
    /// Registers with two live values.
    pub open_values: u32,
    /// Checklist items.
    pub items: Share,
    /// Units that have sent everything, of all units.
    pub sent: Share,
}

impl Totals {
    fn with(self, row: &UnitRow) -> Self {
        let complete = u32::from(row.sent == Sent::Complete);
        Self {
            counts: self.counts + row.counts,
            ongoing: self.ongoing + row.ongoing,
            waiting_event: self.waiting_event.saturating_add(row.waiting_event),
            open_values: self.open_values.saturating_add(row.open_values),
            items: self.items + row.items,
            sent: self.sent + Share { done: complete, of: 1 },
        }
    }
}

impl AreaView {
    /// The sums over `rows`. A commune's own row is not in them: its tasks are its own.
    pub fn totals(&self) -> Totals {
        self.rows.iter().fold(Totals::default(), Totals::with)
    }

    /// The rows that the filter lets through.
    pub fn visible(&self) -> Vec<&UnitRow> {
        self.rows.iter().filter(|row| self.filter.shows(row)).collect()
    }

    /// The sums over the rows that the filter lets through.
    pub fn visible_totals(&self) -> Totals {
        self.visible().into_iter().fold(Totals::default(), Totals::with)
    }

    /// The number of dated tasks that every row has, when it is the same in all of them.
    pub fn dated_per_unit(&self) -> Option<u32> {
        let mut totals = self.rows.iter().map(|row| row.counts.total());
        let first = totals.next()?;
        totals.all(|other| other == first).then_some(first)
    }
}
