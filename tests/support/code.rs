//! A small code model, converted from the fixture `t5/bytes`.

use std::io::Cursor;
use std::path::Path;

use codementor_tutor::api::CodeTask;
use codementor_tutor::model::convert::{Format, Sources, Vocabulary, convert};

/// Its GGUF file.
pub fn code_model(task: CodeTask, prefix: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/t5/bytes");
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (config, vocab, merges) = (read("config.json"), read("vocab.json"), read("merges.txt"));
    let vocabulary = Vocabulary::Merges { vocab: &vocab, merges: &merges };
    let sources =
        Sources { config: &config, vocabulary, weights: Cursor::new(read("pytorch_model.bin")), task, prefix };
    let mut file = Vec::new();
    convert(sources, &mut file, Format::Q8_0, &mut |_, _| true).unwrap();
    file
}
