//! The bounds of a request. Over a bound is a clear error, never a silent cut.

use std::ops::RangeInclusive;

use crate::api::ChatRequest;
use crate::error::{Error, Result};
use crate::tutor::bounds::{MAX_CODE_BYTES, MAX_LABEL_BYTES, within};

const MAX_MESSAGE_BYTES: usize = 32 << 10;
const MAX_TURNS: usize = 64;
const MAX_TOKENS: u32 = 4096;

/// Checks every bound of a chat request, without a model: a shell can refuse what is wrong before anyone waits for it.
///
/// # Errors
/// `bad_request`, naming the field and the bound.
pub fn check(request: &ChatRequest) -> Result<()> {
    if request.message.trim().is_empty() {
        return Err(Error::bad_request("Message is required"));
    }
    within("The message", request.message.len(), MAX_MESSAGE_BYTES)?;
    if request.history.len() > MAX_TURNS {
        return Err(Error::bad_request(format!(
            "The history has {} turns; at most {MAX_TURNS} are taken. Leave out the oldest.",
            request.history.len()
        )));
    }
    for turn in &request.history {
        within("A turn of the history", turn.content.len(), MAX_MESSAGE_BYTES)?;
    }
    let context = &request.context;
    within("The code", context.code.as_deref().map_or(0, str::len), MAX_CODE_BYTES)?;
    within("The topic", context.current_topic.as_deref().map_or(0, str::len), MAX_LABEL_BYTES)?;
    within("The language", context.language.as_deref().map_or(0, str::len), MAX_LABEL_BYTES)?;

    let sampling = &request.sampling;
    number("temperature", sampling.temperature, 0.0..=2.0)?;
    number("topP", sampling.top_p, f32::MIN_POSITIVE..=1.0)?;
    number("minP", sampling.min_p, 0.0..=1.0)?;
    number("repeatPenalty", sampling.repeat_penalty, 0.5..=2.0)?;
    match sampling.max_tokens {
        Some(n) if !(1..=MAX_TOKENS).contains(&n) => {
            Err(Error::bad_request(format!("maxTokens is {n}; it lies between 1 and {MAX_TOKENS}.")))
        }
        _ => Ok(()),
    }
}

fn number(name: &str, value: Option<f32>, range: RangeInclusive<f32>) -> Result<()> {
    match value {
        Some(x) if !range.contains(&x) => {
            let low = if *range.start() == f32::MIN_POSITIVE { 0.0 } else { *range.start() };
            Err(Error::bad_request(format!("{name} is {x}; it lies between {low} and {}.", range.end())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ChatContext, Role, Sampling, Turn};

    fn ok(request: ChatRequest) -> bool {
        check(&request).is_ok()
    }

    fn asking(message: &str) -> ChatRequest {
        ChatRequest { message: message.to_owned(), ..ChatRequest::default() }
    }

    #[test]
    fn each_bound_from_both_sides() {
        assert!(ok(asking("x")) && !ok(asking("")) && !ok(asking(" \n")));
        assert!(ok(asking(&"x".repeat(MAX_MESSAGE_BYTES))) && !ok(asking(&"x".repeat(MAX_MESSAGE_BYTES + 1))));
        let turn = |n| Turn { role: Role::User, content: "x".repeat(n) };
        let history = |n| ChatRequest { history: vec![turn(1); n], ..asking("x") };
        assert!(ok(history(MAX_TURNS)) && !ok(history(MAX_TURNS + 1)));
        let long_turn = |n| ChatRequest { history: vec![turn(n)], ..asking("x") };
        assert!(ok(long_turn(MAX_MESSAGE_BYTES)) && !ok(long_turn(MAX_MESSAGE_BYTES + 1)));
        let code = |n| ChatRequest {
            context: ChatContext { code: Some("x".repeat(n)), ..ChatContext::default() },
            ..asking("x")
        };
        assert!(ok(code(MAX_CODE_BYTES)) && !ok(code(MAX_CODE_BYTES + 1)));
        let topic = |n| ChatRequest {
            context: ChatContext { current_topic: Some("x".repeat(n)), ..ChatContext::default() },
            ..asking("x")
        };
        assert!(ok(topic(MAX_LABEL_BYTES)) && !ok(topic(MAX_LABEL_BYTES + 1)));
        let sampling = |sampling| ChatRequest { sampling, ..asking("x") };
        let temperature = |x| sampling(Sampling { temperature: Some(x), ..Sampling::default() });
        assert!(ok(temperature(0.0)) && ok(temperature(2.0)));
        assert!(!ok(temperature(-0.1)) && !ok(temperature(2.1)) && !ok(temperature(f32::NAN)));
        let top_p = |x| sampling(Sampling { top_p: Some(x), ..Sampling::default() });
        assert!(ok(top_p(1.0)) && ok(top_p(0.01)) && !ok(top_p(0.0)) && !ok(top_p(1.01)));
        let max_tokens = |n| sampling(Sampling { max_tokens: Some(n), ..Sampling::default() });
        assert!(
            ok(max_tokens(1)) && ok(max_tokens(MAX_TOKENS)) && !ok(max_tokens(0)) && !ok(max_tokens(MAX_TOKENS + 1))
        );
    }
}
