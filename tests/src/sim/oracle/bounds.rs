//! The log is bounded, a change is stored once, and of an edit lives at most one carrier.

use soviec_core::protocol::ChangeState;

use crate::sim::{Held, carriers::Carriers, land::Land, must};

/// Rows that a world may have for each edit, beside those of its founding and of its steps.
const ROWS_AN_EDIT: usize = 12;
const ROWS: usize = 600;

pub(super) fn check(land: &Land, carriers: &Carriers) -> Held {
    let (rows, edits) = (carriers.rows, land.ledger().len());
    let most = ROWS + ROWS_AN_EDIT * edits;
    must(rows <= most, || format!("{rows} rows of the log for {edits} edits"))?;
    for (change, rows) in carriers.stored() {
        must(rows == 1, || format!("{rows} rows store {change}"))?;
    }
    for edit in carriers.edits() {
        let living = carriers.of(edit).filter(|c| is_living(c.state)).count();
        must(living <= 1, || format!("{living} living carriers of {edit}"))?;
    }
    if !land.ledger().copied {
        let twice = carriers.given_twice();
        must(twice.is_empty(), || format!("numbers of lanes that two changes have: {twice:?}"))?;
    }
    Ok(())
}

fn is_living(state: ChangeState) -> bool {
    matches!(state, ChangeState::Stored | ChangeState::Held | ChangeState::Parked)
}
