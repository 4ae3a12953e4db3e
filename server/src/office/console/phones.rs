//! The page of phones: which of them needs a call?

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::layout::{Here, PHONES_PATH, Page};
use super::messages::{self, phones as words};
use super::view::{Need, PhoneLine, PhonesView, Reader};
use super::{flags, lists, numbers, text};

/// The list of phones, or a part of it, as a whole HTML document.
pub fn phones_page(view: &PhonesView, reader: &Reader) -> String {
    let content = html! {
        div.head { h1 { (words::TITLE) } p.m { (words::totals(view.totals)) } }
        @if view.rows.is_empty() {
            div.note { @for line in words::EMPTY { p { (line) } } }
        } @else {
            (list(view))
            (parts(view))
            p.m.after { (words::NOTE) }
        }
    };
    let [said, moment] = messages::as_of(view.as_of);
    let strip = html! {
        section.asof aria-label=(messages::SUMMARY_OF_GAPS) {
            div.w { p { (said) " " b { (moment) } } }
        }
    };
    let (office, here) = (Some(view.office_name.as_str()), Here::At(PHONES_PATH));
    let page = Page {
        title: words::TITLE,
        office,
        reader: Some(reader),
        here,
        strip: Some(strip),
        content,
    };
    page.render()
}

fn list(view: &PhonesView) -> Markup {
    html! {
        div.tw role="region" aria-label=(words::TITLE) tabindex="0" {
            table.phones {
                caption.vh { (words::TITLE) }
                thead {
                    tr {
                        @for word in [words::PHONE, words::OFFICERS, words::UNIT, words::STATE,
                            words::LAST] { th scope="col" { (word) } }
                        @for word in [words::WAITING, words::DRIFT, words::VERSION] {
                            th.r scope="col" { (word) }
                        }
                        th scope="col" { (words::VALID_TO) }
                    }
                }
                tbody { @for phone in &view.rows { (line(phone)) } }
            }
        }
    }
}

fn line(phone: &PhoneLine) -> Markup {
    let drift = phone.need == Need::Drift;
    let paper = matches!(phone.need, Need::Expired | Need::EndsSoon);
    html! {
        tr id={ "may-" (phone.mark) } {
            th scope="row" { (phone.mark) }
            td { (text::name(&phone.officers.join(", "))) }
            td { (unit(phone)) }
            td {
                (need(phone.need))
                @if !phone.flags.is_empty() { br; (flags::marks(&phone.flags)) }
                @if let Some((waiting, query)) = &phone.apart {
                    @if waiting.decisions() > 0 { br; (lists::waiting(*waiting, query)) }
                }
            }
            td {
                @match phone.last {
                    Some(at) => (numbers::moment(at)),
                    None => (words::NEVER),
                }
            }
            td.r { (waiting(phone.waiting)) }
            td.r.late[drift] {
                @match phone.drift_ms {
                    Some(ms) => (words::drift(ms)),
                    None => (messages::UNKNOWN),
                }
            }
            td.r { (text::name(phone.app.as_deref().unwrap_or(messages::UNKNOWN))) }
            td.late[paper] { (phone.valid_to.long()) }
        }
    }
}

fn unit(phone: &PhoneLine) -> Markup {
    html! {
        @if let Some(unit) = &phone.unit {
            @match &unit.href {
                Some(page) => a href=(page.as_str()) { (text::name(&unit.name)) },
                None => (text::name(&unit.name)),
            }
            @if let Some(above) = &unit.above { ", " (text::name(above)) }
            @if unit.others > 0 { (words::more_units(unit.others)) }
        }
    }
}

fn need(need: Need) -> Markup {
    let word = words::need(need);
    let glyph = match need {
        Need::Never | Need::Silent => Glyph::Quiet,
        Need::Waiting => Glyph::Up,
        Need::Expired | Need::Drift | Need::EndsSoon => Glyph::Clock,
        Need::Fine => return html! { span.m { (word) } },
    };
    glyph.beside_lightly(word)
}

/// 0 = nothing waits; ? = the phone has not told us.
fn waiting(edits: Option<u64>) -> Markup {
    html! {
        @match edits {
            None => (messages::UNKNOWN),
            Some(0) => span.zero { "0" },
            Some(edits) => (numbers::count(u32::try_from(edits).unwrap_or(u32::MAX))),
        }
    }
}

fn parts(view: &PhonesView) -> Markup {
    html! {
        @if view.parts > 1 {
            nav.parts aria-label=(words::PARTS) {
                @for part in 1..=view.parts {
                    a href={ (PHONES_PATH) "?phan=" (part) }
                        aria-current=[(part == view.part).then_some("page")] {
                        (words::part(part))
                    }
                }
            }
        }
    }
}
