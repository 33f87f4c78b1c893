//! Any bytes as a GGUF file: the header is read or refused, within memory and time.
#![no_main]

use std::io::Cursor;

use codementor_tutor::model::gguf::Gguf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = Gguf::read(&mut Cursor::new(bytes)) {
        assert!(["model_corrupt", "model_unsupported"].contains(&error.code()), "{error}");
    }
});
