//! Q4_1 times Q8_1 where no SIMD kernel is written.

use candle_core::quantized::GgmlType;

use super::q4_1::{BlockQ4_1, BlockQ8_1};

pub fn vec_dot(n: usize, xs: &[BlockQ4_1], ys: &[BlockQ8_1]) -> f32 {
    BlockQ4_1::vec_dot_unopt(n, xs, ys)
}
