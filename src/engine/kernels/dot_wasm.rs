//! The inner product with wasm simd128.

use std::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_mul, f32x4_splat, i16x8_load_extend_i8x8, i32x4_add, i32x4_dot_i16x8, v128,
    v128_load, v128_store,
};

use super::activations::GROUP;
use super::dot_plain::Lanes;

/// As [`super::dot_plain::dot`].
#[must_use]
pub fn dot<const N: usize>(w: &[i8], scale: &[f32], a: &[i16], a_scale: &[f32]) -> Lanes {
    let (mut low, mut high) = (f32x4_splat(0.0), f32x4_splat(0.0));
    let groups = w.as_chunks::<N>().0.iter().zip(a.as_chunks::<N>().0);
    for (group, (w, a)) in groups.enumerate() {
        let mut sums = (products(w, a, 0), products(w, a, 8));
        if N == 32 {
            sums = (i32x4_add(sums.0, products(w, a, 16)), i32x4_add(sums.1, products(w, a, 24)));
        }
        let factor = f32x4_splat(scale[group] * a_scale[group * N / GROUP]);
        low = f32x4_add(low, f32x4_mul(f32x4_convert_i32x4(sums.0), factor));
        high = f32x4_add(high, f32x4_mul(f32x4_convert_i32x4(sums.1), factor));
    }
    let mut lanes = [0f32; 8];
    // SAFETY: `lanes` holds 32 bytes; v128_store needs no alignment.
    unsafe {
        v128_store(lanes.as_mut_ptr().cast(), low);
        v128_store(lanes.as_mut_ptr().add(4).cast(), high);
    }
    lanes
}

/// Products of eight weights and activations from `at` on, added in pairs.
#[inline]
fn products<const N: usize>(w: &[i8; N], a: &[i16; N], at: usize) -> v128 {
    assert!(at + 8 <= N);
    // SAFETY: eight weights and eight activations from `at` on are within the arrays; the loads need no alignment.
    unsafe { i32x4_dot_i16x8(i16x8_load_extend_i8x8(w.as_ptr().add(at)), v128_load(a.as_ptr().add(at).cast())) }
}
