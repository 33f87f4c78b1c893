//! Weights as the kernels want them: eight rows side by side, so that one load brings the same columns of all eight and
//! each row keeps its own lane, and no sum is ever taken across a vector.
//!
//! A panel is eight rows. In it, group after group of 16 or 32 columns, stand the integers four columns at a time (a
//! quad): row 0's four, row 1's four, … Formats of at most 4 bits keep two quads in the two halves of the same bytes.
//! Scales, minima and their factors are those of the file, eight side by side.

use half::f16;

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
    quants: Vec<u8>,
    scale: Vec<f16>,
    minimum: Vec<f16>,
    scale_factor: Vec<i8>,
    minimum_factor: Vec<i8>,
}

/// One panel, as kernels read it.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// The integers.
    pub quants: &'a [u8],
    /// Groups in a block.
    pub groups: usize,
    /// Eight scales for each block.
    pub scale: &'a [f16],
    /// Eight minima for each block; empty in formats without.
    pub minimum: &'a [f16],
    /// Eight factors of the scale for each group; empty in blocks of 32.
    pub scale_factor: &'a [i8],
    /// Eight factors of the minimum for each group; empty where either is missing.
    pub minimum_factor: &'a [i8],
    /// To be taken off every integer.
    pub offset: i32,
}

impl Packed {
    /// Room for `rows` x `cols` weights; None where there is no such room.
    pub fn with_capacity(format: Format, rows: usize, cols: usize) -> Option<Self> {
        let mut packed = Self {
            format,
            cols,
            quants: Vec::new(),
            scale: Vec::new(),
            minimum: Vec::new(),
            scale_factor: Vec::new(),
            minimum_factor: Vec::new(),
        };
        let panels = rows.div_ceil(ROWS);
        let Sizes { quants, scale, minimum, scale_factor, minimum_factor } = packed.sizes();
        packed.quants.try_reserve_exact(panels * quants).ok()?;
        packed.scale.try_reserve_exact(panels * scale).ok()?;
        packed.minimum.try_reserve_exact(panels * minimum).ok()?;
        packed.scale_factor.try_reserve_exact(panels * scale_factor).ok()?;
        packed.minimum_factor.try_reserve_exact(panels * minimum_factor).ok()?;
        Some(packed)
    }

    fn sizes(&self) -> Sizes {
        let Format { block, group, minima, nibbles, .. } = self.format;
        let minima = usize::from(minima);
        let scale = ROWS * (self.cols / block);
        let factor = if block == group { 0 } else { ROWS * (self.cols / group) };
        Sizes {
            quants: ROWS * self.cols / if nibbles { 2 } else { 1 },
            scale,
            minimum: scale * minima,
            scale_factor: factor,
            minimum_factor: factor * minima,
        }
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
        let Format { group, nibbles, offset, .. } = self.format;
        let quads = group / QUAD;
        for at in 0..self.cols / group {
            for pair in 0..if nibbles { quads / 2 } else { quads } {
                for row in 0..ROWS {
                    for column in 0..QUAD {
                        let quant = |quad: usize| {
                            let column = at * group + quad * QUAD + column;
                            rows.get(row).map_or(0, |row| i32::from(row.q[column]) + offset)
                        };
                        // AVX2's kernel changes signs, and 128 is no i8. ggml's quantizer never writes -128 either.
                        let byte = match nibbles {
                            true => quant(pair) | quant(pair + quads / 2) << 4,
                            false => quant(pair).max(-127),
                        };
                        self.quants.push(byte.to_le_bytes()[0]);
                    }
                }
            }
        }
        side_by_side(rows, |row| &row.scale, &mut self.scale);
        side_by_side(rows, |row| &row.minimum, &mut self.minimum);
        side_by_side(rows, |row| &row.scale_factor, &mut self.scale_factor);
        side_by_side(rows, |row| &row.minimum_factor, &mut self.minimum_factor);
        true
    }

    /// One panel.
    pub fn panel(&self, index: usize) -> Panel<'_> {
        let sizes = self.sizes();
        Panel {
            quants: &self.quants[index * sizes.quants..][..sizes.quants],
            groups: self.format.block / self.format.group,
            scale: &self.scale[index * sizes.scale..][..sizes.scale],
            minimum: &self.minimum[index * sizes.minimum..][..sizes.minimum],
            scale_factor: &self.scale_factor[index * sizes.scale_factor..][..sizes.scale_factor],
            minimum_factor: &self.minimum_factor[index * sizes.minimum_factor..][..sizes.minimum_factor],
            offset: self.format.offset,
        }
    }

    /// Writes a row as f32.
    pub fn row(&self, index: usize, out: &mut [f32]) {
        let panel = self.panel(index / ROWS);
        let (row, group) = (index % ROWS, self.format.group);
        for (at, out) in out.chunks_exact_mut(group).enumerate() {
            let (scale, minimum) = (panel.scale_of(at, row), panel.minimum_of(at, row).unwrap_or(0.0));
            for (column, out) in out.iter_mut().enumerate() {
                let q = if self.format.nibbles {
                    panel.quant::<true>(group, at, row, column)
                } else {
                    panel.quant::<false>(group, at, row, column)
                };
                #[allow(clippy::cast_precision_loss)]
                let q = (q - panel.offset) as f32;
                *out = scale * q + minimum;
            }
        }
    }
}

/// What a panel takes of each.
struct Sizes {
    quants: usize,
    scale: usize,
    minimum: usize,
    scale_factor: usize,
    minimum_factor: usize,
}

/// Appends the numbers of eight rows, the first of each, the second of each, …; rows that are missing count as zeros.
fn side_by_side<T: Default + Copy>(rows: &[Row], numbers: impl Fn(&Row) -> &[T], out: &mut Vec<T>) {
    for at in 0..rows.first().map_or(0, |row| numbers(row).len()) {
        out.extend((0..ROWS).map(|row| rows.get(row).map_or(T::default(), |row| numbers(row)[at])));
    }
}

impl Panel<'_> {
    /// The scale of a group of a row.
    pub fn scale_of(&self, at: usize, row: usize) -> f32 {
        let factor = self.scale_factor.get(at * ROWS + row).map_or(1.0, |factor| f32::from(*factor));
        widen(self.scale[at / self.groups * ROWS + row]) * factor
    }

    /// The minimum of a group of a row, if the format has minima.
    pub fn minimum_of(&self, at: usize, row: usize) -> Option<f32> {
        let factor = self.minimum_factor.get(at * ROWS + row).map_or(1.0, |factor| f32::from(*factor));
        self.minimum.get(at / self.groups * ROWS + row).map(|minimum| widen(*minimum) * factor)
    }

    /// The integer of a column within a group, its offset still in it.
    pub fn quant<const NIBBLES: bool>(&self, group: usize, at: usize, row: usize, column: usize) -> i32 {
        let (quad, quads) = (column / QUAD, group / QUAD);
        let byte =
            |quad: usize, bytes: usize| self.quants[at * bytes + quad * ROWS * QUAD + row * QUAD + column % QUAD];
        if NIBBLES {
            let byte = byte(quad % (quads / 2), group * ROWS / 2);
            i32::from(if quad < quads / 2 { byte & 15 } else { byte >> 4 })
        } else {
            i32::from(byte(quad, group * ROWS).cast_signed())
        }
    }
}
