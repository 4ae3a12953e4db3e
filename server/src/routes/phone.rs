//! What phones ask for.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Extension,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    Shared,
    failure::{CONTENT_TYPE, Refusal},
    headers::signed,
};
use crate::{auth::AuthError, data::Office};
use soviec_core::protocol::{
    BodyError, EnrolRequest, FailureCode, Request as SyncRequest, SYNC_PATH, VERSION,
};

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source(pub(super) IpAddr);

/// `POST /v1/sync`.
pub(super) async fn sync(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    answer(shared, request, |office, headers, body| {
        let headers = signed(headers).ok_or(AuthError::Unauthorised)?;
        let device = office.auth().check(&headers, SYNC_PATH, body, office.now())?;
        let request = SyncRequest::from_body(body, office.relay().wire_limits())?;
        Ok(office.relay().exchange(&device, &request, office.now())?.to_body())
    })
    .await
}

/// `POST /v1/enrol`.
pub(super) async fn enrol(
    State(shared): State<Arc<Shared>>,
    Extension(Source(source)): Extension<Source>,
    request: Request,
) -> Response {
    answer(shared, request, move |office, _, body| {
        let request = EnrolRequest::from_body(body, office.relay().wire_limits())?;
        Ok(office.auth().enrol(&request, source, office.now())?.to_body())
    })
    .await
}

/// Takes a place, reads the body within its bounds and works on it away from the network.
async fn answer(
    shared: Arc<Shared>,
    request: Request,
    work: impl FnOnce(&Office, &HeaderMap, &[u8]) -> Result<Vec<u8>, Refusal> + Send + 'static,
) -> Response {
    let Ok(_place) = shared.uploads.try_acquire() else { return Refusal::busy().into_response() };
    let (head, body) = request.into_parts();
    let body = match read(&shared.office, &head.headers, body).await {
        Ok(body) => body,
        Err(refusal) => return refusal.into_response(),
    };
    let Ok(_turn) = shared.turns.acquire().await else { return Refusal::busy().into_response() };
    let office = Arc::clone(&shared.office);
    let worked = tokio::task::spawn_blocking(move || work(&office, &head.headers, &body)).await;
    match worked {
        Ok(Ok(body)) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], body).into_response(),
        Ok(Err(refusal)) => refusal.into_response(),
        Err(panic) => Refusal::failed(&panic).into_response(),
    }
}

async fn read(office: &Office, headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let limit = office.config().wire.body;
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != CONTENT_TYPE) {
        let detail = "the content type is not application/vnd.soviec";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, FailureCode::Malformed, detail));
    }
    // What says that it is too large is not read at all.
    if announced(headers).is_some_and(|length| length > limit as u64) {
        return Err(Refusal::too_large(limit));
    }
    let read = tokio::time::timeout(office.config().body_timeout, to_bytes(body, limit)).await;
    let read = read.map_err(|_| {
        let detail = "the body did not arrive in time";
        Refusal::new(StatusCode::REQUEST_TIMEOUT, FailureCode::Malformed, detail)
    })?;
    let body = read.map_err(|error| unread(&error, limit))?;
    speaks(&body)?;
    Ok(body)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A body that ended too early, or one that did not end at the limit.
fn unread(error: &axum::Error, limit: usize) -> Refusal {
    let source = std::error::Error::source(error);
    match source.is_some_and(|source| source.is::<http_body_util::LengthLimitError>()) {
        true => Refusal::too_large(limit),
        false => Refusal::malformed("the body was cut off"),
    }
}

/// The version stands in clear and is asked first: another version may sign in another way.
fn speaks(body: &[u8]) -> Result<(), BodyError> {
    match body {
        [b'S', b'V', version, ..] if *version != VERSION => Err(BodyError::Version(*version)),
        _ => Ok(()),
    }
}
