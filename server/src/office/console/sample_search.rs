//! Invented hits, on the day of the other samples.

use chrono::NaiveDate;

use super::view::{BookName, HitLine, HitOf, Href, SearchView};

fn hit(of: HitOf, parts: &[(&str, bool)], task: Option<&str>) -> HitLine {
    let (name, above) = ("Thôn Đông Hạ".to_owned(), Some("Xã Minh Quang".to_owned()));
    HitLine {
        of,
        parts: parts.iter().map(|(part, marked)| ((*part).to_owned(), *marked)).collect(),
        task: task.map(str::to_owned),
        book: Some(BookName { name, above, href: Href::local("/don-vi/7") }),
        elsewhere: of == HitOf::Task,
    }
}

/// The first part of what was found.
pub(crate) fn found() -> SearchView {
    let task = Some("4 Kích hoạt tài khoản");
    let date = NaiveDate::from_ymd_opt(2026, 6, 10);
    SearchView {
        as_of: date.and_then(|date| date.and_hms_opt(8, 5, 0)).expect("June has the day"),
        office_name: "Văn phòng tổng hợp khu vực Thanh Lâm".to_owned(),
        typed: "kich hoat".to_owned(),
        problem: None,
        hits: vec![
            hit(HitOf::Task, &[("4 ", false), ("Kích", true), (" ", false), ("hoạt", true)], None),
            hit(HitOf::Item, &[("Đến từng hộ giúp ", false), ("kích", true)], task),
            hit(HitOf::Note, &[("Mạng yếu khi ", false), ("kích", true)], task),
        ],
        part: 1,
        before: None,
        after: Href::local("/tim?q=kich%20hoat&phan=2"),
    }
}
