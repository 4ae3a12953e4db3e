//! Opening, with every fault at every I/O point: a disk that fails is no damage, so nothing is
//! set aside.

use std::sync::Arc;

use soviec_tests::{
    tick_key,
    vfs::{Fault, Lost, every_point},
};

use crate::stage::{Stage, said_clearly};

#[test]
fn a_disk_that_fails_while_the_phone_opens_is_no_damage() {
    let mut stage = Stage::new(5);
    stage.phone.tick(0, 0, 0, true, 3);
    // As after a crash: the log holds what the database does not.
    stage.disk.crash(Lost::Nothing);
    let before = stage.disk.image();
    let disk = Arc::clone(&stage.disk);
    for fault in Fault::ALL {
        let prepare = |stage: &mut Stage| {
            stage.phone.close();
            disk.put(&before);
        };
        every_point(&disk, fault, &mut stage, prepare, |stage, point| {
            let at = format!("{fault:?} at point {point}");
            match stage.phone.open_again(&[1; 32]) {
                Ok(replica) => drop(replica),
                Err(error) => said_clearly(&error, &at),
            }
            disk.crash(if point.is_multiple_of(2) { Lost::Unflushed } else { Lost::Some(point) });
            stage.phone.restart();
            assert_eq!(stage.phone.replica().health().unwrap().set_aside, None, "{at}");
            assert_eq!(stage.phone.register(0, &tick_key(0, 0)).values.len(), 1, "{at}");
            assert_eq!(stage.phone.waiting(), 1, "{at}");
            stage.is_whole(&at);
        });
    }
}
