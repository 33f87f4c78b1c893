//! Starter code compiles as it stands, in every language whose compiler is here.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::challenge::{self, Family, Language};
use crate::native;

/// The starters of a language, by family.
fn starters(families: &[&Family], language: Language) -> Vec<(String, String)> {
    let starter = |family: &&Family| {
        let description = &family.description;
        let level = description.levels.keys().next().unwrap().name();
        let id = format!("{}.{}.{level}.{}.1", family.id, description.version, language.name());
        (family.id.replace('-', "_"), challenge::by_id(&id).unwrap().starter_code)
    };
    families.iter().map(starter).collect()
}

/// Runs a command; what it says where it fails.
fn run(command: &mut Command) -> Option<String> {
    let told = command.output().unwrap();
    let text = || format!("{}{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    (!told.status.success()).then(text)
}

/// What does not compile, in a language; None where the language's compiler is not here.
pub fn problems(root: &Path, families: &[&Family], language: Language) -> Option<Vec<String>> {
    let folder = root.join("target/challenges/starters").join(language.name());
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let tsc = root.join("www/node_modules/.bin/tsc");
    let here = native::has(language) && (language != Language::TypeScript || tsc.exists());
    if !here {
        return None;
    }
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    };
    let starters = starters(families, language);
    let each = |end: &str, after: &str| -> Vec<PathBuf> {
        starters.iter().map(|(name, code)| write(&format!("{name}.{end}"), &format!("{code}{after}"))).collect()
    };
    let found = match language {
        Language::Python => run(Command::new("python3").args(["-m", "py_compile"]).args(each("py", ""))),
        Language::JavaScript => {
            let check = "for (const file of process.argv.slice(1)) new (require('vm').Script)(require('fs').readFileSync(file, 'utf8'), { filename: file });";
            run(Command::new("node").args(["-e", check]).args(each("js", "")))
        }
        // Each a module, or their functions would meet.
        Language::TypeScript => {
            let flags =
                ["--noEmit", "--strict", "--noUnusedLocals", "false", "--target", "es2022", "--module", "es2022"];
            run(Command::new(tsc).args(flags).args(each("ts", "export {};\n")))
        }
        Language::Java => {
            let folders = starters
                .iter()
                .map(|(name, code)| write(&format!("{name}/Solution.java"), code).parent().unwrap().to_owned());
            let told = Command::new("java")
                .arg(root.join("tests/challenges/drivers/Compile.java"))
                .args(folders)
                .output()
                .unwrap();
            (!told.stdout.is_empty() || !told.status.success())
                .then(|| String::from_utf8_lossy(&told.stdout).into_owned())
        }
        Language::Cpp => {
            let mut all = String::from("#include <string>\n#include <vector>\n");
            for (name, code) in &starters {
                let code: String =
                    code.lines().filter(|line| !line.starts_with("#include")).map(|line| format!("{line}\n")).collect();
                let _ = write!(all, "namespace {name} {{\n{code}}}\n");
            }
            run(Command::new("g++").args(["-std=c++17", "-fsyntax-only"]).arg(write("starters.cpp", &all)))
        }
        Language::Go => starters.iter().find_map(|(name, code)| {
            let file = write(&format!("{name}/main.go"), &format!("{code}\nfunc main() {{}}\n"));
            run(Command::new("go").arg("vet").arg(file))
        }),
        Language::Rust => {
            let all: String = starters.iter().map(|(name, code)| format!("pub mod {name} {{\n{code}}}\n")).collect();
            let flags =
                ["--edition", "2021", "--crate-type", "lib", "--emit", "metadata", "-A", "warnings", "--out-dir"];
            run(Command::new("rustc").args(flags).arg(&folder).arg(write("starters.rs", &all)))
        }
    };
    Some(found.into_iter().collect())
}
