//! What a document is about, and the id that follows from it.

use minicbor::{Decode, Encode, Encoder};
use sha2::{Digest, Sha256};

use super::{DocumentId, PlanId, TenantId, UnitId};

/// The four kinds of documents; the document is the unit of permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum DocumentKind {
    /// Directory (*danh bạ*): units, officers, devices of an office's or a commune's scope.
    #[n(1)]
    Directory,
    /// Plan (*kế hoạch*): tasks, assignments, deadlines.
    #[n(2)]
    Plan,
    /// Work book (*sổ việc*): what an executing unit declares in a year.
    #[n(3)]
    WorkBook,
    /// Review (*đánh giá*): the reviewing office's verdicts.
    #[n(4)]
    Review,
}

impl DocumentKind {
    /// The number on the wire and in the id: 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::Directory => 1,
            Self::Plan => 2,
            Self::WorkBook => 3,
            Self::Review => 4,
        }
    }

    /// The kind with that number.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Directory, Self::Plan, Self::WorkBook, Self::Review]
            .into_iter()
            .find(|kind| kind.number() == number)
    }
}

/// Everything that names a document. No code and no name of a unit is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(map)]
pub struct DocumentName {
    /// The province.
    #[n(0)]
    pub tenant: TenantId,
    /// Which of the four kinds.
    #[n(1)]
    pub kind: DocumentKind,
    /// The unit whose document it is; for a plan the issuing unit.
    #[n(2)]
    pub unit: UnitId,
    /// The plan, for a plan only.
    #[n(3)]
    pub plan: Option<PlanId>,
    /// The year of the *period*; 0 for directory and plan.
    #[n(4)]
    pub year: u16,
}

impl DocumentName {
    /// The directory of a unit's scope.
    pub fn directory(tenant: TenantId, unit: UnitId) -> Self {
        Self { tenant, kind: DocumentKind::Directory, unit, plan: None, year: 0 }
    }

    /// A plan of its issuing unit.
    pub fn plan(tenant: TenantId, unit: UnitId, plan: PlanId) -> Self {
        Self { tenant, kind: DocumentKind::Plan, unit, plan: Some(plan), year: 0 }
    }

    /// The work book of an executing unit and a year.
    pub fn work_book(tenant: TenantId, unit: UnitId, year: u16) -> Self {
        Self { tenant, kind: DocumentKind::WorkBook, unit, plan: None, year }
    }

    /// The review of an executing unit and a year: what its office says of that work book.
    pub fn review(tenant: TenantId, unit: UnitId, year: u16) -> Self {
        Self { tenant, kind: DocumentKind::Review, unit, plan: None, year }
    }

    /// The work book that a review is about.
    pub fn reviewed(&self) -> Option<Self> {
        let is_review = self.kind == DocumentKind::Review;
        is_review.then(|| Self::work_book(self.tenant, self.unit, self.year))
    }

    /// The first 16 bytes of the hash of
    /// `["soviec", 1, tenant, kind, unit, plan or null, year]` in canonical CBOR.
    pub fn id(&self) -> DocumentId {
        let digest = Sha256::digest(self.preimage());
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        DocumentId(id)
    }

    fn preimage(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(80);
        let mut e = Encoder::new(&mut bytes);
        (|| {
            e.array(7)?.str("soviec")?.u8(1)?.bytes(self.tenant.as_slice())?;
            e.u8(self.kind.number())?.bytes(self.unit.as_slice())?;
            match &self.plan {
                Some(plan) => e.bytes(plan.as_slice())?,
                None => e.null()?,
            };
            e.u16(self.year)?.ok()
        })()
        .expect("a Vec takes every byte");
        bytes
    }
}
