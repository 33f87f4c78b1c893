//! A panel of weights times a tile of activations with wasm simd128, and with relaxed SIMD where the build has it: a
//! vector holds the quad of four rows, and a lane is a row.

use std::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_mul, f32x4_splat, i16x8_extend_high_i8x16, i16x8_extend_low_i8x16, i32x4_add,
    i32x4_dot_i16x8, i32x4_shuffle, i32x4_splat, i32x4_sub, u8x16_shr, u32x4_load_extend_u16x4, v128, v128_and,
    v128_load, v128_load32_splat, v128_or, v128_store,
};
#[cfg(target_feature = "relaxed-simd")]
use std::arch::wasm32::{i16x8_add, i16x8_relaxed_dot_i8x16_i7x16, i32x4_extadd_pairwise_i16x8};

use half::f16;

use super::activations::{Activations, GROUP};
pub use super::attention::attend;
use super::packed::{Panel, QUAD, ROWS};

/// As [`super::tile_plain::tile`].
pub fn tile<const N: usize, const NIBBLES: bool, const T: usize>(
    panel: Panel,
    x: &Activations,
    first: usize,
    out: &mut [[f32; ROWS]; T],
) {
    let rows: [_; T] = std::array::from_fn(|t| x.row(first + t));
    let groups = x.cols / N;
    let bytes = if NIBBLES { N * ROWS / 2 } else { N * ROWS };
    // Four rows at a time: more sums than that do not fit the registers.
    for half in 0..2 {
        let mut total = [f32x4_splat(0.0); T];
        let (mut block_scale, mut block_minimum) = (f32x4_splat(0.0), f32x4_splat(0.0));
        for at in 0..groups {
            if at % panel.groups == 0 {
                block_scale = lanes(panel.scale, 2 * (at / panel.groups) + half);
                if !panel.minimum.is_empty() {
                    block_minimum = lanes(panel.minimum, 2 * (at / panel.groups) + half);
                }
            }
            let quants = &panel.quants[at * bytes..(at + 1) * bytes];
            let q: [&[i8]; T] = std::array::from_fn(|t| &rows[t].0[at * N..(at + 1) * N]);
            let sums = if NIBBLES { nibbles::<N, T>(quants, half, q) } else { whole_bytes::<N, T>(quants, half, q) };
            let scale = times(block_scale, panel.scale_factor, 2 * at + half);
            for t in 0..T {
                let (_, a_scale, q_sum, _) = rows[t];
                let sum = if NIBBLES { i32x4_sub(sums[t], i32x4_splat(panel.offset * q_sum[at])) } else { sums[t] };
                let factor = f32x4_mul(scale, f32x4_splat(a_scale[at * N / GROUP]));
                total[t] = f32x4_add(total[t], f32x4_mul(f32x4_convert_i32x4(sum), factor));
            }
            if !panel.minimum.is_empty() {
                let minimum = times(block_minimum, panel.minimum_factor, 2 * at + half);
                for t in 0..T {
                    total[t] = f32x4_add(total[t], f32x4_mul(minimum, f32x4_splat(rows[t].3[at])));
                }
            }
        }
        for (out, total) in out.iter_mut().zip(total) {
            let out = &mut out[half * 4..half * 4 + 4];
            // SAFETY: `out` holds four floats; v128_store needs no alignment.
            unsafe { v128_store(out.as_mut_ptr().cast(), total) }
        }
    }
}

/// The products of a group of 4-bit weights, which are the operand of seven bits: no processor then differs.
#[cfg(target_feature = "relaxed-simd")]
#[inline]
fn nibbles<const N: usize, const T: usize>(quants: &[u8], half: usize, q: [&[i8]; T]) -> [v128; T] {
    let pairs = N / QUAD / 2;
    let mut sums = [i32x4_splat(0); T];
    for pair in 0..pairs {
        let (low, high) = unpack(load(quants, 2 * pair + half));
        for (sums, q) in sums.iter_mut().zip(q) {
            // At most 8 products of 2 * 15 * 127 in a lane: 16 bits hold them.
            *sums = i16x8_add(*sums, i16x8_relaxed_dot_i8x16_i7x16(quad(q, pair), low));
            *sums = i16x8_add(*sums, i16x8_relaxed_dot_i8x16_i7x16(quad(q, pair + pairs), high));
        }
    }
    sums.map(|sum| i32x4_extadd_pairwise_i16x8(sum))
}

#[cfg(not(target_feature = "relaxed-simd"))]
#[inline]
fn nibbles<const N: usize, const T: usize>(quants: &[u8], half: usize, q: [&[i8]; T]) -> [v128; T] {
    let pairs = N / QUAD / 2;
    let mut sums = [Sums::ZERO; T];
    for pair in 0..pairs {
        let (low, high) = unpack(load(quants, 2 * pair + half));
        add_products(&mut sums, low, q, pair);
        add_products(&mut sums, high, q, pair + pairs);
    }
    sums.map(Sums::by_row)
}

/// The products of a group of 8-bit weights.
#[inline]
fn whole_bytes<const N: usize, const T: usize>(quants: &[u8], half: usize, q: [&[i8]; T]) -> [v128; T] {
    let mut sums = [Sums::ZERO; T];
    for index in 0..N / QUAD {
        add_products(&mut sums, load(quants, 2 * index + half), q, index);
    }
    sums.map(Sums::by_row)
}

/// Sums of four rows, two lanes each: rows 0 and 1, rows 2 and 3.
#[derive(Clone, Copy)]
struct Sums(v128, v128);

impl Sums {
    const ZERO: Self = Self(std::arch::wasm32::i32x4(0, 0, 0, 0), std::arch::wasm32::i32x4(0, 0, 0, 0));

    #[inline]
    fn by_row(self) -> v128 {
        i32x4_add(i32x4_shuffle::<0, 2, 4, 6>(self.0, self.1), i32x4_shuffle::<1, 3, 5, 7>(self.0, self.1))
    }
}

/// Adds the products of one quad of four rows and the same quad of each row of activations, by 16-bit integers.
#[inline]
fn add_products<const T: usize>(sums: &mut [Sums; T], w: v128, q: [&[i8]; T], index: usize) {
    let (first, second) = (i16x8_extend_low_i8x16(w), i16x8_extend_high_i8x16(w));
    for (sums, q) in sums.iter_mut().zip(q) {
        let a = i16x8_extend_low_i8x16(quad(q, index));
        *sums = Sums(i32x4_add(sums.0, i32x4_dot_i16x8(first, a)), i32x4_add(sums.1, i32x4_dot_i16x8(second, a)));
    }
}

/// The low and the high halves of bytes.
#[inline]
fn unpack(w: v128) -> (v128, v128) {
    (v128_and(w, std::arch::wasm32::u8x16_splat(15)), u8x16_shr(w, 4))
}

/// 16 bytes of weights.
#[inline]
fn load(quants: &[u8], index: usize) -> v128 {
    let bytes = &quants[index * 16..(index + 1) * 16];
    // SAFETY: `bytes` holds 16 bytes; the load needs no alignment.
    unsafe { v128_load(bytes.as_ptr().cast()) }
}

/// Four activations, for every row.
#[inline]
fn quad(q: &[i8], index: usize) -> v128 {
    let bytes = &q[index * QUAD..(index + 1) * QUAD];
    // SAFETY: `bytes` holds four bytes; the load needs no alignment.
    unsafe { v128_load32_splat(bytes.as_ptr().cast()) }
}

/// Four f16 as f32, as [`super::vector::widen`].
#[inline]
fn lanes(numbers: &[f16], index: usize) -> v128 {
    let numbers = &numbers[index * 4..(index + 1) * 4];
    // SAFETY: `numbers` holds eight bytes; the load needs no alignment.
    let bits = unsafe { u32x4_load_extend_u16x4(numbers.as_ptr().cast()) };
    let magnitude = std::arch::wasm32::u32x4_shl(v128_and(bits, i32x4_splat(0x7FFF)), 13);
    let sign = std::arch::wasm32::u32x4_shl(v128_and(bits, i32x4_splat(0x8000)), 16);
    v128_or(f32x4_mul(magnitude, f32x4_splat(f32::from_bits(0x7780_0000))), sign)
}

/// Times the four factors of half a group, where there are any.
#[inline]
fn times(block: v128, factors: &[i8], index: usize) -> v128 {
    if factors.is_empty() {
        return block;
    }
    let factors = i16x8_extend_low_i8x16(quad(factors, index));
    f32x4_mul(block, f32x4_convert_i32x4(std::arch::wasm32::i32x4_extend_low_i16x8(factors)))
}
