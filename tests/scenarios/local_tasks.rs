//! Tasks of a unit's own (*việc riêng*): on its phones, at the office, and in no plan's figure.

use soviec_core::{
    error::ErrorKind,
    model::{Declared, RegisterKey, TaskId},
    replica::{Sort, Status, TaskFilter, TaskRow, Window},
    store::tables,
};
use soviec_server::office::fold::FoldError;
use soviec_tests::{
    CLERK, Phone, World, YEAR, book, check_agreement, day, noon, task, until_quiet, village,
};

const ALL: Window = Window { offset: 0, limit: 100 };

fn rows(phone: &Phone, text: Option<&str>) -> Vec<TaskRow> {
    let text = text.map(str::to_owned);
    let filter = TaskFilter { text, ..TaskFilter::default() };
    phone.replica().tasks(&filter, Sort::Plan, ALL).unwrap().rows
}

#[test]
fn a_local_task_is_a_task_on_every_phone_of_the_unit_and_at_the_office() {
    let world = World::new(150);
    let phones = [0, 1].map(|n| world.phone(n, &[0]));
    let [a, b] = &phones;
    let own = a.local(0, "  Sửa loa\nở đình ", Some(14));
    let (_, undated) = (a.sync().unwrap(), b.local(0, "Dọn kho", None));
    until_quiet(&phones);
    for phone in &phones {
        let all = rows(phone, None);
        let last = all.last().unwrap();
        assert!(all.iter().rev().take(2).all(|row| row.local), "behind every task of the plan");
        assert!(all.iter().rev().skip(2).all(|row| !row.local));
        assert_eq!((last.number.as_str(), last.items, last.notes), ("", 0, 0));
        let found = rows(phone, Some("sua LOA o dinh"));
        assert_eq!(found.iter().map(|row| row.task).collect::<Vec<_>>(), [own]);
        assert_eq!(found[0].title, "Sửa loa ở đình");
        assert_eq!((found[0].last_day, found[0].status), (Some(day(14)), Status::NotStarted));
    }
    assert!(b.declare_local(0, own, Declared::Done, 15));
    a.replica().add_note(a.officer, book(0).id(), own, "Đã thay dây.").unwrap();
    let statuses = |phone: &Phone| {
        let of = |task: TaskId| phone.replica().task(book(0).id(), task).unwrap();
        (of(own).row.status, of(undated).row.status, of(own).notes.len(), of(own).group)
    };
    until_quiet(&phones);
    let expected = (Status::DoneLate, Status::NotStarted, 1, String::new());
    assert_eq!(statuses(a), expected);
    assert_eq!(statuses(b), expected);
    let notes = a.replica().task(book(0).id(), own).unwrap();
    assert_eq!(notes.people[&a.officer], "Trần Văn 0");
    check_agreement(&world, &phones[1..]);
}

#[test]
fn the_figures_of_the_plan_leave_local_tasks_out_and_the_page_shows_them() {
    let world = World::new(151);
    let phone = world.phone(0, &[0]);
    let figures = || {
        let office = world.office();
        let read = office.views().read(office.log(), |db, _| {
            Ok::<_, FoldError>(tables::unit_figures(db, YEAR, noon().day())?)
        });
        read.unwrap().remove(&village(0)).unwrap()
    };
    let before = figures();
    let own = phone.local(0, "Sửa loa ở đình", Some(1));
    phone.sync().unwrap();
    assert_eq!(figures(), before);
    let page = || super::console::page(&world, &format!("/don-vi/{}", village(0))).unwrap();
    assert!(page().contains("Sửa loa ở đình") && page().contains("việc riêng của đơn vị"));
    phone.declare_local(0, own, Declared::InProgress, 12);
    phone.sync().unwrap();
    assert_eq!(figures(), before);
    let key = RegisterKey::new(own, "status");
    let history = format!("/lich-su/{}/{}", village(0), key.as_str());
    let history = super::console::page(&world, &history).unwrap();
    assert!(history.contains("Sửa loa ở đình") && history.contains("Đang thực hiện"));
}

#[test]
fn a_plan_that_has_the_id_wins_over_a_local_task_whatever_came_first() {
    let world = World::new(152);
    let phone = world.phone(0, &[0]);
    let act = soviec_core::model::encode(&soviec_core::model::LocalTask {
        by: CLERK,
        on: day(1),
        title: "Không phải của kế hoạch".to_owned(),
        last_day: None,
    });
    let put = vec![(RegisterKey::new(task(0), "local"), act)];
    world.office().pen().write(&book(0), &put, CLERK, noon()).unwrap();
    phone.sync().unwrap();
    let row = phone.replica().task(book(0).id(), task(0)).unwrap().row;
    assert_eq!((row.local, row.title.as_str()), (false, "Nhiệm vụ 0"));
    check_agreement(&world, &[phone]);
}

#[test]
fn a_title_is_clean_and_somebody_elses_book_is_refused() {
    let world = World::new(153);
    let phone = world.phone(0, &[0]);
    let add = |book, title: &str| phone.replica().add_local_task(phone.officer, book, title, None);
    let kind = |result: Result<_, soviec_core::error::Error>| result.unwrap_err().kind();
    assert_eq!(kind(add(book(0).id(), " \n ")), ErrorKind::InvalidInput);
    assert_eq!(kind(add(book(0).id(), &"ạ".repeat(300))), ErrorKind::InvalidInput);
    assert_eq!(kind(add(book(1).id(), "Sửa loa")), ErrorKind::NotFound);
}

#[test]
fn a_local_task_shows_before_plan_and_directory_have_arrived() {
    let world = World::new(154);
    let phone = world.fresh_phone(0, &[0]);
    phone.local(0, "Sửa loa ở đình", None);
    assert_eq!(rows(&phone, None).len(), 1);
    until_quiet(std::slice::from_ref(&phone));
    assert_eq!(rows(&phone, None).len(), usize::from(soviec_tests::TASKS) + 1);
    check_agreement(&world, &[phone]);
}
