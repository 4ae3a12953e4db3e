//! The log of the relay only grows.

use crate::{breach::Breach, paths, repository::Source, scan};

/// Statements that change or remove rows. `FOR UPDATE` only locks and is allowed.
const CHANGING: [&str; 3] = ["UPDATE", "DELETE", "REPLACE"];

fn breaches(source: &Source) -> Vec<Breach> {
    let sql =
        if source.path.ends_with(".sql") { uncommented(&source.text) } else { source.literals() };
    let tokens = paths::tokens(&sql);
    let hits = tokens.iter().enumerate().filter(|(place, (offset, word))| {
        let statement = sql[offset + word.len()..].starts_with(char::is_whitespace);
        let locks = *place > 0 && tokens[place - 1].1.eq_ignore_ascii_case("for");
        statement && !locks && CHANGING.iter().any(|verb| verb.eq_ignore_ascii_case(word))
    });
    hits.map(|(_, (offset, word))| Breach::new(&source.path, scan::line(&sql, *offset), *word))
        .collect()
}

fn uncommented(sql: &str) -> String {
    let code = |line: &str| line.split("--").next().unwrap_or_default().to_owned();
    sql.lines().map(code).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::breaches;
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    #[test]
    fn the_log_has_no_update_and_no_delete() {
        let mut sources = repository::product(&["server/src/log"]);
        sources.extend(repository::texts(|path| {
            repository::is_under(path, "server/src/log") && path.ends_with(".sql")
        }));
        let found: Vec<_> = sources.iter().flat_map(breaches).collect();
        hold(
            "The relay log only grows: an acknowledged row must never change or go, and every \
             screen can be rebuilt from it.",
            &found,
        );
    }

    fn lines(path: &str, text: &str) -> Vec<usize> {
        breaches(&Source::new(path, text)).iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn a_changing_statement_is_found() {
        let text = "// DELETE FROM x\nrun(\"UPDATE log SET a = 1\");\nrun(r\"delete\n from log\");";
        assert_eq!(lines("server/src/log/sqlite.rs", text), [2, 3]);
        let text = "-- DELETE x\nINSERT INTO a DO UPDATE SET b = 1;";
        assert_eq!(lines("server/src/log/a.sql", text), [2]);
    }

    #[test]
    fn reading_locking_and_tests_pass() {
        let text = "run(\"SELECT updated FROM a FOR UPDATE \");\nfn delete (a: u8) {}\n\
                    #[test]\nfn a() { run(\"DELETE FROM log\") }";
        assert_eq!(lines("server/src/log/sqlite.rs", text), [0; 0]);
    }
}
