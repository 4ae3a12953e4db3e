//! Deadlines in normal form, alone and beside a key of their own.

use super::*;
use soviec_core::model::{Calendar, Day, OfficerId, Reading, Roll};

/// The deadline of the only task, with its doubts.
fn read(plan: &str) -> (soviec_core::model::Deadline, Vec<String>) {
    let source = source(plan);
    let file = PlanFile::read(&source);
    let entry = file.tasks[0].deadline.entry(OfficerId([1; 16]), &Calendar::weekends()).unwrap();
    (entry, file.into_doubts().iter().map(ToString::to_string).collect())
}

fn task(inside: &str) -> String {
    PLAN.replace("before = 2023-04-30, wording = \"trước 30/4/2023\"", inside)
}

#[test]
fn a_normal_form_alone_is_enough() {
    for (normal, last) in [
        ("BEFORE 2023-04-30", Some("2023-04-29")),
        ("IN 2023-H1", Some("2023-06-30")),
        ("IN 2023-Q1 + ONGOING 2023+", Some("2023-03-31")),
        ("IN 2023-02; then IN 2023-Q1", Some("2023-03-31")),
        ("DURING 2023 + ONGOING(school year)", None),
        ("FROM 2023-04-01 ONGOING 2023+", None),
        ("EVENT(hướng dẫn) + 10 working days", None),
        ("REF(12/KH-UBND; 13/KH-UBND)", None),
        ("EVERY month BEFORE day 15; EVERY year BEFORE 12-15", None),
        ("PERIODIC(unspecified) + ADHOC", None),
        ("NONE", None),
    ] {
        let (entry, doubts) = read(&task(&format!("normal = \"{normal}\", wording = \"w\"")));
        assert_eq!(doubts, [""; 0], "{normal}");
        assert_eq!(entry.normal, normal);
        assert_eq!(entry.last_day, last.map(|day| day.parse().unwrap()), "{normal}");
    }
}

#[test]
fn an_impossible_day_in_a_normal_form_is_kept_and_asked_about() {
    let (entry, doubts) = read(&task("normal = \"INVALID(2023-11-31)\", wording = \"w\""));
    let asked =
        "17:23: cần xem lại: lịch không có ngày 2023-11-31; giữ nguyên văn, chưa tính được hạn";
    assert_eq!(doubts, [asked]);
    assert_eq!((entry.normal.as_str(), entry.last_day), ("INVALID(2023-11-31)", None));
    assert_eq!(
        deadline("normal = \"BEFORE 2023-11-31\", wording = \"w\""),
        ["17:23: lỗi: \"normal\" có phần \"2023-11-31\" chưa hiểu: lịch không có ngày này; ghi \
          INVALID(…) để giữ nguyên văn"]
    );
    let (entry, doubts) = read(&task("before = 2023-11-31, wording = \"w\""));
    assert_eq!((entry.normal.as_str(), doubts.len()), ("BEFORE INVALID(2023-11-31)", 1));
}

#[test]
fn a_form_that_is_not_understood_is_an_error_that_names_the_part() {
    let one = |normal: &str, expected: &str| {
        let doubts = deadline(&format!("normal = \"{normal}\", wording = \"w\""));
        assert!(doubts.len() == 1 && doubts[0].starts_with("17:23: lỗi: "), "{doubts:?}");
        assert!(doubts[0].contains(expected), "{normal}: {doubts:?}");
    };
    one("trong quý II", "\"trong quý II\" chưa hiểu: cần BY, BEFORE");
    one("IN quý II", "\"quý\" chưa hiểu: cần 2023, 2023-H1");
    one("EVERY month BEFORE day 40", "chưa hiểu: cần EVERY month");
    one("EVENT(x) + 10 weeks", "\"10 weeks\" chưa hiểu: cần số ngày");
    one("INVALID(2023-11-30)", "lịch có ngày này");
    one("FROM 2023-Q1 + ONGOING", "\"+ ONGOING\" chưa hiểu: cần ONGOING");
    one("REF(", "\"normal\" còn thiếu: cần lời văn trong ngoặc");
    let beyond = deadline("normal = \"BEFORE -262143-01-01\", wording = \"w\"");
    assert_eq!(beyond, ["17:12: lỗi: hạn cuối nằm ngoài lịch, không tính được"]);
    assert_eq!(
        deadline("normal = 3")[0],
        "17:23: lỗi: \"normal\" phải là một chuỗi trong dấu \"…\""
    );
}

#[test]
fn a_normal_form_beside_a_key_says_more_or_is_doubted() {
    let (entry, doubts) =
        read(&task("within = \"2023-Q1\", normal = \"IN 2023-Q1 + ONGOING\", wording = \"w\""));
    assert_eq!((entry.normal.as_str(), doubts.len()), ("IN 2023-Q1 + ONGOING", 0));
    for fits in [
        "event = \"x\", normal = \"EVENT(x) + 10 days\", wording = \"w\"",
        "event = \"x\", normal = \"IN 2023-Q2; EVENT(x)\", wording = \"w\"",
        "ongoing = true, normal = \"EVERY month (no day) + ADHOC\", wording = \"w\"",
        "none = true, normal = \"REF(12/KH-UBND)\", wording = \"w\"",
    ] {
        assert_eq!(deadline(fits), [""; 0], "{fits}");
    }
    let (entry, doubts) =
        read(&task("by = 2023-04-30, normal = \"BEFORE 2023-04-30\", wording = \"w\""));
    let asked = "17:40: cần xem lại: \"normal\" ghi BEFORE 2023-04-30, trường bên cạnh lại là BY \
                 2023-04-30; tính theo trường";
    assert_eq!(doubts, [asked]);
    assert_eq!(entry.last_day, Day::new(2023, 4, 30), "the key counts");
    let doubts = deadline("ongoing = true, normal = \"IN 2023\", wording = \"w\"");
    assert!(doubts.len() == 1 && doubts[0].contains("lại là ONGOING"), "{doubts:?}");
}

#[test]
fn reading_and_roll_stand_at_the_plan_or_the_task() {
    let plan =
        PLAN.replace("year = 2023", "year = 2023\nreading = \"usual\"\nroll = \"next_working\"");
    let (entry, doubts) = read(&plan);
    assert_eq!(doubts, [""; 0]);
    assert_eq!((entry.reading, entry.roll), (Some(Reading::Usual), Some(Roll::NextWorking)));
    assert_eq!(entry.last_day, Day::new(2023, 5, 1), "30 April 2023 is a Sunday");
    let (entry, _) = read(&plan.replace(
        "before = 2023-04-30",
        "reading = \"literal\", roll = \"previous_working\", before = 2023-04-30",
    ));
    assert_eq!(entry.last_day, Day::new(2023, 4, 28));
    let wrong = deadline("by = 2023-04-03, wording = \"w\", roll = \"monday\"");
    assert_eq!(
        wrong,
        ["17:53: lỗi: \"monday\" không phải cách dời hạn (none, next_working, previous_working)"]
    );
    let wrong = spoilt("year = 2023", "year = 2023\nreading = \"strict\"");
    assert_eq!(wrong, ["7:11: lỗi: \"strict\" không phải cách đọc hạn (literal, usual)"]);
}

#[test]
fn an_event_happens_only_where_one_is_waited_for() {
    let event = "event = \"hướng dẫn\", wording = \"w\", occurred = 2023-04-28";
    assert_eq!(deadline(event), [""; 0]);
    assert_eq!(deadline(&format!("{event}, occurred_said = \"CV số 5\"")), [""; 0]);
    assert_eq!(
        deadline("by = 2023-04-03, wording = \"w\", occurred = 2023-04-28"),
        ["17:57: lỗi: \"occurred\" chỉ dùng cho hạn chờ sự kiện"]
    );
    let without = deadline("event = \"x\", wording = \"w\", occurred_said = \"CV số 5\"");
    assert_eq!(without, ["17:58: lỗi: thiếu \"occurred\""]);
    let bracket = deadline("event = \"x) y\", wording = \"w\"");
    assert!(bracket.len() == 1 && bracket[0].contains("lỗi: sự kiện \"x) y\""), "{bracket:?}");
}
