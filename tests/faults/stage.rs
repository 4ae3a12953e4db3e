//! A phone whose database lies on a disk in memory, an office on the system's disk, and a second
//! phone whose edits the first one receives.

use std::sync::Arc;

use soviec_core::{
    error::{Error, ErrorKind, NextStep},
    replica::{Cancel, SyncReport},
};
use soviec_tests::{
    ITEMS, Phone, TASKS, World, book,
    vfs::{Disk, Fault, Image, Lost, every_point},
};

/// What happens after a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The disk is mended and the same replica goes on.
    GoesOn,
    /// The power fails while the disk is as bad as it is, and the phone starts again. At every
    /// second point some sectors that were not flushed have arrived.
    PowerCut,
    /// Either of them, point by point in turn: for work that has many points.
    ByTurns,
}

pub(crate) struct Stage {
    pub(crate) phone: Phone,
    pub(crate) other: Phone,
    pub(crate) world: World,
    pub(crate) disk: Arc<Disk>,
}

impl Stage {
    /// Both phones write village 0, and have received everything there is.
    pub(crate) fn new(seed: u64) -> Self {
        let world = World::new(seed);
        let disk = Disk::at(&world.folder().join("phone-1"));
        let (phone, other) = (world.phone(1, &[0]), world.phone(2, &[0]));
        Self { phone, other, world, disk }
    }

    /// The other phone makes so many edits, every one different from what stands there, and
    /// sends them.
    pub(crate) fn others_edits(&self, from: u32, count: u32) {
        for n in from..from + count {
            let slots = u32::from(TASKS) * u32::from(ITEMS);
            let (slot, round) = (n % slots, n / slots);
            let of = u8::try_from(slot / u32::from(ITEMS)).unwrap();
            let item = u8::try_from(slot % u32::from(ITEMS)).unwrap();
            let on = 1 + round / 2 % 28;
            assert!(self.other.tick(0, of, item, round.is_multiple_of(2), on));
        }
        self.other.sync().unwrap();
    }

    /// The phone's files as they are now, with the app closed.
    pub(crate) fn closed_image(&mut self) -> Image {
        self.phone.close();
        let image = self.disk.image();
        self.phone.restart();
        image
    }

    pub(crate) fn sync(&self) -> Result<SyncReport, Error> {
        self.phone.replica().sync(&Cancel::default(), &mut |_| Ok(()))
    }

    /// Runs `work` from `before` on with every fault at every point, and with everything that
    /// can happen afterwards; `check` hears whether the work returned well. The phone that
    /// `check` gets works on a disk without a fault.
    pub(crate) fn at_every_point(
        &mut self,
        before: &Image,
        afters: &[After],
        work: impl Fn(&Self) -> Result<(), Error>,
        check: impl Fn(&Self, bool, &str),
    ) {
        for fault in Fault::ALL {
            for &after in afters {
                let disk = Arc::clone(&self.disk);
                let prepare = |stage: &mut Self| stage.begin(before);
                let struck = every_point(&disk, fault, self, prepare, |stage, point| {
                    let after = match after {
                        After::ByTurns if point.is_multiple_of(2) => After::GoesOn,
                        After::ByTurns => After::PowerCut,
                        other => other,
                    };
                    let at = format!("{fault:?} at point {point}, then {after:?}");
                    let done = work(stage).inspect_err(|e| said_clearly(e, &at)).is_ok();
                    stage.comes_back(after, point);
                    check(stage, done, &at);
                    stage.is_whole(&at);
                });
                assert!(struck > 0, "{fault:?} never struck");
            }
        }
    }

    fn begin(&mut self, before: &Image) {
        self.phone.close();
        self.disk.put(before);
        self.phone.restart();
    }

    pub(crate) fn comes_back(&mut self, after: After, seed: u64) {
        match after {
            After::GoesOn => self.disk.mend(),
            After::PowerCut | After::ByTurns => {
                let torn = seed % 4 > 1;
                self.disk.crash(if torn { Lost::Some(seed) } else { Lost::Unflushed });
                self.phone.restart();
            }
        }
    }

    /// Nothing is there by half, and tables and documents say the same.
    pub(crate) fn is_whole(&self, at: &str) {
        assert!(self.phone.replica().audit(book(0).id()).unwrap().is_empty(), "{at}");
        let db = self.phone.database();
        let said: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok", "{at}");
        let halves: u64 = db
            .query_row(
                "SELECT (SELECT count(*) FROM changes WHERE own = 1 AND hash NOT IN (SELECT change FROM outbox))
                      + (SELECT count(*) FROM outbox WHERE change NOT IN (SELECT hash FROM changes))
                      + (SELECT count(*) FROM changes WHERE hash NOT IN (SELECT change FROM operations))",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(halves, 0, "{at}");
    }
}

/// The officer hears what happened, what is safe and what to do; the app hears what to do next.
pub(crate) fn said_clearly(error: &Error, at: &str) {
    let storage = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::StorageFailed);
    assert!(storage, "{at}: {error}");
    assert_eq!(error.next(), NextStep::FixPhone, "{at}");
    assert!(error.sentence().matches(". ").count() >= 2, "{at}: {}", error.sentence());
}
