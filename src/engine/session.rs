//! One sequence under generation: prefill in chunks, then a token a step. Between any two steps the caller may cancel.

use super::arch::llama::Logits;
use super::kv_cache::KvCache;
use super::lookup::lookup;
use super::model::Model;
use super::sampling::{Sampler, SamplingParams};
use super::snapshot::{self, Prefix};
use super::tokenizer::Detokenizer;
use crate::api::FinishReason;
use crate::error::{Error, Result};

/// Prompt tokens evaluated in one step: large enough to be efficient, small enough to hear "cancel" soon.
pub(super) const PREFILL_CHUNK: usize = 16;

/// What a step did.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Evaluated some of the prompt.
    Prefill,
    /// Generated a token, or several at once where the answer quotes ([`super::lookup`]); the text is what they complete.
    Token(String),
    /// The answer is over.
    Done(FinishReason),
}

/// A sequence with its cache. The cache outlives the answers, so that a prompt that starts as the last one did costs
/// only what is new.
pub struct Session {
    cache: KvCache,
    /// The tokens that the cache holds, then those still to be evaluated.
    tokens: Vec<u32>,
    context: usize,
    looks_up: bool,
    answer: Option<Answer>,
}

struct Answer {
    sampler: Sampler,
    detokenizer: Detokenizer,
    prompt_tokens: usize,
    cached_tokens: usize,
    max_tokens: usize,
    /// Of the last token of the prompt, until the answer's first token is chosen.
    logits: Vec<f32>,
    /// Set when the answer is over but a last piece of text had to go out first.
    ended: Option<FinishReason>,
}

impl Session {
    /// A session of at most `context` tokens.
    #[must_use]
    pub fn new(model: &Model, context: usize) -> Self {
        Self { cache: model.new_cache(), tokens: Vec::new(), context, looks_up: true, answer: None }
    }

    /// The same, but token by token: for comparisons.
    #[must_use]
    pub fn without_lookup(self) -> Self {
        Self { looks_up: false, ..self }
    }

    /// Tokens that prompt and answer may fill together.
    #[must_use]
    pub fn context(&self) -> usize {
        self.context
    }

    /// Whether the cache holds these tokens as its first.
    #[must_use]
    pub fn holds(&self, tokens: &[u32]) -> bool {
        self.tokens[..self.cache.len()].starts_with(tokens)
    }

    /// A snapshot of these first tokens; None where the cache does not hold them.
    #[must_use]
    pub fn snapshot(&self, prefix: &Prefix) -> Option<Vec<u8>> {
        if self.holds(&prefix.tokens) { snapshot::write(&self.cache, prefix) } else { None }
    }

    /// Fills the cache from a snapshot. What it held before is forgotten, and an answer under way with it; false where the
    /// bytes are no snapshot of these tokens.
    ///
    /// # Errors
    /// `out_of_memory`.
    pub fn restore(&mut self, prefix: &Prefix, snapshot: &[u8]) -> Result<bool> {
        self.answer = None;
        self.tokens.clear();
        let restored = snapshot::read(snapshot, prefix, &mut self.cache)?;
        if restored {
            self.tokens.clone_from(&prefix.tokens);
        }
        Ok(restored)
    }

    /// Starts an answer to this prompt. What the cache holds of it already stays; the rest is forgotten.
    ///
    /// # Errors
    /// `context_overflow` when the prompt leaves no room for an answer, `bad_request` when it is empty.
    pub fn begin(&mut self, prompt: Vec<u32>, params: SamplingParams, max_tokens: usize) -> Result<()> {
        if prompt.is_empty() {
            return Err(Error::bad_request("The prompt is empty."));
        }
        if prompt.len() >= self.context {
            return Err(Error::ContextOverflow(
                format!(
                    "The prompt has {} tokens, and the model's context only {}. Shorten it.",
                    prompt.len(),
                    self.context
                )
                .into(),
            ));
        }
        let evaluated = &self.tokens[..self.cache.len()];
        let common = evaluated.iter().zip(&prompt).take_while(|(a, b)| a == b).count();
        // The last token is always evaluated again: its logits choose the first token of the answer.
        let cached_tokens = common.min(prompt.len() - 1);
        self.cache.truncate(cached_tokens);
        self.answer = Some(Answer {
            sampler: Sampler::new(params),
            detokenizer: Detokenizer::default(),
            prompt_tokens: prompt.len(),
            cached_tokens,
            max_tokens,
            logits: Vec::new(),
            ended: None,
        });
        self.tokens = prompt;
        Ok(())
    }

    /// Does the next bit of the answer under way.
    ///
    /// # Errors
    /// `bad_request` when none is under way; `out_of_memory` and `internal` from the model, which end it, and the cache is
    /// empty then.
    pub fn step(&mut self, model: &Model) -> Result<Step> {
        let Some(answer) = &mut self.answer else {
            return Err(Error::bad_request("No answer is under way."));
        };
        if let Some(reason) = answer.ended {
            self.answer = None;
            return Ok(Step::Done(reason));
        }
        let generated = self.tokens.len() - answer.prompt_tokens;
        if generated >= answer.max_tokens || (generated > 0 && self.tokens.len() >= self.context) {
            return Ok(self.end(FinishReason::Length, String::new()));
        }
        let pending = &self.tokens[self.cache.len()..];
        let outcome = if self.cache.len() < answer.prompt_tokens {
            let chunk = &pending[..pending.len().min(PREFILL_CHUNK)];
            let wanted = if chunk.len() == pending.len() { Logits::Last } else { Logits::None };
            let evaluated = model.forward(&mut self.cache, chunk, wanted);
            evaluated.map(|logits| answer.logits = logits).map(|()| Step::Prefill)
        } else {
            self.generate(model)
        };
        if outcome.is_err() {
            // Memory may have run out: a shorter chat wants the room.
            self.answer = None;
            self.cache = model.new_cache();
            self.tokens.clear();
        }
        outcome
    }

    /// The next token, or as many as are sure to follow.
    fn generate(&mut self, model: &Model) -> Result<Step> {
        let Some(answer) = &mut self.answer else {
            return Err(Error::bad_request("No answer is under way."));
        };
        let (mut tried, mut logits) = (Vec::new(), std::mem::take(&mut answer.logits));
        if logits.is_empty() {
            let most = answer.prompt_tokens.saturating_add(answer.max_tokens).min(self.context);
            if self.looks_up {
                tried.extend_from_slice(lookup(&self.tokens, most - self.tokens.len() - 1));
            }
            let pending = [&self.tokens[self.cache.len()..], &tried].concat();
            logits = model.forward(&mut self.cache, &pending, Logits::All)?;
        }
        let mut text = String::new();
        let vocab_size = logits.len() / (tried.len() + 1);
        let mut tried = tried.into_iter();
        for logits in logits.chunks_exact_mut(vocab_size) {
            let token = answer.sampler.sample(logits, &self.tokens);
            if model.tokenizer().ends_generation(token) {
                self.cache.truncate(self.tokens.len());
                return Ok(self.end(FinishReason::Stop, text));
            }
            self.tokens.push(token);
            text.push_str(&answer.detokenizer.push(model.tokenizer(), token));
            if tried.next() != Some(token) {
                break;
            }
        }
        // What was tried in vain goes.
        self.cache.truncate(self.tokens.len() - 1);
        Ok(Step::Token(text))
    }

    /// Ends the answer; what text there is, an incomplete character that was held back included, goes out before.
    fn end(&mut self, reason: FinishReason, mut text: String) -> Step {
        if let Some(answer) = &mut self.answer {
            text.push_str(&answer.detokenizer.finish());
            answer.ended = Some(reason);
        }
        if text.is_empty() {
            self.answer = None;
            return Step::Done(reason);
        }
        Step::Token(text)
    }

    /// Gives up the answer under way; what the cache holds stays.
    pub fn cancel(&mut self) {
        self.answer = None;
    }

    /// Token counts of the answer under way.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        let answer = self.answer.as_ref()?;
        Some(Counts {
            prompt: answer.prompt_tokens,
            cached: answer.cached_tokens,
            evaluated: self.cache.len().min(answer.prompt_tokens),
            generated: self.tokens.len() - answer.prompt_tokens,
        })
    }
}

/// Token counts of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Of the prompt.
    pub prompt: usize,
    /// Of the prompt, held by the cache from before.
    pub cached: usize,
    /// Of the prompt, evaluated so far, cached ones included.
    pub evaluated: usize,
    /// Of the answer so far.
    pub generated: usize,
}
