//! A small code model, converted from the fixture `t5/bytes`.
#![allow(dead_code)]

use std::io::Cursor;
use std::path::Path;

use codementor_tutor::api::CodeTask;
use codementor_tutor::model::convert::{Format, Sources, Vocabulary, convert};

/// Its GGUF file.
pub fn code_model(task: CodeTask, prefix: &str) -> Vec<u8> {
    converted(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/t5/bytes"), task, prefix).unwrap()
}

/// The GGUF file of the checkpoint in a folder, if there is one.
pub fn converted(folder: &Path, task: CodeTask, prefix: &str) -> Option<Vec<u8>> {
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let (config, weights) = (read("config.json")?, read("pytorch_model.bin").or_else(|| read("model.safetensors"))?);
    let (json, vocab, merges) = (read("tokenizer.json"), read("vocab.json"), read("merges.txt"));
    let vocabulary = match (&json, &vocab, &merges) {
        (Some(json), ..) => Vocabulary::Json(json),
        (None, Some(vocab), Some(merges)) => Vocabulary::Merges { vocab, merges },
        _ => return None,
    };
    let sources = Sources { config: &config, vocabulary, weights: Cursor::new(weights), task, prefix };
    let mut file = Vec::new();
    convert(sources, &mut file, Format::Q8_0, &mut |_, _| true).unwrap();
    Some(file)
}
