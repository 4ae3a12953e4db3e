//! From what an officer has typed to the first hits, over a short history and a long one: 1,800
//! tasks of 15 items and 20,000 notes.

use std::path::Path;

use soviec_core::{
    model::{EntryId, ItemEntry, Note, RegisterKey, Selector, UnitKind, encode},
    replica::Replica,
};

use crate::common::{CLERK, Pen, day, item, officer, plan_pen, task};
use crate::figure::{Figure, millis, scratch};
use crate::listing::{FIRST, Phone, TASKS, VILLAGES, history, pages};
use crate::shared::Times;

const SHORT: u32 = 2_000;
const LONG: u32 = 100_000;
const SEARCHES: u32 = 40;
const ITEMS: u8 = 15;
const NOTES: u32 = 20_000;

/// What is looked for, from what few texts say to what most do: two words, one with its marks,
/// one that is hardly begun, and one that is nowhere.
const QUERIES: [&str; 4] = ["de an", "kích hoạt", "d", "khong co"];

const WORDS: [&str; 48] = [
    "phổ", "biến", "nội", "dung", "họp", "tổ", "dân", "hộ", "gia", "đình", "kích", "hoạt", "tài",
    "khoản", "mới", "cũ", "nhà", "văn", "hóa", "thôn", "xã", "buổi", "tối", "sáng", "hẹn", "lại",
    "vắng", "đi", "làm", "xa", "máy", "hỏng", "mạng", "yếu", "chờ", "giấy", "tờ", "thiếu", "bổ",
    "sung", "danh", "sách", "gửi", "lên", "đã", "chưa", "xong", "thuỷ",
];

pub(crate) fn measure(folder: &Path) -> Vec<Figure> {
    let phones = [SHORT, LONG].map(|edits| phone(folder, edits));
    let [short, long] = [phones[0].open(), phones[1].open()];
    let (mut slowest, mut ratio) = (0f64, 0f64);
    for query in QUERIES {
        let (mut first, mut second) = (Times::default(), Times::default());
        // Side by side, so that whatever else the machine does falls on both.
        for _ in 0..SEARCHES {
            first.add(|| look(&short, query));
            second.add(|| look(&long, query));
        }
        let (first, second) = (millis(first.sorted().median()), millis(second.sorted().median()));
        eprintln!("search {query:?}: {first:.2} ms over {SHORT} edits, {second:.2} ms over {LONG}");
        (slowest, ratio) = (slowest.max(first).max(second), ratio.max(second / first));
    }
    vec![
        Figure::at_most("search_ms", slowest, "ms", 30.0),
        Figure::at_most("search_history_ratio", ratio, "", 1.2),
    ]
}

fn look(replica: &Replica, query: &str) {
    drop(replica.search(query, FIRST).expect("the query has words"));
}

/// A phone that has received plan, notes and so many ticks.
fn phone(folder: &Path, edits: u32) -> Phone {
    let books = (0..VILLAGES).flat_map(|n| {
        let mut pen = history(n, edits / u32::from(VILLAGES));
        pen.put(notes(n));
        pages(n, pen)
    });
    Phone::receiving(scratch(folder), written_plan(), books.collect())
}

fn written_plan() -> Pen {
    let mut pen = plan_pen(TASKS);
    let villages = vec![Selector::Kind(UnitKind::Village)];
    let items = |n| (0..ITEMS).map(move |i| (n, i));
    let item = |(n, i): (u32, u8)| {
        let (title, order) = (words(n * 31 + u32::from(i), 9), u32::from(i));
        let entry = ItemEntry { by: CLERK, task: task(n), title, order, to: villages.clone() };
        (RegisterKey::new(item(n, i), "item"), encode(&entry))
    };
    pen.put((0..TASKS).flat_map(items).map(item).collect());
    pen
}

fn notes(village: u8) -> Vec<(RegisterKey, Vec<u8>)> {
    let note = |i: u32| {
        let mut id = [village; 16];
        id[..4].copy_from_slice(&i.to_be_bytes());
        let text = words(i + 977 * u32::from(village), 12 + i % 14);
        let act = encode(&Note { by: officer(9), on: day(2), text });
        (RegisterKey::entry(task(i % TASKS), "note", EntryId(id)), act)
    };
    (0..NOTES / u32::from(VILLAGES)).map(note).collect()
}

/// A sentence, the same for the same seed; every twentieth speaks of a project (*đề án*).
fn words(seed: u32, many: u32) -> String {
    let word = |i: u32| {
        let mixed = seed.wrapping_mul(2_654_435_761).wrapping_add(i.wrapping_mul(40_503));
        WORDS[(mixed >> 7) as usize % WORDS.len()]
    };
    let mut all: Vec<&str> = (0..many).map(word).collect();
    if seed.is_multiple_of(20) {
        all.extend(["Đề", "án"]);
    }
    all.join(" ")
}
