//! The script of a world: who is there, and what happens to them, drawn from a seed before
//! anything happens. Numbers in it are wishes: they are taken modulo what there is.

use soviec_core::model::Declared;

use super::founding::Founding;
use crate::{Chance, vfs::Fault};

/// What happens in one world.
#[derive(Debug, Clone)]
pub struct Script {
    /// The seed that it was drawn from.
    pub seed: u64,
    pub(super) founding: Founding,
    /// The steps, in their order.
    pub steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An officer does something in a book.
    Edit {
        /// Which phone.
        phone: usize,
        /// Which of its officers.
        officer: usize,
        /// Which of its books.
        book: usize,
        /// What he does.
        deed: Deed,
    },
    /// A phone exchanges with the office; the fates meet its requests in their order.
    Exchange {
        /// Which phone.
        phone: usize,
        /// Whether it only receives.
        receive: bool,
        /// What happens on the way.
        fates: Vec<Fate>,
    },
    /// What is late on the way of a phone arrives.
    Late {
        /// Which phone.
        phone: usize,
    },
    /// Something happens to a phone itself.
    Care {
        /// Which phone.
        phone: usize,
        /// What.
        care: Care,
    },
    /// The disk of a phone fails at an I/O point of a step.
    Broken {
        /// Which phone.
        phone: usize,
        /// How.
        fault: Fault,
        /// At which point.
        at: u64,
        /// An edit or an exchange of that phone.
        step: Box<Step>,
    },
    /// Something happens at the office.
    Office(Desk),
}

/// What an officer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Ticks an item or takes its tick back.
    Tick(u8, u8, bool, u32),
    /// Declares a task with one of a few results, so that two officers sometimes say the same.
    Status(u8, Declared, bool),
    /// Writes a note.
    Note(u8),
    /// Writes a note that is longer than the relay takes.
    LongNote(u8),
    /// Declares a task with a result that is longer than the relay takes.
    LongStatus(u8, Declared),
    /// Begins a task of the village's own.
    Local(Option<u32>),
    /// Declares one of the village's own tasks.
    LocalStatus(usize, Declared),
    /// Accepts what became of a value.
    Accept(usize),
    /// Uses an earlier value of a status or tick again.
    Restore(u8, Option<u8>, usize),
    /// Takes back what he did last.
    Undo,
    /// Writes an edit again that was refused, returned or expelled.
    WriteAgain(usize),
    /// Lays one aside that was.
    Dismiss(usize),
}

/// What happens to a phone itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// The app ends and starts again.
    Restart,
    /// The power fails; what was not flushed is gone, or some of it.
    Crash(u64),
    /// Its files are copied.
    Backup,
    /// Its files come back from the last copy. Noticed: without the nonce, as from a backup.
    Restore(bool),
    /// A second phone gets the last copy.
    Clone(bool),
    /// Its clock shows 1970, or a day that is far ahead, or the present.
    Clock(u8),
}

/// What happens at the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The relay ends and starts again.
    Restart,
    /// The relay's machine loses power.
    Crash(u64),
    /// Its tables are dropped and folded anew from the log.
    Refold,
    /// An officer's role in a village: 0 none, 1 reads, 2 writes.
    Role(u8, u8, u8),
    /// The plan gets another title of a task.
    Plan(u8, u8),
    /// A clerk decides about a change that waits for it, or that he finds wrong.
    Decide(Order, usize),
    /// A clerk confirms a declared status, or gives it back.
    Judge(usize, bool),
}

/// What a clerk wants to become of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// A held one is stored.
    Accept,
    /// A held one goes back.
    Return,
    /// A held one goes on in the book of this village.
    Move(u8),
    /// A refused one is written again by the office.
    Requeue,
    /// A refused one is laid aside.
    Dismiss,
    /// A stored one is taken out.
    Expel,
}

/// What happens to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nothing.
    Well,
    /// It never arrives.
    Lost,
    /// The phone gives up, and it arrives later.
    Late,
    /// It arrives twice.
    Twice,
    /// So many 65,536ths of it arrive.
    Cut(u16),
    /// It is worked on, and the answer never arrives.
    ReplyLost,
    /// So many 65,536ths of the answer arrive.
    ReplyCut(u16),
    /// The answer to an earlier request arrives instead.
    ReplyStale,
    /// Something else happens before it arrives.
    Before(Box<Step>),
    /// Something else happens before the answer arrives.
    After(Box<Step>),
    /// The phone loses power while it waits: before the request arrives, or after.
    Killed(bool),
}

/// What the disk of a phone may do.
const FAULTS: [Fault; 5] = [Fault::Full, Fault::Fsync, Fault::Torn, Fault::Io, Fault::ReadOnly];

/// Most steps of a world.
const STEPS: usize = 60;

impl Script {
    /// The script of a seed.
    pub fn of(seed: u64) -> Self {
        let chance = Chance::new(seed ^ 0x5ce7_e0f0_51b0_1eed);
        let founding = Founding::draw(&chance);
        let count = STEPS / 2 + chance.below(STEPS / 2);
        let steps = (0..count).map(|_| step(&chance)).collect();
        Self { seed, founding, steps }
    }
}

fn step(chance: &Chance) -> Step {
    let phone = chance.below(60);
    match chance.below(40) {
        0..=20 => edit(chance, phone),
        21..=30 => exchange(chance, phone),
        31..=32 => Step::Late { phone },
        33 => broken(chance, phone),
        34..=36 => Step::Care { phone, care: care(chance) },
        _ => Step::Office(desk(chance)),
    }
}

fn broken(chance: &Chance, phone: usize) -> Step {
    let (fault, at) = (*chance.pick(&FAULTS), chance.below(40) as u64);
    let step = if chance.once_in(3) {
        Step::Exchange { phone, receive: false, fates: Vec::new() }
    } else {
        edit(chance, phone)
    };
    Step::Broken { phone, fault, at, step: Box::new(step) }
}

fn edit(chance: &Chance, phone: usize) -> Step {
    let (officer, book) = (chance.below(60), chance.below(60));
    Step::Edit { phone, officer, book, deed: deed(chance) }
}

fn deed(chance: &Chance) -> Deed {
    let task = small(chance, crate::TASKS);
    let item = small(chance, crate::ITEMS);
    let declared = *chance.pick(&Declared::ALL);
    match chance.below(20) {
        16 | 17 => Deed::WriteAgain(chance.below(60)),
        18 => Deed::Dismiss(chance.below(60)),
        0..=3 => Deed::Tick(task, item, !chance.once_in(3), u32::from(1 + small(chance, 28))),
        4..=6 => Deed::Status(task, declared, chance.once_in(2)),
        7 => Deed::Note(task),
        8 if chance.once_in(2) => Deed::LongNote(task),
        8 => Deed::LongStatus(task, declared),
        9 => Deed::Accept(chance.below(60)),
        10 => {
            let item = chance.once_in(2).then_some(item);
            Deed::Restore(task, item, chance.below(60))
        }
        11 => Deed::Local((!chance.once_in(3)).then(|| u32::from(8 + small(chance, 20)))),
        12 => Deed::LocalStatus(chance.below(60), declared),
        _ => Deed::Undo,
    }
}

fn exchange(chance: &Chance, phone: usize) -> Step {
    let count = if chance.once_in(2) { 0 } else { 1 + chance.below(2) };
    let fates = (0..count).map(|_| fate(chance)).collect();
    Step::Exchange { phone, receive: chance.once_in(7), fates }
}

fn fate(chance: &Chance) -> Fate {
    let part = || u16::try_from(chance.below(1 << 16)).expect("it is below 2¹⁶");
    match chance.below(14) {
        0 => Fate::Well,
        1 => Fate::Lost,
        2 => Fate::Late,
        3 => Fate::Twice,
        4 => Fate::Cut(part()),
        5 | 6 => Fate::ReplyLost,
        7 => Fate::ReplyCut(part()),
        8 => Fate::ReplyStale,
        9 | 10 => Fate::Before(Box::new(meanwhile(chance))),
        11 | 12 => Fate::After(Box::new(meanwhile(chance))),
        _ => Fate::Killed(chance.once_in(2)),
    }
}

/// What may happen while a request is on its way: an edit, mostly, or another phone's exchange.
fn meanwhile(chance: &Chance) -> Step {
    let phone = chance.below(60);
    match chance.below(6) {
        0..=3 => edit(chance, phone),
        4 => Step::Exchange { phone, receive: false, fates: Vec::new() },
        _ => Step::Office(desk(chance)),
    }
}

fn care(chance: &Chance) -> Care {
    let clock = small(chance, 3);
    match chance.below(12) {
        0 | 1 => Care::Restart,
        2..=4 => Care::Crash(chance.next()),
        5..=7 => Care::Backup,
        8 => Care::Restore(true),
        9 => Care::Restore(false),
        10 => Care::Clone(chance.once_in(2)),
        _ => Care::Clock(clock),
    }
}

fn desk(chance: &Chance) -> Desk {
    let which = chance.below(1 << 20);
    match chance.below(16) {
        8..=13 => Desk::Decide(order(chance), which),
        14 | 15 => Desk::Judge(which, chance.once_in(2)),
        0 => Desk::Restart,
        1 => Desk::Crash(chance.next()),
        2 => Desk::Refold,
        3..=6 => {
            Desk::Role(small(chance, 60), small(chance, 60), *chance.pick(&[0, 1, 1, 2, 2, 2]))
        }
        _ => Desk::Plan(small(chance, crate::TASKS), small(chance, 60)),
    }
}

fn order(chance: &Chance) -> Order {
    match chance.below(8) {
        0..=1 => Order::Accept,
        2 => Order::Return,
        3 => Order::Move(small(chance, 60)),
        4 => Order::Requeue,
        5 => Order::Dismiss,
        _ => Order::Expel,
    }
}

pub(super) fn small(chance: &Chance, end: u8) -> u8 {
    u8::try_from(chance.below(end.into())).expect("it is below a u8")
}
