//! Pages of the console: where they come from, and the headers that every one gets.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::Shared;
use crate::office::console::{AREA_PATH, Fault, error_page, style_href, stylesheet};

/// A page runs no script and loads nothing from elsewhere, whatever a name on it holds.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Where the console's pages come from. Called away from the network's threads.
pub trait Pages: Send + Sync {
    /// The HTML document at a path with its query; none where no page is.
    fn page(&self, path: &str, query: Option<&str>) -> Option<String>;
}

/// No pages at all.
impl Pages for () {
    fn page(&self, _: &str, _: Option<&str>) -> Option<String> {
        None
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

/// Every other path.
pub(super) async fn any(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Ok(_turn) = shared.turns.acquire().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (uri, pages) = (request.uri().clone(), Arc::clone(&shared.pages));
    let made = tokio::task::spawn_blocking(move || pages.page(uri.path(), uri.query()));
    match made.await {
        Ok(Some(page)) => html(StatusCode::OK, page),
        Ok(None) => html(StatusCode::NOT_FOUND, error_page(Fault::NotFound, None)),
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            html(StatusCode::INTERNAL_SERVER_ERROR, error_page(Fault::Failed, None))
        }
    }
}

fn html(status: StatusCode, page: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, page).into_response()
}
