//! The page of hits: where do books speak of this?

use maud::{Markup, html};

use super::apart::{book, strip};
use super::glyphs::Glyph;
use super::layout::{AREA_PATH, Here, Page, SEARCH_PATH, crumbs};
use super::messages::search as words;
use super::text;
use super::view::{Crumb, HitLine, Href, Reader, SearchView};

/// The hits of a search, as a whole HTML document.
pub fn search_page(view: &SearchView, reader: &Reader) -> String {
    let content = html! {
        (crumbs(&[Crumb { name: None, href: Href::local(AREA_PATH) }], words::TITLE))
        div.head {
            h1 { (words::TITLE) }
            @if !view.hits.is_empty() {
                p.m { (words::counted(view.hits.len(), view.part, view.after.is_some())) }
            }
        }
        (field(&view.typed))
        @match view.problem {
            Some(problem) => div.note { p { (words::problem(problem)) } },
            None if view.hits.is_empty() => {
                div.note { p { (text::clean(&words::nothing(&view.typed))) } }
            },
            None => ul.book.wide-book { @for hit in &view.hits { (line(hit)) } },
        }
        p.m { (words::HINT) }
        (parts(view))
    };
    let office = Some(view.office_name.as_str());
    let (strip, here) = (Some(strip(view.as_of)), Here::Below(AREA_PATH));
    Page { title: words::TITLE, office, reader: Some(reader), here, strip, content }.render()
}

/// The field with what was typed, to be changed and asked again.
fn field(typed: &str) -> Markup {
    html! {
        form.find role="search" action=(SEARCH_PATH) {
            input type="search" name="q" aria-label=(words::FIELD) value=(text::clean(typed));
            " " button { (words::TITLE) }
        }
    }
}

fn line(hit: &HitLine) -> Markup {
    let said = html! { bdi { @for (part, marked) in &hit.parts { (piece(part, *marked)) } } };
    html! {
        li {
            span { (Glyph::Logo.draw()) }
            div {
                p {
                    span.tag.none { (words::of(hit.of)) } " "
                    @match hit.book.as_ref().and_then(|book| book.href.as_ref()) {
                        Some(page) => a href=(page.as_str()) { (said) },
                        None => (said),
                    }
                }
                p.m {
                    @if let Some(task) = &hit.task { (text::name(task)) " · " }
                    (book(hit.book.as_ref()))
                    @if hit.elsewhere { " " (words::ELSEWHERE) }
                }
            }
        }
    }
}

fn piece(part: &str, marked: bool) -> Markup {
    let part = text::clean(part);
    html! { @if marked { mark { (part) } } @else { (part) } }
}

fn parts(view: &SearchView) -> Markup {
    html! {
        @if view.before.is_some() || view.after.is_some() {
            nav.parts aria-label=(words::PARTS) {
                @if let Some(before) = &view.before { a href=(before.as_str()) { (words::BEFORE) } }
                @if let Some(after) = &view.after { a href=(after.as_str()) { (words::AFTER) } }
            }
        }
    }
}
