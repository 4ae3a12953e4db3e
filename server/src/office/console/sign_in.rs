//! The page on which a clerk signs in: whose office is this?

use maud::{DOCTYPE, Markup, html};

use super::glyphs::{self, Glyph};
use super::messages::{self, sign_in as words};
use super::view::Href;
use super::{layout, text};

/// The path of the page, and of its form.
pub const SIGN_IN_PATH: &str = "/dang-nhap";

/// What the page of signing in shows.
pub struct SignIn<'a> {
    /// The name that was typed before.
    pub name: &'a str,
    /// Where the clerk wanted to go.
    pub back: Option<&'a Href>,
    /// What the form carries.
    pub token: &'a str,
    /// What happened before.
    pub problem: Option<Problem>,
}

/// Why the page is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Wrong name or password.
    Wrong {
        /// Tries that are left.
        left: usize,
    },
    /// Too many wrong tries.
    Throttled {
        /// Until then no try is heard.
        minutes: u32,
    },
    /// The link that was to sign in is used or over.
    Link,
    /// The form is not of this browser or too old.
    Stale,
    /// The server could not look.
    Failed,
    /// Nothing is wrong: the clerk signed out.
    Left,
}

impl Problem {
    fn words(self) -> words::Said {
        match self {
            Self::Wrong { left } => words::wrong(left),
            Self::Throttled { minutes } => words::throttled(minutes),
            Self::Link => words::link(),
            Self::Stale => words::stale(),
            Self::Failed => words::failed(),
            Self::Left => words::left(),
        }
    }

    /// The HTTP status of the page.
    pub fn status(self) -> u16 {
        match self {
            Self::Left => 200,
            Self::Wrong { .. } => 401,
            Self::Link => 410,
            Self::Stale => 403,
            Self::Throttled { .. } => 429,
            Self::Failed => 503,
        }
    }
}

/// The page, as a whole HTML document. An office without a directory has no name yet.
pub fn sign_in_page(form: &SignIn<'_>, office: Option<&str>) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="vi" {
            (layout::head(words::TITLE))
            body {
                (glyphs::definitions())
                main.gate-page {
                    div.notebook {
                        div.cover {
                            (Glyph::Logo.draw())
                            h1 { (messages::PRODUCT) }
                            p { (words::SUBTITLE) }
                            @if let Some(office) = office { p.m { (text::name(office)) } }
                        }
                        div.fields { (fields(form)) }
                    }
                }
            }
        }
    };
    document.into_string()
}

fn fields(form: &SignIn<'_>) -> Markup {
    let wrong = matches!(form.problem, Some(Problem::Wrong { .. }));
    html! {
        h2 { (words::TITLE) }
        @if let Some(problem) = form.problem { (said(problem)) }
        form method="post" action=(SIGN_IN_PATH) {
            input type="hidden" name="token" value=(form.token);
            @if let Some(back) = form.back {
                input type="hidden" name="back" value=(back.as_str());
            }
            label for="u" { (words::NAME) }
            input #u name="name" autocomplete="username" autocapitalize="none" spellcheck="false"
                required maxlength="40" value=(text::clean(form.name));
            label for="p" { (words::PASSWORD) }
            input #p type="password" name="password" autocomplete="current-password" required
                maxlength="1024" aria-invalid=[wrong.then_some("true")];
            button.btn.p { (words::ENTER) }
        }
        p.m { (words::HINT) }
    }
}

fn said(problem: Problem) -> Markup {
    let (what, rest) = problem.words();
    let calm = problem == Problem::Left;
    html! {
        p.note.over-note[!calm] role=(if calm { "status" } else { "alert" }) {
            b { (what) } " " (rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_one_breath_and_a_typed_name_is_no_markup() {
        let all = [
            Problem::Wrong { left: 4 },
            Problem::Throttled { minutes: 15 },
            Problem::Link,
            Problem::Stale,
            Problem::Failed,
            Problem::Left,
        ];
        for problem in all {
            let name = "\"><script>\u{202e}";
            let form = SignIn { name, back: None, token: "t", problem: Some(problem) };
            let page = sign_in_page(&form, Some("Văn phòng <b>A</b>"));
            let (what, rest) = problem.words();
            assert!(page.contains(what) && page.contains(&rest), "{problem:?}");
            assert!(!page.contains("<script") && !page.contains('\u{202e}'));
            assert!(!page.contains("<b>A</b>"));
        }
    }
}
