//! Which page stands at which path.

use std::sync::Arc;

use super::{
    area::{Heard, area_view},
    console::{AREA_PATH, area_page},
    fold::FoldError,
};
use crate::{Office, Pages};
use soviec_core::{
    model::{UnitId, UnitKind},
    store::tables,
};

/// The console of one office.
pub struct Console {
    office: Arc<Office>,
}

impl Console {
    /// The console over an office's log and tables.
    pub fn new(office: Arc<Office>) -> Self {
        Self { office }
    }

    fn area(&self, commune: Option<UnitId>) -> Result<Option<String>, FoldError> {
        let office = &self.office;
        let (devices, contacts) = (office.auth().devices()?, office.relay().contacts()?);
        office.views().read(office.log(), |db, _| {
            let own = tables::units(db)?.into_iter().find(|unit| unit.kind == UnitKind::Office);
            // Before the office wrote its directory there is no area to show.
            let Some(own) = own else { return Ok(None) };
            let heard = Heard {
                office: own.unit,
                devices: &devices,
                contacts: &contacts,
                as_of: office.now(),
            };
            Ok(area_view(db, &heard, commune)?.map(|view| area_page(&view)))
        })
    }
}

impl Pages for Console {
    fn page(&self, path: &str, query: Option<&str>) -> Option<String> {
        if path != AREA_PATH {
            return None;
        }
        let commune = match query.and_then(|query| query.strip_prefix("xa=")) {
            Some(text) => Some(text.parse().ok()?),
            None => None,
        };
        match self.area(commune) {
            Ok(page) => page,
            Err(error) => {
                tracing::error!(%error, "the page of the area could not be made");
                None
            }
        }
    }
}
