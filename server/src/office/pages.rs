//! Which page stands at which path.

use std::sync::Arc;

use rusqlite::Connection;

use super::{
    acts::{Act, Acted},
    apart::waiting,
    area::area_view,
    console::{
        APART_PATH, AREA_PATH, PHONES_PATH, REPLACED_PATH, REVIEW_PATH, SEARCH_PATH, SignIn,
        apart_page, area_page, entry_page, history_page, phones_page, replaced_page, reviews_page,
        search_page, sign_in_page, unit_page,
    },
    desk::{ApartAsked, Desk},
    fold::FoldError,
    heard::Heard,
    history::history_view,
    names::Names,
    paths::{HISTORY, UNIT, typed},
    phones::phones_view,
    replaced::replaced_view,
    reviews::{ReviewsAsked, Typed, reviews_view},
    search::search_view,
    unit::unit_view,
    view::{Draft, Filter, Only, Reader, State, Which},
};
use crate::{Office, PageError, Pages};
use soviec_core::{
    model::{ChangeHash, DocumentId, RegisterKey, UnitId, UnitKind},
    store::tables,
};

/// What a path and its query ask for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Area { commune: Option<UnitId>, filter: Filter },
    Unit(UnitId),
    History(UnitId, RegisterKey),
    Phones { part: u32 },
    Apart(ApartAsked),
    Replaced { unit: Option<UnitId>, part: u32 },
    Reviews(ReviewsAsked),
    Entry(DocumentId, ChangeHash),
    Search { typed: String, part: u32 },
}

impl Asked {
    /// None for what is no page. A filter that nobody offered is none.
    fn read(path: &str, query: Option<&str>) -> Option<Self> {
        let parameter = |name: &str| {
            let mut pairs = query.unwrap_or_default().split('&');
            pairs
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .filter(|v| !v.is_empty())
        };
        if path == AREA_PATH {
            let commune = parameter("xa").map(str::parse).transpose().ok()?;
            let only = parameter("tt").and_then(only);
            let filter = Filter { only, gaps: parameter("thieu") == Some("1") };
            return Some(Self::Area { commune, filter });
        }
        if path == PHONES_PATH {
            let part = parameter("phan").map_or(Ok(1), str::parse).ok()?;
            return Some(Self::Phones { part });
        }
        if path == APART_PATH {
            let which = parameter("loai").unwrap_or_default();
            return Some(Self::Apart(ApartAsked {
                which: Which::ALL.into_iter().find(|w| w.key() == which).unwrap_or_default(),
                unit: parameter("dv").map(str::parse).transpose().ok()?,
                device: parameter("may").map(str::parse).transpose().ok()?,
                part: parameter("phan").map_or(Ok(1), str::parse).ok()?,
            }));
        }
        if path == REPLACED_PATH {
            let unit = parameter("dv").map(str::parse).transpose().ok()?;
            let part = parameter("phan").map_or(Ok(1), str::parse).ok()?;
            return Some(Self::Replaced { unit, part });
        }
        if path == REVIEW_PATH {
            let part = parameter("phan").map_or(Ok(1), str::parse).ok()?;
            let picked = parameter("muc").map(str::to_owned);
            return Some(Self::Reviews(ReviewsAsked { part, picked }));
        }
        if path == SEARCH_PATH {
            let typed = parameter("q").map(typed).unwrap_or_default();
            let part = parameter("phan").map_or(Ok(1), str::parse).ok()?;
            return Some(Self::Search { typed, part });
        }
        if let Some((document, change)) = entry(path) {
            return Some(Self::Entry(document, change));
        }
        if let Some(unit) = path.strip_prefix(UNIT) {
            return Some(Self::Unit(unit.parse().ok()?));
        }
        let (unit, key) = path.strip_prefix(HISTORY)?.split_once('/')?;
        Some(Self::History(unit.parse().ok()?, RegisterKey::parse(key).ok()?))
    }
}

/// The edit that a path names.
pub(super) fn entry(path: &str) -> Option<(DocumentId, ChangeHash)> {
    let (document, change) = path.strip_prefix(APART_PATH)?.strip_prefix('/')?.split_once('/')?;
    Some((document.parse().ok()?, change.parse().ok()?))
}

/// The value of a filter in a query.
fn only(value: &str) -> Option<Only> {
    let mut all = State::ALL.into_iter().map(Only::State).chain([Only::TwoValues]);
    all.find(|only| only.key() == value)
}

/// The console of one office.
pub struct Console {
    office: Arc<Office>,
}

impl Console {
    /// The console over an office's log and tables.
    pub fn new(office: Arc<Office>) -> Self {
        Self { office }
    }

    pub(super) fn office(&self) -> &Office {
        &self.office
    }

    fn show(&self, asked: Asked, reader: &Reader) -> Result<Option<String>, FoldError> {
        self.with_tables(reader, |db, heard, reader| self.made(db, heard, asked, reader))
    }

    /// Works over the office's tables, for a reader who also hears what waits; none before the
    /// office wrote its directory, for then there is nothing to show.
    pub(super) fn with_tables<T>(
        &self,
        reader: &Reader,
        work: impl FnOnce(&Connection, &Heard<'_>, &Reader) -> Result<Option<T>, FoldError>,
    ) -> Result<Option<T>, FoldError> {
        let office = &self.office;
        let (devices, contacts) = (office.auth().devices()?, office.relay().contacts()?);
        office.views().read(office.log(), |db, _| {
            let Some(own) = office_unit(db)? else { return Ok(None) };
            let as_of = office.now();
            let heard = Heard { office: own.unit, devices: &devices, contacts: &contacts, as_of };
            let waiting = Some(waiting(db, None, None)?);
            work(db, &heard, &Reader { waiting, ..reader.clone() })
        })
    }

    fn made(
        &self,
        db: &Connection,
        heard: &Heard<'_>,
        asked: Asked,
        reader: &Reader,
    ) -> Result<Option<String>, FoldError> {
        let clerks = self.office.clerks();
        Ok(match asked {
            Asked::Area { commune, filter } => {
                area_view(db, heard, commune, filter)?.map(|view| area_page(&view, Some(reader)))
            }
            Asked::Unit(unit) => {
                unit_view(db, heard, clerks, unit)?.map(|view| unit_page(&view, reader))
            }
            Asked::History(unit, key) => {
                let log = self.office.log();
                let view = log.read(|log| history_view(db, log, heard, clerks, unit, &key))?;
                view.map(|view| history_page(&view, reader))
            }
            Asked::Apart(asked) => {
                let names = Names::new(db, clerks);
                let view =
                    self.office.log().read(|log| Desk::new(db, log, &names, heard).list(&asked))?;
                Some(apart_page(&view, reader))
            }
            Asked::Replaced { unit, part } => {
                let names = Names::new(db, clerks);
                let view = self
                    .office
                    .log()
                    .read(|log| replaced_view(db, log, heard, &names, unit, part))?;
                Some(replaced_page(&view, reader))
            }
            Asked::Reviews(asked) => {
                let names = Names::new(db, clerks);
                let view = reviews_view(db, heard, &names, &asked, Typed::default())?;
                Some(reviews_page(&view, reader))
            }
            Asked::Entry(document, change) => {
                let names = Names::new(db, clerks);
                let view = self.office.log().read(|log| {
                    let desk = Desk::new(db, log, &names, heard);
                    desk.entry(document, change, Draft::default(), None)
                })?;
                view.map(|view| entry_page(&view, reader))
            }
            Asked::Search { typed, part } => {
                Some(search_page(&search_view(db, heard, typed, part)?, reader))
            }
            Asked::Phones { part } => {
                Some(phones_page(&phones_view(db, heard, clerks, part)?, reader))
            }
        })
    }

    fn office_name(&self) -> Result<Option<String>, FoldError> {
        let office = &self.office;
        office.views().read(office.log(), |db, _| Ok(office_unit(db)?.map(|unit| unit.name)))
    }
}

fn office_unit(db: &Connection) -> Result<Option<tables::UnitRow>, FoldError> {
    Ok(tables::units(db)?.into_iter().find(|unit| unit.kind == UnitKind::Office))
}

impl Pages for Console {
    fn page(
        &self,
        path: &str,
        query: Option<&str>,
        reader: &Reader,
    ) -> Result<Option<String>, PageError> {
        match Asked::read(path, query) {
            Some(asked) => Ok(self.show(asked, reader)?),
            None => Ok(None),
        }
    }

    fn act(&self, path: &str, act: &Act, reader: &Reader) -> Result<Option<Acted>, PageError> {
        self.carry_out(path, act, reader)
    }

    fn sign_in(&self, form: &SignIn<'_>) -> String {
        // A clerk can sign in even while the tables cannot be read.
        let name = self.office_name().unwrap_or_else(|error| {
            tracing::error!(%error, "the office's name could not be read");
            None
        });
        sign_in_page(form, name.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::super::paths::{entry_path, history_path, unit_path};
    use super::*;

    const ID: &str = "0123456789ABCDEFGHJKMNPQRS";

    #[test]
    fn every_path_asks_for_its_page() {
        let read = |text: &str| match text.split_once('?') {
            Some((path, query)) => Asked::read(path, Some(query)),
            None => Asked::read(text, None),
        };
        let unit: UnitId = ID.parse().unwrap();
        let all = Asked::Area { commune: None, filter: Filter::default() };
        assert_eq!(read("/toan-canh?xa=&tt=&thieu="), Some(all));
        let filter = Filter { only: Some(Only::State(State::Overdue)), gaps: true };
        let area = Asked::Area { commune: Some(unit), filter };
        assert_eq!(read(&format!("/toan-canh?tt=qua-han&xa={ID}&thieu=1")), Some(area));
        assert_eq!(read(&unit_path(unit)), Some(Asked::Unit(unit)));
        let key = RegisterKey::new(unit, "tick");
        assert_eq!(read(&history_path(unit, &key)), Some(Asked::History(unit, key)));
        assert_eq!(read("/dien-thoai?phan=2"), Some(Asked::Phones { part: 2 }));
        let apart = ApartAsked { which: Which::Refused, unit: Some(unit), device: None, part: 2 };
        let query = format!("/can-quyet-dinh?loai=khong-nhan&dv={ID}&phan=2");
        assert_eq!(read(&query), Some(Asked::Apart(apart)));
        let search = Asked::Search { typed: "Đề án".to_owned(), part: 1 };
        assert_eq!(read("/tim?q=%C4%90%E1%BB%81+%C3%A1n"), Some(search));
        let (document, change) = (ID.parse().unwrap(), ChangeHash([7; 32]));
        assert_eq!(read(&entry_path(document, change)), Some(Asked::Entry(document, change)));
        for bad in [
            "/",
            "/toan-canh?xa=1",
            "/don-vi/",
            "/don-vi/x",
            "/lich-su/a/b",
            "/dien-thoai/",
            "/can-quyet-dinh/",
            "/can-quyet-dinh/a/b",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
