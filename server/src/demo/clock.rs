//! Clocks that the demo sets: the story happens on a stated day.

use std::sync::atomic::{AtomicI64, Ordering};

use soviec_core::model::Moment;

/// A clock that stands until it is set.
#[derive(Debug)]
pub(super) struct SetClock(AtomicI64);

impl SetClock {
    pub(super) fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.0))
    }

    pub(super) fn set(&self, moment: Moment) {
        self.0.store(moment.0, Ordering::SeqCst);
    }

    fn get(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

impl crate::Clock for SetClock {
    fn now(&self) -> Moment {
        self.get()
    }
}

impl soviec_core::replica::Clock for SetClock {
    fn now(&self) -> Moment {
        self.get()
    }
}
