//! Any bytes as a checkpoint's weights: what `torch.save` writes, or safetensors.
#![no_main]

use std::io::Cursor;

use codementor_tutor::api::CodeTask;
use codementor_tutor::model::convert::{Format, Sources, Vocabulary, convert};
use libfuzzer_sys::fuzz_target;

const CONFIG: &[u8] = include_bytes!("../../fixtures/t5/relu-tied/config.json");
const TOKENIZER: &[u8] = include_bytes!("../../fixtures/t5/relu-tied/tokenizer.json");

fuzz_target!(|bytes: &[u8]| {
    let mut weights = Cursor::new(bytes);
    let vocabulary = Vocabulary::Json(TOKENIZER);
    let sources = Sources { config: CONFIG, vocabulary, weights: &mut weights, task: CodeTask::Fill, prefix: "" };
    if let Err(error) = convert(sources, Vec::new(), Format::Q8_0, &mut |_, _| true) {
        assert!(matches!(error.code(), "model_corrupt" | "model_unsupported"), "{error}");
    }
});
