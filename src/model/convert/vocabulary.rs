//! The tokenizer that goes into the file: `tokenizer.json` as it is, or one made of `vocab.json` and `merges.txt`, as `CodeT5` has it.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Error, Result};

/// Tokens that mark masked spans in T5, `<extra_id_99>` to `<extra_id_0>`.
const MAX_SENTINELS: usize = 100;
/// An embedding has a few rows more than there are tokens, for the sake of round numbers.
const MAX_SPARE_ROWS: usize = 256;

/// The files of a checkpoint that say which tokens there are.
#[derive(Debug, Clone, Copy)]
pub enum Vocabulary<'a> {
    /// `tokenizer.json`.
    Json(&'a [u8]),
    /// `vocab.json` and `merges.txt` of a byte-level tokenizer with RoBERTa's special tokens.
    Merges {
        /// `vocab.json`.
        vocab: &'a [u8],
        /// `merges.txt`.
        merges: &'a [u8],
    },
}

#[derive(Deserialize)]
struct Json {
    #[serde(default)]
    added_tokens: Vec<Added>,
    model: Model,
}

#[derive(Deserialize)]
struct Added {
    id: usize,
}

#[derive(Deserialize)]
struct Model {
    /// By text, or a list of pairs of text and score.
    vocab: Value,
}

impl<'a> Vocabulary<'a> {
    /// Of the files as [`crate::model::catalog::Files`] names them: `tokenizer.json`, or `vocab.json` and `merges.txt`.
    ///
    /// # Errors
    /// `internal` where there are more or fewer.
    pub fn of(files: &'a [Vec<u8>]) -> Result<Self> {
        match files {
            [json] => Ok(Self::Json(json)),
            [vocab, merges] => Ok(Self::Merges { vocab, merges }),
            _ => Err(Error::internal("A vocabulary is of one file or two.")),
        }
    }

    /// The text of a `tokenizer.json` for a model whose embedding has so many rows.
    ///
    /// # Errors
    /// `model_corrupt` where a file cannot be read, or there are not as many tokens as rows.
    pub fn tokenizer_json(self, rows: usize) -> Result<String> {
        let text = match self {
            Self::Json(json) => {
                std::str::from_utf8(json).map_err(|_| corrupt("tokenizer.json is not UTF-8"))?.to_owned()
            }
            Self::Merges { vocab, merges } => of_merges(vocab, merges, rows)?,
        };
        let tokens = count(&text)?;
        if tokens > rows || rows - tokens > MAX_SPARE_ROWS {
            return Err(corrupt(format!("it has {tokens} tokens where the model has {rows}")));
        }
        Ok(text)
    }
}

/// The largest id and one.
fn count(json: &str) -> Result<usize> {
    let Json { added_tokens, model } =
        serde_json::from_str(json).map_err(|error| corrupt(format!("tokenizer.json cannot be read ({error})")))?;
    let largest = match &model.vocab {
        Value::Object(ids) => ids.values().filter_map(Value::as_u64).max().map(|id| id + 1),
        Value::Array(pairs) => Some(pairs.len() as u64),
        _ => None,
    };
    let largest = largest.and_then(|largest| usize::try_from(largest).ok());
    let largest = largest.ok_or_else(|| corrupt("tokenizer.json has no vocabulary"))?;
    Ok(added_tokens.iter().map(|added| added.id.saturating_add(1)).fold(largest, usize::max))
}

/// As transformers' `RobertaTokenizer` with `CodeT5`'s additional special tokens, which come after the vocabulary, the last one first.
fn of_merges(vocab: &[u8], merges: &[u8], rows: usize) -> Result<String> {
    let mut vocab: HashMap<String, usize> =
        serde_json::from_slice(vocab).map_err(|error| corrupt(format!("vocab.json cannot be read ({error})")))?;
    let merges = std::str::from_utf8(merges).map_err(|_| corrupt("merges.txt is not UTF-8"))?;
    let merges: Vec<&str> = merges.lines().filter(|line| !line.is_empty() && !line.starts_with("#version")).collect();
    if let Some(merge) = merges.iter().find(|merge| merge.split(' ').count() != 2) {
        return Err(corrupt(format!("`{merge}` in merges.txt is no merge")));
    }
    let (first, sentinels) = (vocab.len(), rows.saturating_sub(vocab.len()));
    if sentinels > 0 && !vocab.contains_key("<extra_id_0>") {
        if sentinels > MAX_SENTINELS {
            return Err(corrupt(format!("vocab.json has {first} tokens where the model has {rows}")));
        }
        vocab.extend((0..sentinels).map(|at| (format!("<extra_id_{}>", sentinels - 1 - at), first + at)));
    }
    let id =
        |token: &str| vocab.get(token).copied().ok_or_else(|| corrupt(format!("vocab.json lacks the token `{token}`")));
    let mut added = Vec::new();
    for token in ["<pad>", "<s>", "</s>", "<unk>", "<mask>"] {
        added.push((id(token)?, token.to_owned(), token == "<mask>"));
    }
    let sentinel = |at: usize| format!("<extra_id_{at}>");
    added.extend((0..MAX_SENTINELS).map(sentinel).filter_map(|token| Some((*vocab.get(&token)?, token, true))));
    added.sort();
    let added: Vec<Value> = added
        .into_iter()
        .map(|(id, content, lstrip)| {
            json!({
                "id": id, "content": content, "single_word": false, "lstrip": lstrip, "rstrip": false, "normalized": true,
                "special": true,
            })
        })
        .collect();
    let json = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": added,
        "normalizer": null,
        "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true },
        "post_processor": {
            "type": "RobertaProcessing", "sep": ["</s>", id("</s>")?], "cls": ["<s>", id("<s>")?], "trim_offsets": true,
            "add_prefix_space": false,
        },
        "decoder": { "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true },
        "model": {
            "type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "", "end_of_word_suffix": "",
            "fuse_unk": false, "byte_fallback": false, "ignore_merges": false, "vocab": vocab, "merges": merges,
        },
    });
    Ok(json.to_string())
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The checkpoint's vocabulary is damaged: {why}. Fetch it again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCAB: &str = r#"{"<pad>":0,"<s>":1,"</s>":2,"<unk>":3,"<mask>":4,"a":5,"b":6,"ab":7}"#;
    const MERGES: &str = "#version: 0.2\na b\n";

    fn made(vocab: &str, merges: &str, rows: usize) -> Result<String> {
        Vocabulary::Merges { vocab: vocab.as_bytes(), merges: merges.as_bytes() }.tokenizer_json(rows)
    }

    #[test]
    fn sentinels_follow_the_vocabulary_the_last_one_first() {
        let json = made(VOCAB, MERGES, 10).unwrap();
        let tokenizer = tokenizers::Tokenizer::from_bytes(&json).unwrap();
        assert_eq!(tokenizer.token_to_id("<extra_id_1>"), Some(8));
        let ids = |text: &str| tokenizer.encode(text, true).unwrap().get_ids().to_vec();
        assert_eq!(ids("ab <extra_id_0>"), [1, 7, 9, 2]);
        // The same text again: a file that is converted twice is the same to the bit.
        assert_eq!(made(VOCAB, MERGES, 10).unwrap(), json);
        assert!(!made(VOCAB, MERGES, 8).unwrap().contains("extra_id"));
        assert_eq!(Vocabulary::Json(json.as_bytes()).tokenizer_json(10).unwrap(), json);
        assert_eq!(Vocabulary::Json(json.as_bytes()).tokenizer_json(128).unwrap(), json);
    }

    #[test]
    fn vocabularies_of_another_length_are_refused() {
        let json = made(VOCAB, MERGES, 10).unwrap();
        for rows in [9, 400] {
            let error = Vocabulary::Json(json.as_bytes()).tokenizer_json(rows).unwrap_err();
            assert!(error.to_string().contains("10 tokens"), "{error}");
        }
        for (vocab, merges, rows) in [
            (VOCAB, MERGES, 7),
            (VOCAB, MERGES, 109),
            (VOCAB, "a b c\n", 10),
            (r#"{"<pad>":0}"#, MERGES, 10),
            ("[]", MERGES, 10),
            ("", "", 10),
        ] {
            assert_eq!(made(vocab, merges, rows).unwrap_err().code(), "model_corrupt");
        }
        for json in ["", "{}", r#"{"model":{"vocab":3}}"#, r#"{"model":{"vocab":{"a":1e99}}}"#] {
            assert_eq!(Vocabulary::Json(json.as_bytes()).tokenizer_json(10).unwrap_err().code(), "model_corrupt");
        }
    }
}
