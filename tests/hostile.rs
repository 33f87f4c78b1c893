//! Truncated, corrupted, mislabelled and hostile model files: each ends in the right coded error, without a panic, in
//! bounded memory and time. One row is one file.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use candle_core::quantized::GgmlDType;
use codementor_tutor::api::{ChatEvent, ChatRequest, Sampling};
use codementor_tutor::{Result, Tutor};
use support::gguf::kind;
use support::tiny::{self, Random};
use support::{Gguf, Tiny, Value};

/// More than this, on top of the file itself, is a bug; so is taking longer.
const MAX_BYTES: usize = 256 << 20;
const MAX_TIME: Duration = Duration::from_secs(10);

const CORRUPT: &str = "model_corrupt";
const UNSUPPORTED: &str = "model_unsupported";
/// The file is odd but sound: it must answer.
const FINE: &str = "fine";
/// Any answer or coded error will do.
const ANY: &str = "any";

/// One file: what it is, the code it must end in, what the error must say, and its bytes.
struct Row {
    name: String,
    code: &'static str,
    says: String,
    bytes: Vec<u8>,
}

/// A row made by spoiling a good file.
fn row(name: impl Into<String>, code: &'static str, says: impl Into<String>, spoil: impl FnOnce(&mut Gguf)) -> Row {
    let mut file = Tiny::llama(1).gguf();
    spoil(&mut file);
    Row { name: name.into(), code, says: says.into(), bytes: file.to_bytes() }
}

/// A row with one metadata key set.
fn key(key: &str, value: Value, code: &'static str) -> Row {
    let shown = format!("{value:?}").chars().take(80).collect::<String>();
    row(format!("{key} = {shown}"), code, "", |file| {
        file.set(key, value);
    })
}

/// A row with another chat template.
fn template(source: &str) -> Row {
    let shown = source.chars().take(100).collect::<String>();
    row(format!("template {shown}"), UNSUPPORTED, "template", |file| {
        file.set("tokenizer.chat_template", Value::str(source));
    })
}

#[test]
fn sound_files_answer() {
    let files = [Tiny::llama(1), Tiny::qwen2(1), Tiny::spm(1)];
    check(files.into_iter().map(|tiny| Row {
        name: format!("sound {} {:?}", tiny.architecture, tiny.vocab),
        code: FINE,
        says: String::new(),
        bytes: tiny.gguf().to_bytes(),
    }));
}

#[test]
fn not_gguf_at_all() {
    let raw =
        |name: &str, code, bytes: &[u8]| Row { name: name.into(), code, says: String::new(), bytes: bytes.into() };
    let mut big_endian = Tiny::llama(1).gguf();
    big_endian.version = 3_u32.swap_bytes();
    let mut rows = vec![
        raw("empty", CORRUPT, b""),
        raw("magic only", CORRUPT, b"GGUF"),
        raw("web page", CORRUPT, b"<!DOCTYPE html><html><body>404 Not Found</body></html>"),
        raw("zeros", CORRUPT, &[0; 4096]),
        raw("ones", CORRUPT, &[0xFF; 4096]),
        raw("older format", CORRUPT, b"ggjt\x03\0\0\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        Row { name: "big-endian".into(), code: UNSUPPORTED, says: "big-endian".into(), bytes: big_endian.to_bytes() },
    ];
    rows.extend(
        [0, 1, 4, 99, u32::MAX]
            .map(|version| row(format!("version {version}"), UNSUPPORTED, "version", |file| file.version = version)),
    );
    check(rows);
}

#[test]
fn truncated_files() {
    let whole = Tiny::llama(1).gguf().to_bytes();
    let header = Tiny::llama(1).gguf().header().len();
    let points = (0..64).chain((64..header).step_by(97)).chain((header - 40)..header + 40);
    let points = points.chain((header..whole.len() - 32).step_by(9973)).chain([whole.len() - 33]);
    check(points.map(|at| Row {
        name: format!("truncated at {at} of {}", whole.len()),
        code: CORRUPT,
        says: String::new(),
        bytes: whole[..at].to_vec(),
    }));
}

#[test]
fn counts_and_lengths_that_lie() {
    let mut rows = Vec::new();
    for claim in [1 << 17, 1 << 32, 1 << 60, u64::MAX] {
        rows.push(row(format!("{claim} tensors"), CORRUPT, "", |file| file.tensor_count = Some(claim)));
        rows.push(row(format!("{claim} keys"), CORRUPT, "", |file| file.metadata_count = Some(claim)));
        rows.push(key("odd", Value::Raw(kind::STRING, claim.to_le_bytes().into()), CORRUPT));
        for element in (kind::U8..=kind::STRING).chain([kind::U64, kind::I64, kind::F64]) {
            // An array that claims more elements than there are bytes: at the end of the file, and before more of it.
            rows.push(key("odd", Value::array_claim(element, claim), CORRUPT));
            rows.push(row(format!("first key is an array of {claim} x {element}"), CORRUPT, "", |file| {
                file.metadata.insert(0, ("odd".into(), Value::array_claim(element, claim)));
            }));
        }
        // The last field of the header is a tensor's name of that length.
        let mut file = Tiny::llama(1).gguf();
        file.tensors.clear();
        file.tensor_count = Some(1);
        file.alignment = 1;
        let bytes = [file.header(), claim.to_le_bytes().to_vec()].concat();
        rows.push(Row { name: format!("tensor name of {claim} bytes"), code: CORRUPT, says: String::new(), bytes });
        let bytes = [&b"GGUF\x03\0\0\0"[..], &0_u64.to_le_bytes(), &1_u64.to_le_bytes(), &claim.to_le_bytes()].concat();
        rows.push(Row { name: format!("key of {claim} bytes"), code: CORRUPT, says: String::new(), bytes });
    }
    rows.push(row("one key more than there are", CORRUPT, "", |file| {
        file.metadata_count = Some(file.metadata.len() as u64 + 1)
    }));
    rows.push(row("one tensor more than there are", CORRUPT, "", |file| {
        file.tensor_count = Some(file.tensors.len() as u64 + 1)
    }));
    rows.push(row("one tensor fewer than there are", CORRUPT, "", |file| {
        file.tensor_count = Some(file.tensors.len() as u64 - 1)
    }));
    rows.push(row("no tensors", CORRUPT, "", |file| file.tensors.clear()));
    rows.push(row("no keys", CORRUPT, "general.architecture", |file| file.metadata.clear()));
    check(rows);
}

#[test]
fn values_that_break_the_format() {
    let nested = |depth: usize| {
        let mut bytes = Vec::new();
        for _ in 0..depth {
            bytes.extend(kind::ARRAY.to_le_bytes());
            bytes.extend(1_u64.to_le_bytes());
        }
        Value::Raw(kind::ARRAY, bytes)
    };
    let mut rows = vec![
        key("odd", nested(1), CORRUPT),
        key("odd", nested(100_000), CORRUPT),
        key("odd", Value::Raw(13, vec![0; 8]), CORRUPT),
        key("odd", Value::Raw(u32::MAX, vec![]), CORRUPT),
        key("odd", Value::array_claim(13, 0), CORRUPT),
        key("odd", Value::Raw(kind::BOOL, vec![2]), CORRUPT),
        key("odd", Value::Bytes(vec![0xFF, 0xFE]), CORRUPT),
        key("odd", Value::Array(kind::STRING, vec![Value::Bytes(vec![0xC0, 0x80])]), CORRUPT),
        key("general.architecture", Value::Bytes(b"llam\xe0".into()), CORRUPT),
        key("tokenizer.chat_template", Value::Bytes(vec![0xED, 0xA0, 0x80]), CORRUPT),
        row("the same key twice", CORRUPT, "general.name", |file| {
            file.metadata.push(("general.name".into(), Value::U32(1)))
        }),
        row("the same tensor twice", CORRUPT, "output_norm.weight", |file| {
            let copy = file.tensor("output_norm.weight").clone();
            file.tensors.push(copy);
        }),
        row("an unneeded key", FINE, "", |file| {
            file.set("", Value::f32s(&[]));
        }),
    ];
    let mut bytes = Tiny::llama(1).gguf().to_bytes();
    let at = bytes.windows(12).position(|window| window == b"general.name").unwrap();
    bytes[at] = 0xFF;
    rows.push(Row { name: "a key that is not UTF-8".into(), code: CORRUPT, says: "UTF-8".into(), bytes });
    let mut bytes = Tiny::llama(1).gguf().to_bytes();
    let at = bytes.windows(11).position(|window| window == b"output_norm").unwrap();
    bytes[at] = 0xFF;
    rows.push(Row { name: "a tensor name that is not UTF-8".into(), code: CORRUPT, says: "UTF-8".into(), bytes });
    for alignment in [0, 1 << 31, 3, 24, 31, u32::MAX] {
        rows.push(key("general.alignment", Value::U32(alignment), CORRUPT));
    }
    rows.push(key("general.alignment", Value::str("32"), CORRUPT));
    rows.push(key("general.alignment", Value::I32(-32), CORRUPT));
    rows.push(row("alignment 64", FINE, "", |file| {
        file.alignment = 64;
        file.set("general.alignment", Value::U32(64));
    }));
    check(rows);
}

#[test]
fn headers_that_swell() {
    // A small element in the file may be a large one in memory. 60 MB of header, of the smallest elements.
    let many = |kind: u32, size: usize| {
        let mut file = Tiny::llama(1).gguf();
        let length = (4_000_000 / size).min(1 << 22);
        for index in 0..60_000_000 / (length * size) {
            let bytes = [&kind.to_le_bytes()[..], &(length as u64).to_le_bytes(), &vec![0; length * size]].concat();
            file.metadata.insert(0, (format!("odd.{index}"), Value::Raw(kind::ARRAY, bytes)));
        }
        file.to_bytes()
    };
    check([(kind::U8, 1), (kind::BOOL, 1), (kind::U16, 2), (kind::F32, 4), (kind::STRING, 8)].map(|(kind, size)| {
        Row {
            name: format!("60 MB of elements of type {kind}"),
            code: ANY,
            says: String::new(),
            bytes: many(kind, size),
        }
    }));
    check([row("10,000 keys", ANY, "", |file| {
        for index in 0..10_000 {
            file.metadata.push((format!("odd.{index}"), Value::U8(0)));
        }
    })]);
}

#[test]
fn tensors_that_lie() {
    let spoil = |name: &str, code, says: &str, spoil: fn(&mut support::Tensor)| {
        row(name, code, says, |file| spoil(file.tensor("blk.1.ffn_up.weight")))
    };
    let mut rows = vec![
        spoil("no dimensions", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims.clear()),
        spoil("five dimensions", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims = vec![64, 128, 1, 1, 1]),
        spoil("a dimension of zero", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims[0] = 0),
        spoil("a second dimension of zero", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims[1] = 0),
        spoil("a huge dimension", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims[1] = 1 << 60),
        spoil("dimensions whose product overflows", CORRUPT, "", |tensor| {
            tensor.dims = vec![1 << 32, 1 << 32, 1 << 32, 1 << 32]
        }),
        spoil("dimensions whose product wraps to what is there", CORRUPT, "", |tensor| {
            tensor.dims = vec![64, 128, 1 << 32, 1 << 32]
        }),
        spoil("bytes that overflow", CORRUPT, "", |tensor| tensor.dims = vec![1 << 32, (1 << 31) - 1]),
        spoil("larger than the file", CORRUPT, "", |tensor| tensor.dims = vec![64, 1 << 30]),
        spoil("rows of half a block", CORRUPT, "", |tensor| tensor.dims[0] = 48),
        spoil("transposed", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims.reverse()),
        spoil("fewer rows", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims[1] -= 1),
        spoil("a vector", CORRUPT, "blk.1.ffn_up.weight", |tensor| tensor.dims = vec![64 * 128]),
        spoil("trailing dimensions of one", FINE, "", |tensor| tensor.dims.extend([1, 1])),
        spoil("outside the file", CORRUPT, "", |tensor| tensor.offset = Some(1 << 30)),
        spoil("far outside the file", CORRUPT, "", |tensor| tensor.offset = Some(1 << 60)),
        spoil("an offset that overflows", CORRUPT, "", |tensor| tensor.offset = Some(u64::MAX - 31)),
        spoil("misaligned", CORRUPT, "align", |tensor| tensor.offset = Some(1)),
        spoil("over the first tensor", CORRUPT, "overlap", |tensor| tensor.offset = Some(0)),
        spoil("over a part of the first tensor", CORRUPT, "overlap", |tensor| tensor.offset = Some(64)),
        row("all tensors at the same place", CORRUPT, "overlap", |file| {
            file.tensors.iter_mut().for_each(|tensor| tensor.offset = Some(0))
        }),
    ];
    let unread = [
        (4, "Q4_2"),
        (5, "Q4_3"),
        (9, "Q8_1"),
        (15, "Q8_K"),
        (16, "IQ2_XXS"),
        (17, "IQ2_XS"),
        (18, "IQ3_XXS"),
        (19, "IQ1_S"),
        (20, "IQ4_NL"),
        (21, "IQ3_S"),
        (22, "IQ2_S"),
        (23, "IQ4_XS"),
        (24, "I8"),
        (27, "I64"),
        (28, "F64"),
        (29, "IQ1_M"),
        (34, "TQ1_0"),
        (35, "TQ2_0"),
        (39, "MXFP4"),
        (36, "36"),
        (250, "250"),
        (u32::MAX, "4294967295"),
    ];
    for (dtype, says) in unread {
        rows.push(row(format!("a tensor of type {dtype}"), UNSUPPORTED, says, |file| {
            file.tensor("blk.1.ffn_up.weight").dtype = dtype
        }));
    }
    let names: Vec<String> = Tiny::qwen2(1).gguf().tensors.iter().map(|tensor| tensor.name.clone()).collect();
    for name in &names {
        let mut file = Tiny::qwen2(1).gguf();
        let at = file.tensors.iter().position(|tensor| tensor.name == *name).unwrap();
        let tensor = &mut file.tensors[at];
        let last = tensor.dims.len() - 1;
        tensor.dims[last] += 32;
        tensor.data.extend(vec![0; 1 << 14]);
        rows.push(Row {
            name: format!("{name} with 32 rows more"),
            code: CORRUPT,
            says: name.clone(),
            bytes: file.to_bytes(),
        });
        // Without its biases qwen2 is as llama, and no reader can tell.
        let (code, says) = if name.ends_with("bias") { (ANY, "") } else { (CORRUPT, name.as_str()) };
        file.tensors.remove(at);
        rows.push(Row { name: format!("no {name}"), code, says: says.into(), bytes: file.to_bytes() });
    }
    check(rows);
}

#[test]
fn weights_that_are_not_numbers() {
    let mut rows = Vec::new();
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
        for name in ["output_norm.weight", "blk.0.attn_norm.weight"] {
            rows.push(row(format!("{name} is {value}"), ANY, "", |file| {
                *file.tensor(name) = tiny::tensor(name, &[64], &[value; 64], GgmlDType::F32);
            }));
        }
    }
    for name in ["token_embd.weight", "blk.0.attn_q.weight", "blk.1.ffn_down.weight"] {
        rows.push(row(format!("{name} of ones"), ANY, "", |file| file.tensor(name).data.fill(0xFF)));
        rows.push(row(format!("{name} of zeros"), ANY, "", |file| file.tensor(name).data.fill(0)));
    }
    check(rows);
}

#[test]
fn shapes_that_contradict_themselves() {
    let wrong = |name: &str, values: &[u64]| -> Vec<Row> {
        let rows = values.iter().map(|&value| key(&format!("llama.{name}"), Value::U64(value), CORRUPT));
        rows.chain([
            key(&format!("llama.{name}"), Value::str("4"), CORRUPT),
            key(&format!("llama.{name}"), Value::I32(-4), CORRUPT),
        ])
        .collect()
    };
    let huge = [1 << 31, 1 << 60, u64::MAX];
    let mut rows = Vec::new();
    rows.extend(wrong("block_count", &[&[0, 3, 1 << 20][..], &huge].concat()));
    rows.extend(wrong("embedding_length", &[&[0, 1, 32, 63, 65, 128][..], &huge].concat()));
    rows.extend(wrong("feed_forward_length", &[&[0, 64, 129][..], &huge].concat()));
    rows.extend(wrong("attention.head_count", &[&[0, 3, 5, 7, 128][..], &huge].concat()));
    rows.extend(wrong("attention.head_count_kv", &[&[0, 1, 3, 4, 5][..], &huge].concat()));
    rows.extend(wrong("rope.dimension_count", &[&[0, 1, 7, 17, 1 << 20][..], &huge].concat()));
    rows.extend(wrong("context_length", &[&[0][..], &huge].concat()));
    for name in [
        "block_count",
        "embedding_length",
        "feed_forward_length",
        "attention.head_count",
        "context_length",
        "attention.layer_norm_rms_epsilon",
    ] {
        let name = format!("llama.{name}");
        rows.push(row(format!("no {name}"), CORRUPT, name.as_str(), |file| {
            file.remove(&name);
        }));
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1e-5, 0.0, 1e30] {
        rows.push(key("llama.attention.layer_norm_rms_epsilon", Value::F32(value), CORRUPT));
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -10_000.0, 0.0] {
        rows.push(key("llama.rope.freq_base", Value::F32(value), CORRUPT));
    }
    rows.push(key("llama.rope.freq_base", Value::F64(1e300), CORRUPT));
    rows.push(key("llama.rope.freq_base", Value::F32(f32::MAX), ANY));
    rows.push(key("llama.rope.freq_base", Value::F32(f32::MIN_POSITIVE), ANY));
    rows.push(key("llama.rope.freq_base", Value::str("1"), CORRUPT));
    rows.push(key("llama.rope.scaling.type", Value::str("yarn"), UNSUPPORTED));
    rows.push(key("llama.expert_count", Value::U32(8), UNSUPPORTED));
    rows.push(key("llama.attention.key_length", Value::U32(1 << 30), CORRUPT));
    rows.push(key("llama.attention.key_length", Value::U32(0), CORRUPT));
    for architecture in ["mamba", "gpt2", "clip", "LLAMA", "", "llama\0"] {
        rows.push(key("general.architecture", Value::str(architecture), UNSUPPORTED));
    }
    rows.push(key("general.architecture", Value::U32(1), CORRUPT));
    rows.push(row("no architecture", CORRUPT, "general.architecture", |file| {
        file.remove("general.architecture");
    }));
    rows.push(key("general.architecture", Value::str("qwen2"), CORRUPT));
    check(rows);
}

#[test]
fn vocabularies_that_contradict_themselves() {
    let tokens = |change: fn(&mut Vec<Value>)| {
        move |file: &mut Gguf| match file.get("tokenizer.ggml.tokens") {
            Value::Array(_, tokens) => change(tokens),
            _ => unreachable!(),
        }
    };
    let types = |file: &mut Gguf, change: fn(&mut Vec<Value>)| match file.get("tokenizer.ggml.token_type") {
        Value::Array(_, types) => change(types),
        _ => unreachable!(),
    };
    let mut rows = vec![
        row("a token fewer than types", CORRUPT, "", tokens(|tokens| drop(tokens.pop()))),
        row("a token fewer than the embedding", CORRUPT, "token_embd.weight", |file| {
            // The last one is what a merge makes, so that goes too.
            tokens(|tokens| drop(tokens.pop()))(file);
            types(file, |types| drop(types.pop()));
            let Value::Array(_, merges) = file.get("tokenizer.ggml.merges") else { unreachable!() };
            merges.pop();
        }),
        row("a token more than the embedding", CORRUPT, "token_embd.weight", |file| {
            tokens(|tokens| tokens.push(Value::str("more")))(file);
            types(file, |types| types.push(Value::I32(1)));
        }),
        row("a token that is not UTF-8", CORRUPT, "UTF-8", tokens(|tokens| tokens[9] = Value::Bytes(vec![0xFF]))),
        row("two tokens of the same text", CORRUPT, "", tokens(|tokens| tokens[9] = tokens[10].clone())),
        row("a token of 1 MiB", ANY, "", tokens(|tokens| tokens[9] = Value::Str("x".repeat(1 << 20)))),
        row("a control token of no text", ANY, "", tokens(|tokens| tokens[1] = Value::str(""))),
        row("types of another length", CORRUPT, "", |file| types(file, |types| types.truncate(5))),
        row("types that do not exist", ANY, "", |file| types(file, |types| types.fill(Value::I32(-77)))),
        row("all tokens control", ANY, "", |file| types(file, |types| types.fill(Value::I32(3)))),
        row("all tokens user-defined", ANY, "", |file| types(file, |types| types.fill(Value::I32(4)))),
        row("all tokens unused", ANY, "", |file| types(file, |types| types.fill(Value::I32(5)))),
        row("no tokens", CORRUPT, "", |file| {
            file.remove("tokenizer.ggml.tokens");
        }),
        row("no merges", CORRUPT, "merges", |file| {
            file.remove("tokenizer.ggml.merges");
        }),
        row("no tokenizer", CORRUPT, "tokenizer.ggml.model", |file| {
            file.remove("tokenizer.ggml.model");
        }),
        key("tokenizer.ggml.tokens", Value::strings::<&str>(&[]), CORRUPT),
        key("tokenizer.ggml.tokens", Value::i32s(&[1, 2, 3]), CORRUPT),
        key("tokenizer.ggml.tokens", Value::str("abc"), CORRUPT),
        key("tokenizer.ggml.token_type", Value::f32s(&[1.0]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["zz qq"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["a b"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["ab"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&[""]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&[" "]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["h e", "h e"]), ANY),
        key("tokenizer.ggml.merges", Value::i32s(&[1]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings::<&str>(&[]), FINE),
        key("tokenizer.ggml.model", Value::str("bert"), UNSUPPORTED),
        key("tokenizer.ggml.model", Value::U32(1), CORRUPT),
        key("tokenizer.ggml.model", Value::str("llama"), CORRUPT),
        key("tokenizer.ggml.pre", Value::str("deepseek-coder"), UNSUPPORTED),
        key("tokenizer.ggml.bos_token_id", Value::U32(100_000), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::U32(u32::MAX), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::I32(-1), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::str("</s>"), CORRUPT),
        key("tokenizer.ggml.add_bos_token", Value::str("yes"), CORRUPT),
    ];
    let spm = |name: &str, code, spoil: fn(&mut Gguf)| {
        let mut file = Tiny::spm(1).gguf();
        spoil(&mut file);
        Row { name: name.into(), code, says: String::new(), bytes: file.to_bytes() }
    };
    rows.extend([
        spm("no scores", CORRUPT, |file| {
            file.remove("tokenizer.ggml.scores");
        }),
        spm("scores of another length", CORRUPT, |file| {
            file.set("tokenizer.ggml.scores", Value::f32s(&[0.0; 7]));
        }),
        spm("scores that are NaN", ANY, |file| {
            let Value::Array(_, scores) = file.get("tokenizer.ggml.scores") else { unreachable!() };
            scores.fill(Value::F32(f32::NAN));
        }),
        spm("scores that are all the same", ANY, |file| {
            let Value::Array(_, scores) = file.get("tokenizer.ggml.scores") else { unreachable!() };
            scores.fill(Value::F32(1.0));
        }),
        spm("no byte tokens", ANY, |file| {
            let Value::Array(_, types) = file.get("tokenizer.ggml.token_type") else { unreachable!() };
            types.fill(Value::I32(1));
        }),
        spm("no unknown token", ANY, |file| {
            let Value::Array(_, types) = file.get("tokenizer.ggml.token_type") else { unreachable!() };
            types[0] = Value::I32(1);
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            tokens
                .iter_mut()
                .skip(3)
                .take(256)
                .enumerate()
                .for_each(|(at, token)| *token = Value::Str(format!("piece{at}")));
        }),
        spm("a piece of a million letters", ANY, |file| {
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            tokens[300] = Value::Str("a".repeat(1 << 20));
        }),
        spm("pieces that all join", ANY, |file| {
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            for (length, token) in tokens.iter_mut().skip(259).enumerate() {
                *token = Value::Str("a".repeat(length + 1));
            }
        }),
    ]);
    check(rows);
}

#[test]
fn templates_that_break_out() {
    let double = |how: &str| {
        format!(
            "{{% set n = namespace(x='aaaaaaaa') %}}{{% for i in range(60) %}}{{% set n.x = {how} %}}{{% endfor %}}{{{{ n.x }}}}"
        )
    };
    let mut rows: Vec<Row> = [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{% for a in range(1000000000000) %}x{% endfor %}",
        "{{ range(1000000000) | list }}",
        "{{ range(9223372036854775807) | length }}{{ undefined_function() }}",
        "{{ 'a' * 1000000000000 }}",
        "{{ [1, 2, 3] * 1000000000 }}",
        "{{ 'a' | indent(1000000000000) }}{{ 1 / 0 }}",
        "{{ 'a\nb' | indent(1000000000) }}{{ 1 // 0 }}",
        "{{ '%1000000000d' | format(1) }}{{ 1 // 0 }}",
        "{{ ('%' ~ '1000000000' ~ 's') | format('x') }}{{ 1 // 0 }}",
        "{{ '{:>1000000000}'.format(1) }}{{ 1 // 0 }}",
        "{{ 'a'.ljust(10000000000) }}{{ 1 // 0 }}",
        "{{ ('a' * 10000) | replace('a', 'b' * 10000) | replace('b', 'c' * 10000) }}",
        "{{ ('a' * 10000).replace('a', 'b' * 10000).replace('b', 'c' * 10000) }}",
        "{{ ('a' * 10000) | list | join('b' * 10000) | list | join('b' * 10000) }}",
        "{{ messages | tojson(indent=1000000000) }}{{ 1 // 0 }}",
        "{{ 10 ** 1000000 ** 1000000 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% call f(n) %}{% endcall %}{% endmacro %}{{ f(1) }}",
        "{% include 'chat' %}",
        "{% extends 'chat' %}",
        "{% import 'chat' as c %}{{ c }}",
        "{% for m in messages recursive %}{{ loop(messages) }}{% endfor %}",
        "{{ raise_exception('no') }}",
        "{{ [messages, messages] }}",
        "{{ messages }}",
        "{{ missing.field.of.nothing }}",
        "{{ messages[99].content.strip() }}",
        "{{ undefined_function() }}",
        "{% for %}",
        "{{",
        "{% if %}",
        "{{ '\u{0}' | nope }}",
    ]
    .into_iter()
    .map(template)
    .collect();
    rows.extend(
        [
            "n.x ~ n.x",
            "n.x + n.x",
            "n.x * 2",
            "[n.x, n.x]",
            "{'a': n.x, 'b': n.x}",
            "n.x | replace('a', 'aa')",
            "(n.x, n.x) | join",
        ]
        .map(|how| template(&double(how))),
    );
    rows.push(template(&format!("{{{{ {}1{} }}}}{{{{ 1 // 0 }}}}", "(".repeat(100_000), ")".repeat(100_000))));
    rows.push(template(&format!("{{{{ {}1{} }}}}{{{{ 1 // 0 }}}}", "[".repeat(100_000), "]".repeat(100_000))));
    rows.push(template(&format!("{{{{ {}1 }}}}{{{{ 1 // 0 }}}}", "not ".repeat(50_000))));
    rows.push(template(&format!("{{{{ {}1 }}}}{{{{ 1 // 0 }}}}", "-".repeat(200_000))));
    rows.push(template(&format!("{{{{ 1{} }}}}{{{{ 1 // 0 }}}}", " + 1".repeat(50_000))));
    rows.push(template(&format!("{{{{ a{} }}}}", ".b".repeat(100_000))));
    rows.push(template(&format!("{{{{ a{} }}}}", "|e".repeat(100_000))));
    rows.push(template(&"{% if 1 %}".repeat(20_000)));
    rows.push(template(&format!("{{% if 0 %}}{}{{% endif %}}{{{{ 1 // 0 }}}}", "{% elif 0 %}".repeat(20_000))));
    rows.push(template(&"{% for a in [1,2,3,4] %}".repeat(500)));
    rows.push(template(&format!("{}{}", "{% for a in range(10) %}".repeat(50), "{% endfor %}".repeat(50))));
    rows.push(template(&"x".repeat((1 << 20) - 1)));
    // A template that only says what was typed, a very long prompt, and no prompt at all.
    for source in ["{{ messages[0].content }}", "{{ 'word ' * 10000 }}", ""] {
        rows.push(row(format!("template {source:?}"), ANY, "", |file| {
            file.set("tokenizer.chat_template", Value::str(source));
        }));
    }
    rows.push(row("no template", UNSUPPORTED, "template", |file| {
        file.remove("tokenizer.chat_template");
    }));
    rows.push(key("tokenizer.chat_template", Value::U32(1), UNSUPPORTED));
    check(rows);
}

/// Lists that hold themselves twice, sixty times over. Printing one is refused, but minijinja 3.1 turns it to text, compares
/// and hashes it without charging for it. Nothing outside of minijinja can stop that; in the browser the client ends the worker.
#[test]
#[ignore = "known gap: hangs or fills memory until minijinja charges fuel for nested values"]
fn templates_that_share_lists() {
    let shared = |end: &str| {
        template(&format!(
            "{{% set n = namespace(x='a', y='a') %}}{{% for i in range(60) %}}{{% set n.x = [n.x, n.x] %}}\
             {{% set n.y = [n.y, n.y] %}}{{% endfor %}}{{{{ {end} }}}}"
        ))
    };
    check(["n.x ~ ''", "n.x | string", "n.x == n.y", "{n.x: 1}", "n.x | join", "([1] * 10000000000) ~ ''"].map(shared));
}

#[test]
fn flipped_bytes() {
    let whole = Tiny::spm(1).gguf();
    let (header, whole) = (whole.header().len(), whole.to_bytes());
    let mut random = Random(7);
    check((0..1500).map(|index| {
        let mut bytes = whole.clone();
        for _ in 0..=index % 4 {
            let at = usize::try_from(random.bits()).unwrap() % header;
            bytes[at] = match random.bits() % 4 {
                0 => 0,
                1 => 0xFF,
                2 => bytes[at] ^ (1 << (random.bits() % 8)),
                _ => random.bits().to_le_bytes()[0],
            };
        }
        Row { name: format!("flipped bytes, file {index}"), code: ANY, says: String::new(), bytes }
    }));
}

#[test]
fn readers_that_lie() {
    /// Says that the file is larger than it is, or fails after some bytes.
    struct Liar {
        file: Cursor<Vec<u8>>,
        claims: u64,
        fails_at: u64,
    }
    impl Read for Liar {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if self.file.position() >= self.fails_at {
                return Err(std::io::Error::other("the disk is gone"));
            }
            self.file.read(out)
        }
    }
    impl Seek for Liar {
        fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
            match to {
                SeekFrom::End(_) => Ok(self.claims),
                to => self.file.seek(to),
            }
        }
    }
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let bytes = tiny_llama();
    let half = bytes.len() / 2;
    for (kept, claims, fails_at) in [
        (half, 1 << 40, u64::MAX),
        (64, 1 << 40, u64::MAX),
        (bytes.len(), bytes.len() as u64, 100),
        (bytes.len(), bytes.len() as u64, half as u64),
    ] {
        let mut reader = Liar { file: Cursor::new(bytes[..kept].to_vec()), claims, fails_at };
        let error = Tutor::new(|| 0.0).load("liar", &mut reader, &mut |_| true).unwrap_err();
        assert_eq!(error.code(), CORRUPT, "{kept} bytes that claim to be {claims}: {error}");
    }
}

#[test]
fn a_failed_load_leaves_a_usable_tutor() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tutor = Tutor::new(|| 0.0);
    tutor.load("good", &mut Cursor::new(tiny_llama()), &mut |_| true).unwrap();
    assert_eq!(tutor.load("bad", &mut Cursor::new(b"GGUF"), &mut |_| true).unwrap_err().code(), CORRUPT);
    assert_eq!(tutor.begin(&question()).unwrap_err().code(), "model_not_found");
    assert_eq!(tutor.load("good", &mut Cursor::new(tiny_llama()), &mut |_| false).unwrap_err().code(), "cancelled");
    tutor.load("good", &mut Cursor::new(tiny_llama()), &mut |_| true).unwrap();
    assert_eq!(tutor.loaded(), Some("good"));
    tutor.begin(&question()).unwrap();
}

fn tiny_llama() -> Vec<u8> {
    support::tiny_llama(1)
}

fn question() -> ChatRequest {
    ChatRequest {
        message: "What is a for loop? ▁<|im_end|></s> <0x0A> é 中 😀\u{0}".into(),
        sampling: Sampling { max_tokens: Some(4), seed: Some(1), ..Sampling::default() },
        ..ChatRequest::default()
    }
}

/// Loads the file and asks a question, up to four tokens.
fn load_and_ask(bytes: &[u8]) -> Result<()> {
    let mut tutor = Tutor::new(|| 0.0);
    tutor.load("hostile", &mut Cursor::new(bytes), &mut |_| true)?;
    tutor.begin(&question())?;
    for _ in 0..10_000 {
        if let ChatEvent::Done { .. } = tutor.step()? {
            return Ok(());
        }
    }
    panic!("the answer does not end");
}

fn check(rows: impl IntoIterator<Item = Row>) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut wrong = Vec::new();
    let mut worst = (0, Duration::ZERO);
    let mut count = 0;
    for row in rows {
        count += 1;
        // An allocation that fails ends the process: with --nocapture the last line then names the file.
        println!("{}", row.name);
        let before = Counting::restart();
        let begun = Instant::now();
        // A browser's stack has 1 MB; natively an overflow would end the process.
        let outcome = std::thread::scope(|scope| {
            let small = std::thread::Builder::new().stack_size(1 << 20);
            small.spawn_scoped(scope, || load_and_ask(&row.bytes)).unwrap().join()
        });
        let (time, peak) = (begun.elapsed(), Counting::peak() - before);
        worst = (worst.0.max(peak), worst.1.max(time));
        let Row { name, code, says, .. } = row;
        match outcome {
            Err(_) => wrong.push(format!("{name}: PANIC, wanted {code}")),
            Ok(Ok(())) if code == FINE || code == ANY => {}
            Ok(Ok(())) => wrong.push(format!("{name}: it answers, wanted {code}")),
            Ok(Err(error)) if (code == ANY || code == error.code()) && error.to_string().contains(&says) => {
                let known = [CORRUPT, UNSUPPORTED, "context_overflow", "bad_request", "out_of_memory", "internal"];
                if !known.contains(&error.code()) {
                    wrong.push(format!("{name}: {}: {error}", error.code()));
                }
            }
            Ok(Err(error)) => wrong.push(format!("{name}: {}: {error} — wanted {code} {says:?}", error.code())),
        }
        if peak > MAX_BYTES {
            wrong.push(format!("{name}: {} MB", peak >> 20));
        }
        if time > MAX_TIME {
            wrong.push(format!("{name}: {time:?}"));
        }
    }
    println!("{count} files; at most {} MB and {:?} for one", worst.0 >> 20, worst.1);
    assert!(wrong.is_empty(), "{} of {count} files:\n{}", wrong.len(), wrong.join("\n"));
}

/// Only one test at a time, as the allocator counts for all.
static ALONE: Mutex<()> = Mutex::new(());

/// Counts the bytes that are allocated, and the most that ever were.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

impl Counting {
    /// Forgets the peak, and gives the bytes that are allocated now.
    fn restart() -> usize {
        let now = NOW.load(Ordering::Relaxed);
        PEAK.store(now, Ordering::Relaxed);
        now
    }

    fn peak() -> usize {
        PEAK.load(Ordering::Relaxed)
    }

    fn grow(by: usize) {
        let now = NOW.fetch_add(by, Ordering::Relaxed) + by;
        PEAK.fetch_max(now, Ordering::Relaxed);
    }
}

// SAFETY: everything is handed on to the system's allocator; only numbers are kept besides.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(block, layout) }
    }
}
