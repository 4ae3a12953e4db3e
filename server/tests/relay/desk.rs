//! A clerk decides about held and refused edits, through the forms of the pages.

use std::sync::Arc;

use soviec_core::{model::UnitId, protocol::ChangeState};
use soviec_server::office::{
    apart::{Apart, ApartFilter},
    pages::Console,
};

use crate::{
    apart::{apart, frame, set_apart},
    http::{Answer, Server},
    pages::{Browser, NAME, SECRET, leads_to, office_of, text, token},
    world::World,
};

const LIST: &str = "/can-quyet-dinh";

/// An office with a held, a parked and a refused edit, and a clerk who is signed in.
struct Desk {
    world: World,
    server: Server,
}

impl Desk {
    fn new() -> Self {
        let world = World::new();
        frame(&world);
        set_apart(&world);
        let console = Arc::new(Console::new(Arc::clone(&world.office)));
        let server = office_of(&world, console);
        Self { world, server }
    }

    fn clerk(&self) -> Clerk<'_> {
        let mut browser = Browser::new(&self.server);
        browser.sign_in(NAME, SECRET, "");
        Clerk { browser }
    }

    fn open(&self, state: &str) -> Apart {
        let all = apart(&self.world, ApartFilter::Open);
        all.into_iter().find(|one| one.state.code() == state).unwrap()
    }

    fn decided(&self) -> Vec<Apart> {
        apart(&self.world, ApartFilter::Decided)
    }
}

struct Clerk<'a> {
    browser: Browser<'a>,
}

fn path(one: &Apart) -> String {
    format!("{LIST}/{}/{}", one.document, one.change)
}

impl Clerk<'_> {
    /// Opens the page of an edit and presses a button of its form.
    fn press(&mut self, at: &str, fields: &str) -> Answer {
        let page = self.browser.get(at);
        let token = token(&page);
        self.browser.ask("POST", at, &format!("token={token}&{fields}"))
    }
}

#[test]
fn a_held_edit_is_accepted_under_the_clerks_name() {
    let desk = Desk::new();
    let held = desk.open("held");
    let answer = desk.clerk().press(&path(&held), "lam=nhan");
    assert!(leads_to(&answer, LIST), "{}", answer.head);
    let shown = desk.world.office.views().everything(desk.world.office.log(), held.document);
    assert_eq!(shown.unwrap().len(), 1, "the edit and what waited for it are in the book");
    let [decided] = desk.decided().try_into().ok().unwrap();
    let word = decided.decided.unwrap();
    let officer = desk.world.office.clerks().list().unwrap()[0].officer;
    assert_eq!((word.state, word.clerk), (ChangeState::Stored, Some(officer)));
    let list = text(&desk.clerk().browser.get(&format!("{LIST}?loai=da-quyet-dinh")));
    assert!(list.contains("Đã nhận vào sổ") && list.contains("Phạm Thu Hường"));
}

#[test]
fn a_return_needs_words_and_keeps_what_was_typed_until_then() {
    let desk = Desk::new();
    let (held, mut clerk) = (desk.open("held"), desk.clerk());
    let rows = desk.world.head_seq();
    let answer = clerk.press(&path(&held), "lam=tra&ly-do=+%0D%0A&so=x");
    assert_eq!(answer.status, 422);
    assert!(text(&answer).contains("Chưa có ý kiến."));
    let long = "a".repeat(501);
    let answer = clerk.press(&path(&held), &format!("lam=tra&ly-do={long}"));
    assert!(text(&answer).contains("Ý kiến dài quá 500") && text(&answer).contains(&long));
    assert_eq!(desk.world.head_seq(), rows, "nothing has changed");
    let answer = clerk.press(&path(&held), "lam=tra&ly-do=S%E1%BB%95+kh%C3%A1c%0D%0A%3Cb%3E");
    assert!(leads_to(&answer, LIST));
    let word = desk.decided().into_iter().find_map(|one| one.decided).unwrap();
    assert_eq!((word.state, word.reason.as_str()), (ChangeState::Returned, "Sổ khác\n<b>"));
    let list = text(&clerk.browser.get(&format!("{LIST}?loai=da-quyet-dinh")));
    assert!(list.contains("Sổ khác&lt;b&gt;") || list.contains("Sổ khác &lt;b&gt;"));
}

#[test]
fn a_move_names_a_book_of_the_office() {
    let desk = Desk::new();
    let (held, mut clerk) = (desk.open("held"), desk.clerk());
    let page = text(&clerk.browser.get(&path(&held)));
    assert!(page.contains("<option value=\"\">") && page.contains("Thôn Một</option>"));
    assert!(!page.contains("Thôn Hai</option>"), "it stands in that book already");
    for nowhere in ["", "x", &UnitId([0x77; 16]).to_string()] {
        let fields = format!("lam=chuyen&ly-do=ngoai+dia+ban&so={nowhere}");
        let answer = clerk.press(&path(&held), &fields);
        assert_eq!(answer.status, 422, "{nowhere}");
        let page = text(&answer);
        assert!(page.contains("Chưa chọn sổ") && page.contains("ngoai dia ban</textarea>"));
    }
    let fields = format!("lam=chuyen&ly-do=ngoai+dia+ban&so={}", UnitId([1; 16]));
    assert!(leads_to(&clerk.press(&path(&held), &fields), LIST));
    let list = text(&clerk.browser.get(&format!("{LIST}?loai=da-quyet-dinh")));
    assert!(list.contains("Đã chuyển sang sổ của") && list.contains("Thôn Một, Xã Minh Quang"));
}

#[test]
fn a_refused_edit_is_laid_aside_and_stays_readable() {
    let desk = Desk::new();
    let (refused, mut clerk) = (desk.open("refused"), desk.clerk());
    let answer = clerk.press(&path(&refused), "lam=ghi-lai");
    assert_eq!(answer.status, 422, "what cannot be read cannot be written again");
    let answer = clerk.press(&path(&refused), "lam=xep&ly-do=da+nhap+lai");
    assert!(leads_to(&answer, &format!("{LIST}?loai=khong-nhan")), "{}", answer.head);
    let page = text(&clerk.browser.get(&path(&refused)));
    assert!(page.contains("Đã xếp lại") && page.contains("da nhap lai"));
    assert!(!page.contains("<textarea"), "there is nothing to decide any more");
}

#[test]
fn of_two_clerks_at_once_the_second_is_told_and_his_words_are_kept() {
    let desk = Desk::new();
    let (held, mut first, mut second) = (desk.open("held"), desk.clerk(), desk.clerk());
    let at = path(&held);
    let token = token(&second.browser.get(&at));
    assert!(leads_to(&first.press(&at, "lam=nhan"), LIST));
    let rows = desk.world.head_seq();
    let fields = format!("token={token}&lam=tra&ly-do=khong+phai+so+nay");
    let answer = second.browser.ask("POST", &at, &fields);
    assert_eq!(answer.status, 409);
    let page = text(&answer);
    for words in ["Mục này vừa được", "Phạm Thu Hường", "nhận lúc", "khong phai so nay"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(desk.world.head_seq(), rows);
}

#[test]
fn no_decision_without_a_signed_in_clerk_and_a_form_of_the_session() {
    let desk = Desk::new();
    let at = path(&desk.open("held"));
    let rows = desk.world.head_seq();
    let stranger = Browser::new(&desk.server).ask("POST", &at, "token=0&lam=nhan");
    assert_eq!(stranger.status, 303);
    assert!(stranger.head.contains("location: /dang-nhap?ve="));
    let mut clerk = desk.clerk();
    for fields in ["token=0&lam=nhan", "lam=nhan", ""] {
        assert_eq!(clerk.browser.ask("POST", &at, fields).status, 403, "{fields}");
    }
    let token = token(&clerk.browser.get(&at));
    let unknown = clerk.browser.ask("POST", &at, &format!("token={token}&lam=xoa"));
    assert_eq!(unknown.status, 422);
    let nowhere = format!("{LIST}/{}/{}", UnitId([3; 16]), "0".repeat(64));
    let answer = clerk.browser.ask("POST", &nowhere, &format!("token={token}&lam=nhan"));
    assert!(matches!(answer.status, 404 | 422), "{}", answer.status);
    assert_eq!(desk.world.head_seq(), rows);
}
