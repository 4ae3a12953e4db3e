//! What the villages ticked, scattered so that it looks like many hands.

use soviec_core::model::{Day, ItemId};

use super::{
    days_before,
    declared::{Contact, VillageTicks},
    plan::SamplePlan,
    region::Unit,
    scatter,
};

/// How many items Minh Quang's villages ticked, of the 32 that the plan gives them.
const MINH_QUANG: [(&str, usize); 11] = [
    ("Thôn Bến", 16),
    ("Thôn Cầu Vàng", 32),
    ("Thôn Chùa", 32),
    ("Thôn Đình", 32),
    ("Thôn Đông Thượng", 30),
    ("Thôn Mới", 31),
    ("Thôn Ngoài", 24),
    ("Thôn Tây Hạ", 17),
    ("Thôn Tây Thượng", 32),
    ("Thôn Trung", 27),
    ("Thôn Xuân", 32),
];

/// The ticks of one village; `missing` names those that have not sent everything.
pub(super) fn village_ticks(
    commune: &str,
    village: &Unit,
    plan: &SamplePlan,
    contact: Contact,
    missing: &[&str],
) -> VillageTicks {
    let label = format!("{commune}/{}", village.entry.name);
    let complete = !missing.contains(&village.entry.name.as_str());
    let mut items = items_in_village_order(plan, &label);
    items.truncate(done(commune, &village.entry.name, complete, &label));
    let heard = contact.last.day();
    let ticks = items.into_iter().map(|item| (item, tick_day(heard, item, &label))).collect();
    VillageTicks { village: village.id, ticks, complete }
}

/// Each village begins with other items than its neighbour.
fn items_in_village_order(plan: &SamplePlan, label: &str) -> Vec<ItemId> {
    let all = plan.commune_tasks().flat_map(|task| &task.items);
    let mut items: Vec<ItemId> = all.map(|(item, _)| *item).collect();
    items.sort_by_cached_key(|item| scatter(&format!("{label}/{item}"), u32::MAX));
    items
}

fn done(commune: &str, village: &str, complete: bool, label: &str) -> usize {
    let known = MINH_QUANG.iter().find(|(name, _)| commune == "Minh Quang" && *name == village);
    let (least, spread) = if complete { (18, 15) } else { (6, 12) };
    known.map_or_else(|| least + scatter(label, spread) as usize, |(_, count)| *count)
}

/// A day in the six weeks before the office last heard from the commune.
fn tick_day(heard: Day, item: ItemId, label: &str) -> Day {
    days_before(heard, 1 + i64::from(scatter(&format!("{label}/{item}/day"), 42)))
}
