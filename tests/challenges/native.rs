//! Runs solutions with the real python3, node, java and g++. Only what is kept in this repository is run so; a learner's code
//! never is.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::Value;

use crate::challenge::{Family, Language, Type};

/// A program that solves a family, or fails to.
#[derive(Debug)]
pub struct Program {
    pub language: Language,
    pub path: PathBuf,
    /// A wrong one has the name of its idea.
    pub wrong: Option<String>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Output(Value),
    ChangedInput,
    Failed(String),
    TooSlow,
    /// The program cannot be loaded.
    Broken(String),
}

/// How a program takes a call and tells its result.
enum Protocol {
    Json,
    Words { result: Type },
}

/// The arguments of a call, as they are sent.
pub struct Call {
    json: String,
    words: String,
}

impl Call {
    pub fn new(family: &Family, args: &[Value]) -> Self {
        let mut words = String::new();
        let parameters = &family.description.parameters;
        args.iter().zip(parameters).for_each(|(value, parameter)| encode(value, &parameter.kind, &mut words));
        Self { json: Value::from(args).to_string(), words }
    }

    /// Characters of its arguments.
    pub fn size(&self) -> usize {
        self.json.len()
    }
}

pub struct Runner {
    command: Vec<String>,
    protocol: Protocol,
    running: Option<Running>,
    /// How long the solution itself took in the last call, where it is in Python or JavaScript.
    pub took: Duration,
}

struct Running {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
}

/// The folder of a family.
pub fn folder(root: &Path, family: &Family) -> PathBuf {
    root.join("src/tutor/challenge/families").join(family.id.replace('-', "_"))
}

/// The reference solutions of a family, and its wrong ones.
pub fn programs(root: &Path, family: &Family) -> Vec<Program> {
    let folder = folder(root, family);
    let reference = |language, name: &str| Program { language, path: folder.join(name), wrong: None };
    let mut programs = vec![
        reference(Language::Python, "reference.py"),
        reference(Language::JavaScript, "reference.js"),
        reference(Language::Java, "Reference.java"),
        reference(Language::Cpp, "reference.cpp"),
    ];
    for idea in &family.description.wrong {
        for (language, end) in [(Language::Python, "py"), (Language::JavaScript, "js")] {
            let path = folder.join(format!("wrong_{}.{end}", idea.name));
            programs.push(Program { language, path, wrong: Some(idea.name.clone()) });
        }
    }
    programs
}

/// Whether the language's tools are here.
pub fn has(language: Language) -> bool {
    let tool = match language {
        Language::Python => "python3",
        Language::JavaScript | Language::TypeScript => "node",
        Language::Java => "javac",
        Language::Cpp => "g++",
        Language::Go => "go",
        Language::Rust => "rustc",
    };
    let version = if language == Language::Go { "version" } else { "--version" };
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet(Command::new(tool).arg(version)).is_ok_and(|status| status.success())
}

/// Compiles what has to be: into `target/challenges/<family>/<language>`, and not again while nothing changed. Gives what
/// went wrong.
pub fn compile(root: &Path, families: &[&Family]) -> Vec<String> {
    let drivers = root.join("tests/challenges/drivers");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    let nodes = |language: Language| [Type::Linked, Type::Tree].map(|kind| language.node(&kind));
    let mut problems = Vec::new();
    let mut java = Vec::new();
    for family in families {
        let (source, out) = (folder(root, family), built(root, family));
        if has(Language::Java) {
            let out = out.join("java");
            let [linked, tree] = nodes(Language::Java);
            let solution = read(&source.join("Reference.java"));
            let files = [("Solution.java", solution.as_str()), ("ListNode.java", linked), ("TreeNode.java", tree)];
            let main = read(&drivers.join("Main.java"));
            if written(&out, &[files.as_slice(), &[("Main.java", &main)]].concat()) || !out.join("Main.class").exists()
            {
                java.push(out);
            }
        }
        if has(Language::Cpp) {
            let out = out.join("cpp");
            let [linked, tree] = nodes(Language::Cpp);
            let function = Language::Cpp.spelled(&family.description.function);
            let [solution, driver] = [source.join("reference.cpp"), drivers.join("main.cpp")].map(|path| read(&path));
            let main = format!(
                "#include <bits/stdc++.h>\n{linked}{tree}\n#line 1 \"reference.cpp\"\n{solution}\n#define FUNCTION {function}\n#line 1 \"main.cpp\"\n{driver}"
            );
            if written(&out, &[("main.cpp", &main)]) || !out.join("main").exists() {
                let compiler = Command::new("g++")
                    .args(["-std=c++17", "-O1", "-w", "-o"])
                    .args([out.join("main"), out.join("main.cpp")])
                    .output();
                match compiler {
                    Ok(told) if told.status.success() => {}
                    Ok(told) => {
                        let _ = fs::remove_file(out.join("main.cpp"));
                        problems.push(format!(
                            "{}: {}",
                            source.join("reference.cpp").display(),
                            String::from_utf8_lossy(&told.stderr)
                        ));
                    }
                    Err(error) => problems.push(error.to_string()),
                }
            }
        }
    }
    for folders in java.chunks(32) {
        let told = Command::new("java").arg(drivers.join("Compile.java")).args(folders).output().expect("java");
        if !told.stdout.is_empty() || !told.status.success() {
            folders.iter().for_each(|folder| drop(fs::remove_file(folder.join("Main.java"))));
            problems.push(format!(
                "{}{}",
                String::from_utf8_lossy(&told.stdout),
                String::from_utf8_lossy(&told.stderr)
            ));
        }
    }
    problems
}

fn built(root: &Path, family: &Family) -> PathBuf {
    root.join("target/challenges").join(&family.id)
}

/// Writes the files; false where they are there already, and the same.
fn written(folder: &Path, files: &[(&str, &str)]) -> bool {
    let same = files.iter().all(|(name, text)| fs::read_to_string(folder.join(name)).is_ok_and(|there| there == *text));
    if !same {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).unwrap();
        files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    }
    !same
}

impl Runner {
    /// For a program that [`compile`] has seen.
    pub fn new(root: &Path, family: &Family, program: &Program) -> Self {
        let drivers = root.join("tests/challenges/drivers");
        let description = &family.description;
        let function = program.language.spelled(&description.function);
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let result = description.returns.kind.clone();
        let parameters = description.parameters.iter().map(|parameter| &parameter.kind);
        let shapes = parameters.chain([&result]).map(shape).collect::<Vec<_>>().join(",");
        let script = |tool: &str, driver: &str| {
            let driver = text(drivers.join(driver));
            (vec![tool.into(), driver, text(program.path.clone()), function.clone(), shapes.clone()], Protocol::Json)
        };
        let out = built(root, family);
        let (command, protocol) = match program.language {
            Language::Python => script("python3", "driver.py"),
            Language::JavaScript => script("node", "driver.js"),
            Language::Java => {
                let flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss16m", "-cp"].map(str::to_owned);
                let command =
                    [vec!["java".to_owned()], flags.into(), vec![text(out.join("java")), "Main".into(), function]];
                (command.concat(), Protocol::Words { result })
            }
            _ => (vec![text(out.join("cpp/main"))], Protocol::Words { result }),
        };
        Self { command, protocol, running: None, took: Duration::ZERO }
    }

    /// Calls the program.
    pub fn call(&mut self, call: &Call, limit: Duration) -> Outcome {
        let (line, patience) = match &self.protocol {
            // These end late calls themselves, unless they are deep in a library.
            Protocol::Json => (format!("{} {}", limit.as_millis(), call.json), limit + Duration::from_secs(5)),
            Protocol::Words { .. } => (call.words.clone(), limit),
        };
        let running = match &mut self.running {
            Some(running) => running,
            none => match Running::start(&self.command) {
                Ok(running) => none.insert(running),
                Err(problem) => return Outcome::Broken(problem),
            },
        };
        if let Err(error) = writeln!(running.input, "{line}").and_then(|()| running.input.flush()) {
            self.running = None;
            return Outcome::Failed(format!("it ended: {error}"));
        }
        match running.lines.recv_timeout(patience) {
            Ok(line) => self.read(&line),
            Err(RecvTimeoutError::Timeout) => {
                self.running = None;
                Outcome::TooSlow
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.running = None;
                Outcome::Failed("it crashed".into())
            }
        }
    }

    fn read(&mut self, line: &str) -> Outcome {
        match &self.protocol {
            Protocol::Json => match serde_json::from_str::<Value>(line) {
                Ok(told) if told["late"] == true => Outcome::TooSlow,
                Ok(told) if told["changed"] == true => Outcome::ChangedInput,
                Ok(told) if told.get("error").is_some() => {
                    Outcome::Failed(told["error"].as_str().unwrap_or("?").to_owned())
                }
                Ok(mut told) => {
                    self.took = Duration::from_secs_f64(told["ms"].as_f64().unwrap_or_default() / 1000.0);
                    Outcome::Output(told["output"].take())
                }
                Err(error) => Outcome::Failed(format!("{error}: {line}")),
            },
            Protocol::Words { result } => {
                let mut words = line.split_ascii_whitespace();
                match words.next() {
                    Some("changed") => Outcome::ChangedInput,
                    Some("same") => decode(&mut words, result)
                        .map_or_else(|| Outcome::Failed(format!("cannot be read: {line}")), Outcome::Output),
                    _ => Outcome::Failed(line.to_owned()),
                }
            }
        }
    }
}

impl Running {
    fn start(command: &[String]) -> Result<Self, String> {
        let mut child = Command::new(&command[0]);
        child.args(&command[1..]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().map_err(|error| error.to_string())?;
        let (input, output, mut errors) =
            (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        match lines.recv_timeout(Duration::from_secs(30)) {
            Ok(line) if line == "ready" => Ok(Self { child, input, lines }),
            _ => {
                let _ = child.kill();
                let mut told = String::new();
                let _ = std::io::Read::read_to_string(&mut errors, &mut told);
                Err(format!("it does not start: {told}"))
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn shape(kind: &Type) -> &'static str {
    match kind {
        Type::Linked => "linked",
        Type::Tree => "tree",
        Type::List(inner) if **inner == Type::Linked => "linkeds",
        _ => "plain",
    }
}

/// Writes a value in words: a list is its length and its entries, text is `$` and its bytes (`%41`), `_` is no node.
fn encode(value: &Value, kind: &Type, words: &mut String) {
    use std::fmt::Write as _;
    let mut list = |inner: &Type| {
        let values = value.as_array().unwrap();
        write!(words, " {}", values.len()).unwrap();
        values.iter().for_each(|value| encode(value, inner, words));
    };
    match kind {
        Type::List(inner) => list(inner),
        Type::Linked | Type::Tree => list(&Type::Int),
        Type::Bool => words.push_str(if value == true { " 1" } else { " 0" }),
        Type::Text => {
            words.push_str(" $");
            for byte in value.as_str().unwrap().bytes() {
                let plain = byte.is_ascii_alphanumeric();
                if plain { words.push(char::from(byte)) } else { write!(words, "%{byte:02X}").unwrap() }
            }
        }
        Type::Int | Type::Long | Type::Float if value.is_null() => words.push_str(" _"),
        Type::Int | Type::Long | Type::Float => write!(words, " {value}").unwrap(),
    }
}

fn decode<'a>(words: &mut dyn Iterator<Item = &'a str>, kind: &Type) -> Option<Value> {
    let list = |words: &mut dyn Iterator<Item = &'a str>, inner: &Type| {
        let length: usize = words.next()?.parse().ok()?;
        (0..length).map(|_| decode(&mut *words, inner)).collect::<Option<Vec<_>>>().map(Value::Array)
    };
    match kind {
        Type::List(inner) => list(words, inner),
        Type::Linked | Type::Tree => list(words, &Type::Int),
        Type::Bool => Some(Value::from(words.next()? == "1")),
        Type::Text => {
            let hex = words.next()?.strip_prefix('$')?.to_owned();
            let bytes: Option<Vec<u8>> = hex.split('%').skip(1).map(|byte| u8::from_str_radix(byte, 16).ok()).collect();
            Some(Value::from(String::from_utf8_lossy(&bytes?).into_owned()))
        }
        Type::Float => Some(Value::from(words.next()?.parse::<f64>().ok()?)),
        Type::Int | Type::Long => match words.next()? {
            "_" => Some(Value::Null),
            word => Some(Value::from(word.parse::<i64>().ok()?)),
        },
    }
}
