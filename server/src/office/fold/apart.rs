//! Changes that are not in their document for everyone, as an index over the log's verdicts and
//! decisions: a page of them costs what it shows, not the length of the log.

use minicbor::Decoder;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::FoldError;
use crate::{
    database::{sql, unsigned},
    log::{Log, LogRow},
    relay::NO_LANE,
};
use soviec_core::{
    change::{Change, Limits},
    model::{ChangeHash, DeviceId, DocumentId},
    protocol::{ChangeState, RowKind},
};

/// What waits for the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// A held change: accept, return or move it.
    Held = 1,
    /// A refused change: have it written again, or lay it aside.
    Refused = 2,
    /// A change that waits for a held one below it, and goes where that one goes.
    Parked = 3,
}

impl Open {
    /// The number in the table.
    pub(in crate::office) fn number(self) -> u8 {
        self as u8
    }

    fn of(state: ChangeState) -> Option<Self> {
        match state {
            ChangeState::Held => Some(Self::Held),
            ChangeState::Refused(_) => Some(Self::Refused),
            ChangeState::Parked => Some(Self::Parked),
            _ => None,
        }
    }
}

/// A row of the table.
struct Noted {
    row: u64,
    state: ChangeState,
    parent: Option<ChangeHash>,
    device: Option<DeviceId>,
    decision: Option<u64>,
}

/// Follows one row of the log.
pub(super) fn follow(db: &Connection, log: &Log, row: &LogRow) -> Result<(), FoldError> {
    let (head, kind) = (&row.head, RowKind(row.head.kind));
    let Some(change) = head.change else { return Ok(()) };
    let place = Place { db, document: head.document, change };
    match (kind, head.state) {
        (RowKind::CHANGE, _) => place.stored(row.seq),
        (RowKind::VERDICT, Some(state)) => place.verdict(row, state),
        (RowKind::DECISION, Some(state)) => place.decision(log, row, state),
        _ => Ok(()),
    }
}

/// One change in the table.
struct Place<'a> {
    db: &'a Connection,
    document: DocumentId,
    change: ChangeHash,
}

impl Place<'_> {
    /// What came into its document by itself was never the office's matter; what came by a
    /// decision stays among the decided ones.
    fn stored(&self, seq: u64) -> Result<(), FoldError> {
        match self.noted()? {
            Some(noted) if noted.decision.is_some() => {
                self.put(&Noted { state: ChangeState::Stored, ..noted }, seq)
            }
            Some(_) => self.forget(),
            None => Ok(()),
        }
    }

    fn verdict(&self, row: &LogRow, state: ChangeState) -> Result<(), FoldError> {
        let noted = self.noted()?;
        if !is_apart(state) {
            return match noted {
                // Nobody at the office had to do with it.
                Some(noted) if noted.decision.is_none() && passes(noted.state) => self.forget(),
                Some(noted) => self.put(&Noted { state, ..noted }, row.seq),
                None => Ok(()),
            };
        }
        let parent = match state {
            ChangeState::Parked => self.parent(&row.payload)?,
            _ => None,
        };
        let noted = noted.unwrap_or(Noted {
            row: row.seq,
            state,
            parent: None,
            device: row.head.device,
            decision: None,
        });
        self.put(&Noted { state, parent, ..noted }, row.seq)
    }

    fn decision(&self, log: &Log, row: &LogRow, state: ChangeState) -> Result<(), FoldError> {
        let noted = match self.noted()? {
            Some(noted) => noted,
            None => match self.in_document(log)? {
                Some(noted) => noted,
                None => return Ok(()),
            },
        };
        let decision = Some(row.seq);
        self.put(&Noted { state, parent: None, decision, ..noted }, row.seq)
    }

    /// A change that was stored like any other until someone decided about it.
    fn in_document(&self, log: &Log) -> Result<Option<Noted>, FoldError> {
        log.read(|view| {
            let Some(indexed) = view.change(&self.document, &self.change)? else { return Ok(None) };
            let device = view.row(indexed.row)?.head.device;
            let (row, state) = (indexed.row, ChangeState::Stored);
            Ok(Some(Noted { row, state, parent: None, device, decision: None }))
        })
    }

    /// The held change that a parked one waits for.
    fn parent(&self, bytes: &[u8]) -> Result<Option<ChangeHash>, FoldError> {
        let Ok(change) = Change::parse(bytes, &Limits::unlimited()) else { return Ok(None) };
        for below in change.dependencies {
            let noted = Place { db: self.db, document: self.document, change: below }.noted()?;
            match noted.map(|noted| (noted.state, noted.parent)) {
                Some((ChangeState::Held, _)) => return Ok(Some(below)),
                Some((ChangeState::Parked, Some(parent))) => return Ok(Some(parent)),
                _ => {}
            }
        }
        Ok(None)
    }

    fn noted(&self) -> Result<Option<Noted>, FoldError> {
        let found = self
            .db
            .prepare_cached(
                "SELECT row, state, parent, device, decision FROM apart
                 WHERE document = ?1 AND change = ?2",
            )?
            .query_row(params![self.document.as_slice(), self.change.as_slice()], noted)
            .optional()?;
        Ok(found)
    }

    fn put(&self, noted: &Noted, seq: u64) -> Result<(), FoldError> {
        let open = Open::of(noted.state).filter(|_| noted.decision.is_none()).map(Open::number);
        let state = minicbor::to_vec(noted.state).expect("a Vec takes every byte");
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO apart
                     (document, change, row, seq, state, open, parent, device, decision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                self.document.as_slice(),
                self.change.as_slice(),
                sql(noted.row),
                sql(seq),
                state,
                open,
                noted.parent.as_ref().map(ChangeHash::as_slice),
                noted.device.as_ref().map(DeviceId::as_slice),
                noted.decision.map(sql)
            ])?;
        Ok(())
    }

    fn forget(&self) -> Result<(), FoldError> {
        self.db
            .prepare_cached("DELETE FROM apart WHERE document = ?1 AND change = ?2")?
            .execute(params![self.document.as_slice(), self.change.as_slice()])?;
        Ok(())
    }
}

fn noted(row: &Row<'_>) -> rusqlite::Result<Noted> {
    let (parent, device): (Option<[u8; 32]>, Option<[u8; 16]>) = (row.get(2)?, row.get(3)?);
    Ok(Noted {
        row: unsigned(row.get(0)?),
        state: state(row, 1)?,
        parent: parent.map(ChangeHash),
        device: device.map(DeviceId),
        decision: row.get::<_, Option<i64>>(4)?.map(unsigned),
    })
}

/// A state in a column.
pub(in crate::office) fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<ChangeState> {
    let bytes: Vec<u8> = row.get(column)?;
    let state = Decoder::new(&bytes).decode();
    state.map_err(|error| {
        let kind = rusqlite::types::Type::Blob;
        rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
    })
}

/// Whether a change in this state is the office's matter.
fn is_apart(state: ChangeState) -> bool {
    let decided =
        matches!(state, ChangeState::Returned | ChangeState::Expelled | ChangeState::Moved(_));
    decided || Open::of(state).is_some()
}

/// States that another row ends without anybody's decision: a parked change follows the one
/// below it, and one that a stranger brought is judged when its own author brings it.
fn passes(state: ChangeState) -> bool {
    matches!(state, ChangeState::Parked | ChangeState::Refused(NO_LANE))
}
