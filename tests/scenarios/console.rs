//! What the console shows of what phones wrote.

use std::sync::Arc;

use soviec_core::model::{Declared, Moment, RegisterKey};
use soviec_core::replica::{Tap, Window};
use soviec_server::{
    Pages,
    office::{pages::Console, view::Reader},
};
use soviec_tests::{
    Phone, World, book, item, noon, status_key, task, tick_key, until_quiet, village,
};

/// The page at a path, as a clerk sees it.
pub(super) fn page(world: &World, path: &str) -> Option<String> {
    asked(world, path, None)
}

fn asked(world: &World, path: &str, query: Option<&str>) -> Option<String> {
    let reader =
        Reader { name: "Phạm Thu Hường".to_owned(), token: "0".to_owned(), waiting: None };
    Console::new(Arc::clone(&world.office())).page(path, query, &reader).unwrap()
}

fn unit(world: &World, n: u8) -> String {
    page(world, &format!("/don-vi/{}", village(n))).unwrap()
}

fn history(world: &World, key: &RegisterKey) -> String {
    page(world, &format!("/lich-su/{}/{}", village(0), key.as_str())).unwrap()
}

/// The places of words on a page, which must be there.
fn places<const N: usize>(page: &str, words: [&str; N]) -> [usize; N] {
    words.map(|word| page.find(word).unwrap_or_else(|| panic!("{word} is not on the page")))
}

/// Two officers declare differently, offline.
fn disputed(world: &World) -> [Phone; 3] {
    let phones = [0, 1, 2].map(|n| world.phone(n, &[0]));
    phones[0].declare(0, 0, Declared::Done, "đã đối chiếu");
    phones[1].declare(0, 0, Declared::InProgress, "còn một nguồn");
    until_quiet(&phones);
    phones
}

#[test]
fn two_values_are_shown_as_two_until_a_person_picks_and_no_value_is_forgotten() {
    let world = World::new(130);
    let phones = disputed(&world);
    let open = unit(&world, 0);
    places(&open, ["Hoàn thành: <bdi>đã đối chiếu", "Đang thực hiện: <bdi>còn một nguồn"]);
    let open = history(&world, &status_key(0));
    let pair = open.split("class=\"pair\"").nth(1).unwrap().split("</section>").next().unwrap();
    places(pair, ["đã đối chiếu", "còn một nguồn", "Đang dùng", "Giữ lại, chưa dùng"]);
    phones[2].declare(0, 0, Declared::InProgress, "chờ công an xã ký");
    until_quiet(&phones);
    let settled = history(&world, &status_key(0));
    assert!(!settled.contains("class=\"pair\""));
    // The values of superseded operations are read from the log.
    let [third, ..] = places(&settled, ["chờ công an xã ký", "đã đối chiếu", "còn một nguồn"]);
    assert!(third < settled.find("Đã được thay").unwrap(), "the last to arrive stands first");
    assert_eq!(settled.matches("Đã được thay").count(), 2);
    assert_eq!(settled.matches("Đang dùng").count(), 1);
}

#[test]
fn a_tick_taken_back_keeps_its_history() {
    let world = World::new(131);
    let phone = world.phone(0, &[0]);
    assert_eq!(page(&world, &format!("/lich-su/{}/{}", village(0), tick_key(0, 0).as_str())), None);
    for done in [true, false] {
        phone.tick(0, 0, 0, done, 5);
        phone.sync().unwrap();
    }
    let shown = history(&world, &tick_key(0, 0));
    let [back, ticked] = places(&shown, ["Bỏ đánh dấu xong", "Đánh dấu xong"]);
    assert!(back < ticked);
    places(&unit(&world, 0), ["bỏ đánh dấu: "]);
}

#[test]
fn a_round_is_read_in_the_same_words_as_on_the_phone() {
    let world = World::new(134);
    let phone = world.phone(0, &[0]);
    for tap in [Tap::Plus, Tap::Plus, Tap::Excluded(1)] {
        phone.replica().count_tap(phone.officer, book(0).id(), item(0, 0), tap).unwrap();
    }
    phone.sync().unwrap();
    let said = "2 xong, 1 đi vắng";
    places(&unit(&world, 0), ["Đi từng hộ:", said, "Trần Văn 0"]);
    phone.replica().count_tap(phone.officer, book(0).id(), item(0, 0), Tap::Plus).unwrap();
    phone.replica().count_finish(phone.officer, book(0).id(), item(0, 0)).unwrap();
    phone.sync().unwrap();
    let sessions = phone.replica().task(book(0).id(), task(0)).unwrap().sessions;
    let shown = history(&world, &sessions[0].key);
    let [later, earlier] = places(&shown, ["3 xong, 1 đi vắng", said]);
    assert!(later < earlier, "one session, told twice");
    assert_eq!(shown.matches("Đã được thay").count(), 1);
}

#[test]
fn a_clock_that_is_ahead_is_named_and_orders_nothing() {
    let world = World::new(132);
    let phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    phones[0].clock.set(Moment(noon().0 + 26 * 3_600_000));
    phones[0].declare(0, 0, Declared::InProgress, "trước");
    until_quiet(&phones);
    phones[1].declare(0, 0, Declared::Done, "sau");
    until_quiet(&phones);
    let shown = history(&world, &status_key(0));
    let [after, before, ahead] = places(&shown, [">sau<", ">trước<", "giờ thiết bị lệch"]);
    assert!(after < before && before < ahead);
    places(&page(&world, "/dien-thoai").unwrap(), ["giờ ghi vượt giờ văn phòng", "+26 giờ"]);
    places(&unit(&world, 0), ["Nên xem:", "giờ ghi vượt giờ văn phòng +26 giờ"]);
}

#[test]
fn what_an_officer_typed_is_text_whatever_it_holds() {
    let world = World::new(133);
    let phone = world.phone(0, &[0]);
    let hostile = "</bdi><script>alert(1)</script>\u{202e}<img src=x onerror=alert(2)>";
    phone.note(0, 0, hostile);
    phone.declare(0, 0, Declared::InProgress, hostile);
    phone.sync().unwrap();
    for shown in [unit(&world, 0), history(&world, &status_key(0))] {
        places(&shown, ["&lt;/bdi&gt;&lt;script&gt;alert(1)&lt;/script&gt;"]);
        assert!(!shown.contains("<script") && !shown.contains("<img"));
        assert!(!shown.contains('\u{202e}'));
    }
}

#[test]
fn a_village_without_a_phone_and_a_silent_one_are_not_taken_for_complete() {
    let world = World::new(134);
    let phone = world.phone(0, &[0]);
    places(&unit(&world, 0), ["đã gửi đủ: 1 điện thoại"]);
    places(&unit(&world, 1), ["chưa có máy"]);
    world.clock.set(Moment(noon().0 + 9 * 24 * 3_600_000));
    places(&unit(&world, 0), ["9 ngày chưa liên lạc"]);
    let list = page(&world, "/dien-thoai").unwrap();
    places(&list, ["lâu chưa liên lạc", "1 lâu chưa liên lạc", "<td class=\"r\">?</td>"]);
    phone.sync().unwrap();
    places(&unit(&world, 0), ["đã gửi đủ"]);
}

#[test]
fn the_office_counts_replaced_values_until_their_officers_accept() {
    let world = World::new(136);
    let phones = disputed(&world);
    let counted = |number: u8| {
        let words = format!("{number} số đã ghi được thay");
        let linked = page(&world, "/toan-canh").unwrap().contains(&words);
        (linked, unit(&world, 0).contains(&words))
    };
    let none = page(&world, "/bi-thay").unwrap();
    assert!(none.contains("0 giá trị, người ghi chưa đồng ý"), "two values stand side by side");
    phones[2].declare(0, 0, Declared::InProgress, "chờ công an xã ký");
    until_quiet(&phones);
    assert_eq!(counted(2), (true, true));
    let list = page(&world, "/bi-thay").unwrap();
    places(&list, ["2 giá trị", "đã đối chiếu", "còn một nguồn", "Trần Văn 0", "Trần Văn 1"]);
    assert_eq!(list.matches("Đang dùng").count(), 2);
    assert_eq!(list.matches("chờ công an xã ký").count(), 2);
    assert!(phones[1].accept(book(0).id(), &status_key(0)));
    until_quiet(&phones);
    assert_eq!(counted(1), (true, true));
    // What phones tell their officers and what the office counts are one function.
    let told: usize = phones.iter().map(|phone| phone.replica().replaced().unwrap().len()).sum();
    assert_eq!(told, 1);
    let before = page(&world, "/bi-thay");
    world.refold_office();
    assert_eq!(page(&world, "/bi-thay"), before);
    phones[0].declare(0, 0, Declared::Done, "ký xong");
    until_quiet(&phones);
    assert_eq!(counted(1), (true, true), "now the third officer's value is the replaced one");
}

#[test]
fn what_does_not_exist_has_no_page() {
    let world = World::new(135);
    let (known, unknown) = (village(0), soviec_core::model::UnitId([9; 16]));
    for path in [
        format!("/don-vi/{unknown}"),
        format!("/lich-su/{unknown}/{}", status_key(0).as_str()),
        format!("/lich-su/{known}/{unknown}.status"),
        format!("/lich-su/{known}/{}", RegisterKey::new(known, "unit").as_str()),
        "/toan-canh/".to_owned(),
    ] {
        assert_eq!(page(&world, &path), None, "{path}");
    }
}

#[test]
fn the_search_field_finds_a_note_without_marks_and_leads_to_its_unit() {
    let world = World::new(135);
    let phone = world.phone(0, &[0]);
    let text = "Bà con hỏi về Đề án, hẹn tối";
    phone.replica().add_note(phone.officer, book(0).id(), task(0), text).unwrap();
    phone.sync().unwrap();
    let on_phone = phone.replica().search("an de", Window { offset: 0, limit: 10 }).unwrap();
    assert_eq!(on_phone.iter().map(|hit| hit.text.as_str()).collect::<Vec<_>>(), [text]);
    let found = asked(&world, "/tim", Some("q=an+de")).unwrap();
    let unit = format!("/don-vi/{}", village(0));
    places(&found, ["1 kết quả", "<mark>Đề</mark>", "<mark>án</mark>", &unit]);
    places(&asked(&world, "/tim", None).unwrap(), ["Chưa có chữ để tìm"]);
}
