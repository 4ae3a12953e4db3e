//! What an office file writes in which directory.

use std::{collections::BTreeMap, fmt::Display};

use super::{
    Known, Thing, What,
    doubt::Doubts,
    fields::Written,
    ids,
    office_file::{HolidaysLine, OfficeFile, OfficerLine, RoleLine, UnitLine},
    write::Part,
};
use soviec_core::model::{
    AliasEntry, Holidays, OfficerEntry, OfficerId, RegisterKey, RoleEntry, TenantId, UnitEntry,
    UnitId, UnitKind, encode,
};

/// The file with the id of everything in it.
pub(super) struct OfficeParts<'f> {
    file: &'f OfficeFile,
    units: BTreeMap<&'f str, UnitId>,
    officers: BTreeMap<&'f str, OfficerId>,
    by: OfficerId,
}

impl<'f> OfficeParts<'f> {
    /// Finds the id of everything; what would be doubled is doubted.
    pub(super) fn new(
        file: &'f OfficeFile,
        tenant: TenantId,
        known: &Known,
        doubts: &Doubts<'_>,
    ) -> Self {
        let unit = |line: &'f UnitLine| {
            let key = line.key.value.as_str();
            let there = known.units.values().find(|unit| unit.alias.as_deref() == Some(key));
            let identity = Identity { key: &line.key, given: line.id.as_ref(), doubts };
            (key, identity.among(there.map(|unit| unit.id), || ids::unit(tenant, key)))
        };
        let officer = |line: &'f OfficerLine| {
            let key = line.key.value.as_str();
            let there = known.officers.values().find(|one| one.alias.as_deref() == Some(key));
            let identity = Identity { key: &line.key, given: line.id.as_ref(), doubts };
            (key, identity.among(there.map(|one| one.id), || ids::officer(tenant, key)))
        };
        let units: BTreeMap<_, _> = file.units.iter().map(unit).collect();
        let officers: BTreeMap<_, _> = file.officers.iter().map(officer).collect();
        let by = officers.get(file.clerk.as_str()).copied();
        let by = by.unwrap_or_else(|| ids::officer(tenant, &file.clerk));
        Self { file, units, officers, by }
    }

    /// The officer in whose name the book is written.
    pub(super) fn clerk(&self) -> OfficerId {
        self.by
    }

    /// Everything, each with the unit in whose directory it stands.
    pub(super) fn parts(&self) -> Vec<(UnitId, Part)> {
        let units = self.file.units.iter().map(|line| (self.home(line), self.unit(line)));
        let officers = self.file.officers.iter().flat_map(|line| {
            let home = line.roles.first().and_then(|role| self.file.unit(&role.unit.value));
            let home = home.map_or(self.office(), |unit| self.home(unit));
            let roles = line.roles.iter().map(|role| self.role(line, role));
            let parts = std::iter::once(self.officer(line)).chain(roles);
            parts.map(move |part| (home, part)).collect::<Vec<_>>()
        });
        let holidays = self.file.holidays.as_ref();
        let holidays = holidays.map(|line| (self.office(), self.holidays(line)));
        units.chain(officers).chain(holidays).collect()
    }

    fn holidays(&self, line: &HolidaysLine) -> Part {
        let (off, working) = (line.off.clone(), line.working.clone());
        let entry = Holidays { by: self.by, version: line.version, off, working };
        let key = RegisterKey::new(self.office(), "holidays");
        Part { thing: Thing::Holidays, puts: vec![(key, encode(&entry))] }
    }

    fn id(&self, key: &str) -> UnitId {
        *self.units.get(key).expect("the file was checked: every key in it names a unit of it")
    }

    fn office(&self) -> UnitId {
        self.id(&self.file.units[0].key.value)
    }

    /// What lies below a commune stands in the commune's directory, all else in the office's.
    fn home(&self, line: &UnitLine) -> UnitId {
        let above = |line: &&UnitLine| {
            line.reports_to.as_ref().and_then(|edge| self.file.unit(&edge.value))
        };
        let mut line = Some(line).and_then(|line| above(&line));
        while let Some(unit) = line {
            if unit.kind == UnitKind::Commune {
                return self.id(&unit.key.value);
            }
            line = above(&unit);
        }
        self.office()
    }

    fn unit(&self, line: &UnitLine) -> Part {
        let id = self.id(&line.key.value);
        let entry = UnitEntry {
            by: self.by,
            kind: line.kind,
            name: line.name.clone(),
            reports_to: line.reports_to.as_ref().map(|edge| self.id(&edge.value)),
            from: line.term.from,
            until: line.term.until,
            basis: line.basis.clone(),
        };
        let own = (RegisterKey::new(id, "unit"), encode(&entry));
        Part { thing: Thing::Unit, puts: vec![own, self.alias(id, &line.key.value)] }
    }

    fn officer(&self, line: &OfficerLine) -> Part {
        let id = self.officers[line.key.value.as_str()];
        let (name, title) = (line.name.clone(), line.title.clone());
        let entry = OfficerEntry { by: self.by, name, title };
        let own = (RegisterKey::new(id, "officer"), encode(&entry));
        Part { thing: Thing::Officer, puts: vec![own, self.alias(id, &line.key.value)] }
    }

    fn role(&self, line: &OfficerLine, role: &RoleLine) -> Part {
        let officer = self.officers[line.key.value.as_str()];
        let unit = self.id(&role.unit.value);
        let entry = RoleEntry {
            by: self.by,
            unit,
            role: role.role,
            from: role.term.from,
            until: role.term.until,
        };
        let key = RegisterKey::entry(officer, "role", ids::role(officer, unit));
        Part { thing: Thing::Role, puts: vec![(key, encode(&entry))] }
    }

    fn alias(&self, id: impl Display, key: &str) -> (RegisterKey, Vec<u8>) {
        let entry = AliasEntry { by: self.by, alias: key.to_owned() };
        (RegisterKey::new(id, "alias"), encode(&entry))
    }
}

/// What a line of the file says about who it is.
struct Identity<'a, T> {
    key: &'a Written<String>,
    given: Option<&'a Written<T>>,
    doubts: &'a Doubts<'a>,
}

impl<T: Copy + PartialEq + Display> Identity<'_, T> {
    /// The id in the file, else the one that the book knows by this key, else the one that
    /// follows. A key that the book knows by another id is doubted.
    fn among(&self, there: Option<T>, derived: impl FnOnce() -> T) -> T {
        let given = self.given.map(|id| id.value);
        if let (Some(given), Some(there)) = (given, there)
            && given != there
        {
            self.doubts.error(self.key.at, other(&self.key.value, there));
        }
        given.or(there).unwrap_or_else(derived)
    }
}

/// A key that belongs to another id already.
pub(super) fn other(key: &str, there: impl Display) -> What {
    What::OtherIdentity(key.to_owned(), there.to_string())
}
