//! The engine against llama.cpp: the same token ids, and nearly the same distributions. What llama.cpp said was written
//! down by `tests/reference/make.py`, which describes the files that are read here.
//!
//! The starter must be stored (`codementor pull smollm2-135m-instruct`); the larger models are compared where they are.
//! `cargo test --test reference -- --ignored --nocapture` compares whole distributions, after `make.py --full`, and the
//! perplexity of every tensor type, after `perplexity.py`: that takes hours, and `--release` some less.
#![cfg(not(target_arch = "wasm32"))]

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use codementor_tutor::engine::kernels::pool;
use codementor_tutor::engine::tokenizer::Tokenizer;
use codementor_tutor::engine::{Logits, Model};
use codementor_tutor::model::gguf::{Gguf, TENSOR_TYPES};
use codementor_tutor::platform::native::start_helpers;

/// The bounds of the project's plan, over all positions of a model.
const MAX_MEAN_KL: f64 = 0.01;
const MIN_SAME_TOP: f64 = 0.97;
/// How far a perplexity may be from llama.cpp's, in percent.
const MAX_PERPLEXITY_DIFFERENCE: f64 = 0.5;
const MIN_PERPLEXITY_TOKENS: usize = 20_000;
/// Tokens that are evaluated at once: a row of logits each is held.
const PERPLEXITY_CHUNK: usize = 64;

#[test]
fn token_ids_of_the_starter() {
    same_token_ids(&starter());
}

#[test]
fn token_ids_of_tinyllama() {
    stored("tinyllama").iter().for_each(same_token_ids);
}

#[test]
fn token_ids_of_qwen2() {
    stored("qwen2").iter().for_each(same_token_ids);
}

#[test]
fn distributions_of_the_starter() {
    same_distributions(&starter());
}

#[test]
fn distributions_of_tinyllama() {
    stored("tinyllama").iter().for_each(same_distributions);
}

#[test]
fn distributions_of_qwen2() {
    stored("qwen2").iter().for_each(same_distributions);
}

#[test]
fn greedy_answers_of_the_starter() {
    let reference = starter();
    let model = reference.load();
    let answers: Vec<serde_json::Value> = serde_json::from_slice(&reference.fixture("greedy.json")).unwrap();
    let (mut steps, mut same, mut whole) = (0, 0, 0);
    for answer in &answers {
        let ids = |key: &str| -> Vec<u32> {
            answer[key].as_array().unwrap().iter().map(|id| u32::try_from(id.as_u64().unwrap()).unwrap()).collect()
        };
        let (prompt, wanted) = (ids("promptIds"), ids("ids"));
        // Each step sees llama.cpp's own choices, so that one narrow decision is counted once.
        let tokens = [&prompt[..], &wanted[..wanted.len() - 1]].concat();
        let logits = model.forward(&mut model.new_cache(), &tokens, Logits::All).unwrap();
        let rows = logits.chunks_exact(logits.len() / tokens.len()).skip(prompt.len() - 1);
        let mut differs = false;
        for (at, (row, &id)) in rows.zip(&wanted).enumerate() {
            steps += 1;
            let top = top(row);
            if top == id as usize {
                same += 1;
            } else {
                differs = true;
                println!("{}: token {at}: {top}, llama.cpp {id} by {}", answer["message"], answer["margins"][at]);
            }
        }
        whole += usize::from(!differs);
    }
    println!("starter: {same} of {steps} greedy steps the same, {whole} of {} answers whole", answers.len());
    assert!(f64::from(same) >= MIN_SAME_TOP * f64::from(steps));
}

#[test]
#[ignore = "needs `make.py --full`, which writes hundreds of MB"]
fn whole_distributions() {
    for reference in ["smollm2", "tinyllama", "qwen2"].iter().filter_map(|name| stored(name)) {
        let path = root().join(format!("target/reference/{}.full.bin", reference.name));
        let Ok(mut file) = File::open(&path) else {
            println!("skipped: {} is not there", path.display());
            continue;
        };
        let mut header = [0; 12];
        file.read_exact(&mut header).unwrap();
        let vocabulary = u32::from_le_bytes(header[8..].try_into().unwrap()) as usize;
        let mut bytes = vec![0; vocabulary * 4];
        reference.compare(|_, row| {
            file.read_exact(&mut bytes).unwrap();
            let wanted: Vec<f64> =
                bytes.chunks_exact(4).map(|x| f32::from_le_bytes(x.try_into().unwrap()).into()).collect();
            let kl = wanted.iter().zip(row).map(|(p, q)| p.exp() * (p - q)).sum();
            (kl, wanted.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0)
        });
    }
}

/// `PERPLEXITY_TYPES=Q4_0,Q4_K` measures only those.
#[test]
#[ignore = "needs `perplexity.py`, which makes 5 GB of files, and hours"]
fn perplexities() {
    let chosen = std::env::var("PERPLEXITY_TYPES").ok();
    let is_chosen = |kind: &str| chosen.as_ref().is_none_or(|chosen| chosen.split(',').any(|name| name == kind));
    let mut wrong = Vec::new();
    println!("type  model      tokens  llama.cpp       here  difference  standard error");
    for (.., kind) in TENSOR_TYPES.into_iter().filter(|(.., kind)| is_chosen(kind)) {
        let folder = root().join("target/reference");
        let answer = folder.join(format!("perplexity/{kind}.json"));
        let Ok(answer) = std::fs::read(&answer) else {
            println!("{kind:<5} skipped: {} is not there", answer.display());
            continue;
        };
        let wanted: Losses = serde_json::from_slice(&answer).unwrap();
        let reference = Reference { name: kind, file: folder.join("types").join(&wanted.file) };
        if reference.file.metadata().ok().map(|data| data.len()) != Some(wanted.bytes) {
            println!("{kind:<5} skipped: {} ({} bytes) is not there", reference.file.display(), wanted.bytes);
            continue;
        }
        let ours = wanted.windows.iter().flat_map(losses(&reference.load())).collect::<Vec<f64>>();
        let theirs = wanted.losses.concat();
        assert_eq!(ours.len(), theirs.len());
        assert!(ours.len() >= MIN_PERPLEXITY_TOKENS);
        let count = ours.len() as f64;
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / count;
        // The text is the same, so its own spread cancels out of each token's difference.
        let differences: Vec<f64> = ours.iter().zip(&theirs).map(|(a, b)| a - b).collect();
        let difference = mean(&mut differences.iter().copied());
        let variance = mean(&mut differences.iter().map(|x| (x - difference).powi(2)));
        let percent = difference.exp_m1() * 100.0;
        println!(
            "{kind:<5} {:<9}  {:>6}  {:>9.4}  {:>9.4}  {percent:>+9.3}%  {:>13.3}%",
            wanted.model,
            ours.len(),
            mean(&mut theirs.iter().copied()).exp(),
            mean(&mut ours.iter().copied()).exp(),
            (variance / count).sqrt() * 100.0,
        );
        if percent.is_nan() || percent.abs() > MAX_PERPLEXITY_DIFFERENCE {
            wrong.push(format!("{kind}: {percent:+.3}%"));
        }
    }
    assert!(wrong.is_empty(), "too far from llama.cpp's perplexity: {}", wrong.join(", "));
}

/// What `perplexity.py` writes.
#[derive(serde::Deserialize)]
struct Losses {
    model: String,
    file: String,
    bytes: u64,
    windows: Vec<Vec<u32>>,
    losses: Vec<Vec<f64>>,
}

/// The natural log of the probability, negated, of each token of a window but the first.
fn losses(model: &Model) -> impl Fn(&Vec<u32>) -> Vec<f64> {
    |window| {
        let mut cache = model.new_cache();
        let (seen, following) = (&window[..window.len() - 1], &window[1..]);
        let chunks = seen.chunks(PERPLEXITY_CHUNK).zip(following.chunks(PERPLEXITY_CHUNK));
        let losses_of = |(seen, following): (&[u32], &[u32])| -> Vec<f64> {
            let logits = model.forward(&mut cache, seen, Logits::All).unwrap();
            let rows = logits.chunks_exact(logits.len() / seen.len());
            rows.zip(following).map(|(row, id)| -log_softmax(row)[*id as usize]).collect()
        };
        chunks.flat_map(losses_of).collect()
    }
}

fn same_token_ids(reference: &Reference) {
    let tokenizer = reference.tokenizer();
    let corpus = std::fs::read_to_string(root().join("tests/reference/corpus.txt")).unwrap();
    let wanted = String::from_utf8(reference.fixture("tokens.txt")).unwrap();
    let (mut lines, mut wrong) = (0, Vec::new());
    for (line, wanted) in corpus.lines().zip(wanted.lines()) {
        let text: String = serde_json::from_str(line).unwrap();
        let ids = tokenizer.encode(&text).unwrap();
        let mut fields = wanted.split(' ');
        let (count, hash) = (fields.next().unwrap(), fields.next().unwrap());
        if (count.parse(), format!("{:08x}", fnv1a(&ids))) != (Ok(ids.len()), hash.to_owned()) {
            let line: String = line.chars().take(300).collect();
            let ids: Vec<_> = ids.iter().take(60).collect();
            let count = count.to_owned();
            wrong.push(format!("{line}\n  here {ids:?}; llama.cpp has {count} {:?}", fields.collect::<Vec<_>>()));
        }
        lines += 1;
    }
    assert_eq!((lines, corpus.lines().count()), (wanted.lines().count(), lines), "fixture and corpus are of one run");
    assert!(lines >= 2000);
    println!("{}: {} of {lines} lines have the same token ids", reference.name, lines - wrong.len());
    let shown = wrong.iter().take(25).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{}: {} of {lines} lines differ:\n{shown}", reference.name, wrong.len());
}

fn same_distributions(reference: &Reference) {
    let (kl, same) = reference.compare(|wanted, row| {
        // The likeliest tokens are a bin each and the others one together: the KL of the bins bounds the whole from below.
        let mut others = row.to_vec();
        wanted.top.iter().for_each(|(id, _)| others[*id] = f64::NEG_INFINITY);
        let log_sum = |values: &mut dyn Iterator<Item = f64>| values.map(f64::exp).sum::<f64>().ln();
        let bins = wanted.top.iter().map(|(id, p)| (*p, row[*id]));
        let bins: Vec<_> = bins.chain([(wanted.rest, log_sum(&mut others.into_iter()))]).collect();
        // What was rounded for storage is made to add up to one again.
        let total = log_sum(&mut bins.iter().map(|(p, _)| *p));
        let kl = bins.iter().map(|(p, q)| (p - total).exp() * (p - total - q)).sum();
        (kl, wanted.top[0].0)
    });
    assert!(kl <= MAX_MEAN_KL, "{}: mean KL {kl}", reference.name);
    assert!(same >= MIN_SAME_TOP, "{}: the same top token in {same}", reference.name);
}

/// One model's fixtures and its stored file.
struct Reference {
    name: &'static str,
    file: PathBuf,
}

/// What llama.cpp said at one position.
struct Position {
    /// Token and natural log of its probability, likeliest first.
    top: Vec<(usize, f64)>,
    /// Natural log of the probability of all others together.
    rest: f64,
}

impl Reference {
    fn fixture(&self, kind: &str) -> Vec<u8> {
        fixture(self.name, kind)
    }

    fn tokenizer(&self) -> Tokenizer {
        let mut gguf = Gguf::read(&mut File::open(&self.file).unwrap()).unwrap();
        Tokenizer::from_gguf(&mut gguf).unwrap()
    }

    fn load(&self) -> Model {
        static STARTED: std::sync::Once = std::sync::Once::new();
        STARTED.call_once(|| start_helpers(None, pool::help));
        Model::load(&mut File::open(&self.file).unwrap(), Tokenizer::from_gguf, &mut |_, _| true).unwrap()
    }

    /// Runs all passages. `measure` takes what llama.cpp said and this engine's log-probabilities, and gives the KL
    /// divergence and llama.cpp's top token. Returns the mean KL and the share of positions with the same top token.
    fn compare(&self, mut measure: impl FnMut(&Position, &[f64]) -> (f64, usize)) -> (f64, f64) {
        let model = self.load();
        let bytes = self.fixture("logits.bin");
        let mut reader = Fields(&bytes);
        assert_eq!(reader.take(4), b"KLRF");
        let (mut kls, mut same) = (Vec::new(), 0);
        for _ in 0..reader.u32() {
            let tokens: Vec<u32> = (0..reader.u32()).map(|_| reader.u32()).collect();
            let logits = model.forward(&mut model.new_cache(), &tokens, Logits::All).unwrap();
            for row in logits.chunks_exact(logits.len() / tokens.len()) {
                let wanted = reader.position();
                let (kl, wanted_top) = measure(&wanted, &log_softmax(row));
                kls.push(kl);
                same += usize::from(top(row) == wanted_top);
            }
        }
        assert!(reader.0.is_empty() && kls.len() >= 500);
        kls.sort_by(f64::total_cmp);
        let (mean, share) = (kls.iter().sum::<f64>() / kls.len() as f64, same as f64 / kls.len() as f64);
        println!(
            "{}: {} positions, mean KL {mean:.6}, median {:.6}, 99% {:.5}, worst {:.4}; same top token {:.2}%",
            self.name,
            kls.len(),
            kls[kls.len() / 2],
            kls[kls.len() * 99 / 100],
            kls[kls.len() - 1],
            share * 100.0
        );
        (mean, share)
    }
}

fn starter() -> Reference {
    stored("smollm2").expect("the starter is stored: run `codementor pull smollm2-135m-instruct`")
}

/// The file that the fixtures were made from, told by its size; says so where it is not stored.
fn stored(name: &'static str) -> Option<Reference> {
    let source: serde_json::Value = serde_json::from_slice(&fixture(name, "json")).unwrap();
    let from = |key: &str, rest: &str| Some(PathBuf::from(std::env::var_os(key)?).join(rest));
    let folder = from("CODEMENTOR_MODELS", "")
        .or_else(|| from("XDG_CACHE_HOME", "codementor/models"))
        .or_else(|| from("HOME", ".cache/codementor/models"))?;
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let found = files.map(|entry| entry.path()).find(|path| {
        path.extension().is_some_and(|end| end == "gguf")
            && path.metadata().is_ok_and(|data| Some(data.len()) == source["bytes"].as_u64())
    });
    if found.is_none() {
        println!(
            "skipped: {name}: {} ({} bytes) is not stored in {}",
            source["file"],
            source["bytes"],
            folder.display()
        );
    }
    Some(Reference { name, file: found? })
}

fn fixture(name: &str, kind: &str) -> Vec<u8> {
    let path = root().join(format!("tests/reference/fixtures/{name}.{kind}"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn log_softmax(row: &[f32]) -> Vec<f64> {
    let max = f64::from(row.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let log_sum = row.iter().map(|x| (f64::from(*x) - max).exp()).sum::<f64>().ln();
    row.iter().map(|x| f64::from(*x) - max - log_sum).collect()
}

/// The likeliest token; the lower id where two are equal, as greedy sampling has it.
fn top(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |best, id| if row[id] > row[best] { id } else { best })
}

fn fnv1a(ids: &[u32]) -> u32 {
    let bytes = ids.iter().flat_map(|id| id.to_le_bytes());
    bytes.fold(0x811C_9DC5, |state, byte| (state ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Little-endian fields, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(n);
        self.0 = rest;
        taken
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn position(&mut self) -> Position {
        let count = self.u32() as usize;
        let ids: Vec<usize> = (0..count).map(|_| self.u32() as usize).collect();
        let half = |bytes: &[u8]| half::f16::from_le_bytes(bytes.try_into().unwrap()).to_f64();
        let logs: Vec<f64> = self.take(2 * count).chunks_exact(2).map(half).collect();
        let rest = f32::from_le_bytes(self.take(4).try_into().unwrap()).into();
        Position { top: ids.into_iter().zip(logs).collect(), rest }
    }
}
