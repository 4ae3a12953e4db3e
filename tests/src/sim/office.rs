//! The office of a world: its relay, its clock, and what its clerks do.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use soviec_core::{
    model::{ChangeHash, DocumentId, Moment, Outcome, RegisterKey, TaskEntry, encode},
    protocol::ChangeState,
    replica::{Sort, TaskFilter, TaskRow, Window},
    store::tables::{self, ReviewState},
};
use soviec_server::{
    Config, Environment, Office,
    office::{
        decide::{self, DecideError},
        review::{Judged, Said},
        rights::Role,
    },
};

use super::{
    Held, Wrong,
    carriers::Carriers,
    files::Files,
    founding::Founding,
    land::lock,
    phone::Phone,
    script::{Desk, Order},
    wrong,
};
use crate::{
    Chance, House, SetClock,
    frame::{self, CLERK, TASKS, TENANT, noon, officer, plan, task, village},
};

/// The longest value that this office's relay takes: less than phones write.
pub(super) const LONGEST: usize = 1_000;

/// The office and everything that stays when it is closed.
pub(super) struct Desks {
    pub(super) house: Arc<House>,
    pub(super) clock: Arc<SetClock>,
    chance: Arc<Chance>,
    files: Files,
    roles: Mutex<BTreeMap<(u8, u8), Role>>,
    officers: u8,
    villages: u8,
}

impl Desks {
    /// Opens an office and writes its directory and plan.
    pub(super) fn open(seed: u64, files: Files, founding: &Founding) -> Held<Self> {
        let mut roles = BTreeMap::new();
        for phone in &founding.phones {
            for officer in &phone.officers {
                roles.extend(phone.villages.iter().map(|v| ((*officer, *v), Role::Write)));
            }
        }
        let officers = roles.keys().map(|(officer, _)| officer + 1).max().unwrap_or(1);
        let desks = Self {
            house: Arc::default(),
            clock: Arc::new(SetClock::at(noon())),
            chance: Arc::new(Chance::new(seed ^ 0x0ff1_ce00)),
            files,
            roles: Mutex::new(roles),
            officers,
            villages: founding.villages,
        };
        desks.open_office()?;
        frame::write(&*desks.office()?, founding.villages);
        Ok(desks)
    }

    fn open_office(&self) -> Held {
        let environment = Environment {
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.chance) as _,
        };
        let mut config = Config { tenant: Some(TENANT), ..Config::default() };
        config.change.value = LONGEST;
        let office = Office::open(self.files.folder(), config, environment);
        self.house.open(office.map_err(|e| wrong("the office opens")(&e))?);
        Ok(())
    }

    pub(super) fn office(&self) -> Held<Arc<Office>> {
        self.house.office().ok_or_else(|| Wrong("the office is closed".to_owned()))
    }

    /// A minute passes.
    pub(super) fn pass(&self) {
        self.clock.set(Moment(self.clock.get().0 + 60_000));
    }

    /// One thing that happens at the office.
    pub(super) fn work(&self, desk: Desk, phones: &[Arc<Phone>]) -> Held<String> {
        let idle = !phones.iter().any(|phone| phone.is_busy());
        match desk {
            // A request that is being worked on holds the office open.
            Desk::Restart | Desk::Crash(_) | Desk::Refold if !idle => Ok("busy".to_owned()),
            Desk::Restart => self.restart().map(|()| "done".to_owned()),
            Desk::Crash(seed) => self.crash(seed).map(|()| "done".to_owned()),
            Desk::Refold => self.refold().map(|()| "done".to_owned()),
            Desk::Role(of, village, role) => self.role(of, village, role),
            Desk::Decide(order, which) => self.decide(order, which),
            Desk::Judge(which, confirmed) => self.judge(which, confirmed),
            Desk::Plan(of, text) => self.retitle(of % TASKS, text),
        }
    }

    pub(super) fn restart(&self) -> Held {
        self.house.close();
        self.open_office()
    }

    fn crash(&self, seed: u64) -> Held {
        self.files.crash(seed);
        self.house.close();
        self.open_office()
    }

    /// Drops the tables; they are folded anew from the log.
    pub(super) fn refold(&self) -> Held {
        self.house.close();
        let mut files = self.files.copy()?;
        files.retain(|name| !name.to_string_lossy().starts_with("office-"));
        self.files.put(&files)?;
        self.open_office()
    }

    fn role(&self, of: u8, village_wished: u8, role: u8) -> Held<String> {
        let (of, at) = (of % self.officers, village_wished % self.villages);
        let role = [Role::None, Role::Read, Role::Write][usize::from(role)];
        let mut roles = lock(&self.roles);
        roles.insert((of, at), role);
        let his = roles.iter().filter(|((officer, _), _)| *officer == of);
        let his: Vec<_> = his.map(|((_, v), role)| (village(*v), *role)).collect();
        let changed = self.office()?.set_rights(officer(of), &his, CLERK);
        let changed = changed.map_err(|e| wrong("rights")(&e))?;
        Ok(format!("{changed} rights change"))
    }

    fn decide(&self, order: Order, which: usize) -> Held<String> {
        let office = self.office()?;
        let open = Carriers::read(&office)?.in_state(|state| match order {
            Order::Accept | Order::Return | Order::Move(_) => state == ChangeState::Held,
            Order::Requeue | Order::Dismiss => matches!(state, ChangeState::Refused(_)),
            Order::Expel => state == ChangeState::Stored,
        });
        // The directory and the plan are the office's own.
        let open: Vec<_> =
            open.into_iter().filter(|(document, _)| self.is_book(document)).collect();
        if open.is_empty() {
            return Ok("nothing is open".to_owned());
        }
        let (document, change) = open[which % open.len()];
        self.decide_on(document, change, order)
    }

    fn decide_on(&self, document: DocumentId, change: ChangeHash, order: Order) -> Held<String> {
        let office = self.office()?;
        let order = match order {
            Order::Accept => decide::Order::Accept,
            Order::Return => decide::Order::Return,
            Order::Move(to) => decide::Order::Move(frame::book(to % self.villages)),
            Order::Requeue => decide::Order::Requeue,
            Order::Dismiss => decide::Order::Dismiss,
            Order::Expel => decide::Order::Expel,
        };
        match office.decide(document, change, order, "theo quy định", CLERK) {
            Ok(()) => Ok(format!("{change}")),
            Err(
                error @ (DecideError::NotOpen
                | DecideError::Target
                | DecideError::Refused(_)
                | DecideError::Stranger
                | DecideError::Stands),
            ) => Ok(error.to_string()),
            Err(error) => Err(Wrong(format!("a clerk decides: {error}"))),
        }
    }

    /// What is shown may be replaced, refused or taken out later: the verdict stays in the log.
    fn judge(&self, which: usize, confirmed: bool) -> Held<String> {
        let office = self.office()?;
        let (today, filter) = (office.now().day(), TaskFilter::default());
        let window = Window { offset: 0, limit: 200 };
        let shown = office.views().read(office.log(), |db, _| {
            let rows = tables::task_rows(db, &filter, Sort::Plan, window, today)?.0;
            let declared = |row: &TaskRow| row.review.state != ReviewState::Nothing;
            let rows: Vec<_> = rows.into_iter().filter(declared).collect();
            let Some(row) = rows.get(which % rows.len().max(1)) else { return Ok(None) };
            let status = tables::register(db, row.book, &RegisterKey::new(row.task, "status"))?;
            let edit = status.claims().next().map(|shown| shown.edit);
            Ok(edit.map(|edit| (row.unit, row.task, edit)))
        });
        let Some((unit, task, edit)) = shown.map_err(|e| wrong("the office's rows")(&e))? else {
            return Ok("nothing is declared".to_owned());
        };
        let judged = Judged { unit, year: frame::book(0).year, task, edit };
        let outcome = if confirmed { Outcome::Confirmed } else { Outcome::Returned };
        let said = Said { outcome, comment: "xem lại số liệu", all_the_same: true };
        office.judge(&judged, &said, CLERK).map_err(|e| wrong("a clerk judges")(&e))?;
        Ok(format!("{outcome:?} {edit}"))
    }

    fn is_book(&self, document: &DocumentId) -> bool {
        (0..self.villages).any(|v| frame::book(v).id() == *document)
    }

    /// Everything that waits for a clerk is decided; how many there were. The first time some
    /// of it goes on in another book, all of it in the same.
    pub(super) fn decide_all(&self, first: bool) -> Held<usize> {
        let open = Carriers::read(&*self.office()?)?.in_state(|state| state == ChangeState::Held);
        let orders = match first && self.villages > 1 {
            true => [Order::Move(0), Order::Accept, Order::Move(1), Order::Return],
            false => [Order::Accept, Order::Return, Order::Accept, Order::Return],
        };
        for (which, (document, change)) in open.iter().enumerate() {
            self.decide_on(*document, *change, orders[which % orders.len()])?;
        }
        Ok(open.len())
    }

    fn retitle(&self, n: u8, text: u8) -> Held<String> {
        let title = format!("Nhiệm vụ {n}, lần {text}");
        let entry = TaskEntry {
            by: CLERK,
            group: frame::GROUP,
            number: format!("I.{n}"),
            title,
            order: n.into(),
        };
        let puts = [(RegisterKey::new(task(n), "task"), encode(&entry))];
        let office = self.office()?;
        let written = office.pen().write(&plan(), &puts, CLERK, office.now());
        let written = written.map_err(|e| wrong("the pen writes")(&e))?;
        Ok(format!("{} written", written.len()))
    }
}
