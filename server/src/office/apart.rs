//! Edits that are not in their document for everyone, read from the log by the index that the
//! office's tables keep of it.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params, types::Null};

use super::{
    fold::{FoldError, Open, apart::state},
    subject::book_of,
    view::Waiting,
};
use crate::{
    Office,
    database::{fixed, unsigned},
    log::View,
};
use soviec_core::{
    change::{Action, Change, Limits, Operation, Value},
    model::{
        ChangeHash, DeviceId, DocumentId, DocumentName, Moment, OfficerId, RegisterKey, UnitId,
        author_of,
    },
    protocol::{ChangeState, Decision},
};

/// Which edits are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApartFilter {
    /// Those that wait for the office: held, parked and refused ones.
    Open,
    /// The rest that ever was held, refused, returned, moved or expelled.
    Decided,
    /// All.
    All,
}

/// One edit that is not, or was not, in its document for everyone.
pub struct Apart {
    /// The document.
    pub document: DocumentId,
    /// What the document is about; none when the office has no such document.
    pub name: Option<DocumentName>,
    /// The change.
    pub change: ChangeHash,
    /// The edit that the change carries.
    pub edit: ChangeHash,
    /// What became of it.
    pub state: ChangeState,
    /// The phone that sent it.
    pub device: Option<DeviceId>,
    /// The officer whose act it is.
    pub officer: Option<OfficerId>,
    /// The phone's own number of it.
    pub client_seq: Option<u64>,
    /// When its author's clock said it was written.
    pub made: Option<Moment>,
    /// When the relay received it.
    pub received: Moment,
    /// The row of the log that says the present state.
    pub seq: u64,
    /// Every put: the register and the value; none for what is not the put of a scalar. Empty
    /// when the bytes cannot be read.
    pub said: Vec<(RegisterKey, Option<Value>)>,
    /// How many bytes it has.
    pub size: usize,
    /// The held change that a parked one waits for.
    pub parent: Option<ChangeHash>,
    /// The last decision about it.
    pub decided: Option<Decided>,
}

/// What a clerk decided.
pub struct Decided {
    /// The clerk.
    pub clerk: Option<OfficerId>,
    /// The clerk's words.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// What the change became by it.
    pub state: ChangeState,
    /// The book that it was moved into.
    pub target: Option<DocumentName>,
}

impl Office {
    /// Edits that are not in their document for everyone: the oldest first of those that wait,
    /// after them the last decided first.
    ///
    /// # Errors
    ///
    /// [`FoldError`] when the tables or the log cannot be read.
    pub fn apart(&self, filter: ApartFilter) -> Result<Vec<Apart>, FoldError> {
        self.views().read(self.log(), |db, _| {
            self.log().read(|log| {
                let reading = Reading { db, log };
                let mut all = Vec::new();
                for kind in kinds(filter) {
                    let question = Question { kind: *kind, ..Question::default() };
                    all.extend(reading.list(&question, usize::MAX, 0)?);
                }
                Ok(all)
            })
        })
    }
}

fn kinds(filter: ApartFilter) -> &'static [Option<Open>] {
    const ALL: [Option<Open>; 4] =
        [Some(Open::Held), Some(Open::Parked), Some(Open::Refused), None];
    match filter {
        ApartFilter::Open => &ALL[..3],
        ApartFilter::Decided => &ALL[3..],
        ApartFilter::All => &ALL,
    }
}

/// What a list holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Question {
    /// What waits; none: nothing does any more.
    pub(super) kind: Option<Open>,
    /// The books of one unit only.
    pub(super) unit: Option<UnitId>,
    /// What one phone sent only.
    pub(super) device: Option<DeviceId>,
}

/// The tables with the log that they follow.
pub(super) struct Reading<'a> {
    pub(super) db: &'a Connection,
    pub(super) log: &'a View<'a>,
}

/// A row of the index.
struct Found {
    document: DocumentId,
    change: ChangeHash,
    row: u64,
    seq: u64,
    state: ChangeState,
    parent: Option<ChangeHash>,
    decision: Option<u64>,
}

const FOUND: &str = "SELECT document, change, row, seq, state, parent, decision FROM apart";
/// The books of the unit ?2, what the phone ?3 sent; all without them.
const LIMITED: &str = "(?2 IS NULL OR document IN (SELECT document FROM books WHERE unit = ?2))
     AND (?3 IS NULL OR device = ?3)";

impl Reading<'_> {
    /// A stretch of a list.
    pub(super) fn list(
        &self,
        question: &Question,
        most: usize,
        skipped: usize,
    ) -> Result<Vec<Apart>, FoldError> {
        let order = if question.kind.is_some() { "seq" } else { "seq DESC" };
        let text =
            format!("{FOUND} WHERE open IS ?1 AND {LIMITED} ORDER BY {order} LIMIT ?4 OFFSET ?5");
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let mut statement = self.db.prepare_cached(&text)?;
        let found = statement.query_map(
            params![
                question.kind.map(Open::number),
                question.unit.as_ref().map(UnitId::as_slice),
                question.device.as_ref().map(DeviceId::as_slice),
                number(most),
                number(skipped)
            ],
            found,
        )?;
        found.map(|found| self.apart(found?)).collect()
    }

    /// How many stand in a list.
    pub(super) fn count(&self, question: &Question) -> Result<u32, FoldError> {
        let text = format!("SELECT count(*) FROM apart WHERE open IS ?1 AND {LIMITED}");
        Ok(self.db.prepare_cached(&text)?.query_row(
            params![
                question.kind.map(Open::number),
                question.unit.as_ref().map(UnitId::as_slice),
                question.device.as_ref().map(DeviceId::as_slice)
            ],
            |row| row.get(0),
        )?)
    }

    /// One of them.
    pub(super) fn one(
        &self,
        document: DocumentId,
        change: ChangeHash,
    ) -> Result<Option<Apart>, FoldError> {
        let text = format!("{FOUND} WHERE document = ?1 AND change = ?2");
        let mut statement = self.db.prepare_cached(&text)?;
        let mut all =
            statement.query_map(params![document.as_slice(), change.as_slice()], found)?;
        all.next().map(|found| self.apart(found?)).transpose()
    }

    /// Those that wait for a held one, the first of them.
    pub(super) fn below(
        &self,
        document: DocumentId,
        parent: ChangeHash,
        most: u32,
    ) -> Result<Vec<Apart>, FoldError> {
        let text = format!("{FOUND} WHERE document = ?1 AND parent = ?2 ORDER BY seq LIMIT ?3");
        let mut statement = self.db.prepare_cached(&text)?;
        let values = params![document.as_slice(), parent.as_slice(), most];
        let found = statement.query_map(values, found)?;
        found.map(|found| self.apart(found?)).collect()
    }

    /// How many wait for a held one.
    pub(super) fn parked(
        &self,
        document: DocumentId,
        parent: ChangeHash,
    ) -> Result<u32, FoldError> {
        let mut count = self
            .db
            .prepare_cached("SELECT count(*) FROM apart WHERE document = ?1 AND parent = ?2")?;
        let values = params![document.as_slice(), parent.as_slice()];
        Ok(count.query_row(values, |row| row.get(0))?)
    }

    fn apart(&self, found: Found) -> Result<Apart, FoldError> {
        let row = self.log.row(found.row)?;
        let change = Change::parse(&row.payload, &Limits::unlimited()).ok();
        let said = change.as_ref().map(puts).unwrap_or_default();
        Ok(Apart {
            document: found.document,
            name: self.name(found.document)?,
            change: found.change,
            edit: change.as_ref().map_or(found.change, Change::edit),
            state: found.state,
            device: row.head.device,
            officer: said.iter().find_map(|(_, value)| author(value.as_ref()?)),
            client_seq: row.head.client_seq,
            made: change.map(|change| Moment(change.time.saturating_mul(1_000))),
            received: row.head.received,
            seq: found.seq,
            said,
            size: row.payload.len(),
            parent: found.parent,
            decided: found.decision.map(|seq| self.decided(seq)).transpose()?,
        })
    }

    /// What a document is about: a book of a known unit, or one that something is stored in.
    fn name(&self, document: DocumentId) -> Result<Option<DocumentName>, FoldError> {
        if let Some((unit, year)) = book_of(self.db, document)? {
            return Ok(Some(DocumentName::work_book(*self.log.tenant(), unit, year)));
        }
        Ok(self.log.names()?.into_iter().find(|name| name.id() == document))
    }

    fn decided(&self, seq: u64) -> Result<Decided, FoldError> {
        let row = self.log.row(seq)?;
        let Decision { reason, target } =
            Decision::read(&row.payload).ok_or(FoldError::Row(seq))?;
        Ok(Decided {
            clerk: row.head.clerk,
            reason,
            at: row.head.received,
            state: row.head.state.ok_or(FoldError::Row(seq))?,
            target,
        })
    }
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let parent: Option<[u8; 32]> = row.get(5)?;
    Ok(Found {
        document: DocumentId(fixed(row, 0)?),
        change: ChangeHash(fixed(row, 1)?),
        row: unsigned(row.get(2)?),
        seq: unsigned(row.get(3)?),
        state: state(row, 4)?,
        parent: parent.map(ChangeHash),
        decision: row.get::<_, Option<i64>>(6)?.map(unsigned),
    })
}

/// What a change writes, as far as it names registers: it need not be one that was admitted.
fn puts(change: &Change) -> Vec<(RegisterKey, Option<Value>)> {
    let put = |operation: &Operation| {
        let value = match &operation.action {
            Action::Put(value) => Some(value.clone()),
            _ => None,
        };
        Some((RegisterKey::parse(&operation.key).ok()?, value))
    };
    change.operations.iter().filter_map(put).collect()
}

fn author(value: &Value) -> Option<OfficerId> {
    match value {
        Value::Bytes(act) => author_of(act),
        _ => None,
    }
}

/// How much waits, by what it is; of one unit's books or one phone, or in all.
pub(super) fn waiting(
    db: &Connection,
    unit: Option<UnitId>,
    device: Option<DeviceId>,
) -> Result<Waiting, FoldError> {
    let text = format!(
        "SELECT open, count(*) FROM apart
         WHERE open IS NOT NULL AND {LIMITED} GROUP BY open"
    );
    let mut statement = db.prepare_cached(&text)?;
    let mut rows = statement.query(params![
        Null,
        unit.as_ref().map(UnitId::as_slice),
        device.as_ref().map(DeviceId::as_slice)
    ])?;
    let mut waiting = Waiting::default();
    while let Some(row) = rows.next()? {
        add(&mut waiting, row.get(0)?, row.get(1)?);
    }
    Ok(waiting)
}

/// How much waits for each phone that something waits of.
pub(super) fn by_device(db: &Connection) -> Result<BTreeMap<DeviceId, Waiting>, FoldError> {
    let mut statement = db.prepare_cached(
        "SELECT device, open, count(*) FROM apart
         WHERE open IS NOT NULL AND device IS NOT NULL GROUP BY device, open",
    )?;
    let mut rows = statement.query([])?;
    let mut all = BTreeMap::<DeviceId, Waiting>::new();
    while let Some(row) = rows.next()? {
        let waiting = all.entry(DeviceId(fixed(row, 0)?)).or_default();
        add(waiting, row.get(1)?, row.get(2)?);
    }
    Ok(all)
}

fn add(waiting: &mut Waiting, open: u8, number: u32) {
    let count = match open {
        open if open == Open::Held.number() => &mut waiting.held,
        open if open == Open::Refused.number() => &mut waiting.refused,
        _ => &mut waiting.parked,
    };
    *count = count.saturating_add(number);
}
