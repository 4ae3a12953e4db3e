//! The domain's nouns: identities, days and deadlines, registers and the acts in them.
//!
//! This module imports nothing of ours; every other module speaks in its words.

mod act;
mod day;
mod deadline;
mod directory;
mod edit;
mod identity;
mod key;
mod local;
mod name;
mod period;
mod plan;
mod review;
mod session;
mod text;
mod withdrawal;

pub use act::{
    Accept, Act, ActError, Declared, Note, StatusAct, Tick, author_of, content_of, declared_day,
    decode, encode, inner_of, meaning_of, restored, version_of,
};
pub use day::{Day, Moment};
pub use deadline::{
    Calendar, Count, Dated, Deadline, DeadlineKind, Edge, Event, Every, Holidays, LastDays, Mark,
    Normal, NormalError, Occurred, Ongoing, OutsideCalendar, Plain, RULES, Reading, Repeating,
    Roll, Settings, Span, SpanError, Stage, Start, Wanted,
};
pub use directory::{AliasEntry, DeviceEntry, OfficerEntry, Role, RoleEntry, UnitEntry, UnitKind};
pub use edit::Edit;
pub use identity::{
    ActorId, ChangeHash, DeviceId, DocumentId, EntryId, Epoch, GroupId, IdError, ItemId, OfficerId,
    OpId, PlanId, SetId, TaskId, TenantId, UnitId,
};
pub use key::{KeyError, Owner, RegisterKey};
pub use local::LocalTask;
pub use name::{DocumentKind, DocumentName};
pub use period::{Length, Period, PeriodError};
pub use plan::{
    Assignment, GroupEntry, ItemEntry, PartnersEntry, PlanEntry, Selector, SetEntry, TaskEntry,
};
pub use review::{MAX_COMMENT, Outcome, ReviewAct};
pub use session::{REASONS, Session};
pub use text::{
    Field, Found, MAX_QUERY, MAX_TEXT, NotClean, Query, QueryError, Rank, Unclean, WordForms,
    by_given_name, by_unit_name, clean, compare, composed, fold, hides_nothing, placed, words,
};
pub use withdrawal::{withdrawal, withdrawn_meaning};
