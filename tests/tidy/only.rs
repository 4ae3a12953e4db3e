//! Libraries and system calls that one module alone may name.

use crate::{
    breach::Breach,
    paths::{self, Named},
    repository::{self, Source},
    scan,
};

/// How a forbidden name shows in a path.
enum Name {
    /// A crate: the path begins with it.
    Crate(&'static str),
    /// Names that stand one after the other anywhere in the path.
    Part(&'static [&'static str]),
    /// A function: the path ends with it.
    Function(&'static str),
}

struct Rule {
    names: &'static [Name],
    /// Where the names are looked for.
    scope: &'static [&'static str],
    /// Where they may stand.
    within: &'static [&'static str],
    reason: &'static str,
}

const LIBRARY: Rule = Rule {
    names: &[Name::Crate("automerge")],
    scope: &["core/src", "server/src", "bindings/src"],
    within: &["core/src/document"],
    reason: "Only core::document names the CRDT library: every call that sees foreign bytes \
             is guarded there, and the library stays replaceable.",
};

const DATABASE: Rule = Rule {
    names: &[Name::Crate("rusqlite")],
    scope: &["core/src", "bindings/src"],
    within: &["core/src/store"],
    reason: "Only core::store speaks SQL: one edit is one transaction, and one module can \
             promise that.",
};

const CLIENT: Rule = Rule {
    names: &[Name::Crate("reqwest"), Name::Crate("rustls"), Name::Crate("webpki_roots")],
    scope: &["core/src", "server/src", "bindings/src"],
    within: &["core/src/http"],
    reason: "Only core::http opens sockets: everything else must run in a simulated network.",
};

const CLOCK: Rule = Rule {
    names: &[Name::Part(&["SystemTime"]), Name::Function("now")],
    scope: &["core/src"],
    within: &["core/src/replica"],
    reason: "Time enters the core through core::replica, as a parameter: a simulated world \
             runs this very code under its own clock.",
};

const CHANCE: Rule = Rule {
    names: &[Name::Crate("rand"), Name::Crate("getrandom")],
    scope: &["core/src"],
    within: &["core/src/replica", "core/src/store/cipher"],
    reason: "Randomness enters the core through core::replica, as a parameter, so that a run \
             can be repeated from its seed; the cipher of the store alone draws its own.",
};

const THREADS: Rule = Rule {
    names: &[Name::Part(&["std", "thread"]), Name::Crate("tokio")],
    scope: &["core/src"],
    within: &["core/src/replica", "core/src/http"],
    reason: "Threads and executors belong to core::replica and core::http; the rest runs in \
             one order, the same every time.",
};

const ROUTES: Rule = Rule {
    names: &[Name::Crate("axum")],
    scope: &["server/src", "bindings/src"],
    within: &["server/src/routes", "server/src/lib", "server/src/main", "server/src/serve"],
    reason: "HTTP ends at server::routes: relay, log and office can then be driven without a \
             socket, and no rule of the protocol hides in a handler.",
};

const BINDINGS: Rule = Rule {
    names: &[Name::Crate("soviec_server")],
    scope: &["core/src", "bindings/src"],
    within: &[],
    reason: "Core and bindings go into the phone's library; the server stays out of it.",
};

impl Rule {
    fn breaches(&self, source: &Source) -> Vec<Breach> {
        if self.within.iter().any(|place| repository::is_under(&source.path, place)) {
            return Vec::new();
        }
        let code = source.code();
        let hits = paths::paths(&code).into_iter().filter(|named| self.hits(named));
        hits.map(|named| Breach::new(&source.path, scan::line(&code, named.offset), named.text()))
            .collect()
    }

    fn hits(&self, named: &Named) -> bool {
        self.names.iter().any(|name| match name {
            Name::Crate(name) => named.segments.first().is_some_and(|first| first == name),
            Name::Part(part) => named.contains(part),
            Name::Function(name) => {
                named.segments.len() > 1 && named.segments.last().is_some_and(|last| last == name)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breach::hold;

    fn hold_rule(rule: &Rule) {
        let sources = repository::product(rule.scope);
        let found: Vec<_> = sources.iter().flat_map(|source| rule.breaches(source)).collect();
        hold(rule.reason, &found);
    }

    #[test]
    fn the_crdt_library_is_named_in_the_document_module_alone() {
        hold_rule(&LIBRARY);
    }

    #[test]
    fn sql_on_the_phone_is_in_the_store_alone() {
        hold_rule(&DATABASE);
    }

    #[test]
    fn the_http_client_is_in_the_http_module_alone() {
        hold_rule(&CLIENT);
    }

    #[test]
    fn the_clock_is_read_in_the_replica_alone() {
        hold_rule(&CLOCK);
    }

    #[test]
    fn randomness_is_drawn_in_the_replica_and_the_cipher_alone() {
        hold_rule(&CHANCE);
    }

    #[test]
    fn threads_are_in_the_replica_and_the_http_module_alone() {
        hold_rule(&THREADS);
    }

    #[test]
    fn the_http_server_is_in_the_routes_and_the_start_alone() {
        hold_rule(&ROUTES);
    }

    #[test]
    fn core_and_bindings_do_not_know_the_server() {
        hold_rule(&BINDINGS);
    }

    fn lines(rule: &Rule, path: &str, text: &str) -> Vec<usize> {
        rule.breaches(&Source::new(path, text)).iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn a_name_out_of_its_place_is_found() {
        assert_eq!(lines(&LIBRARY, "core/src/fold.rs", "\nuse automerge as am;"), [2]);
        assert_eq!(lines(&DATABASE, "core/src/fold.rs", "fn a(c: &rusqlite::Connection) {}"), [1]);
        assert_eq!(lines(&CLIENT, "core/src/sync.rs", "use {std::fmt, reqwest::Client};"), [1]);
        assert_eq!(
            lines(&CLOCK, "core/src/sync.rs", "use std::time::{Duration, SystemTime};"),
            [1]
        );
        assert_eq!(lines(&CLOCK, "core/src/sync.rs", "let a = Instant::now();"), [1]);
        assert_eq!(lines(&CHANCE, "core/src/model/id.rs", "getrandom::fill(&mut a)"), [1]);
        assert_eq!(lines(&THREADS, "core/src/store.rs", "use std::{fs, thread};"), [1]);
        assert_eq!(lines(&ROUTES, "server/src/relay/mod.rs", "use axum::Json;"), [1]);
        assert_eq!(lines(&BINDINGS, "bindings/src/lib.rs", "use soviec_server::relay;"), [1]);
    }

    #[test]
    fn a_name_in_its_place_passes() {
        assert_eq!(
            lines(&LIBRARY, "core/src/document/mod.rs", "use automerge::Automerge;"),
            [0; 0]
        );
        assert_eq!(lines(&CHANCE, "core/src/store/cipher.rs", "getrandom::fill(a)"), [0; 0]);
        assert_eq!(lines(&CLOCK, "core/src/sync.rs", "// Utc::now()\nself.clock.now()"), [0; 0]);
        assert_eq!(lines(&ROUTES, "server/src/routes/sync.rs", "use axum::Json;"), [0; 0]);
    }
}
