//! One letter of a text that is written with repeats, without writing the text out.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
/// How deep the brackets of the large pattern are.
const DEPTH: usize = 24_000;

fn generate(g: &mut Generator) {
    let (deep, often) = g.by_level((2, 12), (2, 30), (4, 999), (4, 999));
    g.say("depth", DEPTH);
    let letters = g.distinct(26, 0..=25);
    let letter = |index: usize| LETTERS.chars().nth(usize::try_from(letters[index]).unwrap_or(0)).unwrap_or('a');
    let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(letter);
    let times = g.int(2..=4);
    let place = g.int(1..=2 * times);
    g.example(args![format!("{a}{times}[{b}{c}]{d}"), place]);
    let place = g.int(3..=9);
    g.example(args![format!("2[{a}3[{b}]{c}]{d}"), place]);
    let place = g.int(0..=2);
    g.example(args![format!("{a}{b}2[{c}]"), 4 + place]);
    g.edge("nothing but a letter", args![a.to_string(), 0]);
    let place = g.int(0..=3);
    g.edge("an empty pattern", args!["", place]);
    let place = g.int(6..=11);
    g.edge("a number of two digits", args![format!("12[{a}{b}]{c}"), 2 * place + 1]);
    let place = g.int(1..=2);
    g.edge("a part that is repeated 0 times", args![format!("{a}0[{b}{c}2[{d}]]{e}{b}"), place]);
    let place = g.int(1..=4);
    g.edge("a bracket with nothing in it", args![format!("{a}5[]{b}3[2[]{c}]"), place]);
    let place = g.int(4..=5);
    g.edge("a later copy of a part", args![format!("3[{a}{b}{c}]{d}{e}{d}"), place]);
    for depth in [1, 2, deep, deep, deep] {
        let mut text = pattern(g, depth, often);
        let mut length = length(&text);
        while length < 2 {
            text = pattern(g, depth, often);
            length = self::length(&text);
        }
        let place = if g.chance(10) { length } else { g.int(length / 3..=length - 1) };
        g.hidden(args![text, place]);
    }
    let (mut text, mut twice) = (String::new(), 0);
    for _ in 0..DEPTH {
        text.push(g.pick(&['a', 'b', 'c', 'x', 'y', 'z']));
        // A few of them double what is inside.
        let doubles = twice < 20 && g.chance(1);
        twice += i32::from(doubles);
        text.push_str(if doubles { "2[" } else { "1[" });
    }
    text.push_str(&"]".repeat(DEPTH));
    let length = self::length(&text);
    let place = g.int(length / 2..=length - 1);
    g.large(args![text, place]);
}

/// A pattern of up to three parts.
fn pattern(g: &mut Generator, depth: usize, often: i64) -> String {
    let mut text = String::new();
    for _ in 0..g.size(1..=3) {
        if depth == 0 || g.chance(25) {
            let count = g.size(1..=3);
            text.push_str(&g.text(count, LETTERS));
        } else {
            let count = if g.chance(5) { 0 } else { g.int(1..=often) };
            text.push_str(&format!("{count}[{}]", pattern(g, depth - 1, often)));
        }
    }
    text
}

/// What a bracket holds: the length of what is in it, and where it ends.
#[derive(Clone, Copy, Default)]
struct Part {
    unit: i64,
    end: usize,
}

/// The parts, at the places of their opening brackets, and the length of the whole text.
fn parts(pattern: &[u8]) -> (Vec<Part>, i64) {
    let mut parts = vec![Part::default(); pattern.len()];
    let (mut length, mut count) = (0, 0);
    let mut open = Vec::new();
    for (place, symbol) in pattern.iter().enumerate() {
        match symbol {
            b'0'..=b'9' => count = count * 10 + i64::from(symbol - b'0'),
            b'[' => {
                open.push((place, length, count));
                (length, count) = (0, 0);
            }
            b']' => {
                let (start, before, count) = open.pop().unwrap_or_default();
                parts[start] = Part { unit: length, end: place };
                length = before + count * length;
            }
            _ => length += 1,
        }
    }
    (parts, length)
}

fn length(pattern: &str) -> i64 {
    parts(pattern.as_bytes()).1
}

fn solve(args: &Args) -> Value {
    let (pattern, mut place) = (args.text(0).as_bytes(), args.int(1));
    let (parts, _) = parts(pattern);
    let (mut at, mut count) = (0, 0);
    while let Some(symbol) = pattern.get(at) {
        match symbol {
            b'0'..=b'9' => count = count * 10 + i64::from(symbol - b'0'),
            b'[' => {
                let Part { unit, end } = parts[at];
                if place < count * unit {
                    place %= unit;
                } else {
                    place -= count * unit;
                    at = end;
                }
                count = 0;
            }
            b']' => {}
            _ if place == 0 => return json!(char::from(*symbol).to_string()),
            _ => place -= 1,
        }
        at += 1;
    }
    json!("")
}

fn explain(args: &Args, answer: &Value) -> String {
    let (pattern, place) = (args.text(0), args.int(1));
    let length = length(pattern);
    // Examples are short when written out.
    let whole: String = (0..length.min(100)).filter_map(|place| {
        let letter = solve(&Args(&[json!(pattern), json!(place)]));
        letter.as_str().map(str::to_owned)
    }).collect();
    match answer.as_str() {
        Some("") | None => format!("Written out it is `{whole}`, which ends before place {place}."),
        Some(letter) => format!("Written out it is `{whole}`, and at place {place} stands `{letter}`."),
    }
}
