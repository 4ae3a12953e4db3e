//! One page of an exchange, with every fault at every I/O point.

use soviec_tests::{book, tick_key};

use crate::stage::{After, Stage};

#[test]
fn a_page_is_taken_whole_or_not_at_all_and_the_next_exchange_takes_it() {
    let mut stage = Stage::new(3);
    stage.phone.tick(0, 3, 2, true, 3);
    let before = stage.closed_image();
    stage.others_edits(0, 2);
    let sync = |stage: &Stage| stage.sync().map(drop);
    stage.at_every_point(&before, &[After::ByTurns], sync, |stage, done, at| {
        let phone = &stage.phone;
        let shown =
            [tick_key(0, 0), tick_key(0, 1)].map(|key| phone.register(0, &key).values.len());
        assert!(shown == [1, 1] || (!done && shown == [0, 0]), "{at}: {shown:?}");
        assert!(!done || phone.waiting() == 0, "{at}: the answers were taken");
        if at.ends_with("GoesOn") && stage.disk.struck().is_some_and(|point| point % 2 == 0) {
            // What is in memory is as far as the disk: an own edit stands on it. It is not sent,
            // because the next run puts another edit in its place.
            assert!(phone.tick(0, 2, 2, true, 5), "{at}");
            return;
        }
        stage.sync().unwrap_or_else(|e| panic!("{at}: {e}"));
        assert_eq!(phone.waiting(), 0, "{at}");
        let shown =
            [tick_key(0, 0), tick_key(0, 1)].map(|key| phone.register(0, &key).values.len());
        assert_eq!(shown, [1, 1], "{at}");
    });
    stage.other.sync().unwrap();
    let key = tick_key(3, 2);
    assert_eq!(stage.other.replica().history(book(0).id(), &key).unwrap().len(), 1, "sent once");
}
