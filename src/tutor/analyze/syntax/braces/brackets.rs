//! Which bracket closes which, and which one is wrong where they do not match.

use super::tokens::{Kind, Token};

/// A bracket that is wrong; the numbers are those of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is never closed; the closing bracket of another one shows it, or the end of the program.
    Unclosed(usize, Option<usize>),
    /// It is closed by a bracket of another shape.
    Mismatch(usize, usize),
    /// It closes nothing.
    Extra(usize),
}

/// How far out a closing bracket looks for its opening one: a bound keeps the time linear.
const MAX_BEYOND: usize = 100;

fn closing(open: &str) -> Option<&'static str> {
    match open {
        "(" => Some(")"),
        "[" => Some("]"),
        "{" => Some("}"),
        _ => None,
    }
}

/// The bracket that closes this one.
pub(super) fn close_of(open: &Token) -> &'static str {
    closing(open.text).unwrap_or_default()
}

/// Pairs all brackets and finds the first one that is wrong.
///
/// Where braces do not add up, indentation says which: a closing brace that stands further left than the line of its opening one
/// belongs to another, so the opening one is not closed; one that stands further right closes too much.
pub(super) fn pair(tokens: &mut [Token]) -> Option<Fault> {
    let mut open: Vec<usize> = Vec::new();
    let mut fault = None;
    let mut left = None;
    let mut right = None;
    for at in 0..tokens.len() {
        let token = tokens[at];
        tokens[at].around = open.last().copied();
        if token.kind != Kind::Sign {
            continue;
        }
        if closing(token.text).is_some() {
            open.push(at);
            continue;
        }
        if !matches!(token.text, ")" | "]" | "}") {
            continue;
        }
        let closes = |open: usize| close_of(&tokens[open]) == token.text;
        let Some(&top) = open.last() else {
            fault.get_or_insert(Fault::Extra(at));
            continue;
        };
        if !closes(top) {
            // Only a closing brace looks beyond a block.
            let mut within = open
                .iter()
                .rev()
                .take(MAX_BEYOND)
                .take_while(|open| token.text == "}" || tokens[**open].text != "{" || closes(**open));
            let nearest = within.position(|open| closes(*open));
            let block = tokens[top].text == "{";
            // `f(function () { g(); );`: the brace lacks.
            let beyond = open.iter().rev().nth(1).is_some_and(|open| closes(*open)) && block && token.first;
            let what = match nearest {
                Some(_) => Fault::Unclosed(top, Some(at)),
                None if beyond => Fault::Unclosed(top, Some(at)),
                None if block => Fault::Extra(at),
                None if tokens.get(at + 1).is_some_and(|next| next.is(close_of(&tokens[top]))) => Fault::Extra(at),
                None => Fault::Mismatch(top, at),
            };
            fault.get_or_insert(what);
            match (what, nearest) {
                (Fault::Unclosed(..), nearest) => open.truncate(open.len() - nearest.unwrap_or(1)),
                (Fault::Extra(_), _) => continue,
                (Fault::Mismatch(..), _) => {}
            }
        }
        let Some(opening) = open.pop() else { continue };
        (tokens[opening].partner, tokens[at].partner) = (Some(at), Some(opening));
        tokens[at].around = open.last().copied();
        if token.first && token.text == "}" {
            if token.indent < tokens[opening].indent {
                left = left.or(Some((opening, at)));
            } else if token.indent > tokens[opening].indent {
                right = right.or(Some(at));
            }
        }
    }
    match fault {
        Some(Fault::Extra(at)) if tokens[at].is("}") => Some(Fault::Extra(right.unwrap_or(at))),
        Some(_) => fault,
        None => open.last().map(|last| match left {
            Some((opening, at)) => Fault::Unclosed(opening, Some(at)),
            None => Fault::Unclosed(*last, None),
        }),
    }
}
