//! Which columns a table has, and their heads.

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::messages;
use super::view::{AreaView, Level, State};

/// The columns of a table. A column in which no unit has anything assigned is left out.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// Dated tasks: a number per state.
    pub(super) dated: bool,
    /// Dated tasks: a bar. Only one bar stands in a row.
    pub(super) dated_bars: bool,
    /// Ongoing tasks.
    pub(super) ongoing: bool,
    /// Checklist items: done of assigned.
    items: bool,
    /// Checklist items: a bar before their figure, for villages, whose work they are.
    pub(super) item_bars: bool,
    /// The last contact; of a commune with many phones it would say little.
    pub(super) contact: bool,
}

impl Columns {
    /// The columns for a view.
    pub(super) fn of(view: &AreaView) -> Self {
        let totals = view.totals();
        let villages = matches!(view.level, Level::Commune(_));
        let (dated, items) = (totals.counts.total() > 0, totals.items.of > 0);
        let item_bars = villages && items;
        Self {
            dated,
            dated_bars: dated && !item_bars,
            ongoing: totals.ongoing.of > 0,
            items,
            item_bars,
            contact: villages,
        }
    }

    /// True when the items are a figure after the others, without a bar of their own.
    pub(super) fn items_alone(self) -> bool {
        self.items && !self.item_bars
    }

    /// The head of the table.
    pub(super) fn head(self, view: &AreaView) -> Markup {
        html! {
            thead {
                tr {
                    th scope="col" { (messages::UNIT) br; span.m { (messages::ROW_ORDER) } }
                    @if self.dated_bars {
                        th.bars scope="col" { (messages::dated_head(view.dated_per_unit())) }
                    }
                    @if self.item_bars {
                        th.bars scope="col" { (messages::ITEMS) }
                        (items_head())
                    }
                    @if self.dated { @for state in State::ALL { (state_head(state)) } }
                    @if self.ongoing {
                        th.r.light scope="col" {
                            (Glyph::Ongoing.draw()) (two_lines(messages::ONGOING))
                        }
                    }
                    @if self.items_alone() { (items_head()) }
                    th scope="col" { (messages::SENT) }
                    @if self.contact {
                        th.r.light scope="col" { (two_lines(messages::LAST_CONTACT)) }
                    }
                }
            }
        }
    }
}

/// The short word is for the eye, beside the glyph; a reader hears the full one.
fn state_head(state: State) -> Markup {
    html! {
        th.r.light scope="col" {
            (Glyph::Of(state).draw())
            span aria-hidden="true" { (messages::state_short(state)) }
            span.vh { (messages::state(state)) }
        }
    }
}

fn items_head() -> Markup {
    html! { th.r.light scope="col" { (two_lines(messages::ITEMS_SHARE)) } }
}

fn two_lines([first, second]: [&str; 2]) -> Markup {
    html! { (first) br; (second) }
}
