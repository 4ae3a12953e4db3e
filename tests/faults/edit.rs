//! One edit, with every fault at every I/O point.

use crate::stage::{After, Stage};

fn first(stage: &Stage) -> Result<(), soviec_core::error::Error> {
    let phone = &stage.phone;
    let (book, item) = (soviec_tests::book(0).id(), soviec_tests::item(0, 0));
    let on = Some(soviec_tests::day(3));
    phone.replica().tick(phone.officer, book, item, true, on).map(drop)
}

#[test]
fn an_edit_that_returned_is_there_and_one_that_failed_can_be_made_again() {
    let mut stage = Stage::new(1);
    // The first edit opens the lane and loads the book; the one under test is the second.
    stage.phone.tick(0, 1, 1, true, 3);
    let before = stage.closed_image();
    stage.at_every_point(&before, &[After::GoesOn, After::PowerCut], first, |stage, done, at| {
        let shown = |of, n| stage.phone.register(0, &soviec_tests::tick_key(of, n)).values.len();
        assert_eq!(shown(1, 1), 1, "{at}: an earlier edit is gone");
        if done {
            assert_eq!(shown(0, 0), 1, "{at}: it returned");
        }
        first(stage).unwrap_or_else(|e| panic!("{at}: {e}"));
        assert_eq!(shown(0, 0), 1, "{at}");
        // Built on what is in memory: a document that was ahead of the disk would show here.
        assert!(stage.phone.tick(0, 0, 1, true, 4), "{at}");
        assert_eq!(stage.phone.waiting(), 3, "{at}: each edit once");
    });
}

/// The very first one makes the lane, with an app that has loaded nothing yet.
#[test]
fn what_was_written_on_a_failing_disk_reaches_the_office_once() {
    let mut stage = Stage::new(2);
    let before = stage.closed_image();
    for fault in soviec_tests::vfs::Fault::ALL {
        stage.phone.close();
        stage.disk.put(&before);
        stage.phone.restart();
        stage.disk.fail_at(2, fault);
        let _ = first(&stage);
        stage.disk.mend();
        first(&stage).unwrap();
        stage.sync().unwrap();
        assert_eq!(stage.phone.waiting(), 0, "{fault:?}");
    }
    stage.other.sync().unwrap();
    let key = soviec_tests::tick_key(0, 0);
    assert_eq!(stage.other.replica().history(soviec_tests::book(0).id(), &key).unwrap().len(), 1);
    let Stage { phone, other, world, .. } = stage;
    soviec_tests::check_agreement(&world, &[phone, other]);
}

/// Only reads fail at some points: what a screen shows next and what is written next must not
/// suffer from a connection that failed before anything was written.
#[test]
fn after_a_reading_that_failed_the_next_call_works() {
    let mut stage = Stage::new(3);
    stage.phone.tick(0, 1, 1, true, 3);
    let before = stage.closed_image();
    let undo = |stage: &Stage| {
        let (replica, officer) = (stage.phone.replica(), stage.phone.officer);
        replica.health()?;
        let last = replica.last_act(officer)?.expect("the officer has ticked");
        replica.undo(officer, &last.edit).map(drop)
    };
    stage.at_every_point(&before, &[After::GoesOn], undo, |stage, _, at| {
        let (replica, officer) = (stage.phone.replica(), stage.phone.officer);
        replica.health().unwrap_or_else(|e| panic!("{at}: {e}"));
        replica.resume().unwrap_or_else(|e| panic!("{at}: {e}"));
        let (book, task) = (soviec_tests::book(0).id(), soviec_tests::task(0));
        replica.add_note(officer, book, task, "Đủ chữ ký.").unwrap_or_else(|e| panic!("{at}: {e}"));
    });
}
