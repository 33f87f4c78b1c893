//! JavaScript and TypeScript as oxc's parser judges them.

use oxc_allocator::Allocator;
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::{ParseOptions, Parser};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;

use super::tokens::{Kind, Scan};
use super::{Found, MAX_ERRORS, Stumble};

/// The parser calls itself for what is within something else; deeper code is not given to it.
const MAX_DEPTH: usize = 150;

/// As an expression or a chain of `else if` may be as deep as it is long, so is its number of tokens between two separators.
const MAX_CHAIN: usize = 800;

/// Where the parser stumbles, if the code may be given to it. A file is a script or a module: it is valid as either.
pub(super) fn parse(scan: &Scan) -> Option<Vec<Stumble>> {
    if is_deep(scan) {
        return None;
    }
    let jsx = scan.text.contains("</") || scan.text.contains("/>");
    let mut kinds = match scan.language {
        "typescript" => vec![SourceType::ts()],
        _ if is_module(scan) => vec![SourceType::mjs(), SourceType::script()],
        _ => vec![SourceType::script(), SourceType::mjs()],
    };
    match scan.language {
        "typescript" if jsx => kinds.push(SourceType::tsx()),
        _ if jsx => kinds.push(SourceType::jsx()),
        _ => {}
    }
    let mut first = None;
    for kind in kinds {
        let stumbles = parse_as(scan.text, kind);
        if stumbles.is_empty() {
            return Some(stumbles);
        }
        first.get_or_insert(stumbles);
    }
    first
}

fn parse_as(text: &str, kind: SourceType) -> Vec<Stumble> {
    let allocator = Allocator::default();
    let options = ParseOptions { parse_regular_expression: true, ..ParseOptions::default() };
    let parsed = Parser::new(&allocator, text, kind).with_options(options).parse();
    if let Some(error) = parsed.diagnostics.iter().next() {
        return vec![stumble(error, text)];
    }
    let judged = SemanticBuilder::new().with_check_syntax_error(true).build(&parsed.program);
    judged.diagnostics.iter().take(MAX_ERRORS).map(|error| stumble(error, text)).collect()
}

/// Whether code must be a module.
fn is_module(scan: &Scan) -> bool {
    let next = |at: usize| scan.get(at + 1).is_some_and(|next| !next.is_any(&["(", ".", "=", ":"]));
    (0..scan.tokens.len()).any(|at| scan.tokens[at].first && scan.tokens[at].is_any(&["import", "export"]) && next(at))
}

/// Whether code is nested so deep that a parser that calls itself could run out of stack.
fn is_deep(scan: &Scan) -> bool {
    let mut levels = vec![Level::default()];
    let mut chain = 0;
    for token in &scan.tokens {
        // A template's text opens and closes its expressions.
        let (opens, closes) = match token.kind {
            Kind::Text => (token.text.ends_with("${"), token.text.starts_with('}')),
            _ => (token.is_any(&["(", "[", "{"]), token.is_any(&[")", "]", "}"])),
        };
        if closes && levels.len() > 1 {
            chain -= levels.pop().map_or(0, |level| level.chain);
        }
        let starts = token.first
            && token.is_any(&["const", "let", "var", "function", "class", "import", "export", "return", "throw"]);
        if let Some(level) = levels.last_mut() {
            // What no separator ends: an `else if` is within the `if` before, and a type within the type around it.
            level.nested += usize::from(token.is_any(&["else", "<"]));
            if starts || token.is_any(&[";", ","]) {
                chain -= level.chain;
                level.chain = 0;
            } else {
                chain += 1;
                level.chain += 1;
            }
            if chain > MAX_CHAIN || level.nested > MAX_CHAIN {
                return true;
            }
        }
        if opens {
            levels.push(Level::default());
        }
        if levels.len() > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// What is right within a bracket.
#[derive(Default)]
struct Level {
    /// Tokens since the last separator.
    chain: usize,
    /// Tokens that nest whatever is between them.
    nested: usize,
}

fn stumble(error: &OxcDiagnostic, text: &str) -> Stumble {
    // The last of several places is where it shows.
    let label = error.labels.iter().max_by_key(|label| label.offset());
    let bytes = label.map_or(text.len()..text.len(), |label| {
        let start = (label.offset() as usize).min(text.len());
        start..(start + label.len() as usize).min(text.len())
    });
    let said = error.message.trim_end_matches('.');
    let (message, hint) = explanation(said, error.help.as_deref());
    Stumble { bytes: bytes.clone(), missing: None, says: Some(Found { bytes, message, hint }) }
}

/// What the parser says, in the words of a mentor.
fn explanation(said: &str, help: Option<&str>) -> (String, String) {
    const KNOWN: [(&str, &str, &str); 12] = [
        (
            "has already been declared",
            "A name can be declared once in a block.",
            "Choose another name, or leave out `let` or `const` to give the variable a new value.",
        ),
        (
            "Expected a semicolon",
            "Two statements stand here without anything between them, or an operator or a comma is missing.",
            "Look at what is before this place: write the `;`, the `,` or the operator that is missing.",
        ),
        (
            "return",
            "A `return` gives back the result of a function, and here is none around it.",
            "Put it into a function; check that no `}` closes the function too early.",
        ),
        (
            "break",
            "`break` and `continue` need a loop (or a `switch`) around them.",
            "Put it into a loop; check that no `}` closes the loop too early.",
        ),
        (
            "continue",
            "`continue` needs a loop around it.",
            "Put it into a loop; check that no `}` closes the loop too early.",
        ),
        ("await", "`await` may be in an `async` function only.", "Write `async` before the function around it."),
        (
            "Cannot assign",
            "What is on the left of `=` is no variable, so nothing can be put in it.",
            "To compare, write `===`; else put a variable on the left.",
        ),
        (
            "Missing initializer",
            "A constant needs its value where it is declared.",
            "Write `= value` after the name, or `let` if it gets its value later.",
        ),
        (
            "end of file",
            "The program ends in the middle of something.",
            "Look for what is begun at its end and not finished.",
        ),
        (
            "regular expression",
            "This regular expression is not well formed.",
            "Check its brackets and backslashes, and the letters after its closing `/`.",
        ),
        (
            "Unexpected token",
            "This is not expected here.",
            "Look at this line and at the end of the one before it: something is missing, or is too much.",
        ),
        ("Expected", "", "Look at this place: something is missing before it, or it is too much."),
    ];
    let known = KNOWN.iter().find(|(part, ..)| said.contains(part));
    let message = match known {
        Some((_, why, _)) if !why.is_empty() => format!("{said}. {why}"),
        _ => format!("{said}."),
    };
    let hint = known
        .map(|(.., hint)| (*hint).to_owned())
        .or_else(|| help.map(|help| format!("{}.", help.trim_end_matches('.'))));
    (message, hint.unwrap_or_else(|| "Compare this line with an example of what it should do.".to_owned()))
}
