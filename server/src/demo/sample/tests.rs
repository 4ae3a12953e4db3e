use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs,
    path::Path,
};

use soviec_core::model::{Day, DeadlineKind, Declared, Selector, UnitKind, clean, compare};

use super::{
    cells::cells_of,
    declared::{CommuneDeclared, Declaration, declared},
    places::PLACES,
    plan::{SamplePlan, SampleTask, plan},
    region::{Region, region},
    stated_moment,
};

/// On time, in progress, late, overdue, not started; ongoing effective; villages complete, all.
type Figures = ([usize; 5], usize, (usize, usize));

/// The overview's table, written down apart from the cells that the data is made of.
const OVERVIEW: [(&str, Figures); 23] = [
    ("Sơn Hạ", ([0, 2, 1, 4, 2], 1, (7, 15))),
    ("Đông Lĩnh", ([1, 3, 1, 3, 1], 6, (9, 14))),
    ("Cẩm Hòa", ([3, 4, 1, 1, 0], 2, (13, 13))),
    ("Chí Thành", ([3, 3, 1, 1, 1], 6, (11, 11))),
    ("Minh Quang", ([3, 3, 1, 1, 1], 6, (12, 12))),
    ("Vĩnh An", ([3, 3, 1, 1, 1], 6, (10, 12))),
    ("Khánh Vân", ([5, 3, 0, 1, 0], 4, (11, 11))),
    ("Ngọc Xá", ([3, 3, 3, 0, 0], 7, (11, 11))),
    ("Tân Việt", ([3, 2, 4, 0, 0], 6, (11, 11))),
    ("Dân An", ([4, 3, 2, 0, 0], 6, (11, 11))),
    ("Gia Phúc", ([4, 4, 1, 0, 0], 3, (11, 11))),
    ("Thanh Lâm", ([5, 3, 1, 0, 0], 6, (11, 11))),
    ("Lâm Hạ", ([5, 4, 0, 0, 0], 5, (11, 11))),
    ("An Thượng", ([5, 3, 0, 0, 1], 4, (12, 12))),
    ("Bình Khê", ([5, 3, 1, 0, 0], 7, (11, 11))),
    ("Đại Khê", ([5, 4, 0, 0, 0], 5, (11, 11))),
    ("Lạc Thủy", ([5, 1, 0, 0, 3], 5, (11, 13))),
    ("Thái Bảo", ([5, 2, 2, 0, 0], 7, (12, 12))),
    ("Hòa Nghĩa", ([6, 3, 0, 0, 0], 7, (11, 11))),
    ("Quang Trạch", ([6, 1, 2, 0, 0], 6, (11, 11))),
    ("Trung Hậu", ([6, 3, 0, 0, 0], 6, (11, 11))),
    ("Phú Hậu", ([7, 2, 0, 0, 0], 7, (11, 11))),
    ("Yên Mỹ", ([7, 2, 0, 0, 0], 6, (11, 11))),
];

fn sample() -> (Region, SamplePlan, Vec<CommuneDeclared>) {
    let region = region();
    let plan = plan(&region);
    let declared = declared(&region, &plan);
    (region, plan, declared)
}

/// The column of a dated task, from declared day, last day and today alone.
fn column(last: Day, declaration: Option<&Declaration>) -> usize {
    let passed = last < stated_moment().day();
    match declaration.map(|d| (d.status, d.on)) {
        Some((Declared::Done, on)) if on <= last => 0,
        Some((Declared::Done, _)) => 2,
        _ if passed => 3,
        Some((Declared::InProgress, _)) => 1,
        None | Some((Declared::NotStarted, _)) => 4,
        Some(other) => panic!("{other:?} does not belong to a dated task"),
    }
}

fn figures(plan: &SamplePlan, commune: &CommuneDeclared, story: bool) -> Figures {
    let found = |task: &SampleTask| commune.declarations.iter().find(|d| d.task == task.id);
    let (mut dated, mut effective) = ([0; 5], 0);
    for task in plan.commune_tasks() {
        match (task.deadline.kind, task.deadline.last_day) {
            (DeadlineKind::Dated, Some(last)) => dated[column(last, found(task))] += 1,
            (DeadlineKind::Ongoing, None) => {
                let status = found(task).map(|d| d.status);
                effective += usize::from(status == Some(Declared::Effective));
            }
            (DeadlineKind::Event, None) => assert_eq!(found(task), None),
            other => panic!("a commune owes nothing of the kind {other:?}"),
        }
    }
    // The untouched village of the story counts as complete: nothing of it waits.
    let complete = commune.villages.iter().filter(|v| v.complete).count() + usize::from(story);
    (dated, effective, (complete, commune.villages.len() + usize::from(story)))
}

#[test]
fn every_row_and_the_foot_are_those_of_the_overview() {
    let (region, plan, declared) = sample();
    let mut foot: Figures = Default::default();
    for (commune, place) in declared.iter().zip(&PLACES) {
        let row = figures(&plan, commune, commune.commune == region.story.commune);
        let (_, expected) =
            OVERVIEW.iter().find(|(name, _)| *name == place.name).expect("every commune has a row");
        assert_eq!(row, *expected, "{}", place.name);
        (0..5).for_each(|i| foot.0[i] += row.0[i]);
        foot.1 += row.1;
        foot.2 = (foot.2.0 + row.2.0, foot.2.1 + row.2.1);
    }
    assert_eq!(foot, ([99, 64, 22, 12, 10], 124, (251, 268)));
}

#[test]
fn every_cell_has_a_letter_and_every_status_is_declared() {
    let (_, _, declared) = sample();
    assert!(PLACES.iter().all(|place| cells_of(place.name).count() == 17));
    let statuses: BTreeSet<_> =
        declared.iter().flat_map(|c| &c.declarations).map(|d| d.status).collect();
    assert_eq!(statuses.len(), 5);
}

#[test]
fn each_unit_owes_each_task_once() {
    let (region, plan, _) = sample();
    let owed = |kind: UnitKind, id| {
        let leads = |task: &&SampleTask| task.assignment.lead.iter().any(|s| s.selects(id, kind));
        plan.tasks.iter().filter(leads).collect::<Vec<_>>()
    };
    for commune in &region.communes {
        let tasks = owed(UnitKind::Commune, commune.unit.id);
        let kinds = |kind| tasks.iter().filter(|t| t.deadline.kind == kind).count();
        let counts = [DeadlineKind::Dated, DeadlineKind::Ongoing, DeadlineKind::Event].map(kinds);
        assert_eq!((tasks.len(), counts), (17, [9, 7, 1]));
        let titles: BTreeSet<_> = tasks.iter().map(|t| &t.task.title).collect();
        assert_eq!(titles.len(), 17);
    }
    assert_eq!(plan.tasks.len(), 22 + 17);
    let police = &region.agencies[0];
    assert_eq!(police.entry.name, "Công an huyện");
    assert_eq!(owed(UnitKind::Agency, police.id).len(), 6 + 6, "its own and every agency's");
    for (task, unit) in plan.tasks.iter().flat_map(|t| region.units().map(move |u| (t, u))) {
        let selects = |s: &&Selector| s.selects(unit.id, unit.entry.kind);
        assert!(task.assignment.lead.iter().filter(selects).count() <= 1);
    }
}

#[test]
fn what_the_plan_names_exists() {
    let (region, plan, _) = sample();
    let units: BTreeMap<_, _> = region.units().map(|u| (u.id, u.entry.kind)).collect();
    let groups: BTreeSet<_> = plan.groups.iter().map(|(id, _)| *id).collect();
    for (place, task) in (0..).zip(&plan.tasks) {
        assert!(groups.contains(&task.task.group));
        assert_eq!(task.task.order, place);
        assert!(!task.assignment.lead.is_empty());
        for selector in &task.assignment.lead {
            let meant = units.iter().any(|(id, kind)| selector.selects(*id, *kind));
            assert!(meant, "{}: {selector:?}", task.task.number);
        }
    }
    let lists: Vec<_> = plan.tasks.iter().filter(|t| !t.items.is_empty()).collect();
    assert_eq!(lists.len(), 5);
    assert!(lists.iter().all(|t| (3..=8).contains(&t.items.len())));
    let to_villages = vec![Selector::Kind(UnitKind::Village)];
    assert!(lists.iter().flat_map(|t| &t.items).all(|(_, item)| item.to == to_villages));
}

#[test]
fn every_id_is_used_once() {
    let (region, plan, _) = sample();
    let mut ids = vec![plan.id.0];
    ids.extend(region.units().map(|u| u.id.0));
    ids.extend(region.officers().map(|o| o.id.0));
    ids.extend(plan.groups.iter().map(|(id, _)| id.0));
    ids.extend(plan.tasks.iter().map(|t| t.id.0));
    ids.extend(plan.tasks.iter().flat_map(|t| &t.items).map(|(id, _)| id.0));
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    assert_eq!(ids.len(), 1 + (1 + 11 + 23 + 268) + (1 + 23 + 3) + 13 + 39 + 32);
}

#[test]
fn communes_have_eleven_to_fifteen_villages_and_units_report_upwards() {
    let (region, ..) = sample();
    assert!(PLACES[2..].is_sorted_by(|a, b| compare(a.name, b.name).is_lt()));
    for commune in &region.communes {
        assert!((11..=15).contains(&commune.villages.len()));
        assert_eq!(commune.unit.entry.reports_to, Some(region.office.id));
        let above = Some(commune.unit.id);
        assert!(commune.villages.iter().all(|village| village.entry.reports_to == above));
        assert_eq!(commune.coordinator.unit, commune.unit.id);
    }
    let home =
        region.communes.iter().find(|c| c.unit.id == region.story.commune).expect("its commune");
    let village = home.villages.iter().find(|v| v.id == region.story.village).expect("the village");
    assert_eq!(village.entry.name, "Thôn Đông Hạ");
    assert!(region.story.officers.iter().all(|o| o.unit == village.id));
}

#[test]
fn days_follow_one_another() {
    let (_, plan, declared) = sample();
    let today = stated_moment();
    for commune in &declared {
        let heard = commune.contact.last;
        assert!(heard <= today);
        for d in &commune.declarations {
            assert!(plan.entry.issued < d.on && d.on <= d.written && d.written <= heard.day());
        }
        let ticks = || commune.villages.iter().flat_map(|v| &v.ticks);
        assert!(ticks().all(|(_, on)| plan.entry.issued < *on && *on < heard.day()));
        assert!(heard.day() == today.day() || commune.villages.iter().any(|v| !v.complete));
    }
}

#[test]
fn four_communes_are_waited_for() {
    let (.., declared) = sample();
    let waited = declared.iter().zip(&PLACES).filter_map(|(commune, place)| {
        let days = stated_moment().day().days_since(commune.contact.last.day());
        let waiting = commune.contact.waiting;
        (days > 0 || waiting > 0).then_some((place.name, days, waiting))
    });
    let expected = [("Đông Lĩnh", 9, 0), ("Lạc Thủy", 0, 3), ("Sơn Hạ", 6, 0), ("Vĩnh An", 1, 6)];
    assert_eq!(waited.collect::<Vec<_>>(), expected);
}

#[test]
fn the_story_village_is_untouched_and_the_others_tick_items_of_the_plan() {
    let (region, plan, declared) = sample();
    let items: BTreeSet<_> =
        plan.tasks.iter().flat_map(|t| &t.items).map(|(item, _)| *item).collect();
    for village in declared.iter().flat_map(|c| &c.villages) {
        assert_ne!(village.village, region.story.village);
        let ticked: BTreeSet<_> = village.ticks.iter().map(|(item, _)| *item).collect();
        assert_eq!(ticked.len(), village.ticks.len());
        assert!(ticked.is_subset(&items) && !ticked.is_empty());
    }
    assert_eq!(declared.iter().flat_map(|c| &c.villages).count(), 267);
}

/// Every text of the data except the agencies' names, which are those of the institutions.
fn texts() -> Vec<String> {
    let (region, plan, declared) = sample();
    let below = region.communes.iter().flat_map(|c| std::iter::once(&c.unit).chain(&c.villages));
    let mut texts = vec![plan.entry.title, plan.entry.number, region.office.entry.name.clone()];
    texts.extend(below.map(|unit| unit.entry.name.clone()));
    let people = region.officers().map(|o| &o.entry);
    texts.extend(people.flat_map(|o| std::iter::once(o.name.clone()).chain(o.title.clone())));
    texts.extend(plan.groups.into_iter().flat_map(|(_, group)| [group.number, group.title]));
    for task in plan.tasks {
        texts.extend([task.task.number, task.task.title, task.deadline.wording]);
        texts.push(task.deadline.normal);
        texts.extend(task.assignment.partners);
        texts.extend(task.items.into_iter().map(|(_, item)| item.title));
    }
    let results = declared.iter().flat_map(|c| &c.declarations).filter_map(|d| d.result);
    texts.extend(results.map(str::to_owned));
    texts
}

#[test]
fn texts_are_stored_as_they_are_written() {
    for text in texts().into_iter().chain(region().agencies.into_iter().map(|a| a.entry.name)) {
        assert_eq!(clean(&text, 300).as_deref(), Ok(text.as_str()));
    }
}

/// All runs of 30 characters, after joining lines and forgetting capitals.
fn runs(text: &str) -> Vec<String> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let letters: Vec<char> = joined.chars().collect();
    letters.windows(30).map(|run| run.iter().collect()).collect()
}

/// Real plans may lie beside the checkout of who wrote this data; elsewhere there is nothing
/// to compare with.
#[test]
fn no_sentence_of_a_real_plan_is_in_the_data() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join("shared").join("seeds");
    let Ok(entries) = fs::read_dir(beside) else { return };
    let papers =
        entries.map(|entry| entry.expect("a listed paper").path()).filter(|path| path.is_file());
    let sources: HashSet<String> = papers
        .map(|path| fs::read_to_string(path).expect("a paper is text"))
        .flat_map(|paper| runs(&clean(&paper, 1 << 20).expect("a paper is not empty")))
        .collect();
    for text in texts() {
        let taken = runs(&text).into_iter().find(|run| sources.contains(run));
        assert_eq!(taken, None, "in: {text}");
    }
}
