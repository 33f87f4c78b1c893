//! Any bytes as a checkpoint's pickle: read or refused, and nothing is called.
#![no_main]

use codementor_tutor::model::convert::pickle;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = pickle::tensors(bytes) {
        assert_eq!(error.code(), "model_corrupt", "{error}");
    }
});
