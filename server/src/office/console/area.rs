//! The page of an area and the page of one commune: who is behind, and is the picture complete?

use maud::{Markup, html};

use super::layout::{AREA_PATH, Here, Page, crumbs};
use super::view::{AreaView, Commune, Crumb, Level, Reader, Totals};
use super::{filters, lists, messages, summary, table, text};

/// The page of a view, for the area and for one commune alike, as a whole HTML document.
pub fn area_page(view: &AreaView, reader: Option<&Reader>) -> String {
    let title = title(view);
    let (here, content) = match &view.level {
        Level::Area => (Here::At(AREA_PATH), area(view, &title, reader)),
        Level::Commune(commune) => (Here::Below(AREA_PATH), one_commune(view, commune, &title)),
    };
    let strip = Some(summary::strip(view));
    let office = Some(view.office_name.as_str());
    Page { title: &title, office, reader, here, strip, content }.render()
}

fn title(view: &AreaView) -> String {
    text::clean(&match &view.level {
        Level::Area => messages::area_title(&view.area_name),
        Level::Commune(commune) => commune.own.name.clone(),
    })
}

fn area(view: &AreaView, title: &str, reader: Option<&Reader>) -> Markup {
    let totals = view.totals();
    let heading = messages::dated_of(totals, messages::UNITS);
    html! {
        div.head { h1 { (title) } p.m { (text::name(&view.plan_line)) } }
        @if view.rows.is_empty() { (no_rows(view)) }
        @else {
            div.cols {
                div {
                    (summary::states(&heading, totals.counts, None))
                    (units(view, totals, title))
                }
                aside {
                    (lists::decisions(reader, view.replaced))
                    (lists::gaps(view))
                    (lists::two_values(view))
                }
            }
        }
    }
}

fn one_commune(view: &AreaView, commune: &Commune, title: &str) -> Markup {
    let (totals, own) = (view.totals(), &commune.own);
    let heading = text::clean(&messages::dated_of(totals, &view.words.rows));
    html! {
        (crumbs(&way(view, commune), messages::VILLAGES))
        div.head {
            h1 { (title) }
            @if own.open_values > 0 { (table::two_values(own.open_values)) }
            p.m { (text::clean(&messages::commune_line(totals, &view.words.rows))) }
            p.m { (text::name(&view.plan_line)) }
        }
        div id=(summary::anchor(&own.id)) {
            (summary::states(
                &messages::dated_of_own(own.counts),
                own.counts,
                Some(summary::Others::of(own)),
            ))
        }
        @if view.rows.is_empty() { (no_rows(view)) }
        @else {
            div.cols {
                section.sec { h2 { (heading) } (units(view, totals, &heading)) }
                aside { (lists::gaps(view)) (lists::two_values(view)) }
            }
        }
    }
}

fn way(view: &AreaView, commune: &Commune) -> [Crumb; 2] {
    let area = messages::area_title(&view.area_name);
    [
        Crumb { name: Some(area), href: commune.area.clone() },
        Crumb { name: Some(commune.own.name.clone()), href: commune.own.href.clone() },
    ]
}

/// The table and what one must know to read it.
fn units(view: &AreaView, totals: Totals, caption: &str) -> Markup {
    let unknown = view.rows.iter().any(|row| row.items.of > 0 && !row.items_known());
    html! {
        (filters::form(view))
        @if view.visible().is_empty() { p.note { (messages::filters::NOTHING) } }
        @else { (table::units(view, caption)) }
        p.m.after {
            @if totals.ongoing.of > 0 { (messages::ONGOING_NOTE) " " }
            @if totals.waiting_event > 0 { (messages::waiting_note(totals.waiting_event)) " " }
            @if unknown { (messages::UNKNOWN_NOTE) }
        }
    }
}

fn no_rows(view: &AreaView) -> Markup {
    html! {
        div.note { @for line in messages::no_rows(&view.words.rows) { p { (text::clean(&line)) } } }
    }
}
