//! Three to five phones on one or two villages: random edits, exchanges in any order, requests
//! and answers that get lost, cut, doubled or late, restarts of phones and of the relay. When all
//! have heard everything, all agree, and nothing is lost or doubled.
//!
//! `SOVIEC_SEEDS=500 cargo test -p soviec-tests --test simulation` runs more worlds,
//! `SOVIEC_SEEDS=17..18` one of them.

#![allow(clippy::print_stderr, reason = "whoever sees a failure must be told its seed")]

use std::ops::Range;

use soviec_core::{
    error::ErrorKind,
    model::{Declared, Moment, RegisterKey},
    replica::{Cancel, Sort, TaskFilter, Window},
};
use soviec_tests::{
    Chance, Fault, ITEMS, Phone, TASKS, World, book, check_agreement, noon, status_key, tick_key,
    until_quiet,
};

const STEPS: usize = 70;
const WORLDS: u64 = 8;
const ALL: Window = Window { offset: 0, limit: 200 };

/// Says which world it was when one fails.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let seed = self.0;
            eprintln!("world {seed} failed; again with SOVIEC_SEEDS={seed}..{}", seed + 1);
        }
    }
}

/// The seeds to run: a count or a range, from the environment.
fn seeds() -> Range<u64> {
    let Ok(text) = std::env::var("SOVIEC_SEEDS") else { return 0..WORLDS };
    let number = |text: &str| text.parse().expect("SOVIEC_SEEDS is a count or a range like 5..9");
    match text.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => 0..number(&text),
    }
}

#[test]
fn replicas_converge_whatever_happens_on_the_way() {
    let (mut worlds, mut edits, mut disputes) = (0, 0, 0);
    for seed in seeds() {
        let _named = Named(seed);
        let mut run = Run::new(seed);
        for _ in 0..STEPS {
            run.step();
        }
        let (written, told) = run.end();
        (worlds, edits, disputes) = (worlds + 1, edits + written, disputes + told);
    }
    // Worlds in which nothing happens would agree too.
    assert!(edits > 10 * worlds, "{edits} edits in {worlds} worlds");
    assert!(worlds < WORLDS as usize || disputes > worlds, "{disputes} people were told something");
}

struct Run {
    world: World,
    /// Decides what happens; the world's own chance makes ids and keys.
    chance: Chance,
    phones: Vec<Phone>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let (world, chance) = (World::new(seed), Chance::new(!seed));
        let count = 3 + chance.below(3);
        let two_villages = chance.once_in(2);
        let phones = (0..count).map(|n| {
            let villages: &[u8] = match chance.below(3) {
                0 if two_villages => &[1],
                1 if two_villages => &[0, 1],
                _ => &[0],
            };
            let n = u8::try_from(n).expect("there are few phones");
            // Some have never heard of the plan when they begin.
            if chance.once_in(4) {
                world.fresh_phone(n, villages)
            } else {
                world.phone(n, villages)
            }
        });
        let phones = phones.collect();
        Self { world, chance, phones }
    }

    fn step(&mut self) {
        let at = self.chance.below(self.phones.len());
        match self.chance.below(20) {
            0..=10 => self.edit(at),
            11..=15 => self.exchange(at),
            16 => self.phones[at].restart(),
            17 => self.world.restart_office(),
            18 => self.phones[at].wire.deliver_late(),
            _ => self.set_clock(at),
        }
    }

    /// Clocks of phones are what they are: some count from 1970, some run ahead.
    fn set_clock(&self, at: usize) {
        let moment = match self.chance.below(3) {
            0 => Moment(0),
            1 => Moment(noon().0 + 400 * 24 * 3_600_000),
            _ => noon(),
        };
        self.phones[at].clock.set(moment);
    }

    fn exchange(&self, at: usize) {
        let phone = &self.phones[at];
        if self.chance.once_in(2) {
            phone.wire.fault(*self.chance.pick(&Fault::ALL));
        }
        let result = match self.chance.once_in(6) {
            true => phone.replica().receive(&Cancel::default(), &mut |_| Ok(())),
            false => phone.sync(),
        };
        match result {
            Ok(report) => assert_eq!(report.stopped, [], "the phone of {}", phone.officer),
            Err(error) => assert!(
                matches!(
                    error.kind(),
                    ErrorKind::Offline | ErrorKind::RelayUnavailable | ErrorKind::BadReply
                ),
                "{error}"
            ),
        }
    }

    fn edit(&self, at: usize) {
        let (phone, chance) = (&self.phones[at], &self.chance);
        let village = *chance.pick(&phone.villages);
        let task = small(chance, TASKS);
        match chance.below(13) {
            0..=3 => {
                let (item, done) = (small(chance, ITEMS), !chance.once_in(3));
                let on = u32::from(1 + small(chance, 28));
                phone.tick(village, task, item, done, on);
            }
            4..=6 => {
                // Few words, so that two officers sometimes say the same.
                let result = chance.pick(&["đã đối chiếu", "còn một nguồn"]);
                phone.declare(village, task, *chance.pick(&Declared::ALL), result);
            }
            7 => phone.note(village, task, "Sổ cũ bị ẩm, cần quét lại."),
            8 => self.accept(phone),
            9 => self.restore(phone, village, task),
            10 => self.own_task(phone, village),
            // Undone twice now and then: the second time there is nothing to undo.
            _ => drop(phone.undo()),
        }
    }

    /// Begins a task of the village's own, or goes on with one that the phone knows.
    fn own_task(&self, phone: &Phone, village: u8) {
        let chance = &self.chance;
        let last_day = (!chance.once_in(3)).then(|| u32::from(8 + small(chance, 20)));
        let known = phone.replica().tasks(&TaskFilter::default(), Sort::Plan, ALL);
        let known = known.expect("the list can be read").rows;
        let own: Vec<_> =
            known.iter().filter(|r| r.local && r.book == book(village).id()).collect();
        if own.is_empty() || chance.once_in(3) {
            phone.local(village, "Sửa loa truyền thanh", last_day);
        } else {
            let status = *chance.pick(&Declared::ALL);
            phone.declare_local(village, chance.pick(&own).task, status, 12);
        }
    }

    fn accept(&self, phone: &Phone) {
        let told = phone.replica().replaced().expect("the notices can be read");
        if let Some(notice) = told.first() {
            phone.accept(notice.book, &notice.key);
        }
    }

    fn restore(&self, phone: &Phone, village: u8, task: u8) {
        let ticked = tick_key(task, small(&self.chance, ITEMS));
        let key: RegisterKey = self.chance.pick(&[status_key(task), ticked]).clone();
        let book = book(village).id();
        let history = phone.replica().history(book, &key).expect("the history can be read");
        if !history.is_empty() {
            phone.restore(book, &key, &self.chance.pick(&history).edit);
        }
    }

    /// Brings everybody together, compares everything, and counts edits and notices.
    fn end(mut self) -> (usize, usize) {
        for phone in &self.phones {
            phone.clock.set(noon());
            phone.wire.deliver_late();
        }
        until_quiet(&self.phones);
        check_agreement(&self.world, &self.phones);
        // What was folded step by step is what the files say.
        self.phones.iter_mut().for_each(Phone::restart);
        self.world.restart_office();
        check_agreement(&self.world, &self.phones);
        // And what the log says, folded anew.
        self.world.refold_office();
        check_agreement(&self.world, &self.phones);
        let told = |phone: &Phone| phone.replica().replaced().expect("they can be read").len();
        let edits = self.phones.iter().map(|phone| phone.edits().len()).sum();
        (edits, self.phones.iter().map(told).sum())
    }
}

fn small(chance: &Chance, end: u8) -> u8 {
    u8::try_from(chance.below(end.into())).expect("it is below a u8")
}
