//! Every call of the door is guarded, and the report names it as the app does.

use crate::{breach::Breach, repository::Source, scan};

/// Calls that cannot fail: they run no code of the app.
const FREE: [&str; 2] = ["close", "observe"];

/// Public functions with a `self` that do not begin with `self.call("their name", …)`.
fn breaches(source: &Source) -> Vec<Breach> {
    let text = &source.text;
    let starts = text.match_indices("\n    pub fn ").map(|(at, mark)| at + mark.len());
    let open = starts.filter_map(|at| {
        let name = text[at..].split(['(', '<']).next()?;
        let body = at + text[at..].find("{\n")?;
        let guarded = text[body + 1..].trim_start().starts_with(&format!("self.call(\"{name}\","));
        let free = guarded || FREE.contains(&name) || !text[at..body].contains("&self");
        (!free).then(|| Breach::new(&source.path, scan::line(text, at), name))
    });
    open.collect()
}

#[cfg(test)]
mod tests {
    use super::breaches;
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    #[test]
    fn every_call_of_the_door_is_guarded_under_its_name() {
        let mut sources = repository::product(&["core/src/replica"]);
        sources.retain(|source| source.text.contains("impl Replica {"));
        assert!(sources.len() > 5, "the door is somewhere else");
        let found: Vec<_> = sources.iter().flat_map(breaches).collect();
        hold(
            "A panic must end one call and nothing else: the body of a call of the door is \
             self.call(\"its name\", || …).",
            &found,
        );
    }

    #[test]
    fn a_call_without_guard_or_under_another_name_is_found() {
        let text = "impl Replica {\n    pub fn a(&self) -> T {\n        self.call(\"a\", || {})\n    }\n\
                    \n    pub fn b(&self) -> T {\n        self.call(\"a\", || {})\n    }\n\
                    \n    pub fn c(&self) -> T {\n        work()\n    }\n}\n";
        let found = breaches(&Source::new("core/src/replica/a.rs", text));
        assert_eq!(found.len(), 2);
    }
}
