//! Names of people, from the directory and, for clerks, from their table.

use std::{cell::RefCell, collections::BTreeMap};

use rusqlite::Connection;

use super::fold::FoldError;
use crate::auth::clerk::Clerks;
use soviec_core::{
    model::{OfficerId, by_given_name},
    store::tables,
};

/// Looks names up, each once.
pub(super) struct Names<'a> {
    db: &'a Connection,
    clerks: &'a Clerks,
    known: RefCell<BTreeMap<OfficerId, Option<String>>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(db: &'a Connection, clerks: &'a Clerks) -> Self {
        Self { db, clerks, known: RefCell::default() }
    }

    /// The name of an officer or a clerk; none when nobody wrote it down.
    pub(super) fn of(&self, officer: OfficerId) -> Result<Option<String>, FoldError> {
        if let Some(name) = self.known.borrow().get(&officer) {
            return Ok(name.clone());
        }
        let name = match tables::officer_name(self.db, officer)? {
            Some(name) => Some(name),
            None => self.clerks.shown(officer)?,
        };
        self.known.borrow_mut().insert(officer, name.clone());
        Ok(name)
    }

    /// The known names of several, each once, by given name.
    pub(super) fn sorted(
        &self,
        officers: impl Iterator<Item = OfficerId>,
    ) -> Result<Vec<String>, FoldError> {
        let names = officers.map(|officer| self.of(officer));
        let mut names: Vec<String> =
            names.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        names.sort_by(|a, b| by_given_name(a, b));
        names.dedup();
        Ok(names)
    }
}
