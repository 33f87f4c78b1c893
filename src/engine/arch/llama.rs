//! The Llama architecture (Touvron et al. 2023, <https://arxiv.org/abs/2302.13971>) with grouped-query attention
//! (Ainslie et al. 2023, <https://arxiv.org/abs/2305.13245>), and Qwen2, which differs in three details: biases on
//! queries, keys and values, rotary halves instead of pairs, and often an output head tied to the embedding.
//!
//! Shapes come from the file's metadata. Activations are plain f32 rows, one per token.

use std::io::{Read, Seek};

use sha2::{Digest, Sha256};

use super::tensors::{Linear, Tensors, corrupt};
use crate::engine::kernels::{
    Matrix, OnBytes, PAGE, Query, add, attend, combine, multiply, partial_size, pool, rms_norm, silu_mul,
};
use crate::engine::kv_cache::KvCache;
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, Value};

/// Positions of a prompt whose attention is one piece of work.
const ATTENTION_POSITIONS: usize = 4;

/// A loaded model.
pub struct Llama {
    config: Config,
    embedding: Matrix,
    layers: Vec<Layer>,
    output_norm: Vec<f32>,
    /// None where the head is tied to the embedding.
    output: Option<Matrix>,
    /// Angle per position for every rotated pair.
    rope_frequencies: Vec<f64>,
    fingerprint: [u8; 32],
}

#[derive(Debug)]
struct Config {
    width: usize,
    heads: usize,
    kv_heads: usize,
    head_size: usize,
    feed_forward: usize,
    eps: f32,
    rope_halves: bool,
    context_length: usize,
}

struct Layer {
    attention_norm: Vec<f32>,
    query: Linear,
    key: Linear,
    value: Linear,
    attention_output: Matrix,
    feed_forward_norm: Vec<f32>,
    gate: Matrix,
    up: Matrix,
    down: Matrix,
}

/// Which positions of a chunk the logits are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logits {
    /// None: the prompt goes on.
    None,
    /// The last position.
    Last,
    /// Every position, row after row.
    All,
}

impl Llama {
    /// Reads the tensors, one after the other.
    ///
    /// # Errors
    /// `model_corrupt` where shapes contradict the metadata, `model_unsupported`, `out_of_memory`, `cancelled`.
    pub fn load(gguf: &Gguf, file: &mut (impl Read + Seek), vocab_size: usize, on_bytes: OnBytes) -> Result<Self> {
        let (config, rotated, base, layer_count) = Config::read(gguf)?;
        let Config { width, feed_forward, head_size, .. } = config;
        let (q, kv) = (config.heads * head_size, config.kv_heads * head_size);
        let mut tensors = Tensors::new(gguf, file, on_bytes);

        let embedding = tensors.matrix("token_embd.weight", vocab_size, width)?;
        let output_norm = tensors.vector("output_norm.weight", width)?;
        let output = match gguf.tensor("output.weight") {
            Some(_) => Some(tensors.matrix("output.weight", vocab_size, width)?),
            None => None,
        };
        let mut layers = Vec::with_capacity(layer_count);
        for index in 0..layer_count {
            let name = |part: &str| format!("blk.{index}.{part}");
            layers.push(Layer {
                attention_norm: tensors.vector(&name("attn_norm.weight"), width)?,
                query: tensors.linear(&name("attn_q"), q, width)?,
                key: tensors.linear(&name("attn_k"), kv, width)?,
                value: tensors.linear(&name("attn_v"), kv, width)?,
                attention_output: tensors.matrix(&name("attn_output.weight"), width, q)?,
                feed_forward_norm: tensors.vector(&name("ffn_norm.weight"), width)?,
                gate: tensors.matrix(&name("ffn_gate.weight"), feed_forward, width)?,
                up: tensors.matrix(&name("ffn_up.weight"), feed_forward, width)?,
                down: tensors.matrix(&name("ffn_down.weight"), width, feed_forward)?,
            });
        }
        let rope_factors = match gguf.tensor("rope_freqs.weight") {
            Some(_) => tensors.vector("rope_freqs.weight", rotated / 2)?,
            None => vec![1.0; rotated / 2],
        };
        let rope_frequencies = (0u32..)
            .zip(rope_factors)
            .map(|(pair, factor)| {
                #[allow(clippy::cast_precision_loss)]
                let exponent = -2.0 * f64::from(pair) / rotated as f64;
                libm::pow(f64::from(base), exponent) / f64::from(factor)
            })
            .collect();
        let fingerprint = [0; 32];
        let mut llama = Self { config, embedding, layers, output_norm, output, rope_frequencies, fingerprint };
        llama.fingerprint = llama.hash()?;
        Ok(llama)
    }

    /// Tells models with different weights apart.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8] {
        &self.fingerprint
    }

    /// A hash of shape, norms and two rows of each matrix: whoever trains a model on changes all of its rows.
    fn hash(&self) -> Result<[u8; 32]> {
        let mut hash = Sha256::new();
        hash.update(format!("{:?} {:?}", self.config, self.rope_frequencies));
        let mut row = Vec::new();
        let mut add = |matrix: &Matrix| -> Result<()> {
            row.resize(matrix.cols(), 0.0);
            for index in [0, matrix.rows() / 2] {
                matrix.row(u32::try_from(index).unwrap_or_default(), &mut row)?;
                row.iter().for_each(|x| hash.update(x.to_le_bytes()));
            }
            Ok(())
        };
        add(&self.embedding)?;
        self.output.iter().try_for_each(&mut add)?;
        for Layer { query, key, value, attention_output, gate, up, down, .. } in &self.layers {
            [&query.weight, &key.weight, &value.weight, attention_output, gate, up, down]
                .into_iter()
                .try_for_each(&mut add)?;
        }
        let norms = self.layers.iter().flat_map(|layer| [&layer.attention_norm, &layer.feed_forward_norm]);
        norms.chain([&self.output_norm]).flatten().for_each(|x| hash.update(x.to_le_bytes()));
        Ok(hash.finalize().into())
    }

    /// An empty cache of the right shape.
    #[must_use]
    pub fn new_cache(&self) -> KvCache {
        KvCache::new(self.layers.len(), self.config.kv_heads, self.config.head_size)
    }

    /// Context length in tokens that the model was trained for.
    #[must_use]
    pub fn context_length(&self) -> usize {
        self.config.context_length
    }

    /// Evaluates `tokens` after what the cache holds, and adds them to it. Gives the wanted logits, a row of vocabulary
    /// size for each position.
    ///
    /// # Errors
    /// `internal` for a token outside the vocabulary, `out_of_memory`. The cache is as before after an error.
    pub fn forward(&self, cache: &mut KvCache, tokens: &[u32], wanted: Logits) -> Result<Vec<f32>> {
        let Config { width, heads, kv_heads, head_size, feed_forward, eps, .. } = self.config;
        let (n, start) = (tokens.len(), cache.len());
        let (q_width, kv_width) = (heads * head_size, kv_heads * head_size);
        #[allow(clippy::cast_precision_loss)]
        let score_scale = 1.0 / (head_size as f32).sqrt();
        cache.reserve(n)?;

        let mut x = vec![0.0; n * width];
        for (token, row) in tokens.iter().zip(x.chunks_exact_mut(width)) {
            self.embedding.row(*token, row)?;
        }
        let rotations: Vec<_> = (start..start + n).map(|position| self.rotation(position)).collect();
        let mut normed = vec![0.0; n * width];
        let mut query = vec![0.0; n * q_width];
        let mut key = vec![0.0; n * kv_width];
        let mut value = vec![0.0; n * kv_width];
        let mut partials = Vec::new();
        let mut mixed = vec![0.0; n * q_width];
        let mut out = vec![0.0; n * width];
        let mut gate = vec![0.0; n * feed_forward];
        let mut up = vec![0.0; n * feed_forward];

        for (index, layer) in self.layers.iter().enumerate() {
            rms_norm(&x, &layer.attention_norm, eps, &mut normed);
            let Layer { query: q, key: k, value: v, .. } = layer;
            multiply(&normed, [(&q.weight, &mut query), (&k.weight, &mut key), (&v.weight, &mut value)])?;
            q.add_bias(&mut query);
            k.add_bias(&mut key);
            v.add_bias(&mut value);
            for (t, rotation) in rotations.iter().enumerate() {
                self.rotate(&mut query[t * q_width..(t + 1) * q_width], rotation);
                let key = &mut key[t * kv_width..(t + 1) * kv_width];
                self.rotate(key, rotation);
                cache.set(index, start + t, key, &value[t * kv_width..(t + 1) * kv_width]);
            }
            query.iter_mut().for_each(|x| *x *= score_scale);
            self.attend(cache, index, &query, &mut partials, &mut mixed);
            layer.attention_output.mul(&mixed, &mut out)?;
            add(&out, &mut x);

            rms_norm(&x, &layer.feed_forward_norm, eps, &mut normed);
            multiply(&normed, [(&layer.gate, &mut gate), (&layer.up, &mut up)])?;
            pool::for_each_chunk(&mut gate, feed_forward, |t, gate| silu_mul(gate, &up[t * feed_forward..]));
            layer.down.mul(&gate, &mut out)?;
            add(&out, &mut x);
        }
        cache.advance(n);

        let rows = match wanted {
            Logits::None => return Ok(Vec::new()),
            Logits::Last => &x[(n - 1) * width..],
            Logits::All => &x[..],
        };
        let normed = &mut normed[..rows.len()];
        rms_norm(rows, &self.output_norm, eps, normed);
        let head = self.output.as_ref().unwrap_or(&self.embedding);
        let mut logits = vec![0.0; rows.len() / width * head.rows()];
        head.mul(normed, &mut logits)?;
        Ok(logits)
    }

    /// Cosine and sine of every rotated pair at a position.
    fn rotation(&self, position: usize) -> Vec<(f32, f32)> {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
        let angle_of = |frequency: &f64| {
            let angle = position as f64 * frequency;
            (libm::cos(angle) as f32, libm::sin(angle) as f32)
        };
        self.rope_frequencies.iter().map(angle_of).collect()
    }

    /// Rotary position embedding (Su et al. 2021, <https://arxiv.org/abs/2104.09864>) of every head in a row. Llama's
    /// GGUF weights are laid out for neighbouring pairs, Qwen2's for the two halves.
    fn rotate(&self, row: &mut [f32], rotation: &[(f32, f32)]) {
        for head in row.chunks_exact_mut(self.config.head_size) {
            for (i, (cos, sin)) in rotation.iter().enumerate() {
                let (a, b) = if self.config.rope_halves { (i, i + rotation.len()) } else { (2 * i, 2 * i + 1) };
                let (x, y) = (head[a], head[b]);
                head[a] = x * cos - y * sin;
                head[b] = x * sin + y * cos;
            }
        }
    }

    /// Causal attention of the positions from `start` on, each over all before it and itself; `query` and `out` hold a
    /// row of all heads for each position. `partials` is scratch.
    fn attend(&self, cache: &KvCache, layer: usize, query: &[f32], partials: &mut Vec<f32>, out: &mut [f32]) {
        let Config { heads, kv_heads, head_size, .. } = self.config;
        let (width, group, start) = (heads * head_size, heads / kv_heads, cache.len());
        let positions = query.len() / width;
        let pages = (start + positions).div_ceil(PAGE);
        // A part is what a few positions find on one page of a KV head, with all the heads that share it.
        let (at_once, size) = (ATTENTION_POSITIONS.min(positions), partial_size(head_size));
        let of_part = at_once * group * size;
        partials.resize(positions.div_ceil(at_once) * kv_heads * pages * of_part, 0.0);
        pool::for_each_chunk(partials, of_part, |part, partials| {
            let (first, page, kv_head) = (part / kv_heads / pages * at_once, part / kv_heads % pages, part % kv_heads);
            let query = |index: usize| {
                let (at, head) = (first + index / group, kv_head * group + index % group);
                let query = &query[at * width + head * head_size..][..head_size];
                Query { query, seen: (start + at + 1).saturating_sub(page * PAGE).min(PAGE) }
            };
            let count = at_once.min(positions - first) * group;
            attend(cache.page(layer, kv_head, page), count, query, &mut partials[..count * size]);
        });
        pool::for_each_chunk(out, head_size, |index, out| {
            let (at, head) = (index / heads, index % heads);
            let in_part = (at % at_once * group + head % group) * size;
            let of_page = |page: usize| ((at / at_once * pages + page) * kv_heads + head / group) * of_part + in_part;
            combine((0..pages).map(|page| &partials[of_page(page)..][..size]), out);
        });
    }
}

impl Config {
    /// The shape, the number of rotated dimensions, the rotary base and the number of layers.
    fn read(gguf: &Gguf) -> Result<(Self, usize, f32, usize)> {
        let arch = gguf.str("general.architecture")?;
        let key = |name: &str| format!("{arch}.{name}");
        let width = gguf.usize(&key("embedding_length"), 1..=1 << 16)?;
        let heads = gguf.usize(&key("attention.head_count"), 1..=1 << 10)?;
        let kv_heads = gguf.usize_or(&key("attention.head_count_kv"), heads, 1..=heads)?;
        let head_size = gguf.usize_or(&key("attention.key_length"), width / heads, 2..=1 << 12)?;
        let rotated = gguf.usize_or(&key("rope.dimension_count"), head_size, 2..=head_size)?;
        if !heads.is_multiple_of(kv_heads) {
            return Err(corrupt(format!("{heads} heads do not share {kv_heads} KV heads evenly")));
        }
        if !width.is_multiple_of(heads) && gguf.get(&key("attention.key_length")).is_none() {
            return Err(corrupt(format!("a width of {width} does not divide into {heads} heads")));
        }
        if !rotated.is_multiple_of(2) {
            return Err(corrupt(format!("{rotated} rotated dimensions do not make pairs")));
        }
        let eps = gguf.f32_or(&key("attention.layer_norm_rms_epsilon"), None)?;
        if !(eps > 0.0 && eps < 1.0) {
            return Err(corrupt(format!("an epsilon of {eps}")));
        }
        let base = gguf.f32_or(&key("rope.freq_base"), 10_000.0)?;
        if base <= 0.0 {
            return Err(corrupt(format!("a rotary base of {base}")));
        }
        if let Some(Value::String(scaling)) = gguf.get(&key("rope.scaling.type"))
            && scaling != "none"
        {
            return Err(Error::unsupported(format!(
                "The model scales its positions by `{scaling}`, which this engine does not do."
            )));
        }
        if gguf.get(&key("expert_count")).is_some_and(|count| *count != Value::Unsigned(0)) {
            return Err(Error::unsupported("The model is a mixture of experts, which this engine does not run."));
        }
        let config = Self {
            width,
            heads,
            kv_heads,
            head_size,
            feed_forward: gguf.usize(&key("feed_forward_length"), 1..=1 << 20)?,
            eps,
            rope_halves: arch == "qwen2",
            context_length: gguf.usize(&key("context_length"), 1..=1 << 24)?,
        };
        Ok((config, rotated, base, gguf.usize(&key("block_count"), 1..=1 << 10)?))
    }
}
