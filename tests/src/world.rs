//! The world of one test.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use soviec_core::{
    change::Limits,
    http::{Cancel, HttpTransport, Transport},
    model::ChangeHash,
    protocol::{ChangeState, Grant, RowHeader, RowKind},
};
use soviec_server::{
    Config, Environment, Office,
    auth::{EnrolCode, NewDevice},
    office::{decide::Order, fold::Views, rights::Role},
};
use tempfile::TempDir;

use crate::{
    Chance, Direct, House, SetClock, Wire,
    frame::{self, CLERK, TENANT, book, directory, noon, officer, plan, review, village},
    phone::{Made, Phone},
};

/// An office with its directory and plan, and whatever phones a test adds.
pub struct World {
    /// The office's clock.
    pub clock: Arc<SetClock>,
    /// Everything accidental.
    pub chance: Arc<Chance>,
    house: Arc<House>,
    folder: TempDir,
}

impl World {
    /// A world with two villages.
    pub fn new(seed: u64) -> Self {
        Self::in_folder(seed, &std::env::temp_dir())
    }

    /// The same, with its files in a folder of its own below this one.
    pub fn in_folder(seed: u64, folder: &Path) -> Self {
        let world = Self {
            clock: Arc::new(SetClock::at(noon())),
            chance: Arc::new(Chance::new(seed)),
            house: Arc::default(),
            folder: TempDir::new_in(folder).expect("the system has room for a test"),
        };
        world.open_office(Limits::default());
        frame::write(&world.office(), 2);
        world
    }

    /// The office.
    pub fn office(&self) -> Arc<Office> {
        self.house.office().expect("a test closes the office only for a moment")
    }

    /// Where the office is, for a way to it of a test's own.
    pub fn house(&self) -> Arc<House> {
        Arc::clone(&self.house)
    }

    /// The office's data directory.
    pub fn office_folder(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// The folder of everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Closes the office and opens it from its files.
    pub fn restart_office(&self) {
        self.restart_office_within(Limits::default());
    }

    /// The same, with other bounds of one change.
    pub fn restart_office_within(&self, change: Limits) {
        self.house.close();
        self.open_office(change);
    }

    /// Another office answers from now on.
    pub fn replace_office(&self, office: Office) {
        self.house.close();
        self.house.open(office);
    }

    /// Closes the office and opens it without its tables: they are folded anew from the log.
    pub fn refold_office(&self) {
        self.house.close();
        let path = self.office_folder().join(Views::file_name());
        std::fs::remove_file(&path).expect("the office has folded its tables");
        for beside in ["-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(beside);
            // SQLite may have taken it away itself.
            let _ = std::fs::remove_file(name);
        }
        self.open_office(Limits::default());
    }

    fn open_office(&self, change: Limits) {
        let environment = Environment {
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.chance) as _,
        };
        let config = Config { tenant: Some(TENANT), change, ..Config::default() };
        let office = Office::open(&self.office_folder(), config, environment);
        self.house.open(office.expect("the office opens"));
    }

    /// A new phone of officer `n`, enrolled in the process, that writes the books of the
    /// villages and has received everything there is.
    pub fn phone(&self, n: u8, villages: &[u8]) -> Phone {
        let phone = self.fresh_phone(n, villages);
        phone.sync().expect("the first exchange works");
        phone
    }

    /// The same, before its first exchange.
    pub fn fresh_phone(&self, n: u8, villages: &[u8]) -> Phone {
        self.enrolled(n, villages, "https://relay.example", Direct(Arc::clone(&self.house)))
    }

    /// The same over a way of the test's own, before its first exchange.
    pub fn phone_over(&self, n: u8, villages: &[u8], way: impl Transport + 'static) -> Phone {
        self.enrolled(n, villages, "https://relay.example", way)
    }

    /// A new phone that talks real HTTP to an address, enrolled over it.
    pub fn phone_at(&self, n: u8, villages: &[u8], address: &str) -> Phone {
        let transport = HttpTransport::new().expect("the client starts");
        let phone = self.enrolled(n, villages, address, transport);
        phone.sync().expect("the first exchange works");
        phone
    }

    fn enrolled(
        &self,
        n: u8,
        villages: &[u8],
        address: &str,
        way: impl Transport + 'static,
    ) -> Phone {
        let clock = Arc::new(SetClock::at(noon()));
        let wire = Arc::new(Wire::new(way));
        let folder = self.folder.path().join(format!("phone-{n}"));
        let chance = Arc::clone(&self.chance);
        let phone = Phone::new(Made { n, villages, folder, clock, wire, chance });
        let fingerprint = self.office().fingerprint();
        let code = self.code(n, villages);
        let enrolled =
            phone.replica().enrol(address, code.as_str(), Some(&fingerprint), &Cancel::default());
        enrolled.expect("the office expects the phone");
        phone
    }

    /// A code for a phone of officer `n` that writes the books of the villages.
    pub fn code(&self, n: u8, villages: &[u8]) -> EnrolCode {
        let read = |document| Grant { document, write: false };
        let mut grants = vec![read(directory()), read(plan())];
        grants.extend(villages.iter().map(|v| Grant { document: book(*v), write: true }));
        grants.extend(villages.iter().map(|v| read(review(*v))));
        let units = villages.iter().map(|v| village(*v)).collect();
        let new = NewDevice { officers: vec![officer(n)], units, grants };
        self.office().auth().add_code(&new, self.clock.get()).expect("the office adds a code")
    }

    /// Takes an officer's right to write in the book of his village; he may still read it. His
    /// phone learns it with its next exchange.
    pub fn suspend(&self, n: u8, in_village: u8) {
        let roles = [(village(in_village), Role::Read)];
        let changed = self.office().set_rights(officer(n), &roles, CLERK);
        assert!(changed.expect("the office writes rights") > 0, "he had no such right");
    }

    /// Gives an officer these roles in villages, and no others.
    pub fn roles(&self, n: u8, roles: &[(u8, Role)]) {
        let roles: Vec<_> = roles.iter().map(|(v, role)| (village(*v), *role)).collect();
        self.office().set_rights(officer(n), &roles, CLERK).expect("the office writes rights");
    }

    /// What the clerk decides about a change, which the log knows.
    pub fn decide(&self, change: ChangeHash, order: Order, words: &str) {
        let heads = self.log();
        let head = heads.iter().find(|head| head.change == Some(change));
        let document = head.expect("the log knows the change").document;
        let decided = self.office().decide(document, change, order, words, CLERK);
        decided.expect("it is open to that");
    }

    /// Changes whose present state is this one, in the order of the log.
    pub fn in_state(&self, state: ChangeState) -> Vec<ChangeHash> {
        let mut last = Vec::<(ChangeHash, ChangeState)>::new();
        for head in self.log() {
            let stored = (head.kind == RowKind::CHANGE.0).then_some(ChangeState::Stored);
            let Some((change, state)) = head.change.zip(head.state.or(stored)) else { continue };
            last.retain(|(known, _)| *known != change);
            last.push((change, state));
        }
        last.into_iter()
            .filter(|(_, present)| *present == state)
            .map(|(change, _)| change)
            .collect()
    }

    /// The heads of all rows of the log.
    pub fn log(&self) -> Vec<RowHeader> {
        let office = self.office();
        let rows = office.log().read(|view| view.rows_between(0, usize::MAX));
        rows.expect("the log can be read").0.into_iter().map(|row| row.head).collect()
    }
}
