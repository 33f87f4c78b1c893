//! Model files: the catalog, GGUF, stores and checksums. Bytes in, tensors out.

pub mod catalog;
pub mod convert;
pub mod gguf;
pub mod marker;
pub mod verify;
