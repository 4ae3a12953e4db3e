//! Writing a normal form: each value has one text, which is read back to it.

use std::fmt;

use super::{Count, Dated, Edge, Event, Normal, Ongoing, Repeating, Stage};

impl fmt::Display for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("NONE"),
            Self::Dated(dated) => dated.fmt(f),
            Self::From(start, ongoing) => write_with(f, format_args!("FROM {start}"), " ", ongoing),
            Self::Ongoing(ongoing) => ongoing.fmt(f),
            Self::Event(event, ongoing) => write_with(f, format_args!("{event}"), " + ", ongoing),
            Self::Ref(what) => write!(f, "REF({what})"),
            Self::Every(all, adhoc) => write_with(f, format_args!("{all}"), " + ", &asked(*adhoc)),
            Self::Periodic(adhoc) => {
                write_with(f, format_args!("PERIODIC(unspecified)"), " + ", &asked(*adhoc))
            }
            Self::Adhoc => f.write_str("ADHOC"),
        }
    }
}

fn asked(adhoc: bool) -> Option<&'static str> {
    adhoc.then_some("ADHOC")
}

fn write_with(
    f: &mut fmt::Formatter<'_>,
    first: fmt::Arguments<'_>,
    between: &str,
    more: &Option<impl fmt::Display>,
) -> fmt::Result {
    f.write_fmt(first)?;
    more.iter().try_for_each(|more| write!(f, "{between}{more}"))
}

impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_with(f, format_args!("{}", self.first), "; then ", &self.then)?;
        write_with(f, format_args!(""), " + ", &self.ongoing)?;
        write_with(f, format_args!(""), "; ", &self.event)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(day) => write!(f, "BY {day}"),
            Self::Before(day) => write!(f, "BEFORE {day}"),
            Self::In(span) => write!(f, "IN {span}"),
            Self::During(span) => write!(f, "DURING {span}"),
            Self::Invalid(Edge::Bare, text) => write!(f, "INVALID({text})"),
            Self::Invalid(Edge::By, text) => write!(f, "BY INVALID({text})"),
            Self::Invalid(Edge::Before, text) => write!(f, "BEFORE INVALID({text})"),
        }
    }
}

impl fmt::Display for Ongoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("ONGOING"),
            Self::Since(year) => write!(f, "ONGOING {year:04}+"),
            Self::While(words) => write!(f, "ONGOING({words})"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_with(f, format_args!("EVENT({})", self.what), " + ", &self.within)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.working() { "working days" } else { "days" };
        write!(f, "{} {word}", self.days())
    }
}

impl fmt::Display for Repeating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, more) = self.all().split_first().ok_or(fmt::Error)?;
        first.fmt(f)?;
        more.iter().try_for_each(|every| write!(f, "; {every}"))
    }
}
