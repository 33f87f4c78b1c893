#!/usr/bin/env bash
# Sets up, builds, fetches a model and serves the page and the API:
#   scripts/run.sh [--model ID|PATH] [--port N]
# The model is the starter unless another is named. Quick when nothing has changed.
set -euo pipefail

usage() { sed -n '2,4s/^# \{0,1\}//p' "$0"; }
die() { echo "run.sh: $*" >&2; exit 1; }

model=smollm2-135m-instruct
port=5000
while [ $# -gt 0 ]; do
    case "$1" in
        --model) [ $# -ge 2 ] || die "--model needs an id or the path of a .gguf"; model=$2; shift 2 ;;
        --port) [ $# -ge 2 ] || die "--port needs a number"; port=$2; shift 2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
done
case "$model" in
    */* | *.gguf) [ -f "$model" ] || die "there is no file $model"; model=$(realpath "$model"); is_file=1 ;;
    *) is_file= ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
lacks=()
hints=()
need() { command -v "$1" >/dev/null || { lacks+=("$1"); hints+=("$2"); }; }
need cargo "Rust: rustup"
need cc "apt-get install build-essential"
need node "apt-get install nodejs"
need npm "apt-get install npm"
need python3 "apt-get install python3 python3-pip"
[ ${#lacks[@]} -eq 0 ] || die "lacks ${lacks[*]} ($(printf '%s; ' "${hints[@]}" | sed 's/; $//'))"

scripts/build.sh
cargo build --release --bin codementor
codementor=${CARGO_TARGET_DIR:-target}/release/codementor
[ -n "$is_file" ] || "$codementor" pull "$model"
exec "$codementor" serve --model "$model" --port "$port"
