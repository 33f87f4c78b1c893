//! An answer as server-sent events: each `data:` is one [`ChatEvent`]; an error after the start is `event: error`.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_stream::{Stream, StreamExt};

use super::admission::Answer;
use super::error;
use crate::api::ChatEvent;
use crate::error::{Error, Result};

/// An error within this time is told by the status; who waits longer (in the queue, for the model) gets a stream that
/// says it is alive.
const HONEST_STATUS: Duration = Duration::from_secs(1);
const ALIVE_EVERY: Duration = Duration::from_secs(10);

/// Starts the stream; the client's leaving drops it, and with it the answer.
///
/// # Errors
/// What ended the answer before it began.
pub async fn stream(mut answer: Answer) -> Result<Response> {
    let first = match tokio::time::timeout(HONEST_STATUS, answer.next()).await {
        Ok(Some(Err(error))) => return Err(error),
        Ok(None) => return Err(Error::Cancelled),
        Ok(Some(event)) => Some(event),
        Err(_) => None,
    };
    let events = tokio_stream::iter(first).chain(UnboundedReceiverStream::new(answer.into_events()));
    let keep_alive = KeepAlive::new().interval(ALIVE_EVERY).text("alive");
    Ok(Sse::new(encode(events)).keep_alive(keep_alive).into_response())
}

fn encode(events: impl Stream<Item = Result<ChatEvent>>) -> impl Stream<Item = Result<Event, Infallible>> {
    events.map(|event| {
        let encoded = event.and_then(|event| {
            let data = Event::default().json_data(&event);
            data.map_err(|error| Error::internal(format!("An event cannot be written: {error}.")))
        });
        Ok(encoded.unwrap_or_else(|error| {
            let body = serde_json::json!(error::body(&error)).to_string();
            Event::default().event("error").data(body)
        }))
    })
}
