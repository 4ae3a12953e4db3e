//! The office file: who there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Doubt, Source, Weight, What,
    doubt::Doubts,
    fields::{Fields, Written, parse, visible},
    select,
};
use soviec_core::model::{Day, OfficerId, Role, TenantId, UnitId, UnitKind};

const TOP: [&str; 5] = ["tenant", "office", "unit", "officer", "holidays"];
const HOLIDAYS: [&str; 3] = ["version", "off", "working"];
const OFFICE: [&str; 7] = ["key", "id", "name", "clerk", "from", "until", "basis"];
const UNIT: [&str; 8] = ["key", "id", "kind", "name", "reports_to", "from", "until", "basis"];
const OFFICER: [&str; 9] = ["key", "id", "name", "title", "unit", "role", "from", "until", "also"];
const ALSO: [&str; 4] = ["unit", "role", "from", "until"];

/// The longest name, title and legal basis, in bytes.
const NAME: usize = 200;
const BASIS: usize = 500;

/// An office with its units and officers, as a file says it; keys and edges are checked.
pub struct OfficeFile {
    /// The province, when the file names it.
    pub tenant: Option<TenantId>,
    /// The office first, then the units in the order of the file.
    pub(super) units: Vec<UnitLine>,
    /// The officers in the order of the file.
    pub(super) officers: Vec<OfficerLine>,
    /// The key of the officer in whose name the book is written.
    pub(super) clerk: String,
    /// The days off, when the file says them.
    pub(super) holidays: Option<HolidaysLine>,
}

/// The days off of a file.
pub(super) struct HolidaysLine {
    pub(super) version: u32,
    pub(super) off: Vec<Day>,
    pub(super) working: Vec<Day>,
}

/// A unit of the file.
pub(super) struct UnitLine {
    pub(super) key: Written<String>,
    pub(super) id: Option<Written<UnitId>>,
    pub(super) kind: UnitKind,
    pub(super) name: String,
    /// The office itself reports to nobody here.
    pub(super) reports_to: Option<Written<String>>,
    pub(super) term: Term,
    pub(super) basis: Option<String>,
}

/// An officer of the file.
pub(super) struct OfficerLine {
    pub(super) key: Written<String>,
    pub(super) id: Option<Written<OfficerId>>,
    pub(super) name: String,
    pub(super) title: Option<String>,
    /// The first is in the officer's own unit.
    pub(super) roles: Vec<RoleLine>,
}

/// A role of an officer.
pub(super) struct RoleLine {
    pub(super) unit: Written<String>,
    pub(super) role: Role,
    pub(super) term: Term,
}

/// From a day to a day; either may be open.
#[derive(Clone, Copy, Default)]
pub(super) struct Term {
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
}

impl OfficeFile {
    /// Reads and checks a file; `None` when it has errors. The doubts are in its order.
    pub fn read(source: &Source) -> (Option<Self>, Vec<Doubt>) {
        let doubts = Doubts::new(source);
        let table = parse(&doubts);
        let file = table.as_ref().and_then(|table| read(Fields::new(&doubts, table, 0, &TOP)));
        drop(table);
        let found = doubts.finish();
        let wrong = found.iter().any(|doubt| doubt.weight == Weight::Error);
        (file.filter(|_| !wrong), found)
    }

    /// The unit with that key.
    pub(super) fn unit(&self, key: &str) -> Option<&UnitLine> {
        self.units.iter().find(|unit| unit.key.value == key)
    }
}

fn read(top: Fields<'_>) -> Option<OfficeFile> {
    let tenant = top.id("tenant").map(|id| id.value);
    top.need("office");
    let head = top.table("office", &OFFICE);
    let office = head.as_ref().and_then(office);
    let (below, officers) = (top.tables("unit", &UNIT), top.tables("officer", &OFFICER));
    let office_key = office.as_ref().map(|office| office.key.clone());
    let below = below.iter().filter_map(|fields| unit(fields, office_key.as_ref()));
    let units: Vec<UnitLine> = office.into_iter().chain(below).collect();
    let officers: Vec<OfficerLine> = officers.iter().filter_map(officer).collect();
    check(top.doubts, &units, &officers);
    let holidays = top.table("holidays", &HOLIDAYS).as_ref().and_then(holidays);
    let clerk = clerk(&head?, &units, &officers)?;
    Some(OfficeFile { tenant, units, officers, clerk, holidays })
}

/// A day in both lists, or twice in one, is a slip of the pen.
fn holidays(fields: &Fields<'_>) -> Option<HolidaysLine> {
    let (version, off, working) =
        (fields.number("version"), fields.days("off"), fields.days("working"));
    twice(fields.doubts, off.iter().chain(&working).map(|day| (&day.value, day.at)));
    let days = |all: Vec<Written<Day>>| all.into_iter().map(|day| day.value).collect();
    Some(HolidaysLine { version: version?, off: days(off), working: days(working) })
}

fn key(fields: &Fields<'_>) -> Option<Written<String>> {
    fields.need("key")?;
    fields.key("key")
}

fn office(fields: &Fields<'_>) -> Option<UnitLine> {
    line(fields, Some(UnitKind::Office), None)
}

fn unit(fields: &Fields<'_>, office: Option<&Written<String>>) -> Option<UnitLine> {
    let above = match fields.has("reports_to") {
        true => fields.key("reports_to"),
        false => office.map(|key| Written { value: key.value.clone(), at: fields.at }),
    };
    line(fields, kind(fields), above)
}

/// Every part is read before one that is missing stops the line: all doubts show at once.
fn line(
    fields: &Fields<'_>,
    kind: Option<UnitKind>,
    reports_to: Option<Written<String>>,
) -> Option<UnitLine> {
    let (key, id, term) = (key(fields), fields.id("id"), term(fields));
    let (name, basis) = (fields.need_text("name", NAME), fields.text("basis", BASIS));
    let basis = basis.map(|text| text.value);
    // A missing name is said already; the line stays, or all that name it would be doubted.
    let (kind, name) =
        (kind.unwrap_or(UnitKind::Village), name.map_or_else(String::new, |n| n.value));
    Some(UnitLine { key: key?, id, kind, name, reports_to, term, basis })
}

fn kind(fields: &Fields<'_>) -> Option<UnitKind> {
    let word = fields.need_text("kind", NAME)?;
    let kind = select::kind(&word.value);
    if kind.is_none() {
        fields.doubts.error(word.at, What::KindForm(visible(&word.value)));
    }
    kind
}

fn term(fields: &Fields<'_>) -> Term {
    let (from, until) = (fields.day("from"), fields.day("until"));
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        fields.doubts.error(until.at, What::Backwards);
    }
    Term { from: from.map(|day| day.value), until: until.map(|day| day.value) }
}

fn officer(fields: &Fields<'_>) -> Option<OfficerLine> {
    let (key, id) = (key(fields), fields.id("id"));
    let (name, title) = (fields.need_text("name", NAME), fields.text("title", NAME));
    let own = role(fields);
    let also = fields.tables("also", &ALSO);
    let roles = own.into_iter().chain(also.iter().filter_map(role)).collect();
    let title = title.map(|text| text.value);
    let name = name.map_or_else(String::new, |text| text.value);
    Some(OfficerLine { key: key?, id, name, title, roles })
}

fn role(fields: &Fields<'_>) -> Option<RoleLine> {
    let unit = fields.need("unit").and_then(|()| fields.key("unit"));
    let word = fields.need_text("role", NAME);
    let role = word.and_then(|word| match word.value.as_str() {
        "read" => Some(Role::Read),
        "write" => Some(Role::Write),
        other => {
            fields.doubts.error(word.at, What::RoleForm(visible(other)));
            None
        }
    });
    Some(RoleLine { unit: unit?, role: role?, term: term(fields) })
}

fn check(doubts: &Doubts<'_>, units: &[UnitLine], officers: &[OfficerLine]) {
    twice(doubts, units.iter().map(|unit| (&unit.key.value, unit.key.at)));
    twice(doubts, units.iter().filter_map(|unit| unit.id.as_ref()).map(|id| (&id.value, id.at)));
    twice(doubts, officers.iter().map(|officer| (&officer.key.value, officer.key.at)));
    twice(doubts, officers.iter().filter_map(|o| o.id.as_ref()).map(|id| (&id.value, id.at)));
    edges(doubts, units);
    let keys: BTreeSet<&str> = units.iter().map(|unit| unit.key.value.as_str()).collect();
    for officer in officers {
        twice(doubts, officer.roles.iter().map(|role| (&role.unit.value, role.unit.at)));
        for role in officer.roles.iter().filter(|role| !keys.contains(role.unit.value.as_str())) {
            doubts.error(role.unit.at, What::UnknownUnit(role.unit.value.clone()));
        }
    }
}

/// Says where something stands that stood before.
pub(super) fn twice<'a, T: Ord + ToString + 'a>(
    doubts: &Doubts<'_>,
    all: impl Iterator<Item = (&'a T, usize)>,
) {
    let mut seen = BTreeMap::new();
    for (value, at) in all {
        match seen.get(value) {
            Some(first) => {
                let first = doubts.source().place(*first);
                doubts.error(at, What::Duplicate(value.to_string(), first));
            }
            None => drop(seen.insert(value, at)),
        }
    }
}

/// Each edge leads to a unit of the file, and none back to where it came from.
fn edges(doubts: &Doubts<'_>, units: &[UnitLine]) {
    let above: BTreeMap<&str, Option<&Written<String>>> =
        units.iter().map(|unit| (unit.key.value.as_str(), unit.reports_to.as_ref())).collect();
    for (key, edge) in &above {
        let Some(edge) = edge else { continue };
        if !above.contains_key(edge.value.as_str()) {
            doubts.error(edge.at, What::UnknownUnit(edge.value.clone()));
        } else if is_own_ancestor(key, &above) {
            doubts.error(edge.at, What::OwnAncestor((*key).to_owned()));
        }
    }
}

fn is_own_ancestor(key: &str, above: &BTreeMap<&str, Option<&Written<String>>>) -> bool {
    let up = |key: &str| above.get(key).copied().flatten().map(|edge| edge.value.as_str());
    // As many steps as there are units: a longer way has gone round a circle.
    std::iter::successors(up(key), |key| up(key)).take(above.len()).any(|other| other == key)
}

/// The officer whom the file names, else the first of the office who may write there.
fn clerk(head: &Fields<'_>, units: &[UnitLine], officers: &[OfficerLine]) -> Option<String> {
    let office = units.first()?;
    if head.has("clerk") {
        let named = head.key("clerk")?;
        let known = officers.iter().any(|officer| officer.key.value == named.value);
        if !known {
            head.doubts.error(named.at, What::UnknownOfficer(named.value.clone()));
        }
        return known.then_some(named.value);
    }
    let writes = |role: &RoleLine| role.role == Role::Write && role.unit.value == office.key.value;
    let found = officers.iter().find(|officer| officer.roles.iter().any(writes));
    if found.is_none() {
        head.doubts.error(head.at, What::NoClerk);
    }
    found.map(|officer| officer.key.value.clone())
}
