//! The tests' own tools: the writer writes GGUF that an independent reader reads, the same for the same seed.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::io::Cursor;

use candle_core::quantized::gguf_file;
use codementor_tutor::model::gguf::TENSOR_TYPES;
use support::{Tiny, tiny_llama, tiny_qwen2, tiny_spm};

#[test]
fn every_tiny_model_is_read_by_candle() {
    for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
        for tiny in [Tiny::llama(1), Tiny::qwen2(1), Tiny::spm(1)] {
            let bytes = tiny.with_dtype(dtype).gguf().to_bytes();
            let mut reader = Cursor::new(&bytes);
            let file = gguf_file::Content::read(&mut reader).unwrap();
            for name in file.tensor_infos.keys() {
                file.tensor(&mut reader, name, &candle_core::Device::Cpu).unwrap();
            }
            let tokens = file.metadata["tokenizer.ggml.tokens"].to_vec().unwrap();
            let distinct: std::collections::HashSet<_> =
                tokens.iter().map(|token| token.to_string().unwrap()).collect();
            assert_eq!(distinct.len(), tokens.len(), "a token twice");
            assert_eq!(file.tensor_infos["token_embd.weight"].shape.dims()[0], tokens.len());
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(tiny_llama(7), tiny_llama(7));
    assert_ne!(tiny_llama(7), tiny_llama(8));
    assert_ne!(tiny_llama(7), tiny_qwen2(7));
    assert_ne!(tiny_llama(7), tiny_spm(7));
}
