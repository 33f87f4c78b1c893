//! The largest whole cube that fits, for many amounts.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(6000, 5000, 0, 0);
    let bound = g.by_level(1_000_000_000_000_000, 9_000_000_000_000_000, 0, 0);
    let widest = g.by_level(100_000, 208_000, 0, 0);
    g.say("most", most);
    g.say("bound", bound);
    // Far from whole cubes, where rounding does no harm.
    let (side, more) = (g.int(2..=6), g.int(2..=6));
    g.example(args![[cube(side) + more, cube(side + 1) + more]]);
    let (side, more) = (g.int(1..=9), g.int(1..=3));
    g.example(args![[64, cube(side + 1) - 1, cube(side) + more]]);
    g.edge("an empty list", args![Vec::<i64>::new()]);
    let few = g.int(2..=7);
    g.edge("fewer than 8", args![[0, 1, few, 0]]);
    let sides = [4, 5, g.int(6..=30), g.int(31..=999), 1000];
    g.edge("whole cubes", args![sides.map(cube)]);
    let sides = [2, g.int(3..=30), g.int(31..=999), 1000];
    g.edge("one less than a whole cube", args![sides.map(|side| cube(side) - 1)]);
    let side = g.int(widest / 2..=widest - 1);
    g.edge("around a large cube", args![[cube(side) - 1, cube(side), cube(side) + 1]]);
    let less = g.int(0..=1000);
    g.edge("the largest amounts", args![[bound, bound - less, cube(widest), cube(widest) - 1]]);
    for (size, largest) in [(5, 1000), (8, 100_000), (12, 1_000_000_000), (40, bound), (120, bound)] {
        let mut amounts = g.ints(size, 0..=largest);
        for _ in 0..size / 4 {
            let side = g.int(1..=999);
            amounts.push(cube(side) - g.int(0..=1));
        }
        g.hidden(args![amounts]);
    }
    let amounts = g.ints(most, bound / 4 * 3..=bound);
    g.large(args![amounts]);
}

fn cube(side: i64) -> i64 {
    side * side * side
}

/// The largest whole number whose cube is not above the amount, bit by bit.
fn root(amount: i64) -> i64 {
    (0..18).rev().fold(0, |side, bit| if cube(side | 1 << bit) <= amount { side | 1 << bit } else { side })
}

fn solve(args: &Args) -> Value {
    json!(args.ints(0).into_iter().map(root).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let told = args.ints(0).into_iter().map(|amount| {
        let side = root(amount);
        format!("{} ≤ {amount} < {}", cube(side), cube(side + 1))
    });
    format!("Between two cubes: {}.", told.collect::<Vec<_>>().join(", "))
}
