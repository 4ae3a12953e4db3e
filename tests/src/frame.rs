//! What the office writes before a test begins: a commune, its villages, and a plan of a few
//! tasks, one of each kind.

use soviec_core::model::{
    Assignment, Day, Deadline, DocumentName, GroupEntry, GroupId, ItemEntry, ItemId, Moment,
    OfficerEntry, OfficerId, PlanEntry, PlanId, RegisterKey, Selector, TaskEntry, TaskId, TenantId,
    UnitEntry, UnitId, UnitKind, encode,
};
use soviec_server::Office;

/// The province of every test.
pub const TENANT: TenantId = TenantId([1; 16]);
/// The office.
pub const OFFICE: UnitId = UnitId([2; 16]);
/// The clerk who writes with the office's pen.
pub const CLERK: OfficerId = OfficerId([4; 16]);
/// The plan's year.
pub const YEAR: u16 = 2023;
/// Tasks of the plan: a dated one, an ongoing one, one that waits for an event, and one that
/// the commune leads while the villages only tick its items.
pub const TASKS: u8 = 4;
/// Items of each task.
pub const ITEMS: u8 = 3;

const COMMUNE: UnitId = UnitId([3; 16]);
const PLAN: PlanId = PlanId([5; 16]);
pub(crate) const GROUP: GroupId = GroupId([6; 16]);

type Put = (RegisterKey, Vec<u8>);

/// A village's team (*thôn*).
pub fn village(n: u8) -> UnitId {
    UnitId([100 + n; 16])
}

/// An officer; the phones of tests carry the same numbers.
pub fn officer(n: u8) -> OfficerId {
    OfficerId([50 + n; 16])
}

/// A task of the plan.
pub fn task(n: u8) -> TaskId {
    TaskId([7, n, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7])
}

/// An item of a task.
pub fn item(task: u8, n: u8) -> ItemId {
    ItemId([8, task, n, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8])
}

/// A day of the June in which tests happen.
pub fn day(of_june: u32) -> Day {
    Day::new(YEAR.into(), 6, of_june).expect("June has the day")
}

/// Noon of 12 June: the present of every test.
pub fn noon() -> Moment {
    day(12).at(12, 0).expect("every day has a noon")
}

/// The register of a task's status.
pub fn status_key(n: u8) -> RegisterKey {
    RegisterKey::new(task(n), "status")
}

/// The register of an item's tick.
pub fn tick_key(task: u8, n: u8) -> RegisterKey {
    RegisterKey::new(item(task, n), "tick")
}

/// The office's directory.
pub fn directory() -> DocumentName {
    DocumentName::directory(TENANT, OFFICE)
}

/// The plan.
pub fn plan() -> DocumentName {
    DocumentName::plan(TENANT, OFFICE, PLAN)
}

/// A village's work book.
pub fn book(n: u8) -> DocumentName {
    DocumentName::work_book(TENANT, village(n), YEAR)
}

/// What the office says of a village's book of 2023.
pub(crate) fn review(n: u8) -> DocumentName {
    let book = book(n);
    DocumentName::review(book.tenant, book.unit, book.year)
}

/// Writes the directory with that many villages, and the plan.
pub(crate) fn write(office: &Office, villages: u8) {
    let pen = office.pen();
    pen.write(&directory(), &directory_puts(villages), CLERK, noon()).expect("the pen writes");
    pen.write(&plan(), &plan_puts(), CLERK, noon()).expect("the pen writes");
}

fn directory_puts(villages: u8) -> Vec<Put> {
    let office = unit(OFFICE, UnitKind::Office, "Văn phòng tổng hợp", None);
    let commune = unit(COMMUNE, UnitKind::Commune, "Xã Minh Quang", Some(OFFICE));
    let below = |n| unit(village(n), UnitKind::Village, &format!("Thôn {n}"), Some(COMMUNE));
    let person = |n| {
        let entry = OfficerEntry { by: CLERK, name: format!("Trần Văn {n}"), title: None };
        (RegisterKey::new(officer(n), "officer"), encode(&entry))
    };
    let units = [office, commune].into_iter().chain((0..villages).map(below));
    units.chain((0..8).map(person)).collect()
}

fn unit(id: UnitId, kind: UnitKind, name: &str, reports_to: Option<UnitId>) -> Put {
    let (by, name) = (CLERK, name.to_owned());
    let entry = UnitEntry { by, kind, name, reports_to, from: None, until: None, basis: None };
    (RegisterKey::new(id, "unit"), encode(&entry))
}

fn plan_puts() -> Vec<Put> {
    let (title, number) = ("Kế hoạch mẫu".to_owned(), "01/KH".to_owned());
    let head = PlanEntry { by: CLERK, title, number, issued: day(1), year: YEAR };
    let group = GroupEntry { by: CLERK, number: "I".to_owned(), title: "Dữ liệu".to_owned() };
    let mut puts = vec![
        (RegisterKey::new(PLAN, "plan"), encode(&head)),
        (RegisterKey::new(GROUP, "group"), encode(&group)),
    ];
    puts.extend((0..TASKS).flat_map(task_puts));
    puts
}

fn task_puts(n: u8) -> Vec<Put> {
    let villages = vec![Selector::Kind(UnitKind::Village)];
    let (deadline, lead) = match n {
        0 => (Deadline::by_day(CLERK, day(20), "chậm nhất ngày 20/6"), villages.clone()),
        1 => (Deadline::ongoing(CLERK, "thường xuyên"), villages.clone()),
        2 => (Deadline::event(CLERK, "guidance", "khi có hướng dẫn"), villages.clone()),
        _ => (Deadline::by_day(CLERK, day(10), "chậm nhất ngày 10/6"), commune()),
    };
    let (number, title) = (format!("I.{n}"), format!("Nhiệm vụ {n}"));
    let entry = TaskEntry { by: CLERK, group: GROUP, number, title, order: n.into() };
    let mut puts = vec![
        (RegisterKey::new(task(n), "task"), encode(&entry)),
        (
            RegisterKey::new(task(n), "assign"),
            encode(&Assignment { by: CLERK, lead, partners: None }),
        ),
        (RegisterKey::new(task(n), "deadline"), encode(&deadline)),
    ];
    puts.extend((0..ITEMS).map(|i| {
        let (title, to) = (format!("Đầu việc {i}"), villages.clone());
        let entry = ItemEntry { by: CLERK, task: task(n), title, order: i.into(), to };
        (RegisterKey::new(item(n, i), "item"), encode(&entry))
    }));
    puts
}

fn commune() -> Vec<Selector> {
    vec![Selector::Unit(COMMUNE)]
}
