//! Brackets of three kinds that have to be nested: the first place where they are not.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const KINDS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('<', '>')];

fn generate(g: &mut Generator) {
    let letters = g.level() > Difficulty::Easy;
    let most = g.by_level(60_000, 80_000, 80_000, 80_000);
    g.say("most", most);
    g.say("letters", if letters { "brackets and small letters" } else { "brackets and nothing else" });
    let mut kinds = KINDS;
    g.shuffle(&mut kinds);
    let [a, b, _] = kinds;
    let text = nested(g, 4, letters);
    g.example(args![text]);
    let [before, inside, behind] = [1, 1, 2].map(|pairs| nested(g, pairs, letters));
    g.example(args![format!("{before}{}{inside}{}{behind}", a.0, b.1)]);
    let [before, inside] = [1, 2].map(|pairs| nested(g, pairs, letters));
    g.example(args![format!("{before}{}{inside}{}", a.0, b.0)]);

    g.edge("no text at all", args![""]);
    g.edge("an opening bracket alone", args![a.0.to_string()]);
    let behind = nested(g, 3, letters);
    g.edge("a closing bracket at the very beginning", args![format!("{}{behind}", a.1)]);
    let before = nested(g, 2, letters);
    g.edge("one closing bracket too many at the end", args![format!("{before}{}", b.1)]);
    let before = nested(g, 2, letters);
    g.edge("two pairs that cross", args![format!("{before}{}{}{}{}", a.0, b.0, a.1, b.1)]);
    let [inside, behind] = [3, 1].map(|pairs| nested(g, pairs, letters));
    g.edge("two brackets that are never closed", args![format!("{}{inside}{}{behind}", b.0, a.0)]);
    if letters {
        let length = g.size(3..=30);
        let text = g.text(length, "abcdefgh");
        g.edge("letters only", args![text]);
    }
    let pairs = g.by_level([5, 8, 12, 20, 30], [15, 40, 90, 200, 500], [0; 5], [0; 5]);
    for pairs in pairs {
        let text = spoiled(g, pairs, letters);
        g.hidden(args![text]);
    }
    // As deep as can be; in one text of two, the first one is never closed.
    let opening: Vec<_> = (0..most / 2).map(|_| g.pick(&KINDS)).collect();
    let unclosed = usize::from(g.chance(50));
    let text = opening.iter().map(|kind| kind.0).chain(opening[unclosed..].iter().rev().map(|kind| kind.1));
    g.large(args![text.collect::<String>()]);
}

/// A text in which every bracket has its partner.
fn nested(g: &mut Generator, pairs: usize, letters: bool) -> String {
    let (mut text, mut open, mut left) = (String::new(), Vec::new(), pairs);
    while left > 0 || !open.is_empty() {
        if letters && g.chance(30) {
            text += &g.text(1, "abcdefgh");
        }
        if left > 0 && (open.is_empty() || g.chance(60)) {
            let (opening, closing) = g.pick(&KINDS);
            text.push(opening);
            open.push(closing);
            left -= 1;
        } else if let Some(closing) = open.pop() {
            text.push(closing);
        }
    }
    text
}

/// A nested text with one character replaced, taken away or put in.
fn spoiled(g: &mut Generator, pairs: usize, letters: bool) -> String {
    let mut text: Vec<_> = nested(g, pairs, letters).chars().collect();
    // Not at the beginning: most of the text is to be right.
    let place = g.size(text.len() / 2..=text.len() - 1);
    let (opening, closing) = g.pick(&KINDS);
    let other = if g.chance(70) { closing } else { opening };
    match g.size(0..=3) {
        0 => text[place] = other,
        1 => {
            text.remove(place);
        }
        2 => text.insert(place, other),
        _ => {}
    }
    text.into_iter().collect()
}

/// The place that is asked for, if there is one, and what was open there: places and brackets.
fn scan(text: &str) -> (Option<usize>, Vec<(usize, char)>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (place, mark) in text.chars().enumerate() {
        if KINDS.iter().any(|kind| kind.0 == mark) {
            open.push((place, mark));
        } else if let Some(kind) = KINDS.iter().find(|kind| kind.1 == mark) {
            if open.last().is_none_or(|last| last.1 != kind.0) {
                return (Some(place), open);
            }
            open.pop();
        }
    }
    (open.first().map(|first| first.0), open)
}

fn solve(args: &Args) -> Value {
    scan(args.text(0)).0.map_or(json!(-1), |place| json!(place))
}

fn explain(args: &Args, _: &Value) -> String {
    let (place, open) = scan(args.text(0));
    let Some(place) = place else {
        return "Every bracket is closed by one of its kind, and in the right order.".into();
    };
    let mark = args.text(0).chars().nth(place).unwrap_or_default();
    match open.last() {
        None => format!("The `{mark}` at place {place} closes, and nothing is open."),
        Some(_) if KINDS.iter().any(|kind| kind.0 == mark) => {
            format!(
                "All closing brackets fit, and the `{mark}` at place {place} is the first one that is never closed."
            )
        }
        Some((other, last)) => {
            format!(
                "The `{mark}` at place {place} does not fit: what was opened last is the `{last}` at place {other}."
            )
        }
    }
}
