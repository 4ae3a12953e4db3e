//! Law 6: every edit that returned is shown, or replaced by an edit whose author knew it, or a
//! readable record for its author and the office. And nothing is shown that nobody did.

use std::collections::BTreeMap;

use soviec_core::{
    model::{ChangeHash, DocumentId},
    protocol::ChangeState,
    replica::Register,
};

use soviec_server::office::apart::ApartFilter;

use crate::{
    frame::book,
    sim::{
        Held, Wrong,
        carriers::{Carrier, Carriers},
        land::Land,
        ledger::Entry,
        must, wrong,
    },
};

/// What the office shows, by edit.
type Shown = BTreeMap<ChangeHash, Vec<(DocumentId, String)>>;

pub(super) fn check(land: &Land, carriers: &Carriers) -> Held {
    nothing_waits(land)?;
    let shown = shown(land, carriers)?;
    for (edit, entry) in land.ledger().all() {
        one(land, carriers, &shown, edit, entry)?;
    }
    nobody_was_overlooked(land, carriers)
}

fn nothing_waits(land: &Land) -> Held {
    for phone in land.phones() {
        let health = phone.replica()?.health().map_err(|e| wrong("health")(&e))?;
        let number = phone.number;
        must(health.waiting == 0, || format!("{} edits wait on phone {number}", health.waiting))?;
        let stopped = (&health.stopped, &health.stopped_documents);
        must(stopped == (&None, &Vec::new()), || format!("phone {number} stopped: {stopped:?}"))?;
    }
    Ok(())
}

/// What stands in the office's tables of the books. Each edit must be one that was made.
fn shown(land: &Land, carriers: &Carriers) -> Held<Shown> {
    let office = land.office()?;
    let (mut shown, mut doubts) = (Shown::new(), 0);
    for village in 0..land.villages {
        let document = book(village).id();
        let all = office.views().everything(office.log(), document);
        for (key, register) in all.map_err(|e| wrong("the office's tables")(&e))? {
            let Register { values } = register;
            for value in values {
                let made = land.ledger().get(&value.edit).cloned();
                let Some(made) = made else {
                    if carriers.is_written_again(&value.edit, &land.ledger()) {
                        continue;
                    }
                    doubts += 1;
                    if doubts <= land.ledger().doubts {
                        continue;
                    }
                    return Err(Wrong(format!("{key} shows {}, which nobody made", value.edit)));
                };
                let same = made.value == value.value && made.key == key;
                must(same, || format!("{key} shows {} with another value", value.edit))?;
                shown.entry(value.edit).or_default().push((document, key.to_string()));
            }
        }
    }
    Ok(shown)
}

fn one(land: &Land, carriers: &Carriers, shown: &Shown, edit: &ChangeHash, entry: &Entry) -> Held {
    let what = || format!("{edit} in {}, made on phones {:?}", entry.key, entry.holders);
    let all: Vec<&Carrier> = carriers.of(edit).collect();
    if all.is_empty() {
        // A phone's files went back to before the edit, and nobody else had heard of it.
        return must(entry.holders.is_empty(), || format!("lost: {}", what()));
    }
    let places = shown.get(edit).map(Vec::len).unwrap_or_default();
    must(places <= 1, || format!("shown {places} times: {}", what()))?;
    match all.iter().find(|carrier| carrier.state == ChangeState::Stored) {
        Some(carrier) => {
            let killers = carriers.killers(carrier.document, &entry.key, *edit);
            must((places == 0) != killers.is_empty(), || {
                format!("shown {places} times, and replaced by {killers:?}: {}", what())
            })
        }
        None => {
            must(places == 0, || format!("shown although it is not stored: {}", what()))?;
            record(land, &all, edit, entry)
        }
    }
}

/// An edit that is in no document: it waits at the office, or has come to an end that is final.
fn record(land: &Land, all: &[&Carrier], edit: &ChangeHash, entry: &Entry) -> Held {
    let states: Vec<ChangeState> = all.iter().map(|carrier| carrier.state).collect();
    let final_word = all.iter().find(|carrier| {
        use ChangeState::{Expelled, Held, Parked, Refused, Replaced, Returned};
        // The office replaces only what was refused.
        let again = carrier.decided && matches!(carrier.state, Replaced(_));
        again || matches!(carrier.state, Held | Parked | Refused(_) | Returned | Expelled)
    });
    let Some(word) = final_word else {
        // Whoever would have to write it again has gone back to before it.
        return must(entry.holders.is_empty(), || {
            format!("{edit} in {} has no carrier but {states:?}", entry.key)
        });
    };
    let office = land.office()?;
    let apart = office.apart(ApartFilter::All).map_err(|e| wrong("the office's list")(&e))?;
    let listed =
        apart.iter().any(|apart| apart.change == word.change.hash && !apart.said.is_empty());
    must(listed, || {
        format!("{edit} in {} is {states:?}, and the office does not say so", entry.key)
    })?;
    for phone in land.phones() {
        if entry.holders.contains(&phone.number) {
            let apart = phone.replica()?.set_apart_history();
            let apart = apart.map_err(|e| wrong("set apart")(&e))?;
            let listed = apart.iter().any(|apart| apart.edit.id == *edit);
            must(listed, || {
                let (key, number) = (&entry.key, phone.number);
                format!("{edit} in {key} is {states:?}, and phone {number} does not say so")
            })?;
        }
    }
    Ok(())
}

/// What replaces an edit was made by somebody whose phone had heard of it.
fn nobody_was_overlooked(land: &Land, carriers: &Carriers) -> Held {
    let ledger = land.ledger();
    for ((_, key, killed), killers) in carriers.kills() {
        for by in killers {
            if let Some(entry) = ledger.get(by) {
                must(entry.known.contains(killed), || {
                    format!("{by} replaces {killed} in {key}, and its author never heard of it")
                })?;
            }
        }
    }
    Ok(())
}
