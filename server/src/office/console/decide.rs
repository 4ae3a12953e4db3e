//! The form of a decision. The words that a clerk typed stand in it again when it did not come
//! about.

use maud::{Markup, html};

use super::apart::why;
use super::messages::{apart::UNNAMED_CLERK, decide as words};
use super::view::{EntryView, Href, Problem, Reader, Why};
use super::{numbers, text};
use soviec_core::protocol::ChangeState;

/// The most characters of the words beside a decision.
const WORDS: u32 = 500;

/// Why a decision did not come about. The words that were typed stand in the form again.
pub(super) fn problem(view: &EntryView) -> Markup {
    html! {
        @if let Some(problem) = view.problem {
            div.note.over-note role="alert" {
                p { b { (happened(view, problem)) } }
                @if let Problem::Refused(code) = problem {
                    p { (why(Why::Refused(code))) }
                }
                @for part in words::rest(problem) { p { (part) } }
                @if view.line.decided.is_some() && !view.draft.reason.is_empty() {
                    p { (words::TYPED) " “" (text::name(&view.draft.reason)) "”" }
                }
            }
        }
    }
}

/// "Mục này vừa được Phạm Thu Hường trả lại lúc 12/06/2026 08:11."
fn happened(view: &EntryView, problem: Problem) -> Markup {
    html! {
        @match (problem, &view.line.decided) {
            (Problem::Decided, Some(decided)) => {
                (words::JUST) " "
                (text::name(decided.by.as_deref().unwrap_or(UNNAMED_CLERK)))
                " " (words::just(decided.state)) " " (numbers::moment(decided.at)) "."
            },
            (problem, _) => (words::happened(problem)),
        }
    }
}

/// The form, where there is something to decide.
pub(super) fn form(view: &EntryView, reader: &Reader) -> Markup {
    let open = view.line.decided.is_none();
    let Some(at) = view.line.href.as_ref().map(Href::as_str) else { return html! {} };
    let acts = match view.line.state {
        ChangeState::Held if open => held(view),
        ChangeState::Refused(_) if open => refused(),
        _ => return html! {},
    };
    let note = words::words_note(WORDS);
    html! {
        section.box.decide {
            h2 { (words::DECIDE) }
            form method="post" action=(at) {
                input type="hidden" name="token" value=(reader.token);
                label for="ly-do" { (words::REASON) }
                textarea #ly-do name="ly-do" rows="3" maxlength=(WORDS) aria-describedby="ly-do-ghi"
                    { (view.draft.reason) }
                p.m #ly-do-ghi { (note) }
                (acts)
                p.m { (words::SIGNED) " " (text::name(&reader.name)) "." }
            }
        }
    }
}

fn act(order: &str, word: &str, class: &str) -> Markup {
    html! { button class=(class) name="lam" value=(order) { (word) } }
}

fn held(view: &EntryView) -> Markup {
    html! {
        div.acts {
            (act("tra", words::RETURN, "btn"))
            (act("nhan", words::ACCEPT, "btn p"))
        }
        div.acts {
            label for="so" { (words::TARGET) }
            select #so name="so" {
                option value="" { (words::CHOOSE) }
                @for choice in &view.books {
                    optgroup label=(text::clean(&choice.name)) {
                        @for (id, name) in &choice.books {
                            option value=(id) selected[*id == view.draft.target] {
                                (text::clean(name))
                            }
                        }
                    }
                }
            }
            (act("chuyen", words::MOVE, "btn"))
        }
    }
}

fn refused() -> Markup {
    html! {
        div.acts {
            (act("xep", words::DISMISS, "btn"))
            (act("ghi-lai", words::REQUEUE, "btn p"))
        }
        p.m { (words::REQUEUE_NOTE) }
    }
}
