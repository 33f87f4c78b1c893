//! A linked list without every k-th node, counted from the end.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 40_000, 40_000, 40_000);
    let largest = g.by_level(1_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("largest", largest);
    // One node goes, the one in the middle.
    let step = g.size(3..=4);
    let values = g.distinct(2 * step - 1, 1..=40);
    g.example(args![values, step]);
    // The first node goes, too.
    let step = g.size(2..=3);
    let values = g.distinct(step * 3, 1..=40);
    g.example(args![values, step]);

    let step = g.int(1..=5);
    g.edge("an empty list", args![Vec::<i64>::new(), step]);
    let only = g.int(-99..=99);
    g.edge("one node, which stays", args![[only], 2]);
    let values = g.distinct(5, -50..=50);
    g.edge("every node goes", args![values, 1]);
    let (count, more) = (g.size(3..=8), g.size(1..=90));
    let values = g.distinct(count, -50..=50);
    g.edge("fewer nodes than the step", args![values, count + more]);
    let values = g.distinct(count, -50..=50);
    g.edge("just as many nodes as the step: the first one goes", args![values, count]);
    let values = g.distinct(11, -50..=50);
    g.edge("three go, and none of them is the first one", args![values, 3]);
    let medium = g.level() > Difficulty::Easy;
    if medium {
        g.edge("all the same number", args![[7; 11], 4]);
        g.edge("the largest numbers", args![[largest, -largest, largest - 1, 1 - largest, 0], 2]);
    }
    let sizes = if medium { [20, 50, 100, 200, 300] } else { [8, 11, 15, 20, 30] };
    for size in sizes {
        let size = size + g.size(0..=5);
        let step = g.size(2..=7);
        let values = g.ints(size, -largest..=largest);
        g.hidden(args![values, step]);
    }
    let step = g.size(2..=20);
    let values = g.ints(most, -largest..=largest);
    g.large(args![values, step]);
}

/// The numbers, each with whether it goes.
fn marked(args: &Args) -> Vec<(i64, bool)> {
    let (values, step) = (args.ints(0), usize::try_from(args.int(1)).unwrap_or(1).max(1));
    let count = values.len();
    values.into_iter().enumerate().map(|(place, value)| (value, (count - place).is_multiple_of(step))).collect()
}

fn solve(args: &Args) -> Value {
    json!(marked(args).into_iter().filter(|(_, goes)| !goes).map(|(value, _)| value).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let gone: Vec<_> =
        marked(args).iter().rev().filter(|(_, goes)| *goes).map(|(value, _)| value.to_string()).collect();
    match &gone[..] {
        [] => "Nothing goes.".into(),
        [one] => format!("Counted from the end, only {one} is reached."),
        _ => format!("Counted from the end, {} are reached, in this order.", gone.join(", ")),
    }
}
