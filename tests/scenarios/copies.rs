//! Phones that were restored from a copy, or copied: both go on, nothing is lost or doubled.

use soviec_core::model::Declared;
use soviec_tests::{Copied, Phone, World, check_agreement, status_key, tick_key, until_quiet};

/// The number of shown values of a register on each phone.
fn values(phones: &[Phone], key: &soviec_core::model::RegisterKey) -> Vec<usize> {
    phones.iter().map(|phone| phone.register(0, key).values.len()).collect()
}

#[test]
fn d2_a_phone_and_its_copy_both_go_on() {
    for copied in [Copied::Everything, Copied::WithoutNonce] {
        let world = World::new(60);
        let mut a = world.phone(0, &[0]);
        a.tick(0, 0, 0, true, 5);
        a.sync().unwrap();
        let image = world.image(&mut a, copied);
        let b = world.clone_from(&image);
        // Both write without knowing of each other, under the same numbers.
        a.tick(0, 0, 1, true, 6);
        b.declare(0, 0, Declared::Done, "xong");
        a.sync().unwrap();
        b.sync().unwrap();
        a.note(0, 0, "bản gốc");
        b.note(0, 1, "bản sao");
        let phones = [a, b, world.phone(1, &[0])];
        until_quiet(&phones);
        assert_eq!(values(&phones, &tick_key(0, 1)), [1, 1, 1], "{copied:?}");
        assert_eq!(values(&phones, &status_key(0)), [1, 1, 1], "{copied:?}");
        check_agreement(&world, &phones);
    }
}

#[test]
fn d1_one_pending_edit_of_a_phone_and_its_copy_is_stored_once() {
    for copied in [Copied::Everything, Copied::WithoutNonce] {
        let world = World::new(61);
        let mut a = world.phone(0, &[0]);
        a.tick(0, 0, 0, true, 5);
        a.note(0, 0, "một lần thôi");
        let image = world.image(&mut a, copied);
        let b = world.clone_from(&image);
        b.tick(0, 0, 1, true, 6);
        a.tick(0, 0, 2, true, 6);
        b.sync().unwrap();
        a.sync().unwrap();
        let phones = [a, b, world.phone(1, &[0])];
        until_quiet(&phones);
        for n in 0..3 {
            assert_eq!(values(&phones, &tick_key(0, n)), [1, 1, 1], "{copied:?} {n}");
        }
        check_agreement(&world, &phones);
    }
}

#[test]
fn d9_a_phone_that_went_back_goes_on_and_its_lost_edits_come_from_the_office() {
    for copied in [Copied::Everything, Copied::WithoutNonce] {
        let world = World::new(62);
        let mut a = world.phone(0, &[0]);
        a.tick(0, 0, 0, true, 5);
        a.sync().unwrap();
        let image = world.image(&mut a, copied);
        a.tick(0, 0, 1, true, 6);
        a.declare(0, 0, Declared::InProgress, "trước khi khôi phục");
        a.sync().unwrap();
        a.go_back(&image);
        assert!(a.register(0, &tick_key(0, 1)).values.is_empty());
        a.note(0, 0, "sau khi khôi phục");
        let phones = [a, world.phone(1, &[0])];
        until_quiet(&phones);
        assert_eq!(values(&phones, &tick_key(0, 1)), [1, 1], "{copied:?}");
        assert_eq!(values(&phones, &status_key(0)), [1, 1], "{copied:?}");
        check_agreement(&world, &phones);
    }
}
