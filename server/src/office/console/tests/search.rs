//! Checks over the page of hits and the field that leads to it.

use super::{HOSTILE, assert_well_formed, tags, values};
use crate::office::{
    console::{
        SEARCH_PATH, messages::search as words, sample_search::found, sample_unit::reader,
        search_page, stylesheet,
    },
    view::{BookName, SearchProblem, SearchView},
};

fn page(view: &SearchView) -> String {
    search_page(view, &reader())
}

#[test]
fn hits_show_what_answers_whose_it_is_and_the_way_there() {
    let page = page(&found());
    for words in ["<mark>Kích</mark>", "Thôn Đông Hạ", "4 Kích hoạt tài khoản", words::ELSEWHERE]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("3 kết quả đầu") && page.contains(words::AFTER));
    assert!(page.contains("href=\"/don-vi/7\"") && page.contains("value=\"kich hoat\""));
    assert_well_formed(&page);
    let mut classes = values(&page, "class").flat_map(str::split_whitespace);
    assert!(classes.all(|class| stylesheet().contains(&format!(".{class}"))));
}

#[test]
fn every_page_of_a_clerk_has_the_field() {
    let field = format!("role=\"search\" action=\"{SEARCH_PATH}\"");
    assert_eq!(page(&found()).matches(&field).count(), 2, "in the head and above the hits");
    let area = super::area_page(&super::sample::area(), Some(&reader()));
    assert_eq!(area.matches(&field).count(), 1);
    assert_eq!(super::area_page(&super::sample::area(), None).matches(&field).count(), 0);
}

#[test]
fn no_hit_and_no_query_say_what_to_do() {
    let empty = SearchView { hits: Vec::new(), after: None, ..found() };
    assert!(page(&empty).contains("Không tìm thấy “kich hoat”. Thử bỏ bớt chữ."));
    for problem in [SearchProblem::Empty, SearchProblem::TooLong] {
        let shown = page(&SearchView { problem: Some(problem), ..empty.clone() });
        assert!(shown.contains(words::problem(problem)) && !shown.contains("Không tìm thấy"));
        assert_well_formed(&shown);
    }
}

#[test]
fn what_was_typed_and_what_was_found_is_never_markup() {
    let mut view = found();
    view.typed = HOSTILE.to_owned();
    for hit in &mut view.hits {
        hit.parts.iter_mut().for_each(|(part, _)| *part = HOSTILE.to_owned());
        hit.task = Some(HOSTILE.to_owned());
        hit.book = Some(BookName { name: HOSTILE.to_owned(), above: None, href: None });
    }
    let nothing = SearchView { hits: Vec::new(), ..view.clone() };
    for page in [page(&view), page(&nothing)] {
        assert!(!page.contains("<script") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;script&gt;"));
        assert_well_formed(&page);
        assert!(tags(&page).all(|tag| !tag.contains("\"onclick")), "a text left its attribute");
    }
}
