//! A GGUF header: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.

use std::io::Write;

use candle_core::quantized::GgmlDType;

use super::Counted;
use crate::error::{Error, Result};
use crate::model::gguf::TENSOR_TYPES;

/// Each tensor starts at a multiple of this many bytes.
pub(super) const ALIGNMENT: u64 = 32;

/// Metadata of the kinds that are written.
pub(super) enum Metadata {
    Integer(u32),
    Float(f32),
    Bool(bool),
    Text(String),
}

/// Writes the header. Tensors follow in this order, each at the next multiple of [`ALIGNMENT`].
pub(super) fn write_header(
    out: &mut Counted<impl Write>,
    metadata: &[(String, Metadata)],
    tensors: &[(&str, GgmlDType, usize, usize)],
) -> Result<()> {
    let mut header = Vec::new();
    header.extend(b"GGUF");
    header.extend(3u32.to_le_bytes());
    header.extend((tensors.len() as u64).to_le_bytes());
    header.extend((metadata.len() as u64).to_le_bytes());
    for (key, value) in metadata {
        text(&mut header, key);
        match value {
            Metadata::Integer(number) => {
                header.extend(4u32.to_le_bytes());
                header.extend(number.to_le_bytes());
            }
            Metadata::Float(number) => {
                header.extend(6u32.to_le_bytes());
                header.extend(number.to_le_bytes());
            }
            Metadata::Bool(value) => {
                header.extend(7u32.to_le_bytes());
                header.push(u8::from(*value));
            }
            Metadata::Text(value) => {
                header.extend(8u32.to_le_bytes());
                text(&mut header, value);
            }
        }
    }
    let mut offset = 0u64;
    for (name, dtype, rows, cols) in tensors {
        text(&mut header, name);
        let is_vector = *rows == 1;
        header.extend(if is_vector { 1u32 } else { 2 }.to_le_bytes());
        header.extend((*cols as u64).to_le_bytes());
        if !is_vector {
            header.extend((*rows as u64).to_le_bytes());
        }
        let known = TENSOR_TYPES.iter().find(|(_, of, _)| of == dtype);
        let (number, ..) = known.ok_or_else(|| Error::internal(format!("{dtype:?} is not written.")))?;
        header.extend(number.to_le_bytes());
        header.extend(offset.to_le_bytes());
        let bytes = rows * (cols / dtype.block_size()) * dtype.type_size();
        offset = (offset + bytes as u64).next_multiple_of(ALIGNMENT);
    }
    out.put(&header)?;
    out.pad()
}

fn text(header: &mut Vec<u8>, text: &str) {
    header.extend((text.len() as u64).to_le_bytes());
    header.extend(text.as_bytes());
}
