//! Files stay short enough to be read in one sitting.

use crate::{breach::Breach, repository::Source};

/// A file of 300 lines is a question; one above this is the answer no.
const MOST_LINES: usize = 400;

fn breaches(source: &Source) -> Option<Breach> {
    let lines = source.text.lines().count();
    (lines > MOST_LINES).then(|| Breach::new(&source.path, lines, "lines are too many"))
}

#[cfg(test)]
mod tests {
    use super::{MOST_LINES, breaches};
    use crate::{
        breach::hold,
        repository::{self, Source},
    };

    #[test]
    fn no_source_file_is_too_long() {
        let sources = repository::texts(|path| path.ends_with(".rs") && path.contains("/src/"));
        let found: Vec<_> = sources.iter().filter_map(breaches).collect();
        hold("A file holds one thing: about 120 lines, never more than 400.", &found);
    }

    #[test]
    fn a_long_file_is_found() {
        let text = "a\n".repeat(MOST_LINES);
        assert_eq!(breaches(&Source::new("core/src/a.rs", &text)), None);
        assert!(breaches(&Source::new("core/src/a.rs", &(text + "b"))).is_some());
    }
}
