//! The way in for an app team: a sample commune in this year's plan, and codes to enrol with.

use super::{
    DemoError,
    sample::{
        plan::{SamplePlan, plan},
        region::{Region, region},
    },
    world::{new_device, plan_puts, write_directories},
};
use crate::Office;
use soviec_core::model::{Day, DocumentName, OfficerId, UnitId};

/// A phone that may be enrolled now.
#[derive(Clone, PartialEq, Eq)]
pub struct DevCode {
    /// Whose phone: the officer's display name, invented.
    pub officer: String,
    /// Where he works.
    pub unit: String,
    /// The single-use code, valid for a day.
    pub code: String,
}

/// Fills an empty data directory with one commune and a plan of the present year, and makes
/// fresh codes for its officers. A directory that holds an office already only gets codes.
///
/// # Errors
///
/// [`DemoError`] when the office cannot be read or written.
pub fn prepare(office: &Office) -> Result<Vec<DevCode>, DemoError> {
    let mut region = region();
    let commune = region.story.commune;
    region.communes.retain(|c| c.unit.id == commune);
    let year = office.now().day().year();
    let plan = in_year(plan(&region), year);
    if office.log().head().map_err(crate::OfficeError::from)?.seq == 0 {
        write_directories(office, &region, office.now())?;
        let name = DocumentName::plan(office.tenant(), region.office.id, plan.id);
        office.pen().write(&name, &plan_puts(&plan), region.clerk.id, office.now())?;
    }
    codes(office, &region, &plan)
}

/// The path that signs the sample office's clerk in once, within minutes.
///
/// # Errors
///
/// [`DemoError`] when the clerk cannot be written.
pub fn sign_in_link(office: &Office) -> Result<String, DemoError> {
    office.clerks().add(super::world::CLERK, Some(&region().clerk.entry.name))?;
    Ok(office.sign_in_link(super::world::CLERK)?)
}

fn codes(office: &Office, region: &Region, plan: &SamplePlan) -> Result<Vec<DevCode>, DemoError> {
    let mut codes = Vec::new();
    for commune in &region.communes {
        let mut units = vec![commune.unit.id];
        units.extend(commune.villages.iter().map(|village| village.id));
        let who = &commune.coordinator;
        let code = code(office, region, plan, commune.unit.id, &units, who.id)?;
        let (officer, unit) = (who.entry.name.clone(), commune.unit.entry.name.clone());
        codes.push(DevCode { officer, unit, code });
    }
    let story = &region.story;
    for who in &story.officers {
        let code = code(office, region, plan, story.commune, &[story.village], who.id)?;
        let village = region.units().find(|unit| unit.id == story.village);
        let unit = village.map(|unit| unit.entry.name.clone()).unwrap_or_default();
        codes.push(DevCode { officer: who.entry.name.clone(), unit, code });
    }
    Ok(codes)
}

fn code(
    office: &Office,
    region: &Region,
    plan: &SamplePlan,
    commune: UnitId,
    units: &[UnitId],
    officer: OfficerId,
) -> Result<String, DemoError> {
    let device = new_device(office, region, plan, commune, units, officer);
    Ok(office.auth().add_code(&device, office.now())?.as_str().to_owned())
}

/// The sample plan with its days moved into another year.
fn in_year(mut plan: SamplePlan, year: i32) -> SamplePlan {
    let moved = |day: Day| day.in_year(year).unwrap_or(day);
    plan.entry.year = u16::try_from(year).unwrap_or(plan.entry.year);
    plan.entry.issued = moved(plan.entry.issued);
    for task in &mut plan.tasks {
        task.deadline.last_day = task.deadline.last_day.map(moved);
    }
    plan
}
