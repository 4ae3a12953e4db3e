//! The answer at the top of a page: one wide bar, its legend, and the strip of gaps.

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::view::{AreaView, Counts, Gap, Href, Share, State, UnitKey, UnitRow};
use super::{bar, messages, numbers, text};

/// How many names the strip holds before it leads to the list.
const NAMES_IN_STRIP: usize = 6;

/// The place of the whole list of gaps on the page.
pub(super) const GAPS_PLACE: &str = "chua-gui-du";

/// The strip under the head: no figure without its moment and its gaps.
pub(super) fn strip(view: &AreaView) -> Markup {
    let [words, moment] = messages::as_of(view.as_of);
    let sent = view.totals().sent;
    let by = text::clean(&messages::sent_by(&view.words.rows));
    html! {
        section.asof aria-label=(messages::SUMMARY_OF_GAPS) {
            div.w {
                p { (words) " " b { (moment) } }
                @if sent.of > 0 {
                    p { b { (numbers::share(sent)) } " " (by) }
                }
                @if !view.gaps.is_empty() {
                    p { (messages::GAPS) ": " (gap_names(&view.gaps)) }
                } @else if sent.of > 0 && sent.done == sent.of {
                    p { (Glyph::Check.beside(messages::ALL_SENT)) }
                }
            }
        }
    }
}

pub(super) fn gap_names(gaps: &[Gap]) -> Markup {
    let rest = gaps.len().saturating_sub(NAMES_IN_STRIP);
    html! {
        @for (place, gap) in gaps.iter().take(NAMES_IN_STRIP).enumerate() {
            @if place > 0 { ", " }
            (gap_link(gap)) " (" (messages::reason(gap.reason)) ")"
        }
        @if rest > 0 { " " a href={ "#" (GAPS_PLACE) } { (messages::more_units(rest)) } }
    }
}

/// The name of a unit with a gap, leading to its page or else to its row.
pub(super) fn gap_link(gap: &Gap) -> Markup {
    let row = format!("#{}", anchor(&gap.unit));
    let target = gap.href.as_ref().map_or(row.as_str(), Href::as_str);
    html! { a href=(target) { (text::name(&gap.name)) } }
}

/// The anchor of a row.
pub(super) fn anchor(unit: &UnitKey) -> String {
    format!("dv-{}", text::clean(&unit.0))
}

/// Tasks without a date, which stand in no bar.
#[derive(Clone, Copy)]
pub(super) struct Others {
    /// Ongoing tasks.
    ongoing: Share,
    /// Ongoing tasks that do not go well, where they are counted.
    weak: u32,
    /// Tasks that wait for their event.
    waiting: u32,
}

impl Others {
    /// Those of a unit.
    pub(super) fn of(row: &UnitRow) -> Self {
        Self { ongoing: row.ongoing, weak: 0, waiting: row.waiting_event }
    }

    /// With the ongoing tasks that do not go well.
    pub(super) fn with_weak(self, weak: u32) -> Self {
        Self { weak, ..self }
    }
}

/// A wide bar with its legend.
pub(super) fn states(heading: &str, counts: Counts, others: Option<Others>) -> Markup {
    html! {
        section.sec {
            h2 { (heading) }
            @if counts.total() > 0 { div.wide { (bar::states(counts)) } }
            @else { p.m { (messages::NO_DATED) } }
            ul.legend {
                @if counts.total() > 0 {
                    @for state in State::ALL {
                        @let word = messages::state_after_number(state);
                        (entry(Glyph::Of(state), &numbers::count(counts[state]), word))
                    }
                }
                @if let Some(others) = others { (undated(others)) }
            }
        }
    }
}

fn undated(Others { ongoing, weak, waiting }: Others) -> Markup {
    html! {
        @if ongoing.of > 0 {
            (entry(Glyph::Ongoing, &numbers::share(ongoing), messages::ONGOING_AFTER_NUMBER))
        }
        @if weak > 0 {
            (entry(Glyph::Weak, &numbers::count(weak), messages::unit::WEAK_AFTER_NUMBER))
        }
        @if waiting > 0 {
            (entry(Glyph::Waiting, &numbers::count(waiting), messages::WAITING_AFTER_NUMBER))
        }
    }
}

fn entry(glyph: Glyph, figure: &str, word: &str) -> Markup {
    html! { li { (glyph.draw()) b { (figure) } " " (word) } }
}
