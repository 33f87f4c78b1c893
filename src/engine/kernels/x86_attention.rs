//! Attention with AVX2, where the processor has it.

use std::arch::x86_64::{
    _MM_HINT_T0, _mm_prefetch, _mm256_add_ps, _mm256_loadu_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps,
    _mm256_storeu_ps,
};

use half::f16;

use super::halves;
use crate::engine::kernels::attention::{self, BLOCK, HeadPage, Query};
use crate::engine::kernels::plain;

/// As [`attention::attend`].
pub fn attend<const Q: usize>(pages: &[HeadPage], queries: &mut [Query; Q], memory: &mut Vec<f32>) {
    #[target_feature(enable = "avx2,f16c")]
    fn avx2<const Q: usize>(pages: &[HeadPage], queries: &mut [Query; Q], memory: &mut Vec<f32>) {
        // SAFETY: this function has the features that they need.
        unsafe { attention::attend(pages, queries, memory, score, mix) }
    }
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c") {
        // SAFETY: the features were just detected.
        unsafe { avx2(pages, queries, memory) }
    } else {
        plain::attend(pages, queries, memory);
    }
}

/// See [`attention::Score`]. Two blocks at once: a single one would wait for its own sums.
#[target_feature(enable = "avx2,f16c")]
fn score<const Q: usize>(keys: &[f16], xs: [&[f32]; Q], width: usize, scores: &mut [f32]) {
    let head_size = xs[0].len();
    #[allow(clippy::cast_precision_loss)]
    let scale = _mm256_set1_ps(1.0 / (head_size as f32).sqrt());
    let xs = xs.map(|x| &x[..head_size]);
    let blocks: Vec<_> = keys.chunks_exact(BLOCK * head_size).collect();
    for (pair, blocks) in blocks.chunks(2).enumerate() {
        let (first, second) = (blocks[0], blocks[blocks.len() - 1]);
        let mut sums = [[_mm256_setzero_ps(); 2]; Q];
        for d in 0..head_size {
            for block in [first, second] {
                _mm_prefetch::<_MM_HINT_T0>(block.as_ptr().wrapping_add(2 * block.len() + d * BLOCK).cast());
            }
            // SAFETY: both have `head_size` times eight numbers.
            let keys = unsafe { [halves(first, d), halves(second, d)] };
            for (sums, x) in sums.iter_mut().zip(xs) {
                // SAFETY: `x` has `head_size` numbers.
                let x = _mm256_set1_ps(unsafe { *x.get_unchecked(d) });
                for (sum, key) in sums.iter_mut().zip(keys) {
                    *sum = _mm256_add_ps(*sum, _mm256_mul_ps(x, key));
                }
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            let out = &mut scores[q * width + pair * 2 * BLOCK..][..blocks.len() * BLOCK];
            for (out, sum) in out.as_chunks_mut::<BLOCK>().0.iter_mut().zip(sums) {
                // SAFETY: `out` holds eight numbers; the store needs no alignment.
                unsafe { _mm256_storeu_ps(out.as_mut_ptr(), _mm256_mul_ps(sum, scale)) }
            }
        }
    }
}

/// See [`attention::Mix`]. Sixteen dimensions at once, page by page: one fits the nearest cache.
#[target_feature(enable = "avx2,f16c")]
fn mix<const Q: usize>(pages: &[HeadPage], scores: &[f32], width: usize, queries: &mut [Query; Q]) {
    const DIMENSIONS: usize = 2 * BLOCK;
    let head_size = queries[0].query.len();
    let whole = head_size - head_size % DIMENSIONS;
    queries.iter_mut().for_each(|query| query.out.fill(0.0));
    let mut first = 0;
    for (index, page) in pages.iter().enumerate() {
        let rows = (page.values.len() / head_size).min(width - first);
        let next = pages.get(index + 1).map_or(page.values, |page| page.values);
        let weights: [_; Q] = std::array::from_fn(|q| &scores[q * width + first..][..rows]);
        for d in (0..whole).step_by(DIMENSIONS) {
            // SAFETY: `out` has at least twice eight numbers from `d` on; neither access needs alignment.
            let load = |out: &[f32]| unsafe { [0, BLOCK].map(|lane| _mm256_loadu_ps(out[d + lane..].as_ptr())) };
            let mut sums: [_; Q] = std::array::from_fn(|q| load(&*queries[q].out));
            for (position, row) in page.values.chunks_exact(head_size).take(rows).enumerate() {
                _mm_prefetch::<_MM_HINT_T0>(next.as_ptr().wrapping_add(position * head_size + 2 * d).cast());
                let row = &row[d..d + DIMENSIONS];
                // SAFETY: `row` has twice eight numbers.
                let values = unsafe { [halves(row, 0), halves(row, 1)] };
                for (sums, weights) in sums.iter_mut().zip(weights) {
                    // SAFETY: `weights` has a number for each of `rows`.
                    let weight = _mm256_set1_ps(unsafe { *weights.get_unchecked(position) });
                    for (sum, value) in sums.iter_mut().zip(values) {
                        *sum = _mm256_add_ps(*sum, _mm256_mul_ps(weight, value));
                    }
                }
            }
            for (query, sums) in queries.iter_mut().zip(sums) {
                for (out, sum) in query.out[d..d + DIMENSIONS].as_chunks_mut::<BLOCK>().0.iter_mut().zip(sums) {
                    // SAFETY: `out` holds eight numbers; the store needs no alignment.
                    unsafe { _mm256_storeu_ps(out.as_mut_ptr(), sum) }
                }
            }
        }
        first += rows;
    }
    (whole..head_size).step_by(BLOCK).for_each(|d| plain::mix_from(pages, scores, width, queries, d));
}
