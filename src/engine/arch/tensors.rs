//! The tensors of a file, each checked against the shape that the metadata asks for.

use std::io::{Read, Seek};

use candle_core::quantized::GgmlDType;

use crate::engine::kernels::{Arena, Matrix, OnBytes, add, read_vector};
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, TensorInfo};

/// Reads them one after the other.
pub(super) struct Tensors<'a, R> {
    gguf: &'a Gguf,
    file: &'a mut R,
    arena: Arena,
    on_bytes: OnBytes<'a>,
}

/// A matrix, and what is added to its products.
pub(super) struct Linear {
    pub weight: Matrix,
    bias: Option<Vec<f32>>,
}

impl Linear {
    pub fn add_bias(&self, out: &mut [f32]) {
        if let Some(bias) = &self.bias {
            out.chunks_exact_mut(bias.len()).for_each(|row| add(bias, row));
        }
    }
}

impl<'a, R: Read + Seek> Tensors<'a, R> {
    pub fn new(gguf: &'a Gguf, file: &'a mut R, on_bytes: OnBytes<'a>) -> Self {
        Self { gguf, file, arena: Arena::default(), on_bytes }
    }

    pub fn has(&self, name: &str) -> bool {
        self.gguf.tensor(name).is_some()
    }

    fn info(&self, name: &str, rows: usize, cols: usize) -> Result<&TensorInfo> {
        let info = self.gguf.tensor(name).ok_or_else(|| corrupt(format!("the tensor `{name}` is missing")))?;
        if (info.rows, info.cols) != (rows, cols) {
            return Err(corrupt(format!("the tensor `{name}` is {} x {}, not {rows} x {cols}", info.rows, info.cols)));
        }
        Ok(info)
    }

    pub fn matrix(&mut self, name: &str, rows: usize, cols: usize) -> Result<Matrix> {
        let info = self.info(name, rows, cols)?.clone();
        Matrix::read(self.file, &info, &mut self.arena, self.on_bytes)
    }

    /// The same, but f32 stays f32.
    pub fn exact_matrix(&mut self, name: &str, rows: usize, cols: usize) -> Result<Matrix> {
        let info = self.info(name, rows, cols)?.clone();
        Matrix::read_exact(self.file, &info, &mut self.arena, self.on_bytes)
    }

    /// The same, and what 8-bit weights are multiplied with has 7 bits.
    pub fn narrow_matrix(&mut self, name: &str, rows: usize, cols: usize) -> Result<Matrix> {
        let info = self.info(name, rows, cols)?.clone();
        Matrix::read_narrow(self.file, &info, &mut self.arena, self.on_bytes)
    }

    pub fn vector(&mut self, name: &str, len: usize) -> Result<Vec<f32>> {
        let info = self.info(name, 1, len)?.clone();
        read_vector(self.file, &info, self.on_bytes)
    }

    /// A matrix whose numbers are used one by one, row after row.
    pub fn numbers(&mut self, name: &str, rows: usize, cols: usize) -> Result<Vec<f32>> {
        let info = self.info(name, rows, cols)?.clone();
        if !matches!(info.dtype, GgmlDType::F32 | GgmlDType::F16) {
            return Err(Error::unsupported(format!("The tensor `{name}` is quantized; it is wanted as F32 or F16.")));
        }
        read_vector(self.file, &TensorInfo { rows: 1, cols: rows * cols, ..info }, self.on_bytes)
    }

    pub fn linear(&mut self, name: &str, rows: usize, cols: usize) -> Result<Linear> {
        let weight = self.matrix(&format!("{name}.weight"), rows, cols)?;
        let bias_name = format!("{name}.bias");
        let bias = match self.gguf.tensor(&bias_name) {
            Some(_) => Some(self.vector(&bias_name, rows)?),
            None => None,
        };
        Ok(Linear { weight, bias })
    }
}

pub(super) fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The model file contradicts itself: {why}. Fetch it again."))
}
