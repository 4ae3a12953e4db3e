//! Columns of a change: run-length coded lists, differences, and booleans.
//!
//! A list is a row of segments: `n, value` is n ≥ 2 equal values, `-n, values…` are n values
//! none of which equals its neighbour, `0, n` are n absent ones. Segments are as long as they
//! can be, which makes the coding unique; a column of absent values alone is left out.

use super::{Malformed, leb};

/// The columns of operations on maps: column id shifted by four bits, and its type.
pub(super) const SPECS: [u32; 10] = [
    OBJECT_ACTOR,
    OBJECT_COUNTER,
    KEY,
    INSERT,
    ACTION,
    VALUE_META,
    VALUE,
    PREDECESSOR_COUNT,
    PREDECESSOR_ACTOR,
    PREDECESSOR_COUNTER,
];
pub(super) const OBJECT_ACTOR: u32 = 0x01;
pub(super) const OBJECT_COUNTER: u32 = 0x02;
pub(super) const KEY: u32 = 0x15;
pub(super) const INSERT: u32 = 0x34;
pub(super) const ACTION: u32 = 0x42;
pub(super) const VALUE_META: u32 = 0x56;
pub(super) const VALUE: u32 = 0x57;
pub(super) const PREDECESSOR_COUNT: u32 = 0x70;
pub(super) const PREDECESSOR_ACTOR: u32 = 0x71;
pub(super) const PREDECESSOR_COUNTER: u32 = 0x73;

/// Codes a list with absent values.
pub(super) fn runs<T: PartialEq>(values: &[Option<T>], put: impl Fn(&mut Vec<u8>, &T)) -> Vec<u8> {
    let mut out = Vec::new();
    if values.iter().all(Option::is_none) {
        return out;
    }
    let mut singles: Vec<&T> = Vec::new();
    for run in values.chunk_by(PartialEq::eq) {
        match &run[0] {
            Some(value) if run.len() == 1 => singles.push(value),
            Some(value) => {
                literal(&mut out, &mut singles, &put);
                leb::put_signed(&mut out, run.len() as i64);
                put(&mut out, value);
            }
            None => {
                literal(&mut out, &mut singles, &put);
                out.push(0);
                leb::put_unsigned(&mut out, run.len() as u64);
            }
        }
    }
    literal(&mut out, &mut singles, &put);
    out
}

fn literal<T>(out: &mut Vec<u8>, singles: &mut Vec<&T>, put: impl Fn(&mut Vec<u8>, &T)) {
    if !singles.is_empty() {
        leb::put_signed(out, -(singles.len() as i64));
        singles.drain(..).for_each(|value| put(out, value));
    }
}

/// Codes a list of unsigned numbers with absent ones.
pub(super) fn numbers(values: impl IntoIterator<Item = Option<u64>>) -> Vec<u8> {
    let values: Vec<_> = values.into_iter().collect();
    runs(&values, |out, value| leb::put_unsigned(out, *value))
}

/// Codes numbers as differences, the first from zero.
pub(super) fn differences(values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut last = 0u64;
    let steps: Vec<_> = values
        .into_iter()
        .map(|value| Some(value.wrapping_sub(std::mem::replace(&mut last, value)) as i64))
        .collect();
    runs(&steps, |out, step| leb::put_signed(out, *step))
}

/// Codes booleans as counts, alternating and beginning with those that are false.
pub(super) fn booleans(values: impl IntoIterator<Item = bool>) -> Vec<u8> {
    let values: Vec<_> = values.into_iter().collect();
    let mut out = Vec::new();
    if values.first() == Some(&true) {
        out.push(0);
    }
    values.chunk_by(PartialEq::eq).for_each(|run| leb::put_unsigned(&mut out, run.len() as u64));
    out
}

/// Reads a list of at most `max` values, else `error`.
pub(super) fn read_runs<'b, T: Clone>(
    column: &'b [u8],
    max: usize,
    error: Malformed,
    take: impl Fn(&mut leb::Reader<'b>) -> Result<T, Malformed>,
) -> Result<Vec<Option<T>>, Malformed> {
    let mut reader = leb::Reader::new(column);
    let mut values = Vec::new();
    while !reader.is_empty() {
        let head = reader.signed()?;
        let count = if head == 0 { reader.unsigned()? } else { head.unsigned_abs() };
        // Counted before anything is allocated: a few bytes may announce any number.
        if count > (max - values.len()) as u64 {
            return Err(error);
        }
        match head {
            0 => values.extend((0..count).map(|_| None)),
            1.. => {
                let value = take(&mut reader)?;
                values.extend((0..count).map(|_| Some(value.clone())));
            }
            _ => {
                for _ in 0..count {
                    values.push(Some(take(&mut reader)?));
                }
            }
        }
    }
    Ok(values)
}

/// Reads a list of exactly `rows` values, none absent.
pub(super) fn read_full<'b, T: Clone>(
    column: &'b [u8],
    rows: usize,
    take: impl Fn(&mut leb::Reader<'b>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let values = read_runs(column, rows, Malformed::Rows, take)?;
    if values.len() != rows {
        return Err(Malformed::Rows);
    }
    values.into_iter().collect::<Option<_>>().ok_or(Malformed::Rows)
}

/// Reads a list of exactly `rows` numbers, some absent; no column means all.
pub(super) fn read_sparse(column: &[u8], rows: usize) -> Result<Vec<Option<u64>>, Malformed> {
    if column.is_empty() {
        return Ok(vec![None; rows]);
    }
    let values = read_runs(column, rows, Malformed::Rows, leb::Reader::unsigned)?;
    if values.len() == rows { Ok(values) } else { Err(Malformed::Rows) }
}

/// Reads `rows` numbers from differences.
pub(super) fn read_differences(column: &[u8], rows: usize) -> Result<Vec<u64>, Malformed> {
    let steps = read_full(column, rows, leb::Reader::signed)?;
    let mut last = 0u64;
    steps
        .into_iter()
        .map(|step| {
            last = last.checked_add_signed(step).ok_or(Malformed::Counter)?;
            Ok(last)
        })
        .collect()
}

/// Reads `rows` booleans.
pub(super) fn read_booleans(column: &[u8], rows: usize) -> Result<Vec<bool>, Malformed> {
    let mut reader = leb::Reader::new(column);
    let mut values = Vec::new();
    let mut value = false;
    while !reader.is_empty() {
        let count = reader.count(rows - values.len(), Malformed::Rows)?;
        values.resize(values.len() + count, value);
        value = !value;
    }
    if values.len() == rows { Ok(values) } else { Err(Malformed::Rows) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_come_back(values in proptest::collection::vec(proptest::option::of(0u64..3), 0..40)) {
            let column = numbers(values.iter().copied());
            prop_assert_eq!(read_sparse(&column, values.len()), Ok(values));
        }

        #[test]
        fn differences_and_booleans_come_back(values in proptest::collection::vec(any::<u32>(), 0..40)) {
            let numbers: Vec<u64> = values.iter().map(|&n| n.into()).collect();
            let odd: Vec<bool> = numbers.iter().map(|n| n % 2 == 1).collect();
            prop_assert_eq!(read_differences(&differences(numbers.clone()), numbers.len()), Ok(numbers));
            prop_assert_eq!(read_booleans(&booleans(odd.clone()), odd.len()), Ok(odd));
        }
    }

    #[test]
    fn a_short_column_cannot_announce_many_rows() {
        let mut bomb = Vec::new();
        leb::put_signed(&mut bomb, i64::MAX);
        bomb.push(7);
        let read = read_runs(&bomb, 5_000, Malformed::Operations, leb::Reader::unsigned);
        assert_eq!(read, Err(Malformed::Operations));
        assert_eq!(read_booleans(&[0xff, 0xff, 0x7f], 10), Err(Malformed::Rows));
    }
}
