//! The prompt: a short system message, as much of the history as fits, and the newest question.

use crate::api::{ChatRequest, Personality, Role, SkillLevel};
use crate::engine::Model;
use crate::engine::snapshot::Prefix;
use crate::engine::template::Message;
use crate::error::{Error, Result};

/// When the context is full, this many of the oldest turns leave at once: the prompt then starts the same for a few
/// questions, and the cache stays good for it.
const DROPPED_AT_ONCE: usize = 4;

/// A prompt that fits.
pub struct Prompt {
    /// Its token ids.
    pub tokens: Vec<u32>,
    /// Oldest turns of the history that had to leave.
    pub dropped_turns: usize,
}

/// Builds the prompt; oldest turns leave until it leaves room for an answer. The system message and the newest question
/// always stay.
///
/// # Errors
/// `context_overflow` when these two alone do not fit.
pub fn fit(model: &Model, request: &ChatRequest, context: usize, max_tokens: usize) -> Result<Prompt> {
    // An answer that has less room than this is not worth giving.
    let room_for_answer = max_tokens.min(context / 4);
    let turns = request.history.len();
    let mut dropped_turns = 0;
    loop {
        let tokens = model.encode_chat(&messages(request, dropped_turns))?;
        if tokens.len() + room_for_answer <= context {
            return Ok(Prompt { tokens, dropped_turns });
        }
        if dropped_turns == turns {
            return Err(Error::ContextOverflow(
                format!(
                    "The question needs {} tokens and the model reads {context}, answer included. Shorten the message or the code.",
                    tokens.len()
                )
                .into(),
            ));
        }
        dropped_turns = (dropped_turns + DROPPED_AT_ONCE).min(turns);
    }
}

/// What every prompt with the same system message starts with: the system message, and what the template puts around it.
///
/// # Errors
/// `model_unsupported` when the template fails.
pub fn prefix(model: &Model, request: &ChatRequest) -> Result<Prefix> {
    // What two questions without a common letter have in common.
    let with = |question: &str| {
        let system = Message { role: "system", content: system(request) };
        model.encode_chat(&[system, Message { role: "user", content: question.to_owned() }])
    };
    let (mut tokens, other) = (with("§")?, with("?")?);
    let common = tokens.iter().zip(&other).take_while(|(a, b)| a == b).count();
    tokens.truncate(common);
    Ok(Prefix::new(model, tokens))
}

fn messages(request: &ChatRequest, dropped_turns: usize) -> Vec<Message> {
    let mut messages = vec![Message { role: "system", content: system(request) }];
    messages.extend(request.history[dropped_turns..].iter().map(|turn| Message {
        role: match turn.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: turn.content.clone(),
    }));
    messages.push(Message { role: "user", content: question(request) });
    messages
}

/// Short, because every token costs prefill.
fn system(request: &ChatRequest) -> String {
    let manner = match request.personality {
        Personality::Encouraging => "an encouraging programming tutor. Praise what is right",
        Personality::Analytical => "an analytical programming tutor. Reason step by step",
        Personality::Creative => "a creative programming tutor. Use a vivid analogy",
        Personality::Practical => "a practical programming tutor. Show working code first",
    };
    let mut text = format!("You are CodeMentor, {manner}.");
    let context = &request.context;
    if let Some(level) = context.skill_level {
        text.push_str(match level {
            SkillLevel::Beginner => " The learner is a beginner: use plain words.",
            SkillLevel::Intermediate => " The learner knows the basics.",
            SkillLevel::Advanced => " The learner is advanced: be concise and precise.",
        });
    }
    if let Some(topic) = filled(context.current_topic.as_deref()) {
        text.push_str(&format!(" Topic: {topic}."));
    }
    if let Some(language) = filled(context.language.as_deref()) {
        text.push_str(&format!(" Language: {language}."));
    }
    text.push_str(" Answer briefly, with one small example.");
    text
}

fn question(request: &ChatRequest) -> String {
    match filled(request.context.code.as_deref()) {
        None => request.message.clone(),
        Some(code) => {
            let language = request.context.language.as_deref().unwrap_or_default().to_lowercase();
            format!("{}\n\n```{language}\n{code}\n```", request.message)
        }
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ChatContext;

    #[test]
    fn the_system_message_is_short_and_says_what_is_known() {
        let request = ChatRequest {
            message: "Why?".into(),
            personality: Personality::Practical,
            context: ChatContext {
                skill_level: Some(SkillLevel::Beginner),
                current_topic: Some("loops".into()),
                language: Some("Python".into()),
                code: Some("for i in range(3): print(i)".into()),
            },
            ..ChatRequest::default()
        };
        let text = system(&request);
        for word in ["practical", "beginner", "loops", "Python"] {
            assert!(text.contains(word), "{text}");
        }
        assert!(text.len() < 300, "{} bytes", text.len());
        assert_eq!(question(&request), "Why?\n\n```python\nfor i in range(3): print(i)\n```");
    }
}
