#!/usr/bin/env bash
# Sets up and runs every test: formatting, lints, native tests, wasm tests in two browsers, the page in Chromium.
# Works on a fresh Debian-like machine with rustup, Node.js, Python 3 and apt; quick where all is set up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
die() { echo "test.sh: $*" >&2; exit 1; }
step() { printf '\n== %s (%ss so far)\n' "$1" "$SECONDS"; }

for tool in cargo cc node npm python3; do
    command -v "$tool" >/dev/null || die "lacks $tool (see README.md, Develop)"
done

step "Tools"
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
command -v javac >/dev/null || missing+=(default-jdk-headless)
command -v g++ >/dev/null || missing+=(g++)
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || die "lacks ${missing[*]}"
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
# Built quickly rather than to run quickly: each of them runs for seconds.
install() {
    command -v "$1" >/dev/null || CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=64 CARGO_TARGET_DIR=target/tools cargo install -q "$1" --version "$2"
}
install wasm-pack 0.15.1
install geckodriver 0.37.1
command -v cargo-nextest >/dev/null || install cargo-nextest 0.9.143

step "The npm package and the page"
scripts/build.sh

step "Formatting and lints"
cargo fmt --check
cargo clippy -q --all-targets -- -D warnings
wasm=(--lib --target wasm32-unknown-unknown --no-default-features)
cargo clippy -q --release "${wasm[@]}" --features engine -- -D warnings
scripts/wasm-c.sh cargo clippy -q --profile small "${wasm[@]}" --features analyze -- -D warnings

step "The starter model"
cargo build -q --bin codementor
target/debug/codementor pull smollm2-135m-instruct

step "A real relative of CodeT5"
python3 tests/reference/t5.py relative target/reference ||
    echo "SKIPPED, as it cannot be had: what compares a real T5 with transformers"

step "Native tests"
cargo nextest run --no-fail-fast

step "Wasm tests in Chrome and Firefox"
wasm_tests() { wasm-pack test --headless "$@"; }
chrome=(--chrome --chromedriver "$(command -v chromedriver)" --release . --no-default-features --features engine)
firefox=(--firefox --geckodriver "$(command -v geckodriver)" --release . --no-default-features --features engine)
wasm_tests "${chrome[@]}" --lib --test wasm
wasm_tests "${firefox[@]}" --lib --test wasm
if [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    step "The kernels of the build with threads and relaxed SIMD, in Chrome"
    scripts/wasm-threads.sh wasm-pack test --headless "${chrome[@]}" --lib -Z build-std=std,panic_abort
else
    step "SKIPPED, as rust-src cannot be had: the kernels of the build with threads"
fi

step "The page in Chromium"
if [ ! -d tests/browser/node_modules ] || [ tests/browser/package-lock.json -nt tests/browser/node_modules ]; then
    npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
    touch tests/browser/node_modules
fi
(cd tests/browser && npx playwright test)

step "All green"
