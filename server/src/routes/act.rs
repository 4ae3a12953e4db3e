//! `POST` of a form on a page: what a clerk decides.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    Shared,
    page::{failed, fault, html, signed_in, to_sign_in},
    sign_in::{away, fields},
};
use crate::office::{
    acts::{Act, Acted},
    console::Fault,
};

/// The fields of a decision's form.
#[derive(Deserialize)]
struct Entry {
    token: String,
    #[serde(rename = "lam")]
    order: String,
    #[serde(rename = "ly-do", default)]
    reason: String,
    #[serde(rename = "so", default)]
    target: String,
}

/// Does what the form asks for, as the clerk who is signed in.
pub(super) async fn act(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let entry = fields::<Entry>(&shared, request).await;
    away(move || {
        let (clerk, reader) = match signed_in(&shared.office, &headers) {
            Ok(Some(found)) => found,
            Ok(None) => return to_sign_in(&path),
            Err(error) => return failed(&error, None),
        };
        // A form of another site, or of another session, does nothing.
        let Some(entry) = entry.filter(|entry| entry.token == reader.token) else {
            return fault(Fault::Stale, Some(&reader));
        };
        let Entry { order, reason, target, .. } = entry;
        let act = Act { order, reason: reason.replace("\r\n", "\n"), target, clerk };
        match shared.pages.act(&path, &act, &reader) {
            Ok(Some(Acted::Done(next))) => {
                ([(header::CACHE_CONTROL, "no-store")], Redirect::to(next.as_str())).into_response()
            }
            Ok(Some(Acted::Again { status, page })) => {
                html(StatusCode::from_u16(status).unwrap_or(StatusCode::CONFLICT), page)
            }
            Ok(None) => fault(Fault::NotFound, Some(&reader)),
            Err(error) => failed(&*error, Some(&reader)),
        }
    })
    .await
}
