//! The routes that CodeMentor's frontend knows, under their documented names.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AppState;
use super::error::ApiError;
use super::routes::{self, JsonBody};
use crate::api::{
    Analysis, AnalyzeRequest, ChallengeContext, ChallengeRequest, ChatContext, ChatRequest, FindingKind, Personality,
    Resource, Sampling, SyntaxError, Turn,
};
use crate::error::Error;
use crate::tutor::analyze;

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

/// What `POST /code/analyze` takes.
#[derive(Deserialize)]
pub struct Program {
    code: Option<String>,
    language: Option<String>,
    #[serde(alias = "challengeContext")]
    challenge_context: Option<ChallengeContext>,
}

/// What `POST /code/analyze` answers.
#[derive(Serialize)]
pub struct AnalysisReply {
    success: bool,
    analysis: WireAnalysis,
    feedback: String,
    strengths: Vec<String>,
    improvements: Vec<String>,
    #[serde(rename = "learningResources")]
    learning_resources: Vec<Resource>,
}

#[derive(Serialize)]
struct WireAnalysis {
    syntax_errors: Vec<SyntaxError>,
    code_quality: Quality,
    performance: WirePerformance,
    best_practices: Vec<String>,
    suggestions: Vec<String>,
    ai_insights: Value,
}

/// From 0 to 100.
#[derive(Serialize)]
struct Quality {
    readability_score: f64,
    complexity_score: f64,
    maintainability_score: f64,
}

#[derive(Serialize)]
struct WirePerformance {
    time_complexity: String,
    space_complexity: String,
    optimization_opportunities: Vec<String>,
}

/// `POST /code/analyze`
pub async fn analyze(
    State(state): State<AppState>,
    JsonBody(program): JsonBody<Program>,
) -> Result<Json<AnalysisReply>, ApiError> {
    let code = program.code.filter(|code| !code.trim().is_empty()).ok_or(Error::bad_request("Code is required"))?;
    // That is what CodeMentor's frontend means when it says nothing.
    let language = program.language.unwrap_or_else(|| "javascript".into());
    let request = AnalyzeRequest { code, language, challenge_context: program.challenge_context, insights: true };
    let mut analysis = routes::analysis(request.clone()).await?;
    if let Some(reading) = &state.reading {
        // The frontend did not ask for them: it gets the analysis in any case.
        match reading.insights(request).await {
            Ok(insights) => analysis.insights = Some(insights),
            Err(error) => tracing::warn!("no insights: {error} ({})", error.code()),
        }
    }
    Ok(Json(analysis.into()))
}

impl From<Analysis> for AnalysisReply {
    fn from(analysis: Analysis) -> Self {
        let Analysis { syntax_errors, metrics, performance, findings, strengths, suggestions, insights, .. } = analysis;
        let of_kind = |wanted: &[FindingKind]| -> Vec<String> {
            let found = findings.iter().filter(|finding| wanted.contains(&finding.kind));
            found.map(|finding| format!("Line {}: {}", finding.line, finding.message)).collect()
        };
        let insights = insights.map_or_else(
            || serde_json::json!({ "ai_analysis": "", "confidence": 0, "model_used": "none" }),
            |insights| {
                serde_json::json!({
                    "ai_analysis": insights.ai_analysis,
                    "confidence": insights.confidence,
                    "model_used": insights.model_used,
                })
            },
        );
        Self {
            success: true,
            feedback: suggestions.first().or(strengths.first()).cloned().unwrap_or_default(),
            improvements: of_kind(&[FindingKind::Essential, FindingKind::Actionable]),
            analysis: WireAnalysis {
                syntax_errors,
                code_quality: Quality {
                    readability_score: metrics.readability,
                    complexity_score: analyze::simplicity(&metrics),
                    maintainability_score: metrics.maintainability,
                },
                performance: WirePerformance {
                    time_complexity: performance.time_complexity,
                    space_complexity: performance.space_complexity,
                    optimization_opportunities: performance.opportunities,
                },
                best_practices: of_kind(&[FindingKind::Informative]),
                suggestions,
                ai_insights: insights,
            },
            strengths,
            learning_resources: Vec::new(),
        }
    }
}

/// `POST /challenges/generate`. The frontend reads one spelling of the fields, and its documents name the other: it gets both.
pub async fn challenge(JsonBody(mut request): JsonBody<ChallengeRequest>) -> Result<Json<Value>, ApiError> {
    // That is what CodeMentor's frontend means when it says nothing.
    request.language.get_or_insert_with(|| "javascript".into());
    let challenge = routes::chosen(request).await?;
    let challenge = serde_json::to_value(&challenge).map_err(|error| Error::internal(format!("{error}.")))?;
    Ok(Json(serde_json::json!({ "success": true, "challenge": in_both_spellings(challenge) })))
}

/// Adds to each `fieldName` a `field_name`.
fn in_both_spellings(value: Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(in_both_spellings).collect(),
        Value::Object(fields) => {
            let mut both = serde_json::Map::new();
            for (name, value) in fields {
                let value = in_both_spellings(value);
                let snake: String = name
                    .chars()
                    .flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase()))
                    .collect();
                if snake != name {
                    both.insert(snake, value.clone());
                }
                both.insert(name, value);
            }
            Value::Object(both)
        }
        value => value,
    }
}
