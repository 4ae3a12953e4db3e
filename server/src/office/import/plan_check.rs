//! A plan file against itself and against the office's book.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Doubt, ImportError, Known, PlanFile, Weight, What, fields::Written, office_file::twice,
    plan_file::Name, plan_parts, select::Named, stored::Stored, write::Part,
};
use crate::log::Log;
use soviec_core::model::{DocumentName, OfficerId};

/// What a plan is checked against.
#[derive(Clone, Copy)]
pub struct Context<'k> {
    /// The log that the plan is for.
    pub log: &'k Log,
    /// What it holds.
    pub known: &'k Known,
    /// The officer in whose name the plan is issued.
    pub clerk: OfficerId,
}

/// A plan that can be written.
pub struct PlanParts {
    pub(super) name: DocumentName,
    pub(super) stored: Stored,
    pub(super) parts: Vec<Part>,
    pub(super) by: OfficerId,
}

/// Checks a plan. Without a context nothing that stands outside the file is checked, and there
/// is nothing to write; nor is there after an error.
///
/// # Errors
///
/// [`ImportError`] when the log cannot be read.
pub fn check_plan(
    file: PlanFile<'_>,
    context: Option<&Context<'_>>,
) -> Result<(Option<PlanParts>, Vec<Doubt>), ImportError> {
    inside(&file);
    let parts = match (context, &file.head) {
        (Some(context), Some(head)) => plan_parts::parts(&file, head, context)?,
        _ => None,
    };
    let doubts = file.into_doubts();
    let wrong = doubts.iter().any(|doubt| doubt.weight == Weight::Error);
    Ok((parts.filter(|_| !wrong), doubts))
}

/// What can be seen in the file alone.
fn inside(file: &PlanFile<'_>) {
    let doubts = &file.doubts;
    keys(file, file.sets.iter().map(|set| &set.name));
    keys(file, file.groups.iter().map(|group| &group.name));
    keys(file, file.tasks.iter().map(|task| &task.name));
    for task in &file.tasks {
        keys(file, task.items.iter().map(|item| &item.name));
    }
    let items = file.tasks.iter().flat_map(|task| &task.items);
    twice(doubts, items.filter_map(|item| item.name.id.as_ref()).map(|id| (&id.value, id.at)));
    numbers(file);
    let groups: BTreeSet<String> =
        file.groups.iter().filter_map(|group| group.name.word()).collect();
    for task in file.tasks.iter().filter(|task| !groups.contains(&task.group.value)) {
        doubts.error(task.group.at, What::UnknownGroup(task.group.value.clone()));
    }
    for set in file.sets.iter().filter(|set| set.units.is_empty()) {
        doubts.warn(set.name.at, What::EmptySet(set.title.clone()));
    }
    let sets: BTreeSet<String> = file.sets.iter().filter_map(|set| set.name.word()).collect();
    for selector in selectors(file) {
        if let Named::Set(name) = &selector.value
            && !sets.contains(name)
        {
            doubts.error(selector.at, What::UnknownSet(name.clone()));
        }
    }
}

/// All selectors of a plan.
fn selectors<'f>(file: &'f PlanFile<'_>) -> impl Iterator<Item = &'f Written<Named>> {
    file.tasks.iter().flat_map(|task| {
        let items = task.items.iter().flat_map(|item| &item.to);
        task.lead.iter().chain(&task.partners).chain(items)
    })
}

fn keys<'f, T: Ord + ToString + 'f>(
    file: &'f PlanFile<'_>,
    names: impl Iterator<Item = &'f Name<T>> + Clone,
) {
    let keys = names.clone().filter_map(|name| name.key.as_ref());
    twice(&file.doubts, keys.map(|key| (&key.value, key.at)));
    let ids = names.filter_map(|name| name.id.as_ref());
    twice(&file.doubts, ids.map(|id| (&id.value, id.at)));
}

/// One number at two tasks is a slip of the paper or of the typist: a person decides.
fn numbers(file: &PlanFile<'_>) {
    let mut seen = BTreeMap::new();
    for task in &file.tasks {
        let number = &task.number;
        match seen.get(&number.value) {
            // Without a key of its own the task is a duplicate, which is an error already.
            Some(first) if task.name.key.as_ref() != Some(number) => {
                let first = file.doubts.source().place(*first);
                file.doubts.warn(number.at, What::DuplicateNumber(number.value.clone(), first));
            }
            Some(_) => {}
            None => drop(seen.insert(number.value.clone(), number.at)),
        }
    }
}

impl<T: ToString> Name<T> {
    /// How the rest of the file names it: by its key, without one by its id.
    pub(super) fn word(&self) -> Option<String> {
        let key = self.key.as_ref().map(|key| key.value.clone());
        key.or_else(|| self.id.as_ref().map(|id| id.value.to_string()))
    }
}
