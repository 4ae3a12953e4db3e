//! Values of registers and ids as SQLite holds them.

use rusqlite::Row;

use crate::change::Value;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const UINT: u8 = 4;
const STR: u8 = 5;
const BYTES: u8 = 6;

/// A tag byte and the content: SQLite's own types would not keep int and uint apart.
pub(super) fn to_blob(value: &Value) -> Vec<u8> {
    let tagged = |tag: u8, content: &[u8]| [&[tag], content].concat();
    match value {
        Value::Null => vec![NULL],
        Value::Bool(false) => vec![FALSE],
        Value::Bool(true) => vec![TRUE],
        Value::Int(number) => tagged(INT, &number.to_be_bytes()),
        Value::Uint(number) => tagged(UINT, &number.to_be_bytes()),
        Value::Str(text) => tagged(STR, text.as_bytes()),
        Value::Bytes(bytes) => tagged(BYTES, bytes),
    }
}

/// Reads [`to_blob`]; `None` for bytes that it never writes.
pub(super) fn from_blob(blob: &[u8]) -> Option<Value> {
    let (&tag, content) = blob.split_first()?;
    match tag {
        NULL => Some(Value::Null),
        FALSE => Some(Value::Bool(false)),
        TRUE => Some(Value::Bool(true)),
        INT => Some(Value::Int(i64::from_be_bytes(content.try_into().ok()?))),
        UINT => Some(Value::Uint(u64::from_be_bytes(content.try_into().ok()?))),
        STR => String::from_utf8(content.to_vec()).ok().map(Value::Str),
        BYTES => Some(Value::Bytes(content.to_vec())),
        _ => None,
    }
}

/// A column whose bytes cannot be what the schema says: the database is damaged there.
#[derive(Debug, thiserror::Error)]
#[error("a stored value has the wrong form")]
struct WrongForm;

/// The error for a column of the wrong form.
pub(crate) fn wrong_form(column: usize) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Blob;
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(WrongForm))
}

/// A column of exactly `N` bytes.
pub(crate) fn fixed<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    row.get_ref(column)?
        .as_blob()
        .ok()
        .and_then(|b| b.try_into().ok())
        .ok_or_else(|| wrong_form(column))
}

/// A column of exactly `N` bytes, or null.
pub(crate) fn optional<const N: usize>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<[u8; N]>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => fixed(row, column).map(Some),
    }
}

/// A column that something can read from text, or null.
pub(crate) fn parsed<T: std::str::FromStr>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| wrong_form(column))).transpose()
}
