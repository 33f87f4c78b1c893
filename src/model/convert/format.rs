//! How numbers are stored: as they are, or as blocks of integers with scales.

use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};

use crate::error::{Error, Result};

/// Numbers of a block of Q8_0.
const BLOCK: usize = 32;

/// Some rows as they are stored, and what is read back from that.
type Quantize = fn(&[f32], usize, GgmlDType) -> Result<(Vec<u8>, Vec<f32>)>;

/// A way to store matrices. What is not named in a program is not in it: the browser's has none but [`Format::Q8_0`].
#[derive(Clone, Copy)]
pub struct Format {
    pub(super) dtype: GgmlDType,
    pub(super) quantize: Quantize,
}

impl Format {
    /// Blocks of 32 integers of 8 bits and their scale, which loses half a percent.
    pub const Q8_0: Self = Self { dtype: GgmlDType::Q8_0, quantize: q8_0 };
    /// Blocks of 32 integers of 4 bits and their scale.
    pub const Q4_0: Self = Self { dtype: GgmlDType::Q4_0, quantize: by_candle };
    /// Blocks of 256 integers of 4 bits, with scales of 6 bits.
    pub const Q4_K: Self = Self { dtype: GgmlDType::Q4K, quantize: by_candle };
    /// Floats of 16 bits.
    pub const F16: Self = Self { dtype: GgmlDType::F16, quantize: f16 };
    /// Floats of 32 bits.
    pub const F32: Self = Self { dtype: GgmlDType::F32, quantize: f32 };
}

fn f32(numbers: &[f32], _cols: usize, _dtype: GgmlDType) -> Result<(Vec<u8>, Vec<f32>)> {
    Ok((numbers.iter().flat_map(|x| x.to_le_bytes()).collect(), numbers.to_vec()))
}

fn f16(numbers: &[f32], _cols: usize, _dtype: GgmlDType) -> Result<(Vec<u8>, Vec<f32>)> {
    let halves: Vec<_> = numbers.iter().map(|x| half::f16::from_f32(*x)).collect();
    if halves.iter().any(|x| !x.is_finite()) {
        return Err(too_large("F16"));
    }
    let bytes = halves.iter().flat_map(|x| x.to_le_bytes()).collect();
    Ok((bytes, halves.into_iter().map(half::f16::to_f32).collect()))
}

/// As ggml: the largest number of a block becomes 127.
#[allow(clippy::cast_possible_truncation)]
fn q8_0(numbers: &[f32], _cols: usize, _dtype: GgmlDType) -> Result<(Vec<u8>, Vec<f32>)> {
    let mut bytes = Vec::with_capacity(numbers.len() / BLOCK * (BLOCK + 2));
    let mut kept = Vec::with_capacity(numbers.len());
    for block in numbers.chunks_exact(BLOCK) {
        let largest = block.iter().fold(0f32, |largest, x| largest.max(x.abs()));
        let scale = largest / 127.0;
        let stored = half::f16::from_f32(scale);
        if !stored.is_finite() {
            return Err(too_large("Q8_0"));
        }
        bytes.extend(stored.to_le_bytes());
        let inverse = if scale == 0.0 { 0.0 } else { 1.0 / scale };
        for x in block {
            let x = libm::roundf(x * inverse) as i8;
            bytes.extend(x.to_le_bytes());
            kept.push(f32::from(x) * stored.to_f32());
        }
    }
    Ok((bytes, kept))
}

fn by_candle(numbers: &[f32], cols: usize, dtype: GgmlDType) -> Result<(Vec<u8>, Vec<f32>)> {
    let failed = |error| Error::internal(format!("The weights cannot be quantized: {error}."));
    let tensor = Tensor::from_slice(numbers, (numbers.len() / cols, cols), &Device::Cpu).map_err(failed)?;
    let quantized = QTensor::quantize(&tensor, dtype).map_err(failed)?;
    let kept = quantized.dequantize(&Device::Cpu).and_then(|kept| kept.flatten_all()?.to_vec1()).map_err(failed)?;
    Ok((quantized.data().map_err(failed)?.into_owned(), kept))
}

fn too_large(format: &str) -> Error {
    Error::unsupported(format!("The checkpoint has numbers that {format} cannot hold. Convert it to F32."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q8_0_is_that_of_candle() {
        let numbers: Vec<f32> = (0..20 * BLOCK)
            .map(|at| {
                let x = ((at * 7919 + 13) % 1000) as f32 / 500.0 - 1.0;
                x * [1e-7, 1e-3, 1.0, 300.0, 0.0][at / BLOCK % 5]
            })
            .collect();
        let (bytes, kept) = q8_0(&numbers, BLOCK, GgmlDType::Q8_0).unwrap();
        let (expected, expected_kept) = by_candle(&numbers, BLOCK, GgmlDType::Q8_0).unwrap();
        assert_eq!((bytes, kept), (expected, expected_kept));
        for huge in [1e30, f32::MAX] {
            assert_eq!(q8_0(&[huge; BLOCK], BLOCK, GgmlDType::Q8_0).unwrap_err().code(), "model_unsupported");
            assert_eq!(f16(&[huge], 1, GgmlDType::F16).unwrap_err().code(), "model_unsupported");
        }
    }
}
