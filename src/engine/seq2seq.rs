//! A model that writes an output for an input: T5 with its tokenizer. Greedy, sampled and beam search; and how likely given outputs are.

use std::io::{Read, Seek};
use std::sync::Arc;

use super::arch::t5::{Decoding, Encoded, T5};
use super::kernels::{self, OnBytes, pool};
use super::sampling::{Sampler, SamplingParams};
use super::tokenizer::{InputTokenizer, Tokenizer};
use crate::api::CodeTask;
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, Value};

/// Tokens whose logits are in memory at once: each has as many as the vocabulary has tokens.
const SCORED_AT_ONCE: usize = 64;

/// The model, its tokenizer, and how they are put together.
pub struct Seq2Seq {
    t5: T5,
    tokenizer: Tokenizer,
    input_tokenizer: InputTokenizer,
    task: CodeTask,
    prefix: String,
}

/// An output, and how likely the model holds it to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// Its tokens, without the one that every output starts with; the last ends it, unless it was cut off.
    pub tokens: Vec<u32>,
    /// The sum of the logarithms of the tokens' probabilities, over the length to the power of the penalty.
    pub score: f32,
}

/// How beam search goes (as in transformers' `generate`, `early_stopping=False`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeamParams {
    /// Outputs that are followed at once.
    pub beams: usize,
    /// Tokens of an output, at most.
    pub max_tokens: usize,
    /// Above 0, longer outputs are better.
    pub length_penalty: f32,
}

impl Seq2Seq {
    /// Loads a GGUF file of the architecture `t5`.
    ///
    /// # Errors
    /// `model_corrupt`, `model_unsupported`, `out_of_memory`, `cancelled`.
    pub fn load(file: &mut (impl Read + Seek), on_progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Self> {
        let mut gguf = Gguf::read(file)?;
        let arch = gguf.str("general.architecture")?;
        if arch != "t5" {
            return Err(Error::unsupported(format!("The model's architecture is `{arch}`, not `t5`.")));
        }
        let Some(Value::String(json)) = gguf.take("tokenizer.huggingface.json") else {
            return Err(Error::unsupported(
                "The model has no tokenizer in it. Convert the checkpoint with `codementor convert`.",
            ));
        };
        let tokenizer = Tokenizer::from_json(json.as_bytes(), &gguf)?;
        // The embedding may have more rows than the tokenizer has tokens, for the sake of round numbers.
        let rows = gguf.tensor("token_embd.weight").map_or(0, |tensor| tensor.rows);
        if rows < tokenizer.vocab_size() {
            return Err(Error::corrupt(format!(
                "The model has {rows} tokens and its tokenizer {}. Convert the checkpoint again.",
                tokenizer.vocab_size()
            )));
        }
        let task = match gguf.get("codementor.task").map(|_| gguf.str("codementor.task")).transpose()? {
            None | Some("fill") => CodeTask::Fill,
            Some("summarize") => CodeTask::Summarize,
            Some(other) => {
                return Err(Error::unsupported(format!(
                    "The model is for `{other}`; `fill` and `summarize` are known."
                )));
            }
        };
        let prefix = gguf.get("codementor.prefix").map(|_| gguf.str("codementor.prefix")).transpose()?;
        let prefix = prefix.unwrap_or_default().to_owned();
        let total = gguf.tensor_bytes();
        let mut done = 0;
        let on_bytes: OnBytes = &mut |bytes| {
            done += bytes;
            on_progress(done, total)
        };
        let t5 = T5::load(&gguf, file, rows, on_bytes)?;
        let input_tokenizer = InputTokenizer::from_json(json.as_bytes())?;
        Ok(Self { t5, tokenizer, input_tokenizer, task, prefix })
    }

    /// The tokenizer.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// The tokenizer of inputs, which honours special tokens.
    #[must_use]
    pub fn input_tokenizer(&self) -> &InputTokenizer {
        &self.input_tokenizer
    }

    /// What the model was trained for.
    #[must_use]
    pub fn task(&self) -> CodeTask {
        self.task
    }

    /// What its inputs start with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The network.
    #[must_use]
    pub fn t5(&self) -> &T5 {
        &self.t5
    }

    /// Ids of a text as the model is given it: with what its tokenizer puts at the start and the end.
    ///
    /// # Errors
    /// `context_overflow` where there are more than the model was trained for, `internal`.
    pub fn input(&self, text: &str) -> Result<Vec<u32>> {
        let ids = self.input_tokenizer.encode(text)?;
        let most = self.t5.context_length();
        if ids.len() > most {
            return Err(Error::ContextOverflow(
                format!("The input has {} tokens; the model reads {most}. Shorten it.", ids.len()).into(),
            ));
        }
        Ok(ids)
    }

    /// The text of an output.
    #[must_use]
    pub fn text(&self, tokens: &[u32]) -> String {
        let bytes: Vec<u8> = tokens.iter().flat_map(|id| self.tokenizer.bytes(*id)).collect();
        String::from_utf8_lossy(&bytes).trim_start().to_owned()
    }

    /// What the encoder makes of an input.
    ///
    /// # Errors
    /// As [`T5::encode`].
    pub fn encode(&self, input: &[u32]) -> Result<Arc<Encoded>> {
        let encoded = self.t5.encode(&[input])?.pop();
        encoded.map(Arc::new).ok_or_else(|| Error::internal("Nothing was encoded."))
    }

    /// Writes token by token, each chosen by the sampler. `on_token` hears each and cancels by returning false.
    ///
    /// # Errors
    /// `cancelled`, and as [`T5::decode`].
    pub fn sample(
        &self,
        encoded: Arc<Encoded>,
        params: SamplingParams,
        max_tokens: usize,
        on_token: &mut dyn FnMut(u32) -> bool,
    ) -> Result<Output> {
        let mut sampler = Sampler::new(params);
        let mut outputs = [Decoding::new(encoded)];
        let mut last = self.t5.start_token();
        let mut output = Output { tokens: Vec::new(), score: 0.0 };
        while output.tokens.len() < max_tokens {
            let mut logits = self.t5.decode(&mut outputs, &[last])?;
            let log_total = log_sum_exp(&logits);
            let plain = logits.clone();
            last = sampler.sample(&mut logits, &output.tokens);
            output.score += plain.get(last as usize).map_or(0.0, |logit| logit - log_total);
            output.tokens.push(last);
            if !on_token(last) {
                return Err(Error::Cancelled);
            }
            if self.tokenizer.ends_generation(last) {
                break;
            }
        }
        Ok(output)
    }

    /// The logarithms of the probabilities of a given output's tokens.
    ///
    /// # Errors
    /// As [`T5::decode`].
    pub fn score(&self, encoded: Arc<Encoded>, tokens: &[u32]) -> Result<Vec<f32>> {
        let vocab = self.t5.vocab_size();
        if tokens.iter().any(|token| *token as usize >= vocab) {
            return Err(Error::internal("There is no such token."));
        }
        let mut written = vec![self.t5.start_token()];
        written.extend(tokens.iter().take(tokens.len().saturating_sub(1)));
        let mut output = [Decoding::new(encoded)];
        let mut scores = vec![0.0; tokens.len()];
        let chunks = written.chunks(SCORED_AT_ONCE).zip(tokens.chunks(SCORED_AT_ONCE));
        for ((written, tokens), scores) in chunks.zip(scores.chunks_mut(SCORED_AT_ONCE)) {
            let logits = self.t5.decode(&mut output, written)?;
            pool::for_each_chunk(scores, 1, |at, score| {
                let row = &logits[at * vocab..][..vocab];
                score[0] = row[tokens[at] as usize] - log_sum_exp(row);
            });
        }
        Ok(scores)
    }

    /// Beam search (Graves 2012, <https://arxiv.org/abs/1211.3711>): the likeliest outputs, the best first. `on_token` is asked at every
    /// step whether to go on.
    ///
    /// # Errors
    /// `bad_request` where there are no beams, `cancelled`, and as [`T5::decode`].
    pub fn beam_search(
        &self,
        encoded: &Arc<Encoded>,
        params: BeamParams,
        on_token: &mut dyn FnMut() -> bool,
    ) -> Result<Vec<Output>> {
        let BeamParams { beams, max_tokens, length_penalty } = params;
        if beams == 0 || max_tokens == 0 {
            return Err(Error::bad_request("Beam search wants at least one beam, and one token."));
        }
        let rated = |sum: f32, length: usize| {
            #[allow(clippy::cast_precision_loss)]
            let length = length as f32;
            sum / libm::powf(length, length_penalty)
        };
        // At first all beams are the same one.
        let mut open = vec![Beam { tokens: Vec::new(), sum: 0.0, state: Decoding::new(Arc::clone(encoded)) }];
        let mut done: Vec<Output> = Vec::new();
        for length in 1..=max_tokens {
            let last: Vec<u32> =
                open.iter().map(|beam| beam.tokens.last().copied().unwrap_or(self.t5.start_token())).collect();
            let mut states: Vec<_> = open.iter().map(|beam| beam.state.clone()).collect();
            let logits = self.t5.decode(&mut states, &last)?;
            if !on_token() {
                return Err(Error::Cancelled);
            }
            let mut next: Vec<(f32, usize, u32)> = Vec::new();
            for (at, row) in logits.chunks_exact(self.t5.vocab_size()).enumerate() {
                let base = open[at].sum - log_sum_exp(row);
                next.extend(likeliest(row, 2 * beams).into_iter().map(|(token, logit)| (base + logit, at, token)));
            }
            next.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
            next.truncate(2 * beams);
            let best = next.first().map_or(f32::NEG_INFINITY, |(sum, ..)| *sum);
            let mut kept = Vec::new();
            for (rank, (sum, at, token)) in next.into_iter().enumerate() {
                let mut tokens = open[at].tokens.clone();
                tokens.push(token);
                if self.tokenizer.ends_generation(token) {
                    // One that would not be among the beams is not an output either.
                    if rank < beams {
                        keep(&mut done, Output { tokens, score: rated(sum, length) }, beams);
                    }
                } else if kept.len() < beams {
                    kept.push(Beam { tokens, sum, state: states[at].clone() });
                }
            }
            open = kept;
            let worst = done.iter().map(|output| output.score).fold(f32::INFINITY, f32::min);
            if done.len() >= beams && worst >= rated(best, length) || open.is_empty() {
                open.clear();
                break;
            }
        }
        for Beam { tokens, sum, .. } in open {
            let score = rated(sum, tokens.len());
            keep(&mut done, Output { tokens, score }, beams);
        }
        done.sort_by(|one, other| other.score.total_cmp(&one.score));
        Ok(done)
    }

    /// The text that the model writes for a text, which gets the model's prefix; the likeliest token at each step.
    ///
    /// # Errors
    /// As [`Seq2Seq::input`] and [`T5::decode`].
    pub fn write(&self, text: &str, max_tokens: usize) -> Result<String> {
        let input = self.input(&format!("{}{text}", self.prefix))?;
        Ok(self.text(&self.greedy(self.encode(&input)?, max_tokens)?))
    }

    /// The likeliest token at each step.
    ///
    /// # Errors
    /// As [`T5::decode`].
    pub fn greedy(&self, encoded: Arc<Encoded>, max_tokens: usize) -> Result<Vec<u32>> {
        Ok(self.sample(encoded, SamplingParams::GREEDY, max_tokens, &mut |_| true)?.tokens)
    }
}

struct Beam {
    tokens: Vec<u32>,
    /// Of the logarithms of the probabilities.
    sum: f32,
    state: Decoding,
}

/// Adds an output, and lets go of the worst where there are more than so many.
fn keep(done: &mut Vec<Output>, output: Output, most: usize) {
    done.push(output);
    if done.len() > most {
        let worst = done.iter().enumerate().min_by(|one, other| one.1.score.total_cmp(&other.1.score));
        if let Some((worst, _)) = worst {
            done.remove(worst);
        }
    }
}

/// The tokens of the largest logits, the largest first.
#[must_use]
pub fn likeliest(logits: &[f32], count: usize) -> Vec<(u32, f32)> {
    let all = (0u32..).zip(logits.iter().copied());
    if count == 1 {
        let larger = |best: (u32, f32), next: (u32, f32)| if next.1 > best.1 { next } else { best };
        return all.reduce(larger).into_iter().collect();
    }
    let mut all: Vec<(u32, f32)> = all.collect();
    let by_logit = |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    if count < all.len() {
        all.select_nth_unstable_by(count, by_logit);
        all.truncate(count);
    }
    all.sort_unstable_by(by_logit);
    all
}

/// The logarithm of the sum of the exponentials.
#[must_use]
pub fn log_sum_exp(logits: &[f32]) -> f32 {
    let (largest, sum) = kernels::sum_exp(logits);
    largest + libm::logf(sum)
}
