//! The arithmetic: quantized matrix times activations, and the few vector operations around it.
//!
//! Weights are repacked while they are read ([`packed`]); activations become small integers. Every kernel gives the same
//! bits as the plain one, so a model says the same in every browser and natively.

mod activations;
mod arena;
mod attention;
mod blocks;
mod kind;
mod matrix;
mod packed;
pub mod pool;
#[cfg_attr(target_arch = "wasm32", path = "wasm.rs")]
#[cfg_attr(target_arch = "x86_64", path = "x86.rs")]
#[cfg_attr(target_arch = "aarch64", path = "neon.rs")]
#[cfg_attr(not(any(target_arch = "wasm32", target_arch = "x86_64", target_arch = "aarch64")), path = "plain.rs")]
mod simd;
// The reference: every other kernel is tested against it.
#[cfg_attr(any(target_arch = "wasm32", target_arch = "aarch64"), allow(dead_code))]
mod plain;
mod vector;
mod whole;

/// There, threads are workers that may trap and never come back, and waiting has no instruction of its own.
const IN_BROWSER: bool = cfg!(target_arch = "wasm32");

/// Whether this build is for browsers with relaxed SIMD, which have a product of 7 bits with 8.
const RELAXED: bool = IN_BROWSER && cfg!(target_feature = "relaxed-simd");

/// Asks for huge pages. Where there are none, the system goes on with those that it has.
#[cfg(target_os = "linux")]
fn want_huge_pages(start: std::ptr::NonNull<u8>, bytes: usize) {
    // SAFETY: advice changes nothing but speed, and no other memory than this is meant.
    unsafe { libc::madvise(start.as_ptr().cast(), bytes, libc::MADV_HUGEPAGE) };
}
#[cfg(not(target_os = "linux"))]
fn want_huge_pages(_start: std::ptr::NonNull<u8>, _bytes: usize) {}

// The kernels' tests run natively and, by wasm-bindgen-test, in browsers.
#[cfg(all(test, not(target_arch = "wasm32")))]
use core::prelude::v1::test;
#[cfg(all(test, target_arch = "wasm32"))]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// The kernels that this processor has the instructions for, by name.
#[cfg(all(test, not(target_arch = "x86_64")))]
fn kernels<K: kind::Kind, const T: usize>()
-> [(&'static str, unsafe fn(packed::Panel, activations::Tile, &mut [[f32; packed::ROWS]; T])); 1] {
    [("SIMD", simd::tile::<K, T>)]
}
#[cfg(all(test, target_arch = "x86_64"))]
use simd::kernels;

pub use arena::{Arena, Block};
pub use attention::{BLOCK, DIMENSIONS, HeadPage, PAGE, Query, combine, partial_size};
pub use matrix::{Matrix, OnBytes, multiply, read_vector};
pub use vector::{add, dot, gelu_mul, relu, rms_norm, silu_mul, softmax, sum_exp};
pub use whole::{Bias, Memory};

/// What the first `count` queries find on a page, a [`partial_size`] for each.
pub fn attend<'a>(page: HeadPage, count: usize, query: impl Fn(usize) -> Query<'a>, partials: &mut [f32]) {
    fn batch<'a, const Q: usize>(
        page: HeadPage,
        first: usize,
        query: impl Fn(usize) -> Query<'a>,
        partials: &mut [f32],
    ) {
        simd::attend::<Q>(page, &std::array::from_fn(|i| query(first + i)), partials);
    }
    let size = partials.len() / count.max(1);
    for (partials, first) in partials.chunks_mut(attention::QUERIES * size).zip((0..count).step_by(attention::QUERIES))
    {
        match count - first {
            1 => batch::<1>(page, first, &query, partials),
            2 => batch::<2>(page, first, &query, partials),
            3 => batch::<3>(page, first, &query, partials),
            _ => batch::<{ attention::QUERIES }>(page, first, &query, partials),
        }
    }
}
