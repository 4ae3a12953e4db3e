//! Edits: who carries them, what became of each carrier, where an edit may go.

use rusqlite::params;

use super::{LogError, LogRow, PresentState, View, view::state_from};
use crate::database::{fixed, unsigned};
use soviec_core::model::{ChangeHash, DocumentId, DocumentName};

impl View<'_> {
    /// Changes that carry the edit which `edit` carried first, in whatever document. The first
    /// carrier itself is not among them: it has the edit's own name.
    pub fn carriers(&self, edit: &ChangeHash) -> Result<Vec<(DocumentId, ChangeHash)>, LogError> {
        self.all(
            "SELECT document, change FROM carriers WHERE tenant = ?1 AND edit = ?2",
            params![self.tenant().as_slice(), edit.as_slice()],
            |row| Ok((DocumentId(fixed(row, 0)?), ChangeHash(fixed(row, 1)?))),
        )
    }

    /// The documents in which a change has a state, with the present one. Its bytes say which
    /// document it is made for; a refused one may have been sent for any.
    pub fn states_of(
        &self,
        change: &ChangeHash,
    ) -> Result<Vec<(DocumentId, PresentState)>, LogError> {
        let documents: Vec<DocumentId> = self.all(
            "SELECT DISTINCT document FROM states WHERE tenant = ?1 AND change = ?2",
            params![self.tenant().as_slice(), change.as_slice()],
            |row| Ok(DocumentId(fixed(row, 0)?)),
        )?;
        let mut states = Vec::with_capacity(documents.len());
        for document in documents {
            states.extend(self.state_of(&document, change)?.map(|state| (document, state)));
        }
        Ok(states)
    }

    /// Every state that a change ever had in a document, the first one first.
    pub fn history_of(
        &self,
        document: &DocumentId,
        change: &ChangeHash,
    ) -> Result<Vec<PresentState>, LogError> {
        let found: Vec<(u64, Vec<u8>)> = self.all(
            "SELECT seq, state FROM states WHERE tenant = ?1 AND document = ?2 AND change = ?3
             ORDER BY seq",
            params![self.tenant().as_slice(), document.as_slice(), change.as_slice()],
            |row| Ok((unsigned(row.get(0)?), row.get(1)?)),
        )?;
        let read = |(seq, state): (u64, Vec<u8>)| {
            Ok(PresentState { state: state_from(&state, seq)?, seq })
        };
        found.into_iter().map(read).collect()
    }

    /// The row by which a change came from its author, with its bytes; none for an unknown one.
    /// A row by which a stranger brought it is passed over if there is another.
    pub fn origin(
        &self,
        document: &DocumentId,
        change: &ChangeHash,
        stranger: impl Fn(&PresentState) -> bool,
    ) -> Result<Option<LogRow>, LogError> {
        let states = self.history_of(document, change)?;
        let first = states.iter().find(|state| !stranger(state)).or(states.first());
        first.map(|state| self.row(state.seq)).transpose()
    }

    /// The changes whose hash begins with these hexadecimal digits, at least eight of them: all
    /// that a person has to type.
    pub fn changes_like(&self, digits: &str) -> Result<Vec<(DocumentId, ChangeHash)>, LogError> {
        let Some((first, last)) = bounds(digits) else { return Ok(Vec::new()) };
        self.all(
            "SELECT DISTINCT document, change FROM states
             WHERE tenant = ?1 AND change BETWEEN ?2 AND ?3",
            params![self.tenant().as_slice(), first.as_slice(), last.as_slice()],
            |row| Ok((DocumentId(fixed(row, 0)?), ChangeHash(fixed(row, 1)?))),
        )
    }

    /// Whether a clerk moved the edit into the document.
    pub fn is_authorised(
        &self,
        edit: &ChangeHash,
        document: &DocumentId,
    ) -> Result<bool, LogError> {
        let found = self.first(
            "SELECT 1 FROM authorised WHERE tenant = ?1 AND edit = ?2 AND document = ?3",
            params![self.tenant().as_slice(), edit.as_slice(), document.as_slice()],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// What a document is about, if something was ever stored in it or a right given to it.
    pub fn name_of(&self, document: &DocumentId) -> Result<Option<DocumentName>, LogError> {
        let name: Option<Vec<u8>> = self.first(
            "SELECT name FROM documents WHERE tenant = ?1 AND document = ?2",
            params![self.tenant().as_slice(), document.as_slice()],
            |row| row.get(0),
        )?;
        let read = |name: Vec<u8>| minicbor::decode(&name).map_err(|_| LogError::Unreadable(0));
        name.map(read).transpose()
    }
}

/// The lowest and the highest hash that begin with these digits.
fn bounds(digits: &str) -> Option<([u8; 32], [u8; 32])> {
    let filled = |with: char| {
        let rest = std::iter::repeat_n(with, 64 - digits.len());
        let text: String = digits.chars().chain(rest).collect();
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(hash)
    };
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let bounds = || Some((filled('0')?, filled('f')?));
    if plain && (8..=64).contains(&digits.len()) { bounds() } else { None }
}
