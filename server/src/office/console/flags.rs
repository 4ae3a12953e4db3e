//! What the office should look at, as marks under a head or in a row.

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::history::mark;
use super::messages::{flags as words, history as history_words};
use super::view::FlagLine;

/// The marks; nothing when nothing is odd.
pub(super) fn marks(flags: &[FlagLine]) -> Markup {
    html! {
        @for flag in flags {
            " "
            span.tag.late { (Glyph::Clock.draw()) (words::odd(flag.odd)) }
            @if let Some(phone) = &flag.phone { " " (history_words::PHONE) " " (mark(phone)) }
        }
    }
}

/// The marks in a line of their own, with what they are.
pub(super) fn line(flags: &[FlagLine]) -> Markup {
    html! { @if !flags.is_empty() { p { (words::LOOK) (marks(flags)) } } }
}
