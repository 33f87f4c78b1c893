//! Any bytes as a checkpoint's weights: what `torch.save` writes, or safetensors.
#![no_main]

use std::io::Cursor;

use candle_core::quantized::GgmlDType;
use codementor_tutor::model::convert::{Sources, convert};
use libfuzzer_sys::fuzz_target;

const CONFIG: &[u8] = include_bytes!("../../fixtures/t5/relu-tied/config.json");

fuzz_target!(|bytes: &[u8]| {
    let mut weights = Cursor::new(bytes);
    let sources = Sources { config: CONFIG, tokenizer: b"{}", weights: &mut weights };
    if let Err(error) = convert(sources, &mut Vec::new(), GgmlDType::Q8_0, &mut |_, _| true) {
        assert!(matches!(error.code(), "model_corrupt" | "model_unsupported"), "{error}");
    }
});
