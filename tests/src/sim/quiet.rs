//! Bringing a world to quiet: everybody exchanges until nothing moves.

use super::{Held, Wrong, land::Land, wrong};

/// Rounds that suffice for news to reach everybody and for everything to be written again that
/// has to be.
const ROUNDS: usize = 14;

impl Land {
    /// Everybody exchanges, without faults, until a whole round moves nothing.
    pub(super) fn quiet(&self) -> Held {
        for phone in self.phones() {
            phone.clock.set(self.desks.clock.get());
            phone.air.deliver_late();
        }
        for _ in 0..ROUNDS {
            let before = self.head()?;
            let mut moved = false;
            for phone in self.phones() {
                moved |= self.sync(&phone)?;
            }
            if !moved && self.head()? == before {
                return Ok(());
            }
        }
        Err(Wrong(format!("after {ROUNDS} rounds of exchanges there is still something new")))
    }

    /// The last row of the log.
    pub(super) fn head(&self) -> Held<u64> {
        Ok(self.office()?.log().head().map_err(|e| wrong("the log")(&e))?.seq)
    }
}
