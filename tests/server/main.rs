//! The HTTP shell, without a socket: requests go straight into the router. Answers come from a tiny seeded model.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

mod chat;
#[path = "../support/code.rs"]
mod code;
mod files;
mod programs;
mod site;
#[path = "../support/mod.rs"]
mod support;
