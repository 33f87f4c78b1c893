//! A weight matrix and its product with activations.

use std::io::{Read, Seek};
use std::marker::PhantomData;

use half::f16;

use super::activations::{Activations, TILE};
use super::arena::{Arena, Block};
use super::blocks::{Format, Row, floats};
use super::kind::{Kind, Of};
use super::packed::{Packed, Panel, ROWS};
use super::pool;
use super::simd;
use super::vector::dot;
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, TensorInfo};
use candle_core::quantized::GgmlDType;

/// Called with the bytes just read; false cancels.
pub type OnBytes<'a> = &'a mut dyn FnMut(u64) -> bool;

const CHUNK_BYTES: usize = 1 << 20;
/// Panels that a thread takes at a time, at least.
const PANELS: usize = 4;

/// A matrix of `rows` x `cols`.
pub struct Matrix {
    rows: usize,
    cols: usize,
    weights: Weights,
}

enum Weights {
    Quantized(Box<Packed>),
    /// Panels as of keys: the first number of eight rows, the second of each, …; the last one filled up with zeros.
    Floats(Block<f16>),
    /// Row after row.
    Exact(Block<f32>),
}

impl Matrix {
    /// Reads a tensor, and repacks it on the way: there is never a second copy of more than a few rows. Floats become
    /// f16.
    ///
    /// # Errors
    /// `model_corrupt` when the file cannot be read, a scale is not a number or a float no f16, `out_of_memory`, `cancelled`.
    pub fn read(
        file: &mut (impl Read + Seek),
        tensor: &TensorInfo,
        arena: &mut Arena,
        on_bytes: OnBytes,
    ) -> Result<Self> {
        let TensorInfo { dtype, rows, cols, .. } = *tensor;
        let no_room = || no_room(tensor);
        let mut weights = match Format::of(dtype) {
            Some(format) => {
                Packed::with_capacity(format, rows, cols, arena).map(|packed| Weights::Quantized(packed.into()))
            }
            None => arena.block(rows.div_ceil(ROWS) * ROWS * cols).map(Weights::Floats),
        }
        .ok_or_else(no_room)?;
        Gguf::seek_to(file, tensor)?;
        let row_bytes = cols / dtype.block_size() * dtype.type_size();
        let panel_bytes = ROWS * row_bytes;
        let chunk_rows = ROWS * (CHUNK_BYTES / panel_bytes).max(1);
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(chunk_rows.min(rows) * row_bytes).map_err(|_| no_room())?;
        let mut panel: [Row; ROWS] = Default::default();
        for first in (0..rows).step_by(chunk_rows) {
            bytes.resize(chunk_rows.min(rows - first) * row_bytes, 0);
            read(file, &mut bytes, on_bytes)?;
            for bytes in bytes.chunks(panel_bytes) {
                let numbers = match &mut weights {
                    Weights::Quantized(packed) => {
                        for (row, bytes) in panel.iter_mut().zip(bytes.chunks_exact(row_bytes)) {
                            packed.format().unpack(bytes, dtype.type_size(), row);
                        }
                        packed.push(&panel[..bytes.len() / row_bytes])
                    }
                    Weights::Floats(panels) => push_floats(&floats(dtype, bytes).unwrap_or_default(), cols, panels),
                    // Read by itself.
                    Weights::Exact(_) => false,
                };
                if !numbers {
                    return Err(Error::corrupt("The model file holds weights that are not numbers. Fetch it again."));
                }
            }
        }
        Ok(Self { rows, cols, weights })
    }

    /// The same, but F32 stays f32: twice the memory, and slower, for comparisons with other implementations.
    ///
    /// # Errors
    /// As there.
    pub fn read_exact(
        file: &mut (impl Read + Seek),
        tensor: &TensorInfo,
        arena: &mut Arena,
        on_bytes: OnBytes,
    ) -> Result<Self> {
        if tensor.dtype != GgmlDType::F32 {
            return Self::read(file, tensor, arena, on_bytes);
        }
        let TensorInfo { rows, cols, .. } = *tensor;
        let mut numbers = arena.block(rows * cols).ok_or_else(|| no_room(tensor))?;
        Gguf::seek_to(file, tensor)?;
        let mut bytes = vec![0; cols * 4];
        for _ in 0..rows {
            read(file, &mut bytes, on_bytes)?;
            for bytes in bytes.as_chunks().0 {
                let number = f32::from_le_bytes(*bytes);
                if !number.is_finite() {
                    return Err(Error::corrupt("The model file holds weights that are not numbers. Fetch it again."));
                }
                numbers.extend([number]);
            }
        }
        Ok(Self { rows, cols, weights: Weights::Exact(numbers) })
    }

    /// Rows: outputs of a product.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns: inputs of a product.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// None for floats.
    fn format(&self) -> Option<Format> {
        match &self.weights {
            Weights::Quantized(packed) => Some(packed.format()),
            Weights::Floats(_) | Weights::Exact(_) => None,
        }
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
        match &self.weights {
            Weights::Quantized(packed) => packed.row(index, out),
            Weights::Floats(panels) => {
                let panel = &panels[index / ROWS * ROWS * self.cols..];
                let row = panel.iter().skip(index % ROWS).step_by(ROWS);
                out.iter_mut().zip(row).for_each(|(out, x)| *out = x.to_f32());
            }
            Weights::Exact(numbers) => out.copy_from_slice(&numbers[index * self.cols..][..self.cols]),
        }
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
    fn multiply_panel(&self, panel: usize, x: &Inputs, mut out: impl FnMut(usize, &[f32; ROWS])) {
        let packed = match &self.weights {
            Weights::Exact(numbers) => {
                let size = ROWS * self.cols;
                let rows = &numbers[panel * size..numbers.len().min((panel + 1) * size)];
                for (token, x) in x.exact.chunks_exact(self.cols).enumerate() {
                    let mut products = [0.0; ROWS];
                    for (product, row) in products.iter_mut().zip(rows.chunks_exact(self.cols)) {
                        *product = dot(row, x);
                    }
                    out(token, &products);
                }
                return;
            }
            Weights::Quantized(packed) => packed,
            Weights::Floats(panels) => {
                let size = ROWS * self.cols;
                let floats = Floats { panel: &panels[panel * size..][..size], x: x.exact, cols: self.cols };
                return multiply_tiles(&floats, x.exact.len() / self.cols, out);
            }
        };
        let Some(x) = x.quantized else { return };
        let panel = packed.panel(panel);
        let Format { block, group, bits, minima, .. } = packed.format();
        match (block, group, bits, minima) {
            (32, _, 4, false) => integers::<Of<32, 32, 4, false>>(panel, x, out),
            (32, _, 4, true) => integers::<Of<32, 32, 4, true>>(panel, x, out),
            (32, _, 6, false) => integers::<Of<32, 32, 6, false>>(panel, x, out),
            (32, _, 6, true) => integers::<Of<32, 32, 6, true>>(panel, x, out),
            (32, ..) => integers::<Of<32, 32, 8, false>>(panel, x, out),
            (_, 16, 4, true) => integers::<Of<256, 16, 4, true>>(panel, x, out),
            (_, 16, 4, false) => integers::<Of<256, 16, 4, false>>(panel, x, out),
            (_, 16, ..) => integers::<Of<256, 16, 6, false>>(panel, x, out),
            (_, _, 4, _) => integers::<Of<256, 32, 4, true>>(panel, x, out),
            _ => integers::<Of<256, 32, 6, true>>(panel, x, out),
        }
    }
}

/// Activations as they are, and as the matrix wants them.
struct Inputs<'a> {
    exact: &'a [f32],
    /// None for a matrix of floats.
    quantized: Option<&'a Activations>,
}

/// A panel, and the activations that it is multiplied with.
trait Tiles {
    /// The products with the `T` rows of a tile.
    fn tile<const T: usize>(&self, index: usize, out: &mut [[f32; ROWS]; T]);
}

struct Integers<'a, K> {
    panel: Panel<'a>,
    x: &'a Activations,
    kind: PhantomData<K>,
}

impl<K: Kind> Tiles for Integers<'_, K> {
    fn tile<const T: usize>(&self, index: usize, out: &mut [[f32; ROWS]; T]) {
        simd::tile::<K, T>(self.panel, self.x.tile(index), out);
    }
}

struct Floats<'a> {
    panel: &'a [f16],
    x: &'a [f32],
    cols: usize,
}

impl Tiles for Floats<'_> {
    fn tile<const T: usize>(&self, index: usize, out: &mut [[f32; ROWS]; T]) {
        let xs = std::array::from_fn::<_, T, _>(|t| &self.x[(index * TILE + t) * self.cols..][..self.cols]);
        simd::dots(self.panel, xs, ROWS, out.as_flattened_mut());
    }
}

fn integers<K: Kind>(panel: Panel, x: &Activations, out: impl FnMut(usize, &[f32; ROWS])) {
    multiply_tiles(&Integers { panel, x, kind: PhantomData::<K> }, x.rows(), out);
}

fn multiply_tiles(panel: &impl Tiles, rows: usize, mut out: impl FnMut(usize, &[f32; ROWS])) {
    let mut outs = [[0.0; ROWS]; TILE];
    for (index, first) in (0..rows).step_by(TILE).enumerate() {
        let outs = &mut outs[..TILE.min(rows - first)];
        if let Some(outs) = outs.as_mut_array::<TILE>() {
            panel.tile(index, outs);
        } else if let Some(outs) = outs.as_mut_array::<3>() {
            panel.tile(index, outs);
        } else if let Some(outs) = outs.as_mut_array::<2>() {
            panel.tile(index, outs);
        } else if let Some(outs) = outs.as_mut_array::<1>() {
            panel.tile(index, outs);
        }
        outs.iter().zip(first..).for_each(|(numbers, row)| out(row, numbers));
    }
}

/// Interleaves up to eight rows. False where a number is none of f16.
fn push_floats(numbers: &[f32], cols: usize, panels: &mut Block<f16>) -> bool {
    let rows = numbers.len() / cols;
    for column in 0..cols {
        let number = |row: usize| if row < rows { numbers[row * cols + column] } else { 0.0 };
        let numbers: [f16; ROWS] = std::array::from_fn(|row| f16::from_f32(number(row)));
        if !numbers.iter().all(|x| x.is_finite()) {
            return false;
        }
        panels.extend(numbers);
    }
    true
}

/// Reads a tensor of a single row as f32, exactly: norms and biases.
///
/// # Errors
/// As [`Matrix::read`].
pub fn read_vector(file: &mut (impl Read + Seek), tensor: &TensorInfo, on_bytes: OnBytes) -> Result<Vec<f32>> {
    let length = usize::try_from(tensor.bytes).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).map_err(|_| no_room(tensor))?;
    bytes.resize(length, 0);
    Gguf::seek_to(file, tensor)?;
    bytes.chunks_mut(CHUNK_BYTES).try_for_each(|bytes| read(file, bytes, on_bytes))?;
    if let Some(numbers) = floats(tensor.dtype, &bytes) {
        return Ok(numbers);
    }
    let mut numbers = vec![0.0; tensor.cols];
    let info = TensorInfo { offset: 0, ..tensor.clone() };
    Matrix::read(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true)?
        .row(0, &mut numbers)?;
    Ok(numbers)
}

fn read(file: &mut impl Read, bytes: &mut [u8], on_bytes: OnBytes) -> Result<()> {
    file.read_exact(bytes)
        .map_err(|error| Error::corrupt(format!("The model file cannot be read to its end: {error}.")))?;
    if on_bytes(bytes.len() as u64) { Ok(()) } else { Err(Error::Cancelled) }
}

fn no_room(tensor: &TensorInfo) -> Error {
    let bytes = tensor.bytes;
    Error::OutOfMemory(format!("There is no room for a tensor of {bytes} bytes. Take a smaller model.").into())
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
    let key = |format: Format| (format.block, format.group, format.offset);
    let mut quantized: Vec<((usize, usize, u8), Activations)> = Vec::new();
    for format in products.iter().filter_map(|(matrix, _)| matrix.format()) {
        if quantized.iter().all(|(known, _)| *known != key(format)) {
            quantized.push((key(format), Activations::new(x, cols, format)));
        }
    }
    // A part is a few panels of one matrix.
    let counts = products.each_ref().map(|(matrix, _)| matrix.rows.div_ceil(PANELS * ROWS));
    let products = products.map(|(matrix, out)| {
        let wanted = matrix.format().map(key);
        let quantized = quantized.iter().find(|(known, _)| Some(*known) == wanted).map(|(_, x)| x);
        (matrix, Inputs { exact: x, quantized }, pool::Rows::new(out, matrix.rows))
    });
    pool::for_each(counts.iter().sum(), |mut part| {
        for ((matrix, x, out), count) in products.iter().zip(counts) {
            if part < count {
                for first in (part * PANELS * ROWS..matrix.rows).step_by(ROWS).take(PANELS) {
                    matrix.multiply_panel(first / ROWS, x, |token, numbers| {
                        // SAFETY: each part comes once, and no other has these columns.
                        let out = unsafe { out.part(token, first..matrix.rows.min(first + ROWS)) };
                        out.copy_from_slice(&numbers[..out.len()]);
                    });
                }
                return;
            }
            part -= count;
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::engine::kernels::{kernels, test};
    use candle_core::quantized::{GgmlDType, QTensor};
    use candle_core::{Device, Tensor};

    use super::*;
    use crate::engine::kernels::activations::Tile;
    use crate::engine::kernels::plain;
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
        (
            Matrix::read(&mut std::io::Cursor::new(&bytes[..]), &info, &mut Arena::default(), &mut |_| true).unwrap(),
            plain,
        )
    }

    impl Matrix {
        fn to_f32(&self) -> Vec<f32> {
            let mut out = vec![0.0; self.rows * self.cols];
            out.chunks_exact_mut(self.cols).enumerate().for_each(|(row, out)| self.row(row as u32, out).unwrap());
            out
        }
    }

    #[test]
    fn every_type_is_read_as_candle_reads_it() {
        for dtype in TENSOR_TYPES.map(|(_, dtype, _)| dtype) {
            for cols in [256, 768] {
                let (matrix, plain) = matrix(dtype, 3, cols, &random(3 * cols, 1));
                // Floats become f16: half a step of it.
                let step = if dtype.block_size() == 1 { 0.5f32.powi(12) } else { 1e-6 };
                for (at, (a, b)) in matrix.to_f32().iter().zip(&plain).enumerate() {
                    assert!((a - b).abs() <= step, "{dtype:?}, {cols} columns, number {at}: {a} and {b}");
                }
            }
        }
    }

    #[test]
    fn vectors_of_floats_are_read_exactly() {
        for (dtype, bytes, number) in [
            (GgmlDType::F32, vec![0, 0, 0x80, 0x3F, 0xCD, 0xCC, 0xCC, 0x3D], [1.0, 0.1]),
            (GgmlDType::F16, vec![0, 0x3C, 0, 0xC0], [1.0, -2.0]),
            (GgmlDType::BF16, vec![0x80, 0x3F, 0x20, 0xC1], [1.0, -10.0]),
        ] {
            let info = TensorInfo { dtype, rows: 1, cols: 2, offset: 0, bytes: bytes.len() as u64 };
            let read = read_vector(&mut std::io::Cursor::new(bytes), &info, &mut |_| true).unwrap();
            assert_eq!(read, number, "{dtype:?}");
        }
    }

    /// The activations as the kernel sees them, after quantization to 8 bits.
    fn rounded(x: &[f32], dtype: GgmlDType) -> Vec<f32> {
        let Some(format) = Format::of(dtype) else { return x.to_vec() };
        let quantized = Activations::new(x, x.len(), format);
        let Tile { q, scale, .. } = quantized.tile(0);
        let numbers = q.as_flattened().iter().enumerate().map(|(i, q)| f32::from(*q) * scale[i / format.block]);
        numbers.take(x.len()).collect()
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

    /// However many rows, columns and tokens there are: a token's numbers do not depend on those beside it, nor a matrix's
    /// on those that are multiplied with it, and they are right.
    #[test]
    fn products_of_any_shape_are_right_and_independent() {
        let choices = random(5 * 150, 21);
        for (seed, choices) in (100..).zip(choices.chunks(5)) {
            let mut choices = choices.iter();
            let mut choose = |n: usize| (choices.next().unwrap().abs() * n as f32) as usize % n;
            let dtypes = [choose(13), choose(13)].map(|index| TENSOR_TYPES[index].1);
            let (rows, tokens) = (1 + choose(40), 1 + choose(11));
            let cols = 256 * (1 + choose(4));
            let other_rows = rows / 2 + 1;
            let (a, plain) = matrix(dtypes[0], rows, cols, &random(rows * cols, seed));
            let (b, _) = matrix(dtypes[1], other_rows, cols, &random(other_rows * cols, seed + 1));
            let x = random(tokens * cols, seed + 2);
            let (mut together, mut other) = (vec![f32::NAN; tokens * rows], vec![f32::NAN; tokens * other_rows]);
            multiply(&x, [(&a, &mut together), (&b, &mut other)]).unwrap();
            for (t, (x, together)) in x.chunks(cols).zip(together.chunks(rows)).enumerate() {
                let mut alone = vec![f32::NAN; rows];
                a.mul(x, &mut alone).unwrap();
                assert_eq!(alone, together, "{dtypes:?}, {rows} x {cols}, token {t} of {tokens}");
                for (r, got) in alone.iter().enumerate() {
                    let pairs = x.iter().zip(&plain[r * cols..][..cols]);
                    let exact: f64 = pairs.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
                    let bound = 0.01 * (cols as f64).sqrt();
                    assert!((f64::from(*got) - exact).abs() < bound, "{dtypes:?} [{t}, {r}]: {got}, not {exact}");
                }
            }
            let mut alone = vec![f32::NAN; tokens * other_rows];
            b.mul(&x, &mut alone).unwrap();
            assert_eq!(alone, other, "{dtypes:?}, {other_rows} x {cols}, {tokens} tokens");
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
    fn scales_that_are_no_numbers_are_refused() {
        for (dtype, at) in [(GgmlDType::Q8_0, 0), (GgmlDType::Q4_1, 2), (GgmlDType::Q4K, 2), (GgmlDType::Q6K, 208)] {
            for bad in [[0xFF, 0x7F], [0, 0x7C], [0, 0xFC]] {
                let mut bytes = vec![0; 256 / dtype.block_size() * dtype.type_size()];
                bytes[at..at + 2].copy_from_slice(&bad);
                refused(dtype, bytes, 256);
            }
        }
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e38] {
            let numbers = [1.0, bad, 2.0];
            refused(GgmlDType::F32, numbers.iter().flat_map(|x: &f32| x.to_le_bytes()).collect(), 3);
        }
    }

    fn refused(dtype: GgmlDType, bytes: Vec<u8>, cols: usize) {
        let info = TensorInfo { dtype, rows: 1, cols, offset: 0, bytes: bytes.len() as u64 };
        let read = Matrix::read(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true);
        assert_eq!(read.err().map(|error| error.code()), Some("model_corrupt"), "{dtype:?}");
    }

    #[test]
    fn floats_of_any_width_are_multiplied() {
        for cols in [1, 2, 31, 33, 100] {
            let numbers = random(3 * cols, 11);
            let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
            let info = TensorInfo { dtype: GgmlDType::F32, rows: 3, cols, offset: 0, bytes: bytes.len() as u64 };
            let matrix =
                Matrix::read(&mut std::io::Cursor::new(bytes), &info, &mut Arena::default(), &mut |_| true).unwrap();
            let x = random(2 * cols, 12);
            let mut out = [0.0; 6];
            matrix.mul(&x, &mut out).unwrap();
            for (at, out) in out.iter().enumerate() {
                let pairs = x[at / 3 * cols..][..cols].iter().zip(&numbers[at % 3 * cols..][..cols]);
                let exact: f32 = pairs.map(|(a, b)| a * b).sum();
                assert!((out - exact).abs() < 1e-3 * (cols as f32).sqrt(), "{cols} columns: {out}, not {exact}");
            }
        }
    }

    #[test]
    fn simd_gives_the_bits_of_the_plain_kernel() {
        for (name, _) in kernels::<Of<32, 32, 4, false>, 1>() {
            println!("compared with the plain kernel: {name}");
        }
        for blocks in [1, 2, 3, 7] {
            for extreme in [false, true] {
                simd_equals_plain::<Of<32, 32, 4, false>>(blocks, extreme);
                simd_equals_plain::<Of<32, 32, 4, true>>(blocks, extreme);
                simd_equals_plain::<Of<32, 32, 6, false>>(blocks, extreme);
                simd_equals_plain::<Of<32, 32, 6, true>>(blocks, extreme);
                simd_equals_plain::<Of<32, 32, 8, false>>(blocks, extreme);
                simd_equals_plain::<Of<256, 16, 4, true>>(blocks, extreme);
                simd_equals_plain::<Of<256, 16, 4, false>>(blocks, extreme);
                simd_equals_plain::<Of<256, 16, 6, false>>(blocks, extreme);
                simd_equals_plain::<Of<256, 32, 4, true>>(blocks, extreme);
                simd_equals_plain::<Of<256, 32, 6, true>>(blocks, extreme);
            }
        }
    }

    fn simd_equals_plain<K: Kind>(blocks: usize, extreme: bool) {
        let (cols, groups) = (blocks * K::BLOCK, blocks * K::GROUPS);
        // -128 is never packed.
        let quant = |x: &f32| match (K::BITS, extreme) {
            (4, true) => 0xFF,
            (4, false) => (x.abs() * 255.0) as u8,
            (6, true) => 63,
            (6, false) => (x.abs() * 63.0) as u8,
            (_, true) => 0x81,
            (_, false) => (x * 127.0) as i8 as u8,
        };
        let quants: Vec<u8> = random(groups * K::GROUP_BYTES, 4).iter().map(quant).collect();
        let halves = |any: bool, seed| -> Vec<half::f16> {
            let length = if any { blocks * ROWS } else { 0 };
            random(length, seed).iter().map(|x| half::f16::from_f32(x * 1e4)).collect()
        };
        let factors = |any: bool, signed: bool, seed| -> Vec<i8> {
            let length = if any { groups * ROWS } else { 0 };
            let factor = |x: &f32| match (extreme, signed) {
                (true, true) => -128,
                (true, false) => 63,
                (false, true) => (x * 128.0) as i8,
                (false, false) => (x.abs() * 63.0) as i8,
            };
            random(length, seed).iter().map(factor).collect()
        };
        let (scale, minimum) = (halves(true, 5), halves(K::MINIMA, 6));
        let scale_factor = factors(K::FACTORS, !K::MINIMA, 8);
        let minimum_factor = factors(K::FACTORS && K::MINIMA, false, 9);
        let panel = Panel {
            quants: &quants,
            scale: &scale,
            minimum: &minimum,
            scale_factor: &scale_factor,
            minimum_factor: &minimum_factor,
        };
        let x: Vec<f32> = random(10 * cols, 7).iter().map(|x| if extreme { -1.0 } else { *x }).collect();
        let (block, group, bits, minima) = (K::BLOCK, K::GROUP, K::BITS, K::MINIMA);
        let mut formats = TENSOR_TYPES.into_iter().filter_map(|(_, dtype, _)| Format::of(dtype));
        let same = |f: &Format| (f.block, f.group, f.bits, f.minima) == (block, group, bits, minima);
        let format = formats.find(same).unwrap();
        fn compare<K: Kind, const T: usize>(panel: Panel, x: &[f32], format: Format) {
            let cols = x.len() / 10;
            let x = Activations::new(&x[..(TILE + T) * cols], cols, format);
            let mut exact = [[0.0; ROWS]; T];
            plain::tile::<K, T>(panel, x.tile(1), &mut exact);
            for (name, kernel) in kernels::<K, T>() {
                let mut out = [[f32::NAN; ROWS]; T];
                // SAFETY: the processor has its instructions.
                unsafe { kernel(panel, x.tile(1), &mut out) };
                assert_eq!(out, exact, "{name}: {format:?}, {cols} columns, {T} rows");
            }
        }
        compare::<K, 1>(panel, &x, format);
        compare::<K, 2>(panel, &x, format);
        compare::<K, 3>(panel, &x, format);
        compare::<K, 4>(panel, &x, format);
    }
}
