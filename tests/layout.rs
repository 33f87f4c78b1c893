//! The layout's rules, as far as reading the source can check them: who may know whom, where platforms are told apart,
//! what is never written.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// What each part may name of the crate. Whatever is not listed here may name nothing.
const MAY_USE: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("api", &[]),
    ("model", &["error", "api"]),
    ("engine", &["model", "error", "api"]),
    ("tutor", &["engine", "model", "error", "api"]),
    ("platform", &["model", "error", "api"]),
    ("wasm", &["tutor", "engine", "model", "error", "api", "platform"]),
    ("server", &["tutor", "engine", "model", "error", "api", "platform"]),
    ("cli", &["tutor", "engine", "model", "error", "api", "platform"]),
    ("bin", &["wasm", "server", "cli"]),
];

const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "www",
    "pkg",
    "tests",
    "scripts",
    "README.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "clippy.toml",
    "webdriver.json",
    "target",
];

#[test]
fn each_part_uses_only_those_below_it() {
    for source in sources() {
        let Some((_, allowed)) = MAY_USE.iter().find(|(part, _)| *part == source.part) else {
            assert_eq!(source.part, "lib", "{}: a new part needs a row in MAY_USE", source.path);
            continue;
        };
        for (line, code) in &source.code {
            for used in parts_used(code) {
                let fine = used == source.part || allowed.contains(&used.as_str());
                assert!(fine, "{}:{line}: `{}` must not use `{used}`: {code}", source.path, source.part);
            }
            assert!(!code.contains("super::super"), "{}:{line}: say `crate::…` instead: {code}", source.path);
        }
    }
}

#[test]
fn the_crate_root_has_no_logic() {
    let root = sources().into_iter().find(|source| source.path == "src/lib.rs").unwrap();
    for (line, code) in &root.code {
        let fine = ["#", "pub mod ", "mod ", "pub use "].iter().any(|start| code.starts_with(start));
        assert!(fine, "src/lib.rs:{line}: only modules and exports belong here: {code}");
    }
}

#[test]
fn platforms_are_told_apart_in_three_files_only() {
    let allowed = ["src/lib.rs", "src/platform/mod.rs", "src/engine/kernels/mod.rs"];
    for source in sources().iter().filter(|source| !allowed.contains(&source.path.as_str())) {
        for (line, code) in &source.code {
            let found = ["target_arch", "target_family", "target_os"].iter().any(|word| code.contains(word));
            assert!(!found, "{}:{line}: {code}", source.path);
        }
    }
}

#[test]
fn unsafe_stands_only_in_kernels() {
    for source in sources().iter().filter(|source| !source.path.starts_with("src/engine/kernels/")) {
        for (line, code) in &source.code {
            let found = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe trait", "unsafe extern", "unsafe("];
            assert!(!found.iter().any(|word| code.contains(word)), "{}:{line}: {code}", source.path);
        }
    }
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    for source in sources() {
        for (line, code) in &source.code {
            assert!(!code.contains("unwrap()"), "{}:{line}: errors are values: {code}", source.path);
        }
    }
}

#[test]
fn the_core_does_no_io_and_reads_no_clock() {
    let taboo = ["std::fs", "std::net", "std::time", "std::thread", "std::env", "std::process", "println!", "async "];
    let core = ["error", "api", "model", "engine", "tutor"];
    for source in sources().iter().filter(|source| core.contains(&source.part.as_str())) {
        for (line, code) in &source.code {
            let found = taboo.iter().find(|word| code.contains(*word));
            assert!(found.is_none(), "{}:{line}: that is for src/platform or a shell: {code}", source.path);
        }
    }
}

#[test]
fn the_top_level_is_fixed() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || TOP_LEVEL.contains(&name.as_str()), "{name} does not belong at the top level");
    }
}

/// Where one of them has another hash, a browser runs no learner's code there.
#[test]
fn every_policy_allows_the_sandbox_by_the_same_hash() {
    let hash = |file: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let hashes: Vec<_> = text.match_indices("sha256-").map(|(at, _)| text[at..at + 51].to_owned()).collect();
        assert_eq!(hashes.len(), 1, "{file}: {hashes:?}");
        hashes[0].clone()
    };
    let sandbox = hash("www/client/sandbox-frame.ts");
    assert_eq!(sandbox, hash("www/app/index.html"));
    assert_eq!(sandbox, hash("src/server/files.rs"));
}

#[test]
fn no_file_names_a_package_registry_or_this_machine() {
    // Written in pieces, so that this file does not name them either.
    let host = |name: &str, end: &str| format!("{name}.{end}");
    let mut taboo = vec![
        host("crates", "io"),
        host("pypi", "org"),
        host("pythonhosted", "org"),
        host("npmjs", "org"),
        host("npmjs", "com"),
        host("yarnpkg", "com"),
        host("debian", "org"),
    ];
    taboo.extend(["root", "work"].map(|folder| format!("/{folder}/")));
    for path in files(root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        // Cargo writes the name of its index, which is not the host, into the lock file.
        let index = format!("{}-index", taboo[0]);
        let text = if path.ends_with("Cargo.lock") { text.replace(&index, "") } else { text };
        for (line, text) in text.lines().enumerate() {
            let found = taboo.iter().find(|name| text.contains(*name));
            assert!(found.is_none(), "{}:{}: it names {}", path.display(), line + 1, found.unwrap());
        }
    }
}

#[test]
fn the_reader_of_paths_reads_paths() {
    assert_eq!(parts_used("use crate::api::{A, B};"), ["api"]);
    assert_eq!(
        parts_used("use crate::{Error, Tutor, server::Config, model::{catalog, gguf}};"),
        ["error", "tutor", "server", "model"]
    );
    assert_eq!(parts_used("fn f(x: crate::cli::X, y: codementor_tutor::wasm::Y) {"), ["cli", "wasm"]);
    assert_eq!(parts_used("let x = other_crate::api::Y;"), Vec::<String>::new());
}

struct Source {
    /// From the root of the repository, with `/`.
    path: String,
    /// The top-level module, or `bin`.
    part: String,
    /// Line numbers and lines, without comments, blank lines and the test module at the end.
    code: Vec<(usize, String)>,
}

fn sources() -> Vec<Source> {
    let mut all = Vec::new();
    for path in files(&root().join("src")) {
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let relative = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let part = relative.split('/').nth(1).unwrap().trim_end_matches(".rs").to_owned();
        if path.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(at, line)| (at + 1, without_texts(line).split("// ").next().unwrap_or_default().trim().to_owned()))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
            .collect();
        all.push(Source { path: relative, part, code });
    }
    assert!(all.len() > 20, "the source was found");
    all
}

/// A line without what stands between quotes: programs of learners, which do what they like.
fn without_texts(line: &str) -> String {
    let (mut rest, mut is_text, mut is_escaped) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' if !rest.ends_with('\'') => is_text = !is_text,
            _ if is_text => {}
            _ => rest.push(c),
        }
    }
    rest
}

/// The parts of the crate that a line names.
fn parts_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for root in ["crate::", "codementor_tutor::"] {
        for (at, _) in code.match_indices(root) {
            if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &code[at + root.len()..];
            let Some(list) = rest.strip_prefix('{') else {
                used.push(first_name(rest));
                continue;
            };
            let mut depth = 1;
            let mut item = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => used.push(first_name(std::mem::take(&mut item).trim())),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if c != ',' || depth > 1 {
                    item.push(c);
                }
            }
            used.push(first_name(item.trim()));
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

/// The first name of a path; what the root exports counts as the part that it is from.
fn first_name(path: &str) -> String {
    let name: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    match name.as_str() {
        "Error" | "Result" => "error".to_owned(),
        "Tutor" => "tutor".to_owned(),
        _ => name,
    }
}

/// All files below a folder, but for what git ignores.
fn files(folder: &Path) -> Vec<PathBuf> {
    let ignored = ["target", "node_modules", ".git", "dist", "corpus", "artifacts", "__pycache__"];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !ignored.contains(&name) {
                found.extend(files(&path));
            }
        } else if !(folder.ends_with("pkg") && name != "README.md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
