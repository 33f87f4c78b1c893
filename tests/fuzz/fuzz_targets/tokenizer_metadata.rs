//! A sound GGUF header around arbitrary vocabulary and template: tokenizer and template are built or refused; where they
//! are built, text goes in and out, and no control token comes of what a learner typed.
#![no_main]

use std::io::Cursor;

use arbitrary::Arbitrary;
use codementor_tutor::engine::template::{ChatTemplate, Message};
use codementor_tutor::engine::tokenizer::{Detokenizer, Tokenizer};
use codementor_tutor::model::gguf::Gguf;
use libfuzzer_sys::fuzz_target;

#[path = "../../support/mod.rs"]
mod support;

use support::gguf::kind;
use support::{Gguf as Writer, Tiny, Value};

/// What is changed of a sound model's metadata.
#[derive(Debug, Arbitrary)]
struct Metadata {
    base: Base,
    /// Instead of the sound tokens, if there are any.
    tokens: Vec<String>,
    /// Tokens to change: where, to what, and of what type.
    changes: Vec<(u16, String, i8)>,
    scores: Vec<f32>,
    merges: Vec<String>,
    ids: [Option<i32>; 3],
    pre: Option<String>,
    add_bos: Option<bool>,
    space_prefix: Option<bool>,
    template: Option<String>,
    text: String,
}

#[derive(Debug, Arbitrary, Clone, Copy)]
enum Base {
    Llama,
    Qwen2,
    Spm,
}

fuzz_target!(|metadata: Metadata| {
    let bytes = header(&metadata);
    let mut gguf = match Gguf::read(&mut Cursor::new(bytes)) {
        Ok(gguf) => gguf,
        Err(error) => return known(&error),
    };
    let template = gguf.str("tokenizer.chat_template").unwrap_or_default().to_owned();
    let tokenizer = match Tokenizer::from_gguf(&mut gguf) {
        Ok(tokenizer) => tokenizer,
        Err(error) => return known(&error),
    };
    match tokenizer.encode(&metadata.text) {
        Ok(ids) => {
            let mut detokenizer = Detokenizer::default();
            for id in ids {
                assert!((id as usize) < tokenizer.vocab_size());
                detokenizer.push(&tokenizer, id);
            }
            detokenizer.finish();
        }
        Err(error) => known(&error),
    }
    match ChatTemplate::new(&template, tokenizer.bos_text(), tokenizer.eos_text()) {
        Ok(template) => {
            let messages = [Message { role: "user", content: metadata.text }];
            let control: Vec<&str> = tokenizer.control_texts().collect();
            match template.render(&messages, control.iter().copied()) {
                Ok(rendered) => {
                    let ids = tokenizer.encode_prompt(&rendered.text, &rendered.mark);
                    ids.map_or_else(|error| known(&error), drop);
                }
                Err(error) => known(&error),
            }
        }
        Err(error) => known(&error),
    }
});

/// `internal` would be a bug of ours.
fn known(error: &codementor_tutor::Error) {
    assert!(["model_corrupt", "model_unsupported"].contains(&error.code()), "{}: {error}", error.code());
}

fn header(metadata: &Metadata) -> Vec<u8> {
    thread_local! {
        static BASES: [Writer; 3] = [Tiny::llama(1), Tiny::qwen2(1), Tiny::spm(1)].map(|tiny| {
            let mut file = tiny.gguf();
            file.tensors.clear();
            file
        });
    }
    let mut file = BASES.with(|bases| bases[metadata.base as usize].clone());
    if !metadata.tokens.is_empty() {
        file.set("tokenizer.ggml.tokens", Value::strings(&metadata.tokens));
        file.set("tokenizer.ggml.token_type", Value::i32s(&vec![1; metadata.tokens.len()]));
        file.set("tokenizer.ggml.scores", Value::f32s(&vec![0.0; metadata.tokens.len()]));
    }
    for (at, text, kind) in &metadata.changes {
        for (key, value) in
            [("tokenizer.ggml.tokens", Value::str(text)), ("tokenizer.ggml.token_type", Value::I32((*kind).into()))]
        {
            if let Value::Array(kind::STRING | kind::I32, items) = file.get(key)
                && !items.is_empty()
            {
                let at = usize::from(*at) % items.len();
                items[at] = value;
            }
        }
    }
    if !metadata.scores.is_empty() {
        file.set("tokenizer.ggml.scores", Value::f32s(&metadata.scores));
    }
    if !metadata.merges.is_empty() {
        file.set("tokenizer.ggml.merges", Value::strings(&metadata.merges));
    }
    for (key, id) in ["bos", "eos", "eot"].iter().zip(metadata.ids) {
        if let Some(id) = id {
            file.set(&format!("tokenizer.ggml.{key}_token_id"), Value::I32(id));
        }
    }
    if let Some(pre) = &metadata.pre {
        file.set("tokenizer.ggml.pre", Value::str(pre));
    }
    if let Some(add) = metadata.add_bos {
        file.set("tokenizer.ggml.add_bos_token", Value::Bool(add));
    }
    if let Some(add) = metadata.space_prefix {
        file.set("tokenizer.ggml.add_space_prefix", Value::Bool(add));
    }
    if let Some(template) = &metadata.template {
        file.set("tokenizer.chat_template", Value::str(template));
    }
    file.to_bytes()
}
