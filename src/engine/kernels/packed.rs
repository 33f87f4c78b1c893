//! Weights as the kernels want them: eight rows side by side, so that one load brings the same columns of all eight and
//! each row keeps its own lane, and no sum is ever taken across a vector.
//!
//! A panel is eight rows. In it, group after group of 16 or 32 columns, stand the integers four columns at a time (a
//! quad): row 0's four, row 1's four, … Formats of at most 4 bits keep two quads in the two halves of the same bytes.
//! Scales and minima are f16, eight for each group, times a power of two for each panel, so that rounding them loses
//! nothing that ggml's own formats of 32 have, and a part in 4,096 of the k-quants' scales, however small they are.

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
    /// Empty in formats without.
    minimum: Vec<f16>,
    /// The power of two of each panel.
    unit: Vec<f32>,
}

/// One panel, as kernels read it.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// The integers.
    pub quants: &'a [u8],
    /// Eight scales for each group.
    pub scale: &'a [f16],
    /// Eight minima for each group, or none at all.
    pub minimum: &'a [f16],
    /// To be taken off every integer.
    pub offset: i32,
}

impl Packed {
    /// Room for `rows` x `cols` weights; None where there is no such room.
    pub fn with_capacity(format: Format, rows: usize, cols: usize) -> Option<Self> {
        let panels = rows.div_ceil(ROWS);
        let groups = panels * ROWS * (cols / format.group);
        let mut packed =
            Self { format, cols, quants: Vec::new(), scale: Vec::new(), minimum: Vec::new(), unit: Vec::new() };
        packed.quants.try_reserve_exact(panels * packed.panel_bytes()).ok()?;
        packed.scale.try_reserve_exact(groups).ok()?;
        packed.minimum.try_reserve_exact(if format.minima { groups } else { 0 }).ok()?;
        packed.unit.try_reserve_exact(panels).ok()?;
        Some(packed)
    }

    fn panel_bytes(&self) -> usize {
        ROWS * self.cols / if self.format.nibbles { 2 } else { 1 }
    }

    fn panel_groups(&self) -> usize {
        ROWS * self.cols / self.format.group
    }

    /// How the weights are grouped.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Adds a panel of up to eight unpacked rows. False where a scale is not a finite number.
    pub fn push(&mut self, rows: &[Row]) -> bool {
        let numbers = || rows.iter().flat_map(|row| row.scale.iter().chain(&row.minimum));
        let largest = numbers().fold(0f32, |largest, x| largest.max(x.abs()));
        if !numbers().all(|x| x.is_finite()) {
            return false;
        }
        // The largest becomes 2^14 or a little more; f16 goes up to 2^16, and is exact down to 2^-14.
        let exponent = if largest > 0.0 { libm::ilogbf(largest) - 14 } else { 0 };
        // A factor beyond f32's own range would be as good as zero.
        let exponent = exponent.clamp(-126, 126);
        let inverse = libm::scalbnf(1.0, -exponent);
        self.unit.push(libm::scalbnf(1.0, exponent));
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
                        // A part of -128 has no counterpart of the other sign, which AVX2's kernel needs.
                        let byte = match nibbles {
                            true => quant(pair) | quant(pair + quads / 2) << 4,
                            false => quant(pair).max(-127),
                        };
                        self.quants.push(byte.to_le_bytes()[0]);
                    }
                }
            }
            let lane = |numbers: fn(&Row) -> &[f32], row: usize| {
                f16::from_f32(rows.get(row).map_or(0.0, |row| numbers(row)[at] * inverse))
            };
            self.scale.extend((0..ROWS).map(|row| lane(|row| &row.scale, row)));
            if self.format.minima {
                self.minimum.extend((0..ROWS).map(|row| lane(|row| &row.minimum, row)));
            }
        }
        true
    }

    /// One panel and its power of two.
    pub fn panel(&self, index: usize) -> (Panel<'_>, f32) {
        let (bytes, groups) = (self.panel_bytes(), self.panel_groups());
        let scales = index * groups..(index + 1) * groups;
        let panel = Panel {
            quants: &self.quants[index * bytes..(index + 1) * bytes],
            minimum: if self.format.minima { &self.minimum[scales.clone()] } else { &[] },
            scale: &self.scale[scales],
            offset: self.format.offset,
        };
        (panel, self.unit[index])
    }

    /// Writes a row as f32.
    pub fn row(&self, index: usize, out: &mut [f32]) {
        let (panel, unit) = self.panel(index / ROWS);
        let (row, group) = (index % ROWS, self.format.group);
        for (at, out) in out.chunks_exact_mut(group).enumerate() {
            let scale = widen(panel.scale[at * ROWS + row]) * unit;
            let minimum = panel.minimum.get(at * ROWS + row).map_or(0.0, |minimum| widen(*minimum) * unit);
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

impl Panel<'_> {
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
