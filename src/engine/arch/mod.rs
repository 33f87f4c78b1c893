//! Model architectures, a file each.

pub mod llama;
pub mod t5;
mod tensors;
