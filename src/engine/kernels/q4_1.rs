//! Q4_1 weights times Q8_1 activations with SIMD.
//!
//! candle computes this type with scalar code only. Implementing its `GgmlType` for a block of our own puts these
//! kernels under candle's threaded matrix multiplication.

use candle_core::quantized::{GgmlDType, GgmlType};
use half::f16;

use super::q4_1_simd;

const QK: usize = 32;

/// 32 weights: `d * q + m`, `q` from 0 to 15; byte `i` holds weight `i` below and weight `i + 16` above.
#[derive(Debug, Clone, PartialEq)]
#[repr(C)]
pub struct BlockQ4_1 {
    pub(super) d: f16,
    pub(super) m: f16,
    pub(super) qs: [u8; QK / 2],
}

/// 32 activations: `d * q`, with `s = d * sum(q)` for the weights' minimum.
#[derive(Debug, Clone, PartialEq)]
#[repr(C)]
pub struct BlockQ8_1 {
    pub(super) d: f32,
    pub(super) s: f32,
    pub(super) qs: [i8; QK],
}

impl GgmlType for BlockQ8_1 {
    const DTYPE: GgmlDType = GgmlDType::Q8_1;
    const BLCK_SIZE: usize = QK;
    type VecDotType = Self;

    fn to_float(xs: &[Self], ys: &mut [f32]) {
        for (x, ys) in xs.iter().zip(ys.as_chunks_mut::<QK>().0) {
            for (q, y) in x.qs.iter().zip(ys) {
                *y = x.d * f32::from(*q);
            }
        }
    }

    #[allow(clippy::cast_possible_truncation)]
    fn from_float(xs: &[f32], ys: &mut [Self]) {
        for (xs, y) in xs.as_chunks::<QK>().0.iter().zip(ys) {
            let largest = xs.iter().fold(0f32, |max, x| max.max(x.abs()));
            let d = largest / 127.0;
            let inverse = if d > 0.0 { 1.0 / d } else { 0.0 };
            let mut sum = 0i32;
            for (x, q) in xs.iter().zip(&mut y.qs) {
                *q = (x * inverse).round() as i8;
                sum += i32::from(*q);
            }
            #[allow(clippy::cast_precision_loss)]
            let s = d * sum as f32;
            (y.d, y.s) = (d, s);
        }
    }

    fn vec_dot(n: usize, xs: &[Self], ys: &[Self]) -> f32 {
        Self::vec_dot_unopt(n, xs, ys)
    }

    fn vec_dot_unopt(_n: usize, xs: &[Self], ys: &[Self]) -> f32 {
        let products = xs.iter().zip(ys).map(|(x, y)| {
            let sum: i32 = x.qs.iter().zip(&y.qs).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
            #[allow(clippy::cast_precision_loss)]
            let sum = sum as f32;
            sum * x.d * y.d
        });
        products.sum()
    }
}

impl GgmlType for BlockQ4_1 {
    const DTYPE: GgmlDType = GgmlDType::Q4_1;
    const BLCK_SIZE: usize = QK;
    type VecDotType = BlockQ8_1;

    fn to_float(xs: &[Self], ys: &mut [f32]) {
        for (x, ys) in xs.iter().zip(ys.as_chunks_mut::<QK>().0) {
            let (d, m) = (x.d.to_f32(), x.m.to_f32());
            let (low, high) = ys.split_at_mut(QK / 2);
            for ((q, low), high) in x.qs.iter().zip(low).zip(high) {
                *low = d * f32::from(q & 15) + m;
                *high = d * f32::from(q >> 4) + m;
            }
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn from_float(xs: &[f32], ys: &mut [Self]) {
        for (xs, y) in xs.as_chunks::<QK>().0.iter().zip(ys) {
            let low = xs.iter().copied().fold(f32::INFINITY, f32::min);
            let high = xs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let d = (high - low) / 15.0;
            let inverse = if d > 0.0 { 1.0 / d } else { 0.0 };
            let quantize = |x: f32| (((x - low) * inverse).round() as u8).min(15);
            for (i, q) in y.qs.iter_mut().enumerate() {
                *q = quantize(xs[i]) | quantize(xs[i + QK / 2]) << 4;
            }
            (y.d, y.m) = (f16::from_f32(d), f16::from_f32(low));
        }
    }

    fn vec_dot(n: usize, xs: &[Self], ys: &[BlockQ8_1]) -> f32 {
        q4_1_simd::vec_dot(n, xs, ys)
    }

    /// The plain reference that the SIMD kernels are tested against.
    fn vec_dot_unopt(_n: usize, xs: &[Self], ys: &[BlockQ8_1]) -> f32 {
        let mut total = 0.0;
        for (x, y) in xs.iter().zip(ys) {
            let mut sum = 0i32;
            for (i, q) in x.qs.iter().enumerate() {
                sum += i32::from(q & 15) * i32::from(y.qs[i]) + i32::from(q >> 4) * i32::from(y.qs[i + QK / 2]);
            }
            #[allow(clippy::cast_precision_loss)]
            let sum = sum as f32;
            total += sum * x.d.to_f32() * y.d + x.m.to_f32() * y.s;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(n: usize, weights: &[f32], activations: &[f32]) {
        let mut xs = vec![BlockQ4_1::zeros(); n / QK];
        let mut ys = vec![BlockQ8_1::zeros(); n / QK];
        BlockQ4_1::from_float(weights, &mut xs);
        BlockQ8_1::from_float(activations, &mut ys);
        let plain = BlockQ4_1::vec_dot_unopt(n, &xs, &ys);
        let fast = BlockQ4_1::vec_dot(n, &xs, &ys);
        let scale: f32 = weights.iter().zip(activations).map(|(w, a)| (w * a).abs()).sum::<f32>().max(1e-6);
        assert!((plain - fast).abs() <= 1e-5 * scale, "{n} numbers: {plain} and {fast}");
    }

    #[test]
    fn simd_equals_the_reference() {
        let mut state = 1u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        };
        for blocks in 0..20 {
            let n = blocks * QK;
            let weights: Vec<f32> = (0..n).map(|_| random()).collect();
            let activations: Vec<f32> = (0..n).map(|_| random() * 10.0).collect();
            close(n, &weights, &activations);
        }
    }

    #[test]
    fn extremes_do_not_saturate() {
        for (w, a) in [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (0.0, 0.0), (1000.0, -1000.0)] {
            // One weight differs, so that the others sit at the end of the 4-bit range.
            let mut weights = vec![w; 64];
            weights[5] = 0.0;
            close(64, &weights, &[a; 64]);
        }
    }
}
