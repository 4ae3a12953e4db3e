//! The filters over a table of units: a plain form, which works without script and by keyboard.

use maud::{Markup, html};

use super::layout::AREA_PATH;
use super::messages::filters as words;
use super::view::{AreaView, Filter, Href, Level, Only, State};

/// The form, and what it leaves out.
pub(super) fn form(view: &AreaView) -> Markup {
    let filter = view.filter;
    let commune = commune(view);
    html! {
        form.fil method="get" action=(AREA_PATH) aria-label=(words::FILTERS) {
            @if let Some(commune) = commune { input type="hidden" name="xa" value=(commune); }
            label for="tt" { (words::ONLY) }
            select #tt name="tt" {
                option value="" { (words::ALL) }
                @for only in State::ALL.map(Only::State).into_iter().chain([Only::TwoValues]) {
                    option value=(only.key()) selected[filter.only == Some(only)] {
                        (words::only(only))
                    }
                }
            }
            span.box {
                input #thieu type="checkbox" name="thieu" value="1" checked[filter.gaps];
                label for="thieu" { (words::GAPS) }
            }
            button.btn.s { (words::APPLY) }
            @if filter != Filter::default() { a href=(cleared(commune)) { (words::CLEAR) } }
        }
        @if filter != Filter::default() {
            p.m { (words::filtered(view.visible().len(), view.rows.len())) }
        }
    }
}

/// The commune whose villages the table shows.
fn commune(view: &AreaView) -> Option<&str> {
    match &view.level {
        Level::Area => None,
        Level::Commune(commune) => Some(&commune.own.id.0),
    }
}

fn cleared(commune: Option<&str>) -> String {
    let page = commune.map_or(AREA_PATH.to_owned(), |id| format!("{AREA_PATH}?xa={id}"));
    // An id that is none cannot lead elsewhere.
    Href::local(&page).map_or(AREA_PATH.to_owned(), |href| href.as_str().to_owned())
}
