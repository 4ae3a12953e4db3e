//! The page of one edit that is not in its book: what does it say, what stands there now, and
//! what does the office decide?

use maud::{Markup, html};

use super::apart::{author, book, decision, path, strip, tag, times, title, why};
use super::layout::{APART_PATH, Here, Page, crumbs};
use super::messages::{apart as words, unit as unit_words};
use super::said::{day, more, said};
use super::view::{ApartLine, Crumb, EntryView, Href, NowLine, PutLine, Reader, Value, Which};
use super::{apart, decide, text};
use soviec_core::protocol::ChangeState;

/// The page of one edit, as a whole HTML document.
pub fn entry_page(view: &EntryView, reader: &Reader) -> String {
    let line = &view.line;
    let title = match line.puts.first() {
        Some(put) => text::clean(&title(&put.subject)),
        None => words::unreadable(line.size),
    };
    let content = html! {
        (way(line, &title))
        div.head.stacked {
            h1 { (title) " " (tag(line)) }
            p.m { (book(line.book.as_ref())) " · " (author(line)) }
            p.m { (times(line)) }
        }
        (decide::problem(view))
        (stands(view))
        (writes(line))
        (decide::form(view, reader))
        (below(view))
    };
    let (office, here) = (Some(view.office_name.as_str()), Here::Below(APART_PATH));
    let strip = Some(strip(view.as_of));
    Page { title: &title, office, reader: Some(reader), here, strip, content }.render()
}

fn way(line: &ApartLine, title: &str) -> Markup {
    let which = match line.state {
        _ if line.decided.is_some() => Which::Done,
        ChangeState::Held | ChangeState::Parked => Which::Held,
        ChangeState::Refused(_) => Which::Refused,
        _ => Which::Done,
    };
    let step = |name: &str, at: &str| Crumb { name: Some(name.to_owned()), href: Href::local(at) };
    let list = step(words::list(which), &path(which, None));
    crumbs(&[step(words::TITLE, APART_PATH), list], title)
}

/// How the edit stands: why it is kept out, or what was decided.
fn stands(view: &EntryView) -> Markup {
    let line = &view.line;
    html! {
        div.note.late-note {
            @match &line.decided {
                Some(decided) => (decision(decided)),
                None => p { (why(line.why)) },
            }
            @if let Some(parent) = &view.parent {
                p { a href=(parent.as_str()) { (words::PARENT) } }
            }
            @if line.decided.is_none() { p.m { (words::safe(line.why)) } }
        }
    }
}

/// Each register: what the edit says, beside what stands there now.
fn writes(line: &ApartLine) -> Markup {
    html! {
        @if !line.puts.is_empty() {
            div.tw.writes role="region" aria-label=(words::WRITES) tabindex="0" {
                table {
                    caption.vh { (words::WRITES) }
                    thead {
                        tr {
                            th scope="col" { (words::REGISTER) }
                            th scope="col" { (words::SAYS) }
                            th scope="col" { (words::NOW) }
                        }
                    }
                    tbody { @for put in &line.puts { (write(put)) } }
                }
            }
            @if line.writes > line.puts.len() {
                p.m { (words::more_writes(line.writes - line.puts.len())) }
            }
        }
    }
}

fn write(put: &PutLine) -> Markup {
    html! {
        tr {
            th scope="row" { (text::name(&title(&put.subject))) }
            td { (value(&put.value)) }
            td {
                @for now in &put.now { (stands_now(now)) }
                @if put.now.is_empty() { span.zero { (words::NOTHING_NOW) } }
                @if let Some(page) = &put.history {
                    p { a href=(page.as_str()) { (unit_words::HISTORY) } }
                }
            }
        }
    }
}

fn value(value: &Value) -> Markup {
    html! {
        b { (said(value)) }
        @if let Some(more) = more(value) {
            @for part in more.lines() { p { (text::name(part)) } }
        }
        @if let Some(day) = day(value) { p.m { (day.long()) } }
    }
}

fn stands_now(now: &NowLine) -> Markup {
    html! {
        div.declared {
            (value(&now.value))
            p.m { (text::name(now.by.as_deref().unwrap_or(unit_words::UNNAMED))) }
        }
    }
}

/// The edits that go where this one goes.
fn below(view: &EntryView) -> Markup {
    html! {
        @if !view.below.is_empty() {
            section.sec {
                h2 { (words::below(view.line.parked)) }
                ul.book.wide-book.apart {
                    @for line in &view.below {
                        li {
                            span { (apart::glyph(line.state).draw()) }
                            div {
                                p { (apart::link(line)) }
                                p.m { (author(line)) }
                                p.m { (times(line)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
