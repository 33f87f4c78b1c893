//! Q4_1 times Q8_1 with AVX2, where the processor has it.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm_srli_epi16, _mm256_and_si256, _mm256_castps256_ps128,
    _mm256_cvtepi32_ps, _mm256_extractf128_ps, _mm256_fmadd_ps, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_set_m128i, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_ps,
    _mm256_setzero_ps, _mm_add_ps, _mm_cvtss_f32, _mm_hadd_ps,
};

use candle_core::quantized::GgmlType;

use super::q4_1::{BlockQ4_1, BlockQ8_1};

pub fn vec_dot(n: usize, xs: &[BlockQ4_1], ys: &[BlockQ8_1]) -> f32 {
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c") {
        // SAFETY: the features were just detected.
        unsafe { avx2(xs, ys) }
    } else {
        BlockQ4_1::vec_dot_unopt(n, xs, ys)
    }
}

#[target_feature(enable = "avx2,fma,f16c")]
fn avx2(xs: &[BlockQ4_1], ys: &[BlockQ8_1]) -> f32 {
    let mut total = _mm256_setzero_ps();
    let mut minima = 0.0;
    for (x, y) in xs.iter().zip(ys) {
        // SAFETY: `qs` holds 16 bytes in the weights and 32 in the activations; the loads need no alignment.
        let (packed, activations): (__m128i, __m256i) =
            unsafe { (_mm_loadu_si128(x.qs.as_ptr().cast()), _mm256_loadu_si256(y.qs.as_ptr().cast())) };
        let weights =
            _mm256_and_si256(_mm256_set_m128i(_mm_srli_epi16::<4>(packed), packed), _mm256_set1_epi8(15));
        // 2 * 15 * 127 fits i16, so the saturating pairs never saturate.
        let pairs = _mm256_maddubs_epi16(weights, activations);
        let sum = _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
        total = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum), _mm256_set1_ps(x.d.to_f32() * y.d), total);
        minima += x.m.to_f32() * y.s;
    }
    let halves = _mm_add_ps(_mm256_castps256_ps128(total), _mm256_extractf128_ps::<1>(total));
    let pairs = _mm_hadd_ps(halves, halves);
    _mm_cvtss_f32(_mm_hadd_ps(pairs, pairs)) + minima
}
