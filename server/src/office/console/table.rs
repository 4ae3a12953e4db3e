//! The table of units: one row each, and the sums of the same rows.

use maud::{Markup, html};

use super::columns::Columns;
use super::glyphs::Glyph;
use super::summary::anchor;
use super::view::{AreaView, Counts, Filter, Reason, Sent, Share, State, UnitRow};
use super::{bar, messages, numbers, text};

/// The table of a view that has rows. The frame scrolls by itself on a narrow screen, so it takes
/// the keyboard and has a name.
pub(super) fn units(view: &AreaView, caption: &str) -> Markup {
    let columns = Columns::of(view);
    html! {
        div.tw role="region" aria-label=(caption) tabindex="0" {
            table {
                caption.vh { (caption) }
                (columns.head(view))
                tbody { @for row in view.visible() { (unit(row, view, columns)) } }
                tfoot { (sums(view, columns)) }
            }
        }
    }
}

fn unit(row: &UnitRow, view: &AreaView, columns: Columns) -> Markup {
    html! {
        tr id=(anchor(&row.id)) {
            th scope="row" { (unit_name(row)) }
            @if columns.dated_bars { td.bars { (bar::states(row.counts)) } }
            @if columns.item_bars { td.bars { @if row.items_known() { (bar::share(row.items)) } } }
            @if columns.item_bars { td.r { (items(row)) } }
            @if columns.dated { (state_cells(row.counts)) }
            @if columns.ongoing { td.r { (ongoing(row.ongoing)) } }
            @if columns.items_alone() { td.r { (items(row)) } }
            td { (sent(row.sent, &view.words.below)) }
            @if columns.contact { td.r.m { (contact(row, view)) } }
        }
    }
}

/// The name, a link where there is a page, and the mark of entries with two values.
fn unit_name(row: &UnitRow) -> Markup {
    html! {
        @match &row.href {
            Some(page) => a href=(page.as_str()) { (text::name(&row.name)) },
            None => (text::name(&row.name)),
        }
        @if row.open_values > 0 { " " (two_values(row.open_values)) }
    }
}

/// The mark of a unit in which entries have two values.
pub(super) fn two_values(registers: u32) -> Markup {
    html! {
        span.tag.late {
            (Glyph::TwoValues.draw()) (messages::TWO_VALUES_SHORT)
            span.vh { ": " (messages::two_values(registers)) }
        }
    }
}

pub(super) fn items(row: &UnitRow) -> Markup {
    html! {
        @if row.items.of == 0 { span.zero { "0" } }
        @else if row.items_known() { (numbers::share(row.items)) }
        @else { (messages::UNKNOWN) "/" (numbers::count(row.items.of)) }
    }
}

fn state_cells(counts: Counts) -> Markup {
    html! { @for state in State::ALL { (state_cell(state, counts[state])) } }
}

/// A zero stands in the quieter ink; a number of overdue tasks in red.
fn state_cell(state: State, number: u32) -> Markup {
    let class = match (state, number) {
        (_, 0) => "r zero",
        (State::Overdue, _) => "r over b",
        _ => "r",
    };
    html! { td class=(class) { (numbers::count(number)) } }
}

fn ongoing(share: Share) -> Markup {
    html! { @if share.of == 0 { span.zero { "0" } } @else { (numbers::share(share)) } }
}

pub(super) fn sent(state: Sent, below: &str) -> Markup {
    let words = text::clean(&messages::sent(state, below));
    html! {
        @match state {
            Sent::Complete => span.m { (words) },
            _ => span.st.n.late { (Glyph::Quiet.draw()) (words) },
        }
    }
}

fn contact(row: &UnitRow, view: &AreaView) -> Markup {
    let shown = row.last_contact.map(|moment| numbers::moment_near(moment, view.as_of));
    html! {
        @match (shown, row.sent) {
            (Some(moment), _) => (moment),
            // The cell beside this one says it in words.
            (None, Sent::Missing(Reason::Never | Reason::NoPhone)) => "",
            (None, _) => (messages::UNKNOWN),
        }
    }
}

fn sums(view: &AreaView, columns: Columns) -> Markup {
    let totals = view.visible_totals();
    let filtered = view.filter != Filter::default();
    html! {
        tr {
            th scope="row" {
                @if filtered { (messages::filters::SUM) } @else { (messages::SUM) }
            }
            @if columns.dated_bars { td.bars { (bar::states(totals.counts)) } }
            @if columns.item_bars { td.bars { (bar::share(totals.items)) } }
            @if columns.item_bars { td.r { (numbers::share(totals.items)) } }
            @if columns.dated { (state_cells(totals.counts)) }
            @if columns.ongoing { td.r { (numbers::share(totals.ongoing)) } }
            @if columns.items_alone() { td.r { (numbers::share(totals.items)) } }
            td { (numbers::share(totals.sent)) }
            @if columns.contact { td {} }
        }
    }
}
