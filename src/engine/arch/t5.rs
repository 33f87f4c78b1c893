//! The T5 architecture (Raffel et al. 2020, <https://arxiv.org/abs/1910.10683>), and CodeT5 (Wang et al. 2021,
//! <https://arxiv.org/abs/2109.00859>), which is T5 with another vocabulary: an encoder reads the input at once, a decoder writes token
//! by token and looks at what the encoder made of it.
//!
//! Names of tensors and metadata are llama.cpp's, so either reads the other's files; `t5.attention.relative_max_distance` is our own (it
//! is 128 where it is not there). Activations are f32 rows, one per token, and so are keys and values: T5 does not scale its scores, and
//! 16 bits would show in them. What layers multiply 8-bit weights with has 7 bits, which T5 bears (README.md has numbers); the head,
//! which chooses the token, keeps 8.

use std::io::{Read, Seek};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::tensors::{Tensors, corrupt};
use crate::engine::kernels::{Bias, Matrix, Memory, OnBytes, add, gelu_mul, multiply, pool, relu, rms_norm};
use crate::error::{Error, Result};
use crate::model::gguf::Gguf;

/// Rows that a thread takes at a time where the work is little: a single one is not worth handing over.
const ROWS_AT_ONCE: usize = 8;

/// A loaded model.
pub struct T5 {
    config: Config,
    embedding: Matrix,
    encoder: Stack,
    decoder: Stack,
    /// None where the head is tied to the embedding.
    output: Option<Matrix>,
}

#[derive(Debug, Clone)]
struct Config {
    width: usize,
    heads: usize,
    head_size: usize,
    feed_forward: usize,
    buckets: usize,
    max_distance: usize,
    eps: f32,
    context_length: usize,
    start_token: u32,
}

/// The encoder or the decoder.
struct Stack {
    layers: Vec<Layer>,
    /// What is added to a score, by bucket and head.
    relative: Vec<f32>,
    norm: Vec<f32>,
}

struct Layer {
    attention: Attention,
    /// The decoder's look at the encoder.
    cross: Option<Attention>,
    feed_forward_norm: Vec<f32>,
    /// None where the feed-forward network has no gate but a ReLU.
    gate: Option<Matrix>,
    up: Matrix,
    down: Matrix,
}

struct Attention {
    norm: Vec<f32>,
    query: Matrix,
    key: Matrix,
    value: Matrix,
    output: Matrix,
}

/// What the encoder made of an input: for each of the decoder's layers what it looks at, computed once.
pub struct Encoded {
    cross: Vec<Memory>,
    length: usize,
}

/// An output under way. A copy goes on from the same place, and shares the input.
#[derive(Clone)]
pub struct Decoding {
    encoded: Arc<Encoded>,
    layers: Vec<Memory>,
    length: usize,
}

impl Decoding {
    /// An output of which nothing has been written.
    #[must_use]
    pub fn new(encoded: Arc<Encoded>) -> Self {
        let empty = |of: &Memory| Memory::new(of.heads(), of.head_size());
        let layers = encoded.cross.iter().map(empty).collect();
        Self { encoded, layers, length: 0 }
    }
}

impl T5 {
    /// Reads the tensors, one after the other. F32 stays F32.
    ///
    /// # Errors
    /// `model_corrupt` where shapes contradict the metadata, `model_unsupported`, `out_of_memory`, `cancelled`.
    pub fn load(gguf: &Gguf, file: &mut (impl Read + Seek), vocab_size: usize, on_bytes: OnBytes) -> Result<Self> {
        let (config, encoder_layers, decoder_layers) = Config::read(gguf, vocab_size)?;
        let mut tensors = Tensors::new(gguf, file, on_bytes);
        let embedding = tensors.exact_matrix("token_embd.weight", vocab_size, config.width)?;
        let encoder = Stack::load(&mut tensors, &config, "enc", encoder_layers)?;
        let decoder = Stack::load(&mut tensors, &config, "dec", decoder_layers)?;
        let output = match tensors.has("output.weight") {
            true => Some(tensors.exact_matrix("output.weight", vocab_size, config.width)?),
            false => None,
        };
        Ok(Self { config, embedding, encoder, decoder, output })
    }

    /// Tokens that an input may have, as the model was trained.
    #[must_use]
    pub fn context_length(&self) -> usize {
        self.config.context_length
    }

    /// The token that every output starts with.
    #[must_use]
    pub fn start_token(&self) -> u32 {
        self.config.start_token
    }

    /// Tokens in the vocabulary.
    #[must_use]
    pub fn vocab_size(&self) -> usize {
        self.embedding.rows()
    }

    /// Reads inputs, each by itself: their tokens go through the matrices together.
    ///
    /// # Errors
    /// `bad_request` for an empty input, `internal` for a token outside the vocabulary.
    pub fn encode(&self, inputs: &[&[u32]]) -> Result<Vec<Encoded>> {
        if inputs.iter().any(|input| input.is_empty()) {
            return Err(Error::bad_request("The input is empty."));
        }
        let longest = inputs.iter().map(|input| input.len()).max().unwrap_or(0);
        let distances = -signed(longest)..=signed(longest);
        let by_head = self.encoder.by_head(&self.config, distances, |distance| self.config.bucket(distance, true));
        let bias = Bias { by_head: &by_head, width: 2 * longest + 1, zero: longest };
        let tokens: Vec<u32> = inputs.iter().copied().flatten().copied().collect();
        let mut x = self.embed(&tokens)?;
        let width = self.config.heads * self.config.head_size;
        for layer in &self.encoder.layers {
            let [query, key, value] = layer.attention.project(&self.config, &x)?;
            let mut mixed = vec![0.0; query.len()];
            let mut first = 0;
            for input in inputs {
                let rows = first * width..(first + input.len()) * width;
                first += input.len();
                let mut memory = self.config.memory();
                memory.push(&key[rows.clone()], &value[rows.clone()]);
                memory.attend(&query[rows.clone()], Some(bias), None, &mut mixed[rows]);
            }
            layer.attention.add_to(&mixed, &mut x)?;
            layer.feed_forward(&self.config, &mut x)?;
        }
        let normed = normalized(&x, &self.encoder.norm, self.config.eps);
        let mut encoded: Vec<_> =
            inputs.iter().map(|input| Encoded { cross: Vec::new(), length: input.len() }).collect();
        for cross in self.decoder.layers.iter().filter_map(|layer| layer.cross.as_ref()) {
            let (mut keys, mut values) = (vec![0.0; tokens.len() * width], vec![0.0; tokens.len() * width]);
            multiply(&normed, [(&cross.key, &mut keys), (&cross.value, &mut values)])?;
            let mut first = 0;
            for encoded in &mut encoded {
                let rows = first * width..(first + encoded.length) * width;
                first += encoded.length;
                let mut memory = self.config.memory();
                memory.push(&keys[rows.clone()], &values[rows]);
                encoded.cross.push(memory);
            }
        }
        Ok(encoded)
    }

    /// Writes tokens on: the same number for each output, `tokens[i * n..][..n]` for the i-th. Gives the logits after each of them, a row
    /// of vocabulary size.
    ///
    /// # Errors
    /// `internal` where the tokens do not divide among the outputs, or one is outside the vocabulary.
    pub fn decode(&self, outputs: &mut [Decoding], tokens: &[u32]) -> Result<Vec<f32>> {
        if outputs.is_empty() || !tokens.len().is_multiple_of(outputs.len()) {
            return Err(Error::internal(format!("{} tokens are not for {} outputs.", tokens.len(), outputs.len())));
        }
        let n = tokens.len() / outputs.len();
        let longest = outputs.iter().map(|output| output.length).max().unwrap_or(0) + n;
        let distances = -signed(longest)..=0;
        let by_head = self.decoder.by_head(&self.config, distances, |distance| self.config.bucket(distance, false));
        let bias = Bias { by_head: &by_head, width: longest + 1, zero: longest };
        let mut x = self.embed(tokens)?;
        let width = self.config.heads * self.config.head_size;
        for (index, layer) in self.decoder.layers.iter().enumerate() {
            let [query, key, value] = layer.attention.project(&self.config, &x)?;
            let mut mixed = vec![0.0; query.len()];
            for (at, output) in outputs.iter_mut().enumerate() {
                let rows = at * n * width..(at + 1) * n * width;
                let memory = &mut output.layers[index];
                memory.push(&key[rows.clone()], &value[rows.clone()]);
                memory.attend(&query[rows.clone()], Some(bias), Some(output.length), &mut mixed[rows]);
            }
            layer.attention.add_to(&mixed, &mut x)?;
            if let Some(cross) = &layer.cross {
                let query = cross.query_of(&self.config, &x)?;
                for (at, output) in outputs.iter().enumerate() {
                    let rows = at * n * width..(at + 1) * n * width;
                    output.encoded.cross[index].attend(&query[rows.clone()], None, None, &mut mixed[rows]);
                }
                cross.add_to(&mixed, &mut x)?;
            }
            layer.feed_forward(&self.config, &mut x)?;
        }
        outputs.iter_mut().for_each(|output| output.length += n);
        let mut normed = normalized(&x, &self.decoder.norm, self.config.eps);
        let head = self.output.as_ref().unwrap_or(&self.embedding);
        if self.output.is_none() {
            // A tied head is as large as the embedding, which is not scaled to the width.
            #[allow(clippy::cast_precision_loss)]
            let scale = 1.0 / (self.config.width as f32).sqrt();
            normed.iter_mut().for_each(|x| *x *= scale);
        }
        let mut logits = vec![0.0; tokens.len() * head.rows()];
        head.mul(&normed, &mut logits)?;
        Ok(logits)
    }

    fn embed(&self, tokens: &[u32]) -> Result<Vec<f32>> {
        let width = self.config.width;
        let mut x = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(x.chunks_exact_mut(width)) {
            self.embedding.row(*token, row)?;
        }
        Ok(x)
    }
}

impl Config {
    /// The shape, and the numbers of the encoder's and the decoder's layers.
    fn read(gguf: &Gguf, vocab_size: usize) -> Result<(Self, usize, usize)> {
        let heads = gguf.usize("t5.attention.head_count", 1..=1 << 10)?;
        let width = gguf.usize("t5.embedding_length", 1..=1 << 16)?;
        let layers = gguf.usize("t5.block_count", 1..=1 << 10)?;
        let buckets = gguf.usize("t5.attention.relative_buckets_count", 4..=1 << 12)?;
        let max_distance = gguf.usize_or("t5.attention.relative_max_distance", 128, 2..=1 << 20)?;
        if !buckets.is_multiple_of(4) || max_distance <= buckets / 2 {
            return Err(corrupt(format!("{buckets} buckets for distances up to {max_distance}")));
        }
        let eps = gguf.f32_or("t5.attention.layer_norm_rms_epsilon", None)?;
        if !(eps > 0.0 && eps < 1.0) {
            return Err(corrupt(format!("an epsilon of {eps}")));
        }
        let start_token = gguf.usize_or("t5.decoder_start_token_id", 0, 0..=vocab_size.saturating_sub(1))?;
        let config = Self {
            width,
            heads,
            head_size: gguf.usize_or("t5.attention.key_length", width / heads, 1..=1 << 12)?,
            feed_forward: gguf.usize("t5.feed_forward_length", 1..=1 << 20)?,
            buckets,
            max_distance,
            eps,
            context_length: gguf.usize("t5.context_length", 1..=1 << 20)?,
            start_token: u32::try_from(start_token).unwrap_or_default(),
        };
        Ok((config, layers, gguf.usize_or("t5.decoder_block_count", layers, 1..=1 << 10)?))
    }

    /// Keys and values of no position yet.
    fn memory(&self) -> Memory {
        Memory::new(self.heads, self.head_size)
    }

    /// The bucket of a distance (key's position less query's): near ones have one each, further ones share them by the logarithm,
    /// and all beyond the largest distance share the last. The decoder sees no later position, and has all buckets for earlier ones.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn bucket(&self, distance: isize, both_ways: bool) -> usize {
        let buckets = if both_ways { self.buckets / 2 } else { self.buckets };
        let first = if both_ways && distance > 0 { buckets } else { 0 };
        let far = if both_ways { distance.unsigned_abs() } else { (-distance).max(0).unsigned_abs() };
        let exact = buckets / 2;
        if far < exact {
            return first + far;
        }
        // In f32, as the implementation that trained it: at the edges rounding decides.
        let share = libm::logf(far as f32 / exact as f32) / (self.max_distance as f64 / exact as f64).ln() as f32;
        first + (exact + (share * (buckets - exact) as f32) as usize).min(buckets - 1)
    }
}

impl Stack {
    fn load<R: Read + Seek>(tensors: &mut Tensors<R>, config: &Config, name: &str, layers: usize) -> Result<Self> {
        let Config { width, feed_forward, .. } = *config;
        let relative = tensors.numbers(&format!("{name}.blk.0.attn_rel_b.weight"), config.buckets, config.heads)?;
        let load = |index: usize| {
            let of = |part: &str| format!("{name}.blk.{index}.{part}");
            let has_gate = tensors.has(&of("ffn_gate.weight"));
            let attention = Attention::load(tensors, config, &of("attn"))?;
            let cross = match name {
                "dec" => Some(Attention::load(tensors, config, &of("cross_attn"))?),
                _ => None,
            };
            Ok(Layer {
                attention,
                cross,
                feed_forward_norm: tensors.vector(&of("ffn_norm.weight"), width)?,
                gate: match has_gate {
                    true => Some(tensors.narrow_matrix(&of("ffn_gate.weight"), feed_forward, width)?),
                    false => None,
                },
                up: tensors.narrow_matrix(&of("ffn_up.weight"), feed_forward, width)?,
                down: tensors.narrow_matrix(&of("ffn_down.weight"), width, feed_forward)?,
            })
        };
        let layers = (0..layers).map(load).collect::<Result<_>>()?;
        let norm = tensors.vector(&format!("{name}.output_norm.weight"), width)?;
        Ok(Self { layers, relative, norm })
    }

    /// What is added to the scores of each of these distances, a row for each head.
    fn by_head(&self, config: &Config, distances: RangeInclusive<isize>, bucket: impl Fn(isize) -> usize) -> Vec<f32> {
        let buckets: Vec<usize> = distances.map(bucket).collect();
        let of_head = |head: usize| buckets.iter().map(move |bucket| self.relative[bucket * config.heads + head]);
        (0..config.heads).flat_map(of_head).collect()
    }
}

impl Layer {
    /// Adds what the feed-forward network makes of each row.
    fn feed_forward(&self, config: &Config, x: &mut [f32]) -> Result<()> {
        let rows = x.len() / config.width;
        let mut normed = normalized(x, &self.feed_forward_norm, config.eps);
        let mut inner = vec![0.0; rows * config.feed_forward];
        if let Some(gate) = &self.gate {
            let mut up = vec![0.0; inner.len()];
            multiply(&normed, [(gate, &mut inner), (&self.up, &mut up)])?;
            let size = config.feed_forward;
            pool::for_each_chunk(&mut inner, size, |row, inner| gelu_mul(inner, &up[row * size..]));
        } else {
            self.up.mul(&normed, &mut inner)?;
            pool::for_each_chunk(&mut inner, ROWS_AT_ONCE * config.feed_forward, |_, inner| relu(inner));
        }
        self.down.mul(&inner, &mut normed)?;
        add_rows(&normed, config.width, x);
        Ok(())
    }
}

impl Attention {
    fn load<R: Read + Seek>(tensors: &mut Tensors<R>, config: &Config, name: &str) -> Result<Self> {
        let (width, inner) = (config.width, config.heads * config.head_size);
        Ok(Self {
            norm: tensors.vector(&format!("{name}_norm.weight"), width)?,
            query: tensors.narrow_matrix(&format!("{name}_q.weight"), inner, width)?,
            key: tensors.narrow_matrix(&format!("{name}_k.weight"), inner, width)?,
            value: tensors.narrow_matrix(&format!("{name}_v.weight"), inner, width)?,
            output: tensors.narrow_matrix(&format!("{name}_o.weight"), width, inner)?,
        })
    }

    /// Queries, keys and values of each row.
    fn project(&self, config: &Config, x: &[f32]) -> Result<[Vec<f32>; 3]> {
        let normed = normalized(x, &self.norm, config.eps);
        let size = x.len() / config.width * config.heads * config.head_size;
        let [mut query, mut key, mut value] = [vec![0.0; size], vec![0.0; size], vec![0.0; size]];
        multiply(&normed, [(&self.query, &mut query), (&self.key, &mut key), (&self.value, &mut value)])?;
        Ok([query, key, value])
    }

    fn query_of(&self, config: &Config, x: &[f32]) -> Result<Vec<f32>> {
        let normed = normalized(x, &self.norm, config.eps);
        let mut query = vec![0.0; x.len() / config.width * config.heads * config.head_size];
        self.query.mul(&normed, &mut query)?;
        Ok(query)
    }

    fn add_to(&self, mixed: &[f32], x: &mut [f32]) -> Result<()> {
        let mut out = vec![0.0; x.len()];
        self.output.mul(mixed, &mut out)?;
        add_rows(&out, self.norm.len(), x);
        Ok(())
    }
}

/// `x`, row by row as long as `weight`, normalised.
fn normalized(x: &[f32], weight: &[f32], eps: f32) -> Vec<f32> {
    let mut normed = vec![0.0; x.len()];
    let size = ROWS_AT_ONCE * weight.len();
    pool::for_each_chunk(&mut normed, size, |index, normed| {
        rms_norm(&x[index * size..][..normed.len()], weight, eps, normed);
    });
    normed
}

/// `y += x`, rows of `width`.
fn add_rows(x: &[f32], width: usize, y: &mut [f32]) {
    let size = ROWS_AT_ONCE * width;
    pool::for_each_chunk(y, size, |index, y| add(&x[index * size..], y));
}

fn signed(length: usize) -> isize {
    isize::try_from(length).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config {
            width: 8,
            heads: 2,
            head_size: 4,
            feed_forward: 16,
            buckets: 32,
            max_distance: 128,
            eps: 1e-6,
            context_length: 512,
            start_token: 0,
        }
    }

    /// Numbers of `T5Attention._relative_position_bucket` of transformers 4.38.
    #[test]
    fn buckets_are_those_of_the_reference() {
        let both: Vec<usize> = [
            -600, -129, -128, -127, -91, -90, -65, -64, -32, -16, -9, -8, -7, -1, 0, 1, 7, 8, 9, 16, 32, 64, 127, 128,
            600,
        ]
        .map(|distance| config().bucket(distance, true))
        .to_vec();
        assert_eq!(
            both,
            [15, 15, 15, 15, 15, 14, 14, 14, 12, 10, 8, 8, 7, 1, 0, 17, 23, 24, 24, 26, 28, 30, 31, 31, 31]
        );
        let back: Vec<usize> = [5, 0, -1, -15, -16, -17, -18, -19, -31, -32, -64, -127, -128, -1000]
            .map(|distance| config().bucket(distance, false))
            .to_vec();
        assert_eq!(back, [0, 0, 1, 15, 16, 16, 16, 17, 21, 21, 26, 31, 31, 31]);
    }
}
