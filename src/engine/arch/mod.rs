//! Model architectures, a file each.

pub mod llama;
