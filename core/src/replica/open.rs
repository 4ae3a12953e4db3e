//! Opening: the lock, the key, the files beside the database, the database.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::guard::{Failures, guarded, panicked};
use super::observe::Observers;
use super::{Environment, Identity, Replica, Writer};
use crate::error::{Error, ErrorKind};
use crate::model::Epoch;
use crate::protocol::SigningKey;
use crate::store::cipher::DatabaseKey;
use crate::store::vault::{
    DeviceSecret, NonceState, Opened, Vault, VaultError, clear_mark, damage_is_marked, exclusive,
    holds_nothing, last_aside, set_aside,
};
use crate::store::{Holder, Reader, Rescued, Store, StoreError};

/// Where a replica lives.
#[derive(Debug, Clone)]
pub struct Place {
    /// The database file; others stand beside it under the same name.
    pub database: PathBuf,
    /// A folder that no backup of the phone touches: a restored copy is known by it.
    pub no_backup: PathBuf,
}

impl Replica {
    /// Opens the task book at `place` with its 32-byte key, or makes a new one where there is
    /// none.
    ///
    /// A wrong key touches nothing. A damaged database is set aside under another name, never
    /// deleted, and a new one takes its place: what the relay has comes back with the next
    /// exchange.
    pub fn open(place: &Place, key: &[u8; 32], environment: Environment) -> Result<Self, Error> {
        guarded(|| Self::open_files(place, key, environment)).unwrap_or_else(|| Err(panicked()))
    }

    fn open_files(place: &Place, key: &[u8; 32], environment: Environment) -> Result<Self, Error> {
        let lock = exclusive(&place.database)?;
        let key = Arc::new(DatabaseKey::new(key));
        let mut found = find(place, &key, &environment)?;
        if found.two_keys {
            super::rekey::settle(place, &key, &environment, &found)?;
        }
        let identity = Identity::read(&found.secret)?.map(Arc::new);
        let (ready, set_aside) = ready_or_anew(place, key, &environment, &found, &identity)?;
        let (mut store, reader) = ready;
        store.compact_after(environment.compact_after);
        let rescued = rescue(place, &mut store);
        if found.nonce == NonceState::Differs {
            let mut random = source(&environment)?;
            found.vault.renew_nonce(store.key(), &mut random, &found.secret)?;
        }
        if let Some(relay_time) = store.sync_state()?.relay_time {
            environment.transport.heard(relay_time);
        }
        let (vault, secret) = (found.vault, found.secret);
        let writer = Writer { store, vault, secret, identity, set_aside, rescued, _lock: lock };
        let observers = Observers::new(Arc::clone(&environment.executor));
        Ok(Self {
            environment,
            writer: Mutex::new(Some(writer)),
            reader: Mutex::new(Some(reader)),
            observers,
            failures: Failures::default(),
            database: place.database.clone(),
            exchanging: Mutex::new(()),
        })
    }
}

/// Who this phone is; a new phone where there are no files at all.
fn find(place: &Place, key: &DatabaseKey, environment: &Environment) -> Result<Opened, Error> {
    match Vault::open(&place.database, &place.no_backup, key) {
        Err(VaultError::Absent) => create(place, key, environment),
        other => Ok(other?),
    }
}

fn create(place: &Place, key: &DatabaseKey, environment: &Environment) -> Result<Opened, Error> {
    let mut secret = DeviceSecret {
        seed: Default::default(),
        certificate: Vec::new(),
        rest: Default::default(),
    };
    fill(environment, &mut **secret.seed)?;
    let mut random = source(environment)?;
    let vault = Vault::create(&place.database, &place.no_backup, key, &mut random, &secret)?;
    Ok(Opened { vault, secret, nonce: NonceState::Same, database: false, two_keys: false })
}

type Ready = (Store, Reader);

/// Opens the database; a damaged one is set aside and a new one made.
fn ready_or_anew(
    place: &Place,
    key: Arc<DatabaseKey>,
    environment: &Environment,
    found: &Opened,
    identity: &Option<Arc<Identity>>,
) -> Result<(Ready, Option<String>), Error> {
    let epoch = fresh_epoch(environment)?;
    let device = SigningKey::from_seed(&found.secret.seed).public();
    let holder = Holder {
        officers: identity.as_ref().map_or(&[], |identity| &identity.certificate.officers),
        device,
        now: environment.clock.now(),
        fresh_epoch: fresh_epoch(environment)?,
    };
    let open = || ready(place, &key, epoch, found.nonce, identity, &holder);
    // A read that fails for a moment looks like damage to SQLCipher, which then has no salt.
    let open = || match open() {
        Err(StoreError::Damaged) => open(),
        other => other,
    };
    let marked = damage_is_marked(&place.database)?;
    let opened = match emptied(place, found)? {
        true => Err(StoreError::Damaged),
        false => open(),
    };
    let whole = opened.and_then(|ready| match marked {
        true => ready.0.verify().map(|()| ready),
        false => Ok(ready),
    });
    let outcome = match whole {
        Err(StoreError::Damaged) => {
            let stamp = environment.clock.now().0.to_string();
            let aside = set_aside(&place.database, &stamp)?;
            tracing::error!("a damaged database was set aside");
            let name = aside.file_name().map(|name| name.to_string_lossy().into_owned());
            (open()?, name)
        }
        other => (other?, None),
    };
    if marked {
        clear_mark(&place.database)?;
    }
    Ok(outcome)
}

/// Takes over what the database that was set aside last still tells. It is tried at every
/// opening until it has worked once, so it stops no opening.
fn rescue(place: &Place, store: &mut Store) -> Option<Rescued> {
    let aside = last_aside(&place.database).ok()??;
    let name = aside.file_name()?.to_string_lossy().into_owned();
    if store.is_rescued(&name).unwrap_or(true) {
        return None;
    }
    match store.rescue(&aside, &name) {
        Ok(rescued) => {
            let Rescued { edits, drafts, broken, complete } = rescued;
            tracing::warn!(
                "rescued {edits} edits that wait and {drafts} drafts; {broken} rows are broken; \
                 every table was read to its end: {complete}"
            );
            Some(rescued)
        }
        Err(error) => {
            tracing::error!("nothing was rescued yet: {error}");
            None
        }
    }
}

/// Brings the database into the state in which officers use it. `epoch` is for a new database
/// and for one that was restored or copied here.
fn ready(
    place: &Place,
    key: &Arc<DatabaseKey>,
    epoch: Epoch,
    nonce: NonceState,
    identity: &Option<Arc<Identity>>,
    holder: &Holder<'_>,
) -> Result<Ready, StoreError> {
    let mut store = Store::open(&place.database, Arc::clone(key), epoch)?;
    if nonce == NonceState::Differs {
        store.begin_epoch(epoch)?;
    }
    if let Some(identity) = identity {
        store.attach(&identity.certificate)?;
    }
    store.make_whole(holder)?;
    let reader = store.reader()?;
    Ok((store, reader))
}

/// Whether the database of an enrolled phone has lost all its bytes.
fn emptied(place: &Place, found: &Opened) -> Result<bool, Error> {
    let enrolled = !found.secret.certificate.is_empty();
    Ok(enrolled && found.database && holds_nothing(&place.database).map_err(VaultError::from)?)
}

fn fresh_epoch(environment: &Environment) -> Result<Epoch, Error> {
    let mut epoch = Epoch([0; 16]);
    fill(environment, &mut epoch.0)?;
    Ok(epoch)
}

/// Random bytes, or an error: a predictable key would be worse than none.
pub(super) fn fill(environment: &Environment, buffer: &mut [u8]) -> Result<(), Error> {
    let filled = environment.random.fill(buffer);
    filled
        .then_some(())
        .ok_or_else(|| Error::new(ErrorKind::Internal, "no randomness is to be had"))
}

/// Randomness for the files beside the database, proved to work by a first draw.
pub(super) fn source(environment: &Environment) -> Result<impl FnMut(&mut [u8]) + '_, Error> {
    fill(environment, &mut [0; 16])?;
    Ok(|buffer: &mut [u8]| {
        let filled = environment.random.fill(buffer);
        debug_assert!(filled, "a source that worked a moment ago works");
    })
}
