//! Where the tensors of a Hugging Face checkpoint lie in its file: safetensors, or the zip that `torch.save` writes.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use super::pickle;
use crate::error::{Error, Result};

/// A safetensors header, or a pickle.
const MAX_HEADER_BYTES: u64 = 16 << 20;
const MAX_TENSORS: usize = 1 << 14;

/// How numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floats {
    /// 32 bits.
    F32,
    /// 16 bits as IEEE has them.
    F16,
    /// The upper 16 bits of F32.
    BF16,
}

impl Floats {
    /// Bytes of a number.
    #[must_use]
    pub fn size(self) -> u64 {
        if self == Self::F32 { 4 } else { 2 }
    }
}

/// A tensor in a file, its numbers one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// How they are stored.
    pub floats: Floats,
    /// Its dimensions, the slowest first.
    pub shape: Vec<u64>,
    /// Where they start, in bytes.
    pub offset: u64,
    /// The CRC-32 of their bytes, where the file has one.
    pub crc32: Option<u32>,
}

impl Place {
    /// Bytes that it fills; none where that is beyond 64 bits.
    fn bytes(&self) -> Option<u64> {
        self.shape.iter().try_fold(self.floats.size(), |product, size| product.checked_mul(*size))
    }
}

/// The float tensors of a checkpoint by name. Whatever a pickle wants to be called is refused, not called.
///
/// # Errors
/// `model_corrupt`, `model_unsupported`.
pub fn tensors(file: &mut (impl Read + Seek)) -> Result<HashMap<String, Place>> {
    let end = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let mut magic = [0; 4];
    file.read_exact(&mut magic).map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    let found = if magic == *b"PK\x03\x04" { torch(file)? } else { safetensors(file)? };
    if found.len() > MAX_TENSORS {
        return Err(corrupt(format!("it has {} tensors; at most {MAX_TENSORS} are read", found.len())));
    }
    let mut tensors = HashMap::new();
    for (name, place) in found {
        if place.bytes().and_then(|bytes| place.offset.checked_add(bytes)).is_none_or(|last| last > end) {
            return Err(corrupt(format!("the tensor `{name}` ends after the file")));
        }
        if tensors.insert(name.clone(), place).is_some() {
            return Err(corrupt(format!("the tensor `{name}` stands twice")));
        }
    }
    Ok(tensors)
}

/// <https://github.com/huggingface/safetensors#format>: the length of a JSON header, the header, the numbers.
fn safetensors(file: &mut (impl Read + Seek)) -> Result<Vec<(String, Place)>> {
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(unreadable)?;
    let length = u64::from_le_bytes(length);
    if length > MAX_HEADER_BYTES {
        return Err(corrupt("it is neither safetensors nor what `torch.save` writes"));
    }
    let mut header = Vec::new();
    file.take(length).read_to_end(&mut header).map_err(unreadable)?;
    let Entries(header) = serde_json::from_slice(&header)
        .map_err(|error| corrupt(format!("its header is no safetensors header ({error})")))?;
    let mut tensors = Vec::new();
    for (name, entry) in header {
        let Entry { dtype, shape, data_offsets: [start, last] } = entry;
        let floats = match dtype.as_str() {
            "F32" => Floats::F32,
            "F16" => Floats::F16,
            "BF16" => Floats::BF16,
            "F64" | "F8_E4M3" | "F8_E5M2" => {
                return Err(Error::unsupported(format!("The tensor `{name}` is {dtype}; F32, F16 and BF16 are read.")));
            }
            // Positions and masks.
            _ => continue,
        };
        let offset = start.checked_add(8 + length).ok_or_else(|| corrupt("an offset overflows"))?;
        let place = Place { floats, shape, offset, crc32: None };
        if place.bytes().is_none() || place.bytes() != last.checked_sub(start) {
            return Err(corrupt(format!("the tensor `{name}` is as long as its shape does not say")));
        }
        tensors.push((name, place));
    }
    Ok(tensors)
}

/// In the order of the file, so that one that stands twice is seen.
struct Entries(Vec<(String, Entry)>);

#[derive(serde::Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl<'de> serde::Deserialize<'de> for Entries {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Entries;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("tensors by name")
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> std::result::Result<Entries, M::Error> {
                let mut entries = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    if name == "__metadata__" {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    } else {
                        entries.push((name, map.next_value()?));
                    }
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// A zip of `NAME/data.pkl`, which says what the tensors are, and `NAME/data/KEY`, which hold their numbers.
fn torch(file: &mut (impl Read + Seek)) -> Result<Vec<(String, Place)>> {
    let bad_zip = |error: zip::result::ZipError| corrupt(format!("its zip cannot be read ({error})"));
    let mut archive = zip::ZipArchive::new(file).map_err(bad_zip)?;
    let mut starts = HashMap::new();
    let mut described = None;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(bad_zip)?;
        let name = entry.name().map_err(bad_zip)?.into_owned();
        let is_pickle = name.ends_with("/data.pkl") || name == "data.pkl";
        let Some((_, key)) = name.rsplit_once("data/").filter(|_| !is_pickle) else {
            if is_pickle {
                described = Some((index, entry.compression(), entry.size()));
            }
            continue;
        };
        // What is compressed may be a thousand times what it seems. `torch.save` compresses nothing.
        if entry.compression() != zip::CompressionMethod::Stored {
            return Err(corrupt(format!("`{name}` is compressed, which no checkpoint is")));
        }
        let start = entry.data_start().ok_or_else(|| corrupt("its zip has no place for its data"))?;
        starts.insert(key.to_owned(), (start, entry.size(), entry.crc32()));
    }
    let Some((index, compression, size)) = described else {
        return Err(corrupt("it has no `data.pkl`, so it is not what `torch.save` writes"));
    };
    if compression != zip::CompressionMethod::Stored || size > MAX_HEADER_BYTES {
        return Err(corrupt(format!("its pickle is compressed, or has {size} bytes")));
    }
    let mut bytes = Vec::new();
    let entry = archive.by_index_raw(index).map_err(bad_zip)?;
    // Whatever the zip says of its size.
    entry.take(MAX_HEADER_BYTES).read_to_end(&mut bytes).map_err(unreadable)?;
    let mut tensors = Vec::new();
    for (name, tensor) in pickle::tensors(&bytes)? {
        let floats = match tensor.storage.as_str() {
            "FloatStorage" => Floats::F32,
            "HalfStorage" => Floats::F16,
            "BFloat16Storage" => Floats::BF16,
            "DoubleStorage" => {
                return Err(Error::unsupported(format!("The tensor `{name}` is F64; F32, F16 and BF16 are read.")));
            }
            _ => continue,
        };
        let mut stride = 1u64;
        for (size, of) in tensor.shape.iter().zip(&tensor.strides).rev() {
            if *of != stride && *size > 1 {
                return Err(Error::unsupported(format!("The numbers of the tensor `{name}` do not stand in a row.")));
            }
            stride = stride.checked_mul(*size).ok_or_else(|| corrupt("a tensor's size overflows"))?;
        }
        if tensor.shape.len() != tensor.strides.len() {
            return Err(corrupt(format!("the tensor `{name}` has no shape")));
        }
        let (start, size, crc32) =
            *starts.get(&tensor.key).ok_or_else(|| corrupt(format!("the numbers of `{name}` are missing")))?;
        let first = tensor.offset.checked_mul(floats.size());
        let last = tensor.offset.checked_add(stride).and_then(|last| last.checked_mul(floats.size()));
        let (Some(first), Some(last)) = (first, last.filter(|last| *last <= size)) else {
            return Err(corrupt(format!("the tensor `{name}` is longer than what holds it")));
        };
        // Of a part of what is stored there is no checksum.
        let crc32 = Some(crc32).filter(|_| first == 0 && last == size);
        tensors.push((name, Place { floats, shape: tensor.shape, offset: start + first, crc32 }));
    }
    Ok(tensors)
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The checkpoint is damaged: {why}. Fetch it again."))
}

#[allow(clippy::needless_pass_by_value)]
fn unreadable(error: std::io::Error) -> Error {
    corrupt(format!("it cannot be read ({error})"))
}
