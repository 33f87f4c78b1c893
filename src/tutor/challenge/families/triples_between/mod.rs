//! How many triples have a sum within bounds.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(1_200, 1_200, 1_200, 1_250);
    let far = g.by_level(1_000, 1_000, 1_000, 1_000_000_000);
    g.say("most", most);
    g.say("far", far);
    g.say("bound", 2 * far);
    // Even numbers, odd bounds: no sum is at a bound. Sorted already.
    let mut weights = g.distinct(4, 1..=12);
    weights.sort_unstable();
    weights.iter_mut().for_each(|n| *n *= 2);
    let (least, largest) = (weights[..3].iter().sum::<i64>(), weights[1..].iter().sum::<i64>());
    let above = if g.chance(50) { 1 } else { -1 };
    g.example(args![weights, least + 1, largest + above]);
    let weights = g.ints(5, 1..=9);
    let low = g.int(8..=14);
    let high = low + g.int(2..=6);
    g.example(args![weights, low, high]);
    let pair = g.ints(2, 1..=9);
    g.edge("fewer than three", args![pair, 0, 100]);
    let triple = g.distinct(3, -50..=50);
    let sum: i64 = triple.iter().sum();
    g.edge("one triple, and its sum is both bounds", args![triple, sum, sum]);
    let equal = g.int(1..=30);
    g.edge("equal entries", args![[equal, equal, equal, equal, equal], 3 * equal, 3 * equal + 1]);
    let weights = g.ints(6, 1..=9);
    g.edge("a lower bound above the upper one", args![weights, 20, 10]);
    let weights = g.distinct(8, -60..=-1);
    g.edge("negative entries", args![weights, -100, -40]);
    g.edge("sums as large as can be", args![[far, far, far, -far, -far], -far, 2 * far]);
    for reach in [5, 50, far, far] {
        let size = g.size(15..=60);
        let weights = g.ints(size, -reach..=reach);
        let low = g.int(-reach..=reach / 2);
        let high = low + g.int(reach / 5..=reach);
        g.hidden(args![weights, low, high]);
    }
    let weights = g.ints(most, -far..=far);
    let low = g.int(-far..=0);
    let high = low + g.int(far / 2..=far);
    g.large(args![weights, low, high]);
}

fn solve(args: &Args) -> Value {
    let (mut weights, low, high) = (args.ints(0), args.int(1), args.int(2));
    weights.sort_unstable();
    let count: usize = (0..weights.len())
        .map(|first| {
            let rest = &weights[first + 1..];
            let pairs = |most: i64| pairs_up_to(rest, most - weights[first]);
            pairs(high).saturating_sub(pairs(low - 1))
        })
        .sum();
    json!(count)
}

/// How many pairs of a sorted list add up to at most this.
fn pairs_up_to(sorted: &[i64], most: i64) -> usize {
    let (mut end, mut count) = (sorted.len(), 0);
    for (place, entry) in sorted.iter().enumerate() {
        while end > 0 && sorted[end - 1] + entry > most {
            end -= 1;
        }
        if end <= place + 1 {
            break;
        }
        count += end - place - 1;
    }
    count
}

fn explain(args: &Args, answer: &Value) -> String {
    let (count, low, high) = (args.ints(0).len(), args.int(1), args.int(2));
    let ways = count * count.saturating_sub(1) * count.saturating_sub(2) / 6;
    let fit = match answer.as_i64() {
        Some(0) => "none has".to_owned(),
        Some(1) => "only one has".to_owned(),
        _ => format!("{answer} have"),
    };
    format!("There are {ways} ways to choose three of the {count}; {fit} a sum from {low} to {high}.")
}
