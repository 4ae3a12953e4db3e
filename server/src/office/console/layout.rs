//! What every page has around its content: head, navigation, the strip of the moment.

use maud::{DOCTYPE, Markup, html};

use super::glyphs::{self, Glyph};
use super::view::{Crumb, Reader, Waiting};
use super::{messages, numbers, style_href, text};

/// The path of the page of the area, to which head and navigation lead.
pub const AREA_PATH: &str = "/toan-canh";

/// The path of the lists of what waits for a decision.
pub const APART_PATH: &str = "/can-quyet-dinh";

/// The path of the page on which results are confirmed or given back.
pub const REVIEW_PATH: &str = "/xac-nhan";

/// The path of the list of replaced values.
pub const REPLACED_PATH: &str = "/bi-thay";

/// The path of the list of phones.
pub const PHONES_PATH: &str = "/dien-thoai";

/// The path of the page of hits.
pub const SEARCH_PATH: &str = "/tim";

/// Where the form that ends a session goes.
pub const SIGN_OUT_PATH: &str = "/thoat";

/// The pages that exist. A page that is not built yet has no link.
const PAGES: [(&str, &str); 4] = [
    (messages::AT_A_GLANCE, AREA_PATH),
    (messages::review::NAV, REVIEW_PATH),
    (messages::apart::TITLE, APART_PATH),
    (messages::phones::TITLE, PHONES_PATH),
];

/// One page, ready to be put into its frame.
pub(super) struct Page<'a> {
    /// The title of the window; clean text.
    pub(super) title: &'a str,
    /// The office that signs the page; an error page may not know it.
    pub(super) office: Option<&'a str>,
    /// The clerk who looks; an error page may have none.
    pub(super) reader: Option<&'a Reader>,
    /// How the navigation marks the page.
    pub(super) here: Here,
    /// The strip under the head: the moment and the gaps.
    pub(super) strip: Option<Markup>,
    /// What stands in `main`.
    pub(super) content: Markup,
}

/// Where the page stands to those of the navigation.
#[derive(Clone, Copy)]
pub(super) enum Here {
    /// It is this page.
    At(&'static str),
    /// It is reached through this page, which stays marked.
    Below(&'static str),
    /// It has no place there: an error.
    Nowhere,
}

impl Here {
    fn mark(self, path: &str) -> Option<&'static str> {
        match self {
            Self::At(here) if here == path => Some("page"),
            Self::Below(here) if here == path => Some("true"),
            _ => None,
        }
    }
}

impl Page<'_> {
    /// The whole document.
    pub(super) fn render(&self) -> String {
        let document = html! {
            (DOCTYPE)
            html lang="vi" {
                (head(self.title))
                body {
                    (glyphs::definitions())
                    a.vh href="#noidung" { (messages::SKIP) }
                    (top(self.office, self.reader))
                    (navigation(self.here, self.reader))
                    @if let Some(strip) = &self.strip { (strip) }
                    main.w #noidung tabindex="-1" { (self.content) }
                }
            }
        };
        document.into_string()
    }
}

pub(super) fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            title { (messages::window_title(title)) }
            // Without a picture of its own a page would send the browser after /favicon.ico.
            link rel="icon" href="data:,";
            link rel="stylesheet" href=(style_href());
        }
    }
}

fn top(office: Option<&str>, reader: Option<&Reader>) -> Markup {
    html! {
        header.top {
            div.w {
                a.brand href=(AREA_PATH) { (Glyph::Logo.draw()) (messages::PRODUCT) }
                @if reader.is_some() { (find()) }
                div.who {
                    @if let Some(office) = office { p { b { (text::name(office)) } } }
                    @if let Some(reader) = reader { (sign_out(reader)) }
                }
            }
        }
    }
}

/// The field that searches all books; it is left by Enter, so it needs no button here.
fn find() -> Markup {
    let field = messages::search::FIELD;
    html! {
        form.find role="search" action=(SEARCH_PATH) {
            input type="search" name="q" aria-label=(field) placeholder=(field);
        }
    }
}

/// Who is signed in, and the way out.
fn sign_out(reader: &Reader) -> Markup {
    html! {
        form method="post" action=(SIGN_OUT_PATH) {
            (text::name(&reader.name)) " · "
            input type="hidden" name="token" value=(reader.token);
            button.link { (messages::sign_in::LEAVE) }
        }
    }
}

fn navigation(here: Here, reader: Option<&Reader>) -> Markup {
    let decisions = reader.and_then(|reader| reader.waiting).map_or(0, Waiting::decisions);
    html! {
        nav.nav aria-label=(messages::MAIN_NAV) {
            ul.w {
                @for (word, path) in PAGES {
                    li {
                        a href=(path) aria-current=[here.mark(path)] {
                            (word)
                            @if path == APART_PATH && decisions > 0 {
                                " " span.num { (numbers::count(decisions)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way to a page from the area down; what it is itself stands last.
pub(super) fn crumbs(way: &[Crumb], last: &str) -> Markup {
    html! {
        nav.crumb aria-label=(messages::PLACE_NAV) {
            @for crumb in way {
                @let name = crumb.name.as_deref().unwrap_or(messages::AT_A_GLANCE);
                @match &crumb.href {
                    Some(page) => a href=(page.as_str()) { (text::name(name)) },
                    None => (text::name(name)),
                }
                " › "
            }
            (text::name(last))
        }
    }
}
