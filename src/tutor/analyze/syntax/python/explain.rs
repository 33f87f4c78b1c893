//! From a parser's error to its cause.

use std::ops::Range;

use ruff_python_ast::token::TokenKind::{
    self, Amper, And, As, Async, Case, Class, Colon, Comma, Complex, Dedent, Def, Dot, Elif, Else, EndOfFile, EqEqual,
    Equal, Except, Exclamation, FStringEnd, FStringMiddle, FStringStart, False, Finally, Float, For, Greater,
    GreaterEqual, If, Import, In, Indent, Int, Is, Lambda, Lbrace, Less, LessEqual, Lpar, Match, Minus, MinusEqual,
    Name, Newline, Not, NotEqual, Or, Plus, PlusEqual, Question, Rbrace, Rpar, Rsqb, SlashEqual, StarEqual, TStringEnd,
    TStringStart, True, Try, Type, Vbar, While, With,
};
use ruff_python_parser::{LexicalErrorType, ParseError, ParseErrorType};

use super::tokens::Tokens;
use super::{Tree, error};
use crate::api::SyntaxError;

/// What starts a block.
const BLOCKS: [TokenKind; 12] = [If, Elif, Else, For, While, Def, Class, Try, Except, Finally, With, Async];
/// The mistake that this error comes from.
pub(super) fn explain(tree: &Tree, tokens: &Tokens, found: &ParseError) -> SyntaxError {
    let bytes = found.location.to_std_range();
    let explain = Explain { tree, tokens, at: tokens.at(bytes.start), kind: &found.error, bytes };
    let steps = [
        Explain::text_that_stays_open,
        Explain::characters,
        Explain::brackets,
        Explain::indentation,
        Explain::words,
        Explain::operators,
        Explain::blocks,
        Explain::assignments,
        Explain::lists,
        Explain::known,
    ];
    let cause = steps.into_iter().find_map(|step| step(&explain));
    cause.unwrap_or_else(|| explain.anything())
}

pub(super) struct Explain<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) tokens: &'a Tokens<'a>,
    /// The token of the error.
    pub(super) at: usize,
    pub(super) kind: &'a ParseErrorType,
    pub(super) bytes: Range<usize>,
}

impl Explain<'_> {
    pub(super) fn say(
        &self,
        bytes: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<SyntaxError> {
        // What has no width is shown by the character before it.
        let text = self.tokens.text;
        let start =
            if bytes.is_empty() && bytes.start > 0 { text.floor_char_boundary(bytes.start - 1) } else { bytes.start };
        Some(error(self.tree, start..bytes.end, message, hint))
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.tokens.text(index)
    }

    pub(super) fn kind(&self, index: usize) -> TokenKind {
        self.tokens.kind(index)
    }

    pub(super) fn line_of(&self, index: usize) -> usize {
        self.tree.source.line_at(self.tokens.bytes(index).start)
    }

    /// The token before the error.
    pub(super) fn before(&self) -> Option<usize> {
        self.at.checked_sub(1)
    }

    pub(super) fn line(&self) -> Range<usize> {
        self.tokens.line(self.at)
    }

    /// The last token of a line that is no line break, as bytes at its end.
    pub(super) fn end_of(&self, line: &Range<usize>) -> Range<usize> {
        let end = line.end.checked_sub(1).map_or(0, |last| self.tokens.bytes(last).end);
        end..end
    }

    pub(super) fn message(&self) -> String {
        self.kind.to_string()
    }

    fn text_that_stays_open(&self) -> Option<SyntaxError> {
        let message = self.message();
        let ParseErrorType::Lexical(kind) = self.kind else {
            let is_open = message.contains("unterminated");
            return if is_open { self.open_text(self.bytes.clone()) } else { self.f_string(&message) };
        };
        match kind {
            LexicalErrorType::UnclosedStringError => self.open_text(self.bytes.clone()),
            LexicalErrorType::FStringError(_) if message.contains("unterminated") => self.open_text(self.bytes.clone()),
            _ if message.contains("f-string") => self.f_string(&message),
            _ => None,
        }
    }

    fn open_text(&self, bytes: Range<usize>) -> Option<SyntaxError> {
        // Within an f-string that has a `{` and no `}`, a quote seems to begin another text.
        let line = self.line();
        let open = (line.start..self.at)
            .rev()
            .find(|index| matches!(self.kind(*index), FStringStart | FStringEnd | Lbrace | Rbrace));
        if let Some(brace) = open.filter(|index| self.kind(*index) == Lbrace)
            && (line.start..brace).rev().any(|index| self.kind(index) == FStringStart)
        {
            let hint = "Close the `{` of this f-string with `}`; a `{` alone is written `{{`.";
            return self.say(self.tokens.bytes(brace), "This `{` of an f-string is never closed.", hint);
        }
        let start = self.tokens.at(bytes.start);
        let start =
            if matches!(self.kind(start), FStringMiddle | FStringEnd) { start.saturating_sub(1) } else { start };
        let from = self.tokens.bytes(start).start.min(bytes.start);
        let opened =
            self.tokens.text.get(from..).unwrap_or_default().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let quote = match opened {
            _ if opened.starts_with("\"\"\"") => "\"\"\"",
            _ if opened.starts_with("'''") => "'''",
            _ if opened.starts_with('\'') => "'",
            _ => "\"",
        };
        let line = self.tree.source.line_at(from);
        let end = self.tree.source.start(line) + self.tree.source.line(line).len();
        let apostrophe = quote == "'" && opened.lines().next().is_some_and(|line| line.matches('\'').count() > 1);
        let hint = if apostrophe {
            "An apostrophe ends a text that `'` began. Put such a text between `\"`.".to_owned()
        } else if quote.len() == 3 {
            format!("Put `{quote}` where the text ends.")
        } else {
            format!("Put `{quote}` where the text ends, on the same line.")
        };
        self.say(from..end.max(from), format!("The text that starts here with `{quote}` has no end."), hint)
    }

    fn f_string(&self, message: &str) -> Option<SyntaxError> {
        if !message.contains("f-string") && !message.contains("single `}`") {
            return None;
        }
        let hint = match message {
            _ if message.contains("single `}`") => "A `}` alone is written `}}` in an f-string.",
            _ if message.contains("expecting `}`") => {
                "Close the `{` of this f-string with `}`; a `{` alone is written `{{`."
            }
            _ if message.contains("lambda") => "Put the lambda into parentheses.",
            _ => "Between `{` and `}` of an f-string stands an expression, then perhaps `!r` or `:` and a format.",
        };
        self.say(self.bytes.clone(), "Something in this f-string cannot be read.", hint)
    }

    fn characters(&self) -> Option<SyntaxError> {
        let ParseErrorType::Lexical(kind) = self.kind else {
            return None;
        };
        match kind {
            LexicalErrorType::UnrecognizedToken { tok: '“' | '”' | '„' | '‘' | '’' | '«' | '»' } => self
                .say(
                    self.bytes.clone(),
                    "This is a typographic quote, as word processors make them.",
                    "Type a plain `\"` or `'` in its place.",
                ),
            LexicalErrorType::UnrecognizedToken { tok: '?' } => self.question(),
            LexicalErrorType::UnrecognizedToken { tok } => self.say(
                self.bytes.clone(),
                format!("`{tok}` means nothing in Python here."),
                "Take it away, or put it between quotes if it is text.",
            ),
            LexicalErrorType::LineContinuationError => self.say(
                self.bytes.clone(),
                "After `\\` the line has to end, as it says that the statement goes on below.",
                "Take the `\\` away, or what follows it.",
            ),
            _ => None,
        }
    }

    fn question(&self) -> Option<SyntaxError> {
        let hint = "Python chooses by words: `a if condition else b`.";
        self.say(self.bytes.clone(), "`?` means nothing in Python.", hint)
    }

    fn operators(&self) -> Option<SyntaxError> {
        let line = self.line();
        let near = self.at.saturating_sub(2).max(line.start)..(self.at + 2).min(line.end);
        for index in near {
            let pair = (self.kind(index), self.kind(index + 1));
            let place = self.tokens.bytes(index).start..self.tokens.bytes(index + 1).end;
            let text = &self.tokens.text[place.clone()];
            if self.tokens.touch(index) {
                let (message, hint) = match pair {
                    (Amper, Amper) => ("Python has a word for `&&`.", "Write `and`."),
                    (Vbar, Vbar) => ("Python has a word for `||`.", "Write `or`."),
                    (Plus, Plus) if !starts_value(self.kind(index + 2)) => {
                        ("Python has no `++`.", "Write `+= 1` after the name.")
                    }
                    (Minus, Minus) if !starts_value(self.kind(index + 2)) => {
                        ("Python has no `--`.", "Write `-= 1` after the name.")
                    }
                    (Equal, Greater) => {
                        ("`=>` is no operator of Python.", "`>=` is greater or equal; a lambda has `:`.")
                    }
                    (Equal, Less) => ("`=<` is no operator of Python.", "Write `<=` for less or equal."),
                    (Equal, Exclamation) => ("`=!` is no operator of Python.", "Write `!=` for not equal."),
                    (EqEqual | NotEqual, Equal) => {
                        ("This has one `=` too many.", "Python compares with `==` and `!=`.")
                    }
                    (Less, Greater) => ("`<>` is no operator of Python any more.", "Write `!=` for not equal."),
                    (Int | Float, Name) if text.starts_with(|c: char| c.is_ascii_digit()) => (
                        "A name cannot start with a digit.",
                        "Start it with a letter or `_`; write `*` if you mean to multiply.",
                    ),
                    (Colon, Equal) if self.kind(index) == Colon => {
                        ("`:=` is only one word without a space.", "Write `=` to store a value.")
                    }
                    _ => continue,
                };
                return self.say(place, message, hint);
            }
        }
        if self.kind(self.at) == Exclamation {
            return self.say(
                self.tokens.bytes(self.at),
                "Python has a word for `!`.",
                "Write `not` before what is to be false.",
            );
        }
        if self.kind(self.at) == Question {
            return self.question();
        }
        let is_missing = matches!(self.kind, ParseErrorType::ExpectedExpression | ParseErrorType::OtherError(_))
            && self.message().starts_with("Expected an expression");
        let before = self.before().filter(|before| line.contains(before))?;
        let word = self.text(before);
        let wants = self.kind(before).is_arithmetic()
            || matches!(
                self.kind(before),
                Equal | EqEqual | NotEqual | Less | Greater | LessEqual | GreaterEqual | And | Or | Not
            )
            || matches!(self.kind(before), In | Is | PlusEqual | MinusEqual | StarEqual | SlashEqual);
        if is_missing && wants && !matches!(self.kind(self.at), Equal) {
            return self.say(
                self.tokens.bytes(before),
                format!("`{word}` wants a value after it."),
                format!("Write what stands to the right of `{word}`, or take it away."),
            );
        }
        None
    }

    fn blocks(&self) -> Option<SyntaxError> {
        let line = self.line();
        let first = self.kind(line.start);
        let word = self.text(line.start);
        let is_block = BLOCKS.contains(&first)
            || matches!((first, self.kind), (Match | Case, ParseErrorType::ExpectedToken { expected: Colon, .. }));
        if !is_block {
            return None;
        }
        if self.kind(self.at) == Equal && matches!(first, If | Elif | While) {
            return self.say(
                self.tokens.bytes(self.at),
                "`=` stores a value; a condition compares.",
                "Write `==` to ask whether both are equal.",
            );
        }
        if self.kind(self.at) == Lbrace {
            return self.say(
                self.tokens.bytes(self.at),
                "Python has no braces around blocks.",
                format!("End the `{word}` with `:`, and indent what belongs to it."),
            );
        }
        if first == For && matches!(self.kind, ParseErrorType::ExpectedToken { expected: In, .. }) {
            return self.say(self.tokens.bytes(self.at), "This `for` lacks `in`.", "Write `for item in items:`.");
        }
        if first == Def || first == Class {
            let name = line.start + 1;
            if self.kind(name).is_non_soft_keyword() {
                return self.say(
                    self.tokens.bytes(name),
                    format!("`{}` is a word of Python and cannot be a name.", self.text(name)),
                    "Choose another name.",
                );
            }
            if first == Def && self.at == name + 1 && self.kind(name) == Name && self.kind(self.at) != Lpar {
                return self.say(
                    self.tokens.bytes(name),
                    format!("The function `{}` lacks its parentheses.", self.text(name)),
                    format!("Write `def {}():`, with the parameters inside if it has any.", self.text(name)),
                );
            }
        }
        let has_colon = line.end > line.start && self.kind(line.end - 1) == Colon;
        let wants_colon = matches!(self.kind, ParseErrorType::ExpectedToken { expected: Colon, .. });
        if wants_colon && !has_colon && self.tokens.within(self.at).is_none() {
            return self.say(
                self.end_of(&line),
                format!("This `{word}` lacks its colon."),
                "Put `:` at the end of the line; what belongs to it is indented below.",
            );
        }
        None
    }

    fn assignments(&self) -> Option<SyntaxError> {
        let line = self.line();
        let text = self.tokens.text.get(self.bytes.clone()).unwrap_or_default();
        let shown: String = text.chars().take(30).collect();
        match self.kind {
            ParseErrorType::InvalidAssignmentTarget | ParseErrorType::InvalidAugmentedAssignmentTarget => {
                let hint = match () {
                    () if matches!(shown.as_str(), "None" | "True" | "False") => {
                        "It always means the same. Choose another name."
                    }
                    () if text.ends_with(')') => "Store the result in a name: `result = …`. To compare, write `==`.",
                    () if text.starts_with(|c: char| c.is_ascii_digit() || c == '"' || c == '\'') => {
                        "The name stands to the left of `=`: `name = value`. To compare, write `==`."
                    }
                    () => "To the left of `=` stands one name, an element or an attribute. To compare, write `==`.",
                };
                self.say(self.bytes.clone(), format!("`{shown}` cannot be given a value."), hint)
            }
            ParseErrorType::InvalidNamedAssignmentTarget | ParseErrorType::InvalidAnnotatedAssignmentTarget => {
                self.say(self.bytes.clone(), format!("`{shown}` cannot be given a value."), "Write a name there.")
            }
            ParseErrorType::InvalidDeleteTarget => self.say(
                self.bytes.clone(),
                format!("`{shown}` cannot be deleted."),
                "`del` takes a name, an element or an attribute.",
            ),
            _ if self.kind(self.at) == Equal
                && self.kind(line.start).is_non_soft_keyword()
                && self.at == line.start + 1 =>
            {
                self.say(
                    self.tokens.bytes(line.start),
                    format!("`{}` is a word of Python and cannot be a name.", self.text(line.start)),
                    "Choose another name.",
                )
            }
            _ if self.message().contains("found a keyword")
                || self.kind(self.at).is_non_soft_keyword()
                    && self.message().starts_with("Expected a")
                    && self
                        .before()
                        .is_some_and(|before| matches!(self.kind(before), Lpar | Comma | For | Import | As | Dot)) =>
            {
                self.say(
                    self.tokens.bytes(self.at),
                    format!("`{}` is a word of Python and cannot be a name.", self.text(self.at)),
                    "Choose another name.",
                )
            }
            _ => None,
        }
    }

    /// Values side by side.
    fn lists(&self) -> Option<SyntaxError> {
        let before = self.before()?;
        let side_by_side = ends_value(self.kind(before)) && starts_value(self.kind(self.at));
        if !side_by_side {
            return None;
        }
        let place = self.tokens.bytes(before).start..self.tokens.bytes(self.at).end;
        let (left, right) = (self.text(before), self.text(self.at));
        if left.ends_with('\'') && self.tokens.touch(before) && self.kind(self.at) == Name {
            let hint = "An apostrophe ends a text that `'` began. Put such a text between `\"`.";
            return self.say(place, format!("The text {left} ends before `{right}`."), hint);
        }
        if self.tokens.within(self.at).is_some() {
            return self.say(
                place,
                format!("Between `{left}` and `{right}` something is missing."),
                "Put a comma between two values, or an operator.",
            );
        }
        self.say(
            place,
            format!("`{left}` and `{right}` cannot stand side by side."),
            "Put an operator between them, or start a new line.",
        )
    }

    /// Errors that the parser names well enough.
    fn known(&self) -> Option<SyntaxError> {
        let (message, hint) = match self.kind {
            ParseErrorType::NonDefaultParamAfterDefaultParam => (
                "A parameter without a default value comes after one that has one.",
                "Put the parameters with a default value last.",
            ),
            ParseErrorType::PositionalAfterKeywordArgument | ParseErrorType::PositionalAfterKeywordUnpacking => (
                "An argument without a name comes after one with a name.",
                "Put the arguments with a name (`name=value`) last.",
            ),
            ParseErrorType::EmptyImportNames => {
                ("This import names nothing.", "Write what is imported after `import`.")
            }
            ParseErrorType::EmptySlice => {
                ("Between `[` and `]` an index is missing.", "Write which element is meant: `items[0]`.")
            }
            ParseErrorType::SimpleStatementsOnSameLine | ParseErrorType::SimpleAndCompoundStatementOnSameLine => {
                ("Two statements stand on one line.", "Start a new line for the second one.")
            }
            ParseErrorType::UnparenthesizedGeneratorExpression => {
                ("With other arguments, a generator needs parentheses of its own.", "Put `(` and `)` around it.")
            }
            ParseErrorType::OtherError(message) if message.starts_with("Expected `except`") => (
                "This `try` has neither `except` nor `finally`.",
                "Add `except` with the error that is expected, and what to do then.",
            ),
            _ => return None,
        };
        let place = match self.kind {
            ParseErrorType::SimpleStatementsOnSameLine => self.tokens.bytes(self.at),
            _ => self.bytes.clone(),
        };
        self.say(place, message, hint)
    }

    fn anything(&self) -> SyntaxError {
        let message = self.message();
        let shown: String = match self.kind(self.at) {
            EndOfFile => "the end of the program".into(),
            Newline => "the end of the line".into(),
            Indent | Dedent => "this indentation".into(),
            _ => format!("`{}`", self.text(self.at).chars().take(30).collect::<String>()),
        };
        let place = if matches!(self.kind(self.at), Newline | EndOfFile) {
            self.end_of(&self.line())
        } else {
            self.bytes.clone()
        };
        let place = if place.is_empty() { place.start..self.tokens.bytes(self.at).end.max(place.end) } else { place };
        let hint = format!("Python says: {}.", message.trim_end_matches('.'));
        error(self.tree, place, format!("Python cannot go on at {shown}."), hint)
    }
}

/// Whether a value can start so.
pub(super) fn starts_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        Name | Int
            | Float
            | Complex
            | TokenKind::String
            | FStringStart
            | TStringStart
            | TokenKind::None
            | True
            | False
            | Lambda
            | Match
            | Type
            | Case
    )
}

/// Whether a value can end so.
fn ends_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        Name | Int
            | Float
            | Complex
            | TokenKind::String
            | FStringEnd
            | TStringEnd
            | TokenKind::None
            | True
            | False
            | Rpar
            | Rsqb
            | Rbrace
    )
}
