//! One edit becomes durable: change, outbox row, registers, screen rows, notices.

use rusqlite::Transaction;

use super::{
    Author, Loaded, Store, StoreError, Written, changes, connect, drafts::Settling, notices,
    outbox, own, read,
};
use crate::admission::{Verdict, judge};
use crate::change::{Change, Limits, Put, Value};
use crate::model::{ChangeHash, DocumentId, DocumentName, Edit, Epoch, TaskId};
use crate::store::tables::{self, Touched};

impl Store {
    /// Makes one edit durable: change, outbox row, registers and screen rows in one
    /// transaction. `None` when the register already says exactly that.
    pub fn write(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        edit: &Edit,
    ) -> Result<Option<Written>, StoreError> {
        let written = self.try_write(author, document, edit, None);
        if written.is_err() {
            self.doubt();
        }
        written
    }

    /// Makes a draft an edit: what becomes of its row is part of the same transaction.
    pub(super) fn write_draft(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        edit: &Edit,
        draft: Settling,
    ) -> Result<Option<Written>, StoreError> {
        let written = self.try_write(author, document, edit, Some(draft));
        if written.is_err() {
            self.doubt();
        }
        written
    }

    /// Takes back the author's last edit on this phone, if `edit` is that and can be undone.
    pub fn undo(
        &mut self,
        author: &Author<'_>,
        edit: &ChangeHash,
    ) -> Result<Option<Written>, StoreError> {
        let last = own::undoable(&self.db, author.officer)?.filter(|last| last.id == *edit);
        let Some(last) = last else { return Ok(None) };
        let Some(back) = own::undoing(&self.db, &last, author.now.day())? else { return Ok(None) };
        let name = *self.document(last.document).ok_or(StoreError::NotWritable)?;
        self.write(author, &name, &back)
    }

    fn try_write(
        &mut self,
        author: &Author<'_>,
        name: &DocumentName,
        edit: &Edit,
        draft: Option<Settling>,
    ) -> Result<Option<Written>, StoreError> {
        let id = name.id();
        let (key, act) = edit.put(author.officer).ok_or(StoreError::NoRegister)?;
        let tx = self.db.unchecked_transaction()?;
        // What was begun while the right stood is written: the office decides on it.
        if draft.is_none() && !read::writable(&tx, id)? {
            return Err(StoreError::NotWritable);
        }
        if let Some(draft) = draft {
            draft.run(&tx)?;
        }
        let lane = outbox::lane(&tx, id, &self.epoch, &author.key.public())?;
        let loaded = self.loaded.get(&tx, id)?;
        let put = [(key, Value::Bytes(act))];
        let Some(bytes) = loaded.write(lane.actor, author.now.seconds(), &put, None)? else {
            tx.commit()?;
            return Ok(None);
        };
        let (change, puts) = admitted(&tx, name, &bytes)?;
        if lane.fresh {
            outbox::insert_lane(&tx, id, &self.epoch, lane)?;
        }
        let client_seq = outbox::next_client_seq(&tx, &self.epoch)?;
        let (rows, touched) =
            record(&tx, name, author, &self.epoch, client_seq, edit, &change, &puts)?;
        // One profile's edit can replace another's value, so all of them are folded.
        notices::settle(&tx, &touched, &self.officers)?;
        tx.commit()?;
        Ok(Some(Written { change: change.hash, client_seq, rows }))
    }

    /// After a failed or doubtful transaction memory may be ahead of the disk: the documents
    /// are forgotten and the database is opened anew.
    pub fn doubt(&mut self) {
        self.loaded = Loaded::default();
        if let Ok(db) = connect(&self.path, &self.key) {
            self.db = db;
        }
    }
}

/// The phone judges its own edits before they become durable.
fn admitted(
    tx: &Transaction<'_>,
    name: &DocumentName,
    bytes: &[u8],
) -> Result<(Change, Vec<Put>), StoreError> {
    let limits = Limits::default();
    let change = Change::parse(bytes, &limits).map_err(|_| StoreError::Damaged)?;
    let here = changes::Here::under_heads(tx, name.id());
    let verdict = judge(&change, name.id(), name.kind, &here, &limits);
    here.finish()?;
    match verdict {
        Verdict::Admit(puts) => Ok((change, puts)),
        Verdict::Refused(code) => Err(StoreError::NotAdmitted(code)),
        // The document in memory knows what the disk does not: it is loaded again.
        Verdict::Missing(_) | Verdict::Regressed => {
            Err(StoreError::Document(crate::document::DocumentError::Poisoned))
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one call, and each argument is another table's part")]
fn record(
    tx: &Transaction<'_>,
    name: &DocumentName,
    author: &Author<'_>,
    epoch: &Epoch,
    client_seq: u64,
    edit: &Edit,
    change: &Change,
    puts: &[Put],
) -> Result<(Vec<(DocumentId, TaskId)>, Touched), StoreError> {
    let id = name.id();
    let place = changes::insert(tx, id, change, true, None)?;
    let mut touched = Touched::default();
    let step = tables::fold_change(tx, name, change, puts, &mut touched)?;
    outbox::insert(
        tx,
        &outbox::NewRow {
            epoch: *epoch,
            client_seq,
            document: id,
            change,
            edit,
            officer: author.officer,
            kills: &step.kills,
            grant_version: author.grant_version,
            made: author.now,
            place,
        },
    )?;
    Ok((tables::settle(tx, &touched)?, touched))
}
