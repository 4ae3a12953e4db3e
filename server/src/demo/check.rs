//! The end of the story: every replica and the office say the same, compared in full.

use std::{collections::BTreeMap, fmt};

use super::{DemoError, World, phone::Phone};
use crate::office::fold::FoldError;
use soviec_core::{
    fold::Register,
    model::{DocumentId, RegisterKey, UnitId},
    replica::{Sort, TaskFilter, TaskRow, Window},
    store::tables,
};

/// The first thing in which a replica differs from the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Whose replica.
    pub phone: String,
    /// What differs, by its ids.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the phone of {} and the office differ in {}", self.phone, self.what)
    }
}

impl std::error::Error for Difference {}

/// How much was compared.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) registers: usize,
    pub(super) rows: usize,
}

/// Compares every register and every screen row of every phone with the office's, and each
/// phone's tables with its own CRDT documents.
pub(super) fn compare(world: &World) -> Result<Compared, DemoError> {
    let mut compared = Compared::default();
    for phone in &world.phones {
        compared = Compared::default();
        for document in documents(world, phone)? {
            compared.registers += registers(world, phone, document)?;
            if let Some(key) = phone.replica.audit(document)?.first() {
                let what = format!("register {key} of document {document} and its own document");
                return Err(Difference { phone: phone.name.clone(), what }.into());
            }
        }
        compared.rows += rows(world, phone)?;
    }
    Ok(compared)
}

fn documents(world: &World, phone: &Phone) -> Result<Vec<DocumentId>, DemoError> {
    let books = phone.replica.who_am_i()?.books.into_iter().map(|book| book.id());
    let (tenant, office) = (world.office.tenant(), world.region.office.id);
    let directory = |unit: UnitId| soviec_core::model::DocumentName::directory(tenant, unit).id();
    let plan = soviec_core::model::DocumentName::plan(tenant, office, world.plan.id).id();
    let shared = [directory(office), directory(world.region.story.commune), plan];
    Ok(shared.into_iter().chain(books).collect())
}

fn registers(world: &World, phone: &Phone, document: DocumentId) -> Result<usize, DemoError> {
    let ours: BTreeMap<RegisterKey, Register> =
        phone.replica.everything(document)?.into_iter().collect();
    let office: BTreeMap<RegisterKey, Register> =
        world.office.views().everything(world.office.log(), document)?.into_iter().collect();
    let keys = ours.keys().chain(office.keys());
    if let Some(key) = keys.into_iter().find(|key| ours.get(*key) != office.get(*key)) {
        let what = format!("register {key} of document {document}");
        return Err(Difference { phone: phone.name.clone(), what }.into());
    }
    Ok(ours.len())
}

fn rows(world: &World, phone: &Phone) -> Result<usize, DemoError> {
    let ours = phone.replica.tasks(&TaskFilter::default(), Sort::Plan, ALL)?.rows;
    let unit = world.region.story.village;
    let filter = TaskFilter { unit: Some(unit), ..TaskFilter::default() };
    let today = phone.replica.today()?;
    let office = world.office.views().read(world.office.log(), |db, _| {
        let rows = tables::task_rows(db, &filter, Sort::Plan, ALL, today)?;
        Ok::<Vec<TaskRow>, FoldError>(rows.0)
    })?;
    let by_task = |rows: &[TaskRow]| {
        rows.iter().map(|row| (row.task, row.clone())).collect::<BTreeMap<_, _>>()
    };
    let (a, b) = (by_task(&ours), by_task(&office));
    let mut tasks = a.keys().chain(b.keys());
    if let Some(task) = tasks.find(|task| a.get(task) != b.get(task)) {
        let what = format!("the screen row of task {task}");
        return Err(Difference { phone: phone.name.clone(), what }.into());
    }
    Ok(ours.len())
}

/// The story's phones have one village: every row fits.
const ALL: Window = Window { offset: 0, limit: 200 };
