//! A week's work at once: more than one request, more than one page, and an officer who does not
//! wait for the end.

use soviec_core::replica::{CallbackFailed, Cancel, Progress, SyncReport};
use soviec_tests::{ITEMS, Phone, TASKS, World, check_agreement};

const EDITS: u32 = 600;

/// Edits that nothing merges away: ticks that go back and forth, and a note now and then, long
/// enough to fill pages.
fn work(phone: &Phone) {
    for n in 0..EDITS {
        let small = |n: u32| u8::try_from(n).unwrap();
        let (task, item) = (small(n % u32::from(TASKS)), small(n / 4 % u32::from(ITEMS)));
        match n % 5 {
            4 => phone.note(0, task, &format!("{n}: {:x}", word(n)).repeat(8)),
            _ => assert!(phone.tick(0, task, item, n / 12 % 2 == 0, 1 + n % 28)),
        }
    }
    assert_eq!(phone.waiting(), u64::from(EDITS));
}

/// Letters that a compressor cannot foresee.
fn word(n: u32) -> u128 {
    u128::from(n + 1).wrapping_mul(0x2545_f491_4f6c_dd1d_9e37_79b9_7f4a_7c15)
}

/// An exchange with what it said on the way.
fn watched(phone: &Phone) -> (SyncReport, Vec<Progress>) {
    let mut steps = Vec::new();
    let report = phone.replica().sync(&Cancel::default(), &mut |step| {
        steps.push(step);
        Ok(())
    });
    (report.unwrap(), steps)
}

/// An exchange that is given up after its first step.
fn cancelled(phone: &Phone) -> Progress {
    let (cancel, mut steps) = (Cancel::default(), Vec::new());
    let ended = phone.replica().sync(&cancel, &mut |step| {
        steps.push(step);
        cancel.cancel();
        Ok(())
    });
    assert_eq!(ended.unwrap_err().code(), "cancelled");
    assert_eq!(steps.len(), 1, "it went on after it was cancelled");
    steps.remove(0)
}

/// An exchange whose screen fails at its first step: with an error, or with a panic.
fn without_a_screen(phone: &Phone, panics: bool) {
    let mut steps = 0;
    let ended = phone.replica().sync(&Cancel::default(), &mut |_| {
        steps += 1;
        assert!(!panics, "this screen panics");
        Err(CallbackFailed)
    });
    assert_eq!(ended.unwrap_err().code(), "callback_failed");
    assert_eq!(steps, 1, "it went on after its screen was gone");
}

#[test]
fn a_screen_that_fails_ends_the_exchange_at_a_page_and_loses_nothing() {
    let world = World::new(51);
    let author = world.phone(0, &[0]);
    work(&author);
    for panics in [false, true] {
        let before = author.waiting();
        without_a_screen(&author, panics);
        assert!(author.waiting() < before, "the page before it stays");
    }
    let left = author.waiting();
    assert_eq!(author.sync().unwrap().acknowledged as u64, left, "the next exchange works");
    let health = author.replica().health().unwrap();
    assert_eq!((health.sent, health.held, health.waiting), (u64::from(EDITS), 0, 0));
    check_agreement(&world, &[author]);
}

#[test]
fn six_hundred_edits_go_up_and_down_in_parts_and_cancelling_loses_nothing() {
    let world = World::new(50);
    let author = world.phone(0, &[0]);
    work(&author);

    let first = cancelled(&author);
    assert!(first.acknowledged > 0 && first.waiting > 0, "{first:?}");
    assert_eq!(first.acknowledged as u64 + first.waiting, u64::from(EDITS));
    assert_eq!(author.waiting(), first.waiting, "what was acknowledged stays so");
    let (rest, steps) = watched(&author);
    assert_eq!(rest.acknowledged as u64, first.waiting, "the rest follows");
    assert_eq!((rest.waiting, author.waiting()), (0, 0));
    assert_eq!(steps.len(), rest.requests as usize, "progress is told once a page");

    let reader = world.fresh_phone(1, &[0]);
    let (report, steps) = watched(&reader);
    assert!(report.requests > 1, "everything came in one page");
    assert_eq!(steps.len(), report.requests as usize);
    assert!(steps.windows(2).all(|two| two[0].received < two[1].received), "{steps:?}");
    assert!(report.received > EDITS as usize, "the plan and {EDITS} edits");

    let hasty = world.fresh_phone(2, &[0]);
    let first = cancelled(&hasty);
    let rest = hasty.sync().unwrap();
    assert!(first.received > 0 && rest.received > 0);
    assert_eq!(first.received + rest.received, report.received, "a page came twice or never");
    check_agreement(&world, &[author, reader, hasty]);
}
