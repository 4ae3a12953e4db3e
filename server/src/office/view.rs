//! What a page of the console shows, as plain data: no HTML, no SQL, no clock.
//!
//! Whoever fills a view has already sorted its rows (most overdue first, then the Vietnamese
//! order of names) and has already counted a register with two live values as not done.
//! Everything that is a sum over the rows is computed here and nowhere else.
//!
//! The types that hold names have no `Debug`, so that a log line cannot print one by accident.

use chrono::NaiveDateTime;

mod apart;
mod figures;
mod flags;
mod history;
mod phones;
mod replaced;
mod review;
mod search;
mod unit;

pub use apart::{
    ApartLine, ApartView, BookChoice, BookName, DecidedLine, Draft, EntryView, Limit, NowLine,
    Problem, PutLine, Subject, Waiting, Which, Why,
};
pub use figures::{Counts, Share, State, Totals};
pub use flags::{FlagLine, Odd};
pub use history::{Due, HistoryView, PhoneMark, Standing, Value, ValueLine};
pub use phones::{Need, PhoneLine, PhoneTotals, PhoneUnit, PhonesView};
pub use replaced::{ReplacedLine, ReplacedView};
pub use review::{ReviewDue, ReviewLine, ReviewProblem, ReviewsView};
pub use search::{HitLine, HitOf, SearchProblem, SearchView};
pub use unit::{
    Crumb, Declaration, ItemLine, NoteLine, RoundLine, TaskLine, TickLine, UnitView, Villages,
};

/// The clerk for whom a page is made.
#[derive(Clone)]
pub struct Reader {
    /// The name in the head of the page.
    pub name: String,
    /// What the forms of the session carry.
    pub token: String,
    /// What waits for a decision; none where it was not counted.
    pub waiting: Option<Waiting>,
}

/// A link inside this server, or to a place on the same page.
///
/// The constructor is the only way in, so a link on a page can never lead to another site or
/// run a script, whatever a name or an id holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Href(String);

impl Href {
    /// Takes `/path`, `/path?query` or `#place`; anything else gives `None`, and the page then
    /// shows the words without a link.
    pub fn local(target: &str) -> Option<Self> {
        let inside = target.starts_with('#')
            || (target.starts_with('/') && !target.starts_with("//") && !target.contains('\\'));
        let plain = target.bytes().all(|byte| byte.is_ascii_graphic());
        (inside && plain).then(|| Self(target.to_owned()))
    }

    /// The link as it stands in the page, before escaping.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of a unit on a page: the text form of its internal id. It names the row's anchor.
#[derive(Clone, PartialEq, Eq)]
pub struct UnitKey(pub String);

/// The state of an area, or of one commune, at one moment.
#[derive(Clone)]
pub struct AreaView {
    /// The moment up to which the figures hold, in UTC+7.
    pub as_of: NaiveDateTime,
    /// The office whose console this is; it stands in the head of every page.
    pub office_name: String,
    /// The area as a Vietnamese noun in lower case, for example "khu vực Thanh Lâm".
    pub area_name: String,
    /// The plan that the figures belong to, in the plan's own words; empty when there is none.
    pub plan_line: String,
    /// Which of the two pages this is.
    pub level: Level,
    /// What the rows are called: data, because the levels have changed and will change.
    pub words: UnitWords,
    /// The units, already sorted.
    pub rows: Vec<UnitRow>,
    /// Values in all books that others took the place of, and that their officers have not
    /// accepted.
    pub replaced: u32,
    /// Who has not sent everything, the longest silence first.
    pub gaps: Vec<Gap>,
    /// Which of the rows the table shows; sums above the table are always of all.
    pub filter: Filter,
}

/// Which units a table shows. The default shows all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only units with a task in this state, or with two values.
    pub only: Option<Only>,
    /// Only units that have not sent everything.
    pub gaps: bool,
}

/// What a unit must have to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// A dated task in this state.
    State(State),
    /// An entry with two values.
    TwoValues,
}

impl Only {
    /// Its value in the query of a page.
    pub fn key(self) -> &'static str {
        match self {
            Self::State(State::OnTime) => "dung-han",
            Self::State(State::InProgress) => "dang",
            Self::State(State::Late) => "muon",
            Self::State(State::Overdue) => "qua-han",
            Self::State(State::NotStarted) => "chua",
            Self::TwoValues => "hai-gia-tri",
        }
    }
}

impl Filter {
    /// Whether a row is shown.
    pub fn shows(self, row: &UnitRow) -> bool {
        let only = match self.only {
            None => true,
            Some(Only::State(state)) => row.counts[state] > 0,
            Some(Only::TwoValues) => row.open_values > 0,
        };
        only && !(self.gaps && row.sent == Sent::Complete)
    }
}

/// The words for the units of a page, from the directory.
#[derive(Clone)]
pub struct UnitWords {
    /// The units in the rows, for example "xã, phường" or "thôn, tổ dân phố".
    pub rows: String,
    /// The units below a row, counted in `Sent::Partial`, for example "thôn".
    pub below: String,
}

/// Which units the rows are.
#[derive(Clone)]
pub enum Level {
    /// The rows are the communes (*xã, phường*) of the area.
    Area,
    /// The rows are the villages (*thôn, tổ dân phố*) of one commune.
    Commune(Box<Commune>),
}

/// The commune above the rows of its villages.
#[derive(Clone)]
pub struct Commune {
    /// The commune's own tasks; they are never added to those of its villages.
    pub own: UnitRow,
    /// Back to the page of the area.
    pub area: Option<Href>,
}

/// One unit of a page.
#[derive(Clone)]
pub struct UnitRow {
    /// The anchor of the row, and the key that `Gap::unit` points to.
    pub id: UnitKey,
    /// The name as it stood at the moment of the view.
    pub name: String,
    /// The unit's own page, when it has one.
    pub href: Option<Href>,
    /// Dated tasks by state.
    pub counts: Counts,
    /// Ongoing tasks: effective in the period, of those assigned.
    pub ongoing: Share,
    /// Tasks bound to an event that has not happened; they stand in no other figure.
    pub waiting_event: u32,
    /// Registers with two live values, each counted as not done until a person picks.
    pub open_values: u32,
    /// Checklist items: done, of those assigned.
    pub items: Share,
    /// Whether everything that the unit's phones hold has arrived.
    pub sent: Sent,
    /// When a phone of the unit last reached the relay, in UTC+7.
    pub last_contact: Option<NaiveDateTime>,
}

impl UnitRow {
    /// False when nobody can say how many items are done: no phone of the unit has ever sent,
    /// and the office has entered nothing on its behalf.
    pub fn items_known(&self) -> bool {
        let silent = matches!(self.sent, Sent::Missing(Reason::Never | Reason::NoPhone));
        !(silent && self.items.done == 0)
    }
}

/// How much of a unit's work has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Every phone of the unit, to the last edit that it reported.
    Complete,
    /// Some units below have sent everything, some have not.
    Partial {
        /// Units below that have sent everything.
        complete: u32,
        /// All units below.
        of: u32,
    },
    /// The unit's own phones have not sent everything.
    Missing(Reason),
}

/// Why a unit counts as not fully sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Whole days since the last contact, over the office's threshold.
    SilentDays(u32),
    /// Edits that a phone reported and has not delivered.
    Waiting(u32),
    /// No phone of the unit has ever reached the relay.
    Never,
    /// Nobody in the unit has a phone; the office enters on its behalf.
    NoPhone,
}

/// One unit that has not sent everything.
#[derive(Clone)]
pub struct Gap {
    /// The unit, so that the page can point at its row when there is no page to link to.
    pub unit: UnitKey,
    /// The unit's name.
    pub name: String,
    /// Where the clerk sees more.
    pub href: Option<Href>,
    /// Why it is here.
    pub reason: Reason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside() {
        for good in ["/", "/don-vi/01ab?ky=2026-06", "#dv-1"] {
            assert!(Href::local(good).is_some(), "{good}");
        }
        let outside =
            ["", "//x.vn", "/\\x.vn", "https://x.vn", "javascript:alert(1)", "/a\nb", "/xã"];
        for bad in outside {
            assert!(Href::local(bad).is_none(), "{bad}");
        }
    }
}
