//! `soviec plan`.

use super::support::{Desk, PLAN};
use soviec_core::{
    model::{Day, DeadlineKind, DocumentKind, Holidays, OfficerId, RegisterKey, UnitKind, encode},
    store::tables::{self, TaskFilter, Window},
};

#[test]
fn the_second_import_changes_nothing_and_a_changed_file_only_its_change() {
    let desk = Desk::with_plan();
    let rows = desk.rows();
    let again = desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(again.out.contains("Nhiệm vụ: thêm 0, sửa 0, giữ nguyên 6"), "{}", again.out);
    assert_eq!(desk.rows(), rows);
    let text = PLAN.replace(
        "before = 2023-04-30, wording = \"xong trước ngày 30/4/2023\"",
        "before = 2023-05-15, wording = \"xong trước ngày 15/5/2023\"",
    );
    let text = text.replace("partners = [\"unit:cong-an\"]\n", "");
    let (text, _) =
        text.split_at(text.find("[[task]]\ngroup = \"II\"\nnumber = \"II.4\"").unwrap());
    desk.write("plan.toml", text);
    let ran = desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(ran.out.contains("Nhiệm vụ: thêm 0, sửa 2, giữ nguyên 3"), "{}", ran.out);
    assert!(ran.out.contains("Đầu việc: thêm 0, sửa 0, giữ nguyên 2"), "{}", ran.out);
    assert!(ran.out.contains("vẫn giữ trong sổ: Nhiệm vụ: II.4"), "{}", ran.out);
    let again = desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(again.out.contains("Nhiệm vụ: thêm 0, sửa 0, giữ nguyên 5"), "{}", again.out);
    let list = desk.run(&["plan", "list"]).done().out;
    assert!(list.contains("de-an-06-2023  2023  17/KH-TCT  20/02/2023  6"), "{list}");
}

/// Number, kind and last day of the tasks of a unit.
fn tasks(desk: &Desk, name: &str) -> Vec<(String, DeadlineKind, Option<Day>, bool, u32)> {
    let office = desk.office();
    let read = office.views().read(office.log(), |db, _| {
        let unit = tables::units(db)?.into_iter().find(|unit| unit.name == name).unwrap();
        let filter = TaskFilter { unit: Some(unit.unit), ..TaskFilter::default() };
        let day = Day::new(2023, 5, 1).unwrap();
        let window = Window { limit: 100, offset: 0 };
        Ok(tables::task_rows(db, &filter, tables::Sort::Plan, window, day)?.0)
    });
    let row = |row: tables::TaskRow| (row.number, row.kind, row.last_day, row.leads, row.items);
    read.unwrap().into_iter().map(row).collect()
}

#[test]
fn selectors_lead_every_task_to_its_units() {
    let desk = Desk::with_plan();
    let day = |month, day| Day::new(2023, month, day);
    let dated = DeadlineKind::Dated;
    let commune = vec![
        ("I.2".to_owned(), dated, day(4, 29), true, 0),
        ("II.1".to_owned(), dated, day(4, 30), true, 0),
        ("II.2".to_owned(), dated, day(6, 15), true, 0),
    ];
    assert_eq!(tasks(&desk, "Xã Hà Khê"), commune, "of its kind, and of the named set");
    assert_eq!(tasks(&desk, "Xã Phú Điền"), commune);
    assert_eq!(
        tasks(&desk, "Thôn Bến Đá"),
        [("I.2".to_owned(), dated, day(4, 29), false, 2)],
        "a village only ticks"
    );
    let police: Vec<_> = tasks(&desk, "Công an khu vực Bình Sa");
    let kinds: Vec<_> = police.iter().map(|(number, kind, ..)| (number.as_str(), *kind)).collect();
    assert_eq!(kinds, [("II.3", DeadlineKind::Event), ("II.4", DeadlineKind::None)]);
}

/// Kind and last day of the police's task that waits for an event.
fn waiting(desk: &Desk) -> (DeadlineKind, Option<Day>) {
    let task = tasks(desk, "Công an khu vực Bình Sa").into_iter().find(|task| task.0 == "II.3");
    task.map(|task| (task.1, task.2)).unwrap()
}

#[test]
fn a_recorded_event_starts_the_deadline_and_follows_its_form() {
    let desk = Desk::with_plan();
    let day = |month, day| Day::new(2023, month, day);
    let own = "event = \"hướng dẫn của cấp trên\"";
    let counted =
        |days: &str| format!("{own}, normal = \"EVENT(hướng dẫn của cấp trên) + {days}\"");
    let import = |deadline: &str| {
        desk.write("plan.toml", PLAN.replace(own, deadline));
        desk.run(&["plan", "import", "plan.toml"]).done()
    };
    assert_eq!(waiting(&desk), (DeadlineKind::Event, None));
    import(&counted("10 days"));
    assert_eq!(waiting(&desk), (DeadlineKind::Event, None), "nobody said that it happened");
    import(&format!("{}, occurred = 2023-04-28, occurred_said = \"CV 5\"", counted("10 days")));
    assert_eq!(waiting(&desk), (DeadlineKind::Dated, day(5, 8)));
    import(&format!("{}, occurred = 2023-04-27", counted("10 days")));
    assert_eq!(waiting(&desk), (DeadlineKind::Dated, day(5, 7)), "a slip is put right");
    import(&counted("3 working days"));
    assert_eq!(
        waiting(&desk),
        (DeadlineKind::Dated, day(5, 2)),
        "the event stands, the form moved"
    );
    let again = import(&counted("3 working days"));
    assert!(again.out.contains("Nhiệm vụ: thêm 0, sửa 0, giữ nguyên 6"), "{}", again.out);
    import(own);
    assert_eq!(waiting(&desk), (DeadlineKind::None, None), "no day follows, and nothing waits");
}

#[test]
fn the_days_off_of_the_directory_move_a_last_day() {
    let desk = Desk::with_office();
    {
        let office = desk.office();
        let name = office.log().read(|view| view.names()).unwrap().into_iter();
        let directory = name.filter(|name| name.kind == DocumentKind::Directory).min().unwrap();
        let off = (1..=3).filter_map(|day| Day::new(2023, 5, day)).collect();
        let holidays = Holidays { by: OfficerId([9; 16]), version: 4, off, working: vec![] };
        let key = RegisterKey::new(directory.unit, "holidays");
        let puts = [(key, encode(&holidays))];
        office.pen().write(&directory, &puts, OfficerId([9; 16]), office.now()).unwrap();
    }
    desk.write("plan.toml", PLAN.replace("year = 2023", "year = 2023\nroll = \"next_working\""));
    desk.run(&["plan", "import", "plan.toml"]).done();
    let commune = tasks(&desk, "Xã Hà Khê");
    assert_eq!(commune[0].2, Day::new(2023, 5, 4), "Saturday 29 April, and what follows, is off");
    assert_eq!(commune[2].2, Day::new(2023, 6, 15), "a Thursday stays");
}

#[test]
fn a_set_that_changes_takes_its_tasks_along() {
    let desk = Desk::with_plan();
    assert_eq!(tasks(&desk, "Xã Phú Điền").len(), 3);
    desk.write("plan.toml", PLAN.replace("[\"ha-khe\", \"phu-dien\"]", "[\"ha-khe\"]"));
    let ran = desk.run(&["plan", "import", "plan.toml"]).done();
    assert!(ran.out.contains("Nhóm đơn vị: thêm 0, sửa 1, giữ nguyên 0"), "{}", ran.out);
    assert_eq!(tasks(&desk, "Xã Phú Điền").len(), 1);
    assert_eq!(tasks(&desk, "Xã Hà Khê").len(), 3);
}

#[test]
fn a_plan_with_errors_is_refused_and_one_with_doubts_waits_for_a_person() {
    let desk = Desk::with_office();
    let rows = desk.rows();
    let unknown =
        PLAN.replace("unit:dai-phat-thanh", "unit:dai").replace("2023-06-15", "2023-06-31");
    desk.write("plan.toml", &unknown);
    let ran = desk.run(&["plan", "import", "plan.toml", "--accept-doubts"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("plan.toml:29:9: lỗi: không có đơn vị \"dai\""), "{}", ran.err);
    assert!(ran.err.contains("cần xem lại: lịch không có ngày 2023-06-31"), "{}", ran.err);
    assert_eq!(desk.rows(), rows);

    desk.write("plan.toml", PLAN.replace("2023-06-15", "2023-06-31"));
    let ran = desk.run(&["plan", "import", "plan.toml"]);
    assert_eq!((ran.code, desk.rows()), (1, rows));
    assert!(ran.out.contains("--accept-doubts"), "{}", ran.out);
    desk.run(&["plan", "import", "plan.toml", "--accept-doubts"]).done();
    let late = tasks(&desk, "Xã Hà Khê").into_iter().find(|task| task.0 == "II.2").unwrap();
    assert_eq!((late.1, late.2), (DeadlineKind::None, None), "kept, and no day is invented");
}

#[test]
fn check_tells_with_its_code_and_writes_nothing() {
    let desk = Desk::with_office();
    let rows = desk.rows();
    desk.write("plan.toml", PLAN);
    let ran = desk.run(&["plan", "check", "plan.toml"]).done();
    assert!(ran.out.contains("Không có chỗ nào cần xem lại."), "{}", ran.out);
    desk.write("plan.toml", PLAN.replace("unit:cong-an", "unit:cong"));
    let ran = desk.run(&["plan", "check", "plan.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("4 lỗi, 0 chỗ cần xem lại."), "{}", ran.out);
    let alone = desk.command(&["plan", "check", "plan.toml"]).env_remove("SOVIEC_DATA").output();
    let alone = super::support::Ran::of(alone.unwrap()).done();
    assert!(alone.out.contains("Chưa kiểm tra khóa đơn vị"), "{}", alone.out);
    assert_eq!(desk.rows(), rows);
}

#[test]
fn ids_in_the_file_are_kept_and_a_second_identity_is_refused() {
    let desk = Desk::with_plan();
    let rows = desk.rows();
    let id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for (from, what) in [("key = \"ra-soat\"", "ra-soat"), ("key = \"de-an-06-2023\"", "de-an-06")]
    {
        desk.write("plan.toml", PLAN.replace(from, &format!("{from}\nid = \"{id}\"")));
        let ran = desk.run(&["plan", "import", "plan.toml"]);
        assert_eq!((ran.code, desk.rows()), (1, rows), "{}{}", ran.out, ran.err);
        assert!(ran.err.contains(what) && ran.err.contains("trong sổ đã mang mã"), "{}", ran.err);
    }
    let fresh = Desk::with_office();
    fresh.write("plan.toml", PLAN.replace("key = \"ra-soat\"", &format!("id = \"{id}\"")));
    fresh.run(&["plan", "import", "plan.toml"]).done();
    let office = fresh.office();
    let read = office.views().read(office.log(), |db, _| {
        let village = tables::units(db)?.into_iter().find(|u| u.kind == UnitKind::Village).unwrap();
        let book = tables::book_of(db, village.unit, 2023)?.unwrap();
        let day = Day::new(2023, 5, 1).unwrap();
        let filter = TaskFilter { unit: Some(village.unit), ..TaskFilter::default() };
        let window = Window { limit: 9, offset: 0 };
        let rows = tables::task_rows(db, &filter, tables::Sort::Plan, window, day)?.0;
        Ok(tables::item_rows(db, book, rows[0].task)?)
    });
    assert_eq!(read.unwrap()[0].item.to_string(), id);
}
