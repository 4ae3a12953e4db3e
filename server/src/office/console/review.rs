//! The page of declared results: which ones wait, and what does the clerk say of them?

use maud::{Markup, html};

use super::apart::strip;
use super::layout::{Here, Page, REVIEW_PATH};
use super::messages::{self, apart::UNNAMED_CLERK, review as words, unit as unit_words};
use super::said::{more, said};
use super::text;
use super::view::{Href, Reader, ReviewDue, ReviewLine, ReviewProblem, ReviewsView, Value};

/// The most characters of a comment.
const COMMENT: u32 = 500;

/// A part of the list of what waits, with the form of one result, as a whole HTML document.
pub fn reviews_page(view: &ReviewsView, reader: &Reader) -> String {
    let content = html! {
        div.head { h1 { (words::TITLE) } p.m { (words::total(view.total)) } }
        (problem(view))
        @if view.rows.is_empty() {
            div.note { @for line in words::EMPTY { p { (line) } } }
        } @else {
            div.cols.judge {
                (list(view, reader))
                @if let Some(row) = view.picked.and_then(|at| view.rows.get(at)) {
                    aside { (form(view, row, reader)) }
                }
            }
            (parts(view))
        }
    };
    let (office, here) = (Some(view.office_name.as_str()), Here::At(REVIEW_PATH));
    let strip = Some(strip(view.as_of));
    Page { title: words::TITLE, office, reader: Some(reader), here, strip, content }.render()
}

fn problem(view: &ReviewsView) -> Markup {
    html! {
        @if let Some(problem) = &view.problem {
            div.note.over-note role="alert" {
                p { b { (words::NOTHING_DONE) } }
                p {
                    @match problem {
                        ReviewProblem::Replaced => (words::REPLACED),
                        ReviewProblem::TwoValues => (words::TWO_VALUES),
                        ReviewProblem::NoComment => (words::NO_COMMENT),
                        ReviewProblem::TooLong => (words::TOO_LONG),
                        ReviewProblem::NothingPicked => (words::NOTHING_PICKED),
                        ReviewProblem::Judged(name) => {
                            (words::judged(&text::clean(name.as_deref().unwrap_or(UNNAMED_CLERK))))
                        },
                    }
                }
            }
        }
    }
}

fn list(view: &ReviewsView, reader: &Reader) -> Markup {
    html! {
        form.tw method="post" action=(REVIEW_PATH) {
            input type="hidden" name="token" value=(reader.token);
            table aria-label=(words::LIST) {
                thead {
                    tr {
                        th.c scope="col" { span.vh { (words::PICK) } }
                        @for head in words::HEADS { th scope="col" { (head) } }
                    }
                }
                tbody {
                    @for (at, row) in view.rows.iter().enumerate() {
                        (line(row, view.picked == Some(at)))
                    }
                }
            }
            p.acts { button.btn name="lam" value="nhan-chon" { (words::CONFIRM_PICKED) } }
        }
    }
}

fn line(row: &ReviewLine, picked: bool) -> Markup {
    let name = format!("{} {}, {}", words::PICK, row.unit, row.number);
    html! {
        tr.sel[picked] {
            td.c {
                input type="checkbox" name="chon" value=(row.key) aria-label=(text::clean(&name));
            }
            th scope="row" { (link(row.unit_page.as_ref(), &row.unit)) }
            td {
                a href={ (REVIEW_PATH) "?muc=" (row.key) } aria-current=[picked.then_some("true")] {
                    (text::name(&format!("{} {}", row.number, row.task)))
                }
            }
            td { (value(&row.declared)) }
            td {
                @match row.due {
                    ReviewDue::Late => span.tag.late { (words::LATE) },
                    ReviewDue::InTime => span.m { (words::IN_TIME) },
                    ReviewDue::Ongoing => span.m { (words::ONGOING) },
                    ReviewDue::Undated => span.m { (words::UNDATED) },
                }
            }
            td.m {
                (text::name(row.by.as_deref().unwrap_or(unit_words::UNNAMED))) ", " (row.on)
            }
        }
    }
}

fn link(to: Option<&Href>, name: &str) -> Markup {
    html! {
        @match to {
            Some(page) => a href=(page.as_str()) { (text::name(name)) },
            None => (text::name(name)),
        }
    }
}

fn value(value: &Value) -> Markup {
    html! {
        (said(value))
        @if let Some(more) = more(value) { " “" (text::name(&more.replace('\n', " "))) "”" }
    }
}

/// The form of one result. After another clerk's verdict it says that this one knows of it.
fn form(view: &ReviewsView, row: &ReviewLine, reader: &Reader) -> Markup {
    let knows = matches!(view.problem, Some(ReviewProblem::Judged(_)));
    html! {
        section.box.decide {
            h2 { (text::name(&format!("{} · {} {}", row.unit, row.number, row.task))) }
            p { span.m { (words::DECLARED) ": " } (value(&row.declared)) }
            p {
                span.m { (words::BY) ": " }
                (text::name(row.by.as_deref().unwrap_or(unit_words::UNNAMED))) ", " (row.on)
            }
            @if let Some(page) = &row.history {
                p { a href=(page.as_str()) { (words::HISTORY) } }
            }
            form method="post" action={ (REVIEW_PATH) "?muc=" (row.key) } {
                input type="hidden" name="token" value=(reader.token);
                input type="hidden" name="muc" value=(row.key);
                label for="y-kien" { (words::COMMENT) }
                textarea #y-kien name="ly-do" rows="3" maxlength=(COMMENT) { (view.comment) }
                @if knows {
                    label { input type="checkbox" name="so" value="van-ghi"; " " (words::ALL_THE_SAME) }
                }
                div.acts {
                    button.btn name="lam" value="nhan" { (words::CONFIRM) }
                    button.btn.p name="lam" value="tra" { (words::RETURN) }
                }
                p.m { (words::RETURN_NOTE) }
                p.m { (messages::decide::SIGNED) " " (text::name(&reader.name)) "." }
            }
        }
    }
}

fn parts(view: &ReviewsView) -> Markup {
    html! {
        @if view.parts > 1 {
            nav.parts aria-label=(messages::phones::PARTS) {
                @for part in 1..=view.parts {
                    a href={ (REVIEW_PATH) "?phan=" (part) }
                        aria-current=[(part == view.part).then_some("page")] {
                        (messages::phones::part(part))
                    }
                }
            }
        }
    }
}
