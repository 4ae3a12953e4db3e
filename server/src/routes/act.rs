//! `POST` of a form on a page: what a clerk decides.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Shared,
    page::{failed, fault, html, signed_in, to_sign_in},
    sign_in::{away, fields},
};
use crate::office::{
    acts::{Act, Acted},
    console::Fault,
};
use soviec_core::model::OfficerId;

/// The fields of a form, of which a list may have several of one name.
type Fields = Vec<(String, String)>;

/// A form's token, and what it asks for.
fn entry(fields: Fields, clerk: OfficerId) -> (String, Act) {
    let (mut token, mut act) = (String::new(), Act::by(clerk));
    for (name, value) in fields {
        match name.as_str() {
            "token" => token = value,
            "lam" => act.order = value,
            "ly-do" => act.reason = value.replace("\r\n", "\n"),
            "so" => act.target = value,
            "chon" | "muc" => act.picked.push(value),
            _ => {}
        }
    }
    (token, act)
}

/// Does what the form asks for, as the clerk who is signed in.
pub(super) async fn act(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (headers, path) = (request.headers().clone(), request.uri().path().to_owned());
    let fields = fields::<Fields>(&shared, request).await;
    away(move || {
        let (clerk, reader) = match signed_in(&shared.office, &headers) {
            Ok(Some(found)) => found,
            Ok(None) => return to_sign_in(&path),
            Err(error) => return failed(&error, None),
        };
        // A form of another site, or of another session, does nothing.
        let entry = fields.map(|fields| entry(fields, clerk));
        let Some((_, act)) = entry.filter(|(token, _)| *token == reader.token) else {
            return fault(Fault::Stale, Some(&reader));
        };
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
