//! Clerks as the browser and the command line meet them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use tempfile::TempDir;

use super::*;
use crate::config::{Clock, SystemRandom};

const NAME_OF: &str = "huong.pt";
const SECRET: &str = "một hai ba bốn";
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

struct Room {
    clerks: Clerks,
    clock: Arc<Hands>,
    dir: TempDir,
}

impl Room {
    fn new() -> Self {
        let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(Hands::default()));
        let room = Self { clerks: open(&dir, &clock), clock, dir };
        room.clerks.add(NAME_OF, Some("Phạm Thu Hường")).unwrap();
        room.clerks.set_password(NAME_OF, SECRET).unwrap();
        room
    }

    fn minutes(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    fn enter(&self) -> Token {
        self.clerks.enter(NAME_OF, SECRET, HERE).unwrap()
    }

    fn is_in(&self, token: &Token) -> bool {
        self.clerks.session(token).unwrap().is_some()
    }
}

fn open(dir: &TempDir, clock: &Arc<Hands>) -> Clerks {
    let environment = Environment { clock: Arc::clone(clock) as _, random: Arc::new(SystemRandom) };
    Clerks::open(&dir.path().join("clerks.db"), environment).unwrap()
}

#[test]
fn a_clerk_signs_in_and_out() {
    let room = Room::new();
    let token = room.clerks.enter(" Huong.PT ", SECRET, HERE).unwrap();
    let clerk = room.clerks.session(&token).unwrap().unwrap();
    assert_eq!(clerk.shown, "Phạm Thu Hường");
    assert!(!format!("{clerk:?}").contains("Hường"));
    room.clerks.leave(&token).unwrap();
    assert!(!room.is_in(&token));
}

#[test]
fn a_wrong_password_and_an_unknown_name_have_one_answer() {
    let room = Room::new();
    room.clerks.add("linh", None).unwrap();
    for (name, password) in
        [(NAME_OF, "một hai ba năm"), ("ai.do", SECRET), ("linh", ""), ("!", SECRET)]
    {
        let answer = room.clerks.enter(name, password, HERE);
        assert!(matches!(answer, Err(ClerkError::Wrong { left: 4 })), "{name}: {answer:?}");
    }
}

#[test]
fn the_sixth_wrong_try_is_not_heard_even_when_right() {
    let room = Room::new();
    for left in (0..5).rev() {
        let answer = room.clerks.enter(NAME_OF, "không phải", HERE);
        assert!(matches!(answer, Err(ClerkError::Wrong { left: l }) if l == left), "{answer:?}");
    }
    let answer = room.clerks.enter(NAME_OF, SECRET, HERE);
    assert!(matches!(answer, Err(ClerkError::Throttled { minutes: 15 })), "{answer:?}");
    room.minutes(15);
    room.enter();
}

#[test]
fn a_session_ends_when_idle_and_after_a_day_at_work() {
    let room = Room::new();
    let token = room.enter();
    room.minutes(29);
    assert!(room.is_in(&token));
    room.minutes(30);
    assert!(!room.is_in(&token));
    let token = room.enter();
    for _ in 0..35 {
        room.minutes(20);
        assert!(room.is_in(&token));
    }
    room.minutes(20);
    assert!(!room.is_in(&token));
}

#[test]
fn a_removed_clerk_is_out_at_once_and_comes_back_as_the_same() {
    let room = Room::new();
    let (token, link) = (room.enter(), room.clerks.link(NAME_OF).unwrap());
    let who = room.clerks.session(&token).unwrap().unwrap().officer;
    // Another process, as the command line is.
    open(&room.dir, &room.clock).remove(NAME_OF).unwrap();
    assert!(!room.is_in(&token));
    assert!(matches!(room.clerks.enter_by_link(&link), Err(ClerkError::Link)));
    assert!(matches!(room.clerks.enter(NAME_OF, SECRET, HERE), Err(ClerkError::Wrong { .. })));
    assert!(matches!(room.clerks.link(NAME_OF), Err(ClerkError::Unknown)));
    assert!(room.clerks.list().unwrap().is_empty());
    assert_eq!(room.clerks.shown(who).unwrap().as_deref(), Some("Phạm Thu Hường"));
    assert_eq!(room.clerks.add(NAME_OF, None).unwrap(), Added::Back);
    assert!(!room.is_in(&token));
    assert!(matches!(room.clerks.enter(NAME_OF, SECRET, HERE), Err(ClerkError::Wrong { .. })));
    let token = room.clerks.enter_by_link(&room.clerks.link(NAME_OF).unwrap()).unwrap();
    assert_eq!(room.clerks.session(&token).unwrap().unwrap().officer, who);
}

#[test]
fn a_link_signs_in_once_and_not_for_long() {
    let room = Room::new();
    let link = room.clerks.link(NAME_OF).unwrap();
    let token = room.clerks.enter_by_link(&link).unwrap();
    assert!(room.is_in(&token));
    assert!(matches!(room.clerks.enter_by_link(&link), Err(ClerkError::Link)));
    assert!(!room.is_in(&link));
    let late = room.clerks.link(NAME_OF).unwrap();
    room.minutes(15);
    assert!(matches!(room.clerks.enter_by_link(&late), Err(ClerkError::Link)));
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one() {
    let room = Room::new();
    let token = room.enter();
    assert_eq!(room.clerks.add(NAME_OF, None).unwrap(), Added::There);
    assert!(room.is_in(&token));
    room.clerks.set_password(NAME_OF, "năm sáu bảy tám").unwrap();
    assert!(!room.is_in(&token));
    assert!(room.clerks.enter(NAME_OF, SECRET, HERE).is_err());
}

#[test]
fn the_file_gives_no_secret_away() {
    let room = Room::new();
    let (token, link) = (room.enter(), room.clerks.link(NAME_OF).unwrap());
    for file in std::fs::read_dir(room.dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [SECRET.to_owned(), token.to_text(), link.to_text()] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        }
    }
}

#[test]
fn names_that_are_none_are_not_taken() {
    let room = Room::new();
    for bad in ["", "phạm", "a b", "a/b", "<b>", &"a".repeat(41)] {
        assert!(matches!(room.clerks.add(bad, None), Err(ClerkError::Name)), "{bad}");
    }
    assert!(matches!(room.clerks.add("a", Some(" \u{202e}")), Err(ClerkError::Shown)));
}
