//! A panel of weights times a tile of activations, in plain Rust: the reference, and the kernel where no other is
//! written.
//!
//! Every kernel adds the same numbers in the same order, so that all of them give the same bits: integers within a
//! block, then block after block in f32, each lane by itself and without fused multiply-add.

use super::activations::Tile;
#[allow(unused_imports)] // Used where this is the kernel.
pub use super::attention::attend;
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::vector::widen;

/// `out[t][r] = sum over c of x[t, c] * panel[r, c]`.
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
