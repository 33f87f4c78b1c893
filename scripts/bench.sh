#!/usr/bin/env bash
# Our engine beside others on the same files, in turns: in headless Chromium beside wllama (two versions), natively beside llama.cpp,
# and T5 in headless Chromium beside transformers.js.
#   scripts/bench.sh [--quick] [--pairs N] [--threads N] [--only browser|native|code] [MODEL.gguf...]
#   scripts/bench.sh --memory [MODEL...]
# Without a MODEL: the starter, the same as Q4_0 and Q8_0, and any TinyLlama in the model folder. T5 (code) has random weights.
#   --quick     the starter, one short prompt and one short context, two pairs: whether everything runs
#   --pairs N   how often each is measured (default 5); --threads N for all of them (default 2)
#   --memory    only ours: memory and time to the first token, which the README promises. MODEL may be a stored model's id
# A wllama that is 1.3 times slower than the other one is not asked for longer prompts and contexts: only the faster one counts.
# Prints a table and whether the targets hold; target/bench/bench.json has every value, also of a run that was interrupted.
# BENCH_NO_BUILD=1 measures what is built already. llama.cpp is built once, 10 to 20 minutes; for T5, torch is installed once (3 GB).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
die() { echo "bench.sh: $*" >&2; exit 1; }
say() { echo "$*" >&2; }
for tool in cargo npm chromium python3; do command -v "$tool" >/dev/null || die "lacks $tool"; done

quick='' pairs='' threads=2 only='' memory=''
while [ $# -gt 0 ]; do
    case "$1" in
        --quick) quick=--quick ;;
        --memory) memory=1 ;;
        --pairs | --threads | --only)
            [ $# -gt 1 ] || die "$1 needs a value"
            declare "${1#--}=$2"
            shift ;;
        -*) die "does not know $1" ;;
        *) break ;;
    esac
    shift
done
pairs=${pairs:-$([ -n "$quick" ] && echo 2 || echo 5)}
case "$only" in '' | browser | native | code) ;; *) die "--only takes browser, native or code" ;; esac
for number in "$pairs" "$threads"; do [[ $number =~ ^[1-9][0-9]*$ ]] || die "$number is not a number"; done
models=()
for model in "$@"; do
    case "$model" in *.gguf) models+=("$(realpath -e "$model")") ;; *) models+=("$model") ;; esac
done

if [ -z "${BENCH_NO_BUILD:-}" ]; then
    say "building"
    scripts/build.sh >/dev/null
    cargo build -q --release --bin codementor
fi
CODEMENTOR=$PWD/${CARGO_TARGET_DIR:-target}/release/codementor
export CODEMENTOR
"$CODEMENTOR" pull smollm2-135m-instruct >&2
starter=$("$CODEMENTOR" models --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["path"])')

installed() { # installed FOLDER: its npm packages are there
    [ -d "$1/node_modules" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules" ] && return
    npm --prefix "$1" ci --no-audit --no-fund --loglevel=error >&2
    touch "$1/node_modules"
}
browser() { (cd tests/browser && npx playwright test -c bench.config.ts "$@"); }

if [ -n "$memory" ]; then
    installed tests/browser
    for model in "${models[@]:-smollm2-135m-instruct}"; do
        BENCH_MODEL=$model BENCH_THREADS=$threads browser first-light
    done
    exit
fi

[ -n "$only" ] || rm -f target/bench/bench.json
trap 'echo; python3 tests/bench/report.py' EXIT
failed=0
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }

if wanted browser || wanted native; then
    ids=$(python3 tests/bench/models.py $quick "$starter" "$(dirname "$starter")" ${models[@]+"${models[@]}"})
    prefill=$([ -n "$quick" ] && echo 32 || echo 32,128,512)
    decode=$([ -n "$quick" ] && echo 16 || echo 16,512,1500)
fi
if wanted browser || wanted code; then
    installed tests/browser
    installed tests/browser/bench
fi
if wanted browser; then
    BENCH_MODELS=$ids BENCH_PAIRS=$pairs BENCH_THREADS=$threads BENCH_PREFILL=$prefill BENCH_DECODE=$decode \
        BENCH_ALONE=$([ -n "$quick" ] || basename "$starter" .gguf) browser compare --reporter=./bench/reporter.ts || failed=1
fi
if wanted code; then
    t5=codet5-small-random
    # Written last.
    [ -f target/bench/$t5/expected.json ] || python3 tests/reference/t5.py small target/bench >&2
    [ -d target/bench/models/$t5 ] || python3 tests/bench/t5_onnx.py target/bench/$t5 target/bench/models/$t5 >&2
    "$CODEMENTOR" convert target/bench/$t5 --out target/bench/models/$t5.gguf >/dev/null
    BENCH_PAIRS=$pairs BENCH_THREADS=$threads browser bench/t5 --reporter=./bench/reporter.ts || failed=1
fi
if wanted native; then
    python3 tests/bench/native.py --codementor "$CODEMENTOR" --threads "$threads" --pairs "$pairs" --prefill "$prefill" \
        --decode "$decode" ${ids//,/ }
fi
exit $failed
