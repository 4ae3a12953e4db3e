//! Checks over whole pages: the figures on them, the escaping, the structure.

mod pages;
mod search;

use super::sample;
use super::view::{AreaView, Counts, Gap, Level, Reason, Sent, State, Totals, UnitKey};
use super::{area_page, messages, style_href};

const HOSTILE: &str = "</bdi><script>alert('x')</script>\u{202e}\"onclick=\"x";

fn both() -> [AreaView; 2] {
    [sample::area(), sample::one_commune()]
}

/// Every name that a page can show, replaced.
fn renamed(mut view: AreaView, name: &str) -> AreaView {
    for text in [&mut view.office_name, &mut view.area_name, &mut view.plan_line] {
        *text = name.to_owned();
    }
    view.words.rows = name.to_owned();
    view.words.below = name.to_owned();
    view.rows.iter_mut().for_each(|row| {
        row.name = name.to_owned();
        row.id = UnitKey(name.to_owned());
    });
    view.gaps.iter_mut().for_each(|gap| gap.name = name.to_owned());
    if let Level::Commune(commune) = &mut view.level {
        commune.own.name = name.to_owned();
    }
    view
}

/// The inside of every tag of a page. The pages put no bare `>` into an attribute.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0))
}

fn assert_well_formed(page: &str) {
    let mut open = Vec::new();
    for tag in tags(page).filter(|tag| !tag.ends_with('/') && *tag != "!DOCTYPE html") {
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{tag}"),
            None if ["meta", "link", "br", "input"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

fn values<'a>(page: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = page.split(attribute).skip(1);
    parts.filter_map(|rest| Some(rest.strip_prefix("=\"")?.split_once('"')?.0))
}

#[test]
fn the_sums_are_those_of_the_rows() {
    let view = sample::area();
    let Totals { counts, ongoing, items, sent, waiting_event, open_values } = view.totals();
    let expected = Counts { on_time: 99, in_progress: 64, late: 22, overdue: 12, not_started: 10 };
    assert_eq!((counts, counts.total()), (expected, 207));
    assert_eq!((ongoing.done, ongoing.of), (124, 161));
    assert_eq!((sent.done, sent.of), (19, 23));
    assert_eq!((waiting_event, open_values), (23, 3));
    assert_eq!(view.dated_per_unit(), Some(9));
    let page = area_page(&view, None);
    assert!(page.contains("207 lượt nhiệm vụ có hạn của 23 đơn vị"));
    assert!(page.contains(&messages::counts_in_words(expected)));
    let [.., foot] = page.split("<tfoot>").collect::<Vec<_>>()[..] else { panic!("no foot") };
    for figure in ["99", "64", "22", "12", "10", "124/161", "19/23"] {
        assert!(foot.contains(&format!(">{figure}</td>")), "{figure}");
    }
    assert_eq!(items.of, 9_171);
    assert!(foot.contains(&format!("{}/9.171", super::numbers::count(items.done))));
}

#[test]
fn a_communes_own_tasks_are_not_added_to_its_villages() {
    let mut view = sample::one_commune();
    let before = view.totals();
    if let Level::Commune(commune) = &mut view.level {
        commune.own.counts.overdue += 100;
        commune.own.items.of += 100;
    }
    assert_eq!(view.totals(), before);
    assert!(area_page(&view, None).contains("109 nhiệm vụ có hạn của đơn vị"));
}

#[test]
fn uneven_units_have_no_common_number() {
    let mut view = sample::area();
    view.rows[3].counts.late += 1;
    assert_eq!(view.dated_per_unit(), None);
    assert!(area_page(&view, None).contains(&format!(">{}</th>", messages::DATED)));
}

#[test]
fn the_strip_says_when_and_who_is_missing() {
    let page = area_page(&sample::area(), None);
    assert!(page.contains("Số liệu đến <b>12/06/2026 08:05</b>"));
    assert!(page.contains("<b>19/23</b> xã, phường đã gửi đủ"));
    assert!(page.contains("<bdi>Đông Lĩnh</bdi></a> (9 ngày), "));
    assert!(page.contains("<bdi>Vĩnh An</bdi></a> (còn 6 mục)"));
    assert!(!page.contains(messages::ALL_SENT));
}

#[test]
fn a_long_strip_leads_to_the_whole_list() {
    let mut view = sample::area();
    view.gaps = view
        .rows
        .iter()
        .map(|row| Gap {
            unit: row.id.clone(),
            name: row.name.clone(),
            href: None,
            reason: Reason::Never,
        })
        .collect();
    let page = area_page(&view, None);
    assert!(page.contains("<a href=\"#chua-gui-du\">và 17 đơn vị nữa</a>"));
    assert_eq!(page.matches(&messages::reason_in_full(Reason::Never)).count(), 23);
}

#[test]
fn all_sent_is_said_only_when_all_have_sent() {
    let mut view = sample::area();
    view.gaps.clear();
    assert!(!area_page(&view, None).contains(messages::ALL_SENT), "the rows still say otherwise");
    view.rows.iter_mut().for_each(|row| row.sent = Sent::Complete);
    let page = area_page(&view, None);
    assert!(page.contains(messages::ALL_SENT) && page.contains(messages::NO_GAPS));
}

#[test]
fn every_state_has_its_shape_and_its_word() {
    for page in both().map(|view| area_page(&view, None)) {
        for state in State::ALL {
            assert!(page.contains(messages::state_after_number(state)));
            assert!(
                page.contains(&format!("<span class=\"vh\">{}</span>", messages::state(state)))
            );
            assert!(page.contains(&format!("href=\"#{}\"", super::glyphs::ink(state))));
        }
    }
}

#[test]
fn zero_not_counted_and_unknown_differ() {
    let page = area_page(&sample::one_commune(), None);
    assert!(page.contains(">?/28</td>") && page.contains(messages::UNKNOWN_NOTE));
    assert!(page.contains("14/32"), "entries on behalf of a village without a phone count");
    assert!(page.contains("<td class=\"r zero\">0</td>"));
}

#[test]
fn two_values_are_marked_beside_the_name() {
    let page = area_page(&sample::area(), None);
    let row = page.split("<tr id=\"dv-00\">").nth(1).and_then(|rest| rest.split("</tr>").next());
    let row = row.unwrap_or_default();
    assert!(row.contains(messages::TWO_VALUES_SHORT) && row.contains("2 mục có hai giá trị"));
    assert!(page.contains(messages::TWO_VALUES_RULE));
    assert_eq!(page.matches(messages::TWO_VALUES_SHORT).count(), 2);
}

#[test]
fn a_name_is_never_markup() {
    for view in both() {
        let page = area_page(&renamed(view, HOSTILE), None);
        assert!(!page.contains("<script") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;script&gt;"));
        assert_well_formed(&page);
        assert!(tags(&page).all(|tag| !tag.contains("\"onclick")), "a name left its attribute");
    }
}

#[test]
fn no_rows_is_said_with_what_to_do() {
    for mut view in both() {
        view.rows.clear();
        view.gaps.clear();
        let page = area_page(&view, None);
        for line in messages::no_rows(&view.words.rows) {
            assert!(page.contains(&line), "{line}");
        }
        assert!(!page.contains("<table") && !page.contains(messages::ALL_SENT));
        assert_well_formed(&page);
    }
}

#[test]
fn units_without_dated_tasks_have_no_columns_for_them() {
    let mut view = sample::area();
    view.rows.iter_mut().for_each(|row| row.counts = Counts::default());
    let page = area_page(&view, None);
    assert!(page.contains(messages::NO_DATED) && !page.contains("class=\"bar\""));
    assert_well_formed(&page);
}

#[test]
fn the_structure_serves_keyboard_and_reader() {
    for page in both().map(|view| area_page(&view, None)) {
        assert_well_formed(&page);
        for once in ["<h1>", "<main ", "<header ", "<aside>", "<caption ", "<title>"] {
            assert_eq!(page.matches(once).count(), 1, "{once}");
        }
        let first_link = tags(&page).find(|tag| tag.starts_with("a ")).unwrap_or_default();
        assert!(first_link.contains("href=\"#noidung\""));
        assert!(
            tags(&page)
                .filter(|tag| *tag == "th" || tag.starts_with("th "))
                .all(|tag| tag.contains("scope="))
        );
        let bars = || tags(&page).filter(|tag| tag.contains("class=\"bar\""));
        assert!(
            bars().all(|tag| tag.contains("role=\"img\" aria-label=\"")) && bars().count() > 13
        );
        let targets = values(&page, "href").filter_map(|href| href.strip_prefix('#'));
        for target in targets {
            assert_eq!(page.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
        }
    }
}

#[test]
fn a_page_asks_for_its_stylesheet_and_nothing_else() {
    for page in both().map(|view| area_page(&view, None)) {
        assert!(page.len() < 100_000, "{}", page.len());
        assert!(!page.contains(" style=") && !page.contains("<script") && !page.contains("http"));
        let linked: Vec<_> = tags(&page).filter(|tag| tag.starts_with("link")).collect();
        assert_eq!(linked.len(), 2);
        assert!(linked[0].contains("data:,") && linked[1].contains(style_href()));
        assert!(
            values(&page, "href")
                .all(|href| { href.starts_with('#') || href.starts_with('/') || href == "data:," })
        );
    }
}

#[test]
fn every_class_of_a_page_is_known_to_the_stylesheet() {
    for page in both().map(|view| area_page(&view, None)) {
        let classes = values(&page, "class").flat_map(str::split_whitespace);
        for class in classes {
            assert!(super::stylesheet().contains(&format!(".{class}")), "{class}");
        }
    }
}
