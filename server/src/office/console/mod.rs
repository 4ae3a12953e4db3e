//! The pages of the console, as pure functions from a view to HTML.
//!
//! A page asks the browser for one more thing, the stylesheet of this module, and for nothing
//! from outside: no script, no image, and no font. The fonts are the system's own ("Segoe UI" on
//! Windows, Roboto and Noto elsewhere), because they draw stacked Vietnamese marks well and cost
//! an old office PC no download. No element carries a `style` attribute: bars are drawn in SVG,
//! so a content policy of `default-src 'none'; style-src 'self'; img-src data:` fits every page.

use super::view;

mod apart;
mod area;
mod decide;
mod entry;
mod fault;
mod history;
mod phones;
mod replaced;
mod review;
mod search;
mod sign_in;
mod unit;

mod checklist;
mod filters;
mod flags;
mod layout;
mod lists;
mod summary;
mod table;

mod bar;
mod columns;
mod glyphs;

mod messages;
mod numbers;
mod said;
mod style;
mod text;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_apart;
#[cfg(test)]
mod sample_search;
#[cfg(test)]
mod sample_unit;
#[cfg(test)]
mod tests;

pub use apart::apart_page;
pub(super) use apart::path as apart_path;
pub use area::area_page;
pub use entry::entry_page;
pub use fault::{Fault, error_page};
pub use history::history_page;
pub use layout::{
    APART_PATH, AREA_PATH, PHONES_PATH, REPLACED_PATH, REVIEW_PATH, SEARCH_PATH, SIGN_OUT_PATH,
};
pub use messages::{area_name, plan_line, unit_words};
pub use phones::phones_page;
pub use replaced::replaced_page;
pub use review::reviews_page;
pub use search::search_page;
pub use sign_in::{Problem, SIGN_IN_PATH, SignIn, sign_in_page};
pub use style::{style_href, stylesheet};
pub use unit::unit_page;
