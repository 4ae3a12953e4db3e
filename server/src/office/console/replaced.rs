//! The page of replaced values: whose number is not the one that is shown?

use maud::{Markup, html};

use super::apart::{book, strip, title};
use super::glyphs::Glyph;
use super::history::mark;
use super::layout::{AREA_PATH, Here, Page, REPLACED_PATH, crumbs};
use super::messages::{self, history as history_words, replaced as words, unit as unit_words};
use super::said::{more, said};
use super::view::{Crumb, Href, NowLine, Reader, ReplacedLine, ReplacedView, Value};
use super::{numbers, text};

/// A part of the list of replaced values, as a whole HTML document.
pub fn replaced_page(view: &ReplacedView, reader: &Reader) -> String {
    let content = html! {
        (crumbs(&[Crumb { name: None, href: Href::local(AREA_PATH) }], words::TITLE))
        div.head { h1 { (words::TITLE) } p.m { (words::total(view.total)) } }
        @if let Some(only) = &view.only {
            p.m.limit {
                (messages::apart::ONLY) " "
                @match &only.href {
                    Some(page) => a href=(page.as_str()) { (text::name(&only.name)) },
                    None => (text::name(&only.name)),
                }
                " · " a href=(REPLACED_PATH) { (messages::apart::ALL) }
            }
        }
        @if view.rows.is_empty() {
            div.note { @for line in words::EMPTY { p { (line) } } }
        } @else {
            p.m { (words::ABOUT) }
            ul.book.wide-book.apart { @for row in &view.rows { (line(row)) } }
            (parts(view))
        }
    };
    let strip = Some(strip(view.as_of));
    let (office, here) = (Some(view.office_name.as_str()), Here::Below(AREA_PATH));
    Page { title: words::TITLE, office, reader: Some(reader), here, strip, content }.render()
}

fn line(row: &ReplacedLine) -> Markup {
    let unnamed = || unit_words::UNNAMED;
    html! {
        li {
            span { (Glyph::TwoValues.draw()) }
            div {
                p {
                    @match row.history.as_ref().map(Href::as_str) {
                        Some(page) => a.b href=(page) { (text::name(&title(&row.subject))) },
                        None => b { (text::name(&title(&row.subject))) },
                    }
                }
                p {
                    span.tag.none { (words::MINE) } " " (value(&row.mine)) " · "
                    (text::name(row.by.as_deref().unwrap_or_else(unnamed)))
                    @if let Some(phone) = &row.phone {
                        " · " (history_words::PHONE) " " (mark(phone))
                    }
                }
                @for now in &row.now { (shown(now)) }
                p.m {
                    (book(row.book.as_ref()))
                    @if let Some(at) = row.received {
                        " · " (history_words::received(&numbers::moment(at)))
                    }
                }
            }
        }
    }
}

fn shown(now: &NowLine) -> Markup {
    html! {
        p {
            span.tag.acc { (words::NOW) } " " (value(&now.value)) " · "
            (text::name(now.by.as_deref().unwrap_or(unit_words::UNNAMED)))
        }
    }
}

fn value(value: &Value) -> Markup {
    html! {
        b { (said(value)) }
        @if let Some(more) = more(value) { " “" (text::name(&more.replace('\n', " "))) "”" }
    }
}

fn parts(view: &ReplacedView) -> Markup {
    let query = view.only.as_ref().map(|only| format!("{}&", only.query)).unwrap_or_default();
    html! {
        @if view.parts > 1 {
            nav.parts aria-label=(messages::phones::PARTS) {
                @for part in 1..=view.parts {
                    a href={ (REPLACED_PATH) "?" (query) "phan=" (part) }
                        aria-current=[(part == view.part).then_some("page")] {
                        (messages::phones::part(part))
                    }
                }
            }
        }
    }
}
