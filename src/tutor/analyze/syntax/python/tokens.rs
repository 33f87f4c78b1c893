//! Python's tokens, and the lines and brackets that they make.

use std::ops::Range;

use ruff_python_ast::token::TokenKind::{self, Lbrace, Lpar, Lsqb, Newline, Rbrace, Rpar, Rsqb};
use ruff_text_size::Ranged;

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub bytes: Range<usize>,
}

/// All tokens of a program but comments and line breaks that mean nothing.
pub(super) struct Tokens<'a> {
    pub text: &'a str,
    pub all: Vec<Token>,
}

/// What is wrong with brackets, by the indices of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Brackets {
    /// Each has its other half.
    Fine,
    /// One that is never closed.
    Open(usize),
    /// One that closes nothing.
    Stray(usize),
    /// One that is closed by another kind.
    Mixed(usize, usize),
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str, tokens: &[ruff_python_ast::token::Token]) -> Self {
        let all = tokens.iter().filter(|token| !token.kind().is_trivia());
        let all = all.map(|token| Token { kind: token.kind(), bytes: token.range().to_std_range() }).collect();
        Self { text, all }
    }

    /// A token's kind; the end of the file where there is none.
    pub fn kind(&self, index: usize) -> TokenKind {
        self.all.get(index).map_or(TokenKind::EndOfFile, |token| token.kind)
    }

    pub fn text(&self, index: usize) -> &'a str {
        self.all.get(index).map_or("", |token| &self.text[token.bytes.clone()])
    }

    pub fn bytes(&self, index: usize) -> Range<usize> {
        self.all.get(index).map_or(self.text.len()..self.text.len(), |token| token.bytes.clone())
    }

    /// The token that has this byte, or the first one after it.
    pub fn at(&self, byte: usize) -> usize {
        self.all.partition_point(|token| token.bytes.end <= byte && token.bytes != (byte..byte))
    }

    /// The tokens of a statement's line, without the line break.
    pub fn line(&self, index: usize) -> Range<usize> {
        let ends = |kind| matches!(kind, Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::EndOfFile);
        let index = index.min(self.all.len());
        let start = self.all[..index].iter().rposition(|token| ends(token.kind)).map_or(0, |before| before + 1);
        let rest = self.all.get(index..).unwrap_or_default();
        let end = rest.iter().position(|token| ends(token.kind)).map_or(self.all.len(), |after| index + after);
        start.min(end)..end
    }

    /// Whether two neighbours touch.
    pub fn touch(&self, index: usize) -> bool {
        self.bytes(index).end == self.bytes(index + 1).start
    }

    /// The first bracket that has no other half.
    pub fn brackets(&self) -> Brackets {
        let mut open: Vec<usize> = Vec::new();
        for (index, token) in self.all.iter().enumerate() {
            match token.kind {
                Lpar | Lsqb | Lbrace => open.push(index),
                Rpar | Rsqb | Rbrace => match open.pop() {
                    None => return Brackets::Stray(index),
                    Some(opened) if closing(self.kind(opened)) != token.kind => return Brackets::Mixed(opened, index),
                    Some(_) => {}
                },
                _ => {}
            }
        }
        open.last().map_or(Brackets::Fine, |opened| Brackets::Open(*opened))
    }

    /// The bracket that a token is within, on its line.
    pub fn within(&self, index: usize) -> Option<usize> {
        let mut depth = 0;
        for at in (0..index.min(self.all.len())).rev() {
            match self.kind(at) {
                Rpar | Rsqb | Rbrace => depth += 1,
                Lpar | Lsqb | Lbrace if depth == 0 => return Some(at),
                Lpar | Lsqb | Lbrace => depth -= 1,
                Newline => return None,
                _ => {}
            }
        }
        None
    }
}

/// The other half of a bracket.
pub(super) fn closing(kind: TokenKind) -> TokenKind {
    match kind {
        Lpar => Rpar,
        Lsqb => Rsqb,
        _ => Rbrace,
    }
}
