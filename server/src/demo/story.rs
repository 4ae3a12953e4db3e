//! The story: three phones work offline on one village, two of them on the same things.

use super::{DemoError, Teller, World, phone::Phone, sample::plan::SampleTask};
use crate::office::{
    review::{Judged, Said},
    rights::Role,
};
use soviec_core::{
    model::{Declared, DocumentId, OfficerId, Outcome, RegisterKey, StatusAct, TaskId, Tick},
    replica::{NoticeKind, Register, ReviewState, SyncReport, TaskDetail, TaskRow},
};

/// The task that the story is about, by its number in the communes' part of the plan.
const TASK: &str = "5b";

struct Stage<'a> {
    world: &'a World,
    book: DocumentId,
    task: &'a SampleTask,
}

/// Tells the story as it happens; what it says was read back from the replicas.
pub(super) fn tell(world: &World, teller: &mut Teller<'_>) -> Result<(), DemoError> {
    let [first, second, third] = world.phones.as_slice() else {
        return Err(DemoError::Plot("the story has three phones"));
    };
    let task = world.plan.commune_tasks().find(|task| task.task.number == TASK);
    let task = task.ok_or(DemoError::Plot("the plan lacks the story's task"))?;
    let stage = Stage { world, book: world.village_book().id(), task };
    teller.line(format_args!(
        "Three phones of Thôn Đông Hạ go offline: {}, {} and {}. All work on task {TASK}, \"{}\".",
        first.name, second.name, third.name, task.task.title
    ))?;
    stage.work_offline([first, second, third], teller)?;
    stage.converge([first, second, third], teller)?;
    stage.settle([first, second, third], teller)?;
    stage.review([first, second, third], teller)
}

/// After the story the office takes one officer's right to the book. His phone does not know yet:
/// what it records is held, and waits for a clerk.
pub(super) fn take_a_right(world: &World, teller: &mut Teller<'_>) -> Result<(), DemoError> {
    let [phone, ..] = world.phones.as_slice() else {
        return Err(DemoError::Plot("the story has three phones"));
    };
    let task = world.plan.commune_tasks().find(|task| task.task.number == TASK);
    let task = task.ok_or(DemoError::Plot("the plan lacks the story's task"))?;
    let book = world.village_book().id();
    let roles = [(world.region.story.village, Role::Read)];
    world.office.set_rights(phone.officer, &roles, world.region.clerk.id)?;
    let stage = Stage { world, book, task };
    stage.declare(phone, Declared::InProgress, "tìm thấy thêm một nguồn")?;
    for (item, _) in task.items.iter().rev().take(2) {
        phone.replica.tick(phone.officer, book, *item, true, None)?;
    }
    let report = phone.sync()?;
    if report.held == 0 {
        return Err(DemoError::Plot("an edit without a right was not held"));
    }
    teller.line(format_args!(
        "The office ends {}'s right to the book; his phone does not know yet. Its {} edits are held, nothing is lost: a clerk decides.",
        phone.name, report.held
    ))?;
    Ok(())
}

impl Stage<'_> {
    fn work_offline(
        &self,
        [a, b, c]: [&Phone; 3],
        teller: &mut Teller<'_>,
    ) -> Result<(), DemoError> {
        let (item, entry) =
            self.task.items.first().ok_or(DemoError::Plot("the task has no item"))?;
        for phone in [a, b] {
            phone.replica.tick(phone.officer, self.book, *item, true, None)?;
        }
        teller.line(format_args!(
            "{} and {} both tick \"{}\"; each tick is durable in its phone.",
            a.name, b.name, entry.title
        ))?;
        self.declare(a, Declared::Done, "đã đối chiếu xong hai nguồn")?;
        self.declare(b, Declared::InProgress, "còn một nguồn chưa đối chiếu")?;
        teller.line(format_args!(
            "{} declares the task done, {} declares it in progress. Neither knows of the other.",
            a.name, b.name
        ))?;
        c.replica.add_note(
            c.officer,
            self.book,
            self.task.id,
            "Sổ hộ tịch cũ bị ẩm, cần quét lại.",
        )?;
        let waiting = [a, b, c].map(|phone| phone.replica.waiting().map(|all| all.len()));
        let [wa, wb, wc] = waiting;
        teller.line(format_args!(
            "{} writes a note. Waiting: {} on the first phone, {} on the second, {} on the third.",
            c.name, wa?, wb?, wc?
        ))?;
        Ok(())
    }

    fn converge(&self, [a, b, c]: [&Phone; 3], teller: &mut Teller<'_>) -> Result<(), DemoError> {
        for phone in [a, b, c] {
            let report = phone.sync()?;
            teller.line(format_args!("{} goes online: {}.", phone.name, told(&report)))?;
        }
        // The first two were online before the others had sent.
        for phone in [a, b] {
            phone.sync()?;
        }
        let detail = b.replica.task(self.book, self.task.id)?;
        self.tick_agrees(&detail, teller)?;
        self.status_is_open(b, &detail, teller)
    }

    fn tick_agrees(&self, detail: &TaskDetail, teller: &mut Teller<'_>) -> Result<(), DemoError> {
        let tick = &detail.items.first().ok_or(DemoError::Plot("the checklist is empty"))?.tick;
        let names = self.names(tick)?;
        let agreed = !tick.is_open() && tick.act::<Tick>().is_some_and(|t| t.is_ok_and(|t| t.done));
        if !agreed || tick.values.len() != 2 {
            return Err(DemoError::Plot("two equal ticks did not agree"));
        }
        teller.line(format_args!("The two ticks agree: shown once, with both names ({names})."))?;
        Ok(())
    }

    fn status_is_open(
        &self,
        phone: &Phone,
        detail: &TaskDetail,
        teller: &mut Teller<'_>,
    ) -> Result<(), DemoError> {
        if !detail.status.is_open() || detail.status.values.len() != 2 {
            return Err(DemoError::Plot("two different statuses were not both kept"));
        }
        let told = self.told(phone)?;
        if !told.iter().any(|(kind, _)| *kind == NoticeKind::TwoValues) {
            return Err(DemoError::Plot("an author of two values was not told"));
        }
        teller.line(format_args!(
            "The two statuses do not: both are kept ({}), the task counts as not done, and both authors are told.",
            self.names(&detail.status)?
        ))?;
        Ok(())
    }

    /// The third officer picks; the one whose value is not used learns it.
    fn settle(&self, [a, b, c]: [&Phone; 3], teller: &mut Teller<'_>) -> Result<(), DemoError> {
        self.declare(c, Declared::Done, "đã đối chiếu xong hai nguồn")?;
        let report = c.sync()?;
        teller.line(format_args!("{} settles it as done and sends: {}.", c.name, told(&report)))?;
        for phone in [a, b, c] {
            phone.sync()?;
        }
        let replaced = self.told(b)?.into_iter().find(|(kind, _)| *kind == NoticeKind::Replaced);
        let (_, mine) = replaced.ok_or(DemoError::Plot("a replaced author was not told"))?;
        if self.told(a)?.iter().any(|(kind, _)| *kind == NoticeKind::Replaced) {
            return Err(DemoError::Plot("an author was told although his value stands"));
        }
        teller.line(format_args!(
            "{} is told that his value ({mine}) was replaced, and can use it again with one tap; {}'s value stands.",
            b.name, a.name
        ))?;
        Ok(())
    }

    /// The office gives the result back; the unit declares it again, and the office confirms.
    fn review(&self, [a, b, c]: [&Phone; 3], teller: &mut Teller<'_>) -> Result<(), DemoError> {
        let why = "Thiếu biên bản đối chiếu của nguồn thứ hai.";
        self.judge(c, &Said { outcome: Outcome::Returned, comment: why, all_the_same: false })?;
        b.sync()?;
        if self.row(b)?.review.state != ReviewState::Returned {
            return Err(DemoError::Plot("a returned result was not told"));
        }
        teller.line(format_args!(
            "The office gives the result back: \"{why}\" It counts as not done, first on {}'s list.",
            b.name
        ))?;
        self.declare(b, Declared::Done, "đủ biên bản đối chiếu hai nguồn")?;
        b.sync()?;
        self.judge(b, &Said { outcome: Outcome::Confirmed, comment: "", all_the_same: false })?;
        for phone in [a, b, c] {
            phone.sync()?;
        }
        if self.row(a)?.review.state != ReviewState::Confirmed {
            return Err(DemoError::Plot("a confirmed result was not told"));
        }
        teller.line(format_args!("{} declares it again; the office confirms it.", b.name))?;
        Ok(())
    }

    /// A clerk judges what the phone shows.
    fn judge(&self, phone: &Phone, said: &Said<'_>) -> Result<(), DemoError> {
        let shown = phone.replica.history(self.book, &status_key(self.task.id))?;
        let edit = shown.iter().rfind(|entry| entry.live).map(|entry| entry.edit);
        let edit = edit.ok_or(DemoError::Plot("nothing was declared"))?;
        let book = self.world.village_book();
        let judged = Judged { unit: book.unit, year: book.year, task: self.task.id, edit };
        Ok(self.world.office.judge(&judged, said, self.world.region.clerk.id)?)
    }

    fn row(&self, phone: &Phone) -> Result<TaskRow, DemoError> {
        Ok(phone.replica.task(self.book, self.task.id)?.row)
    }

    fn declare(&self, phone: &Phone, status: Declared, result: &str) -> Result<(), DemoError> {
        let (by, task) = (phone.officer, self.task.id);
        phone.replica.set_status(by, self.book, task, status, None, Some(result))?;
        Ok(())
    }

    /// The phone's notices about the story's status, each with the officer's own value.
    fn told(&self, phone: &Phone) -> Result<Vec<(NoticeKind, String)>, DemoError> {
        let key = status_key(self.task.id);
        let all =
            phone.replica.replaced()?.into_iter().filter(|r| r.key == key && r.book == self.book);
        Ok(all.map(|replaced| (replaced.kind, word(&replaced.mine.value).to_owned())).collect())
    }

    fn names(&self, register: &Register) -> Result<String, DemoError> {
        let name = |officer: OfficerId| {
            let phone = &self.world.phones[0];
            Ok::<_, DemoError>(phone.replica.officer_name(officer)?.unwrap_or_default())
        };
        let mut names = register
            .values
            .iter()
            .filter_map(|shown| shown.officer)
            .map(name)
            .collect::<Result<Vec<_>, _>>()?;
        names.sort_by(|a, b| soviec_core::model::compare(a, b));
        Ok(names.join(", "))
    }
}

fn status_key(task: TaskId) -> RegisterKey {
    RegisterKey::new(task, "status")
}

fn word(value: &soviec_core::change::Value) -> &'static str {
    let soviec_core::change::Value::Bytes(act) = value else { return "?" };
    match soviec_core::model::decode::<StatusAct>(act).map(|act| act.status) {
        Ok(Declared::NotStarted) => "not started",
        Ok(Declared::InProgress) => "in progress",
        Ok(Declared::Done) => "done",
        Ok(Declared::Effective) => "effective",
        Ok(Declared::Weak) => "not yet effective",
        Err(_) => "?",
    }
}

fn told(report: &SyncReport) -> String {
    format!(
        "{} round trip{}, {} bytes up, {} down, {} sent, {} received",
        report.requests,
        if report.requests == 1 { "" } else { "s" },
        report.bytes_up,
        report.bytes_down,
        report.acknowledged,
        report.received
    )
}
