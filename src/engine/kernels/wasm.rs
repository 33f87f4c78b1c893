//! The kernels with wasm simd128, and with relaxed SIMD where the build has it.

#[cfg(not(target_feature = "relaxed-simd"))]
use std::arch::wasm32::i16x8_extend_high_i8x16;
use std::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_mul, f32x4_splat, i16x8_extend_low_i8x16, i16x8_load_extend_i8x8, i32x4_add,
    i32x4_dot_i16x8, i32x4_extend_low_i16x8, i32x4_load_extend_i16x4, i32x4_mul, i32x4_shuffle, i32x4_splat, i32x4_sub,
    u8x16_shr, u8x16_splat, u32x4_shl, v128, v128_and, v128_load, v128_load32_splat, v128_load64_splat, v128_store,
};
#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::{i16x8_add, i16x8_relaxed_dot_i8x16_i7x16, i16x8_splat};

use half::f16;

use super::RELAXED;
#[cfg(target_feature = "relaxed-simd")]
use super::activations::RAISE;
use super::activations::Tile;
use super::attention::{self, BLOCK, DIMENSIONS, HeadPage, Query, partial_size};
use super::kind::Kind;
use super::packed::{Panel, QUAD, ROWS};
use super::plain;
use super::whole::Floats;

/// As [`super::plain::tile`]. A vector holds the quad of four rows, and a lane is a row.
pub fn tile<K: Kind, const T: usize>(panel: Panel, x: Tile, out: &mut [[f32; ROWS]; T]) {
    let blocks = K::blocks::<T>(panel, x);
    let quads = quads::<K, T>();
    if RELAXED && K::NARROW {
        let fit = panel.sums.len() == panel.scale.len() && x.raised.len() == x.q.len();
        assert!(fit, "the kernel for narrow activations has sums of the weights, and raised integers");
    } else {
        assert!(
            K::BITS < 8 || x.wide.len() == x.q.len(),
            "a tile for 8-bit weights has its integers in 16 bits as well"
        );
    }
    // The two halves of the eight rows, both at once where their sums fit the registers.
    let at_once = if T == 1 { 2 } else { 1 };
    for first in (0..2).step_by(at_once) {
        let mut totals = [[f32x4_splat(0.0); T]; 2];
        for block in 0..blocks {
            for (i, total) in totals.iter_mut().enumerate().take(at_once) {
                let half = first + i;
                let mut products = [i32x4_splat(0); T];
                let mut minima = [i32x4_splat(0); T];
                for at in block * K::GROUPS..(block + 1) * K::GROUPS {
                    // SAFETY: `blocks` has seen to it that every list goes on for a group from here.
                    unsafe {
                        let quants = panel.quants.as_ptr().add(at * K::GROUP_BYTES + half * 16);
                        let first = at * K::GROUP / QUAD * T;
                        let sums = if RELAXED && K::NARROW {
                            let sums = panel.sums.as_ptr().add(at * ROWS + half * 4);
                            narrow_products_of::<T>(quads, quants, sums, x.raised.as_ptr().add(first))
                        } else if K::BITS == 8 {
                            wide_products_of::<T>(quads, quants, x.wide.as_ptr().add(first))
                        } else {
                            products_of::<K, T>(quads, quants, x.q.as_ptr().add(first))
                        };
                        let q_sum = |t: usize| i32x4_splat(*x.q_sum.get_unchecked(at * T + t));
                        if K::FACTORS {
                            let factor = factors(panel.scale_factor, 2 * at + half);
                            for t in 0..T {
                                let sum = if K::OFFSET { i32x4_sub(sums[t], q_sum(t)) } else { sums[t] };
                                products[t] = i32x4_add(products[t], i32x4_mul(factor, sum));
                            }
                            if K::MINIMA {
                                let factor = factors(panel.minimum_factor, 2 * at + half);
                                for (t, minima) in minima.iter_mut().enumerate() {
                                    *minima = i32x4_add(*minima, i32x4_mul(factor, q_sum(t)));
                                }
                            }
                        } else {
                            for t in 0..T {
                                products[t] = if K::OFFSET { i32x4_sub(sums[t], q_sum(t)) } else { sums[t] };
                            }
                        }
                    }
                }
                // SAFETY: as above, for a block.
                unsafe {
                    let scale = halves(panel.scale, 2 * block + half);
                    let minimum = if K::MINIMA { halves(panel.minimum, 2 * block + half) } else { f32x4_splat(0.0) };
                    for t in 0..T {
                        let x_scale = f32x4_splat(*x.scale.get_unchecked(block * T + t));
                        let product = f32x4_mul(f32x4_convert_i32x4(products[t]), f32x4_mul(scale, x_scale));
                        total[t] = f32x4_add(total[t], product);
                        if K::MINIMA {
                            let product = if K::FACTORS {
                                f32x4_mul(f32x4_convert_i32x4(minima[t]), f32x4_mul(minimum, x_scale))
                            } else {
                                f32x4_mul(minimum, f32x4_splat(*x.sum.get_unchecked(block * T + t)))
                            };
                            total[t] = f32x4_add(total[t], product);
                        }
                    }
                }
            }
        }
        for (i, total) in totals.into_iter().enumerate().take(at_once) {
            for (out, total) in out.iter_mut().zip(total) {
                let out = &mut out.as_chunks_mut::<4>().0[first + i];
                // SAFETY: `out` holds four floats; v128_store needs no alignment.
                unsafe { v128_store(out.as_mut_ptr().cast(), total) }
            }
        }
    }
}

/// Quads of a group, as a number that the compiler does not know for 8-bit weights: it would unroll the innermost loop, and browsers
/// then run out of registers. So they are a quarter faster (older ones, with V8 11, three times); with 4 bits they are slower so.
fn quads<K: Kind, const T: usize>() -> usize {
    let quads = K::GROUP / QUAD;
    if K::BITS == 8 && T > 1 { std::hint::black_box(quads) } else { quads }
}

/// What [`widened`] leaves to be multiplied with.
const WIDENING: f32 = f32::from_bits(0x7780_0000);

/// Does it with the instructions that everything here is compiled with.
pub fn run(work: impl Floats) {
    work.run();
}

/// As [`attention::attend`].
pub fn attend<const Q: usize>(page: HeadPage, queries: &[Query; Q], partials: &mut [f32]) {
    // SAFETY: this build is for browsers that have simd128.
    unsafe { attention::attend(page, queries, partials, dots, mix::<Q>) }
}

/// See [`attention::Dots`].
pub fn dots<const Q: usize>(rows: &[f16], xs: [&[f32]; Q], width: usize, out: &mut [f32]) {
    let length = xs[0].len();
    let xs = xs.map(|x| &x[..length]);
    for (block, rows) in rows.chunks_exact(BLOCK * length).enumerate() {
        let mut sums = [[f32x4_splat(0.0); 2]; Q];
        for d in 0..length {
            // SAFETY: there are eight numbers for every one of each `x`.
            unsafe {
                let rows = [halves(rows, 2 * d), halves(rows, 2 * d + 1)];
                for (sums, x) in sums.iter_mut().zip(xs) {
                    let x = v128_load32_splat(x.as_ptr().add(d).cast());
                    *sums = [0, 1].map(|i| f32x4_add(sums[i], f32x4_mul(x, rows[i])));
                }
            }
        }
        for (q, sums) in sums.into_iter().enumerate() {
            store(&mut out[q * width + block * BLOCK..][..BLOCK], sums);
        }
    }
}

/// See [`attention::Mix`]. Eight dimensions at once: as many as have their sums in registers.
fn mix<const Q: usize>(values: &[f16], head_size: usize, weights: &mut [f32], width: usize, partials: &mut [f32]) {
    let (whole, positions) = (head_size - head_size % DIMENSIONS, values.len() / head_size);
    plain::mix_from::<Q>(values, head_size, weights, width, partials, whole);
    // A power of two changes no rounding, and here it costs least.
    weights.iter_mut().for_each(|weight| *weight *= WIDENING);
    let by_query: [_; Q] = std::array::from_fn(|q| &weights[q * width..][..width]);
    for first in (0..whole).step_by(DIMENSIONS) {
        let rows = &values[first * positions..][..width * DIMENSIONS];
        for half in (0..DIMENSIONS).step_by(BLOCK) {
            let mut sums = [[f32x4_splat(0.0); 2]; Q];
            for position in 0..width {
                // SAFETY: there are `width` rows with eight numbers from either half on, and as many weights.
                unsafe {
                    let at = position * DIMENSIONS + half;
                    let values = [widened(rows, at), widened(rows, at + 4)];
                    for (sums, weights) in sums.iter_mut().zip(by_query) {
                        let weight = v128_load32_splat(weights.as_ptr().add(position).cast());
                        *sums = [0, 1].map(|i| f32x4_add(sums[i], f32x4_mul(weight, values[i])));
                    }
                }
            }
            for (partial, sums) in partials.chunks_exact_mut(partial_size(head_size)).zip(sums) {
                store(&mut partial[first + half..][..BLOCK], sums);
            }
        }
    }
}

fn store(out: &mut [f32], sums: [v128; 2]) {
    for (out, sum) in out.as_chunks_mut::<4>().0.iter_mut().zip(sums) {
        // SAFETY: `out` holds four floats; v128_store needs no alignment.
        unsafe { v128_store(out.as_mut_ptr().cast(), sum) }
    }
}

/// Four f16 as f32, each still to be multiplied by [`WIDENING`].
///
/// # Safety
/// `numbers` has at least four from `at` on.
#[inline]
unsafe fn widened(numbers: &[f16], at: usize) -> v128 {
    // SAFETY: as the caller says; the load needs no alignment.
    let bits = unsafe { i32x4_load_extend_i16x4(numbers.as_ptr().add(at).cast()) };
    // Sign, three copies of it to be dropped, exponent and mantissa.
    v128_and(u32x4_shl(bits, 13), i32x4_splat(0x8FFF_FFFF_u32.cast_signed()))
}

/// The products of a group of 8-bit weights with activations in 16 bits. Weights are widened as they are loaded.
///
/// # Safety
/// From both pointers on there are so many quads.
#[inline(always)]
#[allow(clippy::inline_always)] // A call in the innermost loop otherwise.
unsafe fn wide_products_of<const T: usize>(quads: usize, quants: *const u8, q: *const [i16; QUAD]) -> [v128; T] {
    let mut sums = [Sums::ZERO; T];
    for index in 0..quads {
        // SAFETY: the caller vouches for them, and each index is one of theirs; no load needs alignment.
        unsafe {
            let w = quants.add(index * 32).cast();
            let (low, high) = (i16x8_load_extend_i8x8(w), i16x8_load_extend_i8x8(w.add(8)));
            for (t, sums) in sums.iter_mut().enumerate() {
                // Four activations, for every row.
                let quad = v128_load64_splat(q.add(index * T + t).cast());
                sums.0 = i32x4_add(sums.0, i32x4_dot_i16x8(low, quad));
                sums.1 = i32x4_add(sums.1, i32x4_dot_i16x8(high, quad));
            }
        }
    }
    sums.map(Sums::by_row)
}

/// The products of a group of 8-bit weights with activations of 7 bits, which are the operand of seven bits as they are raised: what
/// that adds to a product depends on the weights alone, and is taken off with their `sums`.
///
/// # Safety
/// From `quants` and `q` on there are so many quads, from `sums` on four.
#[inline(always)]
#[allow(clippy::inline_always)] // As above.
#[cfg_attr(not(target_feature = "relaxed-simd"), allow(unused_variables))]
unsafe fn narrow_products_of<const T: usize>(
    quads: usize,
    quants: *const u8,
    sums: *const i16,
    q: *const [u8; QUAD],
) -> [v128; T] {
    #[cfg(target_feature = "relaxed-simd")]
    // SAFETY: the caller vouches for them, and each index is one of theirs; no load needs alignment.
    unsafe {
        let raised = i32x4_mul(i32x4_load_extend_i16x4(sums), i32x4_splat(-i32::from(RAISE)));
        let mut sums = [raised; T];
        for index in 0..quads {
            let w = v128_load(quants.add(index * 32).cast());
            for (t, sum) in sums.iter_mut().enumerate() {
                // Four activations, for every row. 16 bits hold the products of two, 2 * 127 * 127.
                let quad = v128_load32_splat(q.add(index * T + t).cast());
                let products = i16x8_relaxed_dot_i8x16_i7x16(w, quad);
                *sum = i32x4_add(*sum, i32x4_dot_i16x8(products, i16x8_splat(1)));
            }
        }
        sums
    }
    #[cfg(not(target_feature = "relaxed-simd"))]
    unreachable!("a kernel of builds with relaxed SIMD")
}

/// The products of a group of weights of up to 6 bits. With relaxed SIMD the weights are the operand of seven
/// bits: no processor then differs.
///
/// # Safety
/// From both pointers on there is a group, of so many quads.
#[inline(always)]
#[allow(clippy::inline_always)] // A call in the innermost loop otherwise.
unsafe fn products_of<K: Kind, const T: usize>(quads: usize, quants: *const u8, q: *const [i8; QUAD]) -> [v128; T] {
    // SAFETY: the caller vouches for a group, and each index stays in it; neither load needs alignment.
    let load = |index: usize| unsafe { v128_load(quants.add(index * 32).cast()) };
    // SAFETY: as above. Four activations, for every row.
    let quad = |index: usize, t: usize| unsafe { v128_load32_splat(q.add(index * T + t).cast()) };
    #[cfg(target_feature = "relaxed-simd")]
    {
        let mut sums = [i32x4_splat(0); T];
        // How many pairs of quads 16 bits hold: 4 of 2 * 2 * 15 * 127, 1 of 2 * 2 * 63 * 127.
        let held = if K::BITS == 4 { 4 } else { 1 };
        for first in (0..quads / 2).step_by(held) {
            let mut halves = [i16x8_splat(0); T];
            for pair in first..(first + held).min(quads / 2) {
                let ((low, high), [i, j]) = if K::BITS == 4 {
                    (unpack(load(pair)), [pair, pair + quads / 2])
                } else {
                    ((load(2 * pair), load(2 * pair + 1)), [2 * pair, 2 * pair + 1])
                };
                for (t, halves) in halves.iter_mut().enumerate() {
                    *halves = i16x8_add(*halves, i16x8_relaxed_dot_i8x16_i7x16(quad(i, t), low));
                    *halves = i16x8_add(*halves, i16x8_relaxed_dot_i8x16_i7x16(quad(j, t), high));
                }
            }
            for (sums, halves) in sums.iter_mut().zip(halves) {
                *sums = i32x4_add(*sums, i32x4_dot_i16x8(halves, i16x8_splat(1)));
            }
        }
        sums
    }
    #[cfg(not(target_feature = "relaxed-simd"))]
    {
        let mut sums = [Sums::ZERO; T];
        if K::BITS == 4 {
            for pair in 0..quads / 2 {
                let (low, high) = unpack(load(pair));
                sums.iter_mut().enumerate().for_each(|(t, sums)| sums.add(low, quad(pair, t)));
                sums.iter_mut().enumerate().for_each(|(t, sums)| sums.add(high, quad(pair + quads / 2, t)));
            }
        } else {
            for index in 0..quads {
                let w = load(index);
                sums.iter_mut().enumerate().for_each(|(t, sums)| sums.add(w, quad(index, t)));
            }
        }
        sums.map(Sums::by_row)
    }
}

/// Sums of four rows, two lanes each: rows 0 and 1, rows 2 and 3.
#[derive(Clone, Copy)]
struct Sums(v128, v128);

impl Sums {
    const ZERO: Self = Self(std::arch::wasm32::i32x4(0, 0, 0, 0), std::arch::wasm32::i32x4(0, 0, 0, 0));

    /// Adds the products of one quad of four rows and the same quad of activations, by 16-bit integers.
    #[cfg(not(target_feature = "relaxed-simd"))]
    #[inline(always)]
    #[allow(clippy::inline_always)] // As above.
    fn add(&mut self, w: v128, quad: v128) {
        let quad = i16x8_extend_low_i8x16(quad);
        self.0 = i32x4_add(self.0, i32x4_dot_i16x8(i16x8_extend_low_i8x16(w), quad));
        self.1 = i32x4_add(self.1, i32x4_dot_i16x8(i16x8_extend_high_i8x16(w), quad));
    }

    #[inline]
    fn by_row(self) -> v128 {
        i32x4_add(i32x4_shuffle::<0, 2, 4, 6>(self.0, self.1), i32x4_shuffle::<1, 3, 5, 7>(self.0, self.1))
    }
}

/// The low and the high halves of bytes.
#[inline]
fn unpack(w: v128) -> (v128, v128) {
    (v128_and(w, u8x16_splat(15)), u8x16_shr(w, 4))
}

/// Four f16 as f32, as [`super::vector::widen`].
///
/// # Safety
/// `numbers` has at least `index + 1` times four.
#[inline]
unsafe fn halves(numbers: &[f16], index: usize) -> v128 {
    // SAFETY: as the caller says.
    f32x4_mul(unsafe { widened(numbers, index * 4) }, f32x4_splat(WIDENING))
}

/// Four of the factors of a group.
///
/// # Safety
/// `factors` has at least `index + 1` times four.
#[inline]
unsafe fn factors(factors: &[i8], index: usize) -> v128 {
    // SAFETY: as the caller says; the load needs no alignment.
    let bytes = unsafe { v128_load32_splat(factors.as_ptr().add(index * 4).cast()) };
    i32x4_extend_low_i16x8(i16x8_extend_low_i8x16(bytes))
}
