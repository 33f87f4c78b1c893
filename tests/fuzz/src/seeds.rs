//! Writes the first inputs of the fuzz targets, made of the tests' tiny models, the rules' programs, and the code in the folders that are named.

use std::fs;
use std::path::{Path, PathBuf};

use codementor_tutor::tutor::analyze::{languages::LANGUAGES, rules};

#[path = "../../support/mod.rs"]
mod support;

use support::Tiny;

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let headers = corpus.join("gguf_header");
    fs::create_dir_all(&headers)?;
    for (name, tiny) in [("llama", Tiny::llama(1)), ("qwen2", Tiny::qwen2(1)), ("spm", Tiny::spm(1))] {
        let mut file = tiny.gguf();
        fs::write(headers.join(name), file.to_bytes())?;
        // A small one is fuzzed faster: few tokens, one tensor.
        file.metadata.retain(|(key, _)| !["tokens", "merges", "scores", "token_type"].iter().any(|end| key.ends_with(end)));
        file.tensors.retain(|tensor| tensor.name == "output_norm.weight");
        fs::write(headers.join(format!("{name}-small")), file.to_bytes())?;
    }
    // The other target reads its input field by field; a few kilobytes of anything start it.
    let metadata = corpus.join("tokenizer_metadata");
    fs::create_dir_all(&metadata)?;
    for seed in 0..16 {
        let mut random = support::tiny::Random(seed);
        let text = [support::tiny::CHATML, support::tiny::ZEPHYR, "abc the loop ▁é中😀 <|im_end|></s><0x0A>"].join("");
        let bytes: Vec<u8> = (0..256).flat_map(|_| random.bits().to_le_bytes()).chain(text.bytes().cycle().take(4096)).collect();
        fs::write(metadata.join(format!("seed-{seed}")), bytes)?;
    }
    let templates = corpus.join("chat_template");
    fs::create_dir_all(&templates)?;
    let pieces = [
        "{% set messages = messages[1:] %}{% for m in messages %}{{ m.role + ': ' + m['content'] | trim }}{% endfor %}",
        "{% set ns = namespace(n=0, x='a') %}{% for i in range(9) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n ~ ns.x }}",
        "{% if messages[0].role in ['system', 'tool'] and not loop %}{{ (messages | first).content.split('b')[-1] }}{% endif %}",
        "{% set all = [{'role': 'user', 'content': 'x'}, messages[0]] %}{{ all[0].content ~ all | length }}{% set b %}c{% endset %}",
        "{% for k, v in messages[0].items() %}{{ loop.previtem[0] ~ k ~ v }}{% if loop.last %}{% break %}{% endif %}{% endfor %}",
        "{% with a = messages | selectattr('role', 'equalto', 'user') | list %}{{ a[::-1][0].content.strip('\\n') }}{% endwith %}",
    ];
    for (index, piece) in pieces.iter().chain([&support::tiny::CHATML, &support::tiny::ZEPHYR]).enumerate() {
        fs::write(templates.join(format!("seed-{index}")), piece)?;
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/t5");
    let checkpoints = corpus.join("checkpoint");
    fs::create_dir_all(&checkpoints)?;
    let torch = fs::read(fixtures.join("relu-tied/pytorch_model.bin"))?;
    fs::write(checkpoints.join("torch"), &torch)?;
    fs::copy(fixtures.join("gelu-untied/model.safetensors"), checkpoints.join("safetensors"))?;
    // `torch.save` compresses nothing: the pickle stands in the file as it is.
    let pickles = corpus.join("pickle");
    fs::create_dir_all(&pickles)?;
    if let Some(start) = torch.windows(3).position(|bytes| bytes == b"\x80\x02}" || bytes == b"\x80\x02c") {
        fs::write(pickles.join("torch"), &torch[start..torch.len().min(start + (16 << 10))])?;
    }
    code(&corpus, std::env::args_os().skip(1).map(PathBuf::from).collect())
}

/// Larger files are fuzzed slowly.
const MAX_BYTES: u64 = 8 << 10;
/// So many files of each language.
const MAX_FILES: usize = 300;

/// `corpus/LANGUAGE`: the bad and the good program of each rule, and real files.
fn code(corpus: &Path, mut folders: Vec<PathBuf>) -> std::io::Result<()> {
    let mut found = vec![Vec::new(); LANGUAGES.len()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            let language = LANGUAGES.iter().position(|known| known.name == ending || known.aliases.contains(&&*ending));
            if kind.is_dir() {
                folders.push(path);
            } else if let Some(language) = language.filter(|_| kind.is_file())
                && entry.metadata()?.len() <= MAX_BYTES
            {
                found[language].push(path);
            }
        }
    }
    for (language, mut files) in LANGUAGES.iter().zip(found) {
        let to = corpus.join(language.name);
        fs::create_dir_all(&to)?;
        for rule in rules::of(language) {
            fs::write(to.join(format!("{}-bad", rule.name)), rule.bad)?;
            fs::write(to.join(format!("{}-good", rule.name)), rule.good)?;
        }
        files.sort();
        let step = files.len().div_ceil(MAX_FILES).max(1);
        for (index, file) in files.iter().step_by(step).enumerate() {
            fs::copy(file, to.join(format!("file-{index}")))?;
        }
        println!("{}: {} files", language.title, files.len().div_ceil(step));
    }
    Ok(())
}
