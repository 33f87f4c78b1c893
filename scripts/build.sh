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

cargo build --release --lib --target wasm32-unknown-unknown --no-default-features
wasm=${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/release/codementor_tutor.wasm
if changed wasm "$wasm" || [ ! -f pkg/wasm/codementor_tutor_bg.wasm ]; then
    wasm-bindgen --target web --out-dir pkg/wasm "$wasm"
    touch "$stamps/wasm"
fi

if changed pkg www/index.ts www/client www/worker www/tsconfig.json "$stamps/wasm" "$stamps/npm" || [ ! -f pkg/index.js ]; then
    (cd www && npx tsc)
    cp www/npm-package.json pkg/package.json
    cp LICENSE-MIT LICENSE-APACHE pkg/ 2>/dev/null || true
    touch "$stamps/pkg"
fi

if changed app www/app www/vite.config.ts www/vite.sw.config.ts "$stamps/pkg" || [ ! -f www/dist/index.html ]; then
    npm --prefix www run --silent build
    touch "$stamps/app"
fi

size() { printf '%8d kB  %8d kB gzip  %s\n' "$(($(wc -c <"$1") / 1000))" "$(($(gzip -c "$1" | wc -c) / 1000))" "$1"; }
size pkg/wasm/codementor_tutor_bg.wasm
for file in www/dist/assets/*.js www/dist/assets/*.css; do size "$file"; done
