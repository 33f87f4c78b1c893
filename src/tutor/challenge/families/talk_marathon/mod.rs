//! As many talks as one can hear, with a walk between them.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 25_000;
    let latest = g.by_level(10_000_000, 10_000_000, 2_147_483_647, 2_147_483_647);
    g.say("most", most);
    g.say("latest", latest);
    let (start, walk) = (g.int(5..=20), g.int(1..=3));
    let ends = [start + g.int(4..=9), start + g.int(20..=25), start + g.int(34..=40)];
    g.example(args![[start, start + 15, start + 30], ends, walk]);
    // The first to begin lasts all day.
    let start = g.int(5..=20);
    let starts = [start + 4, start, start + g.int(12..=14)];
    g.example(args![starts, [start + 9, start + 60, start + 22], 2]);
    let walk = g.int(0..=4);
    let (starts, ends) = random(g, 5, 40, 15);
    g.example(args![starts, ends, walk]);
    let none = Vec::<i64>::new();
    g.edge("no talks", args![none, none, 5]);
    let start = g.int(0..=500);
    g.edge("one talk", args![[start], [start + 1], 30]);
    let (start, walk, count) = (g.int(0..=60), g.int(0..=9), g.int(4..=8));
    let starts: Vec<_> = (0..count).map(|n| start + 20 * n).collect();
    let ends: Vec<_> = starts.iter().map(|start| start + 20 - walk).collect();
    g.edge("just enough time for each walk", args![starts, ends, walk]);
    // A short one, in the way of two.
    let (start, walk) = (g.int(0..=60), g.int(0..=5));
    let starts = [start, start + 8, start + 10 + walk];
    let ends = [start + 10, start + 12 + walk, start + 21 + walk];
    g.edge("a short talk in the way of two others", args![starts, ends, walk]);
    let (start, length) = (g.int(0..=60), g.int(1..=60));
    g.edge("the same talk three times", args![[start; 3], [start + length; 3], 0]);
    let first = g.int(1..=400);
    g.edge("very late talks", args![[first, latest - 147], [latest - 600, latest], 1000]);
    for (size, end, length) in g.by_level(MEDIUM, MEDIUM, HARD, HARD) {
        let walk = g.int(0..=length / 3);
        let (starts, ends) = random(g, size, end, length);
        g.hidden(args![starts, ends, walk]);
    }
    // Most of them can be heard, in any order; some long ones are in between.
    let spread = latest / (most as i64 + 20);
    let mut talks: Vec<_> = (0..most as i64)
        .map(|n| {
            let start = n * spread + g.int(0..=spread / 10);
            let length = if n % 50 == 7 { g.int(spread..=9 * spread) } else { g.int(1..=spread / 2) };
            (start, start + length)
        })
        .collect();
    g.shuffle(&mut talks);
    let walk = g.int(1..=spread / 4);
    let (starts, ends): (Vec<_>, Vec<_>) = talks.into_iter().unzip();
    g.large(args![starts, ends, walk]);
}

/// Number of talks, latest start and greatest length.
const MEDIUM: [(usize, i64, i64); 4] = [(8, 60, 20), (14, 100, 20), (25, 200, 30), (40, 400, 50)];
const HARD: [(usize, i64, i64); 4] = [(20, 60, 25), (40, 300, 40), (90, 900, 90), (150, 2_000_000_000, 40_000_000)];

fn random(g: &mut Generator, size: usize, latest: i64, longest: i64) -> (Vec<i64>, Vec<i64>) {
    let starts = g.ints(size, 0..=latest);
    let ends = starts.iter().map(|start| start + g.int(1..=longest)).collect();
    (starts, ends)
}

/// Those that can be heard: from, to.
fn heard(args: &Args) -> Vec<(i64, i64)> {
    let (starts, ends, walk) = (args.ints(0), args.ints(1), args.int(2));
    let mut talks: Vec<_> = ends.into_iter().zip(starts).collect();
    talks.sort_unstable();
    let (mut free, mut heard) = (i64::MIN, Vec::new());
    for (end, start) in talks {
        if start >= free {
            heard.push((start, end));
            free = end + walk;
        }
    }
    heard
}

fn solve(args: &Args) -> Value {
    json!(heard(args).len())
}

fn explain(args: &Args, _: &Value) -> String {
    let told: Vec<_> = heard(args).iter().map(|(start, end)| format!("from {start} to {end}")).collect();
    match &told[..] {
        [] => "There is nothing to hear.".into(),
        [one] => format!("One choice is the talk {one}; a second one cannot be reached."),
        [first @ .., last] => format!("One choice is the talks {} and {last}.", first.join(", ")),
    }
}
