//! Activations as 8-bit integers, quantized just as ggml does for each weight format: whoever compares this engine with
//! llama.cpp finds the same rounding.

use half::f16;

/// Activations that share a scale in [`Activations::scale`].
pub const GROUP: usize = 32;

/// Rows of activations, quantized: `x = scale * q`.
pub struct Activations {
    /// Numbers in a row.
    pub cols: usize,
    /// Weights that share a scale: how the sums are taken.
    pub group: usize,
    /// The integers from -127 to 127, row after row.
    pub q: Vec<i8>,
    /// A scale for every 32, row after row.
    pub scale: Vec<f32>,
    /// The sum of the integers of every group of weights, row after row; for the weights' offset.
    pub q_sum: Vec<i32>,
    /// The same as numbers; for the weights' minima.
    pub sum: Vec<f32>,
}

impl Activations {
    /// Quantizes rows of `cols` numbers, a multiple of `block`, for weights in blocks of `block` and groups of `group`.
    pub fn new(x: &[f32], cols: usize, block: usize, group: usize) -> Self {
        let mut q = vec![0; x.len()];
        let mut scale = Vec::with_capacity(x.len() / GROUP);
        let mut q_sum = Vec::with_capacity(x.len() / group);
        let mut sum = Vec::with_capacity(x.len() / group);
        for (x, q) in x.chunks_exact(block).zip(q.chunks_exact_mut(block)) {
            let d = quantize(x, q);
            // Blocks of 32 round scale and sum to f16 (ggml's Q8_0 and Q8_1), those of 256 do not (Q8_K).
            let stored = |x: f32| match f16::from_f32(x) {
                half if block == GROUP && half.is_finite() => half.to_f32(),
                _ => x,
            };
            scale.extend(std::iter::repeat_n(stored(d), block / GROUP));
            for part in q.chunks_exact(group) {
                let total = part.iter().map(|q| i32::from(*q)).sum::<i32>();
                q_sum.push(total);
                #[allow(clippy::cast_precision_loss)]
                sum.push(stored(d * total as f32));
            }
        }
        Self { cols, group, q, scale, q_sum, sum }
    }

    /// One row: its integers, and per group their scale, sum as integer and sum.
    pub fn row(&self, t: usize) -> (&[i8], &[f32], &[i32], &[f32]) {
        let (scales, groups) = (self.cols / GROUP, self.cols / self.group);
        (
            &self.q[t * self.cols..][..self.cols],
            &self.scale[t * scales..][..scales],
            &self.q_sum[t * groups..][..groups],
            &self.sum[t * groups..][..groups],
        )
    }
}

/// Quantizes a block, and gives its scale.
fn quantize(x: &[f32], q: &mut [i8]) -> f32 {
    let largest = x.iter().fold(0f32, |largest, x| largest.max(x.abs()));
    let inverse = if largest > 0.0 { 127.0 / largest } else { 0.0 };
    for (x, q) in x.iter().zip(q.iter_mut()) {
        // Adding 1.5 * 2^23 rounds to the nearest integer, ties to even, and leaves it in the lowest bits.
        let bits = (x * inverse + 12_582_912.0).to_bits();
        *q = bits.to_le_bytes()[0].cast_signed();
    }
    largest / 127.0
}
