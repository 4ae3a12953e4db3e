//! The one stylesheet, under an address that changes with its content.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The stylesheet of every page, to be served as `text/css; charset=utf-8`.
pub fn stylesheet() -> &'static str {
    include_str!("style.css")
}

/// The path of the stylesheet. It holds a hash of the content, so the answer may be cached for
/// ever: another version has another path.
pub fn style_href() -> &'static str {
    static HREF: LazyLock<String> = LazyLock::new(|| {
        let digest = Sha256::digest(stylesheet());
        let mark: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        format!("/console-{mark}.css")
    });
    &HREF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_names_the_content() {
        let mark =
            style_href().strip_prefix("/console-").and_then(|rest| rest.strip_suffix(".css"));
        assert!(mark.is_some_and(|mark| mark.len() == 12), "{}", style_href());
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        for foreign in ["@import", "url(", "http", "@font-face"] {
            assert!(!stylesheet().contains(foreign), "{foreign}");
        }
    }
}
