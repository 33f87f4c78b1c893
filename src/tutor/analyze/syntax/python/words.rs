//! Words that are not Python's, or not at this place.

use std::ops::Range;

use ruff_python_ast::token::TokenKind::{Case, Colon, Elif, Else, Except, Finally, If, Int, Lpar, Match, Name, Type};
use ruff_python_parser::ParseErrorType;

use super::explain::{Explain, starts_value};
use crate::api::SyntaxError;

/// What other languages start a line with, and what Python has for it.
const FOREIGN: [(&str, &str); 22] = [
    ("let", "Python makes a variable by giving it a value: `name = value`."),
    ("var", "Python makes a variable by giving it a value: `name = value`."),
    ("const", "Python makes a variable by giving it a value: `NAME = value`."),
    ("int", "Python needs no type before a name: `name = value`."),
    ("float", "Python needs no type before a name: `name = value`."),
    ("double", "Python needs no type before a name: `name = value`."),
    ("bool", "Python needs no type before a name: `name = value`."),
    ("string", "Python needs no type before a name: `name = value`."),
    ("String", "Python needs no type before a name: `name = value`."),
    ("char", "Python needs no type before a name: `name = value`."),
    ("function", "Python starts a function with `def`: `def name(parameters):`."),
    ("func", "Python starts a function with `def`: `def name(parameters):`."),
    ("fn", "Python starts a function with `def`: `def name(parameters):`."),
    ("void", "Python starts a function with `def`: `def name(parameters):`."),
    ("public", "Python has no `public`: a function starts with `def`, a class with `class`."),
    ("private", "Python has no `private`: a name that starts with `_` says so."),
    ("static", "Python has no `static`: write the name alone, or `@staticmethod` above a method."),
    ("new", "Python makes an object by calling its class: `Name()`."),
    ("foreach", "Python goes over a collection with `for item in items:`."),
    ("unless", "Python has no `unless`: write `if not …:`."),
    ("until", "Python has no `until`: write `while not …:`."),
    ("switch", "Python has `match`, or `if` and `elif`."),
];

/// Keywords that are often misspelled, with what follows.
const KEYWORDS: [&str; 20] = [
    "if", "elif", "else", "for", "while", "def", "class", "return", "import", "from", "in", "not", "and", "or", "try",
    "except", "finally", "with", "lambda", "print",
];

impl Explain<'_> {
    /// Words that are not Python's, or not at this place.
    pub(super) fn words(&self) -> Option<SyntaxError> {
        let line = self.line();
        let first = line.start;
        let word = self.text(first);
        for index in line.clone() {
            if self.kind(index) == Else && self.kind(index + 1) == If && index == first {
                let place = self.tokens.bytes(index).start..self.tokens.bytes(index + 1).end;
                return self.say(place, "Python writes `else if` as one word.", "Write `elif` in its place.");
            }
        }
        if ["elseif", "elsif", "elif"].contains(&word) && self.kind(first) == Name {
            return self.say(
                self.tokens.bytes(first),
                format!("Python has no `{word}`."),
                "Write `elif` in its place.",
            );
        }
        if matches!(self.kind(first), Else | Elif | Except | Finally) && self.at <= first + 1 && self.at >= first {
            let opener = if matches!(self.kind(first), Else | Elif) { "if" } else { "try" };
            let is_stray = !matches!(self.kind, ParseErrorType::ExpectedToken { expected: Colon, .. });
            if is_stray && self.at == first {
                return self.say(
                    self.tokens.bytes(first),
                    format!("This `{word}` belongs to nothing: no `{opener}` right above has the same indentation."),
                    format!("Give it the indentation of its `{opener}`, and take away what stands between both."),
                );
            }
        }
        if self.kind(first) == Name {
            if let Some((_, hint)) = FOREIGN.iter().find(|(foreign, _)| *foreign == word)
                && matches!(self.kind(first + 1), Name | Int | Match | Type | Case | Lpar)
                && self.at <= first + 3
            {
                return self.say(self.tokens.bytes(first), format!("`{word}` is no word of Python."), *hint);
            }
            if matches!(word, "print" | "exec") && self.at == first + 1 && starts_value(self.kind(self.at)) {
                let end = self.end_of(&line).end;
                let rest = &self.tokens.text[self.tokens.bytes(self.at).start..end];
                let shown: String = rest.chars().take(40).collect();
                return self.say(
                    self.tokens.bytes(first).start..end,
                    format!("`{word}` is a function: what it prints stands in parentheses."),
                    format!("Write `{word}({shown})`."),
                );
            }
        }
        self.misspelled(&line)
    }

    /// A word that stands where only a keyword can, and looks like one.
    pub(super) fn misspelled(&self, line: &Range<usize>) -> Option<SyntaxError> {
        let candidates = [self.before(), Some(self.at), Some(line.start)].into_iter().flatten();
        for index in candidates.filter(|index| line.contains(index)) {
            let word = self.text(index);
            let is_word = self.kind(index) == Name && starts_value(self.kind(index + 1)) && !self.tokens.touch(index);
            let is_alone = self.kind(index) == Name && self.kind(index + 1) == Colon && index == line.start;
            if !is_word && !is_alone {
                continue;
            }
            if let Some(keyword) = KEYWORDS.iter().find(|keyword| is_near(word, keyword)) {
                return self.say(
                    self.tokens.bytes(index),
                    format!("`{word}` is no word of Python, and two names cannot stand side by side."),
                    format!("Did you mean `{keyword}`?"),
                );
            }
        }
        None
    }
}

/// Whether a word is a keyword with one letter changed, added, left out, or two exchanged.
fn is_near(word: &str, keyword: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), keyword.chars().collect());
    if a == b || a.len().abs_diff(b.len()) > 1 || b.len() < 2 || a.len() < 2 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    // A short word has few letters to be told by.
    let is_long = keyword.len() > 2;
    match (a, b) {
        ([_], []) | ([], [_]) => is_long,
        ([_], [_]) => keyword.len() > 3,
        ([x, y], [u, v]) => x == v && y == u,
        _ => false,
    }
}
