//! Tensors from the file into memory, straight into their final place: no second copy, not even for a moment.

use std::io::{Read, Seek};

use candle_core::quantized::{GgmlDType, GgmlType, QuantizedType, k_quants as k};
use half::{bf16, f16};

use super::{Matrix, q4_1};
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, TensorInfo};

/// Called with the bytes just read; false cancels.
pub type OnBytes<'a> = &'a mut dyn FnMut(u64) -> bool;

const CHUNK_BYTES: usize = 1 << 20;

/// Reads a tensor as a matrix.
///
/// # Errors
/// `model_corrupt` when the file cannot be read, `out_of_memory`, `cancelled`.
pub fn read_matrix(file: &mut (impl Read + Seek), tensor: &TensorInfo, on_bytes: OnBytes) -> Result<Matrix> {
    use GgmlDType::{BF16, F16, F32, Q2K, Q3K, Q4_0, Q4_1, Q4K, Q5_0, Q5_1, Q5K, Q6K, Q8_0, Q8_1, Q8K};
    let blocks: Box<dyn QuantizedType> = match tensor.dtype {
        F32 => Box::new(read_blocks::<f32>(file, tensor, on_bytes)?),
        F16 => Box::new(read_blocks::<f16>(file, tensor, on_bytes)?),
        BF16 => Box::new(read_blocks::<bf16>(file, tensor, on_bytes)?),
        Q4_0 => Box::new(read_blocks::<k::BlockQ4_0>(file, tensor, on_bytes)?),
        Q4_1 => Box::new(read_blocks::<q4_1::BlockQ4_1>(file, tensor, on_bytes)?),
        Q5_0 => Box::new(read_blocks::<k::BlockQ5_0>(file, tensor, on_bytes)?),
        Q5_1 => Box::new(read_blocks::<k::BlockQ5_1>(file, tensor, on_bytes)?),
        Q8_0 => Box::new(read_blocks::<k::BlockQ8_0>(file, tensor, on_bytes)?),
        Q2K => Box::new(read_blocks::<k::BlockQ2K>(file, tensor, on_bytes)?),
        Q3K => Box::new(read_blocks::<k::BlockQ3K>(file, tensor, on_bytes)?),
        Q4K => Box::new(read_blocks::<k::BlockQ4K>(file, tensor, on_bytes)?),
        Q5K => Box::new(read_blocks::<k::BlockQ5K>(file, tensor, on_bytes)?),
        Q6K => Box::new(read_blocks::<k::BlockQ6K>(file, tensor, on_bytes)?),
        Q8_1 | Q8K => return Err(Error::unsupported("Q8_1 and Q8_K hold activations, never weights.")),
    };
    Ok(Matrix { rows: tensor.rows, cols: tensor.cols, blocks })
}

/// Reads a tensor of any type as plain f32 (norms and biases).
///
/// # Errors
/// As [`read_matrix`].
pub fn read_f32(file: &mut (impl Read + Seek), tensor: &TensorInfo, on_bytes: OnBytes) -> Result<Vec<f32>> {
    if tensor.dtype == GgmlDType::F32 {
        return read_blocks::<f32>(file, tensor, on_bytes);
    }
    let matrix = read_matrix(file, tensor, on_bytes)?;
    let mut out = vec![0.0; tensor.rows * tensor.cols];
    for (index, row) in (0u32..).zip(out.chunks_exact_mut(tensor.cols)) {
        matrix.row(index, row)?;
    }
    Ok(out)
}

/// Reads the tensor's bytes into a vector of its blocks. The header was checked: the bytes are in the file.
fn read_blocks<T: GgmlType>(
    file: &mut (impl Read + Seek),
    tensor: &TensorInfo,
    on_bytes: OnBytes,
) -> Result<Vec<T>> {
    const { assert!(cfg!(target_endian = "little"), "GGUF data is little-endian and is read as it lies") };
    let count = tensor.rows * (tensor.cols / T::BLCK_SIZE);
    let mut blocks: Vec<T> = Vec::new();
    blocks.try_reserve_exact(count).map_err(|_| {
        Error::OutOfMemory(format!("There is no room for a tensor of {} bytes. Take a smaller model.", tensor.bytes).into())
    })?;
    blocks.resize(count, T::zeros());
    // SAFETY: the blocks are plain old data (integers, f16, f32 and arrays of them, without padding): every bit pattern
    // is a valid value, and the slice covers exactly the initialised vector.
    let bytes = unsafe {
        std::slice::from_raw_parts_mut(blocks.as_mut_ptr().cast::<u8>(), std::mem::size_of_val(blocks.as_slice()))
    };
    Gguf::seek_to(file, tensor)?;
    for chunk in bytes.chunks_mut(CHUNK_BYTES) {
        file.read_exact(chunk)
            .map_err(|error| Error::corrupt(format!("The model file cannot be read to its end: {error}.")))?;
        if !on_bytes(chunk.len() as u64) {
            return Err(Error::Cancelled);
        }
    }
    Ok(blocks)
}
