//! Replaced values, counted at the office: the notices that phones show their own officers, for
//! every officer of a register, folded again with each register that is touched.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::FoldError;
use crate::database::fixed;
use soviec_core::{
    fold::{NoticeKind, notices},
    model::{ChangeHash, DocumentId, DocumentKind, DocumentName, OfficerId, RegisterKey, UnitId},
    store::tables::{self, Touched},
};

/// Folds the replaced edits of every touched register of a work book.
pub(super) fn settle(
    db: &Connection,
    names: &BTreeMap<DocumentId, DocumentName>,
    touched: &Touched,
) -> Result<(), FoldError> {
    let is_book = |document: &DocumentId| {
        names.get(document).is_some_and(|name| name.kind == DocumentKind::WorkBook)
    };
    let registers: BTreeSet<(DocumentId, RegisterKey)> = touched
        .registers
        .iter()
        .filter(|(document, _)| is_book(document))
        .filter_map(|(document, key)| Some((*document, about(key)?)))
        .collect();
    registers.iter().try_for_each(|(document, key)| refresh(db, *document, key))
}

/// The register that a touched one decides about: an accept is about another register.
fn about(key: &RegisterKey) -> Option<RegisterKey> {
    match key.field().strip_prefix("seen_") {
        Some(field) => RegisterKey::parse(&format!("{}.{field}", key.owner_text())).ok(),
        None => Some(key.clone()),
    }
}

fn refresh(db: &Connection, document: DocumentId, key: &RegisterKey) -> Result<(), FoldError> {
    db.prepare_cached("DELETE FROM replaced WHERE document = ?1 AND key = ?2")?
        .execute(params![document.as_slice(), key.as_str()])?;
    let (officers, authors) = officers(db, document, key)?;
    // Nobody replaces a value of his own in a way that he has to be told of.
    if authors < 2 {
        return Ok(());
    }
    let history = tables::history(db, document, key)?;
    for notice in notices(&history, &officers) {
        if notice.kind == NoticeKind::Replaced {
            insert(db, document, key, &notice.mine, &notice.me)?;
        }
    }
    Ok(())
}

/// The officers who ever wrote in a register, and how many authors it has with those unnamed.
fn officers(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> Result<(Vec<OfficerId>, usize), FoldError> {
    let mut who = db.prepare_cached(
        "SELECT DISTINCT officer FROM operations WHERE document = ?1 AND key = ?2",
    )?;
    let values = params![document.as_slice(), key.as_str()];
    let read = |row: &rusqlite::Row<'_>| row.get::<_, Option<[u8; 16]>>(0);
    let all = who.query_map(values, read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let authors = all.len();
    Ok((all.into_iter().flatten().map(OfficerId).collect(), authors))
}

fn insert(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    mine: &ChangeHash,
    me: &OfficerId,
) -> Result<(), FoldError> {
    db.prepare_cached("INSERT INTO replaced (document, key, mine, me) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![document.as_slice(), key.as_str(), mine.as_slice(), me.as_slice()])?;
    Ok(())
}

/// One replaced edit.
pub(in crate::office) struct Replaced {
    /// The book.
    pub(in crate::office) document: DocumentId,
    /// The register.
    pub(in crate::office) key: RegisterKey,
    /// The edit that is not shown any more.
    pub(in crate::office) mine: ChangeHash,
    /// Its officer.
    pub(in crate::office) me: OfficerId,
}

/// The books of the unit ?1; all without it.
const LIMITED: &str = "(?1 IS NULL OR document IN (SELECT document FROM books WHERE unit = ?1))";

/// How many edits are replaced and not accepted, in one unit's books or in all.
pub(in crate::office) fn count(db: &Connection, unit: Option<UnitId>) -> Result<u32, FoldError> {
    let text = format!("SELECT count(*) FROM replaced WHERE {LIMITED}");
    let unit = unit.as_ref().map(UnitId::as_slice);
    Ok(db.prepare_cached(&text)?.query_row([unit], |row| row.get(0))?)
}

/// A stretch of them.
pub(in crate::office) fn list(
    db: &Connection,
    unit: Option<UnitId>,
    most: u32,
    skipped: u32,
) -> Result<Vec<Replaced>, FoldError> {
    let text = format!(
        "SELECT document, key, mine, me FROM replaced WHERE {LIMITED}
         ORDER BY document, key, mine LIMIT ?2 OFFSET ?3"
    );
    let unit = unit.as_ref().map(UnitId::as_slice);
    let mut statement = db.prepare_cached(&text)?;
    let mut rows = statement.query(params![unit, most, skipped])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let key: String = row.get(1)?;
        // Nothing but `insert` writes here.
        let Ok(key) = RegisterKey::parse(&key) else { continue };
        let document = DocumentId(fixed(row, 0)?);
        let (mine, me) = (ChangeHash(fixed(row, 2)?), OfficerId(fixed(row, 3)?));
        all.push(Replaced { document, key, mine, me });
    }
    Ok(all)
}
