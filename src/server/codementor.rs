//! The routes that CodeMentor's frontend knows, under their documented names.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::error::ApiError;
use super::routes::JsonBody;
use crate::api::{ChatContext, ChatRequest, Personality, Resource, Sampling, Turn};
use crate::error::Error;

/// What `POST /ai-tutor/chat` takes.
#[derive(Deserialize)]
pub struct Question {
    message: Option<String>,
    #[serde(default)]
    context: Option<Context>,
    personality: Option<Personality>,
}

/// Everything in it is optional, and whatever else a client keeps in it is ignored.
#[derive(Default, Deserialize)]
struct Context {
    history: Option<Vec<Turn>>,
    #[serde(flatten)]
    learner: serde_json::Map<String, Value>,
}

/// What `POST /ai-tutor/chat` answers.
#[derive(Serialize)]
pub struct Reply {
    success: bool,
    response: Response,
}

#[derive(Serialize)]
struct Response {
    message: String,
    suggestions: Vec<String>,
    resources: Vec<Resource>,
    model_used: String,
}

/// `POST /ai-tutor/chat`
pub async fn chat(
    State(state): State<AppState>,
    JsonBody(question): JsonBody<Question>,
) -> Result<Json<Reply>, ApiError> {
    let request = question.into_request()?;
    let reply = state.inference.ask(request)?.reply().await?;
    Ok(Json(Reply {
        success: true,
        response: Response {
            message: reply.message,
            suggestions: reply.suggestions,
            resources: reply.resources,
            model_used: reply.model_used,
        },
    }))
}

impl Question {
    fn into_request(self) -> Result<ChatRequest, Error> {
        let message = self.message.filter(|message| !message.trim().is_empty());
        let context = self.context.unwrap_or_default();
        Ok(ChatRequest {
            message: message.ok_or(Error::bad_request("Message is required"))?,
            history: context.history.unwrap_or_default(),
            personality: self.personality.unwrap_or_default(),
            context: learner(context.learner)?,
            sampling: Sampling::default(),
        })
    }
}

/// The part of the context that the tutor knows. Frontends send both spellings at once, and nulls: the first value counts.
fn learner(mut from: serde_json::Map<String, Value>) -> Result<ChatContext, Error> {
    let mut take = |names: [&str; 2]| names.iter().filter_map(|name| from.remove(*name)).find(|value| !value.is_null());
    let known = serde_json::json!({
        "skillLevel": take(["skillLevel", "skill_level"]),
        "currentTopic": take(["currentTopic", "current_topic"]),
        "language": take(["language", "programming_language"]),
        "code": take(["code", "current_code"]),
    });
    serde_json::from_value(known).map_err(|error| Error::bad_request(format!("The context is not valid: {error}.")))
}
