//! One edit becomes durable: change, outbox row, registers, screen rows, notices.

use rusqlite::Transaction;

use super::{
    Author, Store, StoreError, Written, changes, drafts::Settling, library, notices, outbox, own,
    read,
};
use crate::admission::{Verdict, judge};
use crate::change::{Change, Limits, Message, Put, PutOver, Turn, Value, compose, is_crowded};
use crate::document::DocumentError;
use crate::model::{ChangeHash, DocumentId, DocumentName, Edit, Epoch, Owner, RegisterKey, TaskId};
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
        self.write_with(author, document, edit, Besides::Nothing)
    }

    /// Makes a draft an edit: what becomes of its row is part of the same transaction.
    pub(super) fn write_draft(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        edit: &Edit,
        draft: Settling,
    ) -> Result<Option<Written>, StoreError> {
        self.write_with(author, document, edit, Besides::Draft(draft))
    }

    /// Writes an own edit again that ended: the new one names it.
    pub(super) fn write_over(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        edit: &Edit,
        ended: ChangeHash,
    ) -> Result<Option<Written>, StoreError> {
        self.write_with(author, document, edit, Besides::Ended(ended))
    }

    fn write_with(
        &mut self,
        author: &Author<'_>,
        document: &DocumentName,
        edit: &Edit,
        besides: Besides,
    ) -> Result<Option<Written>, StoreError> {
        self.twice(|store| store.try_write(author, document, edit, &besides))
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
        besides: &Besides,
    ) -> Result<Option<Written>, StoreError> {
        let id = name.id();
        let (key, act) = edit.put(author.officer).ok_or(StoreError::NoRegister)?;
        let tx = self.db.unchecked_transaction()?;
        // What was begun while the right stood is written: the office decides on it.
        if !matches!(besides, Besides::Draft(_)) && !read::writable(&tx, id)? {
            return Err(StoreError::NotWritable);
        }
        if let Besides::Draft(draft) = besides {
            draft.run(&tx)?;
        }
        let lane = outbox::lane(&tx, id, &self.epoch, &author.key.public())?;
        let over = tables::live(&tx, id, &key)?;
        let put = PutOver { key: &key, value: &Value::Bytes(act), over: &over };
        if put.is_said() && !is_returned(&tx, id, &key)? {
            return said_already(tx, id, &key, besides);
        }
        let tips = self.tips.get(&tx, id)?;
        let message = besides.message();
        let change = if is_crowded(tips, &[put]) {
            let put = [(key.clone(), put.value.clone())];
            let mut document = library::load(&tx, id)?;
            let written = document.write(lane.actor, author.now.seconds(), &put, message.as_ref());
            written?.ok_or(DocumentError::Poisoned)?
        } else {
            let seq = changes::next_seq(&tx, id, &lane.actor)?;
            let turn = Turn { actor: lane.actor, seq, time: author.now.seconds() };
            compose(id, tips, turn, &[put], message.as_ref())
        };
        let puts = admitted(&tx, name, &change)?;
        if lane.fresh {
            outbox::insert_lane(&tx, id, &self.epoch, lane)?;
        }
        let client_seq = outbox::next_client_seq(&tx, &self.epoch)?;
        let (rows, touched) =
            record(&tx, name, author, &self.epoch, client_seq, edit, &change, &puts)?;
        if let Besides::Ended(ended) = besides {
            outbox::written_again(&tx, ended, &change.hash)?;
        }
        // One profile's edit can replace another's value, so all of them are folded.
        notices::settle(&tx, &touched, &self.officers)?;
        tx.commit()?;
        if let Some(tips) = self.tips.known(id) {
            tips.add(&(&change).into());
        }
        Ok(Some(Written { change: change.hash, client_seq, rows }))
    }
}

/// What the office gave back may be declared again as it was: that is a new edit, for a new
/// verdict.
fn is_returned(
    tx: &Transaction<'_>,
    book: DocumentId,
    key: &RegisterKey,
) -> Result<bool, StoreError> {
    match (key.field(), key.owner()) {
        ("status", Ok(Owner(task))) => Ok(tables::is_returned(tx, book, TaskId(task))?),
        _ => Ok(false),
    }
}

/// The phone judges its own edits before they become durable.
fn admitted(
    tx: &Transaction<'_>,
    name: &DocumentName,
    change: &Change,
) -> Result<Vec<Put>, StoreError> {
    let limits = Limits::default();
    let here = changes::Here::under_heads(tx, name.id());
    let verdict = judge(change, name.id(), name.kind, &here, &limits);
    here.finish()?;
    match verdict {
        Verdict::Admit(puts) => Ok(puts),
        Verdict::Refused(code) => Err(StoreError::NotAdmitted(code)),
        // Memory knows what the disk does not: it is forgotten.
        Verdict::Missing(_) | Verdict::Regressed => Err(DocumentError::Poisoned.into()),
    }
}

/// What one transaction holds beside the edit.
enum Besides {
    Nothing,
    /// What becomes of the draft that it was.
    Draft(Settling),
    /// The own edit that ended and is written again by it.
    Ended(ChangeHash),
}

impl Besides {
    /// Only what is written again says so.
    fn message(&self) -> Option<Message> {
        match self {
            Self::Ended(ended) => Some(Message { edit: None, overs: vec![vec![*ended]] }),
            Self::Nothing | Self::Draft(_) => None,
        }
    }
}

/// The register says exactly that: there is no change. What ended is thereby written again, by
/// the edit that stands.
fn said_already(
    tx: Transaction<'_>,
    document: DocumentId,
    key: &RegisterKey,
    besides: &Besides,
) -> Result<Option<Written>, StoreError> {
    let register = tables::register(&tx, document, key)?;
    if let (Besides::Ended(ended), Some(shown)) = (besides, register.values.first()) {
        outbox::written_again(&tx, ended, &shown.edit)?;
    }
    tx.commit()?;
    Ok(None)
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
    // An ended edit that is written again stands nowhere: nothing of it comes back by an undo.
    let named = change.message.iter().flat_map(|message| message.overs.iter().flatten());
    let named: Vec<_> = named.copied().collect();
    let kills: Vec<_> = step.kills.iter().filter(|k| !named.contains(&k.edit)).cloned().collect();
    outbox::insert(
        tx,
        &outbox::NewRow {
            epoch: *epoch,
            client_seq,
            document: id,
            change,
            edit,
            officer: author.officer,
            kills: &kills,
            grant_version: author.grant_version,
            made: author.now,
            place,
        },
    )?;
    Ok((tables::settle(tx, &touched)?, touched))
}
