//! Pure domain: what a good mentor says. No I/O; the clock is handed in.

#[cfg(feature = "analyze")]
pub mod analyze;
pub mod bounds;
#[cfg(feature = "analyze")]
pub mod challenge;
#[cfg(feature = "engine")]
mod chat;
pub mod insights;

#[cfg(feature = "engine")]
pub use chat::{Tutor, check};
