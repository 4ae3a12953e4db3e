//! A world while it is played.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use soviec_core::{
    error::{Error, ErrorKind},
    model::Moment,
    protocol::Grant,
    replica::{Cancel, SyncReport},
};
use soviec_server::{Office, auth::NewDevice};
use tempfile::TempDir;

use super::{
    Held, Script, Step, Wrong,
    air::Air,
    deed::Hand,
    files::Files,
    founding::Founder,
    ledger::Ledger,
    must,
    office::Desks,
    phone::{Copy, Made, Phone, cloned_files},
    script::{Care, Fate},
    trace::Trace,
    wrong,
};
use crate::{
    frame::{book, directory, noon, officer, plan, review, village},
    vfs::Fault,
};

/// The most phones of a world, clones included.
const PHONES: usize = 7;

/// A world.
pub(super) struct Land {
    pub(super) seed: u64,
    pub(super) villages: u8,
    pub(super) desks: Desks,
    phones: Mutex<Vec<Arc<Phone>>>,
    ledger: Mutex<Ledger>,
    trace: Mutex<Trace>,
    folder: TempDir,
    this: Weak<Self>,
}

impl Land {
    /// Founds the world of a script.
    pub(super) fn found(script: &Script, keep: bool) -> Held<Arc<Self>> {
        let folder = folder().map_err(|e| wrong("a folder")(&e))?;
        let office = Files::at(folder.path().join("office"))?;
        let founding = &script.founding;
        let desks = Desks::open(script.seed, office, founding)?;
        let land = Arc::new_cyclic(|this| Self {
            seed: script.seed,
            villages: founding.villages,
            desks,
            phones: Mutex::default(),
            ledger: Mutex::default(),
            trace: Mutex::new(Trace::new(keep)),
            folder,
            this: Weak::clone(this),
        });
        for founder in &founding.phones {
            land.enrol(founder)?;
        }
        Ok(land)
    }

    fn enrol(&self, founder: &Founder) -> Held {
        let number = self.phones().len();
        let key = [number.to_le_bytes()[0]; 32];
        let made = Made { seed: self.seed, officers: &founder.officers, key };
        let phone = self.add(&made, self.files(number)?)?;
        let office = self.office()?;
        let code = code(&office, founder).map_err(|e| wrong("a code")(&e))?;
        let (print, cancel) = (office.fingerprint(), Cancel::default());
        let enrolled = phone.replica()?.enrol("https://so", code.as_str(), Some(&print), &cancel);
        enrolled.map_err(|e| wrong("a phone is enrolled")(&e))?;
        if !founder.unheard {
            self.sync(&phone)?;
        }
        Ok(())
    }

    fn files(&self, number: usize) -> Held<Files> {
        Files::at(self.folder.path().join(format!("phone-{number}")))
    }

    fn add(&self, made: &Made<'_>, files: Files) -> Held<Arc<Phone>> {
        let air = Arc::new(Air::new(Arc::clone(&self.desks.house), Weak::clone(&self.this)));
        let number = self.phones().len();
        let phone = Arc::new(Phone::new(number, made, air, files)?);
        lock(&self.phones).push(Arc::clone(&phone));
        Ok(phone)
    }

    /// The phones, clones included.
    pub(super) fn phones(&self) -> Vec<Arc<Phone>> {
        lock(&self.phones).clone()
    }

    pub(super) fn office(&self) -> Held<Arc<Office>> {
        self.desks.office()
    }

    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    pub(super) fn trace(&self) -> MutexGuard<'_, Trace> {
        lock(&self.trace)
    }

    /// One step.
    pub(super) fn step(&self, step: &Step) -> Held {
        self.desks.pass();
        let outcome = self.take(step);
        let said = outcome.as_ref().map_or_else(|wrong| wrong.0.clone(), String::clone);
        self.trace().say(&format!("{step:?} -> {said}"));
        outcome.map(drop)
    }

    /// A step while a request is on its way.
    pub(super) fn nested(&self, step: &Step) -> Held {
        self.trace().deeper();
        let done = self.step(step);
        self.trace().higher();
        done
    }

    fn take(&self, step: &Step) -> Held<String> {
        match step {
            Step::Edit { phone, officer, book, deed } => {
                let phone = self.phone(*phone);
                let by = phone.officers[officer % phone.officers.len()];
                Hand { land: self, phone: &phone, by }.edit(*book, *deed)
            }
            Step::Exchange { phone, receive, fates } => {
                self.exchange(&self.phone(*phone), *receive, fates)
            }
            Step::Late { phone } => Ok(format!("{} arrive", self.phone(*phone).air.deliver_late())),
            Step::Care { phone, care } => self.care(&self.phone(*phone), *care),
            Step::Broken { phone, fault, at, step } => {
                self.broken(&self.phone(*phone), *fault, *at, step)
            }
            Step::Office(desk) => self.desks.work(*desk, &self.phones()),
        }
    }

    fn phone(&self, wished: usize) -> Arc<Phone> {
        let phones = self.phones();
        Arc::clone(&phones[wished % phones.len()])
    }

    fn exchange(&self, phone: &Phone, receive: bool, fates: &[Fate]) -> Held<String> {
        if phone.is_busy() {
            return Ok("the phone is busy".to_owned());
        }
        phone.air.begin(fates);
        let replica = phone.replica()?;
        let cancel = Cancel::default();
        let result = phone.busy(|| match receive {
            true => replica.receive(&cancel, &mut |_| Ok(())),
            false => replica.sync(&cancel, &mut |_| Ok(())),
        });
        drop(replica);
        if phone.air.end()? {
            phone.crash(1)?;
            return Ok("the phone is killed".to_owned());
        }
        let expected = |e: &Error| {
            use ErrorKind::{BadReply, Offline, RelayUnavailable};
            matches!(e.kind(), Offline | RelayUnavailable | BadReply) && !fates.is_empty()
        };
        match result {
            Ok(report) => self.reported(phone, &report),
            Err(error) if self.ledger().broken => Ok(error.kind().code().to_owned()),
            Err(error) if expected(&error) => Ok(error.kind().code().to_owned()),
            Err(error) => Err(Wrong(format!("phone {} exchanges: {error}", phone.number))),
        }
    }

    /// A step while the disk of a phone fails. Whatever comes of it, the phone can be used when
    /// the disk is whole again, without being opened anew.
    fn broken(&self, phone: &Arc<Phone>, fault: Fault, at: u64, step: &Step) -> Held<String> {
        if phone.is_busy() {
            return Ok("the phone is busy".to_owned());
        }
        phone.break_disk(at, fault);
        self.ledger().broken = true;
        let done = self.nested(step);
        self.ledger().broken = false;
        let struck = phone.mend_disk();
        done?;
        let health = phone.replica()?.health();
        health.map_err(|e| wrong("a phone whose disk is whole again")(&e))?;
        Ok(if struck { "it struck" } else { "it did not strike" }.to_owned())
    }

    fn reported(&self, phone: &Phone, report: &SyncReport) -> Held<String> {
        let SyncReport { requests, acknowledged, received, held, waiting, stopped, .. } = report;
        must(stopped.is_empty(), || format!("phone {} stops: {stopped:?}", phone.number))?;
        Ok(format!(
            "{requests} requests, {acknowledged} sent, {held} held, {received} received, \
             {waiting} wait"
        ))
    }

    /// One whole exchange on a way without faults; whether anything moved.
    pub(super) fn sync(&self, phone: &Phone) -> Held<bool> {
        phone.air.begin(&[]);
        let result = phone.replica()?.sync(&Cancel::default(), &mut |_| Ok(()));
        phone.air.end()?;
        let report = result.map_err(|e| wrong("an exchange without faults")(&e))?;
        let said = self.reported(phone, &report)?;
        self.trace().say(&format!("phone {} syncs: {said}", phone.number));
        Ok(report.requests > 1 || report.acknowledged + report.received > 0)
    }

    fn care(&self, phone: &Phone, care: Care) -> Held<String> {
        if phone.is_busy() && !matches!(care, Care::Clock(_)) {
            return Ok("the phone is busy".to_owned());
        }
        match care {
            Care::Restart => phone.restart()?,
            Care::Crash(seed) => phone.crash(seed)?,
            Care::Backup => phone.back_up()?,
            Care::Restore(noticed) => {
                let Some(copy) = phone.copy() else { return Ok("no copy".to_owned()) };
                self.copied(phone.number, &copy, noticed);
                phone.restore(&copy, noticed)?;
            }
            Care::Clone(noticed) => return self.clone_phone(phone, noticed),
            Care::Clock(to) => phone.clock.set(match to {
                0 => Moment(0),
                1 => Moment(noon().0 + 400 * 24 * 3_600_000),
                _ => self.desks.clock.get(),
            }),
        }
        Ok("done".to_owned())
    }

    fn copied(&self, phone: usize, copy: &Copy, noticed: bool) {
        let mut ledger = self.ledger();
        ledger.hold(phone, &copy.edits);
        ledger.copied |= !noticed;
    }

    fn clone_phone(&self, phone: &Phone, noticed: bool) -> Held<String> {
        let number = self.phones().len();
        let Some(copy) = phone.copy().filter(|_| number < PHONES) else {
            return Ok("no copy".to_owned());
        };
        let files = self.files(number)?;
        cloned_files(&files, &copy, noticed)?;
        let clone = self.add(&phone.made(self.seed), files)?;
        copy.edits.iter().for_each(|edit| clone.note(*edit));
        self.copied(number, &copy, noticed);
        Ok(format!("phone {number}"))
    }
}

/// A code for a phone that writes the books of its villages.
fn code(
    office: &Office,
    founder: &Founder,
) -> Result<soviec_server::auth::EnrolCode, soviec_server::auth::AuthError> {
    let read = |document| Grant { document, write: false };
    let mut grants = vec![read(directory()), read(plan())];
    let own = founder.villages.iter();
    grants.extend(own.clone().map(|v| Grant { document: book(*v), write: true }));
    grants.extend(own.clone().map(|v| read(review(*v))));
    let units = own.map(|v| village(*v)).collect();
    let officers = founder.officers.iter().map(|n| officer(*n)).collect();
    office.auth().add_code(&NewDevice { officers, units, grants }, office.now())
}

/// In memory where the system has such a folder.
fn folder() -> std::io::Result<TempDir> {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
