//! The one cfg switch: files, sockets and clocks natively; fetch, OPFS and clocks in the browser.

#[cfg(all(not(target_arch = "wasm32"), feature = "native"))]
pub mod native;
#[cfg(target_arch = "wasm32")]
pub mod web;
