#!/bin/sh
# Runs a command with what the analyzer's parsers need, as they are C:
#   scripts/wasm-c.sh cargo build … --target wasm32-unknown-unknown --no-default-features --features analyze
# That is a clang of recent years, which compiles for wasm, and headers for where there is no C library.
set -eu
find_clang() {
    for version in 25 24 23 22; do
        if command -v "clang-$version" && command -v "llvm-ar-$version"; then return; fi
    done >/dev/null
    version=
}
find_clang
if [ -z "$version" ] && command -v apt-get >/dev/null; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends clang-22 llvm-22 >/dev/null || true
    find_clang
fi
[ -n "$version" ] || { echo "wasm-c.sh lacks clang 22 or newer (clang-22 and llvm-ar-22)" >&2; exit 1; }
headers=$(cargo metadata --format-version 1 --filter-platform wasm32-unknown-unknown |
    node -p 'JSON.parse(fs.readFileSync(0)).packages.find(({ name }) => name === "tree-sitter-language").manifest_path.replace("Cargo.toml", "wasm/include")')
export "CC_wasm32_unknown_unknown=clang-$version" "AR_wasm32_unknown_unknown=llvm-ar-$version"
export "CFLAGS_wasm32_unknown_unknown=-I$headers -Dstatic_assert=_Static_assert -include stddef.h"
exec "$@"
