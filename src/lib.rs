#![doc = include_str!("../README.md")]
//!
//! # The map
//!
//! | module | what it is |
//! |---|---|
//! | [`api`] | requests, replies and events; the source of the TypeScript types; a leaf |
//! | [`error`] | the one error type with its stable codes |
//! | [`model`] | GGUF files, the catalog, stores and checksums; bytes in, tensors out |
//! | [`engine`] | pure compute: tokens in, logits out |
//! | [`tutor`] | pure domain: what a good mentor says |
//! | [`platform`] | the one place that knows files, sockets, OPFS and clocks |
//! | `server`, `cli`, `wasm` | thin shells: convert, delegate, map errors; they never import each other |
//!
//! Invariants (a test checks those that grep can see): `bin -> {wasm, server, cli} -> tutor -> engine -> model -> error`;
//! the core is synchronous; generation is a `step()` that returns, so that "cancel" is heard between any two of them.

#![warn(clippy::unwrap_used)]

pub mod api;
#[cfg(feature = "engine")]
pub mod engine;
pub mod error;
#[cfg(feature = "engine")]
pub mod model;
#[cfg(feature = "engine")]
pub mod platform;
pub mod tutor;

#[cfg(feature = "native")]
pub mod cli;
#[cfg(feature = "native")]
pub mod server;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use error::{Error, Result};
#[cfg(feature = "engine")]
pub use tutor::Tutor;
