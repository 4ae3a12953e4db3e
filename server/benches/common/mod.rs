//! What both benchmarks stand on: an office in a folder, a clock that stands, and the pen.

#![allow(dead_code, reason = "every benchmark uses its own part")]
#![allow(missing_docs, unreachable_pub, reason = "a benchmark is read as a whole")]

use std::{path::Path, sync::Arc};

use soviec_core::model::{
    Assignment, Day, Deadline, DocumentName, GroupEntry, GroupId, ItemEntry, ItemId, Moment,
    OfficerId, PlanEntry, PlanId, RegisterKey, Selector, TaskEntry, TaskId, TenantId, UnitEntry,
    UnitId, UnitKind, encode,
};
use soviec_server::{Clock, Config, Environment, Office, config::SystemRandom};

pub const TENANT: TenantId = TenantId([1; 16]);
pub const OFFICE: UnitId = UnitId([2; 16]);
pub const CLERK: OfficerId = OfficerId([4; 16]);
pub const PLAN: PlanId = PlanId([5; 16]);
pub const YEAR: u16 = 2023;

const GROUP: GroupId = GroupId([6; 16]);

pub type Put = (RegisterKey, Vec<u8>);

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Moment {
        noon()
    }
}

pub fn office(folder: &Path) -> Arc<Office> {
    let environment = Environment { clock: Arc::new(Standing), random: Arc::new(SystemRandom) };
    let config = Config { tenant: Some(TENANT), ..Config::default() };
    Arc::new(Office::open(folder, config, environment).expect("the office opens"))
}

pub fn day(of_june: u32) -> Day {
    Day::new(YEAR.into(), 6, of_june).expect("June has the day")
}

pub fn noon() -> Moment {
    day(12).at(12, 0).expect("every day has a noon")
}

/// An id of a kind and three numbers.
fn id(kind: u8, a: u32, b: u32, c: u32) -> [u8; 16] {
    let mut id = [kind; 16];
    id[4..8].copy_from_slice(&a.to_be_bytes());
    id[8..12].copy_from_slice(&b.to_be_bytes());
    id[12..].copy_from_slice(&c.to_be_bytes());
    id
}

pub fn commune(n: u32) -> UnitId {
    UnitId(id(10, n, 0, 0))
}

pub fn village(commune: u32, n: u32) -> UnitId {
    UnitId(id(11, commune, n, 0))
}

pub fn task(n: u32) -> TaskId {
    TaskId(id(12, n, 0, 0))
}

pub fn item(task: u32, n: u32) -> ItemId {
    ItemId(id(13, task, n, 0))
}

pub fn directory() -> DocumentName {
    DocumentName::directory(TENANT, OFFICE)
}

pub fn plan() -> DocumentName {
    DocumentName::plan(TENANT, OFFICE, PLAN)
}

pub fn book(unit: UnitId) -> DocumentName {
    DocumentName::work_book(TENANT, unit, YEAR)
}

pub fn write(office: &Office, name: &DocumentName, puts: &[Put]) {
    office.pen().write(name, puts, CLERK, noon()).expect("the pen writes");
}

fn unit(id: UnitId, kind: UnitKind, name: String, reports_to: Option<UnitId>) -> Put {
    let entry =
        UnitEntry { by: CLERK, kind, name, reports_to, from: None, until: None, basis: None };
    (RegisterKey::new(id, "unit"), encode(&entry))
}

/// The office, its communes and their villages.
pub fn write_directory(office: &Office, communes: u32, villages: u32) {
    let mut puts = vec![unit(OFFICE, UnitKind::Office, "Văn phòng khu vực".into(), None)];
    for c in 0..communes {
        puts.push(unit(commune(c), UnitKind::Commune, format!("Xã số {c}"), Some(OFFICE)));
        let below =
            |v| unit(village(c, v), UnitKind::Village, format!("Thôn {v}"), Some(commune(c)));
        puts.extend((0..villages).map(below));
    }
    write(office, &directory(), &puts);
}

/// A plan of tasks that communes lead, each with items that villages tick.
pub fn write_plan(office: &Office, tasks: u32, items: u32) {
    let (title, number) = ("Kế hoạch mẫu".to_owned(), "01/KH".to_owned());
    let head = PlanEntry { by: CLERK, title, number, issued: day(1), year: YEAR };
    let group = GroupEntry { by: CLERK, number: "I".to_owned(), title: "Dữ liệu".to_owned() };
    let mut puts = vec![
        (RegisterKey::new(PLAN, "plan"), encode(&head)),
        (RegisterKey::new(GROUP, "group"), encode(&group)),
    ];
    puts.extend((0..tasks).flat_map(|n| task_puts(n, items)));
    write(office, &plan(), &puts);
}

fn task_puts(n: u32, items: u32) -> Vec<Put> {
    let deadline = match n % 17 {
        0..=8 => Deadline::by_day(CLERK, day(3 + n % 17 * 3), "chậm nhất ngày"),
        9..=15 => Deadline::ongoing(CLERK, "thường xuyên"),
        _ => Deadline::event(CLERK, "guidance", "khi có hướng dẫn"),
    };
    let (number, title) = (format!("I.{n}"), format!("Nhiệm vụ số {n} của kế hoạch"));
    let lead = vec![Selector::Kind(UnitKind::Commune)];
    let entry = TaskEntry { by: CLERK, group: GROUP, number, title, order: n };
    let assignment = Assignment { by: CLERK, lead, partners: None };
    let mut puts = vec![
        (RegisterKey::new(task(n), "task"), encode(&entry)),
        (RegisterKey::new(task(n), "assign"), encode(&assignment)),
        (RegisterKey::new(task(n), "deadline"), encode(&deadline)),
    ];
    puts.extend((0..items).map(|i| {
        let (title, to) = (format!("Đầu việc {i}"), vec![Selector::Kind(UnitKind::Village)]);
        let entry = ItemEntry { by: CLERK, task: task(n), title, order: i, to };
        (RegisterKey::new(item(n, i), "item"), encode(&entry))
    }));
    puts
}
