//! T5 against transformers: what a checkpoint says after it was converted. `tests/reference/t5.py` wrote down what it should say.
//!
//! The small models are in `tests/fixtures/t5`. Where `T5_CHECKPOINTS` names folders (with colons between them) that `t5.py small` and
//! `t5.py numbers` have been over, those are compared too: `cargo test --release --test t5 -- --ignored --nocapture`. The titles are compared
//! where `t5.py relative target/reference` has been run.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use codementor_tutor::api::CodeTask;
use codementor_tutor::engine::Seq2Seq;
use codementor_tutor::engine::arch::t5::Decoding;
use codementor_tutor::engine::seq2seq::BeamParams;
use codementor_tutor::model::convert::{Converted, Format, Sources, Vocabulary, convert};
use serde::Deserialize;

/// Every so many logits of a row are written down.
const STEP: usize = 97;
const CONTINUED: usize = 5;

#[derive(Deserialize)]
struct Expected {
    length: usize,
    logits: Vec<Vec<f32>>,
    top: Vec<usize>,
    scores: Vec<f32>,
    greedy: Vec<u32>,
    #[serde(default)]
    beams: Vec<ExpectedBeam>,
}

#[derive(Deserialize)]
struct ExpectedBeam {
    tokens: Vec<u32>,
    score: f32,
}

fn fixtures() -> [PathBuf; 2] {
    ["relu-tied", "gelu-untied"].map(|name| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/t5").join(name))
}

fn converted(folder: &Path, format: Format) -> (Vec<u8>, Vec<Converted>) {
    let weights = ["model.safetensors", "pytorch_model.bin"].map(|name| folder.join(name));
    let mut weights = File::open(weights.iter().find(|path| path.exists()).unwrap()).unwrap();
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (config, tokenizer) = (read("config.json"), read("tokenizer.json"));
    let vocabulary = Vocabulary::Json(&tokenizer);
    let sources = Sources { config: &config, vocabulary, weights: &mut weights, task: CodeTask::Fill, prefix: "" };
    let mut file = Vec::new();
    let report = convert(sources, &mut file, format, &mut |_, _| true).unwrap();
    (file, report)
}

fn loaded(folder: &Path, format: Format) -> Seq2Seq {
    let (file, _) = converted(folder, format);
    Seq2Seq::load(&mut Cursor::new(file), &mut |_, _| true).unwrap()
}

fn expected(folder: &Path) -> Vec<Expected> {
    serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap()
}

/// Tokens that mean nothing: as in `t5.py`.
fn ids(length: usize, vocab: usize) -> Vec<u32> {
    (0..length).map(|index| u32::try_from(3 + (index * 7919 + 13) % (vocab - 3)).unwrap()).collect()
}

struct Compared {
    /// The largest difference of a logit.
    worst: f32,
    /// The root of the mean square of the differences, over that of the logits.
    relative: f32,
    /// So many of the likeliest tokens are the same, of so many.
    same: usize,
    all: usize,
}

fn compare(folder: &Path, name: &str, format: Format) -> Compared {
    let model = loaded(folder, format);
    let vocab = model.t5().vocab_size();
    let (mut worst, mut same, mut all, mut lost, mut size) = (0f32, 0, 0, 0f32, 0f32);
    for expected in expected(folder) {
        let encoded = model.encode(&ids(expected.length, vocab)).unwrap();
        let mut written = vec![model.t5().start_token()];
        written.extend(ids(CONTINUED, vocab));
        let logits = model.t5().decode(&mut [Decoding::new(encoded)], &written).unwrap();
        for (at, row) in logits.chunks_exact(vocab).enumerate() {
            for (value, expected) in row.iter().step_by(STEP).zip(&expected.logits[at]) {
                worst = worst.max((value - expected).abs());
                lost += (value - expected) * (value - expected);
                size += expected * expected;
            }
            let top = row.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1)).unwrap().0;
            same += usize::from(top == expected.top[at]);
            all += 1;
        }
    }
    let compared = Compared { worst, relative: (lost / size).sqrt(), same, all };
    let Compared { relative, .. } = compared;
    println!(
        "{} {name}: logits differ by {worst:.6} at most, {:.3}% as a rule; same top token {same} of {all}",
        folder.display(),
        relative * 100.0
    );
    compared
}

fn says_the_same(folder: &Path) {
    let Compared { worst, same, all, .. } = compare(folder, "F32", Format::F32);
    assert!(worst < 1e-3 && same == all);
    let model = loaded(folder, Format::F32);
    let vocab = model.t5().vocab_size();
    for expected in expected(folder) {
        let encoded = model.encode(&ids(expected.length, vocab)).unwrap();
        let greedy = model.greedy(encoded.clone(), expected.greedy.len()).unwrap();
        // transformers' tokenizers end with their own token; these models' ends with the one of their configuration.
        assert_eq!(greedy, expected.greedy, "{} tokens", expected.length);
        let scores = model.score(encoded.clone(), &ids(CONTINUED, vocab)).unwrap();
        for (score, expected) in scores.iter().zip(&expected.scores) {
            assert!((score - expected).abs() < 1e-3, "{score}, not {expected}");
        }
        let longest = expected.beams.iter().map(|beam| beam.tokens.len()).max().unwrap_or(0);
        if longest > 0 {
            let params = BeamParams { beams: expected.beams.len(), max_tokens: longest, length_penalty: 1.0 };
            let beams = model.beam_search(&encoded, params, &mut || true).unwrap();
            for (beam, expected) in beams.iter().zip(&expected.beams) {
                assert!((beam.score - expected.score).abs() < 1e-3, "{} and {}", beam.score, expected.score);
                assert_eq!(beam.tokens, expected.tokens);
            }
        }
    }
}

#[test]
fn small_models_say_what_transformers_says() {
    fixtures().iter().for_each(|folder| says_the_same(folder));
}

#[test]
fn quantized_models_say_nearly_the_same() {
    for folder in fixtures() {
        // A row is one block here, and activations are rounded too.
        for (name, format, most) in [("F16", Format::F16, 1e-5), ("Q8_0", Format::Q8_0, 0.06)] {
            let Compared { relative, .. } = compare(&folder, name, format);
            assert!(relative < most, "{name}: {relative}");
        }
        let (_, report) = converted(&folder, Format::Q4_0);
        for tensor in report {
            let most = match tensor.dtype {
                "F32" | "F16" => 1e-9,
                "Q8_0" => 0.01,
                _ => 0.12,
            };
            assert!(tensor.error <= most, "{tensor:?}");
        }
    }
}

#[test]
fn inputs_that_are_read_together_are_read_as_by_themselves() {
    for folder in fixtures() {
        let model = loaded(&folder, Format::Q8_0);
        let vocab = model.t5().vocab_size();
        let inputs = [ids(5, vocab), ids(130, vocab), ids(1, vocab)];
        let together = model.t5().encode(&inputs.each_ref().map(Vec::as_slice)).unwrap();
        for (input, encoded) in inputs.iter().zip(together) {
            let mut outputs = [encoded.into(), model.encode(input).unwrap()].map(Decoding::new);
            let logits = model.t5().decode(&mut outputs, &[0, 7, 0, 7]).unwrap();
            let (one, other) = logits.split_at(logits.len() / 2);
            assert_eq!(one, other);
        }
    }
}

#[test]
fn token_by_token_is_as_all_at_once() {
    for folder in fixtures() {
        let model = loaded(&folder, Format::F32);
        let vocab = model.t5().vocab_size();
        let encoded = model.encode(&ids(20, vocab)).unwrap();
        let written = ids(40, vocab);
        let at_once = model.t5().decode(&mut [Decoding::new(encoded.clone())], &written).unwrap();
        let mut outputs = [Decoding::new(encoded)];
        for (token, row) in written.iter().zip(at_once.chunks_exact(vocab)) {
            let logits = model.t5().decode(&mut outputs, &[*token]).unwrap();
            assert!(logits.iter().zip(row).all(|(one, other)| (one - other).abs() < 1e-4));
        }
    }
}

#[test]
fn damaged_checkpoints_are_refused() {
    let [torch, safetensors] = fixtures();
    let attempt = |folder: &Path, change: &dyn Fn(&mut Vec<u8>, &mut serde_json::Value)| {
        let weights = ["model.safetensors", "pytorch_model.bin"].map(|name| folder.join(name));
        let mut weights = std::fs::read(weights.iter().find(|path| path.exists()).unwrap()).unwrap();
        let mut config = serde_json::from_slice(&std::fs::read(folder.join("config.json")).unwrap()).unwrap();
        change(&mut weights, &mut config);
        let config = serde_json::to_vec(&config).unwrap();
        let tokenizer = std::fs::read(folder.join("tokenizer.json")).unwrap();
        let (vocabulary, weights) = (Vocabulary::Json(&tokenizer), Cursor::new(weights));
        let sources = Sources { config: &config, vocabulary, weights, task: CodeTask::Fill, prefix: "" };
        convert(sources, Vec::new(), Format::Q8_0, &mut |_, _| true)
    };
    for folder in [&torch, &safetensors] {
        assert!(attempt(folder, &|_, _| {}).is_ok());
        for part in 0..20 {
            let cut = attempt(folder, &|weights, _| weights.truncate(weights.len() * part / 20));
            assert!(matches!(cut.unwrap_err().code(), "model_corrupt" | "model_unsupported"), "{part} of 20");
        }
        for (key, value) in
            [("d_model", 64), ("num_layers", 3), ("vocab_size", 95), ("d_ff", 0), ("num_heads", 1 << 20)]
        {
            let error = attempt(folder, &|_, config| config[key] = value.into()).unwrap_err();
            assert_eq!(error.code(), "model_corrupt", "{key}: {error}");
        }
        let error = attempt(folder, &|_, config| config["model_type"] = "bart".into()).unwrap_err();
        assert_eq!(error.code(), "model_unsupported");
        let error = attempt(folder, &|_, config| config["feed_forward_proj"] = "swish".into()).unwrap_err();
        assert_eq!(error.code(), "model_unsupported");
    }
    let error = attempt(&safetensors, &|weights, _| {
        let last = weights.len() - 2;
        weights[last..].copy_from_slice(&[0x00, 0x7E]);
    });
    assert!(error.unwrap_err().to_string().contains("not finite"));
    let error = attempt(&safetensors, &|weights, _| weights[..8].copy_from_slice(&u64::MAX.to_le_bytes()));
    assert_eq!(error.unwrap_err().code(), "model_corrupt");
}

#[test]
#[ignore = "wants checkpoints that are too large to be kept here"]
fn checkpoints_say_what_transformers_says() {
    let folders = std::env::var("T5_CHECKPOINTS").unwrap_or_default();
    for folder in folders.split(':').filter(|folder| !folder.is_empty()).map(Path::new) {
        says_the_same(folder);
        for (name, format) in [("F16", Format::F16), ("Q8_0", Format::Q8_0), ("Q4_0", Format::Q4_0)] {
            compare(folder, name, format);
        }
    }
}

#[derive(Deserialize)]
struct Title {
    text: String,
    input: Vec<u32>,
    output: Vec<u32>,
    title: String,
}

const PREFIX: &str = "summarize agent step: ";

/// A real relative of CodeT5 writes what transformers writes, and with 8 bits nearly always the same token.
#[test]
fn a_real_model_writes_its_titles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/reference/t5-small");
    if !folder.join("model.safetensors").exists() {
        println!(
            "SKIPPED: there is no {}; `tests/reference/t5.py relative target/reference` fetches it",
            folder.display()
        );
        return;
    }
    let titles: Vec<Title> =
        serde_json::from_slice(&std::fs::read(root.join("tests/fixtures/t5/titles.json")).unwrap()).unwrap();
    assert!(titles.len() >= 30);
    let exact = loaded(&folder, Format::F32);
    let quantized = loaded(&folder, Format::Q8_0);
    let (mut same, mut all, mut titles_same) = (0, 0, 0);
    for Title { text, input, output, title } in &titles {
        let ids = exact.input(&format!("{PREFIX}{text}")).unwrap();
        assert_eq!(&ids, input, "{text}");
        let written = exact.greedy(exact.encode(&ids).unwrap(), 32).unwrap();
        assert_eq!((&written, &exact.text(&written)), (output, title), "{text}");
        titles_same += usize::from(quantized.greedy(quantized.encode(&ids).unwrap(), 32).unwrap() == *output);
        // Given the same words before it, which token comes next?
        let mut before = vec![quantized.t5().start_token()];
        before.extend(&output[..output.len() - 1]);
        let logits = quantized.t5().decode(&mut [Decoding::new(quantized.encode(&ids).unwrap())], &before).unwrap();
        for (row, expected) in logits.chunks_exact(quantized.t5().vocab_size()).zip(output) {
            let top = row.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1)).unwrap().0;
            same += usize::from(top == *expected as usize);
            all += 1;
        }
    }
    println!("Q8_0: same top token {same} of {all}, same title {titles_same} of {}", titles.len());
    assert!(same * 100 >= all * 97, "{same} of {all}");
}

#[test]
#[ignore = "wants CodeT5's vocab.json and merges.txt, and tokens.json of `t5.py tokens`, in the folder T5_TOKENS"]
fn codet5_tokens_are_those_of_the_reference() {
    let folder = PathBuf::from(std::env::var("T5_TOKENS").unwrap());
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (vocab, merges) = (read("vocab.json"), read("merges.txt"));
    let json = Vocabulary::Merges { vocab: &vocab, merges: &merges }.tokenizer_json(32_100).unwrap();
    let tokenizer = codementor_tutor::engine::tokenizer::InputTokenizer::from_json(json.as_bytes()).unwrap();
    let lines: Vec<(String, Vec<u32>)> = serde_json::from_slice(&read("tokens.json")).unwrap();
    let wrong: Vec<_> = lines.iter().filter(|(line, ids)| tokenizer.encode(line).unwrap() != *ids).collect();
    println!("{} of {} lines have the same tokens", lines.len() - wrong.len(), lines.len());
    assert!(wrong.is_empty(), "{:?}", &wrong[..wrong.len().min(5)]);
}

/// Bytes that are others here and there: an error that says so, or a model, and never more.
#[test]
fn no_damage_to_a_checkpoint_is_more_than_an_error() {
    let mut state = 7u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for folder in fixtures() {
        let weights = ["model.safetensors", "pytorch_model.bin"].map(|name| folder.join(name));
        let weights = std::fs::read(weights.iter().find(|path| path.exists()).unwrap()).unwrap();
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let (config, tokenizer) = (read("config.json"), read("tokenizer.json"));
        for _ in 0..1500 {
            let mut damaged = weights.clone();
            // What says where things are stands at the beginning of one kind, and at the end of the other.
            let (start, length) = [(0, damaged.len()), (0, 8192), (damaged.len() - 8192, 8192)][random(3)];
            for _ in 0..=random(4) {
                damaged[start + random(length)] = u8::try_from(random(256)).unwrap();
            }
            let vocabulary = Vocabulary::Json(&tokenizer);
            let weights = Cursor::new(damaged);
            let sources = Sources { config: &config, vocabulary, weights, task: CodeTask::Fill, prefix: "" };
            if let Err(error) = convert(sources, std::io::sink(), Format::Q8_0, &mut |_, _| true) {
                assert!(matches!(error.code(), "model_corrupt" | "model_unsupported"), "{error}");
            }
        }
    }
}
