//! Signing in and out. What is right or wrong is decided by the table of clerks.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Extension, Form,
    extract::{FromRequest, Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Shared,
    cookies::{self, FORM, SESSION},
    page::{fault, html, reader, session},
    phone::Source,
};
use crate::{
    auth::clerk::{ClerkError, Token},
    office::{
        console::{AREA_PATH, Fault, Problem, SIGN_IN_PATH, SignIn},
        view::Href,
    },
};

/// What may stand after the path of signing in.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// Where the clerk wanted to go.
    ve: Option<String>,
    /// Set after signing out.
    #[serde(rename = "da-thoat")]
    left: Option<String>,
}

/// The form of signing in.
#[derive(Deserialize)]
pub(super) struct Entry {
    name: String,
    password: String,
    token: String,
    back: Option<String>,
}

/// The form of signing out.
#[derive(Deserialize)]
pub(super) struct Leave {
    token: String,
}

/// A browser that wants in.
struct Browser {
    shared: Arc<Shared>,
    headers: HeaderMap,
    source: IpAddr,
}

impl Browser {
    fn new(shared: Arc<Shared>, headers: HeaderMap, source: IpAddr) -> Self {
        Self { shared, headers, source }
    }

    fn is_safe(&self) -> bool {
        cookies::is_safe(&self.headers, self.source)
    }

    /// The page of signing in, with a form for this browser.
    fn form(&self, name: &str, back: Option<&Href>, problem: Option<Problem>) -> Response {
        let known = cookies::read(&self.headers, FORM).and_then(Token::parse);
        let token = known.unwrap_or_else(|| self.shared.office.clerks().form_token());
        let form = SignIn { name, back, token: &token.form(), problem };
        let status = problem.map_or(200, Problem::status);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        let mut response = html(status, self.shared.pages.sign_in(&form));
        let cookie = cookies::set(FORM, &token.to_text(), self.is_safe());
        response.headers_mut().append(header::SET_COOKIE, cookie);
        if let Some(Problem::Throttled { minutes }) = problem {
            response.headers_mut().insert(header::RETRY_AFTER, (minutes * 60).into());
        }
        response
    }

    /// Into the console, with the cookie of a new session.
    fn enter(&self, token: &Token, back: Option<&Href>) -> Response {
        tracing::info!("a clerk signed in");
        let to = back.map_or(AREA_PATH, Href::as_str);
        let mut response = Redirect::to(to).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
        let cookie = cookies::set(SESSION, &token.to_text(), self.is_safe());
        headers.append(header::SET_COOKIE, cookie);
        headers.append(header::SET_COOKIE, cookies::forget(FORM, self.is_safe()));
        response
    }

    /// The form belongs to this browser: no other site could have sent it.
    fn sent(&self, token: &str) -> bool {
        let own = cookies::read(&self.headers, FORM).and_then(Token::parse);
        own.is_some_and(|own| own.form() == token)
    }
}

fn problem(error: &ClerkError) -> Problem {
    match error {
        ClerkError::Wrong { left } => Problem::Wrong { left: *left },
        ClerkError::Throttled { minutes } => Problem::Throttled { minutes: *minutes },
        ClerkError::Link => Problem::Link,
        error => {
            tracing::error!(%error, "a clerk could not sign in");
            Problem::Failed
        }
    }
}

/// `GET /dang-nhap`.
pub(super) async fn form(
    State(shared): State<Arc<Shared>>,
    Extension(Source(source)): Extension<Source>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    away(move || {
        let browser = Browser::new(shared, headers, source);
        let problem = asked.left.map(|_| Problem::Left);
        browser.form("", back(asked.ve.as_deref()).as_ref(), problem)
    })
    .await
}

/// `POST /dang-nhap`.
pub(super) async fn enter(
    State(shared): State<Arc<Shared>>,
    Extension(Source(source)): Extension<Source>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let entry = fields::<Entry>(&shared, request).await;
    away(move || {
        let browser = Browser::new(shared, headers, source);
        let Some(entry) = entry else { return browser.form("", None, Some(Problem::Stale)) };
        let back = back(entry.back.as_deref());
        if !browser.sent(&entry.token) {
            return browser.form(&entry.name, back.as_ref(), Some(Problem::Stale));
        }
        let Ok(_place) = browser.shared.entries.try_acquire() else {
            return browser.form(&entry.name, back.as_ref(), Some(Problem::Failed));
        };
        let from = cookies::browser(&browser.headers, source);
        match browser.shared.office.clerks().enter(&entry.name, &entry.password, from) {
            Ok(token) => browser.enter(&token, back.as_ref()),
            Err(error) => browser.form(&entry.name, back.as_ref(), Some(problem(&error))),
        }
    })
    .await
}

/// `GET /vao/…`: a link that signs in once.
pub(super) async fn link(
    State(shared): State<Arc<Shared>>,
    Extension(Source(source)): Extension<Source>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    // A browser that only looks ahead must not use the link up.
    if headers.contains_key("sec-purpose") || headers.contains_key("purpose") {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    away(move || {
        let browser = Browser::new(shared, headers, source);
        let token = Token::parse(&token).ok_or(ClerkError::Link);
        match token.and_then(|token| browser.shared.office.clerks().enter_by_link(&token)) {
            Ok(token) => browser.enter(&token, None),
            Err(error) => browser.form("", None, Some(problem(&error))),
        }
    })
    .await
}

/// `POST /thoat`.
pub(super) async fn leave(
    State(shared): State<Arc<Shared>>,
    Extension(Source(source)): Extension<Source>,
    request: Request,
) -> Response {
    let headers = request.headers().clone();
    let form = fields::<Leave>(&shared, request).await;
    away(move || {
        let browser = Browser::new(shared, headers, source);
        let office = &browser.shared.office;
        if let Some(token) = session(&browser.headers) {
            if form.is_none_or(|form| form.token != token.form()) {
                let reader = reader(office, &browser.headers).ok().flatten();
                return fault(Fault::Stale, reader.as_ref());
            }
            if let Err(error) = office.clerks().leave(&token) {
                tracing::error!(%error, "a session could not be ended");
                return fault(Fault::Failed, None);
            }
        }
        let mut response = Redirect::to(&format!("{SIGN_IN_PATH}?da-thoat=1")).into_response();
        let gone = cookies::forget(SESSION, browser.is_safe());
        response.headers_mut().append(header::SET_COOKIE, gone);
        response
    })
    .await
}

/// A page of this server to come back to.
fn back(wanted: Option<&str>) -> Option<Href> {
    wanted.and_then(Href::local).filter(|href| href.as_str().starts_with('/'))
}

/// The fields of a form; none when it does not arrive whole, small and in time.
pub(super) async fn fields<T: serde::de::DeserializeOwned>(
    shared: &Shared,
    request: Request,
) -> Option<T> {
    let read = Form::<T>::from_request(request, &());
    let read = tokio::time::timeout(shared.office.config().body_timeout, read).await;
    read.ok()?.ok().map(|Form(fields)| fields)
}

/// Works away from the network's threads.
pub(super) async fn away(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a page could not be made");
        fault(Fault::Failed, None)
    })
}
