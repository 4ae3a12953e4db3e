//! HTTP, and nothing else: sizes, times, statuses and headers. No rule of the protocol is here.

mod act;
mod cookies;
mod failure;
mod headers;
mod page;
mod phone;
mod serve;
mod sign_in;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use tokio::sync::Semaphore;

use crate::{
    data::{LINK_PATH, Office},
    office::console::{APART_PATH, REVIEW_PATH, SIGN_IN_PATH, SIGN_OUT_PATH},
};
use soviec_core::protocol::{ENROL_PATH, SYNC_PATH};

pub use page::{PageError, Pages};
pub use serve::{Running, serve};

/// The most bytes of a form.
const FORM: usize = 8 * 1024;

/// Passwords that are looked at or wait for it at once.
const ENTRIES: usize = 8;

/// What every handler needs.
struct Shared {
    office: Arc<Office>,
    pages: Arc<dyn Pages>,
    /// Bodies that may still be begun. A village's slow line holds one of these, not a turn.
    uploads: Semaphore,
    /// Requests that may still be worked on.
    turns: Semaphore,
    /// Passwords that may still be looked at. Each takes its time, and they wait for one another:
    /// many at once must not take the threads that phones need.
    entries: Semaphore,
}

fn router(office: Arc<Office>, pages: Arc<dyn Pages>) -> Router {
    let uploads = Semaphore::new(office.config().uploads);
    let turns = Semaphore::new(office.config().requests.max(1));
    let entries = Semaphore::new(ENTRIES);
    let shared = Arc::new(Shared { office, pages, uploads, turns, entries });
    Router::new()
        .route(SYNC_PATH, post(phone::sync))
        .route(ENROL_PATH, post(phone::enrol))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .merge(clerks())
        .route("/", get(page::home))
        .route(page::style_path(), get(page::style))
        .fallback(page::any)
        .with_state(shared)
}

/// Signing in and out, and the forms of pages.
fn clerks() -> Router<Arc<Shared>> {
    Router::new()
        .route(SIGN_IN_PATH, get(sign_in::form).post(sign_in::enter))
        .route(SIGN_OUT_PATH, post(sign_in::leave))
        .route(&format!("{LINK_PATH}{{token}}"), get(sign_in::link))
        .route(REVIEW_PATH, get(page::any).post(act::act))
        .route(&format!("{APART_PATH}/{{document}}/{{change}}"), get(page::any).post(act::act))
        .layer(DefaultBodyLimit::max(FORM))
}

/// Whether the office's tables have followed the log to its end: after an update they may have to
/// be folded anew first, and pages would wait for that.
async fn ready(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let office = Arc::clone(&shared.office);
    let folded = move || office.views().read(office.log(), |_, _| Ok(()));
    match tokio::task::spawn_blocking(folded).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the tables cannot follow the log\n"),
    }
}

/// Whether the log can be read; nothing about what is in it.
async fn health(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let office = Arc::clone(&shared.office);
    match tokio::task::spawn_blocking(move || office.log().head()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the log cannot be read\n"),
    }
}
