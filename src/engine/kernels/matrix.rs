//! A weight matrix and its product with activations.

use std::io::{Read, Seek};

use candle_core::quantized::GgmlDType;

use super::activations::Activations;
use super::blocks::{Format, Row};
use super::packed::{Packed, ROWS};
use super::pool;
use super::simd;
use super::vector::{dot, widen};
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, TensorInfo};

/// Called with the bytes just read; false cancels.
pub type OnBytes<'a> = &'a mut dyn FnMut(u64) -> bool;

const CHUNK_BYTES: usize = 1 << 20;
/// Rows of activations that are multiplied together: as many as have their sums in registers.
const TILE: usize = 4;
/// Panels that a thread takes at a time.
const PANELS: usize = 4;

/// A matrix of `rows` x `cols`.
pub struct Matrix {
    rows: usize,
    cols: usize,
    weights: Weights,
}

enum Weights {
    Packed(Packed),
    /// F32, F16 or BF16, row after row as the file has them.
    Floats(GgmlDType, Vec<u8>),
}

impl Matrix {
    /// Reads a tensor, and repacks it on the way: there is never a second copy of more than a few rows.
    ///
    /// # Errors
    /// `model_corrupt` when the file cannot be read or a scale is not a number, `out_of_memory`, `cancelled`.
    pub fn read(file: &mut (impl Read + Seek), tensor: &TensorInfo, on_bytes: OnBytes) -> Result<Self> {
        let TensorInfo { dtype, rows, cols, .. } = *tensor;
        let no_room = || {
            let bytes = tensor.bytes;
            Error::OutOfMemory(format!("There is no room for a tensor of {bytes} bytes. Take a smaller model.").into())
        };
        Gguf::seek_to(file, tensor)?;
        let mut read = |bytes: &mut [u8]| -> Result<()> {
            file.read_exact(bytes)
                .map_err(|error| Error::corrupt(format!("The model file cannot be read to its end: {error}.")))?;
            if on_bytes(bytes.len() as u64) { Ok(()) } else { Err(Error::Cancelled) }
        };
        let Some(format) = Format::of(dtype) else {
            let length = usize::try_from(tensor.bytes).unwrap_or(usize::MAX);
            let mut bytes = Vec::new();
            bytes.try_reserve_exact(length).map_err(|_| no_room())?;
            bytes.resize(length, 0);
            bytes.chunks_mut(CHUNK_BYTES).try_for_each(read)?;
            return Ok(Self { rows, cols, weights: Weights::Floats(dtype, bytes) });
        };
        let mut packed = Packed::with_capacity(format, rows, cols).ok_or_else(no_room)?;
        let row_bytes = cols / format.block * dtype.type_size();
        let panel_bytes = ROWS * row_bytes;
        let chunk_rows = ROWS * (CHUNK_BYTES / panel_bytes).max(1);
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(chunk_rows.min(rows) * row_bytes).map_err(|_| no_room())?;
        let mut panel: [Row; ROWS] = Default::default();
        for first in (0..rows).step_by(chunk_rows) {
            bytes.resize(chunk_rows.min(rows - first) * row_bytes, 0);
            read(&mut bytes)?;
            for bytes in bytes.chunks(panel_bytes) {
                for (row, bytes) in panel.iter_mut().zip(bytes.chunks_exact(row_bytes)) {
                    format.unpack(bytes, dtype.type_size(), row);
                }
                if !packed.push(&panel[..bytes.len() / row_bytes]) {
                    return Err(Error::corrupt("The model file holds scales that are not numbers. Fetch it again."));
                }
            }
        }
        Ok(Self { rows, cols, weights: Weights::Packed(packed) })
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

    /// Rows: outputs of a product.
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
        multiply(x, [(self, out)])
    }

    /// Outputs of the rows from `8 * panel` on, eight for each token.
    fn multiply_panel(&self, panel: usize, x: &[f32], activations: Option<&Activations>, out: &mut [[f32; ROWS]]) {
        match (&self.weights, activations) {
            (Weights::Packed(packed), Some(x)) => {
                let format = packed.format();
                let panel = packed.panel(panel);
                let mut first = 0;
                let (tiles, rest) = out.as_chunks_mut::<TILE>();
                for tile in tiles {
                    multiply_tile(format, panel, x, first, tile);
                    first += TILE;
                }
                for out in rest.as_chunks_mut::<1>().0 {
                    multiply_tile(format, panel, x, first, out);
                    first += 1;
                }
            }
            _ => {
                let mut weights = vec![0.0; self.cols];
                for row in 0..ROWS.min(self.rows - panel * ROWS) {
                    self.dequantize(panel * ROWS + row, &mut weights);
                    for (x, out) in x.chunks_exact(self.cols).zip(out.iter_mut()) {
                        out[row] = dot(x, &weights);
                    }
                }
            }
        }
    }

    fn dequantize(&self, row: usize, out: &mut [f32]) {
        let (dtype, bytes) = match &self.weights {
            Weights::Packed(packed) => return packed.row(row, out),
            Weights::Floats(dtype, bytes) => (*dtype, bytes),
        };
        let length = self.cols * dtype.type_size();
        let bytes = &bytes[row * length..(row + 1) * length];
        if dtype == GgmlDType::F32 {
            let numbers = bytes.as_chunks::<4>().0.iter();
            out.iter_mut().zip(numbers).for_each(|(out, bytes)| *out = f32::from_le_bytes(*bytes));
        } else {
            let to_f32 = |bytes: &[u8; 2]| match dtype {
                GgmlDType::BF16 => f32::from_bits(u32::from(u16::from_le_bytes(*bytes)) << 16),
                _ => widen(half::f16::from_le_bytes(*bytes)),
            };
            out.iter_mut().zip(bytes.as_chunks::<2>().0).for_each(|(out, bytes)| *out = to_f32(bytes));
        }
    }
}

/// The products of the same activations with several matrices, in one go: see [`Matrix::mul`].
///
/// # Errors
/// `internal` when a length does not fit.
pub fn multiply<const M: usize>(x: &[f32], products: [(&Matrix, &mut [f32]); M]) -> Result<()> {
    let cols = products[0].0.cols;
    let tokens = x.len() / cols;
    for (matrix, out) in &products {
        if matrix.cols != cols || x.len() != tokens * cols || out.len() != tokens * matrix.rows {
            return Err(Error::internal(format!(
                "{} inputs and {} outputs do not fit a matrix of {} x {}.",
                x.len(),
                out.len(),
                matrix.rows,
                matrix.cols
            )));
        }
    }
    let mut quantized: Vec<((usize, usize), Activations)> = Vec::new();
    for (matrix, _) in &products {
        if let Weights::Packed(packed) = &matrix.weights {
            let Format { block, group, .. } = packed.format();
            if quantized.iter().all(|(key, _)| *key != (block, group)) {
                quantized.push(((block, group), Activations::new(x, cols, block, group)));
            }
        }
    }
    let activations = |matrix: &Matrix| match &matrix.weights {
        Weights::Packed(packed) => {
            let key = (packed.format().block, packed.format().group);
            quantized.iter().find(|(known, _)| *known == key).map(|(_, activations)| activations)
        }
        Weights::Floats(..) => None,
    };
    // Each panel's outputs for all tokens stand together until they are put in the tokens' order.
    let counts = products.each_ref().map(|(matrix, _)| matrix.rows.div_ceil(ROWS));
    let mut panels = vec![[0.0; ROWS]; counts.iter().sum::<usize>() * tokens];
    let find = |mut panel: usize| {
        for ((matrix, _), count) in products.iter().zip(counts) {
            if panel < count {
                return Some((*matrix, panel));
            }
            panel -= count;
        }
        None
    };
    let work = |part: usize, outs: &mut [[f32; ROWS]]| {
        for (index, out) in outs.chunks_mut(tokens).enumerate() {
            if let Some((matrix, panel)) = find(part * PANELS + index) {
                matrix.multiply_panel(panel, x, activations(matrix), out);
            }
        }
    };
    pool::for_each_chunk(&mut panels, PANELS * tokens, work);
    let mut panels = panels.chunks_exact(tokens);
    for (matrix, out) in products {
        for (panel, outs) in panels.by_ref().take(matrix.rows.div_ceil(ROWS)).enumerate() {
            let (first, count) = (panel * ROWS, ROWS.min(matrix.rows - panel * ROWS));
            for (token, numbers) in outs.iter().enumerate() {
                out[token * matrix.rows + first..][..count].copy_from_slice(&numbers[..count]);
            }
        }
    }
    Ok(())
}

fn multiply_tile<const T: usize>(
    format: Format,
    panel: super::packed::Panel,
    x: &Activations,
    first: usize,
    out: &mut [[f32; ROWS]; T],
) {
    match (format.group, format.nibbles) {
        (32, true) => simd::tile::<32, true, T>(panel, x, first, out),
        (32, false) => simd::tile::<32, false, T>(panel, x, first, out),
        (_, true) => simd::tile::<16, true, T>(panel, x, first, out),
        (_, false) => simd::tile::<16, false, T>(panel, x, first, out),
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::kernels::test;
    use candle_core::quantized::QTensor;
    use candle_core::{Device, Tensor};

    use super::*;
    use crate::engine::kernels::packed::Panel;
    use crate::engine::kernels::tile_plain;
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
        let bytes = quantized.data().unwrap();
        let info = TensorInfo { dtype, rows, cols, offset: 0, bytes: bytes.len() as u64 };
        (Matrix::read(&mut std::io::Cursor::new(&bytes[..]), &info, &mut |_| true).unwrap(), plain)
    }

    #[test]
    fn every_type_is_read_as_candle_reads_it() {
        for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
            for cols in [256, 768] {
                let (matrix, plain) = matrix(dtype, 3, cols, &random(3 * cols, 1));
                for (at, (a, b)) in matrix.to_f32().iter().zip(&plain).enumerate() {
                    assert!((a - b).abs() <= 1e-6, "{dtype:?}, {cols} columns, number {at}: {a} and {b}");
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
                let (matrix, _) = matrix(dtype, rows, cols, &random(rows * cols, 2));
                let plain = matrix.to_f32();
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
        simd_equals_plain::<32, true>();
        simd_equals_plain::<32, false>();
        simd_equals_plain::<16, true>();
        simd_equals_plain::<16, false>();
    }

    fn simd_equals_plain<const N: usize, const NIBBLES: bool>() {
        for groups in [1, 2, 3, 8, 40] {
            let cols = groups * 32;
            for extreme in [false, true] {
                let bytes = if NIBBLES { ROWS * cols / 2 } else { ROWS * cols };
                // -128 is never packed.
                let most = if NIBBLES { 0xFF } else { 0x81 };
                let quant = |x: &f32| if extreme { most } else { (x * 127.0) as i8 as u8 };
                let quants: Vec<u8> = random(bytes, 4).iter().map(quant).collect();
                let halves = |seed| -> Vec<half::f16> {
                    random(ROWS * cols / 32, seed).iter().map(|x| half::f16::from_f32(x * 1e4)).collect()
                };
                let factors = |seed| -> Vec<i8> {
                    random(ROWS * cols / N, seed)
                        .iter()
                        .map(|x| if extreme { -128 } else { (x * 128.0) as i8 })
                        .collect()
                };
                let (scale, minimum, scale_factor, minimum_factor) = (halves(5), halves(6), factors(8), factors(9));
                let x: Vec<f32> = random(9 * cols, 7).iter().map(|x| if extreme { -1.0 } else { *x }).collect();
                let x = Activations::new(&x, cols, 32, N);
                let offset = if NIBBLES { 8 } else { 0 };
                let k_quant = Panel {
                    quants: &quants,
                    groups: 32 / N,
                    scale: &scale,
                    minimum: &minimum,
                    scale_factor: &scale_factor,
                    minimum_factor: &minimum_factor,
                    offset: 0,
                };
                let mut panels = vec![k_quant, Panel { minimum: &[], minimum_factor: &[], offset, ..k_quant }];
                if N == 32 {
                    let plain = Panel { scale_factor: &[], minimum_factor: &[], ..k_quant };
                    panels.extend([plain, Panel { minimum: &[], offset, ..plain }]);
                }
                for panel in panels {
                    let (mut a, mut b) = ([[f32::NAN; ROWS]; 4], [[0.0; ROWS]; 4]);
                    simd::tile::<N, NIBBLES, 4>(panel, &x, 5, &mut a);
                    tile_plain::tile::<N, NIBBLES, 4>(panel, &x, 5, &mut b);
                    assert_eq!(a, b, "{groups} groups of {N}");
                    let mut one = [[f32::NAN; ROWS]; 1];
                    simd::tile::<N, NIBBLES, 1>(panel, &x, 5, &mut one);
                    assert_eq!(one[0], b[0], "{groups} groups of {N}");
                }
            }
        }
    }
}
