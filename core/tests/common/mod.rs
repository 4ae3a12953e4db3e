//! A small world for tests and benchmarks: a village, its office's directory and plan, and a
//! store that has received them.

#![allow(dead_code, reason = "every test target uses its own part")]
#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, reason = "this is test code")]

pub mod log;
pub mod relay;

use std::path::Path;
use std::sync::Arc;

use soviec_core::change::{Change, Value};
use soviec_core::document::Document;
use soviec_core::fold::Register;
use soviec_core::model::*;
use soviec_core::protocol::{Certificate, Grant, SCHEMA, SigningKey};
use soviec_core::store::cipher::DatabaseKey;
use soviec_core::store::{
    Author, Carried, Holder, Reported, Store, StoreError, Written, notices_of, tables,
};
use soviec_core::sync::Effect;

pub const TENANT: TenantId = TenantId([1; 16]);
pub const OFFICE: UnitId = UnitId([2; 16]);
pub const PLAN: PlanId = PlanId([3; 16]);
pub const CLERK: OfficerId = OfficerId([4; 16]);
pub const YEAR: u16 = 2023;
/// Villages of the world; a store attaches the books of as many as it is given.
pub const ITEMS: u8 = 5;

pub fn village(n: u8) -> UnitId {
    UnitId([100 + n; 16])
}

pub fn officer(n: u8) -> OfficerId {
    OfficerId([50 + n; 16])
}

pub fn task(n: u32) -> TaskId {
    let mut id = [7; 16];
    id[12..].copy_from_slice(&n.to_be_bytes());
    TaskId(id)
}

pub fn item(of: u32, n: u8) -> ItemId {
    let mut id = [8; 16];
    id[11] = n;
    id[12..].copy_from_slice(&of.to_be_bytes());
    ItemId(id)
}

pub fn day(d: u32) -> Day {
    Day::new(2023, 6, d).expect("June has the day")
}

pub fn noon() -> Moment {
    day(12).at(12, 0).expect("noon exists")
}

pub fn directory() -> DocumentName {
    DocumentName::directory(TENANT, OFFICE)
}

pub fn plan() -> DocumentName {
    DocumentName::plan(TENANT, OFFICE, PLAN)
}

pub fn book(n: u8) -> DocumentName {
    DocumentName::work_book(TENANT, village(n), YEAR)
}

/// What an office's pen wrote into one document, as rows of a log.
pub struct Pen {
    document: Document,
    name: DocumentName,
    actor: ActorId,
    pub changes: Vec<Change>,
}

impl Pen {
    pub fn new(name: DocumentName) -> Self {
        let document = Document::new(name.id(), SCHEMA).expect("the genesis loads");
        Self { document, name, actor: ActorId([9; 16]), changes: Vec::new() }
    }

    /// Another author of the document.
    pub fn of(name: DocumentName, actor: u8) -> Self {
        Self { actor: ActorId([actor; 16]), ..Self::new(name) }
    }

    /// Takes up what others wrote, so that the next put stands on it.
    pub fn hear(&mut self, changes: &[Change]) {
        let bytes: Vec<_> = changes.iter().map(Change::bytes).collect();
        self.document.apply(&bytes).expect("what stands on what is known");
    }

    pub fn put(&mut self, puts: Vec<(RegisterKey, Vec<u8>)>) {
        for some in puts.chunks(100) {
            let puts: Vec<_> =
                some.iter().map(|(k, act)| (k.clone(), Value::Bytes(act.clone()))).collect();
            let change = self.document.write(self.actor, 1_680_000_000, &puts, None);
            self.changes.push(change.expect("the pen writes").expect("something is new"));
        }
    }

    pub fn effects(&self, first_seq: u64) -> Vec<Effect> {
        let change = |(i, change): (usize, &Change)| Effect::Change {
            seq: first_seq + i as u64,
            document: self.name.id(),
            change: change.hash,
            bytes: Some(change.bytes().to_vec()),
            own: false,
        };
        self.changes.iter().enumerate().map(change).collect()
    }
}

/// The office's directory: the office and `villages` villages below it.
pub fn directory_pen(villages: u8) -> Pen {
    let mut pen = Pen::new(directory());
    let unit = |kind, name: String, reports_to| {
        encode(&UnitEntry {
            by: CLERK,
            kind,
            name,
            reports_to,
            from: None,
            until: None,
            basis: None,
        })
    };
    let mut puts =
        vec![(RegisterKey::new(OFFICE, "unit"), unit(UnitKind::Office, "Văn phòng".into(), None))];
    for n in 0..villages {
        let entry = unit(UnitKind::Village, format!("Thôn {n}"), Some(OFFICE));
        puts.push((RegisterKey::new(village(n), "unit"), entry));
    }
    pen.put(puts);
    pen
}

/// The office's plan: `tasks` tasks of every kind, each with items for villages.
pub fn plan_pen(tasks: u32) -> Pen {
    let mut pen = Pen::new(plan());
    let group = GroupId([6; 16]);
    let head = PlanEntry {
        by: CLERK,
        title: "Kế hoạch mẫu".into(),
        number: "01/KH".into(),
        issued: day(1),
        year: YEAR,
    };
    let mut puts = vec![
        (RegisterKey::new(PLAN, "plan"), encode(&head)),
        (
            RegisterKey::new(group, "group"),
            encode(&GroupEntry { by: CLERK, number: "1".into(), title: "Nhóm".into() }),
        ),
    ];
    for n in 0..tasks {
        puts.extend(task_puts(n, group));
    }
    pen.put(puts);
    pen
}

fn task_puts(n: u32, group: GroupId) -> Vec<(RegisterKey, Vec<u8>)> {
    let id = task(n);
    let villages = vec![Selector::Kind(UnitKind::Village)];
    let deadline = match n % 3 {
        0 => Deadline::by_day(CLERK, day(n % 28 + 1), "chậm nhất ngày"),
        1 => Deadline::ongoing(CLERK, "thường xuyên"),
        _ => Deadline::event(CLERK, "guidance", "khi có hướng dẫn"),
    };
    let title = format!("Nhiệm vụ thứ {n}");
    let entry = TaskEntry { by: CLERK, group, number: format!("1.{n}"), title, order: n };
    let assignment = Assignment { by: CLERK, lead: villages.clone(), partners: None };
    let mut puts = vec![
        (RegisterKey::new(id, "task"), encode(&entry)),
        (RegisterKey::new(id, "assign"), encode(&assignment)),
        (RegisterKey::new(id, "deadline"), encode(&deadline)),
    ];
    for i in 0..ITEMS {
        let (title, order) = (format!("Đầu việc {i}"), u32::from(i));
        let entry = ItemEntry { by: CLERK, task: id, title, order, to: villages.clone() };
        puts.push((RegisterKey::new(item(n, i), "item"), encode(&entry)));
    }
    puts
}

/// A certificate for a device that writes the books of the given villages.
pub fn certificate(
    key: &SigningKey,
    device: u8,
    villages: &[u8],
    officers: Vec<OfficerId>,
) -> Certificate {
    let read = |document| Grant { document, write: false };
    let mut grants = vec![read(directory()), read(plan())];
    grants.extend(villages.iter().map(|n| Grant { document: book(*n), write: true }));
    let office = SigningKey::from_seed(&[77; 32]);
    Certificate {
        tenant: TENANT,
        device: DeviceId([device; 16]),
        device_key: key.public(),
        officers,
        units: villages.iter().map(|n| village(*n)).collect(),
        grants,
        grant_version: 0,
        not_before: Moment(0),
        not_after: Moment(i64::MAX),
        lease_days: 14,
        relay_key: office.public(),
        relay_epoch: Epoch([5; 16]),
        office_key: office.public(),
    }
}

/// A store with directory, plan and the books of the villages, as a first exchange leaves it.
pub struct World {
    pub store: Store,
    /// A second connection, as screens have one.
    pub reader: rusqlite::Connection,
    pub key: SigningKey,
    pub device: u8,
    /// The phone's profiles.
    pub officers: Vec<OfficerId>,
    /// How much of a test's log this phone has heard.
    pub heard: usize,
    /// How many epochs were offered to the store.
    pub epochs: u8,
}

impl World {
    pub fn open(path: &Path, device: u8, villages: &[u8], tasks: u32) -> Self {
        Self::shared(path, device, villages, tasks, vec![officer(device)])
    }

    /// A phone that several officers use.
    pub fn shared(
        path: &Path,
        device: u8,
        villages: &[u8],
        tasks: u32,
        officers: Vec<OfficerId>,
    ) -> Self {
        let mut world = Self::bare(path, device, villages, officers.clone());
        let most = villages.iter().max().map_or(0, |n| n + 1);
        let (directory, plan) = (directory_pen(most), plan_pen(tasks));
        let mut effects = directory.effects(1);
        effects.extend(plan.effects(1 + effects.len() as u64));
        world.take(&effects);
        world
    }

    /// A phone that is enrolled and has heard nothing yet, or one that opens again.
    pub fn bare(path: &Path, device: u8, villages: &[u8], officers: Vec<OfficerId>) -> Self {
        let key = SigningKey::from_seed(&[device; 32]);
        let secret = Arc::new(DatabaseKey::new(&[device; 32]));
        let mut store = Store::open(path, secret, Epoch([device; 16])).expect("the store opens");
        store.attach(&certificate(&key, device, villages, officers.clone())).expect("attaches");
        let reader = store.reader().expect("a second connection opens");
        Self { store, reader, key, device, officers, heard: 0, epochs: 0 }
    }

    /// Carries out what a reply means; a new epoch, if one is needed, is one of its own.
    pub fn try_take(&mut self, effects: &[Effect]) -> Result<Carried, StoreError> {
        self.epochs += 1;
        let fresh_epoch = Epoch([self.device; 16].map(|byte| byte ^ self.epochs));
        let (device, now) = (self.key.public(), noon());
        let holder = Holder { officers: &self.officers, device, now, fresh_epoch };
        self.store.carry_out(effects, &holder)
    }

    /// Carries out what a reply means.
    pub fn take(&mut self, effects: &[Effect]) -> Carried {
        self.try_take(effects).expect("the rows are taken")
    }

    /// What an opening does.
    pub fn make_whole(&mut self) -> Carried {
        self.epochs += 1;
        let fresh_epoch = Epoch([self.device; 16].map(|byte| byte ^ self.epochs));
        let (device, now) = (self.key.public(), noon());
        let holder = Holder { officers: &self.officers, device, now, fresh_epoch };
        self.store.make_whole(&holder).expect("the documents are whole")
    }

    pub fn write(&mut self, village: u8, edit: &Edit) -> Option<Written> {
        self.write_as(officer(self.device), village, edit)
    }

    pub fn write_as(&mut self, by: OfficerId, village: u8, edit: &Edit) -> Option<Written> {
        let author = Author { officer: by, key: &self.key, grant_version: 0, now: noon() };
        self.store.write(&author, &book(village), edit).expect("the edit is durable")
    }

    /// What people see in a register of a village's book.
    pub fn register(&self, village: u8, key: &RegisterKey) -> Register {
        tables::register(&self.reader, book(village).id(), key).expect("the register is read")
    }

    /// The row of a task as it stands on the twelfth.
    pub fn row(&self, village: u8, task: TaskId) -> tables::TaskRow {
        let row = tables::task_row(&self.reader, book(village).id(), task, day(12));
        row.expect("the row is read").expect("the task is there")
    }

    pub fn notices(&self) -> Vec<Reported> {
        notices_of(&self.reader).expect("the notices are read")
    }

    /// Whether the tables say what the CRDT library says.
    pub fn agrees(&self, village: u8) -> bool {
        self.store.audit(book(village).id()).expect("the document loads").is_empty()
    }
}

pub fn tick(of: u32, n: u8, done: bool) -> Edit {
    Edit::Tick { item: item(of, n), done, on: day(2) }
}

pub fn declare(n: u32, status: Declared) -> Edit {
    Edit::Status { task: task(n), status, on: day(3), result: None }
}

pub fn note_edit(n: u32, entry: u8, text: &str) -> Edit {
    Edit::Note { task: task(n), entry: EntryId([entry; 16]), text: text.into(), on: day(4) }
}

pub fn tick_key(of: u32, n: u8) -> RegisterKey {
    RegisterKey::new(item(of, n), "tick")
}

pub fn status_key(n: u32) -> RegisterKey {
    RegisterKey::new(task(n), "status")
}
