//! The page of one unit: how does it stand, and who in it is silent?

use maud::{Markup, html};

use super::glyphs::{self, Glyph};
use super::layout::{AREA_PATH, Here, Page, REPLACED_PATH, REVIEW_PATH, crumbs};
use super::messages::{self, unit as words};
use super::summary::Others;
use super::view::{
    Declaration, Gap, Href, Reader, Reason, Sent, Share, TaskLine, UnitRow, UnitView, Villages,
};
use super::{bar, checklist, flags, lists, numbers, summary, table, text};
use soviec_core::{
    fold::Status,
    model::Day,
    store::tables::{Review, ReviewState},
};

/// Days before a deadline from which on the days left are set in the ink of a warning.
const NEAR: i64 = 7;

/// The page of a unit, as a whole HTML document.
pub fn unit_page(view: &UnitView, reader: &Reader) -> String {
    let title = text::clean(&view.own.name);
    let content = html! {
        (crumbs(&view.crumbs, &view.own.name))
        (head(view, &title))
        @match &view.villages {
            Some(below) => div.cols.wide-side {
                div { (states(view)) (tasks(view)) }
                aside { (villages(below, view)) }
            },
            None => { (states(view)) (tasks(view)) }
        }
    };
    let strip = Some(strip(view));
    let (office, here) = (Some(view.office_name.as_str()), Here::Below(AREA_PATH));
    Page { title: &title, office, reader: Some(reader), here, strip, content }.render()
}

fn head(view: &UnitView, title: &str) -> Markup {
    let below = view.villages.as_ref();
    html! {
        div.head.stacked {
            h1 {
                (title)
                @if view.own.open_values > 0 { " " (table::two_values(view.own.open_values)) }
            }
            p.m {
                @if let Some(below) = below {
                    (text::clean(&words::villages(below.rows.len(), &below.word))) " · "
                }
                (words::phones(view.phones))
                @if !view.officers.is_empty() {
                    " · " (text::name(&words::officers(&view.officers)))
                }
                @if !view.plan_line.is_empty() { " · " (text::name(&view.plan_line)) }
            }
            (flags::line(&view.flags))
            @if view.replaced > 0 {
                p {
                    a href={ (REPLACED_PATH) "?dv=" (view.own.id.0) } {
                        (messages::replaced::counted(view.replaced))
                    }
                    span.m { ", " (messages::replaced::NOT_ACCEPTED) }
                }
            }
            @if view.waiting.decisions() > 0 {
                p { (Glyph::Hold.beside(words::WAITING)) " "
                    (lists::waiting(view.waiting, &format!("dv={}", view.own.id.0))) }
            }
        }
    }
}

/// The moment, and what of this unit has not arrived.
fn strip(view: &UnitView) -> Markup {
    let [said, moment] = messages::as_of(view.as_of);
    html! {
        section.asof aria-label=(messages::SUMMARY_OF_GAPS) {
            div.w {
                p { (said) " " b { (moment) } }
                p { (sent(view)) }
                @if let Some(below) = &view.villages { (silent(below)) }
            }
        }
    }
}

fn sent(view: &UnitView) -> Markup {
    match view.own.sent {
        Sent::Complete => Glyph::Check.beside(&words::complete(view.phones)),
        Sent::Missing(reason) => Glyph::Quiet.beside(&messages::reason_in_full(reason)),
        Sent::Partial { complete, of } => {
            let word = view.villages.as_ref().map_or("", |below| below.word.as_str());
            let share = Share { done: complete, of };
            html! {
                b { (numbers::share(share)) } " " (text::clean(&messages::sent_by(word)))
            }
        }
    }
}

/// The villages that have not sent everything, by name.
fn silent(below: &Villages) -> Markup {
    let gaps: Vec<Gap> = below
        .rows
        .iter()
        .filter_map(|row| {
            let Sent::Missing(reason) = row.sent else { return None };
            let (unit, name) = (row.id.clone(), row.name.clone());
            Some(Gap { unit, name, href: row.href.clone(), reason })
        })
        .collect();
    html! {
        @if !gaps.is_empty() { p { (messages::GAPS) ": " (summary::gap_names(&gaps)) } }
    }
}

fn states(view: &UnitView) -> Markup {
    let own = &view.own;
    let weak = view.tasks.iter().filter(|task| task.status == Status::OngoingWeak).count();
    let weak = u32::try_from(weak).unwrap_or(u32::MAX);
    let others = Others::of(own).with_weak(weak);
    summary::states(&messages::dated_of_own(own.counts), own.counts, Some(others))
}

fn tasks(view: &UnitView) -> Markup {
    html! {
        @if view.tasks.is_empty() {
            div.note { @for line in words::NO_TASKS { p { (line) } } }
        } @else {
            div.tw role="region" aria-label=(words::TASK) tabindex="0" {
                table.tasks {
                    caption.vh { (words::TASK) }
                    thead {
                        tr {
                            th scope="col" colspan="2" { (words::TASK) }
                            th scope="col" { (words::STATE) }
                            th scope="col" { (words::DEADLINE) }
                            th scope="col" { (words::RESULT) }
                        }
                    }
                    tbody { @for task in &view.tasks { (line(task, view.today)) } }
                }
            }
        }
    }
}

fn line(task: &TaskLine, as_of: Day) -> Markup {
    let folded = !task.checklist.is_empty() || !task.notes.is_empty();
    html! {
        tr.folds[folded] {
            td.r.m { (text::name(&task.number)) }
            th scope="row" {
                (text::name(&task.title))
                @if task.local { " " span.tag.none { (words::LOCAL) } }
                @if task.open > 0 { " " (table::two_values(task.open)) }
            }
            td {
                (glyphs::of_status(task.status)
                    .beside(words::status(task.status, task.last_day.is_some())))
            }
            td {
                span.narrow aria-hidden="true" { (words::DEADLINE) " " }
                (deadline(task, as_of))
            }
            td { (result(task, as_of)) }
        }
        @if folded {
            tr.more { td {} td colspan="4" { (checklist::of(task, as_of)) } }
        }
    }
}

/// The day, what is left of the time, and the plan's own words.
fn deadline(task: &TaskLine, as_of: Day) -> Markup {
    let day = |day: Day| if day.year() == as_of.year() { day.short() } else { day.long() };
    html! {
        @match task.last_day {
            Some(last) => {
                (day(last))
                @if let Some(days) = task.days_left {
                    " "
                    span class=(ink(days)) { (words::days_left(days)) }
                }
                @if !task.wording.is_empty() { br; span.m { (text::name(&task.wording)) } }
            },
            None if task.wording.is_empty() => (words::NO_DEADLINE),
            None => (text::name(&task.wording)),
        }
    }
}

fn ink(days: i64) -> &'static str {
    match days {
        ..0 => "over b",
        0..=NEAR => "late b",
        _ => "m",
    }
}

fn result(task: &TaskLine, as_of: Day) -> Markup {
    let page = task.history.as_ref();
    html! {
        @if task.newer { p { (words::NEWER) } }
        @for (place, act) in task.declared.iter().enumerate() {
            @let page = page.filter(|_| place == 0).map(|page| (page, task));
            (declared(act, as_of, task.declared.len() > 1, page))
        }
        (verdict(&task.review, as_of))
        @if let (Some(page), true) = (page, task.declared.is_empty()) { p { (link(page, task)) } }
        @if page.is_none() { span.zero { (words::NOT_DECLARED) } }
    }
}

/// What the office says of the declared status, and the way to say it.
fn verdict(review: &Review, as_of: Day) -> Markup {
    let said = review.said.map(|(_, on)| words::by_on(review.clerk_name.as_deref(), on, as_of));
    let said = said.unwrap_or_default();
    html! {
        @match review.state {
            ReviewState::Nothing => {},
            ReviewState::Waiting => p.m { a href=(REVIEW_PATH) { (words::NOT_CONFIRMED) } },
            ReviewState::Confirmed => p.m { (words::CONFIRMED) " · " (text::name(&said)) },
            ReviewState::Disputed => p.late { (words::DISPUTED) },
            ReviewState::Returned => p.late {
                (words::RETURNED) " “" (text::name(review.comment.as_deref().unwrap_or_default()))
                "” · " (text::name(&said))
            },
        }
    }
}

fn link(page: &Href, task: &TaskLine) -> Markup {
    let of = text::clean(&words::history_of(&task.number));
    html! { a href=(page.as_str()) aria-label=(of) { (words::HISTORY) } }
}

/// The result, or else the word for the status, and both beside another value; who said it on which day; the way to the rest.
fn declared(
    act: &Declaration,
    as_of: Day,
    beside_another: bool,
    history: Option<(&Href, &TaskLine)>,
) -> Markup {
    let result = act.result.as_deref();
    html! {
        p.declared {
            @if beside_another || result.is_none() { (words::declared(act.status)) }
            @if beside_another && result.is_some() { ": " }
            @if let Some(result) = result { (text::name(result)) }
            br;
            span.m {
                (text::name(&words::by_on(act.by.as_deref(), act.on, as_of)))
                @if let Some((page, task)) = history { " · " (link(page, task)) }
            }
        }
    }
}

fn villages(below: &Villages, view: &UnitView) -> Markup {
    html! {
        section.box {
            h2 { (text::clean(&words::villages_head(&below.word))) }
            p.m { (words::VILLAGES_NOTE) }
            table.villages {
                caption.vh { (text::clean(&words::villages_head(&below.word))) }
                tbody { @for row in &below.rows { (village(row, view)) } }
            }
            @if let Some(table) = &below.table {
                p.after { a href=(table.as_str()) { (words::VILLAGES_TABLE) } }
            }
        }
    }
}

fn village(row: &UnitRow, view: &UnitView) -> Markup {
    html! {
        tr {
            th scope="row" {
                @match &row.href {
                    Some(page) => a href=(page.as_str()) { (text::name(&row.name)) },
                    None => (text::name(&row.name)),
                }
                @if row.open_values > 0 { " " (table::two_values(row.open_values)) }
            }
            td.bars { @if row.items_known() && row.items.of > 0 { (bar::share(row.items)) } }
            td.r { (table::items(row)) }
            td.r { (last(row, view)) }
        }
    }
}

/// When the village was last heard of; of a silent one how long it is silent.
fn last(row: &UnitRow, view: &UnitView) -> Markup {
    html! {
        @match (row.sent, row.last_contact) {
            (Sent::Missing(Reason::Waiting(_)) | Sent::Complete | Sent::Partial { .. }, Some(at)) => {
                span.m { (numbers::moment_near(at, view.as_of)) }
            },
            (sent, _) => (table::sent(sent, "")),
        }
        @if let Sent::Missing(reason @ Reason::Waiting(_)) = row.sent {
            br; span.st.n.late { (messages::reason(reason)) }
        }
    }
}
