//! What keeps code from being a program, as a beginner needs it: where the cause is, what is wrong and what to try. One mistake
//! gives one error.

mod braces;
mod mend;
mod python;

pub use mend::mend;

use std::ops::Range;

use super::tree::Tree;
use crate::api::SyntaxError;

/// The mistakes, in the order of the text.
pub fn errors(tree: &Tree) -> Vec<SyntaxError> {
    match tree.language.name {
        "python" => python::errors(tree),
        _ => braces::errors(tree),
    }
}

/// A mistake in these bytes.
fn error(tree: &Tree, bytes: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> SyntaxError {
    let span = tree.source.span(bytes);
    SyntaxError {
        line: span.start.line,
        column: span.start.column,
        end_line: span.end.line,
        end_column: span.end.column,
        message: message.into(),
        hint: hint.into(),
        fix: None,
    }
}
