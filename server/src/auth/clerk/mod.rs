//! The office's named clerks: who they are, how they sign in, how long they stay.
//!
//! The table stands in a file of its own, which the command line writes beside a running
//! server: every request asks it anew, so a clerk who is removed is out at once.

mod error;
mod password;
mod session;
#[cfg(test)]
mod tests;
mod throttle;
mod token;

use std::{
    net::IpAddr,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use crate::{
    config::{Environment, random},
    database::{self, Durability, fixed},
};
use password::Stored;
use soviec_core::model::{Moment, OfficerId, clean};
use throttle::Throttle;

pub use error::ClerkError;
pub use token::Token;

const TABLES: &str = include_str!("../../../migrations/clerks.sql");
/// The most characters of a sign-in name.
const NAME: usize = 40;
/// The most bytes of a name for the page.
const SHOWN: usize = 100;

/// A clerk.
#[derive(Clone, PartialEq, Eq)]
pub struct Clerk {
    /// Who it is in everything that the office writes.
    pub officer: OfficerId,
    /// What the clerk types to sign in.
    pub name: String,
    /// The name that pages show.
    pub shown: String,
}

impl std::fmt::Debug for Clerk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names of people stay out of logs.
        write!(f, "Clerk({})", self.officer)
    }
}

/// What adding a clerk did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A new one.
    New,
    /// One who was removed is back, as the same person.
    Back,
    /// One who was there.
    There,
}

/// The clerks, their sessions and their wrong tries.
pub struct Clerks {
    db: Mutex<Connection>,
    environment: Environment,
    throttle: Mutex<Throttle>,
}

struct Found {
    clerk: Clerk,
    password: Option<Stored>,
}

impl Clerks {
    /// Opens the table, or creates it.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Open`].
    pub fn open(path: &Path, environment: Environment) -> Result<Self, ClerkError> {
        let db = Mutex::new(database::open(path, TABLES, Durability::Full)?);
        Ok(Self { db, environment, throttle: Mutex::default() })
    }

    /// Adds a clerk, or brings one back. `shown` is the name for pages; without one the old one
    /// stays, or the sign-in name serves.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Name`] or [`ClerkError::Shown`] for a name that is none.
    pub fn add(&self, name: &str, shown: Option<&str>) -> Result<Added, ClerkError> {
        let name = sign_in_name(name).ok_or(ClerkError::Name)?;
        let shown = shown.map(|shown| clean(shown, SHOWN).map_err(|_| ClerkError::Shown));
        let shown = shown.transpose()?.map(|shown| shown.replace('\n', " "));
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let removed: Option<bool> = tx
            .query_row("SELECT removed IS NOT NULL FROM clerks WHERE name = ?1", [&name], |row| {
                row.get(0)
            })
            .optional()?;
        tx.execute(
            "INSERT INTO clerks (officer, name, shown, added) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name) DO UPDATE SET removed = NULL, shown = coalesce(?5, shown)",
            params![
                random::<16>(&*self.environment.random),
                name,
                shown.as_deref().unwrap_or(&name),
                self.now().0,
                shown
            ],
        )?;
        tx.commit()?;
        Ok(match removed {
            None => Added::New,
            Some(true) => Added::Back,
            Some(false) => Added::There,
        })
    }

    /// Whether a new password would be taken.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Password`] when it does not fit.
    pub fn check_password(&self, password: &str) -> Result<(), ClerkError> {
        password::checked(password).map(drop)
    }

    /// Gives a clerk a new password and ends the sessions of the old one.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Password`] when it does not fit, [`ClerkError::Unknown`] without the clerk.
    pub fn set_password(&self, name: &str, password: &str) -> Result<(), ClerkError> {
        let Stored { salt, hash, memory, passes } =
            Stored::new(password, &*self.environment.random)?;
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let officer = find(&tx, name)?.ok_or(ClerkError::Unknown)?.clerk.officer;
        tx.execute(
            "UPDATE clerks SET salt = ?2, hash = ?3, memory = ?4, passes = ?5 WHERE officer = ?1",
            params![officer.as_slice(), salt, hash, memory, passes],
        )?;
        session::end_all(&tx, officer)?;
        tx.commit()?;
        Ok(())
    }

    /// The clerks, by sign-in name.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Database`].
    pub fn list(&self) -> Result<Vec<Clerk>, ClerkError> {
        let db = self.db();
        let mut all = db.prepare_cached(
            "SELECT officer, name, shown FROM clerks WHERE removed IS NULL ORDER BY name",
        )?;
        Ok(all.query_map([], clerk_of)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The name that pages show for a clerk, one who was removed included.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Database`].
    pub fn shown(&self, officer: OfficerId) -> Result<Option<String>, ClerkError> {
        let db = self.db();
        let mut one = db.prepare_cached("SELECT shown FROM clerks WHERE officer = ?1")?;
        Ok(one.query_row([officer.as_slice()], |row| row.get(0)).optional()?)
    }

    /// Removes a clerk: every session and link ends with this call, and the password is gone.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Unknown`] when nobody has that name.
    pub fn remove(&self, name: &str) -> Result<(), ClerkError> {
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let officer = find(&tx, name)?.ok_or(ClerkError::Unknown)?.clerk.officer;
        tx.execute(
            "UPDATE clerks SET removed = ?2, salt = NULL, hash = NULL, memory = NULL, passes = NULL
             WHERE officer = ?1",
            params![officer.as_slice(), self.now().0],
        )?;
        session::end_all(&tx, officer)?;
        tx.commit()?;
        Ok(())
    }

    /// Signs in with name and password: a new session.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Wrong`] after the same time for a wrong password and an unknown name;
    /// [`ClerkError::Throttled`] without looking at the password.
    pub fn enter(&self, name: &str, password: &str, source: IpAddr) -> Result<Token, ClerkError> {
        // What cannot be a name is counted as one name: the memory holds nothing endless.
        let name = sign_in_name(name).unwrap_or_default();
        // Held to the end: tries are looked at one after the other, so that none slips through
        // between the count and the look, and one hash at a time takes memory.
        let mut throttle = self.throttle.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        let left = throttle
            .left(&name, source, now)
            .map_err(|minutes| ClerkError::Throttled { minutes })?;
        match self.known(&name, password)? {
            Some(officer) => {
                throttle.entered(&name);
                self.begin_for(&name, officer, now)
            }
            None => {
                throttle.failed(&name, source, now);
                Err(ClerkError::Wrong { left: left.saturating_sub(1) })
            }
        }
    }

    /// Who has this name and this password. A hash is computed in every case: an unknown name
    /// must not answer sooner.
    fn known(&self, name: &str, password: &str) -> Result<Option<OfficerId>, ClerkError> {
        let found = find(&self.db(), name)?;
        let (officer, stored) = match found {
            Some(Found { clerk, password: Some(stored) }) => (Some(clerk.officer), stored),
            _ => (None, Stored::decoy()),
        };
        let fits = stored.fits(password)?;
        Ok(officer.filter(|_| fits))
    }

    /// The clerk may have been removed while the password was looked at.
    fn begin_for(&self, name: &str, officer: OfficerId, now: Moment) -> Result<Token, ClerkError> {
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if find(&tx, name)?.is_none_or(|found| found.clerk.officer != officer) {
            return Err(ClerkError::Wrong { left: 0 });
        }
        let token = self.begin(&tx, officer, now)?;
        tx.commit()?;
        Ok(token)
    }

    fn now(&self) -> Moment {
        self.environment.clock.now()
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The one form of a sign-in name; none for what is not one.
fn sign_in_name(typed: &str) -> Option<String> {
    let name = typed.trim().to_ascii_lowercase();
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    ((1..=NAME).contains(&name.len()) && name.bytes().all(fits)).then_some(name)
}

/// A clerk who was not removed.
fn find(db: &Connection, name: &str) -> Result<Option<Found>, ClerkError> {
    let Some(name) = sign_in_name(name) else { return Ok(None) };
    let found = db
        .prepare_cached(
            "SELECT officer, name, shown, salt, hash, memory, passes FROM clerks
             WHERE name = ?1 AND removed IS NULL",
        )?
        .query_row([name], |row| {
            Ok(Found { clerk: clerk_of(row)?, password: Stored::read(row, 3)? })
        })
        .optional()?;
    Ok(found)
}

fn clerk_of(row: &Row<'_>) -> rusqlite::Result<Clerk> {
    Ok(Clerk { officer: OfficerId(fixed(row, 0)?), name: row.get(1)?, shown: row.get(2)? })
}
