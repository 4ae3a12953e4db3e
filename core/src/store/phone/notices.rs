//! Notices in SQL: folded again for every register that a transaction touched.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::StoreError;
use crate::fold::{History, Notice, NoticeKind, notices, tellings};
use crate::model::{ChangeHash, DocumentId, OfficerId, RegisterKey, UnitId};
use crate::store::tables::value::{fixed, wrong_form};
use crate::store::tables::{Touched, history, op_exists_of_other};

/// A stored notice with its register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The document.
    pub document: DocumentId,
    /// The register.
    pub key: RegisterKey,
    /// The notice.
    pub notice: Notice,
}

/// Folds the notices of every touched register; returns those that ring now.
pub(super) fn settle(
    db: &Connection,
    touched: &Touched,
    officers: &[OfficerId],
) -> Result<Vec<Reported>, StoreError> {
    #[cfg(feature = "planted")]
    if crate::planted::now_and_then(crate::planted::Fault::NoticesSkipped) {
        return Ok(Vec::new());
    }
    let mut ringing = Vec::new();
    let registers: BTreeSet<(DocumentId, RegisterKey)> = touched
        .registers
        .iter()
        .filter_map(|(document, key)| Some((*document, about(key)?)))
        .collect();
    for (document, key) in registers {
        if op_exists_of_other(db, document, &key, officers)? {
            ringing.extend(refresh(db, document, &key, officers)?);
        }
    }
    Ok(ringing)
}

/// Forgets the notices of a register that is folded anew: those that still hold come back, and
/// what was told stays told.
pub(super) fn forget(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
) -> rusqlite::Result<()> {
    let Some(key) = about(key) else { return Ok(()) };
    db.prepare_cached("DELETE FROM notices WHERE document = ?1 AND key = ?2")?
        .execute(params![document.as_slice(), key.as_str()])
        .map(drop)
}

/// The register whose notices a touched one decides: an accept is about another register.
fn about(key: &RegisterKey) -> Option<RegisterKey> {
    match key.field().strip_prefix("seen_") {
        Some(field) => RegisterKey::parse(&format!("{}.{field}", key.owner_text())).ok(),
        None => Some(key.clone()),
    }
}

fn refresh(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    officers: &[OfficerId],
) -> Result<Vec<Reported>, StoreError> {
    let history = history(db, document, key)?;
    db.prepare_cached("DELETE FROM notices WHERE document = ?1 AND key = ?2")?
        .execute(params![document.as_slice(), key.as_str()])?;
    let mut ringing = Vec::new();
    for notice in notices(&history, officers) {
        insert(db, document, key, &notice)?;
        if tell(db, document, key, &history, &notice)? {
            ringing.push(Reported { document, key: key.clone(), notice });
        }
    }
    Ok(ringing)
}

fn insert(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    notice: &Notice,
) -> rusqlite::Result<()> {
    let others = minicbor::to_vec(&notice.others).expect("a Vec takes every byte");
    db.prepare_cached("INSERT INTO notices (document, key, mine, kind, me, others) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            document.as_slice(),
            key.as_str(),
            notice.mine.as_slice(),
            notice.kind.number(),
            notice.me.as_slice(),
            others
        ])
        .map(drop)
}

fn tell(
    db: &Connection,
    document: DocumentId,
    key: &RegisterKey,
    history: &History,
    notice: &Notice,
) -> rusqlite::Result<bool> {
    let place =
        params![document.as_slice(), key.as_str(), notice.mine.as_slice(), notice.kind.number()];
    let told = db
        .prepare_cached(
            "SELECT edit FROM told WHERE document = ?1 AND key = ?2 AND mine = ?3 AND kind = ?4",
        )?
        .query_map(place, |row| fixed(row, 0).map(ChangeHash))?
        .collect::<rusqlite::Result<BTreeSet<_>>>()?;
    let telling = tellings(history, notice, &told);
    let mut remember = db.prepare_cached(
        "INSERT OR IGNORE INTO told (document, key, mine, kind, edit) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for edit in &telling.told {
        remember.execute(params![
            document.as_slice(),
            key.as_str(),
            notice.mine.as_slice(),
            notice.kind.number(),
            edit.as_slice()
        ])?;
    }
    Ok(telling.fresh)
}

/// How many notices there are, in one unit's books or in all.
pub(super) fn count(db: &Connection, unit: Option<UnitId>) -> rusqlite::Result<u32> {
    db.prepare_cached(
        "SELECT count(*) FROM notices n LEFT JOIN books b ON b.document = n.document
         WHERE ?1 IS NULL OR b.unit = ?1",
    )?
    .query_row([unit.as_ref().map(UnitId::as_slice)], |row| row.get(0))
}

/// All notices of the phone's officers.
pub(super) fn all(db: &Connection) -> rusqlite::Result<Vec<Reported>> {
    db.prepare_cached("SELECT document, key, mine, kind, me, others FROM notices ORDER BY document, key, mine, kind")?
        .query_map([], |row| {
            let (key, others): (String, Vec<u8>) = (row.get(1)?, row.get(5)?);
            Ok(Reported {
                document: DocumentId(fixed(row, 0)?),
                key: RegisterKey::parse(&key).map_err(|_| wrong_form(1))?,
                notice: Notice {
                    me: OfficerId(fixed(row, 4)?),
                    mine: ChangeHash(fixed(row, 2)?),
                    kind: NoticeKind::from_number(row.get(3)?).ok_or_else(|| wrong_form(3))?,
                    others: minicbor::decode(&others).map_err(|_| wrong_form(5))?,
                },
            })
        })?
        .collect()
}
