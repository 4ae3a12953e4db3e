//! Words, laws of the forms and orders, and the query against a slow, obvious one.

use std::cmp::Ordering;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;

use super::*;

fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

fn rank(query: &str, text: &str) -> Option<Rank> {
    Query::parse(query).unwrap().matches(text).map(|found| found.rank)
}

fn marked_parts<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
    let found = Query::parse(query).unwrap().matches(text).unwrap();
    found.ranges.into_iter().map(|range| &text[range]).collect()
}

#[test]
fn search_forgets_marks() {
    assert_eq!(fold("  Đề   ÁN "), "de an");
    assert_eq!(fold("hoà"), fold("hòa"));
    assert_eq!(fold("Ươm mầm"), "uom mam");
    assert_eq!(fold("Ðống Ða"), "dong da", "the letter of another language that looks the same");
}

#[test]
fn a_tone_counts_wherever_it_was_put() {
    for (old, new) in [("hoà", "hòa"), ("thuỷ", "thủy"), ("Uỷ", "Ủy"), ("khoẻ", "khỏe")]
    {
        assert_eq!(placed(old), placed(new));
        assert_eq!(placed(&nfd(old)), placed(&new.to_uppercase()));
    }
    assert_eq!(placed("hoạ"), placed("họa"));
    for (one, other) in [("hóa", "hòa"), ("hoa", "hòa"), ("mùa", "muà"), ("huệ", "hụê")] {
        assert_ne!(placed(one), placed(other));
    }
    assert_eq!(placed("Nguyễn Quý Ngoài"), "nguyễn quý ngoài");
}

#[test]
fn stored_text_has_one_form_and_hides_nothing() {
    let decomposed = "De\u{302}\u{300} a\u{301}n\r\nxong\u{7}\u{202e}";
    assert_eq!(clean(decomposed, 100).unwrap(), "Dề án\nxong");
    assert_eq!(clean(" \u{200b} ", 100), Err(Unclean::Empty));
    assert!(hides_nothing("Dề án\nxong") && !hides_nothing(decomposed));
    assert_eq!(clean("ấấấấ", 10), Err(Unclean::TooLong(10)));
}

#[test]
fn each_field_says_what_it_does_not_take() {
    let refused = |field: Field, text: &str| field.clean(text).unwrap_err();
    assert_eq!(refused(Field::Title, "\u{301}a").why, Unclean::LoneMark);
    assert_eq!(refused(Field::Note, "\u{2066}\u{2069}").why, Unclean::Empty);
    assert_eq!(refused(Field::Note, &"ệ".repeat(10_000)).why, Unclean::TooLong(MAX_TEXT));
    assert_eq!(refused(Field::Title, &"e\u{302}".repeat(10_000)).why, Unclean::TooLong(500));
    let said = refused(Field::Result, "").to_string();
    assert_eq!(said, "result: the text is empty");
    assert_eq!(Field::Title.clean("Họp\r\n\u{202e}tổ").unwrap(), "Họp  tổ");
    assert_eq!(Field::Note.clean(&nfd("Họp\r\ntổ")).unwrap(), "Họp\ntổ");
}

#[test]
fn order_is_vietnamese_and_numbers_count() {
    let mut words = ["đo", "âm", "Đề", "an", "ăn", "dê", "Ánh"];
    words.sort_by(|a, b| compare(a, b));
    assert_eq!(words, ["an", "Ánh", "ăn", "âm", "dê", "Đề", "đo"]);
    assert_eq!(compare("Tổ dân phố 2", "Tổ dân phố 10"), Ordering::Less);
    assert_eq!(compare("3d", "3đ"), Ordering::Less);
}

#[test]
fn people_stand_by_their_given_names() {
    let sorted = ["An", "Trần Anh", "Lê Văn Ánh", "Lê Thị Ăn", "Lê Xuân Ân", "Mai Hòa Bình"];
    let more = ["Lê Văn Dung", "Nguyễn An Dung", "Nguyễn Văn Dung", "Bùi Đào"];
    let sorted: Vec<&str> = sorted.into_iter().chain(more).collect();
    let mut names: Vec<&str> = sorted.iter().rev().copied().collect();
    names.sort_by(|a, b| by_given_name(a, b));
    assert_eq!(names, sorted);
}

#[test]
fn units_stand_by_name_without_the_word_for_their_kind() {
    let sorted = [
        "Tổ dân phố 2",
        "Thôn 3",
        "Tổ dân phố 10",
        "Xã Bình An",
        "Công an xã Bình An",
        "Phường Bình Hòa",
        "Thị trấn Cẩm Sơn",
        "Đặc khu Đông Đảo",
        "Xã",
        "Xa Mát",
    ];
    let mut names: Vec<&str> = sorted.iter().rev().copied().collect();
    names.sort_by(|a, b| by_unit_name(a, b));
    let own = |name: &str| names.iter().position(|other| *other == name).unwrap();
    assert!(own("Tổ dân phố 2") < own("Thôn 3") && own("Thôn 3") < own("Tổ dân phố 10"));
    assert!(own("Công an xã Bình An") < own("Phường Bình Hòa"));
    assert!(own("Phường Bình Hòa") < own("Thị trấn Cẩm Sơn"));
    assert!(own("Thị trấn Cẩm Sơn") < own("Đặc khu Đông Đảo"));
    assert!(own("Xa Mát") > own("Đặc khu Đông Đảo"), "Xa is no word for a kind");
}

#[test]
fn a_query_wants_all_its_words_in_any_order_and_takes_beginnings() {
    assert_eq!(rank("de an", "Triển khai Đề án mới"), Some(Rank::Folded));
    assert_eq!(rank("an de", "Triển khai Đề án mới"), Some(Rank::Folded));
    assert_eq!(rank("Đề á", "Triển khai Đề án mới"), Some(Rank::Exact));
    assert_eq!(rank("đề cương", "Triển khai Đề án mới"), None);
    assert_eq!(rank("an", "Làng Lan"), None, "the end of a word is no beginning");
    assert_eq!(rank("hoà", "Hoà bình"), Some(Rank::Exact));
    assert_eq!(rank("hoà", "Hòa bình"), Some(Rank::Placed));
    assert_eq!(rank("hoà", "Hóa đơn"), Some(Rank::Folded));
    assert_eq!(rank("hòa 5b", "5b. Hòa bình"), Some(Rank::Exact));
}

#[test]
fn a_number_with_points_is_one_word() {
    assert_eq!(
        words("1.2. Họp, 18.342 hộ.").map(|(_, word)| word).collect::<Vec<_>>(),
        ["1.2", "Họp", "18.342", "hộ"]
    );
    assert_eq!(rank("1.2", "2.1 Họp"), None);
    assert_eq!(rank("1", "1.2 Họp"), Some(Rank::Exact));
}

#[test]
fn what_was_found_is_where_it_says() {
    assert_eq!(marked_parts("an đê", "Đề án lớn, đề cương"), ["Đề", "án", "đề"]);
    assert_eq!(marked_parts("kich hoa", "Kích hoạt"), ["Kích", "hoạ"]);
    assert_eq!(marked_parts("de", &nfd("Đề")), [nfd("Đề")]);
    assert_eq!(marked_parts("h hoa", "hoà"), ["hoà"], "the longest of those that fit");
}

#[test]
fn a_query_that_cannot_be_answered_says_why() {
    assert_eq!(Query::parse(" \u{301} .,- "), Err(QueryError::Empty));
    assert_eq!(Query::parse(""), Err(QueryError::Empty));
    assert_eq!(Query::parse(&"a".repeat(MAX_QUERY + 1)), Err(QueryError::TooLong));
    assert!(Query::parse(&"a".repeat(MAX_QUERY)).is_ok());
}

/// Letters that get confused, marks, blanks, and whatever there is.
fn text() -> impl Strategy<Value = String> {
    let near = "[aăâeêoôơuưyiàáảãạòóỏõọùúủũụĐđdhntqgOUY0-9 .\u{300}\u{301}\u{323}\n]{0,24}";
    prop_oneof![4 => near.prop_map(String::from), 1 => any::<String>()]
}

/// The same answer, word for word, by comparing whole letters.
fn plainly(query: &str, text: &str) -> Option<Rank> {
    let split = |text: &str| -> Vec<String> {
        let parts = nfc(text);
        let parts =
            parts.split(|c: char| !(c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)));
        parts.filter(|word| !fold(word).is_empty()).map(String::from).collect()
    };
    let forms: [fn(&str) -> String; 3] = [|w| nfc(&w.to_lowercase()), placed, fold];
    let fits = |wanted: &String, form: fn(&str) -> String| {
        split(text).iter().any(|word| form(word).starts_with(&form(wanted)))
    };
    let mut worst = 0;
    for wanted in split(query) {
        worst = worst.max(forms.iter().position(|form| fits(&wanted, *form))?);
    }
    Some(Rank::ALL[worst])
}

fn is_order(order: fn(&str, &str) -> Ordering, [a, b, c]: [&str; 3]) {
    assert_eq!(order(a, a), Ordering::Equal);
    assert_eq!(order(a, b), order(b, a).reverse());
    if order(a, b).is_le() && order(b, c).is_le() {
        assert!(order(a, c).is_le(), "{a:?} {b:?} {c:?}");
    }
}

proptest! {
    #[test]
    fn forms_are_their_own_forms(text in text()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(placed(&placed(&text)), placed(&text));
    }

    #[test]
    fn composed_and_decomposed_are_the_same(text in text(), other in text()) {
        let (one, two) = (nfc(&text), nfd(&text));
        prop_assert_eq!(fold(&one), fold(&two));
        prop_assert_eq!(placed(&one), placed(&two));
        prop_assert_eq!(clean(&one, 100), clean(&two, 100));
        prop_assert_eq!(Query::parse(&one), Query::parse(&two));
        for order in [compare, by_given_name, by_unit_name] {
            prop_assert_eq!(order(&one, &other), order(&two, &other));
        }
        if let Ok(query) = Query::parse(&other) {
            let rank = |text| query.matches(text).map(|found| found.rank);
            prop_assert_eq!(rank(&one), rank(&two));
        }
    }

    #[test]
    fn every_order_is_total(a in text(), b in text(), c in text()) {
        for order in [compare, by_given_name, by_unit_name] {
            is_order(order, [&a, &b, &c]);
        }
    }

    #[test]
    fn what_is_clean_stays_as_it_is(text in text()) {
        if let Ok(stored) = clean(&text, 100) {
            prop_assert!(hides_nothing(&stored) && stored.len() <= 100);
            prop_assert_eq!(clean(&stored, 100), Ok(stored.clone()));
        }
    }

    #[test]
    fn a_query_finds_what_a_plain_search_finds(
        query in "[aàáhoòóọeđdnuyỷủỳ ]{1,6}",
        text in "[aàáhoòóọeđdnuyỷủỳĐ ,]{0,16}",
    ) {
        let Ok(parsed) = Query::parse(&query) else { return Ok(()) };
        let found = parsed.matches(&text);
        prop_assert_eq!(found.as_ref().map(|found| found.rank), plainly(&query, &text));
        let mut end = 0;
        for range in found.into_iter().flat_map(|found| found.ranges) {
            prop_assert!(range.start >= end && text.get(range.clone()).is_some_and(|part| !part.is_empty()));
            end = range.end;
        }
    }

    #[test]
    fn any_text_can_be_searched(query in any::<String>(), text in any::<String>()) {
        if let Ok(query) = Query::parse(&query) {
            for range in query.matches(&text).into_iter().flat_map(|found| found.ranges) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
