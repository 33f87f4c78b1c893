//! The kernels with AVX2, where the processor has it.

use std::arch::x86_64::{
    __m256, __m256i, _MM_HINT_T0, _mm_loadl_epi64, _mm_loadu_si128, _mm_prefetch, _mm256_abs_epi8, _mm256_add_epi16,
    _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256, _mm256_cvtepi8_epi32, _mm256_cvtepi32_ps, _mm256_cvtph_ps,
    _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_mullo_epi32,
    _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setr_epi32, _mm256_setzero_ps,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_sign_epi8, _mm256_srli_epi16, _mm256_storeu_ps, _mm256_sub_epi32,
};

use half::f16;

use super::activations::Tile;
use super::attention::{self, BLOCK, HeadPage, Query};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::plain;

/// Bytes of weights between those that are multiplied and those that are fetched.
const AHEAD: usize = 4096;

/// As [`plain::tile`]. A vector holds the quad of all eight rows, and a lane is a row.
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c") {
        // SAFETY: the features were just detected.
        unsafe { avx2::<K, T>(panel, x, out) }
    } else {
        plain::tile::<K, T>(panel, x, out);
    }
}

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
