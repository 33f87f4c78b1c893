//! The kernels with NEON, and with the dot products of bytes where the processor has them (since ARMv8.2).
//!
//! Where there is no such processor, qemu runs the tests; `-cpu cortex-a53` has no dot products, `-cpu max` has:
//! ```sh
//! apt-get install qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross && rustup target add aarch64-unknown-linux-gnu
//! export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
//! export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L /usr/aarch64-linux-gnu -cpu cortex-a53"
//! cargo test --no-default-features --features engine --lib --target aarch64-unknown-linux-gnu kernels
//! ```

use std::arch::aarch64::{
    float32x4_t, int8x16_t, int32x4_t, vaddq_f32, vandq_u8, vcvt_f32_f16, vcvt_high_f32_f16, vcvtq_f32_s32,
    vdupq_n_f32, vdupq_n_s16, vdupq_n_s32, vdupq_n_u8, vget_low_f16, vget_low_s8, vget_low_s16, vld1_s8, vld1q_s8,
    vld1q_u8, vld1q_u16, vmlal_high_s8, vmlal_s8, vmlaq_s32, vmovl_high_s16, vmovl_s8, vmovl_s16, vmulq_f32,
    vmulq_n_f32, vpadalq_s16, vpaddq_s32, vreinterpretq_f16_u16, vreinterpretq_s8_s32, vreinterpretq_s8_u8, vshrq_n_u8,
    vst1q_f32, vsubq_s32,
};
use std::arch::{asm, is_aarch64_feature_detected};
use std::array::from_fn;

use half::f16;

use super::activations::Tile;
use super::attention::{self, BLOCK, DIMENSIONS, HeadPage, Query, pairs, partial_size};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::plain;
use super::whole::Floats;

/// Sums of four rows and of the other four.
type Sums = [int32x4_t; 2];

/// The products of a group, for every row of activations.
type Products<const T: usize> = unsafe fn(quants: *const u8, q: *const [i8; QUAD]) -> [Sums; T];

/// As [`plain::tile`]. A vector holds the quad of four rows, and a lane is a row.
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    #[target_feature(enable = "dotprod")]
    fn dotprod<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
        // SAFETY: this function has the feature that it needs.
        unsafe { multiply::<K, T>(panel, x, out, by_dotprod::<K, T>) }
    }
    if is_aarch64_feature_detected!("dotprod") {
        // SAFETY: the feature was just detected.
        unsafe { dotprod::<K, T>(panel, x, out) }
    } else {
        // SAFETY: NEON is part of the architecture.
        unsafe { multiply::<K, T>(panel, x, out, by_halves::<K, T>) }
    }
}

/// Does it with the instructions that everything here is compiled with.
pub fn run(work: impl Floats) {
    work.run();
}

/// As [`attention::attend`].
pub fn attend<const Q: usize>(page: HeadPage, queries: &[Query; Q], partials: &mut [f32]) {
    // SAFETY: all processors of this kind have NEON.
    unsafe { attention::attend(page, queries, partials, by_neon, mix::<Q>) }
}

/// See [`attention::Dots`].
pub fn dots<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    // SAFETY: as above.
    unsafe { by_neon(rows, xs, width, out) }
}

#[target_feature(enable = "neon")]
fn by_neon<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    let length = xs[0].len();
    let xs = xs.map(|x| &x[..length]);
    for (pair, ([first, second], count)) in pairs(rows, length).enumerate() {
        let mut sums = [[[vdupq_n_f32(0.0); 2]; 2]; Q];
        for (d, rows) in first.as_chunks().0.iter().zip(second.as_chunks().0).enumerate() {
            let rows = [halves(rows.0), halves(rows.1)];
            for (sums, x) in sums.iter_mut().zip(xs) {
                let x = vdupq_n_f32(x[d]);
                sums.iter_mut().zip(rows).for_each(|(sums, rows)| add(sums, rows, [x; 2]));
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            let out = &mut out[q * width + pair * 2 * BLOCK..][..count];
            out.as_chunks_mut().0.iter_mut().zip(sums).for_each(|(out, sums)| store(out, sums));
        }
    }
}

/// See [`attention::Mix`].
#[target_feature(enable = "neon")]
fn mix<const Q: usize>(values: &[f16], head_size: usize, weights: &mut [f32], width: usize, partials: &mut [f32]) {
    let (whole, positions) = (head_size - head_size % DIMENSIONS, values.len() / head_size);
    let by_query: [_; Q] = from_fn(|q| &weights[q * width..][..width]);
    for d in (0..whole).step_by(DIMENSIONS) {
        let mut sums = [[[vdupq_n_f32(0.0); 2]; 2]; Q];
        let rows = values[d * positions..].as_chunks::<DIMENSIONS>().0;
        for (position, row) in rows[..width].iter().enumerate() {
            let [first, second] = row.as_chunks().0 else { unreachable!() };
            let values = [halves(first), halves(second)];
            for (sums, weights) in sums.iter_mut().zip(by_query) {
                let weight = vdupq_n_f32(weights[position]);
                sums.iter_mut().zip(values).for_each(|(sums, values)| add(sums, values, [weight; 2]));
            }
        }
        for (partial, sums) in partials.chunks_exact_mut(partial_size(head_size)).zip(sums) {
            let out = partial[d..d + DIMENSIONS].as_chunks_mut::<BLOCK>().0;
            out.iter_mut().zip(sums).for_each(|(out, sums)| store(out, sums));
        }
    }
    plain::mix_from::<Q>(values, head_size, weights, width, partials, whole);
}

/// All eight rows at once: there are registers enough, and more sums wait less for each other.
///
/// # Safety
/// The processor has what `by` needs.
#[inline(always)]
#[allow(clippy::inline_always)] // So that `by` is inlined where its instructions are.
unsafe fn multiply<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T], by: Products<T>) {
    let blocks = K::blocks::<T>(panel, x);
    let (scale, minimum) = (panel.scale.as_chunks().0, panel.minimum.as_chunks().0);
    let (scale_factor, minimum_factor) = (panel.scale_factor.as_chunks().0, panel.minimum_factor.as_chunks().0);
    // SAFETY: `blocks` has seen to it that every list has something for each group and block. All processors have NEON.
    unsafe {
        let mut total = [[vdupq_n_f32(0.0); 2]; T];
        for block in 0..blocks {
            let mut products = [[vdupq_n_s32(0); 2]; T];
            let mut minima = [[vdupq_n_s32(0); 2]; T];
            for at in block * K::GROUPS..(block + 1) * K::GROUPS {
                let quants = panel.quants.as_ptr().add(at * K::GROUP_BYTES);
                let mut sums = by(quants, x.q.as_ptr().add(at * K::GROUP / QUAD * T));
                let q_sums: [_; T] = from_fn(|t| vdupq_n_s32(*x.q_sum.get_unchecked(at * T + t)));
                if K::OFFSET {
                    sums = from_fn(|t| sums[t].map(|sum| vsubq_s32(sum, q_sums[t])));
                }
                if K::FACTORS {
                    let factor = factors(scale_factor.get_unchecked(at));
                    products = from_fn(|t| from_fn(|half| vmlaq_s32(products[t][half], sums[t][half], factor[half])));
                } else {
                    products = sums;
                }
                if K::FACTORS && K::MINIMA {
                    let factor = factors(minimum_factor.get_unchecked(at));
                    minima = from_fn(|t| from_fn(|half| vmlaq_s32(minima[t][half], q_sums[t], factor[half])));
                }
            }
            let to_f32 = |sums: Sums| sums.map(|sum| vcvtq_f32_s32(sum));
            let scale = halves(scale.get_unchecked(block));
            for (t, total) in total.iter_mut().enumerate() {
                let times_x =
                    |scale: [float32x4_t; 2]| scale.map(|s| vmulq_n_f32(s, *x.scale.get_unchecked(block * T + t)));
                add(total, to_f32(products[t]), times_x(scale));
                if K::MINIMA {
                    let minimum = halves(minimum.get_unchecked(block));
                    if K::FACTORS {
                        add(total, to_f32(minima[t]), times_x(minimum));
                    } else {
                        add(total, minimum, [vdupq_n_f32(*x.sum.get_unchecked(block * T + t)); 2]);
                    }
                }
            }
        }
        out.iter_mut().zip(total).for_each(|(out, total)| store(out, total));
    }
}

/// By dot products. Four quads of activations come with one load, as the instruction takes any of them.
///
/// # Safety
/// From both pointers on there is a group.
#[inline]
#[target_feature(enable = "dotprod")]
unsafe fn by_dotprod<K: Kind, const T: usize>(quants: *const u8, q: *const [i8; QUAD]) -> [Sums; T] {
    let mut sums = [[vdupq_n_s32(0); 2]; T];
    for first in (0..K::GROUP / QUAD).step_by(4) {
        // SAFETY: the caller vouches for a group: 4 or 8 times `T` quads.
        let x: [_; T] = from_fn(|i| unsafe { vld1q_s8(q.add(first * T + i * 4).cast()) });
        // SAFETY: as above.
        let w = |index: usize| unsafe { [0, 1].map(|half| weights::<K>(quants, first + index, half)) };
        add_quad::<T, 0>(&mut sums, w(0), &x);
        add_quad::<T, 1>(&mut sums, w(1), &x);
        add_quad::<T, 2>(&mut sums, w(2), &x);
        add_quad::<T, 3>(&mut sums, w(3), &x);
    }
    sums
}

/// Adds the products of one of four quads. Which one is known when this is compiled, so that no lane is looked up.
#[inline]
#[target_feature(enable = "dotprod")]
fn add_quad<const T: usize, const INDEX: usize>(sums: &mut [Sums; T], w: [int8x16_t; 2], x: &[int8x16_t; T]) {
    for (t, sums) in sums.iter_mut().enumerate() {
        let (x, lane) = (x[(INDEX * T + t) / 4], (INDEX * T + t) % 4);
        for (sum, w) in sums.iter_mut().zip(w) {
            *sum = match lane {
                0 => dot::<0>(*sum, w, x),
                1 => dot::<1>(*sum, w, x),
                2 => dot::<2>(*sum, w, x),
                _ => dot::<3>(*sum, w, x),
            };
        }
    }
}

/// Adds the products of four rows' quads and one of four quads of activations. Its intrinsic is not stable yet.
#[inline]
#[target_feature(enable = "dotprod")]
fn dot<const LANE: usize>(mut sums: int32x4_t, w: int8x16_t, x: int8x16_t) -> int32x4_t {
    // SAFETY: this function has the feature, and the instruction touches nothing but registers.
    unsafe {
        asm!(
            "sdot {sums:v}.4s, {w:v}.16b, {x:v}.4b[{LANE}]",
            sums = inout(vreg) sums, w = in(vreg) w, x = in(vreg) x, LANE = const LANE,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    sums
}

/// By sums of 16 bits, for processors without.
///
/// # Safety
/// From both pointers on there is a group.
#[inline]
#[target_feature(enable = "neon")]
unsafe fn by_halves<K: Kind, const T: usize>(quants: *const u8, q: *const [i8; QUAD]) -> [Sums; T] {
    let quads = K::GROUP / QUAD;
    // As many products as 16 bits hold: 4 of 63 * 127, 2 of 127 * 127.
    let held = quads.min(0x7FFF / (127 * ((1 << K::BITS.min(7)) - 1)));
    let mut sums = [[vdupq_n_s32(0); 2]; T];
    for half in 0..2 {
        // Two rows each, two lanes a row.
        let mut pairs = [[vdupq_n_s32(0); 2]; T];
        for first in (0..quads).step_by(held) {
            let mut short = [[vdupq_n_s16(0); 2]; T];
            for index in first..first + held {
                // SAFETY: the caller vouches for a group.
                let w = unsafe { weights::<K>(quants, index, half) };
                for (t, [low, high]) in short.iter_mut().enumerate() {
                    // SAFETY: as above. Four activations, for every row.
                    let x = unsafe { q.add(index * T + t).cast::<i32>().read_unaligned() };
                    let x = vreinterpretq_s8_s32(vdupq_n_s32(x));
                    *low = vmlal_s8(*low, vget_low_s8(w), vget_low_s8(x));
                    *high = vmlal_high_s8(*high, w, x);
                }
            }
            for (pairs, short) in pairs.iter_mut().zip(short) {
                *pairs = from_fn(|i| vpadalq_s16(pairs[i], short[i]));
            }
        }
        sums.iter_mut().zip(pairs).for_each(|(sums, [low, high])| sums[half] = vpaddq_s32(low, high));
    }
    sums
}

/// A quad of four rows, the first or the second half. As signed bytes, weights of fewer than 8 bits are the same.
///
/// # Safety
/// `quants` has a group.
#[inline]
#[target_feature(enable = "neon")]
unsafe fn weights<K: Kind>(quants: *const u8, index: usize, half: usize) -> int8x16_t {
    let pairs = K::GROUP / QUAD / 2;
    let at = if K::BITS == 4 { index % pairs } else { index };
    // SAFETY: as the caller says.
    let w = unsafe { vld1q_u8(quants.add(at * ROWS * QUAD + half * 16)) };
    vreinterpretq_s8_u8(match K::BITS {
        4 if index < pairs => vandq_u8(w, vdupq_n_u8(15)),
        4 => vshrq_n_u8::<4>(w),
        _ => w,
    })
}

/// `sums += a * b`, not fused: every kernel rounds alike.
#[inline]
#[target_feature(enable = "neon")]
fn add(sums: &mut [float32x4_t; 2], a: [float32x4_t; 2], b: [float32x4_t; 2]) {
    *sums = from_fn(|half| vaddq_f32(sums[half], vmulq_f32(a[half], b[half])));
}

#[inline]
#[target_feature(enable = "neon")]
fn store(out: &mut [f32; ROWS], numbers: [float32x4_t; 2]) {
    for (out, numbers) in out.as_chunks_mut::<4>().0.iter_mut().zip(numbers) {
        // SAFETY: `out` holds four numbers.
        unsafe { vst1q_f32(out.as_mut_ptr(), numbers) }
    }
}

/// Eight f16 as f32.
#[inline]
#[target_feature(enable = "neon")]
fn halves(numbers: &[f16; ROWS]) -> [float32x4_t; 2] {
    // SAFETY: `numbers` are eight, of the same bits as u16.
    let numbers = vreinterpretq_f16_u16(unsafe { vld1q_u16(numbers.as_ptr().cast()) });
    [vcvt_f32_f16(vget_low_f16(numbers)), vcvt_high_f32_f16(numbers)]
}

/// The factors of eight rows.
#[inline]
#[target_feature(enable = "neon")]
fn factors(factors: &[i8; ROWS]) -> Sums {
    // SAFETY: `factors` are eight.
    let factors = vmovl_s8(unsafe { vld1_s8(factors.as_ptr()) });
    [vmovl_s16(vget_low_s16(factors)), vmovl_high_s16(factors)]
}
