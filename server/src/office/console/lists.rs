//! The lists beside the table: what stands left of the red line says which state, what stands
//! right of it says who and why.

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::summary::{GAPS_PLACE, anchor, gap_link};
use super::view::{AreaView, Gap, Href, UnitRow};
use super::{messages, text};

/// Who has not sent everything, all of them.
pub(super) fn gaps(view: &AreaView) -> Markup {
    html! {
        section.sec #(GAPS_PLACE) {
            h2 { (messages::list_head(messages::GAPS, view.gaps.len())) }
            @if view.gaps.is_empty() { p.m { (messages::NO_GAPS) } }
            @else { ul.book { @for gap in &view.gaps { (gap_line(gap)) } } }
        }
    }
}

fn gap_line(gap: &Gap) -> Markup {
    html! {
        li {
            span { (Glyph::Quiet.draw()) }
            p { (gap_link(gap)) br; span.m { (messages::reason_in_full(gap.reason)) } }
        }
    }
}

/// The units in which entries have two values; nothing when there is none.
pub(super) fn two_values(view: &AreaView) -> Markup {
    let open: Vec<_> = view.rows.iter().filter(|row| row.open_values > 0).collect();
    html! {
        @if !open.is_empty() {
            section.sec {
                h2 { (messages::list_head(messages::TWO_VALUES, open.len())) }
                ul.book { @for row in &open { (two_values_line(row)) } }
                p.m.after { (messages::TWO_VALUES_RULE) }
            }
        }
    }
}

fn two_values_line(row: &UnitRow) -> Markup {
    let anchor = format!("#{}", anchor(&row.id));
    let target = row.href.as_ref().map_or(anchor.as_str(), Href::as_str);
    html! {
        li {
            span { (Glyph::TwoValues.draw()) }
            p {
                a href=(target) { (text::name(&row.name)) } br;
                span.m { (messages::two_values(row.open_values)) }
            }
        }
    }
}
