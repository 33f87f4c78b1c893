//! The kernels on floats with AVX2, where the processor has it.

use std::arch::x86_64::{
    _MM_HINT_T0, _mm_prefetch, _mm256_add_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
};

use half::f16;

use super::{AHEAD, halves};
use crate::engine::kernels::attention::{self, BLOCK, DIMENSIONS, HeadPage, Query, pairs, partial_size};
use crate::engine::kernels::plain;
use crate::engine::kernels::whole::Floats;

fn has_avx2() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c")
}

/// Does what is inlined into it with this processor's instructions.
pub fn run(work: impl Floats) {
    #[target_feature(enable = "avx2")]
    fn avx2(work: impl Floats) {
        work.run();
    }
    if has_avx2() {
        // SAFETY: the features were just detected.
        unsafe { avx2(work) }
    } else {
        work.run();
    }
}

/// As [`attention::attend`].
pub fn attend<const Q: usize>(page: HeadPage, queries: &[Query; Q], partials: &mut [f32]) {
    #[target_feature(enable = "avx2,f16c")]
    fn avx2<const Q: usize>(page: HeadPage, queries: &[Query; Q], partials: &mut [f32]) {
        // SAFETY: this function has the features that they need.
        unsafe { attention::attend(page, queries, partials, by_avx2, mix::<Q>) }
    }
    if has_avx2() {
        // SAFETY: the features were just detected.
        unsafe { avx2(page, queries, partials) }
    } else {
        plain::attend(page, queries, partials);
    }
}

/// See [`attention::Dots`].
pub fn dots<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    if has_avx2() {
        // SAFETY: the features were just detected.
        unsafe { by_avx2(rows, xs, width, out) }
    } else {
        plain::dots(rows, xs, width, out);
    }
}

#[target_feature(enable = "avx2,f16c")]
fn by_avx2<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    let length = xs[0].len();
    let xs = xs.map(|x| &x[..length]);
    for (pair, ([first, second], count)) in pairs(rows, length).enumerate() {
        let mut sums = [[_mm256_setzero_ps(); 2]; Q];
        for d in 0..length {
            for block in [first, second] {
                _mm_prefetch::<_MM_HINT_T0>(block.as_ptr().wrapping_add(d * BLOCK).wrapping_byte_add(AHEAD).cast());
            }
            // SAFETY: both have `length` times eight numbers.
            let rows = unsafe { [halves(first, d), halves(second, d)] };
            for (sums, x) in sums.iter_mut().zip(xs) {
                // SAFETY: `x` has `length` numbers.
                let x = _mm256_set1_ps(unsafe { *x.get_unchecked(d) });
                for (sum, row) in sums.iter_mut().zip(rows) {
                    *sum = _mm256_add_ps(*sum, _mm256_mul_ps(x, row));
                }
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            let out = &mut out[q * width + pair * 2 * BLOCK..][..count];
            for (out, sum) in out.as_chunks_mut::<BLOCK>().0.iter_mut().zip(sums) {
                // SAFETY: `out` holds eight numbers; the store needs no alignment.
                unsafe { _mm256_storeu_ps(out.as_mut_ptr(), sum) }
            }
        }
    }
}

/// See [`attention::Mix`].
#[target_feature(enable = "avx2,f16c")]
fn mix<const Q: usize>(values: &[f16], head_size: usize, weights: &mut [f32], width: usize, partials: &mut [f32]) {
    let (whole, positions) = (head_size - head_size % DIMENSIONS, values.len() / head_size);
    let by_query: [_; Q] = std::array::from_fn(|q| &weights[q * width..][..width]);
    for first in (0..whole).step_by(DIMENSIONS) {
        let mut sums = [[_mm256_setzero_ps(); 2]; Q];
        let rows = values[first * positions..].as_chunks::<DIMENSIONS>().0;
        for (position, row) in rows[..width].iter().enumerate() {
            _mm_prefetch::<_MM_HINT_T0>(row.as_ptr().wrapping_byte_add(AHEAD).cast());
            // SAFETY: `row` has twice eight numbers.
            let values = unsafe { [halves(row, 0), halves(row, 1)] };
            for (sums, weights) in sums.iter_mut().zip(by_query) {
                // SAFETY: there are as many weights as rows.
                let weight = _mm256_set1_ps(unsafe { *weights.get_unchecked(position) });
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum = _mm256_add_ps(*sum, _mm256_mul_ps(weight, value));
                }
            }
        }
        for (partial, sums) in partials.chunks_exact_mut(partial_size(head_size)).zip(sums) {
            for (out, sum) in partial[first..first + DIMENSIONS].as_chunks_mut::<BLOCK>().0.iter_mut().zip(sums) {
                // SAFETY: `out` holds eight numbers; the store needs no alignment.
                unsafe { _mm256_storeu_ps(out.as_mut_ptr(), sum) }
            }
        }
    }
    plain::mix_from::<Q>(values, head_size, weights, width, partials, whole);
}
