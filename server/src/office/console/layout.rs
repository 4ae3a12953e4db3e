//! What every page has around its content: head, navigation, the strip of the moment.

use maud::{DOCTYPE, Markup, html};

use super::glyphs::{self, Glyph};
use super::{messages, style_href, text};

/// The path of the page of the area, to which head and navigation lead.
pub const AREA_PATH: &str = "/toan-canh";

/// The pages that exist. A page that is not built yet has no link.
const PAGES: [(&str, &str); 1] = [(messages::AT_A_GLANCE, AREA_PATH)];

/// One page, ready to be put into its frame.
pub(super) struct Page<'a> {
    /// The title of the window; clean text.
    pub(super) title: &'a str,
    /// The office that signs the page; an error page may not know it.
    pub(super) office: Option<&'a str>,
    /// How the navigation marks the page.
    pub(super) here: Here,
    /// The strip under the head: the moment and the gaps.
    pub(super) strip: Option<Markup>,
    /// What stands in `main`.
    pub(super) content: Markup,
}

/// Where the page stands to the one page of the navigation.
#[derive(Clone, Copy)]
pub(super) enum Here {
    /// It is that page.
    This,
    /// It is reached through that page, which stays marked.
    Below,
    /// It has no place there: an error.
    Nowhere,
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
                    (top(self.office))
                    (navigation(self.here))
                    @if let Some(strip) = &self.strip { (strip) }
                    main.w #noidung tabindex="-1" { (self.content) }
                }
            }
        };
        document.into_string()
    }
}

fn head(title: &str) -> Markup {
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

fn top(office: Option<&str>) -> Markup {
    html! {
        header.top {
            div.w {
                a.brand href=(AREA_PATH) { (Glyph::Logo.draw()) (messages::PRODUCT) }
                @if let Some(office) = office { p.who { (text::name(office)) } }
            }
        }
    }
}

fn navigation(here: Here) -> Markup {
    let current = match here {
        Here::This => Some("page"),
        Here::Below => Some("true"),
        Here::Nowhere => None,
    };
    html! {
        nav.nav aria-label=(messages::MAIN_NAV) {
            ul.w {
                @for (word, path) in PAGES {
                    li { a href=(path) aria-current=[current] { (word) } }
                }
            }
        }
    }
}
