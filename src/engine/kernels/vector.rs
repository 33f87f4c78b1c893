//! Operations on f32 vectors, written so that the compiler turns them into SIMD: eight independent sums, no branches.

use half::f16;

const LANES: usize = 8;

/// The scalar product.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; LANES];
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for i in 0..LANES {
            sums[i] += a[i] * b[i];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// The scalar product of f32 and f16.
#[must_use]
pub fn dot_f16(a: &[f32], b: &[f16]) -> f32 {
    let mut sums = [0f32; LANES];
    let (a_lanes, a_rest) = a.as_chunks::<LANES>();
    let (b_lanes, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_lanes.iter().zip(b_lanes) {
        for i in 0..LANES {
            sums[i] += a[i] * widen(b[i]);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * widen(*b)).sum();
    sums.iter().sum::<f32>() + rest
}

/// `y += scale * x`.
pub fn axpy_f16(scale: f32, x: &[f16], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += scale * widen(*x);
    }
}

/// f16 to f32 without a branch, so that it becomes SIMD where the processor has no instruction for it: the exponent is
/// put right by a multiplication. Infinity comes out as 65,536.
#[must_use]
pub fn widen(x: f16) -> f32 {
    let bits = u32::from(x.to_bits());
    let magnitude = f32::from_bits((bits & 0x7FFF) << 13) * f32::from_bits(0x7780_0000);
    f32::from_bits(magnitude.to_bits() | (bits & 0x8000) << 16)
}

/// `y += x`.
pub fn add(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// Root-mean-square normalisation of every row of `x` (Zhang and Sennrich 2019, <https://arxiv.org/abs/1910.07467>):
/// `out = x / sqrt(mean(x^2) + eps) * weight`, rows as long as `weight`.
pub fn rms_norm(x: &[f32], weight: &[f32], eps: f32, out: &mut [f32]) {
    #[allow(clippy::cast_precision_loss)]
    let n = weight.len() as f32;
    for (x, out) in x.chunks_exact(weight.len()).zip(out.chunks_exact_mut(weight.len())) {
        let scale = 1.0 / (dot(x, x) / n + eps).sqrt();
        for ((out, x), w) in out.iter_mut().zip(x).zip(weight) {
            *out = x * scale * w;
        }
    }
}

/// Softmax in place, after subtracting the maximum.
pub fn softmax(x: &mut [f32]) {
    let max = x.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for x in x.iter_mut() {
        *x = libm::expf(*x - max);
        sum += *x;
    }
    let scale = 1.0 / sum;
    for x in x.iter_mut() {
        *x *= scale;
    }
}

/// The gate of a SwiGLU feed-forward (Shazeer 2020, <https://arxiv.org/abs/2002.05202>): `gate = silu(gate) * up`.
pub fn silu_mul(gate: &mut [f32], up: &[f32]) {
    for (gate, up) in gate.iter_mut().zip(up) {
        *gate = *gate / (1.0 + libm::expf(-*gate)) * up;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        (0..n as u32).map(|i| ((i.wrapping_mul(2_654_435_761) ^ seed) % 1000) as f32 / 500.0 - 1.0).collect()
    }

    #[test]
    fn dot_equals_the_plain_sum_at_every_length() {
        for n in 0..70 {
            let (a, b) = (numbers(n, 1), numbers(n, 7));
            let plain: f64 = a.iter().zip(&b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            assert!((f64::from(dot(&a, &b)) - plain).abs() < 1e-5, "length {n}");
        }
    }

    #[test]
    fn widening_equals_the_definition_for_every_finite_f16() {
        for bits in 0..=u16::MAX {
            let x = f16::from_bits(bits);
            if x.is_finite() {
                assert_eq!(widen(x).to_bits(), x.to_f32().to_bits(), "{bits:#x}");
            }
        }
    }

    #[test]
    fn f16_operations_equal_the_plain_ones_at_every_length() {
        for n in 0..70 {
            let (a, b) = (numbers(n, 1), numbers(n, 7));
            let half: Vec<f16> = b.iter().map(|x| f16::from_f32(*x)).collect();
            let wide: Vec<f32> = half.iter().map(|x| x.to_f32()).collect();
            assert!((dot_f16(&a, &half) - dot(&a, &wide)).abs() < 1e-5, "length {n}");
            let mut y = a.clone();
            axpy_f16(0.5, &half, &mut y);
            assert!(y.iter().zip(&a).zip(&wide).all(|((y, a), x)| (y - (a + 0.5 * x)).abs() < 1e-6), "length {n}");
        }
    }

    #[test]
    fn softmax_sums_to_one_and_bears_extremes() {
        let mut x = vec![-1e30, 0.0, 88.0, 1000.0, 1000.0];
        softmax(&mut x);
        assert_eq!(x, [0.0, 0.0, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn rms_norm_normalises_each_row_by_itself() {
        let mut out = [0.0; 4];
        rms_norm(&[3.0, 4.0, 30.0, 40.0], &[1.0, 2.0], 0.0, &mut out);
        let rms = 12.5f32.sqrt();
        let expected = [3.0 / rms, 8.0 / rms, 3.0 / rms, 8.0 / rms];
        assert!(out.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{out:?}");
    }

    #[test]
    fn silu_mul_bears_extremes() {
        let mut gate = [-1e4, 0.0, 1e4];
        silu_mul(&mut gate, &[1.0, 1.0, 2.0]);
        assert_eq!(gate, [0.0, 0.0, 2e4]);
    }
}
