//! Text to token ids and back, from the vocabulary inside a GGUF file or a `tokenizer.json` beside it.
//!
//! Two families: SentencePiece BPE with byte fallback (GGUF's "llama") and byte-level BPE (GGUF's "gpt2"). The
//! `tokenizers` crate merges; finding special tokens and turning ids back into bytes are done here, so that what a
//! learner typed never becomes a special token and a stream never splits a character.

use std::collections::{HashMap, HashSet};

use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::tokenizer::SplitDelimiterBehavior;

use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, Value};

/// Token kinds of `tokenizer.ggml.token_type`.
const NORMAL: i64 = 1;
const CONTROL: i64 = 3;
const USER_DEFINED: i64 = 4;
const UNUSED: i64 = 5;
const BYTE: i64 = 6;

/// Texts of control tokens that end a turn, whichever of them a model's metadata names.
const END_OF_GENERATION: [&str; 6] = ["</s>", "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "<end_of_turn>"];

/// Building takes time by the square of a token's length. Qwen's longest, a run of spaces, has 256.
const MAX_TOKEN_BYTES: usize = 512;

/// A tokenizer, with the special tokens that chat needs.
pub struct Tokenizer {
    bpe: tokenizers::Tokenizer,
    family: Family,
    vocab_size: usize,
    /// Longest first.
    special: Vec<SpecialToken>,
    bos: Option<u32>,
    eos: Option<u32>,
    add_bos: bool,
    end_of_generation: HashSet<u32>,
    gpt2_bytes: HashMap<char, u8>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Family {
    SentencePiece { space_prefix: bool },
    ByteLevel,
}

struct SpecialToken {
    text: String,
    id: u32,
    /// Control tokens stand for structure and are honoured in templates only; the others are words of the vocabulary
    /// that are never split, wherever they stand.
    control: bool,
}

impl Tokenizer {
    /// Builds the tokenizer from the file's own vocabulary, whose memory is taken out of `gguf`.
    ///
    /// # Errors
    /// `model_corrupt` when the vocabulary contradicts itself, `model_unsupported` for another family or pre-tokenizer.
    pub fn from_gguf(gguf: &mut Gguf) -> Result<Self> {
        let kind = gguf.str("tokenizer.ggml.model")?.to_owned();
        let Some(Value::Strings(tokens)) = gguf.take("tokenizer.ggml.tokens") else {
            return Err(corrupt("it has no list of tokens"));
        };
        if tokens.is_empty() {
            return Err(corrupt("its list of tokens is empty"));
        }
        if let Some(long) = tokens.iter().find(|token| token.len() > MAX_TOKEN_BYTES) {
            return Err(corrupt(format!("a token has {} bytes; at most {MAX_TOKEN_BYTES} are read", long.len())));
        }
        let types = match gguf.take("tokenizer.ggml.token_type") {
            None => vec![NORMAL; tokens.len()],
            Some(Value::Integers(types)) if types.len() == tokens.len() => types,
            Some(_) => return Err(corrupt("its token types do not match its tokens")),
        };
        let special = special_tokens(&tokens, &types);
        let vocab_size = tokens.len();
        let (bpe, family) = match kind.as_str() {
            "llama" => {
                let scores = match gguf.take("tokenizer.ggml.scores") {
                    Some(Value::Floats(scores)) if scores.len() == tokens.len() => scores,
                    _ => return Err(corrupt("its scores do not match its tokens")),
                };
                let space_prefix = gguf.bool_or("tokenizer.ggml.add_space_prefix", true)?;
                (sentencepiece(tokens, &types, &scores)?, Family::SentencePiece { space_prefix })
            }
            "gpt2" => {
                let Some(Value::Strings(merges)) = gguf.take("tokenizer.ggml.merges") else {
                    return Err(corrupt("it has no list of merges"));
                };
                let pre = gguf.str("tokenizer.ggml.pre").unwrap_or("default").to_owned();
                (byte_level(tokens, &merges, &pre)?, Family::ByteLevel)
            }
            other => {
                return Err(Error::unsupported(format!(
                    "The model's tokenizer is `{other}`; `llama` (SentencePiece) and `gpt2` (byte-level BPE) are read."
                )));
            }
        };
        Self::new(bpe, family, vocab_size, special, gguf)
    }

    /// Builds the tokenizer from a `tokenizer.json`, with the special ids that the GGUF file names.
    ///
    /// # Errors
    /// `model_corrupt` when it is not a tokenizer.
    pub fn from_json(json: &[u8], gguf: &Gguf) -> Result<Self> {
        let mut bpe = read_json(json)?;
        bpe.set_encode_special_tokens(true);
        let added = bpe.get_added_tokens_decoder();
        let mut special: Vec<_> = added
            .into_iter()
            .filter(|(_, token)| !token.content.is_empty())
            .map(|(id, token)| SpecialToken { text: token.content, id, control: token.special })
            .collect();
        sort_longest_first(&mut special);
        let is_sentencepiece = ["<0x0A>", "\u{2581}"].iter().any(|token| bpe.token_to_id(token).is_some());
        let family = if is_sentencepiece {
            // The normalizer inside the JSON adds the space itself.
            Family::SentencePiece { space_prefix: false }
        } else {
            Family::ByteLevel
        };
        let vocab_size = bpe.get_vocab_size(true);
        Self::new(bpe, family, vocab_size, special, gguf)
    }

    fn new(
        bpe: tokenizers::Tokenizer,
        family: Family,
        vocab_size: usize,
        special: Vec<SpecialToken>,
        gguf: &Gguf,
    ) -> Result<Self> {
        let id = |key: &str| -> Result<Option<u32>> {
            match gguf.get(key) {
                None => Ok(None),
                Some(_) => Ok(u32::try_from(gguf.usize(key, 0..=vocab_size - 1)?).ok()),
            }
        };
        let eos = id("tokenizer.ggml.eos_token_id")?;
        let mut end_of_generation: HashSet<u32> = special
            .iter()
            .filter(|token| token.control && END_OF_GENERATION.contains(&token.text.as_str()))
            .map(|token| token.id)
            .collect();
        end_of_generation.extend(eos);
        end_of_generation.extend(id("tokenizer.ggml.eot_token_id")?);
        Ok(Self {
            bpe,
            family,
            vocab_size,
            special,
            bos: id("tokenizer.ggml.bos_token_id")?,
            eos,
            add_bos: gguf.bool_or("tokenizer.ggml.add_bos_token", family != Family::ByteLevel)?,
            end_of_generation,
            gpt2_bytes: gpt2_bytes(),
        })
    }

    /// Tokens in the vocabulary.
    #[must_use]
    pub fn vocab_size(&self) -> usize {
        self.vocab_size
    }

    /// Whether this token ends an answer.
    #[must_use]
    pub fn ends_generation(&self, id: u32) -> bool {
        self.end_of_generation.contains(&id)
    }

    /// The tokens that end an answer.
    pub fn end_of_generation(&self) -> impl Iterator<Item = &u32> {
        self.end_of_generation.iter()
    }

    /// The token of exactly this text.
    #[must_use]
    pub fn id(&self, token: &str) -> Option<u32> {
        self.bpe.token_to_id(token)
    }

    /// The text of the beginning-of-sequence token, empty if there is none.
    #[must_use]
    pub fn bos_text(&self) -> String {
        self.bos.and_then(|id| self.bpe.id_to_token(id)).unwrap_or_default()
    }

    /// The text of the end-of-sequence token, empty if there is none.
    #[must_use]
    pub fn eos_text(&self) -> String {
        self.eos.and_then(|id| self.bpe.id_to_token(id)).unwrap_or_default()
    }

    /// The texts that stand for structure: what they look like in a learner's message must stay text.
    pub fn control_texts(&self) -> impl Iterator<Item = &str> {
        self.special.iter().filter(|token| token.control).map(|token| token.text.as_str())
    }

    /// Ids of plain text. Whatever the text says, no control token comes out.
    ///
    /// # Errors
    /// `internal`.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>> {
        self.encode_segments(text, false, |text| text.to_owned().into())
    }

    /// Ids of a rendered chat template: control tokens are honoured, except where `mark` breaks them up (see
    /// [`crate::engine::template`]); every `mark` is removed. Starts with the beginning-of-sequence token if the model wants one.
    ///
    /// # Errors
    /// `internal`.
    pub fn encode_prompt(&self, rendered: &str, mark: &str) -> Result<Vec<u32>> {
        let mut ids = self.encode_segments(rendered, true, |text| text.replace(mark, "").into())?;
        if let Some(bos) = self.bos.filter(|bos| self.add_bos && ids.first() != Some(bos)) {
            ids.insert(0, bos);
        }
        Ok(ids)
    }

    fn encode_segments<'a>(
        &self,
        text: &'a str,
        control: bool,
        clean: impl Fn(&'a str) -> std::borrow::Cow<'a, str>,
    ) -> Result<Vec<u32>> {
        let mut segments = vec![Segment::Text(text)];
        for token in self.special.iter().filter(|token| control || !token.control) {
            let has = |segment: &Segment| matches!(segment, Segment::Text(text) if text.contains(&token.text));
            if !segments.iter().any(has) {
                continue;
            }
            let mut split = Vec::with_capacity(segments.len() + 2);
            for segment in segments {
                match segment {
                    Segment::Text(text) => {
                        let mut rest = text;
                        while let Some(at) = rest.find(&token.text) {
                            split.push(Segment::Text(&rest[..at]));
                            split.push(Segment::Token(token.id));
                            rest = &rest[at + token.text.len()..];
                        }
                        split.push(Segment::Text(rest));
                    }
                    Segment::Token(_) => split.push(segment),
                }
            }
            segments = split;
        }
        let mut ids = Vec::new();
        for segment in segments {
            match segment {
                Segment::Token(id) => ids.push(id),
                Segment::Text(text) => {
                    let text = clean(text);
                    if !text.is_empty() {
                        ids.extend_from_slice(self.bpe_ids(&text)?.get_ids());
                    }
                }
            }
        }
        Ok(ids)
    }

    fn bpe_ids(&self, text: &str) -> Result<tokenizers::Encoding> {
        let encoded = match self.family {
            Family::SentencePiece { space_prefix: true } => {
                self.bpe.encode_fast(format!("\u{2581}{}", text.replace(' ', "\u{2581}")), false)
            }
            Family::SentencePiece { space_prefix: false } if self.bpe.get_normalizer().is_none() => {
                self.bpe.encode_fast(text.replace(' ', "\u{2581}"), false)
            }
            _ => self.bpe.encode_fast(text, false),
        };
        encoded.map_err(|error| Error::internal(format!("The tokenizer failed: {error}.")))
    }

    /// The bytes that a token stands for; control tokens and ids outside the vocabulary stand for none.
    #[must_use]
    pub fn bytes(&self, id: u32) -> Vec<u8> {
        if self.special.iter().any(|token| token.id == id && token.control) {
            return Vec::new();
        }
        let Some(token) = self.bpe.id_to_token(id) else { return Vec::new() };
        match self.family {
            Family::SentencePiece { .. } => match byte_token(&token) {
                Some(byte) => vec![byte],
                None => token.replace('\u{2581}', " ").into_bytes(),
            },
            Family::ByteLevel => {
                let mut bytes = Vec::with_capacity(token.len());
                for char in token.chars() {
                    match self.gpt2_bytes.get(&char) {
                        Some(byte) => bytes.push(*byte),
                        None => bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
                    }
                }
                bytes
            }
        }
    }
}

/// A `tokenizer.json` as its model was trained with it: for models that read a whole input at once. Special tokens in a text are honoured,
/// as they are how such a model is asked (`<extra_id_0>`).
pub struct InputTokenizer(tokenizers::Tokenizer);

impl InputTokenizer {
    /// # Errors
    /// `model_corrupt` when it is not a tokenizer.
    pub fn from_json(json: &[u8]) -> Result<Self> {
        read_json(json).map(Self)
    }

    /// Ids of a text, with the tokens that the tokenizer puts at the start and the end.
    ///
    /// # Errors
    /// `internal`.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>> {
        let encoded = self.0.encode_fast(text, true);
        let encoded = encoded.map_err(|error| Error::internal(format!("The tokenizer failed: {error}.")))?;
        Ok(encoded.get_ids().to_vec())
    }
}

fn read_json(json: &[u8]) -> Result<tokenizers::Tokenizer> {
    tokenizers::Tokenizer::from_bytes(json)
        .map_err(|error| corrupt(format!("its tokenizer.json cannot be read ({error})")))
}

enum Segment<'a> {
    Text(&'a str),
    Token(u32),
}

/// Turns a stream of tokens into text, holding back the bytes of a character until it is whole.
#[derive(Default)]
pub struct Detokenizer {
    bytes: Vec<u8>,
}

impl Detokenizer {
    /// The text that this token completes; empty while a character is still incomplete. Bytes that can never become a
    /// character come out as U+FFFD.
    pub fn push(&mut self, tokenizer: &Tokenizer, id: u32) -> String {
        self.bytes.extend(tokenizer.bytes(id));
        let whole = self.bytes.utf8_chunks().fold(0, |whole, chunk| {
            let end = whole + chunk.valid().len() + chunk.invalid().len();
            let open = end == self.bytes.len() && may_continue(chunk.invalid());
            if open { end - chunk.invalid().len() } else { end }
        });
        let rest = self.bytes.split_off(whole);
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        self.bytes = rest;
        text
    }

    /// What is left at the end of the stream: an incomplete character, as U+FFFD.
    pub fn finish(&mut self) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        self.bytes.clear();
        text
    }
}

/// Whether these bytes are a true prefix of some character.
fn may_continue(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn special_tokens(tokens: &[String], types: &[i64]) -> Vec<SpecialToken> {
    let mut special: Vec<SpecialToken> = (0u32..)
        .zip(tokens.iter().zip(types))
        .filter(|(_, (text, kind))| matches!(**kind, CONTROL | USER_DEFINED) && !text.is_empty())
        .map(|(id, (text, kind))| SpecialToken { text: text.clone(), id, control: *kind == CONTROL })
        .collect();
    sort_longest_first(&mut special);
    special
}

fn sort_longest_first(special: &mut [SpecialToken]) {
    special.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then(a.id.cmp(&b.id)));
}

/// SentencePiece BPE: a pair merges when the joined piece is in the vocabulary, the best score first
/// (Kudo and Richardson 2018, <https://arxiv.org/abs/1808.06226>). Written as the ranked merges that the crate wants.
fn sentencepiece(tokens: Vec<String>, types: &[i64], scores: &[f32]) -> Result<tokenizers::Tokenizer> {
    let unknown = types.iter().position(|kind| *kind == 2).map(|id| tokens[id].clone());
    let vocab: Vocab = tokens.into_iter().zip(0u32..).collect();
    if vocab.len() != types.len() {
        return Err(corrupt("two of its tokens have the same text"));
    }
    let mergeable = |piece: &str| {
        vocab.get(piece).copied().filter(|id| !matches!(types[*id as usize], CONTROL | UNUSED | BYTE | 2))
    };
    let mut ranked: Vec<(f32, u32, u32, (String, String))> = Vec::new();
    for (piece, &id) in &vocab {
        if mergeable(piece).is_none() {
            continue;
        }
        for (at, _) in piece.char_indices().skip(1) {
            let (left, right) = piece.split_at(at);
            if let (Some(left_id), Some(_)) = (mergeable(left), mergeable(right)) {
                ranked.push((scores[id as usize], id, left_id, (left.to_owned(), right.to_owned())));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let merges = ranked.into_iter().map(|(.., pair)| pair).collect();
    let mut builder = BPE::builder().vocab_and_merges(vocab, merges).byte_fallback(true).fuse_unk(true);
    if let Some(unknown) = unknown {
        builder = builder.unk_token(unknown);
    }
    Ok(tokenizers::Tokenizer::new(build(builder)?))
}

fn byte_level(tokens: Vec<String>, merges: &[String], pre: &str) -> Result<tokenizers::Tokenizer> {
    // What each pre-tokenizer splits text into before merging, as the models' own tokenizer.json files have it.
    const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    const QWEN2: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    let patterns: &[&str] = match pre {
        "smollm" => &[r"\p{N}", GPT2],
        "qwen2" => &[QWEN2],
        "default" | "gpt-2" => &[GPT2],
        other => {
            return Err(Error::unsupported(format!(
                "The model's pre-tokenizer is `{other}`; `smollm`, `qwen2` and `gpt-2` are read."
            )));
        }
    };
    let count = tokens.len();
    let vocab: Vocab = tokens.into_iter().zip(0u32..).collect();
    if vocab.len() != count {
        return Err(corrupt("two of its tokens have the same text"));
    }
    let merges = merges
        .iter()
        .map(|merge| match merge.split_once(' ') {
            Some((left, right)) => Ok((left.to_owned(), right.to_owned())),
            None => Err(corrupt(format!("`{merge}` is not a merge"))),
        })
        .collect::<Result<_>>()?;
    let mut tokenizer = tokenizers::Tokenizer::new(build(BPE::builder().vocab_and_merges(vocab, merges))?);
    let mut steps = Vec::new();
    for pattern in patterns {
        let split = Split::new(SplitPattern::Regex((*pattern).to_owned()), SplitDelimiterBehavior::Isolated, false)
            .map_err(|error| Error::internal(format!("The pre-tokenizer cannot be built: {error}.")))?;
        steps.push(split.into());
    }
    steps.push(ByteLevel::new(false, false, false).into());
    tokenizer.with_pre_tokenizer(Some(Sequence::new(steps)));
    Ok(tokenizer)
}

fn build(builder: tokenizers::models::bpe::BpeBuilder) -> Result<BPE> {
    builder.build().map_err(|error| corrupt(format!("its merges do not fit its tokens ({error})")))
}

/// The byte of a byte-fallback token, `<0x0A>`.
fn byte_token(token: &str) -> Option<u8> {
    let hex = token.strip_prefix("<0x")?.strip_suffix('>')?;
    if hex.len() == 2 { u8::from_str_radix(hex, 16).ok() } else { None }
}

/// GPT-2's printable stand-ins for bytes: printable Latin-1 stands for itself, the rest follows from U+0100.
fn gpt2_bytes() -> HashMap<char, u8> {
    let mut next = 0x100;
    (0..=255u8)
        .map(|byte| match byte {
            b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF => (char::from(byte), byte),
            _ => {
                next += 1;
                (char::from_u32(next - 1).unwrap_or(char::REPLACEMENT_CHARACTER), byte)
            }
        })
        .collect()
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The model's vocabulary is damaged: {why}. Fetch the model again."))
}
