//! Q4_1 times Q8_1 with wasm simd128.

use std::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_extract_lane, f32x4_mul, f32x4_splat, i16x8_extend_high_i8x16,
    i16x8_extend_low_i8x16, i32x4_add, i32x4_dot_i16x8, u8x16_shr, u8x16_splat, v128_and, v128_load,
};

use super::q4_1::{BlockQ4_1, BlockQ8_1};

pub fn vec_dot(_n: usize, xs: &[BlockQ4_1], ys: &[BlockQ8_1]) -> f32 {
    let mut total = f32x4_splat(0.0);
    let mut minima = 0.0;
    for (x, y) in xs.iter().zip(ys) {
        // SAFETY: `qs` holds 16 bytes in the weights and 32 in the activations; v128_load needs no alignment.
        let (packed, y_low, y_high) = unsafe {
            (
                v128_load(x.qs.as_ptr().cast()),
                v128_load(y.qs.as_ptr().cast()),
                v128_load(y.qs.as_ptr().add(16).cast()),
            )
        };
        let low = v128_and(packed, u8x16_splat(15));
        let high = u8x16_shr(packed, 4);
        let sum = i32x4_add(
            i32x4_add(
                i32x4_dot_i16x8(i16x8_extend_low_i8x16(low), i16x8_extend_low_i8x16(y_low)),
                i32x4_dot_i16x8(i16x8_extend_high_i8x16(low), i16x8_extend_high_i8x16(y_low)),
            ),
            i32x4_add(
                i32x4_dot_i16x8(i16x8_extend_low_i8x16(high), i16x8_extend_low_i8x16(y_high)),
                i32x4_dot_i16x8(i16x8_extend_high_i8x16(high), i16x8_extend_high_i8x16(y_high)),
            ),
        );
        total = f32x4_add(total, f32x4_mul(f32x4_convert_i32x4(sum), f32x4_splat(x.d.to_f32() * y.d)));
        minima += x.m.to_f32() * y.s;
    }
    f32x4_extract_lane::<0>(total)
        + f32x4_extract_lane::<1>(total)
        + f32x4_extract_lane::<2>(total)
        + f32x4_extract_lane::<3>(total)
        + minima
}
