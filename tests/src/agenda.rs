//! The agenda, sorted once more by hand.

use soviec_core::{
    model::{Day, Tick},
    replica::{Replica, Sort, Status, TaskFilter, TaskRow, TaskWindow, Window},
};

const ALL: Window = Window { offset: 0, limit: 200 };

/// Where a task belongs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Overdue,
    Open,
    DueSoon,
    DoneToday,
    Later,
}

/// Compares a phone's agenda with its list of all tasks: every task in the first section that
/// it belongs to, by deadline, and in no other. Panics with the name of the section that differs.
pub fn check_agenda(replica: &Replica) {
    let agenda = replica.agenda(None).expect("the agenda can be read");
    let all = replica.tasks(&TaskFilter::default(), Sort::Deadline, ALL).expect("and the list");
    let sorted: Vec<_> =
        all.rows.into_iter().map(|row| (section(replica, &row, agenda.today), row)).collect();
    let of = |wanted: Section| -> Vec<TaskRow> {
        let found = sorted.iter().filter(|(section, _)| *section == Some(wanted));
        found.map(|(_, row)| row.clone()).collect()
    };
    let same = |name: &str, window: &TaskWindow, wanted: Section| {
        assert_eq!(window.rows, of(wanted), "{name}");
        assert_eq!(window.total as usize, window.rows.len(), "{name}");
    };
    same("overdue", &agenda.overdue, Section::Overdue);
    same("open", &agenda.open, Section::Open);
    same("due soon", &agenda.due_soon, Section::DueSoon);
    same("done today", &agenda.done_today, Section::DoneToday);
    assert_eq!(agenda.next, of(Section::Later).first().cloned(), "next");
    let told = replica.replaced().expect("the notices can be read").len();
    assert_eq!(agenda.replaced as usize, told, "replaced");
}

fn section(replica: &Replica, row: &TaskRow, today: Day) -> Option<Section> {
    let waits =
        matches!(row.status, Status::InProgress | Status::NotStarted | Status::WaitingEvent);
    let done = matches!(row.status, Status::DoneOnTime | Status::DoneLate);
    let days = row.last_day.map(|last| last.days_since(today));
    if row.status == Status::Overdue {
        Some(Section::Overdue)
    } else if row.open || row.items_open > 0 {
        Some(Section::Open)
    } else if waits && days.is_some_and(|days| (0..=7).contains(&days)) {
        Some(Section::DueSoon)
    } else if done && done_on(replica, row) == Some(today) {
        Some(Section::DoneToday)
    } else {
        (waits && days.is_some_and(|days| days > 7)).then_some(Section::Later)
    }
}

/// The declared day, or of a unit that only ticks the last day of its ticks.
fn done_on(replica: &Replica, row: &TaskRow) -> Option<Day> {
    if let Some((_, on)) = row.declared {
        return Some(on);
    }
    let detail = replica.task(row.book, row.task).expect("the task can be read");
    let days = detail.items.iter().map(|item| {
        let ticks = item.tick.values.iter().filter_map(|value| value.act::<Tick>().ok());
        ticks.filter(|tick| tick.done).map(|tick| tick.on).min()
    });
    days.max().flatten()
}
