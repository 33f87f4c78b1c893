//! Python: ruff's parser says whether and roughly where; this finds the cause, and says it as a teacher would.

mod explain;
mod layout;
mod tokens;
mod words;

use ruff_python_ast::PythonVersion;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

use super::{Tree, error};
use crate::api::SyntaxError;
use crate::tutor::analyze::tree::{At, Visitor};
use tokens::Tokens;

/// The newest version that learners have. What only a later one takes is a mistake.
const VERSION: PythonVersion = PythonVersion::PY313;
/// As CPython has it (`MAXLEVEL` and `MAXINDENT`, Parser/tokenizer).
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
/// Prefixes in one statement, each of which nests what follows: more than any person writes, and few enough for any stack.
const MAX_PREFIXES: usize = 500;

/// At most one: what a parser says after the first mistake is guesswork.
pub(super) fn errors(tree: &Tree) -> Vec<SyntaxError> {
    if let Some(error) = too_deep(tree) {
        return vec![error];
    }
    let text = tree.source.text;
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module).with_target_version(VERSION));
    let tokens = Tokens::new(text, parsed.tokens());
    if let Some(first) = parsed.errors().iter().min_by_key(|error| error.location.start()) {
        return vec![explain::explain(tree, &tokens, first)];
    }
    let newer = parsed.unsupported_syntax_errors().first();
    newer
        .map(|newer| {
            let message = format!("{newer}.").replacen("Cannot", "Python cannot yet", 1);
            error(tree, newer.range.to_std_range(), message, "Write it as Python versions of today take it.")
        })
        .into_iter()
        .collect()
}

/// What nests deeper than CPython takes, before any parser that recurs sees it.
fn too_deep(tree: &Tree) -> Option<SyntaxError> {
    struct Depth {
        brackets: usize,
        blocks: usize,
        prefixes: usize,
        /// Where it is too deep, and of what there is too much.
        found: Option<(std::ops::Range<usize>, &'static str)>,
    }
    impl<'t> Visitor<'t> for Depth {
        fn enter(&mut self, At { node, kinds: _, .. }: At<'t>) -> bool {
            let kind = node.kind();
            match kind {
                "(" | "[" | "{" => self.brackets += 1,
                ")" | "]" | "}" => self.brackets = self.brackets.saturating_sub(1),
                "block" => self.blocks += 1,
                "not" | "~" | "lambda" | "**" | "else" | "-" | "+" | "await" | "yield" | "if" | "*" => {
                    self.prefixes += 1
                }
                _ if node.is_named() && kind.ends_with("_statement") => self.prefixes = 0,
                _ => {}
            }
            let what = if self.brackets > MAX_BRACKETS {
                Some("brackets")
            } else if self.blocks > MAX_INDENTS {
                Some("blocks")
            } else if self.prefixes > MAX_PREFIXES {
                Some("operators")
            } else {
                None
            };
            if let Some(what) = what {
                self.found.get_or_insert((node.byte_range(), what));
            }
            self.found.is_none()
        }

        fn leave(&mut self, At { node, .. }: At<'t>) {
            self.blocks -= usize::from(node.kind() == "block" && self.blocks > 0);
        }
    }
    let mut depth = Depth { brackets: 0, blocks: 0, prefixes: 0, found: None };
    tree.walk(&mut depth);
    let (place, what) = depth.found?;
    let message = format!("Too many {what} stand within one another here: more than Python takes.");
    Some(error(tree, place, message, "Give an inner part a name of its own, and use that name here."))
}

#[cfg(test)]
mod tests;
