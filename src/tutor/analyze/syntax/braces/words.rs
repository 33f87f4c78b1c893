//! The words of the languages.

use super::tokens::{Kind, Scan, Token};

/// Words that start a statement in more than one language.
pub(super) const CONTROL: [&str; 6] = ["if", "while", "for", "switch", "return", "do"];

/// The words that declare a function, somewhere.
pub(super) const FUNCTION: [&str; 5] = ["function", "def", "fn", "func", "fun"];

/// Types that go before a name in Java, C and C++.
pub(super) const TYPES: [&str; 14] = [
    "int", "float", "double", "char", "long", "short", "byte", "bool", "boolean", "string", "String", "void", "auto",
    "unsigned",
];

/// Operators between two values that are nothing else in any of the languages.
pub(super) const BETWEEN: [&str; 20] = [
    "/", "%", "==", "!=", "===", "!==", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=",
    "**=", "=",
];

const JAVASCRIPT: &[&str] = &[
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "enum",
];
const JAVA: &[&str] = &[
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "volatile",
    "while",
];
const C: &[&str] = &[
    "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
    "for", "goto", "if", "inline", "int", "long", "register", "return", "short", "signed", "sizeof", "static",
    "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
];
const CPP: &[&str] = &[
    "auto",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "constexpr",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "explicit",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "nullptr",
    "operator",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];
const GO: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];
const RUST: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "extern", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait",
    "true", "type", "unsafe", "use", "where", "while",
];

/// Words that no name may be.
pub(super) fn keywords(language: &str) -> &'static [&'static str] {
    match language {
        "java" => JAVA,
        "c" => C,
        "cpp" => CPP,
        "go" => GO,
        "rust" => RUST,
        _ => JAVASCRIPT,
    }
}

/// The word that declares a function here, and how one looks.
pub(super) fn function_form(language: &str) -> (&'static str, &'static str) {
    match language {
        "go" => ("func", "func name(value int) int { … }"),
        "rust" => ("fn", "fn name(value: i32) -> i32 { … }"),
        "java" => ("", "static int name(int value) { … }"),
        "c" | "cpp" => ("", "int name(int value) { … }"),
        _ => ("function", "function name(value) { … }"),
    }
}

/// How a variable is declared here.
pub(super) fn variable_form(language: &str) -> &'static str {
    match language {
        "go" => "name := value",
        "rust" => "let name = value;",
        "java" | "c" | "cpp" => "int name = value;",
        _ => "let name = value;",
    }
}

/// Whether a token is a name and no keyword.
pub(super) fn is_name(scan: &Scan, token: &Token) -> bool {
    token.kind == Kind::Word && !keywords(scan.language).contains(&token.text)
}

/// Whether a value may end with this token.
pub(super) fn ends_value(scan: &Scan, token: &Token) -> bool {
    let is_literal = token.is_any(&["true", "false", "null", "this", "nullptr"]);
    token.is_value() || token.is_any(&[")", "]"]) || is_literal || is_name(scan, token)
}

/// A token's text, cut where it is long.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// How many characters of a token a message shows.
const MAX_SHOWN: usize = 30;
