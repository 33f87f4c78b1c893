//! Conversation: one question, its answer step by step, and what is remembered in between.

mod bounds;
mod prompt;
mod reading;

pub use bounds::check;

use std::io::{Read, Seek};

use crate::api::{ChatEvent, ChatReply, ChatRequest, FinishReason, Phase, Progress, Sampling, Timings, Usage};
use crate::engine::sampling::SamplingParams;
use crate::engine::snapshot::Prefix;
use crate::engine::tokenizer::Tokenizer;
use crate::engine::{Model, Session, Step};
use crate::error::{Error, Result};
use crate::model::gguf::Gguf;

/// Tokens of prompt and answer together, where the model was trained for more. Memory grows with what is used of it.
const MAX_CONTEXT: usize = 4096;
const DEFAULT_MAX_TOKENS: u32 = 512;

/// One tutor: at most one chat model, one conversation cache, one answer under way.
///
/// ```text
/// tutor.load(id, &mut file, &mut on_progress)?;
/// tutor.begin(&request)?;
/// loop { match tutor.step()? { ChatEvent::Done { reply } => break, event => show(event) } }
/// ```
pub struct Tutor {
    clock: fn() -> f64,
    chat: Option<Chat>,
}

/// The loaded model and its conversation.
struct Chat {
    id: String,
    model: Model,
    session: Session,
    answer: Option<Answer>,
    /// What the newest question's prompt starts with, until a snapshot of it is kept.
    not_kept: Option<Prefix>,
    /// Of which snapshots are kept.
    kept: Vec<Prefix>,
}

/// The answer under way.
struct Answer {
    request: ChatRequest,
    message: String,
    dropped_turns: usize,
    usage: Usage,
    begun: f64,
    prefilled: Option<f64>,
    first_token: Option<f64>,
}

impl Tutor {
    /// `clock` gives milliseconds from any fixed point, monotonic.
    #[must_use]
    pub fn new(clock: fn() -> f64) -> Self {
        Self { clock, chat: None }
    }

    /// Loads a chat model from a GGUF file, replacing the one before (which is freed first). `on_progress` may return
    /// false to cancel.
    ///
    /// # Errors
    /// `model_corrupt`, `model_unsupported`, `out_of_memory`, `cancelled`.
    pub fn load(
        &mut self,
        id: &str,
        file: &mut (impl Read + Seek),
        on_progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<()> {
        self.load_with(id, file, Tokenizer::from_gguf, on_progress)
    }

    /// [`Tutor::load`], with the `tokenizer.json` that lies beside the model instead of the file's own vocabulary.
    ///
    /// # Errors
    /// As [`Tutor::load`].
    pub fn load_with_tokenizer(
        &mut self,
        id: &str,
        file: &mut (impl Read + Seek),
        tokenizer_json: Option<&[u8]>,
        on_progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<()> {
        let tokenizer = |gguf: &mut Gguf| match tokenizer_json {
            None => Tokenizer::from_gguf(gguf),
            Some(json) => Tokenizer::from_json(json, gguf),
        };
        self.load_with(id, file, tokenizer, on_progress)
    }

    fn load_with(
        &mut self,
        id: &str,
        file: &mut (impl Read + Seek),
        tokenizer: impl FnOnce(&mut Gguf) -> Result<Tokenizer>,
        on_progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<()> {
        self.unload();
        let (clock, begun) = (self.clock, (self.clock)());
        let model = Model::load(file, tokenizer, &mut |bytes, total_bytes| {
            let seconds = (clock() - begun) / 1000.0;
            #[allow(clippy::cast_precision_loss)]
            let bytes_per_second = if seconds > 0.0 { bytes as f64 / seconds } else { 0.0 };
            on_progress(Progress { phase: Phase::Load, bytes, total_bytes, bytes_per_second })
        })?;
        let session = Session::new(&model, model.context_length().min(MAX_CONTEXT));
        self.chat = Some(Chat { id: id.to_owned(), model, session, answer: None, not_kept: None, kept: Vec::new() });
        Ok(())
    }

    /// The id of the loaded chat model.
    #[must_use]
    pub fn loaded(&self) -> Option<&str> {
        self.chat.as_ref().map(|chat| chat.id.as_str())
    }

    /// The loaded model itself, for benchmarks and comparisons.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        self.chat.as_ref().map(|chat| &chat.model)
    }

    /// Frees the model and its cache.
    pub fn unload(&mut self) {
        self.chat = None;
    }

    /// Before [`Tutor::begin`], where snapshots of prompts' beginnings are kept: `stored` gives the file of that name, if
    /// there is one. A beginning that was evaluated in an earlier visit then costs nothing.
    ///
    /// # Errors
    /// As [`Tutor::begin`].
    pub fn recall(&mut self, request: &ChatRequest, stored: impl FnOnce(&str) -> Option<Vec<u8>>) -> Result<()> {
        if let Some(name) = self.wanted_snapshot(request)?
            && let Some(snapshot) = stored(&name)
        {
            self.restore(&snapshot)?;
        }
        Ok(())
    }

    /// As [`Tutor::recall`], for a store that answers later: the file to hand to [`Tutor::restore`].
    ///
    /// # Errors
    /// As [`Tutor::begin`].
    pub fn wanted_snapshot(&mut self, request: &ChatRequest) -> Result<Option<String>> {
        bounds::check(request)?;
        let Some(chat) = &mut self.chat else { return Ok(None) };
        let prefix = prompt::prefix(&chat.model, request)?;
        let (wanted, name) = (!chat.session.holds(&prefix.tokens), prefix.file_name());
        if wanted {
            chat.kept.retain(|kept| *kept != prefix);
        }
        chat.not_kept = Some(prefix).filter(|prefix| !chat.kept.contains(prefix));
        Ok(wanted.then_some(name))
    }

    /// Takes what [`Tutor::wanted_snapshot`] asked for. What is damaged or out of date is ignored.
    ///
    /// # Errors
    /// `out_of_memory`.
    pub fn restore(&mut self, snapshot: &[u8]) -> Result<()> {
        if let Some(chat) = &mut self.chat
            && let Some(prefix) = &chat.not_kept
            && chat.session.restore(prefix, snapshot)?
        {
            chat.kept.extend(chat.not_kept.take());
        }
        Ok(())
    }

    /// After an answer, what to keep for a later [`Tutor::recall`]: a file's name and its bytes. None where it is kept.
    pub fn snapshot(&mut self) -> Option<(String, Vec<u8>)> {
        let chat = self.chat.as_mut()?;
        let bytes = chat.session.snapshot(chat.not_kept.as_ref()?)?;
        let prefix = chat.not_kept.take()?;
        let name = prefix.file_name();
        chat.kept.push(prefix);
        Some((name, bytes))
    }

    /// Starts an answer; one that is still under way is dropped.
    ///
    /// # Errors
    /// `bad_request` when the request is over a bound, `model_not_found` when no model is loaded, `context_overflow`.
    pub fn begin(&mut self, request: &ChatRequest) -> Result<()> {
        bounds::check(request)?;
        let begun = (self.clock)();
        let Some(chat) = &mut self.chat else {
            return Err(Error::ModelNotFound("No chat model is loaded. Load one first.".into()));
        };
        chat.answer = None;
        let max_tokens = request.sampling.max_tokens.unwrap_or(DEFAULT_MAX_TOKENS) as usize;
        let prompt = prompt::fit(&chat.model, request, chat.session.context(), max_tokens)?;
        chat.session.begin(prompt.tokens, sampling_params(&request.sampling, begun), max_tokens)?;
        chat.answer = Some(Answer {
            request: request.clone(),
            message: String::new(),
            dropped_turns: prompt.dropped_turns,
            usage: Usage::default(),
            begun,
            prefilled: None,
            first_token: None,
        });
        Ok(())
    }

    /// Does the next bit of work (one prefill chunk or one token, some tens of milliseconds) and says what came of it.
    /// `ChatEvent::Done` is the last; calling on after it is `bad_request`.
    ///
    /// # Errors
    /// `internal`, or `bad_request` when no answer is under way. The answer is over after an error.
    pub fn step(&mut self) -> Result<ChatEvent> {
        let clock = self.clock;
        let Some(Chat { id, model, session, answer: slot, .. }) = &mut self.chat else {
            return Err(Error::bad_request("No answer is under way."));
        };
        let Some(answer) = slot else {
            return Err(Error::bad_request("No answer is under way."));
        };
        let step = match session.step(model) {
            Ok(step) => step,
            Err(error) => {
                *slot = None;
                return Err(error);
            }
        };
        if let Some(counts) = session.counts() {
            answer.usage = Usage {
                prompt_tokens: counts.prompt,
                cached_tokens: counts.cached,
                completion_tokens: counts.generated,
            };
        }
        match step {
            Step::Prefill => {
                answer.prefilled = Some(clock());
                let done = session.counts().map_or(0, |counts| counts.evaluated);
                Ok(ChatEvent::Prefill { done, total: answer.usage.prompt_tokens })
            }
            Step::Token(text) => {
                answer.first_token.get_or_insert_with(clock);
                answer.message.push_str(&text);
                Ok(ChatEvent::Token { text })
            }
            Step::Done(reason) => {
                let reply = reply(id, answer, reason, clock());
                *slot = None;
                Ok(ChatEvent::Done { reply })
            }
        }
    }

    /// Ends the answer under way and gives what there is of it, with `finishReason: cancelled`. `None` if there is none.
    pub fn cancel(&mut self) -> Option<ChatReply> {
        let now = (self.clock)();
        let chat = self.chat.as_mut()?;
        let answer = chat.answer.take()?;
        chat.session.cancel();
        Some(reply(&chat.id, &answer, FinishReason::Cancelled, now))
    }
}

fn reply(id: &str, answer: &Answer, finish_reason: FinishReason, now: f64) -> ChatReply {
    let prefilled = answer.prefilled.unwrap_or(now);
    ChatReply {
        message: answer.message.trim().to_owned(),
        suggestions: reading::suggestions(&answer.request),
        resources: reading::resources(&answer.request),
        model_used: id.to_owned(),
        finish_reason,
        dropped_turns: answer.dropped_turns,
        usage: answer.usage,
        timings: Timings {
            first_token_ms: answer.first_token.unwrap_or(now) - answer.begun,
            prefill_ms: prefilled - answer.begun,
            decode_ms: now - prefilled,
        },
    }
}

/// Low temperature and a light penalty: small models teach best when they neither wander nor repeat themselves.
fn sampling_params(wanted: &Sampling, now: f64) -> SamplingParams {
    SamplingParams {
        temperature: wanted.temperature.unwrap_or(0.2),
        top_k: wanted.top_k.unwrap_or(40) as usize,
        top_p: wanted.top_p.unwrap_or(0.9),
        min_p: wanted.min_p.unwrap_or(0.0),
        repeat_penalty: wanted.repeat_penalty.unwrap_or(1.1),
        repeat_window: 64,
        seed: wanted.seed.unwrap_or(now.to_bits()),
    }
}
