//! Activations as 8-bit integers, quantized just as ggml does for each weight format: whoever compares this engine with
//! llama.cpp finds the same rounding. They are held as 16 bits, because that is what SIMD multiplies.

use half::f16;

/// Activations that share a scale in [`Activations::scale`].
pub const GROUP: usize = 32;

/// Rows of activations, quantized: `x = scale * q`.
pub struct Activations {
    /// Numbers in a row.
    pub cols: usize,
    /// The integers from -127 to 127, row after row.
    pub q: Vec<i16>,
    /// A scale for every 32, row after row.
    pub scale: Vec<f32>,
    /// Sums of the quantized activations of every group of weights, row after row; for the weights' minima.
    pub sums: Vec<f32>,
}

impl Activations {
    /// Quantizes rows of `cols` numbers, a multiple of `block`, for weights in blocks of `block` and groups of `group`.
    pub fn new(x: &[f32], cols: usize, block: usize, group: usize) -> Self {
        let mut q = vec![0; x.len()];
        let mut scale = Vec::with_capacity(x.len() / GROUP);
        let mut sums = Vec::with_capacity(x.len() / group);
        for (x, q) in x.chunks_exact(block).zip(q.chunks_exact_mut(block)) {
            let largest = x.iter().fold(0f32, |largest, x| largest.max(x.abs()));
            let inverse = if largest > 0.0 { 127.0 / largest } else { 0.0 };
            for (x, q) in x.iter().zip(q.iter_mut()) {
                #[allow(clippy::cast_possible_truncation)]
                let rounded = (x * inverse).round_ties_even() as i16;
                *q = rounded;
            }
            let d = largest / 127.0;
            // Blocks of 32 round scale and sum to f16 (ggml's Q8_0 and Q8_1), those of 256 do not (Q8_K).
            let stored = |x: f32| match f16::from_f32(x) {
                half if block == GROUP && half.is_finite() => half.to_f32(),
                _ => x,
            };
            scale.extend(std::iter::repeat_n(stored(d), block / GROUP));
            for part in q.chunks_exact(group) {
                #[allow(clippy::cast_precision_loss)]
                let sum = part.iter().map(|q| i32::from(*q)).sum::<i32>() as f32;
                sums.push(stored(d * sum));
            }
        }
        Self { cols, q, scale, sums }
    }
}
