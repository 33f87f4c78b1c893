//! A weight matrix and its product with activations.

use std::io::{Read, Seek};
use std::ops::Range;

use candle_core::quantized::GgmlDType;
use rayon::prelude::*;

use super::activations::Activations;
use super::blocks::{Format, Row};
use super::simd;
use super::vector::{dot, widen};
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, TensorInfo};

/// Called with the bytes just read; false cancels.
pub type OnBytes<'a> = &'a mut dyn FnMut(u64) -> bool;

const CHUNK_BYTES: usize = 1 << 20;

/// A matrix of `rows` x `cols`, row by row, kept as the file has it.
pub struct Matrix {
    dtype: GgmlDType,
    rows: usize,
    cols: usize,
    bytes: Vec<u8>,
}

impl Matrix {
    /// Reads a tensor straight into its final place: no second copy, not even for a moment.
    ///
    /// # Errors
    /// `model_corrupt` when the file cannot be read, `out_of_memory`, `cancelled`.
    pub fn read(file: &mut (impl Read + Seek), tensor: &TensorInfo, on_bytes: OnBytes) -> Result<Self> {
        let length = usize::try_from(tensor.bytes).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).map_err(|_| {
            Error::OutOfMemory(format!("There is no room for a tensor of {length} bytes. Take a smaller model.").into())
        })?;
        bytes.resize(length, 0);
        Gguf::seek_to(file, tensor)?;
        for chunk in bytes.chunks_mut(CHUNK_BYTES) {
            file.read_exact(chunk)
                .map_err(|error| Error::corrupt(format!("The model file cannot be read to its end: {error}.")))?;
            if !on_bytes(chunk.len() as u64) {
                return Err(Error::Cancelled);
            }
        }
        Ok(Self { dtype: tensor.dtype, rows: tensor.rows, cols: tensor.cols, bytes })
    }

    /// All numbers as f32, row after row: for norms and biases.
    #[must_use]
    pub fn to_f32(&self) -> Vec<f32> {
        let mut out = vec![0.0; self.rows * self.cols];
        for (row, out) in out.chunks_exact_mut(self.cols).enumerate() {
            self.dequantize(row, out);
        }
        out
    }

    /// Rows: outputs of [`Matrix::mul`].
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Writes row `index` as f32 into `out`, which has `cols` places.
    ///
    /// # Errors
    /// `internal` when there is no such row.
    pub fn row(&self, index: u32, out: &mut [f32]) -> Result<()> {
        let index = index as usize;
        if index >= self.rows || out.len() != self.cols {
            return Err(Error::internal(format!("There is no row {index} in a matrix of {} rows.", self.rows)));
        }
        self.dequantize(index, out);
        Ok(())
    }

    /// `out[t, r] = sum over c of x[t, c] * self[r, c]`, for as many rows `t` as `x` has.
    ///
    /// # Errors
    /// `internal` when a length does not fit.
    pub fn mul(&self, x: &[f32], out: &mut [f32]) -> Result<()> {
        let tokens = x.len() / self.cols;
        if x.len() != tokens * self.cols || out.len() != tokens * self.rows {
            let (x, out, rows, cols) = (x.len(), out.len(), self.rows, self.cols);
            return Err(Error::internal(format!(
                "{x} inputs and {out} outputs do not fit a matrix of {rows} x {cols}."
            )));
        }
        let multiply: &(dyn Fn(Range<usize>, &mut [f32]) + Sync) = match Format::of(self.dtype) {
            Some(format) => {
                let activations = Activations::new(x, self.cols, format.block, format.group);
                &move |rows, out| self.multiply_quantized(format, &activations, rows, out)
            }
            None => &|rows, out| self.multiply_floats(x, rows, out),
        };
        // Each thread takes a range of rows and writes its outputs row by row; then they are put in the tokens' order.
        let threads = rayon::current_num_threads();
        let range = self.rows.div_ceil(threads);
        if tokens == 1 {
            let parts = out.par_chunks_mut(range).enumerate();
            parts.for_each(|(part, out)| multiply(part * range..part * range + out.len(), out));
            return Ok(());
        }
        let mut by_row = vec![0.0; out.len()];
        let parts = by_row.par_chunks_mut(range * tokens).enumerate();
        parts.for_each(|(part, out)| multiply(part * range..part * range + out.len() / tokens, out));
        for (token, out) in out.chunks_exact_mut(self.rows).enumerate() {
            for (out, products) in out.iter_mut().zip(by_row.chunks_exact(tokens)) {
                *out = products[token];
            }
        }
        Ok(())
    }

    /// `out[r, t]` for a range of rows.
    fn multiply_quantized(&self, format: Format, x: &Activations, rows: Range<usize>, out: &mut [f32]) {
        let tokens = x.q.len() / x.cols;
        let (scales, sums) = (x.scale.len() / tokens, x.sums.len() / tokens);
        let mut weights = Row::default();
        for (row, out) in rows.zip(out.chunks_exact_mut(tokens)) {
            format.unpack(self.bytes_of(row), self.dtype.type_size(), &mut weights);
            for (t, out) in out.iter_mut().enumerate() {
                let a = &x.q[t * x.cols..(t + 1) * x.cols];
                let a_scale = &x.scale[t * scales..(t + 1) * scales];
                let lanes = if format.group == 32 {
                    simd::dot::<32>(&weights.q, &weights.scale, a, a_scale)
                } else {
                    simd::dot::<16>(&weights.q, &weights.scale, a, a_scale)
                };
                *out = lanes.iter().sum::<f32>() + dot(&weights.minimum, &x.sums[t * sums..(t + 1) * sums]);
            }
        }
    }

    fn multiply_floats(&self, x: &[f32], rows: Range<usize>, out: &mut [f32]) {
        let tokens = x.len() / self.cols;
        let mut weights = vec![0.0; self.cols];
        for (row, out) in rows.zip(out.chunks_exact_mut(tokens)) {
            self.dequantize(row, &mut weights);
            for (x, out) in x.chunks_exact(self.cols).zip(out) {
                *out = dot(x, &weights);
            }
        }
    }

    fn bytes_of(&self, row: usize) -> &[u8] {
        let length = self.cols / self.dtype.block_size() * self.dtype.type_size();
        &self.bytes[row * length..(row + 1) * length]
    }

    fn dequantize(&self, row: usize, out: &mut [f32]) {
        let bytes = self.bytes_of(row);
        if let Some(format) = Format::of(self.dtype) {
            let mut weights = Row::default();
            format.unpack(bytes, self.dtype.type_size(), &mut weights);
            for (group, (q, out)) in
                weights.q.chunks_exact(format.group).zip(out.chunks_exact_mut(format.group)).enumerate()
            {
                let minimum = weights.minimum.get(group).copied().unwrap_or(0.0);
                for (q, out) in q.iter().zip(out) {
                    *out = weights.scale[group] * f32::from(*q) + minimum;
                }
            }
            return;
        }
        if self.dtype == GgmlDType::F32 {
            let numbers = bytes.as_chunks::<4>().0.iter();
            out.iter_mut().zip(numbers).for_each(|(out, bytes)| *out = f32::from_le_bytes(*bytes));
        } else {
            let to_f32 = |bytes: &[u8; 2]| match self.dtype {
                GgmlDType::BF16 => f32::from_bits(u32::from(u16::from_le_bytes(*bytes)) << 16),
                _ => widen(half::f16::from_le_bytes(*bytes)),
            };
            out.iter_mut().zip(bytes.as_chunks::<2>().0).for_each(|(out, bytes)| *out = to_f32(bytes));
        }
    }
}

#[cfg(test)]
mod tests {
    use candle_core::quantized::QTensor;
    use candle_core::{Device, Tensor};

    use super::*;
    use crate::engine::kernels::dot_plain;
    use crate::model::gguf::TENSOR_TYPES;

    /// Numbers from -1 to 1, the same on every run.
    fn random(n: usize, mut state: u64) -> Vec<f32> {
        let next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        };
        std::iter::repeat_with(next).take(n).collect()
    }

    /// A matrix quantized by candle, and candle's own reading of it.
    fn matrix(dtype: GgmlDType, rows: usize, cols: usize, numbers: &[f32]) -> (Matrix, Vec<f32>) {
        let tensor = Tensor::from_slice(numbers, (rows, cols), &Device::Cpu).unwrap();
        let quantized = QTensor::quantize(&tensor, dtype).unwrap();
        let plain = quantized.dequantize(&Device::Cpu).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        (Matrix { dtype, rows, cols, bytes: quantized.data().unwrap().into_owned() }, plain)
    }

    #[test]
    fn every_type_is_read_as_candle_reads_it() {
        for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
            for cols in [256, 768] {
                let (matrix, plain) = matrix(dtype, 3, cols, &random(3 * cols, 1));
                for (row, (a, b)) in matrix.to_f32().iter().zip(&plain).enumerate() {
                    assert!((a - b).abs() <= 1e-6, "{dtype:?}, {cols} columns, number {row}: {a} and {b}");
                }
            }
        }
    }

    /// The activations as the kernel sees them, after quantization to 8 bits.
    fn rounded(x: &[f32], dtype: GgmlDType) -> Vec<f32> {
        let Some(format) = Format::of(dtype) else { return x.to_vec() };
        let quantized = Activations::new(x, x.len(), format.block, format.group);
        let scales = quantized.scale.iter().flat_map(|scale| [*scale; 32]);
        quantized.q.iter().zip(scales).map(|(q, scale)| f32::from(*q) * scale).collect()
    }

    #[test]
    fn activations_lose_at_most_half_a_step() {
        let x = random(512, 9);
        for (dtype, step) in [(GgmlDType::Q4_0, 1.0 / 127.0), (GgmlDType::Q4K, 1.0 / 127.0)] {
            for (x, rounded) in x.iter().zip(rounded(&x, dtype)) {
                // The scale itself is rounded to f16 in blocks of 32.
                assert!((x - rounded).abs() <= step * 0.5 + x.abs() * 5e-4, "{dtype:?}: {x} became {rounded}");
            }
        }
    }

    #[test]
    fn every_product_equals_the_plain_one() {
        for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
            for (rows, cols, tokens) in [(1, 256, 1), (5, 512, 1), (7, 256, 3), (64, 1024, 17)] {
                let (matrix, plain) = matrix(dtype, rows, cols, &random(rows * cols, 2));
                let exact_x = random(tokens * cols, 3);
                let x = rounded(&exact_x, dtype);
                let mut out = vec![0.0; tokens * rows];
                matrix.mul(&exact_x, &mut out).unwrap();
                for t in 0..tokens {
                    for r in 0..rows {
                        let pairs = x[t * cols..][..cols].iter().zip(&plain[r * cols..][..cols]);
                        let (exact, size) = pairs.fold((0f64, 0f64), |(sum, size), (a, b)| {
                            let product = f64::from(*a) * f64::from(*b);
                            (sum + product, size + product.abs())
                        });
                        let got = f64::from(out[t * rows + r]);
                        assert!((got - exact).abs() <= 1e-4 * size, "{dtype:?} [{t}, {r}]: {got}, not {exact}");
                    }
                }
            }
        }
    }

    #[test]
    fn extremes_neither_saturate_nor_make_nan() {
        for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
            for (w, a) in [(1.0, 1.0), (-1.0, 1.0), (1000.0, -3e4), (0.0, 1.0), (1.0, 0.0), (1e-7, 1e-20)] {
                let (matrix, plain) = matrix(dtype, 1, 256, &[w; 256]);
                let mut out = [0.0];
                matrix.mul(&[a; 256], &mut out).unwrap();
                let exact: f64 = plain.iter().map(|w| f64::from(*w) * f64::from(a)).sum();
                assert!((f64::from(out[0]) - exact).abs() <= 1e-3 * exact.abs() + 1e-20, "{dtype:?} {w} {a}: {out:?}");
            }
        }
    }

    #[test]
    fn simd_gives_the_bits_of_the_plain_kernel() {
        for groups in 0..40 {
            let n = groups * 32;
            let w: Vec<i8> = random(n, 4).iter().map(|x| (x * 128.0) as i8).collect();
            let a: Vec<i16> = random(n, 5).iter().map(|x| (x * 32768.0) as i16).collect();
            let (scale, a_scale) = (random(2 * groups, 6), random(groups, 7));
            assert_eq!(simd::dot::<32>(&w, &scale, &a, &a_scale), dot_plain::dot::<32>(&w, &scale, &a, &a_scale));
            assert_eq!(simd::dot::<16>(&w, &scale, &a, &a_scale), dot_plain::dot::<16>(&w, &scale, &a, &a_scale));
        }
        let (w, a) = ([-128i8; 32], [-32767i16; 32]);
        assert_eq!(simd::dot::<32>(&w, &[1.0], &a, &[1.0]), dot_plain::dot::<32>(&w, &[1.0], &a, &[1.0]));
    }
}
