//! Sessions and one-use links.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Clerk, ClerkError, Clerks, Token, clerk_of};
use crate::database::fixed;
use soviec_core::model::{Moment, OfficerId};

const MINUTE: i64 = 60_000;
/// A session ends after so long without a request.
const IDLE: i64 = 30 * MINUTE;
/// A session ends after so long whatever happens: one day at work.
const ABSOLUTE: i64 = 12 * 60 * MINUTE;
/// How exactly the last request is remembered: not every page has to write.
const EXACTNESS: i64 = MINUTE;
/// How long a link waits for its one use.
const LINK: i64 = 15 * MINUTE;

impl Clerks {
    /// A link that signs this clerk in once, within 15 minutes.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Unknown`] when nobody has that name.
    pub fn link(&self, name: &str) -> Result<Token, ClerkError> {
        let now = self.now();
        let token = Token::new(&*self.environment.random);
        let db = self.db();
        let clerk = super::find(&db, name)?.ok_or(ClerkError::Unknown)?.clerk;
        db.execute("DELETE FROM links WHERE expires <= ?1", [now.0])?;
        db.execute(
            "INSERT INTO links (token, officer, expires) VALUES (?1, ?2, ?3)",
            params![token.hash(), clerk.officer.as_slice(), now.0.saturating_add(LINK)],
        )?;
        Ok(token)
    }

    /// Uses a link up: a new session.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Link`] when it is unknown, used or over, or its clerk was removed.
    pub fn enter_by_link(&self, link: &Token) -> Result<Token, ClerkError> {
        let now = self.now();
        let mut db = self.db();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let officer = tx
            .query_row(
                "DELETE FROM links WHERE token = ?1 AND expires > ?2 RETURNING officer",
                params![link.hash(), now.0],
                |row| fixed(row, 0).map(OfficerId),
            )
            .optional()?
            .ok_or(ClerkError::Link)?;
        let token = self.begin(&tx, officer, now)?;
        tx.commit()?;
        Ok(token)
    }

    /// Begins a session inside a transaction, and forgets those that are over.
    pub(super) fn begin(
        &self,
        tx: &Transaction<'_>,
        officer: OfficerId,
        now: Moment,
    ) -> Result<Token, ClerkError> {
        let token = Token::new(&*self.environment.random);
        tx.execute(
            "DELETE FROM sessions WHERE begun <= ?1 OR seen <= ?2",
            [now.0.saturating_sub(ABSOLUTE), now.0.saturating_sub(IDLE)],
        )?;
        tx.execute(
            "INSERT INTO sessions (token, officer, begun, seen) VALUES (?1, ?2, ?3, ?3)",
            params![token.hash(), officer.as_slice(), now.0],
        )?;
        Ok(token)
    }

    /// Whose session it is; none when it is unknown or over, or the clerk was removed.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Database`].
    pub fn session(&self, token: &Token) -> Result<Option<Clerk>, ClerkError> {
        let now = self.now();
        let db = self.db();
        let found = db
            .prepare_cached(
                "SELECT c.officer, c.name, c.shown, s.seen FROM sessions s
                 JOIN clerks c ON c.officer = s.officer AND c.removed IS NULL
                 WHERE s.token = ?1 AND s.begun > ?2 AND s.seen > ?3",
            )?
            .query_row(
                params![token.hash(), now.0.saturating_sub(ABSOLUTE), now.0.saturating_sub(IDLE)],
                |row| Ok((clerk_of(row)?, row.get(3)?)),
            )
            .optional()?;
        let Some((clerk, seen)) = found else { return Ok(None) };
        if now.0.saturating_sub(seen) >= EXACTNESS {
            db.prepare_cached("UPDATE sessions SET seen = ?2 WHERE token = ?1")?
                .execute(params![token.hash(), now.0])?;
        }
        Ok(Some(clerk))
    }

    /// A token that ties a form to the browser that asked for it, before anyone signed in.
    pub fn form_token(&self) -> Token {
        Token::new(&*self.environment.random)
    }

    /// Ends a session.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Database`].
    pub fn leave(&self, token: &Token) -> Result<(), ClerkError> {
        self.db().execute("DELETE FROM sessions WHERE token = ?1", [token.hash()])?;
        Ok(())
    }
}

/// Ends every session and every link of a clerk.
pub(super) fn end_all(db: &Connection, officer: OfficerId) -> rusqlite::Result<()> {
    db.execute("DELETE FROM sessions WHERE officer = ?1", [officer.as_slice()])?;
    db.execute("DELETE FROM links WHERE officer = ?1", [officer.as_slice()]).map(drop)
}
