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

/// f16 to f32 without a branch, so that it becomes SIMD where the processor has no instruction for it: the exponent is
/// put right by a multiplication. Infinity comes out as 65,536.
#[must_use]
#[inline(always)]
#[allow(clippy::inline_always)] // So that it takes on the instructions of who calls it.
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

/// e to the power of `x`, without a branch, so that it becomes SIMD: `2^n * e^r` with `r` at most half of ln 2 (Cody and
/// Waite 1980), the second factor by its Taylor polynomial. Within 2 units in the last place; 0 far below -87, and never
/// infinite.
#[must_use]
#[inline(always)]
#[allow(clippy::inline_always)] // As above.
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to an integer and leaves it in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    // ln 2 in two parts, the first of few bits: n times it is exact.
    const LN_2: (f32, f32) = (355.0 / 512.0, -2.121_944_4e-4);
    let x = x.clamp(-110.0, 88.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = (x - n * LN_2.0) - n * LN_2.1;
    let p = [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let e = p.into_iter().fold(0.0, |sum, coefficient| sum * r + coefficient);
    // In two steps, as 2^n alone may be below the normal numbers.
    let half = ((n * 0.5 + ROUND) - ROUND).clamp(-63.0, 63.0);
    e * power_of_two(half) * power_of_two(n - half)
}

/// 2 to the power of an integer from -126 to 127.
#[inline(always)]
#[allow(clippy::inline_always)] // As above.
fn power_of_two(n: f32) -> f32 {
    // The integer ends in the lowest bits of the mantissa, and is moved up to be the exponent.
    f32::from_bits((n + (12_582_912.0 + 127.0)).to_bits() << 23)
}

/// The largest of what `of` makes of the numbers, minus infinity of none.
#[inline(always)]
#[allow(clippy::inline_always)] // As above.
pub fn largest(x: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    // `f32::max` is a call in wasm.
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let mut largest = [f32::NEG_INFINITY; LANES];
    let (lanes, rest) = x.as_chunks::<LANES>();
    for x in lanes {
        for (largest, x) in largest.iter_mut().zip(x) {
            *largest = larger(*largest, of(*x));
        }
    }
    rest.iter().map(|x| of(*x)).chain(largest).fold(f32::NEG_INFINITY, larger)
}

/// Softmax in place, after subtracting the largest number. Gives that and what the exponentials were divided by, their sum; of
/// nothing, minus infinity and 0.
#[inline(always)]
#[allow(clippy::inline_always)] // As above.
pub fn softmax(x: &mut [f32]) -> (f32, f32) {
    let max = largest(x, |x| x);
    let mut sums = [0f32; LANES];
    let (lanes, rest) = x.as_chunks_mut::<LANES>();
    for x in lanes {
        for (sum, x) in sums.iter_mut().zip(x) {
            *x = exp(*x - max);
            *sum += *x;
        }
    }
    rest.iter_mut().for_each(|x| *x = exp(*x - max));
    let sum = sums.iter().sum::<f32>() + rest.iter().sum::<f32>();
    let scale = 1.0 / sum;
    x.iter_mut().for_each(|x| *x *= scale);
    (max, sum)
}

/// The largest number, and the sum of all exponentials after subtracting it.
pub fn sum_exp(x: &[f32]) -> (f32, f32) {
    let max = largest(x, |x| x);
    let (lanes, rest) = x.as_chunks::<LANES>();
    // Some thousand at a time, so that small ones count beside large sums.
    let of = |lanes: &[[f32; LANES]]| {
        let mut sums = [0f32; LANES];
        for x in lanes {
            for (sum, x) in sums.iter_mut().zip(x) {
                *sum += exp(*x - max);
            }
        }
        sums.iter().sum::<f32>()
    };
    let sum = lanes.chunks(256).map(of).sum::<f32>() + rest.iter().map(|x| exp(*x - max)).sum::<f32>();
    (max, sum)
}

/// The gate of a SwiGLU feed-forward (Shazeer 2020, <https://arxiv.org/abs/2002.05202>): `gate = silu(gate) * up`.
pub fn silu_mul(gate: &mut [f32], up: &[f32]) {
    for (gate, up) in gate.iter_mut().zip(up) {
        *gate = *gate / (1.0 + exp(-*gate)) * up;
    }
}

/// The gate of a GEGLU feed-forward (Shazeer 2020): `gate = gelu(gate) * up`, with GELU by tanh (Hendrycks and Gimpel 2016,
/// <https://arxiv.org/abs/1606.08415>).
pub fn gelu_mul(gate: &mut [f32], up: &[f32]) {
    const ROOT_2_BY_PI: f32 = 0.797_884_6;
    for (gate, up) in gate.iter_mut().zip(up) {
        let x = *gate;
        let inner = ROOT_2_BY_PI * (x + 0.044_715 * x * x * x);
        // (1 + tanh(y)) / 2 is the logistic function of 2 y.
        *gate = x / (1.0 + exp(-2.0 * inner)) * up;
    }
}

/// What is negative becomes 0.
pub fn relu(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = if *x > 0.0 { *x } else { 0.0 });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernels::test;

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
    fn exp_is_right_to_two_units_in_the_last_place() {
        for i in -88_000..=88_000 {
            let x = i as f32 / 1000.0;
            let exact = f64::from(x).exp();
            let unit = f64::from(f32::from_bits((exact as f32).to_bits() + 1)) - f64::from(exact as f32);
            assert!((f64::from(exp(x)) - exact).abs() <= 2.0 * unit, "{x}: {} and {exact}", exp(x));
        }
        assert_eq!((exp(0.0), exp(-200.0), exp(f32::NEG_INFINITY)), (1.0, 0.0, 0.0));
        assert!(exp(1e30).is_finite() && exp(f32::NAN).is_nan());
    }

    #[test]
    fn softmax_sums_to_one_and_bears_extremes() {
        let mut x = vec![-1e30, 0.0, 88.0, 1000.0, 1000.0];
        assert_eq!(softmax(&mut x), (1000.0, 2.0));
        assert_eq!(x, [0.0, 0.0, 0.0, 0.5, 0.5]);
        assert_eq!(softmax(&mut []), (f32::NEG_INFINITY, 0.0));
        let mut x = numbers(21, 3);
        let largest = x.iter().copied().fold(-1.0, f32::max);
        let exact: Vec<f32> = x.iter().map(|x| exp(x - largest)).collect();
        let (max, total) = softmax(&mut x);
        assert!(max.to_bits() == largest.to_bits() && (total - exact.iter().sum::<f32>()).abs() < 1e-5);
        assert!(x.iter().zip(&exact).all(|(x, exact)| (x * total - exact).abs() < 1e-6), "{x:?}");
    }

    #[test]
    fn sums_of_exponentials_equal_their_definition() {
        for count in [0, 1, 7, 8, 9, 3000, 32_100] {
            let x: Vec<f32> = numbers(count, 5).iter().map(|x| 20.0 * x).collect();
            let (max, sum) = sum_exp(&x);
            let exact: f64 = x.iter().map(|x| f64::from(x - max).exp()).sum();
            assert!((f64::from(sum) - exact).abs() <= 1e-5 * exact, "{count}: {sum} and {exact}");
        }
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
    fn gelu_equals_its_definition_and_bears_extremes() {
        for i in -600..=600 {
            let x = i as f32 / 100.0;
            let y = f64::from(x);
            let exact = 0.5 * y * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (y + 0.044_715 * y * y * y)).tanh());
            let mut gate = [x];
            gelu_mul(&mut gate, &[2.0]);
            assert!((f64::from(gate[0]) - 2.0 * exact).abs() < 2e-6, "{x}: {} and {exact}", gate[0]);
        }
        let mut gate = [-1e4, 0.0, 1e4];
        gelu_mul(&mut gate, &[1.0, 1.0, 2.0]);
        assert!(gate[0].abs() < 1e-30 && gate[1..] == [0.0, 2e4], "{gate:?}");
        let mut x = [-1.0, 0.0, 3.0];
        relu(&mut x);
        assert_eq!(x, [0.0, 0.0, 3.0]);
    }

    #[test]
    fn silu_mul_bears_extremes() {
        let mut gate = [-1e4, 0.0, 1e4];
        silu_mul(&mut gate, &[1.0, 1.0, 2.0]);
        assert!(gate[0].abs() < 1e-30 && gate[1..] == [0.0, 2e4], "{gate:?}");
    }
}
