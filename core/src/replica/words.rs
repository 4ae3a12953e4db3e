//! What screens say about values and edits, in the officer's language. The words stand in
//! `messages/words-vi.txt`, one name a line.

use crate::admission::Code;
use crate::change::Value;
use crate::fold::session_words;
use crate::model::{
    ActError, Day, Declared, LocalTask, Note, Session, StatusAct, Tick, declared_day, decode,
};
use crate::protocol::ChangeState;

/// The relay's own codes of refusals: the actor is no lane of the device that signed, and a
/// re-issue says something else than the edit that it names.
const NO_LANE: u16 = 1000;
const IDENTITY: u16 = 1001;

/// The words, one line each: name = words.
const WORDS: &str = include_str!("../../messages/words-vi.txt");

/// The words of a name; the test below looks for every name that the core uses.
pub(super) fn word(name: &str) -> &'static str {
    let mut lines = WORDS.lines().filter_map(|line| line.split_once(" = "));
    lines.find_map(|(found, text)| (found == name).then_some(text)).unwrap_or_default()
}

/// The words of a name with its blanks filled in.
pub(super) fn filled(name: &str, blanks: &[(&str, &str)]) -> String {
    fill(word(name), blanks)
}

/// A text with its blanks filled in.
pub(super) fn fill(mut rest: &str, blanks: &[(&str, &str)]) -> String {
    let mut text = String::new();
    // One pass, so that braces in what an officer typed are left alone.
    while let Some((before, after)) = rest.split_once('{') {
        let (blank, tail) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(blanks.iter().find(|(name, _)| *name == blank).map_or("", |(_, text)| text));
        rest = tail;
    }
    text + rest
}

/// What a value says, taken apart for a screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Of a tick: done or not.
    pub done: Option<bool>,
    /// Of a status.
    pub declared: Option<Declared>,
    /// The result beside a status, the text of a note, the title of a unit's own task.
    pub text: Option<String>,
    /// The day that the officer declared.
    pub on: Option<Day>,
    /// A newer app wrote it: nothing of it can be shown here.
    pub newer: bool,
    /// Its author took it back.
    pub withdrawn: bool,
    /// All of it in a few words, in the officer's language.
    pub words: String,
}

/// What a value says.
pub fn said(value: &Value) -> Said {
    let Value::Bytes(act) = value else { return fixed("unreadable") };
    let on = declared_day(act);
    let said = match decode::<Tick>(act) {
        Ok(tick) => Said { done: Some(tick.done), ..fixed(tick_name(tick.done)) },
        Err(ActError::Newer(_)) => Said { newer: true, ..fixed("newer") },
        Err(ActError::Withdrawn) => Said { withdrawn: true, ..fixed("withdrawn") },
        Err(ActError::Malformed) => said_in_text(act),
    };
    Said { on: on.filter(|_| !said.newer), ..said }
}

/// What a value says, in a few words.
pub fn value_words(value: &Value) -> String {
    said(value).words
}

/// The content tells the acts apart: a status is a number, a note and a title are texts.
fn said_in_text(act: &[u8]) -> Said {
    if let Ok(StatusAct { status, result, .. }) = decode(act) {
        let words = status_words(status, result.as_deref());
        return Said { declared: Some(status), text: result, words, ..Said::default() };
    }
    if let Ok(session) = decode::<Session>(act) {
        return Said { words: session_words(&session), ..Said::default() };
    }
    let note = decode::<Note>(act).map(|note| note.text);
    let title = || decode::<LocalTask>(act).map(|task| task.title);
    match note.or_else(|_| title()) {
        Ok(text) => Said { words: text.clone(), text: Some(text), ..Said::default() },
        Err(_) => fixed("unreadable"),
    }
}

fn fixed(name: &str) -> Said {
    Said { words: word(name).to_owned(), ..Said::default() }
}

/// The words of a status, with its result if it has one.
pub(super) fn status_words(status: Declared, result: Option<&str>) -> String {
    let value = word(status_name(status));
    match result {
        Some(text) => filled("with_result", &[("value", value), ("text", text)]),
        None => value.to_owned(),
    }
}

/// The name of the words for a tick.
pub(super) fn tick_name(done: bool) -> &'static str {
    if done { "done" } else { "not_done" }
}

fn status_name(status: Declared) -> &'static str {
    match status {
        Declared::NotStarted => "not_started",
        Declared::InProgress => "in_progress",
        Declared::Done => "completed",
        Declared::Effective => "effective",
        Declared::Weak => "weak",
    }
}

/// The names of heading and reason for an own edit that is not in its book for everyone.
pub(super) fn apart_names(state: ChangeState) -> (&'static str, &'static str) {
    match state {
        ChangeState::Held => ("held", "held_reason"),
        ChangeState::Parked => ("parked", "parked_reason"),
        ChangeState::Refused(code) => ("refused", refused_reason(code)),
        ChangeState::Returned => ("returned", "returned_reason"),
        ChangeState::Moved(_) => ("moved", "moved_reason"),
        ChangeState::Expelled => ("expelled", "expelled_reason"),
        ChangeState::Replaced(_) => ("requeued", "requeued_reason"),
        // Their edits are on their way again by themselves.
        ChangeState::Stored
        | ChangeState::Already(_)
        | ChangeState::Rebase
        | ChangeState::Forked
        | ChangeState::Rebased(_) => ("unsettled", "unsettled_reason"),
    }
}

/// The name of the reason of a refusal; a code of a newer relay has the general one.
fn refused_reason(code: u16) -> &'static str {
    match Code::from_number(code) {
        Some(Code::Limit) => "refused_limit_reason",
        Some(Code::Act) => "refused_act_reason",
        Some(Code::StartOp | Code::Lane | Code::Twice | Code::Predecessor) => {
            "refused_order_reason"
        }
        None if code == NO_LANE => "refused_lane_reason",
        None if code == IDENTITY => "refused_identity_reason",
        _ => "refused_reason",
    }
}

#[cfg(test)]
mod tests;
