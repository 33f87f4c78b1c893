//! Streaming verification: what arrives is hashed on the way and is a model only once size and checksum agree.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::api::ModelInfo;
use crate::error::{Error, Result};

/// Checks a model's bytes as they pass, in order. Works natively and in the browser.
pub struct Verifier {
    hasher: Sha256,
    bytes: u64,
    expected_bytes: u64,
    expected_sha256: String,
}

impl Verifier {
    /// A verifier for the file of this catalog row.
    #[must_use]
    pub fn new(info: &ModelInfo) -> Self {
        Self { hasher: Sha256::new(), bytes: 0, expected_bytes: info.bytes, expected_sha256: info.sha256.clone() }
    }

    /// Takes the next bytes. Refuses early what cannot become the model: a file that does not start as GGUF (an HTML
    /// error page, say) or that is longer than the catalog says.
    ///
    /// # Errors
    /// `model_download_failed`.
    pub fn update(&mut self, chunk: &[u8]) -> Result<()> {
        let magic = b"GGUF";
        if self.bytes < 4 {
            let start = usize::try_from(self.bytes).unwrap_or(4);
            let n = chunk.len().min(4 - start);
            if chunk[..n] != magic[start..start + n] {
                return failed("what was sent is not a GGUF file (a web page, perhaps)");
            }
        }
        self.bytes += chunk.len() as u64;
        if self.bytes > self.expected_bytes {
            return failed("more bytes were sent than the catalog says");
        }
        self.hasher.update(chunk);
        Ok(())
    }

    /// Bytes taken so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Checks size and checksum.
    ///
    /// # Errors
    /// `model_download_failed`.
    pub fn finish(self) -> Result<()> {
        if self.bytes != self.expected_bytes {
            return failed(format!("the download ended at {} of {} bytes", self.bytes, self.expected_bytes));
        }
        let digest = self.hasher.clone().finalize();
        let got: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        if got != self.expected_sha256 {
            return failed(format!("its SHA-256 is {got}, expected {}", self.expected_sha256));
        }
        Ok(())
    }
}

/// The bare reason: who asked knows the model and the address.
fn failed<T>(why: impl Into<Cow<'static, str>>) -> Result<T> {
    Err(Error::ModelDownloadFailed(why.into()))
}
