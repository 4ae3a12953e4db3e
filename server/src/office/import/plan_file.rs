//! The plan file: what is to be done, by whom, until when.

use super::{
    Doubt, Source, What,
    deadline::{DeadlineLine, deadline, settings},
    doubt::Doubts,
    fields::{Fields, Written, parse},
    select::{Named, selectors},
};
use soviec_core::model::{Day, GroupId, ItemId, PlanId, SetId, Settings, TaskId};

const TOP: [&str; 4] = ["plan", "set", "group", "task"];
const PLAN: [&str; 9] =
    ["key", "id", "number", "title", "issuer", "issued", "year", "reading", "roll"];
const SET: [&str; 4] = ["key", "id", "name", "units"];
const GROUP: [&str; 4] = ["key", "id", "number", "title"];
const TASK: [&str; 10] = [
    "key",
    "id",
    "group",
    "number",
    "title",
    "lead",
    "partners",
    "partners_wording",
    "deadline",
    "item",
];
const ITEM: [&str; 4] = ["key", "id", "title", "to"];

/// The longest number of a paper or a task, in bytes.
const NUMBER: usize = 64;
/// The longest title, in bytes.
const TITLE: usize = 2_000;
/// The longest name of a set, in bytes.
const NAME: usize = 200;

/// A plan as a file says it; what it names beside itself is not checked yet.
pub struct PlanFile<'s> {
    pub(super) doubts: Doubts<'s>,
    pub(super) head: Option<Head>,
    pub(super) sets: Vec<SetLine>,
    pub(super) groups: Vec<GroupLine>,
    pub(super) tasks: Vec<TaskLine>,
}

/// Who something is: its key, its id, or both.
pub(super) struct Name<T> {
    pub(super) key: Option<Written<String>>,
    pub(super) id: Option<Written<T>>,
    pub(super) at: usize,
}

/// The head of the paper.
pub(super) struct Head {
    pub(super) name: Name<PlanId>,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) issuer: Option<Written<String>>,
    pub(super) issued: Day,
    pub(super) year: u16,
    pub(super) settings: Settings,
}

pub(super) struct SetLine {
    pub(super) name: Name<SetId>,
    pub(super) title: String,
    pub(super) units: Vec<Written<String>>,
}

pub(super) struct GroupLine {
    pub(super) name: Name<GroupId>,
    pub(super) number: String,
    pub(super) title: String,
}

pub(super) struct TaskLine {
    pub(super) name: Name<TaskId>,
    pub(super) group: Written<String>,
    pub(super) number: Written<String>,
    pub(super) title: String,
    pub(super) lead: Vec<Written<Named>>,
    pub(super) partners: Vec<Written<Named>>,
    pub(super) partners_wording: Option<String>,
    pub(super) deadline: DeadlineLine,
    pub(super) items: Vec<ItemLine>,
}

pub(super) struct ItemLine {
    pub(super) name: Name<ItemId>,
    pub(super) title: String,
    pub(super) to: Vec<Written<Named>>,
}

impl<'s> PlanFile<'s> {
    /// Reads a file; what is wrong in it comes out when it is checked.
    pub fn read(source: &'s Source) -> Self {
        let doubts = Doubts::new(source);
        let table = parse(&doubts);
        let (mut head, mut sets, mut groups, mut tasks) = (None, vec![], vec![], vec![]);
        if let Some(table) = &table {
            let top = Fields::new(&doubts, table, 0, &TOP);
            head = top.need("plan").and_then(|()| top.table("plan", &PLAN)?.head());
            let year = head.as_ref().map(|head| head.year);
            let settings = head.as_ref().map(|head| head.settings).unwrap_or_default();
            sets = top.tables("set", &SET).iter().filter_map(Fields::set).collect();
            groups = top.tables("group", &GROUP).iter().filter_map(Fields::group).collect();
            let all = top.tables("task", &TASK);
            tasks = all.iter().filter_map(|fields| fields.task(year, settings)).collect();
        }
        drop(table);
        Self { doubts, head, sets, groups, tasks }
    }

    /// What is doubtful in the file by itself.
    pub fn into_doubts(self) -> Vec<Doubt> {
        self.doubts.finish()
    }
}

impl Fields<'_> {
    /// Key and id; without either, `fallback` is the key.
    fn name<T: std::str::FromStr>(&self, fallback: Option<&Written<String>>) -> Name<T> {
        let (key, id) = (self.key("key"), self.id("id"));
        if !self.has("key") && !self.has("id") && fallback.is_none() {
            self.doubts.error(self.at, What::NoKey);
        }
        let fallback = || fallback.filter(|_| !self.has("key")).cloned();
        Name { key: key.or_else(fallback), id, at: self.at }
    }

    fn head(self) -> Option<Head> {
        let name = self.name(None);
        let number = self.text("number", NUMBER).map(|text| text.value).unwrap_or_default();
        let (title, issuer) = (self.need_text("title", TITLE), self.key("issuer"));
        let issued = self.need("issued").and_then(|()| self.day("issued"));
        let (year, settings) = (self.year("year"), settings(&self, Settings::default()));
        let (title, issued, year) = (title?.value, issued?.value, year?);
        Some(Head { name, number, title, issuer, issued, year, settings })
    }

    fn set(&self) -> Option<SetLine> {
        let (name, title, units) =
            (self.name(None), self.need_text("name", NAME), self.keys("units"));
        if units.is_empty() && !self.has("units") {
            self.doubts.error(self.at, What::Missing("units"));
        }
        // An empty title is said already; the line stays, or all that name it would be doubted.
        Some(SetLine { name, title: value(title), units })
    }

    fn group(&self) -> Option<GroupLine> {
        let number = self.need_text("number", NUMBER);
        let (name, title) = (self.name(number.as_ref()), self.need_text("title", TITLE));
        Some(GroupLine { name, number: value(number), title: value(title) })
    }

    fn task(&self, year: Option<u16>, plan: Settings) -> Option<TaskLine> {
        let number = self.need_text("number", NUMBER);
        let name = self.name(number.as_ref());
        let group = self.need("group").and_then(|()| self.key("group"));
        let title = self.need_text("title", TITLE);
        let (lead, partners) = (selectors(self, "lead"), selectors(self, "partners"));
        let partners_wording = self.text("partners_wording", TITLE).map(|text| text.value);
        let deadline = deadline(self, year, plan);
        let items = self.tables("item", &ITEM);
        let items = items.iter().filter_map(Fields::item).collect();
        let (group, number, title) = (group?, number?, value(title));
        if self.texts("lead").is_empty() {
            self.doubts.warn(self.at, What::NoLead(number.value.clone()));
        }
        Some(TaskLine {
            name,
            group,
            number,
            title,
            lead,
            partners,
            partners_wording,
            deadline,
            items,
        })
    }

    fn item(&self) -> Option<ItemLine> {
        let (name, title) = (self.name(None), self.need_text("title", TITLE));
        self.need("to")?;
        Some(ItemLine { name, title: value(title), to: selectors(self, "to") })
    }
}

fn value(text: Option<Written<String>>) -> String {
    text.map(|text| text.value).unwrap_or_default()
}
