//! The page of one entry: which values are there, who wrote them?

use maud::{Markup, html};

use super::glyphs::{self, Glyph};
use super::layout::{AREA_PATH, Here, Page, crumbs};
use super::messages::{self, history as words, unit as unit_words};
use super::said::{day, more, said};
use super::view::{Crumb, Due, HistoryView, Href, PhoneMark, Reader, Standing, ValueLine};
use super::{numbers, text};

/// The page of an entry, as a whole HTML document.
pub fn history_page(view: &HistoryView, reader: &Reader) -> String {
    let title = text::clean(view.item.as_ref().unwrap_or(&view.task));
    let content = html! {
        (way(view))
        div.head.stacked {
            h1 { (title) }
            p.m {
                (words::kind(view.item.is_some())) " · "
                (text::name(&words::task(&view.number)))
                @if view.item.is_some() { ": " (text::name(&view.task)) }
                @if let Some(due) = &view.due { " · " (stands(due)) }
            }
        }
        @if view.open { (two_values(view)) }
        section.sec {
            h2 { (words::VALUES) }
            ul.book.wide-book { @for value in &view.values { (line(value)) } }
            p.m.after { (words::ORDER) }
        }
    };
    let (office, here) = (Some(view.office_name.as_str()), Here::Below(AREA_PATH));
    let strip = Some(strip(view));
    Page { title: &title, office, reader: Some(reader), here, strip, content }.render()
}

/// The plan's own words for the deadline, how the task stands, and the days.
fn stands(due: &Due) -> Markup {
    let status = unit_words::status(due.status, due.last_day.is_some());
    html! {
        @if !due.wording.is_empty() { (text::name(&due.wording)) " · " }
        (glyphs::of_status(due.status).beside(status))
        @if let Some(days) = due.days_left { ", " (unit_words::days_left(days)) }
    }
}

fn way(view: &HistoryView) -> Markup {
    let mut way: Vec<Crumb> = view.crumbs.clone();
    let last = match &view.item {
        Some(item) => {
            way.push(Crumb { name: Some(words::task(&view.number)), href: None });
            item.clone()
        }
        None => words::task(&view.number),
    };
    crumbs(&way, &last)
}

fn strip(view: &HistoryView) -> Markup {
    let [said, moment] = messages::as_of(view.as_of);
    html! {
        section.asof aria-label=(messages::SUMMARY_OF_GAPS) {
            div.w {
                p { (said) " " b { (moment) } }
                @if view.open { p { (Glyph::TwoValues.beside(messages::TWO_VALUES)) } }
            }
        }
    }
}

/// The values that stand, side by side and equal in size; the shown one by word and rule.
fn two_values(view: &HistoryView) -> Markup {
    let mut standing: Vec<_> =
        view.values.iter().filter(|value| value.standing != Standing::Replaced).collect();
    standing.sort_by_key(|value| value.standing != Standing::Shown);
    html! {
        section.sec {
            h2.with-glyph { (Glyph::TwoValues.draw()) (words::TWO_VALUES) }
            p.note.late-note { b { (words::OPEN_WHAT) } " " (words::OPEN_REST) }
            div.pair { @for value in standing { (card(value)) } }
        }
    }
}

fn card(value: &ValueLine) -> Markup {
    html! {
        div.on[value.standing == Standing::Shown] {
            (tag(value.standing))
            p.val { (said(&value.value)) }
            @if let Some(more) = more(&value.value) { p { (text::name(more)) } }
            p.m { (author(value)) br; (times(value)) }
        }
    }
}

fn line(value: &ValueLine) -> Markup {
    let glyph = if value.standing == Standing::Kept { Glyph::TwoValues } else { Glyph::Up };
    html! {
        li {
            span { (glyph.draw()) }
            div {
                p {
                    b {
                        (said(&value.value))
                        @if let Some(more) = more(&value.value) { ": " (text::name(more)) }
                    }
                    " " (tag(value.standing))
                    @if value.ahead {
                        " " span.tag.late { (Glyph::Clock.draw()) (words::CLOCK_AHEAD) }
                    }
                }
                p.m { (author(value)) (numbered(value)) }
                p.m { (times(value)) }
            }
        }
    }
}

fn tag(standing: Standing) -> Markup {
    let words = words::standing(standing);
    html! {
        @match standing {
            Standing::Shown => span.tag.acc { (Glyph::Check.draw()) (words) },
            Standing::Kept => span.tag.late { (words) },
            Standing::Replaced => span.tag.none { (words) },
        }
    }
}

fn author(value: &ValueLine) -> Markup {
    html! {
        (text::name(value.by.as_deref().unwrap_or(unit_words::UNNAMED))) " · "
        @match &value.phone {
            Some(phone) => { (words::PHONE) " " (mark(phone)) },
            None => (words::OFFICE),
        }
    }
}

pub(super) fn mark(phone: &PhoneMark) -> Markup {
    html! {
        @match phone.href.as_ref().map(Href::as_str) {
            Some(row) => a href=(row) { (phone.mark) },
            None => (phone.mark),
        }
    }
}

fn numbered(value: &ValueLine) -> Markup {
    html! {
        @if let Some(number) = value.client_seq { " · " (words::edit(number)) }
        @if let Some(seq) = value.seq { " · " (words::row(seq)) }
    }
}

/// The declared day, the author's clock and the office's, each in its words.
fn times(value: &ValueLine) -> Markup {
    let parts: Vec<String> = [
        day(&value.value).map(|day| words::declared_for(&day.long())),
        value.said.map(|at| words::said(&numbers::moment(at))),
        value.received.map(|at| words::received(&numbers::moment(at))),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! { (parts.join(" · ")) }
}
