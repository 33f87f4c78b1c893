//! A panel of weights times a tile of activations with AVX2, where the processor has it: a vector holds the quad of all
//! eight rows, and a lane is a row.

use std::arch::x86_64::{
    __m256, __m256i, _MM_HINT_T0, _mm_loadl_epi64, _mm_loadu_si128, _mm_prefetch, _mm256_abs_epi8, _mm256_add_epi16,
    _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256, _mm256_cvtepi8_epi32, _mm256_cvtepi32_ps, _mm256_cvtph_ps,
    _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_mullo_epi32, _mm256_set1_epi8,
    _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setr_epi32, _mm256_setzero_ps, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_sign_epi8, _mm256_srli_epi16, _mm256_storeu_ps, _mm256_sub_epi32,
};

use half::f16;

use super::activations::Tile;
use super::attention::{self, HeadPage, Query};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::tile_plain;

/// Bytes of weights between those that are multiplied and those that are fetched.
const AHEAD: usize = 4096;

/// As [`tile_plain::tile`].
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c") {
        // SAFETY: the features were just detected.
        unsafe { avx2::<K, T>(panel, x, out) }
    } else {
        tile_plain::tile::<K, T>(panel, x, out);
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
fn avx2<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    let blocks = K::blocks::<T>(panel, x);
    let ones = _mm256_set1_epi16(1);
    let mut total = [_mm256_setzero_ps(); T];
    for block in 0..blocks {
        let mut products = [_mm256_setzero_si256(); T];
        let mut minima = [_mm256_setzero_si256(); T];
        for at in block * K::GROUPS..(block + 1) * K::GROUPS {
            // SAFETY: `blocks` has seen to it that both lists go on for a group from here.
            let (quants, q) =
                unsafe { (panel.quants.as_ptr().add(at * K::GROUP_BYTES), x.q.as_ptr().add(at * K::GROUP / QUAD * T)) };
            // The processor by itself does not fetch far enough ahead.
            for line in (0..K::GROUP_BYTES).step_by(64) {
                _mm_prefetch::<_MM_HINT_T0>(quants.wrapping_add(AHEAD + line).cast());
            }
            // SAFETY: as above, for the sums.
            let q_sum = |t: usize| unsafe { _mm256_set1_epi32(*x.q_sum.get_unchecked(at * T + t)) };
            // SAFETY: as above, for the factors.
            unsafe {
                if K::FACTORS {
                    let factor = factors(panel.scale_factor, at);
                    add_products::<K, T>(quants, q, both_halves(factor), &mut products);
                    if K::OFFSET {
                        for (t, products) in products.iter_mut().enumerate() {
                            *products = _mm256_sub_epi32(*products, _mm256_mullo_epi32(factor, q_sum(t)));
                        }
                    }
                    if K::MINIMA {
                        let factor = factors(panel.minimum_factor, at);
                        for (t, minima) in minima.iter_mut().enumerate() {
                            *minima = _mm256_add_epi32(*minima, _mm256_mullo_epi32(factor, q_sum(t)));
                        }
                    }
                } else {
                    add_products::<K, T>(quants, q, ones, &mut products);
                    if K::OFFSET {
                        for (t, products) in products.iter_mut().enumerate() {
                            *products = _mm256_sub_epi32(*products, q_sum(t));
                        }
                    }
                }
            }
        }
        // SAFETY: as above, for a block.
        unsafe {
            let scale = halves(panel.scale, block);
            let minimum = if K::MINIMA { halves(panel.minimum, block) } else { _mm256_setzero_ps() };
            for t in 0..T {
                let x_scale = _mm256_set1_ps(*x.scale.get_unchecked(block * T + t));
                let product = _mm256_mul_ps(_mm256_cvtepi32_ps(products[t]), _mm256_mul_ps(scale, x_scale));
                // Not fused: every kernel rounds alike.
                total[t] = _mm256_add_ps(total[t], product);
                if K::MINIMA {
                    let product = if K::FACTORS {
                        _mm256_mul_ps(_mm256_cvtepi32_ps(minima[t]), _mm256_mul_ps(minimum, x_scale))
                    } else {
                        _mm256_mul_ps(minimum, _mm256_set1_ps(*x.sum.get_unchecked(block * T + t)))
                    };
                    total[t] = _mm256_add_ps(total[t], product);
                }
            }
        }
    }
    for (out, total) in out.iter_mut().zip(total) {
        // SAFETY: `out` holds eight floats; the store needs no alignment.
        unsafe { _mm256_storeu_ps(out.as_mut_ptr(), total) }
    }
}

/// Adds the products of a group, times what `factor` has in both halves of each row's lane.
///
/// # Safety
/// From both pointers on there is a group.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn add_products<K: Kind, const T: usize>(
    quants: *const u8,
    q: *const [i8; QUAD],
    factor: __m256i,
    sums: &mut [__m256i; T],
) {
    // SAFETY: the caller vouches for a group, and each index stays in it.
    let load = |index: usize| unsafe { _mm256_loadu_si256(quants.add(index * 32).cast()) };
    // SAFETY: as above. Four activations, for every row.
    let quad =
        |index: usize, t: usize| unsafe { _mm256_set1_epi32(q.add(index * T + t).cast::<i32>().read_unaligned()) };
    let quads = K::GROUP / QUAD;
    match K::BITS {
        4 => {
            let low_half = _mm256_set1_epi8(15);
            // At most 8 products of 2 * 15 * 127 in a lane: 16 bits hold them.
            let mut halves = [_mm256_setzero_si256(); T];
            for pair in 0..quads / 2 {
                let w = load(pair);
                let (low, high) =
                    (_mm256_and_si256(w, low_half), _mm256_and_si256(_mm256_srli_epi16::<4>(w), low_half));
                for (t, halves) in halves.iter_mut().enumerate() {
                    let low = _mm256_maddubs_epi16(low, quad(pair, t));
                    let high = _mm256_maddubs_epi16(high, quad(pair + quads / 2, t));
                    *halves = _mm256_add_epi16(*halves, _mm256_add_epi16(low, high));
                }
            }
            for (sums, halves) in sums.iter_mut().zip(halves) {
                *sums = _mm256_add_epi32(*sums, _mm256_madd_epi16(halves, factor));
            }
        }
        6 => {
            for pair in 0..quads / 2 {
                let (first, second) = (load(2 * pair), load(2 * pair + 1));
                for (t, sums) in sums.iter_mut().enumerate() {
                    // At most 2 products of 2 * 63 * 127 in a lane.
                    let first = _mm256_maddubs_epi16(first, quad(2 * pair, t));
                    let second = _mm256_maddubs_epi16(second, quad(2 * pair + 1, t));
                    let halves = _mm256_add_epi16(first, second);
                    *sums = _mm256_add_epi32(*sums, _mm256_madd_epi16(halves, factor));
                }
            }
        }
        _ => {
            for index in 0..quads {
                let w = load(index);
                let size = _mm256_abs_epi8(w);
                for (t, sums) in sums.iter_mut().enumerate() {
                    let halves = _mm256_maddubs_epi16(size, _mm256_sign_epi8(quad(index, t), w));
                    *sums = _mm256_add_epi32(*sums, _mm256_madd_epi16(halves, factor));
                }
            }
        }
    }
}

/// Eight f16 as f32.
///
/// # Safety
/// `numbers` has at least `index + 1` times eight.
#[inline]
#[target_feature(enable = "avx2,f16c")]
unsafe fn halves(numbers: &[f16], index: usize) -> __m256 {
    // SAFETY: as the caller says; the load needs no alignment.
    unsafe { _mm256_cvtph_ps(_mm_loadu_si128(numbers.as_ptr().add(index * ROWS).cast())) }
}

/// The eight factors of a group.
///
/// # Safety
/// `factors` has at least `index + 1` times eight.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn factors(factors: &[i8], index: usize) -> __m256i {
    // SAFETY: as the caller says; the load needs no alignment.
    unsafe { _mm256_cvtepi8_epi32(_mm_loadl_epi64(factors.as_ptr().add(index * ROWS).cast())) }
}

/// The low halves of lanes, in both halves.
#[inline]
#[target_feature(enable = "avx2")]
fn both_halves(lanes: __m256i) -> __m256i {
    _mm256_shuffle_epi8(
        lanes,
        _mm256_setr_epi32(
            0x0100_0100,
            0x0504_0504,
            0x0908_0908,
            0x0D0C_0D0C,
            0x0100_0100,
            0x0504_0504,
            0x0908_0908,
            0x0D0C_0D0C,
        ),
    )
}
