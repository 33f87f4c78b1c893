//! Pure compute: tokens in, logits out. Synchronous, without I/O beyond the reader it is handed.

pub mod arch;
pub mod bench;
pub mod kernels;
pub mod kv_cache;
pub mod lookup;
mod model;
pub mod sampling;
pub mod seq2seq;
pub mod session;
pub mod snapshot;
pub mod template;
pub mod tokenizer;

pub use arch::llama::Logits;
pub use model::Model;
pub use seq2seq::Seq2Seq;
pub use session::{Session, Step};
