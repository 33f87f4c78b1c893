//! A panel of weights times a tile of activations, in plain Rust: the reference, and the kernel where no other is
//! written.
//!
//! Every kernel adds the same numbers in the same order, so that all of them give the same bits: integers within a
//! group, then group after group in f32, each lane by itself and without fused multiply-add.

use super::activations::{Activations, GROUP};
#[allow(unused_imports)] // Used where this is the kernel.
pub use super::attention::attend;
use super::packed::{Panel, ROWS};

/// `out[t][r] = sum over c of x[first + t, c] * panel[r, c]` for weights in groups of `N` (16 or 32).
pub fn tile<const N: usize, const NIBBLES: bool, const T: usize>(
    panel: Panel,
    x: &Activations,
    first: usize,
    out: &mut [[f32; ROWS]; T],
) {
    for (t, out) in out.iter_mut().enumerate() {
        let (q, a_scale, q_sum, a_sum) = x.row(first + t);
        *out = [0.0; ROWS];
        for (at, q) in q.as_chunks::<N>().0.iter().enumerate() {
            for (row, out) in out.iter_mut().enumerate() {
                let product = |(column, q): (usize, &i8)| panel.quant::<NIBBLES>(N, at, row, column) * i32::from(*q);
                let total = q.iter().enumerate().map(product).sum::<i32>() - panel.offset * q_sum[at];
                #[allow(clippy::cast_precision_loss)]
                let total = total as f32;
                *out += total * (panel.scale_of(at, row) * a_scale[at * N / GROUP]);
                if let Some(minimum) = panel.minimum_of(at, row) {
                    *out += minimum * a_sum[at];
                }
            }
        }
    }
}
