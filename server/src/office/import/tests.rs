//! Files that are wrong, each with the one line that says so.

mod deadlines;

use super::*;

const OFFICE: &str = r#"
[office]
key = "vp"
name = "Văn phòng"

[[unit]]
key = "xa"
kind = "commune"
name = "Xã"

[[officer]]
key = "ha"
name = "Hà"
unit = "vp"
role = "write"
"#;

const PLAN: &str = r#"
[plan]
key = "kh"
title = "Kế hoạch"
issued = 2023-02-20
year = 2023

[[group]]
number = "I"
title = "Nhóm"

[[task]]
group = "I"
number = "1"
title = "Việc"
lead = ["kind:commune"]
deadline = { before = 2023-04-30, wording = "trước 30/4/2023" }
"#;

fn source(text: &str) -> Source {
    Source::from_bytes("a.toml", text.as_bytes().to_vec()).unwrap()
}

fn office(text: &str) -> Vec<String> {
    let (file, doubts) = OfficeFile::read(&source(text));
    let wrong = doubts.iter().any(|doubt| doubt.weight == Weight::Error);
    assert_eq!(file.is_none(), wrong, "{doubts:?}");
    doubts.iter().map(ToString::to_string).collect()
}

fn plan(text: &str) -> Vec<String> {
    let source = source(text);
    let (_, doubts) = check_plan(PlanFile::read(&source), None).unwrap();
    doubts.iter().map(ToString::to_string).collect()
}

/// The doubts of the plan after one replacement; it must have been there.
fn spoilt(from: &str, to: &str) -> Vec<String> {
    assert!(PLAN.contains(from), "{from}");
    plan(&PLAN.replacen(from, to, 1))
}

/// The doubts about the task's deadline.
fn deadline(inside: &str) -> Vec<String> {
    spoilt("before = 2023-04-30, wording = \"trước 30/4/2023\"", inside)
}

#[test]
fn good_files_have_no_doubts_whatever_their_line_ends() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for text in [OFFICE, &crlf(OFFICE), &format!("\u{feff}{OFFICE}")] {
        assert_eq!(office(text), [""; 0]);
    }
    for text in [PLAN, &crlf(PLAN), &format!("\u{feff}{PLAN}")] {
        assert_eq!(plan(text), [""; 0]);
    }
}

#[test]
fn wrong_toml_is_named_with_its_line() {
    let doubts = office(&OFFICE.replace("kind = \"commune\"", "kind = commune"));
    assert!(doubts[0].starts_with("8:8: lỗi: sai cú pháp TOML"), "{doubts:?}");
    let doubts = plan(&format!("{PLAN}\n[[task]\n"));
    assert!(doubts[0].starts_with("19:"), "{doubts:?}");
    let twice = office(&OFFICE.replace("name = \"Xã\"", "name = \"Xã\"\nname = \"Xã\""));
    assert!(twice[0].starts_with("10:1: lỗi: sai cú pháp TOML"), "{twice:?}");
}

#[test]
fn a_unit_is_known_once_and_is_not_its_own_ancestor() {
    let more = |units: &str| office(&format!("{OFFICE}{units}"));
    let unit = |key: &str, above: &str| {
        format!(
            "[[unit]]\nkey = \"{key}\"\nkind = \"village\"\nname = \"T\"\nreports_to = \"{above}\"\n"
        )
    };
    assert_eq!(more(&unit("xa", "vp")), ["17:7: lỗi: \"xa\" đã có ở dòng 7"]);
    assert_eq!(more(&unit("a", "khong")), ["20:14: lỗi: không có đơn vị \"khong\""]);
    assert_eq!(more(&unit("a", "a")), ["20:14: lỗi: đơn vị \"a\" báo cáo vòng về chính mình"]);
    let circle = [unit("a", "b"), unit("b", "c"), unit("c", "a"), unit("d", "a")].concat();
    let doubts = more(&circle);
    assert_eq!(doubts.len(), 3, "d only stands below the circle: {doubts:?}");
    let id = "id = \"01ARZ3NDEKTSV4RRFFQ69G5FAV\"\n";
    let doubts = more(&[unit("a", "xa"), id.into(), unit("b", "xa"), id.into()].concat());
    assert_eq!(doubts, ["27:6: lỗi: \"01ARZ3NDEKTSV4RRFFQ69G5FAV\" đã có ở dòng 21"]);
}

#[test]
fn what_is_missing_or_of_the_wrong_kind_is_said_all_at_once() {
    let doubts = office(
        "[office]\nkey = \"v p\"\nname = \" \"\nfrom = 2023-02-30\n\
         [[unit]]\nkind = \"xã\"\nnam = \"X\"\n[[officer]]\nkey = 7\nunit = \"z\"\nrole = \"admin\"\n",
    );
    let expected = [
        "2:7: lỗi: khóa \"v p\"",
        "3:8: lỗi: \"name\" để trống",
        "4:8: lỗi: lịch không có ngày 2023-02-30",
        "5:1: lỗi: thiếu \"key\"",
        "5:1: lỗi: thiếu \"name\"",
        "6:8: lỗi: \"xã\" không phải loại đơn vị",
        "7:1: lỗi: không có trường \"nam\" trong mẫu",
        "8:1: lỗi: thiếu \"name\"",
        "9:7: lỗi: \"key\" phải là một chuỗi",
        "11:8: lỗi: \"admin\" không phải vai trò",
    ];
    for line in expected {
        assert!(doubts.iter().any(|doubt| doubt.starts_with(line)), "{line}: {doubts:#?}");
    }
    let term = "from = 2023-05-01\nuntil = 2023-04-30\n";
    assert_eq!(
        office(&OFFICE.replace("name = \"Xã\"\n", &format!("name = \"Xã\"\n{term}"))),
        ["11:9: lỗi: ngày kết thúc trước ngày bắt đầu"]
    );
    let doubts = office(&OFFICE.replace("role = \"write\"", "role = \"read\""));
    assert!(doubts[0].starts_with("2:1: lỗi: chưa có cán bộ ghi sổ"), "{doubts:?}");
}

#[test]
fn an_impossible_day_is_kept_and_asked_about_bare_and_in_quotes() {
    for day in ["2023-11-31", "\"2023-11-31\""] {
        let doubts = deadline(&format!("before = {day}, wording = \"trước ngày 31/11/2023\""));
        assert_eq!(doubts.len(), 2, "{doubts:?}");
        assert!(doubts[0].starts_with("17:23: cần xem lại: lịch không có ngày 2023-11-31"));
        assert!(doubts[1].contains("31/11/2023"), "{doubts:?}");
    }
    assert_eq!(
        deadline("by = \"30/4/2023\""),
        ["17:19: lỗi: \"30/4/2023\" không phải ngày dạng YYYY-MM-DD"]
    );
    assert_eq!(
        deadline("by = 2023-04-30T08:00:00"),
        ["17:19: lỗi: \"2023-04-30T08:00:00\" không phải ngày dạng YYYY-MM-DD"]
    );
    assert_eq!(deadline("by = 30")[0], "17:19: lỗi: \"by\" phải là một ngày YYYY-MM-DD");
}

#[test]
fn a_deadline_that_does_not_fit_its_words_is_doubted() {
    let one = |inside: &str, expected: &str| {
        let doubts = deadline(inside);
        assert!(doubts.len() == 1 && doubts[0].contains(expected), "{inside}: {doubts:?}");
    };
    one("by = 2024-01-02, wording = \"w\"", "cần xem lại: hạn cuối 02/01/2024 nằm ngoài năm 2023");
    one(
        "by = 2023-04-03, wording = \"30/4/2023\"",
        "văn bản ghi ngày 30/04/2023, hạn lại là 03/04",
    );
    one("within = \"2023-Q2\", wording = \"Thường xuyên\"", "ghi \"thường xuyên\" mà hạn lại là");
    one("wording = \"trong quý II\"", "chưa có hạn để tính");
    one("by = 2023-04-03", "hạn chưa có nguyên văn");
    one("within = \"quý II\", wording = \"w\"", "lỗi: \"quý II\" không phải khoảng thời gian");
    one("ongoing = false, wording = \"w\"", "lỗi: \"ongoing\" phải là true");
    one("none = true, ongoing = true, wording = \"w\"", "lỗi: một nhiệm vụ chỉ có một loại hạn");
    let fits = [
        "before = 2024-01-01, wording = \"trước ngày 1 tháng 1 năm 2024\"",
        "within = \"2023\", wording = \"trong năm 2023\"",
        "ongoing = true, wording = \"thường xuyên\", normal = \"FROM 2023-Q1 ONGOING\"",
        "event = \"hướng dẫn\", wording = \"khi có hướng dẫn\"",
        "none = true, wording = \"kịp thời\"",
        "none = true",
    ];
    for inside in fits {
        assert_eq!(deadline(inside), [""; 0], "{inside}");
    }
    let without = plan(&PLAN.replace("deadline =", "#"));
    assert!(without.len() == 1 && without[0].contains("chưa có hạn để tính"), "{without:?}");
}

#[test]
fn names_in_a_plan_lead_somewhere_and_stand_once() {
    let first = |doubts: Vec<String>, expected: &str| {
        assert!(doubts.len() == 1 && doubts[0].contains(expected), "{expected}: {doubts:?}");
    };
    first(spoilt("group = \"I\"", "group = \"II\""), "13:9: lỗi: không có nhóm nhiệm vụ \"II\"");
    first(spoilt("kind:commune", "set:diem"), "16:9: lỗi: không có nhóm đơn vị \"diem\"");
    first(spoilt("kind:commune", "kind:xã"), "lỗi: \"kind:xã\" không có dạng");
    first(
        spoilt("\"kind:commune\"", ""),
        "12:1: cần xem lại: nhiệm vụ \"1\" chưa có đơn vị chủ trì",
    );
    first(spoilt("title = \"Việc\"", "title = \"\""), "15:9: lỗi: \"title\" để trống");
    first(spoilt("key = \"kh\"\n", ""), "2:1: lỗi: cần \"key\" hoặc \"id\"");
    first(spoilt("year = 2023", "year = 23"), "6:8: lỗi: \"year\" phải từ 1900");
    let task = &PLAN[PLAN.find("[[task]]").unwrap()..];
    first(plan(&format!("{PLAN}{task}")), "20:10: lỗi: \"1\" đã có ở dòng 14");
    let keyed = task.replace("group", "key = \"khac\"\ngroup");
    first(plan(&format!("{PLAN}{keyed}")), "cần xem lại: số \"1\" đã dùng cho nhiệm vụ ở dòng 14");
    let set = "[[set]]\nkey = \"s\"\nname = \"S\"\nunits = []\n";
    first(plan(&format!("{PLAN}{set}")), "cần xem lại: nhóm đơn vị \"S\" chưa có đơn vị nào");
    let item = "[[task.item]]\ntitle = \"Đầu việc\"\nto = [\"kind:village\"]\n";
    first(plan(&format!("{PLAN}{item}")), "lỗi: cần \"key\" hoặc \"id\"");
}

#[test]
fn text_is_stored_in_one_form_and_tricks_are_told() {
    let decomposed = "Vie\u{323}\u{302}c";
    assert_eq!(spoilt("\"Việc\"", &format!("\"{decomposed}\"")), [""; 0]);
    for trick in ["Vi\u{202e}ệc", "Vi\u{200b}ệc", "Vi\\u0007ệc"] {
        let doubts = spoilt("\"Việc\"", &format!("\"{trick}\""));
        let told = "15:9: cần xem lại: \"title\" có ký tự điều khiển hoặc ký tự ẩn";
        assert!(doubts.len() == 1 && doubts[0].starts_with(told), "{doubts:?}");
    }
    let raw = spoilt("\"Việc\"", "\"Vi\u{7}ệc\"");
    assert!(raw[0].contains("sai cú pháp TOML"), "{raw:?}");
    let key = spoilt("group = \"I\"", "group = \"I\u{202e}x y\"");
    assert!(key[0].contains("khóa \"Ix y\""), "marks are not echoed: {key:?}");
    let number = spoilt("\"Việc\"", "\"Gọi 0912345678\"");
    assert!(number.len() == 1 && number[0].contains("giống số điện thoại"), "{number:?}");
    assert!(!number[0].contains("0912345678"), "and is not repeated");
    let long = spoilt("\"Việc\"", &format!("\"{}\"", "ấ".repeat(700)));
    assert_eq!(long, ["15:9: lỗi: \"title\" dài quá 2000 byte"]);
}

#[test]
fn noise_ends_in_a_doubt_and_not_in_a_panic() {
    for noise in ["=", "[", "[[", "a", "[office]\n[office]", "office = 3", "\"", "[plan]\nkey = ["]
    {
        assert!(!office(noise).is_empty(), "{noise}");
        assert!(!plan(noise).is_empty(), "{noise}");
    }
    for end in 0..PLAN.len() {
        if let Some(cut) = PLAN.get(..end).filter(|cut| !cut.trim().is_empty()) {
            plan(cut);
        }
    }
}
