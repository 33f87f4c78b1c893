//! What a T5 checkpoint's `config.json` says, and which tensors that asks for.

use serde::Deserialize;

use super::writer::Metadata;
use crate::api::CodeTask;
use crate::error::{Error, Result};

/// The shape, by Hugging Face's names.
#[derive(Debug, Deserialize)]
pub(super) struct Config {
    model_type: String,
    d_model: usize,
    d_kv: usize,
    d_ff: usize,
    num_layers: usize,
    num_decoder_layers: Option<usize>,
    num_heads: usize,
    vocab_size: usize,
    #[serde(default = "thirty_two")]
    relative_attention_num_buckets: usize,
    #[serde(default = "hundred_twenty_eight")]
    relative_attention_max_distance: usize,
    #[serde(default = "millionth")]
    layer_norm_epsilon: f64,
    #[serde(default = "relu")]
    feed_forward_proj: String,
    #[serde(default = "yes")]
    tie_word_embeddings: bool,
    #[serde(default)]
    decoder_start_token_id: u32,
    #[serde(default = "one")]
    eos_token_id: u32,
    #[serde(default)]
    pad_token_id: u32,
    n_positions: Option<u32>,
}

/// A tensor of the GGUF file, and what it is called in the checkpoint: any of these.
pub(super) struct Wanted {
    pub name: String,
    pub sources: Vec<String>,
    pub rows: usize,
    pub cols: usize,
    pub is_vector: bool,
    /// The table of what is added to scores.
    pub is_bias: bool,
    /// A row for each token.
    pub is_vocabulary: bool,
}

fn thirty_two() -> usize {
    32
}
fn hundred_twenty_eight() -> usize {
    128
}
fn millionth() -> f64 {
    1e-6
}
fn relu() -> String {
    "relu".to_owned()
}
fn yes() -> bool {
    true
}
fn one() -> u32 {
    1
}

impl Config {
    pub fn read(json: &[u8]) -> Result<Self> {
        let config: Self = serde_json::from_slice(json).map_err(|error| {
            Error::corrupt(format!("The checkpoint's config.json cannot be used: {error}. Fetch it again."))
        })?;
        if config.model_type != "t5" {
            return Err(Error::unsupported(format!(
                "The checkpoint is a `{}`; `t5` is converted, which CodeT5 is too.",
                config.model_type
            )));
        }
        if !matches!(config.feed_forward_proj.as_str(), "relu" | "gated-gelu") {
            return Err(Error::unsupported(format!(
                "The checkpoint's feed-forward networks are `{}`; `relu` and `gated-gelu` are run.",
                config.feed_forward_proj
            )));
        }
        let Self { d_model, d_kv, d_ff, num_layers, num_heads, vocab_size, .. } = config;
        let layers = config.num_decoder_layers.unwrap_or(num_layers);
        let sizes = [
            ("d_model", d_model, 1 << 14),
            ("d_kv", d_kv, 1 << 10),
            ("d_ff", d_ff, 1 << 17),
            ("num_layers", num_layers, 1 << 8),
            ("num_decoder_layers", layers, 1 << 8),
            ("num_heads", num_heads, 1 << 8),
            ("vocab_size", vocab_size, 1 << 20),
            ("relative_attention_num_buckets", config.relative_attention_num_buckets, 1 << 12),
            ("relative_attention_max_distance", config.relative_attention_max_distance, 1 << 20),
        ];
        for (name, size, most) in sizes {
            if !(1..=most).contains(&size) {
                return Err(Error::corrupt(format!(
                    "The checkpoint's config.json says {name} is {size}; 1 to {most} can be."
                )));
            }
        }
        Ok(config)
    }

    /// The tensors of the file, in its order.
    pub fn tensors(&self) -> Vec<Wanted> {
        let (width, inner) = (self.d_model, self.num_heads * self.d_kv);
        let mut all = Vec::new();
        let mut add = |name: String, source: String, rows: usize, cols: usize| {
            let (is_vector, is_bias) = (rows == 1, name.ends_with("attn_rel_b.weight"));
            let sources = vec![source];
            let wanted = Wanted { name, sources, rows, cols, is_vector, is_bias, is_vocabulary: false };
            all.push(wanted);
        };
        let stacks = [
            ("enc", "encoder", self.num_layers, false),
            ("dec", "decoder", self.num_decoder_layers.unwrap_or(self.num_layers), true),
        ];
        for (short, long, layers, is_decoder) in stacks {
            for layer in 0..layers {
                let to = |part: &str| format!("{short}.blk.{layer}.{part}.weight");
                let from = |at: usize, part: &str| format!("{long}.block.{layer}.layer.{at}.{part}.weight");
                let attentions: &[_] = if is_decoder {
                    &[("attn", "SelfAttention"), ("cross_attn", "EncDecAttention")]
                } else {
                    &[("attn", "SelfAttention")]
                };
                for (at, (name, source)) in attentions.iter().enumerate() {
                    add(to(&format!("{name}_norm")), from(at, "layer_norm"), 1, width);
                    for part in ["q", "k", "v"] {
                        add(to(&format!("{name}_{part}")), from(at, &format!("{source}.{part}")), inner, width);
                    }
                    add(to(&format!("{name}_o")), from(at, &format!("{source}.o")), width, inner);
                    if at == 0 && layer == 0 {
                        let buckets = self.relative_attention_num_buckets;
                        let source = from(0, "SelfAttention.relative_attention_bias");
                        add(to("attn_rel_b"), source, buckets, self.num_heads);
                    }
                }
                let at = attentions.len();
                add(to("ffn_norm"), from(at, "layer_norm"), 1, width);
                if self.feed_forward_proj == "relu" {
                    add(to("ffn_up"), from(at, "DenseReluDense.wi"), self.d_ff, width);
                } else {
                    add(to("ffn_gate"), from(at, "DenseReluDense.wi_0"), self.d_ff, width);
                    add(to("ffn_up"), from(at, "DenseReluDense.wi_1"), self.d_ff, width);
                }
                add(to("ffn_down"), from(at, "DenseReluDense.wo"), width, self.d_ff);
            }
            add(format!("{short}.output_norm.weight"), format!("{long}.final_layer_norm.weight"), 1, width);
        }
        let vocabulary = |name: &str, sources: &[&str]| Wanted {
            name: name.to_owned(),
            sources: sources.iter().map(ToString::to_string).collect(),
            rows: self.vocab_size,
            cols: width,
            is_vector: false,
            is_bias: false,
            is_vocabulary: true,
        };
        all.insert(0, vocabulary("token_embd.weight", &["shared.weight", "encoder.embed_tokens.weight"]));
        if !self.tie_word_embeddings {
            all.push(vocabulary("output.weight", &["lm_head.weight"]));
        }
        all
    }

    /// Rows of the embedding.
    pub fn vocab_size(&self) -> usize {
        self.vocab_size
    }

    /// What the file says about the model, the tokenizer whole within it.
    pub fn metadata(&self, tokenizer_json: String, task: CodeTask, prefix: &str) -> Vec<(String, Metadata)> {
        let integer =
            |key: &str, number: usize| (key.to_owned(), Metadata::Integer(u32::try_from(number).unwrap_or(u32::MAX)));
        #[allow(clippy::cast_possible_truncation)]
        let eps = self.layer_norm_epsilon as f32;
        let task = match task {
            CodeTask::Fill => "fill",
            CodeTask::Summarize => "summarize",
        };
        vec![
            ("general.architecture".to_owned(), Metadata::Text("t5".to_owned())),
            integer("t5.context_length", self.n_positions.unwrap_or(512) as usize),
            integer("t5.embedding_length", self.d_model),
            integer("t5.feed_forward_length", self.d_ff),
            integer("t5.block_count", self.num_layers),
            integer("t5.decoder_block_count", self.num_decoder_layers.unwrap_or(self.num_layers)),
            integer("t5.attention.head_count", self.num_heads),
            integer("t5.attention.key_length", self.d_kv),
            integer("t5.attention.value_length", self.d_kv),
            integer("t5.attention.relative_buckets_count", self.relative_attention_num_buckets),
            integer("t5.attention.relative_max_distance", self.relative_attention_max_distance),
            ("t5.attention.layer_norm_epsilon".to_owned(), Metadata::Float(eps)),
            ("t5.attention.layer_norm_rms_epsilon".to_owned(), Metadata::Float(eps)),
            ("t5.decoder_start_token_id".to_owned(), Metadata::Integer(self.decoder_start_token_id)),
            ("tokenizer.ggml.model".to_owned(), Metadata::Text("t5".to_owned())),
            ("tokenizer.ggml.eos_token_id".to_owned(), Metadata::Integer(self.eos_token_id)),
            ("tokenizer.ggml.padding_token_id".to_owned(), Metadata::Integer(self.pad_token_id)),
            ("tokenizer.ggml.add_bos_token".to_owned(), Metadata::Bool(false)),
            ("tokenizer.huggingface.json".to_owned(), Metadata::Text(tokenizer_json)),
            ("codementor.task".to_owned(), Metadata::Text(task.to_owned())),
            ("codementor.prefix".to_owned(), Metadata::Text(prefix.to_owned())),
        ]
    }
}
