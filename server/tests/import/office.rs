//! `soviec office init` and the lists.

use super::support::{Desk, OFFICE};
use soviec_core::{
    model::{DocumentName, RegisterKey, UnitKind},
    store::tables,
};

#[test]
fn the_second_run_changes_nothing_and_adds_no_row() {
    let desk = Desk::with_office();
    let rows = desk.rows();
    let again = desk.run(&["office", "init", "office.toml"]).done();
    for line in [
        "Đơn vị: thêm 0, sửa 0, giữ nguyên 9",
        "Cán bộ: thêm 0, sửa 0, giữ nguyên 4",
        "Vai trò: thêm 0, sửa 0, giữ nguyên 6",
    ] {
        assert!(again.out.contains(line), "{}", again.out);
    }
    assert_eq!(desk.rows(), rows);
}

#[test]
fn another_computer_with_the_same_tenant_means_the_same_units() {
    let text = |tenant: &str| format!("tenant = \"{tenant}\"\n{OFFICE}");
    let ids = |tenant: &str| {
        let desk = Desk::new();
        desk.write("office.toml", text(tenant));
        let ran = desk.run(&["office", "init", "office.toml"]).done();
        assert_eq!(ran.after("Tenant: "), tenant);
        let office = desk.office();
        let units = office.views().read(office.log(), |db, _| Ok(tables::units(db)?)).unwrap();
        units.into_iter().map(|unit| unit.unit).collect::<std::collections::BTreeSet<_>>()
    };
    let (one, other) = ("01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAW");
    assert_eq!(ids(one), ids(one));
    assert!(ids(one).is_disjoint(&ids(other)));
}

#[test]
fn what_changes_is_written_and_what_is_gone_stays_with_a_note() {
    let desk = Desk::with_office();
    let (kept, gone) = OFFICE.split_at(OFFICE.find("[[unit]]\nkey = \"phu-dien.to-1\"").unwrap());
    let gone = &gone[gone.find("[[officer]]").unwrap()..];
    let text = format!("{kept}{gone}").replace("Thôn Bến Đá", "Tổ dân phố Bến Đá");
    desk.write("office.toml", text.replace("role = \"write\", from", "role = \"read\", from"));
    let ran = desk.run(&["office", "init", "office.toml"]).done();
    assert!(ran.out.contains("Đơn vị: thêm 0, sửa 1, giữ nguyên 7"), "{}", ran.out);
    assert!(ran.out.contains("Vai trò: thêm 0, sửa 1, giữ nguyên 5"), "{}", ran.out);
    assert!(ran.out.contains("vẫn giữ trong sổ: Đơn vị: phu-dien.to-1"), "{}", ran.out);
    let list = desk.run(&["unit", "list"]).done().out;
    assert!(list.contains("Tổ dân phố Bến Đá") && list.contains("phu-dien.to-1"), "{list}");
    assert!(desk.run(&["officer", "list"]).done().out.contains("ha-khe.go-sim:read"));
}

#[test]
fn villages_stand_in_the_directory_of_their_commune_and_move_with_it() {
    let desk = Desk::with_office();
    let place = |key: &str| {
        let office = desk.office();
        let all = office.views().read(office.log(), |db, _| Ok(tables::units(db)?)).unwrap();
        let own = all.iter().find(|unit| unit.name == key).unwrap().clone();
        let holds = |unit: &tables::UnitRow| {
            let name = DocumentName::directory(office.tenant(), unit.unit);
            let all = office.views().everything(office.log(), name.id()).unwrap();
            all.iter().any(|(key, _)| *key == RegisterKey::new(own.unit, "unit"))
        };
        let mut homes: Vec<String> =
            all.iter().filter(|unit| holds(unit)).map(|unit| unit.name.clone()).collect();
        homes.sort();
        (homes, own.reports_to.and_then(|id| all.iter().find(|unit| unit.unit == id)).cloned())
    };
    assert_eq!(place("Thôn Gò Sim").0, ["Xã Hà Khê"]);
    assert_eq!(place("Công an xã Hà Khê").0, ["Xã Hà Khê"]);
    assert_eq!(place("Xã Hà Khê").0, ["Văn phòng tổng hợp khu vực Bình Sa"]);
    let from = "name = \"Thôn Gò Sim\"\nreports_to = \"ha-khe\"";
    let to = "name = \"Thôn Gò Sim\"\nreports_to = \"phu-dien\"";
    desk.write("office.toml", OFFICE.replace(from, to));
    desk.run(&["office", "init", "office.toml"]).done();
    let (homes, above) = place("Thôn Gò Sim");
    assert_eq!(homes, ["Xã Hà Khê", "Xã Phú Điền"], "no reader keeps the old edge");
    assert_eq!(above.unwrap().name, "Xã Phú Điền");
    let rows = desk.rows();
    desk.run(&["office", "init", "office.toml"]).done();
    assert_eq!(desk.rows(), rows);
}

#[test]
fn a_key_that_gets_another_id_would_double_its_unit_and_is_refused() {
    let desk = Desk::with_office();
    let rows = desk.rows();
    let id = "key = \"cong-an\"\nid = \"01ARZ3NDEKTSV4RRFFQ69G5FAV\"";
    desk.write("office.toml", OFFICE.replace("key = \"cong-an\"", id));
    let ran = desk.run(&["office", "init", "office.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("\"cong-an\" trong sổ đã mang mã"), "{}", ran.err);
    assert_eq!(desk.rows(), rows);
}

#[test]
fn an_id_once_written_is_remembered_by_its_key() {
    let desk = Desk::new();
    let id = "key = \"cong-an\"\nid = \"01arz3ndektsv4rrffq69g5fav\"";
    desk.write("office.toml", OFFICE.replace("key = \"cong-an\"", id));
    desk.run(&["office", "init", "office.toml"]).done();
    desk.write("office.toml", OFFICE);
    let ran = desk.run(&["office", "init", "office.toml"]).done();
    assert!(ran.out.contains("Đơn vị: thêm 0, sửa 0, giữ nguyên 9"), "{}", ran.out);
}

#[test]
fn the_tables_hold_what_the_file_says() {
    let desk = Desk::with_office();
    let office = desk.office();
    let units = office.views().read(office.log(), |db, _| Ok(tables::units(db)?)).unwrap();
    let count = |kind| units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!(count(UnitKind::Office), 1);
    assert_eq!(count(UnitKind::Agency), 2);
    assert_eq!(count(UnitKind::Commune), 2);
    assert_eq!(count(UnitKind::CommunePolice), 1);
    assert_eq!(count(UnitKind::Village), 3);
}

#[test]
fn days_off_are_data_of_the_office_and_a_slip_in_them_is_told() {
    let desk = Desk::new();
    let holidays = |version: u32, off: &str| {
        format!("{OFFICE}\n[holidays]\nversion = {version}\noff = [{off}]\nworking = []\n")
    };
    desk.write("office.toml", holidays(1, r#""2023-05-01""#));
    let first = desk.run(&["office", "init", "office.toml"]).done();
    assert!(first.out.contains("Ngày nghỉ: thêm 1, sửa 0, giữ nguyên 0"), "{}", first.out);
    let known = || soviec_server::office::import::Known::read(desk.office().log()).unwrap();
    let day = |d| soviec_core::model::Day::new(2023, 5, d).unwrap();
    assert_eq!(known().calendar.version(), 1);
    assert!(!known().calendar.is_working(day(1)) && known().calendar.is_working(day(2)));
    desk.write("office.toml", holidays(2, r#""2023-05-01", "2023-05-02""#));
    let second = desk.run(&["office", "init", "office.toml"]).done();
    assert!(second.out.contains("Ngày nghỉ: thêm 0, sửa 1, giữ nguyên 0"), "{}", second.out);
    assert!(!known().calendar.is_working(day(2)));
    for (slip, told) in [
        (r#""2023-05-01", "2023-05-01""#, "2023-05-01"),
        (r#""2023-02-30""#, "2023-02-30"),
        (r#""1/5/2023""#, "1/5/2023"),
    ] {
        desk.write("office.toml", holidays(3, slip));
        let refused = desk.run(&["office", "init", "office.toml"]);
        assert_eq!(refused.code, 1, "{slip}");
        assert!(refused.out.contains(told) || refused.err.contains(told), "{slip}");
    }
    assert_eq!(known().calendar.version(), 2, "a file with an error writes nothing");
}
