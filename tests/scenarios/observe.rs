//! Screens hear of changes on a thread of their own.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use soviec_core::replica::{CallbackFailed, Changes, Listener, Subscription};
use soviec_tests::{Ear, Phone, World, book, task};

/// Fails and panics in turn, whenever it is told something.
#[derive(Default)]
struct Broken(AtomicUsize);

impl Listener for Broken {
    fn changed(&self, _: &Changes) -> Result<(), CallbackFailed> {
        let times = self.0.fetch_add(1, Ordering::SeqCst);
        assert!(times.is_multiple_of(2), "this listener always fails");
        Err(CallbackFailed)
    }
}

/// An ear at a phone. What the phone told before is told already: batches come in their order,
/// and one more edit is made and heard.
fn listening(phone: &Phone) -> (Arc<Ear>, Subscription) {
    let ear = Arc::new(Ear::default());
    let subscription = phone.replica().observe(Arc::clone(&ear) as _);
    phone.tick(0, 2, 2, true, 1);
    while ear.next().1.rows != [(book(0).id(), task(2))] {}
    (ear, subscription)
}

#[test]
fn changes_come_in_batches_of_ids_on_their_own_thread() {
    let world = World::new(60);
    let (a, b) = (world.phone(0, &[0]), world.phone(1, &[0]));
    for n in 0..3 {
        b.tick(0, n, 0, true, 5);
    }
    b.sync().unwrap();
    let (ear, _subscription) = listening(&a);
    a.tick(0, 3, 0, true, 5);
    let (thread, changes) = ear.next();
    assert_eq!(thread.as_deref(), Some("soviec-observe"));
    let rows = vec![(book(0).id(), task(3))];
    assert_eq!(changes, Changes { rows, notices: true, sync: true });

    a.sync().unwrap();
    let (_, mut changes) = ear.next();
    changes.rows.sort_unstable();
    let rows: Vec<_> = (0..3).map(|n| (book(0).id(), task(n))).collect();
    assert_eq!(changes.rows, rows, "one batch for the page");
    assert!(changes.sync);
    let (_, end) = ear.next();
    assert_eq!(end, Changes { sync: true, ..Changes::default() }, "and a word at the end");
}

#[test]
fn a_listener_that_fails_stays_is_counted_and_harms_nobody() {
    let world = World::new(61);
    let phone = world.phone(0, &[0]);
    let (before, _first) = listening(&phone);
    let broken = Arc::new(Broken::default());
    let _second = phone.replica().observe(Arc::clone(&broken) as _);
    let ear = Arc::new(Ear::default());
    let _third = phone.replica().observe(Arc::clone(&ear) as _);
    for n in 0..3 {
        phone.tick(0, n, 0, true, 5);
        let rows = [(book(0).id(), task(n))];
        assert_eq!((before.next().1.rows, ear.next().1.rows), (rows.to_vec(), rows.to_vec()));
    }
    assert_eq!(broken.0.load(Ordering::SeqCst), 3);
    assert_eq!(phone.replica().health().unwrap().listener_failures, 3);
}

#[test]
fn a_subscription_that_ended_hears_nothing() {
    let world = World::new(62);
    let phone = world.phone(0, &[0]);
    let (gone, subscription) = listening(&phone);
    let ear = Arc::new(Ear::default());
    let _other = phone.replica().observe(Arc::clone(&ear) as _);
    phone.tick(0, 0, 0, true, 5);
    gone.next();
    ear.next();
    drop(subscription);
    phone.tick(0, 1, 0, true, 5);
    ear.next();
    assert!(gone.is_quiet());
}

#[test]
fn a_listener_may_ask_the_replica() {
    let world = World::new(63);
    let phone = world.phone(0, &[0]);
    let (ear, _subscription) = listening(&phone);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let (_, changes) = ear.next();
            let (book, task) = changes.rows[0];
            phone.replica().task(book, task).unwrap().row.items_done
        });
        phone.tick(0, 0, 0, true, 5);
        assert_eq!(asked.join().unwrap(), 1);
    });
}
