//! Words of other people on a page: names, and the plan's own line.

use maud::{Markup, html};

/// A name as it may stand in an attribute or in running text: without the characters that are
/// not seen and that move or hide what stands beside them.
pub(super) fn clean(name: &str) -> String {
    name.chars().filter(|&sign| !sign.is_control() && !is_hidden(sign)).collect()
}

/// A name for the page. `bdi` keeps letters that run from right to left from turning the figures
/// beside them.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi { (clean(text)) } }
}

/// The controls of direction (marks, embeddings, overrides, isolates), the separators of lines
/// and paragraphs, and the signs without width. Vietnamese needs none of them.
fn is_hidden(sign: char) -> bool {
    matches!(sign,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_signs_go_and_vietnamese_stays() {
        assert_eq!(clean("Sơn\u{202e} Hạ\u{2066}\u{200b}\n"), "Sơn Hạ");
        let decomposed = "Đo\u{0302}ng Li\u{0303}nh";
        assert_eq!(clean(decomposed), decomposed);
    }

    #[test]
    fn markup_in_a_name_is_text() {
        let shown = name("<script>\"&'").into_string();
        assert_eq!(shown, "<bdi>&lt;script&gt;&quot;&amp;'</bdi>");
    }
}
