//! Rights change while phones are in the field: rows of the log, a document attached from its
//! first row, one detached at once, and edits against a right held, never dropped.

#![cfg(feature = "demo")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{net::TcpListener, sync::Arc};

use soviec_core::{
    http::HttpTransport,
    model::*,
    protocol::ChangeState,
    replica::{
        Cancel, Environment, Place, Replica, Sort, SystemClock, SystemRandom, TaskFilter, Window,
    },
};
use soviec_server::{Config, Office, auth::NewDevice, office::rights::Role, serve};

const OFFICE: UnitId = UnitId([1; 16]);
const COMMUNE: UnitId = UnitId([2; 16]);
const PLAN: PlanId = PlanId([3; 16]);
const TASK: TaskId = TaskId([4; 16]);
const ITEM: ItemId = ItemId([5; 16]);
const CLERK: OfficerId = OfficerId([6; 16]);
const ALL: Window = Window { offset: 0, limit: 50 };

fn village(n: u8) -> UnitId {
    UnitId([10 + n; 16])
}

fn officer(n: u8) -> OfficerId {
    OfficerId([50 + n; 16])
}

struct World {
    office: Arc<Office>,
    address: String,
    folder: tempfile::TempDir,
    _runtime: tokio::runtime::Runtime,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office =
            Office::open(&folder.path().join("office"), Config::default(), Default::default());
        let office = Arc::new(office.unwrap());
        write_frame(&office);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let running =
            runtime.block_on(async { serve(Arc::clone(&office), Arc::new(()), listener) }).unwrap();
        let address = format!("http://{}", running.address);
        std::mem::forget(running); // The runtime ends it.
        Self { office, address, folder, _runtime: runtime }
    }

    fn phone(&self, n: u8, unit: UnitId) -> Replica {
        let grants = self.office.grants_for(unit, Role::Write).unwrap();
        let device = NewDevice { officers: vec![officer(n)], units: vec![unit], grants };
        let code = self.office.auth().add_code(&device, self.office.now()).unwrap();
        let folder = self.folder.path().join(format!("phone-{n}"));
        std::fs::create_dir_all(folder.join("keep")).unwrap();
        let place = Place { database: folder.join("book.db"), no_backup: folder.join("keep") };
        let environment = Environment::new(
            Arc::new(SystemClock),
            Arc::new(SystemRandom),
            Arc::new(HttpTransport::new().unwrap()),
        );
        let replica = Replica::open(&place, &[n; 32], environment).unwrap();
        let print = self.office.fingerprint();
        let enrolled =
            replica.enrol(&self.address, code.as_str(), Some(&print), &Cancel::default());
        enrolled.unwrap();
        sync(&replica);
        replica
    }

    fn book(&self, n: u8) -> DocumentId {
        DocumentName::work_book(self.office.tenant(), village(n), 2026).id()
    }
}

fn sync(replica: &Replica) -> soviec_core::replica::SyncReport {
    replica.sync(&Cancel::default(), &mut |_| Ok(())).unwrap()
}

fn tasks(replica: &Replica) -> Vec<UnitId> {
    let rows = replica.tasks(&TaskFilter::default(), Sort::Plan, ALL).unwrap().rows;
    rows.iter().map(|row| row.unit).collect()
}

fn write_frame(office: &Office) {
    let unit = |id: UnitId, kind, reports_to| {
        let entry = UnitEntry {
            by: CLERK,
            kind,
            name: format!("Đơn vị {id}"),
            reports_to,
            from: None,
            until: None,
            basis: None,
        };
        (RegisterKey::new(id, "unit"), encode(&entry))
    };
    let (tenant, now) = (office.tenant(), office.now());
    let directory =
        [unit(OFFICE, UnitKind::Office, None), unit(COMMUNE, UnitKind::Commune, Some(OFFICE))];
    let pen = office.pen();
    pen.write(&DocumentName::directory(tenant, OFFICE), &directory, CLERK, now).unwrap();
    let villages = [0, 1].map(|n| unit(village(n), UnitKind::Village, Some(COMMUNE)));
    pen.write(&DocumentName::directory(tenant, COMMUNE), &villages, CLERK, now).unwrap();
    let to = vec![Selector::Kind(UnitKind::Village)];
    let (title, number) = ("Nhiệm vụ".to_owned(), "1a".to_owned());
    let group = GroupId([7; 16]);
    let issued = Day::new(2026, 1, 5).unwrap();
    let head =
        PlanEntry { by: CLERK, title: title.clone(), number: "1/KH".into(), issued, year: 2026 };
    let task = TaskEntry { by: CLERK, group, number, title: title.clone(), order: 0 };
    let assignment = Assignment { by: CLERK, lead: to.clone(), partners: None };
    let item = ItemEntry { by: CLERK, task: TASK, title, order: 0, to };
    let plan = [
        (RegisterKey::new(PLAN, "plan"), encode(&head)),
        (RegisterKey::new(TASK, "task"), encode(&task)),
        (RegisterKey::new(TASK, "assign"), encode(&assignment)),
        (RegisterKey::new(TASK, "deadline"), encode(&Deadline::ongoing(CLERK, "thường xuyên"))),
        (RegisterKey::new(ITEM, "item"), encode(&item)),
    ];
    pen.write(&DocumentName::plan(tenant, OFFICE, PLAN), &plan, CLERK, now).unwrap();
}

#[test]
fn an_officer_who_moves_gets_the_new_book_from_its_first_row_and_loses_the_old_one() {
    let world = World::new();
    let settled = world.phone(1, village(1));
    for n in 0..40 {
        settled.add_note(officer(1), world.book(1), TASK, &format!("ghi chú {n}")).unwrap();
    }
    sync(&settled);
    let mover = world.phone(0, village(0));
    mover.tick(officer(0), world.book(0), ITEM, true, None).unwrap();
    sync(&mover);
    assert_eq!(tasks(&mover), [village(0)]);

    let changed = world.office.set_rights(officer(0), &[(village(1), Role::Write)], CLERK).unwrap();
    assert_eq!(changed, 4, "one book given and one taken, each with what the office says of it");
    sync(&mover);
    assert_eq!(tasks(&mover), [village(1)]);
    assert_eq!(mover.task(world.book(1), TASK).unwrap().notes.len(), 40);
    assert!(mover.audit(world.book(1)).unwrap().is_empty());
    // What the others write from now on comes in the ordinary way.
    settled.tick(officer(1), world.book(1), ITEM, true, None).unwrap();
    sync(&settled);
    sync(&mover);
    assert!(mover.task(world.book(1), TASK).unwrap().items[0].row.done);
    assert_eq!(mover.who_am_i().unwrap().units, [village(1)]);
    // And he writes there.
    mover.add_note(officer(0), world.book(1), TASK, "người mới").unwrap();
    assert_eq!(sync(&mover).held, 0);
    sync(&settled);
    assert_eq!(settled.task(world.book(1), TASK).unwrap().notes.len(), 41);
    assert_eq!(
        world.office.set_rights(officer(0), &[(village(1), Role::Write)], CLERK).unwrap(),
        0,
        "the same rights again are no rows"
    );
}

#[test]
fn what_a_suspended_phone_wrote_is_held_and_says_so() {
    let world = World::new();
    let phone = world.phone(0, village(0));
    world.office.set_rights(officer(0), &[(village(0), Role::Read)], CLERK).unwrap();
    // The phone does not know yet and records on.
    phone.tick(officer(0), world.book(0), ITEM, true, None).unwrap();
    let report = sync(&phone);
    assert_eq!((report.held, report.waiting), (1, 0));
    let apart = phone.set_apart().unwrap();
    assert_eq!(apart.len(), 1);
    assert_eq!(apart[0].state, ChangeState::Held);
    // Now it knows, and says it before anything is written.
    let refused = phone.tick(officer(0), world.book(0), ITEM, false, None).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
    assert_eq!(tasks(&phone), [village(0)], "reading goes on");
    // The office does not count what it has not accepted.
    let book = world.book(0);
    let shown = world.office.views().everything(world.office.log(), book).unwrap();
    assert!(shown.is_empty());

    world.office.set_rights(officer(0), &[], CLERK).unwrap();
    sync(&phone);
    assert!(tasks(&phone).is_empty(), "a revoked phone shows no book");
    assert_eq!(phone.set_apart().unwrap().len(), 1, "its own work stays readable");
    world.office.set_rights(officer(0), &[(village(0), Role::Write)], CLERK).unwrap();
    sync(&phone);
    assert_eq!(tasks(&phone), [village(0)]);
    phone.add_note(officer(0), world.book(0), TASK, "làm tiếp").unwrap();
    // It stands on a held edit, so the office decides on that one first.
    assert_eq!(sync(&phone).held, 1);
    assert_eq!(phone.set_apart().unwrap()[0].state, ChangeState::Parked, "newest first");
}
