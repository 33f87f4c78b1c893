//! What a good mentor sees in a learner's code: mistakes, measures, and what could be better. Needs no model and no network.

mod complexity;
pub mod languages;
mod metrics;
mod other_language;
pub mod rules;
pub(super) mod source;
mod syntax;
pub(super) mod tree;
mod words;

pub use metrics::simplicity;
pub use words::same_growth;

use crate::api::{Analysis, AnalyzeRequest};
use crate::error::{Error, Result};
use crate::tutor::bounds::{MAX_CODE_BYTES, MAX_LABEL_BYTES, within};
use languages::LANGUAGES;
use source::Source;
use tree::Tree;

/// Analyses code.
///
/// # Errors
/// `bad_request` without code or over a bound, `language_unsupported`.
pub fn analyze(request: &AnalyzeRequest) -> Result<Analysis> {
    let mut analysis = with_tree(request, |tree| {
        let mut syntax_errors = syntax::errors(tree);
        if !syntax_errors.is_empty() {
            match other_language::notice(tree) {
                Some(notice) => syntax_errors = vec![notice],
                None => syntax::mend(tree, &mut syntax_errors),
            }
        }
        Analysis {
            language: tree.language.name.to_owned(),
            syntax_errors,
            metrics: metrics::measure(tree),
            performance: complexity::estimate(tree),
            findings: rules::check(tree),
            strengths: Vec::new(),
            suggestions: Vec::new(),
            insights: None,
        }
    })?;
    words::fill_in(&mut analysis, request.challenge_context.as_ref());
    Ok(analysis)
}

/// Parses the code of a request.
///
/// # Errors
/// As [`analyze`].
pub(super) fn with_tree<T>(request: &AnalyzeRequest, look: impl FnOnce(&Tree) -> T) -> Result<T> {
    let AnalyzeRequest { code, language, .. } = request;
    if code.trim().is_empty() {
        return Err(Error::bad_request("Code is required"));
    }
    within("The code", code.len(), MAX_CODE_BYTES)?;
    within("The language", language.len(), MAX_LABEL_BYTES)?;
    let language = languages::find(language).ok_or_else(|| {
        let known: Vec<_> = LANGUAGES.iter().map(|language| language.title).collect();
        Error::LanguageUnsupported(format!("`{language}` is not analysed. These are: {}.", known.join(", ")).into())
    })?;
    let source = Source::new(code);
    Ok(look(&Tree::parse(&source, language)?))
}

/// Whether a text is a program.
pub(super) fn is_valid(tree: &Tree) -> bool {
    syntax::errors(tree).is_empty()
}
