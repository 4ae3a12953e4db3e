//! The plan: what the agencies lead, and beside it what every commune has to do.
//!
//! The paper gives some tasks to "all agencies and communes". Here such a task is led by the
//! agencies in the first part (`office_part`), and the communes owe their own task
//! for it in the second (`commune_part`): so each unit owes each thing once.

use soviec_core::model::{
    Assignment, Calendar, Deadline, GroupEntry, GroupId, ItemEntry, ItemId, OfficerId, PlanEntry,
    PlanId, Selector, Settings, TaskEntry, TaskId, UnitKind,
};

use super::{
    YEAR,
    commune_part::{self, ITEMS},
    day, id, office_part,
    region::{Region, agency_id},
};

const NUMBER: &str = "64/KH-TCT";
const TITLE: &str = "Kế hoạch Đề án 06 năm 2023, khu vực Thanh Lâm";

/// The plan with everything that stands in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePlan {
    /// The same in every run.
    pub id: PlanId,
    /// The head.
    pub entry: PlanEntry,
    /// The groups in the order of the paper.
    pub groups: Vec<(GroupId, GroupEntry)>,
    /// The tasks in the order of the paper: first the agencies', then the communes'.
    pub tasks: Vec<SampleTask>,
}

/// A task with its registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleTask {
    /// The same in every run.
    pub id: TaskId,
    /// Number and title.
    pub task: TaskEntry,
    /// Who leads and who helps.
    pub assignment: Assignment,
    /// When it is due.
    pub deadline: Deadline,
    /// What every village ticks for it; empty for most tasks.
    pub items: Vec<(ItemId, ItemEntry)>,
}

impl SamplePlan {
    /// The 17 tasks that each commune owes, in the order of the paper.
    pub fn commune_tasks(&self) -> impl Iterator<Item = &SampleTask> {
        let every_commune = Selector::Kind(UnitKind::Commune);
        self.tasks.iter().filter(move |task| task.assignment.lead.contains(&every_commune))
    }
}

/// The invented area's plan of 2023, written by the clerk of its office.
pub fn plan(region: &Region) -> SamplePlan {
    let by = region.clerk.id;
    let parts = || office_part::GROUPS.iter().chain(&commune_part::GROUPS);
    let rows = parts().flat_map(|group| group.tasks.iter().map(move |row| (group, row)));
    let tasks = (0..).zip(rows).map(|(order, (group, row))| task(by, group, row, order)).collect();
    let (title, number, issued) = (TITLE.to_owned(), NUMBER.to_owned(), day(2, 27));
    SamplePlan {
        id: PlanId(id("plan", NUMBER)),
        entry: PlanEntry { by, title, number, issued, year: YEAR },
        groups: parts().map(|group| group.entry(by)).collect(),
        tasks,
    }
}

/// A group of the plan as the tables write it.
pub(super) struct Group {
    pub(super) number: &'static str,
    pub(super) title: &'static str,
    pub(super) tasks: &'static [Row],
}

impl Group {
    fn id(&self) -> GroupId {
        GroupId(id("group", self.number))
    }

    fn entry(&self, by: OfficerId) -> (GroupId, GroupEntry) {
        let (number, title) = (self.number.to_owned(), self.title.to_owned());
        (self.id(), GroupEntry { by, number, title })
    }
}

/// A task as the tables write it.
pub(super) struct Row {
    pub(super) number: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: Lead,
    pub(super) partners: Option<&'static str>,
    pub(super) due: Due,
    pub(super) wording: &'static str,
}

/// Who leads a task.
pub(super) enum Lead {
    /// The agencies with these names.
    Named(&'static [&'static str]),
    /// Every agency.
    Agencies,
    /// Every commune.
    Communes,
}

/// When a task is due; pairs are month and day of the plan's year.
pub(super) enum Due {
    /// Before a day, which no longer counts.
    Before(u32, u32),
    /// By a day, which still counts.
    By(u32, u32),
    /// Within a span.
    Within(&'static str),
    /// Judged per period; the normal form.
    Ongoing(&'static str),
    /// Bound to that event.
    Event(&'static str),
    /// The plan gives no date.
    Undated,
}

fn task(by: OfficerId, group: &Group, row: &Row, order: u32) -> SampleTask {
    let task_id = TaskId(id("task", row.number));
    let (number, title) = (row.number.to_owned(), row.title.to_owned());
    SampleTask {
        id: task_id,
        task: TaskEntry { by, group: group.id(), number, title, order },
        assignment: assignment(by, row),
        deadline: deadline(by, row),
        items: items(by, task_id, row.number),
    }
}

fn assignment(by: OfficerId, row: &Row) -> Assignment {
    let lead = match row.lead {
        Lead::Named(names) => names.iter().map(|name| Selector::Unit(agency_id(name))).collect(),
        Lead::Agencies => vec![Selector::Kind(UnitKind::Agency)],
        Lead::Communes => vec![Selector::Kind(UnitKind::Commune)],
    };
    Assignment { by, lead, partners: row.partners.map(str::to_owned) }
}

fn deadline(by: OfficerId, row: &Row) -> Deadline {
    let wording = row.wording;
    match row.due {
        Due::Before(month, on) => Deadline::before(by, day(month, on), wording),
        Due::By(month, on) => Deadline::by_day(by, day(month, on), wording),
        Due::Within(span) => {
            Deadline::within(by, span.parse().expect("the tables write spans"), wording)
        }
        Due::Ongoing(normal) => ongoing(by, normal, wording),
        Due::Event(event) => Deadline::event(by, event, wording),
        Due::Undated => Deadline::none(by, wording),
    }
}

/// What repeats or only has a beginning is judged per period too; its normal form says more.
fn ongoing(by: OfficerId, normal: &str, wording: &str) -> Deadline {
    let normal = normal.parse().expect("the tables write normal forms");
    Deadline::of(by, wording, &normal, Settings::default(), &Calendar::weekends())
        .expect("the tables write days of this century")
}

fn items(by: OfficerId, task: TaskId, number: &str) -> Vec<(ItemId, ItemEntry)> {
    let titles = ITEMS.iter().find(|(of, _)| *of == number).map_or(&[][..], |(_, titles)| titles);
    let item = |(order, title): (u32, &&str)| {
        let item_id = ItemId(id("item", &format!("{number}/{order}")));
        let to = vec![Selector::Kind(UnitKind::Village)];
        (item_id, ItemEntry { by, task, title: (*title).to_owned(), order, to })
    };
    (0..).zip(titles).map(item).collect()
}
