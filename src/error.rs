//! The one error type. Every variant has a stable code that Rust, HTTP and JavaScript share; its text says what was
//! wrong, with what, and what to do.

use std::borrow::Cow;

/// What can go wrong, anywhere in the crate. The text is a sentence for a person; [`Error::code`] is for programs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The request breaks a documented rule (empty message, unknown personality, malformed JSON).
    #[error("{0}")]
    BadRequest(Cow<'static, str>),
    /// The language is not one that the tutor analyses.
    #[error("{0}")]
    LanguageUnsupported(Cow<'static, str>),
    /// The newest question alone does not fit the model's context.
    #[error("{0}")]
    ContextOverflow(Cow<'static, str>),
    /// No such model in the catalog or the store.
    #[error("{0}")]
    ModelNotFound(Cow<'static, str>),
    /// The request body is over the bound.
    #[error("{0}")]
    BodyTooLarge(Cow<'static, str>),
    /// The queue is full: try again in a moment.
    #[error("{0}")]
    Busy(Cow<'static, str>),
    /// The weights could not be fetched whole.
    #[error("{0}")]
    ModelDownloadFailed(Cow<'static, str>),
    /// The model file breaks its format or contradicts itself.
    #[error("{0}")]
    ModelCorrupt(Cow<'static, str>),
    /// The model file is sound but needs something this engine does not have.
    #[error("{0}")]
    ModelUnsupported(Cow<'static, str>),
    /// The model does not fit into memory.
    #[error("{0}")]
    OutOfMemory(Cow<'static, str>),
    /// The disk or the browser's storage is full.
    #[error("{0}")]
    StorageFull(Cow<'static, str>),
    /// The caller gave up.
    #[error("The request was cancelled.")]
    Cancelled,
    /// A bug or a failure of the machine.
    #[error("{0}")]
    Internal(Cow<'static, str>),
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The stable code, the same in Rust, HTTP and JavaScript.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code_and_status().0
    }

    /// The HTTP status that goes with the code.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.code_and_status().1
    }

    fn code_and_status(&self) -> (&'static str, u16) {
        match self {
            Self::BadRequest(_) => ("bad_request", 400),
            Self::LanguageUnsupported(_) => ("language_unsupported", 400),
            Self::ContextOverflow(_) => ("context_overflow", 400),
            Self::ModelNotFound(_) => ("model_not_found", 404),
            Self::BodyTooLarge(_) => ("body_too_large", 413),
            Self::Busy(_) => ("busy", 503),
            Self::ModelDownloadFailed(_) => ("model_download_failed", 502),
            Self::ModelCorrupt(_) => ("model_corrupt", 500),
            Self::ModelUnsupported(_) => ("model_unsupported", 500),
            Self::OutOfMemory(_) => ("out_of_memory", 507),
            Self::StorageFull(_) => ("storage_full", 507),
            Self::Cancelled => ("cancelled", 499),
            Self::Internal(_) => ("internal", 500),
        }
    }

    /// A [`Error::BadRequest`] with this text.
    pub fn bad_request(text: impl Into<Cow<'static, str>>) -> Self {
        Self::BadRequest(text.into())
    }

    /// A [`Error::ModelCorrupt`] with this text.
    pub fn corrupt(text: impl Into<Cow<'static, str>>) -> Self {
        Self::ModelCorrupt(text.into())
    }

    /// A [`Error::ModelUnsupported`] with this text.
    pub fn unsupported(text: impl Into<Cow<'static, str>>) -> Self {
        Self::ModelUnsupported(text.into())
    }

    /// A [`Error::Internal`] with this text.
    pub fn internal(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Internal(text.into())
    }
}
