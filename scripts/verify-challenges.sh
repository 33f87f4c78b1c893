#!/bin/sh
# Verifies every family of challenges in full: 200 seeds at each level, all references and wrong solutions, with the real
# python3, node, java and g++. Takes an hour or more on two cores; scripts/test.sh runs a sample. Arguments: families (all
# of them by default).
set -eu
cd "$(dirname "$0")/.."
PATH="$HOME/.cargo/bin:$PATH"
for tool in cargo python3 node java javac g++; do
    command -v "$tool" >/dev/null || { echo "verify-challenges.sh lacks $tool" >&2; exit 1; }
done
CHALLENGE_SEEDS=${CHALLENGE_SEEDS:-200} CHALLENGE_FAMILIES=$(echo "$@" | tr ' ' ,) \
    cargo test --release --test challenges -- --nocapture
