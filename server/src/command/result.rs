//! `soviec result`: declared statuses, which a clerk confirms or gives back.

use super::{Ended, Failed, book, messages, plan, print};
use soviec_core::{
    model::{DocumentName, Outcome, RegisterKey, UnitId},
    store::tables::{self, ReviewState, Sort, TaskFilter, TaskRow, Window},
};
use soviec_server::{
    Office,
    log::LogError,
    office::{
        fold::FoldError,
        import::Known,
        review::{Judged, ReviewError, Said},
    },
};

/// Rows of one list.
const MOST: u32 = 1_000;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    #[command(about = messages::RESULT_LIST)]
    List(List),
    #[command(about = messages::RESULT_CONFIRM)]
    Confirm(Judge),
    #[command(about = messages::RESULT_RETURN)]
    Return(Judge),
}

#[derive(clap::Args)]
pub(super) struct List {
    #[command(flatten)]
    data: book::Data,
    #[arg(long, help = messages::RESULT_ALL)]
    all: bool,
}

#[derive(clap::Args)]
pub(super) struct Judge {
    #[command(flatten)]
    data: book::Data,
    #[arg(value_name = "UNIT", help = messages::RESULT_UNIT)]
    unit: String,
    #[arg(value_name = "TASK", help = messages::RESULT_TASK)]
    task: String,
    #[arg(long, value_name = "KEY|ID", help = messages::CHANGE_CLERK)]
    clerk: String,
    #[arg(long, value_name = "TEXT", default_value = "", help = messages::RESULT_REASON)]
    reason: String,
    #[arg(long, help = messages::RESULT_ALL_THE_SAME)]
    all_the_same: bool,
}

pub(super) fn run(command: &Command) -> Result<Ended, Failed> {
    match command {
        Command::List(list) => self::list(list),
        Command::Confirm(judge) => self::judge(judge, Outcome::Confirmed),
        Command::Return(judge) => self::judge(judge, Outcome::Returned),
    }
}

/// Every row of books in which something is declared that an office confirms.
fn declared(office: &Office) -> Result<Vec<TaskRow>, FoldError> {
    let today = office.now().day();
    let window = Window { offset: 0, limit: MOST };
    let filter = TaskFilter::default();
    let rows = office.views().read(office.log(), |db, _| {
        Ok(tables::task_rows(db, &filter, Sort::Plan, window, today)?.0)
    })?;
    Ok(rows.into_iter().filter(|row| row.review.state != ReviewState::Nothing).collect())
}

fn list(arguments: &List) -> Result<Ended, Failed> {
    let office = book::open(&arguments.data.data)?;
    let known = Known::read(office.log())?;
    let mut rows = vec![messages::RESULT_HEAD.map(str::to_owned)];
    for row in declared(&office)? {
        if arguments.all || row.review.state == ReviewState::Waiting {
            rows.push(line(&known, &row));
        }
    }
    print::table(&rows)?;
    Ok(Ended::Done)
}

fn line(known: &Known, row: &TaskRow) -> [String; 5] {
    let unit = known.units.get(&row.unit);
    [
        unit.map_or_else(|| row.unit.to_string(), |unit| unit.entry.name.clone()),
        row.number.clone(),
        row.title.clone(),
        messages::review(row.review.state).to_owned(),
        row.review.comment.clone().unwrap_or_default(),
    ]
}

fn judge(arguments: &Judge, outcome: Outcome) -> Result<Ended, Failed> {
    let office = book::open(&arguments.data.data)?;
    let known = Known::read(office.log())?;
    let clerk = plan::clerk(&known, Some(&arguments.clerk))?;
    let unit = book::unit(&known, &arguments.unit)?.id;
    let Some(judged) = find(&office, unit, &arguments.task)? else {
        print::line(messages::nothing_declared(&arguments.task))?;
        return Ok(Ended::Doubtful);
    };
    let Judge { reason, all_the_same, .. } = arguments;
    let said = Said { outcome, comment: reason, all_the_same: *all_the_same };
    match office.judge(&judged, &said, clerk) {
        Ok(()) => {
            print::line(messages::judged(outcome, &arguments.task))?;
            Ok(Ended::Done)
        }
        Err(error) => match messages::not_judged(&error) {
            Some(why) => {
                print::line(why)?;
                Ok(Ended::Doubtful)
            }
            None => Err(failed(error)),
        },
    }
}

fn failed(error: ReviewError) -> Failed {
    Box::new(error)
}

/// What the unit's newest book says of the task, by its number in the plan or its id.
fn find(office: &Office, unit: UnitId, task: &str) -> Result<Option<Judged>, Failed> {
    let rows = declared(office)?;
    let meant =
        |row: &&TaskRow| row.unit == unit && (row.number == task || row.task.to_string() == task);
    let Some(row) = rows.iter().rfind(meant) else { return Ok(None) };
    let name: Result<_, LogError> = office.log().read(|log| log.name_of(&row.book));
    let key = RegisterKey::new(row.task, "status");
    let register =
        office.views().read(office.log(), |db, _| Ok(tables::register(db, row.book, &key)?))?;
    let shown = register.claims().next().map(|shown| shown.edit);
    let judged =
        |(name, edit): (DocumentName, _)| Judged { unit, year: name.year, task: row.task, edit };
    Ok(name?.zip(shown).map(judged))
}
