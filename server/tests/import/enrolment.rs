//! `soviec officer add`.

use std::net::{IpAddr, Ipv4Addr};

use super::support::Desk;
use soviec_core::{
    model::{DocumentKind, DocumentName},
    protocol::{Certificate, EnrolReply, EnrolRequest, SigningKey},
};
use soviec_server::auth::AuthError;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn opened(reply: &EnrolReply) -> Certificate {
    reply.certificate.open(&reply.office_key).unwrap()
}

fn code(desk: &Desk, more: &[&str]) -> String {
    let ran = desk.run(&[&["officer", "add"], more].concat()).done();
    let code = ran.after("Mã đăng ký: ").split(' ').next().unwrap().to_owned();
    assert_eq!(code.len(), 11, "{code}");
    assert!(ran.out.contains(&format!("vân tay văn phòng: {}", desk.office().fingerprint())));
    code
}

#[test]
fn a_printed_code_makes_one_phone_of_the_unit() {
    let desk = Desk::with_plan();
    let code = code(&desk, &["--unit", "ha-khe.ben-da", "--officer", "thi-mo"]);
    let office = desk.office();
    let enrol = |seed: u8| {
        let request = EnrolRequest::new(&code, &SigningKey::from_seed(&[seed; 32]));
        office.auth().enrol(&request, HERE, office.now())
    };
    let certificate = opened(&enrol(1).unwrap());
    assert!(matches!(enrol(2), Err(AuthError::BadCode)), "single use");
    let grants = |kind: DocumentKind| {
        certificate.grants.iter().filter(move |grant| grant.document.kind == kind)
    };
    assert_eq!(grants(DocumentKind::Directory).count(), 2);
    assert_eq!(grants(DocumentKind::Plan).count(), 1);
    let book = DocumentName::work_book(office.tenant(), certificate.units[0], 2023);
    let books: Vec<_> = grants(DocumentKind::WorkBook).collect();
    assert_eq!(books.len(), 1);
    assert!(books[0].document == book && books[0].write);
    let readers = [DocumentKind::Directory, DocumentKind::Plan];
    assert!(readers.into_iter().flat_map(grants).all(|grant| !grant.write));
}

#[test]
fn a_reading_phone_writes_nowhere_and_the_directory_says_so() {
    let desk = Desk::with_plan();
    let arguments = ["--unit", "phu-dien", "--officer", "thi-mo", "--role", "read"];
    let code = code(&desk, &arguments);
    let office = desk.office();
    let request = EnrolRequest::new(&code, &SigningKey::from_seed(&[3; 32]));
    let reply = office.auth().enrol(&request, HERE, office.now()).unwrap();
    let grants = opened(&reply).grants;
    assert!(!grants.is_empty() && grants.iter().all(|grant| !grant.write));
    assert!(desk.run(&["officer", "list"]).done().out.contains("phu-dien:read"));
}

#[test]
fn the_slip_says_what_is_typed_and_who_has_no_role_gets_none() {
    let desk = Desk::with_plan();
    let ran = desk.run(&[
        "officer",
        "add",
        "--unit",
        "ha-khe",
        "--officer",
        "van-khiem",
        "--address",
        "https://so.example.vn/",
        "--device-note",
        "máy của xã",
    ]);
    let ran = ran.done();
    for line in ["Địa chỉ máy chủ: https://so.example.vn\n", "Máy: máy của xã", "Hết hạn: ", "█"]
    {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    let ran = desk.run(&["officer", "add", "--unit", "phu-dien", "--officer", "thi-mo"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("chưa có vai trò ở \"phu-dien\""), "{}", ran.out);
    for (unit, officer, expected) in
        [("x", "thi-mo", "không có đơn vị \"x\""), ("ha-khe", "y", "không có cán bộ \"y\"")]
    {
        let ran = desk.run(&["officer", "add", "--unit", unit, "--officer", officer]);
        assert!(ran.code == 2 && ran.err.contains(expected), "{}", ran.err);
    }
    let ran = desk.run(&[
        "officer",
        "add",
        "--unit",
        "ha-khe",
        "--officer",
        "van-khiem",
        "--address",
        "so.example.vn",
    ]);
    assert!(ran.code == 2 && ran.err.contains("phải bắt đầu bằng https://"), "{}", ran.err);
}
