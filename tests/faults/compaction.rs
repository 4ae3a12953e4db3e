//! The compaction of a document, with every fault at every I/O point.

use soviec_core::store::COMPACT_AFTER;
use soviec_tests::{book, tick_key};

use crate::stage::{After, Stage};

fn snapshots(stage: &Stage) -> u64 {
    let sql = "SELECT count(*) FROM snapshots WHERE document = ?1";
    let db = stage.phone.database();
    db.query_row(sql, [book(0).id().as_slice()], |row| row.get(0)).unwrap()
}

#[test]
fn a_compaction_that_fails_costs_nothing_and_happens_later() {
    let mut stage = Stage::new(4);
    stage.others_edits(0, COMPACT_AFTER - 1);
    stage.sync().unwrap();
    assert_eq!(snapshots(&stage), 0);
    let before = stage.closed_image();
    stage.others_edits(COMPACT_AFTER - 1, 1);
    let last = (COMPACT_AFTER - 1) % 12;
    let key = tick_key(u8::try_from(last / 3).unwrap(), u8::try_from(last % 3).unwrap());
    let sync = |stage: &Stage| stage.sync().map(drop);
    stage.at_every_point(&before, &[After::ByTurns], sync, |stage, done, at| {
        let history = || stage.phone.replica().history(book(0).id(), &key).unwrap().len();
        let all = usize::try_from(COMPACT_AFTER / 12 + 1).unwrap();
        assert!(history() == all || (!done && history() == all - 1), "{at}: {}", history());
        stage.sync().unwrap_or_else(|e| panic!("{at}: {e}"));
        assert_eq!((history(), snapshots(stage)), (all, 1), "{at}");
        assert!(stage.phone.tick(0, 0, 0, true, 29), "{at}: the book is written as before");
        stage.is_whole(at);
        assert!(stage.phone.undo());
    });
}
