//! J3: the changes that carry one edit, over all documents of the tenant.

use super::{ends_an_edit, origin};
use crate::log::{LogError, View};
use soviec_core::{
    change::{Action, Change, Limits},
    model::{ChangeHash, DocumentId},
    protocol::ChangeState,
};

/// A change that carries an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::relay) struct Carrier {
    /// Its document.
    pub(in crate::relay) document: DocumentId,
    /// The change.
    pub(in crate::relay) change: ChangeHash,
    /// Its present state.
    pub(in crate::relay) state: ChangeState,
}

impl Carrier {
    /// Whether the edit lives in it, or came to its end with it.
    pub(in crate::relay) fn has_the_edit(&self) -> bool {
        ends_an_edit(self.state)
    }

    /// Whether another carrier of the edit takes its place.
    pub(in crate::relay) fn gives_way(&self) -> bool {
        let state = self.state;
        matches!(state, ChangeState::Moved(_) | ChangeState::Rebase | ChangeState::Forked)
    }
}

/// The other carriers of a change's edit.
pub(in crate::relay) fn carriers(
    log: &View<'_>,
    document: &DocumentId,
    change: &Change,
) -> Result<Vec<Carrier>, LogError> {
    let edit = change.edit();
    let mut all = Vec::new();
    // A first carrier's own state is not asked for again: it is the one that is being judged.
    if edit != change.hash {
        let first = log.states_of(&edit)?.into_iter();
        all.extend(first.map(|(document, present)| Carrier {
            document,
            change: edit,
            state: present.state,
        }));
    }
    for (there, hash) in log.carriers(&edit)? {
        if (there, hash) != (*document, change.hash)
            && let Some(present) = log.state_of(&there, &hash)?
        {
            all.push(Carrier { document: there, change: hash, state: present.state });
        }
    }
    Ok(all)
}

/// Whether two carriers of an edit say the same. One whose bytes are no change says nothing that
/// could be compared.
pub(in crate::relay) fn have_the_same_puts(
    log: &View<'_>,
    change: &Change,
    other: &Carrier,
) -> Result<bool, LogError> {
    let row = origin(log, &other.document, &other.change)?;
    let parsed = Change::parse(&row.payload, &Limits::unlimited());
    Ok(parsed.map_or(true, |other| said(&other).eq(said(change))))
}

fn said(change: &Change) -> impl Iterator<Item = (&str, &Action)> {
    change.operations.iter().map(|operation| (operation.key.as_str(), &operation.action))
}
