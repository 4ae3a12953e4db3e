//! The fields of one table, each with its place.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    What,
    doubt::{Doubts, Wanted},
    span::WrittenDay,
};
use soviec_core::model::{Day, Unclean, clean, hides_nothing};

/// The longest key, in bytes.
const KEY: usize = 64;
/// So many digits in a row are a telephone or identity number, never a date or a count.
const NUMBER_OF_A_PERSON: usize = 9;

/// A value and the offset of its first byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// The file as a table; `None` when it is not TOML.
///
/// The parser refuses a day that the calendar does not have. That alone is left to whoever reads
/// the field, because such a day is kept and asked about.
pub(super) fn parse<'s>(doubts: &Doubts<'s>) -> Option<DeTable<'s>> {
    let text = doubts.source().text();
    let (table, errors) = DeTable::parse_recoverable(text);
    let is_day =
        |span: Range<usize>| text.get(span).is_some_and(|raw| WrittenDay::parse(raw).is_some());
    let mut whole = true;
    for error in errors.iter().filter(|error| !error.span().is_some_and(is_day)) {
        let at = error.span().map_or(0, |span| span.start);
        doubts.error(at, What::Syntax(error.message().replace('\n', " ")));
        whole = false;
    }
    whole.then(|| table.into_inner())
}

/// One table of the file.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) doubts: &'a Doubts<'a>,
    /// Where the table begins.
    pub(super) at: usize,
    table: &'a DeTable<'a>,
}

impl<'a> Fields<'a> {
    /// The fields of a table that may have those that are `known`.
    pub(super) fn new(
        doubts: &'a Doubts<'a>,
        table: &'a DeTable<'a>,
        at: usize,
        known: &[&str],
    ) -> Self {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                doubts.error(key.span().start, What::UnknownField(visible(name)));
            }
        }
        Self { doubts, at, table }
    }

    fn value(&self, field: &'static str) -> Option<(&'a DeValue<'a>, usize)> {
        let value = self.table.get(field)?;
        Some((value.get_ref(), value.span().start))
    }

    /// Whether the field is there.
    pub(super) fn has(&self, field: &'static str) -> bool {
        self.table.get(field).is_some()
    }

    fn wrong<T>(&self, at: usize, field: &'static str, wanted: Wanted) -> Option<T> {
        self.doubts.error(at, What::Type(field, wanted));
        None
    }

    /// A text as typed.
    fn raw(&self, field: &'static str) -> Option<Written<&'a str>> {
        let (value, at) = self.value(field)?;
        match value.as_str() {
            Some(value) => Some(Written { value, at }),
            None => self.wrong(at, field, Wanted::Text),
        }
    }

    /// A clean text of at most `most` bytes.
    pub(super) fn text(&self, field: &'static str, most: usize) -> Option<Written<String>> {
        let raw = self.raw(field)?;
        self.cleaned(field, raw, most)
    }

    /// A clean text that must be there.
    pub(super) fn need_text(&self, field: &'static str, most: usize) -> Option<Written<String>> {
        self.need(field)?;
        self.text(field, most)
    }

    /// Says that a field is missing.
    pub(super) fn need(&self, field: &'static str) -> Option<()> {
        if !self.has(field) {
            self.doubts.error(self.at, What::Missing(field));
            return None;
        }
        Some(())
    }

    fn cleaned(
        &self,
        field: &'static str,
        raw: Written<&str>,
        most: usize,
    ) -> Option<Written<String>> {
        let at = raw.at;
        match clean(raw.value, most) {
            Ok(value) => {
                self.look_at(field, raw.value, &value, at);
                Some(Written { value, at })
            }
            Err(Unclean::Empty) => {
                self.doubts.error(at, What::Empty(field));
                None
            }
            Err(Unclean::LoneMark) => {
                self.doubts.error(at, What::LoneMark(field));
                None
            }
            Err(Unclean::TooLong(most)) => {
                self.doubts.error(at, What::TooLong(field, most));
                None
            }
        }
    }

    /// What a person should know of a text that is stored.
    fn look_at(&self, field: &'static str, raw: &str, stored: &str, at: usize) {
        let marks = |text: &str| text.chars().filter(|c| hidden(*c)).count();
        if marks(raw) > marks(stored) {
            self.doubts.warn(at, What::Hidden(field));
        }
        let digits = |c: char| !c.is_ascii_digit();
        if stored.split(digits).any(|run| run.len() >= NUMBER_OF_A_PERSON) {
            self.doubts.warn(at, What::Personal(field));
        }
    }

    /// A key: letters, digits, `.`, `-`, `_` and `/`.
    pub(super) fn key(&self, field: &'static str) -> Option<Written<String>> {
        let raw = self.raw(field)?;
        self.as_key(raw)
    }

    fn as_key(&self, raw: Written<&str>) -> Option<Written<String>> {
        let sign = |c: char| c.is_alphanumeric() || ".-_/".contains(c);
        match clean(raw.value, KEY) {
            Ok(value) if value.chars().all(sign) => Some(Written { value, at: raw.at }),
            _ => {
                self.doubts.error(raw.at, What::KeyForm(visible(raw.value)));
                None
            }
        }
    }

    /// An id in its 26 characters; small letters are taken for capitals.
    pub(super) fn id<T: std::str::FromStr>(&self, field: &'static str) -> Option<Written<T>> {
        let raw = self.raw(field)?;
        match raw.value.to_ascii_uppercase().parse() {
            Ok(value) => Some(Written { value, at: raw.at }),
            Err(_) => {
                self.doubts.error(raw.at, What::IdForm(visible(raw.value)));
                None
            }
        }
    }

    /// A day, bare or in quotes.
    pub(super) fn written_day(&self, field: &'static str) -> Option<Written<WrittenDay>> {
        let (value, at) = self.value(field)?;
        let text = match value {
            DeValue::String(text) => text.to_string(),
            // The parser gives an impossible day back empty; the file still says it.
            DeValue::Datetime(_) => self.bare(field),
            _ => return self.wrong(at, field, Wanted::Day),
        };
        let day = WrittenDay::parse(&text);
        if day.is_none() {
            self.doubts.error(at, What::DayForm(visible(&text)));
        }
        day.map(|value| Written { value, at })
    }

    fn bare(&self, field: &'static str) -> String {
        let span = self.table.get(field).map(Spanned::span).unwrap_or_default();
        self.doubts.source().text().get(span).unwrap_or_default().to_owned()
    }

    /// A day where only one that the calendar has can be stored.
    pub(super) fn day(&self, field: &'static str) -> Option<Written<Day>> {
        let written = self.written_day(field)?;
        match written.value {
            WrittenDay::Day(value) => Some(Written { value, at: written.at }),
            WrittenDay::Impossible(text) => {
                self.doubts.error(written.at, What::Impossible(text));
                None
            }
        }
    }

    /// A year.
    pub(super) fn year(&self, field: &'static str) -> Option<u16> {
        self.need(field)?;
        let (value, at) = self.value(field)?;
        let Some(number) = value.as_integer() else {
            return self.wrong(at, field, Wanted::Number);
        };
        let year = number.as_str().parse().ok().filter(|year| (1900..=9999).contains(year));
        if year.is_none() {
            self.doubts.error(at, What::YearForm);
        }
        year
    }

    /// A field that can only say `true`.
    pub(super) fn is_true(&self, field: &'static str) -> bool {
        match self.value(field) {
            None => false,
            Some((value, at)) => {
                let yes = value.as_bool() == Some(true);
                if !yes {
                    self.wrong::<()>(at, field, Wanted::True);
                }
                yes
            }
        }
    }

    /// One of the words that the field takes, as what it stands for.
    pub(super) fn one_of<T: Copy>(
        &self,
        field: &'static str,
        words: &[(&str, T)],
        wrong: fn(String) -> What,
    ) -> Option<T> {
        let raw = self.raw(field)?;
        let found = words.iter().find(|(word, _)| *word == raw.value).map(|(_, value)| *value);
        if found.is_none() {
            self.doubts.error(raw.at, wrong(visible(raw.value)));
        }
        found
    }

    /// A list of texts as typed; without the field it is empty.
    pub(super) fn texts(&self, field: &'static str) -> Vec<Written<&'a str>> {
        let Some((value, at)) = self.value(field) else { return Vec::new() };
        let text = |value: &'a Spanned<DeValue<'a>>| {
            let at = value.span().start;
            let text = value.get_ref().as_str().map(|value| Written { value, at });
            text.or_else(|| self.wrong(at, field, Wanted::Text))
        };
        match value.as_array() {
            Some(values) => values.iter().filter_map(text).collect(),
            None => self.wrong(at, field, Wanted::Texts).unwrap_or_default(),
        }
    }

    /// A number from 1.
    pub(super) fn number(&self, field: &'static str) -> Option<u32> {
        self.need(field)?;
        let (value, at) = self.value(field)?;
        let number = value.as_integer().and_then(|number| number.as_str().parse().ok());
        number.filter(|number| *number > 0).or_else(|| self.wrong(at, field, Wanted::Number))
    }

    /// A list of days that the calendar has, each in quotes; without the field it is empty.
    pub(super) fn days(&self, field: &'static str) -> Vec<Written<Day>> {
        let day = |text: Written<&'a str>| match WrittenDay::parse(text.value) {
            Some(WrittenDay::Day(value)) => Some(Written { value, at: text.at }),
            Some(WrittenDay::Impossible(day)) => {
                self.doubts.error(text.at, What::Impossible(day));
                None
            }
            None => {
                self.doubts.error(text.at, What::DayForm(visible(text.value)));
                None
            }
        };
        self.texts(field).into_iter().filter_map(day).collect()
    }

    /// A list of keys.
    pub(super) fn keys(&self, field: &'static str) -> Vec<Written<String>> {
        self.texts(field).into_iter().filter_map(|raw| self.as_key(raw)).collect()
    }

    /// A table inside.
    pub(super) fn table(&self, field: &'static str, known: &[&str]) -> Option<Self> {
        let (value, at) = self.value(field)?;
        match value.as_table() {
            Some(table) => Some(Self::new(self.doubts, table, at, known)),
            None => self.wrong(at, field, Wanted::Table),
        }
    }

    /// Tables inside; without the field there are none.
    pub(super) fn tables(&self, field: &'static str, known: &[&str]) -> Vec<Self> {
        let Some((value, at)) = self.value(field) else { return Vec::new() };
        let one = |value: &'a Spanned<DeValue<'a>>| {
            let at = value.span().start;
            let table = value.get_ref().as_table();
            let table = table.map(|table| Self::new(self.doubts, table, at, known));
            table.or_else(|| self.wrong(at, field, Wanted::Tables))
        };
        match value.as_array() {
            Some(values) => values.iter().filter_map(one).collect(),
            None => self.wrong(at, field, Wanted::Tables).unwrap_or_default(),
        }
    }
}

/// A sign that [`clean`] leaves out, but for the line ends of Windows.
fn hidden(c: char) -> bool {
    c != '\r' && !c.is_whitespace() && !hides_nothing(c.encode_utf8(&mut [0; 4]))
}

/// What was typed, fit for one line of a terminal: short, and without signs that are not seen.
pub(super) fn visible(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !c.is_control() && !hidden(*c)).take(40).collect();
    if text.chars().count() > 40 { format!("{seen}…") } else { seen }
}
