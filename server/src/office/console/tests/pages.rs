//! Checks over the pages of a unit, an entry and the phones.

use super::{HOSTILE, assert_well_formed, tags, values};
use crate::office::{
    console::{
        apart_page, entry_page, history_page, messages, phones_page, replaced_page,
        sample_apart::{apart, entry, replaced},
        sample_search::found,
        sample_unit::{history, phones, reader, unit},
        search_page, style_href, stylesheet, unit_page,
    },
    view::{
        ApartLine, BookChoice, BookName, Filter, Limit, NowLine, Only, Reader, Reason, Sent, State,
        Subject, UnitRow, Value, Which,
    },
};
use soviec_core::model::Day;

fn all() -> Vec<String> {
    let reader = reader();
    let mut pages: Vec<_> = [true, false].map(|below| unit_page(&unit(below), &reader)).into();
    pages.extend([true, false].map(|open| history_page(&history(open), &reader)));
    pages.push(phones_page(&phones(), &reader));
    pages.extend(Which::ALL.map(|which| apart_page(&apart(which), &reader)));
    pages.push(entry_page(&entry(), &reader));
    pages.push(replaced_page(&replaced(), &reader));
    pages.push(search_page(&found(), &reader));
    pages
}

/// The same pages with every text of other people replaced.
fn hostile() -> Vec<String> {
    let name = || HOSTILE.to_owned();
    let reader = Reader { name: name(), token: "0".to_owned(), waiting: None };
    let mut view = unit(true);
    view.own.name = name();
    view.officers = vec![name()];
    view.crumbs.iter_mut().for_each(|crumb| crumb.name = Some(name()));
    for task in &mut view.tasks {
        (task.number, task.title, task.wording) = (name(), name(), name());
        for act in &mut task.declared {
            (act.by, act.result) = (Some(name()), Some(name()));
        }
        task.checklist.iter_mut().for_each(|item| {
            item.title = name();
            item.ticks.iter_mut().for_each(|tick| tick.by = Some(name()));
        });
        task.notes.iter_mut().for_each(|note| {
            note.text = format!("{HOSTILE}\n{HOSTILE}");
            note.by = Some(name());
        });
    }
    for row in view.villages.iter_mut().flat_map(|below| &mut below.rows) {
        row.name = name();
    }
    let mut entry = history(true);
    (entry.task, entry.number) = (name(), name());
    entry.values.iter_mut().for_each(|value| {
        value.by = Some(name());
        if let Value::Status(_, _, result) = &mut value.value {
            *result = Some(name());
        }
    });
    let mut list = phones();
    list.rows.iter_mut().for_each(|row| {
        row.officers = vec![name()];
        row.app = Some(name());
        let unit = row.unit.as_mut().unwrap();
        (unit.name, unit.above) = (name(), Some(name()));
    });
    let mut pages =
        vec![unit_page(&view, &reader), history_page(&entry, &reader), phones_page(&list, &reader)];
    pages.extend(hostile_apart(&reader));
    pages
}

fn hostile_apart(reader: &Reader) -> [String; 3] {
    let name = || HOSTILE.to_owned();
    let spoil = |line: &mut ApartLine| {
        line.by = Some(name());
        line.book = Some(BookName { name: name(), above: Some(name()), href: None });
        for put in &mut line.puts {
            put.subject = Subject { number: name(), task: Some(name()), item: Some(name()) };
            put.value = Value::Note(format!("{HOSTILE}\n{HOSTILE}"), Day::new(2026, 6, 9).unwrap());
            put.now = vec![NowLine { value: put.value.clone(), by: Some(name()) }];
        }
        if let Some(decided) = &mut line.decided {
            (decided.by, decided.reason, decided.target) = (Some(name()), name(), Some(name()));
        }
    };
    let mut list = apart(Which::Done);
    list.only = Some(Limit { name: name(), href: None, query: "dv=1".to_owned() });
    list.rows.iter_mut().for_each(spoil);
    let mut one = entry();
    spoil(&mut one.line);
    one.below.iter_mut().for_each(spoil);
    one.books.iter_mut().for_each(|choice| choice.name = name());
    let mut gone = replaced();
    for row in &mut gone.rows {
        row.by = Some(name());
        row.mine = Value::OwnTask(name(), Day::new(2026, 6, 9).unwrap());
        row.subject.task = Some(name());
    }
    [apart_page(&list, reader), entry_page(&one, reader), replaced_page(&gone, reader)]
}

#[test]
fn a_text_of_other_people_is_never_markup_and_turns_nothing() {
    for page in hostile() {
        assert!(!page.contains("<script") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;script&gt;"));
        assert_well_formed(&page);
        assert!(tags(&page).all(|tag| !tag.contains("\"onclick")), "a text left its attribute");
    }
}

#[test]
fn the_structure_serves_keyboard_and_reader() {
    for page in all() {
        assert_well_formed(&page);
        for once in ["<h1>", "<main ", "<header ", "<title>", "action=\"/thoat\""] {
            assert_eq!(page.matches(once).count(), 1, "{once}");
        }
        assert!(page.contains("Phạm Thu Hường") && page.contains(messages::sign_in::LEAVE));
        let parts = page.matches("phan=1\"").count() + page.matches("class=\"tabs\"").count();
        assert_eq!(page.matches("aria-current=\"").count(), 1 + parts);
        let heads = tags(&page).filter(|tag| *tag == "th" || tag.starts_with("th "));
        assert!(heads.into_iter().all(|tag| tag.contains("scope=")));
        assert!(!page.contains(" style=") && !page.contains("<script"));
        assert!(page.contains(style_href()));
        let classes = values(&page, "class").flat_map(str::split_whitespace);
        for class in classes {
            assert!(stylesheet().contains(&format!(".{class}")), "{class}");
        }
    }
}

/// The most bytes of a page on an office's slow line.
const WEIGHT: usize = 35_000;

#[test]
fn full_lists_and_a_form_with_every_book_of_an_area_stay_light() {
    let reader = reader();
    let mut list = apart(Which::Held);
    list.rows = vec![list.rows[0].clone(); 25];
    let mut one = entry();
    // 23 communes with 12 villages each.
    let books = vec![("0".repeat(26), "Thôn Đông Thượng".to_owned()); 13];
    one.books = vec![BookChoice { name: "Xã Quang Trạch".to_owned(), books }; 23];
    let mut gone = replaced();
    gone.rows = vec![gone.rows[0].clone(); 25];
    let pages =
        [apart_page(&list, &reader), entry_page(&one, &reader), replaced_page(&gone, &reader)];
    for page in pages {
        assert!(page.len() < WEIGHT, "{}", page.len());
    }
}

#[test]
fn a_unit_shows_its_deadlines_results_ticks_and_notes() {
    let page = unit_page(&unit(false), &reader());
    for words in [
        "quá 12 ngày",
        "xong trước 01/6/2026",
        "đã đối chiếu xong hai nguồn",
        "còn một nguồn chưa đối chiếu",
        "Thường xuyên, chưa hiệu quả",
        "Chờ hướng dẫn",
        "1/3 đầu việc, 1 ghi chú",
        "Trịnh Văn Đạt, 09/06",
        "<p><bdi>cần quét lại.</bdi></p>",
        "<b>1</b> thường xuyên, chưa hiệu quả",
        "sổ đã lớn 17 MB",
        "120 lượt máy đã ghi vào sổ",
        "2 số đã ghi được thay",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<aside>"));
}

#[test]
fn a_commune_shows_who_in_it_is_silent() {
    let page = unit_page(&unit(true), &reader());
    assert!(page.contains("<b>1/4</b> thôn, tổ dân phố đã gửi đủ"));
    assert!(page.contains("<bdi>Thôn Tây Hạ</bdi></a> (9 ngày), "));
    let aside = page.split("<aside>").nth(1).unwrap();
    for words in ["9 ngày", "còn 3 mục", "chưa có máy", "2/4", "07:31"] {
        assert!(aside.contains(words), "{words}");
    }
    let order = ["Tây Hạ", "Bến", "Ngoài", "Đông Hạ"].map(|name| aside.find(name).unwrap());
    assert!(order.is_sorted());
}

#[test]
fn two_values_stand_side_by_side_until_someone_chooses() {
    let page = history_page(&history(true), &reader());
    let pair = page.split("class=\"pair\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(pair.matches("class=\"val\"").count(), 2);
    assert!(pair.find("Đang dùng").unwrap() < pair.find("Giữ lại, chưa dùng").unwrap());
    for words in ["đã xong hai nguồn", "còn một nguồn", "nhận 10/06/2026 08:15", "BDDKHA"]
    {
        assert!(pair.contains(words), "{words}");
    }
    assert!(page.contains(messages::history::OPEN_WHAT));
    assert!(page.contains(messages::history::CLOCK_AHEAD) && page.contains("quá 12 ngày"));
    let settled = history_page(&history(false), &reader());
    assert!(!settled.contains("class=\"pair\"") && settled.contains("Đã được thay"));
}

#[test]
fn a_phone_that_is_silent_has_a_question_mark_and_never_a_zero() {
    let page = phones_page(&phones(), &reader());
    let row = |mark: &str| {
        let rest = page.split_once(&format!("id=\"may-{mark}\"")).unwrap().1;
        rest.split_once("</tr>").unwrap().0.to_owned()
    };
    assert!(row("MAY000").contains(">?</td>") && row("MAY001").contains(">?</td>"));
    assert!(row("MAY003").contains(">3</td>"));
    assert!(row("MAY004").contains("+26 giờ") && row("MAY004").contains("giờ thiết bị lệch"));
    assert!(row("MAY004").contains("giờ ghi vượt giờ văn phòng +26 giờ"));
    assert!(row("MAY006").contains("<span class=\"zero\">0</span>"));
    assert!(page.contains("412 điện thoại · 404 đã gửi đủ · 5 lâu chưa liên lạc · 3 còn mục chờ"));
}

#[test]
fn a_filter_leaves_rows_out_and_the_sums_above_alone() {
    let mut view = super::sample::area();
    let heading = messages::dated_of(view.totals(), messages::UNITS);
    view.filter = Filter { only: Some(Only::State(State::Overdue)), gaps: true };
    let shown = view.visible().len();
    let fits = |row: &&UnitRow| row.counts.overdue > 0 && row.sent != Sent::Complete;
    assert_eq!(shown, view.rows.iter().filter(fits).count());
    assert!(shown > 0 && shown < view.rows.len());
    let page = super::area_page(&view, Some(&reader()));
    assert!(page.contains(&heading) && page.contains(&messages::filters::filtered(shown, 23)));
    let body = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    assert_eq!(body.matches("<tr ").count(), shown);
    assert!(page.contains("<option value=\"qua-han\" selected>") && page.contains(" checked"));
    view.rows.iter_mut().for_each(|row| row.sent = Sent::Complete);
    view.gaps.clear();
    let page = super::area_page(&view, Some(&reader()));
    assert!(page.contains(messages::filters::NOTHING) && !page.contains("<tbody>"));
    assert!(!page.contains(&messages::reason(Reason::Never)));
}
