//! What a plan (*kế hoạch*) holds: groups, tasks, assignments, checklist items.

use minicbor::{Decode, Encode};

use super::{Act, Day, GroupId, OfficerId, SetId, TaskId, UnitId, UnitKind};

/// The head of a plan: register `<plan>.plan`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlanEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The title.
    #[n(4)]
    pub title: String,
    /// The number of the paper, for example `64/KH-TCT`.
    #[n(5)]
    pub number: String,
    /// The day it was issued.
    #[n(6)]
    pub issued: Day,
    /// The year of its period: whose work books its results stand in.
    #[n(7)]
    pub year: u16,
}

/// A group of tasks: register `<group>.group`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GroupEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The number in the paper, for example `II.1`.
    #[n(4)]
    pub number: String,
    /// The title.
    #[n(5)]
    pub title: String,
}

/// A task: register `<task>.task`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TaskEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The group it stands in.
    #[n(4)]
    pub group: GroupId,
    /// The number in the paper, for example `II.2.đ`.
    #[n(5)]
    pub number: String,
    /// The title.
    #[n(6)]
    pub title: String,
    /// Its place among all tasks of the plan, from 0.
    #[n(7)]
    pub order: u32,
}

/// Whom a task or an item is for.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Selector {
    /// One unit.
    #[n(0)]
    Unit(#[n(0)] UnitId),
    /// Every unit of a kind on the reporting line below the issuing office.
    #[n(1)]
    Kind(#[n(0)] UnitKind),
    /// Every unit of a named set of the same plan.
    #[n(2)]
    Set(#[n(0)] SetId),
}

impl Selector {
    /// Whether the unit is meant by itself. A set means its units; whoever holds the plan looks
    /// there for the [`SetEntry`].
    pub fn selects(&self, unit: UnitId, kind: UnitKind) -> bool {
        match self {
            Self::Unit(id) => *id == unit,
            Self::Kind(wanted) => *wanted == kind,
            Self::Set(_) => false,
        }
    }
}

/// A named set of units, for selectors of its plan: register `<set>.set`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SetEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The name, for example *Các xã điểm*.
    #[n(4)]
    pub name: String,
    /// The units.
    #[n(5)]
    pub units: Vec<UnitId>,
}

/// Who leads a task and who helps: register `<task>.assign`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Assignment {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The units that lead (*chủ trì*): each owes a status.
    #[n(4)]
    pub lead: Vec<Selector>,
    /// The plan's own words for those who help (*phối hợp*).
    #[n(5)]
    pub partners: Option<String>,
}

/// The units that help with a task, where the plan names them: register `<task>.partners`.
/// The paper's own words stand in [`Assignment::partners`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PartnersEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The units that help (*phối hợp*): they owe no status.
    #[n(4)]
    pub units: Vec<Selector>,
}

/// A checklist item: register `<item>.item`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ItemEntry {
    /// Who wrote it.
    #[n(0)]
    pub by: OfficerId,
    /// The task it belongs to.
    #[n(4)]
    pub task: TaskId,
    /// The title.
    #[n(5)]
    pub title: String,
    /// Its place in the task, from 0.
    #[n(6)]
    pub order: u32,
    /// The units that tick it, each in its own book.
    #[n(7)]
    pub to: Vec<Selector>,
}

impl Act for PlanEntry {}
impl Act for GroupEntry {}
impl Act for TaskEntry {}
impl Act for Assignment {}
impl Act for ItemEntry {}
impl Act for SetEntry {}
impl Act for PartnersEntry {}
