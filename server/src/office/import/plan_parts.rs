//! What a plan file writes in the plan's document.

use std::collections::BTreeMap;

use super::{
    Context, ImportError, PlanFile, PlanParts, Thing, What,
    deadline::DeadlineLine,
    fields::Written,
    ids, messages,
    office_parts::other,
    plan_file::{GroupLine, Head, ItemLine, Name, SetLine, TaskLine},
    select::Named,
    stored::Stored,
    write::Part,
};
use soviec_core::model::{
    AliasEntry, Assignment, DocumentName, GroupEntry, GroupId, ItemEntry, ItemId, OfficerId,
    PartnersEntry, PlanEntry, PlanId, RegisterKey, Selector, SetEntry, SetId, TaskEntry, TaskId,
    UnitId, encode,
};

/// A plan on its way into registers.
struct Making<'a> {
    file: &'a PlanFile<'a>,
    context: &'a Context<'a>,
    plan: PlanId,
    stored: Stored,
    sets: BTreeMap<String, SetId>,
    groups: BTreeMap<String, GroupId>,
}

/// Finds every unit and id; `None` when the plan has no issuer or no id, which is then said.
pub(super) fn parts(
    file: &PlanFile<'_>,
    head: &Head,
    context: &Context<'_>,
) -> Result<Option<PlanParts>, ImportError> {
    let (by, tenant) = (context.clerk, context.log.tenant());
    let Some(issuer) = issuer(file, head, context) else { return Ok(None) };
    let Some(plan) = plan_id(file, head, issuer, context) else { return Ok(None) };
    let name = DocumentName::plan(tenant, issuer, plan);
    let stored = Stored::read(context.log, &name)?;
    let (sets, groups) = (BTreeMap::new(), BTreeMap::new());
    let mut making = Making { file, context, plan, stored, sets, groups };
    let mut parts = vec![making.head(head)];
    parts.extend(file.sets.iter().filter_map(|line| making.set(line)));
    parts.extend(file.groups.iter().filter_map(|line| making.group(line)));
    let tasks = (0..).zip(&file.tasks).map(|(order, line)| making.task(line, order));
    let tasks: Vec<_> = tasks.flatten().flatten().collect();
    parts.extend(tasks);
    Ok(Some(PlanParts { name, stored: making.stored, parts, by }))
}

fn issuer(file: &PlanFile<'_>, head: &Head, context: &Context<'_>) -> Option<UnitId> {
    let Some(named) = &head.issuer else { return context.known.office().map(|unit| unit.id) };
    let unit = context.known.unit(&named.value);
    if unit.is_none() {
        file.doubts.error(named.at, What::UnknownUnit(named.value.clone()));
    }
    unit.map(|unit| unit.id)
}

/// The id in the file, else that of the plan with the same key, else the one that follows.
fn plan_id(
    file: &PlanFile<'_>,
    head: &Head,
    issuer: UnitId,
    context: &Context<'_>,
) -> Option<PlanId> {
    let key = head.name.key.as_ref().map(|key| key.value.as_str());
    let given = head.name.id.as_ref().map(|id| id.value);
    let mut plans = context.known.plans.iter();
    let there = plans.find(|plan| key.is_some() && plan.alias.as_deref() == key);
    let derived = || key.map(|key| ids::plan(context.log.tenant(), issuer, key));
    let id = given.or(there.map(|plan| plan.id)).or_else(derived)?;
    let mut plans = context.known.plans.iter();
    let doubled = there.filter(|plan| plan.id != id);
    let moved = plans.find(|plan| plan.id == id && plan.issuer != issuer);
    if let Some(plan) = doubled.or(moved) {
        let word = key.map_or_else(|| id.to_string(), str::to_owned);
        file.doubts.error(head.name.at, other(&word, plan.id));
    }
    Some(id)
}

impl Making<'_> {
    fn by(&self) -> OfficerId {
        self.context.clerk
    }

    /// The id that the file gives, else the one that follows from the key.
    fn id(
        &self,
        name: &Name<impl Copy + Into16>,
        kind: &str,
        above: &[u8; 16],
    ) -> Option<[u8; 16]> {
        let derived = name.key.as_ref().map(|key| ids::inside(kind, above, &key.value));
        let given = name.id.as_ref().map(|id| id.value.bytes());
        if let (Some(given), Some(derived), Some(key)) = (given, derived, &name.key)
            && given != derived
            && self.stored.has(&RegisterKey::new(TaskId(derived), kind))
        {
            self.file.doubts.error(key.at, other(&key.value, TaskId(derived)));
        }
        given.or(derived)
    }

    fn head(&self, head: &Head) -> Part {
        let entry = PlanEntry {
            by: self.by(),
            title: head.title.clone(),
            number: head.number.clone(),
            issued: head.issued,
            year: head.year,
        };
        let mut puts = vec![(RegisterKey::new(self.plan, "plan"), encode(&entry))];
        if let Some(key) = &head.name.key {
            let alias = AliasEntry { by: self.by(), alias: key.value.clone() };
            puts.push((RegisterKey::new(self.plan, "alias"), encode(&alias)));
        }
        Part { thing: Thing::Plan, puts }
    }

    fn set(&mut self, line: &SetLine) -> Option<Part> {
        let id = SetId(self.id(&line.name, "set", &self.plan.0)?);
        self.sets.insert(line.name.word()?, id);
        let units = line.units.iter().filter_map(|key| self.unit(&key.value, key.at)).collect();
        let entry = SetEntry { by: self.by(), name: line.title.clone(), units };
        Some(part(Thing::Set, RegisterKey::new(id, "set"), encode(&entry)))
    }

    fn group(&mut self, line: &GroupLine) -> Option<Part> {
        let id = GroupId(self.id(&line.name, "group", &self.plan.0)?);
        self.groups.insert(line.name.word()?, id);
        let (number, title) = (line.number.clone(), line.title.clone());
        let entry = GroupEntry { by: self.by(), number, title };
        Some(part(Thing::Group, RegisterKey::new(id, "group"), encode(&entry)))
    }

    /// The task and its items; an unknown group or a missing key is said already.
    fn task(&self, line: &TaskLine, order: u32) -> Option<Vec<Part>> {
        let id = TaskId(self.id(&line.name, "task", &self.plan.0)?);
        let key = |field| RegisterKey::new(id, field);
        let (number, title) = (line.number.value.clone(), line.title.clone());
        let entry = self.groups.get(&line.group.value).map(|group| TaskEntry {
            by: self.by(),
            group: *group,
            number,
            title,
            order,
        });
        let (lead, helpers) = (self.selectors(&line.lead), self.selectors(&line.partners));
        let partners = line.partners_wording.clone().or_else(|| self.words(&line.partners));
        let assignment = Assignment { by: self.by(), lead, partners };
        let mut puts = vec![(key("task"), encode(&entry?)), (key("assign"), encode(&assignment))];
        puts.extend(self.deadline(id, &line.deadline)?);
        // Helpers that are gone from the file are taken back, not left standing.
        if !helpers.is_empty() || self.stored.has(&key("partners")) {
            let entry = PartnersEntry { by: self.by(), units: helpers };
            puts.push((key("partners"), encode(&entry)));
        }
        let items = (0..).zip(&line.items).filter_map(|(at, line)| self.item(id, line, at));
        Some(std::iter::once(Part { thing: Thing::Task, puts }).chain(items).collect())
    }

    /// The deadline, and its event once it happened; `None` when it cannot be computed, which is
    /// then said.
    fn deadline(
        &self,
        task: TaskId,
        line: &DeadlineLine,
    ) -> Option<impl Iterator<Item = (RegisterKey, Vec<u8>)> + use<>> {
        let (by, calendar) = (self.by(), &self.context.known.calendar);
        let key = |field| RegisterKey::new(task, field);
        let stored = self.stored.act(&key("occurred"));
        let entries = line.entry(by, calendar).and_then(|entry| {
            let occurred = line.occurred(by, stored, calendar)?;
            Ok((entry, occurred))
        });
        let Ok((entry, occurred)) = entries else {
            self.file.doubts.error(line.at, What::BeyondCalendar);
            return None;
        };
        let occurred = occurred.map(|occurred| (key("occurred"), encode(&occurred)));
        Some(std::iter::once((key("deadline"), encode(&entry))).chain(occurred))
    }

    fn item(&self, task: TaskId, line: &ItemLine, order: u32) -> Option<Part> {
        let id = ItemId(self.id(&line.name, "item", &task.0)?);
        let (title, to) = (line.title.clone(), self.selectors(&line.to));
        let entry = ItemEntry { by: self.by(), task, title, order, to };
        Some(part(Thing::Item, RegisterKey::new(id, "item"), encode(&entry)))
    }

    fn unit(&self, key: &str, at: usize) -> Option<UnitId> {
        let unit = self.context.known.unit(key);
        if unit.is_none() {
            self.file.doubts.error(at, What::UnknownUnit(key.to_owned()));
        }
        unit.map(|unit| unit.id)
    }

    fn selectors(&self, all: &[Written<Named>]) -> Vec<Selector> {
        let one = |named: &Written<Named>| match &named.value {
            Named::Unit(key) => self.unit(key, named.at).map(Selector::Unit),
            Named::Kind(kind) => Some(Selector::Kind(*kind)),
            // An unknown set is said already.
            Named::Set(name) => self.sets.get(name).copied().map(Selector::Set),
        };
        all.iter().filter_map(one).collect()
    }

    /// The names of those who help, where the file gives no words of the paper for them.
    fn words(&self, partners: &[Written<Named>]) -> Option<String> {
        let word = |named: &Written<Named>| match &named.value {
            Named::Unit(key) => Some(self.context.known.unit(key)?.entry.name.clone()),
            Named::Kind(kind) => Some(messages::all_of(*kind).to_owned()),
            Named::Set(name) => {
                let mut sets = self.file.sets.iter();
                let set = sets.find(|set| set.name.word().as_deref() == Some(name))?;
                Some(set.title.clone())
            }
        };
        let words: Vec<String> = partners.iter().filter_map(word).collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}

fn part(thing: Thing, key: RegisterKey, act: Vec<u8>) -> Part {
    Part { thing, puts: vec![(key, act)] }
}

/// The bytes of an id.
trait Into16 {
    fn bytes(self) -> [u8; 16];
}

macro_rules! into16 {
    ($($id:ident),*) => {$(
        impl Into16 for $id {
            fn bytes(self) -> [u8; 16] {
                self.0
            }
        }
    )*};
}

into16!(SetId, GroupId, TaskId, ItemId);
