//! J7: a stored change is taken out again, and the office's pen writes what stood on it again.

use std::collections::BTreeSet;

use super::{
    Fates, origin,
    remains::{Remains, Standing},
};
use crate::{
    log::LogError,
    relay::quill::{Hand, Quill, QuillError},
};
use soviec_core::{
    change::{Change, Limits, NewChange, encode},
    model::{ChangeHash, DocumentName},
    protocol::ChangeState,
    reissue::{Rewritten, rewrite},
};

/// Follows a change out of its document: a row before has already said that it is expelled.
///
/// What is stored above it is written again by the pen, the lower ones first: waiting for the
/// phone of each author would lose the edits of lost phones. What only waits above it is its
/// author's to write again.
///
/// Returns what the office itself had written above it and that cannot be written again: the
/// caller says whether that is too high a price.
pub(crate) fn expel(
    fates: &mut Fates<'_, '_>,
    quill: &Quill,
    name: &DocumentName,
    hand: Hand,
    expelled: &ChangeHash,
) -> Result<Vec<ChangeHash>, LogError> {
    let above = fates.above(expelled)?;
    let mut gone = BTreeSet::from([*expelled]);
    for change in &above {
        if fates.state(&change.hash)? == Some(ChangeState::Stored) {
            gone.insert(change.hash);
        }
    }
    let mut remains = Remains::read(fates.group, &fates.document, gone)?;
    let (mut lost, writer) = (Vec::new(), Writer { quill, name, hand });
    for change in above {
        match fates.state(&change.hash)? {
            Some(ChangeState::Stored) => {
                let phone = writer.replace(fates, &mut remains, &change.hash)?;
                lost.extend((!phone).then_some(change.hash));
            }
            Some(ChangeState::Held | ChangeState::Parked) => {
                fates.say(&change.hash, ChangeState::Rebase)?;
            }
            _ => {}
        }
    }
    Ok(lost)
}

struct Writer<'a> {
    quill: &'a Quill,
    name: &'a DocumentName,
    hand: Hand,
}

impl Writer<'_> {
    /// Writes one change's edit again. What cannot be written is left to its author's phone;
    /// false when it has none.
    fn replace(
        &self,
        fates: &mut Fates<'_, '_>,
        remains: &mut Remains,
        old: &ChangeHash,
    ) -> Result<bool, LogError> {
        let row = origin(fates.group, &fates.document, old)?;
        let original = Change::parse(&row.payload, &Limits::unlimited());
        let original = original.map_err(|_| LogError::Unreadable(row.seq))?;
        let Some(new) = self.write(fates, remains, &original)? else {
            fates.say(old, ChangeState::Rebase)?;
            return Ok(row.head.device.is_some());
        };
        fates.group.add_carrier(&fates.document, &new.edit(), &new.hash)?;
        fates.say(old, ChangeState::Rebased(new.hash))?;
        remains.written(*old, new);
        Ok(true)
    }

    fn write(
        &self,
        fates: &mut Fates<'_, '_>,
        remains: &Remains,
        original: &Change,
    ) -> Result<Option<Change>, LogError> {
        let ground = Standing::new(fates.group, fates.document, fates.genesis, remains);
        let written = rewrite(original, None, &ground);
        ground.finish()?;
        let Ok(Rewritten { dependencies, message, operations, start_op }) = written else {
            return Ok(None);
        };
        let leaves = |change: &ChangeHash| remains.leaves(change);
        let (actor, seq) =
            self.quill.place(fates.group, &fates.document, &dependencies, &leaves)?;
        // The time is when the officer said it, not when the office had to write it again.
        let (time, message) = (original.time, Some(message));
        let new = NewChange { dependencies, actor, seq, start_op, time, message, operations };
        let new = encode(&new);
        match self.quill.record(fates.group, self.name, &new, self.hand) {
            Ok(()) => Ok(Some(new)),
            Err(QuillError::Refused(_)) => Ok(None),
            Err(QuillError::Log(error)) => Err(error),
        }
    }
}
