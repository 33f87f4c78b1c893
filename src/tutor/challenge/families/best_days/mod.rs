//! The days in a row with the largest sum.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 40_000;
    let far = g.by_level(1_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("far", far);
    let amounts = g.distinct(6, 1..=30);
    let days = g.int(2..=3);
    g.example(args![amounts, days]);
    let amounts = g.ints(8, -9..=9);
    let days = g.int(3..=4);
    g.example(args![amounts, days]);
    g.edge("an empty list", args![Vec::<i64>::new(), 1]);
    let amounts = g.ints(3, 1..=20);
    g.edge("too few entries", args![amounts, 4]);
    g.edge("just as many entries as asked for", args![amounts, 3]);
    let mut amounts = g.distinct(7, 1..=20);
    amounts.sort_unstable();
    g.edge("the best at the very end", args![amounts, 3]);
    let amounts = g.distinct(7, -40..=-1);
    g.edge("losses only", args![amounts, 2]);
    let (first, second) = (g.int(10..=20), g.int(10..=20));
    g.edge("the same sum twice", args![[first, second, 0, second, first], 2]);
    let amounts = g.distinct(6, -20..=20);
    g.edge("windows of one day", args![amounts, 1]);
    let near = g.by_level(50, 2, 2, 2);
    for reach in [near, near, far, far] {
        let size = g.size(15..=60);
        let amounts = g.ints(size, -reach..=reach);
        let days = g.int(2..=9);
        g.hidden(args![amounts, days]);
    }
    let amounts = g.ints(most, -far..=far);
    let days = g.size(most * 9 / 20..=most * 11 / 20);
    g.large(args![amounts, days]);
}

fn solve(args: &Args) -> Value {
    let (amounts, days) = (args.ints(0), usize::try_from(args.int(1)).unwrap_or(1).max(1));
    // sums[i]: of the first i entries.
    let mut sums = vec![0];
    sums.extend(amounts.iter().scan(0, |sum, amount| {
        *sum += amount;
        Some(*sum)
    }));
    let windows = (days..sums.len()).map(|end| (sums[end] - sums[end - days], end - days));
    let best = windows.reduce(|best, window| if window.0 > best.0 { window } else { best });
    best.map_or(json!(-1), |(_, start)| json!(start))
}

fn explain(args: &Args, answer: &Value) -> String {
    let (amounts, days) = (args.ints(0), args.int(1));
    let Some(start) = answer.as_u64().and_then(|start| usize::try_from(start).ok()) else {
        return "There are too few entries.".into();
    };
    let window: Vec<_> = amounts.iter().skip(start).take(usize::try_from(days).unwrap_or_default()).collect();
    let sum: i64 = window.iter().copied().sum();
    format!("From place {start} on, {days} in a row add up to {sum}, which no others surpass.")
}
