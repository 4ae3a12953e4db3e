//! Reading a normal form. What is not understood is said, never guessed.

use std::str::FromStr;

use super::{
    Count, Dated, Edge, Event, Every, Mark, Normal, NormalError, Ongoing, Plain, Repeating, Span,
    Stage, Start, Wanted, every::word, plain::closing,
};
use crate::model::{Day, Length, Period, period::digits};

type Read<T> = Result<T, NormalError>;

impl FromStr for Normal {
    type Err = NormalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rest = Rest(text);
        let normal = rest.normal()?;
        if rest.0.is_empty() { Ok(normal) } else { Err(rest.unread(Wanted::End)) }
    }
}

/// What is not read yet.
struct Rest<'t>(&'t str);

impl<'t> Rest<'t> {
    fn unread(&self, wanted: Wanted) -> NormalError {
        NormalError::new(self.0, wanted)
    }

    /// Whether the text goes on so; then that is read.
    fn take(&mut self, expected: &str) -> bool {
        let after = self.0.strip_prefix(expected);
        self.0 = after.unwrap_or(self.0);
        after.is_some()
    }

    /// Everything up to the next blank or semicolon.
    fn word(&mut self) -> &'t str {
        let end = self.0.find([' ', ';']).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        word
    }

    /// The words before the bracket that closes; the opening one is read already.
    fn words(&mut self) -> Read<Plain> {
        let unfit = self.unread(Wanted::Words);
        let (words, rest) = closing(self.0).map(|end| self.0.split_at(end)).ok_or(unfit.clone())?;
        self.0 = &rest[1..];
        Plain::new(words).ok_or(unfit)
    }

    fn normal(&mut self) -> Read<Normal> {
        if let Some(first) = self.stage()? {
            return self.dated(first);
        }
        if self.take("NONE") {
            return Ok(Normal::None);
        }
        if self.take("FROM ") {
            let start = self.start()?;
            let more = self.take(" ");
            return Ok(Normal::From(start, self.ongoing_if(more)?));
        }
        if self.0.starts_with("ONGOING") {
            return Ok(Normal::Ongoing(self.ongoing()?));
        }
        if self.take("EVENT(") {
            let event = self.event()?;
            let more = self.take(" + ");
            return Ok(Normal::Event(event, self.ongoing_if(more)?));
        }
        self.without_a_day()
    }

    fn without_a_day(&mut self) -> Read<Normal> {
        if self.take("REF(") {
            return Ok(Normal::Ref(self.words()?));
        }
        if self.take("EVERY ") {
            let all = self.repeating()?;
            return Ok(Normal::Every(all, self.take(" + ADHOC")));
        }
        if self.take("PERIODIC(unspecified)") {
            return Ok(Normal::Periodic(self.take(" + ADHOC")));
        }
        if self.take("ADHOC") {
            return Ok(Normal::Adhoc);
        }
        Err(self.unread(Wanted::Form))
    }

    fn dated(&mut self, first: Stage) -> Read<Normal> {
        let then = match self.take("; then ") {
            true => Some(self.stage()?.ok_or_else(|| self.unread(Wanted::Form))?),
            false => None,
        };
        let more = self.take(" + ");
        let ongoing = self.ongoing_if(more)?;
        let event = self.take("; EVENT(").then(|| self.event()).transpose()?;
        Ok(Normal::Dated(Dated { first, then, ongoing, event }))
    }

    /// `None` when no stage begins here.
    fn stage(&mut self) -> Read<Option<Stage>> {
        let stage = if self.take("BY ") {
            self.edge(Edge::By, Stage::By)?
        } else if self.take("BEFORE ") {
            self.edge(Edge::Before, Stage::Before)?
        } else if self.take("IN ") {
            Stage::In(self.span()?)
        } else if self.take("DURING ") {
            Stage::During(self.span()?)
        } else if self.take("INVALID(") {
            Stage::Invalid(Edge::Bare, self.impossible()?)
        } else {
            return Ok(None);
        };
        Ok(Some(stage))
    }

    fn edge(&mut self, edge: Edge, stage: fn(Day) -> Stage) -> Read<Stage> {
        match self.take("INVALID(") {
            true => Ok(Stage::Invalid(edge, self.impossible()?)),
            false => self.day().map(stage),
        }
    }

    fn day(&mut self) -> Read<Day> {
        let word = self.word();
        let wanted = if is_day_form(word) { Wanted::PossibleDay } else { Wanted::Day };
        word.parse().map_err(|_| NormalError::new(word, wanted))
    }

    /// A day that the calendar has after all is not invalid.
    fn impossible(&mut self) -> Read<Plain> {
        let words = self.words()?;
        match words.as_str().parse::<Day>() {
            Ok(_) => Err(NormalError::new(words.as_str(), Wanted::ImpossibleDay)),
            Err(_) => Ok(words),
        }
    }

    fn span(&mut self) -> Read<Span> {
        let word = self.word();
        word.parse().map_err(|_| NormalError::new(word, Wanted::Span))
    }

    fn start(&mut self) -> Read<Start> {
        let word = self.word();
        if let Ok(period) = word.parse::<Period>() {
            return Ok(Start::Period(period));
        }
        let wanted = if is_day_form(word) { Wanted::PossibleDay } else { Wanted::Start };
        word.parse().map(Start::Day).map_err(|_| NormalError::new(word, wanted))
    }

    fn ongoing_if(&mut self, more: bool) -> Read<Option<Ongoing>> {
        more.then(|| self.ongoing()).transpose()
    }

    fn ongoing(&mut self) -> Read<Ongoing> {
        let unread = self.unread(Wanted::Ongoing);
        if !self.take("ONGOING") {
            return Err(unread);
        }
        if self.take("(") {
            return self.words().map(Ongoing::While);
        }
        if !self.take(" ") {
            return Ok(Ongoing::Always);
        }
        let year = self.word().strip_suffix('+').and_then(|year| digits(year, 4));
        year.map(Ongoing::Since).ok_or(unread)
    }

    /// An event; its word and the bracket are read already.
    fn event(&mut self) -> Read<Event> {
        let what = self.words()?;
        let counted = self.0.strip_prefix(" + ").filter(|rest| !rest.starts_with("ONGOING"));
        let Some(counted) = counted else { return Ok(Event { what, within: None }) };
        self.0 = counted;
        Ok(Event { what, within: Some(self.count()?) })
    }

    fn count(&mut self) -> Read<Count> {
        let unread = self.unread(Wanted::Count);
        let number = self.word();
        let days = digits(number, number.len()).filter(|_| !number.starts_with('0'));
        let working = self.take(" working days");
        if !working && !self.take(" days") {
            return Err(unread);
        }
        days.and_then(|days| Count::new(days, working)).ok_or(unread)
    }

    /// The first `EVERY` is read already.
    fn repeating(&mut self) -> Read<Repeating> {
        let whole = self.0;
        let mut all = vec![self.every()?];
        while self.take("; EVERY ") {
            all.push(self.every()?);
        }
        Repeating::new(all).ok_or_else(|| NormalError::new(whole, Wanted::Order))
    }

    fn every(&mut self) -> Read<Every> {
        let unread = self.unread(Wanted::Every);
        let name = self.word();
        let length = Length::ALL.into_iter().find(|length| word(*length) == name);
        let length = length.ok_or_else(|| unread.clone())?;
        let mark = self.mark(length).ok_or_else(|| unread.clone())?;
        Every::new(length, mark).ok_or(unread)
    }

    fn mark(&mut self, length: Length) -> Option<Mark> {
        if self.take(" (no day)") {
            return Some(Mark::NoDay);
        }
        if !self.take(" BEFORE ") {
            return None;
        }
        if self.take("day ") {
            let day = self.word();
            let plain = !day.starts_with('0');
            let day = digits(day, day.len()).filter(|_| plain)?.try_into().ok()?;
            let longer = length != Length::Month;
            return (longer == self.take(" of its last month")).then_some(Mark::Day(day));
        }
        let (month, day) = self.word().split_once('-')?;
        let part = |text| u8::try_from(digits(text, 2)?).ok();
        Some(Mark::Date(part(month)?, part(day)?))
    }
}

/// Whether a text is written as a day, whatever the calendar says of it.
fn is_day_form(text: &str) -> bool {
    let sign = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(sign)
}
