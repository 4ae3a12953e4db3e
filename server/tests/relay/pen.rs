//! The office's pen.

use soviec_core::{
    change::hash_of,
    model::{DocumentName, ItemId, OfficerEntry, OfficerId, PlanId, RegisterKey, encode},
    protocol::{RowKind, pen_signing_digest},
};
use soviec_server::office::pen::PenError;

use crate::{
    phone::{ITEM, Phone},
    world::{TENANT, UNIT, World, book, read, write},
};

const CLERK: OfficerId = OfficerId([9; 16]);

fn officer(number: u8, name: &str) -> (RegisterKey, Vec<u8>) {
    let entry = OfficerEntry { by: CLERK, name: name.into(), title: None };
    (RegisterKey::new(OfficerId([number; 16]), "officer"), encode(&entry))
}

fn directory() -> DocumentName {
    DocumentName::directory(TENANT, UNIT)
}

#[test]
fn what_the_pen_writes_is_signed_names_the_clerk_and_reaches_phones() {
    let world = World::new();
    let edits = [officer(1, "Nguyễn Văn An"), officer(2, "Trần Thị Bình")];
    let written = world.office.pen().write(&directory(), &edits, CLERK, world.now()).unwrap();
    assert_eq!(written.len(), 1);
    let heads = world.heads();
    let kinds: Vec<RowKind> = heads.iter().map(|head| RowKind(head.kind)).collect();
    assert_eq!(kinds, [RowKind::LANE, RowKind::CHANGE]);
    assert!(heads.iter().all(|head| head.device.is_none() && head.clerk == Some(CLERK)));
    let signed = pen_signing_digest(&directory().id(), &written[0], &CLERK);
    let office = world.office.relay().keys().office_public();
    assert_eq!(office.verify(&signed, &heads[1].signature.unwrap()), Ok(()));
    let mut phone = Phone::new(world.enrol(1, CLERK, &[read(directory())]), 1, 1, CLERK);
    phone.sync(&world, vec![]);
    assert_eq!(phone.document(directory().id()).heads(), written);
}

#[test]
fn an_act_that_stands_there_is_not_written_again() {
    let world = World::new();
    let pen = world.office.pen();
    let write = |edits: &[_]| pen.write(&directory(), edits, CLERK, world.now()).unwrap();
    write(&[officer(1, "An")]);
    assert!(write(&[officer(1, "An")]).is_empty());
    let mixed = write(&[officer(1, "An"), officer(2, "Bình")]);
    let row = world.rows().into_iter().find(|row| row.head.change == Some(mixed[0])).unwrap();
    let limits = soviec_core::change::Limits::default();
    let change = soviec_core::change::Change::parse(&row.payload, &limits).unwrap();
    assert_eq!(change.operations.len(), 1);
    assert!(write(&[]).is_empty());
}

#[test]
fn a_long_list_becomes_several_changes_in_groups_that_fit_a_page() {
    let world = World::new();
    let edits: Vec<_> = (0..2_000_u32)
        .map(|n| {
            let mut id = [7; 16];
            id[..4].copy_from_slice(&n.to_be_bytes());
            let name = format!("{n} {}", "x".repeat(300));
            let entry = OfficerEntry { by: CLERK, name, title: None };
            (RegisterKey::new(OfficerId(id), "officer"), encode(&entry))
        })
        .collect();
    let written = world.office.pen().write(&directory(), &edits, CLERK, world.now()).unwrap();
    assert!(written.len() > 10);
    let mut phone = Phone::new(world.enrol(1, CLERK, &[read(directory())]), 1, 1, CLERK);
    let mut pages = 1;
    while phone.sync(&world, vec![]).page.more {
        pages += 1;
    }
    assert!(pages > 2);
    assert_eq!(phone.document(directory().id()).heads(), [*written.last().unwrap()]);
}

#[test]
fn the_pen_writes_on_what_phones_wrote() {
    let world = World::new();
    let officer = OfficerId([1; 16]);
    let mut phone = Phone::new(world.enrol(1, officer, &[write(book(1))]), 1, 1, officer);
    let ticked = phone.tick(book(1).id(), ITEM, true);
    phone.push(&world);
    let on = soviec_core::model::Day::new(2023, 6, 2).unwrap();
    let act = encode(&soviec_core::model::Tick { by: CLERK, on, done: false });
    let edits = [(RegisterKey::new(ITEM, "tick"), act)];
    let written = world.office.pen().write(&book(1), &edits, CLERK, world.now()).unwrap();
    let row = world.rows().pop().unwrap();
    assert_eq!(hash_of(&row.payload), Ok(written[0]));
    let limits = soviec_core::change::Limits::default();
    let change = soviec_core::change::Change::parse(&row.payload, &limits).unwrap();
    assert_eq!(change.dependencies, [ticked]);
    phone.sync(&world, vec![]);
    phone.tick(book(1).id(), ItemId([4; 16]), true);
    phone.push(&world);
    assert_eq!(world.rows().len(), 5);
}

#[test]
fn a_bad_write_is_named_and_writes_nothing() {
    let world = World::new();
    let pen = world.office.pen();
    let write = |name: &DocumentName, edits: &[_]| pen.write(name, edits, CLERK, world.now());
    let twice = [officer(1, "An"), officer(1, "Bình")];
    assert!(matches!(write(&directory(), &twice), Err(PenError::Twice(_))));
    let noise = [officer(1, "An"), (RegisterKey::new(OfficerId([2; 16]), "officer"), vec![9])];
    assert!(matches!(write(&directory(), &noise), Err(PenError::Refused(_))));
    let foreign = DocumentName::plan(soviec_core::model::TenantId([0; 16]), UNIT, PlanId([1; 16]));
    assert!(matches!(write(&foreign, &[]), Err(PenError::Tenant)));
    assert_eq!(world.head_seq(), 0);
}
