//! Bars: a picture of counts, with the same counts in words for whoever does not see it.

use maud::{Markup, html};

use super::glyphs::ink;
use super::messages;
use super::view::{Counts, Share, State};

/// Dated tasks by state, each state with its own pattern.
pub(super) fn states(counts: Counts) -> Markup {
    let parts = State::ALL.map(|state| (ink(state), counts[state]));
    draw(&messages::counts_in_words(counts), &parts, counts.total())
}

/// The done part of a share; the rest stays empty.
pub(super) fn share(share: Share) -> Markup {
    draw(&messages::share_in_words(share), &[("done", share.done)], share.of)
}

fn draw(words: &str, parts: &[(&str, u32)], whole: u32) -> Markup {
    html! {
        svg class="bar" role="img" aria-label=(words) {
            @for (ink, start, part) in placed(parts) {
                rect x=(length(start, whole)) width=(length(part, whole)) height="100%"
                    fill={ "url(#p-" (ink) ")" } {}
            }
        }
    }
}

/// Every part that is not nothing, with what stands before it.
fn placed<'a>(parts: &'a [(&'a str, u32)]) -> impl Iterator<Item = (&'a str, u32, u32)> {
    let starts = parts.iter().scan(0_u32, |next, &(_, part)| {
        let start = *next;
        *next = next.saturating_add(part);
        Some(start)
    });
    let placed = parts.iter().zip(starts).map(|(&(ink, part), start)| (ink, start, part));
    placed.filter(|&(_, _, part)| part > 0)
}

/// A part of the bar's length. SVG takes a point for the decimals, whatever the language.
fn length(part: u32, whole: u32) -> String {
    let percent = 100.0 * f64::from(part) / f64::from(whole.max(1));
    format!("{percent:.2}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_follow_one_another() {
        let counts = Counts { on_time: 1, overdue: 3, ..Counts::default() };
        let bar = states(counts).into_string();
        assert_eq!(bar.matches("<rect").count(), 2);
        assert!(bar.contains(r#"x="0.00%" width="25.00%" height="100%" fill="url(#p-done)""#));
        assert!(bar.contains(r#"x="25.00%" width="75.00%" height="100%" fill="url(#p-over)""#));
    }

    #[test]
    fn an_empty_bar_says_so_in_words() {
        let bar = share(Share::default()).into_string();
        assert!(!bar.contains("<rect"));
        assert!(bar.contains(&messages::share_in_words(Share::default())));
    }
}
