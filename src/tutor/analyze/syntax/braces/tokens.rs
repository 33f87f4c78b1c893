//! A program cut into tokens, whatever it is: strings, comments and brackets aware, and in one pass.

use super::Found;
use super::brackets::{self, Fault};
use crate::tutor::analyze::languages::Language;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    Number,
    /// A string, a character or a regular expression.
    Text,
    /// A bracket or an operator.
    Sign,
    /// What no program has outside of a string.
    Foreign,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Whether it is the first of its line.
    pub first: bool,
    /// How far its line is indented.
    pub indent: usize,
    /// The bracket that closes or opens this one.
    pub partner: Option<usize>,
    /// The bracket around it.
    pub around: Option<usize>,
}

impl Token<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }

    pub fn is_any(&self, texts: &[&str]) -> bool {
        self.kind != Kind::Text && texts.contains(&self.text)
    }

    pub fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Text)
    }
}

/// What does not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Text,
    Template,
    Comment,
}

/// The tokens of a program.
pub(super) struct Scan<'a> {
    pub language: &'static str,
    /// Its name in text.
    pub title: &'static str,
    pub text: &'a str,
    pub tokens: Vec<Token<'a>>,
    /// What does not end, and where it starts and its line ends.
    pub open: Option<(Open, usize, usize)>,
    /// The first bracket that is wrong.
    pub fault: Option<Fault>,
    /// Whether a preprocessor may make another program of it.
    pub has_macros: bool,
}

/// A longer regular expression is read as operators: looking for its end from each `/` again would take too long.
const MAX_EXPRESSION: usize = 1000;

/// How many tokens within a bracket are looked at.
const MAX_INSIDE: usize = 200;

/// How many tokens before a block may be its header.
const MAX_HEADER: usize = 60;

/// Operators of more than one character, the longest first.
const SIGNS: [&str; 44] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", "&&=", "||=", "??=", "..=", ">>>", "&^=", "<=>", "->", "=>",
    "::", ":=", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<",
    ">>", "<-", "??", "?.", "..", "**", "&^", "##", "<>",
];

pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

impl<'a> Scan<'a> {
    pub fn new(language: &'static Language, text: &'a str) -> Self {
        let Language { name: language, title, .. } = *language;
        let scan = Self { language, title, text, tokens: Vec::new(), open: None, fault: None, has_macros: false };
        let mut lexer = Lexer { scan, at: 0, line_start: 0, first: true, indent: 0, templates: Vec::new() };
        lexer.run();
        let mut scan = lexer.scan;
        scan.fault = brackets::pair(&mut scan.tokens);
        scan
    }

    pub fn get(&self, index: usize) -> Option<&Token<'a>> {
        self.tokens.get(index)
    }

    /// Whether the token at an index, if any, is this one.
    pub fn is(&self, index: usize, text: &str) -> bool {
        self.get(index).is_some_and(|token| token.is(text))
    }

    pub fn before(&self, index: usize) -> Option<&Token<'a>> {
        index.checked_sub(1).and_then(|index| self.get(index))
    }

    /// The first token that ends after a byte.
    pub fn at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.end() <= byte)
    }

    /// The first tokens right within a bracket.
    pub fn inside(&self, open: usize) -> impl Iterator<Item = usize> {
        let close = self.get(open).and_then(|open| open.partner).unwrap_or(open);
        (open + 1..close).take(MAX_INSIDE).filter(move |at| self.tokens[*at].around == Some(open))
    }

    /// The word that a block belongs to: `if`, `for`, `else`, …, `class` of any type, `function`, or nothing that is known.
    pub fn header(&self, open: usize) -> &'a str {
        let mut at = open;
        let mut called = false;
        for _ in 0..MAX_HEADER {
            let Some(before) = self.before(at) else { break };
            at -= 1;
            match before.text {
                "=>" => return "function",
                "class" | "interface" | "enum" | "record" | "struct" | "union" | "impl" | "trait" | "namespace"
                | "mod" => return "class",
                "if" | "for" | "while" | "switch" | "select" | "match" | "else" | "do" | "try" | "catch"
                | "finally" | "loop" | "function" | "fn" | "func" => return before.text,
                // In Go, the parts of a header are separated by `;`, and statements by lines.
                ";" if self.language == "go" => {}
                ";" | "{" | "}" | "(" | "[" | "," | ":" => break,
                "=" | "return" if at + 1 == open => break,
                ")" | "]" => {
                    called |= at + 1 == open;
                    let Some(partner) = before.partner else { break };
                    at = partner;
                }
                _ => {}
            }
        }
        if called { "function" } else { "" }
    }

    /// Whether a `)` ends the condition of an `if`.
    pub fn ends_if(&self, close: usize) -> bool {
        self.get(close).and_then(|close| close.partner).is_some_and(|open| self.is(open.wrapping_sub(1), "if"))
    }

    /// Whether a token may stand for others: a macro of C, by its capitals and by what is beside it, or something within a macro of Rust.
    pub fn is_macro(&self, at: usize) -> bool {
        const HARMLESS: [&str; 8] =
            ["NULL", "EOF", "FILE", "EXIT_SUCCESS", "EXIT_FAILURE", "INT_MAX", "INT_MIN", "RAND_MAX"];
        let Some(token) = self.get(at) else { return false };
        if self.language == "rust" {
            let opens = std::iter::successors(token.around, |open| self.tokens[*open].around).take(MAX_HEADER);
            return opens.into_iter().any(|open| {
                self.before(open).is_some_and(|before| before.is("!")) || self.is(open.wrapping_sub(2), "!")
            });
        }
        let capitals =
            token.kind == Kind::Word && token.text.len() > 2 && !token.text.contains(|c: char| c.is_lowercase());
        let beside = self
            .get(at + 1)
            .is_some_and(|next| next.kind == Kind::Word || next.first || next.is_any(&["(", "::", ":"]));
        self.is_c() && capitals && beside && !HARMLESS.contains(&token.text)
    }

    /// Whether a token is right within the braces of a type.
    pub fn around_is_class(&self, at: usize) -> bool {
        self.get(at).and_then(|token| token.around).is_some_and(|open| self.header(open) == "class")
    }

    /// A mistake from one token to the end of another one.
    pub fn found(&self, from: usize, to: usize, message: impl Into<String>, hint: impl Into<String>) -> Found {
        let start = self.get(from).map_or(self.text.len(), |token| token.start);
        let end = self.get(to).map_or(start, Token::end);
        Found { bytes: start..end, message: message.into(), hint: hint.into() }
    }

    pub fn is_one_of(&self, languages: &[&str]) -> bool {
        languages.contains(&self.language)
    }

    pub fn is_javascript(&self) -> bool {
        self.is_one_of(&["javascript", "typescript"])
    }

    pub fn is_c(&self) -> bool {
        self.is_one_of(&["c", "cpp"])
    }
}

struct Lexer<'a> {
    scan: Scan<'a>,
    at: usize,
    line_start: usize,
    first: bool,
    indent: usize,
    /// How many braces are open in each `${`.
    templates: Vec<usize>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.scan.text[self.at..]
    }

    fn run(&mut self) {
        if self.rest().starts_with("#!") && !self.rest().starts_with("#![") {
            self.skip_line();
        }
        while let Some(character) = self.rest().chars().next() {
            let rest = self.rest();
            if character == '\n' {
                self.at += 1;
                (self.line_start, self.first) = (self.at, true);
            } else if character.is_whitespace() || character == '\u{feff}' {
                self.at += character.len_utf8();
            } else if rest.starts_with("//") {
                self.skip_line();
            } else if rest.starts_with("/*") {
                self.comment();
            } else if character == '#' && self.first && self.scan.is_c() {
                self.directive();
            } else {
                self.token(character);
            }
        }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn comment(&mut self) {
        let start = self.at;
        let bytes = self.scan.text.as_bytes();
        let mut depth = 0;
        while self.at < bytes.len() {
            match &bytes[self.at..bytes.len().min(self.at + 2)] {
                b"/*" if depth == 0 || self.scan.language == "rust" => (depth, self.at) = (depth + 1, self.at + 2),
                b"*/" => (depth, self.at) = (depth - 1, self.at + 2),
                _ => self.at += 1,
            }
            if depth == 0 {
                return;
            }
        }
        self.open(Open::Comment, start);
    }

    fn open(&mut self, what: Open, start: usize) {
        let line = &self.scan.text[start..];
        let end = start + line.find(['\n', '\r']).unwrap_or(line.len());
        self.scan.open.get_or_insert((what, start, end));
    }

    /// `#include` and its like; of `#if` and `#else`, the first branch counts.
    fn directive(&mut self) {
        let name =
            |rest: &str| rest[1..].trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_owned();
        let mut skipped = 0;
        let mut skipping = false;
        loop {
            let word = name(self.rest());
            let line = self.rest().split('\n').next().unwrap_or_default();
            let own = word == "include" && line.contains('"');
            self.scan.has_macros |= word == "if" || own || (word == "define" && line.contains(['(', '\\', '{']));
            match word.as_str() {
                "if" | "ifdef" | "ifndef" if skipping => skipped += 1,
                "else" | "elif" | "elifdef" | "elifndef" if skipped == 0 => skipping = true,
                "endif" if skipping && skipped == 0 => skipping = false,
                "endif" if skipping => skipped -= 1,
                _ => {}
            }
            // A directive goes on after a backslash, and in a comment.
            loop {
                let line = self.rest().len().min(self.rest().find('\n').unwrap_or(usize::MAX));
                let text = &self.rest()[..line];
                if let Some(comment) =
                    text.find("/*").filter(|at| !text[*at..].contains("*/") && !text[..*at].contains("//"))
                {
                    self.at += comment;
                    self.comment();
                    continue;
                }
                self.at += line;
                if !text.trim_end_matches('\r').ends_with('\\') || self.at >= self.scan.text.len() {
                    break;
                }
                self.at += 1;
            }
            if !skipping {
                return;
            }
            // The next directive, over lines that are left out.
            while !self.rest().is_empty() {
                self.at += 1;
                let line = self.rest();
                let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
                if line[blank..].starts_with('#') {
                    self.at += blank;
                    break;
                }
                self.skip_line();
            }
            if self.rest().is_empty() {
                return;
            }
        }
    }

    fn push(&mut self, kind: Kind, len: usize) {
        if self.first {
            let before = &self.scan.text[self.line_start..self.at];
            self.indent = before.chars().map(|c| if c == '\t' { 8 } else { 1 }).sum();
        }
        let (start, first, indent) = (self.at, self.first, self.indent);
        let text = &self.scan.text[start..start + len];
        self.scan.tokens.push(Token { kind, text, start, first, indent, partner: None, around: None });
        self.first = false;
        self.at += len;
        if let Some(line) = text.rfind('\n') {
            self.line_start = start + line + 1;
        }
    }

    fn token(&mut self, character: char) {
        let rest = self.rest();
        if let Some(len) = self.lifetime() {
            self.push(Kind::Word, len);
        } else if let Some(len) = self.text(character) {
            self.push(Kind::Text, len);
        } else if character.is_ascii_digit()
            || (character == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        {
            let len = self.number();
            self.push(Kind::Number, len);
        } else if is_word(character)
            || (self.scan.is_javascript() && rest.starts_with('#') && rest[1..].starts_with(is_word))
        {
            let name = &rest[character.len_utf8()..];
            self.push(Kind::Word, character.len_utf8() + name.find(|c| !is_word(c)).unwrap_or(name.len()));
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.push(Kind::Sign, sign.len());
        } else if character.is_ascii() && character != '`' && !character.is_control() {
            self.brace(character);
            self.push(Kind::Sign, 1);
        } else {
            // From an opening smart quote to its closing one it is one mistake.
            let close = match character {
                '\u{201c}' | '\u{201d}' => Some('\u{201d}'),
                '\u{2018}' | '\u{2019}' => Some('\u{2019}'),
                _ => None,
            };
            let mut near = rest.char_indices().skip(1).take(100).take_while(|(_, c)| *c != '\n');
            let end = near.find(|(_, c)| Some(*c) == close).map(|(at, c)| at + c.len_utf8());
            self.push(Kind::Foreign, end.unwrap_or(character.len_utf8()));
        }
    }

    /// In a template, braces say where its text goes on.
    fn brace(&mut self, character: char) {
        let Some(depth) = self.templates.last_mut() else { return };
        match character {
            '{' => *depth += 1,
            '}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
    }

    fn number(&self) -> usize {
        let bytes = self.rest().as_bytes();
        let hex = bytes.starts_with(b"0x") || bytes.starts_with(b"0X");
        let mut end = 1;
        while let Some(&byte) = bytes.get(end) {
            let next = bytes.get(end + 1).copied().unwrap_or(b' ');
            let goes_on = match byte {
                b'.' => {
                    next.is_ascii_digit()
                        || (!is_word(char::from(next)) && next != b'.' && !bytes[..end].contains(&b'.'))
                }
                b'+' | b'-' => !hex && matches!(bytes[end - 1], b'e' | b'E') && next.is_ascii_digit(),
                b'\'' => self.scan.is_c() && next.is_ascii_alphanumeric(),
                _ => byte.is_ascii_alphanumeric() || byte == b'_',
            };
            if !goes_on {
                break;
            }
            end += 1;
        }
        end
    }

    /// The length of a string, a character or a regular expression that starts here.
    fn text(&mut self, character: char) -> Option<usize> {
        let rest = self.rest();
        let language = self.scan.language;
        match character {
            '"' if language == "java" && rest.starts_with("\"\"\"") => Some(self.until(3, "\"\"\"", true, Open::Text)),
            '"' => Some(self.quoted(1, '"', language == "rust")),
            '\'' => Some(self.quoted(1, '\'', false)),
            '`' if language == "go" => Some(self.until(1, "`", false, Open::Text)),
            '`' if self.scan.is_javascript() => Some(self.template()),
            '}' if self.templates.last() == Some(&0) => {
                self.templates.pop();
                Some(self.template())
            }
            '/' if self.scan.is_javascript() && self.takes_value() => self.expression(),
            'r' | 'b' | 'c' if language == "rust" => {
                let prefix = rest.find(|c| !is_word(c))?;
                match &rest[..prefix] {
                    "b" | "c" if rest[prefix..].starts_with('"') => Some(self.quoted(prefix + 1, '"', true)),
                    "b" if rest[prefix..].starts_with('\'') => Some(self.quoted(prefix + 1, '\'', false)),
                    "r" | "br" | "cr" => {
                        let hashes = rest[prefix..].find(|c| c != '#').unwrap_or(0);
                        let quote = rest[prefix + hashes..].starts_with('"');
                        let close = format!("\"{}", "#".repeat(hashes));
                        quote.then(|| self.until(prefix + hashes + 1, &close, false, Open::Text))
                    }
                    _ => None,
                }
            }
            'R' | 'L' | 'u' | 'U' if self.scan.is_c() => {
                let prefix = rest.find(|c| !is_word(c))?;
                match &rest[..prefix] {
                    "L" | "u8" | "u" | "U" if rest[prefix..].starts_with(['"', '\'']) => {
                        Some(self.quoted(prefix + 1, rest[prefix..].chars().next()?, false))
                    }
                    "R" | "LR" | "u8R" | "uR" | "UR" if rest[prefix..].starts_with('"') => {
                        let open =
                            rest[prefix..].bytes().take(20).position(|byte| byte == b'(').filter(|at| *at > 0)?;
                        let close = format!("){}\"", &rest[prefix + 1..prefix + open]);
                        Some(self.until(prefix + open + 1, &close, false, Open::Text))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Up to a closing text, over lines.
    fn until(&mut self, from: usize, close: &str, escapes: bool, what: Open) -> usize {
        let rest = self.rest();
        let mut at = from;
        while let Some(found) = rest.get(at..).and_then(|rest| rest.find(close)) {
            let slashes = rest[at..at + found].bytes().rev().take_while(|byte| *byte == b'\\').count();
            at += found;
            if !escapes || slashes % 2 == 0 {
                return at + close.len();
            }
            at += 1;
        }
        self.open(what, self.at);
        rest.len()
    }

    fn quoted(&mut self, from: usize, quote: char, over_lines: bool) -> usize {
        let mut escaped = false;
        for (at, character) in self.rest()[from..].char_indices() {
            match character {
                '\n' if !escaped && !over_lines => {
                    self.open(Open::Text, self.at);
                    return from + at;
                }
                '\r' if escaped => continue,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if character == quote => return from + at + 1,
                _ => {}
            }
        }
        self.open(Open::Text, self.at);
        self.rest().len()
    }

    /// The `'a` of Rust that no `'` follows.
    fn lifetime(&self) -> Option<usize> {
        let within = self.rest().strip_prefix('\'').filter(|_| self.scan.language == "rust")?;
        let word = within.find(|c| !is_word(c)).unwrap_or(within.len());
        (word > 0 && !within[word..].starts_with('\'')).then_some(1 + word)
    }

    /// A template's text, up to its end or the next `${`.
    fn template(&mut self) -> usize {
        let rest = self.rest();
        let mut escaped = false;
        for (at, character) in rest.char_indices().skip(1) {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '`' => return at + 1,
                '{' if rest[..at].ends_with('$') => {
                    self.templates.push(0);
                    return at + 1;
                }
                _ => {}
            }
        }
        self.open(Open::Template, self.at);
        rest.len()
    }

    /// Whether a value comes next, so that `/` starts a regular expression.
    fn takes_value(&self) -> bool {
        const BEFORE_VALUE: [&str; 15] = [
            "return",
            "typeof",
            "case",
            "in",
            "of",
            "delete",
            "void",
            "throw",
            "new",
            "else",
            "do",
            "await",
            "yield",
            "instanceof",
            "default",
        ];
        let Some(last) = self.scan.tokens.last() else { return true };
        match last.kind {
            Kind::Word => BEFORE_VALUE.contains(&last.text),
            Kind::Text => last.text.ends_with("${"),
            Kind::Sign => !matches!(last.text, ")" | "]" | "}" | "++" | "--"),
            Kind::Number | Kind::Foreign => false,
        }
    }

    fn expression(&self) -> Option<usize> {
        let (mut escaped, mut class) = (false, false);
        for (at, character) in self.rest().char_indices().take(MAX_EXPRESSION).skip(1) {
            match character {
                '\n' => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class => {
                    let flags = &self.rest()[at + 1..];
                    return Some(at + 1 + flags.find(|c| !is_word(c)).unwrap_or(flags.len()));
                }
                _ => {}
            }
        }
        None
    }
}
