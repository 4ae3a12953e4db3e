//! The pages for what went wrong, in one breath of three parts: what happened, what is safe,
//! what to do.

use maud::html;

use super::layout::{AREA_PATH, Here, Page};
use super::messages::{self, Trouble};
use super::view::Reader;

/// Why there is no page to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands at this address, or nothing that this office may see.
    NotFound,
    /// The form that was sent is not one of this session.
    Stale,
    /// The page could not be made; the reason belongs in the log, not on the page.
    Failed,
}

impl Fault {
    /// The HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Stale => 403,
            Self::Failed => 500,
        }
    }

    fn words(self) -> Trouble {
        match self {
            Self::NotFound => messages::NOT_FOUND,
            Self::Stale => messages::STALE,
            Self::Failed => messages::FAILED,
        }
    }
}

/// The page for a fault, as a whole HTML document. Nothing that was asked for is repeated on it.
pub fn error_page(fault: Fault, office: Option<&str>, reader: Option<&Reader>) -> String {
    let Trouble { what, safe, next } = fault.words();
    let content = html! {
        div.note.fault {
            h1 { (what) }
            p { (safe) }
            p { (next) }
            p { a href=(AREA_PATH) { (messages::AT_A_GLANCE) } }
            p.m { (fault.status()) }
        }
    };
    Page { title: what, office, reader, here: Here::Nowhere, strip: None, content }.render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_is_safe_and_what_to_do() {
        for fault in [Fault::NotFound, Fault::Stale, Fault::Failed] {
            let page = error_page(fault, Some("Văn phòng <b>A</b>"), None);
            let Trouble { what, safe, next } = fault.words();
            for part in [what, safe, next, AREA_PATH, &fault.status().to_string()] {
                assert!(page.contains(part), "{part}");
            }
            assert!(page.contains("&lt;b&gt;A&lt;/b&gt;") && !page.contains("<b>A</b>"));
        }
    }
}
