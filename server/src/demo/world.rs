//! The world of the demo: office, relay, and the phones that play in it.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
};

use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{
    DemoError, SharedClock, Teller,
    clock::SetClock,
    fill,
    phone::{Phone, Shop},
    sample::{self, plan::SamplePlan, region::Region},
};
use crate::{
    Config, Environment, Office, Running,
    auth::{NewDevice, clerk::ClerkError},
    config::SystemRandom,
    office::pages::Console,
    serve,
};
use soviec_core::{
    http::HttpTransport,
    model::{DocumentName, Moment, RegisterKey, UnitId, encode},
    protocol::Grant,
};

/// The sign-in name of the office's clerk.
pub(super) const CLERK: &str = "van-phong";

/// Everything that the demo built, for whoever looks at it.
pub struct World {
    /// The office and its relay.
    pub office: Arc<Office>,
    /// The three phones of the story.
    pub phones: Vec<Phone>,
    /// The plan.
    pub plan: SamplePlan,
    /// The area.
    pub region: Region,
    address: String,
    running: Running,
    folder: TempDir,
}

impl World {
    pub(super) fn build(
        listener: TcpListener,
        communes: Option<usize>,
        runtime: &Runtime,
        teller: &mut Teller<'_>,
    ) -> Result<Self, DemoError> {
        let folder = TempDir::new()?;
        let now = sample::stated_moment();
        let relay_clock: SharedClock = Arc::new(SetClock::at(fill::enrolment_day()));
        let environment =
            Environment { clock: Arc::clone(&relay_clock) as _, random: Arc::new(SystemRandom) };
        let office = Office::open(&folder.path().join("office"), Config::default(), environment)?;
        let office = Arc::new(office);
        let region = sample::region::region();
        let plan = sample::plan::plan(&region);
        write_office(&office, &region, &plan)?;
        let console = Arc::new(Console::new(Arc::clone(&office)));
        let running = runtime.block_on(async { serve(Arc::clone(&office), console, listener) })?;
        let address = format!("http://{}", running.address);
        let transport = HttpTransport::new().map_err(soviec_core::error::Error::from)?;
        let shop = Shop {
            folder: folder.path(),
            address: &address,
            fingerprint: &office.fingerprint(),
            transport: Arc::new(transport),
        };
        teller.line(format_args!(
            "{}: {} communes, {} villages; plan {} of {} with {} tasks. The relay serves {address}.",
            region.office.entry.name,
            region.communes.len(),
            region.communes.iter().map(|c| c.villages.len()).sum::<usize>(),
            plan.entry.number,
            plan.entry.issued.long(),
            plan.tasks.len()
        ))?;
        let most = communes.unwrap_or(region.communes.len());
        fill::fill(&office, &region, &plan, most, &shop, &relay_clock, teller)?;
        relay_clock.set(now);
        let phones = story_phones(&office, &region, &plan, &shop)?;
        Ok(Self { office, phones, plan, region, address, running, folder })
    }

    /// Where the relay listens, as a URL.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The path that signs the office's clerk in once.
    pub(super) fn sign_in_link(&self) -> Result<String, ClerkError> {
        let clerks = self.office.clerks();
        clerks.add(CLERK, Some(&self.region.clerk.entry.name))?;
        self.office.sign_in_link(CLERK)
    }

    /// The folder with all files of the demo.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database file of a phone.
    pub fn database_of(&self, phone: &Phone) -> PathBuf {
        self.folder.path().join(super::phone::file_name(&phone.name)).join("book.db")
    }

    /// The book of the village that the story's phones work on.
    pub fn village_book(&self) -> DocumentName {
        DocumentName::work_book(
            self.office.tenant(),
            self.region.story.village,
            self.plan.entry.year,
        )
    }

    pub(super) fn stop(self, runtime: &Runtime) {
        runtime.block_on(self.running.stop());
    }
}

/// The office's pen writes the directories and the plan.
fn write_office(office: &Office, region: &Region, plan: &SamplePlan) -> Result<(), DemoError> {
    let now = fill::enrolment_day();
    write_directories(office, region, now)?;
    let name = DocumentName::plan(office.tenant(), region.office.id, plan.id);
    office.pen().write(&name, &plan_puts(plan), region.clerk.id, now)?;
    Ok(())
}

/// The directories of the office and of its communes.
pub(super) fn write_directories(
    office: &Office,
    region: &Region,
    now: Moment,
) -> Result<(), DemoError> {
    let (clerk, tenant) = (region.clerk.id, office.tenant());
    let unit =
        |unit: &sample::region::Unit| (RegisterKey::new(unit.id, "unit"), encode(&unit.entry));
    let officer =
        |o: &sample::region::Officer| (RegisterKey::new(o.id, "officer"), encode(&o.entry));
    let mut all: Vec<_> =
        std::iter::once(&region.office).chain(&region.agencies).map(unit).collect();
    all.extend(region.communes.iter().map(|commune| unit(&commune.unit)));
    all.extend(std::iter::once(&region.clerk).map(officer));
    all.extend(region.communes.iter().map(|commune| officer(&commune.coordinator)));
    let pen = office.pen();
    pen.write(&DocumentName::directory(tenant, region.office.id), &all, clerk, now)?;
    for commune in &region.communes {
        let mut below: Vec<_> = commune.villages.iter().map(unit).collect();
        if commune.unit.id == region.story.commune {
            below.extend(region.story.officers.iter().map(officer));
        }
        pen.write(&DocumentName::directory(tenant, commune.unit.id), &below, clerk, now)?;
    }
    Ok(())
}

pub(super) fn plan_puts(plan: &SamplePlan) -> Vec<(RegisterKey, Vec<u8>)> {
    let mut puts = vec![(RegisterKey::new(plan.id, "plan"), encode(&plan.entry))];
    puts.extend(plan.groups.iter().map(|(id, g)| (RegisterKey::new(id, "group"), encode(g))));
    for task in &plan.tasks {
        let key = |field| RegisterKey::new(task.id, field);
        puts.push((key("task"), encode(&task.task)));
        puts.push((key("assign"), encode(&task.assignment)));
        puts.push((key("deadline"), encode(&task.deadline)));
        puts.extend(task.items.iter().map(|(id, i)| (RegisterKey::new(id, "item"), encode(i))));
    }
    puts
}

/// What a phone reads and writes: directories and plan, and the books of its units.
pub(super) fn new_device(
    office: &Office,
    region: &Region,
    plan: &SamplePlan,
    commune: UnitId,
    units: &[UnitId],
    officer: soviec_core::model::OfficerId,
) -> NewDevice {
    let tenant = office.tenant();
    let read = |document| Grant { document, write: false };
    let mut grants = vec![
        read(DocumentName::directory(tenant, region.office.id)),
        read(DocumentName::directory(tenant, commune)),
        read(DocumentName::plan(tenant, region.office.id, plan.id)),
    ];
    let book = |unit: &UnitId| DocumentName::work_book(tenant, *unit, plan.entry.year);
    grants.extend(units.iter().map(|unit| Grant { document: book(unit), write: true }));
    let review = |unit: &UnitId| DocumentName::review(tenant, *unit, plan.entry.year);
    grants.extend(units.iter().map(|unit| read(review(unit))));
    NewDevice { officers: vec![officer], units: units.to_vec(), grants }
}

fn story_phones(
    office: &Office,
    region: &Region,
    plan: &SamplePlan,
    shop: &Shop<'_>,
) -> Result<Vec<Phone>, DemoError> {
    let now = sample::stated_moment();
    let story = &region.story;
    let mut phones = Vec::new();
    for officer in &story.officers {
        let device = new_device(office, region, plan, story.commune, &[story.village], officer.id);
        let code = office.auth().add_code(&device, now)?;
        let phone = shop.phone(&officer.entry.name, officer.id, code.as_str(), now)?;
        phone.sync()?;
        phones.push(phone);
    }
    Ok(phones)
}
