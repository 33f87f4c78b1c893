//! What the tests share: a GGUF writer and tiny seeded models, so that no test needs a download.
//!
//! From a test file: `mod support;`, or `#[path = "../support/mod.rs"] mod support;` from a folder below `tests/`.
#![allow(dead_code, unused_imports, clippy::unwrap_used)]

pub mod gguf;
pub mod tiny;

pub use gguf::{Gguf, Tensor, Value};
pub use tiny::{Tiny, Vocab};

/// A tiny `llama` model as GGUF bytes: byte-level BPE, ChatML template, Q8_0, 2 layers. The same seed, the same bytes.
pub fn tiny_llama(seed: u64) -> Vec<u8> {
    Tiny::llama(seed).gguf().to_bytes()
}

/// A tiny `qwen2` model as GGUF bytes: attention biases, tied head, byte-level BPE, ChatML template, Q8_0, 2 layers.
pub fn tiny_qwen2(seed: u64) -> Vec<u8> {
    Tiny::qwen2(seed).gguf().to_bytes()
}

/// A tiny `llama` model as GGUF bytes with a SentencePiece vocabulary (byte fallback) and an untied head, as TinyLlama.
pub fn tiny_spm(seed: u64) -> Vec<u8> {
    Tiny::spm(seed).gguf().to_bytes()
}

/// The files of a small checkpoint that reads any text: `tests/fixtures/t5/bytes`.
pub const CODE_FILES: [&str; 4] = ["config.json", "vocab.json", "merges.txt", "pytorch_model.bin"];

/// One of [`CODE_FILES`].
pub fn code_file(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/t5/bytes");
    std::fs::read(folder.join(name)).unwrap()
}
