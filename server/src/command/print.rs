//! Lines, tables and QR codes of a terminal.

use std::io::{self, IsTerminal, Write};

use qrcode::{QrCode, render::unicode::Dense1x2};
use soviec_server::office::import::{Doubt, Outcome, Source};

use super::{Failed, messages};

/// Writes one line for the clerk.
pub(super) fn line(text: impl AsRef<str>) -> io::Result<()> {
    writeln!(io::stdout(), "{}", text.as_ref())
}

/// Names each doubt with its file and line.
pub(super) fn doubts(out: &mut dyn Write, source: &Source, doubts: &[Doubt]) -> io::Result<()> {
    doubts.iter().try_for_each(|doubt| writeln!(out, "{}:{doubt}", source.name()))
}

/// What a run added, changed and left.
pub(super) fn outcome(outcome: &Outcome) -> io::Result<()> {
    for (thing, tally) in &outcome.tallies {
        line(messages::tally(*thing, *tally))?;
    }
    outcome.left.iter().try_for_each(|left| line(messages::left(left)))
}

/// Columns as wide as their widest cell; the first row is the head.
pub(super) fn table<const N: usize>(rows: &[[String; N]]) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    for row in rows {
        let cells: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        line(cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// A QR code of two modules a letter. A terminal may be dark: there the colours are said.
pub(super) fn qr(content: &str) -> Result<(), Failed> {
    let code = QrCode::new(content).map_err(|error| messages::no_qr(&error))?;
    let picture =
        code.render::<Dense1x2>().dark_color(Dense1x2::Dark).light_color(Dense1x2::Light).build();
    let (on, off) = if io::stdout().is_terminal() { ("\x1b[30;107m", "\x1b[0m") } else { ("", "") };
    for row in picture.lines() {
        line(format!("{on}{row}{off}"))?;
    }
    Ok(())
}
