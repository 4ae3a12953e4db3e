//! Law 5: what screens show is what the office's tables show, folded anew from the log; and what
//! officers are told follows from the log alone.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    fold::notices,
    model::{ChangeHash, DocumentId, DocumentKind, RegisterKey, TaskId},
    replica::{ItemRow, Sort, TaskFilter, TaskRow, Window},
    store::tables,
};
use soviec_server::office::fold::FoldError;

use super::agree::grants;
use crate::{
    frame::officer,
    sim::{Held, carriers::Carriers, land::Land, must, phone::Phone, wrong},
};

const ALL: Window = Window { offset: 0, limit: 200 };

type Screens = BTreeMap<(DocumentId, TaskId), (TaskRow, Vec<ItemRow>)>;
type Told = BTreeMap<(DocumentId, RegisterKey, ChangeHash, u8), BTreeSet<ChangeHash>>;

pub(super) fn check(land: &Land, carriers: &Carriers) -> Held {
    for phone in land.phones() {
        let device = phone.replica()?.who_am_i().map_err(|e| wrong("who am I")(&e))?.device;
        // What is held shows on its author's screens and nowhere else.
        if carriers.apart(device).is_empty() {
            same_screens(land, &phone)?;
            same_notices(land, &phone)?;
        }
    }
    Ok(())
}

/// The work books that a phone may read.
fn books(land: &Land, phone: &Phone) -> Held<Vec<soviec_core::model::DocumentName>> {
    let grants = grants(land, phone)?;
    let names = grants.into_iter().map(|grant| grant.document);
    Ok(names.filter(|name| name.kind == DocumentKind::WorkBook).collect())
}

fn same_screens(land: &Land, phone: &Phone) -> Held {
    let replica = phone.replica()?;
    let books = books(land, phone)?;
    let ours = (|| {
        let mut screens = Screens::new();
        for row in replica.tasks(&TaskFilter::default(), Sort::Plan, ALL)?.rows {
            if books.iter().any(|book| book.id() == row.book) {
                let items = replica.task(row.book, row.task)?.items;
                let items = items.into_iter().map(|item| item.row).collect();
                screens.insert((row.book, row.task), (row, items));
            }
        }
        Ok::<_, soviec_core::error::Error>(screens)
    })();
    let ours = ours.map_err(|e| wrong("a phone's screens")(&e))?;
    let mut theirs = Screens::new();
    for book in &books {
        theirs.extend(office_screens(land, book)?);
    }
    for place in ours.keys().chain(theirs.keys()) {
        let (mine, office) = (ours.get(place), theirs.get(place));
        must(mine == office, || {
            format!("screens of phone {} and the office differ: {mine:?} {office:?}", phone.number)
        })?;
    }
    Ok(())
}

fn office_screens(land: &Land, book: &soviec_core::model::DocumentName) -> Held<Screens> {
    let office = land.office()?;
    let filter = TaskFilter { unit: Some(book.unit), ..TaskFilter::default() };
    let today = office.now().day();
    let screens = office.views().read(office.log(), |db, _| {
        let (rows, _) = tables::task_rows(db, &filter, Sort::Plan, ALL, today)?;
        let with_items = |row: TaskRow| {
            let items = tables::item_rows(db, row.book, row.task)?;
            Ok::<_, FoldError>(((row.book, row.task), (row, items)))
        };
        rows.into_iter().map(with_items).collect::<Result<Screens, _>>()
    });
    screens.map_err(|e| wrong("the office's screens")(&e))
}

fn same_notices(land: &Land, phone: &Phone) -> Held {
    let books = books(land, phone)?;
    let told = phone.replica()?.replaced().map_err(|e| wrong("notices")(&e))?;
    let ours: Told = told
        .into_iter()
        .filter(|n| books.iter().any(|book| book.id() == n.book))
        .map(|n| {
            let others = n.others.iter().map(|other| other.edit).collect();
            ((n.book, n.key, n.mine.edit, n.kind.number()), others)
        })
        .collect();
    let me: Vec<_> = phone.officers.iter().map(|n| officer(*n)).collect();
    let office = land.office()?;
    let theirs = office.views().read(office.log(), |db, _| {
        let mut all = Told::new();
        for document in books.iter().map(|book| book.id()) {
            for key in tables::all_keys(db, document)? {
                for notice in notices(&tables::history(db, document, &key)?, &me) {
                    let place = (document, key.clone(), notice.mine, notice.kind.number());
                    all.insert(place, notice.others.into_iter().collect());
                }
            }
        }
        Ok::<_, FoldError>(all)
    });
    let theirs = theirs.map_err(|e| wrong("the office's notices")(&e))?;
    must(ours == theirs, || {
        format!("what phone {} is told differs: {ours:?} {theirs:?}", phone.number)
    })
}
