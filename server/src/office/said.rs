//! What a stored value says, taken apart for a page.

use super::view::Value;
use soviec_core::{
    change,
    fold::session_words,
    model::{
        Accept, Act, ActError, LocalTask, Note, RegisterKey, Session, StatusAct, Tick, decode,
    },
};

/// The value of a register, by the register's field.
pub(super) fn said(key: &RegisterKey, value: &change::Value) -> Value {
    let change::Value::Bytes(act) = value else { return Value::Unknown };
    match key.field() {
        "tick" => read(act, |tick: Tick| Value::Tick(tick.done, tick.on)),
        "status" => read(act, |act: StatusAct| Value::Status(act.status, act.on, act.result)),
        "note" => read(act, |note: Note| Value::Note(note.text, note.on)),
        "local" => read(act, |task: LocalTask| Value::OwnTask(task.title, task.on)),
        "session" => {
            read(act, |session: Session| Value::Round(session_words(&session), session.on))
        }
        seen if seen.starts_with("seen_") => read(act, |_: Accept| Value::Seen),
        _ => Value::Unknown,
    }
}

fn read<A: Act>(act: &[u8], shown: impl FnOnce(A) -> Value) -> Value {
    decode(act).map(shown).unwrap_or_else(|error| match error {
        ActError::Newer(_) => Value::Newer,
        ActError::Withdrawn => Value::Withdrawn,
        ActError::Malformed => Value::Unknown,
    })
}
