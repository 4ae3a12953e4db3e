//! One invented unit, one entry with two values and some phones, on the day of the other sample.

use chrono::{NaiveDate, NaiveDateTime};

use super::view::{
    Counts, Crumb, Declaration, Due, FlagLine, HistoryView, Href, ItemLine, Need, NoteLine, Odd,
    PhoneLine, PhoneMark, PhoneTotals, PhoneUnit, PhonesView, Reader, Reason, RoundLine, Sent,
    Share, Standing, TaskLine, TickLine, UnitKey, UnitRow, UnitView, Value, ValueLine, Villages,
    Waiting,
};
use soviec_core::{
    fold::Status,
    model::{Day, Declared},
    store::tables::{Review, ReviewState},
};

const OFFICE: &str = "Văn phòng tổng hợp khu vực Thanh Lâm";
const CUONG: &str = "Nguyễn Đình Cường";
const DAT: &str = "Trịnh Văn Đạt";

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 6, day)
        .and_then(|date| date.and_hms_opt(hour, minute, 0))
        .expect("the moments of the sample are real ones, written below")
}

fn day(month: u32, day: u32) -> Day {
    Day::new(2026, month, day).expect("the days of the sample are real ones, written below")
}

/// The clerk who looks.
pub(crate) fn reader() -> Reader {
    let waiting = Some(Waiting { held: 3, refused: 1, parked: 2 });
    Reader { name: "Phạm Thu Hường".to_owned(), token: "0123".to_owned(), waiting }
}

fn crumbs() -> Vec<Crumb> {
    let above = Crumb { name: Some("Xã Minh Quang".into()), href: Href::local("/don-vi/1") };
    vec![Crumb { name: None, href: Href::local("/toan-canh") }, above]
}

fn row(name: &str, sent: Sent) -> UnitRow {
    UnitRow {
        id: UnitKey("7".to_owned()),
        name: name.to_owned(),
        href: Href::local("/don-vi/7"),
        counts: Counts { overdue: 1, in_progress: 1, ..Counts::default() },
        ongoing: Share { done: 1, of: 2 },
        waiting_event: 1,
        open_values: 1,
        items: Share { done: 2, of: 4 },
        sent,
        last_contact: Some(at(12, 7, 31)),
    }
}

fn declaration(by: &str, status: Declared, result: &str) -> Declaration {
    let (by, result) = (Some(by.to_owned()), Some(result.to_owned()));
    Declaration { status, on: day(6, 10), result, by }
}

fn item(title: &str, done: bool, ticks: &[(&str, bool)]) -> ItemLine {
    let tick = |&(by, done): &(&str, bool)| TickLine { done, on: day(6, 9), by: Some(by.into()) };
    ItemLine {
        title: title.to_owned(),
        done,
        open: ticks.len() > 1,
        ticks: ticks.iter().map(tick).collect(),
        history: Href::local("/lich-su/7/8.tick").filter(|_| !ticks.is_empty()),
        rounds: if done { vec![round()] } else { Vec::new() },
    }
}

fn round() -> RoundLine {
    let (words, by) = ("27 xong, 3 đi vắng".to_owned(), Some("Lê Thị Hạnh".to_owned()));
    RoundLine { words, on: day(6, 9), by, history: Href::local("/lich-su/7/8.session.9") }
}

/// A task with everything that a task can have.
pub(crate) fn task(status: Status) -> TaskLine {
    TaskLine {
        number: "5b".to_owned(),
        title: "Làm sạch dữ liệu các ngành".to_owned(),
        status,
        wording: "xong trước 01/6/2026".to_owned(),
        last_day: Some(day(5, 31)),
        days_left: Some(-12),
        review: Review { state: ReviewState::Nothing, said: None, clerk_name: None, comment: None },
        declared: vec![
            declaration(CUONG, Declared::Done, "đã đối chiếu xong hai nguồn"),
            declaration(DAT, Declared::InProgress, "còn một nguồn chưa đối chiếu"),
        ],
        newer: false,
        history: Href::local("/lich-su/7/5.status"),
        items: Share { done: 1, of: 3 },
        open: 2,
        checklist: vec![
            item("Đã nhận danh sách của trường", true, &[(CUONG, true)]),
            item("Đã đối chiếu sổ hộ tịch", false, &[(CUONG, true), (DAT, false)]),
            item("Đã báo số về xã", false, &[]),
        ],
        notes: vec![NoteLine {
            text: "Sổ hộ tịch cũ bị ẩm,\ncần quét lại.".to_owned(),
            on: day(6, 8),
            by: Some(DAT.to_owned()),
        }],
        local: false,
    }
}

/// A village, or with villages below it a commune.
pub(crate) fn unit(with_villages: bool) -> UnitView {
    let tasks =
        [Status::Overdue, Status::OngoingWeak, Status::WaitingEvent, Status::DoneOnTime].map(task);
    let rows = vec![
        row("Thôn Tây Hạ", Sent::Missing(Reason::SilentDays(9))),
        row("Thôn Bến", Sent::Missing(Reason::Waiting(3))),
        UnitRow { last_contact: None, ..row("Thôn Ngoài", Sent::Missing(Reason::NoPhone)) },
        row("Thôn Đông Hạ", Sent::Complete),
    ];
    let word = "thôn, tổ dân phố".to_owned();
    let table = Href::local("/toan-canh?xa=7");
    UnitView {
        as_of: at(12, 8, 5),
        today: day(6, 12),
        office_name: OFFICE.to_owned(),
        plan_line: "Kế hoạch 64/KH-TCT ngày 27/02/2026".to_owned(),
        crumbs: crumbs(),
        own: row("Xã Đông Lĩnh", Sent::Partial { complete: 1, of: 4 }),
        phones: 2,
        waiting: Waiting { held: 1, refused: 1, parked: 0 },
        replaced: 2,
        flags: vec![
            FlagLine { odd: Odd::LargeDocument(17 << 20), phone: None },
            FlagLine { odd: Odd::ManyActors(120), phone: None },
        ],
        officers: vec![CUONG.to_owned(), DAT.to_owned()],
        tasks: tasks.to_vec(),
        villages: with_villages.then_some(Villages { word, rows, table }),
    }
}

fn value(standing: Standing, by: &str, value: Value, hour: u32) -> ValueLine {
    ValueLine {
        value,
        standing,
        by: Some(by.to_owned()),
        phone: Some(PhoneMark {
            mark: "BDDKHA".to_owned(),
            href: Href::local("/dien-thoai#may-BDDKHA"),
        }),
        client_seq: Some(412),
        seq: Some(u64::from(hour)),
        received: Some(at(10, hour, 15)),
        said: Some(at(10, hour, 14)),
        ahead: standing == Standing::Replaced,
    }
}

/// The status of a task with two values and an older one; or, settled, without the pair.
pub(crate) fn history(open: bool) -> HistoryView {
    let status = |status, result: &str| Value::Status(status, day(6, 10), Some(result.to_owned()));
    let second = if open { Standing::Kept } else { Standing::Replaced };
    HistoryView {
        as_of: at(12, 8, 5),
        office_name: OFFICE.to_owned(),
        crumbs: crumbs(),
        number: "5b".to_owned(),
        task: "Làm sạch dữ liệu các ngành".to_owned(),
        due: Some(Due {
            status: Status::Overdue,
            last_day: Some(day(5, 31)),
            days_left: Some(-12),
            wording: "xong trước 01/6/2026".to_owned(),
        }),
        item: (!open).then(|| "Đã đối chiếu sổ hộ tịch".to_owned()),
        open,
        values: vec![
            value(second, DAT, status(Declared::InProgress, "còn một nguồn"), 9),
            value(Standing::Shown, CUONG, status(Declared::Done, "đã xong hai nguồn"), 8),
            value(Standing::Replaced, CUONG, Value::Newer, 7),
            value(Standing::Replaced, DAT, Value::Tick(false, day(6, 9)), 6),
        ],
    }
}

fn phone(number: usize, need: Need) -> PhoneLine {
    let name = "Thôn Ao Cả".to_owned();
    let above = Some("Xã Đông Lĩnh".to_owned());
    let silent = matches!(need, Need::Never | Need::Silent);
    PhoneLine {
        mark: format!("MAY{number:03}"),
        officers: vec![CUONG.to_owned(), DAT.to_owned()],
        unit: Some(PhoneUnit { name, href: Href::local("/don-vi/7"), above, others: 4 }),
        need,
        last: (need != Need::Never).then(|| at(3, 17, 20)),
        waiting: (!silent).then_some(if need == Need::Waiting { 3 } else { 0 }),
        apart: (number == 2).then(|| (Waiting { held: 2, ..Waiting::default() }, "may=1".into())),
        flags: (need == Need::Drift)
            .then_some(FlagLine { odd: Odd::ClockAhead(93_600_000), phone: None })
            .into_iter()
            .collect(),
        drift_ms: (need != Need::Never).then_some(93_600_000),
        app: (need != Need::Never).then(|| "1.4.2".to_owned()),
        valid_to: day(6, 30),
    }
}

/// A part of a list of phones with one of every need.
pub(crate) fn phones() -> PhonesView {
    let needs = [
        Need::Never,
        Need::Silent,
        Need::Expired,
        Need::Waiting,
        Need::Drift,
        Need::EndsSoon,
        Need::Fine,
    ];
    PhonesView {
        as_of: at(12, 8, 5),
        office_name: OFFICE.to_owned(),
        totals: PhoneTotals { all: 412, complete: 404, silent: 5, waiting: 3 },
        rows: needs.into_iter().enumerate().map(|(number, need)| phone(number, need)).collect(),
        part: 1,
        parts: 4,
    }
}
