//! Law 4: whoever holds the same changes shows the same, and the tables say what the library
//! says.

use std::collections::{BTreeMap, BTreeSet};

use soviec_core::{
    model::{DocumentId, RegisterKey},
    protocol::Grant,
    replica::{Register, Replica},
};

use crate::sim::{Held, Wrong, carriers::Carriers, land::Land, must, phone::Phone, wrong};

pub(super) fn check(land: &Land, carriers: &Carriers) -> Held {
    for phone in land.phones() {
        let replica = phone.replica()?;
        let device = replica.who_am_i().map_err(|e| wrong("who am I")(&e))?.device;
        let apart = carriers.apart(device);
        for grant in grants(land, &phone)? {
            let document = grant.document.id();
            same(land, &phone, document, &apart)?;
            let odd = replica.audit(document).map_err(|e| wrong("audit")(&e))?;
            must(odd.is_empty(), || {
                format!("phone {}: tables and library differ in {odd:?}", phone.number)
            })?;
        }
    }
    Ok(())
}

/// What the office lets a phone read now.
pub(super) fn grants(land: &Land, phone: &Phone) -> Held<Vec<Grant>> {
    let office = land.office()?;
    let device = phone.replica()?.who_am_i().map_err(|e| wrong("who am I")(&e))?.device;
    let devices = office.auth().devices().map_err(|e| wrong("devices")(&e))?;
    let record = devices.into_iter().find(|record| record.device == device);
    let record = record.ok_or_else(|| Wrong("the office lost a device".to_owned()))?;
    let grants = office.log().read(|view| office.relay().grants_of(view, &record));
    grants.map_err(|e| wrong("grants")(&e))
}

fn same(
    land: &Land,
    phone: &Phone,
    document: DocumentId,
    apart: &BTreeSet<(DocumentId, String)>,
) -> Held {
    let office = land.office()?;
    let theirs = office.views().everything(office.log(), document);
    let theirs: BTreeMap<RegisterKey, Register> =
        theirs.map_err(|e| wrong("the office's tables")(&e))?.into_iter().collect();
    let ours: BTreeMap<_, _> = everything(&*phone.replica()?, document)?.into_iter().collect();
    let empty = Register::default();
    for key in ours.keys().chain(theirs.keys()) {
        if apart.contains(&(document, key.to_string())) {
            continue;
        }
        let of = |all: &BTreeMap<RegisterKey, Register>| all.get(key).cloned().unwrap_or_default();
        let (mine, office) = (of(&ours), of(&theirs));
        must(mine == office || (mine == empty && office == empty), || {
            format!("phone {} and the office differ in {key}: {mine:?} {office:?}", phone.number)
        })?;
    }
    Ok(())
}

fn everything(replica: &Replica, document: DocumentId) -> Held<Vec<(RegisterKey, Register)>> {
    replica.everything(document).map_err(|e| wrong("a phone's tables")(&e))
}

/// Puts the log's last point and what every phone shows into the trace.
pub(super) fn remember(land: &Land) -> Held {
    let head = land.office()?.log().head().map_err(|e| wrong("the log")(&e))?;
    land.trace().bytes(format!("{head:?}").as_bytes());
    for phone in land.phones() {
        let replica = phone.replica()?;
        for grant in grants(land, &phone)? {
            for (key, register) in everything(&replica, grant.document.id())? {
                let edits: Vec<_> = register.values.iter().map(|value| value.edit).collect();
                land.trace().bytes(format!("{key} {edits:?}").as_bytes());
            }
        }
    }
    Ok(())
}
