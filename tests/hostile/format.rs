//! Files that are wrong as GGUF: headers that lie, tensors that are not there, damage.

use candle_core::quantized::GgmlDType;

use super::row::{ANY, CORRUPT, FINE, Row, UNSUPPORTED, key, row};
use super::support::gguf::kind;
use super::support::tiny::{self, Random};
use super::support::{self, Tiny, Value};

pub fn not_gguf_at_all() -> Vec<Row> {
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
    rows
}

pub fn truncated_files() -> impl Iterator<Item = Row> {
    let whole = Tiny::llama(1).gguf().to_bytes();
    let header = Tiny::llama(1).gguf().header().len();
    let points = (0..64).chain((64..header).step_by(97)).chain((header - 40)..header + 40);
    let points = points.chain((header..whole.len() - 32).step_by(9973)).chain([whole.len() - 33]);
    points.map(move |at| Row {
        name: format!("truncated at {at} of {}", whole.len()),
        code: CORRUPT,
        says: String::new(),
        bytes: whole[..at].to_vec(),
    })
}

pub fn counts_and_lengths_that_lie() -> Vec<Row> {
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
    rows
}

pub fn values_that_break_the_format() -> Vec<Row> {
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
    rows
}

pub fn headers_that_swell() -> impl Iterator<Item = Row> {
    // A small element in the file may be a large one in memory. 60 MB of header, of the smallest elements.
    let many = move |kind: u32, size: usize| {
        let mut file = Tiny::llama(1).gguf();
        let length = (4_000_000 / size).min(1 << 22);
        for index in 0..60_000_000 / (length * size) {
            let bytes = [&kind.to_le_bytes()[..], &(length as u64).to_le_bytes(), &vec![0; length * size]].concat();
            file.metadata.insert(0, (format!("odd.{index}"), Value::Raw(kind::ARRAY, bytes)));
        }
        file.to_bytes()
    };
    let smallest = [(kind::U8, 1), (kind::BOOL, 1), (kind::U16, 2), (kind::F32, 4), (kind::STRING, 8)];
    let swollen = smallest.into_iter().map(move |(kind, size)| Row {
        name: format!("60 MB of elements of type {kind}"),
        code: ANY,
        says: String::new(),
        bytes: many(kind, size),
    });
    swollen.chain([row("10,000 keys", ANY, "", |file| {
        for index in 0..10_000 {
            file.metadata.push((format!("odd.{index}"), Value::U8(0)));
        }
    })])
}

pub fn tensors_that_lie() -> Vec<Row> {
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
    rows
}

pub fn weights_that_are_not_numbers() -> Vec<Row> {
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
    rows
}

pub fn flipped_bytes() -> impl Iterator<Item = Row> {
    let whole = Tiny::spm(1).gguf();
    let (header, whole) = (whole.header().len(), whole.to_bytes());
    let mut random = Random(7);
    (0..1500).map(move |index| {
        let mut bytes = whole.clone();
        for _ in 0..=index % 4 {
            let at = usize::try_from(random.bits() % header as u64).unwrap();
            bytes[at] = match random.bits() % 4 {
                0 => 0,
                1 => 0xFF,
                2 => bytes[at] ^ (1 << (random.bits() % 8)),
                _ => random.bits().to_le_bytes()[0],
            };
        }
        Row { name: format!("flipped bytes, file {index}"), code: ANY, says: String::new(), bytes }
    })
}
