//! Clocks that stand until they are set.

use std::sync::atomic::{AtomicI64, Ordering};

use soviec_core::model::Moment;

/// The clock of the office or of one phone.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock that shows a moment.
    pub fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.0))
    }

    /// Sets the clock.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.0, Ordering::SeqCst);
    }

    /// What it shows.
    pub fn get(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

impl soviec_core::replica::Clock for SetClock {
    fn now(&self) -> Moment {
        self.get()
    }
}

impl soviec_server::Clock for SetClock {
    fn now(&self) -> Moment {
        self.get()
    }
}
