//! A phone in the terminal, against any relay: what an app does with the core, in one file.
//!
//! ```text
//! cargo run -p soviec-core --example phone -- --dir a enrol http://127.0.0.1:8080 ABCDE-FGHJK
//! cargo run -p soviec-core --example phone -- --dir a list
//! cargo run -p soviec-core --example phone -- --dir a tick 5b 1
//! cargo run -p soviec-core --example phone -- --dir a sync
//! ```
//!
//! The database's key stands in a file beside it, so that the example needs nothing else. An app
//! keeps it in the platform's key store.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use soviec_core::{
    change::Value,
    error::{Error, ErrorKind},
    model::{Declared, Edit, Note, OfficerId, RegisterKey, StatusAct, Tick, decode},
    replica::{
        Cancel, Environment, Place, Random, Replica, Sort, Status, SystemRandom, TaskFilter,
        TaskRow, Window,
    },
};
use zeroize::Zeroizing;

const HELP: &str = "\
phone [--dir FOLDER] COMMAND
  enrol ADDRESS CODE [FINGERPRINT]   enrol this phone at a relay
  list [TEXT]                        tasks, worst first; TEXT searches without marks
  show TASK                          one task: checklist, notes, both sides of two values
  tick TASK ITEM | untick TASK ITEM  an item by its place in the list of `show`
  note TASK TEXT                     write a note
  status TASK not-started|in-progress|done|effective|weak [RESULT]
  sync | receive                     exchange with the relay | only receive
  waiting                            what is not acknowledged yet
  held                               what the office holds, or did not take
  replaced                           what became of this phone's values
  restore TASK | accept TASK         use a replaced status again | accept what became of it
TASK is a number of the plan, for example 5b.";

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut folder = PathBuf::from("phone");
    if arguments.first().is_some_and(|first| first == "--dir") && arguments.len() > 1 {
        folder = PathBuf::from(arguments.remove(1));
        arguments.remove(0);
    }
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = io::stdout();
    match run(&folder, &words, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The officer's sentence first, the line for the log after it.
            let _ = writeln!(io::stderr(), "{}\n({error})", error.sentence());
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, words: &[&str], out: &mut dyn Write) -> Result<(), Error> {
    if matches!(words, [] | ["help" | "--help" | "-h"]) {
        return say(out, format_args!("{HELP}"));
    }
    let phone = Phone { replica: open(folder)? };
    match words {
        ["enrol", address, code] => phone.enrol(address, code, None, out),
        ["enrol", address, code, print] => phone.enrol(address, code, Some(print), out),
        ["list"] => phone.list(None, out),
        ["list", text] => phone.list(Some(text), out),
        ["show", task] => phone.show(task, out),
        ["tick", task, item] => phone.tick(task, item, true, out),
        ["untick", task, item] => phone.tick(task, item, false, out),
        ["note", task, text] => phone.note(task, text, out),
        ["status", task, status] => phone.status(task, status, None, out),
        ["status", task, status, result] => phone.status(task, status, Some(result), out),
        ["sync"] => phone.sync(true, out),
        ["receive"] => phone.sync(false, out),
        ["waiting"] => phone.waiting(out),
        ["held"] => phone.held(out),
        ["replaced"] => phone.replaced(out),
        ["restore", task] => phone.answer(task, true, out),
        ["accept", task] => phone.answer(task, false, out),
        _ => Err(Error::new(ErrorKind::InvalidInput, "no such command: see `phone help`")),
    }
}

fn open(folder: &Path) -> Result<Replica, Error> {
    let io = |e: io::Error| Error::new(ErrorKind::Internal, e);
    fs::create_dir_all(folder.join("no-backup")).map_err(io)?;
    let place = Place { database: folder.join("book.db"), no_backup: folder.join("no-backup") };
    let key = key(&folder.join("key")).map_err(io)?;
    Replica::open(&place, &key, Environment::system()?)
}

fn key(file: &Path) -> io::Result<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    if let Ok(bytes) = fs::read(file).map(Zeroizing::new) {
        if bytes.len() != key.len() {
            return Err(wrong_length());
        }
        key.copy_from_slice(&bytes);
        return Ok(key);
    }
    if !SystemRandom.fill(&mut *key) {
        return Err(io::Error::other("no randomness is to be had"));
    }
    fs::write(file, key.as_slice())?;
    Ok(key)
}

fn wrong_length() -> io::Error {
    io::Error::other("the key file has not 32 bytes")
}

struct Phone {
    replica: Replica,
}

impl Phone {
    fn enrol(
        &self,
        address: &str,
        code: &str,
        print: Option<&str>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let profile = self.replica.enrol(address, code, print, &Cancel::default())?;
        say(
            out,
            format_args!("enrolled; the office's fingerprint is {}", profile.office_fingerprint),
        )?;
        self.sync(true, out)
    }

    fn me(&self) -> Result<OfficerId, Error> {
        let officers = self.replica.who_am_i()?.officers;
        officers
            .first()
            .copied()
            .ok_or_else(|| Error::new(ErrorKind::NotFound, "no officer uses this phone"))
    }

    fn list(&self, text: Option<&str>, out: &mut dyn Write) -> Result<(), Error> {
        let filter = TaskFilter { text: text.map(str::to_owned), ..TaskFilter::default() };
        let window = Window { offset: 0, limit: 200 };
        let found = self.replica.tasks(&filter, Sort::Urgency, window)?;
        for row in &found.rows {
            let day = row.last_day.map_or_else(|| row.wording.clone(), |day| day.long());
            let mark = if row.open { "  TWO VALUES" } else { "" };
            let (status, number) = (name(row.status), &row.number);
            let items = format!("{}/{}", row.items_done, row.items);
            say(
                out,
                format_args!("{number:<6} {status:<12} {day:<16} {items:>6}  {}{mark}", row.title),
            )?;
        }
        say(out, format_args!("{} tasks", found.total))
    }

    /// The task with that number; of several books the first.
    fn row(&self, number: &str) -> Result<TaskRow, Error> {
        let window = Window { offset: 0, limit: 200 };
        let found = self.replica.tasks(&TaskFilter::default(), Sort::Plan, window)?;
        let row = found.rows.into_iter().find(|row| row.number == number);
        row.ok_or_else(|| Error::new(ErrorKind::NotFound, "no task with that number"))
    }

    fn show(&self, number: &str, out: &mut dyn Write) -> Result<(), Error> {
        let row = self.row(number)?;
        let task = self.replica.task(row.book, row.task)?;
        say(out, format_args!("{}  {}  ({})", row.number, row.title, task.group))?;
        for shown in &task.status.values {
            say(out, format_args!("  status: {}", self.told(shown.officer, &shown.value)?))?;
        }
        for (place, item) in task.items.iter().enumerate() {
            let mark = if item.row.open {
                "?"
            } else if item.row.done {
                "x"
            } else {
                " "
            };
            say(out, format_args!("  {:>2} [{mark}] {}", place + 1, item.row.title))?;
        }
        for note in &task.notes {
            let by = self.name(Some(note.note.by))?;
            say(out, format_args!("  note by {by}, {}: {}", note.note.on.short(), note.note.text))?;
        }
        Ok(())
    }

    fn tick(
        &self,
        number: &str,
        place: &str,
        done: bool,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let row = self.row(number)?;
        let items = self.replica.task(row.book, row.task)?.items;
        let item = place.parse::<usize>().ok().and_then(|place| items.get(place.checked_sub(1)?));
        let item = item.ok_or_else(|| Error::new(ErrorKind::NotFound, "no item at that place"))?;
        let new = self.replica.tick(self.me()?, row.book, item.row.item, done, None)?;
        self.saved(new, out)
    }

    fn note(&self, number: &str, text: &str, out: &mut dyn Write) -> Result<(), Error> {
        let row = self.row(number)?;
        self.replica.add_note(self.me()?, row.book, row.task, text)?;
        self.saved(true, out)
    }

    fn status(
        &self,
        number: &str,
        status: &str,
        result: Option<&str>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let row = self.row(number)?;
        let words = ["not-started", "in-progress", "done", "effective", "weak"];
        let at = words.iter().position(|word| *word == status);
        let status = at.map(|at| Declared::ALL[at]);
        let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidInput, "no such status"))?;
        let new = self.replica.set_status(self.me()?, row.book, row.task, status, None, result)?;
        self.saved(new, out)
    }

    fn saved(&self, new: bool, out: &mut dyn Write) -> Result<(), Error> {
        let waiting = self.replica.health()?.waiting;
        let word = if new { "saved in the phone" } else { "it stands there already" };
        say(out, format_args!("{word}; {waiting} waiting"))
    }

    fn sync(&self, send: bool, out: &mut dyn Write) -> Result<(), Error> {
        let cancel = Cancel::default();
        let report = match send {
            true => self.replica.sync(&cancel, &mut |_| Ok(()))?,
            false => self.replica.receive(&cancel, &mut |_| Ok(()))?,
        };
        say(
            out,
            format_args!(
                "{} round trips, {} bytes up, {} down; {} sent, {} received, {} held, {} waiting",
                report.requests,
                report.bytes_up,
                report.bytes_down,
                report.acknowledged,
                report.received,
                report.held,
                report.waiting
            ),
        )?;
        for (document, reason) in &report.stopped {
            let what = document.map_or_else(|| "everything".to_owned(), |id| id.to_string());
            say(out, format_args!("not sent any more: {what} ({reason})"))?;
        }
        Ok(())
    }

    fn waiting(&self, out: &mut dyn Write) -> Result<(), Error> {
        for waiting in self.replica.waiting()? {
            say(out, format_args!("{:>4}  {}", waiting.client_seq, kind(&waiting.edit)))?;
        }
        say(out, format_args!("{} waiting", self.replica.health()?.waiting))
    }

    fn held(&self, out: &mut dyn Write) -> Result<(), Error> {
        for apart in self.replica.set_apart()? {
            let edit = &apart.edit;
            say(
                out,
                format_args!("{:>4}  {}: {:?}", edit.client_seq, kind(&edit.edit), apart.state),
            )?;
        }
        Ok(())
    }

    fn replaced(&self, out: &mut dyn Write) -> Result<(), Error> {
        for replaced in self.replica.replaced()? {
            let mine = self.told(replaced.mine.officer, &replaced.mine.value)?;
            say(out, format_args!("{:?}: {mine}", replaced.kind))?;
            for other in &replaced.others {
                say(out, format_args!("    now {}", self.told(other.officer, &other.value)?))?;
            }
        }
        Ok(())
    }

    fn answer(&self, number: &str, restore: bool, out: &mut dyn Write) -> Result<(), Error> {
        let row = self.row(number)?;
        let key = RegisterKey::new(row.task, "status");
        let found =
            self.replica.replaced()?.into_iter().find(|r| r.key == key && r.book == row.book);
        let mine = found.ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "nothing of this phone was replaced there")
        })?;
        let new = match restore {
            true => self.replica.restore(self.me()?, row.book, &key, &mine.mine.edit)?,
            false => self.replica.accept(self.me()?, row.book, &key)?,
        };
        self.saved(new, out)
    }

    fn name(&self, officer: Option<OfficerId>) -> Result<String, Error> {
        let name = officer.map(|officer| self.replica.officer_name(officer)).transpose()?;
        Ok(name.flatten().unwrap_or_else(|| "?".to_owned()))
    }

    fn told(&self, officer: Option<OfficerId>, value: &Value) -> Result<String, Error> {
        let name = self.name(officer)?;
        let Value::Bytes(act) = value else { return Ok(format!("? by {name}")) };
        Ok(if let Ok(status) = decode::<StatusAct>(act) {
            let result = status.result.unwrap_or_default();
            format!("{:?} by {name}, {} {result}", status.status, status.on.short())
        } else if let Ok(tick) = decode::<Tick>(act) {
            format!(
                "{} by {name}, {}",
                if tick.done { "ticked" } else { "not ticked" },
                tick.on.short()
            )
        } else if let Ok(note) = decode::<Note>(act) {
            format!("{} by {name}", note.text)
        } else {
            format!("written by a newer app, by {name}")
        })
    }
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Overdue => "overdue",
        Status::InProgress => "in progress",
        Status::NotStarted => "not started",
        Status::DoneLate => "done late",
        Status::DoneOnTime => "done",
        Status::Ongoing => "ongoing",
        Status::OngoingEffective => "effective",
        Status::OngoingWeak => "weak",
        Status::WaitingEvent => "waits",
    }
}

fn kind(edit: &Edit) -> &'static str {
    match edit {
        Edit::Tick { done: true, .. } => "a tick",
        Edit::Tick { .. } => "a tick taken back",
        Edit::Status { .. } => "a status",
        Edit::Note { .. } => "a note",
        Edit::Restore { .. } => "a value used again",
        Edit::Accept { .. } => "an accept",
        Edit::LocalTask { .. } => "a task of one's own",
        Edit::Withdraw { .. } => "a withdrawal",
        Edit::Session { .. } => "a round of counting",
    }
}

fn say(out: &mut dyn Write, line: std::fmt::Arguments<'_>) -> Result<(), Error> {
    writeln!(out, "{line}").map_err(|e| Error::new(ErrorKind::Internal, e))
}
