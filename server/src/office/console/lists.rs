//! The lists beside the table: what stands left of the red line says which state, what stands
//! right of it says who and why.

use maud::{Markup, html};

use super::apart::path;
use super::glyphs::Glyph;
use super::layout::REPLACED_PATH;
use super::summary::{GAPS_PLACE, anchor, gap_link};
use super::view::{AreaView, Gap, Href, Reader, UnitRow, Waiting, Which};
use super::{messages, text};

/// What waits for a decision of the office; nothing when nothing does.
pub(super) fn decisions(reader: Option<&Reader>, replaced: u32) -> Markup {
    let waiting = reader.and_then(|reader| reader.waiting).unwrap_or_default();
    let lists =
        [(Glyph::Hold, waiting.held, Which::Held), (Glyph::Apart, waiting.refused, Which::Refused)];
    html! {
        @if waiting.decisions() > 0 || replaced > 0 {
            section.sec {
                h2 { (messages::apart::TO_SEE) }
                ul.book {
                    @for (glyph, number, which) in lists {
                        @if number > 0 {
                            li {
                                span { (glyph.draw()) }
                                p { a href=(path(which, None)) { (counted(which, number)) } }
                            }
                        }
                    }
                    @if replaced > 0 {
                        li {
                            span { (Glyph::TwoValues.draw()) }
                            p {
                                a href=(REPLACED_PATH) { (messages::replaced::counted(replaced)) }
                                br; span.m { (messages::replaced::NOT_ACCEPTED) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// "3 mục đang giữ", "1 mục máy chủ không nhận".
pub(super) fn counted(which: Which, number: u32) -> String {
    match which {
        Which::Refused => messages::apart::not_taken(number),
        Which::Held | Which::Done => messages::apart::held(number),
    }
}

/// What waits of one unit or one phone, each number a link to its list.
pub(super) fn waiting(waiting: Waiting, query: &str) -> Markup {
    let lists = [(waiting.held, Which::Held), (waiting.refused, Which::Refused)];
    let shown = lists.into_iter().filter(|(number, _)| *number > 0);
    html! {
        @for (place, (number, which)) in shown.enumerate() {
            @if place > 0 { " · " }
            a href=(path(which, Some(query))) { (counted(which, number)) }
        }
    }
}

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
