//! The challenges, against the real languages. `CHALLENGE_SEEDS=200 cargo test --test challenges` is the full run
//! (`scripts/verify-challenges.sh`); without it a sample runs.
#![cfg(not(target_arch = "wasm32"))]

use codementor_tutor::tutor::challenge;

mod native;
mod starters;
mod suite;
mod verify;
