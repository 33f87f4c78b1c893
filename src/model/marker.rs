//! What says that a stored model is whole: a small file beside it, written last and removed first.

use std::io::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::api::{Checkpoint, ModelInfo};

/// Files that were converted otherwise are made anew.
const CONVERSION: u32 = 1;

/// Size and checksum that were verified, or, of a file that was converted here, that it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// Bytes of the file.
    pub bytes: u64,
    /// Its SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// Of a file that was converted: what it was made of, and by which version of the conversion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Marker {
    /// The marker that the file of this row gets, where the catalog says its checksum.
    #[must_use]
    pub fn of(info: &ModelInfo) -> Self {
        Self { bytes: info.bytes, sha256: info.sha256.clone(), source: None }
    }

    /// Whether a file with this marker is the row's.
    #[must_use]
    pub fn fits(&self, info: &ModelInfo) -> bool {
        match &info.checkpoint {
            Some(checkpoint) if info.sha256.is_empty() => self.source.as_ref() == Some(&source(checkpoint)),
            _ => *self == Self::of(info),
        }
    }

    /// The row with this file's size and checksum, so that it can be fetched like any other.
    #[must_use]
    pub fn resolve(&self, info: &ModelInfo) -> ModelInfo {
        ModelInfo { bytes: self.bytes, sha256: self.sha256.clone(), ..info.clone() }
    }
}

fn source(checkpoint: &Checkpoint) -> String {
    format!("{} {CONVERSION}", checkpoint.url)
}

/// Passes on what is written, and knows the marker of it.
pub struct Marking<W> {
    out: W,
    bytes: u64,
    hasher: Sha256,
}

impl<W: Write> Marking<W> {
    /// Nothing has been written yet.
    pub fn new(out: W) -> Self {
        Self { out, bytes: 0, hasher: Sha256::new() }
    }

    /// What was written to, and the marker of a file that was converted from this checkpoint.
    pub fn finish(self, checkpoint: &Checkpoint) -> (W, Marker) {
        let sha256 = self.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        (self.out, Marker { bytes: self.bytes, sha256, source: Some(source(checkpoint)) })
    }
}

impl<W: Write> Write for Marking<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}
