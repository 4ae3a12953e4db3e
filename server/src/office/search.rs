//! What the page of hits shows.

use std::ops::Range;

use rusqlite::Connection;

use super::{
    fold::FoldError,
    heard::Heard,
    paths::search_path,
    subject::book_name,
    unit::office_name,
    view::{HitLine, HitOf, Href, SearchProblem, SearchView},
};
use soviec_core::{
    model::{Query, QueryError},
    store::tables::{self, Hit, HitKind, Scope, Window},
};

/// Hits of one part.
const PART: u32 = 25;
/// Nobody reads further: other words find sooner.
const PARTS: u32 = 200;
/// The most bytes of a text on the page, and how many of them stand before the first hit.
const EXCERPT: usize = 360;
const BEFORE: usize = 80;

/// A part of the hits, from 1.
pub(super) fn search_view(
    db: &Connection,
    heard: &Heard<'_>,
    typed: String,
    part: u32,
) -> Result<SearchView, FoldError> {
    let part = part.clamp(1, PARTS);
    let (problem, mut hits) = match Query::parse(&typed) {
        Ok(query) => {
            // One more tells whether another part follows.
            let window = Window { offset: (part - 1) * PART, limit: PART + 1 };
            (None, tables::search(db, &query, Scope::All, window)?)
        }
        Err(QueryError::Empty) => (Some(SearchProblem::Empty), Vec::new()),
        Err(QueryError::TooLong) => (Some(SearchProblem::TooLong), Vec::new()),
    };
    let more = hits.len() > PART as usize && part < PARTS;
    hits.truncate(PART as usize);
    let to = |part: u32| Href::local(&search_path(&typed, part));
    Ok(SearchView {
        as_of: heard.as_of.local(),
        office_name: office_name(db, heard)?,
        problem,
        hits: hits.into_iter().map(|hit| line(db, hit)).collect::<Result<_, _>>()?,
        part,
        before: (part > 1).then(|| to(part - 1)).flatten(),
        after: more.then(|| to(part + 1)).flatten(),
        typed,
    })
}

fn line(db: &Connection, hit: Hit) -> Result<HitLine, FoldError> {
    let of = match hit.kind {
        HitKind::Task => HitOf::Task,
        HitKind::Item(_) => HitOf::Item,
        HitKind::Note(_) => HitOf::Note,
    };
    let mut parts = parts(&hit.text, &hit.ranges);
    let task = format!("{} {}", hit.number, hit.title).trim().to_owned();
    if of == HitOf::Task && !hit.number.is_empty() {
        parts.insert(0, (format!("{} ", hit.number), false));
    }
    Ok(HitLine {
        parts,
        task: (of != HitOf::Task).then_some(task),
        book: book_name(db, hit.unit)?,
        elsewhere: hit.elsewhere,
        of,
    })
}

/// The text around the first hit, cut where hits begin and end.
fn parts(text: &str, ranges: &[Range<usize>]) -> Vec<(String, bool)> {
    let (start, end) = excerpt(text, ranges.first().map_or(0, |range| range.start));
    let (mut parts, mut at) = (Vec::new(), start);
    let mut add = |from: usize, to: usize, marked| {
        parts.extend(text.get(from..to).filter(|part| !part.is_empty()).map(|part| {
            // A line's end is a blank on the page.
            (part.replace('\n', " "), marked)
        }));
    };
    for range in ranges.iter().filter(|range| range.start >= start && range.end <= end) {
        add(at, range.start, false);
        add(range.start, range.end, true);
        at = range.end;
    }
    add(at, end, false);
    if start > 0 {
        parts.insert(0, ("…".to_owned(), false));
    }
    if end < text.len() {
        parts.push(("…".to_owned(), false));
    }
    parts
}

/// The bytes of a text to show: all of it, or what stands around a place.
fn excerpt(text: &str, first: usize) -> (usize, usize) {
    if text.len() <= EXCERPT {
        return (0, text.len());
    }
    let start = boundary(text, first.saturating_sub(BEFORE));
    (start, boundary(text, start + EXCERPT))
}

/// The border of a character at a byte or before it.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_the_text_again_and_mark_what_answers() {
        let text = "Bà con hỏi\nvề Đề án, hẹn tối";
        let query = Query::parse("de an").unwrap();
        let made = parts(text, &query.ranges(text));
        let whole: String = made.iter().map(|(part, _)| part.as_str()).collect();
        assert_eq!(whole, text.replace('\n', " "));
        let marked: Vec<_> = made.iter().filter(|(_, marked)| *marked).collect();
        assert_eq!(marked.iter().map(|(part, _)| part.as_str()).collect::<Vec<_>>(), ["Đề", "án"]);
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_hit() {
        let text = format!("{} Đề án {}", "ệ ".repeat(400), "ộ ".repeat(400));
        let query = Query::parse("de an").unwrap();
        let made = parts(&text, &query.ranges(&text));
        let whole: String = made.iter().map(|(part, _)| part.as_str()).collect();
        assert!(whole.len() < 400 && whole.starts_with('…') && whole.ends_with('…'));
        assert_eq!(made.iter().filter(|(_, marked)| *marked).count(), 2);
    }
}
