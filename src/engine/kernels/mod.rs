//! The arithmetic: quantized matrix times activations, and the few vector operations around it.
//!
//! Weights stay in their ggml blocks and are unpacked a row at a time; activations become small integers. Every kernel
//! gives the same bits as the plain one, so a model says the same in every browser and natively.

mod activations;
mod blocks;
// The reference: every other kernel is tested against it.
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
mod dot_plain;
mod matrix;
#[cfg_attr(target_arch = "wasm32", path = "dot_wasm.rs")]
#[cfg_attr(target_arch = "x86_64", path = "dot_x86.rs")]
#[cfg_attr(not(any(target_arch = "wasm32", target_arch = "x86_64")), path = "dot_plain.rs")]
mod simd;
mod vector;

pub use matrix::{Matrix, OnBytes};
pub use vector::{add, axpy_f16, dot_f16, rms_norm, silu_mul, softmax};
