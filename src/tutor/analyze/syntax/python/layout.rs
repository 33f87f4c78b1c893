//! Brackets and indentation.

use ruff_python_ast::token::TokenKind::{self, Colon, EndOfFile, Lpar, Name, Rpar, Rsqb};
use ruff_python_parser::{LexicalErrorType, ParseErrorType};

use super::explain::Explain;
use super::tokens::{Brackets, closing};
use crate::api::SyntaxError;

impl Explain<'_> {
    pub(super) fn brackets(&self) -> Option<SyntaxError> {
        match self.tokens.brackets() {
            Brackets::Fine => None,
            Brackets::Stray(index) => self.say(
                self.tokens.bytes(index),
                format!("This `{}` closes nothing: no bracket is open here.", self.text(index)),
                "Take it away, or open its other half before.",
            ),
            Brackets::Mixed(opened, closed) => self.say(
                self.tokens.bytes(closed),
                format!(
                    "`{}` cannot close the `{}` that line {} opens.",
                    self.text(closed),
                    self.text(opened),
                    self.line_of(opened)
                ),
                format!("Put `{}` in its place.", close(self.kind(opened))),
            ),
            // An error on the bracket's own line may have another cause.
            Brackets::Open(opened)
                if self.at > opened
                    && (self.line_of(self.at) > self.line_of(opened)
                        || self.kind(self.at) == EndOfFile
                        || self.ends_header(opened)) =>
            {
                let of = opened.checked_sub(1).filter(|name| self.kind(*name) == Name && self.tokens.touch(*name));
                let of = of.map(|name| format!(" after `{}`", self.text(name))).unwrap_or_default();
                self.say(
                    self.tokens.bytes(opened),
                    format!("The `{}`{of} is never closed.", self.text(opened)),
                    format!("Put `{}` where it ends.", close(self.kind(opened))),
                )
            }
            Brackets::Open(_) => None,
        }
    }

    /// Whether the error is at the `:` that ends a line, and no dictionary or slice is open.
    fn ends_header(&self, opened: usize) -> bool {
        let last = self.line().end.checked_sub(1);
        last == Some(self.at) && self.kind(self.at) == Colon && self.kind(opened) == Lpar
    }

    pub(super) fn indentation(&self) -> Option<SyntaxError> {
        let message = self.message();
        if message.starts_with("Expected an indented block") || message.starts_with("Expected `case` block") {
            // The line that wants it is the one before.
            let line = self.tokens.line(self.at.saturating_sub(1));
            let header = (0..line.end.max(1)).rev().find(|index| self.kind(*index) == Colon);
            let header = header.map(|colon| self.tokens.line(colon)).unwrap_or(line);
            let (word, of) = (self.text(header.start), self.line_of(header.start));
            let place = if self.kind(self.at) == EndOfFile { self.end_of(&header) } else { self.tokens.bytes(self.at) };
            return self.say(
                place,
                format!("The `{word}` in line {of} has no body: what belongs to it is indented."),
                "Indent the next line by four spaces, or write `pass` there while there is nothing to do.",
            );
        }
        let is_unindent = matches!(self.kind, ParseErrorType::Lexical(LexicalErrorType::IndentationError));
        if !is_unindent && *self.kind != ParseErrorType::UnexpectedIndentation {
            return None;
        }
        let line = self.tree.source.line_at(self.bytes.end.max(self.bytes.start));
        let start = self.tree.source.start(line);
        let indent = leading(self.tree.source.line(line));
        let place = start..start + indent.len();
        let above = (1..line).rev().map(|line| self.tree.source.line(line)).find(|line| !line.trim().is_empty());
        let mixed = indent.contains('\t') != leading(above.unwrap_or_default()).contains('\t');
        if mixed && above.is_some_and(|above| !leading(above).is_empty()) && !indent.is_empty() {
            return self.say(
                place,
                "This line is indented by tabs where its neighbours have spaces, or the other way round.",
                "Indent all lines by spaces, four for each level.",
            );
        }
        if is_unindent {
            return self.say(
                place,
                "This line is indented less than the one above, but not as far as any line before.",
                "Give it the indentation of the block that it belongs to.",
            );
        }
        self.say(
            place,
            "This line is indented, but nothing above it starts a block.",
            "Take the spaces at its beginning away. A block starts after a line that ends with `:`.",
        )
    }
}

fn close(kind: TokenKind) -> &'static str {
    match closing(kind) {
        Rpar => ")",
        Rsqb => "]",
        _ => "}",
    }
}

fn leading(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
