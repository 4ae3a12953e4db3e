//! *Write it again*, by a clerk: a new edit that says what a refused one said, for the same
//! officer, over what stands there now.

use super::{Pen, PenError, load};
use crate::{log::Group, relay::InLog};
use soviec_core::{
    admission::{Known, Put, puts},
    change::{Action, Change, Message, NewChange, Operation, bucket_object, encode, genesis},
    document::Document,
    model::{DocumentName, Moment},
    protocol::SCHEMA,
};

impl Pen {
    /// The change that would write a refused one again; nothing is recorded. The acts are the
    /// stored bytes, so the officer stays their author.
    pub(crate) fn again(
        &self,
        group: &Group<'_>,
        name: &DocumentName,
        refused: &Change,
        now: Moment,
    ) -> Result<Change, PenError> {
        let said = puts(refused, name.id(), name.kind).map_err(PenError::Refused)?;
        let document = load(group, name)?;
        let operations = said.iter().map(|put| operation(&document, name, put));
        let operations = operations.collect::<Result<Vec<_>, _>>()?;
        if said.iter().map(|put| stands(&document, put)).all(|stands| stands == Ok(true)) {
            return Err(PenError::Stands);
        }
        let dependencies = document.heads();
        let known = InLog::new(group, name.id(), genesis(name.id(), SCHEMA).hash);
        let highest = dependencies.iter().filter_map(|head| known.max_op(head)).max();
        known.finish()?;
        let place = self.relay.quill().place(group, &name.id(), &dependencies, &|_| false)?;
        let overs = vec![vec![refused.edit()]; operations.len()];
        let change = encode(&NewChange {
            dependencies,
            actor: place.0,
            seq: place.1,
            start_op: highest.unwrap_or(0) + 1,
            time: now.seconds(),
            message: Some(Message { edit: None, overs }),
            operations,
        });
        self.relay.quill().judge(group, name, &change)?;
        Ok(change)
    }
}

/// The put over everything that stands in its register.
fn operation(document: &Document, name: &DocumentName, put: &Put) -> Result<Operation, PenError> {
    let live = document.values(&put.key)?;
    Ok(Operation {
        object: bucket_object(name.id(), put.key.bucket()),
        key: put.key.as_str().to_owned(),
        insert: false,
        action: Action::Put(put.value.clone()),
        predecessors: live.into_iter().map(|(op, _)| op).collect(),
    })
}

fn stands(document: &Document, put: &Put) -> Result<bool, soviec_core::document::DocumentError> {
    let live = document.values(&put.key)?;
    Ok(matches!(live.as_slice(), [(_, value)] if *value == put.value))
}
