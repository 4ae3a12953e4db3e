//! The page of what waits for a decision: which edits are not in their books, and why?

use maud::{Markup, html};

use super::glyphs::Glyph;
use super::history::mark;
use super::layout::{APART_PATH, Here, Page};
use super::messages::{self, apart as words, history as history_words, unit as unit_words};
use super::said::{day, more, said};
use super::view::{
    ApartLine, ApartView, BookName, DecidedLine, Href, PutLine, Reader, Subject, Which, Why,
};
use super::{numbers, text};
use soviec_core::protocol::ChangeState;

/// A part of a list of edits, as a whole HTML document.
pub fn apart_page(view: &ApartView, reader: &Reader) -> String {
    let content = html! {
        div.head { h1 { (words::TITLE) } p.m { (words::totals(view.waiting)) } }
        (lists(view))
        @if let Some(only) = &view.only {
            p.m.limit {
                (words::ONLY) " "
                @match &only.href {
                    Some(page) => a href=(page.as_str()) { (text::name(&only.name)) },
                    None => (text::name(&only.name)),
                }
                " · " a href=(path(view.which, None)) { (words::ALL) }
            }
        }
        @if view.rows.is_empty() {
            div.note { @for line in words::empty(view.which) { p { (line) } } }
        } @else {
            p.m { (words::about(view.which)) }
            ul.book.wide-book.apart { @for row in &view.rows { (line(row)) } }
            (parts(view))
        }
    };
    let strip = Some(strip(view.as_of));
    let (office, here) = (Some(view.office_name.as_str()), Here::At(APART_PATH));
    Page { title: words::TITLE, office, reader: Some(reader), here, strip, content }.render()
}

pub(super) fn strip(as_of: chrono::NaiveDateTime) -> Markup {
    let [said, moment] = messages::as_of(as_of);
    html! {
        section.asof aria-label=(messages::SUMMARY_OF_GAPS) {
            div.w { p { (said) " " b { (moment) } } }
        }
    }
}

/// The address of a list.
pub(in crate::office) fn path(which: Which, query: Option<&str>) -> String {
    let list = match which {
        Which::Held => None,
        which => Some(format!("loai={}", which.key())),
    };
    let query: Vec<&str> = list.as_deref().into_iter().chain(query).collect();
    if query.is_empty() {
        APART_PATH.to_owned()
    } else {
        format!("{APART_PATH}?{}", query.join("&"))
    }
}

fn lists(view: &ApartView) -> Markup {
    let query = view.only.as_ref().map(|only| only.query.as_str());
    html! {
        nav.tabs aria-label=(words::LISTS) {
            @for which in Which::ALL {
                a href=(path(which, query)) aria-current=[(which == view.which).then_some("true")] {
                    (words::list(which))
                    @match which {
                        Which::Held => (counted(view.waiting.held)),
                        Which::Refused => (counted(view.waiting.refused)),
                        Which::Done => "",
                    }
                }
            }
        }
    }
}

/// A number in a tab; a zero is written, in the quieter ink.
fn counted(number: u32) -> Markup {
    html! { span.num.nil[number == 0] { (numbers::count(number)) } }
}

fn line(row: &ApartLine) -> Markup {
    html! {
        li {
            span { (glyph(row.state).draw()) }
            div {
                p { (link(row)) " " (tag(row)) }
                @for put in row.puts.iter().skip(1) { p { (put_in_words(put)) } }
                @if row.writes > row.puts.len() {
                    p.m { (words::more_writes(row.writes - row.puts.len())) }
                }
                p.m { (book(row.book.as_ref())) " · " (author(row)) }
                p.m { (times(row)) }
                (reason(row))
            }
        }
    }
}

/// The first register and its value lead to the edit's page.
pub(super) fn link(row: &ApartLine) -> Markup {
    let said = match row.puts.first() {
        Some(put) => put_in_words(put),
        None => html! { (words::unreadable(row.size)) },
    };
    html! {
        @match &row.href {
            Some(page) => a.b href=(page.as_str()) { (said) },
            None => b { (said) },
        }
    }
}

/// "5b Làm sạch dữ liệu, Đã đối chiếu: Đánh dấu xong".
pub(super) fn put_in_words(put: &PutLine) -> Markup {
    html! {
        (text::name(&title(&put.subject))) ": " (said(&put.value))
        @if let Some(more) = more(&put.value) { " “" (text::name(&more.replace('\n', " "))) "”" }
    }
}

/// Number, task and item in one breath.
pub(super) fn title(subject: &Subject) -> String {
    let task = match (&subject.task, subject.number.as_str()) {
        (None, _) => return words::NAMELESS.to_owned(),
        (Some(task), "") => task.clone(),
        (Some(task), number) => format!("{number} {task}"),
    };
    match &subject.item {
        Some(item) => format!("{task}, {item}"),
        None => task,
    }
}

pub(super) fn glyph(state: ChangeState) -> Glyph {
    match state {
        ChangeState::Held => Glyph::Hold,
        ChangeState::Parked => Glyph::Waiting,
        ChangeState::Refused(_) => Glyph::Apart,
        ChangeState::Stored => Glyph::Check,
        ChangeState::Returned | ChangeState::Expelled => Glyph::Back,
        _ => Glyph::Up,
    }
}

/// What became of the edit, when that is not what the whole list says.
pub(super) fn tag(row: &ApartLine) -> Markup {
    html! {
        @match row.state {
            ChangeState::Held | ChangeState::Refused(_) if row.decided.is_none() => {
                @if row.parked > 0 { span.tag.none { (words::parked(row.parked)) } }
            },
            state => span.tag.none { (words::state(state, row.decided.is_some())) },
        }
        @if row.ahead { " " span.tag.late { (Glyph::Clock.draw()) (history_words::CLOCK_AHEAD) } }
    }
}

pub(super) fn book(book: Option<&BookName>) -> Markup {
    html! {
        @match book {
            None => (words::NO_BOOK),
            Some(book) => {
                (words::BOOK) " "
                @match book.href.as_ref().map(Href::as_str) {
                    Some(page) => a href=(page) { (text::name(&book.name)) },
                    None => (text::name(&book.name)),
                }
                @if let Some(above) = &book.above { ", " (text::name(above)) }
            },
        }
    }
}

pub(super) fn author(row: &ApartLine) -> Markup {
    html! {
        (text::name(row.by.as_deref().unwrap_or(unit_words::UNNAMED)))
        @if let Some(phone) = &row.phone { " · " (history_words::PHONE) " " (mark(phone)) }
        @if let Some(number) = row.client_seq { " · " (history_words::edit(number)) }
    }
}

/// The declared day, the author's clock and the office's, each in its words.
pub(super) fn times(row: &ApartLine) -> Markup {
    let day = row.puts.first().and_then(|put| day(&put.value));
    let parts = [
        day.map(|day| history_words::declared_for(&day.long())),
        row.said.map(|at| history_words::said(&numbers::moment(at))),
        Some(history_words::received(&numbers::moment(row.received))),
    ];
    html! { (parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")) }
}

/// Why an edit is kept out; the code of the log stands small beside the sentence.
pub(super) fn why(why: Why) -> Markup {
    html! {
        (words::why(why))
        @if let Why::Refused(code) = why { " " span.m { (words::code(code)) } }
    }
}

/// Why it is where it is, or what was decided.
fn reason(row: &ApartLine) -> Markup {
    html! {
        @match &row.decided {
            Some(decided) => (decision(decided)),
            None => p { (why(row.why)) },
        }
    }
}

/// "Đã nhận vào sổ: Phạm Thu Hường, 12/06/2026 08:11. “…”".
pub(super) fn decision(decided: &DecidedLine) -> Markup {
    let by = decided.by.as_deref().unwrap_or(words::UNNAMED_CLERK);
    html! {
        p {
            (words::decided(decided.state))
            @if let Some(target) = &decided.target { " " (text::name(target)) }
            ": " (text::name(by)) ", " (numbers::moment(decided.at)) "."
            @if !decided.reason.is_empty() { " “" (text::name(&decided.reason)) "”" }
        }
    }
}

fn parts(view: &ApartView) -> Markup {
    let query = view.only.as_ref().map(|only| format!("{}&", only.query)).unwrap_or_default();
    html! {
        @if view.parts > 1 {
            nav.parts aria-label=(messages::phones::PARTS) {
                @for part in 1..=view.parts {
                    a href=(path(view.which, Some(&format!("{query}phan={part}"))))
                        aria-current=[(part == view.part).then_some("page")] {
                        (messages::phones::part(part))
                    }
                }
            }
        }
    }
}
