//! Where each piece of a tower is after some moves of the shortest way.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(30, 34, 50, 50);
    g.say("most", most);
    let discs = g.int(2..=3);
    let moves = g.int(0..=power(discs) - 1);
    g.example(args![discs, moves]);
    let moves = g.int(1..=6);
    g.example(args![3, moves]);
    let moves = g.int(3..=13);
    g.example(args![4, moves]);
    g.edge("no pieces at all", args![0, 0]);
    let moves = g.int(0..=1);
    g.edge("one piece", args![1, moves]);
    let discs = g.int(3..=most / 2);
    g.edge("no move yet", args![discs, 0]);
    let discs = g.int(3..=most / 2);
    g.edge("the whole way", args![discs, power(discs) - 1]);
    let discs = g.int(4..=most - 2);
    g.edge("the move just before the largest piece", args![discs, power(discs - 1) - 1]);
    let discs = g.int(4..=most - 2);
    g.edge("the move of the largest piece", args![discs, power(discs - 1)]);
    for _ in 0..5 {
        let discs = g.int(5..=most - 2);
        let moves = g.int(1..=power(discs) - 2);
        g.hidden(args![discs, moves]);
    }
    let moves = g.int(power(most - 2) * 3..=power(most) - 2);
    g.large(args![most, moves]);
}

fn power(exponent: i64) -> i64 {
    1 << exponent.clamp(0, 52)
}

fn solve(args: &Args) -> Value {
    let (discs, mut moves) = (args.int(0), args.int(1));
    let (mut from, mut to) = (0, 2);
    let mut shelves = Vec::new();
    for disc in (1..=discs).rev() {
        let spare = 3 - from - to;
        if moves < power(disc - 1) {
            shelves.push(from);
            to = spare;
        } else {
            shelves.push(to);
            from = spare;
            moves -= power(disc - 1);
        }
    }
    shelves.reverse();
    json!(shelves)
}

fn explain(args: &Args, _: &Value) -> String {
    let (discs, moves) = (args.int(0), args.int(1));
    let turn = power(discs - 1);
    if moves < turn {
        format!("The largest one is moved by move number {turn}, so it still is where it began.")
    } else {
        format!("The largest one is moved by move number {turn}, so it has reached its end.")
    }
}
