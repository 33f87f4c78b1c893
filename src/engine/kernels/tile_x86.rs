//! A panel of weights times a tile of activations with AVX2, where the processor has it: a vector holds the quad of all
//! eight rows, and a lane is a row.

use std::arch::x86_64::{
    __m256, __m256i, _mm_loadl_epi64, _mm_loadu_si128, _mm256_abs_epi8, _mm256_add_epi16, _mm256_add_epi32,
    _mm256_add_ps, _mm256_and_si256, _mm256_cvtepi8_epi32, _mm256_cvtepi32_ps, _mm256_cvtph_ps, _mm256_loadu_si256,
    _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32,
    _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256, _mm256_sign_epi8, _mm256_srli_epi16, _mm256_storeu_ps,
    _mm256_sub_epi32,
};

use half::f16;

use super::activations::{Activations, GROUP};
use super::attention::{self, HeadPage, Query};
use super::packed::{Panel, QUAD, ROWS};
use super::tile_plain;

/// As [`tile_plain::tile`].
pub fn tile<const N: usize, const NIBBLES: bool, const T: usize>(
    panel: Panel,
    x: &Activations,
    first: usize,
    out: &mut [[f32; ROWS]; T],
) {
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c") {
        // SAFETY: the features were just detected.
        unsafe { avx2::<N, NIBBLES, T>(panel, x, first, out) }
    } else {
        tile_plain::tile::<N, NIBBLES, T>(panel, x, first, out);
    }
}

/// As [`attention::attend`].
pub fn attend<const Q: usize>(pages: &[HeadPage], queries: &mut [Query; Q], scores: &mut Vec<f32>) {
    #[target_feature(enable = "avx2")]
    fn avx2<const Q: usize>(pages: &[HeadPage], queries: &mut [Query; Q], scores: &mut Vec<f32>) {
        attention::attend(pages, queries, scores);
    }
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the feature was just detected.
        unsafe { avx2(pages, queries, scores) }
    } else {
        attention::attend(pages, queries, scores);
    }
}

#[target_feature(enable = "avx2,f16c")]
fn avx2<const N: usize, const NIBBLES: bool, const T: usize>(
    panel: Panel,
    x: &Activations,
    first: usize,
    out: &mut [[f32; ROWS]; T],
) {
    let rows: [_; T] = std::array::from_fn(|t| x.row(first + t));
    let groups = x.cols / N;
    let (bytes, pairs) = if NIBBLES { (N * ROWS / 2, N / QUAD / 2) } else { (N * ROWS, N / QUAD) };
    let ones = _mm256_set1_epi16(1);
    let low_half = _mm256_set1_epi8(15);
    let mut total = [_mm256_setzero_ps(); T];
    let (mut block_scale, mut block_minimum) = (_mm256_setzero_ps(), _mm256_setzero_ps());
    for at in 0..groups {
        if at % panel.groups == 0 {
            block_scale = lanes(panel.scale, at / panel.groups);
            if !panel.minimum.is_empty() {
                block_minimum = lanes(panel.minimum, at / panel.groups);
            }
        }
        let quants = &panel.quants[at * bytes..(at + 1) * bytes];
        let mut sums = [_mm256_setzero_si256(); T];
        for pair in 0..pairs {
            let w = load(quants, pair);
            for (sums, (q, ..)) in sums.iter_mut().zip(&rows) {
                let q = &q[at * N..(at + 1) * N];
                if NIBBLES {
                    // At most 8 products of 2 * 15 * 127 in a lane: 16 bits hold them.
                    let low = _mm256_maddubs_epi16(_mm256_and_si256(w, low_half), quad(q, pair));
                    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(w), low_half);
                    let high = _mm256_maddubs_epi16(high, quad(q, pair + pairs));
                    *sums = _mm256_add_epi16(*sums, _mm256_add_epi16(low, high));
                } else {
                    let a = quad(q, pair);
                    let products = _mm256_maddubs_epi16(_mm256_abs_epi8(a), _mm256_sign_epi8(w, a));
                    *sums = _mm256_add_epi32(*sums, _mm256_madd_epi16(products, ones));
                }
            }
        }
        let scale = times(block_scale, panel.scale_factor, at);
        for t in 0..T {
            let (_, a_scale, q_sum, _) = rows[t];
            let mut sum = sums[t];
            if NIBBLES {
                sum = _mm256_madd_epi16(sum, ones);
                sum = _mm256_sub_epi32(sum, _mm256_set1_epi32(panel.offset * q_sum[at]));
            }
            let factor = _mm256_mul_ps(scale, _mm256_set1_ps(a_scale[at * N / GROUP]));
            // Not fused: every kernel rounds alike.
            total[t] = _mm256_add_ps(total[t], _mm256_mul_ps(_mm256_cvtepi32_ps(sum), factor));
        }
        if !panel.minimum.is_empty() {
            let minimum = times(block_minimum, panel.minimum_factor, at);
            for t in 0..T {
                total[t] = _mm256_add_ps(total[t], _mm256_mul_ps(minimum, _mm256_set1_ps(rows[t].3[at])));
            }
        }
    }
    for (out, total) in out.iter_mut().zip(total) {
        // SAFETY: `out` holds eight floats; the store needs no alignment.
        unsafe { _mm256_storeu_ps(out.as_mut_ptr(), total) }
    }
}

/// 32 bytes of weights.
#[inline]
#[target_feature(enable = "avx2")]
fn load(quants: &[u8], index: usize) -> __m256i {
    let bytes = &quants[index * 32..(index + 1) * 32];
    // SAFETY: `bytes` holds 32 bytes; the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

/// Four activations, for every row.
#[inline]
#[target_feature(enable = "avx2")]
fn quad(q: &[i8], index: usize) -> __m256i {
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| q[index * QUAD + i].to_le_bytes()[0]);
    _mm256_set1_epi32(i32::from_le_bytes([a, b, c, d]))
}

/// Eight f16 as f32.
#[inline]
#[target_feature(enable = "avx2,f16c")]
fn lanes(numbers: &[f16], index: usize) -> __m256 {
    let numbers = &numbers[index * ROWS..(index + 1) * ROWS];
    // SAFETY: `numbers` holds 16 bytes; the load needs no alignment.
    unsafe { _mm256_cvtph_ps(_mm_loadu_si128(numbers.as_ptr().cast())) }
}

/// Times the eight factors of a group, where there are any.
#[inline]
#[target_feature(enable = "avx2")]
fn times(block: __m256, factors: &[i8], index: usize) -> __m256 {
    if factors.is_empty() {
        return block;
    }
    let factors = &factors[index * ROWS..(index + 1) * ROWS];
    // SAFETY: `factors` holds 8 bytes; the load needs no alignment.
    let factors = unsafe { _mm_loadl_epi64(factors.as_ptr().cast()) };
    _mm256_mul_ps(block, _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(factors)))
}
