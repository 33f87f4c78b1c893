//! The word that occurs most often in a text.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const WORDS: [&str; 20] = [
    "tea", "rain", "boat", "moon", "bread", "stone", "light", "road", "fox", "river", "lamp", "wind", "salt", "green",
    "door", "bell", "soup", "north", "coat", "dune",
];

fn generate(g: &mut Generator) {
    let most = g.by_level(100_000, 100_000, 100_000, 100_000);
    g.say("most", most);
    let w = vocabulary(g, 4);
    let mut words = vec![w[0], w[0], w[1], w[2]];
    if g.chance(50) {
        words.extend([w[0], w[1]]);
    }
    g.shuffle(&mut words);
    g.example(args![words.join(" ")]);
    let w = vocabulary(g, 4);
    g.example(args![[w[2], w[0], w[1], w[1], w[0], w[3]].join(" ")]);

    g.edge("an empty text", args![""]);
    let w = vocabulary(g, 8);
    g.edge("one word", args![w[0]]);
    let gap = " ".repeat(g.size(3..=6));
    g.edge("several spaces in a row, and some at both ends", args![format!("  {}{gap}{}{gap}{}   ", w[1], w[2], w[1])]);
    let count = g.size(4..=8);
    g.edge("every word once", args![w[..count].join(" ")]);
    g.edge("several that are equally often", args![[w[3], w[4], w[5], w[5], w[4], w[3]].join(" ")]);
    let mut capitals = ["Tea", "tea", "TEA", "tea"];
    g.shuffle(&mut capitals);
    g.edge("words that differ in their capitals", args![capitals.join(" ")]);
    let mut wide = ["été", "über", "naïve", "東京", "été", "łódź"];
    g.shuffle(&mut wide);
    g.edge("letters beyond a to z", args![wide.join(" ")]);

    let few = [(12, 4), (20, 5), (30, 8), (40, 12)];
    let many = [(20, 6), (40, 9), (80, 15), (150, 20)];
    for (count, kinds) in g.by_level(few, many, many, many) {
        let w = vocabulary(g, kinds);
        let mut text = String::new();
        for _ in 0..count {
            text.push_str(g.pick(&w));
            text.push_str(&" ".repeat(g.size(1..=2)));
        }
        g.hidden(args![text.trim_end()]);
    }
    let w = vocabulary(g, 10);
    let mut ties = [&w[..], &w[..], &w[..]].concat();
    g.shuffle(&mut ties);
    g.hidden(args![ties.join(" ")]);

    let mut large = String::new();
    while large.len() + 4 < most {
        let length = if g.chance(70) { 2 } else { 3 };
        large.push_str(&g.text(length, "abcdefghijklmnoprstuvwxyz"));
        large.push(' ');
    }
    g.large(args![large.trim_end()]);
}

/// Different words.
fn vocabulary(g: &mut Generator, count: usize) -> Vec<&'static str> {
    let mut words = WORDS.to_vec();
    g.shuffle(&mut words);
    words.truncate(count);
    words
}

fn counts(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    text.split(' ').filter(|word| !word.is_empty()).for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

fn solve(args: &Args) -> Value {
    let counts = counts(args.text(0));
    let most = counts.values().max().copied().unwrap_or_default();
    // The first word of the text that is that often.
    json!(args.text(0).split(' ').find(|word| counts.get(word) == Some(&most)).unwrap_or_default())
}

fn explain(args: &Args, answer: &Value) -> String {
    let counts = counts(args.text(0));
    let word = answer.as_str().unwrap_or_default();
    let count = counts.get(word).copied().unwrap_or_default();
    match counts.values().filter(|other| **other == count).count() {
        1 => format!("“{word}” occurs {count} times, more often than any other word."),
        several => format!("There are {several} words that occur {count} times each; “{word}” comes first."),
    }
}
