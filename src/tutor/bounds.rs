//! The bounds that every request has.

use crate::error::{Error, Result};

/// Code may have as many bytes.
pub const MAX_CODE_BYTES: usize = 256 << 10;
/// So may a name: of a language, of a topic.
pub const MAX_LABEL_BYTES: usize = 200;

/// Whether `what` has no more bytes than that.
///
/// # Errors
/// `bad_request`, naming it and the bound.
pub fn within(what: &str, bytes: usize, cap: usize) -> Result<()> {
    if bytes > cap {
        return Err(Error::bad_request(format!("{what} has {bytes} bytes; at most {cap} are taken. Shorten it.")));
    }
    Ok(())
}
