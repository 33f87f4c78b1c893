//! The crate's errors as HTTP answers: `{error, code}` with the code's status.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::ErrorBody;
use crate::error::Error;

/// When a client that was told "busy" may try again, in seconds: about one short answer.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// An [`Error`] on its way out.
pub struct ApiError(pub Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(body(&self.0))).into_response();
        if matches!(self.0, Error::Busy(_)) {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

/// What a client reads of an error.
pub fn body(error: &Error) -> ErrorBody {
    ErrorBody { error: error.to_string(), code: error.code().into() }
}
