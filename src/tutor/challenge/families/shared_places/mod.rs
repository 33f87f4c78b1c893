//! The place of each score, where equal scores share one.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(30_000, 40_000, 40_000, 40_000);
    let bound = g.by_level(10_000, 1_000_000_000, 0, 0);
    let lowest = g.by_level(0, -bound, 0, 0);
    g.say("most", most);
    g.say("lowest", lowest);
    g.say("bound", bound);
    let scores = g.distinct(4, 1..=30);
    g.example(args![scores]);
    let mut scores = g.distinct(3, 1..=30);
    scores.extend([scores[0], scores[1].max(scores[0])]);
    g.shuffle(&mut scores);
    g.example(args![scores]);
    g.edge("an empty list", args![Vec::<i64>::new()]);
    let only = g.int(lowest..=100);
    g.edge("one score", args![[only]]);
    let (count, score) = (g.size(3..=8), g.int(1..=50));
    g.edge("the same score for all", args![vec![score; count]]);
    let count = g.size(2..=4);
    g.edge("a best score of 0", args![vec![0; count]]);
    let mut scores = g.distinct(6, 1..=99);
    scores.sort_unstable();
    g.edge("scores from the lowest to the highest", args![scores]);
    let winner = g.int(50..=99);
    let mut scores = g.ints(4, 1..=40);
    scores.extend([winner, winner, winner]);
    g.shuffle(&mut scores);
    g.edge("three who share the first place", args![scores]);
    for (size, widest) in [(10, 8), (15, 12), (25, 9), (60, 30)] {
        let scores = g.ints(size, lowest.max(-widest)..=widest);
        g.hidden(args![scores]);
    }
    let scores = g.ints(20, lowest..=bound);
    g.hidden(args![scores]);
    let scores = g.ints(most, lowest..=bound);
    g.large(args![scores]);
}

fn solve(args: &Args) -> Value {
    let scores = args.ints(0);
    let mut ordered = scores.clone();
    ordered.sort_unstable_by(|a, b| b.cmp(a));
    let places = scores.iter().map(|score| 1 + ordered.partition_point(|other| other > score));
    json!(places.collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let mut ordered = args.ints(0);
    ordered.sort_unstable_by(|a, b| b.cmp(a));
    let told: Vec<_> = ordered.iter().map(i64::to_string).collect();
    ordered.dedup();
    let shared = if ordered.len() < told.len() { "equal ones share a place" } else { "no two of them are equal" };
    format!("From the best to the last: {}; {shared}.", told.join(", "))
}
