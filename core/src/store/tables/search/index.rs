//! The index: which texts there are, and the forms of their words.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::model::{DocumentId, Query, Rank, TaskId, WordForms, composed, words};

/// What a text is, by its number in the table; also the order of hits.
pub(super) const TASK: u8 = 0;
pub(super) const ITEM: u8 = 1;
pub(super) const NOTE: u8 = 2;

/// The bits of a place that say the order within one kind: the kind takes two, the sign none.
const ORDER_BITS: u32 = 61;

/// A text that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text {
    pub(super) kind: u8,
    /// The book that it stands in; none for a plan's text, which any book may show.
    pub(super) book: Option<DocumentId>,
    /// The task that it belongs to, where that is part of its name: a note's.
    pub(super) of: Option<TaskId>,
    /// Task, item or note.
    pub(super) id: [u8; 16],
}

impl Text {
    fn book(&self) -> &[u8] {
        self.book.as_ref().map_or(&[], DocumentId::as_slice)
    }

    fn place(&self, db: &Connection) -> rusqlite::Result<Option<i64>> {
        db.prepare_cached(
            "SELECT place FROM search_texts
             WHERE id = ?1 AND kind = ?2 AND book = ?3 AND (?4 IS NULL OR task = ?4)",
        )?
        .query_row(
            params![self.id, self.kind, self.book(), self.of.as_ref().map(TaskId::as_slice)],
            |row| row.get(0),
        )
        .optional()
    }

    /// Puts the text in, or what it says now in the place of what it said.
    pub(super) fn put(&self, db: &Connection, task: TaskId, text: &str) -> rusqlite::Result<()> {
        self.remove(db)?;
        let place = self.free_place(db)?;
        db.prepare_cached(
            "INSERT INTO search_texts (place, kind, book, task, id) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![place, self.kind, self.book(), task.as_slice(), self.id])?;
        db.prepare_cached("INSERT INTO search_words (rowid, words) VALUES (?1, ?2)")?
            .execute(params![place, forms(text)])
            .map(drop)
    }

    /// The index gives what it finds by place, so the place is the order of hits, and no row has
    /// to be read to sort them: by kind, then by the beginning of the id, which is the time. Two of
    /// one beginning are rare; the later to come stands where a hash of its id says.
    fn free_place(&self, db: &Connection) -> rusqlite::Result<i64> {
        let mut taken = db.prepare_cached("SELECT 1 FROM search_texts WHERE place = ?1")?;
        let (mut begins, mut tries) = (self.id, 0u32);
        loop {
            let place = self.place_of(&begins);
            if !taken.exists([place])? {
                return Ok(place);
            }
            let digest = Sha256::new().chain_update(self.id).chain_update(tries.to_be_bytes());
            begins.copy_from_slice(&digest.finalize()[..16]);
            tries += 1;
        }
    }

    fn place_of(&self, begins: &[u8; 16]) -> i64 {
        let all = begins[..8].iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
        let order = all >> (64 - ORDER_BITS);
        // Of notes the latest is wanted first.
        let order = if self.kind == NOTE { (1 << ORDER_BITS) - 1 - order } else { order };
        (u64::from(self.kind) << ORDER_BITS | order).cast_signed()
    }

    pub(super) fn remove(&self, db: &Connection) -> rusqlite::Result<()> {
        let Some(place) = self.place(db)? else { return Ok(()) };
        for sql in [
            "DELETE FROM search_words WHERE rowid = ?1",
            "DELETE FROM search_texts WHERE place = ?1",
        ] {
            db.prepare_cached(sql)?.execute([place])?;
        }
        Ok(())
    }
}

/// The words of a text as the index takes them, each in every form in which it is looked for:
/// folded, `=` exact, and `~` placed where that is something else.
fn forms(text: &str) -> String {
    let mut all = String::new();
    let mut add = |parts: [&str; 2]| parts.iter().chain([&" "]).for_each(|part| all.push_str(part));
    for (_, word) in words(&composed(text)) {
        let Some(WordForms { exact, placed, folded }) = WordForms::of(word) else { continue };
        add(["", &folded]);
        add(["=", &exact]);
        if placed != exact {
            add(["~", &placed]);
        }
    }
    all
}

/// What to ask the index for: the texts that answer a query as well as `rank` and no better.
pub(super) fn expression(query: &Query, rank: Rank) -> String {
    match rank {
        Rank::Exact => all_words(query, exact),
        Rank::Placed => format!("({}) NOT ({})", all_words(query, near), all_words(query, exact)),
        Rank::Folded => format!("({}) NOT ({})", all_words(query, loose), all_words(query, near)),
    }
}

fn all_words(query: &Query, form: fn(&WordForms) -> String) -> String {
    query.words().map(form).collect::<Vec<_>>().join(" AND ")
}

/// No form of a word has a quotation mark in it.
fn exact(word: &WordForms) -> String {
    format!("\"={}\" *", word.exact)
}

fn near(word: &WordForms) -> String {
    format!("(\"={0}\" * OR \"~{0}\" *)", word.placed)
}

fn loose(word: &WordForms) -> String {
    format!("\"{}\" *", word.folded)
}
