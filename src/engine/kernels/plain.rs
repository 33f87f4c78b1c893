//! The kernels in plain Rust: the reference, and what runs where no other is written.
//!
//! Every kernel adds the same numbers in the same order, so that all of them give the same bits: integers within a
//! block, then block after block in f32, each lane by itself and without fused multiply-add.

use super::activations::Tile;
use half::f16;

use super::attention::{self, BLOCK, HeadPage, Query};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::vector::widen;

/// See [`attention::attend`].
#[allow(dead_code)] // Used where this is the kernel.
pub fn attend<const Q: usize>(pages: &[HeadPage], queries: &mut [Query; Q], memory: &mut Vec<f32>) {
    // SAFETY: both are safe.
    unsafe { attention::attend(pages, queries, memory, score, mix) }
}

/// See [`attention::Score`].
pub fn score<const Q: usize>(keys: &[f16], xs: [&[f32]; Q], width: usize, scores: &mut [f32]) {
    let head_size = xs[0].len();
    #[allow(clippy::cast_precision_loss)]
    let scale = 1.0 / (head_size as f32).sqrt();
    for (block, keys) in keys.chunks_exact(BLOCK * head_size).enumerate() {
        let mut sums = [[0f32; BLOCK]; Q];
        for (d, keys) in keys.as_chunks::<BLOCK>().0.iter().enumerate() {
            let keys = keys.map(widen);
            for (sums, x) in sums.iter_mut().zip(xs) {
                for (sum, key) in sums.iter_mut().zip(keys) {
                    *sum += x[d] * key;
                }
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            let out = &mut scores[q * width + block * BLOCK..][..BLOCK];
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum * scale);
        }
    }
}

/// See [`attention::Mix`].
pub fn mix<const Q: usize>(pages: &[HeadPage], scores: &[f32], width: usize, queries: &mut [Query; Q]) {
    let head_size = queries[0].query.len();
    (0..head_size).step_by(BLOCK).for_each(|d| mix_from(pages, scores, width, queries, d));
}

/// Eight dimensions of [`mix`], or as many as there are from `d` on.
pub fn mix_from<const Q: usize>(pages: &[HeadPage], scores: &[f32], width: usize, queries: &mut [Query; Q], d: usize) {
    let head_size = queries[0].query.len();
    let lanes = BLOCK.min(head_size - d);
    let mut sums = [[0f32; BLOCK]; Q];
    let rows = pages.iter().flat_map(|page| page.values.chunks_exact(head_size));
    for (position, row) in rows.take(width).enumerate() {
        let mut values = [0f32; BLOCK];
        if let Some(row) = row[d..].first_chunk::<BLOCK>() {
            values = row.map(widen);
        } else {
            values.iter_mut().zip(&row[d..]).for_each(|(value, x)| *value = widen(*x));
        }
        for (q, sums) in sums.iter_mut().enumerate() {
            let weight = scores[q * width + position];
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
    }
    for (query, sums) in queries.iter_mut().zip(sums) {
        query.out[d..d + lanes].copy_from_slice(&sums[..lanes]);
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
