//! Altered changes, offered to the judge, to the CRDT library and to a phone's store.
//!
//! What was admitted stays: the next changes stand on it. A book is closed after some hundred
//! inputs and compared in every way there is.

use soviec_core::{
    admission::Verdict,
    change::{Change, Limits, Value, encode},
    document::{Document, DocumentError},
    model::{DocumentName, OpId, RegisterKey, UnitId},
    protocol::SCHEMA,
};
use soviec_tests::{
    Chance, TENANT, YEAR,
    attack::{Grown, Victim, alter, craft},
};

use crate::{Asked, chance, tally::Tally, watch::Watch};

const A_BOOK: u64 = 250;
const A_PAGE: usize = 25;
/// Books of one store.
const A_STORE: u64 = 20;
const LANES: u64 = 4;
const PART: &str = "change";

pub(crate) fn run(asked: &Asked, watch: &Watch, tally: &mut Tally) {
    let (mut left, mut number) = (asked.changes, 0);
    let mut victim = None;
    while left > 0 {
        if number % A_STORE == 0 {
            victim = None;
        }
        let victim = victim.get_or_insert_with(|| Victim::new(1, &[]));
        let inputs = left.min(A_BOOK);
        let mut book = Book::open(asked.seed, number, victim);
        (0..inputs).for_each(|n| book.input(n, watch, tally));
        book.close(watch, tally);
        (left, number) = (left - inputs, number + 1);
        if number % 40 == 0 {
            eprintln!("{} of {} changes", asked.changes - left, asked.changes);
        }
    }
}

/// One book and everybody who knows it.
struct Book<'v> {
    number: u64,
    grown: Grown,
    library: Document,
    victim: &'v mut Victim,
    chance: std::sync::Arc<Chance>,
    page: Vec<(Vec<u8>, bool)>,
    broken: bool,
}

impl<'v> Book<'v> {
    fn open(seed: u64, number: u64, victim: &'v mut Victim) -> Self {
        let mut unit = [0x77; 16];
        unit[8..].copy_from_slice(&number.to_be_bytes());
        let name = DocumentName::work_book(TENANT, UnitId(unit), YEAR);
        victim.attach(1, &[name]);
        let library = Document::new(name.id(), SCHEMA).expect("the genesis loads");
        let (grown, chance) = (Grown::new(name), chance(seed, 1, number));
        let mut book =
            Self { number, grown, library, victim, chance, page: Vec::new(), broken: false };
        (0..12).for_each(|_| book.grow());
        book
    }

    /// One honest change.
    fn grow(&mut self) {
        let change = encode(&self.valid());
        if matches!(self.grown.judge(&change), Verdict::Admit(_)) {
            self.take(&change).expect("an honest change");
            self.page.push((change.bytes().to_vec(), true));
        }
    }

    fn valid(&self) -> soviec_core::change::NewChange {
        let lane = self.chance.next() % LANES;
        self.grown.next(&self.chance, craft::actor(lane), 1)
    }

    fn take(&mut self, change: &Change) -> Result<(), DocumentError> {
        self.grown.add(change);
        self.library.apply(&[change.bytes()])
    }

    fn input(&mut self, n: u64, watch: &Watch, tally: &mut Tally) {
        if self.broken {
            return;
        }
        let name = format!("change {}-{n}", self.number);
        let other = self.chance.pick(&self.grown.changes).clone();
        let kind = *self.chance.pick(&alter::Kind::ALL);
        let bytes = alter::change(&self.chance, kind, &self.valid(), &other);
        let judged = watch.over(&name, &bytes, || self.judged(&bytes));
        let outcome = match judged {
            Ok(Ok(change)) => self.admitted(&name, &change, watch, tally),
            Ok(Err(refused)) => refused,
            Err(_) => {
                tally.add_harm();
                "PANIC".to_owned()
            }
        };
        self.page.push((bytes, outcome == "admitted"));
        tally.count(PART, format!("{kind:?}"), outcome);
        if self.page.len() >= A_PAGE {
            self.turn(&name, watch, tally);
        }
        if n.is_multiple_of(10) {
            self.grow();
        }
    }

    fn judged(&self, bytes: &[u8]) -> Result<Change, String> {
        let change = Change::parse(bytes, &Limits::default()).map_err(|_| "unreadable")?;
        if self.grown.changes.iter().any(|known| known.hash == change.hash) {
            return Err("known".to_owned());
        }
        match self.grown.judge(&change) {
            Verdict::Admit(_) => Ok(change),
            Verdict::Refused(code) => Err(format!("refused {}", code.number())),
            Verdict::Missing(_) => Err("missing".to_owned()),
            Verdict::Regressed => Err("regressed".to_owned()),
        }
    }

    fn admitted(
        &mut self,
        name: &str,
        change: &Change,
        watch: &Watch,
        tally: &mut Tally,
    ) -> String {
        if let Err(error) = self.take(change) {
            self.harm(name, change.bytes(), &error.to_string(), watch, tally);
        }
        "admitted".to_owned()
    }

    fn harm(&mut self, name: &str, bytes: &[u8], said: &str, watch: &Watch, tally: &mut Tally) {
        self.broken = true;
        tally.add_harm();
        watch.keep(name, bytes, said);
    }

    /// A page for the phone: it must take what the judge took, and nothing else.
    fn turn(&mut self, name: &str, watch: &Watch, tally: &mut Tally) {
        let id = self.grown.book.id();
        let page = std::mem::take(&mut self.page);
        let rows: Vec<_> = page.iter().map(|(bytes, _)| (id, bytes.clone())).collect();
        let all: Vec<u8> = page.iter().flat_map(|(bytes, _)| bytes).copied().collect();
        let offered = watch.over(&format!("{name} page"), &all, || self.victim.offer(&rows));
        let Ok(taken) = offered else {
            self.broken = true;
            return tally.add_harm();
        };
        // A row that is known already is in its document, whatever the judge would say again.
        let known = |bytes: &[u8]| self.grown.changes.iter().any(|known| known.bytes() == bytes);
        let differs = page
            .iter()
            .zip(taken)
            .find(|((bytes, ours), taken)| *ours != *taken && !(*taken && known(bytes)));
        if let Some(((bytes, _), taken)) = differs {
            let said = format!("judge and phone differ; the phone took it: {taken}");
            let bytes = bytes.clone();
            self.harm(name, &bytes, &said, watch, tally);
        }
    }

    /// Everything that was admitted loads, in any order that keeps dependencies first, to the
    /// same registers; somebody writes after it; the phone's tables agree.
    fn close(mut self, watch: &Watch, tally: &mut Tally) {
        let name = format!("change {} end", self.number);
        self.turn(&name, watch, tally);
        if self.broken {
            return;
        }
        let all: Vec<u8> = self.grown.changes.iter().flat_map(|c| c.bytes()).copied().collect();
        let compared = watch.over(&name, &all, || self.compare());
        match compared {
            Ok(Ok(())) => tally.count(PART, "books", "equal"),
            Ok(Err(said)) => self.harm(&name, &all, &said, watch, tally),
            Err(_) => tally.add_harm(),
        }
    }

    fn compare(&mut self) -> Result<(), String> {
        let (book, id) = (self.grown.book, self.grown.book.id());
        let saved = self.library.save().map_err(|e| e.to_string())?;
        let mut again = Document::load(id, &[saved]).map_err(|e| format!("the save: {e}"))?;
        let expected = registers(&self.library)?;
        equal("the save", &expected, &registers(&again)?)?;
        let mut sorted = self.grown.changes.clone();
        sorted.sort_by_key(|change| (change.max_op(), change.hash));
        let mut beside = Document::new(id, SCHEMA).map_err(|e| e.to_string())?;
        let bytes: Vec<_> = sorted.iter().map(|change| change.bytes().to_vec()).collect();
        beside.apply(&bytes).map_err(|e| format!("another order: {e}"))?;
        equal("another order", &expected, &registers(&beside)?)?;
        equal("the phone", &expected, &registers(&self.victim.document(&book))?)?;
        self.victim.assert_like_library(&book);
        for done in [true, false] {
            let key = soviec_tests::tick_key(0, 0);
            let puts = [(key, Value::Bool(done))];
            again
                .write(craft::actor(99), 0, &puts, None)
                .map_err(|e| format!("a next edit: {e}"))?;
            self.victim.tick(&book, 0, done);
        }
        Ok(())
    }
}

type Registers = Vec<(RegisterKey, Vec<(OpId, Value)>)>;

fn registers(document: &Document) -> Result<Registers, String> {
    let keys = document.keys().map_err(|e| e.to_string())?;
    let read = |key: RegisterKey| {
        let values = document.values(&key).map_err(|e| e.to_string())?;
        Ok((key, values))
    };
    keys.into_iter().map(read).collect()
}

fn equal(what: &str, ours: &Registers, theirs: &Registers) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what} reads differently")) }
}
