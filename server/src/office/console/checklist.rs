//! What unfolds under a task: its checklist and its notes. `details` needs no script.

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::messages::unit as words;
use super::text;
use super::view::{ItemLine, NoteLine, RoundLine, TaskLine, TickLine};
use soviec_core::model::Day;

/// The checklist and the notes of a task, folded.
pub(super) fn of(task: &TaskLine, as_of: Day) -> Markup {
    html! {
        details {
            summary { (words::folded(task.items, task.notes.len())) }
            @if !task.checklist.is_empty() {
                ul.checks { @for item in &task.checklist { (line(item, as_of)) } }
            }
            @if !task.notes.is_empty() {
                p.b { (words::NOTES) }
                ul.notes { @for note in &task.notes { (said(note, as_of)) } }
            }
        }
    }
}

fn line(item: &ItemLine, as_of: Day) -> Markup {
    html! {
        li {
            (glyph(item))
            span {
                span.vh { (words::item(item.done, item.open)) " " }
                @match &item.history {
                    Some(page) => a href=(page.as_str()) { (text::name(&item.title)) },
                    None => (text::name(&item.title)),
                }
                @for (place, tick) in item.ticks.iter().enumerate() {
                    span.m { (if place == 0 { " — " } else { "; " }) (ticked(tick, item, as_of)) }
                }
                @for round in &item.rounds { (counted(round, as_of)) }
            }
        }
    }
}

/// What was counted from house to house, with its history behind it.
fn counted(round: &RoundLine, as_of: Day) -> Markup {
    html! {
        br;
        span.m {
            (words::ROUND) " "
            @match &round.history {
                Some(page) => a href=(page.as_str()) { (round.words) },
                None => (round.words),
            }
            " — " (text::name(&words::by_on(round.by.as_deref(), round.on, as_of)))
        }
    }
}

fn glyph(item: &ItemLine) -> Markup {
    let id = match (item.open, item.done) {
        (true, _) => return Glyph::TwoValues.draw(),
        (false, true) => return Glyph::Check.draw(),
        (false, false) => "i box-empty",
    };
    html! { span class=(id) aria-hidden="true" {} }
}

fn ticked(tick: &TickLine, item: &ItemLine, as_of: Day) -> Markup {
    let before = match (tick.done, item.open) {
        (false, _) => words::UNTICKED,
        (true, true) => words::TICKED,
        (true, false) => "",
    };
    html! { (before) (text::name(&words::by_on(tick.by.as_deref(), tick.on, as_of))) }
}

/// A note keeps its lines.
fn said(note: &NoteLine, as_of: Day) -> Markup {
    html! {
        li {
            @for part in note.text.lines() { p { (text::name(part)) } }
            p.m { (text::name(&words::by_on(note.by.as_deref(), note.on, as_of))) }
        }
    }
}
