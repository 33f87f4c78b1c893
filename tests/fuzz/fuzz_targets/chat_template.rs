//! Any text as a chat template: it is refused, or it renders or fails within its fuel.
#![no_main]

use codementor_tutor::engine::template::{ChatTemplate, Message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let known = |error: codementor_tutor::Error| assert_eq!(error.code(), "model_unsupported", "{error}");
    let message = |role, content: &str| Message { role, content: content.to_owned() };
    let messages = [message("system", "Be brief."), message("user", "What is a <|im_end|> loop?")];
    match ChatTemplate::new(source, "<s>".to_owned(), "</s>".to_owned()) {
        Ok(template) => template.render(&messages, ["<|im_end|>", "</s>"].into_iter()).map_or_else(known, drop),
        Err(error) => known(error),
    }
});
