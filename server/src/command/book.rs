//! The office's data directory, as a clerk's command opens it.

use std::path::{Path, PathBuf};

use super::{Failed, messages};
use soviec_core::model::TenantId;
use soviec_server::{
    Config, Environment, Office, OfficeError,
    office::import::{Known, KnownOfficer, KnownUnit, Source},
};

#[derive(clap::Args)]
pub(super) struct Data {
    #[arg(long, env = "SOVIEC_DATA", value_name = "DIR", help = messages::DATA)]
    pub(super) data: PathBuf,
}

/// Opens a directory that is there: only `office init` and `serve` make one.
pub(super) fn open(dir: &Path) -> Result<Office, Failed> {
    if !dir.join("log.db").exists() {
        return Err(messages::no_book(dir).into());
    }
    open_or_make(dir, None)
}

/// Opens a directory, or makes it for that tenant.
pub(super) fn open_or_make(dir: &Path, tenant: Option<TenantId>) -> Result<Office, Failed> {
    let config = Config { tenant, ..Config::default() };
    Office::open(dir, config, Environment::default()).map_err(|error| match error {
        OfficeError::OtherTenant(there) => messages::other_tenant(there).into(),
        other => messages::not_opened(&other).into(),
    })
}

/// Reads a file of the clerk's.
pub(super) fn source(path: &Path) -> Result<Source, Failed> {
    Source::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The unit that a clerk names.
pub(super) fn unit<'k>(known: &'k Known, word: &str) -> Result<&'k KnownUnit, Failed> {
    known.unit(word).ok_or_else(|| messages::no_unit(word).into())
}

/// The officer that a clerk names.
pub(super) fn officer<'k>(known: &'k Known, word: &str) -> Result<&'k KnownOfficer, Failed> {
    known.officer(word).ok_or_else(|| messages::no_officer(word).into())
}
