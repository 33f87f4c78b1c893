#!/bin/sh
# Runs a command with what the browser build with threads needs:
#   scripts/wasm-threads.sh [--simd] cargo build … -Z build-std=std,panic_abort
# It has relaxed SIMD, unless --simd says otherwise.
# Threads need a standard library built for shared memory, from its source (the component rust-src), by a flag that stable
# Rust keeps back.
set -eu
features=+simd128,+relaxed-simd folder=wasm-threads
if [ "$1" = --simd ]; then
    features=+simd128 folder=wasm-simd-threads
    shift
fi
flags="-C target-feature=$features,+atomics,+bulk-memory,+mutable-globals"
flags="$flags --cfg getrandom_backend=\"wasm_js\""
flags="$flags -C link-arg=--shared-memory -C link-arg=--import-memory -C link-arg=--max-memory=4294967296"
for name in __wasm_init_tls __tls_size __tls_align __tls_base; do flags="$flags -C link-arg=--export=$name"; done
CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/$folder RUSTC_BOOTSTRAP=1 RUSTFLAGS=$flags exec "$@"
