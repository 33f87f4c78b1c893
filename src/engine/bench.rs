//! How fast a model is, measured as llama.cpp's llama-bench does: tokens that mean nothing, and no sampling beyond taking
//! the likeliest.

use super::arch::llama::Logits;
use super::arch::t5::Decoding;
use super::kv_cache::KvCache;
use super::model::Model;
use super::sampling::SamplingParams;
use super::seq2seq::{Seq2Seq, likeliest};
use super::session::{PREFILL_CHUNK, Session, Step};
use super::template::Message;
use crate::error::{Error, Result};

/// A question of the kind that is answered with the learner's own code.
const QUOTED: &str = "\
My function crashes for an empty list. Show me the whole program again with that fixed.

```python
def read_scores(path):
    scores = []
    with open(path) as file:
        for line in file:
            name, score = line.strip().split(\",\")
            scores.append((name, int(score)))
    return scores


def average(scores):
    total = 0
    for name, score in scores:
        total += score
    return total / len(scores)


def best(scores, count):
    ordered = sorted(scores, key=lambda pair: pair[1], reverse=True)
    return ordered[:count]


if __name__ == \"__main__\":
    scores = read_scores(\"scores.csv\")
    print(\"average:\", average(scores))
    for name, score in best(scores, 3):
        print(name, score)
```";
const QUOTE_TOKENS: usize = 256;

/// A sequence to time. Every call takes the model that it was made for.
pub struct Bench {
    clock: fn() -> f64,
    cache: KvCache,
}

impl Bench {
    /// An empty sequence. `clock` gives milliseconds.
    #[must_use]
    pub fn new(model: &Model, clock: fn() -> f64) -> Self {
        Self { clock, cache: model.new_cache() }
    }

    /// Milliseconds to evaluate a prompt of `tokens` from an empty cache, up to the logits of its last token.
    ///
    /// # Errors
    /// `bad_request` for no tokens, `context_overflow` for too many, and as [`Model::forward`].
    pub fn prefill(&mut self, model: &Model, tokens: usize) -> Result<f64> {
        fits(model, tokens)?;
        self.cache.truncate(0);
        self.timed(|bench| bench.fill(model, tokens))
    }

    /// Milliseconds to evaluate `tokens` one after the other, after `context` others, which are kept for the next call.
    ///
    /// # Errors
    /// As [`Bench::prefill`].
    pub fn decode(&mut self, model: &Model, context: usize, tokens: usize) -> Result<f64> {
        fits(model, context.saturating_add(tokens))?;
        self.fill(model, context)?;
        self.cache.truncate(context);
        self.timed(|bench| {
            let mut token = 1;
            for _ in 0..tokens {
                let logits = model.forward(&mut bench.cache, &[token], Logits::Last)?;
                let likeliest = (0u32..).zip(logits).max_by(|(_, a), (_, b)| a.total_cmp(b));
                token = likeliest.map_or(0, |(id, _)| id);
            }
            Ok(())
        })
    }

    /// An answer that quotes a learner's code, greedy: its tokens, and the milliseconds that they took from the first one on;
    /// token by token, or with [`super::lookup`].
    ///
    /// # Errors
    /// As [`Bench::prefill`].
    pub fn quote(&self, model: &Model, looks_up: bool) -> Result<(usize, f64)> {
        let prompt = model.encode_chat(&[Message { role: "user", content: QUOTED.to_owned() }])?;
        let session = Session::new(model, model.context_length());
        let mut session = if looks_up { session } else { session.without_lookup() };
        session.begin(prompt, SamplingParams::GREEDY, QUOTE_TOKENS)?;
        let mut begun = (self.clock)();
        let mut generated = 0;
        loop {
            match session.step(model)? {
                Step::Prefill => begun = (self.clock)(),
                Step::Token(_) => generated = session.counts().map_or(generated, |counts| counts.generated),
                Step::Done(_) => return Ok((generated, (self.clock)() - begun)),
            }
        }
    }

    /// Evaluates tokens until the cache holds as many.
    fn fill(&mut self, model: &Model, tokens: usize) -> Result<()> {
        let vocab = u32::try_from(model.tokenizer().vocab_size()).unwrap_or(u32::MAX);
        while self.cache.len() < tokens {
            let (from, until) = (self.cache.len(), tokens.min(self.cache.len() + PREFILL_CHUNK));
            let wanted = if until == tokens { Logits::Last } else { Logits::None };
            let ids: Vec<u32> = (0u32..).skip(from).take(until - from).map(|i| i.wrapping_mul(7919) % vocab).collect();
            model.forward(&mut self.cache, &ids, wanted)?;
        }
        Ok(())
    }

    fn timed(&mut self, work: impl FnOnce(&mut Self) -> Result<()>) -> Result<f64> {
        let begun = (self.clock)();
        work(self)?;
        Ok((self.clock)() - begun)
    }
}

fn fits(model: &Model, tokens: usize) -> Result<()> {
    let limit = model.context_length();
    if tokens == 0 {
        return Err(Error::bad_request("Nothing is to be measured: ask for one token at least."));
    }
    if tokens > limit {
        return Err(Error::ContextOverflow(
            format!("{tokens} tokens cannot be measured: the model's context is {limit}.").into(),
        ));
    }
    Ok(())
}

/// Milliseconds for reading an input of so many tokens, and then for writing so many, one after the other, of a model that reads a whole
/// input at once.
///
/// # Errors
/// As [`crate::engine::arch::t5::T5::decode`].
pub fn seq2seq_ms(model: &Seq2Seq, input: usize, output: usize, clock: fn() -> f64) -> Result<(f64, f64)> {
    let t5 = model.t5();
    let token =
        |at: usize| u32::try_from(3 + (at * 7919 + 13) % (t5.vocab_size().saturating_sub(100)).max(1)).unwrap_or(3);
    let input: Vec<u32> = (0..input.max(1)).map(token).collect();
    let begun = clock();
    let mut state = [Decoding::new(model.encode(&input)?)];
    let encoded = clock();
    let mut last = t5.start_token();
    for _ in 0..output {
        let logits = t5.decode(&mut state, &[last])?;
        last = likeliest(&logits, 1).first().map_or(last, |(token, _)| *token);
    }
    Ok((encoded - begun, clock() - encoded))
}
