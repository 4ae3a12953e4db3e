//! What the page of declared results shows, and what its form names.

use rusqlite::Connection;

use super::{
    fold::FoldError,
    heard::Heard,
    names::Names,
    paths::{history_path, unit_path},
    review::Judged,
    said::said,
    subject::book_of,
    unit::office_name,
    view::{Href, ReviewDue, ReviewLine, ReviewProblem, ReviewsView},
};
use soviec_core::{
    fold::Status,
    model::{ChangeHash, DeadlineKind, RegisterKey},
    store::tables::{self, ReviewState, Sort, TaskFilter, TaskRow, Window},
};

/// Results of one part of the list.
const PART: u32 = 25;

/// What a page of results is asked for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct ReviewsAsked {
    /// Which part, from 1; one that does not exist is the last.
    pub(super) part: u32,
    /// The result that the form is about.
    pub(super) picked: Option<String>,
}

/// What a clerk typed, and why it came to nothing.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) comment: String,
    pub(super) problem: Option<ReviewProblem>,
}

/// A part of the list of what waits.
pub(super) fn reviews_view(
    db: &Connection,
    heard: &Heard<'_>,
    names: &Names<'_>,
    asked: &ReviewsAsked,
    typed: Typed,
) -> Result<ReviewsView, FoldError> {
    let today = heard.as_of.day();
    let filter = TaskFilter { review: Some(ReviewState::Waiting), ..TaskFilter::default() };
    let window = |part: u32| Window { offset: (part - 1) * PART, limit: PART };
    let part = asked.part.max(1);
    let (mut rows, total) = tables::task_rows(db, &filter, Sort::Deadline, window(part), today)?;
    let parts = total.div_ceil(PART).max(1);
    if part > parts {
        rows = tables::task_rows(db, &filter, Sort::Deadline, window(parts), today)?.0;
    }
    let lines = rows.iter().filter_map(|row| line(db, names, row).transpose());
    let rows = lines.collect::<Result<Vec<_>, _>>()?;
    let picked = asked.picked.as_ref().and_then(|key| rows.iter().position(|row| row.key == *key));
    Ok(ReviewsView {
        as_of: heard.as_of.local(),
        office_name: office_name(db, heard)?,
        total,
        picked: picked.or((!rows.is_empty()).then_some(0)),
        rows,
        part: part.min(parts),
        parts,
        comment: typed.comment,
        problem: typed.problem,
    })
}

fn line(
    db: &Connection,
    names: &Names<'_>,
    row: &TaskRow,
) -> Result<Option<ReviewLine>, FoldError> {
    let key = RegisterKey::new(row.task, "status");
    let register = tables::register(db, row.book, &key)?;
    let place = book_of(db, row.book)?;
    let (Some(shown), Some((unit, year))) = (register.claims().next(), place) else {
        return Ok(None);
    };
    let judged = Judged { unit, year, task: row.task, edit: shown.edit };
    let by = shown.officer.map(|officer| names.of(officer)).transpose()?.flatten();
    let name = tables::unit(db, unit)?.map(|unit| unit.name).unwrap_or_default();
    Ok(Some(ReviewLine {
        key: key_of(&judged),
        unit: name,
        unit_page: Href::local(&unit_path(unit)),
        number: row.number.clone(),
        task: row.title.clone(),
        declared: said(&key, &shown.value),
        due: due(row),
        by,
        on: row.declared.map(|(_, on)| on.short()).unwrap_or_default(),
        history: Href::local(&history_path(unit, &key)),
    }))
}

fn due(row: &TaskRow) -> ReviewDue {
    match (row.kind, row.last_day) {
        _ if row.status == Status::DoneLate => ReviewDue::Late,
        (DeadlineKind::Ongoing, _) => ReviewDue::Ongoing,
        (_, Some(_)) => ReviewDue::InTime,
        (_, None) => ReviewDue::Undated,
    }
}

/// What a form names a result by.
fn key_of(judged: &Judged) -> String {
    let Judged { unit, year, task, edit } = judged;
    format!("{unit}.{year}.{task}.{edit}")
}

/// The result that a form names.
pub(super) fn judged_of(key: &str) -> Option<Judged> {
    let mut parts = key.split('.');
    let mut next = || parts.next();
    let judged = Judged {
        unit: next()?.parse().ok()?,
        year: next()?.parse().ok()?,
        task: next()?.parse().ok()?,
        edit: next()?.parse::<ChangeHash>().ok()?,
    };
    parts.next().is_none().then_some(judged)
}
