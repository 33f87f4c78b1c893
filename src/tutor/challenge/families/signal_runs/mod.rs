//! A signal, written shorter: each run as its letter and its length.

use std::iter::repeat_n;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const SMALL: (&str, &str) = ("abcdefghijklmnopqrstuvwxyz", "a letter from a to z");
const BOTH: (&str, &str) = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "a letter from a to z or from A to Z; a capital letter differs from the small one",
);

fn generate(g: &mut Generator) {
    let most = g.by_level(50_000, 60_000, 60_000, 60_000);
    g.say("most", most);
    let (alphabet, letters) = g.by_level(SMALL, BOTH, BOTH, BOTH);
    g.say("letters", letters);
    let few = g.by_level("xyz", "xyXY", "xyXY", "xyXY");

    let lengths = g.ints(3, 2..=5);
    let signal = written(g, &lengths, alphabet);
    g.example(args![signal]);
    let lengths = g.ints(2, 2..=4);
    let signal = written(g, &[lengths[0], 1, lengths[1], 1], few);
    g.example(args![signal]);

    g.edge("an empty signal", args![""]);
    let only = g.text(1, alphabet);
    g.edge("one letter", args![only]);
    let count = g.size(6..=12);
    let signal = written(g, &vec![1; count], alphabet);
    g.edge("no letter twice in a row", args![signal]);
    let long = g.int(10..=140);
    let signal = written(g, &[2, long, 1], alphabet);
    g.edge("a run of more than nine", args![signal]);
    let lengths = g.ints(3, 2..=6);
    let between = g.text(1, "mn");
    let mut back = written(g, &lengths[..1], "pq");
    let again = back.repeat(2);
    back.push_str(&between);
    back.push_str(&again);
    g.edge("a letter that comes back after another one", args![back]);
    if alphabet.contains('A') {
        let (small, capital) = (g.size(1..=4), g.size(2..=4));
        let signal = format!("{}{}{}", "k".repeat(small), "K".repeat(capital), "k".repeat(small));
        g.edge("small letters next to the same capital ones", args![signal]);
    }

    for longest in g.by_level([2, 4, 6, 12], [3, 9, 30, 90], [3, 9, 30, 90], [3, 9, 30, 90]) {
        let count = g.size(8..=30);
        let lengths = g.ints(count, 1..=longest);
        let signal = written(g, &lengths, few);
        g.hidden(args![signal]);
    }
    let lengths = g.ints(most * 3 / 5, 1..=2);
    let signal = written(g, &lengths, alphabet);
    g.large(args![signal]);
}

/// Runs of these lengths; neighbours have different letters.
fn written(g: &mut Generator, lengths: &[i64], alphabet: &str) -> String {
    let letters: Vec<char> = alphabet.chars().collect();
    let (mut signal, mut before) = (String::new(), ' ');
    for length in lengths {
        let mut letter = g.pick(&letters);
        while letter == before {
            letter = g.pick(&letters);
        }
        signal.extend(repeat_n(letter, usize::try_from(*length).unwrap_or(1)));
        before = letter;
    }
    signal
}

fn runs(signal: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    for letter in signal.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == letter => *count += 1,
            _ => runs.push((letter, 1)),
        }
    }
    runs
}

fn solve(args: &Args) -> Value {
    let mut short = String::new();
    for (letter, count) in runs(args.text(0)) {
        short.push(letter);
        if count > 1 {
            short.push_str(&count.to_string());
        }
    }
    json!(short)
}

fn explain(args: &Args, _: &Value) -> String {
    let told: Vec<_> = runs(args.text(0)).into_iter().map(|(letter, count)| format!("{count}×{letter}")).collect();
    format!("The runs, one after the other: {}.", told.join(", "))
}
