//! A relay in a directory of its own, with a clock that stands still and a seeded randomness.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use sha2::{Digest, Sha256};
use soviec_core::{
    model::{DocumentName, Moment, OfficerId, TenantId, UnitId},
    protocol::{EnrolRequest, Grant, RowHeader, SigningKey},
};
use soviec_server::{
    Clock, Config, Environment, Office, Random,
    auth::{DeviceRecord, NewDevice},
    log::{LogError, LogRow},
};
use tempfile::TempDir;

pub(crate) const TENANT: TenantId = TenantId([0x10; 16]);
pub(crate) const UNIT: UnitId = UnitId([0x20; 16]);
pub(crate) const START: i64 = 1_690_000_000_000;

/// A clock that only a test moves.
#[derive(Default)]
pub(crate) struct Hands(AtomicI64);

impl Hands {
    pub(crate) fn forward(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Moment {
        Moment(START + self.0.load(Ordering::SeqCst))
    }
}

#[derive(Default)]
struct Seeded(AtomicU64);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            part.copy_from_slice(&Sha256::digest(number.to_be_bytes())[..part.len()]);
        }
    }
}

pub(crate) struct World {
    pub(crate) office: Arc<Office>,
    pub(crate) clock: Arc<Hands>,
    dir: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(Hands::default());
        let environment =
            Environment { clock: Arc::clone(&clock) as _, random: Arc::new(Seeded::default()) };
        let config = Config { tenant: Some(TENANT), ..config };
        let office = Arc::new(Office::open(dir.path(), config, environment).unwrap());
        Self { office, clock, dir }
    }

    /// The same folder, opened by a second process with its own randomness.
    pub(crate) fn another_process(&self) -> Office {
        let random = Seeded(AtomicU64::new(1 << 32));
        let environment =
            Environment { clock: Arc::clone(&self.clock) as _, random: Arc::new(random) };
        let config = Config { tenant: Some(TENANT), ..Config::default() };
        Office::open(self.dir.path(), config, environment).unwrap()
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn now(&self) -> Moment {
        self.office.now()
    }

    /// Enrols a phone of `officer` with these grants; its key follows from `seed`.
    pub(crate) fn enrol(&self, seed: u8, officer: OfficerId, grants: &[Grant]) -> DeviceRecord {
        let new = NewDevice { officers: vec![officer], units: vec![UNIT], grants: grants.to_vec() };
        let code = self.office.auth().add_code(&new, self.now()).unwrap();
        let key = SigningKey::from_seed(&[seed; 32]);
        let request = EnrolRequest::new(&code.spoken(), &key);
        let source = [10, 0, 0, seed].into();
        let reply = self.office.auth().enrol(&request, source, self.now()).unwrap();
        let certificate = reply.certificate.open(&reply.office_key).unwrap();
        self.office.auth().device(&certificate.device).unwrap().unwrap()
    }

    /// Every row of the log.
    pub(crate) fn rows(&self) -> Vec<LogRow> {
        let read: Result<_, LogError> =
            self.office.log().read(|log| log.rows_between(0, usize::MAX));
        read.unwrap().0
    }

    pub(crate) fn heads(&self) -> Vec<RowHeader> {
        self.rows().into_iter().map(|row| row.head).collect()
    }

    pub(crate) fn head_seq(&self) -> u64 {
        self.office.log().head().unwrap().seq
    }
}

pub(crate) fn book(number: u8) -> DocumentName {
    DocumentName::work_book(TENANT, UnitId([number; 16]), 2023)
}

pub(crate) fn write(document: DocumentName) -> Grant {
    Grant { document, write: true }
}

pub(crate) fn read(document: DocumentName) -> Grant {
    Grant { document, write: false }
}
