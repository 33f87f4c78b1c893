//! Weights as the kernels want them: eight rows side by side, so that one load brings the same columns of all eight and
//! each row keeps its own lane, and no sum is ever taken across a vector.
//!
//! A panel is eight rows. In it, group after group of 16 or 32 columns, stand the integers four columns at a time (a
//! quad): row 0's four, row 1's four, … Formats of at most 4 bits keep two quads in the two halves of the same bytes.
//! Scales, minima and their factors are those of the file, eight side by side.

use half::f16;

use super::RELAXED;
use super::arena::{Arena, Block};
use super::blocks::{Format, Row};
use super::vector::widen;

/// Rows in a panel.
pub const ROWS: usize = 8;
/// Columns that are loaded together.
pub const QUAD: usize = 4;

/// The panels of a quantized matrix. The last one is filled up with rows of zeros.
pub struct Packed {
    format: Format,
    cols: usize,
    sizes: Sizes,
    quants: Block<u8>,
    scale: Block<f16>,
    minimum: Block<f16>,
    scale_factor: Block<i8>,
    minimum_factor: Block<i8>,
    sums: Block<i16>,
}

/// One panel, as kernels read it.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// The integers.
    pub quants: &'a [u8],
    /// Eight scales for each block.
    pub scale: &'a [f16],
    /// Eight minima for each block; empty in formats without.
    pub minimum: &'a [f16],
    /// Eight factors of the scale for each group; empty in blocks of 32.
    pub scale_factor: &'a [i8],
    /// Eight factors of the minimum for each group, from 0 up; empty where either is missing.
    pub minimum_factor: &'a [i8],
    /// Eight sums of a group's integers, for each group; empty but for the kernel that raises activations.
    #[allow(dead_code)] // Where no such kernel is.
    pub sums: &'a [i16],
}

impl Packed {
    /// Room for `rows` x `cols` weights; None where there is no such room.
    pub fn with_capacity(format: Format, rows: usize, cols: usize, arena: &mut Arena) -> Option<Self> {
        let sizes = Sizes::new(format, cols);
        let panels = rows.div_ceil(ROWS);
        Some(Self {
            format,
            cols,
            sizes,
            quants: arena.block(panels.checked_mul(sizes.quants)?)?,
            scale: arena.block(panels * sizes.scale)?,
            minimum: arena.block(panels * sizes.minimum)?,
            scale_factor: arena.block(panels * sizes.scale_factor)?,
            minimum_factor: arena.block(panels * sizes.minimum_factor)?,
            sums: arena.block(panels * sizes.sums)?,
        })
    }

    /// How the weights are grouped.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Adds a panel of up to eight unpacked rows. False where a scale is not a finite number.
    pub fn push(&mut self, rows: &[Row]) -> bool {
        if !rows.iter().all(|row| row.scale.iter().chain(&row.minimum).all(|x| x.is_finite())) {
            return false;
        }
        let Format { group, bits, .. } = self.format;
        let quads = group / QUAD;
        let quads_of = |row: usize| rows.get(row).map_or(&[][..], |row| row.q.as_chunks::<QUAD>().0);
        let by_row: [_; ROWS] = std::array::from_fn(quads_of);
        let quad = |row: usize, index: usize| by_row[row].get(index).map_or(0, |quad| u32::from_le_bytes(*quad));
        for first in (0..rows.first().map_or(0, |row| row.q.len()) / QUAD).step_by(quads) {
            let mut push = |quad: &dyn Fn(usize) -> u32| {
                self.quants
                    .extend::<{ ROWS * QUAD }>(std::array::from_fn(|at| quad(at / QUAD).to_le_bytes()[at % QUAD]));
            };
            if bits == 4 {
                for (low, high) in (first..first + quads / 2).zip(first + quads / 2..) {
                    push(&|row| quad(row, low) | quad(row, high) << 4);
                }
            } else {
                (first..first + quads).for_each(|index| push(&|row| quad(row, index)));
            }
        }
        side_by_side(rows, |row| &row.scale, &mut self.scale);
        side_by_side(rows, |row| &row.minimum, &mut self.minimum);
        side_by_side(rows, |row| &row.scale_factor, &mut self.scale_factor);
        side_by_side(rows, |row| &row.minimum_factor, &mut self.minimum_factor);
        for first in (0..self.sizes.sums / ROWS).map(|at| at * group) {
            let sum = |row: &Row| row.q[first..][..group].iter().map(|q| i16::from(q.cast_signed())).sum();
            self.sums.extend::<ROWS>(std::array::from_fn(|row| rows.get(row).map_or(0, sum)));
        }
        true
    }

    /// One panel.
    pub fn panel(&self, index: usize) -> Panel<'_> {
        let sizes = self.sizes;
        Panel {
            quants: &self.quants[index * sizes.quants..][..sizes.quants],
            scale: &self.scale[index * sizes.scale..][..sizes.scale],
            minimum: &self.minimum[index * sizes.minimum..][..sizes.minimum],
            scale_factor: &self.scale_factor[index * sizes.scale_factor..][..sizes.scale_factor],
            minimum_factor: &self.minimum_factor[index * sizes.minimum_factor..][..sizes.minimum_factor],
            sums: &self.sums[index * sizes.sums..][..sizes.sums],
        }
    }

    /// Writes a row as f32.
    pub fn row(&self, index: usize, out: &mut [f32]) {
        let panel = self.panel(index / ROWS);
        let (row, Format { block, group, bits, offset, .. }) = (index % ROWS, self.format);
        let factor = |factors: &[i8], at: usize| factors.get(at * ROWS + row).map_or(1.0, |factor| f32::from(*factor));
        for (at, out) in out[..self.cols].chunks_mut(group).enumerate() {
            let in_block = at * group / block * ROWS + row;
            let scale = widen(panel.scale[in_block]) * factor(panel.scale_factor, at);
            let minimum = panel.minimum.get(in_block).copied().map_or(0.0, widen) * factor(panel.minimum_factor, at);
            for (column, out) in out.iter_mut().enumerate() {
                #[allow(clippy::cast_precision_loss)]
                let q = (panel.quant(bits, group, at, row, column) - i32::from(offset)) as f32;
                *out = scale * q + minimum;
            }
        }
    }
}

/// How much of each a panel has.
#[derive(Clone, Copy)]
struct Sizes {
    quants: usize,
    scale: usize,
    minimum: usize,
    scale_factor: usize,
    minimum_factor: usize,
    sums: usize,
}

impl Sizes {
    fn new(format: Format, cols: usize) -> Self {
        let Format { block, group, minima, bits, narrow, .. } = format;
        let minima = usize::from(minima);
        let scale = ROWS * (cols / block);
        let factor = if block == group { 0 } else { ROWS * (cols / group) };
        let quants = ROWS * cols / if bits == 4 { 2 } else { 1 };
        let sums = if RELAXED && narrow { ROWS * (cols / group) } else { 0 };
        Self { quants, scale, minimum: scale * minima, scale_factor: factor, minimum_factor: factor * minima, sums }
    }
}

/// Appends the numbers of eight rows, the first of each, the second of each, …; rows that are missing count as zeros.
fn side_by_side<T: Default + Copy>(rows: &[Row], numbers: impl Fn(&Row) -> &[T], out: &mut Block<T>) {
    for at in 0..rows.first().map_or(0, |row| numbers(row).len()) {
        let number = |row: usize| rows.get(row).map_or(T::default(), |row| numbers(row)[at]);
        out.extend::<ROWS>(std::array::from_fn(number));
    }
}

impl Panel<'_> {
    /// The integer of a column within a group, its offset still in it.
    pub fn quant(&self, bits: usize, group: usize, at: usize, row: usize, column: usize) -> i32 {
        let (quad, quads) = (column / QUAD, group / QUAD);
        let byte =
            |quad: usize, bytes: usize| self.quants[at * bytes + quad * ROWS * QUAD + row * QUAD + column % QUAD];
        match bits {
            4 if quad < quads / 2 => i32::from(byte(quad, group * ROWS / 2) & 15),
            4 => i32::from(byte(quad - quads / 2, group * ROWS / 2) >> 4),
            6 => i32::from(byte(quad, group * ROWS)),
            _ => i32::from(byte(quad, group * ROWS).cast_signed()),
        }
    }
}
