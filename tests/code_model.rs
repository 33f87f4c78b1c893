//! Getting a code model and asking it, on the command line: checkpoints that are converted where they arrive.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use support::{CODE_FILES, code_file};

const WEIGHTS: &str = "pytorch_model.bin";

/// A web server of some files.
struct Hub {
    url: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    files: HashMap<String, Vec<u8>>,
    /// Answers about this file break off after so many bytes, so often.
    breaks: Option<(String, usize, usize)>,
    /// Files that were asked for, with the range.
    asked: Vec<String>,
}

impl Hub {
    /// With the fixture's checkpoint under `checkpoint/`.
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Mutex::new(Shared::default()));
        let served = Arc::clone(&shared);
        // It ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that has gone is no failure of the hub.
                let _ = serve(stream.unwrap(), &served);
            }
        });
        let hub = Self { url, shared };
        for name in CODE_FILES {
            hub.put(&format!("checkpoint/{name}"), code_file(name));
        }
        hub
    }

    fn put(&self, path: &str, bytes: Vec<u8>) {
        self.shared.lock().unwrap().files.insert(path.to_owned(), bytes);
    }

    fn breaks_off(&self, path: &str, bytes: usize, times: usize) {
        self.shared.lock().unwrap().breaks = Some((path.to_owned(), bytes, times));
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.lock().unwrap().asked)
    }
}

fn serve(stream: TcpStream, shared: &Mutex<Shared>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut path, mut range) = (String::new(), None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end();
        if path.is_empty() {
            line.split(' ').nth(1).unwrap_or("/").trim_start_matches('/').clone_into(&mut path);
        } else if let Some((_, value)) = line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("range")) {
            range = value.strip_prefix("bytes=").and_then(|range| range.strip_suffix('-')?.parse::<usize>().ok());
        } else if line.is_empty() {
            break;
        }
    }
    let start = range.unwrap_or(0);
    let (status, body, sent, all) = {
        let mut shared = shared.lock().unwrap();
        shared.asked.push(if start > 0 { format!("{path} from {start}") } else { path.clone() });
        let file = shared.files.get(&path).cloned();
        let (status, body) = match file {
            None => ("404 Not Found", b"no".to_vec()),
            Some(file) if start > file.len() => ("416 Range Not Satisfiable", Vec::new()),
            Some(file) if start > 0 && start == file.len() => ("416 Range Not Satisfiable", Vec::new()),
            Some(file) if start > 0 => ("206 Partial Content", file[start..].to_vec()),
            Some(file) => ("200 OK", file),
        };
        let mut sent = body.len();
        if let Some((_, bytes, times)) = shared.breaks.as_mut().filter(|(of, _, times)| *of == path && *times > 0) {
            sent = sent.min(*bytes);
            *times -= 1;
        }
        let all = shared.files.get(&path).map_or(0, Vec::len);
        (status, body, sent, all)
    };
    let mut stream = reader.into_inner();
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len())?;
    match &status[..3] {
        "206" => write!(stream, "Content-Range: bytes {start}-{}/{all}\r\n", all - 1)?,
        "416" => write!(stream, "Content-Range: bytes */{all}\r\n")?,
        _ => {}
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(&body[..sent])
}

/// A folder of models, and a catalog with one code model.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(url: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let row = json!({
            "id": "reader", "title": "A reader: small", "role": "code", "architecture": "t5", "urls": [], "bytes": 100_000, "sha256": "",
            "license": "MIT", "contextLength": 512,
            "checkpoint": { "url": url, "files": CODE_FILES, "bytes": 120_000, "task": "fill" },
        });
        std::fs::write(dir.path().join("catalog.json"), json!([row]).to_string()).unwrap();
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join("models").join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_codementor"))
            .args(args)
            .current_dir(self.dir.path())
            .env("CODEMENTOR_MODELS", self.dir.path().join("models"))
            .env("CODEMENTOR_CATALOG", self.dir.path().join("catalog.json"))
            .output()
            .unwrap()
    }

    fn succeeds(&self, args: &[&str]) -> (String, String) {
        let output = self.run(args);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    }

    fn fails(&self, args: &[&str], code: &str) -> String {
        let output = self.run(args);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.contains(&format!("({code})")), "{said}");
        said
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.dir.path().join(name), text).unwrap();
    }
}

const CODE: &str = "def f(x1, tmp):\n    data = x1 + tmp * 2\n    return data\n";

#[test]
fn a_checkpoint_is_pulled_converted_and_asked() {
    let hub = Hub::new();
    let home = Home::new(&format!("{}/checkpoint", hub.url));
    home.write("f.py", CODE);
    let hint = home.fails(&["analyze", "f.py", "--insights"], "model_not_found");
    assert!(hint.contains("codementor pull reader"), "{hint}");
    let (_, said) = home.succeeds(&["pull", "reader"]);
    assert!(said.contains("Converting reader") && said.contains("Stored reader"), "{said}");
    // Nothing but the model and its marker stays.
    assert!(home.path("reader.gguf").exists() && home.path("reader.json").exists());
    assert!(!home.path(".reader.weights").exists() && !home.path("reader.gguf.part").exists());
    hub.asked();
    let (_, said) = home.succeeds(&["pull", "reader"]);
    assert!(said.contains("already stored") && hub.asked().is_empty(), "{said}");
    let (models, _) = home.succeeds(&["models", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&models).unwrap()[0]["stored"], true);

    // The first that is stored is asked, or one by its path.
    let path = home.path("reader.gguf").display().to_string();
    for args in [
        &["analyze", "f.py", "--insights", "--json"][..],
        &["analyze", "f.py", "--insights", "--code-model", &path, "--json"],
    ] {
        let analysis: Value = serde_json::from_str(&home.succeeds(args).0).unwrap();
        assert_eq!(analysis["insights"]["modelUsed"], "reader");
        assert!(!analysis["insights"]["aiAnalysis"].as_str().unwrap().is_empty());
    }
    assert!(
        serde_json::from_str::<Value>(&home.succeeds(&["analyze", "f.py", "--json"]).0).unwrap()["insights"].is_null()
    );
    assert!(home.succeeds(&["analyze", "f.py", "--insights"]).0.contains("What reader says"));
    assert_eq!(home.run(&["analyze", "f.py", "--code-model", "reader"]).status.code(), Some(2));
    let (bench, _) = home.succeeds(&["bench", "reader", "--rounds", "1"]);
    assert!(bench.contains("encode 256") && bench.contains("write 48"), "{bench}");

    // What is not whole is not taken for it.
    std::fs::write(home.path("reader.gguf"), b"GGUF").unwrap();
    home.fails(&["analyze", "f.py", "--insights"], "model_corrupt");
    home.succeeds(&["pull", "reader"]);
    home.succeeds(&["analyze", "f.py", "--insights"]);
    // One that another checkpoint made is another model.
    std::fs::write(home.path("reader.json"), r#"{"bytes":1,"sha256":"","source":"elsewhere 1"}"#).unwrap();
    home.fails(&["analyze", "f.py", "--insights"], "model_corrupt");
}

#[test]
fn a_download_that_broke_off_goes_on() {
    let hub = Hub::new();
    let home = Home::new(&format!("{}/checkpoint/", hub.url));
    let weights = format!("checkpoint/{WEIGHTS}");
    hub.breaks_off(&weights, 50_000, 1);
    home.succeeds(&["pull", "reader"]);
    assert!(hub.asked().contains(&format!("{weights} from 50000")));
    // It stays where nobody can go on, and is gone on with by the next one.
    std::fs::remove_file(home.path("reader.json")).unwrap();
    hub.breaks_off(&weights, 20_000, 3);
    home.fails(&["pull", "reader"], "model_download_failed");
    assert!(home.path(".reader.weights").metadata().unwrap().len() > 0);
    hub.asked();
    home.succeeds(&["pull", "reader"]);
    assert!(hub.asked().iter().any(|asked| asked.starts_with(&format!("{weights} from "))));
    // All of it was here already, but was not converted.
    std::fs::remove_file(home.path("reader.json")).unwrap();
    std::fs::write(home.path(".reader.weights"), code_file(WEIGHTS)).unwrap();
    home.succeeds(&["pull", "reader"]);
    // What is here is no beginning of what is there.
    std::fs::remove_file(home.path("reader.json")).unwrap();
    std::fs::write(home.path(".reader.weights"), vec![1; 500_000]).unwrap();
    home.succeeds(&["pull", "reader"]);
}

#[test]
fn what_is_damaged_is_not_kept() {
    let hub = Hub::new();
    let home = Home::new(&format!("{}/checkpoint", hub.url));
    // A number that is another one: only the checksum knows.
    let mut bytes = code_file(WEIGHTS);
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    hub.put(&format!("checkpoint/{WEIGHTS}"), bytes);
    let said = home.fails(&["pull", "reader"], "model_corrupt");
    assert!(said.contains("checksum"), "{said}");
    assert!(!home.path(".reader.weights").exists() && !home.path("reader.gguf").exists());
    hub.put(&format!("checkpoint/{WEIGHTS}"), code_file(WEIGHTS));
    // A vocabulary of another length.
    let vocab = code_file("vocab.json");
    hub.put("checkpoint/vocab.json", br#"{"<pad>":0,"<s>":1,"</s>":2,"<unk>":3,"<mask>":4}"#.to_vec());
    let said = home.fails(&["pull", "reader"], "model_corrupt");
    assert!(said.contains("5 tokens"), "{said}");
    hub.put("checkpoint/vocab.json", vocab);
    hub.put("checkpoint/config.json", b"<html>".to_vec());
    home.fails(&["pull", "reader"], "model_corrupt");
    hub.shared.lock().unwrap().files.remove("checkpoint/config.json");
    let said = home.fails(&["pull", "reader"], "model_download_failed");
    assert!(said.contains("config.json: answered 404"), "{said}");
    hub.put("checkpoint/config.json", code_file("config.json"));
    home.succeeds(&["pull", "reader"]);
}

#[test]
fn what_an_operator_has_converted_is_fetched_as_it_is() {
    let hub = Hub::new();
    let operator = Home::new("checkpoint");
    // A relative address needs a base.
    operator.fails(&["pull", "reader"], "model_download_failed");
    operator.succeeds(&["pull", "reader", "--base-url", &hub.url]);
    let read = |name: &str| std::fs::read(operator.path(name)).unwrap();
    for name in ["reader.gguf", "reader.json"] {
        hub.put(&format!("models/{name}"), read(name));
    }
    hub.asked();
    let home = Home::new("checkpoint");
    home.succeeds(&["pull", "reader", "--base-url", &format!("{}/models", hub.url)]);
    assert_eq!(hub.asked(), ["models/reader.json", "models/reader.gguf"]);
    assert_eq!(std::fs::read(home.path("reader.gguf")).unwrap(), read("reader.gguf"));
    home.write("f.py", CODE);
    home.succeeds(&["analyze", "f.py", "--insights"]);
    // One that does not have its marker's checksum is no model.
    let mut bytes = read("reader.gguf");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    hub.put("models/reader.gguf", bytes);
    let home = Home::new("checkpoint");
    home.fails(&["pull", "reader", "--base-url", &format!("{}/models", hub.url)], "model_download_failed");
    assert!(!home.path("reader.gguf").exists());
}

#[test]
fn vocabularies_and_tasks_are_converted_too() {
    let home = Home::new("checkpoint");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/t5/bytes").display().to_string();
    home.write("f.py", CODE);
    home.succeeds(&[
        "convert",
        &folder,
        "--out",
        "sum.gguf",
        "--task",
        "summarize",
        "--prefix",
        "summarize: ",
        "--dtype",
        "q4_0",
    ]);
    let analysis = home.succeeds(&["analyze", "f.py", "--insights", "--code-model", "./sum.gguf", "--json"]).0;
    let insights = &serde_json::from_str::<Value>(&analysis).unwrap()["insights"];
    assert!(insights["names"].as_array().unwrap().is_empty() && insights["modelUsed"] == "sum");
    // A chat model is no code model, and the other way round.
    std::fs::write(home.dir.path().join("chat.gguf"), support::tiny_llama(7)).unwrap();
    home.fails(&["analyze", "f.py", "--insights", "--code-model", "./chat.gguf"], "model_unsupported");
    home.fails(&["chat", "--model", "./sum.gguf", "Hello"], "model_unsupported");
    home.fails(&["analyze", "f.py", "--insights", "--code-model", "nobody"], "model_not_found");
}
