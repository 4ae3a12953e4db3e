//! HTTP, and nothing else: sizes, times, statuses and headers. No rule of the protocol is here.

mod failure;
mod headers;
mod page;
mod phone;
mod serve;

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use tokio::sync::Semaphore;

use crate::data::Office;
use soviec_core::protocol::{ENROL_PATH, SYNC_PATH};

pub use page::Pages;
pub use serve::{Running, serve};

/// What every handler needs.
struct Shared {
    office: Arc<Office>,
    pages: Arc<dyn Pages>,
    /// Bodies that may still be begun. A village's slow line holds one of these, not a turn.
    uploads: Semaphore,
    /// Requests that may still be worked on.
    turns: Semaphore,
}

fn router(office: Arc<Office>, pages: Arc<dyn Pages>) -> Router {
    let uploads = Semaphore::new(office.config().uploads);
    let turns = Semaphore::new(office.config().requests.max(1));
    let shared = Arc::new(Shared { office, pages, uploads, turns });
    Router::new()
        .route(SYNC_PATH, post(phone::sync))
        .route(ENROL_PATH, post(phone::enrol))
        .route("/healthz", get(health))
        .route("/", get(page::home))
        .route(page::style_path(), get(page::style))
        .fallback(page::any)
        .with_state(shared)
}

/// Whether the log can be read; nothing about what is in it.
async fn health(State(shared): State<Arc<Shared>>) -> impl IntoResponse {
    let office = Arc::clone(&shared.office);
    match tokio::task::spawn_blocking(move || office.log().head()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the log cannot be read\n"),
    }
}
