//! What the communes did before the story begins, done by real phones through real exchanges.

use std::thread;

use super::{
    DemoError, SharedClock, Teller,
    phone::{Phone, Shop},
    sample::{
        declared::{CommuneDeclared, VillageTicks, declared},
        plan::SamplePlan,
        region::{Commune, Region},
    },
    world::new_device,
};
use crate::Office;
use soviec_core::{
    model::{Day, ItemId, Moment, UnitId},
    replica::Cancel,
};

/// The day on which the office enrolled its communes' phones.
pub(super) fn enrolment_day() -> Moment {
    Day::new(2023, 3, 1).and_then(|day| day.at(8, 0)).expect("the calendar has that day")
}

/// An item that a village ticked on a day.
type OneTick = (UnitId, ItemId, Day);

/// A phone with what it will write, and when it is heard of last.
struct Turn<'a> {
    phone: Phone,
    commune: Option<&'a CommuneDeclared>,
    villages: Vec<&'a VillageTicks>,
    last: Moment,
    waiting: usize,
}

/// Lets the phones of the first `most` communes write what they declared, and exchange in the
/// order of time.
pub(super) fn fill(
    office: &Office,
    region: &Region,
    plan: &SamplePlan,
    most: usize,
    shop: &Shop<'_>,
    relay_clock: &SharedClock,
    teller: &mut Teller<'_>,
) -> Result<(), DemoError> {
    let all = declared(region, plan);
    let mut turns = Vec::new();
    for (commune, declared) in region.communes.iter().zip(&all).take(most) {
        turns.extend(turns_of(office, region, plan, shop, commune, declared)?);
    }
    turns.sort_by_key(|turn| turn.last);
    let mut edits = work(&turns)?;
    let phones = turns.len();
    for turn in turns {
        relay_clock.set(turn.last);
        edits += turn.send()?;
    }
    teller.line(format_args!(
        "Since March {phones} phones of the communes sent {edits} edits: {} rows in the relay's log.",
        office.log().head().map_err(crate::OfficeError::from)?.seq
    ))?;
    Ok(())
}

/// Every phone writes on its own, so two of them write at a time.
fn work(turns: &[Turn<'_>]) -> Result<usize, DemoError> {
    let (some, others) = turns.split_at(turns.len() / 2);
    let write =
        |turns: &[Turn<'_>]| turns.iter().map(Turn::write).sum::<Result<usize, DemoError>>();
    thread::scope(|scope| {
        let other = scope.spawn(|| write(others));
        let done = write(some)?;
        Ok(done + other.join().map_err(|_| DemoError::Plot("a phone panicked"))??)
    })
}

/// One phone a commune; a second one for the villages that have not sent everything.
fn turns_of<'a>(
    office: &Office,
    region: &Region,
    plan: &SamplePlan,
    shop: &Shop<'_>,
    commune: &Commune,
    declared: &'a CommuneDeclared,
) -> Result<Vec<Turn<'a>>, DemoError> {
    let enrol = |name: &str, units: &[UnitId]| {
        let officer = commune.coordinator.id;
        let device = new_device(office, region, plan, commune.unit.id, units, officer);
        let code = office.auth().add_code(&device, enrolment_day())?;
        shop.phone(name, officer, code.as_str(), enrolment_day())
    };
    let (complete, behind): (Vec<_>, Vec<_>) = declared.villages.iter().partition(|v| v.complete);
    let name = &commune.unit.entry.name;
    let mut units = vec![commune.unit.id];
    units.extend(complete.iter().map(|v| v.village));
    let heard =
        if behind.is_empty() { declared.contact.last } else { super::sample::stated_moment() };
    let first = enrol(name, &units)?;
    let mut turns = vec![Turn {
        phone: first,
        commune: Some(declared),
        villages: complete,
        last: heard,
        waiting: 0,
    }];
    if !behind.is_empty() {
        let units: Vec<_> = behind.iter().map(|v| v.village).collect();
        let phone = enrol(&format!("{name} 2"), &units)?;
        let waiting = usize::try_from(declared.contact.waiting).unwrap_or(0);
        let last = declared.contact.last;
        turns.push(Turn { phone, commune: None, villages: behind, last, waiting });
    }
    Ok(turns)
}

impl Turn<'_> {
    /// Writes everything on the days it was done, but what is to wait at the end.
    fn write(&self) -> Result<usize, DemoError> {
        let ticks = self.ticks();
        let sent = ticks.len().saturating_sub(self.waiting);
        Ok(self.declare()? + self.tick(&ticks[..sent])?)
    }

    /// Exchanges once. What is to wait is written afterwards: the phone then only receives, and
    /// the relay learns how much waits.
    fn send(&self) -> Result<usize, DemoError> {
        self.phone.clock.set(self.last);
        self.phone.sync()?;
        let ticks = self.ticks();
        let edits = self.tick(&ticks[ticks.len().saturating_sub(self.waiting)..])?;
        self.phone.clock.set(self.last);
        if self.waiting > 0 {
            self.phone.replica.receive(&Cancel::default(), &mut |_| Ok(()))?;
        }
        Ok(edits)
    }

    fn declare(&self) -> Result<usize, DemoError> {
        let Some(commune) = self.commune else { return Ok(0) };
        let book = self.phone.book_of(commune.commune)?;
        let (by, replica) = (self.phone.officer, &self.phone.replica);
        for d in &commune.declarations {
            self.at_noon(d.written);
            replica.set_status(by, book, d.task, d.status, Some(d.on), d.result)?;
        }
        Ok(commune.declarations.len())
    }

    fn ticks(&self) -> Vec<OneTick> {
        let of = |v: &&VillageTicks| {
            v.ticks.iter().map(|(item, on)| (v.village, *item, *on)).collect::<Vec<_>>()
        };
        self.villages.iter().flat_map(of).collect()
    }

    fn tick(&self, ticks: &[OneTick]) -> Result<usize, DemoError> {
        for (village, item, on) in ticks {
            self.at_noon(*on);
            let book = self.phone.book_of(*village)?;
            self.phone.replica.tick(self.phone.officer, book, *item, true, Some(*on))?;
        }
        Ok(ticks.len())
    }

    fn at_noon(&self, day: Day) {
        if let Some(noon) = day.at(12, 0) {
            self.phone.clock.set(noon);
        }
    }
}
