//! A linked list, taken alternately from its front and from its back, some nodes at a time.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(40_000, 40_000, 40_000, 40_000);
    let hard = g.level() >= Difficulty::Hard;
    let largest = if hard { 1_000_000_000 } else { 1_000 };
    g.say("most", most);
    g.say("largest", largest);
    let values = g.distinct(6, 1..=40);
    g.example(args![values, 1, 1]);
    let values = g.distinct(9, 1..=40);
    let front = g.int(1..=2);
    g.example(args![values, front, 3]);

    let (front, back) = (g.int(1..=4), g.int(1..=4));
    g.edge("an empty list", args![Vec::<i64>::new(), front, back]);
    let only = g.int(-99..=99);
    g.edge("one node", args![[only], 2, 2]);
    let values = g.distinct(2, -50..=50);
    g.edge("two nodes, one for each side", args![values, 1, 1]);
    let values = g.distinct(5, -50..=50);
    g.edge("an odd number of nodes, one at a time", args![values, 1, 1]);
    let values = g.distinct(6, -50..=50);
    let front = g.int(7..=90);
    g.edge("the front takes everything", args![values, front, 3]);
    let values = g.distinct(8, -50..=50);
    let back = g.int(8..=90);
    g.edge("the back takes all that the front leaves", args![values, 2, back]);
    let values = g.distinct(9, -50..=50);
    g.edge("the last turn of the front is cut short", args![values, 3, 2]);
    if hard {
        let values = g.distinct(11, -50..=50);
        g.edge("the last turn of the back is cut short", args![values, 2, 3]);
        g.edge("the largest numbers", args![[largest, -largest, 0, 1 - largest, largest - 1, 0], 1, 2]);
    }
    let sizes = if hard { [30, 70, 140, 220, 310] } else { [8, 13, 20, 30, 45] };
    for size in sizes {
        let size = size + g.size(0..=6);
        let values = g.ints(size, -largest..=largest);
        let longest = if hard { 12 } else { 4 };
        let (front, back) = (g.int(1..=longest), g.int(2..=longest));
        g.hidden(args![values, front, back]);
    }
    let values = g.ints(most, -largest..=largest);
    // Most of them from the back, where it is far to walk.
    let back = g.int(2..=5);
    g.large(args![values, 1, back]);
}

/// What each turn takes; the front has the first one.
fn turns(args: &Args) -> Vec<Vec<i64>> {
    let mut left = VecDeque::from(args.ints(0));
    let [front, back] = [args.int(1), args.int(2)].map(|count| usize::try_from(count).unwrap_or(1).max(1));
    let mut turns = Vec::new();
    while !left.is_empty() {
        let taken = if turns.len() % 2 == 0 {
            left.drain(..front.min(left.len())).collect()
        } else {
            left.drain(left.len() - back.min(left.len())..).rev().collect()
        };
        turns.push(taken);
    }
    turns
}

fn solve(args: &Args) -> Value {
    json!(turns(args).concat())
}

fn explain(args: &Args, _: &Value) -> String {
    let side = |turn: usize| if turn.is_multiple_of(2) { "from the front" } else { "from the back" };
    let told = turns(args).into_iter().enumerate().map(|(turn, taken)| {
        let taken: Vec<_> = taken.iter().map(i64::to_string).collect();
        format!("{} {}", side(turn), taken.join(", "))
    });
    format!("In turn: {}; and then nothing is left.", told.collect::<Vec<_>>().join("; "))
}
