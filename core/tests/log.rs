//! Log lines and the support report: what is in them, and above all what is not.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use common::relay::{FakeRelay, Said, environment};
use common::*;
use soviec_core::error::ErrorKind;
use soviec_core::http::Cancel;
use soviec_core::model::{Declared, OfficerId};
use soviec_core::protocol::{Answer, ChangeState};
use soviec_core::replica::log::{LogLevel, LogSink, set_log_sink};
use soviec_core::replica::{CallbackFailed, Changes, Listener, Place, Replica};
use tempfile::TempDir;

/// How long a test waits for a line before it says that none comes; no test passes by it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Letters that stand in everything that is written here, and nowhere in the core.
const MARK: &str = "Ô-bí-mật";

/// The sink is one for the process, so its tests take turns.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug)]
struct Line {
    level: LogLevel,
    target: String,
    text: String,
    thread: Option<String>,
}

/// A sink that keeps what it hears, and fails over some lines.
struct Ear {
    heard: Mutex<Sender<Line>>,
    how: fn(&str) -> Result<(), CallbackFailed>,
}

impl LogSink for Ear {
    fn line(&self, level: LogLevel, target: &str, text: &str) -> Result<(), CallbackFailed> {
        let thread = std::thread::current().name().map(str::to_owned);
        let (target, text) = (target.to_owned(), text.to_owned());
        let how = (self.how)(&text);
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.send(Line { level, target, text, thread }).map_err(|_| CallbackFailed)?;
        how
    }
}

fn listen(how: fn(&str) -> Result<(), CallbackFailed>) -> Receiver<Line> {
    let (say, heard) = channel();
    set_log_sink(Some(Arc::new(Ear { heard: Mutex::new(say), how })));
    heard
}

/// Every line up to the one that begins so.
fn lines_to(heard: &Receiver<Line>, end: &str) -> Vec<Line> {
    let mut all = Vec::new();
    loop {
        let line = heard.recv_timeout(PATIENCE).expect("a line comes");
        all.push(line);
        if all.last().is_some_and(|line| line.text.starts_with(end)) {
            return all;
        }
    }
}

struct Phone {
    replica: Replica,
    relay: Arc<FakeRelay>,
    _folder: TempDir,
}

impl Phone {
    fn new() -> Self {
        let (folder, relay) = (TempDir::new().unwrap(), FakeRelay::new(&[0]));
        let path = folder.path();
        let place = Place { database: path.join("so.db"), no_backup: path.to_owned() };
        let replica = Replica::open(&place, &[5; 32], environment(Arc::clone(&relay))).unwrap();
        Self { replica, relay, _folder: folder }
    }

    fn enrolled() -> Self {
        let phone = Self::new();
        phone.replica.enrol("https://relay.example", "CODE", None, &Cancel::default()).unwrap();
        let mut pages =
            vec![(plan().id(), plan_pen(3).changes), (directory().id(), directory_pen(1).changes)];
        phone.relay.says(move |request| {
            let said = Said::nothing(request);
            let Some((document, changes)) = pages.pop() else { return said.reply() };
            Said { more: !pages.is_empty(), ..said.changes(document, &changes) }.reply()
        });
        phone.sync().unwrap();
        phone
    }

    fn sync(&self) -> Result<(), ErrorKind> {
        let done = self.replica.sync(&Cancel::default(), &mut |_| Ok(()));
        done.map(drop).map_err(|error| error.kind())
    }

    /// Everything that carries an officer's words.
    fn work(&self) {
        let (by, book, replica) = (officer(1), book(0).id(), &self.replica);
        let text = |what: &str| format!("{MARK} {what}\nhai dòng");
        replica.tick(by, book, item(0, 0), true, None).unwrap();
        let (done, result) = (Declared::Done, text("kết quả"));
        replica.set_status(by, book, task(0), done, None, Some(&result)).unwrap();
        replica.add_note(by, book, task(0), &text("ghi chú")).unwrap();
        replica.add_local_task(by, book, &text("việc riêng"), None).unwrap();
    }

    /// Calls that fail, with words in them where there is a place for words.
    fn failing(&self) {
        let (by, book, replica) = (officer(1), book(0).id(), &self.replica);
        let long = MARK.repeat(1_000);
        replica.add_note(by, book, task(0), &long).unwrap_err();
        replica.add_note(by, book, task(0), "").unwrap_err();
        replica.add_local_task(by, book, &long, None).unwrap_err();
        replica.add_note(OfficerId([99; 16]), book, task(0), MARK).unwrap_err();
        replica.task(book, task(999)).unwrap_err();
        replica.enrol(MARK, MARK, Some(MARK), &Cancel::default()).unwrap_err();
        self.relay.says(|request| {
            Said::answered(request, |_| (Answer::State(ChangeState::Held), None)).reply()
        });
        let screen = replica.sync(&Cancel::default(), &mut |_| Err(CallbackFailed));
        screen.unwrap_err();
        self.relay.says(|request| {
            let said = Said::nothing(request);
            Said { from: said.from + 1, ..said }.reply()
        });
        self.sync().unwrap_err();
    }
}

/// Fails over everything that it is told.
struct Deaf;

impl Listener for Deaf {
    fn changed(&self, _: &Changes) -> Result<(), CallbackFailed> {
        panic!("{MARK}")
    }
}

/// Says that it was told something.
struct Bell(Mutex<Sender<()>>);

impl Listener for Bell {
    fn changed(&self, _: &Changes) -> Result<(), CallbackFailed> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.send(()).map_err(|_| CallbackFailed)
    }
}

/// Returns once the listeners have heard of everything that was done so far: they hear in order.
fn all_heard(phone: &Phone) {
    let (say, heard) = channel();
    let _subscription = phone.replica.observe(Arc::new(Bell(Mutex::new(say))));
    phone.replica.tick(officer(1), book(0).id(), item(1, 1), true, None).unwrap();
    heard.recv_timeout(PATIENCE).expect("a change is told");
}

/// What no line and no report may hold.
fn private(phone: &Phone) -> Vec<String> {
    let profile = phone.replica.who_am_i().unwrap();
    let mut words = vec![MARK.to_owned(), "Thôn 0".into(), "Nhiệm vụ".into(), "Đầu việc".into()];
    words.extend(profile.officers.iter().map(ToString::to_string));
    words.extend(profile.units.iter().map(ToString::to_string));
    words.extend([profile.device.to_string(), task(0).to_string(), item(0, 0).to_string()]);
    words.extend([profile.office_fingerprint, profile.relay, "0505050505".into()]);
    words
}

fn has_nothing_of(text: &str, private: &[String]) {
    for word in private {
        assert!(!text.contains(word.as_str()), "{word} is in: {text}");
    }
}

#[test]
fn no_line_holds_content_and_all_come_on_one_thread() {
    let _turn = turn();
    let heard = listen(|_| Ok(()));
    let phone = Phone::enrolled();
    let subscription = phone.replica.observe(Arc::new(Deaf));
    phone.work();
    phone.failing();
    // This listener hears before the one that is waited for.
    all_heard(&phone);
    drop(subscription);
    let private = private(&phone);
    phone.replica.close();
    phone.replica.resume().unwrap_err();
    let lines = lines_to(&heard, "resume: closed");
    for line in &lines {
        has_nothing_of(&format!("{line:?}"), &private);
        assert_eq!(line.thread.as_deref(), Some("soviec-log"));
        assert!(line.target.starts_with("soviec_core"), "{line:?}");
        assert!(!line.text.contains('\n'));
    }
    let texts: Vec<_> = lines.iter().map(|line| &line.text).collect();
    for begin in [
        "add_note: invalid_input",
        "add_note: not_allowed",
        "add_local_task: invalid_input",
        "task: not_found",
        "a listener panicked",
        "enrol: not_allowed",
        "sync: callback_failed",
        "sync: bad_reply",
        "an exchange ended: 2 requests",
    ] {
        assert!(texts.iter().any(|text| text.starts_with(begin)), "no {begin} in {texts:#?}");
    }
    let levels: Vec<_> = lines.iter().map(|line| line.level).collect();
    assert!(levels.contains(&LogLevel::Info) && levels.contains(&LogLevel::Debug));
    set_log_sink(None);
}

#[test]
fn a_sink_that_fails_stays_and_is_counted() {
    let _turn = turn();
    let phone = Phone::new();
    let before = phone.replica.health().unwrap().log_failures;
    let heard = listen(|text| match text {
        _ if text.starts_with("who_am_i") => Err(CallbackFailed),
        _ if text.starts_with("task") => panic!("this sink panics"),
        _ => Ok(()),
    });
    phone.replica.who_am_i().unwrap_err();
    phone.replica.task(book(0).id(), task(0)).unwrap_err();
    phone.replica.history(book(0).id(), &status_key(0)).unwrap();
    phone.replica.close();
    phone.replica.resume().unwrap_err();
    let lines = lines_to(&heard, "resume");
    // The one that panicked did so before it said a word.
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(Phone::new().replica.health().unwrap().log_failures, before + 2);
    set_log_sink(None);
}

#[test]
fn a_sink_that_is_stuck_holds_nobody_up() {
    static GATE: Mutex<()> = Mutex::new(());
    let _turn = turn();
    let phone = Phone::new();
    let gate = GATE.lock().unwrap();
    let heard = listen(|_| {
        drop(GATE.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    });
    for _ in 0..1_200 {
        phone.replica.who_am_i().unwrap_err();
    }
    let report = phone.replica.support_report().unwrap();
    drop(gate);
    let dropped = report.split("dòng nhật ký bỏ: ").nth(1).unwrap().lines().next().unwrap();
    // One line may have been with the sink already.
    assert!((199..=200).contains(&dropped.parse::<u32>().unwrap()), "{dropped}");
    phone.replica.close();
    for _ in 0..1_000 {
        heard.recv_timeout(PATIENCE).expect("what waited still comes");
    }
    set_log_sink(None);
}

#[test]
fn a_sink_may_ask_the_replica_and_begets_no_lines() {
    struct Asking(Mutex<Sender<String>>, Replica);
    impl LogSink for Asking {
        fn line(&self, _: LogLevel, _: &str, text: &str) -> Result<(), CallbackFailed> {
            self.1.who_am_i().map(drop).unwrap_err();
            let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            heard.send(text.to_owned()).map_err(|_| CallbackFailed)
        }
    }
    let _turn = turn();
    let (say, heard) = channel();
    let (asked, phone) = (Phone::new(), Phone::new());
    set_log_sink(Some(Arc::new(Asking(Mutex::new(say), asked.replica))));
    for _ in 0..2 {
        phone.replica.task(book(0).id(), task(0)).unwrap_err();
        assert!(heard.recv_timeout(PATIENCE).unwrap().starts_with("task: not_found"));
    }
    set_log_sink(None);
}

#[test]
fn the_support_report_counts_and_tells_nothing() {
    let _turn = turn();
    let phone = Phone::enrolled();
    phone.work();
    phone.failing();
    for _ in 0..20 {
        phone.replica.task(book(0).id(), task(999)).unwrap_err();
    }
    phone.replica.add_note(officer(1), book(0).id(), task(0), "").unwrap_err();
    let report = phone.replica.support_report().unwrap();
    has_nothing_of(&report, &private(&phone));
    for part in [
        "Chờ gửi: 0; đã gửi: 4; văn phòng đang giữ: 4\n",
        "Liên lạc lần cuối: 2023-06-12 ",
        "tệp sổ ",
        "Văn bản: 3\n",
        "outbox 4",
        "db ",
        "db.device ",
        &format!("core {}, giao thức 1", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(report.contains(part), "no {part} in:\n{report}");
    }
    assert!(!report.contains(['{', '}']), "a blank is empty:\n{report}");
    assert!(!report.contains(": \n") && !report.contains(", ,"), "a blank is empty:\n{report}");
    let errors: Vec<_> = report.lines().skip_while(|line| !line.starts_with("Lỗi gần")).collect();
    assert_eq!(errors.len(), 21, "twenty and their heading");
    assert!(errors[1].ends_with(" task not_found"));
    assert!(errors[20].ends_with(" add_note invalid_input"));
    phone.replica.close();
    assert_eq!(phone.replica.support_report().unwrap_err().kind(), ErrorKind::Closed);
}
