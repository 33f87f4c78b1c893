//! The tutor's own routes, and what all routes share: reading JSON, and answers for addresses that do not exist.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, OriginalUri, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use super::admission::Health;
use super::error::ApiError;
use super::{AppState, BODY_LIMIT, blocking, sse};
use crate::api::{
    Analysis, AnalyzeRequest, Challenge, ChallengeRequest, ChatRequest, ErrorBody, Grade, GradeRequest, ModelInfo,
    StoredModel, TestRig,
};
use crate::error::Error;
use crate::platform::native::random_seed;
use crate::tutor;

/// Analyses and challenges that are under way or wait for a processor.
const MAX_TASKS: usize = 64;
/// A client that does not send its body within this time is sent away.
const BODY_TIME: Duration = Duration::from_secs(30);

#[derive(Serialize)]
pub struct HealthReply {
    #[serde(flatten)]
    health: Health,
    version: &'static str,
}

/// `GET /health`
pub async fn health(State(state): State<AppState>) -> Json<HealthReply> {
    Json(HealthReply { health: state.inference.health(), version: env!("CARGO_PKG_VERSION") })
}

/// `GET /v1/tutor/models`: the catalog, and what is stored of it.
pub async fn models(State(state): State<AppState>) -> Json<Vec<StoredModel>> {
    let row = |info: &ModelInfo| {
        let stored = state.models.is_stored(info);
        StoredModel { info: info.clone(), stored, stored_bytes: if stored { info.bytes } else { 0 } }
    };
    Json(state.models.catalog().iter().map(row).collect())
}

/// `POST /v1/tutor/chat`: one reply, or events where the client accepts them.
pub async fn chat(
    State(state): State<AppState>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<ChatRequest>,
) -> Result<Response, ApiError> {
    let answer = state.inference.ask(request)?;
    let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    if accepts.into_iter().any(|value| value.contains("text/event-stream")) {
        return Ok(sse::stream(answer).await?);
    }
    Ok(Json(answer.reply().await?).into_response())
}

/// `POST /v1/tutor/analyze`: with insights, where they are asked for and there is a code model.
pub async fn analyze(
    State(state): State<AppState>,
    JsonBody(request): JsonBody<AnalyzeRequest>,
) -> Result<Json<Analysis>, ApiError> {
    let mut analysis = analysis(request.clone()).await?;
    if let Some(reading) = state.reading.as_ref().filter(|_| request.insights) {
        analysis.insights = Some(reading.insights(request).await?);
    }
    Ok(Json(analysis))
}

/// `POST /v1/tutor/challenge`
pub async fn challenge(JsonBody(request): JsonBody<ChallengeRequest>) -> Result<Json<Challenge>, ApiError> {
    Ok(Json(chosen(request).await?))
}

/// A challenge; another one each time, where the request has no seed.
pub(super) async fn chosen(mut request: ChallengeRequest) -> Result<Challenge, Error> {
    if request.seed.is_none() {
        request.seed = Some(random_seed()?);
    }
    work(move || tutor::challenge::challenge(&request)).await
}

/// What the routes about a challenge take.
#[derive(Deserialize)]
pub struct ChallengeId {
    id: String,
}

/// `POST /v1/tutor/rig`: the calls of a challenge, for the page's sandbox. Nothing that a learner wrote is run here.
pub async fn rig(JsonBody(ChallengeId { id }): JsonBody<ChallengeId>) -> Result<Json<TestRig>, ApiError> {
    Ok(Json(work(move || tutor::challenge::rig(&id)).await?))
}

/// `POST /v1/tutor/grade`: what came of the calls, graded.
pub async fn grade(JsonBody(request): JsonBody<GradeRequest>) -> Result<Json<Grade>, ApiError> {
    Ok(Json(work(move || tutor::challenge::grade(&request)).await?))
}

/// `POST /v1/tutor/stuck`: the question to the chat model of a learner who is stuck.
pub async fn stuck(JsonBody(request): JsonBody<GradeRequest>) -> Result<Json<ChatRequest>, ApiError> {
    Ok(Json(work(move || tutor::challenge::stuck(&request)).await?))
}

/// `POST /v1/tutor/retelling`: the question to the chat model that has a challenge's story told otherwise.
pub async fn retelling(JsonBody(ChallengeId { id }): JsonBody<ChallengeId>) -> Result<Json<ChatRequest>, ApiError> {
    Ok(Json(work(move || tutor::challenge::retelling(&id)).await?))
}

/// What `POST /v1/tutor/retold` takes.
#[derive(Deserialize)]
pub struct Retold {
    id: String,
    text: String,
}

/// `POST /v1/tutor/retold`: the description with the retelling in it, or null where that drops something.
pub async fn retold(JsonBody(Retold { id, text }): JsonBody<Retold>) -> Result<Json<Option<String>>, ApiError> {
    Ok(Json(work(move || tutor::challenge::retold(&id, &text)).await?))
}

/// An analysis.
pub(super) async fn analysis(request: AnalyzeRequest) -> Result<Analysis, Error> {
    work(move || tutor::analyze::analyze(&request)).await
}

/// Work for a thread that may take its time. Of too much at once some is sent away.
async fn work<T: Send + 'static>(task: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    static ROOM: Semaphore = Semaphore::const_new(MAX_TASKS);
    let busy = |_| Error::Busy("There is much to do here just now. Try again in a moment.".into());
    let _room = ROOM.try_acquire().map_err(busy)?;
    blocking(task).await
}

/// A JSON body whose every rejection is an [`ApiError`].
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != "application/json" && !essence.ends_with("+json") {
            let text = "The body must be JSON: send it with the header Content-Type: application/json.";
            return Err(Error::bad_request(text).into());
        }
        let body = tokio::time::timeout(BODY_TIME, Bytes::from_request(request, state)).await;
        let late = |_| Error::bad_request("The body took too long to arrive. Send it again.");
        let body = body.map_err(late)?.map_err(unreadable)?;
        let parsed = serde_json::from_slice(&body);
        Ok(Self(parsed.map_err(|error| Error::bad_request(format!("The JSON body is not a valid request: {error}.")))?))
    }
}

fn unreadable(rejection: BytesRejection) -> Error {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Error::BodyTooLarge(format!("The body is over {BODY_LIMIT} bytes. Send less history or less code.").into())
        }
        _ => Error::bad_request("The body could not be read to its end."),
    }
}

/// What no route answers.
pub async fn not_found(method: Method, OriginalUri(uri): OriginalUri) -> Response {
    let error = format!("There is no {method} {} here. Check the address.", uri.path());
    (StatusCode::NOT_FOUND, Json(ErrorBody { error, code: "not_found".into() })).into_response()
}

/// A route that wants another method.
pub async fn method_not_allowed(method: Method, uri: Uri) -> Response {
    let error = format!("{} does not answer {method}. See the Allow header for what it does.", uri.path());
    (StatusCode::METHOD_NOT_ALLOWED, Json(ErrorBody { error, code: "method_not_allowed".into() })).into_response()
}
