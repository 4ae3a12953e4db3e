//! J3, after a carrier of an edit was recorded: what becomes of the others.

use super::{Item, Placing};
use crate::{
    log::LogError,
    relay::{
        fate::{Carrier, Fates, expel, have_the_same_puts},
        living,
        quill::{Hand, Quill},
        says_nothing,
    },
};
use soviec_core::protocol::ChangeState;

impl<'log> Placing<'_, 'log> {
    /// The carriers that gave the edit away now name the one that has it. What carried it with
    /// other puts before its first carrier came is taken out again: whoever saw an edit's hash in
    /// a file that was handed over could otherwise put words into its author's mouth.
    pub(super) fn take_over(
        &mut self,
        item: &Item,
        state: ChangeState,
        others: &[Carrier],
        quill: &Quill,
    ) -> Result<(), LogError> {
        let refused = matches!(state, ChangeState::Refused(code) if !says_nothing(code));
        if others.is_empty() || !(living(state) || refused) {
            return Ok(());
        }
        let new = item.entry.change;
        for other in others {
            if other.gives_way() {
                self.fates(other).say(&other.change, ChangeState::Replaced(new))?;
            } else if living(other.state) && living(state) {
                self.turn_out(item, other, quill)?;
            }
        }
        Ok(())
    }

    fn fates<'f>(&'f mut self, of: &Carrier) -> Fates<'f, 'log> {
        Fates::new(self.group, of.document, self.now)
    }

    fn turn_out(&mut self, item: &Item, other: &Carrier, quill: &Quill) -> Result<(), LogError> {
        let Ok(change) = &item.change else { return Ok(()) };
        if have_the_same_puts(self.group, change, other)? {
            return Ok(());
        }
        let name = self.group.name_of(&other.document)?;
        let hand = Hand { clerk: None, now: self.now };
        let mut fates = self.fates(other);
        fates.say(&other.change, ChangeState::Expelled)?;
        match name.filter(|_| other.state == ChangeState::Stored) {
            Some(name) => {
                let lost = expel(&mut fates, quill, &name, hand, &other.change)?;
                if !lost.is_empty() {
                    tracing::warn!(
                        changes = lost.len(),
                        "the office has to write some edits again"
                    );
                }
            }
            None => fates.bury(&other.change)?,
        }
        Ok(())
    }
}
