//! The units, officers and plans that the office's book holds.

use std::collections::BTreeMap;

use super::{ImportError, stored::Stored};
use crate::log::Log;
use soviec_core::model::{
    AliasEntry, Calendar, Day, DocumentKind, DocumentName, Holidays, OfficerEntry, OfficerId,
    Owner, PlanEntry, PlanId, RegisterKey, Role, RoleEntry, UnitEntry, UnitId, UnitKind,
};

/// A unit of the directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUnit {
    /// The unit.
    pub id: UnitId,
    /// Its word in files and commands.
    pub alias: Option<String>,
    /// Its entry.
    pub entry: UnitEntry,
}

/// What an officer may do in a unit, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRole {
    /// The unit.
    pub unit: UnitId,
    /// What he may do.
    pub role: Role,
    /// From that day.
    pub from: Option<Day>,
    /// To that day.
    pub until: Option<Day>,
}

/// An officer of the directories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOfficer {
    /// The officer.
    pub id: OfficerId,
    /// His word in files and commands.
    pub alias: Option<String>,
    /// His entry.
    pub entry: OfficerEntry,
    /// His roles.
    pub roles: Vec<KnownRole>,
    /// The directory that he stands in.
    pub directory: DocumentName,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlan {
    /// The plan.
    pub id: PlanId,
    /// Its word in files.
    pub alias: Option<String>,
    /// The unit that issued it.
    pub issuer: UnitId,
    /// Its head.
    pub entry: PlanEntry,
    /// How many tasks it has.
    pub tasks: usize,
}

/// Everything that commands and plan files can name.
#[derive(Default)]
pub struct Known {
    /// The units.
    pub units: BTreeMap<UnitId, KnownUnit>,
    /// The officers.
    pub officers: BTreeMap<OfficerId, KnownOfficer>,
    /// The plans.
    pub plans: Vec<KnownPlan>,
    /// The days off, in their latest version.
    pub calendar: Calendar,
}

impl Known {
    /// Reads the directories and plans of the log.
    ///
    /// # Errors
    ///
    /// [`ImportError`] when the log cannot be read.
    pub fn read(log: &Log) -> Result<Self, ImportError> {
        let mut known = Self::default();
        for name in log.read(|view| view.names())? {
            match (name.kind, name.plan) {
                (DocumentKind::Directory, _) => known.add(&Stored::read(log, &name)?, name),
                (DocumentKind::Plan, Some(plan)) => {
                    known.add_plan(&Stored::read(log, &name)?, name.unit, plan);
                }
                _ => {}
            }
        }
        Ok(known)
    }

    /// The reviewing office, once its directory is written.
    pub fn office(&self) -> Option<&KnownUnit> {
        self.units.values().find(|unit| unit.entry.kind == UnitKind::Office)
    }

    /// The unit with that alias or id.
    pub fn unit(&self, word: &str) -> Option<&KnownUnit> {
        let by_alias = |unit: &&KnownUnit| unit.alias.as_deref() == Some(word);
        let by_id = || self.units.get(&word.to_ascii_uppercase().parse().ok()?);
        self.units.values().find(by_alias).or_else(by_id)
    }

    /// The officer with that alias or id.
    pub fn officer(&self, word: &str) -> Option<&KnownOfficer> {
        let by_alias = |officer: &&KnownOfficer| officer.alias.as_deref() == Some(word);
        let by_id = || self.officers.get(&word.to_ascii_uppercase().parse().ok()?);
        self.officers.values().find(by_alias).or_else(by_id)
    }

    fn add(&mut self, stored: &Stored, directory: DocumentName) {
        for key in stored.keys() {
            let Ok(Owner(owner)) = key.owner() else { continue };
            let alias = alias_of(stored, key);
            match key.field() {
                "unit" => self.add_unit(stored, key, UnitId(owner), alias),
                "officer" => {
                    let Some(entry) = stored.act(key) else { continue };
                    let (id, roles) = (OfficerId(owner), roles(stored, key));
                    let officer = KnownOfficer { id, alias, entry, roles, directory };
                    self.officers.insert(id, officer);
                }
                "holidays" => self.add_holidays(stored, key),
                _ => {}
            }
        }
    }

    fn add_holidays(&mut self, stored: &Stored, key: &RegisterKey) {
        let later = |found: &Holidays| found.version > self.calendar.version();
        if let Some(holidays) = stored.act::<Holidays>(key).filter(later) {
            self.calendar = Calendar::from(&holidays);
        }
    }

    /// A unit that moved stands in two directories; both say the same.
    fn add_unit(&mut self, stored: &Stored, key: &RegisterKey, id: UnitId, alias: Option<String>) {
        if let Some(entry) = stored.act(key) {
            self.units.insert(id, KnownUnit { id, alias, entry });
        }
    }

    fn add_plan(&mut self, stored: &Stored, issuer: UnitId, id: PlanId) {
        let key = RegisterKey::new(id, "plan");
        if let Some(entry) = stored.act(&key) {
            let tasks = stored.keys().filter(|key| key.field() == "task").count();
            let alias = alias_of(stored, &key);
            self.plans.push(KnownPlan { id, alias, issuer, entry, tasks });
        }
    }
}

fn alias_of(stored: &Stored, key: &RegisterKey) -> Option<String> {
    let key = RegisterKey::new(key.owner_text(), "alias");
    stored.act::<AliasEntry>(&key).map(|entry| entry.alias)
}

fn roles(stored: &Stored, officer: &RegisterKey) -> Vec<KnownRole> {
    let own =
        |key: &&RegisterKey| key.field() == "role" && key.owner_text() == officer.owner_text();
    let role = |key: &RegisterKey| {
        let RoleEntry { unit, role, from, until, .. } = stored.act(key)?;
        Some(KnownRole { unit, role, from, until })
    };
    stored.keys().filter(own).filter_map(role).collect()
}
