//! The longest stretch of a text that reads the same both ways.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(2600, 2600, 3000, 3000);
    g.say("most", most);
    let different = letters(g, 7);
    let l: Vec<&str> = different.iter().map(String::as_str).collect();
    let from = g.size(0..=1);
    g.example(args![[l[0], l[1], l[2], l[3], l[4], l[3], l[2], l[5], l[6]][from..].concat()]);
    let different = letters(g, 5);
    let l: Vec<&str> = different.iter().map(String::as_str).collect();
    let to = g.size(6..=7);
    g.example(args![[l[0], l[1], l[2], l[2], l[1], l[3], l[4]][..to].concat()]);
    let different = letters(g, 5);
    let l: Vec<&str> = different.iter().map(String::as_str).collect();
    let from = g.size(0..=1);
    g.example(args![[l[4], l[0], l[1], l[0], l[2], l[3], l[2]][from..].concat()]);

    g.edge("an empty text", args![""]);
    let only = g.text(1, "abcxyz");
    g.edge("one letter", args![only]);
    let count = g.size(4..=9);
    let different = letters(g, count).concat();
    g.edge("no letter twice: the first one it is", args![different]);
    let alike = g.text(1, "mnop").repeat(g.size(6..=40));
    g.edge("one letter many times", args![alike]);
    let there = letters(g, 6);
    let back: Vec<_> = there[..4].iter().rev().cloned().collect();
    g.edge("a stretch that comes again in reverse, but elsewhere", args![there.concat() + &back.concat()]);
    let half = letters(g, 5).concat();
    let whole = half.clone() + &reversed(&half);
    g.edge("the whole text", args![whole]);
    let few = g.by_level("abc", "abc", "ab", "ab");
    if few == "ab" {
        let (length, half) = (g.size(20..=60), g.text(40, few));
        let start = g.text(length, few);
        g.edge("a long one at the very end", args![start + &half + "a" + &reversed(&half)]);
        let (unit, times) = (g.pick(&["abb", "aab", "aabb"]), g.size(20..=50));
        let tail = g.text(30, few);
        g.edge("a pattern that repeats", args![unit.repeat(times) + &tail]);
    }

    for size in [20, 40, 90, 200] {
        let (before, after, length) = (g.size(size / 4..=size), g.size(size / 4..=size), g.size(2..=size / 2));
        let (before, after, half) = (g.text(before, few), g.text(after, few), g.text(length, few));
        let middle = g.text(1, few).repeat(g.size(0..=1));
        g.hidden(args![before + &half + &middle + &reversed(&half) + &after]);
    }

    // Many long stretches that read the same both ways, and many more that nearly do.
    let different = letters(g, 4);
    let mut large = String::new();
    for other in [1, 2, 3, 0] {
        large.push_str(&different[0].repeat(most / 4 - 1 - g.size(0..=most / 20)));
        if other > 0 {
            large.push_str(&different[other]);
        }
    }
    g.large(args![large]);
}

/// Different letters, each as a text.
fn letters(g: &mut Generator, count: usize) -> Vec<String> {
    let places = g.distinct(count, 0..=25);
    places.into_iter().map(|place| char::from(b'a' + u8::try_from(place).unwrap_or_default()).to_string()).collect()
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

fn solve(args: &Args) -> Value {
    let text = args.text(0).as_bytes();
    let mut longest = 0..0;
    // An even center is a letter, an odd one the gap behind a letter.
    for center in 0..text.len() * 2 {
        let (mut begin, mut end) = (center.div_ceil(2), center / 2 + 1);
        while begin > 0 && end < text.len() && text[begin - 1] == text[end] {
            begin -= 1;
            end += 1;
        }
        if end - begin > longest.len() {
            longest = begin..end;
        }
    }
    json!(args.text(0).get(longest))
}

fn explain(args: &Args, answer: &Value) -> String {
    let stretch = answer.as_str().unwrap_or_default();
    let place = args.text(0).find(stretch).unwrap_or_default();
    let count = stretch.chars().count();
    match count % 2 {
        0 => format!("The {count} letters from place {place} on read the same both ways; no longer stretch does."),
        _ => format!("The {count} letters from place {place} on read the same both ways, with a letter in the middle."),
    }
}
