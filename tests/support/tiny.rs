//! Tiny seeded models with the keys, tensors and tokenizers of the real ones.

use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor as Candle};
use half::bf16;

use super::gguf::{Gguf, Tensor, Value};

/// Which tokenizer a tiny model has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocab {
    /// Byte-level BPE ("gpt2") with this pre-tokenizer's name.
    Bpe(&'static str),
    /// SentencePiece ("llama") with byte fallback.
    Spm,
}

/// What a tiny model is like. Take one of the constructors and change a field.
#[derive(Debug, Clone)]
pub struct Tiny {
    pub seed: u64,
    pub architecture: &'static str,
    pub vocab: Vocab,
    pub layers: usize,
    /// Embedding width; a multiple of 256 lets every quantised type in.
    pub dim: usize,
    pub feed_forward: usize,
    pub heads: usize,
    pub kv_heads: usize,
    pub context: usize,
    /// The type of every matrix.
    pub dtype: GgmlDType,
    /// Whether `output.weight` is there, or the embedding serves for both.
    pub untied: bool,
    /// Whether q, k and v have biases (qwen2).
    pub biases: bool,
}

/// ChatML, which adds a system turn when there is none, as SmolLM2's and Qwen2's do.
pub const CHATML: &str = "{% if messages[0]['role'] != 'system' %}<|im_start|>system\nYou help.<|im_end|>\n{% endif %}\
{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}\
{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/// Turns that end with the end-of-text token, as TinyLlama's do.
pub const ZEPHYR: &str = "{% for message in messages %}{{ '<|' + message['role'] + '|>\n' + message['content'] + eos_token \
+ '\n' }}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}{% endfor %}";

impl Tiny {
    /// As SmolLM2: byte-level BPE, tied head.
    pub fn llama(seed: u64) -> Self {
        Self {
            seed,
            architecture: "llama",
            vocab: Vocab::Bpe("smollm"),
            layers: 2,
            dim: 64,
            feed_forward: 128,
            heads: 4,
            kv_heads: 2,
            context: 2048,
            dtype: GgmlDType::Q8_0,
            untied: false,
            biases: false,
        }
    }

    /// As Qwen2.5-Coder-1.5B: attention biases, tied head.
    pub fn qwen2(seed: u64) -> Self {
        Self { architecture: "qwen2", vocab: Vocab::Bpe("qwen2"), biases: true, ..Self::llama(seed) }
    }

    /// As TinyLlama: SentencePiece, untied head.
    pub fn spm(seed: u64) -> Self {
        Self { vocab: Vocab::Spm, untied: true, ..Self::llama(seed) }
    }

    /// The same with every matrix of this type, wide enough for its blocks.
    pub fn with_dtype(self, dtype: GgmlDType) -> Self {
        let (dim, feed_forward) = if dtype.block_size() > 32 { (256, 512) } else { (self.dim, self.feed_forward) };
        Self { dtype, dim, feed_forward, ..self }
    }

    /// The model as a file in the making.
    pub fn gguf(&self) -> Gguf {
        let mut file = Gguf::default();
        self.hyperparameters(&mut file);
        let tokens = match self.vocab {
            Vocab::Bpe(pre) => bpe(&mut file, pre),
            Vocab::Spm => spm(&mut file),
        };
        file.set(&format!("{}.vocab_size", self.architecture), u32_value(tokens));
        self.tensors(&mut file, tokens);
        file
    }

    fn hyperparameters(&self, file: &mut Gguf) {
        let head_dim = self.dim / self.heads;
        file.set("general.architecture", Value::str(self.architecture));
        file.set("general.type", Value::str("model"));
        file.set("general.name", Value::str(&format!("Tiny {} {}", self.architecture, self.seed)));
        file.set("general.quantization_version", Value::U32(2));
        for (key, value) in [
            ("block_count", u32_value(self.layers)),
            ("context_length", u32_value(self.context)),
            ("embedding_length", u32_value(self.dim)),
            ("feed_forward_length", u32_value(self.feed_forward)),
            ("attention.head_count", u32_value(self.heads)),
            ("attention.head_count_kv", u32_value(self.kv_heads)),
            ("attention.layer_norm_rms_epsilon", Value::F32(1e-5)),
            ("rope.freq_base", Value::F32(10_000.0)),
            ("rope.dimension_count", u32_value(head_dim)),
        ] {
            file.set(&format!("{}.{key}", self.architecture), value);
        }
    }

    fn tensors(&self, file: &mut Gguf, tokens: usize) {
        let (dim, ff, kv) = (self.dim, self.feed_forward, self.dim / self.heads * self.kv_heads);
        let mut random = Random(self.seed);
        let mut matrix = |name: String, rows: usize, columns: usize, spread: f32| {
            // Uniform with standard deviation `spread`, so that activations keep their size from layer to layer.
            let values: Vec<f32> = (0..rows * columns).map(|_| random.signed() * spread * 1.732).collect();
            file.tensors.push(tensor(&name, &[rows, columns], &values, self.dtype));
        };
        let fan_in = |width: usize| (width as f32).sqrt().recip();
        matrix("token_embd.weight".into(), tokens, dim, 1.0);
        if self.untied {
            matrix("output.weight".into(), tokens, dim, 3.0 * fan_in(dim));
        }
        for layer in 0..self.layers {
            let mut block = |name: &str, rows, columns| {
                matrix(format!("blk.{layer}.{name}.weight"), rows, columns, fan_in(columns));
            };
            block("attn_q", dim, dim);
            block("attn_k", kv, dim);
            block("attn_v", kv, dim);
            block("attn_output", dim, dim);
            block("ffn_gate", ff, dim);
            block("ffn_up", ff, dim);
            block("ffn_down", dim, ff);
        }
        let mut vector = |name: String, length: usize, middle: f32| {
            let values: Vec<f32> = (0..length).map(|_| middle + random.signed() * 0.2).collect();
            file.tensors.push(tensor(&name, &[length], &values, GgmlDType::F32));
        };
        for layer in 0..self.layers {
            vector(format!("blk.{layer}.attn_norm.weight"), dim, 1.0);
            vector(format!("blk.{layer}.ffn_norm.weight"), dim, 1.0);
            if self.biases {
                vector(format!("blk.{layer}.attn_q.bias"), dim, 0.0);
                vector(format!("blk.{layer}.attn_k.bias"), kv, 0.0);
                vector(format!("blk.{layer}.attn_v.bias"), kv, 0.0);
            }
        }
        vector("output_norm.weight".into(), dim, 1.0);
    }
}

/// A tensor of any type from its values, rows first.
pub fn tensor(name: &str, shape: &[usize], values: &[f32], dtype: GgmlDType) -> Tensor {
    let data = match dtype {
        GgmlDType::F32 => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        GgmlDType::F16 => values.iter().flat_map(|value| half::f16::from_f32(*value).to_le_bytes()).collect(),
        GgmlDType::BF16 => values.iter().flat_map(|value| bf16::from_f32(*value).to_le_bytes()).collect(),
        _ => {
            let full = Candle::from_slice(values, shape, &Device::Cpu).unwrap();
            QTensor::quantize(&full, dtype).unwrap().data().unwrap().into_owned()
        }
    };
    let dims = shape.iter().rev().map(|&dim| dim as u64).collect();
    Tensor { name: name.to_owned(), dims, dtype: dtype_id(dtype), data, offset: None }
}

/// The id that the file has for a type.
pub fn dtype_id(dtype: GgmlDType) -> u32 {
    match dtype {
        GgmlDType::F32 => 0,
        GgmlDType::F16 => 1,
        GgmlDType::Q4_0 => 2,
        GgmlDType::Q4_1 => 3,
        GgmlDType::Q5_0 => 6,
        GgmlDType::Q5_1 => 7,
        GgmlDType::Q8_0 => 8,
        GgmlDType::Q8_1 => 9,
        GgmlDType::Q2K => 10,
        GgmlDType::Q3K => 11,
        GgmlDType::Q4K => 12,
        GgmlDType::Q5K => 13,
        GgmlDType::Q6K => 14,
        GgmlDType::Q8K => 15,
        GgmlDType::BF16 => 30,
    }
}

/// Byte-level BPE: three control tokens, the 256 bytes, and what the merges make. Returns the number of tokens.
fn bpe(file: &mut Gguf, pre: &str) -> usize {
    let merges: Vec<String> = MERGES.iter().map(|pair| pair.replace('_', "Ġ")).collect();
    let mut tokens: Vec<String> = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map(str::to_owned).into();
    tokens.extend(byte_characters().into_iter().map(String::from));
    tokens.extend(merges.iter().map(|pair| pair.replace(' ', "")));
    let types: Vec<i32> = (0..tokens.len()).map(|id| if id < 3 { 3 } else { 1 }).collect();
    file.set("tokenizer.ggml.model", Value::str("gpt2"));
    file.set("tokenizer.ggml.pre", Value::str(pre));
    file.set("tokenizer.ggml.tokens", Value::strings(&tokens));
    file.set("tokenizer.ggml.token_type", Value::i32s(&types));
    file.set("tokenizer.ggml.merges", Value::strings(&merges));
    file.set("tokenizer.ggml.bos_token_id", Value::U32(1));
    file.set("tokenizer.ggml.eos_token_id", Value::U32(2));
    file.set("tokenizer.ggml.unknown_token_id", Value::U32(0));
    file.set("tokenizer.ggml.padding_token_id", Value::U32(2));
    file.set("tokenizer.ggml.add_bos_token", Value::Bool(false));
    file.set("tokenizer.ggml.add_space_prefix", Value::Bool(false));
    file.set("tokenizer.chat_template", Value::str(CHATML));
    tokens.len()
}

/// SentencePiece: unknown, begin, end, 256 byte tokens, then pieces, likeliest first. Returns the number of tokens.
fn spm(file: &mut Gguf) -> usize {
    let mut tokens: Vec<String> = ["<unk>", "<s>", "</s>"].map(str::to_owned).into();
    tokens.extend((0..=255).map(|byte| format!("<0x{byte:02X}>")));
    let plain = tokens.len();
    tokens.extend(MERGES.iter().map(|pair| pair.replace(' ', "").replace('_', "▁")));
    tokens.push("▁".into());
    tokens.extend((b'!'..=b'~').map(|byte| char::from(byte).to_string()));
    tokens.extend(["é", "ß", "λ", "中", "文"].map(str::to_owned));
    let score = |id: usize| if id < plain { 0.0 } else { -((id - plain) as f32) };
    let scores: Vec<f32> = (0..tokens.len()).map(score).collect();
    let type_of = |id: usize| match id {
        0 => 2,
        1 | 2 => 3,
        _ if id < plain => 6,
        _ => 1,
    };
    let types: Vec<i32> = (0..tokens.len()).map(type_of).collect();
    file.set("tokenizer.ggml.model", Value::str("llama"));
    file.set("tokenizer.ggml.pre", Value::str("default"));
    file.set("tokenizer.ggml.tokens", Value::strings(&tokens));
    file.set("tokenizer.ggml.scores", Value::f32s(&scores));
    file.set("tokenizer.ggml.token_type", Value::i32s(&types));
    file.set("tokenizer.ggml.bos_token_id", Value::U32(1));
    file.set("tokenizer.ggml.eos_token_id", Value::U32(2));
    file.set("tokenizer.ggml.unknown_token_id", Value::U32(0));
    file.set("tokenizer.ggml.padding_token_id", Value::U32(2));
    file.set("tokenizer.ggml.add_bos_token", Value::Bool(true));
    file.set("tokenizer.ggml.add_eos_token", Value::Bool(false));
    file.set("tokenizer.chat_template", Value::str(ZEPHYR));
    tokens.len()
}

/// Merges, first ones first; `_` stands for the space. Each makes a token that is unlike all others.
const MERGES: &[&str] = &[
    "_ t", "h e", "_ a", "i n", "r e", "o n", "_ _", "_t he", "e r", "_ s", "a t", "o r", "_ w", "_ c", "e n", "_ f",
    "o u", "i s", "_ i", "i t", "e s", "in g", "_ p", "l o", "lo o", "loo p", "_f or", "p r", "in t", "pr int", "_i s",
    "__ __", "_a n", "d e", "de f", "_w h", "_ =", "( )", "l l", "_ l",
];

/// For every byte the character that byte-level BPE writes it as: itself where it prints, else one from U+0100 on.
pub fn byte_characters() -> Vec<char> {
    let prints = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    let mut spare = 0x100..;
    let mut character = |byte: u8| if prints(byte) { u32::from(byte) } else { spare.next().unwrap() };
    (0..=255).map(|byte| char::from_u32(character(byte)).unwrap()).collect()
}

fn u32_value(value: usize) -> Value {
    Value::U32(u32::try_from(value).unwrap())
}

/// A small reproducible generator (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From -1 to 1.
    pub fn signed(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
    }
}
