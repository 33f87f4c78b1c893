//! The keys and values of a prompt's beginning as bytes, to be kept from one visit to the next: the first question then pays
//! only for itself.
//!
//! A snapshot is what it is of (a [`Prefix`]'s key), the numbers, and the checksum of both. One that is damaged, or of
//! something else, is none.

use sha2::{Digest, Sha256};

use super::kv_cache::KvCache;
use super::model::Model;
use crate::error::Result;

/// To be counted up when a model comes to give other keys and values for the same tokens, or a snapshot is laid out anew.
const VERSION: u32 = 1;
/// As many snapshots are kept, of all models together.
const SLOTS: u8 = 16;
const HASH: usize = 32;

/// The beginning of a prompt, as one model reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    /// Its token ids.
    pub tokens: Vec<u32>,
    key: [u8; HASH],
}

impl Prefix {
    /// These tokens, for this model and this version of the engine.
    #[must_use]
    pub fn new(model: &Model, tokens: Vec<u32>) -> Self {
        let mut hash = Sha256::new();
        hash.update(format!("{VERSION} {} ", env!("CARGO_PKG_VERSION")));
        hash.update(model.fingerprint());
        tokens.iter().for_each(|token| hash.update(token.to_le_bytes()));
        Self { tokens, key: hash.finalize().into() }
    }

    /// The file to keep a snapshot in. There are few names: a new snapshot may take the place of an older one.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(self.key[0] % SLOTS)
    }
}

fn file_name(slot: u8) -> String {
    format!("prefix-{slot}.kv")
}

/// Every name that a snapshot may have.
pub fn file_names() -> impl Iterator<Item = String> {
    (0..SLOTS).map(file_name)
}

/// A snapshot of the prefix; None where the cache does not hold it.
pub(super) fn write(cache: &KvCache, prefix: &Prefix) -> Option<Vec<u8>> {
    let mut bytes = prefix.key.to_vec();
    cache.write(prefix.tokens.len(), &mut bytes)?;
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum);
    Some(bytes)
}

/// Fills the cache with the prefix, and nothing else. False, and an empty cache, where these bytes are no snapshot of it.
///
/// # Errors
/// `out_of_memory`.
pub(super) fn read(bytes: &[u8], prefix: &Prefix, cache: &mut KvCache) -> Result<bool> {
    cache.truncate(0);
    let Some((bytes, checksum)) = bytes.split_last_chunk::<HASH>() else { return Ok(false) };
    match bytes.split_first_chunk() {
        Some((key, numbers)) if *key == prefix.key && Sha256::digest(bytes)[..] == *checksum => {
            cache.read(prefix.tokens.len(), numbers)
        }
        _ => Ok(false),
    }
}
