//! An invented area on an invented Friday, 12/06/2026 08:05: for tests, and for
//! `cargo run -p soviec-server --example area`, which writes the pages to look at.

use chrono::{NaiveDate, NaiveDateTime};

use super::view::{
    AreaView, Commune, Counts, Filter, Gap, Href, Level, Reason, Sent, Share, UnitKey, UnitRow,
    UnitWords,
};

/// Name, the five states in page order, effective ongoing tasks of 7, items done and assigned.
type CommuneLine = (&'static str, [u32; 5], u32, [u32; 2]);

const COMMUNES: [CommuneLine; 23] = [
    ("Sơn Hạ", [0, 2, 1, 4, 2], 1, [121, 488]),
    ("Đông Lĩnh", [1, 3, 1, 3, 1], 6, [262, 455]),
    ("Cẩm Hòa", [3, 4, 1, 1, 0], 2, [301, 402]),
    ("Chí Thành", [3, 3, 1, 1, 1], 6, [377, 420]),
    ("Minh Quang", [3, 3, 1, 1, 1], 6, [367, 420]),
    ("Vĩnh An", [3, 3, 1, 1, 1], 6, [318, 390]),
    ("Khánh Vân", [5, 3, 0, 1, 0], 4, [344, 361]),
    ("Ngọc Xá", [3, 3, 3, 0, 0], 7, [402, 433]),
    ("Tân Việt", [3, 2, 4, 0, 0], 6, [290, 318]),
    ("Dân An", [4, 3, 2, 0, 0], 6, [411, 447]),
    ("Gia Phúc", [4, 4, 1, 0, 0], 3, [366, 398]),
    ("Thanh Lâm", [5, 3, 1, 0, 0], 6, [502, 524]),
    ("Lâm Hạ", [5, 4, 0, 0, 0], 5, [288, 301]),
    ("An Thượng", [5, 3, 0, 0, 1], 4, [356, 380]),
    ("Bình Khê", [5, 3, 1, 0, 0], 7, [402, 402]),
    ("Đại Khê", [5, 4, 0, 0, 0], 5, [399, 416]),
    ("Lạc Thủy", [5, 1, 0, 0, 3], 5, [310, 377]),
    ("Thái Bảo", [5, 2, 2, 0, 0], 7, [433, 440]),
    ("Hòa Nghĩa", [6, 3, 0, 0, 0], 7, [361, 366]),
    ("Quang Trạch", [6, 1, 2, 0, 0], 6, [392, 405]),
    ("Trung Hậu", [6, 3, 0, 0, 0], 6, [344, 351]),
    ("Phú Hậu", [7, 2, 0, 0, 0], 7, [377, 377]),
    ("Yên Mỹ", [7, 2, 0, 0, 0], 6, [298, 300]),
];

/// Name, the five states in page order, items done and assigned, whether all has arrived,
/// day, hour and minute of the last contact.
type Village = (&'static str, [u32; 5], [u32; 2], Sent, Option<[u32; 3]>);

const DONG_LINH: [Village; 14] = [
    ("Tây Hạ", [0, 0, 0, 2, 0], [4, 41], Sent::Missing(Reason::SilentDays(9)), Some([3, 17, 2])),
    ("Bến", [0, 1, 0, 1, 0], [11, 36], Sent::Missing(Reason::Waiting(3)), Some([12, 6, 20])),
    ("Đồi", [0, 1, 0, 1, 0], [0, 28], Sent::Missing(Reason::Never), None),
    ("Ngoài", [1, 0, 0, 1, 0], [14, 32], Sent::Missing(Reason::NoPhone), None),
    ("Bãi", [0, 1, 0, 0, 1], [9, 30], Sent::Missing(Reason::SilentDays(6)), Some([6, 9, 48])),
    ("Cầu Vàng", [1, 1, 0, 0, 0], [31, 31], Sent::Complete, Some([12, 7, 31])),
    ("Chùa", [1, 1, 0, 0, 0], [27, 27], Sent::Complete, Some([12, 8, 1])),
    ("Đình", [1, 0, 1, 0, 0], [30, 35], Sent::Complete, Some([12, 7, 20])),
    ("Đông Hạ", [2, 0, 0, 0, 0], [33, 46], Sent::Complete, Some([12, 8, 5])),
    ("Đông Thượng", [1, 1, 0, 0, 0], [20, 30], Sent::Complete, Some([12, 7, 12])),
    ("Mới", [1, 1, 0, 0, 0], [21, 30], Sent::Complete, Some([11, 19, 5])),
    ("Tây Thượng", [2, 0, 0, 0, 0], [29, 29], Sent::Complete, Some([12, 7, 44])),
    ("Trung", [1, 0, 1, 0, 0], [18, 33], Sent::Complete, Some([12, 6, 58])),
    ("Xuân", [1, 1, 0, 0, 0], [15, 27], Sent::Complete, Some([10, 18, 41])),
];

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 6, day)
        .and_then(|date| date.and_hms_opt(hour, minute, 0))
        .expect("the moments of the sample are real ones, written above")
}

fn key(number: usize) -> UnitKey {
    UnitKey(format!("{number:02}"))
}

fn counts([on_time, in_progress, late, overdue, not_started]: [u32; 5]) -> Counts {
    Counts { on_time, in_progress, late, overdue, not_started }
}

fn commune(number: usize) -> UnitRow {
    let (name, states, effective, [done, of]) = COMMUNES[number];
    UnitRow {
        id: key(number),
        name: name.to_owned(),
        href: Href::local(&format!("/don-vi/{number:02}")),
        counts: counts(states),
        ongoing: Share { done: effective, of: 7 },
        waiting_event: 1,
        open_values: match name {
            "Sơn Hạ" => 2,
            "Đông Lĩnh" => 1,
            _ => 0,
        },
        items: Share { done, of },
        sent: match name {
            "Sơn Hạ" => Sent::Partial { complete: 7, of: 15 },
            "Đông Lĩnh" => Sent::Partial { complete: 9, of: 14 },
            "Vĩnh An" => Sent::Partial { complete: 10, of: 12 },
            "Lạc Thủy" => Sent::Partial { complete: 11, of: 13 },
            _ => Sent::Complete,
        },
        last_contact: Some(at(12, 7, 40)),
    }
}

fn village(number: usize) -> UnitRow {
    let (name, states, [done, of], sent, contact) = DONG_LINH[number];
    UnitRow {
        id: key(100 + number),
        name: name.to_owned(),
        href: None,
        counts: counts(states),
        ongoing: Share { done: u32::from(sent == Sent::Complete), of: 1 },
        waiting_event: 0,
        open_values: u32::from(name == "Bến"),
        items: Share { done, of },
        sent,
        last_contact: contact.map(|[day, hour, minute]| at(day, hour, minute)),
    }
}

fn gap(row: &UnitRow, reason: Reason) -> Gap {
    Gap { unit: row.id.clone(), name: row.name.clone(), href: row.href.clone(), reason }
}

fn view(level: Level, words: [&str; 2], rows: Vec<UnitRow>, gaps: Vec<Gap>) -> AreaView {
    AreaView {
        as_of: at(12, 8, 5),
        office_name: "Văn phòng tổng hợp khu vực Thanh Lâm".to_owned(),
        area_name: "khu vực Thanh Lâm".to_owned(),
        plan_line: "Kế hoạch 64/KH-TCT ngày 27/02/2026".to_owned(),
        level,
        words: UnitWords { rows: words[0].to_owned(), below: words[1].to_owned() },
        rows,
        replaced: 4,
        gaps,
        filter: Filter::default(),
    }
}

/// The area: 23 communes, 207 dated tasks, 4 communes that have not sent everything.
pub(crate) fn area() -> AreaView {
    let rows: Vec<_> = (0..COMMUNES.len()).map(commune).collect();
    let gaps = vec![
        gap(&rows[1], Reason::SilentDays(9)),
        gap(&rows[0], Reason::SilentDays(6)),
        gap(&rows[16], Reason::Waiting(3)),
        gap(&rows[5], Reason::Waiting(6)),
    ];
    view(Level::Area, ["xã, phường", "thôn"], rows, gaps)
}

/// One commune: 14 villages, of which five have not sent everything.
pub(crate) fn one_commune() -> AreaView {
    let rows: Vec<_> = (0..DONG_LINH.len()).map(village).collect();
    let gaps = rows
        .iter()
        .filter_map(|row| match row.sent {
            Sent::Missing(reason) => Some(gap(row, reason)),
            _ => None,
        })
        .collect();
    let own = UnitRow { name: "Xã Đông Lĩnh".to_owned(), ..commune(1) };
    let level = Level::Commune(Box::new(Commune { own, area: Href::local("/toan-canh#dv-01") }));
    view(level, ["thôn", "thôn"], rows, gaps)
}
