//! The kernels with AVX2, and with AVX-512 VNNI or AVX-VNNI where the processor has one of them.
#![allow(clippy::inline_always)] // The kernel, into functions that are compiled with each processor's instructions.

use std::arch::x86_64::{
    __m256, __m256i, _MM_HINT_T0, _mm_loadl_epi64, _mm_loadu_si128, _mm_prefetch, _mm256_abs_epi8, _mm256_add_epi16,
    _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256, _mm256_cvtepi8_epi32, _mm256_cvtepi32_ps, _mm256_cvtph_ps,
    _mm256_dpbusd_avx_epi32, _mm256_dpbusd_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
    _mm256_mul_ps, _mm256_mullo_epi32, _mm256_set1_epi8, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setr_epi32,
    _mm256_setzero_ps, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_sign_epi8, _mm256_srli_epi16,
    _mm256_storeu_ps, _mm256_sub_epi32,
};

use half::f16;

use super::activations::Tile;
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::plain;

mod x86_floats;

pub use x86_floats::{attend, dots, run};

/// Bytes of weights between those that are multiplied and those that are fetched.
const AHEAD: usize = 4096;

/// A kernel for tiles of `T` rows. Only a processor with its instructions may run it.
pub type Kernel<const T: usize> = unsafe fn(Panel, Tile, &mut [[f32; ROWS]; T]);

/// As [`plain::tile`]. A vector holds the quad of all eight rows, and a lane is a row.
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    match kernels::<K, T>().next() {
        // SAFETY: the processor has its instructions.
        Some((_, kernel)) => unsafe { kernel(panel, x, out) },
        None => plain::tile::<K, T>(panel, x, out),
    }
}

/// The kernels whose instructions this processor has, by name, the fastest first.
pub fn kernels<K: Kind, const T: usize>() -> impl Iterator<Item = (&'static str, Kernel<T>)> {
    let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("f16c");
    let avx512_vnni = is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512vl");
    let kernels: [(bool, &str, Kernel<T>); 3] = [
        (avx2 && avx512_vnni, "AVX-512 VNNI", Avx512Vnni::tile::<K, T>),
        (avx2 && is_x86_feature_detected!("avxvnni"), "AVX-VNNI", AvxVnni::tile::<K, T>),
        (avx2, "AVX2", Avx2::tile::<K, T>),
    ];
    kernels.into_iter().filter_map(|(runs, name, kernel)| runs.then_some((name, kernel)))
}

/// Instructions, and the kernel compiled with them.
///
/// # Safety
/// Only a processor that has them may run either function.
trait Instructions {
    /// Whether a lane is one sum of 32 bits, not two of 16.
    const WIDE: bool;

    unsafe fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]);

    /// Adds to each lane the products of its four unsigned bytes and its four signed ones.
    unsafe fn dot(sums: __m256i, unsigned: __m256i, signed: __m256i) -> __m256i;
}

struct Avx2;

impl Instructions for Avx2 {
    const WIDE: bool = false;

    #[target_feature(enable = "avx2,f16c")]
    unsafe fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
        // SAFETY: as the trait says.
        unsafe { kernel::<Self, K, T>(panel, x, out) }
    }

    #[inline(always)]
    unsafe fn dot(sums: __m256i, unsigned: __m256i, signed: __m256i) -> __m256i {
        // SAFETY: as the trait says.
        unsafe { _mm256_add_epi16(sums, _mm256_maddubs_epi16(unsigned, signed)) }
    }
}

struct AvxVnni;

impl Instructions for AvxVnni {
    const WIDE: bool = true;

    #[target_feature(enable = "avx2,f16c,avxvnni")]
    unsafe fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
        // SAFETY: as the trait says.
        unsafe { kernel::<Self, K, T>(panel, x, out) }
    }

    #[inline(always)]
    unsafe fn dot(sums: __m256i, unsigned: __m256i, signed: __m256i) -> __m256i {
        // SAFETY: as the trait says.
        unsafe { _mm256_dpbusd_avx_epi32(sums, unsigned, signed) }
    }
}

struct Avx512Vnni;

impl Instructions for Avx512Vnni {
    const WIDE: bool = true;

    #[target_feature(enable = "avx2,f16c,avx512vnni,avx512vl")]
    unsafe fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
        // SAFETY: as the trait says.
        unsafe { kernel::<Self, K, T>(panel, x, out) }
    }

    #[inline(always)]
    unsafe fn dot(sums: __m256i, unsigned: __m256i, signed: __m256i) -> __m256i {
        // SAFETY: as the trait says.
        unsafe { _mm256_dpbusd_epi32(sums, unsigned, signed) }
    }
}

/// See [`tile`].
///
/// # Safety
/// The processor has AVX2, F16C and these instructions.
#[inline(always)]
unsafe fn kernel<I: Instructions, K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    let blocks = K::blocks::<T>(panel, x);
    // SAFETY: the processor has the instructions; `blocks` has seen to it that every list goes on for a group from each
    // `at` and for a block from each `block`; `out` holds eight floats in each row, and no access needs alignment.
    unsafe {
        let mut total = [_mm256_setzero_ps(); T];
        for block in 0..blocks {
            let mut products = [_mm256_setzero_si256(); T];
            let mut minima = [_mm256_setzero_si256(); T];
            for at in block * K::GROUPS..(block + 1) * K::GROUPS {
                let quants = panel.quants.as_ptr().add(at * K::GROUP_BYTES);
                // The processor by itself does not fetch far enough ahead.
                for line in (0..K::GROUP_BYTES).step_by(64) {
                    _mm_prefetch::<_MM_HINT_T0>(quants.wrapping_add(AHEAD + line).cast());
                }
                let q = x.q.as_ptr().add(at * K::GROUP / QUAD * T);
                let q_sum = |t: usize| _mm256_set1_epi32(*x.q_sum.get_unchecked(at * T + t));
                let factor = if K::FACTORS { factors(panel.scale_factor, at) } else { _mm256_set1_epi32(1) };
                add_products::<I, K, T>(quants, q, q_sum, factor, &mut products);
                if K::FACTORS && K::MINIMA {
                    let factor = factors(panel.minimum_factor, at);
                    for (t, minima) in minima.iter_mut().enumerate() {
                        *minima = _mm256_add_epi32(*minima, _mm256_mullo_epi32(factor, q_sum(t)));
                    }
                }
            }
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
        for (out, total) in out.iter_mut().zip(total) {
            _mm256_storeu_ps(out.as_mut_ptr(), total);
        }
    }
}

/// Adds the products of a group, less `q_sum` where the weights have an offset, times `factor`.
///
/// # Safety
/// From both pointers on there is a group, and the processor has AVX2 and these instructions.
#[inline(always)]
unsafe fn add_products<I: Instructions, K: Kind, const T: usize>(
    quants: *const u8,
    q: *const [i8; QUAD],
    q_sum: impl Fn(usize) -> __m256i,
    factor: __m256i,
    sums: &mut [__m256i; T],
) {
    let quads = K::GROUP / QUAD;
    // 16 bits hold the products of 8 quads of 4 bits (8 * 2 * 15 * 127), of 2 of 6 bits or with activations of 7 (2 * 2 * 127 * 63),
    // or of 1 of 8 bits.
    let held = match K::BITS {
        _ if I::WIDE => quads,
        4 => quads.min(8),
        6 => 2,
        _ if K::NARROW => 2,
        _ => 1,
    };
    // SAFETY: as the caller says, and each index stays in the group; neither load needs alignment.
    unsafe {
        let low_half = _mm256_set1_epi8(15);
        for first in (0..quads).step_by(held) {
            let mut parts = [_mm256_setzero_si256(); T];
            for index in first..first + held {
                let load = |index: usize| _mm256_loadu_si256(quants.add(index * 32).cast());
                let (w, index) = match (K::BITS, index % 2) {
                    (4, 0) => (_mm256_and_si256(load(index / 2), low_half), index / 2),
                    (4, _) => {
                        (_mm256_and_si256(_mm256_srli_epi16::<4>(load(index / 2)), low_half), (index + quads) / 2)
                    }
                    _ => (load(index), index),
                };
                for (t, part) in parts.iter_mut().enumerate() {
                    // Four activations, for every row.
                    let x = _mm256_set1_epi32(q.add(index * T + t).cast::<i32>().read_unaligned());
                    *part = match K::BITS {
                        8 => I::dot(*part, _mm256_abs_epi8(w), _mm256_sign_epi8(x, w)),
                        _ => I::dot(*part, w, x),
                    };
                }
            }
            for (t, (sum, part)) in sums.iter_mut().zip(parts).enumerate() {
                let part = if !I::WIDE {
                    _mm256_madd_epi16(part, both_halves(factor))
                } else if K::OFFSET {
                    _mm256_mullo_epi32(_mm256_sub_epi32(part, q_sum(t)), factor)
                } else {
                    _mm256_mullo_epi32(part, factor)
                };
                *sum = _mm256_add_epi32(*sum, part);
            }
        }
        if K::OFFSET && !I::WIDE {
            for (t, sum) in sums.iter_mut().enumerate() {
                *sum = _mm256_sub_epi32(*sum, _mm256_mullo_epi32(q_sum(t), factor));
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
