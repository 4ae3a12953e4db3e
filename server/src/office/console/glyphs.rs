//! The shapes that carry a state: a glyph beside its word, and a pattern in a bar.
//!
//! All shapes stand once in every page, as symbols; a use of one is a few bytes.

use maud::{Markup, PreEscaped, html};

use super::view::State;
use soviec_core::fold::Status;

/// A shape and the ink it is drawn in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A state of a dated task.
    Of(State),
    /// Ongoing tasks: a loop with a tick.
    Ongoing,
    /// Bound to an event that has not happened: an hourglass.
    Waiting,
    /// A crossed phone: the unit has not sent everything.
    Quiet,
    /// Two values of one entry: two sheets.
    TwoValues,
    /// Ongoing, and it does not go well: a loop with a minus.
    Weak,
    /// Written by a phone: an arrow upwards.
    Up,
    /// A clock that is wrong, or a paper that ends: an hourglass in the ink of a warning.
    Clock,
    /// A bare tick: nothing is missing.
    Check,
    /// Held by the office: a box with two bars.
    Hold,
    /// Laid aside because it could not be taken: a box with a cross.
    Apart,
    /// Given back: an arrow that turns.
    Back,
    /// The book.
    Logo,
}

impl Glyph {
    /// The id of the symbol.
    fn id(self) -> &'static str {
        match self {
            Self::Of(state) => ink(state),
            Self::Ongoing => "ong",
            Self::Waiting | Self::Clock => "wait",
            Self::Weak => "weak",
            Self::Up => "up",
            Self::Quiet => "quiet",
            Self::TwoValues => "two",
            Self::Check => "chk",
            Self::Hold => "hold",
            Self::Apart => "apart",
            Self::Back => "back",
            Self::Logo => "logo",
        }
    }

    fn ink(self) -> &'static str {
        match self {
            Self::Of(state) => ink(state),
            Self::Ongoing | Self::Check => "done",
            Self::Waiting => "none",
            Self::Up => "prog",
            Self::Quiet | Self::TwoValues | Self::Weak | Self::Clock | Self::Hold => "late",
            Self::Apart => "over",
            Self::Back => "none",
            Self::Logo => "acc",
        }
    }

    /// The glyph, hidden from readers: its word always stands beside it.
    pub(super) fn draw(self) -> Markup {
        html! {
            svg class={ "i " (self.ink()) } aria-hidden="true" { use href={ "#" (self.id()) } {} }
        }
    }

    /// The glyph and its word, the word not bold: for cells of a table.
    pub(super) fn beside_lightly(self, word: &str) -> Markup {
        html! { span class={ "st n " (self.ink()) } { (self.draw()) (word) } }
    }

    /// The glyph and its word, in the ink of the glyph.
    pub(super) fn beside(self, word: &str) -> Markup {
        html! { span class={ "st " (self.ink()) } { (self.draw()) (word) } }
    }
}

/// The glyph of a task's status.
pub(super) fn of_status(status: Status) -> Glyph {
    match status {
        Status::DoneOnTime => Glyph::Of(State::OnTime),
        Status::InProgress => Glyph::Of(State::InProgress),
        Status::DoneLate => Glyph::Of(State::Late),
        Status::Overdue => Glyph::Of(State::Overdue),
        Status::NotStarted | Status::Ongoing => Glyph::Of(State::NotStarted),
        Status::OngoingEffective => Glyph::Ongoing,
        Status::OngoingWeak => Glyph::Weak,
        Status::WaitingEvent => Glyph::Waiting,
    }
}

/// The class of the ink, the id of the symbol and of the pattern of a state.
pub(super) fn ink(state: State) -> &'static str {
    match state {
        State::OnTime => "done",
        State::InProgress => "prog",
        State::Late => "late",
        State::Overdue => "over",
        State::NotStarted => "none",
    }
}

/// The symbols and patterns, to stand once at the top of a page. It must not be hidden by
/// `display`: a pattern in a box that is not drawn is not drawn either.
pub(super) fn definitions() -> Markup {
    PreEscaped(include_str!("glyphs.svg").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_defined() {
        let defined = definitions().into_string();
        let mut used = vec![
            Glyph::Ongoing,
            Glyph::Waiting,
            Glyph::Quiet,
            Glyph::TwoValues,
            Glyph::Weak,
            Glyph::Up,
            Glyph::Clock,
            Glyph::Check,
            Glyph::Hold,
            Glyph::Apart,
            Glyph::Back,
            Glyph::Logo,
        ];
        used.extend(State::ALL.map(Glyph::Of));
        for glyph in used {
            assert!(defined.contains(&format!("<symbol id=\"{}\"", glyph.id())), "{}", glyph.id());
        }
        for state in State::ALL {
            assert!(
                defined.contains(&format!("<pattern id=\"p-{}\"", ink(state))),
                "{}",
                ink(state)
            );
        }
    }
}
