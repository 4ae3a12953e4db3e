//! Invented edits that are not in their books, on the day of the other samples.

use chrono::{NaiveDate, NaiveDateTime};

use super::view::{
    ApartLine, ApartView, BookChoice, BookName, DecidedLine, Draft, EntryView, Href, NowLine,
    PhoneMark, PutLine, ReplacedLine, ReplacedView, Subject, Value, Waiting, Which, Why,
};
use soviec_core::{
    model::{Day, Declared, DocumentId},
    protocol::ChangeState,
};

const OFFICE: &str = "Văn phòng tổng hợp khu vực Thanh Lâm";
const CUONG: &str = "Nguyễn Đình Cường";

fn at(hour: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(2026, 6, 10);
    date.and_then(|date| date.and_hms_opt(hour, 15, 0)).expect("the day and its hours are real")
}

fn day() -> Day {
    Day::new(2026, 6, 9).expect("June has the day")
}

fn book() -> Option<BookName> {
    let (name, above) = ("Thôn Đông Hạ".to_owned(), Some("Xã Minh Quang".to_owned()));
    Some(BookName { name, above, href: Href::local("/don-vi/7") })
}

fn subject() -> Subject {
    let task = Some("Làm sạch dữ liệu các ngành".to_owned());
    Subject {
        number: "5b".to_owned(), task, item: Some("Đã đối chiếu sổ hộ tịch".to_owned())
    }
}

fn phone() -> Option<PhoneMark> {
    Some(PhoneMark { mark: "BDDKHA".to_owned(), href: Href::local("/dien-thoai#may-BDDKHA") })
}

/// An edit in this state.
pub(crate) fn line(state: ChangeState, why: Why, decided: Option<ChangeState>) -> ApartLine {
    let now = vec![NowLine { value: Value::Tick(true, day()), by: None }];
    let put = |value| PutLine {
        subject: subject(),
        value,
        now: now.clone(),
        history: Href::local("/lich-su/7/8.tick"),
    };
    let puts = vec![
        put(Value::Status(Declared::Done, day(), Some("đã xong hai nguồn".to_owned()))),
        put(Value::Note("Sổ hộ tịch cũ bị ẩm,\ncần quét lại.".to_owned(), day())),
    ];
    ApartLine {
        href: Href::local("/can-quyet-dinh/7/8"),
        state,
        why,
        book: book(),
        puts,
        writes: 4,
        size: 1_204,
        by: Some(CUONG.to_owned()),
        phone: phone(),
        client_seq: Some(412),
        said: Some(at(9)),
        ahead: state == ChangeState::Held,
        received: at(8),
        parked: u32::from(state == ChangeState::Held) * 2,
        decided: decided.map(|state| DecidedLine {
            by: Some("Phạm Thu Hường".to_owned()),
            at: at(11),
            reason: "Sổ này nay do thôn khác ghi.".to_owned(),
            state,
            target: matches!(state, ChangeState::Moved(_)).then(|| "Thôn Bến".to_owned()),
        }),
    }
}

/// A part of one of the lists.
pub(crate) fn apart(which: Which) -> ApartView {
    let moved = ChangeState::Moved(DocumentId([7; 16]));
    let rows = match which {
        Which::Held => vec![
            line(ChangeState::Held, Why::NoRight, None),
            line(ChangeState::Held, Why::OtherOfficer, None),
        ],
        Which::Refused => {
            let refused = |code| line(ChangeState::Refused(code), Why::Refused(code), None);
            let unreadable = ApartLine { puts: Vec::new(), writes: 0, by: None, ..refused(1) };
            vec![refused(15), refused(1000), unreadable]
        }
        Which::Done => {
            [moved, ChangeState::Returned, ChangeState::Stored, ChangeState::Refused(15)]
                .map(|state| line(state, Why::Settled, Some(state)))
                .into()
        }
    };
    ApartView {
        as_of: at(12),
        office_name: OFFICE.to_owned(),
        which,
        waiting: Waiting { held: 2, refused: 3, parked: 4 },
        only: None,
        rows,
        part: 1,
        parts: 2,
    }
}

/// A held edit on which others wait.
pub(crate) fn entry() -> EntryView {
    let books = vec![("7".to_owned(), "Thôn Bến".to_owned())];
    EntryView {
        as_of: at(12),
        office_name: OFFICE.to_owned(),
        line: line(ChangeState::Held, Why::NoRight, None),
        below: vec![line(ChangeState::Parked, Why::Below, None)],
        parent: None,
        books: vec![BookChoice { name: "Xã Minh Quang".to_owned(), books }],
        draft: Draft::default(),
        problem: None,
    }
}

/// Values that others took the place of.
pub(crate) fn replaced() -> ReplacedView {
    let line = ReplacedLine {
        book: book(),
        subject: subject(),
        mine: Value::Tick(false, day()),
        by: Some(CUONG.to_owned()),
        phone: phone(),
        received: Some(at(8)),
        now: vec![NowLine {
            value: Value::Tick(true, day()), by: Some("Trịnh Văn Đạt".into())
        }],
        history: Href::local("/lich-su/7/8.tick"),
    };
    ReplacedView {
        as_of: at(12),
        office_name: OFFICE.to_owned(),
        only: None,
        total: 2,
        rows: vec![line.clone(), ReplacedLine { history: None, phone: None, ..line }],
        part: 1,
        parts: 2,
    }
}
