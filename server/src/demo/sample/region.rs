//! The area: an office, the agencies beside it, 23 communes with their villages, and people.

use soviec_core::model::{OfficerEntry, OfficerId, UnitEntry, UnitId, UnitKind};

use super::{
    id,
    places::{AGENCIES, CLERK, OFFICE, PLACES, Person, Place, STORY_TEAM},
};

/// A unit and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The same in every run.
    pub id: UnitId,
    /// As it stands in the directory.
    pub entry: UnitEntry,
}

/// An officer and the unit in which he works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The same in every run.
    pub id: OfficerId,
    /// His unit.
    pub unit: UnitId,
    /// As it stands in the directory.
    pub entry: OfficerEntry,
}

/// A commune or township (*xã, thị trấn*) with what is below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commune {
    /// The commune itself.
    pub unit: Unit,
    /// The officer through whom the office reaches it (*đầu mối*).
    pub coordinator: Officer,
    /// Its villages and residential groups (*thôn, tổ dân phố*), 11 to 15.
    pub villages: Vec<Unit>,
}

/// The whole area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The reviewing office.
    pub office: Unit,
    /// Its clerk, who wrote every entry of the directory and of the plan.
    pub clerk: Officer,
    /// The agencies that the plan names.
    pub agencies: Vec<Unit>,
    /// The 23 communes: townships first, then by name.
    pub communes: Vec<Commune>,
    /// The village of the demo's story, and its three officers with a phone each.
    pub story: Story,
}

/// The village on which the demo's three phones work; the rest of the data leaves it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The commune it belongs to.
    pub commune: UnitId,
    /// The village's team.
    pub village: UnitId,
    /// Its three officers.
    pub officers: Vec<Officer>,
}

impl Region {
    /// Every unit, the office first, each commune before its villages.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        let below = self.communes.iter().flat_map(|c| std::iter::once(&c.unit).chain(&c.villages));
        std::iter::once(&self.office).chain(&self.agencies).chain(below)
    }

    /// Every officer, the clerk first.
    pub fn officers(&self) -> impl Iterator<Item = &Officer> {
        let coordinators = self.communes.iter().map(|c| &c.coordinator);
        std::iter::once(&self.clerk).chain(coordinators).chain(&self.story.officers)
    }
}

/// The invented area.
pub fn region() -> Region {
    let office = unit(UnitKind::Office, OFFICE, OFFICE, None);
    let clerk = officer(&CLERK, office.id);
    let agencies = AGENCIES.iter().map(|name| agency(name, office.id)).collect();
    let communes = PLACES.iter().map(|place| commune(place, office.id)).collect();
    Region { office, clerk, agencies, communes, story: story() }
}

/// The id of the agency with that name.
pub(super) fn agency_id(name: &str) -> UnitId {
    UnitId(id("unit", name))
}

fn agency(name: &str, office: UnitId) -> Unit {
    unit(UnitKind::Agency, name, name, Some(office))
}

fn commune(place: &Place, office: UnitId) -> Commune {
    let name = place.full_name();
    let own = unit(UnitKind::Commune, &name, &name, Some(office));
    let coordinator = officer(&place.coordinator(), own.id);
    let villages = place.villages().iter().map(|v| village(&name, v, own.id)).collect();
    Commune { unit: own, coordinator, villages }
}

/// Villages of two communes may share a name, so the commune's name is part of the label.
fn village(commune: &str, name: &str, above: UnitId) -> Unit {
    unit(UnitKind::Village, &village_label(commune, name), name, Some(above))
}

fn village_label(commune: &str, name: &str) -> String {
    format!("{commune}/{name}")
}

fn story() -> Story {
    let village = UnitId(id("unit", &village_label("Xã Minh Quang", "Thôn Đông Hạ")));
    let officers = STORY_TEAM.iter().map(|person| officer(person, village)).collect();
    Story { commune: UnitId(id("unit", "Xã Minh Quang")), village, officers }
}

fn unit(kind: UnitKind, label: &str, name: &str, reports_to: Option<UnitId>) -> Unit {
    let (by, name) = (officer_id(CLERK.name), name.to_owned());
    let entry = UnitEntry { by, kind, name, reports_to, from: None, until: None, basis: None };
    Unit { id: UnitId(id("unit", label)), entry }
}

/// Names are unique among the invented people, so they serve as labels.
fn officer(person: &Person, unit: UnitId) -> Officer {
    let (by, title) = (officer_id(CLERK.name), Some(person.title.to_owned()));
    let entry = OfficerEntry { by, name: person.name.to_owned(), title };
    Officer { id: officer_id(person.name), unit, entry }
}

fn officer_id(name: &str) -> OfficerId {
    OfficerId(id("officer", name))
}
