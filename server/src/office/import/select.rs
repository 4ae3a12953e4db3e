//! Selectors: `unit:KEY`, `kind:commune`, `set:KEY`.

use super::{
    What,
    fields::{Fields, Written, visible},
};
use soviec_core::model::UnitKind;

/// A selector as the file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    Unit(String),
    Kind(UnitKind),
    Set(String),
}

const KINDS: [(&str, UnitKind); 4] = [
    ("agency", UnitKind::Agency),
    ("commune", UnitKind::Commune),
    ("commune-police", UnitKind::CommunePolice),
    ("village", UnitKind::Village),
];

/// The kind with that word. An office is no kind that a file can name.
pub(super) fn kind(word: &str) -> Option<UnitKind> {
    KINDS.into_iter().find(|(name, _)| *name == word).map(|(_, kind)| kind)
}

/// The word of a kind in files; the office's own is only shown.
pub fn kind_word(kind: UnitKind) -> &'static str {
    KINDS.into_iter().find(|(_, other)| *other == kind).map_or("office", |(name, _)| name)
}

/// A list of selectors; without the field it is empty.
pub(super) fn selectors(fields: &Fields<'_>, field: &'static str) -> Vec<Written<Named>> {
    let read = |raw: Written<&str>| {
        let named = parse(raw.value);
        if named.is_none() {
            fields.doubts.error(raw.at, What::SelectorForm(visible(raw.value)));
        }
        named.map(|value| Written { value, at: raw.at })
    };
    fields.texts(field).into_iter().filter_map(read).collect()
}

fn parse(text: &str) -> Option<Named> {
    let clean = soviec_core::model::clean(text, 200).ok()?;
    let (word, name) = clean.split_once(':')?;
    let name = name.trim();
    match word.trim() {
        "unit" if !name.is_empty() => Some(Named::Unit(name.to_owned())),
        "set" if !name.is_empty() => Some(Named::Set(name.to_owned())),
        "kind" => kind(name).map(Named::Kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_names_a_unit_a_kind_or_a_set() {
        assert_eq!(parse("unit:minh-quang"), Some(Named::Unit("minh-quang".into())));
        assert_eq!(parse(" kind: village "), Some(Named::Kind(UnitKind::Village)));
        assert_eq!(parse("set:xa-điểm"), Some(Named::Set("xa-điểm".into())));
        for text in ["", "minh-quang", "unit:", "kind:office", "kind:xã", "sett:a"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
