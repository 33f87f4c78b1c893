#!/usr/bin/env bash
# Measures in headless Chromium what the README promises (memory, time to first token, tokens per second):
#   scripts/bench.sh [MODEL...]     MODEL is a stored model's id, or a file ID.gguf in the model folder (default: the starter)
# Prints a table a model and writes JSON under target/bench/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
for tool in cargo npm chromium; do command -v "$tool" >/dev/null || { echo "bench.sh: lacks $tool" >&2; exit 1; }; done

scripts/build.sh >/dev/null
cargo build -q --release --bin codementor
CODEMENTOR=$PWD/${CARGO_TARGET_DIR:-target}/release/codementor
export CODEMENTOR
"$CODEMENTOR" pull smollm2-135m-instruct
[ -d tests/browser/node_modules ] || npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
for model in "${@:-smollm2-135m-instruct}"; do
    case "$model" in *.gguf) model=$(realpath "$model") ;; esac
    (cd tests/browser && BENCH_MODEL=$model npx playwright test -c bench.config.ts)
done
