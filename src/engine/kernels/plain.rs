//! The kernels in plain Rust: the reference, and what runs where no other is written.
//!
//! Every kernel adds the same numbers in the same order, so that all of them give the same bits: integers within a
//! block, then block after block in f32, each lane by itself and without fused multiply-add.

use super::activations::Tile;
use half::f16;

use super::attention::{self, BLOCK, DIMENSIONS, HeadPage, Query, partial_size};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::vector::widen;
use super::whole::Floats;

/// Does it with the instructions that everything here is compiled with.
#[allow(dead_code)] // Used where this is the kernel.
pub fn run(work: impl Floats) {
    work.run();
}

/// See [`attention::attend`].
#[allow(dead_code)] // Used where this is the kernel.
pub fn attend<const Q: usize>(page: HeadPage, queries: &[Query; Q], partials: &mut [f32]) {
    // SAFETY: both are safe.
    unsafe { attention::attend(page, queries, partials, dots, mix::<Q>) }
}

/// See [`attention::Dots`].
pub fn dots<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    for (block, rows) in rows.chunks_exact(BLOCK * xs[0].len()).enumerate() {
        let mut sums = [[0f32; BLOCK]; Q];
        for (d, rows) in rows.as_chunks::<BLOCK>().0.iter().enumerate() {
            let rows = rows.map(widen);
            for (sums, x) in sums.iter_mut().zip(xs) {
                for (sum, row) in sums.iter_mut().zip(rows) {
                    *sum += x[d] * row;
                }
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            out[q * width + block * BLOCK..][..BLOCK].copy_from_slice(&sums);
        }
    }
}

/// See [`attention::Mix`].
pub fn mix<const Q: usize>(values: &[f16], head_size: usize, weights: &mut [f32], width: usize, partials: &mut [f32]) {
    mix_from::<Q>(values, head_size, weights, width, partials, 0);
}

/// [`mix`] for the dimensions from `from`, where some stand together, on.
pub fn mix_from<const Q: usize>(
    values: &[f16],
    head_size: usize,
    weights: &[f32],
    width: usize,
    partials: &mut [f32],
    from: usize,
) {
    let positions = values.len() / head_size;
    for (q, partial) in partials.chunks_exact_mut(partial_size(head_size)).take(Q).enumerate() {
        for first in (from..head_size).step_by(DIMENSIONS) {
            let dimensions = DIMENSIONS.min(head_size - first);
            let sums = &mut partial[first..first + dimensions];
            sums.fill(0.0);
            let rows = values[first * positions..].chunks_exact(dimensions);
            for (row, weight) in rows.zip(&weights[q * width..][..width]) {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * widen(*value));
            }
        }
    }
}

/// A panel of weights times a tile of activations: `out[t][r] = sum over c of x[t, c] * panel[r, c]`.
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    let quads = K::GROUP / QUAD;
    for (t, out) in out.iter_mut().enumerate() {
        for (row, out) in out.iter_mut().enumerate() {
            *out = 0.0;
            for block in 0..K::blocks::<T>(panel, x) {
                let (mut products, mut minima) = (0, 0);
                for at in block * K::GROUPS..(block + 1) * K::GROUPS {
                    let factor = |factors: &[i8]| factors.get(at * ROWS + row).map_or(1, |factor| i32::from(*factor));
                    let mut sum: i32 = (0..K::GROUP)
                        .map(|column| {
                            let q = x.q[(at * quads + column / QUAD) * T + t][column % QUAD];
                            panel.quant(K::BITS, K::GROUP, at, row, column) * i32::from(q)
                        })
                        .sum();
                    if K::OFFSET {
                        sum -= x.q_sum[at * T + t];
                    }
                    products += sum * factor(panel.scale_factor);
                    minima += factor(panel.minimum_factor) * x.q_sum[at * T + t];
                }
                let x_scale = x.scale[block * T + t];
                #[allow(clippy::cast_precision_loss)]
                let (products, minima) = (products as f32, minima as f32);
                *out += products * (widen(panel.scale[block * ROWS + row]) * x_scale);
                if K::MINIMA {
                    let minimum = widen(panel.minimum[block * ROWS + row]);
                    // In blocks of 32 ggml keeps the sum itself, rounded.
                    *out += if K::FACTORS { minima * (minimum * x_scale) } else { minimum * x.sum[block * T + t] };
                }
            }
        }
    }
}
