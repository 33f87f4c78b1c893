//! A weight matrix and its product with activations.

use std::io::{Read, Seek};
use std::marker::PhantomData;
use std::ops::Range;

use half::f16;

use super::activations::{Activations, TILE};
use super::arena::{Arena, Block};
use super::blocks::{Format, Row, floats};
use super::kind::{Kind, Narrow, Of};
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
/// Bytes of weights that stay in a processor's nearest cache, beside activations and outputs.
const NEAR: usize = 16 << 10;

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
        Self::read_as(Format::of(tensor.dtype), file, tensor, arena, on_bytes)
    }

    /// Reads a tensor as of `format`, which is None for floats.
    fn read_as(
        format: Option<Format>,
        file: &mut (impl Read + Seek),
        tensor: &TensorInfo,
        arena: &mut Arena,
        on_bytes: OnBytes,
    ) -> Result<Self> {
        let TensorInfo { dtype, rows, cols, .. } = *tensor;
        let no_room = || no_room(tensor);
        let mut weights = match format {
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

    /// The same as [`Matrix::read_exact`], but what 8-bit weights are multiplied with has 7 bits: browsers are a third faster at that. For
    /// models that bear it.
    ///
    /// # Errors
    /// As there.
    pub fn read_narrow(
        file: &mut (impl Read + Seek),
        tensor: &TensorInfo,
        arena: &mut Arena,
        on_bytes: OnBytes,
    ) -> Result<Self> {
        match Format::of(tensor.dtype) {
            Some(format) => Self::read_as(Some(format.narrowed()), file, tensor, arena, on_bytes),
            None => Self::read_exact(file, tensor, arena, on_bytes),
        }
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

    /// Outputs of some panels' rows: `out` is given panel, token and eight numbers.
    fn multiply_panels(&self, panels: Range<usize>, x: &Inputs, mut out: impl FnMut(usize, usize, &[f32; ROWS])) {
        let packed = match &self.weights {
            Weights::Exact(numbers) => {
                let size = ROWS * self.cols;
                for panel in panels {
                    let rows = &numbers[panel * size..numbers.len().min((panel + 1) * size)];
                    for (token, x) in x.exact.chunks_exact(self.cols).enumerate() {
                        let mut products = [0.0; ROWS];
                        for (product, row) in products.iter_mut().zip(rows.chunks_exact(self.cols)) {
                            *product = dot(row, x);
                        }
                        out(panel, token, &products);
                    }
                }
                return;
            }
            Weights::Quantized(packed) => packed,
            Weights::Floats(numbers) => {
                let size = ROWS * self.cols;
                let of = |panel: usize| Floats { panel: &numbers[panel * size..][..size], x: x.exact, cols: self.cols };
                return multiply_tiles(panels, of, x.exact.len() / self.cols, out);
            }
        };
        let Some(x) = x.quantized else { return };
        let Format { block, group, bits, minima, narrow, .. } = packed.format();
        match (block, group, bits, minima) {
            (32, _, 4, false) => integers::<Of<32, 32, 4, false>>(packed, panels, x, out),
            (32, _, 4, true) => integers::<Of<32, 32, 4, true>>(packed, panels, x, out),
            (32, _, 6, false) => integers::<Of<32, 32, 6, false>>(packed, panels, x, out),
            (32, _, 6, true) => integers::<Of<32, 32, 6, true>>(packed, panels, x, out),
            (32, ..) if narrow => integers::<Narrow>(packed, panels, x, out),
            (32, ..) => integers::<Of<32, 32, 8, false>>(packed, panels, x, out),
            (_, 16, 4, true) => integers::<Of<256, 16, 4, true>>(packed, panels, x, out),
            (_, 16, 4, false) => integers::<Of<256, 16, 4, false>>(packed, panels, x, out),
            (_, 16, ..) => integers::<Of<256, 16, 6, false>>(packed, panels, x, out),
            (_, _, 4, _) => integers::<Of<256, 32, 4, true>>(packed, panels, x, out),
            _ => integers::<Of<256, 32, 6, true>>(packed, panels, x, out),
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
    /// Bytes of the panel's integers or floats.
    fn bytes(&self) -> usize;

    /// The products with the `T` rows of a tile.
    fn tile<const T: usize>(&self, index: usize, out: &mut [[f32; ROWS]; T]);
}

struct Integers<'a, K> {
    panel: Panel<'a>,
    x: &'a Activations,
    kind: PhantomData<K>,
}

impl<K: Kind> Tiles for Integers<'_, K> {
    fn bytes(&self) -> usize {
        self.panel.quants.len()
    }

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
    fn bytes(&self) -> usize {
        size_of_val(self.panel)
    }

    fn tile<const T: usize>(&self, index: usize, out: &mut [[f32; ROWS]; T]) {
        let xs = std::array::from_fn::<_, T, _>(|t| &self.x[(index * TILE + t) * self.cols..][..self.cols]);
        simd::dots(self.panel, xs, ROWS, out.as_flattened_mut());
    }
}

fn integers<K: Kind>(
    packed: &Packed,
    panels: Range<usize>,
    x: &Activations,
    out: impl FnMut(usize, usize, &[f32; ROWS]),
) {
    let of = |panel: usize| Integers { panel: packed.panel(panel), x, kind: PhantomData::<K> };
    multiply_tiles(panels, of, x.rows(), out);
}

/// Tile by tile, and in each panel by panel, as many as stay near: so whole lines of the outputs are written at once.
fn multiply_tiles<P: Tiles>(
    panels: Range<usize>,
    of: impl Fn(usize) -> P,
    rows: usize,
    mut out: impl FnMut(usize, usize, &[f32; ROWS]),
) {
    let mut outs = [[0.0; ROWS]; TILE];
    let at_once = (NEAR / of(panels.start).bytes().max(1)).clamp(1, PANELS);
    for start in panels.clone().step_by(at_once) {
        let near = start..panels.end.min(start + at_once);
        let weights: [Option<P>; PANELS] = std::array::from_fn(|i| near.clone().nth(i).map(&of));
        for (index, first) in (0..rows).step_by(TILE).enumerate() {
            let outs = &mut outs[..TILE.min(rows - first)];
            for (panel, weights) in near.clone().zip(weights.iter().flatten()) {
                if let Some(outs) = outs.as_mut_array::<TILE>() {
                    weights.tile(index, outs);
                } else if let Some(outs) = outs.as_mut_array::<3>() {
                    weights.tile(index, outs);
                } else if let Some(outs) = outs.as_mut_array::<2>() {
                    weights.tile(index, outs);
                } else if let Some(outs) = outs.as_mut_array::<1>() {
                    weights.tile(index, outs);
                }
                outs.iter().zip(first..).for_each(|(outputs, row)| out(panel, row, outputs));
            }
        }
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
    // Formats that want the same of their activations share them.
    let key = |format: Format| (format.block, format.group, format.offset, format.bits == 8, format.narrow);
    let mut quantized: Vec<(_, Activations)> = Vec::new();
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
                let panels = part * PANELS..matrix.rows.div_ceil(ROWS).min((part + 1) * PANELS);
                matrix.multiply_panels(panels, x, |panel, token, numbers| {
                    let first = panel * ROWS;
                    // SAFETY: each part comes once, and no other has these columns.
                    let out = unsafe { out.part(token, first..matrix.rows.min(first + ROWS)) };
                    match out.as_mut_array::<ROWS>() {
                        // Of a known length: in browsers a call otherwise.
                        Some(out) => *out = *numbers,
                        None => out.copy_from_slice(&numbers[..out.len()]),
                    }
                });
                return;
            }
            part -= count;
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests;
