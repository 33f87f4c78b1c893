//! Syntax errors of the languages with braces.
//!
//! A parser says that there is a mistake and where it stumbles: oxc's for JavaScript and TypeScript, the tree's for the others. A scan of
//! the tokens says what the mistake is: what does not end, brackets that do not match, then a table of what is never right. What the
//! scan cannot explain is said as the parser saw it; in C and C++ it is left out where a macro may be the reason.

mod brackets;
mod expressions;
mod javascript;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::ops::Range;

use tree_sitter::Node;

use super::error;
use crate::api::SyntaxError;
use crate::tutor::analyze::tree::Tree;
use brackets::Fault;
use tokens::{Kind, Open, Scan};

/// A mistake.
struct Found {
    bytes: Range<usize>,
    message: String,
    hint: String,
}

/// Where a parser stumbles.
struct Stumble {
    bytes: Range<usize>,
    /// What it misses there, if it says so.
    missing: Option<String>,
    /// What it says.
    says: Option<Found>,
}

/// The mistakes, in the order of the text.
pub(super) fn errors(tree: &Tree) -> Vec<SyntaxError> {
    let scan = Scan::new(tree.language, tree.source.text);
    let judged = if scan.is_javascript() { javascript::parse(&scan) } else { None };
    let stumbles = judged.unwrap_or_else(|| stumbles(tree));
    let structure = stumbles
        .first()
        .and_then(|first| structure(&scan).filter(|found| !scan.is_javascript() || explains(&scan, found, first)));
    let mut found: Vec<Found> = match structure {
        Some(found) => vec![found],
        None if stumbles.is_empty() => beyond_grammar(&scan),
        None => stumbles.into_iter().filter_map(|stumble| explain(&scan, stumble)).collect(),
    };
    found.sort_by_key(|found| found.bytes.start);
    found.dedup_by_key(|found| found.bytes.start);
    found.into_iter().map(|found| error(tree, found.bytes, found.message, found.hint)).collect()
}

/// Types and modules: what is within them is one mistake each.
const CONTAINERS: [&str; 14] = [
    "program",
    "source_file",
    "translation_unit",
    "class_declaration",
    "class_body",
    "class",
    "impl_item",
    "declaration_list",
    "namespace_definition",
    "class_specifier",
    "field_declaration_list",
    "mod_item",
    "trait_item",
    "interface_body",
];

/// Where the tree is broken: once for each function or other declaration, and once for neighbours of which one is no declaration at all.
fn stumbles(tree: &Tree) -> Vec<Stumble> {
    let mut regions: Vec<Node> = Vec::new();
    let mut after_error = false;
    let mut cursor = tree.root().walk();
    'walk: loop {
        let node = cursor.node();
        if !node.has_error() {
            after_error &= node.is_extra();
        } else if CONTAINERS.contains(&node.kind()) && cursor.goto_first_child() {
            continue;
        } else {
            let follows = node.is_error() && regions.last().is_some_and(|last| last.end_byte() == node.start_byte());
            if !after_error && !follows {
                regions.push(node);
            }
            after_error = node.is_error() || node.is_missing();
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'walk;
            }
        }
    }
    regions.into_iter().take(MAX_ERRORS).filter_map(first_error).collect()
}

/// The first broken place within a node.
fn first_error(node: Node) -> Option<Stumble> {
    let mut cursor = node.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            let missing = node.is_missing().then(|| node.kind().to_owned());
            return Some(Stumble { bytes: node.byte_range(), missing, says: None });
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
    }
}

/// Whether a mistake in the structure is why JavaScript's parser stumbles where it does: the scan does not know JSX.
fn explains(scan: &Scan, found: &Found, stumble: &Stumble) -> bool {
    let is_jsx = scan.text.contains("</") || scan.text.contains("/>");
    !is_jsx && stumble.bytes.end >= found.bytes.start
}

/// What does not end, and brackets that do not match.
fn structure(scan: &Scan) -> Option<Found> {
    let open = scan.open.map(|open| not_ended(scan, open));
    let fault = scan.fault.map(|fault| unbalanced(scan, fault));
    let found = open.or(fault)?;
    // What looks like a quote or a bracket may be why.
    let foreign = scan.tokens.iter().position(|token| token.kind == Kind::Foreign);
    let earlier = foreign.filter(|at| scan.tokens[*at].start <= found.bytes.start);
    earlier.and_then(|at| expressions::foreign(scan, at)).or(Some(found))
}

fn not_ended(scan: &Scan, (what, start, end): (Open, usize, usize)) -> Found {
    let (message, hint) = match what {
        Open::Comment => (
            "This comment is never closed, so all that follows belongs to it.".to_owned(),
            "Write `*/` where it ends.".to_owned(),
        ),
        Open::Template => {
            let text = "This template is never closed, so all that follows belongs to it.";
            (text.to_owned(), "Write a backtick where it ends.".to_owned())
        }
        Open::Text => {
            let token = scan.at(start);
            let quote = scan.text[start..].trim_start_matches(char::is_alphabetic).chars().next().unwrap_or('"');
            // `'It's'`: the text ended before.
            let line = (0..token).rev().take(MAX_LINE).take_while(|at| !scan.tokens[at + 1].first);
            let mut pairs = line.map(|at| (&scan.tokens[at], &scan.tokens[at + 1]));
            let cut = pairs
                .find(|(text, word)| text.kind == Kind::Text && text.end() == word.start && word.kind == Kind::Word);
            if let Some((text, word)) = cut {
                let message =
                    format!("The text ends at the `{quote}` before `{}`, and another one starts after it.", word.text);
                let hint = format!("Write `\\{quote}` for a quote within the text.");
                return Found { bytes: text.end() - 1..word.start, message, hint };
            }
            let message = format!("This text starts with `{quote}` and is never closed.");
            (
                message,
                format!(
                    "Write `{quote}` where it ends{}.",
                    if scan.language == "rust" { "" } else { ", on the same line" }
                ),
            )
        }
    };
    Found { bytes: start..end, message, hint }
}

fn unbalanced(scan: &Scan, fault: Fault) -> Found {
    let line = |at: usize| 1 + scan.text[..scan.tokens[at].start].matches('\n').count();
    match fault {
        Fault::Unclosed(open, noticed) => {
            let bracket = &scan.tokens[open];
            let close = brackets::close_of(bracket);
            let seen = match noticed.map(|at| (scan.tokens[at].text, line(at))) {
                Some((text, at)) if text == close => {
                    format!(": by its indentation, the `{text}` in line {at} closes another one")
                }
                Some((text, at)) => format!(": `{text}` in line {at} comes first"),
                None => ", up to the end of the program".to_owned(),
            };
            let message = format!("The `{}` opened in line {} is never closed{seen}.", bracket.text, line(open));
            let hint = match bracket.text {
                "{" => "Write `}` on a line of its own, where the block ends.".to_owned(),
                _ => format!("Write `{close}` where it ends, probably in line {}.", line(end_of_line(scan, open))),
            };
            scan.found(open, open, message, hint)
        }
        Fault::Mismatch(open, close) => {
            let (opening, closing) = (&scan.tokens[open], &scan.tokens[close]);
            let right = brackets::close_of(opening);
            let message =
                format!("`{}` does not match the `{}` opened in line {}.", closing.text, opening.text, line(open));
            scan.found(
                close,
                close,
                message,
                format!("Write `{right}` in place of `{}`, or close the `{}` before it.", closing.text, opening.text),
            )
        }
        Fault::Extra(at) => extra(scan, at),
    }
}

/// The last token of a line.
fn end_of_line(scan: &Scan, at: usize) -> usize {
    let next = (at + 1..scan.tokens.len()).take(MAX_LINE).find(|next| scan.tokens[*next].first);
    next.map_or((at + MAX_LINE).min(scan.tokens.len()), |next| next).saturating_sub(1)
}

/// A closing bracket too many: its opening one may be what lacks.
fn extra(scan: &Scan, at: usize) -> Found {
    let token = &scan.tokens[at];
    let start = (0..at).rev().take(200).find(|index| scan.tokens[*index].first).unwrap_or(at);
    if token.is(")") {
        let condition = (start..at)
            .find(|index| scan.tokens[*index].is_any(&["if", "while", "for", "switch"]) && !scan.is(index + 1, "("));
        if let Some(word) = condition {
            let message = format!("The `(` after `{}` is missing.", scan.tokens[word].text);
            return scan.found(word, word, message, format!("Write `{} (`.", scan.tokens[word].text));
        }
    }
    if token.is("}") {
        // `if (x)` and a body that ends with a brace.
        let header = (0..at)
            .rev()
            .take(400)
            .filter(|index| scan.tokens[*index].first && scan.tokens[*index].indent <= token.indent);
        let head = header.take(1).find(|index| {
            let word = &scan.tokens[*index];
            let word = if word.is("}") { scan.get(index + 1).unwrap_or(word) } else { word };
            let last = end_of_line(scan, *index);
            let is_header = word.is_any(&[
                "if", "for", "while", "else", "do", "try", "switch", "function", "func", "fn", "match", "loop",
                "class", "struct",
            ]);
            (is_header || scan.is(last, ")")) && !scan.tokens[last].is_any(&["{", ";", "}"])
        });
        if let Some(head) = head {
            let last = end_of_line(scan, head);
            let message = "The `{` at the end of this line is missing: the `}` of its block closes something else.";
            return scan.found(last, last, message, format!("Write `{{` after `{}`.", scan.tokens[last].text));
        }
    }
    let open = match token.text {
        ")" => "(",
        "]" => "[",
        _ => "{",
    };
    let message = format!("This `{}` closes nothing: no `{open}` is open here.", token.text);
    scan.found(at, at, message, format!("Remove it, or write the `{open}` that is missing before it."))
}

/// Looks at a token for what is never right there.
type Pattern = fn(&Scan, usize) -> Option<Found>;

const PATTERNS: [Pattern; 24] = [
    expressions::foreign,
    expressions::character,
    statements::else_if,
    statements::function_word,
    statements::annotation,
    statements::name,
    statements::for_parts,
    statements::go_lines,
    statements::stray,
    statements::else_condition,
    expressions::operator,
    expressions::call,
    expressions::list,
    statements::colon_block,
    statements::declaration,
    statements::initialiser,
    statements::function_parts,
    statements::parentheses,
    statements::outside,
    expressions::assignment,
    expressions::comma,
    expressions::operand,
    expressions::type_semicolon,
    expressions::semicolon,
];

/// How many of them no macro explains.
const SURE: usize = 13;

/// What a tree bears with, and no compiler does.
const BEYOND_GRAMMAR: [Pattern; 6] = [
    expressions::character,
    statements::name,
    statements::function_parts,
    statements::go_lines,
    statements::outside,
    expressions::last_comma,
];

fn beyond_grammar(scan: &Scan) -> Vec<Found> {
    if scan.is_javascript() || scan.fault.is_some() || scan.open.is_some() {
        return Vec::new();
    }
    let first = (0..scan.tokens.len()).find_map(|at| BEYOND_GRAMMAR.iter().find_map(|pattern| pattern(scan, at)));
    first.into_iter().collect()
}

/// How many lines before the place where a parser stumbles the cause may be.
const LINES_BEFORE: usize = 2;

/// How many tokens of a line are looked at: some programs are one line.
const MAX_LINE: usize = 200;

/// After as many mistakes, more of them help nobody.
const MAX_ERRORS: usize = 10;

/// What the mistake is; none where it may be none.
fn explain(scan: &Scan, stumble: Stumble) -> Option<Found> {
    let Range { start, end } = stumble.bytes;
    let from = scan.text[..start].rmatch_indices('\n').nth(LINES_BEFORE).map_or(0, |(at, _)| at + 1);
    let first = scan.at(from).max(scan.at(start).saturating_sub(MAX_LINE));
    let window = first..(end_of_line(scan, scan.at(end)) + 1).min(scan.tokens.len());
    // Where a macro may be the reason, the mistakes that its text could explain are left out.
    let unsure = scan.has_macros || window.clone().any(|at| scan.is_c() && scan.is_macro(at));
    let patterns = if unsure { &PATTERNS[..SURE] } else { &PATTERNS[..] };
    let found = window.clone().find_map(|at| patterns.iter().find_map(|pattern| pattern(scan, at)));
    if let Some(found) = found.or_else(|| window.clone().find_map(|at| expressions::last_comma(scan, at))) {
        return Some(found);
    }
    if let Some(said) = stumble.says {
        return Some(said);
    }
    let of_macro =
        if scan.is_c() { (0..scan.tokens.len()).any(|at| scan.is_macro(at)) } else { scan.is_macro(scan.at(start)) };
    if unsure || of_macro || scan.get(scan.at(start)).is_some_and(|token| token.is_any(&["try", "safe"])) {
        return None;
    }
    let at = scan.at(start);
    let before = at.saturating_sub(1);
    match stumble.missing.as_deref() {
        Some(sign @ (";" | ")" | "]" | "}" | "{" | "(" | "," | ":")) => {
            let text = format!("A `{sign}` is missing after `{}`.", words::short(scan.get(before)?.text));
            Some(scan.found(before, before, text, format!("Write `{sign}` here.")))
        }
        Some(_) => {
            let text = format!(
                "Something is missing after `{}`, such as a name or a value.",
                words::short(scan.get(before)?.text)
            );
            Some(scan.found(before, before, text, "Write what is missing, or remove what needs it."))
        }
        None => {
            let at = at.min(scan.tokens.len().checked_sub(1)?);
            let text = format!("`{}` is not expected here.", words::short(scan.tokens[at].text));
            let hint = "Look at this line and at the end of the one before it: something is missing, or is too much.";
            Some(scan.found(at, at, text, hint))
        }
    }
}
