//! The inner product with AVX2, where the processor has it.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi8_epi16, _mm256_cvtepi32_ps,
    _mm256_loadu_si256, _mm256_madd_epi16, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
};

use super::activations::GROUP;
use super::dot_plain::{self, Lanes};

/// As [`dot_plain::dot`].
#[must_use]
pub fn dot<const N: usize>(w: &[i8], scale: &[f32], a: &[i16], a_scale: &[f32]) -> Lanes {
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the feature was just detected.
        unsafe { avx2::<N>(w, scale, a, a_scale) }
    } else {
        dot_plain::dot::<N>(w, scale, a, a_scale)
    }
}

#[target_feature(enable = "avx2")]
fn avx2<const N: usize>(w: &[i8], scale: &[f32], a: &[i16], a_scale: &[f32]) -> Lanes {
    let mut total = _mm256_setzero_ps();
    let groups = w.as_chunks::<N>().0.iter().zip(a.as_chunks::<N>().0);
    for (group, (w, a)) in groups.enumerate() {
        let mut sums = products(w, a, 0);
        if N == 32 {
            sums = _mm256_add_epi32(sums, products(w, a, 16));
        }
        let factor = _mm256_set1_ps(scale[group] * a_scale[group * N / GROUP]);
        // Not fused: every kernel rounds alike.
        total = _mm256_add_ps(total, _mm256_mul_ps(_mm256_cvtepi32_ps(sums), factor));
    }
    let mut lanes = [0f32; 8];
    // SAFETY: `lanes` holds eight floats; the store needs no alignment.
    unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), total) };
    lanes
}

/// Products of sixteen weights and activations from `at` on, added in pairs.
#[inline]
#[target_feature(enable = "avx2")]
fn products<const N: usize>(w: &[i8; N], a: &[i16; N], at: usize) -> __m256i {
    assert!(at + 16 <= N);
    // SAFETY: sixteen weights and activations from `at` on are within the arrays; the loads need no alignment.
    let (w, a) = unsafe { (_mm_loadu_si128(w.as_ptr().add(at).cast()), _mm256_loadu_si256(a.as_ptr().add(at).cast())) };
    _mm256_madd_epi16(_mm256_cvtepi8_epi16(w), a)
}
