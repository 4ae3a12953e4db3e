//! Records: what goes out to the apps and what comes in, and the conversions.

mod draft;
mod hit;
mod input;
mod sync;
mod task;
mod unit;
mod value;

pub use draft::{
    CountRecord, LeftOutRecord, NoteDraftRecord, ReasonRecord, SessionRecord, TapCode,
};
pub use hit::{HitRecord, RangeRecord, RankCode};
pub use input::{PlaceRecord, QueryRecord, SortOrder, TickRecord};
pub(crate) use input::{edit, id, key_of, on_day, register};
pub use sync::{
    ChangesRecord, HealthRecord, LogLevelCode, ProgressRecord, RowRecord, StoppedRecord,
    SyncReportRecord,
};
pub(crate) use task::note_register;
pub use task::{
    AgendaRecord, DeadlineCode, ItemRecord, NoteRecord, StatusCode, TaskDetailRecord, TaskRecord,
    TaskWindowRecord,
};
pub use unit::{BookRecord, OfficerRecord, ProfileRecord};
pub use value::{
    DeclaredCode, LastActRecord, OfficeWordRecord, ReplacedRecord, SetApartRecord, ValueRecord,
    WaitingRecord,
};

use soviec_core::model::Day;

/// Days since 1 January 1970.
fn days(day: Day) -> i32 {
    // The calendar ends long before an i32 does.
    i32::try_from(day.epoch_days()).unwrap_or(i32::MAX)
}
