//! Many threads at one door: every call is answered, every edit is durable once.

use std::thread;

use soviec_core::replica::{Sort, TaskFilter, Window};
use soviec_tests::{ITEMS, Phone, TASKS, World, check_agreement};

const THREADS: u8 = 10;
const CALLS: u32 = 100;

/// One thread's calls: ticks on a task of its own, and between them what screens read.
fn calls(phone: &Phone, of: u8) {
    let filter = TaskFilter::default();
    for n in 0..CALLS {
        let small = |n: u32| u8::try_from(n).unwrap();
        match n % 4 {
            0 | 1 => {
                let done = n / (2 * u32::from(ITEMS)) % 2 == 0;
                phone.tick(0, of % TASKS, small(n / 2 % u32::from(ITEMS)), done, 1 + n % 28);
            }
            2 => {
                let window = Window { offset: 0, limit: 100 };
                let list = phone.replica().tasks(&filter, Sort::Urgency, window).unwrap();
                assert_eq!(list.rows.len(), list.total as usize);
            }
            _ => assert!(phone.replica().health().unwrap().waiting > 0),
        }
    }
}

#[test]
fn a_thousand_calls_from_many_threads_lose_and_double_nothing() {
    let world = World::new(95);
    let (phone, reader) = (world.phone(0, &[0]), world.phone(1, &[0]));
    thread::scope(|scope| {
        for of in 0..THREADS {
            let phone = &phone;
            scope.spawn(move || calls(phone, of));
        }
        // An exchange goes on meanwhile, holding nobody up.
        scope.spawn(|| phone.sync().unwrap());
    });
    phone.sync().unwrap();
    reader.sync().unwrap();
    assert_eq!(phone.waiting(), 0);
    check_agreement(&world, &[phone, reader]);
}
