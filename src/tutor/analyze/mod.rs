//! What a good mentor sees in a learner's code: mistakes, measures, and what could be better. Needs no model and no network.

mod complexity;
pub mod languages;
mod metrics;
mod other_language;
pub mod rules;
mod source;
mod syntax;
mod tree;
mod words;

use crate::api::{Analysis, AnalyzeRequest};
use crate::error::{Error, Result};
use languages::LANGUAGES;
use source::Source;
use tree::Tree;

/// Code may have as many bytes.
pub const MAX_CODE_BYTES: usize = 256 << 10;
const MAX_LABEL_BYTES: usize = 200;

/// Analyses code.
///
/// # Errors
/// `bad_request` without code or over a bound, `language_unsupported`.
pub fn analyze(request: &AnalyzeRequest) -> Result<Analysis> {
    let AnalyzeRequest { code, language, .. } = request;
    if code.trim().is_empty() {
        return Err(Error::bad_request("Code is required"));
    }
    for (what, text, cap) in [("The code", code, MAX_CODE_BYTES), ("The language", language, MAX_LABEL_BYTES)] {
        if text.len() > cap {
            let text = format!("{what} has {} bytes; at most {cap} are taken. Shorten it.", text.len());
            return Err(Error::bad_request(text));
        }
    }
    let language = languages::find(language).ok_or_else(|| {
        let known: Vec<_> = LANGUAGES.iter().map(|language| language.title).collect();
        Error::LanguageUnsupported(format!("`{language}` is not analysed. These are: {}.", known.join(", ")).into())
    })?;
    let source = Source::new(code);
    let tree = Tree::parse(&source, language)?;
    let mut syntax_errors = syntax::errors(&tree);
    if !syntax_errors.is_empty()
        && let Some(notice) = other_language::notice(&source, language)
    {
        syntax_errors = vec![notice];
    }
    let mut analysis = Analysis {
        language: language.name.to_owned(),
        syntax_errors,
        metrics: metrics::measure(&tree),
        performance: complexity::estimate(&tree),
        findings: rules::check(&tree),
        strengths: Vec::new(),
        suggestions: Vec::new(),
        insights: None,
    };
    words::fill_in(&mut analysis, request.challenge_context.as_ref());
    Ok(analysis)
}
