//! The command line, as a stranger uses it: the built program, its exit codes and what it prints.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

#[path = "cli/mirror.rs"]
mod mirror;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use mirror::{Mirror, Mode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// Longer than anything here takes on a slow machine; a program that reaches it has hung.
const BOUND: Duration = Duration::from_secs(120);

/// A learner's machine: a models folder and a catalog with one tiny model.
struct Home {
    dir: TempDir,
    model: Vec<u8>,
}

impl Home {
    fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap(), model: support::tiny_llama(7) };
        home.write_catalog(&[]);
        home
    }

    fn with_model() -> Self {
        let home = Self::new();
        std::fs::create_dir(home.models()).unwrap();
        std::fs::write(home.models().join("tiny.gguf"), &home.model).unwrap();
        home
    }

    fn write_catalog(&self, urls: &[String]) {
        let digest: String = Sha256::digest(&self.model).iter().map(|byte| format!("{byte:02x}")).collect();
        let row = json!({
            "id": "tiny", "title": "A tiny model", "role": "chat", "architecture": "llama", "urls": urls,
            "bytes": self.model.len(), "sha256": digest, "license": "MIT", "contextLength": 2048
        });
        std::fs::write(self.dir.path().join("catalog.json"), json!([row]).to_string()).unwrap();
    }

    fn models(&self) -> PathBuf {
        self.dir.path().join("models")
    }

    fn stored(&self) -> bool {
        self.models().join("tiny.gguf").exists()
    }

    fn part(&self) -> PathBuf {
        self.models().join("tiny.gguf.part")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_codementor"));
        command.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("CODEMENTOR_MODELS", self.models()).env("CODEMENTOR_CATALOG", self.dir.path().join("catalog.json"));
        for name in ["CODEMENTOR_MODEL_BASE_URL", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        finish(self.command(args).spawn().unwrap())
    }

    fn pull(&self, server: &Mirror) -> Output {
        self.run(&["pull", "tiny", "--base-url", &server.url])
    }
}

/// Waits for the program, for a bounded time.
fn finish(child: Child) -> Output {
    let id = child.id();
    let (done, finished) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(child.wait_with_output().unwrap()));
    finished.recv_timeout(BOUND).unwrap_or_else(|_| panic!("process {id} hangs"))
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// It failed with one line that names this code.
fn fails(output: &Output, code: &str) -> String {
    let text = err(output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(lines[0].ends_with(&format!("({code})")), "{text}");
    assert!(!text.contains("panicked") && !text.contains("backtrace"), "{text}");
    lines[0].to_owned()
}

fn succeeds(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", err(output));
    out(output)
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let home = Home::with_model();
    for args in [
        &["chat", "--personality", "grumpy", "Hello"][..],
        &["chat", "--level", "wizard", "Hello"],
        &["chat", "--temperature", "warm", "Hello"],
        &["chat", "--max-tokens", "-1", "Hello"],
        &["serve", "--port", "70000"],
        &["serve", "--queue", "0"],
        &["pull"],
        &["teach"],
        &["--nothing"],
        &[],
    ] {
        let output = home.run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", err(&output));
        assert!(!err(&output).contains("panicked"), "{args:?}");
    }
    for args in [&["--help"][..], &["chat", "--help"], &["serve", "--help"], &["--version"]] {
        assert_eq!(home.run(args).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn a_bound_that_is_broken_is_an_error() {
    let home = Home::with_model();
    fails(&home.run(&["chat", "--temperature", "3", "Hello"]), "bad_request");
    fails(&home.run(&["chat", "--max-tokens", "0", "Hello"]), "bad_request");
    fails(&home.run(&["chat", " "]), "bad_request");
    fails(&home.run(&["chat", &"x".repeat((32 << 10) + 1)]), "bad_request");
    fails(&home.run(&["chat", "--code", "none.py", "Hello"]), "bad_request");
    std::fs::write(home.dir.path().join("latin.py"), b"caf\xe9").unwrap();
    assert!(fails(&home.run(&["chat", "--code", "latin.py", "Hello"]), "bad_request").contains("UTF-8"));
    std::fs::write(home.dir.path().join("long.py"), "é".repeat(300 << 10)).unwrap();
    fails(&home.run(&["chat", "--code", "long.py", "Hello"]), "bad_request");
}

#[test]
fn a_model_that_is_not_there_is_named() {
    let home = Home::new();
    assert!(fails(&home.run(&["chat", "Hello"]), "model_not_found").contains("codementor pull tiny"));
    assert!(
        fails(&home.run(&["chat", "--model", "tiny", "Hello"]), "model_not_found").contains("codementor pull tiny")
    );
    assert!(fails(&home.run(&["chat", "--model", "gpt-9", "Hello"]), "model_not_found").contains("tiny"));
    assert!(fails(&home.run(&["chat", "--model", "none.gguf", "Hello"]), "model_not_found").contains("none.gguf"));
    assert!(fails(&home.run(&["pull", "gpt-9"]), "model_not_found").contains("tiny"));
    assert!(fails(&home.run(&["chat", "--model", "..", "Hello"]), "model_not_found").contains(".."));
}

#[test]
fn a_file_that_is_no_model_is_corrupt() {
    let home = Home::new();
    for (name, bytes) in [
        ("empty.gguf", Vec::new()),
        ("page.gguf", b"<!doctype html>".to_vec()),
        ("half.gguf", home.model[..home.model.len() / 2].to_vec()),
    ] {
        std::fs::write(home.dir.path().join(name), bytes).unwrap();
        fails(&home.run(&["chat", "--model", name, "Hello"]), "model_corrupt");
    }
    std::fs::create_dir(home.models()).unwrap();
    std::fs::write(home.models().join("tiny.gguf"), "GGUF").unwrap();
    assert!(fails(&home.run(&["chat", "Hello"]), "model_corrupt").contains("codementor pull tiny"));
}

#[test]
fn a_catalog_that_is_wrong_is_told() {
    let home = Home::new();
    std::fs::write(home.dir.path().join("catalog.json"), "[{}]").unwrap();
    fails(&home.run(&["models"]), "bad_request");
    fails(&home.run(&["models", "--catalog", "none.json"]), "bad_request");
}

#[test]
fn the_table_of_models_lines_up() {
    let home = Home::with_model();
    let table = succeeds(&home.run(&["models"]));
    let lines: Vec<&str> = table.lines().collect();
    for (head, value) in [("STORED", "yes"), ("LICENCE", "MIT"), ("WHAT", "A tiny model")] {
        assert_eq!(lines[0].find(head), lines[1].find(value), "{table}");
    }
    assert!(!table.contains('\u{1b}'), "colours only on a terminal");
    let listed: Value = serde_json::from_str(&succeeds(&home.run(&["models", "--json"]))).unwrap();
    assert_eq!((&listed[0]["id"], &listed[0]["stored"]), (&json!("tiny"), &json!(true)));

    // Without a site's catalog there is the built-in one.
    let mut command = home.command(&["models", "--json"]);
    let listed = succeeds(&finish(command.env_remove("CODEMENTOR_CATALOG").spawn().unwrap()));
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((listed[0]["id"].as_str(), &listed[0]["stored"]), (Some("smollm2-135m-instruct"), &json!(false)));
}

#[test]
fn one_answer_streams_or_is_json() {
    let home = Home::with_model();
    let greedy =
        ["chat", "--temperature", "0", "--max-tokens", "12", "--level", "beginner", "--personality", "practical"];
    let run = |more: &[&str]| home.run(&[&greedy[..], more].concat());
    let text = succeeds(&run(&["Hello"]));
    let reply: Value = serde_json::from_str(&succeeds(&run(&["--json", "Hello"]))).unwrap();
    let message: String =
        reply["message"].as_str().unwrap().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    assert_eq!(text.trim(), message.trim());
    assert_eq!(reply["modelUsed"], "tiny");
    assert!(reply["usage"]["completionTokens"].as_u64().unwrap() <= 12);

    let verbose = run(&["--verbose", "--model", "models/tiny.gguf", "Hello"]);
    assert_eq!(succeeds(&verbose), text);
    assert!(err(&verbose).contains("tokens/s"), "{}", err(&verbose));
    assert_eq!(err(&run(&["Hello"])), "", "no counts where there is no terminal");

    let mut piped = home.command(&greedy).stdin(Stdio::piped()).spawn().unwrap();
    piped.stdin.take().unwrap().write_all(b"Hello").unwrap();
    assert_eq!(succeeds(&finish(piped)), text);
}

#[test]
fn a_file_is_analysed_for_people_and_for_programs() {
    let home = Home::new();
    let path = home.dir.path().join("program.py");
    std::fs::write(&path, "def f(x, seen=[]):\n    if x > 1\n        return seen\n").unwrap();
    let path = path.to_str().unwrap();
    let report = succeeds(&home.run(&["analyze", path]));
    assert!(
        report.contains("lacks its colon") && report.contains("   2 |     if x > 1\n       |            ^\n"),
        "{report}"
    );
    assert!(!report.contains('\u{1b}'), "no colours where there is no terminal");
    let json: Value = serde_json::from_str(&succeeds(&home.run(&["analyze", "--json", path]))).unwrap();
    assert_eq!((&json["language"], &json["syntaxErrors"][0]["line"]), (&json!("python"), &json!(2)));

    let mut child = home.command(&["analyze", "-", "--language", "js"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"const add = (a, b) => a + b;\n").unwrap();
    assert!(succeeds(&finish(child)).contains("add"));
    let nothing = home.run(&["analyze", "-"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(err(&nothing).contains("--language"));
    assert!(fails(&home.run(&["analyze", "-", "--language", "python"]), "bad_request").contains("Code is required"));
    assert!(fails(&home.run(&["analyze", "missing.py"]), "bad_request").contains("missing.py"));
    assert!(fails(&home.run(&["analyze", path, "--language", "cobol"]), "language_unsupported").contains("Rust"));
    std::fs::write(home.dir.path().join("binary.c"), [0xff, 0xfe, 0]).unwrap();
    assert!(fails(&home.run(&["analyze", "binary.c"]), "bad_request").contains("UTF-8"));
    std::fs::write(home.dir.path().join("long.c"), vec![b'\n'; (256 << 10) + 1]).unwrap();
    assert!(fails(&home.run(&["analyze", "long.c"]), "bad_request").contains("262144"));
}

#[test]
fn a_checkpoint_is_converted_and_reported() {
    let home = Home::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/t5/relu-tied");
    let report = succeeds(&home.run(&["convert", folder, "--out", "small.gguf"]));
    assert!(
        report.contains("token_embd.weight") && report.contains("Q8_0") && report.contains("60 tensors"),
        "{report}"
    );
    let json = succeeds(&home.run(&["convert", folder, "--out", "small.gguf", "--dtype", "f16", "--json"]));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(json[0]["name"] == "token_embd.weight" && json[0]["dtype"] == "F16", "{json}");

    let message = fails(&home.run(&["convert", "nowhere", "--out", "x.gguf"]), "bad_request");
    assert!(message.contains("config.json"), "{message}");
    std::fs::create_dir(home.dir.path().join("broken")).unwrap();
    for name in ["config.json", "tokenizer.json"] {
        std::fs::copy(Path::new(folder).join(name), home.dir.path().join("broken").join(name)).unwrap();
    }
    let message = fails(&home.run(&["convert", "broken", "--out", "x.gguf"]), "bad_request");
    assert!(message.contains("pytorch_model.bin"), "{message}");
    std::fs::write(home.dir.path().join("broken/pytorch_model.bin"), b"PK\x03\x04").unwrap();
    fails(&home.run(&["convert", "broken", "--out", "x.gguf"]), "model_corrupt");
    // Nothing half-written stays.
    assert!(!home.dir.path().join("x.gguf").exists() && !home.dir.path().join("x.gguf.part").exists());
}

#[test]
fn bench_measures_what_it_is_asked_for() {
    let home = Home::with_model();
    let args = ["bench", "--prefill", "8", "--decode", "1,4", "--rounds", "2"];
    let table = succeeds(&home.run(&args));
    for row in ["prefill of 8", "decode after 1 ", "decode after 4 "] {
        assert!(table.contains(row), "{table}");
    }
    let report: Value = serde_json::from_str(&succeeds(&home.run(&[&args[..], &["--json"]].concat()))).unwrap();
    assert_eq!(report["measured"].as_array().unwrap().len(), 3);
    assert!(report["measured"][0]["tokensPerSecond"][1].as_f64().unwrap() > 0.0);
    let too_long = home.run(&["bench", "tiny", "--prefill", "1000000", "--decode", "1"]);
    fails(&too_long, "context_overflow");
    fails(&home.run(&["bench", "tiny", "--prefill", "0"]), "bad_request");
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let home = Home::with_model();
    for args in [&["models"][..], &["chat", "--max-tokens", "500", "--temperature", "1.5", "Tell me everything"]] {
        let mut child = home.command(args).spawn().unwrap();
        drop(child.stdout.take());
        let output = finish(child);
        assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_download_does_not_need_anybody_to_watch_it() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Page, Mode::Good]);
    home.write_catalog(std::slice::from_ref(&mirror.url));
    let mut child = home.command(&["pull", "tiny", "--base-url", &mirror.url]).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(finish(child).status.code(), Some(0));
    assert!(home.stored());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_answer_with_what_there_is() {
    let home = Home::with_model();
    let args = ["chat", "--max-tokens", "1500", "--temperature", "1.5", "--seed", "1", "Tell me everything"];
    let mut child = home.command(&args).spawn().unwrap();
    let mut first = [0];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    signal(&child, "INT");
    let output = finish(child);
    assert_eq!(output.status.code(), Some(130), "{}", err(&output));
    assert_eq!(err(&output), "");
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn pull_stores_a_verified_model_once() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Good]);
    succeeds(&home.pull(&mirror));
    assert_eq!(std::fs::read(home.models().join("tiny.gguf")).unwrap(), home.model);
    assert!(!home.part().exists());
    assert_eq!(mirror.ranges(), [None]);
    assert!(err(&home.pull(&mirror)).contains("already stored"));
    assert!(mirror.ranges().is_empty());
}

#[test]
fn pull_goes_on_where_it_broke_off() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Short(1000), Mode::Missing]);
    fails(&home.pull(&mirror), "model_download_failed");
    assert!(!home.stored());
    assert_eq!(std::fs::read(home.part()).unwrap(), home.model[..1000]);
    mirror.ranges();
    mirror.now(Mode::Good);
    succeeds(&home.pull(&mirror));
    assert_eq!(mirror.ranges(), [Some("bytes=1000-".to_owned())]);
    assert_eq!(std::fs::read(home.models().join("tiny.gguf")).unwrap(), home.model);
}

#[test]
fn pull_resumes_a_broken_transfer_by_itself() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Short(1000), Mode::Short(500), Mode::Good]);
    succeeds(&home.pull(&mirror));
    assert_eq!(mirror.ranges(), [None, Some("bytes=1000-".to_owned()), Some("bytes=1500-".to_owned())]);
}

#[test]
fn pull_starts_over_where_ranges_are_ignored_or_the_part_is_another_file() {
    let home = Home::new();
    std::fs::create_dir(home.models()).unwrap();
    let mirror = Mirror::new(&home.model, &[Mode::NoRanges]);
    std::fs::write(home.part(), &home.model[..1000]).unwrap();
    succeeds(&home.pull(&mirror));

    for part in [b"GGUF of another model".to_vec(), b"<html>".to_vec(), [&home.model[..], b"more"].concat()] {
        std::fs::remove_file(home.models().join("tiny.gguf")).unwrap();
        std::fs::write(home.part(), part).unwrap();
        mirror.now(Mode::Good);
        succeeds(&home.pull(&mirror));
        assert_eq!(std::fs::read(home.models().join("tiny.gguf")).unwrap(), home.model);
    }
    // All of it is there, only the name is missing: nothing is asked of the mirror.
    std::fs::rename(home.models().join("tiny.gguf"), home.part()).unwrap();
    mirror.ranges();
    succeeds(&home.pull(&mirror));
    assert!(mirror.ranges().is_empty() && home.stored());
}

#[test]
fn what_is_not_the_model_is_never_stored() {
    let home = Home::new();
    for (mode, hint) in
        [(Mode::Page, "web page"), (Mode::Missing, "404"), (Mode::Wrong, "SHA-256"), (Mode::Short(0), "0 of")]
    {
        let mirror = Mirror::new(&home.model, &[mode]);
        let text = fails(&home.pull(&mirror), "model_download_failed");
        assert!(text.contains(hint), "{text}");
        assert!(!home.stored());
        assert!(!home.part().exists(), "{hint}: nothing that could be resumed");
    }
    // What can be resumed survives a web page in between.
    std::fs::write(home.part(), &home.model[..1000]).unwrap();
    fails(&home.pull(&Mirror::new(&home.model, &[Mode::Page])), "model_download_failed");
    assert_eq!(std::fs::read(home.part()).unwrap(), home.model[..1000]);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fails(&home.run(&["pull", "tiny", "--base-url", &format!("http://{nobody}")]), "model_download_failed");
    fails(&home.run(&["pull", "tiny", "--base-url", "not a url"]), "model_download_failed");
    fails(&home.run(&["pull", "tiny"]), "model_download_failed");
}

#[test]
fn pull_tries_the_next_mirror_and_says_why() {
    let home = Home::new();
    let (bad, good) = (Mirror::new(&home.model, &[Mode::Page]), Mirror::new(&home.model, &[Mode::Good]));
    home.write_catalog(&[format!("{}/one.gguf", bad.url), format!("{}/two.gguf", good.url)]);
    let output = home.run(&["pull", "tiny"]);
    succeeds(&output);
    assert!(err(&output).contains("web page") && home.stored());
}

#[test]
fn two_pulls_at_once_leave_one_good_model() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Good]);
    let children: Vec<Child> =
        (0..4).map(|_| home.command(&["pull", "tiny", "--base-url", &mirror.url]).spawn().unwrap()).collect();
    let outputs: Vec<Output> = children.into_iter().map(finish).collect();
    assert!(outputs.iter().any(|output| output.status.success()));
    for output in outputs.iter().filter(|output| !output.status.success()) {
        fails(output, "busy");
    }
    assert_eq!(std::fs::read(home.models().join("tiny.gguf")).unwrap(), home.model);
}

/// A server that was started by the command line, stopped with the test.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn new(home: &Home, args: &[&str]) -> Self {
        let mut child =
            home.command(&[&["serve", "--port", "0"], args].concat()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").expect("it says where it listens").1.to_owned();
        Self { child, address }
    }

    /// The body of an answer to a request on a connection of its own.
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(BOUND)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn serve_answers_over_a_socket_and_its_models_can_be_pulled() {
    let home = Home::with_model();
    let served = Served::new(&home, &["--model", "tiny"]);
    let health: Value = serde_json::from_str(&served.ask("GET", "/health", "")).unwrap();
    assert_eq!(health["status"], "ok");
    let body = json!({ "message": "Hello!", "context": {} }).to_string();
    let reply: Value = serde_json::from_str(&served.ask("POST", "/ai-tutor/chat", &body)).unwrap();
    assert_eq!(reply["response"]["model_used"], "tiny");

    let other = Home::new();
    succeeds(&other.run(&["pull", "tiny", "--base-url", &format!("http://{}/models", served.address)]));
    assert!(other.stored());
}

#[test]
fn a_port_in_use_is_a_clear_error() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let text = fails(&home.run(&["serve", "--port", &port]), "bad_request");
    assert!(text.contains(&port) && text.contains("--port"), "{text}");
    fails(&home.run(&["serve", "--host", "no such host", "--port", "0"]), "bad_request");
}

#[cfg(unix)]
#[test]
fn a_signal_stops_the_server_in_the_middle_of_an_answer() {
    for name in ["INT", "TERM"] {
        let home = Home::with_model();
        let mut served = Served::new(&home, &["--model", "tiny"]);
        let body = json!({ "message": "Tell me everything", "sampling": { "maxTokens": 1500, "temperature": 1.5, "seed": 1 } });
        let mut stream = TcpStream::connect(&served.address).unwrap();
        let body = body.to_string();
        write!(
            stream,
            "POST /v1/tutor/chat HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        stream.set_read_timeout(Some(BOUND)).unwrap();
        stream.read_exact(&mut [0; 100]).unwrap();
        signal(&served.child, name);
        let begun = Instant::now();
        while served.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < BOUND, "it does not stop");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(served.child.wait().unwrap().code(), Some(0), "{name}");
    }
}

/// The folder of a test is its own: nothing lands beside it.
#[test]
fn models_land_in_the_folder_that_was_named() {
    let home = Home::new();
    let mirror = Mirror::new(&home.model, &[Mode::Good]);
    let folder = home.dir.path().join("else/where");
    let args = ["--models", folder.to_str().unwrap(), "pull", "tiny", "--base-url", &mirror.url];
    succeeds(&home.run(&args));
    assert!(folder.join("tiny.gguf").exists() && !home.models().exists());
    let mut command = home.command(&["models", "--json"]);
    command.env_remove("CODEMENTOR_MODELS").env("XDG_CACHE_HOME", home.dir.path());
    let listed: Value = serde_json::from_str(&succeeds(&finish(command.spawn().unwrap()))).unwrap();
    assert!(Path::new(listed[0]["path"].as_str().unwrap()).ends_with("codementor/models/tiny.gguf"));
}

#[test]
fn a_challenge_is_for_people_and_for_programs_and_its_id_rebuilds_it() {
    let home = Home::new();
    let asked = ["challenge", "--topic", "hash maps", "--level", "easy", "--seed", "7"];
    let text = succeeds(&home.run(&asked));
    assert!(text.contains("Example 1") && text.contains("def ") && text.contains("hidden tests"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("```"), "{text}");
    let json: Value = serde_json::from_str(&succeeds(&home.run(&[&asked[..], &["--json"]].concat()))).unwrap();
    let id = json["id"].as_str().unwrap();
    let again: Value = serde_json::from_str(&succeeds(&home.run(&["challenge", "--id", id, "--json"]))).unwrap();
    assert_eq!(json["testCases"], again["testCases"]);
    assert!(succeeds(&home.run(&["challenge", "--id", id, "--solution"])).contains("def "));
    assert!(succeeds(&home.run(&["challenge", "--list"])).contains("dynamic programming"));
    let families: Value = serde_json::from_str(&succeeds(&home.run(&["challenge", "--list", "--json"]))).unwrap();
    assert!(families.as_array().unwrap().iter().any(|family| family["id"] == "pair-sum"));

    assert!(
        fails(&home.run(&["challenge", "--id", "pair-sum.0.easy.python.1"]), "bad_request").contains("older version")
    );
    assert!(fails(&home.run(&["challenge", "--id", "../../etc/passwd"]), "bad_request").contains("no challenge"));
    assert!(fails(&home.run(&["challenge", "--level", "godlike"]), "bad_request").contains("expert"));
    assert!(fails(&home.run(&["challenge", "--seed", "4294967296"]), "bad_request").contains("4294967295"));
    assert!(fails(&home.run(&["challenge", "--language", "cobol"]), "language_unsupported").contains("python"));
    assert!(succeeds(&home.run(&["challenge", "--topic", "underwater"])).contains("Example 1"));
    for wrong in
        [&["challenge", "--seed", "x"][..], &["challenge", "--list", "--id", "x"], &["challenge", "--seed", "-1"]]
    {
        assert_eq!(home.run(wrong).status.code(), Some(2), "{wrong:?}");
    }
}
