//! The fuzzers' seeds and every input that once did harm, offered again.

#![allow(clippy::expect_used, reason = "a test may panic")]

#[path = "../../core/fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

fn replay(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/fuzz").join(folder);
    let mut played = 0;
    for (name, target) in targets::ALL {
        let files = std::fs::read_dir(root.join(name)).expect("every target has its folder");
        let mut files: Vec<_> = files.map(|file| file.expect("it can be listed").path()).collect();
        files.sort();
        for file in files.into_iter().filter(|file| file.extension().is_none()) {
            target(&std::fs::read(&file).expect("it can be read"));
            played += 1;
        }
    }
    played
}

#[test]
fn every_seed_is_borne() {
    assert!(replay("corpus") > 20);
}

#[test]
fn what_once_did_harm_does_none() {
    replay("crashes");
}

/// Writes seeds of messages anew: what a device and the office really say to each other.
#[test]
#[ignore = "writes files; run it when the messages have a new form"]
fn write_seeds_of_messages() {
    use soviec_tests::{
        Chance, World,
        attack::{Forger, Grown},
        book,
    };
    let world = World::new(3);
    let (mut forger, mut grown, chance) =
        (Forger::enrol(&world, 5, &[0]), Grown::new(book(0)), Chance::new(3));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/fuzz/corpus/message");
    for n in 0..4 {
        let changes: Vec<_> = (0..n)
            .map(|_| {
                let change = soviec_core::change::encode(&grown.next(&chance, forger.actor(1), 5));
                grown.add(&change);
                (book(0).id(), change.bytes().to_vec())
            })
            .collect();
        let lane = forger.lane(1, book(0).id());
        let batch = forger.seal(vec![lane], &changes);
        let body = forger.request(vec![batch]).to_body();
        std::fs::write(folder.join(format!("request_{n}")), &body).expect("it can be written");
        let answer = forger.send(body);
        std::fs::write(folder.join(format!("reply_{n}")), &answer.body).expect("it can be written");
        forger.heard(&answer);
    }
    let failed = forger.send(vec![1, 2, 3]);
    std::fs::write(folder.join("failure"), failed.body).expect("it can be written");
}
