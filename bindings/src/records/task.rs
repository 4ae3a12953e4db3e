//! Tasks as lists and screens show them.

use soviec_core::model::{DeadlineKind, EntryId, RegisterKey, TaskId};
use std::collections::BTreeMap;

use soviec_core::model::ChangeHash;
use soviec_core::replica::{
    Agenda, ItemDetail, NoteDetail, Origin, Register, Review, ReviewState, Shown, Status,
    TaskDetail, TaskRow, TaskWindow,
};

use super::{DeclaredCode, SessionRecord, ValueRecord, days, value::Names};

/// How a task stands, in the words of the office's legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum StatusCode {
    /// *Quá hạn*.
    Overdue,
    /// *Đang thực hiện*.
    InProgress,
    /// *Chưa thực hiện*.
    NotStarted,
    /// *Hoàn thành muộn*.
    DoneLate,
    /// *Hoàn thành đúng hạn*.
    DoneOnTime,
    /// *Thường xuyên*.
    Ongoing,
    /// *Thường xuyên, có hiệu quả*.
    OngoingEffective,
    /// *Thường xuyên, chưa hiệu quả*.
    OngoingWeak,
    /// *Chờ hướng dẫn*.
    WaitingEvent,
}

/// Writes the two directions of a conversion between enums of equal cases.
macro_rules! same_cases {
    ($code:ident, $core:ty, $($case:ident = $other:ident),+) => {
        impl From<$code> for $core {
            fn from(code: $code) -> Self {
                match code { $($code::$case => Self::$other),+ }
            }
        }
        impl From<$core> for $code {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$other => Self::$case),+ }
            }
        }
    };
}
pub(super) use same_cases;

same_cases!(
    StatusCode,
    Status,
    Overdue = Overdue,
    InProgress = InProgress,
    NotStarted = NotStarted,
    DoneLate = DoneLate,
    DoneOnTime = DoneOnTime,
    Ongoing = Ongoing,
    OngoingEffective = OngoingEffective,
    OngoingWeak = OngoingWeak,
    WaitingEvent = WaitingEvent
);

/// How a task is judged in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DeadlineCode {
    /// By a last day.
    Dated,
    /// *Thường xuyên*.
    Ongoing,
    /// *Khi có hướng dẫn*: bound to an event.
    Event,
    /// No date is known; none is invented.
    Undated,
}

same_cases!(
    DeadlineCode,
    DeadlineKind,
    Dated = Dated,
    Ongoing = Ongoing,
    Event = Event,
    Undated = None
);

/// One task as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskRecord {
    /// The book that the results stand in.
    pub book: String,
    /// The task.
    pub task: String,
    /// The unit that it is for.
    pub unit: String,
    /// The group in the plan.
    pub group: String,
    /// The number in the plan; empty for a local task.
    pub number: String,
    /// The title.
    pub title: String,
    /// How it is judged in time.
    pub deadline: DeadlineCode,
    /// The last permitted day.
    pub last_day: Option<i32>,
    /// The plan's own words for the deadline.
    pub wording: String,
    /// The unit owes a status of its own; else it only ticks items.
    pub leads: bool,
    /// The declared status; of an open register, one of the two.
    pub declared: Option<DeclaredCode>,
    /// The declared day.
    pub declared_on: Option<i32>,
    /// The declared result.
    pub result: Option<String>,
    /// A newer app wrote the status: offer a note, not a new status.
    pub newer: bool,
    /// Two values of the status stand.
    pub open: bool,
    /// Items of the checklist.
    pub items: u32,
    /// Items that are done; one with two values counts as not done.
    pub items_done: u32,
    /// Items with two values.
    pub items_open: u32,
    /// Notes.
    pub notes: u32,
    /// How it stands today.
    pub status: StatusCode,
    /// An own edit of it is not acknowledged.
    pub unsent: bool,
    /// A task of the unit's own (*việc riêng*), in no plan.
    pub local: bool,
    /// What the office says of the declared status.
    pub review: ReviewRecord,
}

/// How a declared status stands at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum ReviewCode {
    /// Nothing is declared that an office confirms.
    Nothing,
    /// *Chờ xác nhận*.
    Waiting,
    /// *Đã xác nhận*.
    Confirmed,
    /// *Trả lại*: it counts as not done until the unit declares again.
    Returned,
    /// Two clerks said different things.
    Disputed,
}

same_cases!(
    ReviewCode,
    ReviewState,
    Nothing = Nothing,
    Waiting = Waiting,
    Confirmed = Confirmed,
    Returned = Returned,
    Disputed = Disputed
);

/// What the office says of a declared status.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReviewRecord {
    /// How it stands.
    pub state: ReviewCode,
    /// The clerk's name, once what is shown was judged and the directory has it.
    pub clerk: Option<String>,
    /// The day on which it was judged.
    pub on: Option<i32>,
    /// The clerk's words.
    pub comment: Option<String>,
}

impl From<Review> for ReviewRecord {
    fn from(review: Review) -> Self {
        Self {
            state: review.state.into(),
            clerk: review.clerk_name,
            on: review.said.map(|(_, on)| days(on)),
            comment: review.comment,
        }
    }
}

impl From<TaskRow> for TaskRecord {
    fn from(row: TaskRow) -> Self {
        Self {
            book: row.book.to_string(),
            task: row.task.to_string(),
            unit: row.unit.to_string(),
            group: row.group.to_string(),
            number: row.number,
            title: row.title,
            deadline: row.kind.into(),
            last_day: row.last_day.map(days),
            wording: row.wording,
            leads: row.leads,
            declared: row.declared.map(|(status, _)| status.into()),
            declared_on: row.declared.map(|(_, on)| days(on)),
            result: row.result,
            newer: row.newer,
            open: row.open,
            items: row.items,
            items_done: row.items_done,
            items_open: row.items_open,
            notes: row.notes,
            status: row.status.into(),
            unsent: row.unsent,
            local: row.local,
            review: row.review.into(),
        }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskWindowRecord {
    /// The rows.
    pub rows: Vec<TaskRecord>,
    /// How many the whole list has.
    pub total: u32,
}

impl From<TaskWindow> for TaskWindowRecord {
    fn from(window: TaskWindow) -> Self {
        Self { rows: window.rows.into_iter().map(Into::into).collect(), total: window.total }
    }
}

/// What is due, worst first; a task stands in one section only.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AgendaRecord {
    /// The day that it is for.
    pub today: i32,
    /// The office gave the declared status back.
    pub returned: TaskWindowRecord,
    /// Past the last day and not done.
    pub overdue: TaskWindowRecord,
    /// With two values, until a person picks.
    pub open: TaskWindowRecord,
    /// Due within seven days.
    pub due_soon: TaskWindowRecord,
    /// Done today.
    pub done_today: TaskWindowRecord,
    /// The earliest dated task after those.
    pub next: Option<TaskRecord>,
    /// Values of this phone's officers that were replaced.
    pub replaced: u32,
}

impl From<Agenda> for AgendaRecord {
    fn from(agenda: Agenda) -> Self {
        Self {
            today: days(agenda.today),
            returned: agenda.returned.into(),
            overdue: agenda.overdue.into(),
            open: agenda.open.into(),
            due_soon: agenda.due_soon.into(),
            done_today: agenda.done_today.into(),
            next: agenda.next.map(Into::into),
            replaced: agenda.replaced,
        }
    }
}

/// One item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ItemRecord {
    /// The item.
    pub item: String,
    /// The register of its tick.
    pub register: String,
    /// The title.
    pub title: String,
    /// Done; false while two values stand.
    pub done: bool,
    /// Two values stand.
    pub open: bool,
    /// An own tick of it is not acknowledged.
    pub unsent: bool,
    /// All shown values: both sides of a concurrent one.
    pub values: Vec<ValueRecord>,
}

impl ItemRecord {
    fn new(item: ItemDetail, told: &Told) -> Self {
        Self {
            item: item.row.item.to_string(),
            register: RegisterKey::new(item.row.item, "tick").to_string(),
            title: item.row.title,
            done: item.row.done,
            open: item.row.open,
            unsent: item.unsent,
            values: told.values(&item.tick),
        }
    }
}

/// Where the values of a task come from, and the names of their authors.
struct Told {
    origins: BTreeMap<ChangeHash, Origin>,
    people: Names,
}

impl Told {
    fn values(&self, register: &Register) -> Vec<ValueRecord> {
        let shown = register.values.iter();
        let record =
            |value: &Shown| ValueRecord::shown(value, self.origins.get(&value.edit), &self.people);
        shown.map(record).collect()
    }
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NoteRecord {
    /// Its register.
    pub register: String,
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub officer: String,
    /// The display name.
    pub officer_name: Option<String>,
    /// The declared day.
    pub on: i32,
    /// It is not acknowledged.
    pub unsent: bool,
}

impl NoteRecord {
    fn new(note: NoteDetail, told: &Told) -> Self {
        Self {
            register: note.key.to_string(),
            text: note.note.text,
            officer: note.note.by.to_string(),
            officer_name: told.people.get(&note.note.by).cloned(),
            on: days(note.note.on),
            unsent: note.unsent,
        }
    }
}

/// One task with everything that its screen shows.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TaskDetailRecord {
    /// The row of the list.
    pub row: TaskRecord,
    /// The group's number and title.
    pub group: String,
    /// The plan's words for those who help.
    pub partners: Option<String>,
    /// The register of the status.
    pub status_register: String,
    /// All shown values of the status.
    pub status: Vec<ValueRecord>,
    /// The checklist.
    pub items: Vec<ItemRecord>,
    /// The notes, oldest first.
    pub notes: Vec<NoteRecord>,
    /// The rounds that were counted about it and its items, oldest first.
    pub sessions: Vec<SessionRecord>,
}

impl From<TaskDetail> for TaskDetailRecord {
    fn from(detail: TaskDetail) -> Self {
        let task = detail.row.task;
        let told = Told { origins: detail.origins, people: detail.people };
        Self {
            row: detail.row.into(),
            group: detail.group,
            partners: detail.partners,
            status_register: RegisterKey::new(task, "status").to_string(),
            status: told.values(&detail.status),
            items: detail.items.into_iter().map(|item| ItemRecord::new(item, &told)).collect(),
            notes: detail.notes.into_iter().map(|note| NoteRecord::new(note, &told)).collect(),
            sessions: detail
                .sessions
                .into_iter()
                .map(|session| SessionRecord::new(session, &told.people))
                .collect(),
        }
    }
}

/// The register of a note.
pub(crate) fn note_register(task: TaskId, entry: EntryId) -> String {
    RegisterKey::entry(task, "note", entry).to_string()
}
