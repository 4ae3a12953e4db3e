//! What an edit costs beyond the bare transaction of the rows that it leaves behind.

use std::path::Path;

use crate::bare::{edits, opened, prepare, rows, side_by_side};
use crate::figure::{Figure, micros, scratch};
use crate::shared::flush;

/// Where a flush is cheaper than this, the bare transaction says little, and what lies above it is
/// limited instead.
const CHEAP_FLUSH_US: f64 = 500.0;
const ABOVE_US: f64 = 300.0;
const RATIO: f64 = 1.3;

pub(crate) fn measure(folder: &Path) -> Vec<Figure> {
    let folder = scratch(folder);
    let flushed = micros(flush(folder.path()).median());
    let (base, edited) = (folder.path().join("base.db"), folder.path().join("edited.db"));
    prepare(&base);
    std::fs::copy(&base, &edited).unwrap();
    edits(&mut opened(&edited));
    let (ours, bare) = side_by_side(&base, folder.path(), &rows(&edited));
    let (ours, bare) = (micros(ours.median()), micros(bare.median()));
    let (ratio, above) = (ours / bare, ours - bare);
    eprintln!(
        "durable edit: flush {flushed:.0} µs; edit {ours:.0} µs, bare {bare:.0} µs, above it \
         {above:.0} µs"
    );
    let mut figure = Figure::at_most("durable_edit_ratio", ratio, "", RATIO);
    if flushed < CHEAP_FLUSH_US {
        eprintln!(
            "a flush is cheap here: the limit is {ABOVE_US:.0} µs above the bare transaction"
        );
        figure.holds = ratio <= RATIO || above <= ABOVE_US;
    }
    vec![figure]
}
