//! The browser platform in a real browser: the store, the clock, what JavaScript throws, and a tiny model that is stored,
//! loaded and asked. In a dedicated worker, where OPFS gives synchronous files.
//!
//! `wasm-pack test --headless --chrome -- --no-default-features --features engine --test wasm`, and the same with `--firefox`.
#![cfg(target_arch = "wasm32")]

#[path = "hostile/contents.rs"]
mod contents;
#[path = "hostile/format.rs"]
#[allow(dead_code)]
mod format;
#[path = "hostile/row.rs"]
mod row;
mod support;

use std::io::{Cursor, Read, Seek, SeekFrom};

use codementor_tutor::api::{ChatEvent, ChatRequest, CodeTask, ModelInfo, ModelRole, Phase, Sampling};
use codementor_tutor::model::convert::{Format, Sources, Vocabulary, convert};
use codementor_tutor::model::marker::Marker;
use codementor_tutor::platform::web::opfs::{Store, Stored};
use codementor_tutor::platform::web::{clock, js_error};
use codementor_tutor::tutor::insights::{CodeModel, Name, Questions, Statement};
use codementor_tutor::{Error, Tutor};
use js_sys::{Error as JsError, Reflect};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn model(id: &str, bytes: u64) -> ModelInfo {
    ModelInfo {
        id: id.into(),
        title: id.into(),
        role: ModelRole::Chat,
        architecture: "llama".into(),
        urls: vec![],
        bytes,
        sha256: "0".repeat(64),
        license: "MIT".into(),
        context_length: 512,
        checkpoint: None,
    }
}

#[wasm_bindgen_test]
async fn what_is_written_and_completed_is_read_back() {
    let (store, info) = (Store::open().await.unwrap(), model("round-trip", 1000));
    store.delete(&info.id).await.unwrap();
    let bytes: Vec<u8> = (0..1000).map(|n| (n % 251) as u8).collect();
    let mut file = store.write(&info).await.unwrap();
    file.append(&bytes[..400]).unwrap();
    file.append(&bytes[400..]).unwrap();
    store.complete(&info.id, file, &Marker::of(&info)).await.unwrap();
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Whole(info.bytes));

    let mut file = Store::open().await.unwrap().read(&info).await.unwrap();
    let mut all = Vec::new();
    file.read_to_end(&mut all).unwrap();
    assert_eq!(all, bytes);
    let mut four = [0; 4];
    assert_eq!(file.seek(SeekFrom::Start(500)).unwrap(), 500);
    file.read_exact(&mut four).unwrap();
    assert_eq!(four, bytes[500..504]);
    assert_eq!(file.seek(SeekFrom::Current(-8)).unwrap(), 496);
    assert_eq!(file.seek(SeekFrom::End(-4)).unwrap(), 996);
    file.read_exact(&mut four).unwrap();
    assert_eq!(four, bytes[996..]);
    assert_eq!(file.read(&mut four).unwrap(), 0);
    assert!(file.seek(SeekFrom::Current(-2000)).is_err());
    drop(file);
    store.delete(&info.id).await.unwrap();
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Part(0));
}

#[wasm_bindgen_test]
async fn what_is_not_complete_is_never_a_model() {
    let (store, info) = (Store::open().await.unwrap(), model("half", 8));
    store.delete(&info.id).await.unwrap();
    let mut file = store.write(&info).await.unwrap();
    file.append(b"half").unwrap();
    drop(file);
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Part(4));
    assert_eq!(store.read(&info).await.err().unwrap().code(), "model_not_found");

    // All the bytes, and nobody has verified them.
    let mut file = store.write(&info).await.unwrap();
    file.append(b"whol").unwrap();
    drop(file);
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Part(8));

    // Complete, but not what the catalog means by now.
    let file = store.write(&info).await.unwrap();
    store.complete(&info.id, file, &Marker::of(&info)).await.unwrap();
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Whole(info.bytes));
    let other = ModelInfo { sha256: "1".repeat(64), ..info.clone() };
    assert_eq!(store.stored(&other).await.unwrap(), Stored::Part(8));
    assert_eq!(store.stored(&model("half", 9)).await.unwrap(), Stored::Part(8));

    // Opened for writing again, it is a part again, whatever happens next.
    drop(store.write(&info).await.unwrap());
    assert_eq!(store.stored(&info).await.unwrap(), Stored::Part(8));
    store.delete(&info.id).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_locked_file_is_busy_and_not_for_ever() {
    let (store, info) = (Store::open().await.unwrap(), model("locked", 4));
    let file = store.write(&info).await.unwrap();
    assert_eq!(store.write(&info).await.err().unwrap().code(), "busy");
    drop(file);
    assert!(store.write(&info).await.is_ok());
    store.delete(&info.id).await.unwrap();
    store.delete(&info.id).await.unwrap();
}

#[wasm_bindgen_test]
async fn time_passes() {
    let before = clock::now_ms();
    clock::sleep_ms(30.0).await;
    let passed = clock::now_ms() - before;
    assert!((25.0..5000.0).contains(&passed), "{passed}");
}

#[wasm_bindgen_test]
fn what_javascript_throws_is_coded() {
    let code = |name: &str| {
        let error = JsError::new("as the browser says");
        Reflect::set(&error, &"name".into(), &name.into()).unwrap();
        js_error(&error, "testing").code()
    };
    assert_eq!(code("AbortError"), "cancelled");
    assert_eq!(code("QuotaExceededError"), "storage_full");
    assert_eq!(code("NoModificationAllowedError"), "busy");
    assert_eq!(code("NotFoundError"), "model_not_found");
    assert_eq!(code("SecurityError"), "internal");
    let Error::Internal(text) = js_error(&"a bare string".into(), "testing") else { panic!("not internal") };
    assert!(text.contains("testing") && text.contains("a bare string"), "{text}");
}

#[wasm_bindgen_test]
async fn a_stored_model_loads_and_answers() {
    let bytes = support::tiny_llama(7);
    let (store, info) = (Store::open().await.unwrap(), model("tiny", bytes.len() as u64));
    store.delete(&info.id).await.unwrap();
    let mut file = store.write(&info).await.unwrap();
    file.append(&bytes).unwrap();
    store.complete(&info.id, file, &Marker::of(&info)).await.unwrap();

    let mut file = store.read(&info).await.unwrap();
    let mut tutor = Tutor::new(clock::now_ms);
    let mut furthest = 0;
    let mut tell = |progress: codementor_tutor::api::Progress| {
        assert_eq!(progress.phase, Phase::Load);
        furthest = furthest.max(progress.bytes);
        true
    };
    tutor.load("tiny", &mut file, &mut tell).unwrap();
    assert!(furthest > 0);
    drop(file);
    store.delete("tiny").await.unwrap();

    let sampling = Sampling { max_tokens: Some(5), temperature: Some(0.0), ..Sampling::default() };
    let request = ChatRequest { message: "What is a loop?".into(), sampling, ..ChatRequest::default() };
    tutor.begin(&request).unwrap();
    let reply = loop {
        if let ChatEvent::Done { reply } = tutor.step().unwrap() {
            break reply;
        }
    };
    assert!(reply.usage.completion_tokens <= 5 && reply.usage.prompt_tokens > 0);
    assert_eq!(reply.model_used, "tiny");
}

/// The files of `tests/hostile/`: here a panic or a full stack would trap, and fail the test. One of 60 MB is left to the
/// native test, as a test's worker keeps what it once took.
#[wasm_bindgen_test]
fn hostile_files_end_in_coded_errors() {
    let format = [
        format::not_gguf_at_all(),
        format::counts_and_lengths_that_lie(),
        format::values_that_break_the_format(),
        format::tensors_that_lie(),
        format::weights_that_are_not_numbers(),
    ];
    let contents = [
        contents::sound_files_answer(),
        contents::shapes_that_contradict_themselves(),
        contents::vocabularies_that_contradict_themselves(),
        contents::templates_that_break_out(),
        contents::templates_that_nest_lists(),
    ];
    let rows = format.into_iter().chain(contents).flatten();
    let rows = rows.chain(format::truncated_files()).chain(format::flipped_bytes().step_by(10));
    let mut count = 0;
    let wrong: Vec<String> =
        rows.inspect(|_| count += 1).filter_map(|row| row::complaint(&row, &row::load_and_ask(&row.bytes))).collect();
    assert!(wrong.is_empty(), "{} of {count} files:\n{}", wrong.len(), wrong.join("\n"));
}

/// The small code model is converted here, and has learned to call things `count` and `size`: see `tests/insights.rs`.
#[wasm_bindgen_test]
fn a_checkpoint_is_converted_and_asked() {
    let vocabulary = Vocabulary::Merges {
        vocab: include_bytes!("fixtures/t5/bytes/vocab.json"),
        merges: include_bytes!("fixtures/t5/bytes/merges.txt"),
    };
    let weights = Cursor::new(include_bytes!("fixtures/t5/bytes/pytorch_model.bin"));
    let config = include_bytes!("fixtures/t5/bytes/config.json");
    let sources = Sources { config, vocabulary, weights, task: CodeTask::Fill, prefix: "" };
    let mut file = Vec::new();
    convert(sources, &mut file, Format::Q8_0, &mut |_, _| true).unwrap();
    let model = CodeModel::load("bytes", &mut Cursor::new(file), &mut |_, _| true).unwrap();
    let code = "def f(x1):\n    return x1\n";
    let questions = Questions {
        code: code.into(),
        language: "python".into(),
        names: vec![Name { text: "x1".into(), places: vec![(6, 8), (22, 24)] }],
        statements: vec![Statement { line: 2, core: (15, 24) }],
        gaps: Vec::new(),
        functions: Vec::new(),
    };
    let mut answering = model.begin(questions).unwrap();
    let answers = loop {
        if let Some(answers) = answering.step(&model).unwrap() {
            break answers;
        }
    };
    assert_eq!(answers.names[0].proposals[0].0, "count");
    assert!(answers.names[0].proposals[0].1 > -0.1 && answers.names[0].own < -5.0, "{answers:?}");
    assert!(answers.statements[0].tokens == 9 && answers.statements[0].log_probability < 0.0);
}
