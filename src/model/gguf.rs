//! GGUF, the file format of quantized models, read from untrusted bytes.
//!
//! The header is parsed over `Read + Seek` with a cap on every count, length and dimension, and everything that it
//! claims is checked against the file's real size before anything is allocated for it. Tensor data stays in the file
//! until [`Gguf::seek_to`] is asked for one. Specification: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.

use std::collections::HashMap;
use std::io::{BufReader, Read, Seek, SeekFrom};

use candle_core::quantized::GgmlDType;

use crate::error::{Error, Result};

/// The header may fill this many bytes (Qwen's, with 152,000 tokens, fills 6 million).
const MAX_HEADER_BYTES: u64 = 64 << 20;
const MAX_TENSORS: u64 = 1 << 16;
const MAX_KEYS: u64 = 1 << 14;
const MAX_KEY_BYTES: u64 = (1 << 16) - 1;
const MAX_TENSOR_NAME_BYTES: u64 = 256;
/// A `tokenizer.json` in one string has some 2 million.
const MAX_STRING_BYTES: u64 = 8 << 20;
/// Elements of all arrays together: a byte in the file may be eight in memory (Qwen has half a million).
const MAX_ARRAY_ELEMENTS: u64 = 1 << 22;
const MAX_DIMENSION: u64 = 1 << 32;
const MAX_ALIGNMENT: u64 = 1 << 16;

/// A metadata value; the widths of numbers are folded together.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// u8, u16, u32 or u64.
    Unsigned(u64),
    /// i8, i16, i32 or i64.
    Signed(i64),
    /// f32 or f64.
    Float(f64),
    /// One byte, 0 or 1.
    Bool(bool),
    /// UTF-8.
    String(String),
    /// An array of integers or booleans.
    Integers(Vec<i64>),
    /// An array of floats.
    Floats(Vec<f32>),
    /// An array of strings.
    Strings(Vec<String>),
}

/// Where a tensor lies in the file and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TensorInfo {
    /// How its numbers are stored.
    pub dtype: GgmlDType,
    /// Rows (the slower dimensions multiplied; 1 for a vector).
    pub rows: usize,
    /// Numbers in a row (the fastest dimension).
    pub cols: usize,
    /// Bytes from the start of the file.
    pub offset: u64,
    /// Bytes that it fills.
    pub bytes: u64,
}

/// A GGUF header, checked.
#[derive(Debug)]
pub struct Gguf {
    metadata: HashMap<String, Value>,
    tensors: HashMap<String, TensorInfo>,
}

impl Gguf {
    /// Reads and checks the header.
    ///
    /// # Errors
    /// `model_corrupt` for anything that breaks the format or a cap, `model_unsupported` for a version or tensor type
    /// that this engine does not have.
    pub fn read(file: &mut (impl Read + Seek)) -> Result<Self> {
        let file_bytes = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let mut header = Header {
            file: BufReader::with_capacity(1 << 16, file),
            position: 0,
            end: file_bytes.min(MAX_HEADER_BYTES),
            whole: file_bytes <= MAX_HEADER_BYTES,
            elements_left: MAX_ARRAY_ELEMENTS,
        };
        header.magic_and_version()?;
        let tensor_count = header.count("tensors", MAX_TENSORS)?;
        let key_count = header.count("metadata keys", MAX_KEYS)?;

        let mut metadata = HashMap::new();
        for _ in 0..key_count {
            let key = header.string("a metadata key", MAX_KEY_BYTES)?;
            let value = header.value(&key)?;
            if metadata.insert(key.clone(), value).is_some() {
                return Err(corrupt(format!("the metadata key `{key}` stands twice")));
            }
        }
        let alignment = match metadata.get("general.alignment") {
            None => 32,
            Some(Value::Unsigned(n)) if n.is_power_of_two() && *n <= MAX_ALIGNMENT => *n,
            Some(other) => return Err(corrupt(format!("`general.alignment` is {other:?}"))),
        };

        let mut tensors = HashMap::new();
        for _ in 0..tensor_count {
            let name = header.string("a tensor's name", MAX_TENSOR_NAME_BYTES)?;
            let info = header.tensor(&name, alignment)?;
            if tensors.insert(name.clone(), info).is_some() {
                return Err(corrupt(format!("the tensor `{name}` stands twice")));
            }
        }
        let data_start = header.position.next_multiple_of(alignment);
        place(&mut tensors, data_start, file_bytes)?;
        Ok(Self { metadata, tensors })
    }

    /// A tensor's place, if the file has it.
    #[must_use]
    pub fn tensor(&self, name: &str) -> Option<&TensorInfo> {
        self.tensors.get(name)
    }

    /// Bytes of all tensors together.
    #[must_use]
    pub fn tensor_bytes(&self) -> u64 {
        self.tensors.values().map(|tensor| tensor.bytes).sum()
    }

    /// A metadata value, if the file has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.metadata.get(key)
    }

    /// Takes a value out, to save its memory.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.metadata.remove(key)
    }

    /// A string that must be there.
    ///
    /// # Errors
    /// `model_corrupt`.
    pub fn str(&self, key: &str) -> Result<&str> {
        match self.get(key) {
            Some(Value::String(text)) => Ok(text),
            other => Err(wrong(key, "a string", other)),
        }
    }

    /// An integer within `range` that must be there.
    ///
    /// # Errors
    /// `model_corrupt`.
    pub fn usize(&self, key: &str, range: std::ops::RangeInclusive<usize>) -> Result<usize> {
        self.usize_or(key, None, range)
    }

    /// An integer within `range`, or this default where the file has none.
    ///
    /// # Errors
    /// `model_corrupt`.
    pub fn usize_or(
        &self,
        key: &str,
        default: impl Into<Option<usize>>,
        range: std::ops::RangeInclusive<usize>,
    ) -> Result<usize> {
        let found = match (self.get(key), default.into()) {
            (Some(Value::Unsigned(n)), _) => usize::try_from(*n).ok(),
            (Some(Value::Signed(n)), _) => usize::try_from(*n).ok(),
            (None, Some(default)) => return Ok(default),
            (other, _) => return Err(wrong(key, "an integer", other)),
        };
        found.filter(|n| range.contains(n)).ok_or_else(|| {
            let (low, high) = range.into_inner();
            wrong(key, &format!("between {low} and {high}"), self.get(key))
        })
    }

    /// A finite float, or this default where the file has none.
    ///
    /// # Errors
    /// `model_corrupt`.
    pub fn f32_or(&self, key: &str, default: impl Into<Option<f32>>) -> Result<f32> {
        match (self.get(key), default.into()) {
            #[allow(clippy::cast_possible_truncation)]
            (Some(Value::Float(x)), _) if (*x as f32).is_finite() => Ok(*x as f32),
            (None, Some(default)) => Ok(default),
            (other, _) => Err(wrong(key, "a finite number", other)),
        }
    }

    /// A boolean, or this default where the file has none.
    ///
    /// # Errors
    /// `model_corrupt`.
    pub fn bool_or(&self, key: &str, default: bool) -> Result<bool> {
        match self.get(key) {
            Some(Value::Bool(value)) => Ok(*value),
            None => Ok(default),
            other => Err(wrong(key, "true or false", other)),
        }
    }

    /// Moves the file to a tensor's first byte.
    ///
    /// # Errors
    /// `model_corrupt` when the file cannot be read there.
    pub fn seek_to(file: &mut impl Seek, tensor: &TensorInfo) -> Result<()> {
        file.seek(SeekFrom::Start(tensor.offset)).map(drop).map_err(unreadable)
    }
}

/// Turns offsets within the data into offsets within the file, and refuses overlaps and what lies outside.
fn place(tensors: &mut HashMap<String, TensorInfo>, data_start: u64, file_bytes: u64) -> Result<()> {
    let mut in_order: Vec<(&String, &mut TensorInfo)> = tensors.iter_mut().collect();
    in_order.sort_by_key(|(_, tensor)| tensor.offset);
    let mut previous_end = data_start;
    for (name, tensor) in in_order {
        let start = data_start.checked_add(tensor.offset);
        let end = start.and_then(|start| start.checked_add(tensor.bytes));
        let (Some(start), Some(end)) = (start, end) else {
            return Err(corrupt(format!("the tensor `{name}` lies outside the file")));
        };
        if end > file_bytes {
            return Err(corrupt(format!("the tensor `{name}` ends at byte {end} of a file of {file_bytes}")));
        }
        if start < previous_end {
            return Err(corrupt(format!("the tensor `{name}` overlaps another one")));
        }
        tensor.offset = start;
        previous_end = end;
    }
    Ok(())
}

struct Header<R> {
    file: BufReader<R>,
    position: u64,
    end: u64,
    whole: bool,
    elements_left: u64,
}

impl<R: Read> Header<R> {
    fn magic_and_version(&mut self) -> Result<()> {
        if self.bytes::<4>("the magic number")? != *b"GGUF" {
            return Err(corrupt("the file does not start as GGUF does"));
        }
        match u32::from_le_bytes(self.bytes("the version")?) {
            2 | 3 => Ok(()),
            version if matches!(version.swap_bytes(), 1..=3) => {
                Err(Error::unsupported("The model file is big-endian GGUF. Convert it to little-endian."))
            }
            version => {
                Err(Error::unsupported(format!("The model file is GGUF version {version}; versions 2 and 3 are read.")))
            }
        }
    }

    /// Checks that `n` more bytes are there before anybody reads or allocates them.
    fn need(&self, n: u64, what: &str) -> Result<()> {
        if n <= self.end - self.position {
            Ok(())
        } else if self.whole {
            Err(corrupt(format!("the file ends within {what}")))
        } else {
            Err(corrupt(format!("the header is longer than {} MiB", MAX_HEADER_BYTES >> 20)))
        }
    }

    fn bytes<const N: usize>(&mut self, what: &str) -> Result<[u8; N]> {
        self.need(N as u64, what)?;
        let mut out = [0; N];
        self.file.read_exact(&mut out).map_err(unreadable)?;
        self.position += N as u64;
        Ok(out)
    }

    fn u64(&mut self, what: &str) -> Result<u64> {
        Ok(u64::from_le_bytes(self.bytes(what)?))
    }

    fn u32(&mut self, what: &str) -> Result<u32> {
        Ok(u32::from_le_bytes(self.bytes(what)?))
    }

    fn count(&mut self, what: &str, cap: u64) -> Result<u64> {
        match self.u64(what)? {
            n if n <= cap => Ok(n),
            n => Err(corrupt(format!("it claims {n} {what}; at most {cap} are read"))),
        }
    }

    fn string(&mut self, what: &str, cap: u64) -> Result<String> {
        let length = self.count("bytes of text", cap)?;
        self.need(length, what)?;
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| corrupt("a length overflows"))?];
        self.file.read_exact(&mut bytes).map_err(unreadable)?;
        self.position += length;
        String::from_utf8(bytes).map_err(|_| corrupt(format!("{what} is not UTF-8")))
    }

    fn value(&mut self, key: &str) -> Result<Value> {
        let kind = self.u32(key)?;
        if kind == 9 { self.array(key) } else { self.scalar(kind, key) }
    }

    fn scalar(&mut self, kind: u32, key: &str) -> Result<Value> {
        Ok(match kind {
            0 => Value::Unsigned(u8::from_le_bytes(self.bytes(key)?).into()),
            1 => Value::Signed(i8::from_le_bytes(self.bytes(key)?).into()),
            2 => Value::Unsigned(u16::from_le_bytes(self.bytes(key)?).into()),
            3 => Value::Signed(i16::from_le_bytes(self.bytes(key)?).into()),
            4 => Value::Unsigned(self.u32(key)?.into()),
            5 => Value::Signed(i32::from_le_bytes(self.bytes(key)?).into()),
            6 => Value::Float(f32::from_le_bytes(self.bytes(key)?).into()),
            7 => match self.bytes::<1>(key)? {
                [0] => Value::Bool(false),
                [1] => Value::Bool(true),
                [other] => return Err(corrupt(format!("`{key}` is a boolean of value {other}"))),
            },
            8 => Value::String(self.string(key, MAX_STRING_BYTES)?),
            10 => Value::Unsigned(self.u64(key)?),
            11 => Value::Signed(i64::from_le_bytes(self.bytes(key)?)),
            12 => Value::Float(f64::from_le_bytes(self.bytes(key)?)),
            9 => return Err(corrupt(format!("`{key}` is an array of arrays"))),
            other => return Err(corrupt(format!("`{key}` has the unknown type {other}"))),
        })
    }

    fn array(&mut self, key: &str) -> Result<Value> {
        let kind = self.u32(key)?;
        let length = self.count("array elements", self.elements_left)?;
        self.elements_left -= length;
        let least = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            8 | 10..=12 => 8,
            9 => return Err(corrupt(format!("`{key}` is an array of arrays"))),
            other => return Err(corrupt(format!("`{key}` has elements of the unknown type {other}"))),
        };
        self.need(length * least, key)?;
        let length = usize::try_from(length).map_err(|_| corrupt("a length overflows"))?;
        Ok(match kind {
            8 => {
                let mut strings = Vec::new();
                for _ in 0..length {
                    strings.push(self.string(key, MAX_STRING_BYTES)?);
                }
                Value::Strings(strings)
            }
            6 | 12 => {
                let mut floats = Vec::with_capacity(length);
                for _ in 0..length {
                    #[allow(clippy::cast_possible_truncation)]
                    if let Value::Float(x) = self.scalar(kind, key)? {
                        floats.push(x as f32);
                    }
                }
                Value::Floats(floats)
            }
            _ => {
                let mut integers = Vec::with_capacity(length);
                for _ in 0..length {
                    integers.push(match self.scalar(kind, key)? {
                        Value::Unsigned(n) => {
                            i64::try_from(n).map_err(|_| corrupt(format!("`{key}` holds the number {n}")))?
                        }
                        Value::Signed(n) => n,
                        Value::Bool(b) => b.into(),
                        _ => return Err(corrupt(format!("`{key}` mixes types"))),
                    });
                }
                Value::Integers(integers)
            }
        })
    }

    /// `offset` in what comes back is still counted from the start of the data.
    fn tensor(&mut self, name: &str, alignment: u64) -> Result<TensorInfo> {
        let dimensions = self.u32(name)?;
        if !(1..=4).contains(&dimensions) {
            return Err(corrupt(format!("the tensor `{name}` has {dimensions} dimensions")));
        }
        let mut dims = [1u64; 4];
        for dim in dims.iter_mut().take(dimensions as usize) {
            *dim = self.u64(name)?;
            if !(1..=MAX_DIMENSION).contains(dim) {
                return Err(corrupt(format!("the tensor `{name}` has a dimension of {dim}")));
            }
        }
        let dtype = dtype(self.u32(name)?, name)?;
        let offset = self.u64(name)?;
        if !offset.is_multiple_of(alignment) {
            return Err(corrupt(format!("the tensor `{name}` is not aligned to {alignment} bytes")));
        }
        let block = dtype.block_size() as u64;
        if !dims[0].is_multiple_of(block) {
            return Err(corrupt(format!(
                "the rows of `{name}` ({}) are not whole {dtype:?} blocks of {block}",
                dims[0]
            )));
        }
        let rows = dims[1].checked_mul(dims[2]).and_then(|n| n.checked_mul(dims[3]));
        let bytes = rows.and_then(|rows| (dims[0] / block * dtype.type_size() as u64).checked_mul(rows));
        let shape = rows.and_then(|rows| usize::try_from(rows).ok()).zip(usize::try_from(dims[0]).ok());
        match (shape, bytes) {
            (Some((rows, cols)), Some(bytes)) if rows.checked_mul(cols).is_some() => {
                Ok(TensorInfo { dtype, rows, cols, offset, bytes })
            }
            _ => Err(corrupt(format!("the size of the tensor `{name}` overflows"))),
        }
    }
}

/// The tensor types that are read: ggml's number, candle's type, ggml's name.
pub const TENSOR_TYPES: [(u32, GgmlDType, &str); 13] = [
    (0, GgmlDType::F32, "F32"),
    (1, GgmlDType::F16, "F16"),
    (30, GgmlDType::BF16, "BF16"),
    (2, GgmlDType::Q4_0, "Q4_0"),
    (3, GgmlDType::Q4_1, "Q4_1"),
    (6, GgmlDType::Q5_0, "Q5_0"),
    (7, GgmlDType::Q5_1, "Q5_1"),
    (8, GgmlDType::Q8_0, "Q8_0"),
    (10, GgmlDType::Q2K, "Q2_K"),
    (11, GgmlDType::Q3K, "Q3_K"),
    (12, GgmlDType::Q4K, "Q4_K"),
    (13, GgmlDType::Q5K, "Q5_K"),
    (14, GgmlDType::Q6K, "Q6_K"),
];

/// The others that ggml has or had, to name them.
const OTHER_TENSOR_TYPES: [(u32, &str); 24] = [
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
    (25, "I16"),
    (26, "I32"),
    (27, "I64"),
    (28, "F64"),
    (29, "IQ1_M"),
    (31, "Q4_0_4_4"),
    (32, "Q4_0_4_8"),
    (33, "Q4_0_8_8"),
    (34, "TQ1_0"),
    (35, "TQ2_0"),
    (39, "MXFP4"),
];

fn dtype(id: u32, tensor: &str) -> Result<GgmlDType> {
    if let Some((_, dtype, _)) = TENSOR_TYPES.iter().find(|(number, ..)| *number == id) {
        return Ok(*dtype);
    }
    let name = OTHER_TENSOR_TYPES.iter().find(|(number, _)| *number == id).map_or("unknown", |(_, name)| name);
    let readable = TENSOR_TYPES.map(|(.., name)| name).join(", ");
    Err(Error::unsupported(format!(
        "The tensor `{tensor}` has the type {name} ({id}). Readable types are {readable}: take another quantization of \
         this model."
    )))
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The model file is damaged: {why}. Fetch it again."))
}

fn wrong(key: &str, expected: &str, found: Option<&Value>) -> Error {
    match found {
        None => corrupt(format!("the metadata key `{key}` is missing")),
        Some(Value::String(_) | Value::Strings(_) | Value::Integers(_) | Value::Floats(_)) => {
            corrupt(format!("the metadata key `{key}` is not {expected}"))
        }
        Some(value) => corrupt(format!("the metadata key `{key}` is {value:?}, not {expected}")),
    }
}

#[allow(clippy::needless_pass_by_value)]
fn unreadable(error: std::io::Error) -> Error {
    corrupt(format!("it cannot be read ({error})"))
}
