//! Random damage: to bytes behind a repaired checksum, and to what a change says.

use proptest::{prelude::*, test_runner::TestRng};
use soviec_core::{
    admission::Verdict,
    change::{Action, Change, Limits, NewChange, Value, bucket_object, encode, genesis},
    model::ActorId,
};

use crate::{
    support::{self, DOCUMENT, body_of, frame},
    world::{World, key},
};

/// How a run of mutations ended.
#[derive(Debug, Default)]
struct Tally {
    unreadable: u32,
    refused: u32,
    admitted: u32,
}

/// Changes bytes of valid changes behind a repaired checksum; what is admitted must survive.
fn mutate(count: u64, rng: &mut TestRng) -> Tally {
    let world = World::new();
    let mut tally = Tally::default();
    for round in 0..count {
        let valid = encode(&world.next(round));
        let mut body = body_of(valid.bytes()).to_vec();
        for _ in 0..1 + rng.random_range(0..8u32) / 7 {
            let at = rng.random_range(0..body.len());
            match rng.random_range(0..10u32) {
                0 => drop(body.remove(at)),
                1 => body.insert(at, rng.random()),
                _ => body[at] = rng.random(),
            }
        }
        match Change::parse(&frame(1, &body), &Limits::default()) {
            Err(_) => tally.unreadable += 1,
            Ok(change) => match world.judge(&change) {
                Verdict::Admit(_) => {
                    tally.admitted += 1;
                    let survived = world.survives(&change);
                    assert_eq!(survived, Ok(()), "round {round}: {:02x?}", change.bytes());
                }
                _ => tally.refused += 1,
            },
        }
    }
    tally
}

#[test]
fn what_passes_after_a_mutation_does_the_library_no_harm() {
    let tally = mutate(6_000, &mut TestRng::deterministic_rng(Default::default()));
    assert!(tally.admitted > 100 && tally.refused > 100 && tally.unreadable > 100, "{tally:?}");
}

#[test]
#[ignore = "long: 200,000 mutations"]
#[allow(clippy::print_stdout, reason = "a measurement is for reading")]
fn what_passes_after_200_000_mutations_does_the_library_no_harm() {
    let tally = mutate(200_000, &mut TestRng::from_seed(Default::default(), &[6; 32]));
    println!("{tally:?}");
}

proptest! {
    #![proptest_config(support::cases(400))]

    /// Spoils what a change says instead of its bytes, several things at once.
    #[test]
    fn what_passes_after_a_spoiling_does_the_library_no_harm(
        seed: u64,
        spoils in prop::collection::vec((0u8..12, any::<u8>(), any::<u64>()), 1..4),
    ) {
        let world = World::new();
        let mut new = world.next(seed >> 1);
        for (what, byte, number) in spoils {
            spoil(&mut new, &world, what, byte, number);
        }
        let change = encode(&new);
        if let Verdict::Admit(puts) = world.judge(&change) {
            prop_assert_eq!(puts.len(), change.operations.len());
            prop_assert_eq!(Change::parse(change.bytes(), &Limits::default()), Ok(change.clone()));
            prop_assert_eq!(world.survives(&change), Ok(()));
        }
    }
}

fn spoil(new: &mut NewChange, world: &World, what: u8, byte: u8, number: u64) {
    let known = &world.last[usize::from(byte) % world.last.len()];
    let at = usize::from(byte) % new.operations.len().max(1);
    match (what, new.operations.get_mut(at)) {
        (0, _) => new.seq = number % 6,
        (1, _) => new.start_op = new.start_op.wrapping_add(number % 5).wrapping_sub(2).max(1),
        (2, _) => new.time = number as i64,
        (3, _) => new.actor = ActorId([byte % 5; 16]),
        (4, _) => drop(new.dependencies.pop()),
        (5, _) => new.dependencies.push(genesis(DOCUMENT, 1).hash),
        (6, Some(op)) => op.predecessors.push(known.op_id(usize::from(byte) % 3)),
        (7, Some(op)) => op.predecessors.clear(),
        (8, Some(op)) => op.key = key(&format!("f{}", byte % 3)).as_str().to_owned(),
        (9, Some(op)) => op.object = bucket_object(DOCUMENT, byte),
        (10, Some(op)) => op.action = Action::Other(u64::from(byte % 9)),
        (11, Some(op)) => op.action = Action::Put(Value::Int(number as i64)),
        _ => {}
    }
}
