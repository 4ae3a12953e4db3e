//! What the office reads of edits that are not in their books.

use std::sync::Arc;

use soviec_core::{
    change::{NewChange, Value},
    model::{
        Assignment, Day, Deadline, DocumentName, GroupId, ItemEntry, ItemId, OfficerEntry,
        OfficerId, PlanEntry, PlanId, RegisterKey, Selector, TaskEntry, TaskId, Tick, UnitEntry,
        UnitId, UnitKind, decode, encode,
    },
    protocol::ChangeState,
};
use soviec_server::{
    Pages,
    office::{
        apart::{Apart, ApartFilter},
        decide::Order,
        fold::Views,
        pages::Console,
        view::Reader,
    },
};

use crate::{
    phone::{ITEM, Phone, states},
    world::{TENANT, World, book, read, write},
};

const LAN: OfficerId = OfficerId([1; 16]);
const MINH: OfficerId = OfficerId([2; 16]);
const CLERK: OfficerId = OfficerId([9; 16]);
const OFFICE: UnitId = UnitId([0x40; 16]);
const COMMUNE: UnitId = UnitId([0x41; 16]);
const PLAN: PlanId = PlanId([0x42; 16]);
const TASK: TaskId = TaskId([0x43; 16]);

/// Two villages, whose books the phones write, and a plan with one task.
pub(crate) fn frame(world: &World) {
    let by = CLERK;
    let unit = |id: UnitId, kind, name: &str, reports_to| {
        let (name, from, until, basis) = (name.to_owned(), None, None, None);
        let entry = UnitEntry { by, kind, name, reports_to, from, until, basis };
        (RegisterKey::new(id, "unit"), encode(&entry))
    };
    let lan = OfficerEntry { by, name: "Hoàng Thị Lan".to_owned(), title: None };
    let directory = [
        unit(OFFICE, UnitKind::Office, "Văn phòng", None),
        unit(COMMUNE, UnitKind::Commune, "Xã Minh Quang", Some(OFFICE)),
        unit(UnitId([1; 16]), UnitKind::Village, "Thôn Một", Some(COMMUNE)),
        unit(UnitId([2; 16]), UnitKind::Village, "Thôn Hai", Some(COMMUNE)),
        (RegisterKey::new(LAN, "officer"), encode(&lan)),
    ];
    let (title, number, group) = ("Làm sạch dữ liệu".to_owned(), "5b".to_owned(), GroupId([7; 16]));
    let issued = Day::new(2023, 1, 5).unwrap();
    let head = PlanEntry { by, title: title.clone(), number: "1/KH".into(), issued, year: 2023 };
    let to = vec![Selector::Kind(UnitKind::Village)];
    let item =
        ItemEntry {
            by, task: TASK, title: "Đã đối chiếu sổ".into(), order: 0, to: to.clone()
        };
    let plan = [
        (RegisterKey::new(PLAN, "plan"), encode(&head)),
        (RegisterKey::new(TASK, "task"), encode(&TaskEntry { by, group, number, title, order: 0 })),
        (RegisterKey::new(TASK, "assign"), encode(&Assignment { by, lead: to, partners: None })),
        (RegisterKey::new(TASK, "deadline"), encode(&Deadline::ongoing(by, "thường xuyên"))),
        (RegisterKey::new(ITEM, "item"), encode(&item)),
    ];
    let pen = world.office.pen();
    pen.write(&DocumentName::directory(TENANT, OFFICE), &directory, CLERK, world.now()).unwrap();
    pen.write(&DocumentName::plan(TENANT, OFFICE, PLAN), &plan, CLERK, world.now()).unwrap();
}

/// A phone that writes the first village's book and only reads the second's.
fn phone(world: &World, seed: u8) -> Phone {
    Phone::new(world.enrol(seed, LAN, &[write(book(1)), read(book(2))]), seed, seed, LAN)
}

pub(crate) fn apart(world: &World, filter: ApartFilter) -> Vec<Apart> {
    world.office.apart(filter).unwrap()
}

fn page(world: &World, path: &str, query: Option<&str>) -> String {
    let reader = Reader { name: "Phạm Thu Hường".into(), token: "0".into(), waiting: None };
    Console::new(Arc::clone(&world.office)).page(path, query, &reader).unwrap().unwrap()
}

/// Two edits without a right, one on top of the other, and one that no book can take.
pub(crate) fn set_apart(world: &World) -> Phone {
    let mut phone = phone(world, 1);
    phone.tick(book(2).id(), ITEM, true);
    phone.tick(book(2).id(), ITEM, false);
    phone.queue_spoilt(book(1).id(), ITEM, |change: &mut NewChange| {
        change.operations[0].key = format!("{}.tick.x", ITEM);
    });
    let states = states(&phone.push(world));
    let refused = matches!(states[2], Some(ChangeState::Refused(_)));
    assert_eq!(states[..2], [Some(ChangeState::Held), Some(ChangeState::Parked)]);
    assert!(refused, "{states:?}");
    phone
}

#[test]
fn held_parked_and_refused_edits_are_read_as_edits() {
    let world = World::new();
    frame(&world);
    let phone = set_apart(&world);
    let all = apart(&world, ApartFilter::Open);
    let states: Vec<_> = all.iter().map(|one| one.state.code()).collect();
    assert_eq!(states, ["held", "parked", "refused"]);
    let [held, parked, refused] = all.as_slice() else { panic!("three are set apart") };
    assert_eq!(held.name, Some(book(2)));
    assert_eq!((held.officer, held.device), (Some(LAN), Some(phone.record.device)));
    assert_eq!((held.client_seq, held.edit), (Some(1), held.change));
    let [(key, Some(Value::Bytes(act)))] = held.said.as_slice() else { panic!("it writes one") };
    assert_eq!(*key, RegisterKey::new(ITEM, "tick"));
    assert!(decode::<Tick>(act).unwrap().done);
    assert_eq!(parked.parent, Some(held.change));
    assert!(refused.said.is_empty() && refused.size > 0 && refused.received == world.now());
    assert!(apart(&world, ApartFilter::Decided).is_empty());
    assert_eq!(apart(&world, ApartFilter::All).len(), 3);
}

#[test]
fn what_waits_is_the_same_after_the_tables_were_folded_anew() {
    let world = World::new();
    frame(&world);
    set_apart(&world);
    let of = |views: &Views| {
        let all = views.read(world.office.log(), |db, _| {
            let mut all = db.prepare("SELECT * FROM apart ORDER BY document, change")?;
            let columns = all.column_count();
            let row = |row: &rusqlite::Row<'_>| {
                (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect()
            };
            Ok(all.query_map([], row)?.collect::<rusqlite::Result<Vec<Vec<_>>>>()?)
        });
        all.unwrap()
    };
    let anew = Views::open(&world.dir().join("anew.db")).unwrap();
    assert_eq!(of(world.office.views()).len(), 3);
    assert_eq!(of(&anew), of(world.office.views()));
}

#[test]
fn what_was_expelled_stands_in_no_register_any_more_and_what_was_built_on_it_does() {
    let world = World::new();
    frame(&world);
    let mut phone = phone(&world, 1);
    let book = book(1).id();
    let expelled = phone.tick(book, ITEM, true);
    phone.tick(book, ItemId([0x34; 16]), true);
    phone.push(&world);
    // The tables follow before and after: a row that takes something away changes them.
    let everything = |views: &Views| views.everything(world.office.log(), book).unwrap();
    assert_eq!(everything(world.office.views()).len(), 2);
    let reason = "Ghi nhầm sổ";
    world.office.decide(book, expelled, Order::Expel, reason, CLERK).unwrap();
    let left = everything(world.office.views());
    let shown: Vec<_> = left.iter().filter(|(_, register)| !register.values.is_empty()).collect();
    let [(key, register)] = shown.as_slice() else { panic!("one register is left") };
    assert_eq!(*key, RegisterKey::new(ItemId([0x34; 16]), "tick"));
    assert_eq!(register.values[0].officer, Some(LAN), "the pen wrote it in its author's name");
    let anew = Views::open(&world.dir().join("anew.db")).unwrap();
    assert_eq!(everything(&anew), left);
    let list = page(&world, "/can-quyet-dinh", Some("loai=da-quyet-dinh"));
    for words in ["Đã gỡ khỏi sổ", reason, "đã gỡ", "Hoàng Thị Lan", "Đã đối chiếu sổ"]
    {
        assert!(list.contains(words), "{words}");
    }
}

#[test]
fn bytes_that_are_no_change_are_shown_by_size_phone_and_time() {
    let world = World::new();
    frame(&world);
    let mut phone = phone(&world, 1);
    phone.queue_spoilt(book(1).id(), ITEM, |change| change.operations.clear());
    phone.push(&world);
    let list = page(&world, "/can-quyet-dinh", Some("loai=khong-nhan"));
    for words in ["Không đọc được: ", "Thôn Một", "lần ghi số 1", "mã "] {
        assert!(list.contains(words), "{words}");
    }
}

#[test]
fn the_pages_say_what_waits_where_and_why() {
    let world = World::new();
    frame(&world);
    let phone = set_apart(&world);
    let list = page(&world, "/can-quyet-dinh", None);
    for words in [
        "1 mục đang giữ · 1 mục chờ các mục đó · 1 mục máy chủ không nhận",
        "5b Làm sạch dữ liệu, Đã đối chiếu sổ",
        "Đánh dấu xong",
        "Hoàng Thị Lan",
        "Thôn Hai",
        "Máy không có quyền ghi vào sổ này",
        "1 mục chờ mục này",
        "<span class=\"num\">2</span>",
    ] {
        assert!(list.contains(words), "{words}");
    }
    let held = &apart(&world, ApartFilter::Open)[0];
    let entry = page(&world, &format!("/can-quyet-dinh/{}/{}", held.document, held.change), None);
    for words in ["chưa có gì", "Đánh dấu xong", "01/06/2023", "1 mục ghi tiếp trên mục này"]
    {
        assert!(entry.contains(words), "{words}");
    }
    let unit = page(&world, &format!("/don-vi/{}", UnitId([2; 16])), None);
    assert!(unit.contains(&format!("/can-quyet-dinh?dv={}", UnitId([2; 16]))));
    let list = page(&world, "/dien-thoai", None);
    assert!(list.contains(&format!("/can-quyet-dinh?may={}", phone.record.device)));
    let area = page(&world, "/toan-canh", None);
    assert!(area.contains("1 mục đang giữ") && area.contains("1 mục máy chủ không nhận"));
}

#[test]
fn an_edit_in_another_officers_name_says_so() {
    let world = World::new();
    frame(&world);
    let mut phone = phone(&world, 1);
    phone.officer = MINH;
    phone.tick(book(1).id(), ItemId([0x34; 16]), true);
    phone.push(&world);
    let list = page(&world, "/can-quyet-dinh", None);
    assert!(list.contains("Mục mang tên một cán bộ không dùng máy này."));
    assert!(list.contains("Mục không có trong kế hoạch"));
}
