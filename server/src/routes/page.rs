//! Pages of the console: who may see them, where they come from, and their headers.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Shared,
    cookies::{self, SESSION},
};
use crate::{
    auth::clerk::{ClerkError, Token},
    data::Office,
    office::{
        acts::{Act, Acted},
        console::{
            AREA_PATH, Fault, SIGN_IN_PATH, SignIn, error_page, sign_in_page, style_href,
            stylesheet,
        },
        view::{Href, Reader},
    },
};
use soviec_core::model::OfficerId;

/// A page runs no script and loads nothing from elsewhere, whatever a name on it holds.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Why a page could not be made; its text is for the operator.
pub type PageError = Box<dyn std::error::Error + Send + Sync>;

/// Where the console's pages come from. Called away from the network's threads.
pub trait Pages: Send + Sync {
    /// The HTML document at a path with its query, for a clerk; none where no page is.
    ///
    /// # Errors
    ///
    /// When the page is there and could not be made.
    fn page(
        &self,
        path: &str,
        query: Option<&str>,
        reader: &Reader,
    ) -> Result<Option<String>, PageError>;

    /// Does what a form of the page at a path asks for; none where no such form is.
    ///
    /// # Errors
    ///
    /// When it could be neither done nor told why not.
    fn act(&self, _: &str, _: &Act, _: &Reader) -> Result<Option<Acted>, PageError> {
        Ok(None)
    }

    /// The page on which a clerk signs in.
    fn sign_in(&self, form: &SignIn<'_>) -> String {
        sign_in_page(form, None)
    }
}

/// No pages at all.
impl Pages for () {
    fn page(&self, _: &str, _: Option<&str>, _: &Reader) -> Result<Option<String>, PageError> {
        Ok(None)
    }
}

/// `GET /`: the first page.
pub(super) async fn home() -> Redirect {
    Redirect::to(AREA_PATH)
}

/// The path of the stylesheet.
pub(super) fn style_path() -> &'static str {
    style_href()
}

/// The stylesheet. Its path changes with its content, so a browser may keep it.
pub(super) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, stylesheet())
}

/// Every other path: a page for whoever is signed in, the way to sign in for everyone else.
pub(super) async fn any(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    // What an app asks for under a wrong path is no page, and signing in would not help it.
    if request.uri().path().starts_with("/v1/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let made = tokio::task::spawn_blocking(move || {
        let uri = request.uri();
        match reader(&shared.office, request.headers()) {
            Ok(Some(reader)) => page(&shared, uri.path(), uri.query(), &reader),
            Ok(None) => to_sign_in(uri.path_and_query().map_or(AREA_PATH, |text| text.as_str())),
            Err(error) => failed(&error, None),
        }
    });
    made.await.unwrap_or_else(|error| failed(&error, None))
}

fn page(shared: &Shared, path: &str, query: Option<&str>, reader: &Reader) -> Response {
    match shared.pages.page(path, query, reader) {
        Ok(Some(page)) => html(StatusCode::OK, page),
        Ok(None) => fault(Fault::NotFound, Some(reader)),
        Err(error) => failed(&*error, Some(reader)),
    }
}

/// Whoever is signed in comes back to the page after it.
pub(super) fn to_sign_in(wanted: &str) -> Response {
    let target = match Href::local(wanted) {
        Some(page) if wanted != AREA_PATH => {
            format!("{SIGN_IN_PATH}?ve={}", cookies::escaped(page.as_str()))
        }
        _ => SIGN_IN_PATH.to_owned(),
    };
    let headers = [(header::CACHE_CONTROL, "no-store")];
    (headers, Redirect::to(&target)).into_response()
}

/// The clerk of a request's session.
pub(super) fn reader(office: &Office, headers: &HeaderMap) -> Result<Option<Reader>, ClerkError> {
    Ok(signed_in(office, headers)?.map(|(_, reader)| reader))
}

/// The clerk of a request's session, and who it is in everything that the office writes.
pub(super) fn signed_in(
    office: &Office,
    headers: &HeaderMap,
) -> Result<Option<(OfficerId, Reader)>, ClerkError> {
    let Some(token) = session(headers) else { return Ok(None) };
    let clerk = office.clerks().session(&token)?;
    Ok(clerk.map(|clerk| {
        let reader = Reader { name: clerk.shown, token: token.form(), waiting: None };
        (clerk.officer, reader)
    }))
}

/// The token of a request's session, whether it is one or not.
pub(super) fn session(headers: &HeaderMap) -> Option<Token> {
    Token::parse(cookies::read(headers, SESSION)?)
}

/// A page for what went wrong.
pub(super) fn fault(fault: Fault, reader: Option<&Reader>) -> Response {
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::NOT_FOUND);
    html(status, error_page(fault, None, reader))
}

pub(super) fn failed<E: std::fmt::Display + ?Sized>(
    error: &E,
    reader: Option<&Reader>,
) -> Response {
    tracing::error!(%error, "a page could not be made");
    fault(Fault::Failed, reader)
}

/// An HTML document with the headers that every one gets.
pub(super) fn html(status: StatusCode, page: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, page).into_response()
}
