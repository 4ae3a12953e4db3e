//! The edges between the modules of the core: who may import whom.

use crate::{
    breach::Breach,
    paths::{self, Named},
    repository::Source,
    scan,
};

/// Each module with what it may import, in building order: a module names earlier ones
/// only, so no circle can be allowed by mistake. `error` is free for all and names none.
const ALLOWED: [(&str, &[&str]); 12] = [
    ("error", &[]),
    ("model", &[]),
    ("change", &["model"]),
    ("document", &["change", "model"]),
    ("protocol", &["change", "model"]),
    ("admission", &["change", "model", "protocol"]),
    ("fold", &["change", "model"]),
    ("reissue", &["change", "model", "protocol"]),
    ("sync", &["admission", "change", "model", "protocol"]),
    // The store carries out what the exchange decides; the exchange knows no store.
    ("store", &["admission", "change", "document", "fold", "model", "protocol", "reissue", "sync"]),
    ("http", &["model", "protocol"]),
    (
        "replica",
        &["admission", "change", "document", "fold", "http", "model", "protocol", "store", "sync"],
    ),
];

/// Names at the root of the crate that are no module, or free for all: faults may be planted
/// anywhere, under their feature (`tests/tidy/planted.rs`).
const FREE: [&str; 4] = ["error", "Error", "Result", "planted"];

fn breaches(source: &Source) -> Vec<Breach> {
    let module = module_path(&source.path);
    let Some(own) = module.first().filter(|name| *name != "lib") else {
        return Vec::new();
    };
    let code = source.code();
    let blocks = paths::inline_modules(&code);
    let found = paths::paths(&code).into_iter().filter_map(|named| {
        let inline = blocks.iter().filter(|block| block.contains(&named.offset)).count();
        let other = target(&named, module.len() + inline)?;
        let what = format!("{own} -> {other} ({})", named.text());
        (!may(own, &other))
            .then(|| Breach::new(&source.path, scan::line(&code, named.offset), what))
    });
    found.collect()
}

fn may(own: &str, other: &str) -> bool {
    let mut allowed = ALLOWED.iter().filter(|(module, _)| *module == own);
    own == other || FREE.contains(&other) || allowed.any(|(_, others)| others.contains(&other))
}

/// `core/src/model/task.rs` as `["model", "task"]`.
fn module_path(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("core/src/").trim_end_matches(".rs");
    inside.split('/').filter(|name| *name != "mod").map(str::to_owned).collect()
}

/// The name at the root of the crate that a path reaches, from a module `depth` deep;
/// `None` where it leaves the crate or stays inside the module.
fn target(named: &Named, depth: usize) -> Option<String> {
    let names: Vec<&str> =
        named.segments.iter().map(String::as_str).skip_while(|name| *name == "self").collect();
    let up = names.iter().take_while(|name| **name == "super").count();
    let at_root = if up == 0 { usize::from(names.first() == Some(&"crate")) } else { up };
    let reached = at_root > 0 && (up == 0 || up == depth);
    reached.then(|| names.get(at_root).copied().unwrap_or("(root)").to_owned())
}

#[cfg(test)]
mod tests {
    use super::{ALLOWED, breaches};
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    #[test]
    fn the_modules_of_the_core_import_only_what_they_may() {
        let sources = repository::product(&["core/src"]);
        let found: Vec<_> = sources.iter().flat_map(breaches).collect();
        hold(
            "A module of the core imports only what lies below it (tests/tidy/edges.rs lists \
             the edges), so that each can be read, tested and replaced without those above. \
             Name the module itself: a re-export at the root hides the edge.",
            &found,
        );
    }

    #[test]
    fn the_allowed_edges_have_no_circle() {
        for (place, (module, others)) in ALLOWED.iter().enumerate() {
            for other in *others {
                let below = ALLOWED[..place].iter().any(|(earlier, _)| earlier == other);
                assert!(below, "{module} -> {other} does not lead down");
            }
        }
    }

    fn found(path: &str, text: &str) -> Vec<String> {
        breaches(&Source::new(path, text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_forbidden_edge_is_found_in_every_spelling() {
        let text = "use crate::{error, store::Row, change::{self, Op}};\nuse super::super::http;";
        let expected = [
            "core/src/model/task.rs:1: model -> store (crate::store::Row)",
            "core/src/model/task.rs:1: model -> change (crate::change::self)",
            "core/src/model/task.rs:1: model -> change (crate::change::Op)",
            "core/src/model/task.rs:2: model -> http (super::super::http)",
        ];
        assert_eq!(found("core/src/model/task.rs", text), expected);
        assert_eq!(found("core/src/sync.rs", "fn a() { super::store::b() }").len(), 1);
        assert_eq!(found("core/src/sync/mod.rs", "mod c { use super::super::store; }").len(), 1);
        assert_eq!(found("core/src/fold.rs", "use crate::TaskId; use crate::*;").len(), 2);
        assert_eq!(found("core/src/newcomer.rs", "use crate::model;").len(), 1);
    }

    #[test]
    fn an_allowed_edge_passes() {
        let text = "use crate::{error::Error, model::Day};\nuse super::bytes;\n// crate::http::x\n\
                    #[cfg(test)]\nmod tests { use crate::document; }";
        assert_eq!(found("core/src/fold/plan.rs", text), [""; 0]);
        assert_eq!(found("core/src/lib.rs", "pub use crate::store::Store;"), [""; 0]);
    }
}
