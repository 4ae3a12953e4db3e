//! A phone whose files came back from a backup, or moved to another phone: a new epoch begins,
//! and nothing that waited under the old one stays behind.

use std::fs;

use soviec_tests::{World, check_agreement, until_quiet};

#[test]
fn what_waited_before_a_restore_still_goes_out() {
    let world = World::new(90);
    let mut phones = [world.phone(0, &[0]), world.phone(1, &[0])];
    until_quiet(&phones);
    phones[0].tick(0, 0, 0, true, 5);
    phones[0].note(0, 0, "trước khi khôi phục");
    phones[0].close();
    // A restored copy brings every file but the nonce, which no backup touches.
    for entry in fs::read_dir(&phones[0].place().no_backup).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    phones[0].restart();
    assert_eq!(phones[0].waiting(), 2);
    phones[0].note(0, 1, "sau khi khôi phục");
    let report = phones[0].sync().unwrap();
    assert_eq!((report.acknowledged, report.waiting), (3, 0));
    assert_eq!(report.stopped, []);
    until_quiet(&phones);
    check_agreement(&world, &phones);
}
