//! One hostile file, and what it must end in.

use std::io::Cursor;

use codementor_tutor::api::{ChatEvent, ChatRequest, Sampling};
use codementor_tutor::{Result, Tutor};

use super::support::{Gguf, Tiny, Value};

pub const CORRUPT: &str = "model_corrupt";
pub const UNSUPPORTED: &str = "model_unsupported";
/// The file is odd but sound: it must answer.
pub const FINE: &str = "fine";
/// Any answer or coded error will do.
pub const ANY: &str = "any";

/// One file: what it is, the code it must end in, what the error must say, and its bytes.
pub struct Row {
    pub name: String,
    pub code: &'static str,
    pub says: String,
    pub bytes: Vec<u8>,
}

/// A row made by spoiling a good file.
pub fn row(name: impl Into<String>, code: &'static str, says: impl Into<String>, spoil: impl FnOnce(&mut Gguf)) -> Row {
    let mut file = Tiny::llama(1).gguf();
    spoil(&mut file);
    Row { name: name.into(), code, says: says.into(), bytes: file.to_bytes() }
}

/// A row with one metadata key set.
pub fn key(key: &str, value: Value, code: &'static str) -> Row {
    let shown = format!("{value:?}").chars().take(80).collect::<String>();
    row(format!("{key} = {shown}"), code, "", |file| {
        file.set(key, value);
    })
}

/// A row with another chat template.
pub fn template(source: &str) -> Row {
    let shown = source.chars().take(100).collect::<String>();
    row(format!("template {shown}"), UNSUPPORTED, "template", |file| {
        file.set("tokenizer.chat_template", Value::str(source));
    })
}

pub fn question() -> ChatRequest {
    ChatRequest {
        message: "What is a for loop? ▁<|im_end|></s> <0x0A> é 中 😀\u{0}".into(),
        sampling: Sampling { max_tokens: Some(4), seed: Some(1), ..Sampling::default() },
        ..ChatRequest::default()
    }
}

/// Loads the file and asks a question, up to four tokens.
pub fn load_and_ask(bytes: &[u8]) -> Result<()> {
    let mut tutor = Tutor::new(|| 0.0);
    tutor.load("hostile", &mut Cursor::new(bytes), &mut |_| true)?;
    tutor.begin(&question())?;
    for _ in 0..10_000 {
        if let ChatEvent::Done { .. } = tutor.step()? {
            return Ok(());
        }
    }
    panic!("the answer does not end");
}

/// What is wrong with how a file ended, if anything.
pub fn complaint(row: &Row, outcome: &Result<()>) -> Option<String> {
    let Row { name, code, says, .. } = row;
    match outcome {
        Ok(()) if matches!(*code, FINE | ANY) => None,
        Ok(()) => Some(format!("{name}: it answers, wanted {code}")),
        Err(error) if (*code == ANY || *code == error.code()) && error.to_string().contains(says) => {
            let known = [CORRUPT, UNSUPPORTED, "context_overflow", "bad_request", "out_of_memory", "internal"];
            (!known.contains(&error.code())).then(|| format!("{name}: {}: {error}", error.code()))
        }
        Err(error) => Some(format!("{name}: {}: {error} — wanted {code} {says:?}", error.code())),
    }
}
