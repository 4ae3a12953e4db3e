//! The data directory, opened as a whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    auth::{
        Auth, AuthError, KeyError, Keys, Terms,
        clerk::{ClerkError, Clerks, Token},
    },
    config::{Config, Environment, random},
    log::{Log, LogError},
    office::{
        fold::{FoldError, Views},
        pen::Pen,
    },
    relay::{ContactsError, Relay},
};
use soviec_core::model::{Moment, TenantId};

/// The file of the clerks, in the data directory.
pub const CLERKS: &str = "clerks.db";
/// Where links that sign in lead; the token follows.
pub const LINK_PATH: &str = "/vao/";

/// The path of a link that signs in once.
pub fn link_path(token: &Token) -> String {
    format!("{LINK_PATH}{}", token.to_text())
}

/// Why the data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The secrets.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The devices.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The clerks.
    #[error(transparent)]
    Clerks(#[from] ClerkError),
    /// The contacts.
    #[error(transparent)]
    Contacts(#[from] ContactsError),
    /// The office's tables.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// The file that names the tenant.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file does not hold an id.
    #[error("{0} does not name a tenant")]
    Tenant(PathBuf),
    /// The directory belongs to another tenant than the one configured.
    #[error("the data directory belongs to tenant {0}")]
    OtherTenant(TenantId),
}

/// One office's relay: log, devices, pen.
pub struct Office {
    config: Config,
    environment: Environment,
    relay: Arc<Relay>,
    auth: Auth,
    clerks: Clerks,
    pen: Pen,
    views: Views,
    /// Held while a clerk's verdict is compared with what stands and written.
    reviewing: Mutex<()>,
}

impl Office {
    /// Opens the data directory, or makes it: a directory without a log gets new keys.
    ///
    /// # Errors
    ///
    /// [`OfficeError`] in one line; nothing that is there is replaced.
    pub fn open(dir: &Path, config: Config, environment: Environment) -> Result<Self, OfficeError> {
        let log_path = dir.join("log.db");
        let fresh = !log_path.exists();
        let keys = Arc::new(Keys::open(dir, fresh, &*environment.random)?);
        let tenant = tenant(&dir.join("tenant"), fresh, &config, &environment)?;
        let log = Arc::new(Log::open(&log_path, tenant)?);
        let contacts = dir.join("contacts.db");
        let relay = Arc::new(Relay::open(
            log,
            Arc::clone(&keys),
            &contacts,
            &config,
            Arc::clone(&environment.random),
        )?);
        let Config { certificate_days, lease_days, .. } = config;
        let terms = Terms { tenant, certificate_days, lease_days };
        let auth = Auth::open(&dir.join("auth.db"), keys, terms, environment.clone())?;
        let clerks = Clerks::open(&dir.join(CLERKS), environment.clone())?;
        let pen = Pen::new(Arc::clone(&relay));
        let views = Views::open(&dir.join(Views::file_name()))?;
        let reviewing = Mutex::default();
        Ok(Self { config, environment, relay, auth, clerks, pen, views, reviewing })
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The province.
    pub fn tenant(&self) -> TenantId {
        self.relay.log().tenant()
    }

    /// The log.
    pub fn log(&self) -> &Log {
        self.relay.log()
    }

    /// The rules of the exchange, and what was last heard of each phone.
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Devices and enrolment.
    pub fn auth(&self) -> &Auth {
        &self.auth
    }

    /// The clerks and their sessions.
    pub fn clerks(&self) -> &Clerks {
        &self.clerks
    }

    /// The path that signs a clerk in once, within 15 minutes.
    ///
    /// # Errors
    ///
    /// [`ClerkError::Unknown`] when nobody has that sign-in name.
    pub fn sign_in_link(&self, clerk: &str) -> Result<String, ClerkError> {
        Ok(link_path(&self.clerks.link(clerk)?))
    }

    /// The turn of one clerk among those who judge what units declare.
    pub(crate) fn reviewing(&self) -> MutexGuard<'_, ()> {
        self.reviewing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The office's pen.
    pub fn pen(&self) -> &Pen {
        &self.pen
    }

    /// The office's tables, folded from the log.
    pub fn views(&self) -> &Views {
        &self.views
    }

    /// What a person compares when a phone is enrolled.
    pub fn fingerprint(&self) -> String {
        self.relay.keys().office_fingerprint()
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.environment.clock.now()
    }
}

/// The tenant of the directory. It is no secret, but every row is keyed by it: one that is lost
/// beside a log is asked for, never made anew.
fn tenant(
    path: &Path,
    fresh: bool,
    config: &Config,
    environment: &Environment,
) -> Result<TenantId, OfficeError> {
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && fresh => {
            let new = config.tenant.unwrap_or_else(|| TenantId(random(&*environment.random)));
            fs::write(path, new.to_string()).map(|()| new.to_string())
        }
        other => other,
    };
    let text = text.map_err(|error| OfficeError::File(path.to_owned(), error))?;
    let there = text.trim().parse().map_err(|_| OfficeError::Tenant(path.to_owned()))?;
    match config.tenant {
        Some(asked) if asked != there => Err(OfficeError::OtherTenant(there)),
        _ => Ok(there),
    }
}
