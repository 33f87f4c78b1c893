//! The arithmetic: quantized matrix times activations, and the few vector operations around it.
//!
//! candle's block kernels do the work; [`q4_1`] replaces the one that candle only has in scalar form.

mod q4_1;
#[cfg_attr(target_arch = "wasm32", path = "q4_1_wasm.rs")]
#[cfg_attr(target_arch = "x86_64", path = "q4_1_x86.rs")]
#[cfg_attr(not(any(target_arch = "wasm32", target_arch = "x86_64")), path = "q4_1_plain.rs")]
mod q4_1_simd;
mod read;
mod vector;

use candle_core::CpuStorage;
use candle_core::quantized::{GgmlDType, QuantizedType};

use crate::error::{Error, Result};

pub use read::{OnBytes, read_f32, read_matrix};
pub use vector::{add, axpy, dot, rms_norm, silu_mul, softmax};

/// A quantized matrix of `rows` x `cols`, stored row by row in ggml blocks.
pub struct Matrix {
    rows: usize,
    cols: usize,
    blocks: Box<dyn QuantizedType>,
}

impl Matrix {
    /// Rows: outputs of [`Matrix::mul`].
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns: inputs of [`Matrix::mul`].
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// How the numbers are stored.
    #[must_use]
    pub fn dtype(&self) -> GgmlDType {
        self.blocks.dtype()
    }

    /// `out[t, r] = sum over c of x[t, c] * self[r, c]`, for as many rows `t` as `x` has.
    ///
    /// # Errors
    /// `internal` when a length does not fit.
    pub fn mul(&self, x: &[f32], out: &mut [f32]) -> Result<()> {
        let tokens = x.len() / self.cols;
        if x.len() != tokens * self.cols || out.len() != tokens * self.rows {
            return Err(Error::internal(format!(
                "{} inputs and {} outputs do not fit a matrix of {} x {}",
                x.len(),
                out.len(),
                self.rows,
                self.cols
            )));
        }
        self.blocks.matmul_t((tokens, self.cols, self.rows), x, out).map_err(candle)
    }

    /// Writes row `index` as f32 into `out`, which has `cols` places.
    ///
    /// # Errors
    /// `internal` when there is no such row.
    pub fn row(&self, index: u32, out: &mut [f32]) -> Result<()> {
        match self.blocks.embedding(&[index], self.rows, self.cols).map_err(candle)? {
            CpuStorage::F32(row) if row.len() == out.len() => out.copy_from_slice(&row),
            _ => return Err(Error::internal("an embedding row has the wrong length")),
        }
        Ok(())
    }
}

#[allow(clippy::needless_pass_by_value)]
fn candle(error: candle_core::Error) -> Error {
    Error::internal(format!("candle: {error}"))
}
