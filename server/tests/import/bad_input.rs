//! Files as office computers save them, and folders that are not there.

use super::support::{Desk, OFFICE, PLAN};

#[test]
fn files_of_another_form_are_refused_in_one_line_and_write_nothing() {
    let desk = Desk::new();
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(OFFICE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("utf16.toml", utf16, "UTF-16; hãy lưu lại ở dạng UTF-8"),
        ("latin.toml", b"[office]\nname = \"V\xe3n\"\n".to_vec(), "từ dòng 2 tệp không phải UTF-8"),
        ("empty.toml", Vec::new(), "tệp trống"),
        ("large.toml", OFFICE.repeat((2 << 20) / OFFICE.len() + 1).into_bytes(), "tệp lớn quá"),
        ("zero.toml", vec![0; 64], "UTF-16"),
    ];
    for (name, bytes, expected) in cases {
        desk.write(name, bytes);
        for command in [["office", "init", name], ["plan", "check", name]] {
            let ran = desk.command(&command).env("SOVIEC_DATA", desk.data()).output().unwrap();
            let ran = super::support::Ran::of(ran);
            assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
            assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
            assert!(ran.err.starts_with(&format!("soviec: {name}: ")), "{}", ran.err);
            assert!(ran.err.contains(expected), "{}", ran.err);
        }
    }
    let missing = desk.run(&["office", "init", "khong-co.toml"]);
    assert!(missing.code == 2 && missing.err.contains("không có tệp này"), "{}", missing.err);
    assert!(!desk.data().exists(), "nothing was made");
}

#[test]
fn a_mark_and_windows_line_ends_are_taken_and_change_nothing() {
    let desk = Desk::with_plan();
    let rows = desk.rows();
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    desk.write("office.toml", windows(OFFICE));
    desk.write("plan.toml", windows(PLAN));
    desk.run(&["office", "init", "office.toml"]).done();
    desk.run(&["plan", "import", "plan.toml"]).done();
    assert_eq!(desk.rows(), rows);
}

#[test]
fn decomposed_text_means_the_same() {
    let desk = Desk::with_plan();
    let rows = desk.rows();
    let decomposed = |text: &str| {
        text.replace('ế', "e\u{302}\u{301}")
            .replace('ạ', "a\u{323}")
            .replace('ệ', "e\u{323}\u{302}")
    };
    desk.write("office.toml", decomposed(OFFICE));
    desk.write("plan.toml", decomposed(PLAN));
    desk.run(&["office", "init", "office.toml"]).done();
    desk.run(&["plan", "import", "plan.toml"]).done();
    assert_eq!(desk.rows(), rows);
}

#[test]
fn a_file_with_errors_makes_no_office() {
    let desk = Desk::new();
    let text = OFFICE.replace("reports_to = \"phu-dien\"", "reports_to = \"phu\"");
    desk.write("office.toml", text.replace("2023-12-31", "2023-11-31"));
    let ran = desk.run(&["office", "init", "office.toml"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.err);
    assert!(
        lines[0].starts_with("office.toml:53:14: lỗi: không có đơn vị \"phu\""),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains("lỗi: lịch không có ngày 2023-11-31"), "{}", lines[1]);
    assert!(!desk.data().exists());
}

#[test]
fn only_init_and_serve_make_a_data_directory() {
    let desk = Desk::new();
    desk.write("plan.toml", PLAN);
    for command in [
        &["plan", "import", "plan.toml"][..],
        &["plan", "check", "plan.toml"],
        &["plan", "list"],
        &["unit", "list"],
        &["officer", "list"],
        &["officer", "add", "--unit", "a", "--officer", "b"],
    ] {
        let ran = desk.run(command);
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(ran.err.contains("chưa có sổ ở đây"), "{}", ran.err);
    }
    assert!(!desk.data().exists());
    let wrong = desk.run(&["office", "innit"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn the_directory_of_another_tenant_is_left_alone() {
    let desk = Desk::with_office();
    let rows = desk.rows();
    desk.write("office.toml", format!("tenant = \"01ARZ3NDEKTSV4RRFFQ69G5FAV\"\n{OFFICE}"));
    let ran = desk.run(&["office", "init", "office.toml"]);
    assert_eq!((ran.code, desk.rows()), (2, rows));
    assert!(ran.err.contains("khác với tenant trong tệp"), "{}", ran.err);
}
