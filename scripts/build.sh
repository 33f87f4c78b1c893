#!/bin/sh
# Builds the npm package (pkg/) and the page (www/dist). Quick when nothing changed.
set -eu
cd "$(dirname "$0")/.."
PATH="$HOME/.cargo/bin:$PATH"

lacks() { echo "build.sh needs $1" >&2; exit 1; }
command -v cargo >/dev/null || lacks "Rust: install rustup."
command -v npm >/dev/null || lacks "Node.js 20 or newer with npm."
[ "$(node -p "process.versions.node.split(\".\")[0]")" -ge 20 ] || lacks "Node.js 20 or newer; this is $(node --version)."

# Runs a step only when one of its inputs ("path path…") is newer than its stamp.
stamps=target/build-stamps
mkdir -p "$stamps"
changed() { # changed NAME INPUT…
    name=$1; shift
    [ ! -f "$stamps/$name" ] || [ -n "$(find "$@" -newer "$stamps/$name" -print 2>/dev/null | head -1)" ]
}

wasm_bindgen_version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' Cargo.toml)
if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $wasm_bindgen_version" ]; then
    echo "Installing wasm-bindgen $wasm_bindgen_version (some minutes, once)"
    # A quick build serves: it runs for a second. (--locked names a version that is not published.)
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        cargo install wasm-bindgen-cli --version "$wasm_bindgen_version"
fi

if changed npm www/package-lock.json || [ ! -d www/node_modules ]; then
    npm --prefix www ci --no-audit --no-fund --loglevel=error
    touch "$stamps/npm"
fi

# A toolchain that was there before rust-toolchain.toml was read may lack what is named there.
sysroot=$(rustc --print sysroot)
[ -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ] || rustup -q target add wasm32-unknown-unknown ||
    lacks "Rust's standard library for wasm32-unknown-unknown."

target=${CARGO_TARGET_DIR:-target}
bind() { # bind NAME TARGET_DIR PROFILE
    wasm=$2/wasm32-unknown-unknown/$3/codementor_tutor.wasm
    if changed "wasm-$1" "$wasm" || [ ! -f "pkg/wasm/$1/codementor_tutor_bg.wasm" ]; then
        wasm-bindgen --target web --out-dir "pkg/wasm/$1" "$wasm"
        touch "$stamps/wasm-$1" "$stamps/wasm"
    fi
}
set -- --lib --target wasm32-unknown-unknown --no-default-features
scripts/wasm-c.sh cargo rustc --profile small --crate-type cdylib "$@" --features analyze
bind analyze "$target" small

# Builds of the engine, of which the worker takes the one that fits the browser (www/worker/engine.ts).
set -- --release "$@" --features engine
cargo build "$@"
bind simd "$target" release
CARGO_TARGET_DIR=$target/wasm-relaxed RUSTFLAGS='-C target-feature=+simd128,+relaxed-simd --cfg getrandom_backend="wasm_js"' \
    cargo build "$@"
bind relaxed "$target/wasm-relaxed" release

library=$sysroot/lib/rustlib/src/rust/library
[ -d "$library" ] || rustup -q component add rust-src || true
if [ -d "$library" ]; then
    scripts/wasm-threads.sh --simd cargo build "$@" -Z build-std=std,panic_abort
    bind simd-threads "$target/wasm-simd-threads" release
    scripts/wasm-threads.sh cargo build "$@" -Z build-std=std,panic_abort
    bind relaxed-threads "$target/wasm-threads" release
else
    echo "build.sh: the component rust-src cannot be had, so the engine has one thread in the browser" >&2
    for name in simd relaxed; do
        rm -rf "pkg/wasm/$name-threads"
        cp -r "pkg/wasm/$name" "pkg/wasm/$name-threads"
    done
fi

# What runs learners' code: scripts that need no other, and the interpreters.
if changed sandbox www/sandbox www/client www/vite.sandbox.config.ts "$stamps/npm" || [ ! -f pkg/sandbox/python.js ]; then
    npm --prefix www run --silent sandbox
    touch "$stamps/sandbox"
fi

if changed pkg www/index.ts www/client www/worker www/tsconfig.json "$stamps/wasm" "$stamps/npm" || [ ! -f pkg/index.js ]; then
    (cd www && npx tsc)
    cp www/npm-package.json pkg/package.json
    cp LICENSE-MIT LICENSE-APACHE pkg/ 2>/dev/null || true
    touch "$stamps/pkg"
fi

if changed app www/app www/vite.config.ts www/vite.sw.config.ts "$stamps/pkg" "$stamps/sandbox" || [ ! -f www/dist/index.html ]; then
    npm --prefix www run --silent build
    touch "$stamps/app"
fi

size() { printf '%8d kB  %8d kB gzip  %s\n' "$(($(wc -c <"$1") / 1000))" "$(($(gzip -c "$1" | wc -c) / 1000))" "$1"; }
for file in pkg/wasm/*/codementor_tutor_bg.wasm; do size "$file"; done
for file in pkg/sandbox/*; do size "$file"; done
for file in www/dist/assets/*.js www/dist/assets/*.css; do size "$file"; done
